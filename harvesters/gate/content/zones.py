"""Moments of several time zones in one column (Q09): 08:00+08:00 beside 08:00Z and a bare 08:00.

Where some name none, a person decides; the proposal is Beijing time for all, written without a zone. Where each names
its own nothing is in doubt: they stay as they are, and it is only pointed out."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence

from harvesters.contract import Severity
from harvesters.gate.batch import CELL, Batch
from harvesters.gate.content.periods import is_period_label
from harvesters.gate.content.table import Column, Content
from harvesters.gate.rules.columns import Role, roles

_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)([T ])(\d\d):(\d\d)(?:(:)(\d\d)(\.\d+)?)?\s?(Z|z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?",
    re.ASCII,
)
_ZONE = re.compile(rf"Z|z|:\d\d(?:\.\d+)?\s?[+-]\d\d(?::?\d\d)?(?={CELL}|$)")
_BEIJING = dt.timedelta(hours=8)


class Zones:
    """The columns of moments of one table."""

    def __init__(self, table: Content) -> None:
        self._table = table
        self._ways: dict[int, Counter[str]] = {}
        self._first: dict[tuple[int, str], tuple[int, str]] = {}

    def see(self, batch: Batch) -> None:
        for column in self._table.columns:
            if column.index >= len(batch.columns):
                continue
            cells = batch.columns[column.index]
            declared = column.kind == "datetime" and column.spec.get("format", "default") == "default"
            if declared or (column.kind == "string" and _says_when(column) and _is_moment(cells)):
                self._look(column.index, batch.numbers, cells)

    def _look(self, index: int, numbers: Sequence[int], cells: Sequence[str]) -> None:
        ways = self._ways.setdefault(index, Counter())
        if _ZONE.search(CELL.join(cells)) is None:
            ways[""] += len(cells) - cells.count("")
            return
        for row, cell in zip(numbers, cells, strict=True):
            if (match := _MOMENT.fullmatch(cell)) is not None:
                way = match[10] or ""
                ways[way] += 1
                if way:
                    self._first.setdefault((index, way), (row, cell))

    def close(self) -> list[int]:
        """Say it; the columns that would be brought to Beijing time."""
        doubtful = []
        for index, every in self._ways.items():
            ways = +every
            if len({_shift(way) if way else None for way in ways}) < 2:
                continue
            column, exact = self._table.columns[index], "" not in ways
            cells = sum(n for way, n in ways.items() if way)
            # of those that are in another zone, the rarest
            row, value = self._first[index, min(filter(None, ways), key=lambda w: (_shift(w) == _BEIJING, ways[w]))]
            written = "、".join(f"{way or '不写时区'}（{n} 格）" for way, n in ways.most_common(5))
            facts = {"cells": cells, "proposal": beijing(value), "forms": written}
            severity, reason = (Severity.WARN, "zones_named") if exact else (Severity.REVIEW, "zones")
            self._table.say("Q09", severity, column, row, value, cells, reason=reason, **facts)
            doubtful += [] if exact else [index]
        return doubtful


def _says_when(column: Column) -> bool:
    return is_period_label(column.label) or Role.TIME in roles(column.label)


def _is_moment(cells: Sequence[str]) -> bool:
    return any(cells) and _MOMENT.fullmatch(next(filter(None, cells))) is not None


def _shift(zone: str) -> dt.timedelta:
    """How far ahead of UTC a zone is."""
    digits = zone[1:].replace(":", "").ljust(4, "0")
    size = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if zone[0] == "-" else size


def beijing(text: str) -> str:
    """A moment that names its zone in Beijing time, written as it is but for that; other text stays."""
    match = _MOMENT.fullmatch(text)
    if match is None or not match[10]:
        return text
    year, month, day, mark, hour, minute, _, second, fraction, zone = match.groups()
    try:
        local = dt.datetime(int(year), int(month), int(day), int(hour), int(minute)) - _shift(zone) + _BEIJING
    except (ValueError, OverflowError):
        return text
    tail = f":{second}{fraction or ''}" if second else ""
    return f"{local:%Y-%m-%d}{mark}{local:%H:%M}{tail}"
