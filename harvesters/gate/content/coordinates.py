"""Longitude and latitude exchanged (Q24): the province lies between 114.3° and 122.9° E, 34.2° and 38.6° N."""

from __future__ import annotations

from harvesters.contract import Severity
from harvesters.gate.batch import Batch
from harvesters.gate.content.table import Column, Content
from harvesters.gate.rules.columns import Role, roles

_LON, _LAT = (114.0, 123.0), (34.0, 38.8)


class Swapped:
    """``pair``: after :meth:`close`, the two columns that are exchanged as a proposal."""

    def __init__(self, table: Content) -> None:
        self._table = table
        lon = [c for c in table.columns if c.kind == "number" and roles(c.label) & (Role.LON | Role.LAT) == Role.LON]
        lat = [c for c in table.columns if c.kind == "number" and roles(c.label) & (Role.LON | Role.LAT) == Role.LAT]
        self._pair: tuple[Column, Column] | None = (lon[0], lat[0]) if len(lon) == len(lat) == 1 else None
        self._rows = self._filled = 0
        self._first: tuple[int, str] | None = None

    def see(self, batch: Batch) -> None:
        if self._pair is None or max(c.index for c in self._pair) >= len(batch.columns):
            return
        lon, lat = self._pair
        for n, (x, y) in enumerate(zip(batch.columns[lon.index], batch.columns[lat.index], strict=True)):
            if x and y:
                self._filled += 1
                if _within(x, _LAT) and _within(y, _LON):
                    self._rows += 1
                    self._first = self._first or (batch.numbers[n], x)

    def close(self) -> tuple[int, int] | None:
        """The columns to exchange, if all rows with coordinates of the province have them the wrong way round."""
        if self._pair is None or self._first is None or self._rows < 0.9 * self._filled:
            return None
        lon, lat = self._pair
        row, value = self._first
        facts = {"other": lat.label, "cells": self._rows, "proposal": f"{lon.label}⇄{lat.label}"}
        self._table.say("Q24", Severity.REVIEW, lon, row, value, self._rows, reason="swapped", **facts)
        return lon.index, lat.index


def _within(cell: str, limits: tuple[float, float]) -> bool:
    try:
        return limits[0] <= float(cell) <= limits[1]
    except ValueError:
        return False
