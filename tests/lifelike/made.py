"""Deliveries by the number: the same for the same seed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from lifelike import habits
from lifelike.faults import FAULTS
from lifelike.planting import Planted
from lifelike.subjects import SUBJECTS
from lifelike.table import Table
from lifelike.writing import BOOKS, FORMS, RECORDS, TEXT, Written, shortened, takes, write

_DRESSED = (*TEXT, *BOOKS, "zip")


@dataclass(frozen=True)
class Made:
    """``table``: what is to come out of it. ``planted``: the one defect, None in a clean table."""

    written: Written
    table: Table
    planted: Planted | None = None


def clean(seed: str, count: int) -> Iterator[Made]:
    """Every subject in every form; every third of those that people type as people type it."""
    for number in range(count):
        dice = Random(f"{seed}/clean/{number}")
        table = SUBJECTS[number % len(SUBJECTS)](dice)
        form = FORMS[(number + number // len(SUBJECTS)) % len(FORMS)]
        if form == "shp":
            table = shortened(table)
        form = form if takes(table, form) else "geojson"
        name = f"clean-{number:04d}"
        if form in _DRESSED and dice.random() < 0.4:
            typed = habits.written(dice, table)
            around = (habits.above(dice, table), habits.below(dice, table)) if dice.random() < 0.5 else ((), ())
            yield Made(write(dice, number, typed, form, name, around), table)
        else:
            yield Made(write(dice, number, table, form, name), table)


def faulty(seed: str, count: int) -> Iterator[Made]:
    """Each kind of fault in turn, in a table of another subject and in another form every time."""
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
        form = planted.form or dice.choice([form for form in FORMS if takes(planted.table, form)])
        written = write(dice, number, planted.table, form, f"{kind}-{number:04d}")
        if planted.spoil is not None:
            written = planted.spoil(written)
        inner = written.data[:2] == b"PK" and form == "zip" and _holds_records(written)
        if planted.row is not None and (form in RECORDS or inner):
            planted = replace(planted, row=planted.row - 1)
        yield Made(written, planted.table, replace(planted, kind=kind))


def _holds_records(written: Written) -> bool:
    with zipfile.ZipFile(io.BytesIO(written.data)) as packed:
        return packed.namelist()[0].endswith(".json")
