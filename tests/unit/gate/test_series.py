"""A figure among those of the years before and after it (Q10): a unit that changes, a digit too many."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from content_bench import CITIES, field, kinds, said, table
from gate_bench import Bench

from harvesters.contract import Severity
from harvesters.messages import finding_json

YEARS = range(2014, 2024)
WIDE = [field("城市"), *(field(f"{year}年产值", "number") for year in range(2018, 2024))]


def wide(change: Mapping[tuple[int, int], float] = {}) -> list[list[object]]:
    """Rows of cities, figures that grow by a tenth a year; some of them times something."""
    return [
        [city, *(round((300 + 40 * n) * 1.1**y * change.get((n, y), change.get((-1, y), 1)), 2) for y in range(6))]
        for n, city in enumerate(CITIES)
    ]


def test_a_quiet_table_says_nothing(bench: Bench) -> None:
    assert said(bench, WIDE, wide()) == []


def test_a_digit_too_many_is_off_its_neighbours(bench: Bench) -> None:
    (found,) = said(bench, WIDE, wide({(3, 2): 10}))
    assert (found.code, found.severity, found.row, found.column) == ("Q10", Severity.WARN, 5, "2020年产值")
    assert found.params["reason"] == "spike"
    assert kinds(said(bench, WIDE, wide({(3, 5): 0.1}))) == [("Q10", "spike")]
    assert said(bench, WIDE, wide({(3, 2): 3})) == []


def test_a_unit_that_changes_for_all_is_one_finding(bench: Bench) -> None:
    ten_thousand = {(-1, y): 10_000.0 for y in (4, 5)}
    (found,) = said(bench, WIDE, wide(ten_thousand))
    assert (found.code, found.params["reason"], found.column) == ("Q10", "jump", "2022年产值")
    assert (found.params["before"], found.params["after"]) == ("2021年", "2022年")
    assert kinds(said(bench, WIDE, wide({(-1, 5): 10.0}))) == [("Q10", "jump")]
    assert said(bench, WIDE, wide({(-1, 5): 3.0})) == []


LONG = [field("年份", "year"), field("城市"), field("产值", "number")]


def long(change: Mapping[tuple[int, int], float] = {}) -> list[list[object]]:
    return [
        [year, city, round((300 + 40 * n) * 1.05**y * change.get((n, y), 1), 1)]
        for y, year in enumerate(YEARS)
        for n, city in enumerate(CITIES)
    ]


def test_rows_of_years_are_series_too(bench: Bench) -> None:
    assert said(bench, LONG, long()) == []
    (found,) = said(bench, LONG, long({(2, 4): 10}))
    assert (found.params["reason"], found.row) == ("spike", 2 + 4 * len(CITIES) + 2)
    assert kinds(said(bench, LONG, long({(n, y): 10 for n in range(12) for y in range(5, 10)}))) == [("Q10", "jump")]


def test_figures_that_always_jump_say_nothing(bench: Bench) -> None:
    rows = [[year, city, (n * 37 + y * 101) % 997 + 1] for y, year in enumerate(YEARS) for n, city in enumerate(CITIES)]
    assert said(bench, LONG, rows) == []


def test_years_as_columns_are_noted(bench: Bench) -> None:
    fields = [*WIDE[:-1], field("2023年产值（预计）", "number")]
    text = table([one["name"] for one in fields], wide())
    notes = [f for f in bench.full(text, fields).report.findings if f.code == "Q23"]
    assert [f.params.get("reason") for f in notes] == [None, "early"]
    assert "2023年产值（预计）" in finding_json(notes[1])["message"]
    few = [*WIDE[:3]]
    assert [
        f
        for f in bench.full(table([one["name"] for one in few], [row[:3] for row in wide()]), few).report.findings
        if f.code == "Q23"
    ] == []


def test_a_shape_or_a_remark_of_each_row_does_not_part_the_series(bench: Bench) -> None:
    fields = [*LONG, field("几何"), field("备注")]
    rows = [[*row, f"POINT ({n} 1)", f"第{n}条"] for n, row in enumerate(long({(2, 4): 10}))]
    assert kinds(said(bench, fields, rows)) == [("Q10", "spike")]


def test_one_restless_series_has_no_other_unit(bench: Bench) -> None:
    """Degrees of a winter's days: 0.7, then 8.6."""
    fields = [field("日期", "date"), field("最低气温", "number")]
    lows = ["2.1", "3.4", "1.9", "0.7", "8.6", "6.0", "7.7", "2.5", "1.1", "4.8", "5.2", "3.9"]
    assert said(bench, fields, [[f"2020-01-{n + 1:02d}", low] for n, low in enumerate(lows)]) == []
    level = ["210.5", "213.4", "211.9", "210.7", "218.6"]
    other = [f"{float(low) * (1 if n < 5 else 10_000):.0f}" for n, low in enumerate(level + level)]
    assert kinds(said(bench, fields, [[f"2020-01-{n + 1:02d}", low] for n, low in enumerate(other)])) == [
        ("Q10", "jump")
    ]


def crossed(change: Mapping[tuple[int, int], float] = {}) -> list[list[object]]:
    """Cities of different size, three measures in proportion."""
    sizes = tuple(enumerate((90, 240, 31)))
    return [
        [city, *(round(size * (7 + 3 * n + n * m % 3) * change.get((n, m), 1)) for m, size in sizes)]
        for n, city in enumerate(CITIES)
    ]


def test_a_figure_off_its_row_and_its_column(bench: Bench) -> None:
    fields = [field("城市"), *(field(name, "integer") for name in ("门诊人次", "住院人次", "急诊人次"))]
    assert said(bench, fields, crossed()) == []
    (found,) = said(bench, fields, crossed({(4, 1): 10}))
    assert (found.params["reason"], found.row, found.column) == ("off", 6, "住院人次")
    assert kinds(said(bench, fields, crossed({(7, 0): 0.1}))) == [("Q10", "off")]
    assert said(bench, fields, crossed({(4, 1): 3})) == []
    large = {(4, m): 10 for m in range(3)}
    assert said(bench, fields, crossed(large)) == [], "a large city is large in every column"
    wild = [[city, 90 + n * 37 % 900, 5 + n * 531 % 7000, 1 + n * 77 % 300] for n, city in enumerate(CITIES)]
    assert [f for f in said(bench, fields, wild) if f.code == "Q10"] == [], "figures that fit nothing say nothing"


def few(years: int, change: Mapping[tuple[int, int], float] = {}) -> tuple[list[dict[str, object]], list[list[object]]]:
    fields = [field("城市"), *(field(f"{2024 - years + y}年", "number") for y in range(years))]
    rows = [
        [city, *(round((300 + 40 * n) * 1.06**y * change.get((n, y), change.get((-1, y), 1)), 1) for y in range(years))]
        for n, city in enumerate(CITIES)
    ]
    return fields, rows  # type: ignore[return-value]


@pytest.mark.parametrize("years", [2, 3])
def test_two_or_three_years_are_judged_by_how_all_rows_move(bench: Bench, years: int) -> None:
    last = years - 1
    assert kinds(said(bench, *few(years))) in ([], [("Q23", None)])
    for factor in (10.0, 0.1, 10_000.0):
        found = said(bench, *few(years, {(-1, last): factor}))
        assert ("Q10", "jump") in kinds(found), factor
        odd = [one for one in said(bench, *few(years, {(4, last): factor})) if one.code == "Q10"]
        assert [(one.params["reason"], one.row, one.column) for one in odd] == [("spike", 6, "2023年")], factor
    assert "Q10" not in {code for code, _ in kinds(said(bench, *few(years, {(4, last): 3.0, (-1, last): 2.0})))}


def test_the_first_and_the_middle_of_three_years_are_found_too(bench: Bench) -> None:
    for place, column in ((0, "2021年"), (1, "2022年")):
        odd = [one for one in said(bench, *few(3, {(4, place): 10.0})) if one.code == "Q10"]
        assert [(one.row, one.column) for one in odd] == [(6, column)]


def test_two_years_of_rows_that_move_each_their_own_way_say_nothing(bench: Bench) -> None:
    fields, rows = few(2)
    for n, row in enumerate(rows):
        row[2] = round(float(row[1]) * (0.2 + 0.9 * n), 1)  # type: ignore[arg-type]
    assert "Q10" not in {code for code, _ in kinds(said(bench, fields, rows))}
