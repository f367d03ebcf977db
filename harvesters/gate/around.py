"""The rows around a cell, for whoever mends the file: read again from the original, masked as in a report."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from harvesters.gate import opening
from harvesters.gate.cleaning import clean_label
from harvesters.gate.reading import csv as reading
from harvesters.gate.reading.encoding import EncodingFault
from harvesters.gate.reading.stretches import one_by_one
from harvesters.gate.reading.workbook import Sheet, Workbook
from harvesters.gate.rules.masked import in_report
from harvesters.gate.rules.sensitive import is_id_header, mask, normal, safe

ROWS, COLUMNS = 2, 2  # on either side
_HEADER_WITHIN = 30
_UNKEYED = 100_000

_Kept = dict[int, list[str]]


class Place(NamedTuple):
    """A cell as a finding names it."""

    row: int
    column: str | None
    sheet: str | None = None


def look(
    path: Path, file: Mapping[str, Any], places: Iterable[Sequence[Any]], before: Mapping[str, Any] | None = None
) -> list[dict[str, Any] | None]:
    """For each place: ``{labels, rows: [{row, cells}], row, at, before}``, ``at`` the cell's place in its row.

    ``file``: format, sheet and columns as the report has them. None where the place cannot be shown. ``before`` names
    the same table of the last release (``path`` of its master, ``key`` its primary key); then each place has the cells
    of the row with the same key, if there is one.
    """
    asked = [Place(*place) for place in places]
    labels = header_of(file)
    kept: dict[str | None, _Kept] = {}
    for sheet in dict.fromkeys(place.sheet for place in asked):
        wanted = {place.row + step for place in asked if place.sheet == sheet for step in range(-ROWS, ROWS + 1)}
        with suppress(EncodingFault, reading.LayoutFault), records(path, file, sheet) as rows:
            kept[sheet] = _kept(_after_header(rows, labels, len(joined(file)) > 1), wanted)
    windows = [_window(kept.get(place.sheet, {}), labels, place.row, at_of(file, place.column)) for place in asked]
    if before is not None:
        rows_of = [kept.get(place.sheet, {}).get(place.row, []) for place in asked]
        _beside(windows, rows_of, labels, before)
    return windows


def header_of(file: Mapping[str, Any]) -> Sequence[str]:
    """The labels as they stand in the file, those of columns without a name among them."""
    labels: Sequence[str] = file.get("header") or file["columns"]
    return labels


def at_of(file: Mapping[str, Any], label: str | None) -> int | None:
    """The place in the file of a column that a finding names; None if it names none of the table."""
    header, columns = header_of(file), file["columns"]
    if label in header:
        return list(header).index(str(label))
    named = [n for n, one in enumerate(header) if one]
    return named[columns.index(label)] if label in columns and len(named) == len(columns) else None


def joined(file: Mapping[str, Any]) -> Sequence[str]:
    """The sheets that became one table, if there are several (Q21)."""
    return file.get("sheets") or ()


@contextmanager
def records(path: Path, file: Mapping[str, Any], sheet: str | None = None) -> Iterator[Iterator[reading.Record]]:
    """The rows of a file as the gate counted them, read again; ``sheet``: of this one.

    Of joined sheets the first column is the sheet's name, as in the table that they became.
    """
    kind = str(file["format"])
    unpacked = opening.unpack(path, kind, file.get("member"))
    if unpacked is not None:
        path, kind = unpacked.path, unpacked.kind
    if kind in opening.WORKBOOKS:
        with opening.workbook(path, kind) as book:
            chosen = sheet_of(book, file, sheet)
            rows = one_by_one(book.records(chosen, [], []))
            yield _named(rows, chosen.name) if len(joined(file)) > 1 else rows
    elif unpacked is not None and kind == "shp":
        yield one_by_one(opening.read_map(unpacked, file["columns"]).records)
    else:
        yield one_by_one(opening.read(path, kind, None, file["columns"]).records)


def sheet_of(book: Workbook, file: Mapping[str, Any], name: str | None) -> Sheet:
    """The sheet of this name, as a report writes it; without one that of the file's table."""
    wanted = name or file.get("sheet") or None
    return next((one for one in book.sheets if safe(one.name) == wanted), None) or book.choose(wanted)


def _named(records: Iterator[reading.Record], name: str) -> Iterator[reading.Record]:
    for record in records:
        yield record if record.blank else reading.Record(record.row, record.line, [name, *record.cells])


def is_header(record: reading.Record, labels: Sequence[str], named: bool) -> bool:
    """Whether a row reads as the report's header; of joined sheets the first column has no label."""
    first = int(named)
    return [safe(clean_label(cell), 60) for cell in record.cells][first : len(labels)] == list(labels)[first:]


def _after_header(records: Iterator[reading.Record], labels: Sequence[str], named: bool) -> Iterator[reading.Record]:
    """What stands below the header; nothing if there is none."""
    if any(is_header(record, labels, named) for record in islice(records, _HEADER_WITHIN)):
        yield from records


def _kept(records: Iterator[reading.Record], wanted: set[int]) -> _Kept:
    kept, last = _Kept(), max(wanted, default=0)
    with suppress(reading.LayoutFault, UnicodeError):  # what stands before the fault is shown all the same
        for record in records:
            if record.row > last:
                break
            if record.row in wanted:
                kept[record.row] = record.cells
    return kept


def _window(kept: _Kept, labels: Sequence[str], row: int, at: int | None) -> dict[str, Any] | None:
    if row not in kept:
        return None
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
    cells: Sequence[list[str]],
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
        wanted = {_key(row, labels, key) for window, row in zip(windows, cells, strict=True) if window is not None}
        found = {its: row for row in rows if (its := _key(row, old, key)) in wanted}
    for window, own in zip(windows, cells, strict=True):
        row = found.get(_key(own, labels, key)) if window is not None else None
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
