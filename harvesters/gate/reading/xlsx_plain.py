"""The rows of an XLSX sheet as columns, where its XML is written as programs write it: the same texts that openpyxl
gives cell by cell. What differs in any way from the pattern below is left to openpyxl, from that row on.

A number keeps its digits from the file; one that is no whole number or short decimal, a date, an error, an escaped text
is asked of openpyxl's own parser, once for each form in which it occurs.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import IO
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring

import polars as pl
import pyarrow as pa
from openpyxl.cell.text import Text
from openpyxl.xml.constants import SHEET_MAIN_NS

from harvesters.gate.reading.stretches import blank

_FIRST, _PIECE = 256 << 10, 4 << 20
_ROWS, _END_ROW = b"<sheetData>", b"</row>"
# Without these in a piece of whole rows, nothing in it is hidden or computed.
_TELLING = (b"hidden", b"<f", b"<!", b"xmlns", b"</sheetData")
_WORDS = r"([^<>\x00-\x08\x0B-\x1F\x{FFFE}\x{FFFF}]*)"
# Never two ways to go on with one character: then the pattern is matched in one pass, which takes half the time.
_CELL = (
    r'^r="([A-Z]{1,3})([0-9]{1,7})"(?: (?:s="([0-9]{1,5})"(?: t="([a-zA-Z]{1,9})")?|t="([a-zA-Z]{1,9})"))?'
    rf'(?:/>|><(?:v>{_WORDS}</v><|is><t(?: xml:space="preserve")?>{_WORDS}</t></is><)?/c>)'
    r'(?:(</row>)(?:<row r="([0-9]{1,7})"(?: [^<>/]*)?>)?)?$'
)
_OPENING = r'^<row r="([0-9]{1,7})"(?: [^<>/]*)?>$'
_FIGURE = r"^(?:0|-?[1-9][0-9]{0,14}|-?(?:0|[1-9][0-9]{0,12})\.[0-9]{0,12}[1-9])$"
_DIGITS = 16  # a figure's, with its point: a float keeps so many
_STRING = rf'^<t(?: xml:space="preserve")?>{_WORDS}</t></si>$'

# What one cell says, by its type, style and content; its row and column are for faults. None: openpyxl shall say.
Odd = Callable[[str, int, str, int, int], str | None]


class Part(Enum):
    """Of a sheet's XML: what stands before the rows; some whole rows; the rest."""

    HEAD = auto()
    ROWS = auto()
    REST = auto()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows with their numbers; those that the file leaves out are not among them."""

    numbers: pl.Series
    frame: pl.DataFrame

    def unlike(self, longest: int) -> bool:
        """Whether they are no stretch: one is left out or blank, or a cell is longer than that."""
        gaps = self.numbers[-1] - self.numbers[0] + 1 != len(self.numbers)
        size = self.frame.select(pl.max_horizontal(pl.all().str.len_chars().max())).item()
        return gaps or (size or 0) > longest or bool(blank(self.frame).any())


def pieces(stream: IO[bytes]) -> Iterator[tuple[bytes, Part]]:
    """A sheet's XML from the beginning to the end."""
    held, inside, size = b"", False, _FIRST
    while more := stream.read(size):
        held += more
        if not inside:
            at = held.find(_ROWS) + len(_ROWS)
            if at < len(_ROWS):
                if len(held) > _PIECE:
                    break
                continue
            if not _usual(held[:at]):
                break
            yield held[:at], Part.HEAD
            held, inside = held[at:], True
        end = held.rfind(_END_ROW) + len(_END_ROW)
        if end >= len(_END_ROW):
            rows, held = held[:end], held[end:]
            yield rows, Part.ROWS
        size = _PIECE
    yield held, Part.REST
    while more := stream.read(_PIECE):
        yield more, Part.REST


def is_telling(rows: bytes) -> bool:
    """Whether more than cells is to be told of these rows."""
    return any(telling in rows for telling in _TELLING)


def _usual(head: bytes) -> bool:
    """Whether the names of its elements are what they seem: one name space without a prefix, no definitions."""
    declared = head[: head.find(b"?>")].lower() if head.startswith(b"<?xml") else b""
    utf8 = b"encoding" not in declared or b"utf-8" in declared
    main = f'xmlns="{SHEET_MAIN_NS}"'.encode()
    return utf8 and b"<!" not in head and head.count(SHEET_MAIN_NS.encode()) == 1 and main in head


class Plain:
    """Cells of one workbook. ``strings``: the shared ones; ``styles``: those in which a short figure is itself."""

    def __init__(self, strings: pl.Series, styles: list[int], odd: Odd) -> None:
        self._strings, self._styles, self._odd = strings, styles, odd

    def rows(self, xml: bytes) -> Rows | None:
        """Some whole rows; None: they are not written as we know it."""
        try:
            parts = _text(xml).str.split("<c ").explode()
        except pa.ArrowInvalid:
            return None
        opening = parts[:1].str.extract(_OPENING)
        cells = parts[1:].str.extract_groups(_CELL).struct.unnest()
        cells.columns = ["letters", "row", "style", "styled", "type", "value", "words", "closed", "next"]
        cells = cells.with_columns(
            pl.col("row", "next").cast(pl.UInt32),
            pl.col("style").cast(pl.UInt32).fill_null(0),
            pl.coalesce("type", "styled").alias("type"),
        )
        if cells.is_empty() or not _in_order(cells, opening):
            return None
        letters = cells["letters"].unique().to_list()
        columns = cells["letters"].replace_strict(letters, [column_of(one) for one in letters], return_dtype=pl.UInt32)
        cells = cells.with_columns(columns.alias("column"))
        steps = (cells["row"].cast(pl.UInt64) * 100_000 + cells["column"]).diff().drop_nulls()
        if cells["row"].null_count() or (len(steps) and steps.cast(pl.Int64).min() <= 0):  # type: ignore[operator]
            return None
        texts = self._texts(cells)
        return None if texts is None else _grid(cells, texts)

    def _texts(self, cells: pl.DataFrame) -> pl.Series | None:
        kind, value, words = pl.col("type").fill_null("n"), pl.col("value"), pl.col("words")
        strings = cells.select(pl.when(kind == "s").then(value.cast(pl.UInt32, strict=False))).to_series()
        if (strings >= len(self._strings)).any():
            return None
        shared = self._strings.gather(strings)
        figure = value.str.contains(_FIGURE) & (value.str.strip_prefix("-").str.len_bytes() <= _DIGITS)
        known = (
            pl.when((value.is_null() | (value == "")) & words.is_null())
            .then(pl.lit(""))
            .when((kind == "s") & words.is_null())
            .then(shared.cast(pl.String))
            .when((kind == "inlineStr") & value.is_null() & ~words.str.contains("&", literal=True))
            .then(words)
            .when((kind == "str") & words.is_null() & ~value.str.contains("&", literal=True))
            .then(value)
            .when((kind == "n") & words.is_null() & pl.col("style").is_in(self._styles) & figure)
            .then(value)
        )
        texts = cells.select(known.alias("text")).to_series()
        odd = texts.is_null()
        if not odd.any():
            return texts
        asked: list[str] = []
        for place in cells.filter(odd).select("type", "style", "value", "words", "row", "column").iter_rows():
            kind_, style, given, said, row, column = place
            text = self._odd(kind_ or "n", style, given if said is None else said, row, column)
            if text is None:
                return None
            asked.append(text)
        places = pl.int_range(cells.height, eager=True).filter(odd)
        return texts.scatter(places, asked)


def _text(utf8: bytes) -> pl.Series:
    """As one cell, proved to be UTF-8 and not copied."""
    ends = pa.py_buffer(struct.pack("<qq", 0, len(utf8)))
    text = pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(utf8))
    text.validate(full=True)
    return pl.Series(pl.from_arrow(text))


def _in_order(cells: pl.DataFrame, opening: pl.Series) -> bool:
    """Whether each row begins where its tag says, and ends before the next."""
    before = pl.concat([opening.cast(pl.UInt32), cells["next"][:-1]])
    starts = cells["row"].is_first_distinct()
    closes = cells["closed"].is_not_null()
    if not (closes[-1] and cells["next"][-1] is None and (closes[:-1] == cells["next"][:-1].is_not_null()).all()):
        return False
    return (starts == before.is_not_null()).all() and (before.filter(starts) == cells["row"].filter(starts)).all()


def _grid(cells: pl.DataFrame, texts: pl.Series) -> Rows:
    """Texts by row and column; what is not written is empty."""
    numbers = cells["row"].unique(maintain_order=True)
    lines = (cells["row"].rle_id()).cast(pl.UInt32)
    columns = []
    for place in range(1, int(cells["column"].max()) + 1):  # type: ignore[arg-type]
        here = cells["column"] == place
        found = texts.filter(here)
        if len(found) < len(numbers):
            where = pl.repeat(None, len(numbers), dtype=pl.UInt32, eager=True)
            where = where.scatter(lines.filter(here), pl.int_range(len(found), dtype=pl.UInt32, eager=True))
            found = found.gather(where).fill_null("") if len(found) else pl.repeat("", len(numbers), eager=True)
        columns.append(found.alias(f"c{place - 1}"))
    return Rows(numbers, pl.DataFrame(columns))


def column_of(letters: str) -> int:
    """A column's number, from 1, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def strings(stream: IO[bytes]) -> list[str] | None:
    """The shared strings; None: they are not written as we know it."""
    head, *items = stream.read().split(b"<si>")
    if not _usual(head) or b"<sst" not in head:
        return None
    if not items:
        return []
    items[-1] = items[-1].partition(b"</sst>")[0].rstrip()
    try:
        cells = pl.Series([b"\x1e".join(items).decode()]).str.split("\x1e").explode()
    except UnicodeDecodeError:
        return None
    texts = cells.str.extract(_STRING)
    odd = texts.is_null() | texts.str.contains("&|x005F_|\r")
    found: list[str] = texts.to_list()
    for n, item in zip(pl.int_range(len(cells), eager=True).filter(odd), cells.filter(odd), strict=True):
        try:
            read = fromstring(f'<si xmlns="{SHEET_MAIN_NS}">{item}')
            found[n] = Text.from_tree(read).content.replace("x005F_", "")
        except (ParseError, ValueError, TypeError, KeyError):
            return None
    return found if len(found) == len(items) else None


def element(kind: str, style: int, content: str) -> Element:
    """A cell as openpyxl's parser takes it.

    :raises ParseError: the content is not well-formed
    """
    text = fromstring(f"<t>{content}</t>").text if "&" in content else content
    cell = Element(f"{{{SHEET_MAIN_NS}}}c", {"t": kind, "s": str(style)})
    holder = SubElement(cell, f"{{{SHEET_MAIN_NS}}}is") if kind == "inlineStr" else cell
    SubElement(holder, f"{{{SHEET_MAIN_NS}}}{'t' if kind == 'inlineStr' else 'v'}").text = text
    return cell
