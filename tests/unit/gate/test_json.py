"""JSON in the shapes of real files (Q25, G-40): the right table, numbers as written, true record numbers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from gate_bench import Bench, only

from harvesters.contract import Verdict
from harvesters.messages import finding_json, has_sentence

FIELDS = [{"name": "名称"}, {"name": "数", "type": "number"}]
ROWS = [{"名称": "济南", "数": 1.50}, {"名称": "青岛", "数": 12345678901234567890}]
TEXT = '[{"名称": "济南", "数": 1.50},\n {"名称": "青岛", "数": 12345678901234567890}]'
MASTER = "\ufeff名称,数\r\n济南,1.50\r\n青岛,12345678901234567890\r\n"
LIST = TEXT[1:-1]
PORTAL = (
    '[{"name_cn": "名称", "name_en": "mc"}, {"name_cn": "数", "name_en": "s"}]\n'
    '[{"mc": "济南", "s": 1.50}, {"mc": "青岛", "s": 12345678901234567890}]\n'
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TEXT, "表.json"),
        ('{"code": 200, "msg": "ok", "data": {"total": 2, "list": [' + LIST + "]}}", "表.json"),
        ('{"data": [' + LIST + '], "code": 200, "msg": "ok"}', "表.json"),
        ("\n".join(one.strip(", ") for one in LIST.split("\n")), "表.json"),
        ("\n".join(one.strip(", ") for one in LIST.split("\n")) + "\n\n", "表.jsonl"),
        ('["名称", "数"]\n["济南", 1.50]\n["青岛", 12345678901234567890]', "表.ndjson"),
        ('[["名称", "数"], ["济南", 1.50], ["青岛", 12345678901234567890]]', "表.json"),
        ('{"0": {"名称": "济南", "数": 1.50}, "1": {"名称": "青岛", "数": 12345678901234567890}}', "表.json"),
        (PORTAL, "表.json"),
        (PORTAL.replace("[{", '{"columns": [{', 1).replace("}]\n", "}]}\n", 1), "表.json"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_shape_is_the_same_table(bench: Bench, text: str, name: str, encoding: str) -> None:
    judgement = bench.full(text.encode(encoding), FIELDS, name=name, format=name.split(".")[1])
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert bench.master(judgement) == MASTER
    assert judgement.report.files[0]["rows"] == judgement.report.files[0]["frictionless_rows"] == 2


def test_keys_that_say_something_are_a_column(bench: Bench) -> None:
    text = '{"370100": {"名称": "济南"}, "370200": {"名称": "青岛"}}'
    judgement = bench.full(text, [{"name": "区划代码"}, {"name": "名称"}], name="表.json")
    assert bench.master(judgement) == "\ufeff区划代码,名称\r\n370100,济南\r\n370200,青岛\r\n"


def test_values_are_neither_rounded_nor_guessed(bench: Bench) -> None:
    values = {"数": "1E-7", "大": "0.12345678901234567890", "真": "true", "无": "null", "码": '"007"'}
    text = "[{" + ", ".join(f'"{key}": {value}' for key, value in values.items()) + '}, {"后": "来"}]'
    fields = [{"name": key} for key in (*values, "后")]
    judgement = bench.full(text, fields, name="表.json")
    assert bench.master(judgement).split("\r\n")[1:3] == ["1E-7,0.12345678901234567890,true,,007,", ",,,,,来"]


@pytest.mark.parametrize("lines", [True, False])
def test_a_finding_names_the_record(bench: Bench, lines: bool) -> None:
    rows: list[dict[str, Any]] = [{"名称": f"站{n}", "数": n} for n in range(1, 3000)]
    rows[2499]["数"] = "多"
    text = "\n".join(json.dumps(row) for row in rows) if lines else json.dumps(rows, indent=1)
    finding = only(bench(text, FIELDS, name="表.jsonl" if lines else "表.json"), "G-30")
    assert (finding.row, finding.column, finding.params["type"]) == (2500, "数", "type-error")


def test_a_blank_line_counts_in_json_lines(bench: Bench) -> None:
    finding = only(bench('{"名称": "a", "数": 1}\n\n{"名称": "b", "数": "c"}\n', FIELDS, name="表.jsonl"), "G-30")
    assert finding.row == 3


def test_a_line_cut_short_has_its_row(bench: Bench) -> None:
    finding = only(bench('{"名称": "a", "数": 1}\n\n{"名称": "b", "数"', FIELDS, name="表.jsonl"), "G-40")
    assert (finding.row, finding.params["reason"]) == (3, "json_broken")


@pytest.mark.parametrize(
    ("text", "reason", "row"),
    [
        (TEXT[:-4], "json_broken", None),
        (TEXT.replace("青岛", '青"岛'), "json_broken", None),
        (TEXT + "[]", "json_more", None),
        ('[{"a": 1}, 2]', "json_record", 2),
        ('[{"a": 1}, {"a": {"b": 1}}]', "nested", 2),
        ('{"x": {"a": [1, 2]}, "y": {"a": [1]}}', "nested", 1),
        ('[{"a": 1, "a": 2}]', "json_twice", None),
        ('[{"a": NaN}]', "json_constant", None),
        ('[{"a": "\\ud800"}]', "half_character", 1),
        ('{"甲": [{"a": 1}], "乙": [{"a": 1}]}', "json_lists", None),
        ('{"a": 1, "b": 2}', "json_shape", None),
        ('{"data": null}', "json_shape", None),
        ('{"name": "x", "info": {"a": 1}}', "json_shape", None),
        ("[" * 100_000, "json_deep", None),
        ('[{"a": ' + "[" * 100_000, "json_deep", None),
        ('[{"a": "' + "x" * 300_000 + '"}]', "value_too_long", 1),
        ("[{" + ", ".join(f'"c{n}": 1' for n in range(5000)) + "}]", "too_many_columns", 1),
        ('{"code": "0003", "error": "无权限下载"}', "json_error", None),
        ("名称,数\n济南,1\n", "disguised", None),
    ],
)
def test_what_is_no_table_is_said_in_words(bench: Bench, text: str, reason: str, row: int | None) -> None:
    judgement = bench(text, name="表.json")
    assert judgement.report.verdict is Verdict.RETURNED
    finding = only(judgement, "G-40")
    assert (finding.params["reason"], finding.row) == (reason, row)
    assert has_sentence("G-40", finding.params)
    said = finding_json(finding)
    assert "—" not in said["message"] + said["fix"]


def test_an_empty_list_is_an_empty_table(bench: Bench) -> None:
    assert only(bench("[]", name="表.json"), "Q26").params["reason"] == "no_records"


def test_a_csv_that_is_json_lines_is_named(bench: Bench) -> None:
    finding = only(bench('{"a": 1}\n{"a": 2}\n', name="表.csv"), "G-40")
    assert (finding.params["reason"], finding.params["found"]) == ("disguised", "jsonl")


def test_an_answer_that_holds_data_is_no_error(bench: Bench) -> None:
    judgement = bench('{"code": 200, "message": "ok", "data": [{"a": "1"}]}', name="表.json")
    assert judgement.report.verdict is Verdict.PASS


def test_what_stands_beside_the_records_is_looked_at(bench: Bench) -> None:
    judgement = bench('{"备注": "机密★1年", "说明": {"a": "370102190001010019"}, "data": [{"a": 1}]}', name="表.json")
    assert {f.code for f in judgement.report.findings if f.quarantine} == {"G-03", "G-10"}


def feature(coordinates: str, kind: str = "Point", properties: str = '{"名称": "站"}') -> str:
    geometry = f'{{"type": "{kind}", "coordinates": {coordinates}}}'
    return f'{{"type": "Feature", "properties": {properties}, "geometry": {geometry}}}'


def collection(*features: str, more: str = "") -> str:
    return f'{{"type": "FeatureCollection"{more}, "features": [{", ".join(features)}]}}'


@pytest.mark.parametrize(
    ("declared", "labels"),
    [
        (["名称", "经度", "纬度"], "名称,经度,纬度"),
        (["名称", "lng", "lat"], "名称,lng,lat"),
    ],
)
def test_points_are_two_columns_as_the_dictionary_calls_them(bench: Bench, declared: list[str], labels: str) -> None:
    text = collection(feature("[117.00010, 36.65]"), feature("[120.38, 36.0670]"))
    fields = [{"name": declared[0]}, *({"name": name, "type": "number", "sd:crs": "WGS84"} for name in declared[1:])]
    judgement = bench.full(text, fields, name="站.geojson", format="geojson")
    assert bench.master(judgement) == f"\ufeff{labels}\r\n站,117.00010,36.65\r\n站,120.38,36.0670\r\n"


def test_other_shapes_are_well_known_text(bench: Bench) -> None:
    ring = "[[[117.0, 36.0], [118, 36], [118, 37], [117.0, 36.0]]]"
    text = collection(
        feature(ring, "Polygon"), feature(f"[{ring}]", "MultiPolygon"), feature("[[1, 2], [3, 4]]", "LineString")
    )
    judgement = bench.full(text, [{"name": "名称"}, {"name": "几何"}], name="面.geojson")
    assert bench.master(judgement).split("\r\n")[1:4] == [
        '站,"POLYGON ((117.0 36.0, 118 36, 118 37, 117.0 36.0))"',
        '站,"MULTIPOLYGON (((117.0 36.0, 118 36, 118 37, 117.0 36.0)))"',
        '站,"LINESTRING (1 2, 3 4)"',
    ]


@pytest.mark.parametrize(
    ("more", "crs"),
    [
        ("", "EPSG:4326"),
        (', "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}', "EPSG:4490"),
        (', "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}', "EPSG:4326"),
    ],
)
def test_the_system_of_coordinates_is_told(bench: Bench, more: str, crs: str) -> None:
    text = collection(feature("[117, 36]"), more=more)
    assert bench(text, name="站.geojson").report.files[0]["crs"] == crs


@pytest.mark.parametrize("coordinates", ['["a", 1]', "[1]", "{}", "[[1, 2]]", "[1, 2, 3, 4]"])
def test_a_broken_geometry_names_its_record(bench: Bench, coordinates: str) -> None:
    text = collection(feature("[117, 36]"), feature(coordinates))
    finding = only(bench(text, name="站.geojson"), "G-40")
    assert (finding.params["reason"], finding.row) == ("geometry", 2)


@pytest.mark.parametrize(
    ("ring", "more", "verdict"),
    [
        ("[[[36, 117], [36, 118], [37, 118], [36, 117]]]", "", Verdict.RETURNED),
        (
            "[[[13024450, 4369000], [13024460, 4369000], [13024450, 4369010], [13024450, 4369000]]]",
            "",
            Verdict.RETURNED,
        ),
        (
            "[[[500000, 4369000], [500010, 4369000], [500000, 4369010], [500000, 4369000]]]",
            ', "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4549"}}',
            Verdict.PASS,
        ),
    ],
)
def test_a_shape_lies_on_earth(bench: Bench, ring: str, more: str, verdict: Verdict) -> None:
    """RFC 7946: longitude first; exchanged, or in metres, a map shows it in another part of the world or nowhere."""
    judgement = bench(collection(feature(ring, "Polygon"), more=more), name="面.geojson")
    assert judgement.report.verdict is verdict
    if verdict is Verdict.RETURNED:
        assert only(judgement, "G-40").params["reason"] == "geometry_beyond"


METRES = '"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4549"}}'
CODED = '"crs": {"type": "EPSG", "properties": {"code": 4549}}'
DEGREES = '"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}'


@pytest.mark.parametrize("answer", ["%s", '{"code": 200, "data": %s}'])
@pytest.mark.parametrize(("crs", "verdict"), [(METRES, "pass"), (CODED, "pass"), (DEGREES, "returned")])
@pytest.mark.parametrize("kind", ["LineString", "Point"])
def test_the_system_may_be_named_before_or_behind(bench: Bench, kind: str, crs: str, verdict: str, answer: str) -> None:
    shape = "[500000, 4369000]" if kind == "Point" else "[[500000, 4369000], [500010, 4369010]]"
    features = f'"features": [{", ".join([feature(shape, kind)] * 5)}]'
    said = []
    for text in (
        f'{{"type": "FeatureCollection", {crs}, {features}}}',
        f'{{{features}, {crs}, "type": "FeatureCollection"}}',
    ):
        report = bench(answer % text, name="线.geojson").report
        said.append(
            (
                report.verdict.value,
                report.files[0].get("crs"),
                [(f.code, f.row, dict(f.params)) for f in report.findings],
            )
        )
    assert said[0] == said[1]
    assert said[0][0] == verdict


def test_the_identifier_of_a_feature_is_looked_at(bench: Bench) -> None:
    """It becomes no column, and a person's number in it passed."""
    person = feature("[117.0, 36.6]").replace('"type": "Feature"', '"type": "Feature", "id": "370102190001010019"', 1)
    assert "370102190001010019" in person
    assert only(bench(collection(person), name="点.geojson"), "G-10").quarantine


@pytest.mark.parametrize(
    "text",
    ["[]", '{"code": 200, "data": []}', '{"total": 0, "rows": []}', '{"code": 200, "data": {"list": [], "total": 0}}'],
)
def test_an_answer_without_records_is_empty(bench: Bench, text: str) -> None:
    (finding,) = [f for f in bench(text, [{"name": "名称"}], name="表.json").report.findings if f.code[0] != "V"]
    assert (finding.code, finding.params["reason"]) == ("Q26", "no_records")
