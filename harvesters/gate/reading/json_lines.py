"""JSON Lines as columns, where each line is written as the first one is: the same texts that :mod:`.json` reads. Lines
with other members or blanks are decoded one by one; if they are many, or say what no cell holds, :mod:`.json` reads the
whole file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import polars as pl
import pyarrow as pa

from harvesters.gate.reading import geometry
from harvesters.gate.reading.csv import MAX_CELL, MAX_COLUMNS, Record
from harvesters.gate.reading.encoding import Encoding
from harvesters.gate.reading.stretches import HEAD, Stretch, parts

_PIECE = 4 << 20
_MOST = 32 << 20  # of a line
_HOLD = 32 << 20  # of lines in memory
_MANY = 20  # one line in so many may be written otherwise
_LINE = {"line": pl.String()}
_VALUE = r'("(?:[^"\\\x00-\x1F]|\\.)*"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)'

_MEMBER = re.compile(rf'(?P<before>[{{,]?\s*"(?:[^"\\]|\\.)*"\s*:\s*){_VALUE}\s*(?=[,}}])')


class _Otherwise(Exception):
    """A line of which only the other reader knows what to say."""


class Table:
    """The records of a file of which every line is known; those of a large one lie on disk."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._stream = TemporaryFile()  # noqa: SIM115 (as long as the table)
        self._writer: Any = None
        self._held: list[pl.DataFrame] = []
        self._size = 0

    def add(self, frame: pl.DataFrame, size: int) -> None:
        """``size``: of its lines, in bytes."""
        self._held.append(frame)
        self._size += size
        if self._size > _HOLD:
            for held in self._held:
                table = held.to_arrow(compat_level=pl.CompatLevel.oldest())
                self._writer = self._writer or pa.ipc.new_stream(self._stream, table.schema)
                self._writer.write_table(table)
            self._held.clear()
            self._size = 0

    def _frames(self) -> Iterator[pl.DataFrame]:
        if self._writer is not None:
            self._writer.close()
            self._stream.seek(0)
            for batch in pa.ipc.open_stream(self._stream):
                yield pl.DataFrame(pl.from_arrow(batch))
        yield from self._held

    def records(self, declared: Sequence[str]) -> Iterator[Record | Stretch]:
        """As :meth:`.json.Table.records`: header and records, the first ones alone; their rows are the lines."""
        labels = geometry.labels(dict(zip(self._names, range(len(self._names)), strict=True)), declared)
        yield Record(0, 0, [labels.get(name, name) for name in self._names])
        count = 0
        for frame in self._frames():
            rows, frame = frame["row"], frame.drop("row")
            gaps = len(rows) and rows[-1] - rows[0] + 1 != len(rows)
            alone = frame.height if gaps else max(min(HEAD - count, frame.height), 0)
            for row, cells in zip(rows[:alone], frame[:alone].iter_rows(), strict=True):
                yield Record(row, row, list(cells))
            if alone < frame.height:
                yield from parts(rows[alone], frame[alone:])
            count += frame.height


def read(path: Path, encoding: Encoding) -> Table | None:
    """None: :mod:`.json` reads it."""
    if encoding.codec not in ("utf-8", "utf-8-sig"):
        return None
    try:
        with path.open("rb") as stream:
            stream.seek(encoding.skip)
            return _table(_lines(stream))
    except _Otherwise:
        return None


def _table(blocks: Iterator[tuple[int, pl.Series]]) -> Table:
    table: Table | None = None
    names: list[str] = []
    pattern, odd, count = "", 0, 0
    for first, lines in blocks:
        rows = pl.int_range(first, first + len(lines), dtype=pl.UInt32, eager=True)
        filled = lines.str.contains(r"[^ \t\r]").fill_null(value=False)
        if not filled.all():
            rows, lines = rows.filter(filled), lines.filter(filled)
        if lines.is_empty():
            continue
        if table is None:
            names, pattern = _form(lines[0])
            table = Table(names)
        frame = _cells(lines, names, pattern)
        places = frame["c0"].is_null()
        odd, count = odd + int(places.sum()), count + len(lines)
        if odd * _MANY > count + _MANY:
            raise _Otherwise("many")
        frame = _mended(frame, lines, places, names)
        if (frame.select(pl.max_horizontal(pl.all().str.len_chars().max())).item() or 0) > MAX_CELL:
            raise _Otherwise("long")
        table.add(frame.with_columns(rows.alias("row")), int(lines.str.len_bytes().sum()))
    if table is None:
        raise _Otherwise("nothing")
    return table


def _lines(stream: Any) -> Iterator[tuple[int, pl.Series]]:
    """Whole lines, with the number of the first of them."""
    held: list[bytes] = []
    number, size = 1, _PIECE // 16
    while more := stream.read(size):
        size = _PIECE
        end = more.rfind(b"\n") + 1
        if end:
            lines = _split(*held, memoryview(more)[:end])
            yield number, lines
            number += len(lines)
            held.clear()
        held.append(more[end:])
        if sum(map(len, held)) > _MOST:
            raise _Otherwise("line")
    if any(held):
        yield number, _split(*held)


def _split(*text: bytes | memoryview) -> pl.Series:
    """Its lines, without their ends; an empty one is null."""
    whole = b"".join((b"line\n", *text))
    try:
        return pl.read_csv(whole, separator="\x01", quote_char=None, schema=_LINE, glob=False)["line"]
    except pl.exceptions.ComputeError as e:  # the separator itself, which JSON has nowhere
        raise _Otherwise("separator") from e


def _form(line: str) -> tuple[list[str], str]:
    """The names of the first line's members, and the pattern of lines that are written as it is."""
    names, parts_, at = list(_decoded(line)), [], 0
    for member in _MEMBER.finditer(line):
        if member.start() != at:
            break
        parts_.append(pl.escape_regex(member["before"]) + _VALUE)
        at = member.end()
    if not 0 < len(names) == len(parts_) <= MAX_COLUMNS or "geometry" in names:
        raise _Otherwise("members")
    return names, rf"^{''.join(parts_)}{pl.escape_regex(line[at:].rstrip())}[ \t\r]*$"


def _decoded(line: str) -> dict[str, str]:
    """One record.

    :raises _Otherwise: it is none, or it holds what no cell holds
    """

    def record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise _Otherwise("twice")
        return found

    def refused(_: str) -> None:
        raise _Otherwise("constant")

    try:
        value = json.loads(
            line, parse_float=str, parse_int=str, parse_constant=refused, object_pairs_hook=record, strict=False
        )
    except (ValueError, RecursionError) as e:
        raise _Otherwise("line") from e
    if not isinstance(value, dict):
        raise _Otherwise("line")
    return {name: _text(one) for name, one in value.items()}


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else "true" if value else "false"
    if not isinstance(value, str) or (not value.isprintable() and any("\ud800" <= char <= "\udfff" for char in value)):
        raise _Otherwise("value")
    return value


def _cells(lines: pl.Series, names: list[str], pattern: str) -> pl.DataFrame:
    """A column for each member; a line that is written otherwise has none."""
    found = lines.str.extract_groups(pattern).struct.unnest()
    found.columns = [f"c{n}" for n in range(len(names))]
    cell = pl.all()
    text = pl.when(cell.str.starts_with('"')).then(cell.str.slice(1).str.strip_suffix('"'))
    plain = found.select(text.when(cell == "null").then(pl.lit("")).otherwise(cell))
    escaped = lines.str.contains("\\", literal=True)
    for name in found.columns if escaped.any() else ():
        raw = found.filter(escaped)[name]
        has = raw.str.contains("\\", literal=True).fill_null(value=False)
        if has.any():
            known = _unescaped(raw.filter(has).unique().to_list())
            given = [known[one] for one in raw.filter(has)]
            plain = plain.with_columns(plain[name].scatter(escaped.arg_true().filter(has), given))
    return plain


def _unescaped(raw: list[str]) -> dict[str, str]:
    """What strings with their quotes and escapes say.

    :raises _Otherwise: there is no such escape, or it is half a character
    """
    try:
        return dict(zip(raw, map(_text, json.loads(f"[{','.join(raw)}]")), strict=True))
    except ValueError as e:
        raise _Otherwise("escape") from e


def _mended(frame: pl.DataFrame, lines: pl.Series, places: pl.Series, names: list[str]) -> pl.DataFrame:
    """With the lines that are written otherwise."""
    if not places.any():
        return frame
    records = [_decoded(line) for line in lines.filter(places)]
    if any(not record.keys() <= set(names) for record in records):
        raise _Otherwise("members")
    at = places.arg_true()
    columns = (frame[f"c{n}"].scatter(at, [record.get(name, "") for record in records]) for n, name in enumerate(names))
    return pl.DataFrame({f"c{n}": column for n, column in enumerate(columns)})
