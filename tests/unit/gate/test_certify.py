"""Certify, then delegate: what the certifier passes over, Frictionless passes; both write one report."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Any

import differential
import polars as pl
import pytest
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


def test_keys_beyond_the_bound_lie_on_disk() -> None:
    keys = Keys(latest=50, in_memory=100)
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
    assert keys._folder is not None


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
