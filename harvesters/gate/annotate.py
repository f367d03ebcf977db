"""A department's own table, marked: each cell that a finding names is coloured and carries the sentence as a comment.

A workbook stays the workbook that it was (its formulas are calculated anew when it is opened); of any other format one
is made with every cell as text. The original is only read. Runs in the gate's child.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from harvesters.gate import around, opening
from harvesters.gate.cleaning import clean_label
from harvesters.gate.reading import magic
from harvesters.gate.report import GRAVITY
from harvesters.gate.report_text import WORDS
from harvesters.gate.rules.sensitive import safe, without_ids
from harvesters.messages import rule_name

FILLS = {"block": "F9B4AE", "review": "FFE08A", "warn": "FFF3C4", "info": "DCE9F7"}
AUTHOR = {"zh": "数据校验", "en": "Data check"}
_HEADER_WITHIN, _CELL, _SHEET_NAME = 30, 32_767, 31
_COMMENTS = 3000  # a spreadsheet program draws each as a shape; beyond, cells are only coloured
_Marks = dict[tuple[int, int], list[Mapping[str, Any]]]


def annotate(path: Path, file: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], lang: str, out: Path) -> None:
    """Write the marked workbook to ``out``. ``file`` and ``findings`` as a report's JSON has them, in ``lang``.

    :raises LayoutFault, EncodingFault: the file cannot be read as a table (the report says why)
    """
    labels = file["columns"]
    with around.records(path, file) as rows:
        head = _header(islice(rows, _HEADER_WITHIN), labels)
    marks = _marks(findings, labels, head)
    if magic.kind(path) == "xlsx":
        _in_place(path, file, marks, lang, out)
    else:
        _made(path, file, marks, lang, out)


def _header(rows: Iterator[Any], labels: Sequence[str]) -> int:
    """The row that reads as the report says; the first one if none does."""
    return next((r.row for r in rows if [safe(clean_label(c), 60) for c in r.cells][: len(labels)] == list(labels)), 1)


def _marks(findings: Sequence[Mapping[str, Any]], labels: Sequence[str], head: int) -> _Marks:
    """(row, column) from 1 → its findings. What names no row stands at the header, what names no column in front."""
    marks: _Marks = {}
    for finding in findings:
        column = labels.index(finding["column"]) + 1 if finding["column"] in labels else 1
        marks.setdefault((finding["row"] or head, column), []).append(finding)
    return marks


def _in_place(path: Path, file: Mapping[str, Any], marks: _Marks, lang: str, out: Path) -> None:
    with opening.workbook(path, str(file["format"])) as checked:  # refuses what would burst; says which sheet was read
        name = checked.choose(file.get("sheet") or None).name
    with path.open("rb") as stream:
        book = load_workbook(stream, keep_links=False)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and (plain := without_ids(cell.value)) != cell.value:
                    cell.value = plain
    sheet = book[name]
    joined = {(r, c): (span.min_row, span.min_col) for span in sheet.merged_cells.ranges for r, c in span.cells}
    for number, ((row, column), found) in enumerate(marks.items()):
        cell = sheet.cell(*joined.get((row, column), (row, column)))
        _mark(cell, found, lang, comment=number < _COMMENTS)
    book.active = book.index(sheet)
    book.save(out)


def _made(path: Path, file: Mapping[str, Any], marks: _Marks, lang: str, out: Path) -> None:
    book = Workbook(write_only=True)
    name = "".join(c for c in PurePosixPath(str(file["name"])).stem if c not in "[]:*?/\\'")
    sheet = book.create_sheet(name[:_SHEET_NAME] or "1")
    widest: dict[int, int] = {}
    for row, column in marks:
        widest[row] = max(widest.get(row, 0), column)
    after, told = 1, {place for place, _ in zip(marks, range(_COMMENTS), strict=False)}
    with around.records(path, file) as rows:
        for record in rows:
            for _ in range(record.row - after):
                sheet.append([])
            after = record.row + 1
            last = widest.get(record.row, 0)
            cells = [*record.cells, *[""] * (last - len(record.cells))]
            places = [(record.row, n) for n in range(1, len(cells) + 1)]
            sheet.append(
                [
                    _cell(sheet, text, marks.get(place), lang, comment=place in told)
                    for text, place in zip(cells, places, strict=True)
                ]
            )
    book.save(out)


def _cell(sheet: Any, text: str, found: Sequence[Mapping[str, Any]] | None, lang: str, *, comment: bool = True) -> Any:
    """A cell of text, whatever it begins with: no formula, no lost zeros."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", without_ids(text))[:_CELL])
    cell.data_type = "s"
    cell.number_format = "@"
    if found:
        _mark(cell, found, lang, comment=comment)
    return cell


def _mark(cell: Cell, found: Sequence[Mapping[str, Any]], lang: str, *, comment: bool) -> None:
    gravest = min((str(finding["severity"]) for finding in found), key=[str(kind) for kind in GRAVITY].index)
    cell.fill = PatternFill("solid", start_color=FILLS[gravest])
    if not comment:
        return
    said = [_said(finding, lang) for finding in found]
    earlier = [cell.comment.text] if cell.comment is not None else []
    text = ILLEGAL_CHARACTERS_RE.sub("", "\n\n".join([*earlier, *said]))[:_CELL]
    cell.comment = Comment(text, AUTHOR[lang], height=40 + 18 * min(14, len(text) // 20 + text.count("\n")), width=340)


def _said(finding: Mapping[str, Any], lang: str) -> str:
    mend = f"\n{WORDS[lang]['fix']}{finding['fix']}" if finding["fix"] else ""
    return f"[{finding['code']} {rule_name(finding['code'], lang)}] {finding['message']}{mend}"
