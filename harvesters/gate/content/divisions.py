"""Divisions row by row (Q16): that they existed in the row's time, that code and name mean the same place, and that of
the province's cities none is missing. Looked at in tables that are small enough to be at hand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.codelists import Region
from harvesters.contract import Severity
from harvesters.gate.content.areas import PAST, TIME
from harvesters.gate.content.table import Column, Content

_LABEL = re.compile(
    r"区划|地区|区县|县区|市县|市州|城市|地市|所[属在]市|^[市县区]$|县（市、区）|设区|(?:^|_)(?:region|area|county|city|adcode)",
    re.I,
)
_TIMED = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-/.年]?(0[1-9]|1[0-2]|[1-9])(?!\d))?")
_MOSTLY = 0.8
# Code and name of one place stand side by side by chance in one row of a hundred: few that agree say what is meant.
_AGREEING, _SHARE = 2, 2 / 3
# So many cities make a table of all of them; so many are missing by mistake.
_MANY, _FEW = 13, 2
_PART = re.compile(r"部分|不含|不包括|除青岛|典型|重点|沿海|沿黄|试点|前[十\d]|名单")


def check(table: Content) -> None:
    if not table.small or any(PAST.search(word) for word in (table.about, *(c.label for c in table.columns))):
        return
    columns = [c for c in table.columns if c.kind == "string" and _LABEL.search(c.label)]
    codes = [c for c in columns if _known(c, _by_code())]
    names = [c for c in columns if c not in codes and _known(c, _by_name())]
    for column in codes or names:
        _early(table, column)
    for code in codes:
        for name in names:
            _differing(table, code, name)
    for column in (codes or names)[:1]:
        _missing(table, column)


def _known(column: Column, regions: dict[str, list[Region]]) -> bool:
    values = [_plain(value) for value in column.filled()]
    return len(values) > 1 and sum(value in regions for value in values) >= _MOSTLY * len(values)


def _plain(value: str) -> str:
    """A code of twelve digits as the six that name a county."""
    return value[:6] if len(value) in (9, 12) and value.isdigit() and not value[6:].strip("0") else value


def named(value: str) -> list[Region]:
    """The divisions that a code or a name may mean."""
    plain = _plain(value)
    return _by_code().get(plain) or _by_name().get(plain) or []


def _when(table: Content) -> Iterator[tuple[int, list[str], str, str]]:
    """Each row: its number, its cells, its time as written, the last month of that; "" if none is said."""
    column = next((c for c in table.columns if TIME.fullmatch(c.label)), None)
    for row, cells in zip(table.numbers, table.rows, strict=True):
        own = cells[column.index] if column is not None and column.index < len(cells) else ""
        match = _TIMED.search(own) or _TIMED.search(table.about)
        last = f"{match[1]}-{int(match[2] or 12):02d}" if match else ""
        yield row, cells, own, last


def _early(table: Content, column: Column) -> None:
    """A division in a row of a time in which there was none of this code or name."""
    met: dict[str, tuple[int, str]] = {}
    cells = 0
    for row, line, _, last in _when(table):
        value = line[column.index] if column.index < len(line) else ""
        regions = named(value)
        if last and regions and all(region.valid_from > last for region in regions):
            met.setdefault(value, (row, min(region.valid_from for region in regions)))
            cells += 1
    if not met:
        return
    shown = [f"{value}（{began} 起设立）" for value, (_, began) in list(met.items())[:5]]
    value, (row, _) = next(iter(met.items()))
    names = "、".join(shown) + ("…" if len(met) > 5 else "")
    table.warn("Q16", column, row, value, reason="early", cells=cells, times=cells, names=names)


def _differing(table: Content, code: Column, name: Column) -> None:
    """Rows in which code and name mean different places, where most pairs of them mean the same."""
    wrong: list[tuple[int, str, str]] = []
    right: set[tuple[str, str]] = set()
    for row, cells in zip(table.numbers, table.rows, strict=True):
        if max(code.index, name.index) >= len(cells):
            continue
        own, said = _by_code().get(_plain(cells[code.index])), _by_name().get(cells[name.index].strip())
        if own and said:
            pair = cells[code.index], cells[name.index]
            if pair in right or _same_place(own[0], said):
                right.add(pair)
            else:
                wrong.append((row, *pair))
    different = len({(value, shown) for _, value, shown in wrong})
    if len(right) < max(_AGREEING, _SHARE * (len(right) + different)):
        return
    for row, value, shown in wrong:
        meant = _by_code()[_plain(value)][0].zh
        facts: dict[str, Any] = {"other": name.label, "name": shown, "meant": meant}
        table.say("Q16", Severity.REVIEW, code, row, value, reason="differing", **facts)


def _same_place(own: Region, said: list[Region]) -> bool:
    """One of them is the other, or holds it, or became it."""
    mine = _line(own)
    return any(bool(_line(one) & {own.code}) or one.code in mine for one in said)


def _line(region: Region) -> set[str]:
    """The codes of a division, of those that hold it and of those that it became."""
    known, found, waiting = codelists.regions(), set[str](), [region.code]
    while waiting:
        code = waiting.pop()
        if code in known and code not in found:
            found.add(code)
            waiting += [known[code].successor, known[code].parent if known[code].level == "county" else ""]
    return found


def _missing(table: Content, column: Column) -> None:
    """One or two cities that a table of all cities lacks, in one of its periods."""
    if _PART.search(table.about):
        return
    present: dict[tuple[str, str], set[str]] = defaultdict(set)
    first: dict[tuple[str, str], int] = {}
    for row, cells, own, last in _when(table):
        time = (own, last or (f"{table.as_of:%Y-%m}" if table.as_of else ""))
        first.setdefault(time, row)
        value = cells[column.index] if column.index < len(cells) else ""
        present[time] |= {region.code for region in named(value) if region.level == "city"}
    for (own, last), found in present.items():
        cities = {r.code: r for r in codelists.regions().values() if r.level == "city" and _stood(r, last)}
        lacking = [region for code, region in cities.items() if code not in found]
        if last and len(found & cities.keys()) >= _MANY and 0 < len(lacking) <= _FEW:
            names = "、".join(f"{region.code} {region.zh}" for region in lacking)
            facts: dict[str, Any] = {
                "names": names,
                "count": len(cities),
                "present": len(cities) - len(lacking),
                "period": own,
            }
            table.warn("Q16", column, first[own, last], reason="missing", **facts)
            return


def _stood(region: Region, last: str) -> bool:
    return region.valid_from <= last and (not region.valid_to or last < region.valid_to)


@cache
def _by_code() -> dict[str, list[Region]]:
    return {code: [region] for code, region in codelists.regions().items()}


@cache
def _by_name() -> dict[str, list[Region]]:
    """By name, cities without 市, too; several where cities have counties of one name."""
    found: dict[str, list[Region]] = defaultdict(list)
    for region in codelists.regions().values():
        names = {region.zh, region.zh.removesuffix("市")} if region.level == "city" else {region.zh}
        for name in names:
            found[name].append(region)
    return dict(found)
