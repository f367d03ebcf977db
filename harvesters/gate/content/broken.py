"""What an export put in place of a text: error values of formulas (Q22: #REF!, #N/A), question marks for characters
that its encoding lacked (Q01). What a workbook says of its own cells is said where it is read."""

from __future__ import annotations

import re
from collections import defaultdict

from harvesters.contract import Severity
from harvesters.gate.batch import Batch
from harvesters.gate.content.table import Content
from harvesters.gate.rules.tally import Tally

_ERROR = re.compile(r"#(?:REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|N/A|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
# Only marks, digits and signs are left: what asks a question, or an address, has letters.
_LOST = re.compile(r"(?=.*\?\?)[?\d\s.,;:/()\-]+")


class Broken:
    """Columns of text: in others Frictionless says that it is no value of their type."""

    def __init__(self, table: Content) -> None:
        self._table = table
        self._columns = [c for c in table.columns if c.kind == "string"]
        self._errors: dict[int, Tally] = defaultdict(Tally)
        self._lost: dict[int, Tally] = defaultdict(Tally)

    def see(self, batch: Batch) -> None:
        if "#" in batch.text:
            self._look(batch, "#", _ERROR, self._errors)
        if "??" in batch.text:
            self._look(batch, "??", _LOST, self._lost)

    def _look(self, batch: Batch, sign: str, pattern: re.Pattern[str], met: dict[int, Tally]) -> None:
        for column in self._columns:
            if column.index < len(batch.columns):
                for row, cell in zip(batch.numbers, batch.columns[column.index], strict=True):
                    if sign in cell and pattern.fullmatch(cell.strip()):
                        met[column.index].add(row, cell.strip())

    def close(self) -> None:
        self._say("Q01", "question_marks", self._lost)
        if "Q22" not in self._table.found.totals(self._table.file):
            self._say("Q22", "error", self._errors)

    def _say(self, code: str, reason: str, met: dict[int, Tally]) -> None:
        for index, tally in met.items():
            for row, cell, times in tally.places():
                self._table.say(code, Severity.BLOCK, self._table.columns[index], row, cell, times, reason=reason)
