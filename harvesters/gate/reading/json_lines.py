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
_VALUE = r'(?:"(?:[^"\\\x00-\x1F]|\\.)*"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)'

_MEMBER = re.compile(rf'([{{,]\s*")((?:[^"\\]|\\.)*"\s*:\s*){_VALUE}')


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
    odd = count = 0
    for first, lines in blocks:
        rows = pl.int_range(first, first + len(lines), dtype=pl.UInt32, eager=True)
        if not lines.str.starts_with("{").all(ignore_nulls=False):
            filled = lines.str.contains(r"[^ \t\r]")
            rows, lines = rows.filter(filled), lines.filter(filled)
        if lines.is_empty():
            continue
        if table is None:
            form = _Form(lines[0])
            table = Table(form.names)
        frame, written = form.cells(lines)
        places = (~written).arg_true()
        odd, count = odd + len(places), count + len(lines)
        if odd * _MANY > count + _MANY:
            raise _Otherwise("many")
        if len(places):
            frame = _mended(frame, lines, places, form.names)
        if _longest(frame, pl.all().str.len_bytes()) > MAX_CELL < _longest(frame, pl.all().str.len_chars()):
            raise _Otherwise("long")
        table.add(frame.with_columns(rows.alias("row")), int(lines.str.len_bytes().sum()))
    if table is None:
        raise _Otherwise("nothing")
    return table


def _longest(frame: pl.DataFrame, size: pl.Expr) -> int:
    return frame.select(pl.max_horizontal(size.max())).item() or 0


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


class _Form:
    """How the first line is written: ``{"``, members with the same between each two of them, ``}``."""

    def __init__(self, line: str) -> None:
        members, at = [], 0
        while member := _MEMBER.match(line, at):
            members.append(member)
            at = member.end()
        self.names = list(_decoded(line))
        between = {member[1] for member in members[1:]} or {',"'}
        if not 0 < len(self.names) == len(members) <= MAX_COLUMNS or "geometry" in self.names or len(between) > 1:
            raise _Otherwise("members")
        (self._between,) = between
        self._before = [members[0][1] + members[0][2], *(member[2] for member in members[1:])]
        patterns = [f"^{pl.escape_regex(before)}{_VALUE}" for before in self._before]
        self._patterns = [
            *(f"{one}$" for one in patterns[:-1]),
            rf"{patterns[-1]}{pl.escape_regex(line[at:].rstrip())}[ \t\r]*$",
        ]

    def cells(self, lines: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
        """A column for each member, and which lines are written as the first one is; of others nothing is known.

        Cut between members, each part must be the name of its member and one value, and no part may be over: then the
        line is just that.
        """
        parts = lines.str.split_exact(self._between, len(self.names)).struct.unnest()
        *columns, over = map(pl.col, parts.columns)
        right = [column.str.contains(pattern) for column, pattern in zip(columns, self._patterns, strict=True)]
        written = parts.select(pl.all_horizontal(*right, over.is_null()).fill_null(value=False)).to_series()
        columns[-1] = columns[-1].str.strip_chars_end("} \t\r")
        frame = parts.select(
            pl.when(column.str.ends_with('"'))
            .then(column.str.slice(len(before) + 1).str.strip_suffix('"'))
            .when(column.str.ends_with("null"))
            .then(pl.lit(""))
            .otherwise(column.str.slice(len(before)))
            .alias(f"c{n}")
            for n, (column, before) in enumerate(zip(columns, self._before, strict=True))
        )
        escaped = (lines.str.contains("\\", literal=True) & written).arg_true()
        for raw in frame[escaped] if len(escaped) else ():
            has = raw.str.contains("\\", literal=True)
            if has.any():
                said = _unescaped(raw.filter(has))
                frame = frame.with_columns(frame[raw.name].scatter(escaped.filter(has), said))
        return frame, written


def _unescaped(raw: pl.Series) -> pl.Series:
    """What strings with escapes say.

    :raises _Otherwise: there is no such escape, or it is half a character
    """
    try:
        return pl.Series(json.loads('["{}"]'.format('","'.join(raw))), dtype=pl.String)
    except ValueError as e:
        raise _Otherwise("escape") from e


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


def _mended(frame: pl.DataFrame, lines: pl.Series, places: pl.Series, names: list[str]) -> pl.DataFrame:
    """With the lines at these places, that are written otherwise."""
    records = [_decoded(line) for line in lines.gather(places)]
    if any(not record.keys() <= set(names) for record in records):
        raise _Otherwise("members")
    return frame.with_columns(
        frame[f"c{n}"].scatter(places, [record.get(name, "") for record in records]) for n, name in enumerate(names)
    )
