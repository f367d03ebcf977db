"""Figures beside the release before (Q27): the same row of the same period, another value."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from content_bench import CITIES, field, table
from gate_bench import RECORD, REVIEWED, Bench

from harvesters.contract import Finding, PreviousRelease, Severity
from harvesters.gate import past
from harvesters.gate.child import ChildGate
from harvesters.messages import finding_json

FIELDS = [
    field("城市"),
    field("年份", "year"),
    field("产值", "number", **{"sd:unit": "亿元"}),
    field("人数", "integer"),
    field("备注"),
]
ROWS = [[city, str(year), f"{100 + n + year - 2020}.5", str(10 + n), ""] for year in (2020, 2021) for n, city in
        enumerate(CITIES)]  # fmt: skip


def revised(
    bench: Bench,
    rows: list[list[str]],
    fields: list[dict[str, Any]] = FIELDS,
    before: list[list[str]] = ROWS,
    **more: Any,
) -> list[Finding]:
    labels = [one["name"] for one in fields]
    master = bench.stage.put("t.csv", io.BytesIO(("\ufeff" + table(labels, before)).encode()))
    given = {"rows": {"t": len(before)}, "masters": {"t": master.sha256}}
    standing = PreviousRelease(1, "h", str(RECORD["identifier"]), "d", "unconditional", **given)
    judgement = bench.full(table(labels, rows), fields, context=replace(REVIEWED, previous=standing), **more)
    found = [f for f in judgement.report.findings if f.code == "Q27"]
    for finding in found:
        told = finding_json(finding)
        assert not {"{", "—"} & set(told["message"] + told["fix"]), told
        assert f"第 {finding.row} 行" in told["message"]
    return found


def changed(share: float, column: int = 2) -> list[list[str]]:
    rows = [list(cells) for cells in ROWS]
    for cells in rows[3 : 3 + round(share * len(rows) * 2)]:
        cells[column] = f"{float(cells[column]) + 1:.10g}"
    return rows


def test_a_few_are_a_revision_and_are_told(bench: Bench) -> None:
    (found,) = revised(bench, changed(0.1))
    assert (found.severity, found.row, found.column) == (Severity.INFO, 5, "产值")
    assert (found.params["before"], found.value, found.params["cells"], found.params["count"]) == (
        "103.5",
        "104.5",
        5,
        48,
    )


def test_a_third_of_them_is_more_than_that(bench: Bench) -> None:
    (found,) = revised(bench, changed(0.4))
    assert (found.severity, found.params["reason"], found.params["percent"]) == (Severity.WARN, "revised", 40)


def test_what_is_the_same_is_no_revision(bench: Bench) -> None:
    assert revised(bench, ROWS) == []
    assert revised(bench, [*ROWS[::-1], ["济南", "2022", "1", "2", ""]]) == [], "neither order nor a new period"
    assert revised(bench, [[*cells[:2], f"{cells[2]}0", *cells[3:]] for cells in ROWS]) == [], "a zero more"
    assert revised(bench, [[*cells[:4], "说明"] for cells in ROWS], schema={"primaryKey": ["城市", "年份"]}) == []


def test_another_period_is_no_revision(bench: Bench) -> None:
    assert revised(bench, [[c, str(int(y) + 2), str(float(v) + 5), *rest] for c, y, v, *rest in changed(0.4)]) == []
    timeless = [field("城市"), field("产值", "number")]
    old = [[city, str(100 + n)] for n, city in enumerate(CITIES)]
    assert revised(bench, [[city, str(200 + n)] for n, city in enumerate(CITIES)], timeless, old) == []


def test_rows_that_nothing_tells_apart_are_not_compared(bench: Bench) -> None:
    twice = [[*cells[:1], "2020", *cells[2:]] for cells in ROWS]
    assert revised(bench, [[*cells[:2], "7", *cells[3:]] for cells in twice], before=twice) == []


def test_the_child_compares_too_and_says_what_it_could_not(bench: Bench) -> None:
    labels = [one["name"] for one in FIELDS]
    master = bench.stage.put("t.csv", io.BytesIO(table(labels, ROWS).encode()))
    delivery = bench.delivery(table(labels, changed(0.4)), FIELDS, record=RECORD)
    for sha256, codes, unchecked in ((master.sha256, ["Q27"], []), ("0" * 64, [], ["Q27:cells(t)"])):
        standing = PreviousRelease(1, "h", str(RECORD["identifier"]), "d", "unconditional", masters={"t": sha256})
        report = ChildGate().check(delivery, replace(REVIEWED, previous=standing), bench.stage)
        assert [f.code for f in report.findings if f.code == "Q27"] == codes
        assert [one for one in report.not_checked if one.startswith("Q27")] == unchecked


def test_what_is_too_large_to_compare_is_said(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "_MOST", len(ROWS) - 1)
    labels = [one["name"] for one in FIELDS]
    master = bench.stage.put("t.csv", io.BytesIO(table(labels, ROWS).encode()))
    standing = PreviousRelease(1, "h", str(RECORD["identifier"]), "d", "unconditional", masters={"t": master.sha256})
    judgement = bench.full(table(labels, changed(0.4)), FIELDS, context=replace(REVIEWED, previous=standing))
    (found,) = [f for f in judgement.report.findings if f.code == "Q27"]
    assert (found.severity, found.params["reason"]) == (Severity.INFO, "not_compared")
    assert f"超过 {len(ROWS) - 1} 行" in finding_json(found)["message"]
