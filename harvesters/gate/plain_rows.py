"""Which rows of a stretch can be nothing but data, asked of all at once: neither a note nor a page's line nor a header
nor a total (:mod:`.layout`, which looks at the others one by one)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from harvesters.gate.reading.csv import Record
from harvesters.gate.reading.stretches import Stretch
from harvesters.gate.rules import totals


def doubtful(stretch: Stretch, first_label: str, words: Sequence[int]) -> Iterator[Record]:
    """The rows that may be something else. ``words``: the columns where a total would say that it is one."""
    names = stretch.frame.columns
    filled = [_filled(pl.col(name)) for name in names]
    many = pl.sum_horizontal(filled) > max(1, len(names) // 2)
    plain = many | pl.any_horizontal(filled[4:]) if len(names) > 4 else many
    plain = plain & ~pl.col(names[0]).str.contains(first_label, literal=True)
    for place in words:
        plain = plain & ~pl.col(names[place]).str.contains(totals.HINT)
    for cells in stretch.frame.filter(~plain).iter_rows():
        yield Record(0, 0, list(cells))


def _filled(cell: pl.Expr) -> pl.Expr:
    """Surely more than blanks: the first character is no blank of any kind."""
    return ((cell >= "!") & (cell < "\x7f")) | (cell >= "\u3001")
