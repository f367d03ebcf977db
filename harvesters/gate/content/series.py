"""A figure among those of the years before and after it (Q10): a unit that changes for all at once, one digit more."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from harvesters.gate.content.periods import is_period
from harvesters.gate.content.table import Column, Content

# What counts as another order of magnitude, and as quiet neighbours.
_OFF, _QUIET = 8.0, 2.5
_WINDOW = 3
_MANY, _CLOSE = 8, 1.5  # rows that say how a step goes, and how near each other
_LARGE = 100
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)(?:年度?)?")
_FREE = re.compile(
    r"增长|增幅|增速|同比|环比|变化|差额|净|利润|盈|亏|编号|代码|经度|纬度|坐标|lon|lat|growth|change", re.IGNORECASE
)

# Each row's own: what no series of rows has in common.
_OWN = re.compile(r"备注|说明|附注|几何|空间|图形|geom|wkt|shape|remark|note", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Point:
    period: str
    row: int
    column: Column
    cell: str
    value: float


_Series = list[_Point]


def check(table: Content) -> None:
    if not table.small:
        return
    for name, series in _wide(table) or _long(table):
        kept = [one for one in series if len(one) > _WINDOW]
        if kept:
            moved = _jumps(table, name, kept)
            _spikes(table, kept, moved)
        else:
            _few_years(table, name, [one for one in series if len(one) > 1])


def _point(table: Content, n: int, column: Column, period: str) -> _Point | None:
    cells = table.rows[n]
    cell = cells[column.index] if column.index < len(cells) else ""
    try:
        value = float(cell) if cell and len(cell) < 40 else 0.0
    except ValueError:
        return None
    return _Point(period, table.numbers[n], column, cell, value) if 0 < value < 1e30 else None


def _wide(table: Content) -> list[tuple[str, list[_Series]]]:
    """Years as columns: each row is a series, of each measure one."""
    measures: dict[str, list[tuple[str, Column]]] = defaultdict(list)
    for column in table.columns:
        years = _YEAR.findall(column.label)
        if column.figure and len(years) == 1 and not _FREE.search(column.label):
            measures[_YEAR.sub("", column.label).strip("_- ")].append((years[0], column))
    found = []
    for name, columns in measures.items():
        if len(columns) > 1 and len({year for year, _ in columns}) == len(columns):
            columns.sort(key=lambda one: one[0])
            rows = ([_point(table, n, column, year) for year, column in columns] for n in range(len(table.rows)))
            found.append((name or columns[-1][1].label, [[p for p in row if p] for row in rows]))
    return found


def _long(table: Content) -> list[tuple[str, list[_Series]]]:
    """A column of periods: the rows that agree in every other text are a series, of each measure one."""
    periods = [column for column in table.columns if is_period(column)]
    if len(periods) != 1 or not (figures := [c for c in table.columns if c.figure and not _FREE.search(c.label)]):
        return []
    time = periods[0]
    words = [c for c in table.columns if c is not time and not c.figure and not c.serial and not _OWN.search(c.label)]
    if any(len(set(table.cells_of(c))) == table.count for c in words):
        return []  # no two rows agree
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, cells in enumerate(table.rows):
        if time.index < len(cells) and cells[time.index]:
            groups[tuple(cells[c.index] for c in words if c.index < len(cells))].append(n)
    several = [rows for rows in groups.values() if len(rows) > 1]
    for rows in several:
        rows.sort(key=lambda n: _order(table.rows[n][time.index]))
        if len({table.rows[n][time.index] for n in rows}) < len(rows):
            return []
    found = []
    several = [rows for rows in several if len(rows) > _WINDOW]
    for column in figures if several else ():
        if column is time:
            continue
        series = ([_point(table, n, column, table.rows[n][time.index]) for n in rows] for rows in several)
        found.append((column.label, [[p for p in one if p] for one in series]))
    return found


def _order(period: str) -> list[tuple[int, str]]:
    """2023年10月 after 2023年9月."""
    parts = re.findall(r"\d+", period.translate(str.maketrans("一二三四", "1234")))
    return [(int(part[:15]), part) for part in parts] or [(0, period)]


def _jumps(table: Content, name: str, series: list[_Series]) -> set[tuple[str, str]]:
    """Where nearly all series change by the same order of magnitude, quiet before and after."""
    steps: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in series:
        for a, b in pairwise(one):
            steps[a.period, b.period].append(b.value / a.value)
    usual = [max(r, 1 / r) for ratios in steps.values() for r in ratios]
    if median(usual) > _QUIET:
        return set()
    found: set[tuple[str, str]] = set()
    for (before, after), ratios in steps.items():
        up = [r for r in ratios if r >= _OFF]
        down = [r for r in ratios if r <= 1 / _OFF]
        same = max(up, down, key=len)
        if len(same) < 0.8 * len(ratios) or not same:
            continue
        found.add((before, after))
        factor = median(same)
        if len(ratios) < 3 and not (_power_of_ten(factor) and all(_moves(one, after) for one in series)):
            continue
        at = next(b for one in series for a, b in pairwise(one) if (a.period, b.period) == (before, after))
        shown = f"{factor:.0f}" if factor >= 1 else f"1/{1 / factor:.0f}"
        facts = {"before": before, "after": after, "count": len(ratios), "cells": len(same), "factor": shown}
        table.warn("Q10", at.column, at.row, at.cell, reason="jump", **facts)
    return found


def _moves(series: _Series, after: str) -> bool:
    """Whether all that comes from this period on lies on another level than all before, and each keeps quiet."""
    at = next((n for n, point in enumerate(series) if point.period == after), 0)
    sides = [[p.value for p in series[:at]], [p.value for p in series[at:]]]
    return len(series) > 2 * _WINDOW - 2 and all(len(side) > 1 and max(side) <= _QUIET * min(side) for side in sides)


def _power_of_ten(factor: float) -> bool:
    grown = max(factor, 1 / factor)
    return any(0.6 * 10**power <= grown <= 1.7 * 10**power for power in (1, 2, 3, 4, 8))


def _few_years(table: Content, name: str, series: list[_Series]) -> None:
    """Two or three years: no row has neighbours enough, but many rows say how this step usually goes."""
    if len(series) < _MANY:
        return
    steps: dict[tuple[str, str], list[tuple[int, int, float]]] = defaultdict(list)  # series, place, how much it grew
    for row, one in enumerate(series):
        for n, (a, b) in enumerate(pairwise(one)):
            steps[a.period, b.period].append((row, n, b.value / a.value))
    off: dict[int, list[int]] = defaultdict(list)
    for (before, after), taken in steps.items():
        factor = median(ratio for _, _, ratio in taken)
        quiet = sum(factor / _CLOSE < ratio < factor * _CLOSE for _, _, ratio in taken)
        if len(taken) < _MANY or quiet < 0.9 * len(taken):
            return  # figures that move so differently say nothing
        if 1 / _OFF < factor < _OFF:
            for row, n, ratio in taken:
                if not factor / _OFF < ratio < factor * _OFF:
                    off[row].append(n)
        elif _power_of_ten(factor):
            at = series[taken[0][0]][taken[0][1] + 1]
            shown = f"{factor:.0f}" if factor >= 1 else f"1/{1 / factor:.0f}"
            facts = {"before": before, "after": after, "count": len(taken), "cells": quiet, "factor": shown}
            table.warn("Q10", at.column, at.row, at.cell, reason="jump", **facts)
    for row, places in off.items() if len(off) <= max(1, 0.05 * len(series)) else ():
        one = series[row]
        point = one[places[0] if len(one) > 2 and places == [0] else places[0] + 1]
        near = [other for other in one if other is not point]
        if max(other.value for other in one) >= _LARGE or not _whole(point, near):
            facts = {"before": near[0].cell, "after": near[-1].cell}
            table.warn("Q10", point.column, point.row, point.cell, reason="spike", **facts)


def _spikes(table: Content, series: list[_Series], moved: set[tuple[str, str]]) -> None:
    """A figure that is off all its neighbours, which agree with each other."""
    found: list[tuple[_Point, _Point, _Point]] = []
    total = 0
    for one in series:
        total += len(one)
        for n, point in enumerate(one):
            near = [*one[max(0, n - _WINDOW) : n], *one[n + 1 : n + 1 + _WINDOW]]
            values = [other.value for other in near]
            if len(near) < _WINDOW or max(values) > _QUIET * min(values):
                continue
            ratio = point.value / median(values)
            if 1 / _OFF < ratio < _OFF or (max(point.value, *values) < _LARGE and _whole(point, near)):
                continue
            before, after = one[n - 1] if n else one[n + 1], one[n + 1] if n + 1 < len(one) else one[n - 1]
            if (before.period, point.period) not in moved and (point.period, after.period) not in moved:
                found.append((point, before, after))
    steps = [b.value / a.value for one in series for a, b in pairwise(one) if (a.period, b.period) not in moved]
    unquiet = sum(max(step, 1 / step) > _QUIET for step in steps)
    if len(found) > max(3, 0.02 * total) or unquiet > 2 * len(found) + 0.02 * total:
        return  # figures that move so often say nothing
    for point, before, after in found:
        table.warn("Q10", point.column, point.row, point.cell, reason="spike", before=before.cell, after=after.cell)


def _whole(point: _Point, near: list[_Point]) -> bool:
    """Small counts move by themselves."""
    return all(Decimal(one.cell) == int(one.value) for one in (point, *near))
