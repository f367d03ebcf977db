"""Some thousand rows at a time: as rows, as columns, as one text. What holds for all of them is asked once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property
from itertools import zip_longest
from typing import TextIO

import polars as pl

from harvesters.gate.reading.csv import Record
from harvesters.gate.reading.stretches import Stretch

CELL, ROW = "\x1f", "\x1e"
SIZE = 2000


class Batch:
    """Rows with their numbers in the file. Not changed once read: a cleaning makes a new one."""

    def __init__(self, numbers: Sequence[int], cells: list[list[str]]) -> None:
        self.numbers, self.cells = numbers, cells

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def text(self) -> str:
        """All cells; :data:`CELL` and :data:`ROW` stand between and are left out of the cells themselves."""
        if not self.holds_separators:
            return self._joined
        lists = ([cell.replace(CELL, "").replace(ROW, "") for cell in cells] for cells in self._lists)
        return ROW.join(map(CELL.join, lists))

    @cached_property
    def holds_separators(self) -> bool:
        """Whether a cell itself holds one of the two control characters."""
        lists, cells = len(self._lists), sum(max(len(one), 1) for one in self._lists)
        return self._joined.count(ROW) != max(lists - 1, 0) or self._joined.count(CELL) != cells - lists

    @cached_property
    def chars(self) -> frozenset[str]:
        """Which characters occur at all, but for printable ones of lists that are all ASCII; the separators may."""
        found: set[str] = set()
        for one in map(CELL.join, self._lists):
            if not (one.isascii() and one.replace(CELL, "").isprintable()):
                found.update(one)
        return frozenset(found)

    @cached_property
    def columns(self) -> Sequence[Sequence[str]]:
        """The cells by column; a ragged row has empty cells at its end."""
        return list(zip_longest(*self.cells, fillvalue=""))

    def kept(self) -> Batch:
        """The same rows for later: without the long texts that were made of them."""
        other = copy(self)
        for name in ("text", "_joined"):
            other.__dict__.pop(name, None)
        return other

    def write(self, stream: TextIO) -> None:
        """As CSV, as everything is published: commas, CRLF."""
        csv.writer(stream, lineterminator="\r\n").writerows(self.cells)

    @property
    def _lists(self) -> Sequence[Sequence[str]]:
        return self.cells

    @cached_property
    def _joined(self) -> str:
        return ROW.join(map(CELL.join, self._lists))


class StretchBatch(Batch):
    """Rows that are columns already; their cells are made only if somebody asks for them."""

    def __init__(self, stretch: Stretch) -> None:
        self.numbers = range(stretch.first, stretch.first + len(stretch))
        self._frame = stretch.frame

    @cached_property
    def cells(self) -> list[list[str]]:  # type: ignore[override]
        return [list(row) for row in self._frame.iter_rows()]

    @cached_property
    def columns(self) -> Sequence[Sequence[str]]:
        return [column.to_list() for column in self._frame.get_columns()]

    def write(self, stream: TextIO) -> None:
        stream.flush()
        stream.buffer.write(written(self._frame))

    @property
    def _lists(self) -> Sequence[Sequence[str]]:
        return self.columns


def batches(rows: Iterable[Record | Stretch]) -> Iterator[Batch]:
    """Rows in batches of :data:`SIZE`, however they come."""
    numbers: list[int] = []
    cells: list[list[str]] = []
    rest: Stretch | None = None  # of a stretch, less than a batch: the next one may go on where it ends

    def one_by_one(stretch: Stretch) -> None:
        for record in stretch.records():
            numbers.append(record.row)
            cells.append(record.cells)

    for item in rows:
        if rest is not None:
            if isinstance(item, Stretch) and rest.goes_on_in(item):
                item = rest.joined(item)
            else:
                one_by_one(rest)
            rest = None
        if isinstance(item, Stretch):
            at = (SIZE - len(numbers)) % SIZE
            one_by_one(item.slice(0, at))
        else:
            at = 0
            numbers.append(item.row)
            cells.append(item.cells)
        if len(numbers) >= SIZE:
            yield Batch(numbers, cells)
            numbers, cells = [], []
        if isinstance(item, Stretch):
            while len(item) - at >= SIZE:
                yield StretchBatch(item.slice(at, SIZE))
                at += SIZE
            rest = item.slice(at, SIZE) if len(item) > at else None
    if rest is not None:
        yield StretchBatch(rest)
    elif numbers:
        yield Batch(numbers, cells)


def written(frame: pl.DataFrame) -> memoryview:
    """As the csv module writes it, in UTF-8."""
    text = io.BytesIO()
    frame.select(pl.when(pl.all() != "").then(pl.all())).write_csv(
        text, include_header=False, line_terminator="\r\n", quote_style="necessary"
    )
    return text.getbuffer()
