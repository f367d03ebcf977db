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
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import unquote
from xml.etree.ElementTree import ParseError, iterparse

import polars as pl
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._reader import WorkSheetParser, _cast_number
from openpyxl.xml.constants import SHARED_STRINGS

from harvesters.gate.reading import archive, xlsx_plain, xlsx_structure
from harvesters.gate.reading.csv import MAX_CELL, MAX_COLUMNS, LayoutFault
from harvesters.gate.reading.stretches import HEAD, Stretch
from harvesters.gate.reading.workbook import (
    MAX_SHEETS,
    Fault,
    Row,
    Sheet,
    Workbook,
    figure,
    is_padding,
    moment,
)
from harvesters.gate.reading.xlsx_plain import Part, Plain

_TEXTS = re.compile(r"(?:docProps/.*|xl/comments.*|xl/threadedComments/.*|xl/persons/.*)\.xml", re.IGNORECASE)
_DRAWN = re.compile(r"xl/drawings/.*\.xml", re.IGNORECASE)
_LINKS = re.compile(r"xl/worksheets/_rels/.*\.rels", re.IGNORECASE)
_PLACES = ((_TEXTS, "批注或文件属性"), (_DRAWN, "图形中的文字"), (_LINKS, "超链接"))
_LARGE, _FEW = 4 << 20, 8
_REMEMBER = 200_000


class Xlsx(Workbook):
    """An opened package."""

    def __init__(self, path: Path) -> None:
        members = _checked(path)
        self._stream = path.open("rb")  # the stage's names have no suffix, and openpyxl goes by it
        try:
            reader = _Reader(self._stream, read_only=True, data_only=True, keep_links=False)
            reader.read()
            self._book, self._strings = reader.wb, reader.shared_strings
        except Exception as e:
            self._stream.close()
            raise LayoutFault("G-40", "xlsx_broken", detail=type(e).__name__) from e
        self.sheets: list[Sheet] = []
        self._unpacked: dict[str, IO[bytes]] = {}  # some large ones, so that they are unpacked once
        with zipfile.ZipFile(path) as packed:
            if len(self._book.worksheets) > MAX_SHEETS:
                raise LayoutFault("G-40", "bomb", detail=f"{len(self._book.worksheets)} > {MAX_SHEETS}")
            for one in self._book.worksheets:
                sheet = Sheet(one.title, one.sheet_state == "visible")
                with packed.open(_member(one)) as stream:
                    unpacked = None
                    if packed.getinfo(_member(one)).file_size > _LARGE and len(self._unpacked) < _FEW:
                        unpacked = self._unpacked[one.title] = TemporaryFile()  # noqa: SIM115 (until close)
                    xlsx_structure.look(sheet, stream, unpacked)
                self.sheets.append(sheet)
            self.texts = [*self._named(), *_member_texts(packed, members)]
        for sheet in self.sheets:
            for place, texts in sheet.asides.items():
                self.texts += [(f"工作表“{sheet.name}”的{place}", text) for text in _joined(texts)]

    def close(self) -> None:
        for unpacked in self._unpacked.values():
            unpacked.close()
        self._book.close()
        self._stream.close()

    def _named(self) -> Iterator[tuple[str, str]]:
        for sheet in self.sheets:
            yield "工作表名", sheet.name
        for name, defined in self._book.defined_names.items():
            yield "名称管理器", f"{name} {defined.value or ''}"

    def rows(self, sheet: Sheet, faults: list[Fault]) -> Iterator[Row | Stretch]:
        """As columns as far as they are plain, then one by one."""
        worksheet, done = self._book[sheet.name], 0
        if not any(last > first for first, _, last, _ in sheet.merged):
            for item in self._columns(worksheet, sheet, faults):
                if item is None:
                    return
                yield item
                done = item.first + len(item) - 1 if isinstance(item, Stretch) else item[0]
        worksheet.reset_dimensions()  # declared dimensions may lie
        for row, cells in _numbered(worksheet):
            if len(cells) > MAX_COLUMNS:
                raise LayoutFault("G-40", "too_many_columns", row, cells=len(cells), limit=MAX_COLUMNS)
            if not cells or row <= done:
                continue  # a row that the file leaves out
            try:
                texts = [_text(cell, row, n, sheet, faults) for n, cell in enumerate(cells)]
            except IndexError as e:  # a style that the file does not hold
                raise LayoutFault("G-40", "xlsx_broken", row, detail=type(e).__name__) from e
            yield row, texts, lambda n, cells=cells: isinstance(cells[n].value, str)  # type: ignore[misc]

    def _columns(self, worksheet: Any, sheet: Sheet, faults: list[Fault]) -> Iterator[Row | Stretch | None]:
        """The rows that are plain, the first ones alone; None after the last one, if all are."""
        plain = Plain(pl.Series(self._strings, dtype=pl.String), self._figures(), self._odd(worksheet, sheet, faults))
        count = 0
        with ExitStack() as opened:
            stream = self._unpacked.get(sheet.name) or opened.enter_context(
                self._book._archive.open(_member(worksheet))
            )
            stream.seek(0)
            for xml, part in xlsx_plain.pieces(stream):
                if part is Part.HEAD:
                    continue
                found = plain.rows(xml) if part is Part.ROWS else None
                if found is None or found.frame.width > MAX_COLUMNS:
                    if part is Part.REST and xml.startswith(b"</sheetData>"):
                        yield None
                    return
                alone = len(found.numbers) if found.unlike(MAX_CELL) else max(HEAD - count, 0)
                for row, texts in zip(found.numbers[:alone], found.frame[:alone].iter_rows(), strict=True):
                    yield row, [text[: MAX_CELL + 1] for text in texts], lambda n: True
                if alone < len(found.numbers):
                    yield Stretch(found.numbers[alone], found.frame[alone:])
                count += len(found.numbers)

    def _figures(self) -> list[int]:
        """The styles in which a number is shown as it is."""
        formats, dates = _formats(self._book), self._book._date_formats
        return [n for n, one in enumerate(formats) if n not in dates and "%" not in one and not is_padding(one)]

    def _odd(self, worksheet: Any, sheet: Sheet, faults: list[Fault]) -> xlsx_plain.Odd:
        """A cell as openpyxl reads it; each form of a cell is asked for once."""
        book, formats, known = self._book, _formats(self._book), dict[tuple[str, int, str], str]()
        given = (book.epoch, book._date_formats, book._timedelta_formats)
        parser = WorkSheetParser(None, self._strings, True, *given)

        def ask(kind: str, style: int, content: str, row: int, column: int) -> str | None:
            text = known.get((kind, style, content))
            if text is not None:
                return text
            wrong: list[Fault] = []
            try:
                if kind == "n" and style not in book._date_formats and "&" not in content:
                    text = figure(_cast_number(content), formats[style], row, column - 1, wrong)
                else:
                    read = parser.parse_cell(xlsx_plain.element(kind, style, content))
                    cell = ReadOnlyCell(worksheet, row, column, read["value"], read["data_type"], style)
                    text = _text(cell, row, column - 1, sheet, wrong)
            except Exception:
                return None  # whatever it is, openpyxl reads the rows from here on itself
            if wrong:
                faults.extend(wrong)
            elif len(known) < _REMEMBER:
                known[kind, style, content] = text
            return text

        return ask


class _Reader(ExcelReader):  # type: ignore[misc]
    """Reads the shared strings as columns."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        found = None
        if part is not None:
            with self.archive.open(part.PartName[1:]) as stream:
                found = xlsx_plain.strings(stream)
        if found is None:
            super().read_strings()
        else:
            self.shared_strings = found


def _member(worksheet: Any) -> str:
    return str(worksheet._worksheet_path).lstrip("/")


def _formats(book: Any) -> list[str]:
    """The number format of each style."""
    cells = (ReadOnlyCell(book.worksheets[0], 1, 1, None, "n", n) for n in range(len(book._cell_styles)))
    return [str(cell.number_format or "") for cell in cells]


def _checked(path: Path) -> list[str]:
    """Refuse what would burst or hide something before anything is unpacked."""
    names = [info.filename for info in archive.members(path, "xlsx")]
    if any(name.startswith("xl/embeddings/") for name in names):
        raise LayoutFault("G-40", "embedded")
    return names


def _member_texts(packed: zipfile.ZipFile, names: list[str]) -> Iterator[tuple[str, str]]:
    """Properties, comments, text boxes and where links lead: every text of these members."""
    for name in names:
        place = next((place for pattern, place in _PLACES if pattern.fullmatch(name)), None)
        if place is None:
            continue
        texts: list[str] = []
        try:
            with packed.open(name) as stream:
                for _, element in iterparse(stream, ("end",)):
                    text = unquote(element.get("Target", "")) if place == "超链接" else (element.text or "")
                    if text.strip():
                        texts.append(text.strip())
                    element.clear()
        except (ParseError, OSError, zipfile.BadZipFile, NotImplementedError) as e:
            raise LayoutFault("G-40", "xlsx_broken", detail=type(e).__name__) from e
        for joined in _joined(texts):
            yield place, joined


def _joined(texts: list[str]) -> Iterator[str]:
    for n in range(0, len(texts), 200):
        yield "\n".join(texts[n : n + 200])


def _numbered(worksheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows with their numbers; those that the file leaves out come as empty ones."""
    laid_out = worksheet._get_row

    def in_order(row: list[dict[str, Any]], *rest: Any) -> Any:
        if any(one["column"] >= other["column"] for one, other in pairwise(row)):
            raise LayoutFault("G-40", "xlsx_broken", detail="order of cells")  # openpyxl would drop some
        return laid_out(row, *rest)

    worksheet._get_row = in_order
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
