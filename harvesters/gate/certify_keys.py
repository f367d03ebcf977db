"""Which keys stand twice in a table, asked while it is read: 64-bit hashes with their rows. The latest lie as they came
and are gone through each time; the others in sorted runs of growing size, the large ones on disk. Two keys with one
hash only make a suspect more.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import pyarrow as pa

# Rows that are kept as they came, and rows of a run that is kept in memory: about 12 bytes each.
LATEST, IN_MEMORY = 1_000_000, 4_000_000
_ROW = pl.UInt32


class Keys:
    """The keys of one kind (a unique column, the primary key) of all rows so far."""

    def __init__(self, latest: int = LATEST, in_memory: int = IN_MEMORY) -> None:
        self._size, self._in_memory = latest, in_memory
        self._latest = pl.DataFrame(schema={"hash": pl.UInt64, "row": _ROW})
        self._runs: list[pl.DataFrame] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files = 0

    def add(self, keys: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
        """``keys``: hash and row of the next rows, in order. Returns the rows among them that share a key with another,
        and the earlier ones, each the first that had its key."""
        hashes = keys["hash"].sort()
        again: list[pl.Series] = []
        if (hashes == hashes.shift(1)).any():
            again.append(keys.filter(keys["hash"].is_duplicated())["row"])
        earlier = self._earlier(hashes)
        if earlier.height:
            again.append(keys.filter(keys["hash"].is_in(earlier["hash"].implode()))["row"])
        if again:
            keys = keys.unique("hash", keep="first", maintain_order=True)
            keys = keys.filter(~keys["hash"].is_in(earlier["hash"].implode()))
        self._keep(keys)
        none = pl.Series("row", [], dtype=_ROW)
        return pl.concat(again).unique() if again else none, earlier["row"]

    def _earlier(self, hashes: pl.Series) -> pl.DataFrame:
        found = [self._latest.filter(self._latest["hash"].is_in(hashes.implode()))]
        for run in self._runs:
            at = run["hash"].search_sorted(hashes).clip(0, run.height - 1)
            seen = run["hash"].gather(at) == hashes
            if seen.any():
                found.append(run[at.filter(seen)])
        return pl.concat(found).unique("hash")

    def _keep(self, keys: pl.DataFrame) -> None:
        self._latest = pl.concat([self._latest, keys], rechunk=False)
        if self._latest.height < self._size:
            return
        run, self._latest = self._latest.sort("hash"), self._latest.clear()
        while self._runs and self._runs[-1].height <= 2 * run.height:  # so that they stay few
            run = self._runs.pop().merge_sorted(run, "hash")
        self._runs.append(self._on_disk(run) if run.height > self._in_memory else run)

    def _on_disk(self, run: pl.DataFrame) -> pl.DataFrame:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="sd-keys-")
        self._files += 1
        path = Path(self._folder.name) / f"{self._files}.arrow"
        run.write_ipc(path, compression="uncompressed")
        mapped = pl.from_arrow(pa.ipc.open_file(pa.memory_map(str(path))).read_all())
        assert isinstance(mapped, pl.DataFrame)
        return mapped
