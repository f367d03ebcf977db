"""信息项: letters, names that say what a column holds, constraints."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from harvesters.catalogue.dictionary import TYPES, check_fields
from harvesters.catalogue.items import (
    check_items,
    fields_to_items,
    is_identifier,
    is_money,
    is_rate,
    items_to_fields,
    read_items,
)

# The worked example of domain §2.9.
ITEMS: list[dict[str, Any]] = [
    {"name_zh": "客运站名称", "name_en": "station_name", "type": "C", "length": 60, "required": True},
    {"name_zh": "行政区划代码", "name_en": "region_code", "type": "C", "length": 6, "codelist": "gbt2260-37"},
    {"name_zh": "站级", "name_en": "grade", "type": "C", "length": 4, "enum": ["一级", "二级", "三级", "便捷"]},
    {"name_zh": "建成日期", "name_en": "built_on", "type": "D"},
    {"name_zh": "总投资", "name_en": "investment", "type": "Y", "unit": "万元"},
    {"name_zh": "经度", "name_en": "lon", "type": "N", "crs": "CGCS2000"},
    {"name_zh": "纬度", "name_en": "lat", "type": "N", "crs": "CGCS2000"},
]


def test_worked_example() -> None:
    fields = {field["sd:id"]: field for field in items_to_fields(ITEMS)}
    assert fields["station_name"]["name"] == "客运站名称"
    assert fields["station_name"]["constraints"] == {"required": True, "maxLength": 60}
    assert fields["region_code"]["type"] == "string"
    assert fields["region_code"]["constraints"] == {"maxLength": 6, "pattern": r"^37\d{4}$"}
    assert fields["grade"]["constraints"]["enum"] == ["一级", "二级", "三级", "便捷"]
    assert fields["built_on"]["type"] == "date"
    assert (fields["investment"]["type"], fields["investment"]["sd:unit"]) == ("number", "万元")
    assert fields["lon"]["constraints"] == {"minimum": 114.3, "maximum": 122.9}
    assert fields["lat"]["constraints"] == {"minimum": 34.2, "maximum": 38.6}
    assert not check_fields(list(fields.values()))
    assert not check_items(list(fields.values()), table="客运站")


def test_as_json_text_and_back() -> None:
    fields = items_to_fields(json.dumps(ITEMS))
    assert fields == items_to_fields(ITEMS)
    back = fields_to_items(fields)
    assert [{k: item[k] for k in given} for given, item in zip(ITEMS, back, strict=True)] == ITEMS
    assert items_to_fields(back) == fields


@pytest.mark.parametrize(
    ("letter", "kind"),
    list(
        zip(
            "CNYDTLMGBIF",
            [
                "string",
                "number",
                "number",
                "date",
                "datetime",
                "boolean",
                "string",
                "any",
                "number",
                "integer",
                "number",
            ],
            strict=True,
        )
    ),
)
def test_letters(letter: str, kind: str) -> None:
    [field] = items_to_fields([{"name_zh": "甲", "type": letter.lower(), "unit": "元"}])
    assert field["type"] == kind
    assert ("trueValues" in field) is (letter == "L")
    assert not check_fields([field])


def test_identifiers_are_text_and_said_so() -> None:
    [field] = items_to_fields([{"name_zh": "邮政编码", "type": "I"}])
    assert field["type"] == "string"
    assert [f.params["reason"] for f in check_items([field], table="t")] == ["identifier"]


def test_small_known_lists_become_an_enum() -> None:
    [field] = items_to_fields([{"name_zh": "领域", "type": "C", "codelist": "data_domains"}])
    assert len(field["constraints"]["enum"]) == 22
    [field] = items_to_fields([{"name_zh": "甲", "type": "C", "codelist": "../../etc/passwd"}])
    assert "constraints" not in field
    assert field["sd:codelist"] == "../../etc/passwd"


def test_unreadable_dictionaries_are_findings() -> None:
    for value in ("{", '"x"', None, 7, {"a": 1}, "[" * 100_000):
        assert [f.code for f in read_items(value)[1]] == ["V-13"]
    items, findings = read_items([{"name_zh": "甲", "type": "C", "colour": "red"}, 3])
    assert len(items) == 1
    assert [(f.code, f.params["reason"]) for f in findings] == [("V-13", "not_an_item"), ("V-20", "item")]


@pytest.mark.parametrize(
    "name",
    [
        *("邮政编码", "行政区划代码", "电话", "联系电话", "部门电话（总机）", "许可证号"),
        *("机构代码", "手机号", "行政区划", "区号", "站号", "账号"),
        *("ICAO代码", "证书编号", "postcode", "region_code", "id", "身份证号码"),
        *("电话1",),
    ],
)
def test_identifier_names(name: str) -> None:
    assert is_identifier(name)


@pytest.mark.parametrize(
    "name",
    [
        *("电话用户数", "编号数量", "人口", "跑道数", "年份", "序号"),
        *("valid", "idea", "行政区划数量", "车牌数"),
    ],
)
def test_not_identifiers(name: str) -> None:
    assert not is_identifier(name)


def test_money_and_rates() -> None:
    assert all(map(is_money, ["总投资", "投资额（万元）", "一般公共预算收入", "地区生产总值", "门票价格"]))
    assert not any(map(is_money, ["人口", "面积", "收入户数"]))
    assert all(map(is_rate, ["合格率", "增长率（%）", "占比", "同比", "税率", "城镇化率"]))
    assert not any(map(is_rate, ["频率", "汇率", "功率", "分辨率", "比较"]))


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ({"name": "电话", "type": "integer"}, "identifier"),
        ({"name": "总投资", "type": "number"}, "money"),
        ({"name": "甲", "type": "number", "sd:type": "Y"}, "money"),
        ({"name": "合格率", "type": "number"}, "rate"),
        ({"name": "总投资（万元）", "type": "number"}, None),
        ({"name": "总投资", "type": "number", "sd:unit": "万元"}, None),
        ({"name": "合格率（%）", "type": "number"}, None),
        ({"name": "总投资", "type": "string"}, None),
        ({"name": "电话", "type": "string"}, None),
        ({"name": "电话"}, None),
    ],
)
def test_v15(field: dict[str, Any], reason: str | None) -> None:
    found = [(f.code, f.params["reason"], f.column) for f in check_items([field], table="t")]
    assert found == ([("V-15", reason, field["name"])] if reason else [])


def test_any_dictionary_gets_an_answer() -> None:
    """Values of any JSON kind in any part of a field or item, deep ones too: findings, never an exception."""
    deep: Any = []
    for _ in range(5_000):
        deep = [deep]
    values: list[Any] = [
        *(
            None,
            True,
            0,
            -1,
            10**30,
            10**400,
            1.5,
            float("inf"),
            float("nan"),
            "",
            "甲",
            "\x00\ud800",
            [],
            {},
            [None],
            [[]],
        ),
        *(
            ["a"],
            [1],
            {"a": 1},
            "any",
            "%Y",
            "(a+)+",
            "string",
            "number",
            "date",
            "37",
            "N",
            "Y",
            {"minimum": "x"},
            deep,
        ),
    ]
    names = (
        "name type format sd:id sd:type sd:unit sd:codelist trueValues falseValues missingValues decimalChar groupChar "
        "bareNumber constraints name_zh name_en length length_unit unit required unique enum codelist crs"
    )
    limits = "required unique minLength maxLength minimum maximum pattern enum jsonSchema"
    dice = random.Random(75)
    for _ in range(3_000):
        field = {name: dice.choice(values) for name in dice.sample(names.split(), 9)}
        if dice.random() < 0.7:
            field["constraints"] = {name: dice.choice(values) for name in dice.sample(limits.split(), 3)}
        field |= {"name": "甲", "type": dice.choice(sorted(TYPES))} if dice.random() < 0.7 else {}
        said = [*check_fields([field]), *check_items([field], table="t"), *read_items([field])[1]]
        assert {f.code for f in said} <= {"G-30", "V-13", "V-15", "V-20"}
        for finding in said:
            json.dumps(dict(finding.params), ensure_ascii=False).encode("utf-8")
        translated = [*items_to_fields([field]), field, *items_to_fields(fields_to_items([field]))]
        check_fields(translated)


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ([], ["none"]),
        (None, ["none"]),
        ([7, "x"], ["none"]),
        ([{"name": "甲"}, {"name": "甲 "}], ["name_twice"]),
        ([{"name": "面积（亩）"}, {"name": "面积(亩)"}], ["name_twice"]),
        ([{"name": " "}], ["no_name"]),
        ([{"type": "string"}], ["no_name"]),
        ([{"name": "甲", "sd:id": "a"}, {"name": "乙", "sd:id": "a"}], ["id_twice"]),
        ([{"name": "甲", "sd:id": "A1"}], ["bad_id"]),
        ([{"name": "甲", "sd:id": "1a"}], ["bad_id"]),
        ([{"name": "甲", "sd:id": "a" * 64}], ["bad_id"]),
        ([{"name": "甲", "sd:id": "a\n"}], ["bad_id"]),
        ([{"name": "甲", "sd:id": 3}], ["bad_id"]),
        ([{"name": "甲", "sd:id": "a" * 63}, {"name": "乙"}], []),
    ],
)
def test_v13(fields: Any, reasons: list[str]) -> None:
    assert [f.params["reason"] for f in check_items(fields, table="t")] == reasons
