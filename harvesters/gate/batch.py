"""Some thousand rows at a time: as rows, as columns, as one text. What holds for all of them is asked once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest

from harvesters.gate.reading.csv import Record

CELL, ROW = "\x1f", "\x1e"
SIZE = 2000


@dataclass
class Batch:
    """Rows with their numbers in the file. Not changed once read: a cleaning makes a new one."""

    numbers: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def text(self) -> str:
        """All cells; :data:`CELL` and :data:`ROW` stand between and are left out of the cells themselves."""
        if not self.holds_separators:
            return self._joined
        rows = ([cell.replace(CELL, "").replace(ROW, "") for cell in row] for row in self.cells)
        return ROW.join(map(CELL.join, rows))

    @cached_property
    def holds_separators(self) -> bool:
        """Whether a cell itself holds one of the two control characters."""
        rows, cells = len(self.cells), sum(max(len(row), 1) for row in self.cells)
        return self._joined.count(ROW) != max(rows - 1, 0) or self._joined.count(CELL) != cells - rows

    @cached_property
    def chars(self) -> frozenset[str]:
        """Which characters occur at all, the two separators among them."""
        return frozenset(self._joined)

    @cached_property
    def columns(self) -> list[tuple[str, ...]]:
        """The cells by column; a ragged row has empty cells at its end."""
        return list(zip_longest(*self.cells, fillvalue=""))

    @cached_property
    def _joined(self) -> str:
        return ROW.join(map(CELL.join, self.cells))


def batches(records: Iterable[Record]) -> Iterator[Batch]:
    """Records in batches of :data:`SIZE`."""
    batch = Batch()
    for record in records:
        batch.numbers.append(record.row)
        batch.cells.append(record.cells)
        if len(batch) >= SIZE:
            yield batch
            batch = Batch()
    if len(batch):
        yield batch
