"""Tables as clerks send them: CSV and TSV in the encodings of their programs, workbooks with title, unit and notes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Rows = Iterable[Sequence[str]]
MEDIA = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
}
_DAY = dt.datetime(2025, 12, 15)


@dataclass(frozen=True, slots=True)
class Form:
    """How the file is written. ``encoding`` counts for text, the rest but ``kind`` for workbooks.

    ``numbers``: labels of the columns that a workbook holds as numbers, as spreadsheets do.
    """

    kind: str = "csv"
    encoding: str = "utf-8-sig"
    newline: str = "\r\n"
    title: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    sheet: str = "Sheet1"
    merged: tuple[str, ...] = ()


def written(form: Form, labels: Sequence[str], rows: Rows) -> bytes:
    """The file's bytes; the same input gives the same bytes."""
    if form.kind == "xlsx":
        return workbook(form, labels, rows)
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter="\t" if form.kind == "tsv" else ",", lineterminator=form.newline)
    writer.writerow(labels)
    writer.writerows(rows)
    return stream.getvalue().encode(form.encoding)


def workbook(form: Form, labels: Sequence[str], rows: Rows) -> bytes:
    """One sheet: merged title, unit line, header, rows, notes. ``merged``: columns whose repeated cells are one cell."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.created = book.properties.modified = _DAY
    sheet = book.active
    sheet.title = form.sheet
    for line in (form.title, form.unit):
        if line:
            sheet.append([line])
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=len(labels))
    sheet.append(list(labels))
    first = sheet.max_row + 1
    numeric = {labels.index(label) for label in form.numbers}
    for row in rows:
        sheet.append([_number(cell) if n in numeric else cell or None for n, cell in enumerate(row)])
    for label in form.merged:
        _merge_repeated(sheet, labels.index(label) + 1, first)
    for note in form.notes:
        sheet.append([note])
    for n in range(1, len(labels) + 1):
        sheet.column_dimensions[get_column_letter(n)].width = 18
    raw = io.BytesIO()
    book.save(raw)
    return _without_clock(raw.getvalue())


def _number(cell: str) -> int | float | None:
    if not cell:
        return None
    return float(cell) if "." in cell else int(cell)


def _merge_repeated(sheet: object, column: int, first: int) -> None:
    """Cells of a column that repeat the one above become one merged cell, as a table for print has them."""
    last = sheet.max_row  # type: ignore[attr-defined]
    start = first
    for row in range(first + 1, last + 2):
        cell = sheet.cell(row, column).value if row <= last else None  # type: ignore[attr-defined]
        if row > last or cell != sheet.cell(start, column).value:  # type: ignore[attr-defined]
            if row - 1 > start:
                for again in range(start + 1, row):
                    sheet.cell(again, column).value = None  # type: ignore[attr-defined]
                sheet.merge_cells(  # type: ignore[attr-defined]
                    start_row=start, end_row=row - 1, start_column=column, end_column=column
                )
            start = row


def _without_clock(raw: bytes) -> bytes:
    """The same archive with one date in every entry and in the properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = old.read(name)
            if name == "docProps/core.xml":
                stamp = f"{_DAY:%Y-%m-%dT%H:%M:%SZ}".encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(name, _DAY.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()
