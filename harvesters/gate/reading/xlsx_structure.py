"""What openpyxl's streaming mode leaves out of a sheet: hidden rows and columns, merged ranges, formulas without value,
and the texts that stand in no cell: headers and footers, what a cell shows beside its value or lets be chosen.
"""

from __future__ import annotations

import re
from typing import IO, Any
from xml.parsers import expat

from openpyxl.utils import range_boundaries

from harvesters.gate.reading import xlsx_plain
from harvesters.gate.reading.csv import MAX_COLUMNS, LayoutFault
from harvesters.gate.reading.workbook import MAX_MERGED, Sheet
from harvesters.gate.reading.xlsx_plain import Part

_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
_PRINTED = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
# What a cell shows beside its value, or lets be chosen.
_SHOWN = {
    "dataValidation": ("promptTitle", "prompt", "errorTitle", "error"),
    "hyperlink": ("display", "tooltip", "location"),
}
_ALLOWED = frozenset({"formula1", "formula2"})
_CODES = re.compile(r"&(?:[A-Z]|\"[^\"]*\")")  # how a header says left, centre, font, page …


def look(sheet: Sheet, stream: IO[bytes], copy: IO[bytes] | None) -> None:
    """One pass over a sheet's XML by the bare parser, but for rows that hold nothing but cells: no element is built,
    entities are refused. ``copy``: where it is put, too."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    structure = _Structure(sheet, parser)
    parser.StartElementHandler = structure.start
    parser.EndElementHandler = structure.end
    parser.EntityDeclHandler = structure.entity
    try:
        for xml, part in xlsx_plain.pieces(stream):
            if copy is not None:
                copy.write(xml)
            if part is not Part.ROWS or not structure.passed_over(xml):
                parser.Parse(xml)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, TypeError) as e:
        raise LayoutFault("G-40", "xlsx_broken", detail=type(e).__name__) from e


class _Structure:
    """What the parser meets, kept in its sheet."""

    def __init__(self, sheet: Sheet, parser: expat.XMLParserType) -> None:
        self._sheet, self._parser = sheet, parser
        self._row = self._column = 0
        self._value = self._formula = False
        self._printed: list[str] = []

    def passed_over(self, rows: bytes) -> bool:
        """Whether these rows need not be parsed: they hold values, and the last one says its number."""
        number = _ROW.search(rows, rows.rfind(b"<row"))
        if number is None or not (b"<v>" in rows or b"<is>" in rows) or xlsx_plain.is_telling(rows):
            return False
        for found in _ROW.findall(rows):
            self._next_row(int(found))
        self._sheet.filled = True
        return True

    def _next_row(self, number: int) -> None:
        """openpyxl leaves out, without a word, a row that stands behind its place."""
        if number <= self._row:
            raise ValueError("order of rows")
        self._row = number

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
            self._next_row(int(given.get("r") or self._row + 1))
            self._column = 0
            if given.get("hidden") in ("1", "true"):
                self._sheet.hidden_rows.append(self._row)
        elif tag == "col" and given.get("hidden") in ("1", "true"):
            first, last = int(given.get("min", 0)), int(given.get("max", 0))
            self._sheet.hidden_columns += range(first, min(last, MAX_COLUMNS) + 1)
        elif tag == "mergeCell" and len(self._sheet.merged) < MAX_MERGED:
            low_column, low_row, high_column, high_row = range_boundaries(given.get("ref", "A1"))
            self._sheet.merged.append((low_row, low_column, high_row, high_column))
        elif tag in _PRINTED or tag in _ALLOWED:
            self._printed.clear()
            self._parser.CharacterDataHandler = self._printed.append
        elif tag in _SHOWN:
            place = "数据验证" if tag == "dataValidation" else "超链接"
            self._aside(place, " ".join(given[name] for name in _SHOWN[tag] if name in given))

    def _aside(self, place: str, text: str) -> None:
        if text.strip():
            self._sheet.asides.setdefault(place, []).append(text)

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag in _PRINTED:
            self._parser.CharacterDataHandler = None
            self._aside("页眉页脚", _CODES.sub(" ", "".join(self._printed)))
        elif tag in _ALLOWED:
            self._parser.CharacterDataHandler = None
            self._aside("数据验证", "".join(self._printed))
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
    return before + 1 if letters is None else xlsx_plain.column_of(letters[0])
