"""What people come for: find, look, download; mend what was returned; approve or return what waits."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import requests
from conftest import Portal, Watched
from playwright.sync_api import expect


def test_keyboard_reaches_search_and_finds(visit: Callable[..., Watched], portal: Portal) -> None:
    watched = visit()
    page = watched.open("/")
    page.keyboard.press("Tab")
    expect(page.locator(".sd-skip").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # 跳到搜索
    page.keyboard.press("Tab")
    page.locator("#sd-q").focus()
    page.keyboard.type("机场")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/dataset/\?q="))
    expect(page.locator(".sd-result a").first).to_contain_text("机场")
    watched.check()


def test_slash_focuses_search(visit: Callable[..., Watched]) -> None:
    page = visit().open("/source/")
    page.wait_for_function("document.documentElement.dataset.sdSlash === '1'")
    page.keyboard.press("/")
    expect(page.locator("#sd-q")).to_be_focused()
    assert page.locator("#sd-q").input_value() == ""


def _datasets(text: str) -> int:
    """The number of datasets that the list says it has; a page shows only 20 of them."""
    found = re.search(r"([\d,]+)\s*个数据集", text)
    assert found, text[:300]
    return int(found[1].replace(",", ""))


def test_facets_narrow_and_are_taken_away(visit: Callable[..., Watched]) -> None:
    watched = visit()
    page = watched.open("/dataset/")
    heading = page.locator("main").first
    total = _datasets(heading.inner_text())
    page.locator(".sd-facet a", has_text="道路交通").click()
    page.wait_for_url(re.compile(r"groups=road-transport"))
    assert 0 < _datasets(heading.inner_text()) < total
    page.locator(".sd-active a.sd-chip").click()
    page.wait_for_url(re.compile(r"/dataset/?(\?[^=]*)?$"))
    assert _datasets(heading.inner_text()) == total
    watched.check()


def test_phone_opens_filters(visit: Callable[..., Watched]) -> None:
    watched = visit(390)
    page = watched.open("/dataset/")
    expect(page.locator("#search-facets")).to_be_hidden()
    page.get_by_text("筛选", exact=True).click()
    expect(page.locator("#search-facets")).to_be_visible()
    watched.check()


def test_dataset_page_tells_everything(visit: Callable[..., Watched], dataset: dict[str, Any], portal: Portal) -> None:
    watched = visit()
    page = watched.open(f"/dataset/{dataset['name']}")
    resource = dataset["resources"][0]
    for text in (dataset["title"], dataset["identifier"], "门户演示数据", "演示数据，非官方发布"):
        expect(page.locator("main")).to_contain_text(text)
    for heading in ("概览", "文件", "数据预览", "数据项", "校验报告", "接口与引用"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    assert page.locator("#preview tbody tr").count() == min(50, resource["row_count"])
    assert page.locator("#preview thead th").count() > 2
    assert page.locator("#dictionary tbody tr").count() == page.locator("#preview thead th").count() - 1
    expect(page.locator("#report .sd-verdict")).to_contain_text("校验通过")
    expect(page.locator("#files")).to_contain_text(resource["sha256"][:16])
    with page.expect_download() as started:
        page.locator("#files .sd-btn").first.click()
    name = unquote(started.value.suggested_filename)
    assert re.search(r"[\u4e00-\u9fff].*\.csv$", name), name
    watched.check()


def test_data_package_is_linked_and_answers(portal: Portal, dataset: dict[str, Any]) -> None:
    answer = requests.get(f"{portal.url}/dataset/{dataset['name']}/datapackage.json", timeout=60)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["resources"][0]["hash"] == f"sha256:{dataset['resources'][0]['sha256']}"
    assert requests.get(f"{portal.url}/dataset/no-such-set/datapackage.json", timeout=60).status_code == 404


def test_works_without_scripts(visit: Callable[..., Watched], dataset: dict[str, Any]) -> None:
    watched = visit(390, java_script_enabled=False)
    page = watched.open("/")
    page.locator("#sd-q").fill("机场")
    page.locator(".sd-search-big button").click()
    page.locator(".sd-result a").first.click()
    expect(page.locator("#preview tbody tr").first).to_be_visible()
    expect(page.locator("#dictionary tbody tr").first).to_be_visible()
    with page.expect_download():
        page.locator("#files .sd-btn").first.click()


def test_a_table_works_without_scripts(visit: Callable[..., Watched], portal: Portal) -> None:
    """Second page, order, filter, the address of the view and the filtered file: all are plain links and forms."""
    found = portal.call("package_search", rows=100)["results"]
    long = next(p for p in found if int(p["resources"][0].get("row_count") or 0) > 100)
    watched = visit(390, java_script_enabled=False)
    page = watched.open(f"/dataset/{long['name']}")
    rows = page.locator("#preview tbody tr")
    page.locator("#preview a[rel=next]").click()
    expect(rows.first.locator("th")).to_have_text("51")
    page.locator("#preview thead a").first.click()
    expect(page.locator("#preview th[aria-sort=ascending]")).to_have_count(1)
    value = rows.nth(3).locator("td").first.inner_text()
    page.locator("#preview select[name=col]").select_option(index=1)
    page.locator("#preview select[name=op]").select_option("equals")
    page.locator("#preview input[name=value]").fill(value)
    page.locator("#preview form button").click()
    expect(rows.first.locator("td").first).to_have_text(value)
    here = page.locator(".sd-view-link").get_attribute("href")
    assert here is not None
    with page.expect_download() as download:
        page.get_by_role("link", name="下载这些数据行").click()
    count = len(Path(download.value.path()).read_text("utf-8-sig").splitlines()) - 1
    other = visit(1280).open(here.removeprefix(portal.url))
    expect(other.locator("#preview tbody tr").first.locator("td").first).to_have_text(value)
    expect(other.locator("#preview tbody tr")).to_have_count(min(count, 50))
    assert "@dataset{" in page.locator(".sd-bibtex").inner_text()


def test_stranger_is_led_to_login(visit: Callable[..., Watched], portal: Portal) -> None:
    watched = visit()
    for path in ("/returned/", "/held/"):
        page = watched.open(path)
        assert "/user/login" in page.url
    report = portal.held_report("界面测试：陌生人看不到")
    watched.open(report, 404)
    assert "陌生人看不到" not in watched.page.content()
    assert requests.get(portal.url + report + "/findings.csv", timeout=60).status_code == 404


def test_a_decision_needs_its_token(visit: Callable[..., Watched], portal: Portal) -> None:
    """A foreign page cannot make a logged-in reviewer's browser decide."""
    report = portal.held_report("界面测试：没有令牌")
    watched = visit(1280, "reviewer")
    cookies = {c["name"]: c["value"] for c in watched.page.context.cookies()}
    answer = requests.post(f"{portal.url}{report}/decision", data={"action": "approve"}, cookies=cookies, timeout=60)
    assert answer.status_code == 400
    page = watched.open(report)
    expect(page.locator("#decide")).to_be_visible()


def test_account_makes_and_revokes_a_token(visit: Callable[..., Watched], portal: Portal) -> None:
    """CKAN's own page needs inline handlers, which our policy forbids; ours does not."""
    watched = visit(1280, "clerk")
    page = watched.open("/user/clerk/api-tokens")
    page.get_by_label("名称").fill("界面测试")
    page.get_by_role("button", name="创建API令牌").click()
    shown = page.locator("#api-tokens-table .sd-break")
    token = shown.inner_text().strip()
    mine = {"permission": "create_dataset"}
    assert [org["name"] for org in portal.call("organization_list_for_user", token, **mine)] == ["demo"]
    page.locator("#api-tokens-table input[type=checkbox]").first.check()
    page.locator("#revoke-tokens-button").click()
    page.locator(".modal.show .btn-primary, dialog[open] .btn-primary").first.click()
    expect(page.locator("#api-tokens-table code", has_text="界面测试")).to_have_count(0)
    assert portal.call("organization_list_for_user", token, **mine) == []
    watched.check()


def test_file_form_has_a_plain_upload_field(visit: Callable[..., Watched], dataset: dict[str, Any]) -> None:
    watched = visit(390, "clerk")
    page = watched.open(f"/dataset/{dataset['name']}/resource/{dataset['resources'][0]['id']}/edit")
    expect(page.locator("input[type=file][name=upload]")).to_be_visible()
    watched.check()


def test_conditional_data_shows_its_structure_only(visit: Callable[..., Watched], portal: Portal) -> None:
    """No rows, no file, no descriptor; title, condition and data items stay public (D11)."""
    record = {"open_type": "conditional", "open_condition": "用于科学研究，须签署承诺书", "security_level": "general_2"}
    report = portal.held_report("界面测试：有条件开放的名录", **record)
    portal.call(
        "sdopendata_report_decide", portal.logins["reviewer"]["token"], id=report.split("/")[-1], action="approve"
    )
    found = portal.call("package_search", q="有条件开放的名录", rows=1)["results"][0]
    watched = visit(390)
    page = watched.open(f"/dataset/{found['name']}")
    expect(page.locator("main")).to_contain_text("须签署承诺书")
    expect(page.locator("#dictionary tbody tr")).to_have_count(2)
    for part in ("#files", "#preview"):
        expect(page.locator(part)).to_have_count(0)
    assert "济南市博物馆" not in page.content()
    assert "datapackage.json" not in page.content()
    assert requests.get(f"{portal.url}/dataset/{found['name']}/datapackage.json", timeout=60).status_code == 404
    watched.check()
