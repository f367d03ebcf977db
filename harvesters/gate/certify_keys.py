"""Which keys stand twice in a table, asked while it is read: 64-bit hashes with their rows. A row of slots tells which
were surely not there before; the others are looked for among the latest, which lie as they came, and in sorted runs,
on disk once some of them were joined. Two keys with one hash only make a suspect more.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl

from harvesters.gate.on_disk import mapped

# Rows kept as they came, and then sorted: about 12 bytes each. So many runs of them are joined and go to disk.
LATEST, RUNS = 1 << 18, 8
# Slots, a byte each, as a power of two: at first, and at most for all kinds of keys. Each key should have some.
FEW, MANY = 16, 26
_EACH = 16
_ROW = pl.UInt32


class Keys:
    """The keys of one kind (a unique column, the primary key) of all rows so far; ``kinds``: how many there are."""

    def __init__(self, kinds: int = 1, latest: int = LATEST) -> None:
        self._size, self._most = latest, MANY - (kinds - 1).bit_length()
        self._latest = pl.DataFrame(schema={"hash": pl.UInt64, "row": _ROW})
        self._runs: list[pl.DataFrame] = []
        self._on_disk: list[pl.DataFrame] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._count = 0
        self._bits, self._slots = FEW, _empty(FEW)

    def add(self, keys: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
        """``keys``: hash and row of the next rows, in order. Returns the rows among them that share a key with another,
        and the earlier ones, each the first that had its key."""
        ordered = keys["hash"].sort()
        twice = ordered.filter(ordered == ordered.shift(1)).unique()
        earlier = self._earlier(ordered.filter(self._slots.gather(self._places(ordered)) > 0))
        rows = pl.Series("row", [], dtype=_ROW)
        if len(twice) or earlier.height:
            again = keys["hash"].is_in(pl.concat([twice, earlier["hash"]]).implode())
            repeats = keys.filter(again)
            rows = repeats["row"]
            new = repeats.filter(~repeats["hash"].is_in(earlier["hash"].implode()))
            keys = pl.concat([keys.filter(~again), new.unique("hash", keep="first", maintain_order=True)])
        self._mark(ordered)
        self._keep(keys)
        return rows, earlier["row"]

    def _earlier(self, hashes: pl.Series) -> pl.DataFrame:
        """``hashes``: sorted."""
        if hashes.is_empty():
            return self._latest.clear()
        found = [self._latest.filter(self._latest["hash"].is_in(hashes.implode()))]
        for run in (*self._runs, *self._on_disk):
            at = run["hash"].search_sorted(hashes).clip(0, run.height - 1)
            seen = run["hash"].gather(at) == hashes
            if seen.any():
                found.append(run[at.filter(seen)])
        return pl.concat(found).unique("hash")

    def _places(self, hashes: pl.Series) -> pl.Series:
        return hashes // (1 << (64 - self._bits))

    def _mark(self, hashes: pl.Series) -> None:
        self._count += len(hashes)
        if self._count * _EACH > 1 << self._bits and self._bits < self._most:
            self._bits = min((self._count * _EACH).bit_length() + 1, self._most)
            self._slots = _empty(self._bits)
            for kept in (*self._on_disk, *self._runs, self._latest):
                self._slots.scatter(self._places(kept["hash"]), 1)
        self._slots.scatter(self._places(hashes), 1)

    def _keep(self, keys: pl.DataFrame) -> None:
        self._latest = pl.concat([self._latest, keys], rechunk=False)
        if self._latest.height < self._size:
            return
        self._runs.append(self._latest.sort("hash"))
        self._latest = self._latest.clear()
        if len(self._runs) == RUNS:
            self._on_disk.append(self._written(pl.concat(self._runs).sort("hash")))
            self._runs.clear()

    def _written(self, run: pl.DataFrame) -> pl.DataFrame:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="sd-keys-")
        return mapped(run, Path(self._folder.name) / f"{len(self._on_disk)}.arrow")


def _empty(bits: int) -> pl.Series:
    return pl.repeat(0, 1 << bits, dtype=pl.UInt8, eager=True)
