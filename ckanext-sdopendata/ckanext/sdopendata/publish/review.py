"""A reviewer's decision on a held item (规范性审查): approve makes the release, return sends it back."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from harvesters.contract import Candidate, Judged, Outcome, Severity, today
from harvesters.errors import HarvestError
from harvesters.messages import sentence
from harvesters.stage import Stage

from .. import access, config
from ..language import lang
from ..ledger import item_table, release_table, source_table
from .faults import note, of_the_disk
from .promote import Entry, Result, promote

# How the first of two approvals stands in the log.
AGREED = "agree"


def approve(report_id: str, actor: str, reason: str | None) -> dict[str, Any]:
    """Publish what waits. The approval is the 安全审查 of this source for this dictionary and open type; one commit.

    Personal data (G-12, G-15) need two officers: the first one's approval is kept, and the item goes on waiting.

    :raises tk.ValidationError: it no longer waits, or cannot be published
    """
    waiting = item_table.held_candidate(report_id)
    if waiting is None:
        raise _gone()
    row, candidate = waiting
    _refuse_incomplete(candidate)
    _refuse_unreasoned(candidate, reason)
    _, previous = release_table.standing_of_code(candidate.identifier, row.owner_org)
    if candidate.report.inputs.get("previous") != (previous.content_hash if previous else None):
        raise _gone()  # judged against a release that is no longer the current one: newer data must not be replaced
    if _of_persons(candidate) and not _second(report_id, actor):
        item_table.record_decision(report_id, actor, AGREED, reason)
        model.Session.commit()
        return {"outcome": Outcome.HELD.value, "dataset": None, "release_number": None}
    judged = Judged(row.guid, item_table.mark_of(row.source, row.guid), Outcome.PUBLISHED, candidate.report, candidate)
    entry = Entry(judged, row.source, row.owner_org, actor=actor, report_id=report_id)

    def before_commit(results: list[Result]) -> None:
        if any(result.error is not None for result in results):
            return
        item_table.record_decision(report_id, actor, "approve", reason)
        open_type = str(candidate.record["open_type"])
        source_table.store_review(row.source, actor, today(), [open_type], candidate.dictionary, commit=False)

    (result,) = promote([entry], Stage(config.stage_path()), before_commit)
    if result.error is not None:
        raise refused(result.error)
    name = tk.get_action("package_show")({"ignore_auth": True}, {"id": result.dataset_id})["name"]
    return {"outcome": result.outcome.value, "dataset": name, "release_number": result.release_number}


def send_back(report_id: str, actor: str, reason: str) -> dict[str, Any]:
    """The item becomes returned, with the reason on its report; commits."""
    if item_table.held_candidate(report_id) is None:
        raise _gone()
    item_table.record_decision(report_id, actor, "return", reason)
    item_table.set_outcome(report_id, Outcome.RETURNED)
    model.Session.commit()
    return {"outcome": Outcome.RETURNED.value, "dataset": None, "release_number": None}


def _refuse_incomplete(candidate: Candidate) -> None:
    """An approval cannot supply what the record lacks (V-01): only the department can, so it is to be returned."""
    lacking = [f for f in candidate.report.findings if f.code == "V-01" and f.severity is Severity.REVIEW]
    if lacking:
        model.Session.rollback()
        label = "label_en" if lang() == "en" else "label"
        labels = "、".join(str(finding.params.get(label) or finding.params.get("field")) for finding in lacking)
        raise tk.ValidationError({"V-01": [sentence("still_lacking", {"labels": labels}, lang())]})


def _refuse_unreasoned(candidate: Candidate, reason: str | None) -> None:
    """Personal data go out only with a reason in the log (G-12, G-15)."""
    if not (reason or "").strip() and _of_persons(candidate):
        model.Session.rollback()
        raise tk.ValidationError({"approval": [sentence("approval_needs_reason", {}, lang())]})


def _of_persons(candidate: Candidate) -> bool:
    return any(finding.code in access.TWO_OFFICERS for finding in candidate.report.findings)


def _second(report_id: str, actor: str) -> bool:
    """Whether another officer has agreed before; the same one twice does not count."""
    agreed = item_table.actors(report_id, AGREED)
    if actor in agreed:
        model.Session.rollback()
        raise tk.ValidationError({"approval": [sentence("second_officer", {}, lang())]})
    return bool(agreed)


def _gone() -> tk.ValidationError:
    model.Session.rollback()
    return tk.ValidationError({"id": [sentence("no_longer_held", {}, lang())]})


def refused(error: Exception) -> Exception:
    """What a person is told when promote left the entry out."""
    if of_the_disk(error):
        note(error)
        return error
    if isinstance(error, tk.ValidationError):
        return error
    if isinstance(error, HarvestError):
        return tk.ValidationError({"publish": [sentence(error.code, error.params, lang())]})
    return tk.ValidationError({"publish": [sentence("publish_refused", {"detail": str(error)[:200]}, lang())]})
