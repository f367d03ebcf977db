"""Deliveries by the number: the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from lifelike.faults import FAULTS
from lifelike.planting import Planted
from lifelike.subjects import SUBJECTS
from lifelike.table import Table
from lifelike.writing import FORMS, Written, write


@dataclass(frozen=True)
class Made:
    """``planted``: the one defect, None in a clean table."""

    written: Written
    table: Table
    planted: Planted | None = None


def clean(seed: str, count: int) -> Iterator[Made]:
    for number in range(count):
        dice = Random(f"{seed}/clean/{number}")
        table = SUBJECTS[number % len(SUBJECTS)](dice)
        form = FORMS[number // len(SUBJECTS) % len(FORMS)] if number % 2 else "csv"
        yield Made(write(dice, number, table, form, f"clean-{number:04d}"), table)


def faulty(seed: str, count: int) -> Iterator[Made]:
    """Each kind of fault in turn, in a table of another subject every time."""
    kinds = list(FAULTS)
    for number in range(count):
        dice = Random(f"{seed}/faulty/{number}")
        kind = kinds[number % len(kinds)]
        fault = FAULTS[kind]
        subjects = list(SUBJECTS)
        dice.shuffle(subjects)
        for subject in subjects:
            planted = fault(dice, subject(dice))
            if planted is not None:
                break
        else:
            raise AssertionError(f"no table takes the fault {kind}")
        form = planted.form or dice.choice(("csv", "csv", "tsv", "xlsx"))
        written = write(dice, number, planted.table, form, f"{kind}-{number:04d}")
        if planted.spoil is not None:
            written = planted.spoil(written)
        yield Made(written, planted.table, replace(planted, kind=kind))
