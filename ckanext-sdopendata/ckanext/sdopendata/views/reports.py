"""One report: public if it is a release's, inner parts for those who work on it; and the reviewer's decision."""

from __future__ import annotations

from typing import Any

from ckan.common import current_user
from ckan.plugins import toolkit as tk
from flask import Response

from harvesters.catalogue.record import slug
from harvesters.contract import Outcome
from harvesters.errors import HarvestError
from harvesters.gate.child import ChildGate
from harvesters.messages import fix, sentence
from harvesters.stage import Stage

from .. import access, config, ledger
from . import annotated, findings, report_files
from .asker import check_token, login_first, roles
from .every import every
from .words import language


def read(report_id: str) -> str:
    return _page(_visible(report_id))


def download(report_id: str, form: str) -> Response:
    """The report as text or JSON; its findings as a table for those inside."""
    report = _visible(report_id)
    if form == "annotated.xlsx" and _inner(report):
        return _annotated(report)
    if form == "findings.csv" and _inner(report):
        report = {**report, "body": every(report["body"], Stage(config.stage_path()))}
    if form not in report_files.FORMS or (form == "findings.csv" and not _inner(report)):
        tk.abort(404)
    return report_files.FORMS[form](_shown(report))


def _annotated(report: dict[str, Any]) -> Response:
    """The department's own tables, marked."""
    try:
        stage = Stage(config.stage_path())
        name, content = annotated.marked(every(report["body"], stage), stage, ChildGate(seconds=60))
    except HarvestError as refused:
        return tk.abort(409, " ".join(_said(refused)))
    return annotated.attached(name, content, annotated.XLSX)


def decide(report_id: str) -> str | Response:
    """Approve or return: asked once more what will happen, then done."""
    if not current_user.is_authenticated:
        return login_first()
    report = _visible(report_id)
    check_token()
    action = tk.request.form.get("action", "")
    reason = tk.request.form.get("reason", "").strip()
    asked = action == "approve" or (action == "return" and reason)
    if asked and _may_decide(report) and not tk.request.form.get("confirmed"):
        return _confirm(report, action, reason)
    try:
        done = tk.get_action("sdopendata_report_decide")({}, {"id": report_id, "action": action, "reason": reason})
    except tk.NotAuthorized as refused:
        tk.abort(403, str(refused.message or ""))
    except tk.ObjectNotFound:
        tk.abort(404)
    except tk.ValidationError as wrong:
        return _again(report, wrong.error_dict, reason)
    if action == "approve" and done["outcome"] == Outcome.HELD.value:
        tk.h.flash_success(tk._("Noted. A second officer has to agree before it becomes public."))
    elif action == "approve":
        tk.h.flash_success(tk._("Approved. The release is public now."))
    else:
        tk.h.flash_success(tk._("Returned. The department sees your reason."))
    return tk.redirect_to("sdopendata.report", report_id=report_id)


def _said(error: HarvestError) -> tuple[str, str]:
    return sentence(error.code, error.params, language()), fix(error.code, error.params, language())


def _visible(report_id: str) -> dict[str, Any]:
    report = ledger.report(report_id, language())
    if report is None or not access.may_see_report(roles().user or None, report):
        tk.abort(404)
    return report


def _inner(report: dict[str, Any]) -> bool:
    return access.may_see_inside(roles().user or None, report["owner_org"])


def _shown(report: dict[str, Any]) -> dict[str, Any]:
    """As much of it as the asker may see."""
    return report if _inner(report) else access.outside(report)


def _may_decide(report: dict[str, Any]) -> bool:
    return roles().reviewer and report["standing"] == Outcome.HELD.value


def _two_officers(report: dict[str, Any]) -> bool:
    return any(finding["code"] in access.TWO_OFFICERS for finding in report["body"]["findings"])


def _agreed(report: dict[str, Any]) -> list[str]:
    """Who has agreed already where two officers have to."""
    return [decision["actor"] for decision in report["decisions"] if decision["action"] == "agree"]


def _page(report: dict[str, Any], errors: dict[str, str] | None = None, reason: str = "") -> str:
    shown = {**_shown(report), "dataset_name": _dataset_name(report)}
    grouped = findings.by_rule(shown["body"])
    inner, last, stage = _inner(report), None, Stage(config.stage_path())
    if inner:
        last = None if report["published"] else _current(report)
        tables = last["tables"] if last else ()
        findings.show_around(shown["body"], grouped, stage, ChildGate(seconds=findings.SECONDS), before=tables)
    values = {
        "last_number": last["number"] if last else None,
        "markable": inner and annotated.may_be_marked(shown["body"], stage),
        "report": shown,
        "groups": grouped,
        "proposals": findings.proposals(shown["body"]),
        "inner": inner,
        "may_decide": _may_decide(report),
        "two_officers": _two_officers(report),
        "agreed": _agreed(report),
        "errors": errors or {},
        "reason": reason,
    }
    if inner and report["standing"] == Outcome.HELD.value:
        values |= {"waiting": findings.waiting(shown["body"]), "change": _change(report)}
    return tk.render("sd/report.html", values)


def _confirm(report: dict[str, Any], action: str, reason: str) -> str:
    """What will happen, before it does."""
    body = report["body"]
    values = {
        "report": report,
        "action": action,
        "reason": reason,
        "proposals": findings.proposals(body),
        "judged": [group for group in findings.by_rule(body) if group["settled"]],
        "change": _change(report),
        "first_of_two": _two_officers(report) and not _agreed(report),
    }
    return tk.render("sd/confirm.html", values)


def _again(report: dict[str, Any], error_dict: dict[str, Any], reason: str) -> Response:
    """The page again with what is wrong; 409 because nothing was changed."""
    errors = {
        key: "；".join(map(str, value)) if isinstance(value, list) else str(value) for key, value in error_dict.items()
    }
    for key, wrong in errors.items():
        if key != "reason":
            tk.h.flash_error(wrong)
    return Response(_page(report, errors, reason), status=409, mimetype="text/html")


def _current(report: dict[str, Any]) -> dict[str, Any] | None:
    """The current release of the dataset whose code the report names."""
    release = ledger.release_of(slug(report["identifier"])) if report["identifier"] else None
    return release if release is not None and release["record"]["identifier"] == report["identifier"] else None


def _dataset_name(report: dict[str, Any]) -> str | None:
    """Where the release of this report stands, if its code still leads there."""
    release = _current(report) if report["published"] else None
    return release["name"] if release is not None else None


def _change(report: dict[str, Any]) -> dict[str, Any] | None:
    """The candidate beside the current release, in counts: rows and data items of each table."""
    candidate, release = report["candidate_summary"], _current(report)
    if candidate is None:
        return None
    before = {table["title"]: table for table in release["tables"]} if release else {}
    tables = [_table_change(table, before.pop(table["title"], None)) for table in candidate["tables"]]
    return {"number": release["number"] if release else None, "tables": tables, "gone": list(before)}


def _table_change(table: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    known = [field["name"] for field in before["fields"]] if before else []
    return {
        "title": table["title"],
        "rows": table["rows"],
        "rows_before": before["rows"] if before else None,
        "items": len(table["fields"]),
        "items_before": len(known) if before else None,
        "added": [name for name in table["fields"] if name not in known] if before else [],
        "removed": [name for name in known if name not in table["fields"]],
    }
