"""What spreadsheets do to codes before we see them: leading zeros lost (Q13), long numbers turned to floats (Q14).

Both are looked for in every cell; a verdict needs the whole column, so it falls at the end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harvesters.catalogue.items import NUMERIC
from harvesters.contract import Finding, Severity
from harvesters.gate.batch import Batch
from harvesters.gate.findings import CAP, Findings
from harvesters.gate.rules.sensitive import is_id, is_id_header, safe
from harvesters.gate.schema import is_code, known_codes, width

# Excel writes 3.70102E+17; 1E5 may be a name, so in plain text the sign is asked for.
_SHOWN_FLOAT = re.compile(r"[-+]?\d(?:\.\d+)?[Ee]\+\d{2,3}", re.ASCII)
_FLOAT = re.compile(r"[-+]?\d(?:\.\d+[Ee]\+?\d{2,3}|(?:\.\d+)?[Ee]\+\d{1,3})", re.ASCII)
_LONG = re.compile(r"\d{16,}(?:\.0)?", re.ASCII)
_DAMAGED_ID = re.compile(r"\d{16,19}[\dXx]?(?:\.0)?", re.ASCII)
_PRECISE = 15
# What has this many digits in all of China, whatever the dictionary says.
_KNOWN_WIDTHS = (
    (re.compile(r"邮政编码|邮编"), 6),
    (re.compile(r"(证券|股票)代码"), 6),
)
_AREA_CODE = re.compile(r"(?:国内|电话|固定电话|长途|电话长途)?区号")
_MOSTLY = 0.8


@dataclass(slots=True)
class _Column:
    """One column: what is declared, and what was seen."""

    index: int
    label: str
    code: bool
    numeric: bool
    person: bool
    width: int | None
    area_code: bool
    likely: int | None
    members: frozenset[str]
    short: list[tuple[int, str]] = field(default_factory=list)
    short_values: set[str] = field(default_factory=set)
    short_count: int = 0
    lengths: Counter[int] = field(default_factory=Counter)
    others: int = 0
    long: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    zeros: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    long_count: Counter[int] = field(default_factory=Counter)
    zero_count: Counter[int] = field(default_factory=Counter)
    varied: set[str] = field(default_factory=set)


class CodeWatch:
    """Watches the columns of one table."""

    def __init__(self, file: str, fields: Sequence[Mapping[str, Any]], found: Findings) -> None:
        self._file, self._found = file, found
        self._columns = [_column(index, spec) for index, spec in enumerate(fields)]
        self._watched = [c for c in self._columns if c.code or c.person]
        self._damaged: set[str] = set()
        self._lost: dict[str, int] = {}

    def see(self, batch: Batch) -> None:
        """A batch of cleaned rows."""
        floats = "E+" in batch.text or "e+" in batch.text
        for column in self._columns if floats else self._watched:
            if column.index >= len(batch.columns):
                break
            values = batch.columns[column.index]
            if floats or column.person or not self._plain(column, values):
                for row, cell in zip(batch.numbers, values, strict=True):
                    if cell:
                        self._look(column, row, cell)

    def _plain(self, column: _Column, values: Sequence[str]) -> bool:
        """Whether a column's values can be counted as a whole, because none of them can be damaged."""
        joined = "".join(values)
        if "E" in joined or "e" in joined:
            return False
        lengths = Counter(map(len, values))
        lengths.pop(0, None)
        wide = column.width or column.likely
        if max(lengths, default=0) > _PRECISE or (wide and min(lengths, default=wide) < wide) or column.area_code:
            return False
        if joined.isascii() and joined.isdigit():
            column.lengths.update(lengths)
        else:
            column.others += sum(lengths.values())
        return True

    def restorable(self) -> dict[str, int]:
        """Close Q14 and Q13: report what was lost; return column → width for what padding with zeros restores."""
        restore: dict[str, int] = {}
        for column in self._columns:
            self._long_numbers(column)
            wide = column.width or self._likely_width(column)
            if not column.short_count or not (wide or column.area_code):
                continue
            self._lost[column.label] = wide or 0
            padded = {value.zfill(wide) for value in column.short_values} if wide else set()
            if wide and column.members and padded <= column.members:
                restore[column.label] = wide
                row, value = column.short[0]
                params = {"reason": "restorable", "width": wide, "proposal": value.zfill(wide)}
                self._report("Q13", Severity.REVIEW, column, row, value, params, column.short_count)
                continue
            reason = "lost" if wide else "area_code"
            for n, (row, value) in enumerate(column.short, start=1):
                rest = column.short_count - len(column.short) + 1 if n == len(column.short) else 1
                self._report("Q13", Severity.BLOCK, column, row, value, {"reason": reason, "width": wide}, rest)
        return restore

    def explained(self, column: str, value: str) -> bool:
        """Whether Q13 or Q14 has already said why this cell breaks its limits."""
        if column in self._damaged and (_FLOAT.fullmatch(value) or _DAMAGED_ID.fullmatch(value)):
            return True
        wide = self._lost.get(column)
        return wide is not None and value.isascii() and value.isdigit() and (not wide or len(value) < wide)

    def _look(self, column: _Column, row: int, cell: str) -> None:
        if not cell.isascii():
            column.others += 1
            return
        if ("E" in cell or "e" in cell) and not (column.numeric and not column.person):
            pattern = _FLOAT if column.code or column.person else _SHOWN_FLOAT
            if pattern.fullmatch(cell):
                self._damaged.add(column.label)
                reason = "person" if column.person else "scientific"
                self._report("Q14", Severity.BLOCK, column, row, cell, {"reason": reason})
                return
        if column.person and _DAMAGED_ID.fullmatch(cell):
            self._damaged_id(column, row, cell)
            return
        if not column.code:
            return
        if len(cell) > _PRECISE and _LONG.fullmatch(cell):
            self._long_number(column, row, cell.removesuffix(".0"))
        if not cell.isdigit():
            column.others += 1
            return
        column.lengths[len(cell)] += 1
        wide = column.width or column.likely
        if (wide and len(cell) < wide) or (column.area_code and cell[0] != "0"):
            column.short_count += 1
            if len(column.short) < CAP.whole:  # it lost its zeros everywhere: a few places and the total say it
                column.short.append((row, cell))
            if column.members:
                column.short_values.add(cell)

    def _damaged_id(self, column: _Column, row: int, cell: str) -> None:
        """Under a header that says 身份证号, 16 and more digits are somebody's number, right or damaged (D1c)."""
        if is_id(cell.removesuffix(".0").upper()):
            return  # G-10 has it
        self._damaged.add(column.label)
        code, reason = ("Q14", "person") if _may_be_float(cell) else ("G-11", "id_wrong")
        self._report(code, Severity.BLOCK, column, row, cell, {"reason": reason}, quarantine=True)

    def _long_number(self, column: _Column, row: int, digits: str) -> None:
        size = len(digits)
        column.long_count[size] += 1
        if set(digits[_PRECISE:]) == {"0"}:
            column.zero_count[size] += 1
            column.varied.add(digits[_PRECISE - 1])
            kept = column.zeros.setdefault(size, [])
            if len(kept) < CAP.column:
                kept.append((row, digits))

    def _long_numbers(self, column: _Column) -> None:
        """A spreadsheet keeps 15 digits. Zeros after them are damage if there are far more of them than chance gives,
        and the 15th digit varies (if it is always 0, the code is built so)."""
        if column.members:
            return
        for size, rows in sorted(column.zeros.items()):
            chance = 10.0 ** -(size - _PRECISE)
            share = column.zero_count[size] / column.long_count[size]
            built_so = column.zero_count[size] >= 4 and column.varied == {"0"}
            if chance ** column.zero_count[size] > 1e-3 or share < min(0.5, 20 * chance) or built_so:
                continue
            for n, (row, digits) in enumerate(rows, start=1):
                rest = column.zero_count[size] - len(rows) + 1 if n == len(rows) else 1
                self._report("Q14", Severity.BLOCK, column, row, digits, {"reason": "zeros"}, rest)

    def _likely_width(self, column: _Column) -> int | None:
        """A declared length is a fixed width if nearly all values have it and none of the shorter begins with 0."""
        total = sum(column.lengths.values()) + column.others
        if column.likely is None or column.lengths[column.likely] < _MOSTLY * total:
            return None
        return column.likely if all(value[0] != "0" for _, value in column.short) else None

    def _report(
        self,
        code: str,
        severity: Severity,
        column: _Column,
        row: int,
        value: str,
        params: dict[str, Any],
        times: int = 1,
        *,
        quarantine: bool = False,
    ) -> None:
        finding = Finding(
            code,
            severity,
            file=self._file,
            row=row,
            column=safe(column.label, 60),
            value=safe(value),
            params=params,
            quarantine=quarantine,
        )
        self._found.add(finding, times)


def _may_be_float(cell: str) -> bool:
    """Whether these digits can be what a spreadsheet made of a number; others were written wrong by hand."""
    digits = cell.removesuffix(".0")
    return digits.isdigit() and (int(float(digits)) == int(digits) or set(digits[_PRECISE:]) == {"0"})


def _column(index: int, spec: Mapping[str, Any]) -> _Column:
    label = str(spec["name"])
    text = spec["type"] == "string"
    declared = width(spec) if text else None
    if text and declared is None:
        declared = next((size for pattern, size in _KNOWN_WIDTHS if pattern.fullmatch(label)), None)
    length = spec.get("sd:length")
    likely = length if isinstance(length, int) and not isinstance(length, bool) and 2 <= length <= 32 else None
    return _Column(
        index=index,
        label=label,
        code=text and (is_code(spec) or declared is not None),
        numeric=spec["type"] in NUMERIC,
        person=is_id_header(label),
        width=declared,
        area_code=text and declared is None and _AREA_CODE.fullmatch(label) is not None,
        likely=likely if text and is_code(spec) else None,
        members=known_codes(spec),
    )
