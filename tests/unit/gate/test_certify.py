"""Certify, then delegate: what the certifier passes over, Frictionless passes; both write one report."""

from __future__ import annotations

import csv
import io
import itertools
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import differential
import polars as pl
import pytest
from frictionless import Schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvesters.gate import certify_columns, frictionless_run
from harvesters.gate.certify_keys import Keys
from harvesters.gate.findings import Findings
from harvesters.gate.reading.blocks import Blocks

SEED, TABLES = 20261127, 250


def test_both_ways_give_one_report(tmp_path: Path) -> None:
    fast = 0
    for n, dice in enumerate(differential.dices(TABLES, SEED)):
        one = differential.case(dice)
        different, taken = differential.differs(one, tmp_path)
        assert not different, f"{SEED}-{n}: {one.schema}"
        fast += taken
    assert fast >= 0.6 * TABLES


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_a_difference_is_shown_at_its_smallest(tmp_path: Path, dice: random.Random) -> None:
    one = differential.case(dice)
    assert not differential.differs(one, tmp_path)[0]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet='a,"\r\n\0 济', max_size=60), st.integers(1, 30), st.integers(1, 3))
def test_blocks_are_cut_as_the_csv_module_cuts(tmp_path: Path, text: str, size: int, width: int) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    rows = []
    with differential.small_blocks(size):
        for block in Blocks(path, "utf-8", width):
            rows += sorted([*zip(block.numbers, map(list, block.frame.rows()), strict=True), *block.ragged])
    assert rows == list(enumerate(csv.reader(io.StringIO(text, newline="")), start=1))


@pytest.mark.parametrize(
    ("pattern", "narrow"),
    [
        ("[A-Z]\\d{3}", "^(?:[A-Z][0-9]{3})$"),
        ("a|b", "^(?:a|b)$"),
        ("(济南|青岛)\\.?", "^(?:(?:济南|青岛)\\x{2e}?)$"),
        ("[^\\d]", None),
        ("(?=a)a", None),
        ("(?i)a", None),
        ("a++", None),
        ("(a)\\1", None),
        ("\\bx", None),
        ("[[:alpha:]]", None),
        ("[a&&b]", None),
    ],
)
def test_a_pattern_is_narrowed_or_not_understood(pattern: str, narrow: str | None) -> None:
    assert certify_columns.narrowed(pattern) == narrow


def test_polars_takes_no_text_for_a_number_that_frictionless_does_not() -> None:
    """All texts of up to four of these characters: what is cast without a pattern rests on it."""
    texts = ["".join(one) for size in range(5) for one in itertools.product("01+-. _,eE\t\n\0１/", repeat=size)]
    cells = pl.Series(texts)
    for kind, number, shape in (
        ("integer", pl.Int64, "[+-]?[0-9]+"),
        ("number", pl.Float64, "[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
    ):
        read = Schema.from_descriptor({"fields": [{"name": "a", "type": kind}]}).fields[0].create_cell_reader()
        taken = cells.filter(cells.cast(number, strict=False).is_not_null()).to_list()
        assert taken
        assert all(re.fullmatch(shape, text) and read(text)[1] is None for text in taken)


@pytest.mark.parametrize(
    ("limits", "cells"),
    [
        ({"minimum": 0}, ["-1e-400", "0.0", "-0", "nan", "inf", "1e400", "0e9"]),
        ({"minimum": "0.1"}, ["0.09999999999999999999", "0.1", "0.10000000000000000001"]),
        ({"maximum": "123456789012345678"}, ["123456789012345679", "123456789012345677", "1"]),
        ({"maximum": 5}, ["5", "5.00000000000000001", "5.00", "-5e0"]),
        ({"minimum": "1e-320"}, ["1e-321", "1e-320", "0"]),
    ],
)
def test_a_number_near_its_limit_is_certified_only_where_it_holds(
    tmp_path: Path, limits: dict[str, Any], cells: list[str]
) -> None:
    schema = {"fields": [{"name": "a", "type": "number", "constraints": limits}, {"name": "b", "type": "string"}]}
    rows = [f"{cell},x" for cell in cells for _ in range(3)]
    one = differential.Case("\n".join(["a,b", "1,x", *rows, ""]).encode(), schema, "utf-8", ",", '"', 0, None)
    ours, fast = differential.report(one, tmp_path, certified=True)
    assert fast
    assert ours == differential.report(one, tmp_path, certified=False)[0]


def test_keys_beyond_the_bound_lie_on_disk() -> None:
    keys = Keys(latest=50)
    dice, seen = random.Random(3), {}
    for start in range(0, 2000, 40):
        rows = range(start, start + 40)
        hashes = [dice.randrange(3000) for _ in rows]
        again, earlier = keys.add(
            pl.DataFrame({"hash": hashes, "row": rows}, schema={"hash": pl.UInt64, "row": pl.UInt32})
        )
        twice = {row for row, one in zip(rows, hashes, strict=True) if one in seen or hashes.count(one) > 1}
        assert set(again) == twice
        assert set(earlier) == {seen[one] for one in hashes if one in seen}
        for row, one in zip(rows, hashes, strict=True):
            seen.setdefault(one, row)
    assert len(keys._on_disk) > 1


def test_a_sampled_row_that_fails_takes_the_certificate_away(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "t.csv"
    path.write_text("号\r\n" + "".join(f"{n}\r\n" for n in range(200)) + "x\r\n", "utf-8-sig", newline="")
    monkeypatch.setattr(certify_columns, "_narrow", lambda one, cell: certify_columns._ALL & True)  # certifies anything
    with differential.small_blocks(1 << 16):
        monkeypatch.setattr("harvesters.gate.certify.SAMPLE", 1)
        found = Findings()
        fields = [{"name": "号", "type": "integer"}]
        read = frictionless_run.validate(
            path, file="t", fields=fields, primary_key=(), found=found, explained=lambda *_: False, certify=True
        )
    assert read == (201, 201)
    assert [finding.row for finding in found.result()] == [202]


def test_the_gate_takes_one_thread() -> None:
    """Polars reads its setting when it is first imported: nothing of the gate may come before it is made."""
    program = "import harvesters.gate.judge, polars; print(polars.thread_pool_size())"
    free = {name: value for name, value in os.environ.items() if name != "POLARS_MAX_THREADS"}
    done = subprocess.run([sys.executable, "-c", program], env=free, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
