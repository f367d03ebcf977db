"""Figures that stand for "no value" (Q11): -9999, 999999 and the like, as instruments and databases write it.

Only what is evident is said: such a number is below zero where nothing else is, or far away from all others.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from harvesters.contract import Severity
from harvesters.gate.batch import CELL, Batch
from harvesters.gate.content.table import Column, Content
from harvesters.gate.rules.columns import Role, roles

_MARK = r"-9{2,7}(?:\.(?:0+|9+))?|9{3,9}(?:\.(?:0+|9+))?|-?(?:32768|2147483647|2147483648)(?:\.0+)?|65535(?:\.0+)?"
_MARKED, _IN_COLUMN = re.compile(_MARK), re.compile(f"{CELL}(?:{_MARK})(?={CELL})")
_SIGNS = ("-99", "999", "32768", "65535", "214748364")
# What is below zero by its nature, and what has an upper end that people write so.
_SIGNED = re.compile(
    r"增|减|同比|环比|变化|变动|差|净|利润|盈|亏|温|高程|海拔|收益|结余|平衡|偏|距平|change|temp|diff|net", re.I
)
_OPEN = re.compile(r"上限|最[大高多]|以[下内]|封顶|止$|limit|max|upper", re.IGNORECASE)
_MANY = 5  # digits of a mark that is believed if it stands once
_LEAST = 5  # other values that say what is usual


@dataclass(slots=True)
class _Seen:
    """Of one column: the marks, and the other values of the batches in which they were met."""

    marks: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)
    others: set[float] = field(default_factory=set)


class Sentinels:
    """The columns of figures of one table."""

    def __init__(self, table: Content) -> None:
        self._table = table
        self._seen: dict[int, _Seen] = {}

    def see(self, batch: Batch) -> None:
        if not any(sign in batch.text for sign in _SIGNS):
            return
        for column in self._table.columns:
            if not column.figure or column.index >= len(batch.columns):
                continue
            cells = batch.columns[column.index]
            if _IN_COLUMN.search(f"{CELL}{CELL.join(cells)}{CELL}"):
                self._look(self._seen.setdefault(column.index, _Seen()), batch, cells)

    @staticmethod
    def _look(seen: _Seen, batch: Batch, cells: Any) -> None:
        met = {cell for cell in set(cells) if _MARKED.fullmatch(cell)}
        seen.others |= _figures(set(cells) - met)
        seen.marks.update(cell for cell in cells if cell in met)
        for mark in met - seen.first.keys():
            seen.first[mark] = batch.numbers[cells.index(mark)]

    def close(self) -> dict[int, dict[str, str]]:
        """Say it; for each column the marks that would be left empty."""
        found: dict[int, dict[str, str]] = {}
        for index, seen in self._seen.items():
            column = self._table.columns[index]
            if roles(column.label) & (Role.LON | Role.LAT) or column.serial:
                continue
            others = _figures(value for value in column.filled() if value not in seen.marks) or seen.others
            marks = [m for m, n in seen.marks.items() if len(others) >= _LEAST and _evident(column, m, n, others)]
            required = bool((column.spec.get("constraints") or {}).get("required"))
            for mark in sorted(marks, key=seen.first.__getitem__):
                cells = seen.marks[mark]
                facts: dict[str, Any] = {"low": f"{min(others):g}", "high": f"{max(others):g}", "cells": cells}
                facts["reason"] = "sentinel_required" if required else "sentinel"
                self._table.say("Q11", Severity.REVIEW, column, seen.first[mark], mark, cells, **facts)
            if marks and not required:
                found[index] = dict.fromkeys(marks, "")
        return found


def _figures(values: Any) -> set[float]:
    found = set()
    for value in values:
        try:
            found.add(float(value))
        except ValueError:
            continue
    return found


def _evident(column: Column, mark: str, times: int, others: set[float]) -> bool:
    value, low, high = float(mark), min(others), max(others)
    far = abs(value) / max(abs(low), abs(high), 1e-9)
    if value < 0:
        alone = low >= 0 and not _SIGNED.search(column.label)
        return alone or far >= 10 or (times > 1 and far >= 3)
    # One 999 or 9999 alone may be a price or a capital; five nines among small figures are a mark.
    single = far >= 50 and len(mark.partition(".")[0]) >= _MANY
    return not _OPEN.search(column.label) and (single or (times > 1 and far >= 5))
