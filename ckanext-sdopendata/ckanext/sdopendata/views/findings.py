"""A report's findings for people: by rule with exact totals, each cell among its neighbours, what has been settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ckan.plugins import toolkit as tk

from harvesters.contract import Severity
from harvesters.errors import HarvestError
from harvesters.gate.child import ChildGate
from harvesters.gate.report import groups
from harvesters.stage import Stage

from .. import config
from .words import language

PER_RULE, AT_MOST = 2, 12
SECONDS = 20
# Marks of secrecy and the rules on persons: where cells are the trouble, nothing around them is shown either.
_SENSITIVE = ("G-03", "G-1")
_BIG = 64 << 20


def by_rule(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The groups of a report in the page's language; ``more``: occurrences that are counted but not listed."""
    found = groups(body, language())
    for group in found:
        group["more"] = group["total"] - len(group["findings"])
        group["settled"] = group["severity"] == Severity.REVIEW
    return found


def show_around(body: Mapping[str, Any], found: Sequence[dict[str, Any]]) -> None:
    """Give the first findings of each group their ``around``. For those inside only; never for locked files."""
    if any(finding.get("quarantine") for finding in body["findings"]):
        return
    for file, findings in _by_file(body, found):
        places = [(finding["row"], finding["column"]) for finding in findings]
        try:
            windows = ChildGate(seconds=SECONDS).around(
                Stage(config.stage_path()), file["sha256"], str(file["format"]), file["columns"], places
            )
        except HarvestError:
            continue  # a help that cannot be given is left out; the finding says where to look
        for finding, window in zip(findings, windows, strict=True):
            finding["around"] = window


def _by_file(
    body: Mapping[str, Any], found: Sequence[dict[str, Any]]
) -> list[tuple[Mapping[str, Any], list[dict[str, Any]]]]:
    stage, left = Stage(config.stage_path()), AT_MOST
    shown: list[tuple[Mapping[str, Any], list[dict[str, Any]]]] = []
    for file in body["files"]:
        told = {finding["code"] for finding in body["findings"] if finding["file"] == file["name"]}
        if (
            not file.get("sha256")
            or any(code.startswith(_SENSITIVE) for code in told)
            or stage.is_quarantined(file["sha256"])
        ):
            continue
        if not file.get("columns") or int(file.get("size") or 0) > _BIG:
            continue
        wanted: list[dict[str, Any]] = []
        for group in found:
            mine = [f for f in group["findings"] if f["file"] == file["name"] and f["row"]]
            wanted += mine[: min(PER_RULE, left - len(wanted))]
        if wanted:
            shown.append((file, wanted))
            left -= len(wanted)
    return shown


def waiting(body: Mapping[str, Any]) -> dict[str, str]:
    """What a held item waits for, and whom: the department's supplement, a word on a proposal, the review."""
    reviews = [finding for finding in body["findings"] if finding["severity"] == Severity.REVIEW]
    if any(finding["code"] == "V-01" for finding in reviews):
        return {
            "code": "supplement",
            "label": tk._("To be supplemented"),
            "who": tk._("the department"),
            "text": tk._("The record lacks what only the department can give. Return it and say what to fill in."),
        }
    if proposals(body):
        return {
            "code": "proposal",
            "label": tk._("Proposal to confirm"),
            "who": tk._("the reviewer, with the department’s word"),
            "text": tk._("The portal can mend it as proposed below. Approve if the department agrees, else return it."),
        }
    return {
        "code": "review",
        "label": tk._("Waiting for review"),
        "who": tk._("the reviewer"),
        "text": tk._("The machine found nothing to mend. An officer decides whether it becomes public."),
    }


def proposals(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Cleanings that need somebody’s word, each with an example before and after."""
    return [
        {**finding, "before": finding["value"], "after": finding["params"]["proposal"]}
        for finding in body["findings"]
        if finding["severity"] == Severity.REVIEW and (finding.get("params") or {}).get("proposal") is not None
    ]
