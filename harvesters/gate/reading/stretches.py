"""The records of a large CSV file, most of them as stretches of columns: the same records that :func:`.csv.read` gives.
It still reads the beginning, and the whole rest from the first place on where quoting or size is not as usual.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from harvesters.gate.reading import csv
from harvesters.gate.reading.blocks import Block, Blocks, Uncovered
from harvesters.gate.reading.csv import Dialect, Record
from harvesters.gate.reading.encoding import Encoding

# Smaller files are read record by record, and of the others so many, more than any header and what is above it.
LARGE, HEAD = 1 << 18, 200
# Bytes of a row in a stretch; a longer one may break a limit of csv.read, which is then asked itself.
_LONG = 100_000


def blank(frame: pl.DataFrame) -> pl.Series:
    """Which rows have nothing but blanks."""
    empty = frame.select(_empty(pl.first()) & _empty(pl.last())).to_series()
    return frame.select(pl.all_horizontal(_empty(pl.all()))).to_series() if empty.any() else empty


def parts(first: int, frame: pl.DataFrame) -> Iterator[Record | Stretch]:
    """Rows as stretches, the blank ones between them alone."""
    at = 0
    for place in [*blank(frame).arg_true(), frame.height] if frame.width else []:
        if place > at:
            yield Stretch(first + at, frame[at:place])
        if place < frame.height:
            yield Record(first + place, first + place, list(frame.row(place)))
        at = place + 1


def _empty(cells: pl.Expr) -> pl.Expr:
    return cells.str.contains(r"^[\s\x1c-\x1f]*$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive records of equal width, none of them blank; ``first`` is the number of the first one."""

    first: int
    frame: pl.DataFrame

    def __len__(self) -> int:
        return self.frame.height

    def slice(self, at: int, size: int) -> Stretch:
        """A part of it."""
        return Stretch(self.first + at, self.frame.slice(at, size))

    def without(self, places: Sequence[int]) -> tuple[Stretch, list[tuple[int, list[str]]]]:
        """It without some columns, and the rows in which something stands in them, with that."""
        gone = [self.frame.columns[n] for n in places if n < self.frame.width]
        left = self.frame.select(gone)
        rows = left.with_row_index().filter(~pl.all_horizontal(_empty(pl.col(gone)))).rows() if gone else []
        return Stretch(self.first, self.frame.drop(gone)), [(self.first + n, list(cells)) for n, *cells in rows]

    def goes_on_in(self, other: Stretch) -> bool:
        """Whether the other one is the next rows, of the same columns."""
        return other.first == self.first + len(self) and other.frame.columns == self.frame.columns

    def joined(self, other: Stretch) -> Stretch:
        """The rows of both; it goes on in the other."""
        return Stretch(self.first, pl.concat([self.frame, other.frame]))

    def records(self) -> Iterator[Record]:
        """The same, one by one."""
        for row, cells in enumerate(self.frame.iter_rows(), start=self.first):
            yield Record(row, 0, list(cells))


def one_by_one(rows: Iterable[Record | Stretch]) -> Iterator[Record]:
    """For who wants no columns. What was not asked for is not taken."""
    for item in rows:
        if isinstance(item, Record):
            yield item
        else:
            yield from item.records()


def read(path: Path, encoding: Encoding, dialect: Dialect) -> Iterator[Record | Stretch]:
    """All records, the header first."""
    records = csv.read(path, encoding, dialect)
    width = done = 0
    for record in islice(records, HEAD):
        width, done = len(record.cells), record.row
        yield record
    if width < 2 or path.stat().st_size < LARGE:
        yield from records
        return
    try:
        for item in _items(path, encoding, dialect, width, done):
            yield item
            done = item.first + len(item) - 1 if isinstance(item, Stretch) else item.row
    except Uncovered:
        yield from (record for record in records if record.row > done)


def _items(path: Path, encoding: Encoding, dialect: Dialect, width: int, done: int) -> Iterator[Record | Stretch]:
    """The records after ``done``; blank ones at the end of the file are left out, as there."""
    waiting: list[Record] = []
    mend = encoding.mend if encoding.codec == "gb18030" else None
    for block in Blocks(path, encoding.codec, width, dialect.delimiter, dialect.quote, mend=mend):
        if block.first + block.count - 1 <= done:
            continue
        if not _usual(block, dialect, width):
            raise Uncovered("quotes")
        for item in _parts(block, done):
            if isinstance(item, Record) and item.blank:
                waiting.append(item)
            else:
                yield from waiting
                waiting.clear()
                yield item


def _parts(block: Block, done: int) -> Iterator[Record | Stretch]:
    """A block by stretches, the ragged and blank records between them alone."""
    frame = block.frame
    alone = dict(block.ragged)
    empty = blank(frame)
    if empty.any():
        rows = zip(block.numbers.filter(empty), frame.filter(empty).rows(), strict=True)
        alone |= {number: list(cells) for number, cells in rows}
        frame = frame.filter(~empty)
    at, place = block.first, 0
    for number in [*sorted(alone), block.first + block.count]:
        size, skip = number - at, max(done + 1 - at, 0)
        if size > skip:
            yield Stretch(at + skip, frame.slice(place + skip, size - skip))
        if number in alone and number > done:
            yield Record(number, 0, alone[number])
        at, place = number + 1, place + size


def _usual(block: Block, dialect: Dialect, width: int) -> bool:
    """Whether csv.read surely finds no fault: quotes only around whole cells, no long rows, few cells beyond."""
    if any(len(cells) > max(width, 16) for _, cells in block.ragged):
        return False
    longest = block.frame.select(pl.sum_horizontal(pl.all().str.len_bytes()).max()).item()
    if max(longest or 0, *(sum(map(len, cells)) for _, cells in block.ragged), 0) > _LONG:
        return False
    quote, mark = dialect.quote.encode(), dialect.delimiter.encode()
    parts = bytes(block.data).split(quote)
    before, after = (b"\n", b"\r", mark), (b"\n", b"\r", mark)
    if len(parts) % 2 == 0 or (parts[0] and len(parts) > 1 and parts[0][-1:] not in before):
        return False
    if len(parts) > 1 and parts[-1] and parts[-1][:1] not in after:
        return False
    seams = {(part[:1], part[-1:]) for part in parts[2:-1:2]} - {(b"", b"")}
    return all(opening in after and closing in before for opening, closing in seams)
