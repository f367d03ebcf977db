"""The forms of the portal: a clerk hands in by hand, the operator keeps departments; without a script or a mouse."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pages
import pytest
from conftest import Portal, Watched
from pages import LANGUAGES
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from harvesters.catalogue.record import FIELDS

Visit = Callable[..., Watched]
TABLE = "名称,区划代码,投资额\n" + "".join(f"济南市博物馆{n or ''},370000,{n}.5\n" for n in range(5))
MUST = {
    "title": "界面测试：手工提交的名录",
    "catalog_class": "2",
    "source_system": "界面测试",
    "notes": "界面测试用的小表，每行一个博物馆。",
    "contact_dept_phone": "0531-00000000",
    "share_use": "工作参考",
}
CHOSEN = {
    "category": "public-services",
    "region_code": "370000",
    "open_type": "unconditional",
    "security_level": "general_1",
    "license_id": "CC-BY-4.0",
    "update_cycle": "yearly",
    "share_type": "1",
    "share_method_class": "platform",
    "share_method_type": "file",
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
    given = {name for name, field in FIELDS.items() if not field.officer_only and not field.computed}
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
def test_a_clerk_publishes_by_the_keyboard_alone(visit: Visit, portal: Portal, scripts: bool) -> None:
    """Record, file, dictionary, publication: no pointer, no JSON; what is wrong stands beside its field."""
    code = f"E2E/{uuid.uuid4().hex[:10].upper()}"
    watched = visit(390, "clerk", java_script_enabled=scripts)
    page = watched.open("/dataset/new", until="load")
    page.screenshot()
    typed(page, "[name=title]", MUST["title"])
    pressed(page, "button[value=go-metadata]")
    expect(page.locator("#field-share_type-wrong")).to_contain_text("共享类型")
    expect(page.locator("#field-share_type")).to_have_attribute("aria-invalid", "true")
    for name, value in {**MUST, "identifier": code, "title": f"界面测试：{code} 名录"}.items():
        typed(page, f"[name={name}]", value)
    dated(page, "[name=issued]", "2026", "01", "05")
    for name, value in CHOSEN.items():
        picked(page, f"select[name={name}]", value)
    typed(page, "[name=keywords] >> nth=0", "界面测试")
    page.locator("[name=data_domain][value='7']").focus()
    page.keyboard.press("Space")
    pressed(page, "button[value=go-metadata]")
    assert page.url.endswith("/table"), page.locator("[role=alert]").all_inner_texts()
    pages.fits(page)
    content = {"name": "名录.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    chosen(page, content)
    pressed(page, "button[value=read]:visible")
    columns = page.get_by_test_id("columns").locator("tbody tr")
    expect(columns).to_have_count(3)
    expect(columns.nth(1)).to_contain_text("370000")
    pages.fits(page)
    if scripts:
        assert pages.accessible(page) == []
    pressed(page, "button[value=submit]")
    expect(page.locator("#wrong-column-2")).to_contain_text("单位")
    typed(page, "[name=unit-2]", "万元")
    typed(page, "[name=name]", "博物馆名录")
    picked(page, "[name=type-1]", "C")
    page.locator("[name=required-0]").focus()
    page.keyboard.press("Space")
    pressed(page, "button[value=submit]")
    page.wait_for_url(f"**/dataset/sd-{code.lower().replace('/', '-')}")
    expect(page.locator(".sd-flash")).to_contain_text("已发布")
    expect(page.locator("#preview")).to_contain_text("济南市博物馆")
    assert watched.faults == []


def chosen(page: Page, content: Any) -> None:
    """A file by the keyboard; pressed again where a busy machine has dropped the key."""
    for patience in (3_000, 6_000, 12_000):
        page.locator("#field-upload").focus()
        with suppress(PlaywrightTimeout):
            with page.expect_file_chooser(timeout=patience) as chooser:
                page.keyboard.press("Enter")
            chooser.value.set_files(content)
            return
    raise AssertionError("no file can be chosen by the keyboard")


def typed(page: Page, field: str, value: str) -> None:
    page.locator(field).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(value)
    expect(page.locator(field)).to_have_value(value)


def dated(page: Page, field: str, year: str, month: str, day: str) -> None:
    """Part by part, in the order that the browser's language has."""
    for keys in ((month, day, year), (year, "ArrowRight", month, day)):
        page.locator(field).focus()
        for key in keys:
            page.keyboard.press(key) if key.isalpha() else page.keyboard.type(key)
        if page.locator(field).input_value() == f"{year}-{month}-{day}":
            return
        page.keyboard.press("Delete")
    raise AssertionError(f"{field} takes no date")


def picked(page: Page, field: str, value: str) -> None:
    """By the arrow keys, from the top."""
    select = page.locator(field)
    select.focus()
    page.keyboard.press("Home")
    for _ in range(400):
        if select.input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{field} has no {value}")


def pressed(page: Page, button: str) -> None:
    page.locator(button).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.screenshot()  # before it is painted a page takes no key


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
