"""``gate``: how fast a table is judged, beside plain Frictionless on the same bytes, in one process, in turn.

Two lines a case. ``engine``: certify, then delegate, to Frictionless's own report, which is compared whole with that of
plain Frictionless in the same run. ``whole``: our judgement from the bytes on: encoding, layout, cleaning, detectors,
master, and the engine over it; its findings of G-30 are compared by row and kind. Certifying is on for all sizes.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import differential

from bench.line import Line
from bench.tables import FIELDS, SCHEMA, UNUSUAL, table
from harvesters.contract import Delivery, GateContext
from harvesters.gate.findings import CAP, EVERY
from harvesters.gate.frictionless_run import Reading
from harvesters.gate.judge import BARE, judge
from harvesters.stage import Stage

SEED = 20261127
_Cost = tuple[float, float]


@dataclass(frozen=True)
class Case:
    """One table, and how its judgement is asked for."""

    name: str
    rows: int
    data: Callable[[], bytes]
    must: str
    encoding: str = "utf-8"
    schema: dict[str, Any] = field(default_factory=lambda: SCHEMA)
    limit: int = 0
    times: int = 5
    whole: bool = True
    reference: bytes | None = None


def cases(small: bool) -> list[Case]:
    """The table of the issue; ``small``: its shape on a few rows."""
    million, hundred, ten = (300, 200, 100) if small else (1_000_000, 100_000, 10_000)
    made: dict[int, bytes] = {}

    def clean(rows: int) -> bytes:
        return made.setdefault(rows, table(rows, SEED))

    def dirty() -> bytes:
        return table(million, SEED, every=1000 if not small else 50)

    def gb() -> bytes:
        return clean(million).decode().encode("gb18030")

    def early() -> bytes:
        return table(million, SEED, every=10 if not small else 2, until=million // 100 if not small else 40)

    def unusual() -> bytes:
        return clean(hundred)

    codes = "\r\n".join(["编号", *(f"Q{n:07d}" for n in range(million))]).encode()
    key = [{"fields": ["编号"], "reference": {"resource": "other", "fields": ["编号"]}}]
    first = 1000 if not small else 3
    return [
        Case("1m", million, lambda: clean(million), ">= 18 CPU, 25 wall"),
        Case("1m-dirty-limit", million, dirty, ">= 12", limit=first, whole=False),
        Case("1m-dirty-all", million, dirty, ">= 15"),
        Case("100k", hundred, lambda: clean(hundred), ">= 12"),
        Case("10k-warm", ten, lambda: clean(ten), ">= 4"),
        Case("1m-gb18030", million, gb, ">= 12", encoding="gb18030"),
        Case("100k-quotes", hundred, lambda: table(hundred, SEED, quotes=True), ">= 4", whole=False),
        Case("1m-limit-early", million, early, ">= 0.67", limit=first, whole=False),
        Case("100k-no-certifier", hundred, unusual, ">= 0.91", schema=UNUSUAL, whole=False),
        Case(
            "100k-foreign-key-to-1m",
            hundred,
            lambda: clean(hundred),
            "measured",
            schema={**SCHEMA, "foreignKeys": key},
            whole=False,
            reference=codes,
        ),
    ]


def run(small: bool) -> list[Line]:
    found: list[Line] = []
    for case in cases(small):
        for line in _measure(case, 1 if small else case.times):
            print(line, flush=True)
            found.append(line)
    return [*found, *_memory(300 if small else 1_000_000)]


def _measure(case: Case, times: int) -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="bench-gate-") as place:
        table = _Table(Path(place), case)
        kinds = {"engine": table.engine, "plain": table.plain, **({"whole": table.whole} if case.whole else {})}
        costs: dict[str, list[_Cost]] = {kind: [] for kind in kinds}
        table.engine()  # warm
        said: dict[str, Any] = {}
        for turn in range(times):
            for kind, work in kinds.items():
                if kind == "whole" and turn and case.rows > 100_000:
                    continue  # once is enough to see the order of its size
                cost, said[kind] = _cost(work)
                costs[kind].append(cost)
            assert said["engine"] == said["plain"], f"{case.name}: the reports differ"
            if case.whole and not case.limit:
                assert said["whole"] == _places(said["plain"]), f"{case.name}: the findings differ"
    cpu, wall = ({kind: statistics.median(one[n] for one in costs[kind]) for kind in kinds} for n in (0, 1))
    errors = len(said["plain"]["tasks"][0]["errors"])
    read = f"Frictionless read {table.fed} of {case.rows} rows" if table.fed else "not certified"
    note = f"median of {times}, in turn; reports equal, {errors} errors; {read}; must {case.must}"
    lines = []
    for kind in [kind for kind in kinds if kind != "plain"]:
        name = f"gate-{case.name}-{kind}"
        lines.append(Line(name, cpu[kind], cpu["plain"], "CPU s", case.rows, note if kind == "engine" else ""))
        lines.append(Line(f"{name}-wall", wall[kind], wall["plain"], "s", case.rows, ""))
    return lines


def differences(tables: int, seed: int) -> Line:
    """Generated tables, judged both ways: how many reports differ. Whoever gives the seed gets the same tables."""
    with tempfile.TemporaryDirectory(prefix="bench-gate-") as place:
        found = [
            differential.differs(differential.case(dice), Path(place)) for dice in differential.dices(tables, seed)
        ]
    different, fast = (sum(column) for column in zip(*found, strict=True))
    note = f"--seed={seed}; certified {fast / tables:.0%}, must >= 60%"
    assert fast >= 0.6 * tables, note
    assert not different, f"{[n for n, (differ, _) in enumerate(found) if differ][:5]}: {note}"
    return Line("gate-differential", different, None, "reports that differ", tables, note)


class _Table:
    """One table, judged each way."""

    def __init__(self, folder: Path, case: Case) -> None:
        self.case, self.folder = case, folder
        self.path = folder / "t.csv"
        self.path.write_bytes(case.data())
        self.references: dict[str, tuple[Path, dict[str, Any]]] = {}
        if case.reference is not None:
            (folder / "other.csv").write_bytes(case.reference)
            self.references = {"other": (folder / "other.csv", {"fields": [FIELDS[0]]})}
        self.stage = Stage(folder / "stage")
        with self.path.open("rb") as stream:
            staged = self.stage.put("t.csv", stream)
        resource = {"name": "t", "path": "t.csv", "title": "表", "schema": case.schema}
        self.delivery = Delivery(guid="g", descriptor={BARE: True, "resources": [resource]}, files=(staged,))
        self.fed = 0

    def engine(self) -> dict[str, Any]:
        return self._report(certify=True)

    def plain(self) -> dict[str, Any]:
        return self._report(certify=False)

    def whole(self) -> set[tuple[str, int | None]]:
        every = mock.patch.multiple(CAP, rule=EVERY, column=EVERY)
        with mock.patch("harvesters.gate.frictionless_run.CERTIFY_FROM", 0), every:
            report = judge(self.delivery, GateContext(as_of=dt.date(2026, 11, 27)), self.stage).report
        return {(str(f.params["type"]).partition("-")[0], f.row) for f in report.findings if f.code == "G-30"}

    def _report(self, *, certify: bool) -> dict[str, Any]:
        reading = Reading(
            self.path,
            self.case.schema,
            encoding=self.case.encoding,
            references=self.references,
            certify=certify,
            stats=True,
        )
        report: dict[str, Any] = reading.report(limit=self.case.limit).to_descriptor()
        self.fed = reading.fed if reading.certified else self.fed
        report["stats"].pop("seconds")
        report["tasks"][0]["stats"].pop("seconds")
        return report


def _places(report: dict[str, Any]) -> set[tuple[str, int | None]]:
    return {(error["type"].partition("-")[0], error["rowNumber"]) for error in report["tasks"][0]["errors"]}


def _cost(work: Callable[[], Any]) -> tuple[_Cost, Any]:
    cpu, wall = time.process_time(), time.perf_counter()
    said = work()
    return (time.process_time() - cpu, time.perf_counter() - wall), said


def _memory(rows: int) -> list[Line]:
    """Each engine in a process of its own: anonymous memory at its highest, above that of the process idle and warm."""
    with tempfile.TemporaryDirectory(prefix="bench-gate-") as place:
        path = Path(place) / "t.csv"
        path.write_bytes(table(rows, SEED))
        above = {}
        for kind in ("engine", "plain"):
            command = [sys.executable, "-c", "from bench.gate import memory; memory()", str(path), kind]
            above[kind] = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    note = f"anonymous memory above an idle worker; must <= {200 + rows / 1e4:.0f}"
    return [Line("gate-1m-memory", above["engine"], above["plain"], "MB", rows, note)]


def memory() -> None:
    """In the child."""
    import threading

    path, kind = Path(sys.argv[1]), sys.argv[2]
    warm = path.with_name("warm.csv")
    warm.write_bytes(table(1000, SEED))
    ended, highest = threading.Event(), [0.0]

    def work(one: Path) -> None:
        Reading(one, SCHEMA, encoding="utf-8", certify=kind == "engine", stats=True).report()

    def watch() -> None:
        while not ended.wait(0.005):
            highest[0] = max(highest[0], _anonymous())

    work(warm)
    idle = _anonymous()
    watcher = threading.Thread(target=watch)
    watcher.start()
    work(path)
    ended.set()
    watcher.join()
    print(json.dumps(max(highest[0] - idle, 0.1)))


def _anonymous() -> float:
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon")) / 1024
