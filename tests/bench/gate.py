"""``gate``: our whole judgement of one CSV table against plain Frictionless on the same, in one process, in turn.

Ours reads, decides the encoding, cleans, runs Frictionless over every row, scans for personal data and marks, and
writes the cleaned master; plain Frictionless validates. Their errors are compared in the same run.
"""

from __future__ import annotations

import datetime as dt
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from frictionless import Resource, Schema

from bench.line import Line
from bench.tables import FIELDS, table
from harvesters.contract import Delivery, GateContext
from harvesters.gate.judge import BARE, judge
from harvesters.stage import Stage

SIZES = {False: (10_000, 100_000), True: (200,)}


def run(small: bool) -> list[Line]:
    return [_measure(rows, 1 if small else 5) for rows in SIZES[small]]


def _measure(rows: int, times: int) -> Line:
    with tempfile.TemporaryDirectory(prefix="bench-gate-") as place:
        folder = Path(place)
        clean, faulty = (_Pair(folder / kind, table(rows, kind == "faulty")) for kind in ("clean", "faulty"))
        assert clean.ours() == clean.plain() == set(), "a clean table has no error"
        found = faulty.ours()
        assert found == (plainly := faulty.plain()), f"the reports differ: {sorted(found ^ plainly, key=str)}"
        ours, plain = [], []
        for _ in range(times):
            ours.append(_seconds(clean.ours))
            plain.append(_seconds(clean.plain))
    note = f"CSV, {len(FIELDS)} columns; median of {times}, in turn; both reports name the same {len(found)} faults"
    name = f"gate-{rows // 1000}k" if rows >= 1000 else f"gate-{rows}"
    return Line(name, statistics.median(ours), statistics.median(plain), "s", rows, note)


class _Pair:
    """One table, judged by either."""

    def __init__(self, folder: Path, data: bytes) -> None:
        folder.mkdir()
        self.folder = folder
        (folder / "t.csv").write_bytes(data)
        self.stage = Stage(folder / "stage")
        staged = self.stage.put("t.csv", io.BytesIO(data))
        resource = {"name": "t", "path": "t.csv", "title": "表", "schema": {"fields": FIELDS}}
        self.delivery = Delivery(guid="g", descriptor={BARE: True, "resources": [resource]}, files=(staged,))
        self.context = GateContext(as_of=dt.date(2026, 11, 27))

    def ours(self) -> set[tuple[str, int | None]]:
        report = judge(self.delivery, self.context, self.stage).report
        return {(_type(f.params["type"]), f.row) for f in report.findings if f.code == "G-30"}

    def plain(self) -> set[tuple[str, int | None]]:
        schema: Any = Schema.from_descriptor({"fields": FIELDS})
        report = Resource(path="t.csv", basepath=str(self.folder), schema=schema).validate()
        errors = report.flatten(["type", "rowNumber", "note"])
        return {(_type(kind), row) for kind, row, _ in errors}


def _type(name: str) -> str:
    return "constraint-error" if name.startswith("constraint") else name


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
