"""Frames that do not stay in memory: written as Arrow's file, read back as mapped pages."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa


def mapped(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """The same frame, lying in this file. Its number of a file is given back at once; what is mapped stays so."""
    frame.write_ipc(path, compression="uncompressed")
    with pa.memory_map(str(path)) as file:
        read = pl.from_arrow(pa.ipc.open_file(file).read_all())
    assert isinstance(read, pl.DataFrame)
    return read
