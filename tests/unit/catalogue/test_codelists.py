"""The frozen lists say what domain §3 says."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from harvesters.catalogue import codelists
from harvesters.catalogue.record import FIELDS, RESOURCE_FIELDS
from harvesters.catalogue.uscc import is_uscc

PLAN_DATE = dt.date(2017, 10, 22)
TODAY = dt.date(2026, 1, 1)
LISTS = [
    *(
        "admin_levels",
        "application_fields",
        "base_libraries",
        "bigdata_uses",
        "catalog_classes",
        "categories",
        "cities",
    ),
    *("counties", "data_domains", "format_classes", "formats", "industries", "item_sensitivities", "item_types"),
    *(
        "legislation",
        "licences",
        "open_flags",
        "open_types",
        "org_types",
        "organisations",
        "public_utilities",
        "regions",
    ),
    *("secret_flags", "security_levels", "share_method_classes", "share_method_types", "share_types", "subject_types"),
    *("themes", "update_cycles"),
]


@pytest.mark.parametrize("name", LISTS)
def test_entries_are_found_by_code_and_name(name: str) -> None:
    entries = codelists.entries(name)
    assert entries
    for code, entry in entries.items():
        assert entry.code == code
        assert codelists.find(name, code) == code
        assert codelists.find(name, f" {code.upper()} ") == code
    assert codelists.find(name, "没有这个值") is None


def test_every_list_of_the_fields_exists() -> None:
    for spec in [*FIELDS.values(), *RESOURCE_FIELDS.values()]:
        assert not spec.codelist or codelists.entries(spec.codelist)


def test_seven_categories_in_the_plans_order_then_other() -> None:
    categories = list(codelists.categories().values())
    first = [c.zh for c in categories if c.first_wave]
    assert first == ["地理信息", "道路交通", "公共服务", "经济统计", "资格资质", "环境保护", "行政管理"]
    assert [c.code for c in categories if not c.first_wave] == ["other"]
    assert categories[-1].code == "other"
    assert {domain for c in categories for domain in c.domains} == set(codelists.entries("data_domains"))
    assert codelists.categories_for(("6",)) == ("road-transport",)


@pytest.mark.parametrize(
    ("day", "cities", "counties"), [(PLAN_DATE, 17, 137), (TODAY, 16, 136), (dt.date(2019, 1, 1), 16, 137)]
)
def test_divisions_on_a_day(day: dt.date, cities: int, counties: int) -> None:
    valid = [r for r in codelists.regions().values() if r.valid_on(day)]
    assert sum(r.level == "city" for r in valid) == cities
    assert sum(r.level == "county" for r in valid) == counties


def test_kinds_of_counties_today() -> None:
    """58 districts + 26 county-level cities + 52 counties (§3.3)."""
    today = [r for r in codelists.regions().values() if r.level == "county" and r.current]
    number = [int(r.code[4:]) for r in today]
    assert (sum(n < 20 for n in number), sum(n > 80 for n in number), sum(20 < n < 80 for n in number)) == (58, 26, 52)
    assert not [n for n in number if n == 1 or 70 <= n < 80]


def test_former_divisions_have_a_current_successor() -> None:
    former = [r for r in codelists.regions().values() if not r.current]
    assert {"370282", "370634", "370684", "371200", "371202", "371523", "371626"} <= {r.code for r in former}
    for region in former:
        assert codelists.regions()[region.successor].current
    for region in codelists.regions().values():
        assert region.level == "province" or region.parent in codelists.regions()


def test_shared_names_mean_no_single_region() -> None:
    assert codelists.find("regions", "市中区") is None
    assert codelists.find("regions", "历下区") == "370102"


def test_divisions_as_the_registries_have_them() -> None:
    """Counted from the frozen files themselves: 137 in 2017-10 = 136 today with the changes of §3.3 undone."""
    today = {r.code for r in codelists.regions().values() if r.level == "county" and r.current}
    then = {r.code for r in codelists.regions().values() if r.level == "county" and r.valid_on(PLAN_DATE)}
    by_city = Counter(code[:4] for code in today)
    assert [by_city[f"37{n:02d}"] for n in range(1, 18)] == [12, 10, 8, 6, 5, 11, 12, 11, 6, 4, 4, 0, 12, 11, 8, 7, 9]
    gone = {"370125", "370282", "370634", "370684", "371202", "371203", "371523", "371626"}
    came = {"370115", "370215", "370614", "370116", "370117", "371503", "371681"}
    assert (then - today, today - then) == (gone, came)
    assert (len(then), len(today)) == (137, 136)
    for code in gone:
        region = codelists.regions()[code]
        assert region.valid_to > "2017-10"
        assert codelists.regions()[region.successor].valid_from == region.valid_to


def test_organisations() -> None:
    organisations = codelists.organisations()
    registered = [o for o in organisations.values() if o.catalog_prefix.startswith("307013107")]
    assert [o.catalog_prefix for o in registered] == [f"307013107{n:02d}" for n in range(1, 64)]
    assert len({o.zh for o in organisations.values()}) == len(organisations)
    with_code = [o for o in organisations.values() if o.uscc]
    assert [(o.slug, o.uscc) for o in with_code] == [("sd-bigdata", "11370000MB284651XL")]
    assert all(is_uscc(o.uscc or "") for o in with_code)
    assert organisations["demo"].zh == "门户演示数据（非官方）"
    for o in organisations.values():
        assert o.en
        assert o.org_type in codelists.entries("org_types")
        assert o.level in codelists.entries("admin_levels")
        assert o.region_code in codelists.regions()
        assert o.current or o.succeeded_by
        assert not o.succeeded_by or codelists.successor(o).current
        assert not o.parent or o.parent in organisations


def test_departments_of_today() -> None:
    """Every unit of 2017 is found among today's; the 16 cities of today have their organisation, and no other."""
    offices = codelists.offices()
    cities = {o.region_code: o.zh for o in offices.values() if o.level == "city" and o.org_type == "C"}
    assert cities == {
        r.code: f"{r.zh}人民政府" for r in codelists.regions().values() if r.level == "city" and r.current
    }
    for o in codelists.organisations().values():
        for name in (*o.names, o.slug):
            found = codelists.find("organisations", name)
            assert found == codelists.successor(o).slug, name
    for utility in ("电力", "移动", "联通", "电信", "水务"):
        assert any(utility in o.zh + "".join(o.aliases) for o in offices.values() if o.org_type == "Z")


@pytest.mark.parametrize(
    ("spelling", "slug"),
    [
        ("省环保厅", "sd-environment"),
        ("山东省环境保护厅", "sd-environment"),
        ("山东省生态环境厅", "sd-environment"),
        ("山东省民族事务委员会(山东省宗教事务局)", "sd-ethnic-religious"),
        ("省发改委", "sd-drc"),
        ("山东省物价局", "sd-drc"),
        ("济南市", "sd-jinan"),
        ("莱芜市人民政府", "sd-jinan"),
        ("山东省市场监督管理局", "sd-market-regulation"),
        ("省质监局", "sd-market-regulation"),
        ("省工商局", "sd-market-regulation"),
        ("sd-quality", "sd-market-regulation"),
        ("省统计", None),
    ],
)
def test_organisations_by_name(spelling: str, slug: str | None) -> None:
    assert codelists.find("organisations", spelling) == slug


@pytest.mark.parametrize(
    ("part", "slug", "may"),
    [
        ("30701310750", "sd-environment", True),
        ("3070131075099", "sd-environment", True),
        ("30701310750", "sd-finance", False),
        ("30701310747", "sd-market-regulation", True),  # its predecessor's
        ("30701310737", "sd-justice", True),
        ("30701320", "sd-qingdao", True),  # two digits: 青岛
        ("307013201", "sd-qingdao", True),
        ("307013112", "sd-jinan", True),  # three digits: 济南
        ("307013106", "sd-jinan", True),  # 莱芜's
        ("307013112", "sd-qingdao", False),
        ("307013112", "sd-jinan-water", True),  # a city's own company
        ("307013112", "jinan-transport-bureau", True),  # known to the portal only
        ("30701310750", "jinan-transport-bureau", False),
    ],
)
def test_whose_class_it_is(part: str, slug: str, may: bool) -> None:
    holder = codelists.holder_of_class(part)
    assert holder is not None
    assert codelists.may_use_codes_of(slug, holder) is may


def test_classes_that_are_nobodys() -> None:
    for part in ("211002", "303084122704", "307013", "30701319", ""):
        assert codelists.holder_of_class(part) is None


def test_update_cycles() -> None:
    cycles = codelists.update_cycles()
    assert codelists.find("update_cycles", "每天") == "daily"
    assert codelists.find("update_cycles", "季") == "quarterly"
    assert cycles["yearly"].eu.endswith("/frequency/ANNUAL")
    assert cycles["yearly"].overdue_after_days == 400
    assert cycles["irregular"].overdue_after_days is None


def test_class_by_longest_match() -> None:
    """30701320 is 青岛, 307013201… begins with it; 3070131 07 50 is a department: never slice (§2.4)."""
    for code, found in {
        "30701310750": "山东省环境保护厅",
        "3070131075099": "山东省环境保护厅",
        "30701320": "青岛市",
        "307013112": "济南市",
        "303084122704": "国务院",
        "211002": "大气环境",
    }.items():
        entry = codelists.catalog_class(code)
        assert entry is not None
        assert entry.zh == found
    assert codelists.catalog_class("9") is None


def test_formats_belong_to_a_class() -> None:
    assert {f.format_class for f in codelists.formats().values()} <= set(codelists.entries("format_classes"))
    assert codelists.formats()["csv"].machine_readable
    assert not codelists.formats()["pdf"].machine_readable
