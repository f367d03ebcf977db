"""Rows that are headings (Q05): 山东省 alone in a row, its cities below, 河北省 alone in a row. What belongs to which
is said by the order of rows only, so such a table is no table yet."""

from __future__ import annotations

import re

from harvesters.catalogue import codelists
from harvesters.contract import Severity
from harvesters.gate.batch import Batch
from harvesters.gate.content.table import Content

_PROVINCE = re.compile(
    r".{2,8}(?:省|自治区|特别行政区)|(?:北京|天津|上海|重庆)市?|内蒙古|广西|西藏|宁夏|新疆"
    r"|山东|河北|河南|江苏|安徽|浙江"
)

_CITY = re.compile(r".{1,8}(?:市|地区|自治州|盟)")


def _level(name: str) -> str:
    plain = re.sub(r"\s", "", name)
    if _PROVINCE.fullmatch(plain):
        return "province"
    region = next((r.level for r in codelists.regions().values() if r.zh == plain), "")
    return region or ("city" if _CITY.fullmatch(plain) else "")


class Sections:
    """Rows with nothing but a name in their first cell."""

    def __init__(self, table: Content) -> None:
        self._table = table
        self._rows: list[tuple[int, str]] = []

    def see(self, batch: Batch) -> None:
        if len(batch.columns) < 2 or "" not in batch.columns[-1] or len(self._rows) > 1000:
            return
        for n, last in enumerate(batch.columns[-1]):
            cells = batch.cells[n]
            if not last and cells and cells[0] and not any(cells[1:]):
                self._rows.append((batch.numbers[n], cells[0]))

    def close(self) -> None:
        levels = {_level(name) for _, name in self._rows}
        if (
            len(self._rows) < 2
            or len(levels) != 1
            or not (level := levels.pop())
            or len(self._rows) > self._table.count / 2
        ):
            return
        names = {name for _, name in self._rows}
        others = [value for value in self._table.columns[0].filled() if value not in names]
        if sum(_level(value) == level for value in others) > 0.2 * len(others) or not others:
            return  # some of many such names that lack figures
        row, name = self._rows[0]
        facts = {"cells": len(self._rows), "times": len(self._rows)}
        self._table.say("Q05", Severity.BLOCK, self._table.columns[0], row, name, reason="sections", **facts)
