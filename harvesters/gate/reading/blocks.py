"""The records of a text file some megabytes at a time, as columns of text: what the certifier reads.

Arrow cuts the cells as Python's :mod:`csv` does, stray quotes and lone CRs too (a test compares them); a block that is
one column wide, has blank lines or ends within quotes is cut by :mod:`csv` itself, as Frictionless does it. Records are
counted as :mod:`csv` counts them, the header is number 1.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path
from typing import IO

import polars as pl
import pyarrow as pa
import pyarrow.csv

FIRST, LARGEST = 64 << 10, 4 << 20
# A record longer than this is left to the validator itself.
MAX_RECORD = 32 << 20
# A row of these is put after each block: if it comes out as written, the block did not end within quotes.
_END = b"\x02"
_BLANK_LINE = re.compile(rb"^\r?\n|\n\r?\n|\r\r|\n\r|^\r")


_MARKS = {
    "utf-8": (codecs.BOM_UTF8, "utf-8"),
    "utf-8-sig": (codecs.BOM_UTF8, "utf-8"),
    "utf-16-le": (codecs.BOM_UTF16_LE, "utf-16-le"),
    "utf-16-be": (codecs.BOM_UTF16_BE, "utf-16-be"),
}


class Uncovered(Exception):
    """Something that only the validator itself can judge; ``args`` says what."""


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive records: those with a cell for each column as a frame, the others as they are.

    ``numbers``: the record's number for each row of ``frame``. ``start``: where the block begins, in bytes of UTF-8.
    """

    first: int
    count: int
    numbers: pl.Series
    frame: pl.DataFrame
    ragged: list[tuple[int, list[str]]]
    data: bytes | memoryview
    start: int
    size: int

    def without_rows(self) -> Block:
        """Where it stood, without what it held."""
        return replace(self, numbers=self.numbers.clear(), frame=self.frame.clear(), ragged=[], data=b"")

    def rows(self, wanted: Iterable[int]) -> Iterator[tuple[int, list[str]]]:
        """Some of its records, by number."""
        ragged = dict(self.ragged)
        places = {number: place for place, number in enumerate(self.numbers)} if ragged else None
        for number in wanted:
            if number in ragged:
                yield number, ragged[number]
            else:
                yield number, list(self.frame.row(places[number] if places else number - self.first))


def names(width: int) -> list[str]:
    """How the columns of a frame are called."""
    return [f"c{n}" for n in range(width)]


class Blocks:
    """Iterate once, from the first record on."""

    def __init__(
        self,
        path: Path,
        encoding: str,
        width: int,
        delimiter: str = ",",
        quote: str = '"',
        seen: Callable[[bytes], object] = len,
        mend: Callable[[str], str] | None = None,
    ) -> None:
        """``seen``: is told the file's bytes as they are read. ``mend``: what its text, not UTF-8, still needs."""
        self._path, self._width, self._seen, self._mend = path, width, seen, mend
        self._encoding = codecs.lookup(encoding).name
        self._delimiter, self._quote = delimiter, quote
        self._rest = b""
        self._ended = False
        self._mark = 0
        self._index: list[Block] = []
        self._copy: IO[bytes] | None = None

    def __iter__(self) -> Iterator[Block]:
        """:raises Uncovered: not all can be read"""
        try:
            yield from self._blocks()
        except (UnicodeError, pa.ArrowInvalid) as e:
            raise Uncovered("encoding") from e

    def _blocks(self) -> Iterator[Block]:
        size, first, start = FIRST, 1, 0
        with self._path.open("rb") as stream:
            codec = self._codec(stream)
            self._seen(_MARKS[self._encoding][0] if self._mark else b"")
            texts = self._texts(stream, codec, self._seen)
            while True:
                self._fill(texts, size)
                if not self._rest:
                    return
                cut = self._cut()
                while cut == 0 and not self._ended:
                    if len(self._rest) > MAX_RECORD:
                        raise Uncovered("record")
                    self._fill(texts, 2 * len(self._rest))
                    cut = self._cut()
                cut = cut or len(self._rest)
                whole = memoryview(self._rest)
                block = self._by_arrow(whole[:cut], first, start)
                if block is None and (other := self._outside_quotes(cut)) not in (0, cut):
                    block = self._by_arrow(whole[:other], first, start)
                if block is None:
                    block = self._by_csv(texts, cut, first, start)
                else:
                    self._rest = self._rest[block.size :]
                self._index.append(block.without_rows())
                yield block
                first, start = first + block.count, start + block.size
                size = min(4 * size, LARGEST)

    def _codec(self, stream: IO[bytes]) -> str:
        """How the bytes from here on are decoded; a mark at the beginning is passed over, as Frictionless does."""
        mark, codec = _MARKS.get(self._encoding, (b"", self._encoding))
        self._mark = len(mark) if mark and stream.read(len(mark)) == mark else 0
        stream.seek(self._mark)
        return codec

    def _texts(self, stream: IO[bytes], codec: str, seen: Callable[[bytes], object] = len) -> Iterator[bytes]:
        """Pieces of UTF-8, or of what claims to be: that is proved when the cells are cut."""
        decoder = None if codec == "utf-8" else codecs.getincrementaldecoder(codec)()
        size = FIRST
        while chunk := stream.read(size):
            seen(chunk)
            yield self._mended(decoder.decode(chunk)) if decoder else chunk
            size = LARGEST
        if decoder:
            yield self._mended(decoder.decode(b"", True))

    def _mended(self, text: str) -> bytes:
        return (self._mend(text) if self._mend else text).encode()

    def _fill(self, texts: Iterator[bytes], size: int) -> None:
        parts, have = [self._rest], len(self._rest)
        while have < size and not self._ended:
            piece = next(texts, None)
            if piece is None:
                self._ended = True
            else:
                parts.append(piece)
                have += len(piece)
        self._rest = b"".join(parts)

    def _cut(self) -> int:
        """Where the block may end: at the last line end; 0 if there is none."""
        return self._rest.rfind(b"\n") + 1

    def _outside_quotes(self, end: int) -> int:
        """The last line end before ``end`` that does not stand in quotes, if all quotes are where they belong."""
        quote = self._quote.encode()
        while end and self._rest.count(quote, 0, end) % 2:
            end = self._rest.rfind(b"\n", 0, self._rest.rfind(quote, 0, end)) + 1
        return end

    def _by_arrow(self, data: bytes | memoryview, first: int, start: int) -> Block | None:
        """None if the block ends within quotes or holds a blank line, which Arrow does not tell apart from ``,,``."""
        if self._width < 2:
            return None
        end = (b"" if data[-1:] == b"\n" else b"\n") + self._delimiter.encode().join([_END] * self._width) + b"\n"
        ragged: list[tuple[int, list[str]]] = []

        def keep(row: pyarrow.csv.InvalidRow) -> str:
            (cells,) = self._reader(io.StringIO(row.text, newline=""))
            ragged.append((first + row.number - 1, cells))
            return "skip"

        columns = names(self._width)
        table = pyarrow.csv.read_csv(
            pa.py_buffer(b"".join((data, end))),
            read_options=pyarrow.csv.ReadOptions(
                use_threads=False, column_names=columns, block_size=len(data) + len(end) + 1
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=self._delimiter,
                quote_char=self._quote,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.large_string()), strings_can_be_null=False
            ),
        )
        frame = pl.from_arrow(table)
        assert isinstance(frame, pl.DataFrame)
        if not frame.height or set(frame.row(-1)) != {_END.decode()}:
            return None
        frame = frame.head(-1)
        if frame.select((pl.first() == "") & (pl.last() == "")).to_series().any() and _BLANK_LINE.search(data):
            return None
        return self._block(frame, ragged, data, first, start)

    def again(self, numbers: Iterable[int]) -> Iterator[tuple[int, list[str]]]:
        """Records that were read before, from the file."""
        for place, wanted in groupby(sorted(numbers), self._place):
            block = self._index[place]
            data = self._read(block)
            found = self._by_arrow(data, block.first, block.start)
            if found is None:
                rows = list(self._reader(io.StringIO(data.decode(), newline="")))
                yield from ((number, rows[number - block.first]) for number in wanted)
                continue
            yield from found.rows(wanted)

    def end_of(self, number: int) -> int:
        """How many bytes of the file there are up to the end of a record that was read before."""
        block = self._index[self._place(number)]
        lines = list(io.StringIO(self._read(block).decode(), newline=""))
        reader = csv.reader(iter(lines), delimiter=self._delimiter, quotechar=self._quote)
        for _ in islice(reader, number - block.first + 1):
            pass
        end = block.start + len("".join(lines[: reader.line_num]).encode())
        with self._path.open("rb") as stream:
            codec = self._codec(stream)
            if codec == "utf-8":
                return self._mark + end
            at, size = 0, self._mark
            for text in self._texts(stream, codec):
                size += len(text[: max(end - at, 0)].decode().encode(codec))
                at += len(text)
        return size

    def _place(self, number: int) -> int:
        return bisect_right(self._index, number, key=lambda block: block.first) - 1

    def _read(self, block: Block) -> bytes:
        """Its text; of a file in another encoding a copy in UTF-8 is made, once."""
        if self._copy is None:
            self._copy = self._path.open("rb")
            if self._codec(self._copy) != "utf-8":
                self._copy.close()
                self._copy = self._transcoded()
        utf8 = self._encoding.startswith("utf-8")
        self._copy.seek((self._mark if utf8 else 0) + block.start)
        return self._copy.read(block.size)

    def _transcoded(self) -> IO[bytes]:
        self._folder = tempfile.TemporaryDirectory(prefix="sd-blocks-")
        path = Path(self._folder.name) / "utf-8"
        try:
            with self._path.open("rb") as stream, path.open("wb") as copy:
                copy.writelines(self._texts(stream, self._codec(stream)))
        except UnicodeError as e:  # further on than the blocks that were read
            raise Uncovered("encoding") from e
        return path.open("rb")

    def _by_csv(self, texts: Iterator[bytes], cut: int, first: int, start: int) -> Block:
        """At least ``cut`` bytes; the csv module says where the last record ends."""
        taken, consumed = io.StringIO(self._rest[:cut].decode(), newline=""), [0]
        self._rest = self._rest[cut:]

        def lines() -> Iterator[str]:
            nonlocal taken
            while True:
                for line in iter(taken.readline, ""):
                    consumed[0] += len(line.encode())
                    if consumed[0] > cut + MAX_RECORD:
                        raise Uncovered("record")
                    used.append(line)
                    yield line
                self._fill(texts, len(self._rest) or FIRST)
                end = len(self._rest) if self._ended else self._rest.rfind(b"\n") + 1
                while end == 0 and not self._ended:
                    if len(self._rest) > MAX_RECORD:
                        raise Uncovered("record")
                    self._fill(texts, 2 * len(self._rest) + FIRST)
                    end = len(self._rest) if self._ended else self._rest.rfind(b"\n") + 1
                if end == 0:
                    return
                taken = io.StringIO(self._rest[:end].decode(), newline="")
                self._rest = self._rest[end:]

        used: list[str] = []
        rows: list[list[str]] = []
        try:
            for cells in self._reader(lines()):
                rows.append(cells)
                if consumed[0] >= cut:
                    break
        except csv.Error as e:
            raise Uncovered("csv") from e
        self._rest = taken.read().encode() + self._rest
        whole = [cells for cells in rows if len(cells) == self._width]
        columns = list(zip(*whole, strict=True)) or [()] * self._width
        frame = pl.DataFrame(
            {name: pl.Series(values, dtype=pl.String) for name, values in zip(names(self._width), columns, strict=True)}
        )
        ragged = [(n, cells) for n, cells in enumerate(rows, first) if len(cells) != self._width]
        return self._block(frame, ragged, "".join(used).encode(), first, start)

    def _reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self._delimiter, quotechar=self._quote)

    def _block(
        self,
        frame: pl.DataFrame,
        ragged: list[tuple[int, list[str]]],
        data: bytes | memoryview,
        first: int,
        start: int,
    ) -> Block:
        count = frame.height + len(ragged)
        numbers = pl.int_range(first, first + count, dtype=pl.UInt32, eager=True)
        if ragged:
            numbers = numbers.filter(~numbers.is_in(pl.Series([n for n, _ in ragged], dtype=pl.UInt32).implode()))
        return Block(first, count, numbers, frame, ragged, data, start, len(data))
