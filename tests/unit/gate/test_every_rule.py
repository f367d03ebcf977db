"""Every rule catches its fixture, at the right place, lets its near miss pass, and is missed when it is switched off.

The list of rules is the source's own: a new one without a case fails here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from gate_bench import Bench
from rule_cases import CASES
from rule_cases.case import Case
from rule_cases.detectors import DETECTORS, Detector

from harvesters.contract import Delivery, Finding
from harvesters.errors import GateUnavailable
from harvesters.gate import cleaning, findings, judge
from harvesters.gate.rules import masks, release, upkeep
from harvesters.messages import finding_json
from harvesters.messages.rules import RULES
from harvesters.sources import file_drop
from harvesters.stage import Stage

SPOKEN = {(code, severity) for code, (_, _, said) in RULES.items() for severity in said.split(", ")}
# The law's rules, and those of them that speak by another's name.
LAW = {
    *(f"V-{n:02d}" for n in range(1, 21)),
    *(f"Q{n:02d}" for n in range(1, 31)),
    *(f"G-{n:02d}" for n in (1, 2, 3, 4, 10, 11, 12, 13, 14, 15, 20, 30, 31, 32, 40, 50)),
}
# Of what befell the header the labels are said; its row is shown beside.
SHOWN_BESIDE = {"label-order"}
SAID_BY_OTHERS = {
    "Q25": "G-40",
    "Q28": "G-30",
    "G-50": "the report itself, and the ledger's decisions",
}


def names() -> list[Any]:
    seen: dict[str, int] = {}
    result = []
    for case in CASES:
        seen[case.name] = seen.get(case.name, 0) + 1
        result.append(pytest.param(case, id=case.name if seen[case.name] == 1 else f"{case.name}-{seen[case.name]}"))
    return result


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """One for all cases: most of them are of the same few bytes."""
    return Stage(tmp_path_factory.mktemp("stage"))


@pytest.fixture
def bench(tmp_path: Path, stage: Stage) -> Bench:
    made = Bench(tmp_path)
    made.stage = stage
    return made


@pytest.mark.parametrize("case", names())
def test_rule(case: Case, bench: Bench) -> None:
    """It catches its fixture; and what it says of it says where, and how to mend."""
    for finding in case.prove(bench).findings:
        if (finding.code, finding.severity.value) == (case.code, case.severity):
            told = finding_json(finding)
            assert not {"{", "}", "—"} & set(told["message"]), told["message"]
            assert told["fix"]
            for place in (finding.row, finding.column):
                assert place is None or str(place) in told["message"] or SHOWN_BESIDE & {finding.params.get("type")}


def test_every_rule_has_a_case_for_each_of_its_severities() -> None:
    assert SPOKEN - {(case.code, case.severity) for case in CASES} == set(), "add it to tests/unit/gate/rule_cases"


def test_what_the_law_names_is_built() -> None:
    assert LAW - set(RULES) == set(SAID_BY_OTHERS)


@pytest.mark.parametrize("case", names())
def test_without_its_rule_the_test_of_a_rule_fails(case: Case, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    switch_off(case.code, monkeypatch)
    with pytest.raises((AssertionError, GateUnavailable)):  # a table that could not be read has no master to keep
        case.prove(bench)


def switch_off(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a rule away where its findings and cleanings come together."""

    def silent(method: Callable[..., Any], said: Callable[..., str]) -> Callable[..., Any]:
        return lambda self, *args, **more: None if said(*args) == code else method(self, *args, **more)

    def without(found: Iterable[Finding]) -> list[Finding]:
        return [finding for finding in found if finding.code != code]

    table, cleaner = findings.Findings, cleaning.Cleaner
    monkeypatch.setattr(table, "add", silent(table.add, lambda finding, *_: str(finding.code)))
    monkeypatch.setattr(table, "count", silent(table.count, lambda of, *_: str(of)))
    monkeypatch.setattr(cleaner, "note", silent(cleaner.note, lambda rule, *_: str(rule)))
    for module, name in (
        *((judge, "check_record"), (judge, "look_at_texts"), (release, "check"), (upkeep, "check")),
        (masks, "unheard"),
    ):
        rule = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *args, _rule=rule, **more: without(_rule(*args, **more)))
    resources_of, fetch = judge.resources_of, file_drop.FileDrop.fetch

    def resources(delivery: Delivery) -> tuple[Any, list[Finding]]:
        found, faults = resources_of(delivery)
        return found, without(faults)

    def fetched(self: Any, *args: Any) -> Delivery:
        delivery = fetch(self, *args)
        return replace(delivery, findings=tuple(without(delivery.findings)))

    monkeypatch.setattr(judge, "resources_of", resources)
    monkeypatch.setattr(file_drop.FileDrop, "fetch", fetched)


@pytest.mark.parametrize("detector", DETECTORS, ids=[one.name for one in DETECTORS])
def test_detector(detector: Detector, bench: Bench) -> None:
    detector.prove(bench)


@pytest.mark.parametrize("detector", DETECTORS, ids=[one.name for one in DETECTORS])
def test_without_its_detector_the_test_of_a_detector_fails(
    detector: Detector, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*detector.off)
    with pytest.raises(AssertionError):
        detector.prove(bench)


def test_the_law_s_detectors_are_all_built() -> None:
    built = {one.name.split("-")[0] for one in DETECTORS}
    assert built == {f"D{n}" for n in range(1, 14)} | {"D1b", "D1c", "D1d"}
