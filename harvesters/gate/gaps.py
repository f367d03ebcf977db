"""Columns without a name (Q26): what a sheet leaves in front of a table and between its parts. Such a column that is
empty in every row is left out of the table and said; if anything stands in it, its name is what is missing (G-30)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from harvesters.gate.cleaning import clean_label
from harvesters.gate.reading.csv import Record
from harvesters.gate.reading.stretches import Stretch


class Gaps:
    """The rows without the columns that have no name. Iterate once; :meth:`take` hands over what stood in those."""

    def __init__(self, cells: Sequence[str], rows: Iterable[Record | Stretch]) -> None:
        named = [n for n, cell in enumerate(cells) if clean_label(cell)]
        self.places = [n for n, cell in enumerate(cells) if not clean_label(cell)] if named else []
        self.filled: dict[int, int] = {}  # place → the first row in which something stands
        self._named, self._rows = named, rows
        self._width = len(cells)
        self._aside: list[Record] = []

    def __iter__(self) -> Iterator[Record | Stretch]:
        if not self.places:
            yield from self._rows
            return
        for item in self._rows:
            yield self._record(item) if isinstance(item, Record) else self._stretch(item)

    def take(self) -> list[Record]:
        """Of the rows gone by what stood in columns without a name, behind as many empty cells as have one."""
        taken, self._aside = self._aside, []
        return taken

    def _record(self, record: Record) -> Record:
        cells = record.cells
        beyond = cells[self._width :]
        kept = [cells[n] for n in self._named if n < len(cells)]
        left = [cells[n] if n < len(cells) else "" for n in self.places]
        if any(cell.strip() for cell in left):
            if not any(cell.strip() for cell in (*kept, *beyond)):
                return Record(record.row, record.line, [cell for cell in left if cell.strip()])  # a note beside
            self._look(record.row, left)
        return Record(record.row, record.line, [*kept, *beyond])

    def _stretch(self, item: Stretch) -> Stretch:
        kept, left = item.without(self.places)
        for row, cells in left:
            self._look(row, cells)
        return kept

    def _look(self, row: int, left: list[str]) -> None:
        for place, cell in zip(self.places, left, strict=False):
            if cell.strip():
                self.filled.setdefault(place, row)
        self._aside.append(Record(row, 0, [*[""] * len(self._named), *left]))
