"""V-02 beside the class table, V-04 to V-10, V-12, V-14, V-16 to V-19: each case and what is just not one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from test_rules import BLOCK, CONTEXT, PASSED, RECORD, REVIEW, TABLES, TODAY, WARN, Found, assert_sayable, brief, check

from harvesters.catalogue.rules import check_record
from harvesters.catalogue.rules.standing import items_key, title_key
from harvesters.contract import CatalogueSnapshot, PreviousRelease, Severity
from harvesters.messages import sentence

INFO = Severity.INFO
REFUSED = {"share_type": 3, "share_use": None, "share_method_class": None, "share_method_type": None}
BASIS = {"no_share_basis": "《中华人民共和国统计法》第二十五条"}
SHARED = {"share_type": 2, "share_condition": "须说明使用目的", "share_scope": "省直各有关部门"}


def test_v02_the_class_of_another_department() -> None:
    changes = {"identifier": "30701310706/000001", "catalog_class": "30701310706"}
    assert check(changes) == [("V-02", BLOCK, "identifier", "other_department")]
    [finding] = check_record({**RECORD, **changes}, TABLES, CONTEXT)
    assert "山东省财政厅" in sentence("V-02", finding.params)
    assert "山东省交通运输厅" in sentence("V-02", finding.params)
    assert "Department of Finance" in sentence("V-02", finding.params, "en")
    assert check({"identifier": "211002/000001", "catalog_class": "211002"}) == []
    assert check({"identifier": "3070131071105/1", "catalog_class": None}) == [
        ("V-02", WARN, "catalog_class", "unknown_class")
    ]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (SHARED, []),
        ({**SHARED, "share_condition": None}, [("V-04", BLOCK, "share_condition", "missing")]),
        ({**SHARED, "share_scope": " "}, [("V-04", BLOCK, "share_scope", "missing")]),
        ({**SHARED, "share_condition": "无"}, [("V-04", BLOCK, "share_condition", "empty_words")]),
        ({**SHARED, "share_condition": "有条件共享"}, [("V-04", BLOCK, "share_condition", "empty_words")]),
        ({**SHARED, "share_condition": "说明目的"}, [("V-04", BLOCK, "share_condition", "empty_words")]),
        ({**SHARED, "share_condition": "——————"}, [("V-04", BLOCK, "share_condition", "empty_words")]),
        ({**SHARED, "share_condition": "须说明目的"}, []),
        ({**SHARED, "share_use": None}, [("V-04", WARN, "share_use", "no_use")]),
        ({"share_use": None}, [("V-04", WARN, "share_use", "no_use")]),
        ({"share_condition": "无"}, []),  # nobody asked
    ],
)
def test_v04(changes: dict[str, Any], found: Found) -> None:
    assert check(changes) == found


@pytest.mark.parametrize(
    ("basis", "reason"),
    [
        ("《中华人民共和国统计法》第二十五条", None),
        ("国发〔2016〕51号", None),
        ("鲁政办发[2017]75号", None),
        ("省政府令第344号", None),
        ("依照国务院令 第809号", None),
        (None, "missing"),
        ("  ", "missing"),
        ("有关法律规定", "no_source"),
        ("《》", "no_source"),
        ("2016年第51期", "no_source"),
    ],
)
def test_v05(basis: str | None, reason: str | None) -> None:
    changes = {**REFUSED, "open_type": "not_open", "no_open_basis": "《统计法》", "no_share_basis": basis}
    stays = ("V-08", INFO, "open_type", "stays_inside")
    assert check(changes) == [*([("V-05", BLOCK, "no_share_basis", reason)] if reason else []), stays]


def test_v06() -> None:
    for name in ("share_method_class", "share_method_type"):
        assert check({name: None}) == [("V-06", BLOCK, name, "missing")]
        assert check({**SHARED, name: None}) == [("V-06", BLOCK, name, "missing")]
        changes = {**REFUSED, **BASIS, "open_type": "not_open", "no_open_basis": "《统计法》", name: RECORD[name]}
        assert ("V-06", BLOCK, name, "not_shared") in check(changes)
    assert check({"share_method_class": "offline"}) == []


def test_v07() -> None:
    assert check({"open_type": "conditional"}) == [("V-07", BLOCK, "open_condition", None)]
    assert check({"open_type": "conditional", "open_condition": " \u3000"}) == [("V-07", BLOCK, "open_condition", None)]
    assert check({"open_type": "conditional", "open_condition": "须说明用途"}) == []


def test_v08() -> None:
    assert check({"open_type": "not_open"}) == [("V-08", BLOCK, "no_open_basis", "no_basis")]
    changes = {"open_type": "不予开放", "no_open_basis": "《中华人民共和国保守国家秘密法》"}
    assert check(changes) == [("V-08", INFO, "open_type", "stays_inside")]


def test_v09() -> None:
    assert check({**REFUSED, **BASIS}) == [("V-09", BLOCK, "open_type", None)]
    conditional = {"open_type": "conditional", "open_condition": "须说明用途"}
    assert check({**REFUSED, **BASIS, **conditional, "share_type": "不予共享"}) == [("V-09", BLOCK, "open_type", None)]
    assert check({**SHARED, **conditional}) == []


@pytest.mark.parametrize(
    ("table", "way", "found"),
    [
        ({"format": "csv"}, "file", []),
        ({"format": "CSV", "format_class": "02"}, "file", []),
        ({"format": "csv", "format_class": "电子表格"}, "file", []),
        ({"format": "csv", "format_class": "01"}, "file", [("V-10", BLOCK, None, "class")]),
        ({"format": "csv", "format_class": "09"}, "file", [("V-10", BLOCK, None, "unknown_class")]),
        ({"format": "csv"}, "database", [("V-10", BLOCK, "share_method_type", "way")]),
        ({"format": "xlsx"}, "interface", [("V-10", BLOCK, "share_method_type", "way")]),
        ({"format": "mysql"}, "database", []),
        ({"format": "mysql"}, "interface", []),
        ({"format": "mysql"}, "file", [("V-10", BLOCK, "share_method_type", "way")]),
        ({"format": "rest"}, "interface", []),
        ({"format": "rest"}, "file", [("V-10", BLOCK, "share_method_type", "way")]),
        ({"format": "arrow"}, "file", [("V-10", WARN, None, "unknown_format")]),
        ({"format": "zip"}, "file", []),
        ({"format": "arrow", "format_class": "06"}, "file", []),
        ({"format": "parquet"}, "file", []),
        ({"format": "csv"}, None, [("V-06", BLOCK, "share_method_type", "missing")]),
    ],
)
def test_v10(table: dict[str, Any], way: str | None, found: Found) -> None:
    record = {key: value for key, value in {**RECORD, "share_method_type": way}.items() if value}
    findings = check_record(record, [{**TABLES[0], **table}], CONTEXT)
    assert brief(findings) == found
    for finding in findings:
        assert_sayable(finding)


def test_v12() -> None:
    known = replace(CONTEXT, catalogue=CatalogueSnapshot({"BA6006/000218": "sd-finance"}, {}))
    assert check({"related_codes": ["BA6006/000218"]}, known) == []
    assert check({"related_codes": ["BA6006/000219"]}, known) == [("V-12", WARN, "related_codes", "unknown")]
    assert check({"related_codes": [RECORD["identifier"]]}, known) == [("V-12", BLOCK, "related_codes", "itself")]
    for odd in ("见 附件", "SDP/1", "—", "A" * 91):
        assert check({"related_codes": [odd]}, known) == [("V-12", BLOCK, "related_codes", "form")], odd
    alone = replace(CONTEXT, catalogue=None)
    assert check({"related_codes": ["BA6006/000219"]}, alone) == []


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("山东省公路客运管理系统", [("V-14", WARN, "title", "system")]),
        ("山东省系统内公路客运站", []),
        ("公路客运站、", [("V-14", BLOCK, "title", "punctuation")]),
        ("“公路客运站", [("V-14", BLOCK, "title", "punctuation")]),
        ("公路客运站）", [("V-14", BLOCK, "title", "punctuation")]),
        ("-公路客运站", [("V-14", BLOCK, "title", "punctuation")]),
        ("公路客运站（2025年）", []),
        ("《山东省标准》目录", []),
        ("公路客运站达标率%", []),
        ("2004—2026年法定节假日安排", []),
        ("公路  客运站", [("V-14", BLOCK, "title", "spaces")]),
        ("公路\u3000\u3000客运站", [("V-14", BLOCK, "title", "spaces")]),
        ("公路 客运站", []),
    ],
)
def test_v14_the_title_itself(title: str, found: Found) -> None:
    assert check({"title": title}) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("公路客运站1", "公路客运站2", True),
        ("公路客运站 01", "公路客运站（３）", True),
        ("公路客运站", "公路·客运站", True),
        ("公路客运站", "公路客运站12", True),
        ("ABC 名录", "abc名录", True),
        ("公路客运站2024", "公路客运站2025", False),
        ("公路客运站2024年", "公路客运站2025年", False),
        ("公路客运站100", "公路客运站200", False),
        ("第1批名单", "第2批名单", False),
        ("济南公路客运站", "青岛公路客运站", False),
        ("12", "13", False),
    ],
)
def test_v14_near_duplicates(one: str, other: str, same: bool) -> None:
    assert (title_key(one) == title_key(other)) is same
    catalogue = CatalogueSnapshot({}, {("sd-transport", title_key(one)): "OTHER/000001"})
    found = check({"title": other}, replace(CONTEXT, catalogue=catalogue))
    assert (("V-14", BLOCK, "title", "near_duplicate") in found) is same


def test_v14_only_within_the_department_and_not_itself() -> None:
    key = title_key(RECORD["title"])
    theirs = CatalogueSnapshot({}, {("sd-finance", key): "OTHER/000001"})
    assert check(context=replace(CONTEXT, catalogue=theirs)) == []
    own = CatalogueSnapshot({}, {("sd-transport", key): RECORD["identifier"]})
    assert check(context=replace(CONTEXT, catalogue=own)) == []


@pytest.mark.parametrize(
    ("cycle", "days", "warned"),
    [
        ("monthly", 90, False),
        ("monthly", 91, True),
        ("daily", 4, True),
        ("daily", 3, False),
        ("realtime", 2, True),
        ("realtime", 1, False),
        ("yearly", 1095, False),
        ("yearly", 1096, True),
        ("irregular", 5000, False),
        ("none", 5000, False),
    ],
)
def test_v16(cycle: str, days: int, warned: bool) -> None:
    last = (TODAY - dt.timedelta(days=days)).isoformat()
    previous = PreviousRelease(1, "h", RECORD["identifier"], "d", "unconditional", last)
    found = check({"update_cycle": cycle, "frequency": None}, replace(CONTEXT, previous=previous))
    assert found == ([("V-16", WARN, "update_cycle", None)] if warned else [])


def test_v17() -> None:
    for level in ("general_3", "general_4", "important", "core"):
        assert check({"security_level": level}) == [("V-17", BLOCK, "security_level", "level")]
    assert check({"security_level": "general_2"}) == []
    for review, reason in [
        ({**PASSED, "result": "failed"}, "not_passed"),
        ({**PASSED, "result": None}, "not_passed"),
        ({**PASSED, "date": "去年"}, "no_date"),
        ({**PASSED, "date": "2026-03-03"}, "future"),
        ({**PASSED, "date": "2025-03-01"}, "old"),
    ]:
        assert check({"secrecy_review": review}, signed=True) == [("V-17", BLOCK, "secrecy_review", reason)]
        assert check({"secrecy_review": review}) == [("V-20", WARN, "secrecy_review", "officer_only")]
    assert check({"secrecy_review": {**PASSED, "date": "2025-03-02"}}, signed=True) == []


def test_v18() -> None:
    key = items_key(TABLES[0]["fields"])
    assert key is not None
    assert key == items_key([{"name": " 客运站名称 "}])
    assert key != items_key([{"name": "客运站名称"}, {"name": "站级"}])
    assert items_key([]) is items_key(None) is items_key([{"type": "string"}]) is None
    above = CatalogueSnapshot({}, {}, {key: "30701310711/000009"})
    assert check(context=replace(CONTEXT, catalogue=above)) == [("V-18", WARN, None, None)]
    assert check(context=replace(CONTEXT, catalogue=CatalogueSnapshot({}, {}, {"0" * 64: "A"}))) == []


@pytest.mark.parametrize(
    ("before", "changes", "reason"),
    [
        ("unconditional", {"open_type": "conditional", "open_condition": "须说明用途"}, "downgrade_no_basis"),
        (
            "unconditional",
            {"open_type": "conditional", "open_condition": "须说明用途", "open_basis": "《数据安全法》第二十一条"},
            "downgrade",
        ),
        ("conditional", {"open_type": "not_open", "no_open_basis": "《数据安全法》"}, "downgrade"),
        ("unconditional", {"open_type": "not_open", "no_open_basis": "《数据安全法》"}, "downgrade"),
        ("unconditional", {}, None),
        ("conditional", {}, None),  # wider: the department may
        ("conditional", {"open_type": "conditional", "open_condition": "须说明用途"}, None),
    ],
)
def test_v19(before: str, changes: dict[str, Any], reason: str | None) -> None:
    previous = PreviousRelease(1, "h", RECORD["identifier"], "d", before)
    found = check(changes, replace(CONTEXT, previous=previous))
    assert [one for one in found if one[0] == "V-19"] == ([("V-19", REVIEW, "open_type", reason)] if reason else [])
