"""自检台: anybody's file through the gate, its report on the page or to take away; and nothing of it stays."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response

from harvesters.catalogue.model_tables import model_tables
from harvesters.contract import Verdict, today
from harvesters.errors import HarvestError
from harvesters.gate.report import report_json, schema
from harvesters.gate.report_csv import findings_csv
from harvesters.messages import fix, sentence

from .. import check, config
from . import findings
from .annotated import XLSX, attached, marked
from .asker import check_token
from .schemas import published
from .words import language

WINDOWS, PER_RULE = 60, 20
PREVIEW_ROWS, PREVIEW_BYTES = 5, 1 << 18


def read() -> str | Response:
    """The form, and below it what became of the files."""
    if tk.request.method != "POST":
        return tk.render("sd/check.html", _page())
    check_token()
    form = tk.request.form.get("answer", "page")
    try:
        with check.opened(
            tk.request.files.getlist("upload"),
            _given(),
            check.address(),
            cleaned=form == "page",
            every=form in ("csv", "xlsx"),
        ) as checked:
            body = report_json(checked.report, language())
            return tk.render("sd/check.html", _page(_result(body, checked))) if form == "page" else _file(form, checked)
    except HarvestError as error:
        return _refused(error)


def report_schema() -> Response:
    """What a program may rely on in a report."""
    answer = Response(json.dumps(schema(), ensure_ascii=False, indent=1), mimetype="application/schema+json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _given() -> Mapping[str, Any] | None:
    """What the form says of the files: a record brought along, or a table picked from the list."""
    kind, _, name = tk.request.form.get("dataset", "").partition(":")
    dataset, _, resource_id = name.partition("/")
    said = {"model": name} if kind == "model" else {"dataset": dataset, "resource_id": resource_id}
    return check.described_by({"record": tk.request.files.get("record"), **said})


def _page(result: dict[str, Any] | None = None, error: dict[str, str] | None = None) -> dict[str, Any]:
    return {
        "result": result,
        "error": error,
        "limit": config.check_bytes(),
        "per_minute": config.check_per_minute(),
        "used": check.used(check.address()),
        "at_once": config.check_at_once(),
        "seconds": config.check_seconds(),
        "models": model_tables().values(),
        "schemas": published(),
        "chosen": tk.request.form.get("dataset", tk.request.args.get("dataset", "")),
    }


def _result(body: dict[str, Any], checked: check.Checked) -> dict[str, Any]:
    grouped = findings.by_rule(body)
    findings.show_around(body, grouped, checked.stage, checked.gate, PER_RULE, WINDOWS)
    passed = body["verdict"] != Verdict.RETURNED
    return {
        "body": body,
        "groups": grouped,
        "columns": findings.by_column(body),
        "counts": findings.counted(body),
        "date": today().isoformat(),
        "tables": [_preview(file, checked.cleaned) for file in body["files"] if file["columns"]] if passed else [],
    }


def _preview(file: Mapping[str, Any], cleaned: Path) -> dict[str, Any]:
    """The first rows as they would be published, from the table as the gate understood it."""
    name = f"{Path(str(file['name'])).stem}.csv"
    rows: list[list[str]] = []
    path = cleaned / name
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as stream:
            text = stream.read(PREVIEW_BYTES).splitlines(keepends=True)
        rows = [findings.shown(row) for row in islice(csv.reader(text), 1, PREVIEW_ROWS + 1)]
    return {"name": file["name"], "columns": file["columns"], "rows": rows, "count": file["rows"]}


def _file(form: str, checked: check.Checked) -> Response:
    body = report_json(checked.report, language())
    if form == "json":
        return attached("自检报告.json", json.dumps(body, ensure_ascii=False, indent=2) + "\n", "application/json")
    if form == "csv":
        return attached("自检结果.csv", findings_csv(body, language()), "text/csv")
    if form == "xlsx":
        name, content = marked(body, checked.stage, checked.gate)
        return attached(name, content, XLSX)
    return tk.abort(400)


def _refused(error: HarvestError) -> Response:
    """No verdict: why, and what to do; busy answers say when to come again."""
    check.announce(error)
    said = {"message": sentence(error.code, error.params, language()), "fix": fix(error.code, error.params, language())}
    return Response(tk.render("sd/check.html", _page(error=said)), status=400, mimetype="text/html")
