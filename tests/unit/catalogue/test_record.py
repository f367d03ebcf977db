"""Forms of values, the parts of a record, slugs."""

from __future__ import annotations

import datetime as dt

import pytest

from harvesters.catalogue.record import (
    FIELDS,
    accepted,
    code_scheme,
    normalise,
    slug,
    split,
    unknown_fields,
)
from harvesters.contract import SourceFacts


def test_field_list_is_sound() -> None:
    assert len(FIELDS) > 50
    for spec in FIELDS.values():
        assert spec.zh
        assert spec.en
        assert spec.cardinality in {"M", "C", "O"}
        assert spec.origin in {"given", "derived", "portal"}
        assert not (spec.officer_only and not spec.internal)
    internal = {name for name, spec in FIELDS.items() if spec.internal}
    assert {"share_type", "share_use", "share_condition", "share_scope", "no_share_basis", "secrecy_review"} <= internal
    assert {"risk_assessment", "desensitisation", "project_record_no"} <= internal


def test_one_form_for_each_value() -> None:
    assert normalise(
        {
            "title": "  山东省公路客运站，基本信息 ",
            "identifier": "３０７０１３１０７１１／０００００１",
            "share_type": 1,
            "open_type": "无条件开放",
            "update_cycle": "每天",
            "data_domain": [6, "7", "交通运输"],
            "keywords": "公交，客运、车站",
            "issued": dt.date(2017, 12, 29),
            "provider_code": "11370000mb284651xl",
            "secret_flag": False,
            "desensitisation": '{"needed": false}',
            "related_codes": [],
            "open_condition": "   ",
            "unheard_of": 1,
        }
    ) == {
        "title": "山东省公路客运站，基本信息",
        "identifier": "30701310711/000001",
        "catalog_class": "30701310711",
        "share_type": "1",
        "open_type": "unconditional",
        "update_cycle": "daily",
        "data_domain": ["6", "7"],
        "keywords": ["公交", "客运", "车站"],
        "issued": "2017-12-29",
        "provider_code": "11370000MB284651XL",
        "secret_flag": "0",
        "desensitisation": {"needed": False},
        "unheard_of": 1,
    }


def test_normalising_twice_changes_nothing() -> None:
    record = {"title": "甲", "data_domain": '["6", 7]', "open_type": "有条件开放", "frequency": "x", "theme": "201|211"}
    assert normalise(normalise(record)) == normalise(record)


def test_unmapped_codes_stay_for_the_rules() -> None:
    assert normalise({"open_type": "1", "update_cycle": "0"}) == {"open_type": "1", "update_cycle": "0"}


def test_eu_frequency_gives_the_cycle() -> None:
    uri = "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
    assert normalise({"frequency": uri})["update_cycle"] == "monthly"


def test_accepted_drops_what_does_not_count() -> None:
    record = {
        "title": "甲",
        "update_cycle": "yearly",
        "open_type": "conditional",
        "secrecy_review": {"result": "passed"},
        "release_number": 7,
        "quality_score": 100,
        "name": "own-name",
        "unheard_of": 1,
    }
    assert accepted(record) == {
        "title": "甲",
        "update_cycle": "yearly",
        "open_type": "conditional",
        "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
        "access_rights": "http://publications.europa.eu/resource/authority/access-right/RESTRICTED",
    }
    assert "secrecy_review" in accepted(record, signed=True)
    assert "release_number" not in accepted(record, signed=True)
    assert unknown_fields(record) == ["unheard_of"]


def test_registration_supplements_but_never_overrides() -> None:
    given = {"share_type": "1", "region_code": "370100", "title": "别的", "release_number": 3}
    source = SourceFacts("s", "sd-jinan", "11370000MB284651XL", registration={"supplemented": given})
    record = accepted({"title": "甲", "owner_org": "济南市"}, source)
    assert record["title"] == "甲"
    assert record["share_type"] == "1"
    assert record["supplemented"] == ["region_code", "share_type"]
    assert record["owner_org"] == "sd-jinan"
    assert record["provider_code"] == "11370000MB284651XL"
    assert "release_number" not in record


def test_split_parts_public_from_internal() -> None:
    source = SourceFacts("s", "demo", registration={"supplemented": {"share_type": "1"}})
    record = accepted({"title": "甲", "contact_person": "某人", "secrecy_review": {"a": 1}}, source, signed=True)
    public, internal = split(record)
    assert public == {"title": "甲", "owner_org": "demo"}
    assert internal == {"contact_person": "某人", "secrecy_review": {"a": 1}, "share_type": "1"}


@pytest.mark.parametrize(
    ("code", "name", "scheme"),
    [
        ("30701310711/000001", "sd-30701310711-000001", "national"),
        ("303084122704/000001", "sd-303084122704-000001", "national"),
        ("BA6006/000218", "sd-ba6006-000218", "local"),
        ("00247017X/000709", "sd-00247017x-000709", "local"),
        ("DEMO/000001", "sd-demo-000001", "local"),
        ("SDP/000001", "sd-sdp-000001", "portal"),
        ("４0701310711/1", "sd-40701310711-1", "local"),
        ("济南 A_1", "sd----a-1", "local"),
        ("a" * 300, "sd-" + "a" * 97, "local"),
    ],
)
def test_codes(code: str, name: str, scheme: str) -> None:
    assert slug(code) == name
    assert code_scheme(code) == scheme
