"""How one defect comes into a clean table: by a cell, a column more, the record, the bytes, the workbook."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import openpyxl

from lifelike.table import Field, Row, Table
from lifelike.writing import Written, lines


@dataclass(frozen=True)
class Planted:
    """``codes``: the rule, or rule and case (``Q26.nulls``). ``row`` as a person counts in the file; ``spoil`` changes
    what was written; ``form`` if only one will do.

    ``before``: the rows of the release that stands, if the fault is one against it; ``also``: what else is rightly said
    of such a table.
    """

    table: Table
    codes: tuple[str, ...]
    row: int | None = None
    column: str | None = None
    verdict: str = "returned"
    form: str = ""
    spoil: Callable[[Written], Written] | None = None
    before: int | None = None
    also: tuple[str, ...] = ()
    kind: str = field(default="")


Fault = Callable[[Random, Table], "Planted | None"]


def any_row(dice: Random, table: Table) -> int:
    return dice.randrange(1, len(table.rows))


def columns(table: Table, kind: str, *, free: bool = False) -> list[str]:
    """Labels of a type; ``free``: without limits and key."""
    return [
        one["name"]
        for one in table.fields
        if one["type"] == kind and not (free and (one.get("constraints") or one["name"] in table.key))
    ]


def cell(code: str, value: Callable[[Random], str], verdict: str = "returned", kind: str = "string") -> Fault:
    """A value in any free cell of a type."""

    def plant(dice: Random, table: Table) -> Planted | None:
        labels = [label for label in columns(table, kind, free=True) if "代码" not in label and "Code" not in label]
        if not labels:
            return None
        row, label = any_row(dice, table), dice.choice(labels)
        return Planted(table.with_cell(row, label, value(dice)), (code,), row + 2, label, verdict)

    return plant


def added(
    code: str | Sequence[str],
    spec: Field,
    wrong: Callable[[Random], str],
    right: Callable[[Random], str] = lambda _: "",
    verdict: str = "returned",
    form: str = "",
    beside: tuple[Field, Callable[[Random], str]] | None = None,
) -> Fault:
    """A column more, in which one cell is wrong; ``beside``: another one, filled in that row alone."""

    def plant(dice: Random, table: Table) -> Planted | None:
        if any(spec["name"] == one["name"] for one in table.fields):
            return None
        row = any_row(dice, table)
        values = [right(dice) for _ in table.rows]
        values[row] = wrong(dice)
        changed = table.with_column(spec, values)
        if beside is not None:
            changed = changed.with_column(beside[0], ["" if n != row else beside[1](dice) for n in range(len(values))])
        codes = (code,) if isinstance(code, str) else tuple(code)
        return Planted(changed, codes, row + 2, spec["name"], verdict, form, also=("Q26",))

    return plant


def told(code: str, changes: Mapping[str, Any], verdict: str = "returned", also: tuple[str, ...] = ()) -> Fault:
    """Something wrong in the record."""
    return lambda dice, table: Planted(replace(table, record=changes), (code,), verdict=verdict, also=also)


def bytes_of(code: str, change: Callable[[bytes], bytes], form: str = "csv") -> Fault:
    """The bytes of a UTF-8 file are spoilt in their last third."""

    def plant(dice: Random, table: Table) -> Planted:
        def spoil(written: Written) -> Written:
            return replace(written, data=change(lines(table).encode()))

        return Planted(table, (code,), form=form, spoil=spoil)

    return plant


def rows(code: str, change: Callable[[Random, Table], tuple[list[Row], int, str | None] | None], verdict: str) -> Fault:
    def plant(dice: Random, table: Table) -> Planted | None:
        found = change(dice, table)
        if found is None:
            return None
        changed, row, column = found
        return Planted(replace(table, rows=tuple(changed)), (code,), row, column, verdict)

    return plant


def book(
    code: str,
    change: Callable[[Any], tuple[int | None, str | None]],
    verdict: str = "returned",
    also: tuple[str, ...] = (),
) -> Fault:
    """Something in a workbook that is no plain cell."""

    def plant(dice: Random, table: Table) -> Planted:
        trial = openpyxl.Workbook().active
        trial.append([one["name"] for one in table.fields])
        row, column = change(trial)
        spoil = in_book(lambda opened: change(opened.active))
        return Planted(table, (code,), row, column, verdict, "xlsx", spoil, also=also)

    return plant


def in_book(change: Callable[[Any], object]) -> Callable[[Written], Written]:
    """What was written, changed as a workbook."""

    def spoil(written: Written) -> Written:
        opened = openpyxl.load_workbook(io.BytesIO(written.data))
        change(opened)
        out = io.BytesIO()
        opened.save(out)
        return replace(written, data=out.getvalue())

    return spoil
