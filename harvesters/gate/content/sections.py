"""Rows that are headings (Q05): 山东省 alone in a row, its cities below, 河北省 alone in a row; or areas, 一、农业.
What belongs to which is said by the order of rows only, so such a table is no table yet. If the row of an area holds
figures, they are the sums of the rows below, and who adds up counts them twice (Q07)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from harvesters.catalogue import codelists
from harvesters.contract import Severity
from harvesters.gate.batch import Batch
from harvesters.gate.content.table import Column, Content

_PROVINCE = re.compile(
    r".{2,8}(?:省|自治区|特别行政区)|(?:北京|天津|上海|重庆)市?|内蒙古|广西|西藏|宁夏|新疆"
    r"|山东|河北|河南|江苏|安徽|浙江"
)

_CITY = re.compile(r".{1,8}(?:市|地区|自治州|盟)")
# Parts of a province or country, which are no division.
_AREA = re.compile(
    r"(?:鲁[东西南北中]{1,2}|胶东|半岛|山东半岛|省会|沿海|沿黄|内陆|东部|中部|西部|东北|华北|华东|华中|华南|西南|西北|长三角|珠三角|京津冀"
    r"|黄河流域|山区|平原|湖区)(?:地区|片区|区域|城市群|经济圈|经济带|都市圈|沿线|各?市)?"
    r"|.{1,8}(?:片区|经济圈|经济区|经济带|都市圈|城市群|流域|板块|生态区|文化区)"
)
_WHOLE, _FEW = frozenset(("山东省", "山东", "全国", "中国")), 4
_ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}(?:[）)]|[、．.])\S.*")


def _level(name: str) -> str:
    plain = re.sub(r"\s", "", name)
    if _AREA.fullmatch(plain):
        return "area"
    if _ORDINAL.fullmatch(plain):
        return "ordinal"
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
        first, *others = batch.columns or [()]
        if not others or len(self._rows) > 1000 or not all("" in column for column in others):
            return
        for row, name, *rest in zip(batch.numbers, first, *others, strict=True):
            if name and not any(rest):
                self._rows.append((row, name))

    def close(self) -> None:
        self._sums()
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

    def _sums(self) -> None:
        """Rows of areas among the rows that they sum up."""
        table = self._table
        figures = [c for c in table.columns if c.figure and not c.serial]
        if not table.small or not figures:
            return
        self._province(figures)
        names = table.cells_of(table.columns[0])
        areas = {name for name in set(names) if not name.isascii() and _AREA.fullmatch(re.sub(r"\s", "", name))}
        heads = [n for n, name in enumerate(names) if name in areas] if areas else []
        if len(heads) < 2 or len(heads) > table.count / 2:
            return
        values = {c.index: table.numbers_of(c) for c in figures}
        agreeing = []
        for start, end in pairwise([*heads, len(names)]):
            if all(_adds_up(column, start, end) for column in values.values()):
                agreeing.append(start)
        if len(agreeing) >= 2:
            cells = len(agreeing)
            row, name = table.numbers[agreeing[0]], names[agreeing[0]]
            table.say("Q07", Severity.REVIEW, table.columns[0], row, name, cells, reason="areas", cells=cells)

    def _province(self, figures: Sequence[Column]) -> None:
        """A row of the whole province among those of its cities, whose sum it is."""
        table = self._table
        own: dict[int, tuple[Column, str]] = {}
        for text in (c for c in table.columns if c.kind == "string"):
            cells = table.cells_of(text)
            if not _WHOLE.isdisjoint(cells):
                own = {n: (text, cell) for n, cell in enumerate(cells) if cell in _WHOLE} | own
        if len(own) != 1 or table.count < _FEW:
            return
        ((row, (column, value)),) = own.items()
        columns = [table.numbers_of(c) for c in figures]
        if all(_adds_up([one[row], *one[:row], *one[row + 1 :]], 0, len(one)) for one in columns):
            table.say("Q07", Severity.REVIEW, column, table.numbers[row], value, reason="areas", cells=1)


def _adds_up(column: Sequence[Decimal | None], start: int, end: int) -> bool:
    """Whether a figure is the sum of those below it, as far as rounding goes."""
    whole, parts = column[start], [part for part in column[start + 1 : end] if part is not None]
    return (
        whole is not None and bool(parts) and abs(sum(parts) - whole) <= max(abs(whole) * Decimal("0.005"), Decimal(0))
    )
