"""Frictionless's errors in our words: each becomes a finding by its *type* (G-30), as it comes, and is not kept: a file
of a million faults needs no memory. Called with Frictionless's own objects; imports nothing of it.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from harvesters.contract import Finding, Severity
from harvesters.gate.findings import Findings
from harvesters.gate.numbers import FALSE, TRUE
from harvesters.gate.rules.sensitive import safe

CODE = "G-30"
_LIMITS = ("required", "minLength", "maxLength", "minimum", "maximum", "pattern", "enum")
_LISTED = 12
# A day as spreadsheets count it, of the years 1954 to 2064.
_SERIAL, _FIRST_DAY = re.compile(r"[2-5]\d{4}", re.ASCII), dt.date(1899, 12, 30)

Explained = Callable[[str, str], bool]


class Errors:
    """Turns the errors of one table into findings."""

    def __init__(
        self,
        file: str,
        fields: Sequence[Mapping[str, Any]],
        primary_key: Sequence[str],
        found: Findings,
        explained: Explained,
        row_of: Callable[[int], int],
    ) -> None:
        self._file, self._found, self._explained = file, found, explained
        self._fields = {str(field["name"]): field for field in fields}
        self._order = list(self._fields)
        self._row_of = row_of
        self._key = tuple(primary_key)
        self._ragged: int | None = None
        self._doubles: list[tuple[int, tuple[str, ...], dict[str, Any]]] = []
        self.schema: Any = None
        self.last = 1

    def see(self, row: Any) -> None:
        """A row was read."""
        self.last = max(self.last, row.row_number)

    def take(self, error: Any) -> None:
        kind, row = str(error.type), getattr(error, "row_number", None)
        row = self._row_of(row) if row else row
        if kind in ("missing-cell", "extra-cell"):
            self._ragged_row(kind, row, len(error.cells))
            return
        column = getattr(error, "field_name", None) or getattr(error, "label", None) or None
        cell = str(getattr(error, "cell", "") or "")
        if kind == "constraint-error":
            kind = f"constraint-{self._constraint(error, column, cell)}"
        if column and row and self._explained(column, cell):
            return
        key = self._key if kind == "primary-key" else (column,) if kind == "unique-error" and column else ()
        values = tuple(self._cell(error.cells, name) for name in key)
        if kind == "primary-key":
            column, cell = (self._key[0] if len(self._key) == 1 else None), "、".join(values)
        shown = safe(column, 60) if column else None
        if not self._found.room(CODE, self._file, kind, shown):
            self._found.count(CODE, self._file, kind, shown)
            return
        params = {"type": kind, **self._facts(kind, self._fields.get(column or "", {}))}
        if params.get("expected") in ("date", "datetime") and _SERIAL.fullmatch(cell):
            params["day"] = (_FIRST_DAY + dt.timedelta(days=int(cell))).isoformat()
        if kind == "primary-key":
            params["key"] = safe("、".join(self._key), 100)
        if key and row:
            self._doubles.append((row, (*key, *values), params))
        self._found.add(
            Finding(
                CODE, Severity.BLOCK, file=self._file, row=row, column=shown, value=safe(cell) or None, params=params
            )
        )

    def stopped(self, name: str, row: int) -> None:
        """Frictionless raised: the row holds something that it cannot even report."""
        params = {"type": "reader-stopped", "error": name}
        self._found.add(Finding(CODE, Severity.BLOCK, file=self._file, row=self._row_of(row), params=params))

    def name_doubles(self, path: Path) -> None:
        """Add to the shown double keys the row that has the value first: one more reading, only if there are any."""
        wanted: dict[tuple[str, ...], int | None] = {key: None for _, key, _ in self._doubles}
        if not wanted:
            return
        groups = {key[: len(key) // 2] for key in wanted}
        places = {names: [self._order.index(name) for name in names] for names in groups}
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for number, cells in enumerate(csv.reader(stream), start=1):
                for names, indexes in places.items():
                    if number > 1 and max(indexes) < len(cells):
                        key = (*names, *(cells[index] for index in indexes))
                        if key in wanted and wanted[key] is None:
                            wanted[key] = self._row_of(number)
        for row, key, params in self._doubles:
            first = wanted[key]
            if first is not None and first != row:
                params["first_row"] = first

    def _cell(self, cells: Sequence[str], name: str) -> str:
        """The cell of a column; empty where a ragged row has none."""
        place = self._order.index(name)
        return cells[place] if place < len(cells) else ""

    def _ragged_row(self, kind: str, row: int | None, cells: int) -> None:
        """Frictionless reports each cell of a ragged row; a person needs the row once."""
        if row == self._ragged:
            return
        self._ragged = row
        params = {"type": kind, "cells": cells, "expected": len(self._order)}
        self._found.add(Finding(CODE, Severity.BLOCK, file=self._file, row=row, params=params))

    def _constraint(self, error: Any, column: str | None, cell: str) -> str:
        """Which limit was broken: by asking the field again, not by reading the English sentence."""
        _, notes = self.schema.get_field(column).read_cell(cell)
        broken = [name for name in _LIMITS if name in (notes or {})]
        exact = [name for name in broken if notes[name] == error.note]
        return (exact or broken or ["error"])[0]

    def _facts(self, kind: str, field: Mapping[str, Any]) -> dict[str, Any]:
        if kind == "type-error":
            expected = str(field.get("type", "string"))
            words = {"words": _words(field)} if expected == "boolean" else {}
            return {"expected": expected, "format": _format(field), **words}
        name = kind.removeprefix("constraint-")
        limit = (field.get("constraints") or {}).get(name)
        if limit is None or limit is True:
            return {}
        if isinstance(limit, list | tuple):
            more = "…" if len(limit) > _LISTED else ""
            return {"limit": "、".join(str(value) for value in limit[:_LISTED]) + more}
        return {"limit": str(limit)[:80]}


def _words(field: Mapping[str, Any]) -> str:
    """How yes and no are written in a column."""
    sides = (field.get("trueValues") or TRUE, field.get("falseValues") or FALSE)
    return " / ".join("、".join(safe(str(word), 12) for word in list(side)[:4]) for side in sides)


def _format(field: Mapping[str, Any]) -> str:
    """An example of the form that is wanted, for dates."""
    form = str(field.get("format") or "default")
    if form != "default":
        return form.replace("%Y", "2024").replace("%m", "03").replace("%d", "05").replace("%H", "08")[:40]
    return {
        "date": "2024-03-05",
        "datetime": "2024-03-05T08:00:00",
        "year": "2024",
        "yearmonth": "2024-03",
        "time": "06:30:00",
    }.get(str(field.get("type")), "")
