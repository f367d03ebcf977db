"""What stands first in a row that sums up others, or is their mean (Q07): 合 计, 全省合计, 平均值, Grand Total."""

from __future__ import annotations

import re
import unicodedata

# A cell without these says neither: asked of every row, so that the words are looked for in few. For Polars, too.
HINT = "[计計共全其和均]|[tT][oO][tT]|[sS][uU][mM]|[aA][vV][eEgG]|[mM][eE][aA][nN]"
_WHOLE = "全省|全市|全县|全区"
# What stands in a row of totals.
TOTALS = frozenset(
    {
        *("合计", "总计", "小计", "共计", "累计", "合计数", "总计数", "总和", "合計", "總計", "小計", "共計"),
        *(f"{whole}{word}" for whole in _WHOLE.split("|") for word in ("", "合计", "总计", "小计", "共计")),
    }
)
_ENGLISH = frozenset({"total", "totals", "subtotal", "sub-total", "grandtotal", "sum"})
_MEAN = re.compile(rf"(?:{_WHOLE}|总|算术|加权)?(?:平均|均值)(?:值|数|水平)?|average|avg\.?|mean")
_OF_WHICH = re.compile(r"#?其中[:：]?.{0,20}|.{1,12}(?:合计|小计|总计|合計|小計|總計)")
_TAIL = re.compile(r"(?<=.)(?:\([^()]{0,8}\)|:)$")


def word(cell: str) -> str:
    """As the words are compared: without blanks, 合计： and 总计（个） as 合计 and 总计."""
    return _TAIL.sub("", re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)))


def kind(text: str) -> str:
    """``total``, ``alone`` (one if no other word stands in its row), ``mean`` (the same of a mean), or ""."""
    if text in TOTALS or _OF_WHICH.fullmatch(text):
        return "total"
    folded = text.casefold()
    return "alone" if folded in _ENGLISH else "mean" if _MEAN.fullmatch(folded) else ""
