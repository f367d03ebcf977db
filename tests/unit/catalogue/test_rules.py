"""The V-rules, case by case, and that no record whatever makes them fail."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from harvesters.catalogue.record import FIELDS
from harvesters.catalogue.rules import RECORD_RULES, check_record, not_checked
from harvesters.contract import CatalogueSnapshot, Finding, GateContext, PreviousRelease, Severity, SourceFacts
from harvesters.messages import words
from harvesters.messages.catalogue import CATALOGUE

TODAY = dt.date(2026, 3, 2)
USCC = "91370100MA3C00003P"
BLOCK, REVIEW, WARN = Severity.BLOCK, Severity.REVIEW, Severity.WARN
# The worked example of domain §2.9, with the provider's (synthetic) code.
RECORD: dict[str, Any] = {
    "title": "山东省公路客运站基本信息",
    "identifier": "30701310711/000001",
    "catalog_class": "30701310711",
    "owner_org": "sd-transport",
    "provider_code": USCC,
    "source_system": "公路客运管理系统",
    "category": "road-transport",
    "data_domain": [6],
    "region_code": "370000",
    "notes": "全省公路客运站名称、等级、地址和经纬度。",
    "share_type": 1,
    "share_use": "作为工作参考，用于数据校核",
    "share_method_class": "platform",
    "share_method_type": "file",
    "open_type": "unconditional",
    "update_cycle": "yearly",
    "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
    "issued": "2017-12-29",
    "license_id": "sd-open-licence",
    "contact_dept_phone": "0531-00000000",
    "security_level": "general_1",
    "desensitisation": {"needed": False},
    "related_codes": [],
}
FIELD_LIST = [{"name": "客运站名称", "type": "string", "sd:id": "station_name"}]
TABLES = [{"key": "t", "title": "客运站", "format": "csv", "fields": FIELD_LIST}]
SOURCE = SourceFacts("transport", "sd-transport", USCC)
CONTEXT = GateContext(as_of=TODAY, source=SOURCE, catalogue=CatalogueSnapshot({}, {}))

PASSED = {"unit": "省交通运输厅", "date": "2026-02-27", "ref": "密审〔2026〕12号", "result": "passed"}

Found = list[tuple[str, Severity, str | None, str | None]]


def brief(findings: list[Finding]) -> Found:
    return [(f.code, f.severity, f.params.get("field"), f.params.get("reason")) for f in findings]


def check(changes: Mapping[str, Any] | None = None, context: GateContext = CONTEXT, signed: bool = False) -> Found:
    """Findings of the worked example with ``changes``; a value None takes a field out."""
    record = {key: value for key, value in {**RECORD, **(changes or {})}.items() if value is not None}
    findings = check_record(record, TABLES, context, signed=signed)
    for finding in findings:
        assert_sayable(finding)
    return brief(findings)


def nested(depth: int) -> dict[str, Any]:
    return {"a": nested(depth - 1)} if depth else {}


def assert_sayable(finding: Finding) -> None:
    """Every finding has its sentence and its remedy, in both languages, with nothing left to fill in."""
    assert finding.code in CATALOGUE
    reason = finding.params.get("reason")
    entry = CATALOGUE[f"{finding.code}.{reason}" if reason else finding.code]
    for lang in ("zh", "en"):
        for text in entry[lang]:
            said = text.format(**words(finding.params, lang))
            assert said
            assert said.isprintable()
            assert len(said) < 2_000
    json.dumps(dict(finding.params)).encode("utf-8")
    assert "\ud800" not in json.dumps(dict(finding.params), ensure_ascii=False)


def test_the_worked_example_passes() -> None:
    assert check() == []


def test_the_worked_example_as_printed() -> None:
    """With what it carries beside the given fields: all of that is only reported."""
    extra = {"name": "sd-30701310711-000001", "data_updated": "2026-03-02", "secrecy_review": PASSED}
    assert check(extra) == [
        ("V-20", WARN, "data_updated", "computed"),
        ("V-20", WARN, "secrecy_review", "officer_only"),
    ]
    assert check(extra, signed=True) == [("V-20", WARN, "data_updated", "computed")]


@pytest.mark.parametrize(
    "name", ["title", "identifier", "notes", "share_type", "open_type", "issued", "update_cycle", "catalog_class"]
)
@pytest.mark.parametrize("blank", [None, "", " \t\u3000 "])
def test_v01_elements(name: str, blank: str | None) -> None:
    changes = {name: blank, "frequency": None}
    if name == "identifier":
        changes["catalog_class"] = "30701310711"
    if name == "catalog_class":
        changes["identifier"] = "BA6006/000218"
    assert check(changes) == [("V-01", BLOCK, name, "missing")]


def test_v01_class_of_a_national_code_is_its_first_part() -> None:
    assert check({"catalog_class": None}) == []


def test_v01_supplemented_from_the_registration() -> None:
    source = replace(SOURCE, registration={"supplemented": {"share_type": "1", "issued": "2017-12-29"}})
    context = replace(CONTEXT, source=source)
    assert check({"share_type": None, "issued": None}, context) == []
    assert check({"share_type": None, "title": None}, context) == [("V-01", REVIEW, "title", "held")]
    nothing = replace(SOURCE, registration={"supplemented": {}})
    assert check({"share_type": None}, replace(CONTEXT, source=nothing)) == [("V-01", REVIEW, "share_type", "held")]
    other = replace(SOURCE, registration={"path": "/data"})
    assert check({"share_type": None}, replace(CONTEXT, source=other)) == [("V-01", BLOCK, "share_type", "missing")]


def test_v01_beside_the_national_elements() -> None:
    assert check({"category": None}) == [("V-01", REVIEW, "category", "category")]
    assert check({"security_level": None}) == [("V-01", REVIEW, "security_level", "held")]
    for name in ("source_system", "data_domain", "region_code"):
        assert check({name: None}) == [("V-01", WARN, name, "advised")]


def test_v01_proposes_categories_by_the_domain() -> None:
    record = {key: value for key, value in RECORD.items() if key != "category"}
    [finding] = check_record(record, TABLES, CONTEXT)
    assert finding.params["proposals"] == "road-transport 道路交通"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("open_type", "1"),
        ("share_type", "0"),
        ("update_cycle", "0"),
        ("category", "roads"),
        ("data_domain", ["6", "23"]),
        ("region_code", "110000"),
        ("license_id", "notspecified"),
        ("security_level", "公开"),
        ("secret_flag", "也许"),
        ("theme", "218"),
    ],
)
def test_v01_unmapped_codes_are_errors(name: str, value: Any) -> None:
    assert check({name: value, "frequency": None}) == [("V-01", BLOCK, name, "not_in_list")]


def test_v01_former_regions_pass_with_a_warning() -> None:
    assert check({"region_code": "371200"}) == [("V-01", WARN, "region_code", "former_region")]


def test_v01_element_7_of_each_table() -> None:
    for form in (None, "", " ", 7):
        findings = check_record(RECORD, [{**TABLES[0], "format": form}], CONTEXT)
        assert brief(findings) == [("V-01", BLOCK, None, "format")]
        assert_sayable(findings[0])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"catalog_class": "30701310712"}, [("V-02", BLOCK, "catalog_class", "class_differs")]),
        (
            {"identifier": "199001/1", "catalog_class": "199001"},
            [("V-02", WARN, "catalog_class", "unknown_class")],
        ),
        (
            {"identifier": "303084122704/000001", "catalog_class": None},
            [("V-02", WARN, "catalog_class", "unknown_class")],
        ),
        ({"identifier": "BA6006/000218"}, []),
        ({"identifier": "30701310711-000001"}, [("V-02", WARN, "identifier", "nearly_national")]),
        ({"identifier": "30701310711/A1"}, [("V-02", WARN, "identifier", "nearly_national")]),
        ({"identifier": "30701310711"}, [("V-02", WARN, "identifier", "nearly_national")]),
        ({"identifier": "A 1"}, [("V-02", BLOCK, "identifier", "local_form")]),
        ({"identifier": "A" * 91}, [("V-02", BLOCK, "identifier", "too_long")]),
        ({"identifier": "SDP/000001"}, []),
        ({"identifier": "SDP/1"}, [("V-02", BLOCK, "identifier", "portal_form")]),
    ],
)
def test_v02_scheme(changes: dict[str, Any], found: Found) -> None:
    assert check(changes) == found


def test_v02_another_departments_code_is_a_conflict_that_tells_nothing_of_it() -> None:
    taken = CatalogueSnapshot({RECORD["identifier"]: "sd-finance"}, {("sd-finance", "机密标题"): RECORD["identifier"]})
    context = replace(CONTEXT, catalogue=taken)
    findings = check_record(RECORD, TABLES, context)
    assert brief(findings) == [("V-02", BLOCK, "identifier", "conflict")]
    assert "sd-finance" not in str(findings)
    assert "标题" not in str(findings)
    own = CatalogueSnapshot({RECORD["identifier"]: "sd-transport"}, {})
    assert check(context=replace(CONTEXT, catalogue=own)) == []


def test_v02_never_changes_once_published() -> None:
    previous = PreviousRelease(1, "h", RECORD["identifier"], "d", "unconditional")
    context = replace(CONTEXT, previous=previous)
    assert check(context=context) == []
    assert check({"identifier": "30701310711/000002"}, context) == [("V-02", BLOCK, "identifier", "changed")]


@pytest.mark.parametrize(
    ("code", "owner", "found"),
    [
        (USCC, USCC, []),
        (" 91370100-ma3c00003p ", USCC, []),
        (None, USCC, []),
        (USCC, None, [("V-03", WARN, "provider_code", "not_on_record")]),
        (None, None, [("V-03", WARN, "provider_code", "not_on_record")]),
        ("11370000MB284651XL", USCC, [("V-03", BLOCK, "provider_code", "differs")]),
        ("91370100MA3C00003Q", None, [("V-03", BLOCK, "provider_code", "check")]),
        ("91370100MA3C00000E", USCC, [("V-03", BLOCK, "provider_code", "organisation")]),
        ("9137010IMA3C00003P", USCC, [("V-03", BLOCK, "provider_code", "form")]),
        ("370102190001010019", None, [("V-03", BLOCK, "provider_code", "check")]),
    ],
)
def test_v03(code: str | None, owner: str | None, found: Found) -> None:
    context = replace(CONTEXT, source=replace(SOURCE, owner_uscc=owner))
    assert check({"provider_code": code}, context) == found


def test_v03_never_repeats_an_id_number() -> None:
    findings = check_record({**RECORD, "provider_code": "370102190001010019"}, TABLES, CONTEXT)
    assert "370***********0019" in str(findings)
    assert "370102190001010019" not in str(findings)


def test_v03_the_source_decides_whose_it_is() -> None:
    assert check({"owner_org": "sd-finance"}) == [("V-03", BLOCK, "owner_org", "other_owner")]
    assert check({"owner_org": "省交通运输厅"}) == []
    assert check({"owner_org": None}) == []


def test_without_a_portal() -> None:
    """On a department's own machine: nothing is made up, and what could not be judged is said."""
    alone = GateContext(as_of=TODAY)
    assert check({"owner_org": None}, alone) == []
    assert check({"provider_code": None}, alone) == [("V-03", WARN, "provider_code", "not_given")]
    assert not_checked(alone) == ("V-02", "V-03", "V-12", "V-14", "V-16", "V-18", "V-19")
    assert not_checked(CONTEXT) == ()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"issued": "2026-03-02"}, []),
        ({"issued": "2026-03-03"}, [("V-11", BLOCK, "issued", "future")]),
        ({"issued": "1949-10-01"}, []),
        ({"issued": "1949-09-30"}, [("V-11", BLOCK, "issued", "too_early")]),
        ({"issued": "2017-02-29"}, [("V-11", BLOCK, "issued", "form")]),
        ({"issued": "2017/12/29"}, [("V-11", BLOCK, "issued", "form")]),
        ({"issued": "20171229"}, [("V-11", BLOCK, "issued", "form")]),
        ({"issued": "2017-W01-1"}, [("V-11", BLOCK, "issued", "form")]),
        ({"issued": "２０１７-12-29"}, []),
        ({"issued": 20171229}, [("V-11", BLOCK, "issued", "form")]),
        ({"modified": "2017-12-29"}, []),
        ({"modified": "2017-12-28"}, [("V-11", BLOCK, "modified", "before_issued")]),
        ({"modified": "昨天"}, [("V-11", BLOCK, "modified", "form")]),
    ],
)
def test_v11(changes: dict[str, Any], found: Found) -> None:
    assert check(changes) == found


def test_v13_and_v15_of_every_table_but_not_of_a_draft() -> None:
    assert check_record(RECORD, [], CONTEXT) == []
    bad = [{**TABLES[0], "fields": []}, {**TABLES[0], "fields": [{"name": "电话", "type": "integer"}]}]
    findings = check_record(RECORD, bad, CONTEXT)
    assert [(f.code, f.severity, f.params["reason"]) for f in findings] == [
        ("V-13", BLOCK, "none"),
        ("V-15", BLOCK, "identifier"),
    ]
    for finding in findings:
        assert_sayable(finding)


def test_v20_names_each_field() -> None:
    assert check({"colour": "red", "a\x00\ud800b": 1}) == [
        ("V-20", WARN, "colour", "unknown"),
        ("V-20", WARN, "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b", "unknown"),
    ]
    assert len(check({f"x{n}": 1 for n in range(1000)})) == 51
    assert check({"name": "my-name"}) == [("V-20", WARN, "name", "name")]
    assert check({"frequency": "每年"}) == [("V-20", WARN, "frequency", "computed")]
    assert check({"release_number": 9}) == [("V-20", WARN, "release_number", "computed")]


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("title", "甲" * 201, "title_too_long"),
        ("title", "甲\n乙", "control"),
        ("title", "甲\u2028乙", "control"),
        ("title", "甲\x00", "control"),
        ("title", "甲\ud800", "control"),
        ("title", "甲\u202e乙", "control"),
        ("title", "甲\u200b乙", "control"),
        ("title", "甲\U000e0041乙", "control"),
        ("keywords", ["\ufeff甲"], "control"),
        ("title", ["甲"], "not_text"),
        ("title", {"zh": "甲"}, "not_text"),
        ("notes", "甲" * 33_334, "too_long"),
        ("notes", "a\x07", "control"),
        ("source_system", "a" * 8_001, "too_long"),
        ("open_condition", "甲" * 2_667, "too_long"),
        ("keywords", [f"k{n}" for n in range(201)], "too_many"),
        ("keywords", ["a" * 9_000, "b" * 9_000, "c" * 9_000, "d" * 9_000], "too_long"),
        ("keywords", ["a\tb"], "control"),
        ("keywords", [["a"]], "not_list"),
        ("keywords", {"a": 1}, "not_list"),
        ("desensitisation", "x", "not_object"),
        ("desensitisation", {"rules": ["a\x00"]}, "control"),
        ("desensitisation", {"a\ud800": 1}, "control"),
        ("desensitisation", {"rules": "a" * 100_001}, "too_long"),
        ("desensitisation", nested(70), "too_deep"),
        ("secrecy_review", [1], "not_object"),
    ],
)
def test_v00(name: str, value: Any, reason: str) -> None:
    assert ("V-00", BLOCK, name, reason) in check({name: value})


@pytest.mark.parametrize("text", ["\u200b", " \u200b\u2060", "\ufeff", "\u3164", "\u2800 \u00ad"])
def test_v01_what_nobody_sees_is_no_title(text: str) -> None:
    assert ("V-01", BLOCK, "title", "missing") in check({"title": text}), "blank to the eye is not given"
    assert not [one for one in check({"notes": f"甲{text}乙"}) if one[0] == "V-00"], "running text may hold such marks"


def test_v00_lets_good_text_pass() -> None:
    assert (
        check({"title": "甲" * 200, "notes": "一\r\n\t二" * 1_000, "open_condition": "一\n二", "keywords": ["𠮷"]})
        == []
    )


def test_any_record_gets_an_answer() -> None:
    """Values of any JSON kind in any field: always findings, never an exception, and each can be said."""
    values: list[Any] = [
        *(None, True, False, 0, -1, 3, 10**30, 1.5, 1e300, float("inf"), "", " ", "甲", "\x00", "\ud800", "a" * 9_000),
        *([], {}, [None], [1, "a", None], [[]], [{}], {"a": {"b": []}}, "[1", '["a"]', "{}", "1", "3", "370000", "a,b"),
        *("30701310711/000001", "２０２５-01-01", "9999-99-99", "0000-00-00", ["6"], "[" * 50_000),
    ]
    dice = random.Random(20171022)
    names = [*FIELDS, "unknown", ""]
    for _ in range(1_500):
        changed = {name: dice.choice(values) for name in dice.sample(names, dice.randint(1, 12))}
        registered = {"supplemented": {dice.choice(names): dice.choice(values)}}
        source = replace(SOURCE, registration=dice.choice([{}, registered, {"supplemented": None}]))
        table = {
            key: dice.choice([*values, FIELD_LIST]) for key in ("key", "title", "format", "format_class", "fields")
        }
        previous = PreviousRelease(1, "h", RECORD["identifier"], "d", "unconditional", dice.choice(["2020-01-01", ""]))
        catalogue = CatalogueSnapshot({}, {("sd-transport", "甲"): "A"}, {"0": "B"})
        context = replace(
            CONTEXT,
            source=dice.choice([source, None]),
            previous=dice.choice([previous, None]),
            catalogue=dice.choice([catalogue, None]),
        )
        findings = check_record({**RECORD, **changed}, [table], context, signed=dice.choice([True, False]))
        for finding in findings:
            assert finding.code in RECORD_RULES
            assert_sayable(finding)
