"""The judge as a whole: a pure function, closed against odd descriptors, with its inputs in the report."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from gate_bench import AS_OF, RECORD, REVIEWED, Bench, only

from harvesters.contract import Delivery, Finding, GateContext, Severity, StagedFile, Verdict, dictionary_hash
from harvesters.gate.judge import BARE, judge, quarantined
from harvesters.gate.report import report_from_json, report_json
from harvesters.gate.report_html import report_html
from harvesters.gate.report_text import report_text

FIELDS: list[dict[str, Any]] = [
    {"name": "客运站名称", "sd:id": "station", "type": "string", "constraints": {"required": True}},
    {"name": "经度", "sd:id": "lon", "type": "number", "sd:crs": "CGCS2000"},
]
DATA = "客运站名称,经度\n济南总站,116.9\n青岛站,120.3\n"


def test_a_good_delivery_makes_a_candidate(bench: Bench) -> None:
    judgement = bench.full(DATA.encode("gb18030"), FIELDS, schema={"primaryKey": "客运站名称"})
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    candidate = judgement.candidate
    assert candidate is not None
    (table,) = candidate.tables
    assert bench.master(judgement) == "\ufeff" + DATA.replace("\n", "\r\n")
    assert table.fields[0]["sd:id"] == "station"
    assert (table.key, table.title, table.rows, table.primary_key) == ("t", "表", 2, ("客运站名称",))
    assert table.master.path == "表.csv"
    assert candidate.dictionary == dictionary_hash({"t": table.fields})
    assert candidate.record["frequency"].endswith("/ANNUAL")
    assert candidate.identifier == RECORD["identifier"]
    (file,) = judgement.report.files
    assert (file["encoding"], file["rows"], file["frictionless_rows"]) == ("gb18030", 2, 2)
    assert file["columns"] == ["客运站名称", "经度"]


def test_the_same_inputs_give_the_same_report(bench: Bench) -> None:
    data = DATA + "青岛站,120.3,多\n,x\n机密★1年,370102190001010019\n"
    for more in ({}, {"record": {**RECORD, "unknown": 1, "license_id": None}}):
        first, second = (report_json(bench.full(data, FIELDS, **more).report) for _ in range(2))
        assert json.dumps(first) == json.dumps(second)


def test_content_hash_follows_content_and_nothing_else(bench: Bench) -> None:
    def content(data: bytes, **more: Any) -> str:
        candidate = bench.full(data, FIELDS, **more).candidate
        assert candidate is not None
        return candidate.content_hash

    base = content(DATA.encode())
    assert content(DATA.encode("gbk")) == base, "another encoding of the same table is the same content"
    assert content(DATA.encode(), context=replace(REVIEWED, as_of=AS_OF + dt.timedelta(days=1))) == base
    assert content(DATA.replace("116.9", "117").encode()) != base
    assert content(DATA.encode(), record={**RECORD, "notes": "别的"}) != base


def test_inputs_stand_in_the_report(bench: Bench) -> None:
    inputs = bench.full(DATA, FIELDS).report.inputs
    assert inputs["as_of"] == "2026-11-24"
    assert inputs["catalogue"] == "not_checked"
    assert set(inputs["files"]) == {"表.csv"}
    assert all(inputs[key] for key in ("descriptor", "record", "reviews", "codelists", "source"))
    bare = bench(DATA).report
    assert bare.inputs["source"] == "not_checked"
    assert {"V-01", "G-01", "G-31"} <= set(bare.not_checked)
    assert bare.verdict is Verdict.PASS


def test_reports_survive_json(bench: Bench) -> None:
    report = bench.full(DATA + ",\n", FIELDS, record={**RECORD, "license_id": None}).report
    assert report.findings
    again = report_from_json(json.loads(json.dumps(report_json(report, "en"))))
    assert again == report
    for lang in ("zh", "en"):
        text, page = report_text(report, lang), report_html(report, lang)
        assert "G-31" in text
        assert "G-31" in page
        assert "<script" not in page
    assert "http" not in report_html(report)


def test_a_page_escapes_what_the_file_says(bench: Bench) -> None:
    report = bench("<script>alert(1)</script>,a\n1,2,3\n").report
    assert "<script>" not in report_html(report)


def test_hand_over_faults_return(bench: Bench) -> None:
    delivery = bench.delivery(DATA, FIELDS, record=RECORD)
    fault = Finding("M-02", Severity.BLOCK, file="表.csv", params={"reason": "differs"})
    judgement = judge(replace(delivery, findings=(fault,)), REVIEWED, bench.stage)
    assert judgement.report.verdict is Verdict.RETURNED
    assert judgement.report.findings[0] == fault


def test_a_delivery_without_documents_is_returned_for_that_alone(bench: Bench) -> None:
    fault = Finding("M-03", Severity.BLOCK, params={"reason": "missing"})
    judgement = judge(Delivery("g", {}, (), findings=(fault,)), REVIEWED, bench.stage)
    assert [f.code for f in judgement.report.findings] == ["M-03"]


def test_a_source_s_delivery_is_never_judged_as_a_bare_file(bench: Bench) -> None:
    judgement = bench(DATA, FIELDS, context=REVIEWED)
    assert judgement.report.verdict is Verdict.RETURNED
    assert "V-01" in {f.code for f in judgement.report.findings}


def test_a_record_needs_a_dictionary(bench: Bench) -> None:
    judgement = bench(DATA, None, record=RECORD, context=REVIEWED)
    assert judgement.report.verdict is Verdict.RETURNED
    assert "V-13" in {f.code for f in judgement.report.findings}


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        ({"path": "http://127.0.0.1:8983/solr"}, "link"),
        ({"path": "postgresql://ckan@localhost/ckan"}, "link"),
        ({"path": "file:///etc/passwd"}, "link"),
        ({"path": "../表.csv"}, "file_missing"),
        ({"path": "/etc/passwd"}, "file_missing"),
        ({"path": ["表.csv", "b.csv"]}, "no_path"),
        ({"path": 7}, "no_path"),
        ({"data": [{"a": 1}]}, "inline_data"),
        ({"schema": "http://127.0.0.1/schema.json"}, "not_inline"),
        ({"dialect": "dialect.json"}, "not_inline"),
    ],
)
def test_a_descriptor_makes_nothing_be_fetched(bench: Bench, resource: dict[str, Any], reason: str) -> None:
    """Rows 1–10 of validation §6: plain names of delivered files, inline objects, nothing else."""
    delivery = bench.delivery(DATA, FIELDS, record=RECORD)
    entry = {**delivery.descriptor["resources"][0], **resource}
    judgement = judge(replace(delivery, descriptor={"sd:record": RECORD, "resources": [entry]}), REVIEWED, bench.stage)
    assert judgement.report.verdict is Verdict.RETURNED
    assert reason in {f.params.get("reason") for f in judgement.report.findings if f.code == "M-05"}


@pytest.mark.parametrize("resources", [None, [], "x", 7, [1], [[]], [{}], [{"path": "表.csv"}] * 2, [{}] * 500])
def test_odd_resources_are_returned_in_words(bench: Bench, resources: Any) -> None:
    delivery = bench.delivery(DATA, FIELDS, record=RECORD)
    descriptor = {"sd:record": RECORD, "resources": resources}
    judgement = judge(replace(delivery, descriptor=descriptor), REVIEWED, bench.stage)
    assert judgement.report.verdict is Verdict.RETURNED
    assert judgement.candidate is None
    assert "M-05" in {f.code for f in judgement.report.findings}


@pytest.mark.parametrize("record", [7, "x", [], None])
def test_odd_records_are_returned(bench: Bench, record: Any) -> None:
    delivery = bench.delivery(DATA, FIELDS)
    descriptor = {**delivery.descriptor, "sd:record": record}
    judgement = judge(replace(delivery, descriptor=descriptor), REVIEWED, bench.stage)
    assert judgement.report.verdict is Verdict.RETURNED


def test_files_that_no_resource_names_are_noted(bench: Bench) -> None:
    delivery = bench.delivery(DATA, FIELDS, record=RECORD)
    more = StagedFile("说明.txt", delivery.files[0].sha256, 1)
    judgement = judge(replace(delivery, files=(*delivery.files, more)), REVIEWED, bench.stage)
    assert judgement.report.verdict is Verdict.PASS
    assert (only(judgement, "M-05").severity, only(judgement, "M-05").file) == (Severity.INFO, "说明.txt")


def test_no_clock_is_read(bench: Bench) -> None:
    later = GateContext(as_of=dt.date(2016, 1, 1), source=REVIEWED.source, reviews=REVIEWED.reviews)
    judgement = bench.full(DATA, FIELDS, context=later)
    assert {"V-11"} <= {f.code for f in judgement.report.findings}, "issued lies after as_of"
    assert BARE not in judgement.report.inputs


@pytest.mark.parametrize(
    ("name", "code", "locked"),
    [("370102190001010019.csv", "G-10", False), ("机密★1年-客运站.csv", "G-03", True)],
)
def test_bytes_are_locked_for_what_their_name_says_of_them(bench: Bench, name: str, code: str, locked: bool) -> None:
    """A mark classifies the file, whatever it is called next; a person's number is gone with the name."""
    delivery = bench.delivery(DATA, FIELDS, name=name, record=RECORD)
    report = judge(delivery, REVIEWED, bench.stage).report
    assert report.verdict is Verdict.RETURNED
    assert code in {finding.code for finding in report.findings}
    assert quarantined(report, delivery.files) == ({delivery.files[0].sha256: code} if locked else {})


def test_the_description_of_a_file_is_a_part_of_the_release(bench: Bench) -> None:
    plain, told = (bench.full(DATA, FIELDS, **more).candidate for more in ({}, {"description": " 含停运车站。 "}))
    assert plain is not None
    assert told is not None
    assert ([t.description for t in plain.tables], [t.description for t in told.tables]) == ([""], ["含停运车站。"])
    assert plain.content_hash != told.content_hash
    assert only(bench.full(DATA, FIELDS, description="停\x01运"), "V-00").severity is Severity.BLOCK


def test_what_is_said_of_a_file_and_counts_for_nothing_is_named(bench: Bench) -> None:
    """V-20; what a Data Package says by its standard is no such thing."""
    standard = {"mediatype": "text/csv", "encoding": "utf-8", "bytes": 1, "hash": "sha256:0", "sd:crs": "CGCS2000"}
    report = bench.full(DATA, FIELDS, **standard, colour="red", size=7, **{"sd:unused": ["owner"]}).report
    said = [(f.params["reason"], f.params["field"]) for f in report.findings if f.code == "V-20"]
    assert said == [("file_unknown", "colour"), ("file_computed", "size"), ("file_unknown", "owner")]
    assert report.verdict is Verdict.PASS
