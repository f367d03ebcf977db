"""One run: what is fetched, what is not, and what becomes of each item. Source and gate are scripted; ledgers are
real."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from harvesters.contract import (
    Candidate,
    Capability,
    Delivery,
    GateContext,
    Judged,
    Outcome,
    Ref,
    Report,
    Source,
    Staging,
    Verdict,
)
from harvesters.errors import GateUnavailable, ItemVanished, SourceMisconfigured, SourceUnavailable, StageError
from harvesters.failpoint import FailpointError
from harvesters.pipeline import judge_refs, listing
from harvesters.stage import Stage
from harvesters.state import Ledger, MemoryLedger, SqliteLedger


@dataclass
class Scripted:
    """A source that does as told."""

    refs: Sequence[Ref] = ()
    kind: str = "scripted"
    capabilities: frozenset[Capability] = frozenset()
    raises: dict[str, Exception] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)

    def list(self) -> Iterator[Ref]:
        yield from self.refs

    def fetch(self, ref: Ref, stage: Staging) -> Delivery:
        self.fetched.append(ref.guid)
        if ref.guid in self.raises:
            raise self.raises[ref.guid]
        return Delivery(ref.guid, {}, (), mark=ref.mark)


@dataclass
class Verdicts:
    report: Report
    candidate: Candidate | None


@dataclass
class ScriptedGate:
    rules_version: str = "r1"
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    raises: dict[str, Exception] = field(default_factory=dict)
    without_candidate: bool = False
    contexts: list[GateContext] = field(default_factory=list)

    def __call__(self, delivery: Delivery, context: GateContext, stage: Stage) -> Verdicts:
        self.contexts.append(context)
        if delivery.guid in self.raises:
            raise self.raises[delivery.guid]
        verdict = self.verdicts.get(delivery.guid, Verdict.PASS)
        report = Report(verdict, (), (), "g", self.rules_version, {})
        if verdict is Verdict.RETURNED or self.without_candidate:
            return Verdicts(report, None)
        return Verdicts(report, Candidate(delivery.guid, {"identifier": "x"}, (), report, "d", f"hash-{delivery.mark}"))


@pytest.fixture(params=["memory", "sqlite"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    if request.param == "memory":
        yield MemoryLedger()
    else:
        with SqliteLedger(tmp_path / "ledger.sqlite") as made:
            yield made


@pytest.fixture
def run(ledger: Ledger, tmp_path: Path) -> Callable[[Source, ScriptedGate], list[Judged]]:
    def once(source: Source, gate: ScriptedGate) -> list[Judged]:
        judged = []
        for item in judge_refs(source, "s", listing(source), ledger, Stage(tmp_path / "stage"), gate):
            ledger.save("s", item)
            judged.append(item)
        return judged

    return once


Run = Callable[[Source, ScriptedGate], list[Judged]]


def outcomes(judged: list[Judged]) -> dict[str, Outcome]:
    return {j.guid: j.outcome for j in judged}


def test_verdicts_become_outcomes(run: Run) -> None:
    source = Scripted([Ref("p", "1"), Ref("r", "1"), Ref("x", "1")])
    gate = ScriptedGate(verdicts={"r": Verdict.REVIEW, "x": Verdict.RETURNED})
    passed, review, returned = run(source, gate)
    assert (passed.outcome, review.outcome, returned.outcome) == (Outcome.PUBLISHED, Outcome.HELD, Outcome.RETURNED)
    assert passed.candidate is not None
    assert review.candidate is not None
    assert returned.candidate is None
    assert returned.report is not None
    assert returned.delivery is not None
    assert gate.contexts[0].as_of == (dt.datetime.now(dt.UTC) + dt.timedelta(hours=8)).date(), "China's day"


def test_unchanged_items_are_not_fetched_and_keep_what_they_are(run: Run) -> None:
    source = Scripted([Ref("p", "1"), Ref("r", "1"), Ref("x", "1")])
    gate = ScriptedGate(verdicts={"r": Verdict.REVIEW, "x": Verdict.RETURNED})
    run(source, gate)
    source.fetched.clear()
    for _ in range(2):
        judged = run(source, gate)
        assert outcomes(judged) == {"p": Outcome.UNCHANGED, "r": Outcome.HELD, "x": Outcome.RETURNED}
        assert all(j.report is None and j.candidate is None and j.error is None for j in judged)
    assert source.fetched == []


def test_a_new_mark_new_rules_or_no_mark_are_judged_again(run: Run) -> None:
    source = Scripted([Ref("a", "1"), Ref("b", "1"), Ref("c", None)])
    run(source, ScriptedGate())
    source.fetched.clear()
    source.refs = [Ref("a", "2"), Ref("b", "1"), Ref("c", None)]
    assert outcomes(run(source, ScriptedGate()))["b"] is Outcome.UNCHANGED
    assert source.fetched == ["a", "c"]
    source.fetched.clear()
    run(source, ScriptedGate(rules_version="r2"))
    assert source.fetched == ["a", "b", "c"]


def test_one_bad_item_stops_no_other_and_is_tried_again(run: Run) -> None:
    poison: dict[str, Exception] = {
        "a": ItemVanished(guid="a"),
        "b": SourceUnavailable(reason="unreadable"),
        "c": StageError(reason="disk_full"),
        "d": RuntimeError("password=hunter2"),
    }
    source = Scripted([Ref(g, "1") for g in "abcdefg"], raises=poison)
    gate = ScriptedGate(raises={"e": GateUnavailable(reason="killed"), "f": KeyError("k")})
    judged = run(source, gate)
    expected = {"a": Outcome.SKIPPED, **dict.fromkeys("bcdef", Outcome.FAILED), "g": Outcome.PUBLISHED}
    assert outcomes(judged) == expected
    errors = {j.guid: j.error for j in judged}
    assert errors["c"] == {"code": "stage_error", "params": {"reason": "disk_full"}}
    assert errors["d"] == {"code": "error", "params": {"class": "RuntimeError"}}
    assert "hunter2" not in repr(errors)
    source.fetched.clear()
    assert outcomes(run(source, gate)) == {**expected, "g": Outcome.UNCHANGED}
    assert source.fetched == list("abcdef")
    source.raises, gate.raises = {}, {}
    assert set(outcomes(run(source, gate)).values()) == {Outcome.PUBLISHED, Outcome.UNCHANGED}


def test_a_failure_after_a_release_is_tried_again_though_the_mark_is_old(run: Run) -> None:
    source = Scripted([Ref("a", "1")])
    run(source, ScriptedGate())
    run(source, ScriptedGate("r2", raises={"a": GateUnavailable()}))
    source.fetched.clear()
    assert outcomes(run(source, ScriptedGate())) == {"a": Outcome.PUBLISHED}
    assert source.fetched == ["a"]


def test_a_wrong_registration_ends_the_run(run: Run) -> None:
    with pytest.raises(SourceMisconfigured):
        run(Scripted([Ref("a")], raises={"a": SourceMisconfigured(option="path")}), ScriptedGate())


def test_the_gate_fails_closed(run: Run) -> None:
    (judged,) = run(Scripted([Ref("a")]), ScriptedGate(without_candidate=True))
    assert judged.outcome is Outcome.FAILED
    assert judged.error is not None
    assert judged.error["code"] == "gate_unavailable"


@pytest.mark.parametrize(
    ("guids", "reason"),
    [
        (["b", "a"], "unordered_listing"),
        (["a", "a"], "duplicate_guid"),
        ([""], "bad_guid"),
        (["a\0"], "bad_guid"),
        (["a\nb"], "bad_guid"),
        (["\ud800"], "bad_guid"),
        (["长" * 900], "bad_guid"),
    ],
)
def test_a_listing_that_breaks_the_contract_is_no_listing(guids: list[str], reason: str) -> None:
    with pytest.raises(SourceUnavailable) as e:
        listing(Scripted([Ref(g) for g in guids]))
    assert e.value.params["reason"] == reason


def test_more_items_than_one_batch(run: Run) -> None:
    source = Scripted([Ref(f"{n:05}", "1") for n in range(450)])
    assert len(run(source, ScriptedGate())) == 450
    source.fetched.clear()
    assert set(outcomes(run(source, ScriptedGate())).values()) == {Outcome.UNCHANGED}
    assert source.fetched == []


def test_failpoints_between_the_steps(run: Run, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Scripted([Ref("a", "1"), Ref("b", "1")])
    for name in ("pipeline.listed", "pipeline.fetched", "pipeline.judged"):
        monkeypatch.setattr("harvesters.failpoint._hits", {})
        monkeypatch.setenv("SD_FAILPOINT", f"{name}:raise")
        with pytest.raises(FailpointError):
            run(source, ScriptedGate())
    monkeypatch.delenv("SD_FAILPOINT")
    assert ledger.states("s", ["a", "b"]) == {}
    assert set(outcomes(run(source, ScriptedGate())).values()) == {Outcome.PUBLISHED}
