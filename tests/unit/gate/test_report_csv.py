"""The findings as a table: every one in a line, totals beyond what is listed, and nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest

from harvesters.contract import Finding, Report, Severity, Verdict
from harvesters.gate.report import report_json
from harvesters.gate.report_csv import COLUMNS, findings_csv, harmless


def lines(*findings: Finding, totals: dict[str, int] | None = None, lang: str = "zh") -> list[dict[str, str]]:
    file = {"name": "a.csv", "totals": totals or {}, "cleanings": []}
    report = Report(Verdict.RETURNED, findings, (file,), "1", "1", {})
    text = findings_csv(report_json(report, lang), lang)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_every_finding_has_its_line() -> None:
    one = Finding("Q13", Severity.BLOCK, file="a.csv", row=38, column="邮编", value="25000", params={"width": 6})
    (line,) = lines(one)
    assert tuple(line) == COLUMNS
    assert (line["row"], line["column"], line["value"], line["severity"]) == ("38", "邮编", "25000", "block")
    assert line["rule"]
    assert line["message"]


def test_what_is_counted_but_not_listed_is_said() -> None:
    one = Finding("Q13", Severity.BLOCK, file="a.csv", row=2, column="邮编", params={"width": 6})
    *_, last = lines(one, totals={"Q13": 1234})
    assert (last["code"], last["row"]) == ("Q13", "")
    assert "1233" in last["message"]
    assert "1233" in lines(one, totals={"Q13": 1234}, lang="en")[-1]["message"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "　=1", "＝1", "|calc", "%x"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == "'" + cell
    (line,) = lines(Finding("Q13", Severity.BLOCK, file="a.csv", row=2, column=cell, value=cell, params={"width": 6}))
    assert line["column"].startswith("'")
    assert line["value"].startswith("'")


def test_other_cells_stay_as_they_are() -> None:
    assert [harmless(v) for v in ("济南", 38, None, "", "a=b")] == ["济南", "38", "", "", "a=b"]
