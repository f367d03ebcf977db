"""Fixtures of the gate's tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from gate_bench import Bench

from harvesters.gate.judge import Judgement


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def codes() -> Callable[[Judgement], list[str]]:
    """The codes found, those of the record left out."""
    return lambda judgement: [f.code for f in judgement.report.findings if not f.code.startswith("V-")]
