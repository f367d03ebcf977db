"""Parquet: columns as text, digits as they are kept there. A row is the number of a record, from 1.

A decimal keeps its places, a float is written as shortly as it can be read back, a moment with a zone is told in the
time of Beijing (and said, Q09). What no cell holds is refused: lists, structures, bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from harvesters.gate.reading.csv import MAX_CELL, MAX_COLUMNS, LayoutFault, Record
from harvesters.gate.reading.stretches import HEAD, Stretch, parts

BATCH = 10_000
MAX_CELLS, MAX_DENSITY = 2_000_000, 200  # more cells must take a byte for every 200 of them
_METADATA = 1 << 20
_LISTED = 10
_CHINA = dt.timedelta(hours=8)
_MIDDLE = "([0-9]) ([0-9])"
_FRACTION = r"(?:\.0+|(\.[0-9]*?[1-9])0+)Z?$"


class Table:
    """An opened file. ``aside``: what its metadata say; ``moved``: columns whose moments were told anew."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            self._file = pq.ParquetFile(path)
            schema = self._file.schema_arrow
        except (pa.ArrowException, OSError, ValueError) as e:
            found = "encrypted" if "encrypt" in str(e).lower() else None
            if found:
                raise LayoutFault("G-40", "disguised", format="parquet", found=found) from e
            raise LayoutFault("G-40", "parquet_broken", detail=type(e).__name__) from e
        self._names = list(schema.names)
        rows = self._file.metadata.num_rows
        cells = rows * len(self._names)
        if len(self._names) > MAX_COLUMNS:
            raise LayoutFault("G-40", "too_many_columns", cells=len(self._names), limit=MAX_COLUMNS)
        if cells > MAX_CELLS and cells > MAX_DENSITY * path.stat().st_size:
            raise LayoutFault("G-40", "bomb", detail=f"{rows} × {len(self._names)}")
        wrong = [field.name for field in schema if not _readable(field.type)]
        if wrong:
            more = "…" if len(wrong) > _LISTED else ""
            raise LayoutFault("G-40", "parquet_nested", columns="、".join(n[:30] for n in wrong[:_LISTED]) + more)
        self.rows = rows
        self.moved = [field.name for field in schema if pa.types.is_timestamp(field.type) and field.type.tz]
        self.aside = list(_metadata(schema.metadata or {}))

    def records(self) -> Iterator[Record | Stretch]:
        """The header (row 0), then every record, the first ones alone."""
        import pyarrow as pa

        yield Record(0, 0, self._names)
        number = 0
        try:
            for batch in self._file.iter_batches(BATCH, use_threads=False):
                frame = pl.DataFrame({f"c{n}": _texts(column) for n, column in enumerate(batch.columns)})
                self._short(frame, number)
                alone = max(min(HEAD - number, frame.height), 0)
                for row, cells in enumerate(frame[:alone].iter_rows(), start=number + 1):
                    yield Record(row, row, list(cells))
                yield from parts(number + alone + 1, frame[alone:])
                number += frame.height
        except (pa.ArrowException, OSError, ValueError) as e:  # text that is no UTF-8
            raise LayoutFault("G-40", "parquet_broken", number + 1, detail=type(e).__name__) from e

    def _short(self, frame: pl.DataFrame, before: int) -> None:
        """:raises LayoutFault: a cell is longer than a cell may be"""
        long = frame.select(pl.all().str.len_chars() > MAX_CELL)
        for place in long.select(pl.any_horizontal(pl.all())).to_series().arg_true()[:1]:
            name = next(name for name, cell in zip(self._names, long.row(place), strict=True) if cell)
            raise LayoutFault("G-40", "value_too_long", before + place + 1, column=name[:60], limit=MAX_CELL)


def _readable(kind: Any) -> bool:
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(kind):
        return _readable(kind.value_type)
    return any(
        fits(kind)
        for fits in (
            *(types.is_integer, types.is_floating, types.is_decimal, types.is_boolean, types.is_null),
            *(types.is_string, types.is_large_string, types.is_string_view),
            *(types.is_date, types.is_time, types.is_timestamp),
        )
    )


def _texts(column: Any) -> pl.Series:
    """A column's values as text; none is empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_null(kind):
        return pl.repeat("", len(column), eager=True)
    zoned = pa.types.is_timestamp(kind) and kind.tz
    if zoned:
        column = pc.add(pc.cast(column, pa.timestamp(kind.unit)), pa.scalar(_CHINA, pa.duration(kind.unit)))
    text = pc.cast(column, pa.large_string())
    text.validate(full=True)
    texts = pl.Series(pl.from_arrow(text), dtype=pl.String).fill_null("")
    if pa.types.is_timestamp(kind):
        return texts.str.replace(_MIDDLE, "${1}T${2}").str.replace(_FRACTION, "${1}")
    if pa.types.is_time(kind):
        return texts.str.replace(_FRACTION, "${1}")
    if pa.types.is_decimal(kind) and texts.str.contains("E", literal=True).any():
        return pl.Series([format(Decimal(one), "f") if "E" in one else one for one in texts], dtype=pl.String)
    if pa.types.is_floating(kind) and texts.str.contains("e+", literal=True).any():
        return pl.Series([_in_digits(one) if "e+" in one else one for one in texts], dtype=pl.String)
    return texts


def _in_digits(text: str) -> str:
    """1e+15 as 1000000000000000, as long as a float knows each of its digits."""
    number = Decimal(text)
    return format(number, "f") if abs(number) < 1 << 53 else text


def _metadata(given: Mapping[bytes, bytes]) -> Iterator[tuple[str, str]]:
    for key, value in given.items():
        if key != b"ARROW:schema":
            yield "文件属性", f"{key[:200].decode('utf-8', 'replace')} {value[:_METADATA].decode('utf-8', 'replace')}"
