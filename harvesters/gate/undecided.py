"""What only a whole column can decide: whether % is its unit or one cell's (Q10), whether 2016.1 is January or October
(Q09). What was met is kept until the last row, then proposed for the column, or refused at its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from harvesters.contract import Finding, Severity
from harvesters.gate.findings import Findings
from harvesters.gate.rules.sensitive import safe
from harvesters.gate.rules.tally import Tally

# Months written with one digit (2016.2, so that October is 2016.10), and with two (2016.02: a number 2016.1 was .10).
_ONE_DIGIT = re.compile(r"\d{4}\.(?:[2-9]|10)", re.ASCII)
_ENOUGH = 3  # numbers with one unit that make it a column's
_TWO_DIGITS = re.compile(r"\d{4}\.0\d", re.ASCII)


@dataclass(slots=True)
class Undecided:
    """Of one column: numbers with and without a unit where none is declared, and years with “.1” among months."""

    units: dict[str, Tally] = field(default_factory=dict)
    bare: Tally = field(default_factory=Tally)
    _bare: list[tuple[Sequence[int], Sequence[str]]] = field(default_factory=list)  # where the first of them stand
    taken: str = ""  # the first number without its unit
    tenths: Tally = field(default_factory=Tally)
    singles: Tally = field(default_factory=Tally)
    single: str = ""  # the first of them in its form
    years: set[str] = field(default_factory=set)
    one_digit: bool = False
    two_digits: bool = False

    def see_unit(self, row: int, cell: str, number: str, mark: str) -> None:
        """A number whose unit was taken off."""
        self.taken = self.taken or number
        self.units.setdefault(mark, Tally()).add(row, safe(cell))

    def see_bare(self, rows: Sequence[int], values: Sequence[str]) -> None:
        """Numbers that have none."""
        filled = len(values) - values.count("")
        if filled and self.bare.total < self.bare.kept:
            self._bare.append((rows, values))
        self.bare.total += filled

    def see_form(self, text: str) -> None:
        """Any value of a column of months: how its months are written."""
        self.one_digit = self.one_digit or _ONE_DIGIT.fullmatch(text) is not None
        self.two_digits = self.two_digits or _TWO_DIGITS.fullmatch(text) is not None

    def see_month(self, row: int, cell: str, month: str) -> bool:
        """A year with one digit behind the point; whether it must stay as it is until the end."""
        if not month.endswith("-01"):
            self.single = self.single or month
            self.singles.add(row, safe(cell))
            return False
        self.years.add(cell)
        self.tenths.add(row, safe(cell))
        return True

    @property
    def unit(self) -> str:
        """The unit that each of its numbers carries; empty if not each does, or not the same."""
        return next(iter(self.units)) if len(self.units) == 1 and not self.bare.total else ""

    def months(self) -> dict[str, str]:
        """2016.1 → the month that is proposed for it."""
        month = "01" if self.one_digit else "10"
        return {cell: f"{cell.strip()[:4]}-{month}" for cell in self.years}

    def close(self, file: str, label: str, found: Findings) -> None:
        place = {"file": file, "column": safe(label, 60)}
        self._say_units(place, found)
        self._say_months(place, found)

    def _say_months(self, place: dict[str, Any], found: Findings) -> None:
        if self.singles.total:  # 2016.2 may be a quarter
            self._ask(place, found, self.singles, reason="one_digit", proposal=self.single)
        if not self.tenths.total:
            return
        year = self.tenths.first[0][1][:4]
        if self.one_digit and self.two_digits:
            self._ask(place, found, self.tenths, Severity.BLOCK, reason="month_unclear")
        elif self.one_digit:
            self._ask(place, found, self.tenths, reason="january", proposal=f"{year}-01")
        else:
            self._ask(place, found, self.tenths, reason="october", proposal=f"{year}-10")

    @staticmethod
    def _ask(
        place: dict[str, Any], found: Findings, tally: Tally, severity: Severity = Severity.REVIEW, **facts: Any
    ) -> None:
        row, value = tally.first[0]
        facts |= {"cells": tally.total}
        found.add(Finding("Q09", severity, **place, row=row, value=value, params=facts), tally.total)

    def _say_units(self, place: dict[str, Any], found: Findings) -> None:
        if self.unit and self.units[self.unit].total >= _ENOUGH:
            tally = self.units[self.unit]
            row, value = tally.first[0]
            facts = {"reason": "unit_taken", "mark": safe(self.unit, 20), "proposal": self.taken, "cells": tally.total}
            found.add(Finding("Q10", Severity.REVIEW, **place, row=row, value=value, params=facts), tally.total)
            return
        if self.units:
            at = ((row, value) for rows, values in self._bare for row, value in zip(rows, values, strict=True) if value)
            self.bare.first = list(islice(at, self.bare.kept))
        ways = {**self.units, **({"": self.bare} if self.bare.total and self.units else {})}
        usual = max(ways, key=lambda mark: ways[mark].total, default="")
        for mark, tally in ways.items():
            if mark == usual and len(ways) > 1:
                continue
            reason = "unit_alone" if len(ways) == 1 else "unit_some" if mark else "unit_lacks"
            facts = {"reason": reason, "mark": safe(mark, 20), "usual": safe(usual, 20)}
            for row, value, times in tally.places():
                found.add(Finding("Q10", Severity.BLOCK, **place, row=row, value=value, params=facts), times)
