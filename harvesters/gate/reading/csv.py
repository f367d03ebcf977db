"""CSV and TSV under limits, with an explicit dialect and true row numbers. No sniffing: what is unclear is refused.

A *row* is a record, as a spreadsheet counts it (header = row 1, an empty line counts, a line break inside quotes does
not); *line* counts line ends as a text editor does. The limits stand before Frictionless: 200 KB of extra cells took it
2.2 GiB, an unterminated quote swallowed 100 MB as one valid row (``validation.md`` §6, rows 34–40).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from harvesters.gate.reading.encoding import Encoding

MAX_FILE = 2 << 30
MAX_RECORD = 1 << 20
MAX_CELL = 256_000
MAX_COLUMNS = 1000
MAX_CELLS = 2000
MAX_BLANK = 1000
_DELIMITERS = {"csv": ",", "tsv": "\t"}
_QUOTE = '"'
# What people part cells with where no separator stands: → how it is found in a line.
_FOREIGN = {"|": r"\|", "，": "，", "；": "；", "、": "、", "␣": r"[ \u3000]{2,}"}
_LOOKED_AT = 20


class LayoutFault(Exception):
    """The file cannot be cut into cells without guessing. ``code`` is the rule, ``reason`` picks the words."""

    def __init__(self, code: str, reason: str, row: int | None = None, **params: Any) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason
        self.row = row
        self.params = params


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are told apart."""

    delimiter: str
    quote: str = _QUOTE


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the file: its number as a spreadsheet counts, the line it starts on, its cells."""

    row: int
    line: int
    cells: list[str]

    @property
    def blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


def choose_dialect(path: Path, encoding: Encoding, kind: str, declared: Mapping[str, Any] | None) -> Dialect:
    """The declared dialect; else the format's. A ``.csv`` without a comma in its header may use ``;`` or tab."""
    if declared:
        return _declared(declared, kind)
    if kind == "tsv":
        return Dialect("\t")
    with open_text(path, encoding) as stream:
        lines = [_outside(stream.readline(MAX_RECORD))]
        found = [mark for mark in (",", ";", "\t") if mark in lines[0]]
        if not found:
            lines += [_outside(stream.readline(MAX_RECORD)) for _ in range(_LOOKED_AT)]
            below = [line for line in lines[1:] if line]
            marks = [mark for mark in (",", ";", "\t") if 2 * sum(mark in line for line in below) > len(below)]
            if len(marks) == 1 and len({line.count(marks[0]) for line in below if marks[0] in line}) == 1:
                return Dialect(marks[0])  # a title stands above
            return Dialect(_only_mark([line for line in lines if line]))
    outside = lines[0]
    if len(found) == 1:
        return Dialect(found[0])
    if "," in found and found != [",", ";", "\t"]:
        other = next(mark for mark in found if mark != ",")
        if outside.count(",") > outside.count(other):
            return Dialect(",")
    raise LayoutFault("Q02", "delimiter_unclear", 1, found=" ".join(_shown(mark) for mark in found))


def _outside(line: str) -> str:
    """What stands between no quotes."""
    return "".join(line.split(_QUOTE)[::2]).strip()


def _only_mark(lines: Sequence[str]) -> str:
    """The bar if it parts cells; a comma for one column. What parts the lines alike but is no separator is refused: the
    table would become one column in silence."""
    for mark, pattern in _FOREIGN.items():
        times = {len(re.findall(pattern, line)) for line in lines}
        if len(lines) > 1 and len(times) == 1 and times != {0}:
            if mark == "|":
                return mark
            raise LayoutFault("Q02", "delimiter_foreign", 1, found=mark)
    return ","


def _declared(declared: Mapping[str, Any], kind: str) -> Dialect:
    nested = declared.get("csv")
    options = {**declared, **(nested if isinstance(nested, Mapping) else {})}
    delimiter = options.get("delimiter", _DELIMITERS.get(kind, ","))
    quote = options.get("quoteChar", _QUOTE)
    if delimiter not in (",", ";", "\t", "|"):
        raise LayoutFault("Q02", "dialect_delimiter", None, value=str(delimiter)[:20])
    if quote not in ('"', "'"):
        raise LayoutFault("Q02", "dialect_quote", None, value=str(quote)[:20])
    fixed = {"header": True, "headerRows": [1], "doubleQuote": True, "skipInitialSpace": False, "escapeChar": None}
    fixed |= {"commentChar": None, "commentRows": [], "skipBlankRows": False, "nullSequence": None}
    for option, only in fixed.items():
        if option in options and options[option] != only:
            raise LayoutFault("Q02", "dialect_option", None, option=option)
    return Dialect(delimiter, quote)


def open_text(path: Path, encoding: Encoding) -> TextIO:
    """The file's text after its BOM, line ends as they are."""
    stream = path.open("rb")
    stream.seek(encoding.skip)
    return io.TextIOWrapper(stream, encoding=encoding.codec, errors="strict", newline="")


def read(path: Path, encoding: Encoding, dialect: Dialect) -> Iterator[Record]:
    """All records, the header first, under the limits. Blank lines at the end of the file are left out."""
    with open_text(path, encoding) as stream:
        lines = _Lines(stream, encoding)
        csv.field_size_limit(MAX_CELL)
        reader = csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True)
        row, limit = 0, MAX_COLUMNS
        waiting: list[Record] = []
        while True:
            row, line = row + 1, reader.line_num + 1
            lines.size = 0
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as e:
                raise _fault(str(e), row, line) from e
            if len(cells) > limit:
                reason = "too_many_columns" if row == 1 else "too_many_cells"
                raise LayoutFault("G-40", reason, row, line=line, cells=len(cells), limit=limit)
            record = Record(row, line, cells)
            if row > 1 and not (cells and cells[0].strip()) and record.blank:
                waiting.append(record)
                continue
            if row == 1:
                limit = min(max(2 * len(cells), 16), MAX_CELLS)
            if waiting:
                if len(waiting) > MAX_BLANK:
                    raise LayoutFault("G-30", "blank-run", waiting[0].row, count=len(waiting), limit=MAX_BLANK)
                yield from waiting
                waiting.clear()
            yield record


class _Lines:
    """The lines of the file for the csv module, which by itself would read without any limit."""

    def __init__(self, stream: TextIO, encoding: Encoding) -> None:
        self._stream = stream
        self._mend = encoding.mend if encoding.codec == "gb18030" else None
        self._line = 0
        self.size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(MAX_RECORD + 1)
        if not line:
            raise StopIteration
        self._line += 1
        self.size += len(line)
        if self.size > MAX_RECORD:
            raise LayoutFault("Q02", "record_too_long", None, line=self._line, limit=MAX_RECORD)
        return self._mend(line) if self._mend else line


def _fault(message: str, row: int, line: int) -> LayoutFault:
    """The csv module tells its errors apart by text only."""
    if message.startswith("field larger"):
        return LayoutFault("Q02", "cell_too_long", row, line=line, limit=MAX_CELL)
    if message.startswith("unexpected end"):
        return LayoutFault("Q02", "quote_open", row, line=line)
    return LayoutFault("Q02", "quote_closed_early", row, line=line)


def _shown(mark: str) -> str:
    return "制表符" if mark == "\t" else mark
