"""A report to take away: as text, as JSON, its findings as a table. The same words and masks as on the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response

from harvesters.gate.report_csv import findings_csv
from harvesters.gate.report_text import body_text

from . import figures, shell
from .words import language


def as_text(report: Mapping[str, Any]) -> Response:
    heads = [
        str(report["title"]),
        f"{shell.organization_title(report['owner_org'])}  {report['identifier'] or ''}".rstrip(),
        figures.time(report["created"]),
    ]
    for decision in report["decisions"]:
        done = {
            "approve": tk._("Approved"),
            "agree": tk._("First of two approvals"),
            "return": tk._("Returned by the reviewer:"),
        }[decision["action"]]
        heads.append(f"{figures.time(decision['at'])} {done} {decision['reason'] or ''}".rstrip())
    text = "\n".join(heads) + "\n\n" + body_text(report["body"], language())
    return _file(report, text, "txt", "text/plain")


def as_json(report: Mapping[str, Any]) -> Response:
    """What the action ``sdopendata_report_show`` answers."""
    return _file(report, json.dumps(report, ensure_ascii=False, indent=1, default=str), "json", "application/json")


def as_csv(report: Mapping[str, Any]) -> Response:
    """One line a finding; a spreadsheet reads it as it is."""
    return _file(report, findings_csv(report["body"], language()), "csv", "text/csv")


FORMS = {"report.txt": as_text, "report.json": as_json, "findings.csv": as_csv}


def _file(report: Mapping[str, Any], text: str, suffix: str, kind: str) -> Response:
    answer = Response(text, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="report-{report["id"]}.{suffix}"'
    return answer
