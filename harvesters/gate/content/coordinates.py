"""Longitude and latitude that are none, exchanged, or far off (Q24): the province lies between 114.3° and 122.9° E,
34.2° and 38.6° N."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from harvesters.catalogue.items import NUMERIC
from harvesters.contract import Severity
from harvesters.gate.batch import Batch
from harvesters.gate.content.systems import unit_of
from harvesters.gate.content.table import Column, Content
from harvesters.gate.rules.columns import Role, roles
from harvesters.gate.rules.places import said_of, system_in

# Names of degrees; what is called X may be metres.
_DEGREES = re.compile(r"经度|东经|lon|lng", re.IGNORECASE)
_MOSTLY, _LEAST = 0.8, 4
_LON, _LAT = (114.0, 123.0), (34.0, 38.8)
_NONE = ("", "zero")
_SHOWN = 60
_KINDS = ("POINT", "LINESTRING", "POLYGON", "MULTI")
_CORNER = re.compile(r"(?:MULTI)?(?:POINT|LINESTRING|POLYGON)(?: ZM?| M)?\s*\(+\s*(-?[\d.]+)\s+(-?[\d.]+)")
_TRIED = 20  # cells of a column that say whether it holds shapes


class Positions:
    """The two columns of a table that hold longitude and latitude, row by row; or the columns that hold shapes."""

    def __init__(self, table: Content) -> None:
        self._table = table
        lon = [c for c in table.columns if roles(c.label) & (Role.LON | Role.LAT) == Role.LON]
        lat = [c for c in table.columns if roles(c.label) & (Role.LON | Role.LAT) == Role.LAT]
        self._pair: tuple[Column, Column] | None = (lon[0], lat[0]) if len(lon) == len(lat) == 1 else None
        self._texts = [c for c in table.columns if c.kind == "string"]
        self._counts: Counter[str] = Counter()
        self._first: dict[str, tuple[int, str]] = {}
        self._shapes: dict[int, Counter[str]] = {}
        self._corner: dict[int, tuple[int, str]] = {}

    def see(self, batch: Batch) -> None:
        self._see_shapes(batch)
        if self._pair is None or max(c.index for c in self._pair) >= len(batch.columns):
            return
        lon, lat = self._pair
        if lon.kind not in NUMERIC or lat.kind not in NUMERIC:
            return
        xs, ys = batch.columns[lon.index], batch.columns[lat.index]
        if _all_within(xs, _LON) and _all_within(ys, _LAT):
            self._counts["inside"] += len(xs)
            self._first.setdefault("inside", (batch.numbers[0], f"{xs[0]}, {ys[0]}"))
            return
        where = [_where(x, y) for x, y in zip(xs, ys, strict=True)]
        self._counts.update(where)
        for name in set(where) - self._first.keys():
            n = where.index(name)
            self._first[name] = (batch.numbers[n], f"{xs[n]}, {ys[n]}")

    def _see_shapes(self, batch: Batch) -> None:
        """The first corner of each shape in well-known text."""
        for column in self._texts:
            values = batch.columns[column.index] if column.index < len(batch.columns) else ()
            if not any(value.startswith(_KINDS) for value in values[:_TRIED]):
                continue
            for row, value in zip(batch.numbers, values, strict=True):
                if (match := _CORNER.match(value)) is not None:
                    self._shapes.setdefault(column.index, Counter())[_where(match[1], match[2])] += 1
                    self._corner.setdefault(column.index, (row, f"{match[1]}, {match[2]}"))

    def close(self) -> tuple[int, int] | None:
        """The columns to exchange, if all rows with coordinates of the province have them the wrong way round."""
        for index, counts in self._shapes.items():
            self._unit(self._table.columns[index], counts, *self._corner[index])
        if self._pair is None:
            return None
        lon, lat = self._pair
        filled = self._counts.total() - self._counts[""] - self._counts["zero"]
        exchanged = 0 < 0.9 * filled <= self._counts["swapped"]
        degrees = _DEGREES.search(lon.label)
        self._say("zero", Severity.BLOCK if degrees else Severity.WARN, ("zero",))
        if filled:
            self._unit(lon, self._counts, *min(at for name, at in self._first.items() if name not in _NONE))
        if degrees:
            self._say("beyond", Severity.BLOCK, ("beyond",))
            if not exchanged:
                self._say("swapped_some", Severity.BLOCK, ("swapped",))
            if self._counts["inside"] >= max(_MOSTLY * filled, _LEAST):
                self._say("outside", Severity.WARN, ("outside",))
        if not exchanged:
            return None
        self._say("swapped", Severity.REVIEW, ("swapped",), proposal=f"{lon.label}⇄{lat.label}")
        return lon.index, lat.index

    def _unit(self, column: Column, counts: Counter[str], row: int, value: str) -> None:
        """The declared system beside the numbers: metres where degrees stand, degrees where metres do."""
        said = " ".join((column.label, *said_of(column.spec)))
        crs = said if system_in(said) else self._table.crs
        unit, filled = unit_of(crs), counts.total() - counts[""] - counts["zero"]
        plane = counts["beyond"] >= _MOSTLY * filled
        own = column.spec.get("sd:crs")
        shown = own if isinstance(own, str) and crs is said else crs if len(crs) <= _SHOWN else system_in(crs)
        facts: dict[str, Any] = {"crs": (shown or crs)[:_SHOWN], "cells": filled}
        if unit == "metres" and not counts["beyond"] and filled:
            self._table.say("Q24", Severity.BLOCK, column, row, value, filled, reason="crs_metres", **facts)
        elif plane and filled and not _DEGREES.search(column.label):
            if unit == "degrees":
                self._table.say("Q24", Severity.BLOCK, column, row, value, filled, reason="crs_degrees", **facts)
            elif unit == "datum":
                self._table.warn("Q24", column, row, value, reason="crs_zone", times=filled, **facts)

    def _say(self, reason: str, severity: Severity, names: tuple[str, ...], **more: str) -> None:
        cells = sum(self._counts[name] for name in names)
        if cells and self._pair is not None:
            lon, lat = self._pair
            row, value = min(self._first[name] for name in names if name in self._first)
            facts = {"other": lat.label, "cells": cells, **more}
            self._table.say("Q24", severity, lon, row, value, cells, reason=reason, **facts)


def _all_within(cells: Sequence[str], limits: tuple[float, float]) -> bool:
    try:
        values = list(map(float, cells))
    except ValueError:
        return False
    low, high = limits
    return all(low <= value <= high for value in values)


def _where(lon: str, lat: str) -> str:
    """Of a position: inside or outside the province, swapped, zero, or beyond all positions on Earth; "" if there is
    none. Programs write 0 and 0 where they know nothing (Q11: never a 0); a single 0 is a place far away."""
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        return ""
    if x == y == 0:
        return "zero"
    if _LON[0] <= x <= _LON[1] and _LAT[0] <= y <= _LAT[1]:
        return "inside"
    if _LAT[0] <= x <= _LAT[1] and _LON[0] <= y <= _LON[1]:
        return "swapped"
    return "outside" if abs(x) <= 180 and abs(y) <= 90 else "beyond"
