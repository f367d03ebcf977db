"""Divisions of two levels in one column (Q07): 济南市 above its own counties. Who adds up counts such rows twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from harvesters.catalogue.codelists import Region
from harvesters.contract import Severity
from harvesters.gate.content.arithmetic import rounding
from harvesters.gate.content.divisions import named
from harvesters.gate.content.periods import is_period
from harvesters.gate.content.table import Column, Content

_MOSTLY, _PARTS, _RANK = 0.6, 2, {"province": 0, "city": 1, "county": 2}

# A row's place, and the divisions that its name may mean.
_Place = tuple[int, list[Region]]


def check(table: Content) -> None:
    if not table.small:
        return
    figures = [c for c in table.columns if c.figure and not c.serial]
    column = next((c for c in table.columns if c.kind == "string" and _two_levels(c)), None)
    if column is None or not figures:
        return
    values = [table.numbers_of(c) for c in figures]
    sums: list[int] = []
    others: list[int] = []
    for places in _periods(table, column):
        for whole, parts in _families(places):
            agree = any(_adds_up(figure, whole, parts) for figure in values)
            (sums if agree else others).append(whole)
    found = sums or (others if len(others) > 1 else [])
    if not found or (sums and "areas" in table.found.reasons("Q07", table.file)):
        return
    row, value = table.numbers[found[0]], table.rows[found[0]][column.index]
    reason, severity = ("levels", Severity.REVIEW) if sums else ("levels_mixed", Severity.WARN)
    facts: dict[str, Any] = {"cells": len(found), "name": named(value)[0].zh}  # long codes are masked
    table.say("Q07", severity, column, row, value, len(found), reason=reason, **facts)


def _two_levels(column: Column) -> bool:
    """Whether it names a division and some that it holds."""
    regions = [found for value in column.filled() if (found := named(value))]
    if len(regions) <= _PARTS or len(regions) < _MOSTLY * len(column.filled()):
        return False
    parents = {one.parent for several in regions for one in several}
    return any(one.code in parents for several in regions for one in several)


def _periods(table: Content, column: Column) -> Iterator[list[_Place]]:
    """The rows of each period, if a city stands once in it: else it is a list of what is in them."""
    times = [c.index for c in table.columns if is_period(c)]
    groups: dict[tuple[str, ...], list[_Place]] = defaultdict(list)
    for n, cells in enumerate(table.rows):
        if len(cells) == len(table.columns):
            groups[tuple(cells[i] for i in times)].append((n, named(cells[column.index])))
    for places in groups.values():
        wholes = [one.code for _, several in places for one in several[:1] if one.level != "county"]
        if len(set(wholes)) == len(wholes):
            yield places


def _families(places: Sequence[_Place]) -> Iterator[tuple[int, list[int]]]:
    """Each row of a city or of the province with those of what it holds: the next ones, or wherever they stand."""
    for at, (whole, regions) in enumerate(places):
        for region in regions:
            if region.level == "county":
                continue
            parts: list[int] = []
            for n, several in places[at + 1 :]:
                if any(_RANK[one.level] <= _RANK[region.level] for one in several):
                    break
                if several and region.level == "city" and not _holds(region, several):
                    parts.clear()
                    break
                if _holds(region, several) or (not several and region.level == "city"):  # a zone of development
                    parts.append(n)
            if len(parts) < _PARTS:
                parts = [n for n, several in places if len(several) == 1 and _holds(region, several)]
            if len(parts) >= _PARTS:
                yield whole, parts
                break


def _holds(region: Region, several: Sequence[Region]) -> bool:
    return any(one.parent == region.code for one in several)


def _adds_up(column: Sequence[Decimal | None], whole: int, parts: Sequence[int]) -> bool:
    given = [value for n in parts if (value := column[n])]
    total = column[whole]
    return total is not None and len(given) > 1 and abs(sum(given) - total) <= rounding(total, len(given))
