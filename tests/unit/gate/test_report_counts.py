"""Numbers of a report: exact by severity, whatever is listed, also where one rule speaks with two severities."""

from __future__ import annotations

from typing import Any

from harvesters.contract import Finding, Report, Severity, Verdict
from harvesters.gate.report import counts, groups, report_json
from harvesters.gate.report_text import report_text


def report(*findings: Finding, **totals: int) -> Report:
    file = {"name": "a.csv", "totals": {code.replace("_", "-"): n for code, n in totals.items()}, "cleanings": []}
    return Report(Verdict.RETURNED, findings, (file,), "1", "1", {})


def finding(severity: Severity, row: int, column: str, **params: Any) -> Finding:
    return Finding("G-30", severity, file="a.csv", row=row, column=column, params={"type": "x", **params})


def test_a_rule_that_blocks_and_advises_is_counted_in_both() -> None:
    said = report(
        *(finding(Severity.BLOCK, n, "甲", total=40 if n == 2 else None) for n in range(2, 5)),
        *(finding(Severity.WARN, n, "乙") for n in (7, 8)),
        G_30=42,
    )
    body = report_json(said)
    assert counts(body) == {"block": 40, "review": 0, "warn": 2, "info": 0}
    (group,) = groups(body)
    assert (group["severity"], group["total"], group["counts"]) == ("block", 42, {"block": 40, "warn": 2})
    text = report_text(said)
    assert "有 40 处问题必须改正" in text
    assert "另有 2 条提醒" in text


def test_places_of_which_none_is_listed_count_with_the_gravest() -> None:
    body = report_json(report(finding(Severity.BLOCK, 2, "甲"), finding(Severity.WARN, 3, "乙"), G_30=500))
    assert counts(body) == {"block": 499, "review": 0, "warn": 1, "info": 0}
