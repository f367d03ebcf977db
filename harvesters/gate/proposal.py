"""A dictionary for a table that has none, from the table as the gate understood it: a proposal for a person to correct.

Only a type that every value looked at agrees with is proposed; whatever is left open is text.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from harvesters.catalogue.items import is_money, items_to_fields
from harvesters.gate.content.inferred import kind_of_all

ROWS = 5_000
SAMPLES = 3
_LETTERS = {"string": "C", "integer": "I", "number": "N", "date": "D", "datetime": "T"}


@dataclass(frozen=True, slots=True)
class Column:
    """A proposed field, and the first values that it holds."""

    field: dict[str, Any]
    samples: tuple[str, ...]


def columns_of(path: Path) -> list[Column]:
    """The columns of a cleaned table (UTF-8, one header row)."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream)
        labels = next(rows, [])
        columns = list(zip_longest(*islice(rows, ROWS), fillvalue="")) or [()] * len(labels)
    return [_column(label, cells) for label, cells in zip(labels, columns, strict=False)]


def _column(label: str, cells: Sequence[str]) -> Column:
    kind = kind_of_all({"name": label, "type": "string"}, cells)
    letter = "Y" if kind == "number" and is_money(label) else _LETTERS.get(kind)
    field = items_to_fields([{"name_zh": label, "type": letter}])[0] if letter else {"name": label, "type": kind}
    return Column(field, tuple(islice(dict.fromkeys(cell for cell in cells if cell.strip()), SAMPLES)))
