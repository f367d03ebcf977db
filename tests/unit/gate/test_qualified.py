"""What stands around a number (Q10): said for what it is, at its cell; a unit of the whole column is proposed."""

from __future__ import annotations

from typing import Any

import pytest
from content_bench import CITIES, table
from gate_bench import Bench

from harvesters.contract import Finding, Severity, Verdict
from harvesters.gate.judge import Judgement
from harvesters.messages import finding_json


def column(bench: Bench, values: list[str], kind: str = "number", **more: Any) -> Judgement:
    fields = [{"name": "城市"}, {"name": "数", "type": kind, **more}]
    rows = [[CITIES[n % 12], f'"{value}"'] for n, value in enumerate(values)]
    return bench.full(table(["城市", "数"], rows), fields)


def said(judgement: Judgement) -> list[Finding]:
    found = [f for f in judgement.report.findings if f.code in ("Q10", "G-30")]
    for finding in found:
        told = finding_json(finding)
        assert not {"{", "—"} & set(told["message"] + told["fix"]), told
        assert str(finding.row) in told["message"]
    return found


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        *[(cell, "about") for cell in ("约100", "≥50", ">50", "近3000", "100左右", "100+", "100余人", "3000多户")],
        *[(cell, "about") for cell in ("±5", "不足100人", "5000人以上", "1,200以上", "≈3.5")],
        *[(cell, "range") for cell in ("100-200", "100～200", "3至5", "10~20人")],
        *[(cell, "direction") for cell in ("↑5.2", "5.2↓", "增长5.2%", "同比下降3.1%")],
        *[(cell, "noted") for cell in ("100*", "100①", "#100", "100(预计)", "100[1]")],
        *[(cell, "unit_other") for cell in ("10%", "10‰", "100元", "5个百分点", "3km2")],
    ],
)
@pytest.mark.parametrize("kind", ["number", "integer"])
def test_each_is_said_for_what_it_is(bench: Bench, kind: str, cell: str, reason: str) -> None:
    judgement = column(bench, ["1", "2", cell, "-4", "5"], kind, **{"sd:unit": "万册"})
    (found,) = said(judgement)
    assert (found.code, found.row, found.column, found.params["reason"]) == ("Q10", 4, "数", reason)
    assert judgement.report.verdict is Verdict.RETURNED


@pytest.mark.parametrize("cell", ["不详", "0531-88881234", "2-1", "12..5", "十二", "12abc"])
def test_what_is_none_of_it_is_of_the_wrong_type(bench: Bench, cell: str) -> None:
    (found,) = said(column(bench, ["1", "2", cell, "-4"]))
    assert (found.code, found.params["type"], found.row) == ("G-30", "type-error", 4)


@pytest.mark.parametrize("cell", ["-5", "+5.2", "1,234.5", "１２", "12 万册", "1e5", ".5"])
def test_a_number_is_a_number(bench: Bench, cell: str) -> None:
    assert said(column(bench, ["1", "2", cell, "-4"], **{"sd:unit": "万册"})) == []


def test_a_rate_is_brought_to_the_unit_of_its_column(bench: Bench) -> None:
    judgement = column(bench, ["1.5", "12‰", "2"], **{"sd:unit": "%"})
    (found,) = said(judgement)
    assert (found.severity, found.row, found.params["proposal"]) == (Severity.REVIEW, 3, "1.2")
    assert bench.master(judgement).splitlines()[2] == "青岛,1.2"


def test_a_unit_that_every_number_carries_is_proposed_for_the_column(bench: Bench) -> None:
    judgement = column(bench, ["5.1%", "", "6.2%", "—", "7.3%"])
    (found,) = said(judgement)
    assert (found.severity, found.row, found.params["mark"], found.params["cells"]) == (Severity.REVIEW, 2, "%", 3)
    assert bench.master(judgement).splitlines()[1:] == ["济南,5.1", "青岛,", "淄博,6.2", "枣庄,", "东营,7.3"]
    assert judgement.candidate is not None
    assert judgement.candidate.tables[0].fields[1]["sd:unit"] == "%"


@pytest.mark.parametrize(
    ("values", "row", "reason"),
    [
        (["5", "6", "7%", "8"], 4, "unit_some"),
        (["5%", "6%", "7", "8%"], 4, "unit_lacks"),
        (["5万人", "6万人", "7亿", "8万人"], 4, "unit_some"),
        (["7%"], 2, "unit_alone"),
    ],
)
def test_a_unit_of_some_numbers_is_refused_where_it_differs(
    bench: Bench, values: list[str], row: int, reason: str
) -> None:
    judgement = column(bench, values)
    (found,) = said(judgement)
    assert (found.row, found.params["reason"]) == (row, reason)
    assert judgement.report.verdict is Verdict.RETURNED


def test_among_many_rows_none_is_passed_over(bench: Bench) -> None:
    """Columns of plain digits are asked as a whole; signs among them may be a range."""
    values = [f"{-n}.5" for n in range(1, 3000)] + ["100-200"] + [str(n) for n in range(3000)]
    (found,) = said(column(bench, values))
    assert (found.row, found.params["reason"]) == (3001, "range")
