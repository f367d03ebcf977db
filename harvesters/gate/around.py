"""The rows around a cell, for whoever mends the file: read again from the original, masked as in a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from harvesters.gate import opening
from harvesters.gate.cleaning import clean_label
from harvesters.gate.reading import csv as reading
from harvesters.gate.reading.encoding import EncodingFault
from harvesters.gate.rules.sensitive import is_id_header, mask, safe

ROWS, COLUMNS = 2, 2  # on either side
_HEADER_WITHIN = 30

Place = tuple[int, str | None]


def look(path: Path, file: Mapping[str, Any], places: Iterable[Place]) -> list[dict[str, Any] | None]:
    """For each (row, column): ``{labels, rows: [{row, cells}], row, at}``, ``at`` the cell's place in its row.

    ``file``: format, sheet and columns as the report has them. None where the place cannot be shown.
    """
    asked = list(places)
    labels = file["columns"]
    try:
        with records(path, file) as rows:
            head, rows = _after_header(rows, labels)
            wanted = {row + step for row, _ in asked for step in range(-ROWS, ROWS + 1)}
            kept = _kept(rows, wanted, max(wanted, default=0)) if head is not None else {}
    except (EncodingFault, reading.LayoutFault):
        return [None] * len(asked)
    return [_window(kept, labels, row, column) for row, column in asked]


@contextmanager
def records(path: Path, file: Mapping[str, Any]) -> Iterator[Iterator[reading.Record]]:
    """The rows of a file as the gate counted them, read again."""
    if file["format"] in opening.WORKBOOKS:
        with opening.workbook(path, str(file["format"])) as book:
            yield book.records(book.choose(file.get("sheet") or None), [], [])
        return
    yield opening.read(path, str(file["format"]), {}, file["columns"]).records


def _after_header(
    records: Iterator[reading.Record], labels: Sequence[str]
) -> tuple[reading.Record | None, Iterator[reading.Record]]:
    """The header is the row that reads as the report says; whatever stands above it is a title."""
    for record in islice(records, _HEADER_WITHIN):
        if [safe(clean_label(cell), 60) for cell in record.cells][: len(labels)] == list(labels):
            return record, records
    return None, records


def _kept(records: Iterator[reading.Record], wanted: set[int], last: int) -> dict[int, list[str]]:
    kept: dict[int, list[str]] = {}
    with suppress(reading.LayoutFault, UnicodeError):  # what stands before the fault is shown all the same
        for record in records:
            if record.row > last:
                break
            if record.row in wanted:
                kept[record.row] = record.cells
    return kept


def _window(
    kept: Mapping[int, list[str]], labels: Sequence[str], row: int, column: str | None
) -> dict[str, Any] | None:
    if row not in kept:
        return None
    at = labels.index(column) if column in labels else None
    width = max(len(labels), len(kept[row]))
    first = 0 if at is None else max(0, min(at - COLUMNS, width - 2 * COLUMNS - 1))
    span = range(first, min(width, first + 2 * COLUMNS + 1))
    names = [labels[n] if n < len(labels) else "" for n in span]
    rows = [
        {"row": number, "cells": [_cell(kept[number], n, labels) for n in span]}
        for number in range(row - ROWS, row + ROWS + 1)
        if number in kept
    ]
    return {"labels": names, "rows": rows, "row": row, "at": None if at is None else at - first}


def _cell(cells: Sequence[str], position: int, labels: Sequence[str]) -> str:
    if position >= len(cells):
        return ""
    hidden = position < len(labels) and is_id_header(labels[position]) and cells[position]
    return mask(cells[position][:18]) if hidden else safe(cells[position])
