"""XLSX under limits: one sheet as records of text with its true row numbers, and all that a person does not see of it.

The package is looked at before a library opens it (size, ratio, members), then each sheet's XML is read once as a
stream for what openpyxl's streaming mode leaves out: hidden rows and columns, merged ranges, formulas without a stored
value. Numbers become text as a person would read them; what a spreadsheet has damaged is a fault, never a value.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError, iterparse
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from harvesters.gate.reading.csv import MAX_CELL, MAX_COLUMNS, LayoutFault, Record

MAX_MEMBERS = 4000
MAX_UNPACKED = 1 << 30
MAX_MEMBER = 768 << 20
MAX_RATIO = 250
MAX_SHEETS = 256
MAX_MERGED = 100_000
_PRECISE = 10**15
_TEXTS = re.compile(r"(?:docProps/.*|xl/comments.*|xl/threadedComments/.*|xl/persons/.*)\.xml", re.IGNORECASE)
_DRAWN = re.compile(r"xl/drawings/.*\.xml", re.IGNORECASE)
_PRINTED = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
_CODES = re.compile(r"&(?:[A-Z]|\"[^\"]*\")")  # how a header says left, centre, font, page …
_MANY = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that must not be read as a value. ``column`` counts from 0; ``code`` is the rule, ``reason`` its case."""

    code: str
    reason: str
    row: int
    column: int
    value: str


@dataclass(slots=True)
class Sheet:
    """One worksheet as its XML describes it."""

    name: str
    visible: bool
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    unvalued: set[tuple[int, int]] = field(default_factory=set)
    header_footer: list[str] = field(default_factory=list)
    filled: bool = False


# Pages that explain how to fill in the table beside them; the portal's own templates have one.
_GUIDES = frozenset({"填写说明", "填报说明", "填表说明", "使用说明"})


class Workbook:
    """An opened file. ``texts``: what is written outside cells, with where. Close it when done."""

    def __init__(self, path: Path) -> None:
        members = _checked(path)
        self._stream = path.open("rb")  # the stage's names have no suffix, and openpyxl goes by it
        try:
            self._book = load_workbook(self._stream, read_only=True, data_only=True, keep_links=False)
        except Exception as e:
            self._stream.close()
            raise LayoutFault("G-40", "xlsx_broken", detail=type(e).__name__) from e
        self.sheets: list[Sheet] = []
        with zipfile.ZipFile(path) as archive:
            for one in self._book.worksheets[:MAX_SHEETS]:
                sheet = Sheet(one.title, one.sheet_state == "visible")
                with archive.open(one._worksheet_path.lstrip("/")) as stream:
                    _look(sheet, stream)
                self.sheets.append(sheet)
            self.texts = [*self._named(), *_member_texts(archive, members)]
        for sheet in self.sheets:
            self.texts += [(f"工作表“{sheet.name}”的页眉页脚", text) for text in sheet.header_footer]

    def close(self) -> None:
        self._book.close()
        self._stream.close()

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _named(self) -> Iterator[tuple[str, str]]:
        for sheet in self.sheets:
            yield "工作表名", sheet.name
        for name, defined in self._book.defined_names.items():
            yield "名称管理器", f"{name} {defined.value or ''}"

    def choose(self, wanted: str | None) -> Sheet:
        """The table's sheet: the one named, or the only one that is visible and holds anything (Q21)."""
        if wanted is not None:
            for sheet in self.sheets:
                if sheet.name == wanted:
                    return sheet
            raise LayoutFault("Q21", "no_such_sheet", sheet=wanted[:60], sheets=_names(self.sheets))
        shown = [sheet for sheet in self.sheets if sheet.visible and sheet.filled]
        shown = [sheet for sheet in shown if sheet.name.strip() not in _GUIDES] or shown
        if not shown:
            raise LayoutFault("Q26", "no_rows")
        if len(shown) > 1:
            raise LayoutFault("Q21", "several", sheets=_names(shown), count=len(shown))
        return shown[0]

    def records(self, sheet: Sheet, faults: list[Fault], filled: list[tuple[int, int, str]]) -> Iterator[Record]:
        """Its rows as text, blank ones at the end left out.

        ``faults`` and ``filled`` grow meanwhile: cells that are no values; cells of a vertical merge that were given
        the text written once above them (row, column from 0, text).
        """
        above: dict[int, tuple[int, str]] = {}  # column → until which row, text
        spans = {(r, c): last for r, c, last, _ in sheet.merged if last > r}
        waiting: list[Record] = []
        worksheet = self._book[sheet.name]
        worksheet.reset_dimensions()  # declared dimensions may lie
        for row, cells in _numbered(worksheet):
            if len(cells) > MAX_COLUMNS:
                raise LayoutFault("G-40", "too_many_columns", row, cells=len(cells), limit=MAX_COLUMNS)
            texts = [_text(cell, row, n, sheet, faults) for n, cell in enumerate(cells)]
            while texts and not texts[-1]:
                texts.pop()
            for n in [n for n, (last, _) in above.items() if last < row]:
                del above[n]
            for n, (_, text) in above.items():
                if n < len(texts) and not texts[n]:
                    texts[n] = text
                    filled.append((row, n, text))
            for n, cell in enumerate(cells[: len(texts)]):
                if texts[n] and isinstance(cell.value, str) and (row, n + 1) in spans:
                    above[n] = (spans[row, n + 1], texts[n])
            record = Record(row, row, texts)
            if record.blank:
                waiting.append(record)
                continue
            yield from waiting
            waiting.clear()
            yield record


def _checked(path: Path) -> list[str]:
    """Refuse what would burst or hide something before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as e:
        raise LayoutFault("G-40", "xlsx_broken", detail=type(e).__name__) from e
    names = [info.filename for info in infos]
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if len(infos) > MAX_MEMBERS:
        raise LayoutFault("G-40", "bomb", detail=f"{len(infos)} > {MAX_MEMBERS}")
    large = any(info.file_size > MAX_MEMBER for info in infos)
    if large or unpacked > MAX_UNPACKED or (unpacked > 8 << 20 and unpacked / packed > MAX_RATIO):
        raise LayoutFault("G-40", "bomb", detail=f"{unpacked >> 20} MiB / {packed >> 10} KiB")
    if any(name.startswith("xl/embeddings/") for name in names):
        raise LayoutFault("G-40", "embedded")
    if any(info.flag_bits & 1 for info in infos):
        raise LayoutFault("G-40", "disguised", format="xlsx", found="encrypted")
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


def _member_texts(archive: zipfile.ZipFile, names: list[str]) -> Iterator[tuple[str, str]]:
    """Properties, comments and text boxes: every text of these members."""
    for name in names:
        place = "批注或文件属性" if _TEXTS.fullmatch(name) else "图形中的文字" if _DRAWN.fullmatch(name) else None
        if place is None:
            continue
        try:
            with archive.open(name) as stream:
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
        plain = value.replace(microsecond=0) if value.microsecond < 500_000 else value
        return plain.date().isoformat() if not (value.hour or value.minute or value.second) else plain.isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(value)
    return _figure(value, str(cell.number_format or ""), row, column, faults)


def _figure(value: float, shown: str, row: int, column: int, faults: list[Fault]) -> str:
    if abs(value) >= _PRECISE and value == int(value):
        text = str(int(value))
        faults.append(Fault("Q14", "number", row, column, text))
        return text
    if value == int(value) and abs(value) < _PRECISE:
        text = str(int(value)) if "%" not in shown else str(int(value * 100)) + "%"
        return text.zfill(len(shown)) if re.fullmatch(r"0{2,20}", shown) else text
    scaled = Decimal(repr(value)) * 100 if "%" in shown else Decimal(repr(value))
    text = format(Decimal(f"{scaled:.15g}"), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text + "%" if "%" in shown else text


def sheet_of(dialect: Mapping[str, Any] | None) -> str | None:
    """The sheet that a descriptor names, in either notation (``sheet`` or Frictionless's ``excel.sheet``)."""
    nested = (dialect or {}).get("excel")
    given = (nested if isinstance(nested, Mapping) else dialect or {}).get("sheet")
    return given if isinstance(given, str) and given else None


def place_of(column: int) -> str:
    """B for column 1: how a spreadsheet calls it."""
    return str(get_column_letter(column + 1))


def _names(sheets: list[Sheet]) -> str:
    more = "…" if len(sheets) > _MANY else ""
    return "、".join(f"“{sheet.name[:31]}”" for sheet in sheets[:_MANY]) + more
