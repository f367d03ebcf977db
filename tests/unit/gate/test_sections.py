"""Rows that are headings or sums of an area (Q05, Q07), and keys written once in a table without a declared key."""

from __future__ import annotations

from typing import Any

import pytest
from content_bench import field, said
from gate_bench import Bench

from harvesters.contract import Severity

FIELDS = [field("地区"), field("学校", "integer"), field("学生", "integer")]
PARTS = [["济南市", "淄博市", "泰安市"], ["青岛市", "烟台市", "威海市"], ["临沂市", "枣庄市", "济宁市"]]


def under(heads: list[str], *, sums: bool = False) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for head, cities in zip(heads, PARTS, strict=False):
        below = [[city, len(rows) + n + 3, 100 + 7 * n + len(rows)] for n, city in enumerate(cities)]
        rows += [[head, *([sum(row[k] for row in below) for k in (1, 2)] if sums else ["", ""])], *below]
    return rows


@pytest.mark.parametrize(
    "heads",
    [
        ["鲁中地区", "胶东地区", "鲁南地区"],
        ["鲁中", "胶东", "鲁南"],
        ["省会经济圈", "胶东经济圈", "鲁南经济圈"],
        ["一、省会", "二、半岛", "三、其他"],
        ["（一）省会", "（二）半岛"],
    ],
)
def test_an_area_alone_in_a_row_is_a_heading(bench: Bench, heads: list[str]) -> None:
    found = [f for f in said(bench, FIELDS, under(heads)) if f.code == "Q05"]
    assert [(f.severity, f.row, f.value) for f in found] == [(Severity.BLOCK, 2, heads[0])]


def test_an_area_with_figures_is_a_sum(bench: Bench) -> None:
    heads = ["鲁中地区", "胶东地区", "鲁南地区"]
    (found,) = said(bench, FIELDS, under(heads, sums=True))
    assert (found.code, found.severity, found.row, found.params["cells"]) == ("Q07", Severity.REVIEW, 2, 3)
    own = under(heads, sums=True)
    for n in (0, 4, 8):
        own[n][1] += 50
    assert said(bench, FIELDS, own) == [], "figures of their own are no sums"


def test_names_of_several_kinds_are_no_headings(bench: Bench) -> None:
    lacking = [["胶东半岛湿地", "", ""], ["鲁中山区林场", 2, 8], ["济南动物园", "", ""], ["泰山", 3, 7], ["蒙山", 3, 6]]
    assert said(bench, [field("景区"), *FIELDS[1:]], lacking) == []


def test_the_province_among_its_cities_is_a_sum(bench: Bench) -> None:
    cities = [[city, n + 3, 100 + 7 * n] for n, city in enumerate(city for part in PARTS for city in part)]
    whole = ["山东省", *(sum(row[k] for row in cities) for k in (1, 2))]
    for rows, row in (([whole, *cities], 2), ([*cities, whole], 11)):
        (found,) = said(bench, FIELDS, rows)
        assert (found.code, found.severity, found.row, found.value) == ("Q07", Severity.REVIEW, row, "山东省")
    assert said(bench, FIELDS, [*cities, ["山东省", 5, 900]]) == []


GROUPED = [
    ["济南市", "历下区", 3],
    ["", "槐荫区", 4],
    ["", "天桥区", 5],
    ["青岛市", "市南区", 4],
    ["", "市北区", 5],
    ["", "李沧区", 6],
]


def columns(first: str) -> list[dict[str, Any]]:
    return [field(first), field("区县"), field("学校", "integer")]


def test_a_group_written_once_is_proposed_for_its_rows(bench: Bench) -> None:
    (found,) = said(bench, columns("市"), GROUPED)
    assert (found.code, found.severity, found.row, found.params["proposal"]) == ("Q05", Severity.REVIEW, 3, "济南市")


@pytest.mark.parametrize(
    ("first", "rows"),
    [
        ("曾用名", GROUPED),
        ("市", [*GROUPED, ["济南市", "历城区", 7]]),
        ("市", [*GROUPED[:2], ["济南市", "天桥区", 5], *GROUPED[3:]]),
        ("市", [["", "历下区", 3], *GROUPED[1:]]),
    ],
)
def test_a_column_with_gaps_is_none(bench: Bench, first: str, rows: list[list[Any]]) -> None:
    assert [f for f in said(bench, columns(first), rows) if f.code == "Q05"] == []
