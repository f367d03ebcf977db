"""What columns of one row say of each other (Q29): sums and their parts, begin and end, shares of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from harvesters.gate.content.table import Column, Content, number

_TOTAL = re.compile(r"合计|总计|小计|总数|总额|总量|总和|总人口|总收入|总支出|总面积|总产值|total", re.IGNORECASE)
_SHARE = re.compile(r".*(?:占比|比重|所占比例|占.{1,8}比例|百分比|合格率|达标率|覆盖率).{0,8}")
_CHANGE = re.compile(r"增|减|同比|环比|变化|提高|下降")
# The word of the begin, and that of the end.
_ENDS = (
    *(("开始", "结束"), ("开始", "截止"), ("开始", "终止"), ("起始", "截止"), ("起始", "结束"), ("起始", "终止")),
    *(("生效", "失效"), ("启用", "停用"), ("开工", "竣工"), ("开工", "完工"), ("起", "止"), ("成立", "注销")),
    *(("自", "至"), ("入库", "出库"), ("valid_from", "valid_to"), ("start", "end"), ("begin", "end")),
)
# A licence begins where it is given; the label of its end has no twin.
_GIVEN = re.compile(r"(?:发证|颁证|颁发|签发|核发|批准|核准|许可|许可决定|决定|登记|注册|成立|生效)(?:日期|时间|日)")
_VALID_TO = re.compile(
    r"(?:许可证?|证书|证件|资质)?(?:有效期|有效|截止期?|许可截止期?|到期)(?:截止|截至|终止|止|至|到)?(?:日期|时间|日)?"
)
_MOSTLY, _LEAST = 0.8, 5
# Where no word says that a column is a total: more rows must agree, the first of them at once.
_NEARLY, _MORE, _PROBED = 0.9, 8, 24


def check(table: Content) -> None:
    _shares(table)
    if table.small:
        _order(table)
        _sums(table)


def _shares(table: Content) -> None:
    for column in table.columns:
        if not column.figure or not _SHARE.fullmatch(column.label) or _CHANGE.search(column.label):
            continue
        over = {value: n for value, n in column.filled().items() if (number(value) or 0) > Decimal("100.05")}
        if over and "‰" not in str(column.spec.get("sd:unit") or "") + column.label:
            value = min(over, key=column.first.__getitem__)
            table.warn("Q29", column, column.first[value], value, reason="share", cells=sum(over.values()))


def _order(table: Content) -> None:
    for start, last in _begin_and_end(table.columns):
        for row, cells in zip(table.numbers, table.rows, strict=True):
            if max(start.index, last.index) < len(cells):
                a, b = cells[start.index], cells[last.index]
                if len(a) == len(b) and re.match(r"\d{4}(?:-\d\d|$)", a) and re.match(r"\d{4}", b) and b < a:
                    table.warn("Q29", last, row, b, reason="order", start=start.label, before=a)


def _begin_and_end(columns: Sequence[Column]) -> Iterator[tuple[Column, Column]]:
    by_label = {c.label: c for c in columns}
    for start in columns:
        for begin, end in _ENDS:
            last = by_label.get(start.label.replace(begin, end)) if begin in start.label else None
            if last is not None and last is not start and last.kind == start.kind:
                yield start, last
    given = [c for c in columns if c.temporal and _GIVEN.fullmatch(c.label)]
    valid = [c for c in columns if c.temporal and _VALID_TO.fullmatch(c.label)]
    if len(given) == len(valid) == 1 and given[0].kind == valid[0].kind:
        yield given[0], valid[0]


def _sums(table: Content) -> None:
    """A total is one if it is the sum of the columns beside it in nearly every row; the other rows are worth a look."""
    told: set[int] = set()
    for place, total in enumerate(table.columns):
        if not total.figure or total.serial or total.index in told or _CHANGE.search(total.label):
            continue
        named = _TOTAL.search(total.label) is not None
        if not named and table.count < _MORE:
            continue
        for parts in (_run(table, place, 1), _run(table, place, -1)):
            for n in range(len(parts), 1, -1):
                if (named or _seems(table, total, parts[:n])) and _compare(table, total, parts[:n], named=named):
                    told |= {part.index for part in parts[:n]}
                    break
            else:
                continue
            break


def _seems(table: Content, total: Column, parts: list[Column]) -> bool:
    """Whether the first rows add up, and that with more than one part: a look before all rows are read."""
    agree = seen = 0
    for cells in table.rows[:_PROBED]:
        figures = [number(cells[c.index]) if c.index < len(cells) else None for c in (total, *parts)]
        given = [figure for figure in figures if figure is not None]
        if len(given) < len(figures) or sum(map(bool, given)) < 3:
            continue
        seen += 1
        agree += abs(sum(given[1:], Decimal(0)) - given[0]) <= rounding(given[0], len(parts))
    return agree >= _MORE and agree >= _NEARLY * seen


def _run(table: Content, place: int, step: int) -> list[Column]:
    """The columns of figures next to it, up to another total."""
    run = []
    at = place + step
    while 0 <= at < len(table.columns) and table.columns[at].figure and not _TOTAL.search(table.columns[at].label):
        run.append(table.columns[at])
        at += step
    return run


def _compare(table: Content, total: Column, parts: list[Column], *, named: bool) -> bool:
    """Whether these are its parts; the rows that do not add up are said."""
    columns = [table.numbers_of(part) for part in parts]
    agree, wrong = 0, []
    for n, value in enumerate(table.numbers_of(total)):
        row = [column[n] for column in columns]
        if value is None or any(part is None for part in row):
            continue
        added = sum((part for part in row if part is not None), Decimal(0))
        if abs(added - value) <= rounding(value, len(parts)):
            agree += bool(value)
        else:
            wrong.append((n, added))
    least, mostly = (_LEAST, _MOSTLY) if named else (_MORE, _NEARLY)
    if agree < least or agree < mostly * (agree + len(wrong)):
        return False
    labels = "、".join(part.label[:15] for part in parts[:6]) + ("…" if len(parts) > 6 else "")
    for n, added in wrong:
        cell = table.rows[n][total.index]
        table.warn("Q29", total, table.numbers[n], cell, reason="sum", labels=labels, expected_value=f"{added:f}")
    return True


def rounding(value: Decimal, parts: int) -> Decimal:
    """Rounded parts add up to within half a unit of the last place each."""
    exponent = value.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Decimal(0) if digits == 0 else Decimal(parts + 1) / 2 * Decimal(10) ** -digits
