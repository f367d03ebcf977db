"""Moments of several time zones in one column (Q09)."""

from __future__ import annotations

import pytest
from content_bench import field
from gate_bench import Bench

from harvesters.contract import Severity, Verdict
from harvesters.gate.content.zones import beijing
from harvesters.messages import finding_json

TIMED = [field("站名"), field("监测时间", "datetime")]


def given(*values: str) -> str:
    return "站名,监测时间\n" + "".join(f"站{n},{value}\n" for n, value in enumerate(values))


HERE = [f"2026-01-01T{n:02d}:00:00+08:00" for n in range(10)]
BARE = [f"2026-01-01T{n:02d}:00:00" for n in range(10)]


@pytest.mark.parametrize(
    ("values", "zones"),
    [
        (HERE, None),
        (BARE, None),
        ([value.replace("+08:00", "Z") for value in HERE], None),
        ([*HERE, "2026-01-01T10:00:00+0800"], None),
        ([*HERE, "2026-01-01T10:00:00Z"], Severity.WARN),
        ([*HERE, BARE[0]], Severity.REVIEW),
        ([*BARE, "2026-01-01T10:00:00Z"], Severity.REVIEW),
        ([*BARE, "2026-01-01T10:00:00-05:00"], Severity.REVIEW),
    ],
)
@pytest.mark.parametrize("fields", [TIMED, None])
def test_one_zone(bench: Bench, values: list[str], zones: Severity | None, fields: list[dict[str, str]] | None) -> None:
    judgement = bench(given(*values), fields)
    found = [f for f in judgement.report.findings if str(f.params.get("reason")).startswith("zones")]
    assert [f.severity for f in found] == ([zones] if zones else []), judgement.report.findings
    assert all("时区" in finding_json(f)["message"] for f in found)


def test_the_master_is_in_beijing_time(bench: Bench) -> None:
    judgement = bench.full(given("2026-01-01T08:00:00+08:00", "2026-01-01T20:30:00Z", "2026-01-01T09:00:00"), TIMED)
    assert judgement.report.verdict is Verdict.REVIEW
    (found,) = [f for f in judgement.report.findings if f.code == "Q09"]
    assert (found.row, found.params["proposal"]) == (3, "2026-01-02T04:30:00")
    assert bench.master(judgement).splitlines()[1:] == [
        "站0,2026-01-01T08:00:00",
        "站1,2026-01-02T04:30:00",
        "站2,2026-01-01T09:00:00",
    ]


def test_what_names_its_zone_stays(bench: Bench) -> None:
    judgement = bench.full(given("2026-01-01T08:00:00+08:00", "2026-01-01T20:30:00Z"), TIMED)
    assert judgement.report.verdict is Verdict.PASS
    assert bench.master(judgement).splitlines()[1:] == ["站0,2026-01-01T08:00:00+08:00", "站1,2026-01-01T20:30:00Z"]


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("2025-12-31T23:00:00Z", "2026-01-01T07:00:00"),
        ("2026-01-01 08:00:00.250+08:00", "2026-01-01 08:00:00.250"),
        ("2026-01-01T08:00+0530", "2026-01-01T10:30"),
        ("9999-12-31T23:00:00Z", "9999-12-31T23:00:00Z"),
        ("2024-01-06T08:00:00+99:99", "2024-01-06T08:00:00+99:99"),  # no zone on Earth
        ("2026-01-01T08:00:00", "2026-01-01T08:00:00"),
        ("约 8 点", "约 8 点"),
    ],
)
def test_beijing(text: str, here: str) -> None:
    assert beijing(text) == here
