"""The report: verdict from findings, JSON there and back, findings by rule. Its forms for people: :mod:`.report_text`,
:mod:`.report_html`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from harvesters.contract import Finding, Report, Severity, Verdict
from harvesters.gate.rules.sensitive import without_ids
from harvesters.messages import finding_json, rule_name, sentence

VERSION = "1"
GRAVITY = (Severity.BLOCK, Severity.REVIEW, Severity.WARN, Severity.INFO)


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """block → returned; else review → review; else pass (warnings and notes are shown)."""
    severities = {finding.severity for finding in findings}
    if Severity.BLOCK in severities:
        return Verdict.RETURNED
    return Verdict.REVIEW if Severity.REVIEW in severities else Verdict.PASS


def called(record: Mapping[str, Any]) -> dict[str, str]:
    """Code and title of a delivery that was not taken, as its report is headed."""
    return {key: without_ids(value) for key in ("identifier", "title") if isinstance(value := record.get(key), str)}


def report_json(report: Report, lang: str = "zh") -> dict[str, Any]:
    """The machine form (DESIGN §4). Equal inputs give equal JSON; sentences are in ``lang``."""
    return {
        "report_version": VERSION,
        "verdict": report.verdict.value,
        "findings": [finding_json(finding, lang) for finding in report.findings],
        "files": [_file_json(file, lang) for file in report.files],
        "gate_version": report.gate_version,
        "rules_version": report.rules_version,
        "inputs": dict(report.inputs),
        "not_checked": list(report.not_checked),
    }


def schema() -> dict[str, Any]:
    """JSON Schema of :func:`report_json`'s form."""
    text = files("harvesters.gate").joinpath(f"report-{VERSION}.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def report_from_json(value: Mapping[str, Any]) -> Report:
    """The inverse of :func:`report_json`; sentences are not read back, they come from code and params."""
    return Report(
        verdict=Verdict(value["verdict"]),
        findings=tuple(finding_from_json(finding) for finding in value["findings"]),
        files=tuple(_file_plain(file) for file in value["files"]),
        gate_version=value["gate_version"],
        rules_version=value["rules_version"],
        inputs=value["inputs"],
        not_checked=tuple(value["not_checked"]),
    )


def _file_json(file: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """A file's entry, its cleanings with their sentences."""
    told = [{**entry, "message": _cleaning(entry, lang)} for entry in file.get("cleanings") or ()]
    return {**file, "cleanings": told}


def _file_plain(file: Mapping[str, Any]) -> dict[str, Any]:
    plain = [{key: part for key, part in entry.items() if key != "message"} for entry in file.get("cleanings") or ()]
    return {**file, "cleanings": plain}


def _cleaning(entry: Mapping[str, Any], lang: str) -> str:
    facts = {"reason": "cleaned", "column": entry["column"], "cells": entry["cells"], **entry["first"]}
    return sentence(str(entry["rule"]), facts, lang)


def finding_plain(finding: Finding) -> dict[str, Any]:
    """A finding without its sentences."""
    return {**asdict(finding), "severity": finding.severity.value, "params": dict(finding.params)}


def finding_from_json(value: Mapping[str, Any]) -> Finding:
    """From either form; sentences are made anew from code and params."""
    names = ("code", "file", "sheet", "row", "column", "value", "params", "quarantine")
    return Finding(severity=Severity(value["severity"]), **{name: value[name] for name in names})


def groups(body: Mapping[str, Any], lang: str = "zh") -> list[dict[str, Any]]:
    """The findings of a report's JSON by rule, the gravest first: ``{code, name, severity, total, counts, findings}``.

    ``total`` and ``counts`` (by severity) are exact; of many equal faults only the first are kept as findings.
    """
    by_code: dict[str, list[Mapping[str, Any]]] = {}
    for finding in body["findings"]:
        by_code.setdefault(finding["code"], []).append(finding)
    found = [_group(code, findings, body["files"], lang) for code, findings in by_code.items()]
    return sorted(found, key=lambda group: GRAVITY.index(group["severity"]))


def counts(body: Mapping[str, Any]) -> dict[str, int]:
    """Severity → how many places, beyond what is listed."""
    found = {kind.value: 0 for kind in GRAVITY}
    for group in groups(body):
        for kind, number in group["counts"].items():
            found[kind] += number
    return found


def places(findings: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, ...], int]:
    """(file, column, severity, code, reason) → how many: the first of a place of which not all are listed says it."""
    listed: Counter[tuple[Any, ...]] = Counter()
    found: dict[tuple[Any, ...], int] = {}
    for finding in findings:
        params = finding.get("params") or {}
        reason = str(params.get("type") or params.get("reason") or "")
        key = (finding["file"], finding["column"], finding["severity"], finding["code"], reason)
        listed[key] += 1
        found[key] = max(found.get(key, 0), int(params.get("total") or 0), listed[key])
    return found


def _group(
    code: str, findings: Sequence[Mapping[str, Any]], listed: Sequence[Mapping[str, Any]], lang: str
) -> dict[str, Any]:
    gravest = min((f["severity"] for f in findings), key=GRAVITY.index)
    by_severity: Counter[str] = Counter()
    for (_, _, severity, _, _), number in places(findings).items():
        by_severity[severity] += number
    total = max(_total(code, findings, listed), by_severity.total())
    by_severity[gravest] += total - by_severity.total()  # places of which not even the first is listed
    return {
        "code": code,
        "name": rule_name(code, lang),
        "severity": gravest,
        "total": total,
        "counts": dict(by_severity),
        "findings": findings,
    }


def _total(code: str, findings: Sequence[Mapping[str, Any]], listed: Sequence[Mapping[str, Any]]) -> int:
    counted: Counter[str] = Counter()
    for file in listed:  # two tables may be sheets of one file
        counted[file["name"]] += int((file.get("totals") or {}).get(code, 0))
    kept = Counter(finding["file"] for finding in findings)
    return sum(max(number, counted.get(name, 0)) for name, number in kept.items())
