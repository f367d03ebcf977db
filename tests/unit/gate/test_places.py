"""D9 and D12: traces of persons (G-11), coordinates without their system, sensitive sites (Q24)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from gate_bench import RECORD, Bench, only

from harvesters.contract import Finding, Severity
from harvesters.gate.judge import Judgement
from harvesters.gate.rules import traces

DAY = "2024-05-01 0"


def table(header: str, *rows: str) -> str:
    return "\n".join((header, *rows)) + "\n"


def found(judgement: Judgement, code: str, reason: str) -> list[Finding]:
    return [f for f in judgement.report.findings if f.code == code and f.params.get("reason") == reason]


TRACES = [
    table("用户ID,时间,经度,纬度", f"u1,{DAY}8:00,117.01,36.61", f"u2,{DAY}8:00,117,36", f"u1,{DAY}9:00,117.21,36.7"),
    table("姓名,定位时间,经度,纬度", f"张伟,{DAY}8:00:00,117.01,36.61", f"张伟,{DAY}9:00:00,117.21,36.7"),
    table("车牌号,时间,经纬度", f"鲁A12345,{DAY}8:00,\"118.32,36.1\"", f"鲁A12345,{DAY}9:00,\"118.52,36.3\""),
    table("手机号,上报时间,lon,lat", f"13800138000,{DAY}8:00,117.01,36.61", f"13800138000,{DAY}9:00,117.2,36.7"),
    table("乘客编号,刷卡时间,线路,经度,纬度", f"c1,{DAY}8:00,1路,117.01,36.61", f"c1,{DAY}9:00,2路,117.21,36.7"),
    table("会员号,日期,经度,纬度", "h1,2024-05-01,117.01,36.61", "h1,2024-05-02,117.21,36.7"),
    table("设备编号,时间戳,经度,纬度", "d1,1714521600,117.01,36.61", "d1,1714525200,117.21,36.7"),
]  # fmt: skip


@pytest.mark.parametrize("data", TRACES)
def test_where_a_person_was_is_not_published(bench: Bench, data: str) -> None:
    (trace,) = found(bench(data), "G-11", "trace")
    assert trace.severity is Severity.BLOCK
    assert trace.row == len(data.splitlines())
    cell = data.splitlines()[-1].split(",")[0]
    assert trace.value
    assert len(cell) < 4 or trace.value != cell


NO_TRACES = [
    # public transport, ships, stations that measure
    table("车牌号,线路,时间,经度,纬度", f"鲁A12345,1路,{DAY}8:00,117.01,36.61", f"鲁A12345,1路,{DAY}9:00,117.2,36.7"),
    table("船名,时间,经度,纬度", f"鲁渔1,{DAY}8:00,120.01,36.61", f"鲁渔1,{DAY}9:00,120.2,36.7"),
    table("设备编号,PM2.5,时间,经度,纬度", f"d1,35,{DAY}8:00,117.01,36.61", f"d1,36,{DAY}9:00,117.2,36.7"),
    table("站名,时间,经度,纬度", f"甲,{DAY}8:00,117.01,36.61", f"甲,{DAY}9:00,117.2,36.7"),
    # one place, one time, one row, nobody in particular, no moment
    table("用户ID,时间,经度,纬度", f"u1,{DAY}8:00,117.01,36.61", f"u1,{DAY}9:00,117.0102,36.6101"),
    table("用户ID,时间,经度,纬度", f"u1,{DAY}8:00,117.01,36.61", f"u1,{DAY}8:00,117.21,36.7"),
    table("用户ID,时间,经度,纬度", f"u1,{DAY}8:00,117.01,36.61", f"u2,{DAY}9:00,117.21,36.7"),
    table("姓名,时间,经度,纬度", f"张*,{DAY}8:00,117.01,36.61", f"张*,{DAY}9:00,117.21,36.7"),
    table("姓名,更新时间,经度,纬度", f"张伟,{DAY}8:00,117.01,36.61", f"张伟,{DAY}9:00,117.21,36.7"),
    table("用户ID,时间,经度", f"u1,{DAY}8:00,117.01", f"u1,{DAY}9:00,117.21"),
    table("门店,电话,营业时间,经度,纬度", "甲,13800138000,8:00-17:00,117.01,36.6", "乙,13800138000,9:00-18:00,117,36"),
]  # fmt: skip


@pytest.mark.parametrize("data", NO_TRACES)
def test_what_is_no_trace(bench: Bench, data: str) -> None:
    assert found(bench(data), "G-11", "trace") == []


def test_a_title_may_say_that_it_is_of_buses(bench: Bench) -> None:
    data = table("车牌号,时间,经度,纬度", f"鲁A12345,{DAY}8:00,117.01,36.61", f"鲁A12345,{DAY}9:00,117.21,36.7")
    assert found(bench(data), "G-11", "trace")
    assert found(bench(data, name="公交车定位.csv"), "G-11", "trace") == []


def test_conditional_data_wait_for_a_person(bench: Bench) -> None:
    fields = [{"name": name} for name in ("用户ID", "时间", "经度", "纬度")]
    record = {**RECORD, "open_type": "conditional", "open_condition": "签订协议"}
    assert found(bench.full(TRACES[0], fields, record=record), "G-15", "trace")


def test_memory_is_bounded(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "REMEMBER", 1)
    rows = [f"u2,{DAY}8:00,117.01,36.61", f"u1,{DAY}8:00,117.01,36.61", f"u1,{DAY}9:00,117.21,36.7"]
    assert found(bench(table("用户ID,时间,经度,纬度", *rows)), "G-11", "trace") == []


STATIONS = table("站名,经度,纬度", "济南站,116.9,36.6", "青岛站,120.3,36.0")


def fields(header: str, **extra: Any) -> list[dict[str, Any]]:
    return [{"name": name, **(extra if "度" in name or "坐标" in name else {})} for name in header.split(",")]


def test_coordinates_need_their_system(bench: Bench, codes: Callable[[Judgement], list[str]]) -> None:
    lacking = only(bench.full(STATIONS, fields("站名,经度,纬度")), "Q24")
    assert (lacking.severity, lacking.column, lacking.params["labels"]) == (Severity.BLOCK, "经度", "经度、纬度")
    assert only(bench(STATIONS), "Q24").severity is Severity.WARN
    for extra in (
        {"sd:crs": "CGCS2000"},
        {"sd:crs": "EPSG:4490"},
        {"sd:unit": "度（WGS84）"},
        {"description": "百度坐标系（BD-09）"},
    ):
        assert "Q24" not in codes(bench.full(STATIONS, fields("站名,经度,纬度", **extra)))
    said = {**RECORD, "notes": "全省客运站，坐标系为国家2000。"}
    assert "Q24" not in codes(bench.full(STATIONS, fields("站名,经度,纬度"), record=said))
    assert "Q24" not in codes(bench.full(STATIONS, fields("站名,经度,纬度"), description="GCJ-02 坐标"))
    labelled = STATIONS.replace("经度", "经度（WGS-84）").replace("纬度", "纬度（WGS-84）")
    assert codes(bench(labelled)) == []


def test_one_column_of_both_is_seen(bench: Bench) -> None:
    assert only(bench(table("站名,经纬度", '甲,"118.32,36.1"')), "Q24").column == "经纬度"
    assert only(bench(table("站名,坐标", '甲,"118.32,36.1"')), "Q24").column == "坐标"


@pytest.mark.parametrize(
    "data", [table("站名,经度", "甲,"), table("站名,经度说明", "甲,以门口为准"), table("站名,深度", "甲,3.5")]
)
def test_what_holds_no_coordinates_needs_none(bench: Bench, data: str) -> None:
    assert [f for f in bench(data).report.findings if f.code == "Q24"] == []


@pytest.mark.parametrize(
    "name",
    [
        "某部队驻地",
        "省第一监狱",
        "市看守所",
        "71234部队营区",
        "武警济南支队",
        "海军雷达站",
        "弹药库",
        "军事管理区",
        "军用机场",
    ],
)
def test_sensitive_sites_are_not_placed(bench: Bench, name: str) -> None:
    data = table("名称,经度（WGS84）,纬度（WGS84）", "济南站,116.9,36.6", f"{name},120.3,36.0")
    site = only(bench(data), "Q24")
    assert (site.severity, site.row, site.column, site.params["reason"]) == (
        Severity.BLOCK,
        3,
        "名称",
        "sensitive_site",
    )
    assert name not in str(site.value)
    assert [f.code for f in bench(table("名称,地址", f"{name},某路")).report.findings if f.code == "Q24"] == []
    assert [f for f in bench(data.replace(",120.3,36.0", ",,")).report.findings if f.code == "Q24"] == []


@pytest.mark.parametrize(
    "name",
    [
        *(
            "中国人民革命军事博物馆",
            "甲午战争军事旧址",
            "监狱路小学",
            "武警山东总队医院",
            "部队大院社区",
            "国防教育基地",
            "看守所街",
        ),
        *(
            "济南市气象雷达站",
            "军营村",
            "退役军人服务站",
            "军事主题公园",
            "省监狱管理局",
            "原监狱旧址陈列馆",
            "军民路",
            "军粮供应站",
        ),
    ],
)
def test_open_places_with_such_words_are(bench: Bench, name: str) -> None:
    data = table("名称,经度（WGS84）,纬度（WGS84）", f"{name},120.3,36.0")
    assert [f for f in bench(data).report.findings if f.code == "Q24"] == []
