"""The same row more than once (Q18), and serial numbers (Q19)."""

from __future__ import annotations

import math
from typing import Any

from harvesters.contract import Severity
from harvesters.gate.batch import Batch
from harvesters.gate.content.table import Column, Content

# Of longer tables without a key no row is remembered.
_REMEMBERED = 300_000
_CERTAIN = 0.05


class Repeats:
    """Rows of a table that no key tells apart. ``extra``: the master's rows (from 2) that repeat an earlier one."""

    def __init__(self, table: Content) -> None:
        self._table = table
        self._serials = [c for c in table.columns if c.serial]
        only_serial = len(table.key) == 1 and any(c.label == table.key[0] for c in self._serials)
        unique = any((c.spec.get("constraints") or {}).get("unique") is True for c in table.columns if not c.serial)
        self._watched = (not table.key or only_serial) and not unique
        self._as_key = only_serial
        self._places = [c.index for c in table.columns if not c.serial]
        self._rows: dict[int, int] = {}
        self._first: tuple[int, int] | None = None
        self._seen = 0
        self.extra: list[int] = []

    def see(self, batch: Batch) -> None:
        if not self._watched:
            return
        if self._seen + len(batch) > _REMEMBERED:
            self._watched = False
            self._rows.clear()
            return
        whole = len(self._places) == len(self._table.columns)
        rows = batch.cells if whole else [[row[n] for n in self._places if n < len(row)] for row in batch.cells]
        keys = list(map(hash, map(tuple, rows)))
        new = dict(zip(keys, batch.numbers, strict=True))
        if len(new) == len(keys) and self._rows.keys().isdisjoint(new):
            self._rows.update(new)
        else:
            for n, (key, cells) in enumerate(zip(keys, rows, strict=True)):
                first = self._rows.setdefault(key, batch.numbers[n])
                if first != batch.numbers[n] and any(cells):
                    self.extra.append(self._seen + n + 2)
                    self._first = self._first or (batch.numbers[n], first)
        self._seen += len(batch)

    def close(self) -> bool:
        """Say it; whether the repeated rows are to be left out as a proposal."""
        if self._as_key:
            self._table.say("Q19", Severity.INFO, self._serials[0])
        for column in self._serials:
            _broken(self._table, column)
        if self._first is None:
            return False
        row, first = self._first
        facts: dict[str, Any] = {"first_row": first, "cells": len(self.extra), "times": len(self.extra)}
        if self._serials:
            self._table.warn("Q18", self._serials[0], row, reason="but_serial", **facts)
        elif self._by_chance():
            self._table.warn("Q18", None, row, reason="by_chance", **facts)
        else:
            self._table.say("Q18", Severity.REVIEW, None, row, f"同第 {first} 行", proposal="（去除该行）", **facts)
            return True
        return False

    def _by_chance(self) -> bool:
        """Whether so few values make rows alike that nothing can be concluded from it."""
        combinations = math.prod(len(c.values) if c.values else self._seen for c in self._table.columns)
        return self._seen * self._seen / 2 / max(combinations, 1) > _CERTAIN * len(self.extra)


def _broken(table: Content, column: Column) -> None:
    """Breaks of a serial number, unless there are so many that it is none."""
    if not table.small or table.count < 10:
        return
    cells = [cells[column.index] if column.index < len(cells) else "" for cells in table.rows]
    if not all(cell.isascii() and cell.isdigit() and len(cell) < 10 for cell in cells):
        return
    breaks = [n for n in range(1, len(cells)) if int(cells[n]) != int(cells[n - 1]) + 1]
    if breaks and len(breaks) <= max(1, 0.05 * len(cells)):
        at = breaks[0]
        facts: dict[str, Any] = {"before": cells[at - 1], "cells": len(breaks)}
        table.say("Q19", Severity.INFO, column, table.numbers[at], cells[at], reason="broken", **facts)
