"""One run of a source: list → compare → fetch → judge → outcome. It decides nothing: the gate judges, the caller
promotes.

Everything is passed in; nothing is written but bytes to the stage. What a run yields may be yielded again after a
crash.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from harvesters.contract import (
    Candidate,
    Delivery,
    GateContext,
    ItemState,
    Judged,
    Outcome,
    Ref,
    Report,
    Source,
    Verdict,
)
from harvesters.errors import GateUnavailable, HarvestError, ItemVanished, SourceMisconfigured, SourceUnavailable
from harvesters.failpoint import failpoint
from harvesters.stage import Stage
from harvesters.state import Ledger

log = logging.getLogger(__name__)

BATCH = 200
# PostgreSQL refuses index entries above 2,704 bytes, and (source, guid) is a key of the ledger.
MAX_GUID_BYTES = 2400

_STANDING = {
    Outcome.PUBLISHED: Outcome.UNCHANGED,
    Outcome.UNCHANGED: Outcome.UNCHANGED,
    Outcome.HELD: Outcome.HELD,
    Outcome.RETURNED: Outcome.RETURNED,
}


class Judgement(Protocol):
    """What the gate answers."""

    @property
    def report(self) -> Report: ...

    @property
    def candidate(self) -> Candidate | None: ...


class Gate(Protocol):
    """The one judge, in this process or in a limited child. It raises GateUnavailable rather than guess."""

    @property
    def rules_version(self) -> str: ...

    def __call__(self, delivery: Delivery, context: GateContext, stage: Stage) -> Judgement: ...


def listing(source: Source) -> list[Ref]:
    """The whole listing, or SourceUnavailable. Order and uniqueness are part of the contract: cursors and removals
    rest on them.

    Order is by code point, which is PostgreSQL's ``COLLATE "C"`` on UTF-8.
    """
    refs: list[Ref] = []
    for ref in source.list():
        if not _sane(ref.guid):
            raise SourceUnavailable(reason="bad_guid", guid=ascii(ref.guid)[:200])
        if refs and ref.guid <= refs[-1].guid:
            reason = "duplicate_guid" if ref.guid == refs[-1].guid else "unordered_listing"
            raise SourceUnavailable(reason=reason, guid=ref.guid)
        refs.append(ref)
    failpoint("pipeline.listed")
    return refs


def judge_refs(
    source: Source, name: str, refs: Sequence[Ref], ledger: Ledger, stage: Stage, gate: Gate
) -> Iterator[Judged]:
    """Judge each item, one at a time and in order; an item's failure is its outcome and stops no other.

    A pass is yielded as PUBLISHED, meaning "to be promoted": only the caller knows whether someone must approve
    first (HELD) or the current release already has this content (UNCHANGED).
    """
    for start in range(0, len(refs), BATCH):
        part = refs[start : start + BATCH]
        known = ledger.states(name, [ref.guid for ref in part])
        for ref in part:
            standing = _standing(ref, known.get(ref.guid), gate.rules_version)
            yield standing or _judge(source, name, ref, ledger, stage, gate)


def _standing(ref: Ref, state: ItemState | None, rules_version: str) -> Judged | None:
    """The outcome that still holds because neither the delivery nor the rules changed; None if it must be fetched."""
    if state is None or ref.mark is None or ref.mark != state.mark or state.rules_version != rules_version:
        return None
    outcome = _STANDING.get(state.outcome)
    return None if outcome is None else Judged(ref.guid, ref.mark, outcome)


def _judge(source: Source, name: str, ref: Ref, ledger: Ledger, stage: Stage, gate: Gate) -> Judged:
    delivery: Delivery | None = None
    try:
        delivery = source.fetch(ref, stage)
        if delivery.guid != ref.guid:
            raise SourceUnavailable(reason="other_item", guid=ref.guid)
    except ItemVanished as e:
        return _stopped(ref, Outcome.SKIPPED, e)
    except SourceMisconfigured:
        raise
    except Exception as e:
        return _stopped(ref, Outcome.FAILED, e)
    failpoint("pipeline.fetched")
    context = ledger.gate_context(name, delivery)
    try:
        judgement = gate(delivery, context, stage)
        judged = _outcome(ref, delivery, judgement)
    except Exception as e:
        return _stopped(ref, Outcome.FAILED, e, delivery)
    failpoint("pipeline.judged")
    return judged


def _outcome(ref: Ref, delivery: Delivery, judgement: Judgement) -> Judged:
    report, candidate = judgement.report, judgement.candidate
    if report.verdict is Verdict.RETURNED:
        return Judged(ref.guid, delivery.mark, Outcome.RETURNED, report, None, delivery)
    if candidate is None:
        raise GateUnavailable(reason="no_candidate", detail=f"no candidate for {report.verdict.value}")
    outcome = Outcome.PUBLISHED if report.verdict is Verdict.PASS else Outcome.HELD
    return Judged(ref.guid, delivery.mark, outcome, report, candidate, delivery)


def _stopped(ref: Ref, outcome: Outcome, e: Exception, delivery: Delivery | None = None) -> Judged:
    """An item that could not be judged. An error we did not foresee is logged whole, but only its class goes into
    the ledger: its text may quote data or credentials (I-31)."""
    error: Mapping[str, object]
    if isinstance(e, HarvestError):
        error = {"code": e.code, "params": {key: _plain(value) for key, value in e.params.items()}}
    else:
        log.error("item %s: %s", ascii(ref.guid), type(e).__name__, exc_info=e)
        error = {"code": HarvestError.code, "params": {"class": type(e).__name__}}
    return Judged(ref.guid, ref.mark, outcome, delivery=delivery, error=error)


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _sane(guid: str) -> bool:
    """A guid becomes a key, a cursor and a line in a log: no control characters, no lone surrogates, not endless."""
    if not guid or any(unicodedata.category(c) in ("Cc", "Cs") for c in guid):
        return False
    return len(guid.encode()) <= MAX_GUID_BYTES
