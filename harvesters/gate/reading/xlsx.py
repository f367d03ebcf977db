"""XLSX under limits: one sheet as records of text with its true row numbers, and all that a person does not see of it.

The package is looked at before a library opens it (size, ratio, members), then each sheet's XML is read once as a
stream for what openpyxl's streaming mode leaves out: hidden rows and columns, merged ranges, formulas without a stored
value. Numbers become text as a person would read them; what a spreadsheet has damaged is a fault, never a value.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError, iterparse
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from harvesters.gate.reading import archive
from harvesters.gate.reading.csv import MAX_CELL, MAX_COLUMNS, LayoutFault
from harvesters.gate.reading.workbook import MAX_MERGED, MAX_SHEETS, Fault, Row, Sheet, Workbook, figure, moment

_TEXTS = re.compile(r"(?:docProps/.*|xl/comments.*|xl/threadedComments/.*|xl/persons/.*)\.xml", re.IGNORECASE)
_DRAWN = re.compile(r"xl/drawings/.*\.xml", re.IGNORECASE)
_PRINTED = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
_CODES = re.compile(r"&(?:[A-Z]|\"[^\"]*\")")  # how a header says left, centre, font, page …


class Xlsx(Workbook):
    """An opened package."""

    def __init__(self, path: Path) -> None:
        members = _checked(path)
        self._stream = path.open("rb")  # the stage's names have no suffix, and openpyxl goes by it
        try:
            self._book = load_workbook(self._stream, read_only=True, data_only=True, keep_links=False)
        except Exception as e:
            self._stream.close()
            raise LayoutFault("G-40", "xlsx_broken", detail=type(e).__name__) from e
        self.sheets: list[Sheet] = []
        with zipfile.ZipFile(path) as packed:
            if len(self._book.worksheets) > MAX_SHEETS:
                raise LayoutFault("G-40", "bomb", detail=f"{len(self._book.worksheets)} > {MAX_SHEETS}")
            for one in self._book.worksheets:
                sheet = Sheet(one.title, one.sheet_state == "visible")
                with packed.open(one._worksheet_path.lstrip("/")) as stream:
                    _look(sheet, stream)
                self.sheets.append(sheet)
            self.texts = [*self._named(), *_member_texts(packed, members)]
        for sheet in self.sheets:
            self.texts += [(f"工作表“{sheet.name}”的页眉页脚", text) for text in sheet.header_footer]

    def close(self) -> None:
        self._book.close()
        self._stream.close()

    def _named(self) -> Iterator[tuple[str, str]]:
        for sheet in self.sheets:
            yield "工作表名", sheet.name
        for name, defined in self._book.defined_names.items():
            yield "名称管理器", f"{name} {defined.value or ''}"

    def rows(self, sheet: Sheet, faults: list[Fault]) -> Iterator[Row]:
        worksheet = self._book[sheet.name]
        worksheet.reset_dimensions()  # declared dimensions may lie
        for row, cells in _numbered(worksheet):
            if len(cells) > MAX_COLUMNS:
                raise LayoutFault("G-40", "too_many_columns", row, cells=len(cells), limit=MAX_COLUMNS)
            if not cells:
                continue  # a row that the file leaves out
            texts = [_text(cell, row, n, sheet, faults) for n, cell in enumerate(cells)]
            yield row, texts, lambda n, cells=cells: isinstance(cells[n].value, str)  # type: ignore[misc]


def _checked(path: Path) -> list[str]:
    """Refuse what would burst or hide something before anything is unpacked."""
    names = [info.filename for info in archive.members(path, "xlsx")]
    if any(name.startswith("xl/embeddings/") for name in names):
        raise LayoutFault("G-40", "embedded")
    return names


def _look(sheet: Sheet, stream: Any) -> None:
    """One pass over a sheet's XML by the bare parser: no element is built, entities are refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    structure = _Structure(sheet, parser)
    parser.StartElementHandler = structure.start
    parser.EndElementHandler = structure.end
    parser.EntityDeclHandler = structure.entity
    try:
        parser.ParseFile(stream)
    except (expat.ExpatError, ValueError, TypeError) as e:
        raise LayoutFault("G-40", "xlsx_broken", detail=type(e).__name__) from e


class _Structure:
    """What the parser meets, kept in its sheet."""

    def __init__(self, sheet: Sheet, parser: expat.XMLParserType) -> None:
        self._sheet, self._parser = sheet, parser
        self._row = self._column = 0
        self._value = self._formula = False
        self._printed: list[str] = []

    def entity(self, *_: Any) -> None:
        raise ValueError("entity")

    def start(self, name: str, given: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "v" and self._formula:  # it may be empty
            self._printed.clear()
            self._parser.CharacterDataHandler = self._printed.append
        elif tag in ("v", "is"):
            self._value = True
        elif tag == "c":
            self._column = _column(given.get("r"), self._column)
            self._value = self._formula = False
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._row = int(given.get("r") or self._row + 1)
            self._column = 0
            if given.get("hidden") in ("1", "true"):
                self._sheet.hidden_rows.append(self._row)
        elif tag == "col" and given.get("hidden") in ("1", "true"):
            first, last = int(given.get("min", 0)), int(given.get("max", 0))
            self._sheet.hidden_columns += range(first, min(last, MAX_COLUMNS) + 1)
        elif tag == "mergeCell" and len(self._sheet.merged) < MAX_MERGED:
            low_column, low_row, high_column, high_row = range_boundaries(given.get("ref", "A1"))
            self._sheet.merged.append((low_row, low_column, high_row, high_column))
        elif tag in _PRINTED:
            self._printed.clear()
            self._parser.CharacterDataHandler = self._printed.append

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag in _PRINTED:
            self._parser.CharacterDataHandler = None
            self._sheet.header_footer.append(_CODES.sub(" ", "".join(self._printed)))
        elif tag == "v" and self._formula:
            self._parser.CharacterDataHandler = None
            self._value = bool(self._printed)
        elif tag == "c":
            if self._value or self._formula:
                self._sheet.filled = True
            if self._formula and not self._value:
                self._sheet.unvalued.add((self._row, self._column))


def _column(reference: str | None, before: int) -> int:
    letters = re.match(r"[A-Z]+", reference or "")
    if letters is None:
        return before + 1
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number


def _member_texts(packed: zipfile.ZipFile, names: list[str]) -> Iterator[tuple[str, str]]:
    """Properties, comments and text boxes: every text of these members."""
    for name in names:
        place = "批注或文件属性" if _TEXTS.fullmatch(name) else "图形中的文字" if _DRAWN.fullmatch(name) else None
        if place is None:
            continue
        try:
            with packed.open(name) as stream:
                joined: list[str] = []
                for _, element in iterparse(stream, ("end",)):
                    if element.text and element.text.strip():
                        joined.append(element.text.strip())
                    element.clear()
        except (ParseError, OSError, zipfile.BadZipFile, NotImplementedError) as e:
            raise LayoutFault("G-40", "xlsx_broken", detail=type(e).__name__) from e
        for n in range(0, len(joined), 200):
            yield place, "\n".join(joined[n : n + 200])


def _numbered(worksheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows with their numbers; those that the file leaves out come as empty ones."""
    try:
        yield from enumerate(worksheet.iter_rows(), start=1)
    except LayoutFault:
        raise
    except Exception as e:
        raise LayoutFault("G-40", "xlsx_broken", detail=type(e).__name__) from e


def _text(cell: Any, row: int, column: int, sheet: Sheet, faults: list[Fault]) -> str:
    """A cell as a person reads it."""
    value = cell.value
    if value is None:
        if (row, column + 1) in sheet.unvalued:
            faults.append(Fault("Q22", "no_value", row, column, ""))
        return ""
    if isinstance(value, str):
        if cell.data_type == "e":
            faults.append(Fault("Q22", "error", row, column, value))
        return value[: MAX_CELL + 1]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return moment(value, str(cell.number_format or ""))
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(value)
    return figure(value, str(cell.number_format or ""), row, column, faults)
