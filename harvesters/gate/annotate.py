"""A department's own table, marked: each cell that a finding names is coloured and carries the sentence as a comment.

A workbook stays the workbook that it was (its formulas are calculated anew when it is opened); of any other format one
is made with every cell as text. The original is only read. Runs in the gate's child.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from harvesters.gate import around, opening
from harvesters.gate.reading import magic
from harvesters.gate.report import GRAVITY
from harvesters.gate.report_text import WORDS
from harvesters.gate.rules.sensitive import without_ids
from harvesters.messages import rule_name

FILLS = {"block": "F9B4AE", "review": "FFE08A", "warn": "FFF3C4", "info": "DCE9F7"}
AUTHOR = {"zh": "数据校验", "en": "Data check"}
_HEADER_WITHIN, _CELL, _SHEET_NAME, _SIGNS = 30, 32_767, 31, "[]:*?/\\'"
_COMMENTS = 3000  # a spreadsheet program draws each as a shape; beyond, cells are only coloured
_Place = tuple[int, int]
_Marks = dict[_Place, list[Mapping[str, Any]]]


def annotate(path: Path, file: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], lang: str, out: Path) -> None:
    """Write the marked workbook to ``out``. ``file`` and ``findings`` as a report's JSON has them, in ``lang``.

    :raises LayoutFault, EncodingFault: the file cannot be read as a table (the report says why)
    """
    sheets: Sequence[str | None] = around.joined(file) or [file.get("sheet")]
    marks = {sheet: _marks(path, file, findings, sheet, first=sheet == sheets[0]) for sheet in sheets}
    if magic.kind(path) == "xlsx":
        _in_place(path, file, marks, lang, out)
    else:
        _made(path, file, marks, lang, out)


def _marks(
    path: Path, file: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], sheet: str | None, *, first: bool
) -> _Marks:
    """(row, column) from 1 → its findings. What names no row stands at the header, what names no column in front, what
    names no sheet of the table in the first."""
    labels, named = around.header_of(file), len(around.joined(file)) > 1
    with around.records(path, file, sheet) as rows:
        head = next((r.row for r in islice(rows, _HEADER_WITHIN) if around.is_header(r, labels, named)), 1)
    others = around.joined(file)[1:]
    marks: _Marks = {}
    for finding in findings:
        if finding["sheet"] != sheet and not (first and finding["sheet"] not in others):
            continue
        row = finding["row"] if finding["sheet"] == sheet or not named else None
        at = around.at_of(file, finding["column"])
        column = 1 if at is None else at + 1 - named
        marks.setdefault((row or head, max(column, 1)), []).append(finding)
    return marks


def _in_place(path: Path, file: Mapping[str, Any], marks: Mapping[str | None, _Marks], lang: str, out: Path) -> None:
    with opening.workbook(path, str(file["format"])) as checked:  # refuses what would burst; says which sheet was read
        names = {name: around.sheet_of(checked, file, name).name for name in marks}
    with path.open("rb") as stream:
        book = load_workbook(stream, keep_links=False)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and (plain := without_ids(cell.value)) != cell.value:
                    cell.value = plain
    left = _COMMENTS
    for name, its in marks.items():
        sheet = book[names[name]]
        joined = {(r, c): (span.min_row, span.min_col) for span in sheet.merged_cells.ranges for r, c in span.cells}
        for place, found in its.items():
            _mark(sheet.cell(*joined.get(place, place)), found, lang, comment=left > 0)
            left -= 1
    book.active = book.index(book[names[next(iter(marks))]])
    book.save(out)


def _made(path: Path, file: Mapping[str, Any], marks: Mapping[str | None, _Marks], lang: str, out: Path) -> None:
    book = Workbook(write_only=True)
    told = set(islice(((name, place) for name, its in marks.items() for place in its), _COMMENTS))
    several = len(marks) > 1
    for name, its in marks.items():
        title = name if several and name else PurePosixPath(str(file["name"])).stem
        sheet = book.create_sheet("".join(c for c in title if c not in _SIGNS)[:_SHEET_NAME] or "1")
        widest: dict[int, int] = {}
        for row, column in its:
            widest[row] = max(widest.get(row, 0), column)
        after = 1
        with around.records(path, file, name) as rows:
            for record in rows:
                for _ in range(record.row - after):
                    sheet.append([])
                after = record.row + 1
                own = record.cells[several and not record.blank :]
                cells = [*own, *[""] * (widest.get(record.row, 0) - len(own))]
                places = [(record.row, n) for n in range(1, len(cells) + 1)]
                sheet.append(
                    [
                        _cell(sheet, text, its.get(place), lang, comment=(name, place) in told)
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
