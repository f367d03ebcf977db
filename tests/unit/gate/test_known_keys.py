"""Which keys another table has: as a set would say it, in memory and on disk."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from harvesters.gate import known_keys
from harvesters.gate.known_keys import KnownKeys

VALUES = [
    *(None, "", "-", "a", "ab", "b", "1", "1.0", "1:a", "a\x1fb"),
    *(Decimal(one) for one in ("1", "1.0", "10", "1e1", "-0", "0.00", "-1", "1.000000000000000000000000000001")),
]


@pytest.mark.parametrize("kept", [10, 1_000_000])
def test_as_a_set_would_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int) -> None:
    monkeypatch.setattr(known_keys, "IN_MEMORY", kept)
    monkeypatch.setattr(known_keys, "_BATCH", 7)
    dice = random.Random(1)
    keys: list[tuple[Any, ...]] = [(dice.choice(VALUES), dice.choice(VALUES)) for _ in range(100)]
    asked = list(enumerate((one, other) for one in VALUES for other in VALUES))
    found = KnownKeys(iter(keys), tmp_path)
    assert list(found.missing(asked)) == [(n, key) for n, key in asked if key not in set(keys)]
    assert not list(tmp_path.iterdir())


def test_a_table_without_rows_has_none(tmp_path: Path) -> None:
    assert list(KnownKeys([], tmp_path).missing([(2, ("a",))])) == [(2, ("a",))]
