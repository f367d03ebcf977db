"""What is asked of a whole column at once is what its cells say one by one."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from harvesters.gate.batch import CELL, Batch
from harvesters.gate.content import columns, coordinates
from harvesters.gate.content.table import number
from harvesters.gate.findings import Findings
from harvesters.gate.rules import numbers
from harvesters.gate.rules.scan import TableScan
from harvesters.gate.rules.terms import terms_of

PHONES = ("0531-89077528", "053189077528", "010 62345678", "0635–8231234", "0531--86012345", "", "0543  3161234")
NEARLY = ("0531-8907752", "(0531)89077528", "010-6234567", "13800138000", "0531-89077528 转 8001", "６０", "\u200b")
FIGURES = ("0", "0.00", "-0", "+.0", "0e5", "0E-3", "０", "00", "1", "10", "0.5", "5e0", "", "无", "1e-400", "٠", "x0")
DEGREES = ("117.1", "36.6", "0", "", "nan", "inf", "-36", "123", "114.0", "123.0001", "34", "38.8", "１１７", "117,5")


def test_a_column_of_landlines(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(5)
    all_at_once = 0
    for _ in range(300):
        odd = NEARLY if dice.random() < 0.5 else ()
        column = [dice.choice(odd if odd and dice.random() < 0.1 else PHONES) for _ in range(dice.randrange(1, 30))]
        batch = Batch(range(2, 2 + len(column)), [["张三", cell] for cell in column])
        quick = _hits(batch)
        all_at_once += numbers.all_landlines(CELL.join(column))
        with monkeypatch.context() as changed:
            changed.setattr(numbers, "all_landlines", lambda _: False)
            assert quick == _hits(batch), column
    assert 100 < all_at_once < 250


def _hits(batch: Batch) -> Any:
    found = Findings()
    terms = terms_of(None, dt.date(2026, 11, 27))
    scan = TableScan("t.csv", ["姓名", "电话"], terms=terms, found=found)
    scan.look(batch)
    scan.look(Batch(batch.numbers[:3], batch.cells[:3]), again=True)
    scan.close()
    return found.result()


def test_no_zero_is_overlooked() -> None:
    dice = random.Random(5)
    for _ in range(3000):
        cells = [dice.choice(FIGURES) for _ in range(dice.randrange(1, 4))]
        if any(number(cell) == 0 for cell in cells):
            assert columns._may_be_zero(CELL.join(cells)), cells
    assert not columns._may_be_zero(CELL.join(["1", "10", "0.5", "-7"]))


def test_positions_within_the_province() -> None:
    dice = random.Random(5)
    inside = 0
    for _ in range(3000):
        lon, lat = ([dice.choice(DEGREES) for _ in range(2)] for _ in range(2))
        if coordinates._all_within(lon, coordinates._LON) and coordinates._all_within(lat, coordinates._LAT):
            inside += 1
            assert {coordinates._where(*pair) for pair in zip(lon, lat, strict=True)} == {"inside"}
    assert inside
