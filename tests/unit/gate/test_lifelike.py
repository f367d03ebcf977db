"""Tables as departments write them, in every format: the clean ones pass and come out as they are, of the others each
defect is found where it was planted; how much each detector finds, and how often it speaks amiss, is printed and held.

``SD_SEED`` sets the seed, ``SD_LIFELIKE=long`` makes 500 clean ones and more than 200 faulty ones.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

import pytest
from lifelike.faults import FAULTS
from lifelike.made import Made, clean, faulty
from lifelike.planting import Planted

from harvesters.contract import (
    CatalogueSnapshot,
    Delivery,
    Finding,
    GateContext,
    PreviousRelease,
    Report,
    SafetyReview,
    SourceFacts,
)
from harvesters.gate.judge import Judgement, judge
from harvesters.stage import Stage

SEED = os.environ.get("SD_SEED", "2017")
LONG = os.environ.get("SD_LIFELIKE") == "long"
CLEAN, FAULTY = (500, 3 * len(FAULTS)) if LONG else (130, len(FAULTS))
DAY = dt.date(2026, 11, 27)
CONTEXT = GateContext(
    as_of=DAY,
    source=SourceFacts("lifelike", "demo"),
    reviews=(SafetyReview("张", DAY, ("unconditional", "conditional")),),
    catalogue=CatalogueSnapshot({}, {}),
)
GRAVE = ("block", "review")
# What a detector must reach over one run: every planted defect at its place; amiss in at most one table in a hundred
# (chance may give one), and of all that all detectors say at least this share is planted.
RECALL, AMISS, PRECISION = 1.0, 0.01, 0.98
# What a finding says: code, case, and of what kind of data.
Voice = tuple[str, str, str]


@dataclass(frozen=True)
class Judged:
    made: Made
    report: Report

    @property
    def planted(self) -> Planted:
        assert self.made.planted is not None
        return self.made.planted

    def there(self) -> list[Finding]:
        """What is said of the planted defect, at its place."""
        fault = self.planted
        return [
            f
            for f in self.report.findings
            if any(of(spec, f) for spec in fault.codes)
            and fault.row in (None, f.row)
            and fault.column in (None, f.column)
        ]

    @property
    def caught(self) -> bool:
        return bool(self.there()) and self.report.verdict.value == self.planted.verdict


def judged(made: Made, stage: Stage) -> Judgement:
    one = made.written
    file = stage.put(one.path, io.BytesIO(one.data))
    delivery = Delivery(one.name, one.descriptor, (file,))
    judgement = judge(delivery, CONTEXT, stage)
    if made.planted is None or made.planted.before is None:
        return judgement
    assert judgement.candidate is not None
    standing = PreviousRelease(
        1, "h", str(one.record["identifier"]), judgement.candidate.dictionary, "unconditional",
        rows={"t": made.planted.before},
    )  # fmt: skip
    return judge(delivery, replace(CONTEXT, previous=standing), stage)


def told(report: Report, severities: Sequence[str] = GRAVE) -> list[tuple[object, ...]]:
    return [
        (f.code, f.severity.value, f.row, f.column, *voice(f)[1:], f.value)
        for f in report.findings
        if f.severity.value in severities
    ]


def of(spec: str, finding: Finding) -> bool:
    """Whether a finding is of this rule, and of its case if one is named."""
    code, _, case = spec.partition(".")
    return finding.code == code and case in ("", voice(finding)[1])


def voice(finding: Finding) -> Voice:
    params = finding.params
    return (str(finding.code), str(params.get("reason") or params.get("type") or ""), str(params.get("what") or ""))


def master(judgement: Judgement, stage: Stage) -> list[list[str]]:
    import csv

    assert judgement.candidate is not None
    text = stage.open(judgement.candidate.tables[0].master.sha256).read().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def same(cell: str, other: str) -> bool:
    """Figures by their value: a spreadsheet keeps no final zeros."""
    if cell == other:
        return True
    try:
        return Decimal(cell) == Decimal(other)
    except InvalidOperation:
        return cell.replace("\r\n", "\n") == other.replace("\r\n", "\n")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("lifelike"))


@pytest.fixture(scope="module")
def clean_ones(stage: Stage) -> list[Judged]:
    """Of each what is said, and that what comes out is the table."""
    found = []
    for made in clean(SEED, CLEAN):
        judgement = judged(made, stage)
        if judgement.report.verdict.value == "pass":
            labels, *rows = master(judgement, stage)
            at = [labels.index(one["name"]) for one in made.table.fields]
            differs = [
                (n, labels[place], row[place], cell)
                for n, (row, cells) in enumerate(zip(rows, made.table.rows, strict=True))
                for place, cell in zip(at, cells, strict=True)
                if not same(row[place], cell)
            ]
            assert not differs, (SEED, made.written.name, made.written.path, differs[:5])
        found.append(Judged(made, judgement.report))
    return found


@pytest.fixture(scope="module")
def faulty_ones(stage: Stage) -> list[Judged]:
    return [Judged(made, judged(made, stage).report) for made in faulty(SEED, FAULTY)]


def test_clean_tables_pass_as_they_are(clean_ones: list[Judged]) -> None:
    wrong = {
        (one.made.written.name, one.made.written.path): told(one.report)
        for one in clean_ones
        if one.report.verdict.value != "pass"
    }
    assert not wrong, f"seed {SEED}\n" + "\n".join(map(str, wrong.items()))


def test_every_planted_defect_is_found_where_it_is(faulty_ones: list[Judged]) -> None:
    missed = {
        (one.made.written.name, one.made.written.path): (
            *(one.planted.codes, one.planted.row, one.planted.column, one.planted.verdict),
            *(one.report.verdict.value, told(one.report, ("block", "review", "warn"))),
        )
        for one in faulty_ones
        if not one.caught
    }
    assert not missed, f"seed {SEED}\n" + "\n".join(map(str, missed.items()))


def test_each_detector_finds_what_is_there_and_speaks_of_little_else(
    clean_ones: list[Judged], faulty_ones: list[Judged], capsys: pytest.CaptureFixture[str]
) -> None:
    """A detector is known by its voice: what is said at the places of its own defects. Where it speaks in a table that
    has none of them, it speaks amiss; a table counts once."""
    planted: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    voices: dict[str, set[Voice]] = defaultdict(set)
    for one in faulty_ones:
        name = detector(one.planted.kind)
        planted[name] += 1
        caught[name] += one.caught
        voices[name] |= {voice(f) for f in one.there()}
    amiss: Counter[str] = Counter()
    for one in (*clean_ones, *faulty_ones):
        said = {voice(f) for f in one.report.findings}
        own = detector(one.planted.kind) if one.made.planted else ""
        given = (*one.planted.codes, *one.planted.also) if one.made.planted else ()
        codes = {spec.partition(".")[0] for spec in given}
        for name, its in voices.items():
            amiss[name] += name != own and any(v in its and v[0] not in codes for v in said)
    tables, spoken = len(clean_ones) + len(faulty_ones), sum(caught.values()) + sum(amiss.values())
    with capsys.disabled():
        print(f"\nseed {SEED}: {len(clean_ones)} clean, {len(faulty_ones)} faulty")
        print("detector planted  recall  precision  amiss")
        for name in sorted(planted):
            recall, precision = caught[name] / planted[name], caught[name] / max(caught[name] + amiss[name], 1)
            print(f"{name:<9}{planted[name]:>7}{recall:>8.2f}{precision:>11.2f}{amiss[name]:>7}")
        whole, found = sum(caught.values()) / spoken, sum(caught.values()) / len(faulty_ones)
        print(f"all      {len(faulty_ones):>7}{found:>8.2f}{whole:>11.3f}{sum(amiss.values()):>7}")
    assert {name for name in planted if caught[name] < RECALL * planted[name]} == set(), SEED
    assert {name: n for name, n in amiss.items() if n > max(1, AMISS * (tables - planted[name]))} == {}, SEED
    assert whole >= PRECISION, (SEED, amiss)


def detector(kind: str) -> str:
    """``D1-in-text`` is one of D1, ``Q10-spike`` one of Q10, ``V-01-code`` one of V-01."""
    found = re.match(r"[VG]-\d\d|[DQ]\d+[a-d]?", kind)
    assert found is not None, kind
    return found[0]


def test_the_same_seed_makes_the_same() -> None:
    def files(seed: str) -> list[bytes]:
        return [one.written.data for one in clean(seed, 8) if one.written.path.endswith("csv")]

    assert files("a") == files("a")
    assert files("a") != files("b")
