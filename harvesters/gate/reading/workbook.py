"""What workbooks have in common, whatever their format: sheets, what is hidden in them, which cells are no values, and
one sheet as records of text with its true row numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from harvesters.gate.reading.csv import MAX_BLANK, MAX_COLUMNS, LayoutFault, Record
from harvesters.gate.reading.stretches import Stretch

MAX_SHEETS = 256
MAX_MERGED = 100_000
_PRECISE = 10**15
_LITERAL = re.compile(r'"[^"]*"|\\.|\[(?!h|s)[^\]]*\]')  # of a number format: quoted words, colours, languages
_MANY = 5

# Row, its texts, and whether the cell at a place holds words of its own (only such are meant for a merged range).
Row = tuple[int, list[str], Callable[[int], bool]]


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
    """One sheet and its structure; rows and columns count from 1, merged ranges are (row, column, row, column)."""

    name: str
    visible: bool
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    unvalued: set[tuple[int, int]] = field(default_factory=set)
    asides: dict[str, list[str]] = field(default_factory=dict)  # place → texts that stand in no cell
    filled: bool = False


# Pages that explain how to fill in the table beside them; the portal's own templates have one.
_GUIDES = frozenset({"填写说明", "填报说明", "填表说明", "使用说明"})


class Workbook:
    """An opened file. ``texts``: what is written outside cells, with where. Close it when done."""

    sheets: list[Sheet]
    texts: list[tuple[str, str]]

    def __init__(self, path: Path) -> None:
        raise LayoutFault("G-40", "unreadable")

    def rows(self, sheet: Sheet, faults: list[Fault]) -> Iterator[Row | Stretch]:
        """Each row that the file holds, or several that nothing is merged with; ``faults`` grows meanwhile."""
        raise LayoutFault("G-40", "unreadable")

    def close(self) -> None:
        """Let go of the file."""

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def shown(self) -> list[Sheet]:
        """The sheets that may be meant: visible, filled, and no page that explains."""
        shown = [sheet for sheet in self.sheets if sheet.visible and sheet.filled]
        return [sheet for sheet in shown if sheet.name.strip() not in _GUIDES] or shown

    def choose(self, wanted: str | None) -> Sheet:
        """The table's sheet: the one named, or the only one that is visible and holds anything (Q21)."""
        if wanted is not None:
            for sheet in self.sheets:
                if sheet.name == wanted:
                    return sheet
            raise LayoutFault("Q21", "no_such_sheet", sheet=wanted[:60], sheets=names(self.sheets))
        shown = self.shown()
        if not shown:
            raise LayoutFault("Q26", "no_rows")
        if len(shown) > 1:
            raise LayoutFault("Q21", "several", sheets=names(shown), count=len(shown))
        return shown[0]

    def records(
        self, sheet: Sheet, faults: list[Fault], filled: list[tuple[int, int, str]]
    ) -> Iterator[Record | Stretch]:
        """Its rows as text, blank ones at the end left out.

        ``faults`` and ``filled`` grow meanwhile: cells that are no values; cells of a vertical merge that were given
        the text written once above them (row, column from 0, text).
        """
        above: dict[int, tuple[int, str]] = {}  # column → until which row, text
        spans = {(r, c): last for r, c, last, _ in sheet.merged if last > r}
        before = width = 0
        for item in self.rows(sheet, faults):
            if isinstance(item, Stretch) and item.first == before + 1 and item.frame.width <= width:
                yield _widened(item, width)
                before += len(item)
                continue
            for row, texts, is_words in _each(item):
                if len(texts) > MAX_COLUMNS:
                    raise LayoutFault("G-40", "too_many_columns", row, cells=len(texts), limit=MAX_COLUMNS)
                while texts and not texts[-1]:
                    texts.pop()
                width = max(width, len(texts))
                texts += [""] * (width - len(texts))  # a sheet has no short rows: its last cells are empty
                if spans:
                    for n in [n for n, (last, _) in above.items() if last < row]:
                        del above[n]
                    for n, (_, text) in above.items():
                        if n < len(texts) and not texts[n]:
                            texts[n] = text
                            filled.append((row, n, text))
                    for n, text in enumerate(texts):
                        if text and (row, n + 1) in spans and is_words(n):
                            above[n] = (spans[row, n + 1], text)
                record = Record(row, row, texts)
                if record.blank:
                    continue
                blank = row - before - 1
                if blank > MAX_BLANK:
                    faults.append(Fault("G-30", "blank-run", before + 1, 0, str(blank)))
                else:
                    yield from (Record(number, number, []) for number in range(before + 1, row))
                before = row
                yield record


def _each(item: Row | Stretch) -> Iterator[Row]:
    if isinstance(item, Stretch):
        yield from ((record.row, record.cells, lambda _: True) for record in item.records())
    else:
        yield item


def _widened(stretch: Stretch, width: int) -> Stretch:
    """With empty cells up to that width."""
    more = [pl.lit("").alias(f"c{n}") for n in range(stretch.frame.width, width)]
    return Stretch(stretch.first, stretch.frame.with_columns(more)) if more else stretch


def is_padding(shown: str) -> bool:
    """Whether a number's format is a number of zeros, which it is filled up to."""
    return re.fullmatch(r"0{2,20}", shown) is not None


def figure(value: float, shown: str, row: int, column: int, faults: list[Fault]) -> str:
    """A number as a person reads it in a cell of the format ``shown``."""
    if abs(value) >= _PRECISE and value == int(value):
        text = str(int(value))
        faults.append(Fault("Q14", "number", row, column, text))
        return text
    if value == int(value):
        text = str(int(value)) if "%" not in shown else str(int(value * 100)) + "%"
        return text.zfill(len(shown)) if is_padding(shown) else text
    scaled = Decimal(repr(value)) * 100 if "%" in shown else Decimal(repr(value))
    text = format(Decimal(f"{scaled:.15g}"), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text + "%" if "%" in shown else text


def moment(value: dt.datetime, shown: str) -> str:
    """A day; and its time if there is one, or if a cell of the format ``shown`` shows midnight too."""
    plain = value.replace(microsecond=0) if value.microsecond < 500_000 else value
    timed = value.hour or value.minute or value.second or re.search("[hs]", _LITERAL.sub("", shown.lower()))
    return plain.isoformat() if timed else plain.date().isoformat()


def sheet_of(dialect: Mapping[str, Any] | None) -> str | None:
    """The sheet that a descriptor names, in either notation (``sheet`` or Frictionless's ``excel.sheet``)."""
    for key in ("excel", "ods"):
        nested = (dialect or {}).get(key)
        if isinstance(nested, Mapping) and isinstance(nested.get("sheet"), str) and nested["sheet"]:
            return str(nested["sheet"])
    given = (dialect or {}).get("sheet")
    return given if isinstance(given, str) and given else None


def place_of(column: int) -> str:
    """B for column 1: how a spreadsheet calls it."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def names(sheets: list[Sheet]) -> str:
    """Names of sheets for a sentence, the first of many."""
    more = "…" if len(sheets) > _MANY else ""
    return "、".join(f"“{sheet.name[:31]}”" for sheet in sheets[:_MANY]) + more
