"""A report's findings for people: by rule with exact totals, each cell among its neighbours, what has been settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ckan.plugins import toolkit as tk

from harvesters.contract import Severity
from harvesters.errors import HarvestError
from harvesters.gate.child import ChildGate
from harvesters.gate.report import counts, groups, places
from harvesters.gate.rules.sensitive import without_ids
from harvesters.stage import Stage

from .words import language

PER_RULE, AT_MOST = 5, 40
SECONDS = 20
# Marks of secrecy and the rules on persons: where cells are the trouble, nothing around them is shown either.
SENSITIVE = ("G-03", "G-1")
_BIG = 64 << 20
_PREVIEW = 60


def by_rule(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The groups of a report in the page's language; ``more``: occurrences that are counted but not listed."""
    found = groups(body, language())
    for group in found:
        group["more"] = group["total"] - len(group["findings"])
        group["settled"] = group["severity"] == Severity.REVIEW
    return found


def counted(body: Mapping[str, Any]) -> str:
    """How many places must be mended, need a person, are advice: exact, beyond what is listed."""
    number = counts(body)
    parts = [tk.ungettext("{count} error", "{count} errors", number["block"]).format(count=number["block"])]
    if number["review"]:
        said = tk.ungettext("{count} place for a person", "{count} places for a person", number["review"])
        parts.append(said.format(count=number["review"]))
    said = tk.ungettext("{count} piece of advice", "{count} pieces of advice", number["warn"])
    return ("，" if language() == "zh" else ", ").join([*parts, said.format(count=number["warn"])])


def by_column(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Where the findings lie: each column with its rules and exact counts, the worst first.

    ``{file, column, codes: {rule: number}, block, review, warn, info}``
    """
    columns: dict[tuple[str, str], dict[str, Any]] = {}
    for (file, column, severity, code, _), number in places(body["findings"]).items():
        if column:
            empty = {"file": file, "column": column, "codes": {}, **{kind.value: 0 for kind in Severity}}
            place = columns.setdefault((file, column), empty)
            place["codes"][code] = place["codes"].get(code, 0) + number
            place[severity] += number
    return sorted(columns.values(), key=lambda place: [-place[kind.value] for kind in Severity])


def show_around(
    body: Mapping[str, Any],
    found: Sequence[dict[str, Any]],
    stage: Stage,
    gate: ChildGate,
    per_rule: int = PER_RULE,
    at_most: int = AT_MOST,
    before: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Give the first findings of each group their ``around``. For those inside only; never for locked files.

    ``before``: the tables of the last release, so that each place has the same row of it beside.
    """
    if any(finding.get("quarantine") for finding in body["findings"]):
        return
    for file, findings in _by_file(body, found, stage, per_rule, at_most):
        cells = [(finding["row"], finding["column"], finding["sheet"]) for finding in findings]
        try:
            windows = gate.around(stage, file, cells, _twin(file, before, stage))
        except HarvestError:
            continue  # a help that cannot be given is left out; the finding says where to look
        for finding, window in zip(findings, windows, strict=True):
            finding["around"] = window


def _twin(
    file: Mapping[str, Any], tables: Sequence[Mapping[str, Any]], stage: Stage
) -> tuple[str, Sequence[str]] | None:
    """Master and key of the same table in the last release: by its file's name, else by most columns in common."""

    def likeness(table: Mapping[str, Any]) -> tuple[bool, int]:
        same = (table.get("original") or {}).get("path") == file["name"]
        return same, len({field["name"] for field in table["fields"]} & {*file["columns"]})

    best = max(tables, key=likeness, default=None)
    if best is None or not likeness(best)[1] or int(best.get("size") or 0) > _BIG or not stage.has(best["sha256"]):
        return None
    return best["sha256"], best.get("primary_key") or ()


def _by_file(
    body: Mapping[str, Any], found: Sequence[dict[str, Any]], stage: Stage, per_rule: int, at_most: int
) -> list[tuple[Mapping[str, Any], list[dict[str, Any]]]]:
    left = at_most
    shown: list[tuple[Mapping[str, Any], list[dict[str, Any]]]] = []
    for file in body["files"]:
        told = {finding["code"] for finding in body["findings"] if finding["file"] == file["name"]}
        if (
            not file.get("sha256")
            or any(code.startswith(SENSITIVE) for code in told)
            or stage.is_quarantined(file["sha256"])
        ):
            continue
        if not file.get("columns") or int(file.get("size") or 0) > _BIG:
            continue
        wanted: list[dict[str, Any]] = []
        for group in found:
            mine = [f for f in group["findings"] if f["file"] == file["name"] and f["row"]]
            wanted += mine[: min(per_rule, left - len(wanted))]
        if wanted:
            shown.append((file, wanted))
            left -= len(wanted)
    return shown


def shown(cells: Sequence[str]) -> list[str]:
    """Cells of a preview: as the public would see them, short, and without a number of a person all the same."""
    return [text if len(text := without_ids(cell)) <= _PREVIEW else f"{text[:_PREVIEW]}…" for cell in cells]


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
