"""Longitude and latitude that are none, or exchanged (Q24): the province lies between 114.3° and 122.9° E, 34.2° and
38.6° N."""

from __future__ import annotations

import re

from harvesters.catalogue.items import NUMERIC
from harvesters.contract import Severity
from harvesters.gate.batch import Batch
from harvesters.gate.content.table import Column, Content
from harvesters.gate.rules.columns import Role, roles

# Names of degrees; what is called X may be metres.
_DEGREES = re.compile(r"经度|东经|lon|lng", re.IGNORECASE)
_LON, _LAT = (114.0, 123.0), (34.0, 38.8)


class Positions:
    """The two columns of a table that hold longitude and latitude, row by row."""

    def __init__(self, table: Content) -> None:
        self._table = table
        lon = [c for c in table.columns if roles(c.label) & (Role.LON | Role.LAT) == Role.LON]
        lat = [c for c in table.columns if roles(c.label) & (Role.LON | Role.LAT) == Role.LAT]
        self._pair: tuple[Column, Column] | None = (lon[0], lat[0]) if len(lon) == len(lat) == 1 else None
        self._filled = self._swapped = self._beyond = 0
        self._first_swapped: tuple[int, str] | None = None
        self._first_beyond: tuple[int, str] | None = None

    def see(self, batch: Batch) -> None:
        if self._pair is None or max(c.index for c in self._pair) >= len(batch.columns):
            return
        lon, lat = self._pair
        if lon.kind not in NUMERIC or lat.kind not in NUMERIC:
            return
        for n, (x, y) in enumerate(zip(batch.columns[lon.index], batch.columns[lat.index], strict=True)):
            if x and y:
                self._filled += 1
                if _within(x, _LAT) and _within(y, _LON):
                    self._swapped += 1
                    self._first_swapped = self._first_swapped or (batch.numbers[n], x)
                elif not (_within(x, (-180, 180)) and _within(y, (-90, 90))):
                    self._beyond += 1
                    self._first_beyond = self._first_beyond or (batch.numbers[n], f"{x}, {y}")

    def close(self) -> tuple[int, int] | None:
        """The columns to exchange, if all rows with coordinates of the province have them the wrong way round."""
        if self._pair is None:
            return None
        lon, lat = self._pair
        exchanged = self._first_swapped is not None and self._swapped >= 0.9 * self._filled
        beyond = self._beyond if exchanged else self._beyond + self._swapped
        if beyond and _DEGREES.search(lon.label):
            places = (self._first_beyond, None if exchanged else self._first_swapped)
            row, value = min(place for place in places if place is not None)
            facts = {"other": lat.label, "cells": beyond}
            self._table.say("Q24", Severity.BLOCK, lon, row, value, beyond, reason="beyond", **facts)
        if self._first_swapped is None or not exchanged:
            return None
        row, value = self._first_swapped
        facts = {"other": lat.label, "cells": self._swapped, "proposal": f"{lon.label}⇄{lat.label}"}
        self._table.say("Q24", Severity.REVIEW, lon, row, value, self._swapped, reason="swapped", **facts)
        return lon.index, lat.index


def _within(cell: str, limits: tuple[float, float]) -> bool:
    try:
        return limits[0] <= float(cell) <= limits[1]
    except ValueError:
        return False
