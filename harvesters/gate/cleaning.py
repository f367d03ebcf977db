"""Cleanings of cells: what loses nothing and needs nobody's word (policy *auto* of domain §6) is applied, counted,
reported; what a person must confirm (*propose*) is applied too, and becomes a finding that holds the delivery.

The original is kept as received, so each can be undone. A column remembers what it did with a value, so that a million
rows cost a million look-ups and not a million normalisations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harvesters.catalogue.items import NUMERIC
from harvesters.contract import Finding, Severity
from harvesters.gate import dates, numbers, qualified
from harvesters.gate.batch import CELL, ROW, Batch
from harvesters.gate.findings import Findings
from harvesters.gate.rules.masked import in_report
from harvesters.gate.rules.sensitive import safe
from harvesters.gate.schema import TEMPORAL, TYPED, is_code
from harvesters.gate.undecided import Undecided

# Zero-width and direction marks, BOM inside the text, soft hyphen, control characters but tab and line ends (Q30)
INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
INVISIBLE_CHARS = frozenset(chr(code) for code in range(0x10000) if INVISIBLE.match(chr(code)))
_FIGURES = NUMERIC | TEMPORAL
_BLANK = re.compile(r"\s")
_JOINERS = re.compile("[\u200c\u200d]")
_FULL_WIDTH = {0x3000: " ", 0xA0: " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
_FLOAT_YEAR = re.compile(r"(?:19|20)\d\d\.0+", re.ASCII)
_REMEMBER = 20_000

# The rule that refuses a value, and its facts.
_Refusal = tuple[str, Mapping[str, Any]]
# value, rules that changed it, why a person must confirm, why nothing can hold it
_Change = tuple[str, tuple[str, ...], str, _Refusal | None]
_DIGITS = {"number": re.compile(r"[0-9.+-]*"), "integer": re.compile(r"[0-9+-]*")}
# A proposal's rule, by its reason.
_PROPOSED = {"two_digits": "Q09", "day_dropped": "Q09", "magnitude": "Q10", "brackets": "Q12", "capitals": "Q12"}
_PROPOSED |= {"other_words": "Q15", "degrees": "Q24", "period": "Q09", "mark": "Q11"}
_PROPOSED |= {"rate": "Q10"}
_UNIT = "unit:"  # before a unit that was taken off in a column of which none is declared
# What says in a column of figures or times that there is none, and why: each means something of its own (Q11).
MARKS = {"...": "…", "......": "……", **{mark: mark for mark in ("#", "无", "暂无", "空", "\\")}}
_MOST_PERIODS = 3_000
# A number of more characters than this is looked at one by one.
_SHORT = 300


@dataclass(slots=True)
class _Column:
    """How one column is cleaned, and what was done so far."""

    label: str
    kind: str
    code: bool
    missing: frozenset[str]
    marks: Mapping[str, str]
    reader: dates.Reader | None
    words: frozenset[str]
    listed: frozenset[str] = frozenset()  # the only values that the dictionary allows, as it writes them
    least: int = 0  # characters that it asks for
    known: dict[str, _Change] = field(default_factory=dict)
    marked: set[str] = field(default_factory=set)  # marks met that the dictionary does not declare
    periods: dict[str, str] = field(default_factory=dict)  # quarters and stretches of months, in their form
    timed: bool = False  # whether something else stands in a column of times
    unit: str = ""
    refused: set[str] = field(default_factory=set)  # values of which was said what stands around the number
    undecided: Undecided = field(default_factory=Undecided)

    @property
    def typed(self) -> bool:
        return self.kind in TYPED

    def untouched(self, values: Sequence[str]) -> bool:
        """Whether nothing can be to do, asked of all values at once: they stand in form, none marks "no value"."""
        if not self.missing.isdisjoint(values):
            return False
        if not (self.typed or self.code):
            return [*map(str.strip, values)] == [*values]
        joined = "".join(values)
        if not joined.isascii() or _BLANK.search(joined):
            return False
        if self.kind in NUMERIC:
            if not _DIGITS[self.kind].fullmatch(joined) or max(map(len, values)) > _SHORT:
                return False
            signs = joined.count("+") + joined.count("-")
            return not signs or signs == sum(value[:1] in ("+", "-") for value in values)
        if self.kind == "boolean":
            return self.words.issuperset(values)
        if self.kind in TEMPORAL:
            return self.reader is None or dates.in_form(self.kind, joined, len(values) - values.count(""))
        return True

    def clean(self, cell: str) -> _Change:
        """The clean value and the rules that changed it."""
        found = self.known.get(cell)
        if found is None:
            found = self._clean(cell)
            if len(self.known) >= _REMEMBER:
                self.known.clear()
            self.known[cell] = found
        return found

    def _clean(self, cell: str) -> _Change:
        rules: list[str] = []
        text = INVISIBLE.sub("", cell)
        if self.typed or self.code:
            text = _JOINERS.sub("", text)
        if text != cell:
            rules.append("Q30")
        if not (self.typed or self.code):
            bare = text.strip()  # CHAR columns of databases are filled with blanks
            if bare != text and text not in self.missing and not self._meant(text, bare):
                text, rules = bare, [*rules, "Q12"]
            return ("", (*rules, "Q11"), "", None) if text in self.missing else (text, tuple(rules), "", None)
        plain = numbers.folded(text) if self.typed else text.translate(_FULL_WIDTH)
        stripped = plain.strip()
        if text.strip() in self.missing or stripped in self.missing:
            return "", (*rules, "Q11"), "", None
        kept = self.marks.get(stripped)
        if kept is not None:  # a declared mark stays as the dictionary writes it, … is not ...
            return kept, tuple(rules if kept == text else (*rules, "Q11")), "", None
        if self.kind in _FIGURES and stripped in MARKS:
            return MARKS[stripped], tuple(rules), "mark", None
        if plain != text:
            rules.append("Q08")
        if stripped != plain:
            rules.append("Q12")
        if self.kind == "yearmonth":
            self.undecided.see_form(stripped)
        form = self.reader(stripped) if self.reader is not None else None
        if form is not None:
            stripped, ask = form.value, form.ask
            rules += [rule for rule in form.rules if rule not in rules]
        else:
            ask = ""
        if self.kind not in NUMERIC:
            return stripped, tuple(rules), ask, None
        if (beyond := numbers.beyond(stripped, self.kind == "integer")) is not None:
            if beyond == "scientific":
                self.refused.add(stripped)
            return stripped, tuple(rules), ask, ("G-30", {"type": f"number-{beyond}"})
        if not ask and self.reader is not None and (found := qualified.around(stripped)) is not None:
            return self._qualified(stripped, tuple(rules), found)
        return stripped, tuple(rules), ask, None

    def _meant(self, text: str, bare: str) -> bool:
        """Whether the dictionary, written from such a column, takes a text with its outer blanks and not without."""
        return (text in self.listed and bare not in self.listed) or len(bare) < self.least <= len(text)

    def _qualified(self, text: str, rules: tuple[str, ...], found: qualified.Around) -> _Change:
        """Q10: a number with something around it. A rate is brought to the column's own, a unit where none is declared
        waits for the whole column; what is left is refused."""
        if found.reason == "unit":
            if (value := qualified.scaled(found, self.unit)) is not None:
                return value, rules, "" if value == found.number else "rate", None
            if not self.unit:
                return found.number, rules, _UNIT + found.mark, None
        reason = "unit_other" if found.reason == "unit" else found.reason
        if len(self.refused) >= _REMEMBER:
            return text, rules, "", None  # the type's own error says it
        self.refused.add(text)
        return text, rules, "", ("Q10", {"reason": reason, "mark": safe(found.mark, 20), "unit": safe(self.unit, 20)})

    def see_bare(self, rows: Sequence[int], values: Sequence[str]) -> None:
        """Numbers as they are, where a unit may stand beside others."""
        if self.kind in NUMERIC and not self.unit:
            self.undecided.see_bare(rows, values)


def _column(spec: Mapping[str, Any], missing: frozenset[str]) -> _Column:
    kind = str(spec["type"])
    marks = {unicodedata.normalize("NFKC", mark).strip(): mark for mark in spec.get("missingValues") or () if mark}
    words: frozenset[str] = frozenset()
    reader = dates.reader(spec)
    if kind in NUMERIC:
        reader = numbers.reader(spec)
    elif kind == "boolean":
        reader = numbers.yes_or_no(spec)
        declared = (*(spec.get("trueValues") or numbers.TRUE), *(spec.get("falseValues") or numbers.FALSE))
        words = frozenset((*declared, ""))
    column = _Column(str(spec["name"]), kind, is_code(spec), missing, marks, reader, words)
    limits = spec.get("constraints") or {}
    column.listed = frozenset(one for one in limits.get("enum") or () if isinstance(one, str))
    column.least = least if isinstance(least := limits.get("minLength"), int) else 0
    column.unit = numbers.unit_of(spec) if kind in NUMERIC else ""
    return column


class Cleaner:
    """The cleaning of one table. ``log`` says per rule and column how many cells, where first, from what to what."""

    def __init__(
        self, file: str, fields: Sequence[Mapping[str, Any]], missing: Sequence[frozenset[str]], found: Findings
    ) -> None:
        self._file, self._found = file, found
        self._columns = [_column(spec, marks) for spec, marks in zip(fields, missing, strict=True)]
        self._by_label = {column.label: column for column in self._columns}
        self._log: dict[tuple[str, str], dict[str, Any]] = {}
        self._proposed: dict[tuple[str, str, str, str], list[Any]] = {}

    def clean(self, batch: Batch) -> tuple[Batch, Batch | None]:
        """The clean rows, and those among them that were changed (None: none, and the same batch comes back)."""
        invisible = batch.holds_separators or not (INVISIBLE_CHARS - {CELL, ROW}).isdisjoint(batch.chars)
        changes: dict[int, dict[int, str]] = {}
        for index in range(len(self._columns)):
            if index >= len(batch.columns):
                break
            column, values = self._columns[index], batch.columns[index]
            if not invisible and column.untouched(values):
                column.timed = column.timed or (column.kind in TEMPORAL and any(values))
                column.see_bare(batch.numbers, values)
                continue
            for position, cell in enumerate(values):
                if cell:
                    value, rules, ask, beyond = column.clean(cell)
                    if beyond:
                        self._refuse(column, batch.numbers[position], cell, beyond)
                    if ask == "period":
                        self._period(column, batch.numbers[position], cell, value)
                        continue
                    filled = value != "" and ask != "mark"
                    column.timed = column.timed or (filled and column.kind in TEMPORAL)
                    if ask == "one_digit":
                        if column.undecided.see_month(batch.numbers[position], cell, value):
                            continue
                        ask = ""
                    if ask.startswith(_UNIT):
                        mark = ask.removeprefix(_UNIT)
                        column.undecided.see_unit(batch.numbers[position], cell, value, mark)
                        changes.setdefault(position, {})[index] = value
                        continue
                    if filled and numbers.is_plain(value):
                        column.see_bare((batch.numbers[position],), (value,))
                    if value != cell:
                        changes.setdefault(position, {})[index] = value
                    if ask:
                        self._propose(_PROPOSED[ask], ask, column, batch.numbers[position], cell, value)
                    elif value != cell:
                        self._note(rules, batch.numbers[position], index, cell, value)
        if not changes:
            return batch, None
        cells = list(batch.cells)
        for position, by_column in changes.items():
            cells[position] = list(cells[position])
            for index, value in by_column.items():
                cells[position][index] = value
        changed = sorted(changes)
        return (
            Batch(batch.numbers, cells),
            Batch([batch.numbers[position] for position in changed], [cells[position] for position in changed]),
        )

    def note(self, rule: str, column: str, row: int, before: str, after: str, cells: int = 1) -> None:
        """Write down a cleaning that was done elsewhere (encoding, header, order of columns)."""
        entry = self._log.get((rule, column))
        if entry is None:
            shown, mended = (safe(in_report(column, text)) for text in (before, after))
            if shown == mended and before != before.strip():
                shown += "（前后有空格）"
            first = {"row": row, "before": shown, "after": mended}
            self._log[rule, column] = {"rule": rule, "column": safe(column, 60), "cells": cells, "first": first}
        else:
            entry["cells"] += cells

    def _note(self, rules: tuple[str, ...], row: int, index: int, before: str, after: str) -> None:
        for rule in rules:
            entry = self._log.get((rule, self._columns[index].label))
            if entry is None:
                self.note(rule, self._columns[index].label, row, before, after)
            else:
                entry["cells"] += 1

    def undeclared(self) -> dict[str, list[str]]:
        """Columns with marks of "no value" that their dictionary does not name; they stay in the master as marks."""
        return {column.label: sorted(column.marked) for column in self._columns if column.marked}

    def periods(self) -> dict[str, dict[str, str]]:
        """Columns of times in which nothing but quarters and stretches of months stands, with the form of each."""
        return {one.label: one.periods for one in self._columns if one.periods and not one.timed}

    def propose(self) -> None:
        """Close the table: what a person must confirm, once a rule, reason and column (and mark)."""
        for column in self._columns:
            column.undecided.close(self._file, column.label, self._found)
        whole = self.periods()
        for (rule, reason, label, _), (count, row, before, after) in self._proposed.items():
            if reason == "period" and label not in whole:
                continue
            params = {"reason": reason, "proposal": safe(after), "cells": count}
            place: dict[str, Any] = {"file": self._file, "row": row, "column": safe(label, 60), "value": safe(before)}
            self._found.add(Finding(rule, Severity.REVIEW, **place, params=params), count)

    def _propose(self, rule: str, reason: str, column: _Column, row: int, before: str, after: str) -> None:
        of = after if reason == "mark" else ""
        if of:
            column.marked.add(of)
        entry = self._proposed.setdefault((rule, reason, column.label, of), [0, row, before, after])
        entry[0] += 1

    def _period(self, column: _Column, row: int, before: str, after: str) -> None:
        """Kept as it stands until the whole column is known."""
        column.timed = column.timed or len(column.periods) >= _MOST_PERIODS
        if not column.timed:
            column.periods[before] = after
            self._propose("Q09", "period", column, row, before, after)

    def units(self) -> dict[str, str]:
        """Columns of no declared unit of which each number carries one and the same."""
        return {column.label: unit for column in self._columns if (unit := column.undecided.unit)}

    def words(self) -> dict[str, dict[str, str]]:
        """By column the values that the whole column has decided, as the master is to have them."""
        months = {one.label: one.undecided.months() for one in self._columns if one.undecided.years}
        return {**self.periods(), **months}

    def explained(self, label: str, value: str) -> bool:
        """Whether Q10 has already said why this is no number."""
        column = self._by_label.get(label)
        return column is not None and value in column.refused

    def _refuse(self, column: _Column, row: int, cell: str, refusal: _Refusal) -> None:
        code, params = refusal
        place: dict[str, Any] = {"file": self._file, "row": row, "column": safe(column.label, 60), "value": safe(cell)}
        self._found.add(Finding(code, Severity.BLOCK, **place, params=params))

    def log(self) -> list[dict[str, Any]]:
        return [self._log[key] for key in sorted(self._log)]


def clean_label(label: str) -> str:
    """A header cell for comparison and publication: without invisible marks, outer blanks, the .0 of a year."""
    text = INVISIBLE.sub("", label).strip()
    return text[:4] if _FLOAT_YEAR.fullmatch(text) else text
