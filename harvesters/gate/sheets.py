"""A workbook becomes one table: which sheet it is, what else the file holds, and which of its cells are no values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from harvesters.contract import Finding, Severity
from harvesters.gate import heading, opening
from harvesters.gate.batch import batches
from harvesters.gate.cleaning import clean_label
from harvesters.gate.findings import Findings
from harvesters.gate.reading import workbook
from harvesters.gate.reading.csv import Record
from harvesters.gate.reading.stretches import Stretch, one_by_one
from harvesters.gate.rules.scan import TableScan, look_at_texts
from harvesters.gate.rules.sensitive import safe
from harvesters.gate.rules.terms import Terms

_LISTED = 10
STEP = 10_000_000  # more rows than any sheet has


def read(
    path: Path,
    kind: str,
    file: str,
    dialect: Mapping[str, Any] | None,
    names: Sequence[str],
    terms: Terms,
    found: Findings,
    table: Callable[[Iterator[Record | Stretch]], tuple[list[str], int]],
) -> list[str]:
    """Hand the rows of the chosen sheet, or of several of one form, to ``table``, which answers the labels and the
    header's row; the sheets' names. ``names``: the dictionary's labels.

    Every other text and cell of the file is looked at too, whoever hid it (domain §5.2: every sheet, comments,
    properties).

    :raises LayoutFault: the file cannot be opened, or nobody can say which sheet is meant
    """
    with opening.workbook(path, kind) as book:
        for place, text in book.texts:
            found.extend(look_at_texts(text, place, file=file))
        for sheet in book.sheets:
            if not sheet.visible and sheet.filled:
                params = {"reason": "hidden_sheet", "sheet": safe(sheet.name)}
                found.add(Finding("Q21", Severity.BLOCK, file=file, sheet=safe(sheet.name), params=params))
        wanted = workbook.sheet_of(dialect)
        chosen: list[workbook.Sheet] = []
        try:
            alike = wanted is None and _alike(book, book.shown(), names)
            chosen = book.shown() if alike else [book.choose(wanted)]
        finally:
            for sheet in book.sheets:
                if sheet.filled and not any(sheet is one for one in chosen):
                    _scan(book, sheet, file, terms, found)
        faults: list[workbook.Fault] = []
        filled: list[tuple[int, int, str]] = []
        for number, sheet in enumerate(chosen):
            _hidden(sheet, number * STEP, file, found)
        if len(chosen) == 1:
            labels, header = table(book.records(chosen[0], faults, filled))
        else:
            labels, header = table(_joined(book, chosen, names, faults, filled, file, found))
        _faults(faults, labels, file, found)
        _merged([one for one in filled if one[0] % STEP > header], labels, file, found)
        return [sheet.name for sheet in chosen]


def _alike(book: workbook.Workbook, sheets: Sequence[workbook.Sheet], names: Sequence[str]) -> bool:
    """Whether there are several sheets and all have the same header: one table cut into pieces, a city a sheet."""
    labels: list[list[str]] = []
    for sheet in sheets if len(sheets) > 1 else ():
        head = heading.head(book.records(sheet, [], []), names)
        labels.append([clean_label(cell) for cell in head.cells] if head else [])
        if labels[-1] != labels[0] or len(labels[0]) < 2 or (head and head.two_rows):
            return False
    return len(labels) > 1


def _joined(
    book: workbook.Workbook,
    sheets: Sequence[workbook.Sheet],
    names: Sequence[str],
    faults: list[workbook.Fault],
    filled: list[tuple[int, int, str]],
    file: str,
    found: Findings,
) -> Iterator[Record]:
    """Sheets of one form as one table (Q21, a proposal): the sheet's name is the first column.

    Rows of sheet n count from n × STEP, so that each keeps its own number; who reads the findings takes it apart.
    """
    for number, sheet in enumerate(sheets):
        base = number * STEP
        wrong: list[workbook.Fault] = []
        given: list[tuple[int, int, str]] = []
        head = heading.head(book.records(sheet, wrong, given), names)
        if head is None:
            continue
        for cell in (cell for record in head.above for cell in record.cells):
            found.extend(look_at_texts(cell, "标题", file=file))
        if number == 0:
            labels = [clean_label(cell) for cell in head.cells]
            free = [name for name in names if name not in labels]
            column = free[0] if len(free) == 1 else "工作表"
            params = {"reason": "union", "sheets": workbook.names(list(sheets)), "count": len(sheets)}
            found.add(Finding("Q21", Severity.REVIEW, file=file, params={**params, "label": safe(column, 60)}))
            yield Record(head.row, head.row, [column, *head.cells])
        for record in one_by_one(head.rows):
            cells = [] if record.blank else [sheet.name, *record.cells]
            yield Record(base + record.row, base + record.line, cells)
        faults += (replace(fault, row=base + fault.row, column=fault.column + 1) for fault in wrong)
        filled += ((base + row, column + 1, text) for row, column, text in given)


def _scan(book: workbook.Workbook, sheet: workbook.Sheet, file: str, terms: Terms, found: Findings) -> None:
    """The detectors over a sheet that is not published; its findings name it."""
    scan = TableScan(file, [], terms=terms, found=found, sheet=safe(sheet.name))
    for batch in batches(book.records(sheet, [], [])):
        scan.look(batch)
    scan.close(())


def _hidden(sheet: workbook.Sheet, base: int, file: str, found: Findings) -> None:
    for reason, numbers in (("hidden_rows", sheet.hidden_rows), ("hidden_columns", sheet.hidden_columns)):
        if numbers:
            words = [str(n) if reason == "hidden_rows" else workbook.place_of(n - 1) for n in numbers[:_LISTED]]
            params = {"reason": reason, "places": "、".join(words) + ("…" if len(numbers) > _LISTED else "")}
            row = base + numbers[0] if reason == "hidden_rows" else None
            found.add(Finding("Q21", Severity.BLOCK, file=file, row=row, params=params), len(numbers))


def _faults(faults: list[workbook.Fault], labels: list[str], file: str, found: Findings) -> None:
    for fault in faults:
        place: dict[str, Any] = {"file": file, "row": fault.row, "column": _label(labels, fault.column)}
        params: dict[str, Any] = {"reason": fault.reason}
        if fault.reason == "blank-run":
            params, place["column"] = {"type": "blank-run", "count": fault.value}, None
        found.add(Finding(fault.code, Severity.BLOCK, **place, value=safe(fault.value) or None, params=params))


def _merged(filled: list[tuple[int, int, str]], labels: list[str], file: str, found: Findings) -> None:
    """Q05: the text of a vertical merge stands once; it is proposed for each of its rows."""
    for column in sorted({column for _, column, _ in filled}):
        cells = [(row, text) for row, n, text in filled if n == column]
        row, text = cells[0]
        place: dict[str, Any] = {"file": file, "row": row, "column": _label(labels, column)}
        params = {"proposal": safe(text), "cells": len(cells)}
        found.add(Finding("Q05", Severity.REVIEW, **place, params=params), len(cells))


def _label(labels: list[str], column: int) -> str:
    return safe(labels[column], 60) if column < len(labels) else workbook.place_of(column)
