"""Rows put down as they are read: which columns a file of records has is only known after the last of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from tempfile import TemporaryFile

from harvesters.gate.reading.csv import MAX_CELL, MAX_COLUMNS, LayoutFault, Record


class Spool:
    """Records as ``{column: text}``, in the order of their first appearance. Columns that a record lacks are empty."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self.count = 0
        self._stream = TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 (as long as the spool)
        self._writer = csv.writer(self._stream)

    def add(self, row: int, cells: Mapping[str, str]) -> None:
        """One record with its number in the file."""
        places = self.places
        line = [""] * len(places)
        for name, text in cells.items():
            place = places.get(name)
            if place is None:
                place = places[name] = len(line)
                line.append("")
                if len(line) > MAX_COLUMNS:
                    raise LayoutFault("G-40", "too_many_columns", row, cells=len(line), limit=MAX_COLUMNS)
            if len(text) > MAX_CELL:
                raise LayoutFault("G-40", "value_too_long", row, column=name[:60], limit=MAX_CELL)
            line[place] = text
        try:
            self._writer.writerow((row, *line))
        except UnicodeEncodeError as e:  # half of a pair: no text that anything could hold
            raise LayoutFault("G-40", "half_character", row) from e
        self.count += 1

    def records(self, labels: Mapping[str, str], skip: str | None = None) -> Iterator[Record]:
        """The header (row 0: it stands nowhere in the file), then every record.

        :param labels: columns that are called otherwise; ``skip``: a column to leave out
        """
        if not self.places:
            raise LayoutFault("Q26", "no_records")
        kept = [(place, name) for name, place in self.places.items() if name != skip]
        yield Record(0, 0, [labels.get(name, name) for _, name in kept])
        for record in self.rows():
            if skip is None:
                yield record
            else:
                yield Record(record.row, record.line, [record.cells[place] for place, _ in kept])

    def rows(self) -> Iterator[Record]:
        """Every record as it was put down."""
        csv.field_size_limit(MAX_CELL)
        self._stream.seek(0)
        width = len(self.places) + 1
        for line in csv.reader(self._stream):
            number = int(line[0])
            line += [""] * (width - len(line))
            yield Record(number, number, line[1:])
