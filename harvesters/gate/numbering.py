"""Rows of the master and rows of the file: what is left out between them moves the numbers."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence


class Numbering:
    """Which row of the file a row of the master is: only the places where the distance changes are kept."""

    def __init__(self, header: int) -> None:
        self._header = header
        self._starts, self._shifts = [1], [header - 1]
        self._count = 1

    def add(self, row: int, count: int = 1) -> None:
        """The next ``count`` rows, which stand one after the other from ``row`` on."""
        self._count += 1
        if row - self._count != self._shifts[-1]:
            self._starts.append(self._count)
            self._shifts.append(row - self._count)
        self._count += count - 1

    def leave_out(self, rows: Iterable[list[str]], extra: Sequence[int]) -> Iterator[list[str]]:
        """The master's rows without some of them (numbered from 2), and the numbering of those that stay."""
        left, dropped = Numbering(self._header), set(extra)
        for number, cells in enumerate(rows, start=2):
            if number not in dropped:
                left.add(self.of(number))
                yield cells
        self._starts, self._shifts, self._count = left._starts, left._shifts, left._count

    def of(self, row: int) -> int:
        """The file's row for a row of the master (both from 1, the header among them)."""
        return row + self._shifts[bisect.bisect_right(self._starts, row) - 1]
