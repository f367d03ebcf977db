"""Error values of formulas that an export carried into its text (Q22): #REF!, #N/A. What a workbook says of its own
cells is said where it is read."""

from __future__ import annotations

import re
from collections import defaultdict

from harvesters.contract import Severity
from harvesters.gate.batch import Batch
from harvesters.gate.content.table import Content
from harvesters.gate.rules.tally import Tally

_ERROR = re.compile(r"#(?:REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|N/A|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)


class Broken:
    """Columns of text: in others Frictionless says that it is no value of their type."""

    def __init__(self, table: Content) -> None:
        self._table = table
        self._columns = [c for c in table.columns if c.kind == "string"]
        self._met: dict[int, Tally] = defaultdict(Tally)

    def see(self, batch: Batch) -> None:
        if "#" not in batch.text:
            return
        for column in self._columns:
            if column.index < len(batch.columns):
                for row, cell in zip(batch.numbers, batch.columns[column.index], strict=True):
                    if cell[:1] == "#" and _ERROR.fullmatch(cell.strip()):
                        self._met[column.index].add(row, cell.strip())

    def close(self) -> None:
        if "Q22" in self._table.found.totals(self._table.file):
            return
        for index, tally in self._met.items():
            for row, cell, times in tally.places():
                self._table.say("Q22", Severity.BLOCK, self._table.columns[index], row, cell, times, reason="error")
