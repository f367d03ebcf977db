"""Longitude and latitude that are none, exchanged, or far off (Q24): the province lies between 114.3° and 122.9° E,
34.2° and 38.6° N."""

from __future__ import annotations

import re
from collections import Counter

from harvesters.catalogue.items import NUMERIC
from harvesters.contract import Severity
from harvesters.gate.batch import Batch
from harvesters.gate.content.table import Column, Content
from harvesters.gate.rules.columns import Role, roles

# Names of degrees; what is called X may be metres.
_DEGREES = re.compile(r"经度|东经|lon|lng", re.IGNORECASE)
_MOSTLY, _LEAST = 0.8, 4
_LON, _LAT = (114.0, 123.0), (34.0, 38.8)


class Positions:
    """The two columns of a table that hold longitude and latitude, row by row."""

    def __init__(self, table: Content, crs: str = "") -> None:
        self._table, self._crs = table, crs
        lon = [c for c in table.columns if roles(c.label) & (Role.LON | Role.LAT) == Role.LON]
        lat = [c for c in table.columns if roles(c.label) & (Role.LON | Role.LAT) == Role.LAT]
        self._pair: tuple[Column, Column] | None = (lon[0], lat[0]) if len(lon) == len(lat) == 1 else None
        self._counts: Counter[str] = Counter()
        self._first: dict[str, tuple[int, str]] = {}

    def see(self, batch: Batch) -> None:
        if self._pair is None or max(c.index for c in self._pair) >= len(batch.columns):
            return
        lon, lat = self._pair
        if lon.kind not in NUMERIC or lat.kind not in NUMERIC:
            return
        xs, ys = batch.columns[lon.index], batch.columns[lat.index]
        where = [_where(x, y) for x, y in zip(xs, ys, strict=True)]
        self._counts.update(where)
        for name in set(where) - self._first.keys():
            n = where.index(name)
            self._first[name] = (batch.numbers[n], f"{xs[n]}, {ys[n]}")

    def close(self) -> tuple[int, int] | None:
        """The columns to exchange, if all rows with coordinates of the province have them the wrong way round."""
        if self._pair is None:
            return None
        lon, lat = self._pair
        filled = self._counts.total() - self._counts[""] - self._counts["zero"]
        exchanged = 0 < 0.9 * filled <= self._counts["swapped"]
        degrees = _DEGREES.search(lon.label)
        self._say("zero", Severity.BLOCK if degrees else Severity.WARN, ("zero",))
        if degrees:
            self._say("beyond", Severity.BLOCK, ("beyond",) if exchanged else ("beyond", "swapped"))
            if self._counts["inside"] >= max(_MOSTLY * filled, _LEAST):
                self._say("outside", Severity.WARN, ("outside",))
        if not exchanged:
            return None
        self._say("swapped", Severity.REVIEW, ("swapped",), proposal=f"{lon.label}⇄{lat.label}")
        return lon.index, lat.index

    def _say(self, reason: str, severity: Severity, names: tuple[str, ...], **more: str) -> None:
        cells = sum(self._counts[name] for name in names)
        if cells and self._pair is not None:
            lon, lat = self._pair
            row, value = min(self._first[name] for name in names if name in self._first)
            facts = {"other": lat.label, "cells": cells, **more}
            self._table.say("Q24", severity, lon, row, value, cells, reason=reason, **facts)


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
