"""A release beside the one before it (Q27): a fraction of the rows is more often half an export than half a world, and
figures of periods past that change in great number are more often another table than a revision."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harvesters.catalogue.items import NUMERIC
from harvesters.contract import Finding, GateContext, Severity, StagedFile
from harvesters.gate.content.periods import is_period_label
from harvesters.gate.content.table import number
from harvesters.gate.rules.sensitive import safe
from harvesters.gate.schema import TEMPORAL, is_code
from harvesters.gate.tables import Examined

_FRACTION = 0.5
_SMALL = 10
_CHANGED = 0.3
# Beyond so many rows nothing is compared: two tables would have to be in memory.
_MOST = 200_000

Key = tuple[str, ...]


def check(
    examined: Iterable[Examined], context: GateContext, path_of: Callable[[StagedFile], Path], work: Path
) -> list[str]:
    """Add to each table what the release that stands says of its size and figures; the answer: what could not be
    compared."""
    if context.previous is None:
        return []
    unchecked = []
    for table in examined:
        before = context.previous.rows.get(table.key)
        if before is not None and table.rows is not None and before >= _SMALL and table.rows < _FRACTION * before:
            params = {"reason": "fewer", "table": safe(table.title, 60), "rows": table.rows, "before": before}
            table.found.add(Finding("Q27", Severity.WARN, file=table.file.path, params=params))
        master = context.previous.masters.get(table.key)
        if master is None or table.master is None or table.rows is None:
            continue
        path = path_of(StagedFile(f"{table.key}.csv", master, 0))
        if max(table.rows, before or 0) > _MOST:
            params = {"reason": "not_compared", "table": safe(table.title, 60), "limit": _MOST}
            table.found.add(Finding("Q27", Severity.INFO, file=table.file.path, params=params))
        elif not path.is_file():
            unchecked.append(f"Q27:cells({table.key})")
        else:
            _revised(table, path, work / table.master)
    return unchecked


@dataclass(slots=True)
class _Changes:
    """Figures that stand in both releases, and those of them that differ."""

    compared: int = 0
    changed: int = 0
    rows: set[int] = field(default_factory=set)
    first: tuple[int, str, str, str] | None = None  # row of the master, column, before, after


def _revised(table: Examined, before: Path, after: Path) -> None:
    """Figures of the same row and period that are no longer the same."""
    key = _key_of(table)
    figures = [str(one["name"]) for one in table.fields if one["type"] in NUMERIC and not is_code(one)]
    figures = [name for name in figures if name not in key]
    if not key or not figures:
        return
    old = {} if (rows := _rows(before, key, figures)) is None else _unique(rows)
    new = _rows(after, key, figures)
    if not old or new is None:
        return
    found = _Changes()
    seen: set[Key] = set()
    for row, its, cells in new:
        if its in seen:
            return  # these columns say not which row it is
        seen.add(its)
        for name, was, now in zip(figures, old.get(its, ()), cells, strict=False):
            _compare(found, row, name, was, now)
    if found.first is None:
        return
    row, name, was, now = found.first
    share = found.changed / found.compared
    facts: dict[str, Any] = {"reason": "revised" if share > _CHANGED else "some_revised", "labels": "、".join(key)[:60]}
    facts |= {"cells": found.changed, "count": found.compared, "percent": max(1, round(100 * share))}
    facts |= {"rows": len(found.rows), "before": safe(was)}
    place: dict[str, Any] = {"file": table.file.path, "row": table.row_of(row), "column": safe(name, 60)}
    severity = Severity.WARN if share > _CHANGED else Severity.INFO
    table.found.add(Finding("Q27", severity, **place, value=safe(now), params=facts), found.changed)


def _compare(found: _Changes, row: int, name: str, was: str, now: str) -> None:
    first, second = number(was), number(now)
    if first is None or second is None:
        return
    found.compared += 1
    if first != second:
        found.changed += 1
        found.rows.add(row)
        found.first = found.first or (row, name, was, now)


def _key_of(table: Examined) -> Sequence[str]:
    """What names a row in its period: the declared key, or else every text that is no remark; with the columns of time.
    Nothing if the table has none: then another release is another period, and all its figures are to differ."""
    times = [
        str(one["name"])
        for one in table.fields
        if one["type"] in TEMPORAL or (one["type"] == "string" and is_period_label(str(one["name"])))
    ]
    if not times:
        return ()
    words = [str(one["name"]) for one in table.fields if one["type"] not in NUMERIC or is_code(one)]
    return tuple(dict.fromkeys((*(table.primary_key or words), *times)))


def _rows(path: Path, key: Sequence[str], figures: Sequence[str]) -> Iterator[tuple[int, Key, list[str]]] | None:
    """Rows of a master; None if it lacks a column of the key."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        labels = next(csv.reader(stream), [])
    if not set(key) <= set(labels):
        return None
    return _read(path, [labels.index(name) for name in key], [_place(labels, name) for name in figures])


def _place(labels: list[str], name: str) -> int:
    return labels.index(name) if name in labels else len(labels)


def _read(path: Path, key: Sequence[int], figures: Sequence[int]) -> Iterator[tuple[int, Key, list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row, cells in enumerate(csv.reader(stream), start=1):
            if row > 1:
                names = tuple(cells[n] if n < len(cells) else "" for n in key)
                yield row, names, [cells[n] if n < len(cells) else "" for n in figures]


def _unique(rows: Iterator[tuple[int, Key, list[str]]]) -> dict[Key, list[str]]:
    """By key; nothing if two rows have the same."""
    found: dict[Key, list[str]] = {}
    for _, key, cells in rows:
        if key in found:
            return {}
        found[key] = cells
    return found
