"""ODS: one pass over its XML by the bare parser. Values as they are written there, rows put down as they are read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from xml.parsers import expat

from harvesters.gate.reading import archive
from harvesters.gate.reading.csv import MAX_CELL, MAX_COLUMNS, LayoutFault, Record
from harvesters.gate.reading.spool import Spool
from harvesters.gate.reading.workbook import MAX_MERGED, MAX_SHEETS, Fault, Row, Sheet, Workbook, figure

MAX_REPEATED = 200_000
_ERROR = re.compile(r"#(?:REF|NAME|VALUE|DIV/0|N/A|NUM|NULL)[!?]?|Err:\d+")
_TIME = re.compile(r"-?PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?")
_BREAKS = {"tab": "\t", "line-break": "\n"}
_MACROS = ("Basic/", "Scripts/")


class Ods(Workbook):
    """An opened document."""

    def __init__(self, path: Path) -> None:
        infos = archive.members(path, "ods")
        names = [info.filename for info in infos]
        if any(name.startswith(_MACROS) and name.endswith((".xml", ".py", ".js")) for name in names):
            raise LayoutFault("G-40", "macros")
        self.texts = []
        with zipfile.ZipFile(path) as packed:
            _refuse_locked(packed, names)
            self._content = _Content()
            parse(packed, "content.xml", self._content.start, self._content.end, self._content.text)
            for name in names:
                if name.endswith(".xml") and name not in ("content.xml", "settings.xml", "META-INF/manifest.xml"):
                    self.texts += [(name, text) for text in texts_of(packed, name)]
        self.sheets = [one.sheet for one in self._content.tables]
        self.texts += self._content.texts
        self.texts += [("工作表名", sheet.name) for sheet in self.sheets]

    def rows(self, sheet: Sheet, faults: list[Fault]) -> Iterator[Row]:
        table = next(one for one in self._content.tables if one.sheet is sheet)
        faults += table.faults
        for record in table.records():
            number = record.row
            yield number, record.cells, lambda n, row=number: (row, n + 1) in table.words  # type: ignore[misc]


class _Table:
    """One sheet while it is read."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.row, self.column, self.repeat = 0, 0, 1
        self.columns = 0
        self.cells: list[str] = []
        self.faults: list[Fault] = []
        self.words: set[tuple[int, int]] = set()  # where a merged range of words begins
        self._spool = Spool()
        self._kept: list[Record] | None = None

    def end_row(self) -> None:
        while self.cells and not self.cells[-1]:
            self.cells.pop()
        if self.cells:
            if self.repeat > 1 and self._spool.count + self.repeat > MAX_REPEATED:
                raise LayoutFault("G-40", "bomb", detail=f"{self.repeat} × {self.row}")
            cells = {str(n): text for n, text in enumerate(self.cells)}
            for number in range(self.row, self.row + self.repeat):
                self._spool.add(number, cells)
        self.row += self.repeat - 1

    def records(self) -> Iterator[Record]:
        return self._spool.rows()


class _Content:
    """What the parser meets in ``content.xml``."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self.texts: list[tuple[str, str]] = []
        self._hidden: set[str] = set()
        self._style = ""
        self._path: list[str] = []
        self._aside = 0  # inside a comment or a drawing, whose text is not the cell's
        self._parts: list[str] = []
        self._beside: list[str] = []
        self._cell: dict[str, str] = {}
        self._paragraphs = 0

    @property
    def _table(self) -> _Table:
        return self.tables[-1]

    def start(self, tag: str, given: dict[str, str]) -> None:
        self._path.append(tag)
        if tag == "style":
            self._style = given.get("name", "")
        elif tag == "table-properties" and given.get("display") == "false":
            self._hidden.add(self._style)
        elif tag == "table" and not self._aside:
            if len(self.tables) >= MAX_SHEETS:
                raise LayoutFault("G-40", "bomb", detail=f"> {MAX_SHEETS}")
            name = given.get("name", "")
            self.tables.append(_Table(Sheet(name, given.get("style-name") not in self._hidden)))
        elif not self.tables:
            return
        elif tag in ("annotation", "shapes", "frame", "custom-shape", "object"):
            self._aside += 1
        elif self._aside:
            return
        elif tag == "table-column":
            self._columns(given)
        elif tag == "table-row":
            self._row(given)
        elif tag in ("table-cell", "covered-table-cell"):
            self._cell, self._parts, self._paragraphs = given, [], 0
        elif tag == "p":
            if self._paragraphs:
                self._parts.append("\n")
            self._paragraphs += 1
        elif tag == "s":
            self._parts.append(" " * min(_count(given.get("c")), MAX_CELL))
        elif tag in _BREAKS:
            self._parts.append(_BREAKS[tag])
        elif tag == "named-range" or tag == "named-expression":
            self.texts.append(("名称管理器", " ".join(given.values())))

    def end(self, tag: str) -> None:
        self._path.pop()
        if tag in ("annotation", "shapes", "frame", "custom-shape", "object") and self._aside:
            self._aside -= 1
            if not self._aside:
                self.texts.append(("批注或图形中的文字", "".join(self._beside)))
                self._beside = []
        elif self._aside:
            if tag in ("p", "creator"):
                self._beside.append("\n")
        elif tag in ("table-cell", "covered-table-cell") and self.tables:
            self._end_cell()
        elif tag == "table-row" and self.tables:
            self._table.end_row()

    def text(self, data: str) -> None:
        if self._aside:
            self._beside.append(data)
        elif self._path and ("p" in self._path[-4:]):
            self._parts.append(data)

    def _columns(self, given: dict[str, str]) -> None:
        table, many = self._table, _count(given.get("number-columns-repeated"))
        if given.get("visibility") in ("collapse", "filter"):
            last = min(table.columns + many, MAX_COLUMNS)
            table.sheet.hidden_columns += range(table.columns + 1, last + 1)
        table.columns += many

    def _row(self, given: dict[str, str]) -> None:
        table = self._table
        table.row, table.column, table.cells = table.row + 1, 0, []
        table.repeat = _count(given.get("number-rows-repeated"))
        if given.get("visibility") in ("collapse", "filter") and table.repeat < MAX_REPEATED:
            table.sheet.hidden_rows += range(table.row, table.row + table.repeat)

    def _end_cell(self) -> None:
        table, given = self._table, self._cell
        many = _count(given.get("number-columns-repeated"))
        text = self._value(table, given)
        if text:
            if table.column + many > MAX_COLUMNS:
                cells = table.column + many
                raise LayoutFault("G-40", "too_many_columns", table.row, cells=cells, limit=MAX_COLUMNS)
            table.sheet.filled = True
            table.cells += [""] * (table.column - len(table.cells)) + [text] * many
            self._span(table, given)
        table.column += many

    def _span(self, table: _Table, given: dict[str, str]) -> None:
        rows, columns = _count(given.get("number-rows-spanned")), _count(given.get("number-columns-spanned"))
        if (rows > 1 or columns > 1) and len(table.sheet.merged) < MAX_MERGED:
            at = (table.row, table.column + 1)
            table.sheet.merged.append((*at, at[0] + rows - 1, at[1] + columns - 1))
            if given.get("value-type", "string") == "string":
                table.words.add(at)

    def _value(self, table: _Table, given: dict[str, str]) -> str:
        shown, kind = "".join(self._parts), given.get("value-type")
        place = table.row, table.column
        if given.get("calcext") == "error" or ("formula" in given and _ERROR.fullmatch(shown)):
            table.faults.append(Fault("Q22", "error", *place, shown))
            return shown or "#"
        if "formula" in given and kind is None and not shown:
            table.faults.append(Fault("Q22", "no_value", *place, ""))
            table.sheet.filled = True
            return ""
        if kind in ("float", "currency", "percentage"):
            return _number(given.get("value", ""), shown, kind, place, table.faults)
        if kind == "date":
            value = given.get("date-value", shown)
            return value if ":" in shown else re.sub(r"T00:00:00(?:\.0+)?$", "", value)
        if kind == "time" and (match := _TIME.fullmatch(given.get("time-value", ""))):
            return ":".join(f"{int(part or 0):02d}" for part in match.groups())
        if kind == "boolean":
            return given.get("boolean-value", shown)
        return given.get("string-value", shown)[: MAX_CELL + 1]


def _number(written: str, shown: str, kind: str, place: tuple[int, int], faults: list[Fault]) -> str:
    try:
        value = Decimal(written)
        if not value.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        faults.append(Fault("Q22", "error", *place, shown))
        return shown or written
    if kind == "percentage":
        return figure(float(value), "%", *place, faults)
    if shown.isascii() and shown.isdigit() and shown.startswith("0") and len(shown) <= 20 and int(shown) == value:
        return shown  # a code that is shown with its zeros
    return figure(float(value), "", *place, faults)


def _count(text: str | None) -> int:
    return max(int(text), 1) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1


def _refuse_locked(packed: zipfile.ZipFile, names: list[str]) -> None:
    if "META-INF/manifest.xml" in names:
        with packed.open("META-INF/manifest.xml") as stream:
            if b"encryption-data" in stream.read(4 << 20):
                raise LayoutFault("G-40", "disguised", format="ods", found="encrypted")


def texts_of(packed: zipfile.ZipFile, name: str) -> Iterator[str]:
    """All text of an XML member, some hundred stretches at a time; attributes too, where names and titles hide."""
    found: list[str] = []

    def start(_: str, given: dict[str, str]) -> None:
        found.extend(value for value in given.values() if not value.isascii() or len(value) >= 11)

    parse(packed, name, start, lambda _: None, lambda data: found.append(data) if data.strip() else None)
    for n in range(0, len(found), 200):
        yield "\n".join(found[n : n + 200])


def parse(packed: zipfile.ZipFile, name: str, start: Any, end: Any, text: Any) -> None:
    """One member by the bare parser, names without their spaces; entities of its own are refused."""
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True

    def entity(*_: Any) -> None:
        raise ValueError("entity")

    def plain(tag: str, given: dict[str, str]) -> None:
        start(tag.rpartition("|")[2], {_attribute(key): value for key, value in given.items()})

    parser.StartElementHandler = plain
    parser.EndElementHandler = lambda tag: end(tag.rpartition("|")[2])
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = entity
    try:
        with packed.open(name) as stream:
            parser.ParseFile(stream)
    except LayoutFault:
        raise
    except (expat.ExpatError, KeyError, TypeError, *archive.ERRORS) as e:
        raise LayoutFault("G-40", "xlsx_broken", detail=type(e).__name__) from e


def _attribute(key: str) -> str:
    space, _, local = key.rpartition("|")
    return "calcext" if "calcext" in space and local == "value-type" else local
