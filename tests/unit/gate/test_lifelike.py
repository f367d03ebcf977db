"""Tables as departments write them: the clean ones pass, of the others each defect is found where it was planted.

``SD_SEED`` sets the seed, ``SD_LIFELIKE=long`` makes 500 clean ones and more than 200 faulty ones.
"""

from __future__ import annotations

import datetime as dt
import io
import os
from collections import Counter
from pathlib import Path

import pytest
from lifelike.faults import FAULTS
from lifelike.made import Made, clean, faulty

from harvesters.contract import CatalogueSnapshot, Delivery, GateContext, Report, SafetyReview, SourceFacts
from harvesters.gate.judge import judge
from harvesters.stage import Stage

SEED = os.environ.get("SD_SEED", "2017")
LONG = os.environ.get("SD_LIFELIKE") == "long"
CLEAN, FAULTY = (500, 3 * len(FAULTS)) if LONG else (120, len(FAULTS))
DAY = dt.date(2026, 11, 27)
CONTEXT = GateContext(
    as_of=DAY,
    source=SourceFacts("lifelike", "demo"),
    reviews=(SafetyReview("张", DAY, ("unconditional", "conditional")),),
    catalogue=CatalogueSnapshot({}, {}),
)
GRAVE = ("block", "review")


def judged(made: Made, stage: Stage) -> Report:
    one = made.written
    file = stage.put(one.path, io.BytesIO(one.data))
    return judge(Delivery(one.name, one.descriptor, (file,)), CONTEXT, stage).report


def grave(report: Report) -> list[tuple[str, str, int | None, str | None, object]]:
    return [
        (f.code, f.severity.value, f.row, f.column, f.params.get("reason") or f.params.get("type"))
        for f in report.findings
        if f.severity.value in GRAVE
    ]


def test_clean_tables_pass(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    wrong = {}
    for made in clean(SEED, CLEAN):
        report = judged(made, stage)
        if report.verdict.value != "pass":
            wrong[made.written.name, made.written.path] = grave(report)
    assert not wrong, "\n".join(map(str, wrong.items()))


def test_every_planted_defect_is_found_where_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stage = Stage(tmp_path)
    planted: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    said: Counter[str] = Counter()
    right: Counter[str] = Counter()
    missed = {}
    for made in faulty(SEED, FAULTY):
        fault = made.planted
        assert fault is not None
        report = judged(made, stage)
        found = grave(report)
        planted[fault.kind] += 1
        there = [
            one
            for one in found
            if one[0] in fault.codes
            and (fault.row is None or one[2] == fault.row)
            and (fault.column is None or one[3] == fault.column)
        ]
        said[fault.kind] += len({one[0] for one in found})
        right[fault.kind] += len({one[0] for one in found if one[0] in fault.codes})
        if there and report.verdict.value == fault.verdict:
            caught[fault.kind] += 1
        else:
            missed[made.written.name] = (
                fault.codes,
                fault.row,
                fault.column,
                fault.verdict,
                report.verdict.value,
                found,
            )
    with capsys.disabled():
        print("\nfault             planted  recall  precision")
        for kind, number in planted.items():
            print(f"{kind:<18}{number:>6}{caught[kind] / number:>8.2f}{right[kind] / max(said[kind], 1):>11.2f}")
    assert not missed, "\n".join(map(str, missed.items()))


def test_the_same_seed_makes_the_same() -> None:
    def files(seed: str) -> list[bytes]:
        return [one.written.data for one in clean(seed, 8) if one.written.path.endswith("csv")]

    assert files("a") == files("a")
    assert files("a") != files("b")
