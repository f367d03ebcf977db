"""Where a table's header stands (Q03, Q04), by the dictionary or by how it looks, and whether there is one at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import chain, islice

from harvesters.gate.cleaning import clean_label
from harvesters.gate.gaps import Gaps
from harvesters.gate.reading.csv import Record
from harvesters.gate.reading.stretches import Stretch, one_by_one

LOOK_AHEAD = 20
_MOST_ABOVE = 10
_TITLE_CELLS = 3
_YEAR = re.compile(r"(?:19|20)\d\d(?:\.0)?", re.ASCII)
# What systems answer instead of data.
_ERROR = re.compile(
    r"ORA-\d{5}|SQLSTATE|SQLException|Traceback \(most|Exception\b.*:|HTTP/\d|\b(?:error|fatal|warning)\b\W*[:\d]"
    r"|\b(?:\w+\.)+\w*(?:Exception|Error)\b"
    r"|\b[45]\d\d (?:bad|unauthorized|forbidden|not found|internal|service|gateway)|internal server error|access denied"
    r"|permission denied|connection (?:refused|timed out|reset)|login (?:failed|required)"
    r"|系统(?:异常|繁忙|错误|维护|升级)|服务(?:器|不可用|异常|内部)|(?:请求|连接|登录|会话|查询|操作)(?:超时|失败|过期|异常)"
    r"|(?:没有|无|未)(?:访问|操作|查看|下载|导出)?(?:权限|登录|授权)|请(?:先|重新)登录|请稍后(?:再试|重试)"
    r"|(?:token|session|ticket)\b.{0,12}(?:expired|invalid|missing)|(?:令牌|凭证|验证码|签名)(?:已?(?:失效|过期|错误|无效))"
    r"|^(?:没有|暂无|未查到|无|未查询到|没有查询到)(?:相关|符合条件的)?(?:数据|记录|结果)[。！!]?$|查询结果为空",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """The header as found: its cells, where it stands, what stood above it, and all that follows."""

    cells: list[str]
    row: int
    above: tuple[Record, ...]
    rows: Iterable[Record | Stretch]
    two_rows: bool = False

    def without(self, gaps: Gaps) -> Head:
        """The same of the columns that have a name."""
        places = set(gaps.places)
        return replace(self, cells=[cell for n, cell in enumerate(self.cells) if n not in places], rows=gaps)


def head(records: Iterator[Record | Stretch], names: Sequence[str]) -> Head | None:
    """Find the header: the row that holds the dictionary's labels, or without one the first row that looks like one.

    :param names: the declared labels, clean; empty for a bare file. None: there is no row at all.
    """
    near = list(islice(one_by_one(records), LOOK_AHEAD))
    if not near:
        return None
    place, cells, pair = _place(near, names)
    cells = _without_tail(cells)
    first = place + (2 if pair else 1)
    return Head(cells, near[first - 1].row, tuple(near[:place]), chain(near[first:], records), pair)


def as_declared(labels: Sequence[str], names: Sequence[str]) -> list[str]:
    """The header's labels, as the dictionary writes those that differ from it by blanks, line breaks or width alone."""
    missing = {_folded(name): name for name in names if name not in labels}
    folded = [_folded(label) for label in labels]
    return [
        missing[one] if label not in names and one in missing and folded.count(one) == 1 else label
        for label, one in zip(labels, folded, strict=True)
    ]


def _folded(label: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", label)).casefold()


def error_text(found: Head, names: Sequence[str]) -> tuple[Head, str | None]:
    """The head again, and the words that a system answered and somebody saved as the file; None if there is a table.

    A few words that end the file are such, too, where the dictionary says that a table of other columns is meant.
    """
    labels = [clean_label(cell) for cell in found.cells]
    if set(names) & set(labels) or len(labels) > 3:
        return found, None
    rows = iter(found.rows)
    first = next(rows, None)
    found = replace(found, rows=chain([] if first is None else [first], rows))
    text = " ".join(labels)
    alone = first is None and not found.above and len(labels) < len(names) and len(labels) < 3
    return found, text if alone or _ERROR.search(unicodedata.normalize("NFKC", text)) else None


def _place(near: Sequence[Record], names: Sequence[str]) -> tuple[int, list[str], bool]:
    wanted = set(names)
    if wanted:
        best, score = 0, 0.0
        for n, record in enumerate(near[: _MOST_ABOVE + 1]):
            if n and not _is_title(near[n - 1]):
                break
            present = {*as_declared([clean_label(cell) for cell in record.cells], names)} - {""}
            if wanted <= present:
                return n, record.cells, False
            if n + 1 < len(near) and not record.blank:
                flat = _flattened(record.cells, near[n + 1].cells)
                if set(flat) - {""} == wanted:
                    return n, flat, True
            share = len(wanted & present) / len(wanted)
            if share > score:
                best, score = n, share
        return (best if score >= 0.5 else 0), near[best if score >= 0.5 else 0].cells, False
    width = max(len(_without_tail(record.cells)) for record in near)
    for n, record in enumerate(near[: _MOST_ABOVE + 1]):
        if n + 1 < len(near) and (both := _two_rows(record.cells, near[n + 1].cells, width)):
            return n, both, True
        labels = [clean_label(cell) for cell in record.cells if cell.strip()]
        words = [label for label in labels if _is_word(label)]
        if len(set(labels)) >= 0.6 * width and len(words) >= 0.5 * len(labels) and all(len(w) <= 60 for w in words):
            return n, record.cells, False
        if not _is_title(record) or len(labels) > max(1, width // 2):
            break
    return 0, near[0].cells, False


def _two_rows(top: Sequence[str], below: Sequence[str], width: int) -> list[str]:
    """Both rows as one header, if the lower one fills just the gaps of the upper: groups over what they consist of,
    beside columns whose name stands in the upper row alone."""
    upper = [clean_label(top[n]) if n < len(top) else "" for n in range(width)]
    lower = [clean_label(below[n]) if n < len(below) else "" for n in range(width)]
    gaps = [n for n in range(width) if not upper[n]]
    alone = any(one and other in ("", one) for one, other in zip(upper, lower, strict=True))
    if not gaps or not upper[0] or width - len(gaps) < 2 or not alone or not all(lower[n] for n in gaps):
        return []
    flat = _flattened(upper, lower)
    worded = all(_is_word(label) for label in lower if label)
    return flat if worded and all(flat) and len(set(flat)) == width else []


def _is_word(label: str) -> bool:
    """What may stand in a header: no figure, unless it is a year."""
    return number(label) is None or _YEAR.fullmatch(label) is not None


def _is_title(record: Record) -> bool:
    """A title, a unit, a blank line: a cell or two of words, no figures of a table."""
    filled = [cell.strip() for cell in record.cells if cell.strip()]
    different = set(filled)
    return len(different) <= _TITLE_CELLS and not any(number(cell) is not None for cell in different)


def _flattened(top: Sequence[str], below: Sequence[str]) -> list[str]:
    """Q04: 出口额 over 本月 and 累计 becomes 出口额_本月, 出口额_累计."""
    labels, group = [], ""
    for n in range(max(len(top), len(below))):
        upper = clean_label(top[n]) if n < len(top) else ""
        lower = clean_label(below[n]) if n < len(below) else ""
        group = upper or (group if lower else "")
        labels.append(f"{group}_{lower}" if group and lower and group != lower else group or lower)
    return labels


def _without_tail(cells: Sequence[str]) -> list[str]:
    end = len(cells)
    while end > 1 and not cells[end - 1].strip():
        end -= 1
    return list(cells[:end])


def number(cell: str) -> Decimal | None:
    text = unicodedata.normalize("NFKC", cell).strip().replace(",", "")
    if not text or not re.fullmatch(r"[-+]?\d{1,30}(?:\.\d{1,30})?%?", text):
        return None
    try:
        return Decimal(text.rstrip("%"))
    except InvalidOperation:
        return None
