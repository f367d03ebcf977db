"""Figures that stand for "no value" (Q11), and such as are what they say."""

from __future__ import annotations

import pytest
from content_bench import field, said
from gate_bench import Bench

from harvesters.contract import Severity, Verdict

USUAL = [str(20 + n) for n in range(12)]


def found(bench: Bench, label: str, values: list[str], **more: object) -> list[tuple[str | None, Severity]]:
    fields = [field("站名"), field(label, "number", **more)]
    result = said(bench, fields, [[f"站{n}", value] for n, value in enumerate(values)])
    return [(f.value, f.severity) for f in result if str(f.params.get("reason", "")).startswith("sentinel")]


@pytest.mark.parametrize(
    ("label", "marks"),
    [
        *(("浓度", [mark]) for mark in ("-99", "-999", "-9999", "-99999", "-99.9", "-999.0", "-32768", "999999")),
        ("浓度", ["9999", "9999"]),
        ("气温", ["-999", "-999"]),
        ("气温", ["-9999"]),
        ("收支差额", ["-99999"]),
    ],
)
def test_evident_ones_are_proposed_to_be_left_empty(bench: Bench, label: str, marks: list[str]) -> None:
    assert found(bench, label, [*USUAL, *marks]) == [(marks[0], Severity.REVIEW)]


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("气温", [*USUAL, "-5.5", "-12", "-99"]),
        ("温差", [*USUAL, "-99"]),
        ("增减额", [*USUAL, "-99"]),
        ("净利润", [*USUAL, "-120", "-99"]),
        ("人口", [str(3000 + 700 * n) for n in range(12)] + ["9999"]),
        ("金额上限", [*USUAL, "999999", "999999"]),
        ("浓度", ["10", "11", "-999"]),
        ("单价", ["3", "5", "8", "12", "15", "19", "999"]),  # once: a dear thing
        ("注册资本", ["3", "5", "8", "12", "30", "50", "9999"]),
        ("浓度", [*USUAL, "99.9", "99"]),
        ("楼层", [*USUAL, "-1", "-1"]),
    ],
)
def test_others_are_figures(bench: Bench, label: str, values: list[str]) -> None:
    assert found(bench, label, values) == []


def test_the_master_has_none(bench: Bench) -> None:
    rows = "".join(f"站{n},{value}\n" for n, value in enumerate([*USUAL, "-999", "-999"]))
    judgement = bench.full("站名,浓度\n" + rows, [field("站名"), field("浓度", "number")])
    assert judgement.report.verdict is Verdict.REVIEW
    assert bench.master(judgement).splitlines()[-2:] == ["站12,", "站13,"]


def test_where_the_column_must_be_filled_nothing_is_changed(bench: Bench) -> None:
    must = {"constraints": {"required": True}}
    assert found(bench, "浓度", [*USUAL, "-999"], **must) == [("-999", Severity.REVIEW)]


def test_among_more_values_than_are_remembered(bench: Bench) -> None:
    values = [f"{n / 100:.2f}" for n in range(100, 4500)]
    values[4321] = "-999"
    assert found(bench, "浓度", values) == [("-999", Severity.REVIEW)]
