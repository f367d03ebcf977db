"""The seed deliveries and what the law says of each: ``datasets_seed/expected.csv``, for every suite."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEED = Path(__file__).resolve().parents[1] / "datasets_seed"


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of the table. ``row``, ``column``, ``value``: of the first finding that decides; blank = not asked."""

    source: str
    delivery: str
    zh: str
    en: str
    outcome: str
    codes: frozenset[str]
    file: str
    sheet: str
    row: int | None
    column: str
    value: str
    quarantined: bool
    note: str

    @property
    def name(self) -> str:
        return f"{self.source}/{self.delivery}"

    @property
    def folder(self) -> Path:
        return SEED / self.source / self.delivery

    @property
    def descriptor(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.folder / "datapackage.json").read_text("utf-8"))
        return loaded


def _line(cells: dict[str, str]) -> Expected:
    typed = {
        "codes": frozenset(cells["codes"].split()),
        "row": int(cells["row"]) if cells["row"] else None,
        "quarantined": cells["quarantined"] == "1",
    }
    return Expected(**{**cells, **typed})  # type: ignore[arg-type]  # the columns are the field names


def table() -> list[Expected]:
    with (SEED / "expected.csv").open(encoding="utf-8", newline="") as stream:
        return [_line(cells) for cells in csv.DictReader(stream)]


def sources() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((SEED / "sources.json").read_text("utf-8"))
    return loaded


def with_outcome(outcome: str, source: str = "") -> list[Expected]:
    return [line for line in table() if line.outcome == outcome and source in ("", line.source)]
