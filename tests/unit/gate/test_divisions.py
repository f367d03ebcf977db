"""Divisions row by row (Q16): in their time, the same by code and by name, none of the cities missing."""

from __future__ import annotations

from typing import Any

import pytest
from content_bench import field, kinds, said
from gate_bench import Bench

from harvesters.catalogue import codelists
from harvesters.contract import Severity
from harvesters.messages import finding_json

TODAY = [(one.code, one.zh) for one in codelists.regions().values() if one.level == "city" and one.current]
FIELDS = [field("区划代码"), field("城市"), field("年份", "year"), field("数量", "integer")]


def of(year: int, cities: list[tuple[str, str]]) -> list[list[Any]]:
    return [[code, name, year, 10 + (n * 7 + year) % 13] for n, (code, name) in enumerate(cities)]


LAIWU = ("371200", "莱芜市")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (of(2020, TODAY), []),
        (of(2020, TODAY[:-1]), ["missing"]),
        (of(2020, TODAY[4:]), []),
        (of(2017, TODAY), ["missing"]),
        (of(2017, [*TODAY, LAIWU]), []),
        (of(2020, [*TODAY, LAIWU]), ["retired"]),
        (of(2019, TODAY) + of(2020, TODAY[1:]) + of(2021, TODAY), ["missing"]),
    ],
)
def test_the_cities_are_all_there(bench: Bench, rows: list[list[Any]], found: list[str]) -> None:
    result = said(bench, FIELDS, rows)
    assert [f.params["reason"] for f in result] == found
    for finding in result:
        assert finding.severity is Severity.WARN
        assert f"第 {finding.row} 行" in finding_json(finding)["message"] or finding.params["reason"] == "missing"


def test_it_says_which_is_missing_and_when(bench: Bench) -> None:
    (found,) = said(bench, FIELDS, of(2019, TODAY) + of(2020, TODAY[1:]))
    told = finding_json(found)["message"]
    assert (found.row, found.params["names"]) == (18, "370100 济南市")
    assert "15 个市（2020）" in told


def test_part_of_the_province_may_be_meant(bench: Bench) -> None:
    assert said(bench, FIELDS, of(2020, TODAY[1:]), title="部分城市情况") == []


def test_a_division_of_later_was_not_there_yet(bench: Bench) -> None:
    fields = [field("行政区划代码"), field("年份", "year"), field("数量", "integer")]
    counties = ["370102", "370103", "370104", "370202", "370203", "370215"]
    (found,) = said(bench, fields, [[code, 2010, n + 3] for n, code in enumerate(counties)])
    assert (found.params["reason"], found.row, found.value) == ("early", 7, "370215")
    assert said(bench, fields, [[code, 2018, n + 3] for n, code in enumerate(counties)]) == []
    assert said(bench, fields[::2], [[code, n + 3] for n, code in enumerate(counties)]) == [], "today's"


COUNTIES = [
    ["370102", "济南市", "历下区"],
    ["370103", "济南市", "市中区"],
    ["370202", "青岛市", "市南区"],
    ["370203", "青岛市", "市北区"],
    ["370302", "淄博市", "淄川区"],
    ["370402", "枣庄市", "市中区"],
    ["370500", "东营市", "东营市"],
]


@pytest.mark.parametrize(
    ("changed", "column"), [(["370104", "青岛市", "槐荫区"], "所属市"), (["370104", "济南市", "天桥区"], "区县")]
)
def test_code_and_name_of_a_row_are_one_place(bench: Bench, changed: list[str], column: str) -> None:
    fields = [field("行政区划代码"), field("所属市"), field("区县"), field("数量", "integer")]
    assert said(bench, fields, [[*cells, n + 3] for n, cells in enumerate(COUNTIES)]) == []
    (found,) = said(bench, fields, [[*cells, n + 3] for n, cells in enumerate([*COUNTIES, changed])])
    assert (found.severity, found.row, found.value, found.params["other"]) == (Severity.REVIEW, 9, "370104", column)
    assert kinds([found]) == [("Q16", "differing")]


def test_another_city_s_column_is_not_compared(bench: Bench) -> None:
    fields = [field("行政区划代码"), field("对口城市"), field("数量", "integer")]
    rows = [[code, TODAY[(n + 5) % 16][1], n + 3] for n, (code, _) in enumerate(TODAY)]
    assert said(bench, fields, rows) == []
