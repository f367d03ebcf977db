"""What a release must have beside right data: G-01, G-02, G-04, G-31."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from gate_bench import AS_OF, RECORD, REVIEWED, SOURCE

from harvesters.contract import GateContext, PreviousRelease, SafetyReview, Severity
from harvesters.gate.rules.release import check

DICTIONARY = "d1"


def found(context: GateContext = REVIEWED, **record: Any) -> list[tuple[str, str, str]]:
    whole = {key: value for key, value in {**RECORD, **record}.items() if value is not None}
    return [(f.code, str(f.params["reason"]), f.severity.value) for f in check(whole, DICTIONARY, context)]


def reviewed(*reviews: SafetyReview, previous: str | None = None) -> GateContext:
    earlier = PreviousRelease(1, "c", str(RECORD["identifier"]), previous, "unconditional") if previous else None
    return GateContext(as_of=AS_OF, source=SOURCE, reviews=reviews, previous=earlier)


def review(days: int = 0, types: tuple[str, ...] = ("unconditional",), dictionary: str | None = None) -> SafetyReview:
    return SafetyReview("张", AS_OF - dt.timedelta(days=days), types, dictionary)


@pytest.mark.parametrize(
    ("context", "finding"),
    [
        (reviewed(), ("G-01", "none", "review")),
        (reviewed(review(-1)), ("G-01", "none", "review")),
        (reviewed(review(366)), ("G-01", "old", "block")),
        (reviewed(review(types=("conditional",))), ("G-01", "open_type", "block")),
        (reviewed(review(dictionary="other")), ("G-01", "dictionary", "review")),
        (reviewed(review(), previous="other"), ("G-01", "dictionary", "review")),
    ],
)
def test_reviews_that_do_not_cover(context: GateContext, finding: tuple[str, str, str]) -> None:
    assert found(context) == [finding]


@pytest.mark.parametrize(
    "context",
    [
        reviewed(review(365)),
        reviewed(review(dictionary=DICTIONARY), previous="other"),
        reviewed(review(), previous=DICTIONARY),
        reviewed(review(400), review(3)),
        GateContext(as_of=AS_OF),
    ],
)
def test_reviews_that_cover(context: GateContext) -> None:
    assert found(context) == []


@pytest.mark.parametrize(
    ("source", "record", "reason"),
    [
        ({"secret": True}, {}, "source"),
        ({"network_domain": "intranet"}, {}, "network"),
        ({"network_domain": "电子政务内网"}, {}, "network"),
        ({}, {"secret_flag": "1"}, "flag"),
    ],
)
def test_secret_sources_and_records(source: dict[str, Any], record: dict[str, Any], reason: str) -> None:
    context = replace(REVIEWED, source=replace(SOURCE, **source))
    assert found(context, **record) == [("G-02", reason, "block")]


def test_the_administrative_domain_is_ours_too() -> None:
    assert found(replace(REVIEWED, source=replace(SOURCE, network_domain="administrative")), secret_flag="0") == []


@pytest.mark.parametrize(
    ("level", "open_type", "reason"),
    [
        ("important", "unconditional", "level"),
        ("core", "conditional", "level"),
        ("general_3", "conditional", "level"),
        ("general_2", "unconditional", "offered"),
        ("general_1", "not_open", "not_open"),
    ],
)
def test_levels(level: str, open_type: str, reason: str) -> None:
    context = reviewed(review(types=("unconditional", "conditional", "not_open")))
    assert ("G-04", reason, "block") in found(context, security_level=level, open_type=open_type)


def test_levels_that_may_be_published() -> None:
    for level, open_type in (
        ("general_1", "unconditional"),
        ("general_1", "conditional"),
        ("general_2", "conditional"),
    ):
        assert found(security_level=level, open_type=open_type) == []


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"license_id": None}, "licence"),
        ({"contact_dept_phone": None}, "contact"),
        ({"contact_dept_phone": "13800138000"}, "mobile"),
        ({"contact_dept_phone": "+86 13800138000"}, "mobile"),
        ({"owner_org": None}, "attribution"),
    ],
)
def test_licence_and_contact(record: dict[str, Any], reason: str) -> None:
    assert found(**record) == [("G-31", reason, "block")]


def test_an_office_number_or_an_address_is_enough() -> None:
    assert found(contact_dept_phone="0531-12800138") == []
    assert found(contact_dept_phone=None, contact_dept_email="a@shandong.example") == []
    assert all(Severity(severity) for _, _, severity in found(license_id=None))
