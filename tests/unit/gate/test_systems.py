"""A declared system of coordinates beside the numbers (Q24): metres are no degrees, degrees no metres."""

from __future__ import annotations

import json

import pytest
from content_bench import field, kinds, said
from gate_bench import Bench

from harvesters.contract import Severity
from harvesters.gate.content.systems import unit_of

DEGREES = [[f"站{n}", f"{117 + n / 10}", f"{36 + n / 10}"] for n in range(12)]
METRES = [[f"站{n}", f"{39512345.2 + n}", f"{4061234.5 + n}"] for n in range(12)]


@pytest.mark.parametrize(
    ("crs", "unit"),
    [
        *[(crs, "degrees") for crs in ("EPSG:4490", "EPSG:4326", "GCJ-02", "百度坐标BD09", "CRS84")],
        *[
            (crs, "metres")
            for crs in ("EPSG:4527", "EPSG:3857", "CGCS2000 三度带 39带", "高斯投影", "BD09MC", "EPSG:32650")
        ],
        *[(crs, "metres") for crs in ("CGCS2000_3_Degree_GK_Zone_39", "WGS 84 / UTM zone 50N", "济南城市坐标系")],
        *[(crs, "datum") for crs in ("CGCS2000", "WGS84", "国家2000大地坐标系", "西安80坐标系")],
        ("不详", ""),
    ],
)
def test_a_system_says_degrees_or_metres(crs: str, unit: str) -> None:
    assert unit_of(crs) == unit


@pytest.mark.parametrize("labels", [("经度", "纬度"), ("X坐标", "Y坐标")])
@pytest.mark.parametrize(
    ("crs", "rows", "reason"),
    [
        ("EPSG:4527", DEGREES, "crs_metres"),
        ("EPSG:4490", DEGREES, ""),
        ("CGCS2000", DEGREES, ""),
        ("EPSG:4490", METRES, "crs_degrees"),
        ("CGCS2000", METRES, "crs_zone"),
        ("EPSG:4527", METRES, ""),
        ("CGCS2000 高斯投影 三度带", METRES, ""),
    ],
)
def test_numbers_and_system(
    bench: Bench, labels: tuple[str, str], crs: str, rows: list[list[str]], reason: str
) -> None:
    fields = [field("站名"), *(field(name, "number", **{"sd:crs": crs}) for name in labels)]
    found = said(bench, fields, rows)
    if labels[0] == "经度" and rows is METRES:
        assert kinds(found) == [("Q24", "beyond")], "a column of longitudes holds no metres, whatever is declared"
        return
    assert kinds(found) == ([("Q24", reason)] if reason else [])
    if found:
        severity = Severity.WARN if reason == "crs_zone" else Severity.BLOCK
        assert (found[0].severity, found[0].row, found[0].column) == (severity, 2, labels[0])


@pytest.mark.parametrize(("crs", "reason"), [("EPSG:4527", "crs_metres"), ("EPSG:4490", ""), (None, "")])
def test_of_shapes_too(bench: Bench, crs: str | None, reason: str) -> None:
    lines = [
        {
            "type": "Feature",
            "properties": {"名称": f"路{n}"},
            "geometry": {"type": "LineString", "coordinates": [[117.1, 36.2], [117.2, 36.3 + n]]},
        }
        for n in range(3)
    ]
    text = {"type": "FeatureCollection", "features": lines}
    if crs:
        text = {"type": text["type"], "crs": {"type": "name", "properties": {"name": crs}}, "features": lines}
    judgement = bench.full(json.dumps(text), [field("名称"), field("geometry")], name="路.geojson")
    found = [f for f in judgement.report.findings if f.code == "Q24"]
    assert kinds(found) == ([("Q24", reason)] if reason else [])
