"""The forms of the portal: a clerk hands in by hand, the operator keeps departments; without a script or a mouse."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pages
import pytest
from conftest import Portal, Watched
from pages import LANGUAGES
from playwright.sync_api import Page, expect

from harvesters.catalogue.record import FIELDS

Visit = Callable[..., Watched]
TABLE = "名称,区划代码\n省博物馆,370000\n济南市博物馆,370100\n"
MUST = {
    "title": "界面测试：手工提交的名录",
    "catalog_class": "2",
    "source_system": "界面测试",
    "notes": "界面测试用的小表，每行一个博物馆。",
    "contact_dept_phone": "0531-00000000",
}
CHOSEN = {
    "category": "public-services",
    "region_code": "370000",
    "open_type": "unconditional",
    "security_level": "general_1",
    "license_id": "CC-BY-4.0",
    "update_cycle": "yearly",
}


def described(page: Page) -> dict[str, str]:
    """Name of each field of the form → the help that belongs to it for a screen reader."""
    return dict(
        page.evaluate("""() => [...document.querySelectorAll('form .sd-field')].map(field => {
          const control = field.matches('fieldset') ? field : field.querySelector('input,select,textarea');
          const name = (field.querySelector('[name]') || control).name;
          const told = (control.getAttribute('aria-describedby') || '').split(' ').filter(Boolean);
          return [name, told.map(id => document.getElementById(id)?.textContent.trim() || '').join(' ')];
        })""")
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_field_has_its_help(visit: Visit, language: str) -> None:
    prefix = LANGUAGES[language][0]
    fields = described(visit(1280, "clerk").open(f"{prefix}/dataset/new", until="load"))
    given = {name for name, field in FIELDS.items() if not field.internal and not field.computed}
    assert fields.keys() == given
    assert [name for name, told in fields.items() if not told] == []
    fields = described(visit(1280, "operator").open(f"{prefix}/organization/new", until="load"))
    assert len(fields) == 14
    assert [name for name, told in fields.items() if not told] == []


def test_nothing_is_hidden_behind_a_script(visit: Visit) -> None:
    """Every control is the browser's own: no list that only a script can open."""
    for user, path in (("clerk", "/dataset/new"), ("operator", "/organization/new"), ("operator", "/user/")):
        page = visit(390, user).open(path)
        assert page.locator(".select2, [data-module=autocomplete]").count() == 0, path
        assert page.locator('a[href^="javascript:"]').count() == 0, path


def test_licences_have_their_names_in_english(visit: Visit) -> None:
    page = visit(1280, "clerk").open("/en/dataset/new", until="load")
    names = page.locator("#field-license_id option").all_inner_texts()
    assert "Creative Commons Attribution 4.0" in names
    assert not [name for name in names if pages.CHINESE.search(name)]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_clerk_hands_in_by_the_form(visit: Visit, portal: Portal, scripts: bool) -> None:
    """Record, file, publish: what was filled in is kept, and the answer says what became of it."""
    code = f"E2E/{uuid.uuid4().hex[:10].upper()}"
    watched = visit(390, "clerk", java_script_enabled=scripts)
    page = watched.open("/dataset/new", until="load")
    for name, value in {**MUST, "identifier": code}.items():
        page.locator(f"[name={name}]").first.fill(value)
    for name, value in CHOSEN.items():
        field = page.locator(f"select[name={name}]")
        if field.count():
            field.select_option(value)
    page.locator("[name=keywords]").first.fill("界面测试")
    page.locator("[name=data_domain][value='7']").check()
    page.locator("form button[name=save]").last.click()
    page.wait_for_url("**/resource/new")
    pages.fits(page)
    content = {"name": "名录.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.set_input_files("input[name=upload]", content)
    page.locator("[name=name]").fill("博物馆名录")
    page.locator("button[value=go-metadata]").click()
    page.wait_for_load_state()
    said = page.locator("#content").inner_text()
    assert "数据字典" in said or "已发布" in said or "退回" in said or "待审核" in said, said[:400]
    expect(page.locator("h1")).to_have_count(1)
    assert watched.faults == []


def test_a_department_is_changed_by_its_form(visit: Visit, portal: Portal) -> None:
    operator = portal.logins["operator"]["token"]
    before = portal.call("organization_show", operator, id="sd-justice")
    page = visit(390, "operator").open("/organization/edit/sd-justice", until="load")
    page.get_by_label("英文名称").fill("Justice, for a test")
    page.get_by_role("button", name="保存部门信息").click()
    page.wait_for_url("**/organization/sd-justice")
    after = portal.call("organization_show", operator, id="sd-justice")
    assert after["title_en"] == "Justice, for a test"
    kept = ("title", "name", "aliases", "uscc", "org_type", "level", "region_code")
    assert {key: after.get(key) or "" for key in kept} == {key: before.get(key) or "" for key in kept}
    portal.call("organization_patch", operator, id="sd-justice", title_en=before.get("title_en") or "")


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/organization/bulk_process/demo", "/organization/demo"),
        ("/group/manage_members/other", "/group/other"),
        ("/group/new", "/group/"),
        ("/dashboard/groups", "/dashboard/datasets"),
        ("/ckan-admin/", "/operation/"),
        ("/ckan-admin/trash", "/operation/"),
    ],
)
def test_pages_that_would_only_refuse_lead_elsewhere(visit: Visit, path: str, target: str) -> None:
    watched = visit(1280, "operator")
    page = watched.open(path)
    assert page.url.removeprefix(watched.portal.url) == target
