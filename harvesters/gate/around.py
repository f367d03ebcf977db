"""The rows around a cell, for whoever mends the file: read again from the original, masked as in a report."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from harvesters.gate import opening
from harvesters.gate.cleaning import clean_label
from harvesters.gate.reading import csv as reading
from harvesters.gate.reading.encoding import EncodingFault
from harvesters.gate.reading.stretches import one_by_one
from harvesters.gate.rules.masked import in_report
from harvesters.gate.rules.sensitive import is_id_header, mask, normal, safe

ROWS, COLUMNS = 2, 2  # on either side
_HEADER_WITHIN = 30
_UNKEYED = 100_000

Place = tuple[int, str | None]


def look(
    path: Path, file: Mapping[str, Any], places: Iterable[Place], before: Mapping[str, Any] | None = None
) -> list[dict[str, Any] | None]:
    """For each (row, column): ``{labels, rows: [{row, cells}], row, at, before}``, ``at`` the cell's place in its row.

    ``file``: format, sheet and columns as the report has them. None where the place cannot be shown. ``before`` names
    the same table of the last release (``path`` of its master, ``key`` its primary key); then each place has the cells
    of the row with the same key, if there is one.
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
    windows = [_window(kept, labels, row, column) for row, column in asked]
    if before is not None:
        _beside(windows, kept, labels, before)
    return windows


@contextmanager
def records(path: Path, file: Mapping[str, Any]) -> Iterator[Iterator[reading.Record]]:
    """The rows of a file as the gate counted them, read again."""
    kind = str(file["format"])
    unpacked = opening.unpack(path, kind, file.get("member"))
    if unpacked is not None:
        path, kind = unpacked.path, unpacked.kind
    if kind in opening.WORKBOOKS:
        with opening.workbook(path, kind) as book:
            yield one_by_one(book.records(book.choose(file.get("sheet") or None), [], []))
    elif unpacked is not None and kind == "shp":
        yield one_by_one(opening.read_map(unpacked, file["columns"]).records)
    else:
        yield one_by_one(opening.read(path, kind, None, file["columns"]).records)


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
    shown = {"labels": names, "rows": rows, "row": row, "at": None if at is None else at - first}
    return {**shown, "before": None}


def _beside(
    windows: Sequence[dict[str, Any] | None],
    kept: Mapping[int, list[str]],
    labels: Sequence[str],
    before: Mapping[str, Any],
) -> None:
    """Give each window the row of the last release that has the same key."""
    with open(before["path"], encoding="utf-8-sig", newline="") as stream:
        rows: Iterator[list[str]] = csv.reader(stream)
        old = next(rows, [])
        key = list(before["key"])
        if not key:
            rows = iter(some := list(islice(rows, _UNKEYED + 1)))
            key = _telling(old, labels, some)
        if not key or not {*key} <= {*labels} & {*old}:
            return
        wanted = {_key(kept[window["row"]], labels, key) for window in windows if window is not None}
        found = {its: row for row in rows if (its := _key(row, old, key)) in wanted}
    for window in windows:
        row = found.get(_key(kept[window["row"]], labels, key)) if window is not None else None
        if window is not None and row is not None:
            span = [old.index(label) if label in old else None for label in window["labels"]]
            window["before"] = ["" if n is None else _cell(row, n, old) for n in span]


def _telling(old: Sequence[str], labels: Sequence[str], rows: Sequence[list[str]]) -> list[str]:
    """Without a declared key: the first column in which no two rows of the last release are alike."""
    for position, label in enumerate(old if len(rows) <= _UNKEYED else ()):
        values = [row[position] for row in rows if position < len(row)]
        if label in labels and all(values) and len({*values}) == len(rows):
            return [label]
    return []


def _key(cells: Sequence[str], labels: Sequence[str], key: Sequence[str]) -> tuple[str, ...]:
    """A row's key as it is compared: what cleaning may have changed does not count."""
    positions = [labels.index(label) for label in key]
    return tuple(normal(cells[n]).strip() if n < len(cells) else "" for n in positions)


def _cell(cells: Sequence[str], position: int, labels: Sequence[str]) -> str:
    if position >= len(cells):
        return ""
    hidden = position < len(labels) and is_id_header(labels[position]) and cells[position]
    label = labels[position] if position < len(labels) else None
    return mask(cells[position][:18]) if hidden else in_report(label, safe(cells[position]))
