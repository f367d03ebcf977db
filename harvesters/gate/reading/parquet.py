"""Parquet: columns as text, digits as they are kept there. A row is the number of a record, from 1.

A decimal keeps its places, a float is written as shortly as it can be read back, a moment with a zone is told in the
time of Beijing (and said, Q09). What no cell holds is refused: lists, structures, bytes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from harvesters.gate.reading.csv import MAX_CELL, MAX_COLUMNS, LayoutFault, Record

BATCH = 10_000
MAX_CELLS, MAX_DENSITY = 2_000_000, 200  # more cells must take a byte for every 200 of them
_METADATA = 1 << 20
_LISTED = 10
_CHINA = dt.timedelta(hours=8)
_MIDDLE = re.compile(r"(\d) (\d)")
_FRACTION = re.compile(r"(?:\.0+|(\.\d*?[1-9])0+)Z?$")


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

    def records(self) -> Iterator[Record]:
        """The header (row 0), then every record."""
        import pyarrow as pa

        yield Record(0, 0, self._names)
        number = 0
        try:
            for batch in self._file.iter_batches(BATCH, use_threads=False):
                for cells in zip(*map(_texts, batch.columns), strict=True):
                    number += 1
                    if max(map(len, cells)) > MAX_CELL:
                        name = next(n for n, cell in zip(self._names, cells, strict=True) if len(cell) > MAX_CELL)
                        raise LayoutFault("G-40", "value_too_long", number, column=name[:60], limit=MAX_CELL)
                    yield Record(number, number, list(cells))
        except (pa.ArrowException, OSError, ValueError) as e:  # ValueError: text that is no UTF-8
            raise LayoutFault("G-40", "parquet_broken", number + 1, detail=type(e).__name__) from e


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


def _texts(column: Any) -> list[str]:
    """A column's values as text; none is empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_null(kind):
        return [""] * len(column)
    zoned = pa.types.is_timestamp(kind) and kind.tz
    if zoned:
        column = pc.add(pc.cast(column, pa.timestamp(kind.unit)), pa.scalar(_CHINA, pa.duration(kind.unit)))
    texts = ["" if text is None else text for text in pc.cast(column, pa.string()).to_pylist()]
    if pa.types.is_timestamp(kind):
        return [_FRACTION.sub(r"\1", _MIDDLE.sub(r"\1T\2", text)) for text in texts]
    if pa.types.is_time(kind):
        return [_FRACTION.sub(r"\1", text) for text in texts]
    if pa.types.is_decimal(kind):
        return [format(Decimal(text), "f") if "E" in text else text for text in texts]
    return texts


def _metadata(given: Mapping[bytes, bytes]) -> Iterator[tuple[str, str]]:
    for key, value in given.items():
        if key != b"ARROW:schema":
            yield "文件属性", f"{key[:200].decode('utf-8', 'replace')} {value[:_METADATA].decode('utf-8', 'replace')}"
