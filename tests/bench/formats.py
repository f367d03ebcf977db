"""``gate``, other formats than CSV: our whole judgement of the reference table beside plain Frictionless on one file.

The two read other things out of a workbook or a Parquet file (ours a text for each cell, with its master), so what is
compared is the verdict: no error in the clean table, an error in the same rows of the other.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow as pa
import pyarrow.parquet
import xlsxwriter
from frictionless import Resource, Schema, system

from bench.line import Line
from bench.tables import FIELDS, table
from harvesters.contract import Delivery, GateContext
from harvesters.gate.findings import CAP, EVERY
from harvesters.gate.judge import BARE, judge
from harvesters.stage import Stage

NAMES = [field["name"] for field in FIELDS]
NUMBERS = {
    n: int if field["type"] == "integer" else float
    for n, field in enumerate(FIELDS)
    if field["type"] in ("integer", "number")
}
MUSTS = {"xlsx": ">= 6", "xlsx-dirty": ">= 1.5", "jsonl": ">= 5", "parquet": ">= 50"}


def run(small: bool, seed: int) -> list[Line]:
    rows = 200 if small else 100_000
    lines = []
    for name, must in MUSTS.items():
        kind, _, dirty = name.partition("-")
        cells = _cells(table(rows, seed, every=rows // 100 if dirty else 0))
        with tempfile.TemporaryDirectory(prefix="bench-gate-") as place:
            path = Path(place) / f"t.{kind}"
            _WRITERS[kind](path, cells)
            ours, said = _cost(lambda path=path: _whole(path))
            peer, plain = _cost(lambda path=path: _plain(path))
        assert said == plain, f"{name}: other rows have errors: {sorted(said ^ plain)[:5]}"
        note = f"once; errors in the same {len(said)} rows; must {must}"
        lines.append(Line(f"gate-100k-{name}-whole", ours, peer, "CPU s", rows, note))
        print(lines[-1], flush=True)
    return lines


def _cells(data: bytes) -> list[list[Any]]:
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))[1:]
    for row in rows:
        for n, kind in NUMBERS.items():
            try:
                row[n] = kind(row[n])
            except ValueError:
                row[n] = -1  # a column of numbers holds numbers: a fault of another kind
        row[-1] = row[-1] or "无"  # Frictionless misses an empty last cell of a workbook
    return rows


def _xlsx(path: Path, rows: list[list[Any]]) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate([NAMES, *rows]):
            sheet.write_row(n, 0, row)


def _jsonl(path: Path, rows: list[list[Any]]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(dict(zip(NAMES, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)


def _parquet(path: Path, rows: list[list[Any]]) -> None:
    columns = [pa.array(column) for column in zip(*rows, strict=True)]
    pyarrow.parquet.write_table(pa.table(columns, names=NAMES), path)


_WRITERS: dict[str, Callable[[Path, list[list[Any]]], None]] = {"xlsx": _xlsx, "jsonl": _jsonl, "parquet": _parquet}


def _whole(path: Path) -> set[int]:
    stage = Stage(path.with_name("stage"))
    with path.open("rb") as stream:
        staged = stage.put(path.name, stream)
    resource = {"name": "t", "path": path.name, "title": "表", "schema": {"fields": FIELDS}}
    delivery = Delivery(guid="g", descriptor={BARE: True, "resources": [resource]}, files=(staged,))
    with mock.patch.multiple(CAP, rule=EVERY, column=EVERY):
        report = judge(delivery, GateContext(as_of=dt.date(2026, 11, 27)), stage).report
    return {finding.row for finding in report.findings if finding.code == "G-30" and finding.row}


def _plain(path: Path) -> set[int]:
    with system.use_context(trusted=False):
        schema = Schema.from_descriptor({"fields": FIELDS})
        report = Resource(path=path.name, basepath=str(path.parent), schema=schema).validate(limit_errors=0)
    return {row for (row,) in report.flatten(["rowNumber"]) if row}


def _cost(work: Callable[[], set[int]]) -> tuple[float, set[int]]:
    started = time.process_time()
    said = work()
    return time.process_time() - started, said
