"""A figure an order of magnitude off both its row's and its column's neighbours (Q10), in a table that has no years:
what the row and the column let expect is worked out by medians, and nothing is said unless all other figures fit it.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from statistics import median

from harvesters.gate.content.periods import is_period
from harvesters.gate.content.table import Column, Content
from harvesters.gate.numbers import unit_of

_OFF, _QUIET = math.log(8), math.log(2)
_ROWS, _COLUMNS, _MOST = 8, 3, 20_000  # least rows and columns, most cells
_SMALL = 100
_FREE = re.compile(
    r"(?:19|20)\d\d|率|比|增|减|差额|净|利润|盈|亏|编号|代码|经度|纬度|坐标|价|标准|lon|lat|rate|ratio|growth|change",
    re.IGNORECASE,
)


def check(table: Content) -> None:
    if not table.small or table.count < _ROWS or any(is_period(column) for column in table.columns):
        return
    groups: dict[str, list[Column]] = defaultdict(list)
    for column in table.columns:
        if column.figure and not column.serial and not _FREE.search(column.label):
            groups[unit_of(column.spec)].append(column)
    for columns in groups.values():
        if len(columns) >= _COLUMNS and len(columns) * table.count <= _MOST:
            _cross(table, columns)


def _cross(table: Content, columns: list[Column]) -> None:
    """Every cell beside row × column, as medians give them."""
    logs = {
        (n, place): math.log(float(value))
        for place, column in enumerate(columns)
        for n, value in enumerate(table.numbers_of(column))
        if value is not None and value > 0
    }
    by_row, by_column = _lines(logs, 0), _lines(logs, 1)
    rows = dict.fromkeys(by_row, 0.0)
    fitting: dict[int, float] = {}
    for _ in range(3):
        fitting = {c: median(logs[cell] - rows[cell[0]] for cell in cells) for c, cells in by_column.items()}
        rows = {r: median(logs[cell] - fitting[cell[1]] for cell in cells) for r, cells in by_row.items()}
    off = {cell: value - rows[cell[0]] - fitting[cell[1]] for cell, value in logs.items()}
    found = [cell for cell, far in off.items() if abs(far) >= _OFF and len(by_row[cell[0]]) >= _COLUMNS]
    restless = sum(abs(far) > _QUIET for far in off.values())
    if not found or len(found) > max(1, 0.01 * len(off)) or restless > len(found) + 0.02 * len(off):
        return
    for n, place in sorted(found):
        column, expected = columns[place], math.exp(rows[n] + fitting[place])
        cell = table.rows[n][column.index]
        if max(float(cell), expected) >= _SMALL or "." in cell:  # small counts move by themselves
            table.warn("Q10", column, table.numbers[n], cell, reason="off", expected_value=f"{expected:.3g}")


def _lines(cells: dict[tuple[int, int], float], side: int) -> dict[int, list[tuple[int, int]]]:
    lines: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for cell in cells:
        lines[cell[side]].append(cell)
    return lines
