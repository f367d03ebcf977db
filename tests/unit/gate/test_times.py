"""Begin and end of a licence (Q29), and an October that lost its zero (Q09)."""

from __future__ import annotations

import pytest
from content_bench import CITIES, field, said
from gate_bench import Bench

from harvesters.contract import Severity


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("发证日期", "有效期至"),
        ("许可决定日期", "许可截止期"),
        ("批准日期", "有效期止"),
        ("有效期自", "有效期至"),
        ("入库日期", "出库日期"),
    ],
)
def test_a_licence_ends_after_it_was_given(bench: Bench, begin: str, end: str) -> None:
    fields = [field("名称"), field(begin, "date"), field(end, "date")]
    rows = [[f"甲{n}", "2020-03-05", f"2021-03-{n + 10}"] for n in range(10)]
    assert said(bench, fields, rows) == []
    rows[4][2] = "2019-01-01"
    (found,) = said(bench, fields, rows)
    assert (found.code, found.params["reason"], found.row, found.column) == ("Q29", "order", 6, end)


@pytest.mark.parametrize("cities", [1, 4])
def test_an_october_without_its_zero_waits_for_a_person(bench: Bench, cities: int) -> None:
    fields = [field("统计期"), field("地区"), field("产量", "number")]

    def months(october: str) -> list[list[object]]:
        written = [*(f"2016.{n}" for n in range(1, 10)), october, "2016.11", "2016.12"]
        return [[month, city, 300 + n] for city in CITIES[:cities] for n, month in enumerate(written)]

    assert not [one for one in said(bench, fields, months("2016.10")) if one.code == "Q09"]
    (found,) = [one for one in said(bench, fields, months("2016.1")) if one.code == "Q09"]
    assert (found.severity, found.params["reason"], found.row) == (Severity.REVIEW, "october_text", 2)
