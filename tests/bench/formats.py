"""``gate``, other formats than CSV: the reference table beside plain Frictionless on one file, in one process, in turn.

``engine``: our reader, the master it makes, and the certified report of that; ``whole``: our judgement with all that
belongs to it. The two read other things out of a workbook or a Parquet file (ours a text for each cell), so of the
reports every error's row, field and kind is compared, and the number of rows.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow as pa
import pyarrow.parquet
import xlsxwriter
from frictionless import Report, Resource, Schema, system

from bench.line import Line
from bench.tables import FIELDS, table
from harvesters.contract import Delivery, GateContext
from harvesters.gate import opening
from harvesters.gate.batch import batches
from harvesters.gate.findings import CAP, EVERY
from harvesters.gate.frictionless_run import Reading
from harvesters.gate.judge import BARE, judge
from harvesters.stage import Stage

NAMES = [field["name"] for field in FIELDS]
NUMBERS = {
    n: int if field["type"] == "integer" else float
    for n, field in enumerate(FIELDS)
    if field["type"] in ("integer", "number")
}
# must, and how often it is measured
MUSTS = {
    "xlsx": (">= 6", 5),
    "xlsx-dirty": (">= 1.5", 5),
    "jsonl": (">= 5", 5),
    "jsonl-dirty": ("measured", 5),
    "parquet": (">= 50", 5),
}
_Said = tuple[list[tuple[int | None, str | None, str]], int]


def run(small: bool, seed: int) -> list[Line]:
    rows = 200 if small else 100_000
    lines = []
    for name, (must, often) in MUSTS.items():
        times = 1 if small else often
        kind, _, dirty = name.partition("-")
        cells = _cells(table(rows, seed, every=rows // 100 if dirty else 0))
        with tempfile.TemporaryDirectory(prefix="bench-gate-") as place:
            path = Path(place) / f"t.{kind}"
            _WRITERS[kind](path, cells)
            costs: dict[str, list[float]] = {"engine": [], "plain": [], "whole": []}
            _engine(path)  # warm
            for turn in range(times):
                for way, work in (("engine", _engine), ("plain", _plain)):
                    cost, said = _cost(lambda work=work, path=path: work(path))
                    costs[way].append(cost)
                    if way == "engine":
                        ours = said
                assert ours == said, f"{name}: other errors: {ours[0]} of {ours[1]} rows, {said[0]} of {said[1]}"
                if turn == 0:
                    cost, judged = _cost(lambda path=path: _whole(path))
                    costs["whole"].append(cost)
                    rowed = {row - (kind != "xlsx") for row, _, _ in said[0]}
                    assert judged == rowed, f"{name}: other rows have errors"
        peer = statistics.median(costs["plain"])
        note = f"median of {times}, in turn; the same {len(said[0])} errors in {said[1]} rows; must {must}"
        for way in ("engine", "whole"):
            cost = statistics.median(costs[way])
            lines.append(Line(f"gate-100k-{name}-{way}", cost, peer, "CPU s", rows, note if way == "engine" else ""))
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


def _engine(path: Path) -> _Said:
    """From the file on: our reader, the master, and Frictionless's report of it, whose rows are those of a table."""
    kind, master = path.suffix[1:], path.with_name("master.csv")
    with ExitStack() as opened, master.open("w", encoding="utf-8-sig", newline="") as stream:
        if kind in opening.WORKBOOKS:
            book = opened.enter_context(opening.workbook(path, kind))
            records = book.records(book.choose(None), [], [])
        else:
            records = opening.read(path, kind, None, NAMES).records
        for batch in batches(records):
            batch.write(stream)
    reading = Reading(master, {"fields": FIELDS}, certify=True, seed="")
    return _errors(reading.report()), reading.rows


def _plain(path: Path) -> _Said:
    with system.use_context(trusted=False):
        schema = Schema.from_descriptor({"fields": FIELDS})
        report = Resource(path=path.name, basepath=str(path.parent), schema=schema).validate(limit_errors=0)
    assert report.tasks[0].stats["rows"], report.tasks[0].errors
    return _errors(report), report.tasks[0].stats["rows"]


def _errors(report: Report) -> list[tuple[int | None, str | None, str]]:
    found = report.flatten(["rowNumber", "fieldName", "type"])
    return sorted((row, name, kind) for row, name, kind in found)


def _cost(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    said = work()
    return time.process_time() - started, said
