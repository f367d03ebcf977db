"""A dictionary from outside is refused in words before anything runs with it."""

from __future__ import annotations

from typing import Any

import pytest

from harvesters.catalogue.dictionary import MAX_COLUMNS, MAX_ENUM, check_fields, pattern_problem
from harvesters.contract import Severity


def reasons(field: Any) -> list[str]:
    found = check_fields([field], file="a.csv", table="表")
    assert all((f.code, f.severity, f.file) == ("G-30", Severity.BLOCK, "a.csv") for f in found)
    return [f.params["reason"] for f in found]


@pytest.mark.parametrize(
    "field",
    [
        {"name": "甲"},
        {"name": "甲", "type": "date", "format": "%Y-%m-%d", "constraints": {"minimum": "2000-01-01"}},
        {"name": "甲", "type": "date", "format": "%Y年%m月%d日", "constraints": {"minimum": "2000年01月02日"}},
        {"name": "甲", "type": "integer", "constraints": {"minimum": 0, "maximum": "10", "unique": True}},
        {"name": "甲", "type": "number", "decimalChar": ".", "groupChar": ",", "bareNumber": False},
        {"name": "甲", "type": "boolean", "trueValues": ["是"], "falseValues": ["否"]},
        {"name": "甲", "type": "string", "missingValues": [], "constraints": {"enum": ["a", "b"], "pattern": "^[ab]$"}},
        {"name": "甲", "type": "string", "constraints": {"minLength": 2, "maxLength": 2}},
        {"name": "甲", "type": "yearmonth", "constraints": {"minimum": "2017-01"}},
        {"name": "甲", "type": "datetime", "constraints": {"minimum": "2017-01-01T00:00:00"}},
        {"name": "甲", "type": "any", "sd:unit": "亩", "rdfType": "http://example.org"},
    ],
)
def test_sane(field: dict[str, Any]) -> None:
    assert reasons(field) == []


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("甲", "field_not_an_object"),
        ({}, "no_name"),
        ({"name": 7}, "no_name"),
        ({"name": "a\x00b"}, "bad_name"),
        ({"name": "a\nb"}, "bad_name"),
        ({"name": "a\ud800"}, "bad_name"),
        ({"name": "a" * 201}, "bad_name"),
        ({"name": "甲", "type": "money"}, "unknown_type"),
        ({"name": "甲", "type": ["string"]}, "unknown_type"),
        ({"name": "甲", "type": "date", "format": "any"}, "bad_format"),
        ({"name": "甲", "type": "date", "format": "YYYY-MM-DD"}, "bad_format"),
        ({"name": "甲", "type": "date", "format": "%Q"}, "bad_format"),
        ({"name": "甲", "type": "date", "format": 7}, "bad_format"),
        ({"name": "甲", "type": "number", "decimalChar": ""}, "bad_char"),
        ({"name": "甲", "type": "number", "groupChar": "1"}, "bad_char"),
        ({"name": "甲", "type": "number", "bareNumber": "no"}, "not_boolean"),
        ({"name": "甲", "type": "boolean", "trueValues": "是"}, "not_texts"),
        ({"name": "甲", "type": "boolean", "trueValues": []}, "not_texts"),
        ({"name": "甲", "type": "boolean", "trueValues": ["1"], "falseValues": ["1"]}, "true_and_false"),
        ({"name": "甲", "missingValues": [None]}, "not_texts"),
        ({"name": "甲", "constraints": []}, "constraints_not_an_object"),
        ({"name": "甲", "constraints": {"jsonSchema": {"$ref": "http://example.org"}}}, "unknown_constraint"),
        ({"name": "甲", "constraints": {"required": "yes"}}, "not_boolean"),
        ({"name": "甲", "constraints": {"maxLength": -1}}, "bad_bound"),
        ({"name": "甲", "constraints": {"maxLength": True}}, "bad_bound"),
        ({"name": "甲", "constraints": {"maxLength": 10**400}}, "bad_bound"),
        ({"name": "甲", "constraints": {"minLength": 3, "maxLength": 2}}, "empty_range"),
        ({"name": "甲", "type": "integer", "constraints": {"maxLength": 2}}, "not_for_type"),
        ({"name": "甲", "constraints": {"minimum": 2}}, "not_for_type"),
        ({"name": "甲", "type": "integer", "constraints": {"minimum": "x"}}, "bad_bound"),
        ({"name": "甲", "type": "integer", "constraints": {"minimum": 1.5}}, "bad_bound"),
        ({"name": "甲", "type": "number", "constraints": {"minimum": "NaN"}}, "bad_bound"),
        ({"name": "甲", "type": "number", "constraints": {"minimum": 2, "maximum": 1}}, "empty_range"),
        ({"name": "甲", "type": "date", "constraints": {"minimum": "2017-13-01"}}, "bad_bound"),
        ({"name": "甲", "type": "date", "constraints": {"maximum": {}}}, "bad_bound"),
        ({"name": "甲", "type": "integer", "constraints": {"pattern": "1"}}, "not_for_type"),
        ({"name": "甲", "constraints": {"pattern": "("}}, "pattern_bad"),
        ({"name": "甲", "constraints": {"pattern": 7}}, "pattern_not_text"),
        ({"name": "甲", "constraints": {"pattern": "a" * 501}}, "pattern_too_long"),
        ({"name": "甲", "constraints": {"pattern": "(a+)+$"}}, "pattern_nested"),
        ({"name": "甲", "constraints": {"enum": []}}, "enum_not_a_list"),
        ({"name": "甲", "constraints": {"enum": [{}]}}, "enum_not_a_list"),
        ({"name": "甲", "constraints": {"enum": ["a", "a"]}}, "enum_repeats"),
        ({"name": "甲", "constraints": {"enum": list(range(MAX_ENUM + 1))}}, "enum_too_long"),
    ],
)
def test_refused(field: Any, reason: str) -> None:
    assert reasons(field) == [reason]


def test_whole_lists() -> None:
    assert [f.params["reason"] for f in check_fields("x")] == ["fields_not_a_list"]
    assert [f.params["reason"] for f in check_fields(None)] == ["fields_not_a_list"]
    assert [f.params["reason"] for f in check_fields([{"name": "a"}] * (MAX_COLUMNS + 1))] == ["too_many_columns"]
    assert check_fields([]) == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"^37\d{4}$",
        r"^(\d+(\.\d+)?)$",
        r"([a-z]{3})+",
        r"^(一级|二级)$",
        r"[\u4e00-\u9fa5]+",
        r"(北|南)+",
        r"^\d{4}-\d{2}$",
    ],
)
def test_good_patterns(pattern: str) -> None:
    assert pattern_problem(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+",
        r"(a|aa)*",
        r"(\d+,)*\d+",
        r"(?:(x+x+)+y)",
        r"(?=(a+)+)b",
        r"(a{1,30}){1,30}",
        r"(?P<x>a*)*",
        r"(x)(?(1)(a+)+|b)",
    ],
)
def test_patterns_that_could_take_for_ever(pattern: str) -> None:
    assert pattern_problem(pattern) == "pattern_nested"
