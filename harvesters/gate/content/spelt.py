"""Names written in several ways in one column: 烟台 among 济南市 and 青岛市 (Q16), 济　南　市 with blanks that only
fill the width (Q08). What is proposed is one way for all of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import Any

from harvesters.catalogue import codelists
from harvesters.contract import Severity
from harvesters.gate.batch import Batch
from harvesters.gate.content.divisions import named
from harvesters.gate.content.table import Column, Content
from harvesters.gate.rules.columns import Role, roles

_HAN = "[\u3400-\u9fff]"
_PADDED = re.compile(rf"{_HAN}(?:[ \u3000\xa0]+{_HAN})+")
_WIDE = re.compile("[\u3000\xa0]|  ")  # no blank between words
_BLANK = re.compile(r"\s+")
_NAMES = Role.PERSON | Role.AGENT | Role.INSTITUTION
# What is written in its own way: stock exchanges fill 五 粮 液 to four characters.
_OTHERWISE = re.compile(r"简称|别名|曾用|俗称|证券|股票|alias|short|abbr", re.IGNORECASE)
_MOSTLY, _MOST = 0.8, 3_000


class Spelt:
    """The columns of words of one table."""

    def __init__(self, table: Content) -> None:
        self._table = table
        self._columns = [
            c for c in table.columns if c.kind == "string" and not c.code and not _OTHERWISE.search(c.label)
        ]
        self._wide: dict[int, Counter[str]] = defaultdict(Counter)
        self._first: dict[tuple[int, str], int] = {}

    def see(self, batch: Batch) -> None:
        """Blanks in words, also in a column of which not every value is remembered."""
        if not any(blank in batch.text for blank in ("\u3000", "\xa0", "  ")):
            return
        for column in self._columns:
            if column.index >= len(batch.columns):  # rows that end before it
                continue
            met = self._wide[column.index]
            for row, cell in zip(batch.numbers, batch.columns[column.index], strict=True):
                if _WIDE.search(cell) and _PADDED.fullmatch(cell) and (cell in met or len(met) < _MOST):
                    met[cell] += 1
                    self._first.setdefault((column.index, cell), row)

    def close(self) -> dict[int, dict[str, str]]:
        """Say it; for each column what is proposed for its values."""
        found: dict[int, dict[str, str]] = {}
        for column in self._columns:
            cities = _cities(self._table, column)
            words = self._padded(column, cities) | cities
            if words:
                found[column.index] = words
        return found

    def _padded(self, column: Column, cities: dict[str, str]) -> dict[str, str]:
        values = column.filled()
        met = dict(self._wide.get(column.index, {}))
        first = {value: self._first[column.index, value] for value in met}
        single = bool(roles(column.label) & _NAMES)
        for value, n in values.items():
            if value in met or value.isascii() or (plain := _BLANK.sub("", value)) == value:
                continue
            alone = _PADDED.fullmatch(value) and (single or len(plain) > 2 or plain in values)
            if alone or named(plain):
                met[value], first[value] = n, column.first[value]
        words = {value: _BLANK.sub("", value) for value in met if value not in cities}
        if words:
            value = min(words, key=first.__getitem__)
            cells = sum(met[one] for one in words)
            person = roles(column.label) & (Role.PERSON | Role.AGENT)
            facts: dict[str, Any] = {"reason": "padded", "proposal": words[value]}
            if person:
                facts = {"reason": "padded_name"}  # both ways of it would be masked alike
            self._table.say("Q08", Severity.REVIEW, column, first[value], value, cells, cells=cells, **facts)
        return words


def _cities(table: Content, column: Column) -> dict[str, str]:
    """Cities with and without 市, or with the province: in the way that most of them are written, or in full."""
    values = column.filled()
    spelt = {value: found for value in values if (found := _ways().get(_BLANK.sub("", value)))}
    ways = {value: _way(_BLANK.sub("", value), city) for value, city in spelt.items()}
    used = Counter(ways.values())
    if len(used) < 2 or len(set(spelt.values())) < 2:
        return {}
    if sum(value in spelt or bool(named(value)) for value in values) < _MOSTLY * len(values):
        return {}
    usual = "short" if used["short"] > used["full"] else "full"
    words = {
        value: city if usual == "full" else city.removesuffix("市")
        for value, city in spelt.items()
        if ways[value] != usual
    }
    first = min(words, key=column.first.__getitem__)
    cells = sum(values[value] for value in words)
    facts = {"cells": cells, "proposal": words[first]}
    table.say("Q16", Severity.REVIEW, column, column.first[first], first, cells, reason="cities", **facts)
    return words


def _way(value: str, city: str) -> str:
    return "full" if value == city else "short" if value == city.removesuffix("市") else "other"


@cache
def _ways() -> dict[str, str]:
    """The cities of today by every way to write them."""
    found: dict[str, str] = {}
    for one in codelists.regions().values():
        if one.level == "city" and one.current:
            names = (one.zh, one.zh.removesuffix("市"))
            found |= dict.fromkeys(
                (f"{province}{name}" for province in ("", "山东", "山东省") for name in names), one.zh
            )
    return found
