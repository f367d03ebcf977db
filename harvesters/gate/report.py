"""The report: verdict from findings, JSON there and back, text and a self-contained page for the command line."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from harvesters.contract import Finding, Report, Severity, Verdict
from harvesters.messages import finding_json

WORDS = {
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


def report_json(report: Report, lang: str = "zh") -> dict[str, Any]:
    """The machine form (DESIGN §4). Equal inputs give equal JSON; sentences are in ``lang``."""
    return {
        "verdict": report.verdict.value,
        "findings": [finding_json(finding, lang) for finding in report.findings],
        "files": [dict(file) for file in report.files],
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
        files=tuple(value["files"]),
        gate_version=value["gate_version"],
        rules_version=value["rules_version"],
        inputs=value["inputs"],
        not_checked=tuple(value["not_checked"]),
    )


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
    lines += ["", *(_file_line(file, lang) for file in report.files)]
    if report.not_checked:
        lines.append(str(words["not_checked"]) + ", ".join(report.not_checked))
    return "\n".join(lines) + "\n"


def report_html(report: Report, lang: str = "zh") -> str:
    """One page without scripts or addresses, for a browser or an e-mail attachment."""
    words = WORDS[lang]
    heads = "".join(f"<th scope=col>{html.escape(head)}</th>" for head in words["heads"])
    keys = ("code", "severity", "file", "row", "column", "value", "message", "fix")
    rows = []
    for finding in (finding_json(f, lang) for f in report.findings):
        finding["severity"] = words[finding["severity"]]
        cells = "".join(f"<td>{html.escape(str(finding[k] if finding[k] is not None else ''))}</td>" for k in keys)
        rows.append(f"<tr>{cells}</tr>")
    files = "".join(f"<li>{html.escape(_file_line(file, lang))}</li>" for file in report.files)
    title = f"{words['title']} · {words[report.verdict.value]}"
    style = "body{font:16px/1.7 sans-serif;margin:2em}td,th{border:1px solid #ccc;padding:4px 8px;text-align:left}"
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title><style>{style}</style>'
        f"<h1>{title}</h1><table><tr>{heads}</tr>{''.join(rows)}</table><h2>{words['files']}</h2><ul>{files}</ul></html>\n"
    )


def _file_line(file: Mapping[str, Any], lang: str) -> str:
    facts = {
        key: file.get(key) if file.get(key) is not None else "—"
        for key in ("name", "encoding", "rows", "frictionless_rows")
    }
    return str(WORDS[lang]["rows"]).format(**facts, columns=len(file.get("columns") or []))
