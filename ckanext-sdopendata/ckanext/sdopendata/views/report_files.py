"""A report to take away: as text, as JSON, its findings as a table. The same words and masks as on the page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response

from harvesters.gate.report_text import body_text
from harvesters.messages import rule_name

from . import figures, shell
from .words import language

COLUMNS = ("code", "severity", "file", "sheet", "row", "column", "value", "message", "fix")


def as_text(report: Mapping[str, Any]) -> Response:
    heads = [
        str(report["title"]),
        f"{shell.organization_title(report['owner_org'])}  {report['identifier'] or ''}".rstrip(),
        figures.time(report["created"]),
    ]
    for decision in report["decisions"]:
        done = tk._("Approved") if decision["action"] == "approve" else tk._("Returned by the reviewer:")
        heads.append(f"{figures.time(decision['at'])} {done} {decision['reason'] or ''}".rstrip())
    text = "\n".join(heads) + "\n\n" + body_text(report["body"], language())
    return _file(report, text, "txt", "text/plain")


def as_json(report: Mapping[str, Any]) -> Response:
    """What the action ``sdopendata_report_show`` answers."""
    return _file(report, json.dumps(report, ensure_ascii=False, indent=1, default=str), "json", "application/json")


def as_csv(report: Mapping[str, Any]) -> Response:
    """One line a finding; a spreadsheet reads it as it is."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("code", "rule", *COLUMNS[1:]))
    for finding in report["body"]["findings"]:
        cells = [finding["code"], rule_name(finding["code"], language()), *(finding.get(name) for name in COLUMNS[1:])]
        writer.writerow([_harmless(cell) for cell in cells])
    return _file(report, "\ufeff" + text.getvalue(), "csv", "text/csv")


FORMS = {"report.txt": as_text, "report.json": as_json, "findings.csv": as_csv}


def _file(report: Mapping[str, Any], text: str, suffix: str, kind: str) -> Response:
    answer = Response(text, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="report-{report["id"]}.{suffix}"'
    return answer


def _harmless(value: Any) -> str:
    """A cell that a spreadsheet program cannot take for a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
