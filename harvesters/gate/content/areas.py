"""Divisions of the province by code and by name (Q16): right in their time, and of one city only."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.codelists import Region
from harvesters.contract import Severity
from harvesters.gate.batch import Batch
from harvesters.gate.content.table import Column, Content

_CODE = re.compile(
    r".*(?:行政区划|区划|区县|县级|市县|县|区域|地区|政区|行政区).{0,4}(?:代码|编码)|(?:.*_)?(?:region|area|county|adcode).{0,2}(?:code)?",
    re.I,
)
_NAME = re.compile(
    r".*(?:区县|县区|县市区|县级|市县|行政区划?|所属[区县]|所在[区县]|地区|区划)(?:.{0,2}(?:名称?|单位))?|[区县市]|县（市、区）|区（市、县）|.*_?(?:county|district)"
)
_CITY = re.compile(
    r"市|.*(?:地市|设区的?市|城市|市州|市级|所属市|所在市|地级市|市名|地区|区划代码).*|.*city.*", re.IGNORECASE
)
PAST = re.compile(r"历史|变更|沿革|撤销|撤并|曾用|原名|旧|停用|废止|失效|演变|有效|调整|valid|history|former")
TIME = re.compile(
    r"(?:统计|数据|报告)?(?:年份|年度|年|月份|年月|时间|日期|期|期间)|year|month|date|period", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-/.年]?(0[1-9]|1[0-2]))?")
_MOSTLY = 0.8


class Areas:
    """The columns of divisions of one table. The rows that name a former one are looked at with their time."""

    def __init__(self, table: Content) -> None:
        self._table = table
        words = (table.about, *(c.label for c in table.columns))
        self._past = any(PAST.search(word) for word in words)
        text = [c for c in table.columns if c.kind == "string"]
        self._codes = [
            c for c in text if _CODE.fullmatch(c.label) or str(c.spec.get("sd:codelist", "")).startswith("gbt2260")
        ]
        self._names = [c for c in text if c not in self._codes and _NAME.fullmatch(c.label)]
        self._city = any(_CITY.fullmatch(c.label) for c in table.columns)
        self._time = next((c for c in table.columns if TIME.fullmatch(c.label)), None)
        self._retired: dict[tuple[int, str], list[int]] = defaultdict(list)
        self._unclear: list[tuple[int, int, str]] = []

    def see(self, batch: Batch) -> None:
        former_codes, former_names, twice = _former()
        for column in (*self._codes, *self._names):
            if column.index >= len(batch.columns):
                continue
            named = column in self._names
            former = former_names if named else former_codes
            cells = batch.columns[column.index]
            if not self._past and not former.keys().isdisjoint(cells):
                for n, cell in enumerate(cells):
                    if cell in former and not former[cell].valid_on(self._day(batch, n)):
                        self._retired[column.index, cell].append(batch.numbers[n])
            if named and not self._codes and not self._city and not twice.keys().isdisjoint(cells):
                for n, cell in enumerate(cells):
                    if cell in twice and not any(city in "".join(batch.cells[n]) for city in twice[cell]):
                        self._unclear.append((column.index, batch.numbers[n], cell))

    def _day(self, batch: Batch, n: int) -> dt.date:
        """The time of a row: its own, that in the title, or today's; of a year its first day, for it began so."""
        own = batch.columns[self._time.index][n] if self._time and self._time.index < len(batch.columns) else ""
        for text in (own, self._table.about):
            if match := _YEAR.search(text):
                return dt.date(int(match[1]), int(match[2] or 1), 1)
        return self._table.as_of or dt.date(1900, 1, 1)

    def close(self) -> dict[int, dict[str, str]]:
        """Say it; for each column of names what is proposed for those that are written in another way."""
        known = codelists.regions()
        for column in (*self._codes, *self._names):
            if _mostly(column, {*known, *(region.zh for region in known.values())}):
                self._ended(column)
        for column in self._codes:
            self._unknown(column, known)
        for index in sorted({index for index, _, _ in self._unclear}):
            self._ambiguous(self._table.columns[index])
        return {column.index: words for column in self._names if (words := self._variants(column))}

    def _variants(self, column: Column) -> dict[str, str]:
        """Names that say the city, too, or are a code, among plain ones: 济南历下 and 370102 are 历下区."""
        values = column.filled()
        words = {value: _spellings()[value] for value in values if value in _spellings()}
        if not words or len(_current_counties().intersection(values)) < len(words):
            return {}
        first = min(words, key=column.first.__getitem__)
        cells = sum(values[value] for value in words)
        facts: dict[str, Any] = {"cells": cells, "proposal": words[first], "count": len(words)}
        place = column, column.first[first], first, cells
        self._table.say("Q16", Severity.REVIEW, *place, reason="variants", **facts)
        return words

    def _ended(self, column: Column) -> None:
        """Former divisions in rows of a later time, one finding for all of a column."""
        met = {value: rows for (index, value), rows in self._retired.items() if index == column.index}
        if not met:
            return
        by_code, by_name, _ = _former()
        former = by_name if column in self._names else by_code
        shown = []
        for value in list(met)[:5]:
            later = codelists.region(former[value].successor)
            now = f"，现为 {later.code} {later.zh}" if later else ""
            shown.append(f"{value}（{former[value].valid_to} 起停用{now}）")
        cells = sum(map(len, met.values()))
        value, rows = min(met.items(), key=lambda one: one[1][0])
        names = "、".join(shown) + ("…" if len(met) > 5 else "")
        self._table.warn("Q16", column, rows[0], value, reason="retired", cells=cells, times=cells, names=names)

    def _unknown(self, column: Column, known: Iterable[str]) -> None:
        """Codes that no list has, in a column whose other codes are listed; zones of development have their own."""
        codes = set(known)
        values = [value for value in column.filled() if re.fullmatch(r"\d{6}", value)]
        strange = [v for v in values if v not in codes and v.startswith("37") and v[4] not in "6789"]
        if not strange or not _mostly(column, codes) or len(codes.intersection(values)) < 5:
            return
        first = min(strange, key=column.first.__getitem__)
        cells = sum(column.filled()[value] for value in strange)
        self._table.warn("Q16", column, column.first[first], first, reason="unknown", cells=cells)

    def _ambiguous(self, column: Column) -> None:
        """A name that two cities have, in a table of several cities that says nowhere which is meant."""
        by_name: dict[str, set[str]] = defaultdict(set)
        for region in codelists.regions().values():
            if region.level == "county":
                by_name[region.zh].add(region.parent)
        certain = {next(iter(by_name[v])) for v in column.filled() if len(by_name.get(v, ())) == 1}
        if len(certain) < 2 or not _mostly(column, by_name):
            return
        places = [(row, value) for index, row, value in self._unclear if index == column.index]
        row, value = places[0]
        cities = "、".join(f"{codelists.regions()[parent].zh}{value}" for parent in sorted(_owners(value)))
        facts: dict[str, Any] = {"cells": len(places), "times": len(places), "places": cities}
        self._table.say("Q16", Severity.BLOCK, column, row, value, reason="ambiguous", **facts)


def _mostly(column: Column, known: Iterable[str]) -> bool:
    values = column.filled()
    return bool(values) and len(set(known).intersection(values)) >= _MOSTLY * len(values)


def _owners(name: str) -> list[str]:
    return [r.parent for r in codelists.regions().values() if r.zh == name and r.level == "county" and r.current]


@cache
def _former() -> tuple[dict[str, Region], dict[str, Region], dict[str, list[str]]]:
    """Former divisions by code; by a name that no division of today has; names of today that two cities have, with the
    words that say which."""
    regions = list(codelists.regions().values())
    current = {region.zh for region in regions if region.current}
    names = {r.zh: r for r in regions if not r.current and r.zh not in current}
    twice = {name: [codelists.regions()[parent].zh.removesuffix("市") for parent in _owners(name)] for name in current}
    return (
        {r.code: r for r in regions if not r.current},
        names,
        {n: cities for n, cities in twice.items() if len(cities) > 1},
    )


@cache
def _current_counties() -> frozenset[str]:
    return frozenset(one.zh for one in codelists.regions().values() if one.level == "county" and one.current)


@cache
def _spellings() -> dict[str, str]:
    """Other ways to write a county of today whose name is of one city only."""
    found: dict[str, str] = {}
    for one in codelists.regions().values():
        if one.level != "county" or not one.current or len(_owners(one.zh)) > 1:
            continue
        city, stem = codelists.regions()[one.parent].zh, one.zh[:-1]
        stems = (one.zh, stem) if len(stem) > 1 else (one.zh,)
        cities = (city, city.removesuffix("市"))
        ways = [f"{province}{c}{s}" for province in ("", "山东省", "山东") for c in cities for s in stems]
        found |= dict.fromkeys((*ways, *(stems[1:]), one.code), one.zh)
    names = [one.zh for one in codelists.regions().values()]
    plain = {*names, *(name.removesuffix("市") for name in names)}  # 东营 is the city
    return {way: name for way, name in found.items() if way not in plain}
