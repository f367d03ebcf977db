"""``./portal bench`` gives what its page promises, on tiny sizes: a shape, not a judgement of speed."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from bench.line import Line

CODE = Path(__file__).parents[2]
KEYS = ["name", "ours", "peer", "unit", "ratio", "n", "note"]


def bench(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SD_HOME": str(tmp_path / "home")}
    (tmp_path / "home").mkdir()
    command = [str(CODE / "portal"), "bench", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path)


def test_the_gate_beside_plain_frictionless(tmp_path: Path) -> None:
    done = bench(tmp_path, "gate", "gate-differential", "--small", "--seed=11", "--json", "found.json")
    assert done.returncode == 0, done.stderr
    lines = {line["name"]: line for line in json.loads((tmp_path / "found.json").read_text("utf-8"))}
    line = lines["gate-1m-dirty-all-engine"]
    assert list(line) == KEYS
    assert line["ratio"] == pytest.approx(line["peer"] / line["ours"], abs=0.001)
    assert "reports equal, 6 errors; Frictionless read 7 of 300 rows" in line["note"]
    assert {f"gate-100k-{kind}" for kind in ("engine", "engine-wall", "whole", "whole-wall")} <= set(lines)
    assert (lines["gate-differential"]["ours"], lines["gate-differential"]["n"]) == (0, 100)


def test_an_unknown_bench_is_refused_in_words(tmp_path: Path) -> None:
    done = bench(tmp_path, "speed")
    assert done.returncode == 1
    assert "harvest-first" in done.stderr


def test_a_ratio_above_one_means_that_ours_needs_less() -> None:
    assert Line("x", 2.0, 5.0, "s", 1, "").ratio == 2.5
    assert Line("x", 0.0, 5.0, "SQL", 1, "").as_json()["ratio"] is None
    assert Line("x", 2.0, None, "s", 1, "").as_json()["ratio"] is None
