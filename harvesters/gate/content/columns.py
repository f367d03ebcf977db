"""What a column as a whole says: mostly empty, one value throughout, several values in one cell, rows of nothing but
zeros (Q11, Q20, Q26)."""

from __future__ import annotations

import re

from harvesters.contract import Severity
from harvesters.gate.batch import CELL
from harvesters.gate.content.table import Column, Content, number

_FEW = 10
_NULLS = 0.3
# Columns that are empty by their nature.
_SELDOM = re.compile(
    r"备注|说明|附注|注释|注$|描述|简介|别名|简称|曾用|英文|传真|网址|网站|邮箱|电子邮件|微信|分机|副|第[二三四五]|启用|补充|承接|现[代名]|任务"
    r"|截止|终止|结束|失效|停用|注销|撤销|变更|废止|吊销|到期|有效期|原因|依据|其他|其它|附件|图片|上级|父|后继|note"
    r"|remark|comment|alias|desc|url|fax|mail|valid|end|until|parent|succe|prede|replac",
    re.IGNORECASE,
)
_LIST = re.compile(r"[^、；;\n，,。：:等]{1,14}(?:[、；;\n]\s*[^、；;\n，,。：:等]{1,14})+")
_PROSE = re.compile(
    r"地址|住所|位置|坐落|内容|描述|说明|备注|简介|范围|事项|依据|条件|原因|结果|特色|职责|对接|任务|职能|方式|标题|名称|全称|时间|日期"
    r"|别名|简称|路线|线路走向|note|desc|remark|address|alias|name|title",
    re.IGNORECASE,
)
_ZEROS = 3
_NO_FIGURE = re.compile(rf"(?:\A|{CELL})[^1-9{CELL}]+(?:{CELL}|\Z)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_EARLY = re.compile(r"预计|快报|初步|预测|计划")


def check(table: Content) -> None:
    _nulls(table)
    _constant(table)
    _lists(table)
    _zero_rows(table)
    _wide(table)


def _wide(table: Content) -> None:
    """Q23: years as columns; some of them not final."""
    wide = [c.label for c in table.columns if c.figure and _YEAR.search(c.label)]
    if len(wide) >= 3:
        table.say("Q23", Severity.INFO, labels="、".join(label[:15] for label in wide[:6]), count=len(wide))
    early = [label for label in wide if _EARLY.search(label)]
    if early:
        table.say("Q23", Severity.INFO, reason="early", labels="、".join(label[:15] for label in early[:6]))


def _nulls(table: Content) -> None:
    if table.count < _FEW:
        return
    empty = [c for c in table.columns if c.blanks > _NULLS * table.count and not _SELDOM.search(c.label)]
    if empty:
        labels = "、".join(f"{c.label[:20]}（{100 * c.blanks // table.count} %）" for c in empty[:6])
        table.warn("Q26", reason="nulls", labels=labels + ("…" if len(empty) > 6 else ""))


def _constant(table: Content) -> None:
    if table.count < _FEW:
        return
    same = [c for c in table.columns if len(c.filled()) == 1 and not c.blanks]
    if same:
        labels = "、".join(c.label[:20] for c in same[:6]) + ("…" if len(same) > 6 else "")
        table.say("Q26", Severity.INFO, reason="constant", labels=labels)


def _lists(table: Content) -> None:
    """Q20: short items with 、 between them, in a column that is no prose."""
    for column in table.columns:
        if column.kind != "string" or column.values is None or _PROSE.search(column.label):
            continue
        several = {value: n for value, n in column.filled().items() if len(value) <= 200 and _LIST.fullmatch(value)}
        cells = sum(several.values())
        if cells >= 3 and cells >= 0.1 * (table.count - column.blanks):
            value = min(several, key=column.first.__getitem__)
            table.warn("Q20", column, column.first[value], value, cells=cells)


def _zero_rows(table: Content) -> None:
    """Q11: a row whose figures are all 0 where no other column of figures is usually 0."""
    figures = [c for c in table.columns if c.figure and not c.serial]
    if len(figures) < _ZEROS or not table.small or table.count < _FEW:
        return
    if not all(_may_be_zero(CELL.join(table.cells_of(c))) for c in figures):
        return
    zero = [row for row, cells in zip(table.numbers, table.rows, strict=True) if _is_zero(cells, figures)]
    if not zero:
        return
    rare = all(
        sum(number(cells[c.index]) == 0 for cells in table.rows if c.index < len(cells)) <= 0.2 * table.count
        for c in figures
    )
    if rare:
        table.warn("Q11", None, zero[0], reason="zero_row", cells=len(zero), times=len(zero))


def _may_be_zero(cells: str) -> bool:
    """Whether one of a column's cells may be 0: it has no other digit, or an exponent."""
    return _NO_FIGURE.search(cells) is not None or "e" in cells or "E" in cells


def _is_zero(cells: list[str], figures: list[Column]) -> bool:
    return all(c.index < len(cells) and number(cells[c.index]) == 0 for c in figures)
