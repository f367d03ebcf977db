"""What was seen of one column: counts that stay exact, and the first places of each kind of hit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from harvesters.gate.findings import CAP
from harvesters.gate.rules.columns import Role, roles
from harvesters.gate.rules.sensitive import safe

_REMEMBER = 100_000


@dataclass(slots=True)
class Tally:
    """Hits of one kind: how many cells, and where the first of them are (row, masked value)."""

    kept: int = field(default_factory=lambda: CAP.column)
    total: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)

    def add(self, row: int, value: str) -> None:
        self.total += 1
        if len(self.first) < self.kept:
            self.first.append((row, value))

    def places(self) -> Iterator[tuple[int, str, int]]:
        """(row, value, how many it stands for): the last kept stands for all that were not."""
        for n, (row, value) in enumerate(self.first, start=1):
            yield row, value, self.total - len(self.first) + 1 if n == len(self.first) else 1


@dataclass(slots=True)
class Numbers:
    """Cells that are nothing but a number that could be a mobile's: a list of people, or a series?"""

    count: int = 0
    low: int = 1 << 62
    high: int = 0
    values: set[int] = field(default_factory=set)
    twice: bool = False

    def add(self, value: int) -> None:
        self.count += 1
        self.low, self.high = min(self.low, value), max(self.high, value)
        if len(self.values) < _REMEMBER:
            self.twice |= value in self.values
            self.values.add(value)

    @property
    def serial(self) -> bool:
        """Each once, and next to each other: counted up by a program, not given out by telephone companies."""
        return self.count >= 3 and not self.twice and self.high - self.low < 20 * self.count


@dataclass(slots=True)
class Column:
    """One column with its header's meaning and its hits by kind."""

    index: int
    label: str
    role: Role
    filled: int = 0
    first_row: int | None = None
    numeric: int = 0
    sampled: int = 0
    long: int = 0
    whole: Numbers = field(default_factory=Numbers)
    hits: dict[str, Tally] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def hit(self, kind: str, row: int, value: str) -> None:
        tally = self.hits.get(kind)
        if tally is None:
            tally = self.hits[kind] = Tally()
        tally.add(row, value)

    def hit_all(self, kind: str, rows: Collection[int], values: Iterable[str]) -> None:
        """A hit in each of these rows."""
        tally = self.hits.setdefault(kind, Tally())
        tally.total += len(rows)
        tally.first += islice(zip(rows, values, strict=True), max(tally.kept - len(tally.first), 0))

    def total(self, kind: str) -> int:
        return self.hits[kind].total if kind in self.hits else 0

    @property
    def shown(self) -> str:
        return safe(self.label, 60)


def column(index: int, label: str | None) -> Column:
    """A column of the header, or one beyond it."""
    return Column(index, f"#{index + 1}" if label is None else label, roles(label) if label else Role.NONE)
