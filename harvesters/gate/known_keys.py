"""The keys that another table has: 128 bits of each, sorted; of a large table they lie on disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import Decimal
from itertools import islice
from pathlib import Path
from tempfile import mkstemp
from typing import Any

import polars as pl

from harvesters.gate.on_disk import mapped

IN_MEMORY = 1_000_000
_BATCH = 50_000

Key = tuple[Any, ...]  # texts, numbers, None


class KnownKeys:
    """Numbers are equal by value, texts as they are written. ``folder``: for what does not stay in memory."""

    def __init__(self, keys: Iterable[Key], folder: Path) -> None:
        self._folder, given = folder, iter(keys)
        self._runs: list[pl.DataFrame] = []
        waiting: list[pl.DataFrame] = []
        while some := list(islice(given, _BATCH)):
            waiting.append(_digests(some))
            if sum(one.height for one in waiting) >= IN_MEMORY:
                self._runs.append(self._on_disk(pl.concat(waiting).unique().sort("first", "second")))
                waiting.clear()
        if waiting:
            self._runs.append(pl.concat(waiting).unique().sort("first", "second"))

    def missing(self, rows: Iterable[tuple[int, Key]]) -> Iterator[tuple[int, Key]]:
        """Those of these rows whose key the table does not have."""
        given = iter(rows)
        while some := list(islice(given, _BATCH)):
            asked = _digests([key for _, key in some])
            known = pl.repeat(False, len(some), eager=True)
            for run in self._runs:
                at = run["first"].search_sorted(asked["first"]).clip(0, run.height - 1)
                known |= (run["first"].gather(at) == asked["first"]) & (run["second"].gather(at) == asked["second"])
            for place in (~known).arg_true():
                yield some[place]

    def _on_disk(self, run: pl.DataFrame) -> pl.DataFrame:
        handle, name = mkstemp(dir=self._folder, prefix="keys-")
        os.close(handle)
        kept = mapped(run, Path(name))
        with suppress(OSError):  # the name goes, what is mapped stays; Windows keeps both until the folder goes
            Path(name).unlink()
        return kept


def _digests(keys: list[Key]) -> pl.DataFrame:
    texts = pl.Series(["".join(map(_part, key)) for key in keys], dtype=pl.String)
    return pl.DataFrame({"first": texts.hash(0), "second": texts.hash(1)})


def _part(value: Any) -> str:
    """Equal values, and only they, give one text; none is the beginning of another."""
    if value is None:
        return "-"
    if not isinstance(value, Decimal):
        return f"{len(value)}:{value}"
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return f"={value};"
    text = "".join(map(str, digits)).rstrip("0")
    shown = text.lstrip("0")
    return f"={'-' if sign else ''}{shown}e{exponent + len(digits) - len(text)};" if shown else "=0;"
