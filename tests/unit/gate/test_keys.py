"""What holds between the tables of one delivery: foreign keys, and one element in one type."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from gate_bench import RECORD, REVIEWED, Bench

from harvesters.contract import CatalogueSnapshot, Delivery, Finding, Severity, Verdict
from harvesters.gate.judge import Judgement, judge
from harvesters.messages import finding_json

CITIES = "代码,名称\n370100,济南市\n370200,青岛市\n"
KEY = {"fields": "城市代码", "reference": {"resource": "cities", "fields": "代码"}}


def both(
    bench: Bench,
    stations: str,
    key: Any = None,
    *,
    fields: Sequence[Any] = ({"name": "站名"}, {"name": "城市代码"}),
    cities: str = CITIES,
    city_fields: Sequence[Any] = ({"name": "代码"}, {"name": "名称"}),
) -> Judgement:
    """A table of stations that refers to a table of cities."""
    texts = {"站.csv": stations, "市.csv": cities}
    files = tuple(bench.stage.put(name, io.BytesIO(text.encode())) for name, text in texts.items())
    schema: dict[str, Any] = {"fields": list(fields)}
    if key is not None:
        schema["foreignKeys"] = [key]
    resources = [
        {"name": "stations", "path": "站.csv", "title": "车站", "schema": schema},
        {"name": "cities", "path": "市.csv", "title": "城市", "schema": {"fields": list(city_fields)}},
    ]
    return judge(Delivery("g", {"sd:record": RECORD, "resources": resources}, files), REVIEWED, bench.stage)


def found(judgement: Judgement) -> list[Finding]:
    return [f for f in judgement.report.findings if f.code == "G-30"]


def test_a_code_that_the_other_table_lacks(bench: Bench) -> None:
    judgement = both(bench, "站名,城市代码\n济南站,370100\n临沂站,371300\n无名站,\n", KEY)
    (finding,) = found(judgement)
    assert judgement.report.verdict is Verdict.RETURNED
    assert (finding.file, finding.row, finding.column, finding.value) == ("站.csv", 3, "城市代码", "371300")
    assert "城市" in finding_json(finding)["message"]
    assert not any("foreignKeys" in rule for rule in judgement.report.not_checked)


def test_codes_that_it_has_pass(bench: Bench) -> None:
    judgement = both(bench, "站名,城市代码\n济南站,370100\n青岛站,370200\n无名站,\n", KEY)
    assert found(judgement) == []
    assert judgement.report.verdict is Verdict.PASS


def test_rows_are_counted_as_in_the_file(bench: Bench) -> None:
    stations = "车站表,\n站名,城市代码\n济南站,370100\n站名,城市代码\n临沂站,371300\n"
    assert [f.row for f in found(both(bench, stations, KEY))] == [5]


def test_a_key_of_two_columns_and_one_of_the_table_itself(bench: Bench) -> None:
    pair = {"fields": ["站名", "城市代码"], "reference": {"resource": "cities", "fields": ["名称", "代码"]}}
    assert found(both(bench, "站名,城市代码\n济南市,370100\n", pair)) == []
    assert [f.value for f in found(both(bench, "站名,城市代码\n济南市,370200\n", pair))] == ["济南市、370200"]
    own = {"fields": "城市代码", "reference": {"resource": "", "fields": "站名"}}
    assert found(both(bench, "站名,城市代码\n甲,乙\n乙,甲\n", own)) == []
    assert [f.row for f in found(both(bench, "站名,城市代码\n甲,丙\n乙,甲\n", own))] == [2]


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("x", "foreign-form"),
        ({"fields": "城市代码"}, "foreign-form"),
        ({"fields": ["城市代码", "站名"], "reference": {"resource": "cities", "fields": "代码"}}, "foreign-form"),
        ({"fields": "城市代码", "reference": {"resource": "http://x/y.csv", "fields": "代码"}}, "foreign-table"),
        ({"fields": "城市", "reference": {"resource": "cities", "fields": "代码"}}, "foreign-columns"),
        ({"fields": "城市代码", "reference": {"resource": "cities", "fields": "编码"}}, "foreign-columns"),
    ],
)
def test_a_key_that_cannot_be_followed_returns(bench: Bench, key: Any, kind: str) -> None:
    assert [f.params["type"] for f in found(both(bench, "站名,城市代码\n济南站,370100\n", key))] == [kind]


def test_beside_a_table_that_cannot_be_read_it_is_not_checked(bench: Bench) -> None:
    judgement = both(bench, "站名,城市代码\n济南站,370100\n", KEY, cities="代码,别名\n370100,济\n")
    assert "G-30:foreignKeys(stations)" in judgement.report.not_checked


def test_one_element_in_two_types(bench: Bench) -> None:
    stations = {"stations": "站名,启用时间\n济南站,2020-01-02\n", "cities": CITIES.replace("名称", "启用时间")}
    typed = [{"name": "站名"}, {"name": "启用时间", "type": "date"}]
    other: list[dict[str, str]] = [{"name": "代码"}, {"name": "启用时间"}]
    judgement = both(bench, stations["stations"], fields=typed, cities=stations["cities"], city_fields=other)
    (finding,) = found(judgement)
    assert (finding.severity, finding.column, finding.params["type"]) == (Severity.WARN, "启用时间", "element-differs")
    assert "日期" in finding_json(finding)["message"]
    same = "代码,启用时间\n370100,2020-01-02\n"
    assert found(both(bench, stations["stations"], fields=typed, cities=same, city_fields=[other[0], typed[1]])) == []


@pytest.mark.parametrize(("kind", "differs"), [("string", True), ("datetime", False)])
def test_one_element_in_two_types_over_the_catalogue(bench: Bench, kind: str, differs: bool) -> None:
    known = CatalogueSnapshot({}, {}, elements={"启用时间": ("date", 3, "X/1"), "名称": ("number", 9, "X/2")})
    delivery = bench.delivery(
        "名称,启用时间\n甲,2020-01-02T00:00:00\n",
        [{"name": "名称"}, {"name": "启用时间", "type": kind}],
        record=RECORD,
    )
    judgement = judge(delivery, replace(REVIEWED, catalogue=known), bench.stage)
    assert [f.column for f in found(judgement)] == (["启用时间"] if differs else [])
    if differs:
        (finding,) = found(judgement)
        assert (finding.severity, finding.params["type"]) == (Severity.WARN, "element-catalogue")
        assert "3 个数据集" in finding_json(finding)["message"]
    other = replace(REVIEWED, catalogue=replace(known, elements={}))
    assert judge(delivery, other, bench.stage).report.inputs != judgement.report.inputs


@pytest.mark.parametrize("key", [5, True, {"a": 1}, [7], [["站名"]]], ids=str)
def test_a_primary_key_of_another_shape_is_said_and_stops_nothing(bench: Bench, key: Any) -> None:
    """A dictionary is what a department wrote: a number for a key ended the gate with a fault of its own."""
    file = bench.stage.put("站.csv", io.BytesIO("站名\n东站\n".encode()))
    schema = {"fields": [{"name": "站名"}], "primaryKey": key}
    resource = {"name": "stations", "path": "站.csv", "title": "车站", "schema": schema}
    found = judge(Delivery("g", {"sd:record": RECORD, "resources": [resource]}, (file,)), REVIEWED, bench.stage)
    assert found.report.verdict is Verdict.RETURNED
    assert "key-unknown" in {one.params.get("type") for one in found.report.findings}
