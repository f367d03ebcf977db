"""What the checks of content know of a table: its columns by their dictionary, what they hold, and its first rows."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from harvesters.catalogue.items import NUMERIC
from harvesters.contract import Finding, Severity
from harvesters.gate.batch import Batch
from harvesters.gate.findings import Findings
from harvesters.gate.rules.sensitive import safe
from harvesters.gate.schema import TEMPORAL, is_code

# Tables of statistics are small: what compares row with row looks at no larger ones.
KEPT = 20_000
_DISTINCT = 3_000
SERIAL = re.compile(r"序号|序列|顺序号?|行号|编次|no\.?|index|row_?(?:id|no)", re.IGNORECASE)


@dataclass(slots=True)
class Column:
    """One column. ``values``: how often each value occurs and where first; None if there are too many."""

    index: int
    label: str
    kind: str
    code: bool
    spec: Mapping[str, Any]
    blanks: int = 0
    values: dict[str, int] | None = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)

    @property
    def figure(self) -> bool:
        return self.kind in NUMERIC and not self.code

    @property
    def temporal(self) -> bool:
        return self.kind in TEMPORAL

    @property
    def serial(self) -> bool:
        return SERIAL.fullmatch(self.label.strip()) is not None

    def see(self, numbers: Sequence[int], cells: Sequence[str]) -> None:
        self.blanks += cells.count("")
        if self.values is None:
            return
        counts = Counter(cells)
        new = counts.keys() - self.values.keys()
        if len(self.values) + len(new) > _DISTINCT:
            self.values = None
            self.first.clear()
            return
        if new:
            self.first = {**dict(zip(reversed(cells), reversed(numbers), strict=True)), **self.first}
        for value, n in counts.items():
            self.values[value] = self.values.get(value, 0) + n

    def filled(self) -> dict[str, int]:
        """Its values with how often each occurs, the empty one left out; nothing if there are too many."""
        return {value: n for value, n in (self.values or {}).items() if value}


class Content:
    """One table as far as it was read. ``about``: titles of record and table; ``crs``: what is said of the system of
    its coordinates."""

    def __init__(
        self,
        file: str,
        fields: Sequence[Mapping[str, Any]],
        key: Sequence[str],
        found: Findings,
        *,
        as_of: dt.date | None,
        about: str,
        crs: str = "",
    ) -> None:
        self.file, self.key, self.found, self.as_of, self.about = file, tuple(key), found, as_of, about
        self.crs = crs
        self.columns = [
            Column(n, str(spec["name"]), str(spec["type"]), is_code(spec), spec) for n, spec in enumerate(fields)
        ]
        self.count = 0
        self._kept: list[Batch] = []

    def see(self, batch: Batch) -> None:
        """A batch of clean rows."""
        for column, cells in zip(self.columns, batch.columns, strict=False):
            column.see(batch.numbers, cells)
        self.count += len(batch)
        if self.count <= KEPT:
            self._kept.append(batch.kept())
        else:
            self._kept.clear()

    @property
    def small(self) -> bool:
        """Whether all its rows are at hand."""
        return 0 < self.count <= KEPT

    @cached_property
    def rows(self) -> list[list[str]]:
        """The rows of a small table, once all were seen."""
        return [cells for batch in self._kept for cells in batch.cells]

    @cached_property
    def numbers(self) -> list[int]:
        """Their numbers in the file."""
        return [number for batch in self._kept for number in batch.numbers]

    def cells_of(self, column: Column) -> list[str]:
        """A small table's column; rows that end before it have an empty cell."""
        n = column.index
        parts = (b.columns[n] if n < len(b.columns) else ("",) * len(b) for b in self._kept)
        return [cell for part in parts for cell in part]

    def say(
        self,
        code: str,
        severity: Severity,
        column: Column | None = None,
        row: int | None = None,
        value: str | None = None,
        times: int = 1,
        **params: Any,
    ) -> None:
        """A finding; texts from cells are shown masked and short."""
        shown = {name: safe(one, 300) if isinstance(one, str) else one for name, one in params.items()}
        place: dict[str, Any] = {"file": self.file, "row": row, "column": column and safe(column.label, 60)}
        finding = Finding(code, severity, **place, value=None if value is None else safe(value), params=shown)
        self.found.add(finding, times)

    def warn(
        self, code: str, column: Column | None = None, row: int | None = None, value: str = "", **more: Any
    ) -> None:
        self.say(code, Severity.WARN, column, row, value or None, **more)

    def numbers_of(self, column: Column) -> list[Decimal | None]:
        """The figures of a small table's column."""
        return list(map(number, self.cells_of(column)))


def number(cell: str) -> Decimal | None:
    """A clean cell as a figure."""
    if not cell or len(cell) > 40:
        return None
    try:
        value = Decimal(cell)
    except (InvalidOperation, ValueError):
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 30 else None
