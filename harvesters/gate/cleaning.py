"""Cleanings that lose nothing and need nobody's word (policy *auto* of domain §6): applied, counted, reported.

The original is kept as received, so each can be undone. A column remembers what it did with a value, so that a million
rows cost a million look-ups and not a million normalisations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harvesters.gate.batch import CELL, ROW, Batch
from harvesters.gate.rules.sensitive import safe
from harvesters.gate.schema import TYPED, is_code

# Zero-width and direction marks, BOM inside the text, soft hyphen, control characters but tab and line ends (Q30)
INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
INVISIBLE_CHARS = frozenset(chr(code) for code in range(0x10000) if INVISIBLE.match(chr(code)))
_BLANK = re.compile(r"\s")
_JOINERS = re.compile("[\u200c\u200d]")
_FULL_WIDTH = {0x3000: " ", 0xA0: " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
_REMEMBER = 20_000

_Change = tuple[str, tuple[str, ...]]


@dataclass(slots=True)
class _Column:
    """How one column is cleaned, and what was done so far."""

    label: str
    typed: bool
    code: bool
    missing: frozenset[str]
    known: dict[str, _Change] = field(default_factory=dict)

    def untouched(self, values: tuple[str, ...], joined: str) -> bool:
        """Whether nothing can be to do: plain ASCII without blanks, and none of the marks for "no value"."""
        if self.typed or self.code:
            return joined.isascii() and not _BLANK.search(joined) and self.missing.isdisjoint(values)
        return self.missing.isdisjoint(values)

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
        if self.typed or self.code:
            plain = unicodedata.normalize("NFKC", text) if self.typed else text.translate(_FULL_WIDTH)
            if text.strip() in self.missing or plain.strip() in self.missing:
                return "", (*rules, "Q11")
            if plain != text:
                rules.append("Q08")
            text = plain.strip()
            if text != plain:
                rules.append("Q12")
        elif text in self.missing:
            return "", (*rules, "Q11")
        return text, tuple(rules)


class Cleaner:
    """The cleaning of one table. ``log`` says per rule and column how many cells, where first, from what to what."""

    def __init__(self, fields: Sequence[Mapping[str, Any]], missing: Sequence[frozenset[str]]) -> None:
        self._columns = [
            _Column(str(f["name"]), f["type"] in TYPED, is_code(f), marks)
            for f, marks in zip(fields, missing, strict=True)
        ]
        self._busy = [n for n, c in enumerate(self._columns) if c.typed or c.code or c.missing]
        self._log: dict[tuple[str, str], dict[str, Any]] = {}

    def clean(self, batch: Batch) -> tuple[Batch, Batch | None]:
        """The clean rows, and those among them that were changed (None: none, and the same batch comes back)."""
        invisible = batch.holds_separators or not (INVISIBLE_CHARS - {CELL, ROW}).isdisjoint(batch.chars)
        changes: dict[int, dict[int, str]] = {}
        for index in range(len(self._columns)) if invisible else self._busy:
            if index >= len(batch.columns):
                break
            column, values = self._columns[index], batch.columns[index]
            if not invisible and column.untouched(values, "".join(values)):
                continue
            for position, cell in enumerate(values):
                if cell:
                    value, rules = column.clean(cell)
                    if rules:
                        changes.setdefault(position, {})[index] = value
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
            first = {"row": row, "before": safe(before), "after": safe(after)}
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

    def log(self) -> list[dict[str, Any]]:
        return [self._log[key] for key in sorted(self._log)]


def clean_label(label: str) -> str:
    """A header cell for comparison and publication: without invisible marks and surrounding blanks."""
    return INVISIBLE.sub("", label).strip()
