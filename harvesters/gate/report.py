"""The report: verdict from findings, JSON there and back, text and a self-contained page for the command line."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from harvesters.contract import Finding, Report, Severity, Verdict
from harvesters.gate.rules.sensitive import without_ids
from harvesters.messages import finding_json, sentence

WORDS: Mapping[str, Mapping[str, Any]] = {
    "zh": {
        "pass": "通过",
        "review": "需人工审核",
        "returned": "退回",
        "block": "错误",
        "warn": "提醒",
        "info": "说明",
        "title": "数据校验报告",
        "heads": ("规则", "程度", "文件", "行", "列", "值", "问题", "修改办法"),
        "files": "文件",
        "rows": "{name}：{encoding}，{rows} 行 × {columns} 列，逐行校验 {frictionless_rows} 行",
        "not_checked": "本机未检查（缺少平台目录）：",
    },
    "en": {
        "pass": "passed",
        "review": "needs a person",
        "returned": "returned",
        "block": "error",
        "warn": "warning",
        "info": "note",
        "title": "Validation report",
        "heads": ("Rule", "Severity", "File", "Row", "Column", "Value", "Problem", "How to mend"),
        "files": "Files",
        "rows": "{name}: {encoding}, {rows} rows × {columns} columns, {frictionless_rows} rows validated one by one",
        "not_checked": "Not checked here (no catalogue): ",
    },
}


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
        "verdict": report.verdict.value,
        "findings": [finding_json(finding, lang) for finding in report.findings],
        "files": [_file_json(file, lang) for file in report.files],
        "gate_version": report.gate_version,
        "rules_version": report.rules_version,
        "inputs": dict(report.inputs),
        "not_checked": list(report.not_checked),
    }


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


def report_text(report: Report, lang: str = "zh") -> str:
    """For a terminal: one paragraph a finding."""
    words = WORDS[lang]
    lines = [
        f"{words['title']}：{words[report.verdict.value]}"
        if lang == "zh"
        else f"{words['title']}: {words[report.verdict.value]}"
    ]
    for finding in (finding_json(f, lang) for f in report.findings):
        place = " · ".join(str(finding[k]) for k in ("file", "row", "column", "value") if finding[k] is not None)
        lines.append(f"\n[{finding['code']}] {words[finding['severity']]} {place}\n  {finding['message']}")
        if finding["fix"]:
            lines.append(f"  → {finding['fix']}")
    for file in report.files:
        lines += [
            "",
            _file_line(file, lang),
            *(f"  · {_cleaning(entry, lang)}" for entry in file.get("cleanings") or ()),
        ]
    if report.not_checked:
        lines.append(words["not_checked"] + _listed(report, lang))
    return "\n".join(lines) + "\n"


def report_html(report: Report, lang: str = "zh") -> str:
    """One page without scripts or addresses, for a browser or an e-mail attachment."""
    return reports_html([("", report)], lang)


def reports_html(parts: Sequence[tuple[str, Report | str]], lang: str = "zh") -> str:
    """Several reports on one page; a text stands for a delivery that could not be checked."""
    title = str(WORDS[lang]["title"])
    if len(parts) == 1 and isinstance(parts[0][1], Report):
        title += f" · {WORDS[lang][parts[0][1].verdict.value]}"
    body = "".join(_section(name, part, lang) for name, part in parts)
    style = "body{font:16px/1.7 sans-serif;margin:2em}td,th{border:1px solid #ccc;padding:4px 8px;text-align:left}"
    style += "table{border-collapse:collapse}"
    tag = "zh-Hans" if lang == "zh" else lang
    return (
        f'<!doctype html><html lang="{tag}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style><h1>{title}</h1>{body}</html>\n"
    )


def _section(name: str, part: Report | str, lang: str) -> str:
    words = WORDS[lang]
    head = f"<h2>{html.escape(name)}</h2>" if name else ""
    if isinstance(part, str):
        return f"{head}<p>{html.escape(part)}</p>"
    heads = "".join(f"<th scope=col>{html.escape(title)}</th>" for title in words["heads"])
    keys = ("code", "severity", "file", "row", "column", "value", "message", "fix")
    rows = []
    for finding in (finding_json(f, lang) for f in part.findings):
        finding["severity"] = words[finding["severity"]]
        cells = "".join(f"<td>{html.escape(str(finding[k] if finding[k] is not None else ''))}</td>" for k in keys)
        rows.append(f"<tr>{cells}</tr>")
    table = f"<table><tr>{heads}</tr>{''.join(rows)}</table>" if rows else ""
    files = "".join(_file_item(file, lang) for file in part.files)
    unchecked = f"<p>{html.escape(words['not_checked'] + _listed(part, lang))}</p>" if part.not_checked else ""
    verdict = html.escape(str(words[part.verdict.value]))
    return f"{head}<p><strong>{verdict}</strong></p>{table}<h3>{words['files']}</h3><ul>{files}</ul>{unchecked}"


def _file_item(file: Mapping[str, Any], lang: str) -> str:
    cleanings = "".join(f"<li>{html.escape(_cleaning(entry, lang))}</li>" for entry in file.get("cleanings") or ())
    return f"<li>{html.escape(_file_line(file, lang))}{f'<ul>{cleanings}</ul>' if cleanings else ''}</li>"


def _listed(report: Report, lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(report.not_checked)


def _file_line(file: Mapping[str, Any], lang: str) -> str:
    facts = {
        key: file.get(key) if file.get(key) is not None else "—"
        for key in ("name", "encoding", "rows", "frictionless_rows")
    }
    return str(WORDS[lang]["rows"]).format(**facts, columns=len(file.get("columns") or []))
