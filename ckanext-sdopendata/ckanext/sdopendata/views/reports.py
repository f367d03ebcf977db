"""One report: public if it is a release's, inner parts for those who work on it; and the reviewer's decision."""

from __future__ import annotations

import csv
import io
from typing import Any

from ckan.common import current_user
from ckan.plugins import toolkit as tk
from flask import Response

from harvesters.catalogue.record import slug
from harvesters.contract import Outcome

from .. import access, ledger
from .asker import check_token, login_first, roles
from .words import language

COLUMNS = ("code", "severity", "file", "sheet", "row", "column", "value", "message", "fix")


def read(report_id: str) -> str:
    return _page(_visible(report_id))


def decide(report_id: str) -> str | Response:
    """Approve or return."""
    if not current_user.is_authenticated:
        return login_first()
    report = _visible(report_id)
    check_token()
    action = tk.request.form.get("action", "")
    reason = tk.request.form.get("reason", "").strip()
    try:
        done = tk.get_action("sdopendata_report_decide")({}, {"id": report_id, "action": action, "reason": reason})
    except tk.NotAuthorized as refused:
        tk.abort(403, str(refused.message or ""))
    except tk.ObjectNotFound:
        tk.abort(404)
    except tk.ValidationError as wrong:
        return _again(report, wrong.error_dict, reason)
    if done.get("dataset"):
        tk.h.flash_success(tk._("Approved. The release is public now."))
        return tk.redirect_to("dataset.read", id=done["dataset"])
    tk.h.flash_success(tk._("Returned. The department sees your reason."))
    return tk.redirect_to("sdopendata.report", report_id=report_id)


def findings_csv(report_id: str) -> Response:
    """All findings as a table for the desk; values are masked as on the page."""
    report = _visible(report_id)
    if not _inner(report):
        tk.abort(404)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for finding in report["body"]["findings"]:
        writer.writerow([_harmless(finding.get(name)) for name in COLUMNS])
    answer = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="report-{report["id"]}.csv"'
    return answer


def _visible(report_id: str) -> dict[str, Any]:
    report = ledger.report(report_id, language())
    if report is None or not access.may_see_report(roles().user or None, report):
        tk.abort(404)
    return report


def _inner(report: dict[str, Any]) -> bool:
    return access.may_see_inside(roles().user or None, report["owner_org"])


def _page(report: dict[str, Any], errors: dict[str, str] | None = None, reason: str = "") -> str:
    inner = _inner(report)
    shown = {**report, "dataset_name": _dataset_name(report)}
    if not inner:
        shown = access.outside(shown)
    values = {
        "report": shown,
        "inner": inner,
        "may_decide": roles().reviewer and report["standing"] == Outcome.HELD.value,
        "errors": errors or {},
        "reason": reason,
    }
    return tk.render("sd/report.html", values)


def _again(report: dict[str, Any], error_dict: dict[str, Any], reason: str) -> Response:
    """The page again with what is wrong; 409 because nothing was changed."""
    errors = {
        key: "；".join(map(str, value)) if isinstance(value, list) else str(value) for key, value in error_dict.items()
    }
    for key, sentence in errors.items():
        if key != "reason":
            tk.h.flash_error(sentence)
    return Response(_page(report, errors, reason), status=409, mimetype="text/html")


def _dataset_name(report: dict[str, Any]) -> str | None:
    """Where the release of this report stands, if its code still leads there."""
    if not (report["published"] and report["identifier"]):
        return None
    release = ledger.release_of(slug(report["identifier"]))
    same = release is not None and release["record"]["identifier"] == report["identifier"]
    return release["name"] if release is not None and same else None


def _harmless(value: Any) -> str:
    """A cell that a spreadsheet program cannot take for a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
