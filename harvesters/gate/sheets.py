"""A workbook becomes one table: which sheet it is, what else the file holds, and which of its cells are no values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from harvesters.contract import Finding, Severity
from harvesters.gate import opening
from harvesters.gate.batch import batches
from harvesters.gate.findings import Findings
from harvesters.gate.reading import workbook
from harvesters.gate.reading.csv import Record
from harvesters.gate.rules.scan import TableScan, look_at_texts
from harvesters.gate.rules.sensitive import safe
from harvesters.gate.rules.terms import Terms

_LISTED = 10


def read(
    path: Path,
    kind: str,
    file: str,
    dialect: Mapping[str, Any] | None,
    terms: Terms,
    found: Findings,
    table: Callable[[Iterator[Record]], tuple[list[str], int]],
) -> str:
    """Hand the chosen sheet's rows to ``table``, which answers the labels and the header's row; the sheet's name.

    Every other text and cell of the file is looked at too, whoever hid it (domain §5.2: every sheet, comments,
    properties).

    :raises LayoutFault: the file cannot be opened, or nobody can say which sheet is meant
    """
    with opening.workbook(path, kind) as book:
        for place, text in book.texts:
            found.extend(look_at_texts(text, place, file=file))
        wanted = workbook.sheet_of(dialect)
        for sheet in book.sheets:
            if not sheet.visible and sheet.filled:
                params = {"reason": "hidden_sheet", "sheet": safe(sheet.name)}
                found.add(Finding("Q21", Severity.BLOCK, file=file, sheet=safe(sheet.name), params=params))
        chosen = None
        try:
            chosen = book.choose(wanted)
        finally:
            for sheet in book.sheets:
                if sheet.filled and sheet is not chosen:
                    _scan(book, sheet, file, terms, found)
        _hidden(chosen, file, found)
        faults: list[workbook.Fault] = []
        filled: list[tuple[int, int, str]] = []
        labels, header = table(book.records(chosen, faults, filled))
        _faults(faults, labels, file, found)
        _merged([one for one in filled if one[0] > header], labels, file, found)
        return chosen.name


def _scan(book: workbook.Workbook, sheet: workbook.Sheet, file: str, terms: Terms, found: Findings) -> None:
    """The detectors over a sheet that is not published; its findings name it."""
    scan = TableScan(file, [], terms=terms, found=found, sheet=safe(sheet.name))
    for batch in batches(book.records(sheet, [], [])):
        scan.look(batch)
    scan.close(())


def _hidden(sheet: workbook.Sheet, file: str, found: Findings) -> None:
    for reason, numbers in (("hidden_rows", sheet.hidden_rows), ("hidden_columns", sheet.hidden_columns)):
        if numbers:
            words = [str(n) if reason == "hidden_rows" else workbook.place_of(n - 1) for n in numbers[:_LISTED]]
            params = {"reason": reason, "places": "、".join(words) + ("…" if len(numbers) > _LISTED else "")}
            row = numbers[0] if reason == "hidden_rows" else None
            found.add(Finding("Q21", Severity.BLOCK, file=file, row=row, params=params), len(numbers))


def _faults(faults: list[workbook.Fault], labels: list[str], file: str, found: Findings) -> None:
    for fault in faults:
        place: dict[str, Any] = {"file": file, "row": fault.row, "column": _label(labels, fault.column)}
        params = {"reason": fault.reason}
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
