"""How departments write what is right all the same: titles above, notes below, thousands marks, dates in words.

What the gate cleans without asking (domain §6, policy *auto*): the table that comes out is the one from before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

from lifelike.table import Row, Table

_WIDE = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in "0123456789.-"}
_MISSING = ("—", "--", "－", "/", "无数据", "N/A", "NULL")


def _thousands(cell: str) -> str:
    whole, dot, rest = cell.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.removeprefix('-')):,}{dot}{rest}"


def _in_words(cell: str) -> str:
    year, month, day = cell.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


_FIGURES: tuple[Callable[[str], str], ...] = (
    _thousands,
    lambda cell: f"{cell} ",
    lambda cell: f"\N{NO-BREAK SPACE}{cell}",
    lambda cell: cell.translate(_WIDE),
)
_DAYS: tuple[Callable[[str], str], ...] = (
    _in_words,
    lambda cell: cell.replace("-", "/"),
    lambda cell: cell.replace("-", "."),
    lambda cell: cell.replace("-", ""),
    lambda cell: f"{cell.replace('-', '/')} 0:00:00",
    lambda cell: cell.translate(_WIDE),
)
_TEXTS: tuple[Callable[[str], str], ...] = (
    lambda cell: f"{cell}\N{ZERO WIDTH SPACE}",
    lambda cell: f"\N{ZERO WIDTH NO-BREAK SPACE}{cell}",
)
_WAYS: Mapping[str, Sequence[Callable[[str], str]]] = {
    **{"number": _FIGURES, "integer": _FIGURES, "date": _DAYS, "string": _TEXTS},
}


def written(dice: Random, table: Table) -> Table:
    """A column or two as somebody typed them."""
    rows = [list(cells) for cells in table.rows]
    for n, one in enumerate(table.fields):
        ways = _WAYS.get(one["type"])
        if ways is None or dice.random() < 0.6:
            continue
        way, missing = dice.choice(ways), dice.choice(_MISSING)
        for cells in rows:
            if cells[n]:
                cells[n] = way(cells[n]) if one["type"] != "string" or dice.random() < 0.1 else cells[n]
            elif one["type"] in ("number", "integer"):
                cells[n] = missing
    return replace(table, rows=tuple(rows))


def above(dice: Random, table: Table) -> list[Row]:
    """What stands over the header."""
    padding = [""] * (len(table.fields) - 1) if dice.random() < 0.5 else []
    titles = [[table.title, *padding], ["制表单位：统计科　　2026年11月", *padding]]
    return titles[: dice.randint(1, 2)]


def below(dice: Random, table: Table) -> list[Row]:
    """What stands under the last row."""
    notes = ("注：1.本表数据为初步核算数。", "资料来源：本单位业务系统", "说明：空格表示无数据。")
    return [[note, *[""] * (len(table.fields) - 1)] for note in notes[: dice.randint(1, 3)]]
