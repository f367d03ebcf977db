"""A city as a row above its own counties (Q07): counted twice by who adds up."""

from __future__ import annotations

from typing import Any

import pytest
from content_bench import field, kinds, said
from gate_bench import Bench

FIELDS = [field("地区"), field("学校", "integer"), field("学生", "integer")]
JINAN = [["济南市", 6, 60], ["历下区", 1, 10], ["市中区", 2, 20], ["槐荫区", 3, 30]]
ZAOZHUANG = [["枣庄市", 9, 90], ["市中区", 4, 40], ["薛城区", 5, 50]]
ZONED = [["济南市", 16, 160], ["历下区", 1, 10], ["市中区", 2, 20], ["高新区", 10, 100], ["槐荫区", 3, 30]]
RATES = [
    *(["济南市", 96, 71], ["历下区", 97, 72], ["天桥区", 95, 70]),
    *(["青岛市", 93, 77], ["市南区", 92, 74], ["崂山区", 91, 76]),
]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (JINAN, [("Q07", "levels")]),
        (JINAN + ZAOZHUANG, [("Q07", "levels")]),
        (ZONED, [("Q07", "levels")]),
        ([*JINAN[1:], JINAN[0], ["市南区", 7, 70]], []),  # 市中区 may be of another city
        ([["历下区", 1, 10], ["槐荫区", 3, 30], ["济南市", 4, 40]], [("Q07", "levels")]),
        (RATES, [("Q07", "levels_mixed")]),
        (JINAN[:1] + ZAOZHUANG[:1], []),
        (JINAN[1:], []),
        ([*RATES[:3], *RATES[:3]], []),  # a list of what is in them
    ],
)
def test_levels(bench: Bench, rows: list[list[Any]], found: list[tuple[str, str]]) -> None:
    assert [one for one in kinds(said(bench, FIELDS, rows)) if one[0] == "Q07"] == found


def test_by_code_and_year_by_year(bench: Bench) -> None:
    fields = [field("年份", "year"), field("行政区划代码"), field("学校", "integer")]
    rows = [
        [year, code, n + k * (3 if code == "370100" else 1)]
        for k, year in enumerate((2019, 2020, 2021))
        for code, n in (("370100", 6), ("370102", 1), ("370104", 2), ("370105", 3))
    ]
    (found,) = [f for f in said(bench, fields, rows) if f.code == "Q07"]
    assert (found.row, found.params["cells"], found.value) == (2, 3, "370100")
