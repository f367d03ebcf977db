"""Certify, then delegate (DESIGN D6): reads a table once, proves its clean rows clean and gives out all others, with
their true numbers, for Frictionless to judge: suspects, the first row, all rows that share a key, and a sample.

A row that only turns out later to share its key is given out just before the first row that repeats it: by itself it
makes no error, but Frictionless then knows it.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from harvesters.gate.certify_columns import Column, Field, column
from harvesters.gate.certify_keys import Keys
from harvesters.gate.reading.blocks import Block, Blocks, Uncovered, names

# One in so many of the certified rows is read by Frictionless all the same.
SAMPLE = 1000
HEADER = 1


class Certifier:
    """Iterate :meth:`suspects` once. ``rows``: data rows read so far. ``sampled``: rows given out although certified.

    :raises Uncovered: the whole table is Frictionless's
    """

    def __init__(
        self, blocks: Blocks, fields: Sequence[Field], unique: Sequence[str], primary: Sequence[str], seed: str
    ) -> None:
        self._blocks = blocks
        self._columns = [column(one, name) for one, name in zip(fields, names(len(fields)), strict=True)]
        by_name = {one.spec.name: one for one in self._columns}
        if not {*unique, *primary} <= set(by_name):
            raise Uncovered("key")
        keys = dict.fromkeys([*((name,) for name in unique), *([tuple(primary)] if primary else [])])
        self._keys = [([by_name[name] for name in key], Keys(len(keys))) for key in keys]
        if any(one.key() is None for key, _ in self._keys for one in key):
            raise Uncovered("key")
        self._numbers = [one for each in self._columns if (one := each.number) is not None]
        self._checks = [check for one in self._columns if (check := one.clean()) is not None]
        # cells that must not all be missing: a blank row, an empty key
        groups = [self._columns, [by_name[name] for name in primary]]
        needless = [any(not one.spec.missing or one.spec.limits.get("required") for one in group) for group in groups]
        self._some = [group for group, never in zip(groups, needless, strict=True) if group and not never]
        self._dice = random.Random(seed)
        self._fed: set[int] = set()
        self.rows = 0
        self.sampled: set[int] = set()

    def suspects(self) -> Iterator[tuple[int, list[str]]]:
        """Rows to be judged, each with its number."""
        for block in _ahead(iter(self._blocks)):
            yield from self._judged(block)
            self.rows = block.first + block.count - 1 - HEADER

    def _judged(self, block: Block) -> Iterator[tuple[int, list[str]]]:
        frame, numbers = block.frame, block.numbers
        if self._too_long(frame):
            raise Uncovered("cell")
        bad = self._suspicious(frame)
        ragged = [(number, cells) for number, cells in block.ragged if number > HEADER]
        bad = (bad & (numbers > HEADER)) | (numbers == HEADER + 1)
        if self._keys:
            again, first = self._twice(frame, numbers, ragged)
            if len(again):
                bad = bad | numbers.is_in(again.implode())
            for number, cells in self._blocks.again(first):
                self._fed.add(number)
                yield number, cells
        taken = self._sample(numbers, bad)
        chosen = bad if taken is None else bad | taken
        rows = list(zip(numbers.filter(chosen).to_list(), map(list, frame.filter(chosen).rows()), strict=True))
        rows = sorted([*rows, *ragged], key=lambda row: row[0]) if ragged else rows
        if self._keys:
            self._fed.update(number for number, _ in rows)
        yield from rows

    def _suspicious(self, frame: pl.DataFrame) -> pl.Series:
        """Rows with a cell that is not certified, without any value or without a key."""
        checks = [check.alias(str(n)) for n, check in enumerate(self._checks)]
        cast = frame.with_columns(self._numbers)  # once for all that ask
        found = cast.select(checks) if checks else frame.select(pl.repeat(True, pl.len()).alias("0"))
        bad = found.select(~pl.all_horizontal(pl.all())).to_series()
        for one in self._columns:
            if one.narrow is None:
                bad = bad | ~one.asked(frame)
            if (referred := one.referred(frame)) is not None:
                bad = bad | ~referred
        for group in self._some:
            bad = bad | frame.select(pl.all_horizontal(one.missing for one in group)).to_series()
        return bad

    def _too_long(self, frame: pl.DataFrame) -> bool:
        """A cell beyond what the csv module takes; Frictionless stops there."""
        longest = frame.select(pl.all().str.len_bytes().max()).row(0)
        return max((size or 0 for size in longest), default=0) > csv.field_size_limit()

    def _sample(self, numbers: pl.Series, bad: pl.Series) -> pl.Series | None:
        every = range(self._dice.randrange(SAMPLE), len(numbers), SAMPLE)
        picked = [n for n in every if numbers[n] > HEADER and not bad[n]]
        if not picked:
            return None
        self.sampled.update(numbers[n] for n in picked)
        return pl.Series([False]).new_from_index(0, len(numbers)).scatter(picked, True)

    def _twice(
        self, frame: pl.DataFrame, numbers: pl.Series, ragged: list[tuple[int, list[str]]]
    ) -> tuple[pl.Series, list[int]]:
        """The rows of this block that share a key with another, and the rows before it that they share it with."""
        again: list[pl.Series] = []
        earlier: set[int] = set()
        for columns, keys in self._keys:
            hashed = self._hashed(columns, frame, numbers, ragged)
            repeated, first = keys.add(hashed)
            again.append(repeated)
            earlier.update(first.to_list())
        return pl.concat(again).unique(), sorted(earlier - self._fed)

    def _hashed(
        self, columns: list[Column], frame: pl.DataFrame, numbers: pl.Series, ragged: list[tuple[int, list[str]]]
    ) -> pl.DataFrame:
        """Row and hash of each key that is not empty. Cells without a certificate are read by Frictionless's reader."""
        keys = [one.key() for one in columns]
        doubts = [key.is_null() & ~one.missing for one, key in zip(columns, keys, strict=True) if key is not None]
        values = frame.select(
            *(key.alias(one.name) for one, key in zip(columns, keys, strict=True) if key is not None),
            pl.any_horizontal(doubts).alias("doubt"),
        ).with_columns(numbers.alias("row"))
        read: list[tuple[int, list[str]]] = ragged
        if values["doubt"].any():
            doubtful = values["doubt"]
            read = [*ragged, *zip(numbers.filter(doubtful), map(list, frame.filter(doubtful).rows()), strict=True)]
            values = values.filter(~doubtful)
        values = values.drop("doubt")
        if read:
            places = [self._columns.index(one) for one in columns]
            cells = {
                one.name: [one.key_of(row[place] if place < len(row) else None) for _, row in read]
                for one, place in zip(columns, places, strict=True)
            }
            more = pl.DataFrame({**cells, "row": [number for number, _ in read]}, schema=values.schema)
            values = pl.concat([values, more]).sort("row")
        parts = [one.name for one in columns]
        hashed = pl.col(parts[0]).hash(0) if len(parts) == 1 else pl.struct(parts).hash(0)
        return values.filter(pl.any_horizontal(pl.col(parts).is_not_null()), pl.col("row") > HEADER).select(
            hashed.alias("hash"), "row"
        )


def _ahead(blocks: Iterator[Block]) -> Iterator[Block]:
    """The next block is cut while this one is judged."""
    beside = ThreadPoolExecutor(1)
    try:
        coming = beside.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = beside.submit(next, blocks, None)
            yield block
    finally:
        beside.shutdown(wait=False, cancel_futures=True)
