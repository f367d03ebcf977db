"""Rules between the columns of a row that the dictionary itself declares (Q29): ``sd:rowRules`` in the schema.

A rule is data and no formula (a publisher's formula is a program in our process): ``{"left": "合计", "op": "=",
"right": ["男", "女"]}``. Both sides are a column, a figure, or a list of columns, which are added up.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from harvesters.catalogue.dictionary import relations
from harvesters.contract import Finding, Severity
from harvesters.gate.batch import Batch
from harvesters.gate.cleaning import clean_label
from harvesters.gate.content.table import number
from harvesters.gate.findings import Findings
from harvesters.gate.rules.sensitive import safe

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    **{"=": operator.eq, "<=": operator.le, "<": operator.lt, ">=": operator.ge, ">": operator.gt, "!=": operator.ne}
}
_MOST = 50
_Side = Decimal | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    text: str
    left: _Side
    op: str
    right: _Side
    figures: bool


def published(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What is declared to hold between tables and in a row; foreign keys with the labels that are published."""
    declared = relations(schema)
    keys = [_cleaned(key) for key in declared.get("foreignKeys") or ()]
    return {**declared, **({"foreignKeys": keys} if keys else {})}


def _cleaned(key: Any) -> Any:
    """What is of another shape stays as it is: the gate says so."""
    reference = key.get("reference") if isinstance(key, Mapping) else None
    if not isinstance(reference, Mapping):
        return key
    target = {"resource": str(reference.get("resource") or ""), "fields": labels(reference.get("fields"))}
    return {"fields": labels(key.get("fields")), "reference": target}


def labels(names: Any) -> list[str]:
    """One or several columns, as they are published; none if it is neither."""
    given = [names] if isinstance(names, str) else names
    return [clean_label(str(name)) for name in given] if isinstance(given, list) else []


class RowRules:
    """The declared rules of one table. A row in which a cell is missing breaks none."""

    def __init__(
        self, file: str, schema: Mapping[str, Any] | None, fields: Sequence[Mapping[str, Any]], found: Findings
    ) -> None:
        self._file, self._found = file, found
        self._fields = list(fields)
        self._labels = [str(one["name"]) for one in fields]
        given = (schema or {}).get("sd:rowRules")
        self._rules = [rule for one in self._listed(given) if (rule := self._read(one)) is not None]

    def _listed(self, given: Any) -> list[Any]:
        if given is None:
            return []
        if isinstance(given, list) and len(given) <= _MOST:
            return given
        self._fault(str(given))
        return []

    def _fault(self, text: str) -> None:
        self._found.add(Finding("Q29", Severity.BLOCK, file=self._file, params={"reason": "form", "rule": safe(text)}))

    def _read(self, given: Any) -> _Rule | None:
        if isinstance(given, Mapping) and given.get("op") in _OPERATORS:
            left, right = self._side(given.get("left")), self._side(given.get("right"))
            if left is not None and right is not None:
                columns = [n for side in (left, right) if isinstance(side, tuple) for n in side]
                kinds = {self._fields[n]["type"] for n in columns}
                figures = bool(kinds) and kinds <= {"integer", "number"}
                alone = all(isinstance(side, tuple) and len(side) == 1 for side in (left, right)) and len(kinds) == 1
                if figures or alone:
                    text = f"{_shown(given['left'])} {given['op']} {_shown(given['right'])}"
                    return _Rule(text, left, given["op"], right, figures)
        self._fault(str(given))
        return None

    def _side(self, given: Any) -> _Side | None:
        if isinstance(given, int | float) and not isinstance(given, bool):
            return number(str(given))
        names = [given] if isinstance(given, str) else given
        if not isinstance(names, list) or not names or any(name not in self._labels for name in names):
            return None
        return tuple(self._labels.index(name) for name in names)

    def see(self, batch: Batch) -> None:
        """A batch of clean rows."""
        for rule in self._rules:
            compare = _OPERATORS[rule.op]
            lefts, rights = (self._values(batch, side, rule.figures) for side in (rule.left, rule.right))
            for n, (left, right) in enumerate(zip(lefts, rights, strict=True)):
                if left is not None and right is not None and not compare(left, right):
                    self._report(rule, batch.numbers[n], left, right)

    def _values(self, batch: Batch, side: _Side, figures: bool) -> list[Any]:
        if isinstance(side, Decimal):
            return [side] * len(batch)
        empty = ("",) * len(batch)
        columns = [batch.columns[n] if n < len(batch.columns) else empty for n in side]
        if not figures:
            return [cell or None for cell in columns[0]]
        read = [[number(cell) for cell in column] for column in columns]
        return [None if None in cells else sum(cells, Decimal(0)) for cells in zip(*read, strict=True)]

    def _report(self, rule: _Rule, row: int, left: Any, right: Any) -> None:
        side = rule.left if isinstance(rule.left, tuple) else rule.right
        column = safe(self._labels[side[0]], 60) if isinstance(side, tuple) else None
        params = {"reason": "declared", "rule": safe(rule.text, 120), "left": _figure(left), "right": _figure(right)}
        place: dict[str, Any] = {"file": self._file, "row": row, "column": column, "value": _figure(left)}
        self._found.add(Finding("Q29", Severity.BLOCK, **place, params=params))


def _shown(side: Any) -> str:
    return " + ".join(map(str, side)) if isinstance(side, list) else str(side)


def _figure(value: Any) -> str:
    return safe(f"{value:f}" if isinstance(value, Decimal) else str(value))
