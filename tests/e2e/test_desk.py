"""The desk: a clerk understands what was returned, a reviewer decides, an operator sees what needs a hand."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import requests
import seeds
from conftest import Portal, Watched
from playwright.sync_api import expect


def test_clerk_opens_a_returned_item_and_understands(visit: Callable[..., Watched]) -> None:
    """Rule, file, row, column, masked value and the sentence that tells how to mend it."""
    watched = visit(1280, "clerk")
    page = watched.open("/returned/")
    entry = page.locator(".sd-result", has_text="身份证")
    expect(entry).to_contain_text("G-10")
    expect(entry).to_contain_text("1 处要修改")
    entry.get_by_role("link", name=re.compile("退回原因")).click()
    expect(page.locator(".sd-verdict")).to_contain_text("未通过")
    cells = page.locator("#G-10 tbody tr").first.locator("td")
    assert re.search(r"\.csv$", cells.nth(0).inner_text())
    assert cells.nth(1).inner_text().isdigit()
    assert cells.nth(2).inner_text() not in ("", "—")
    assert re.fullmatch(r"\d{3}\*+\d{4}", cells.nth(3).inner_text())
    expect(cells.nth(4)).to_contain_text("修改方法")
    expect(page.locator(".sd-around")).to_have_count(0)  # locked away: nothing of its rows is shown
    expect(page.locator("#decide")).to_have_count(0)
    watched.check()
    for name, suffix in (("全部错误 CSV", "csv"), ("下载文本", "txt"), ("下载 JSON", "json")):
        with page.expect_download() as started:
            page.get_by_role("link", name=name).click()
        assert started.value.suggested_filename.endswith(f".{suffix}")


def test_the_cell_is_marked_among_its_neighbours(visit: Callable[..., Watched]) -> None:
    for width in (1280, 390):
        watched = visit(width, "clerk")
        page = watched.open("/returned/")
        page.locator(".sd-result", has_text="丢失前导零").get_by_role("link").first.click()
        expect(page.locator("#Q13 h3")).to_contain_text("17 处")
        expect(page.locator("#Q13 > .sd-under")).to_contain_text("12")
        expect(page.locator("#Q13 .sd-around mark").first).to_contain_text("530")
        watched.check()


def test_the_list_is_filtered_and_sorted_without_scripts(visit: Callable[..., Watched]) -> None:
    watched = visit(390, "clerk")
    page = watched.open("/returned/?source=demo-faulty&sort=title")
    returned = [line for line in seeds.table() if line.source == "demo-faulty" and line.outcome == "returned"]
    assert page.locator(".sd-result").count() == len(returned)
    page = watched.open("/returned/?source=no-such-source")
    expect(page.locator(".sd-empty")).to_contain_text("没有退回的交付")
    watched.check()


def test_clerk_sees_that_it_waits_and_cannot_decide(visit: Callable[..., Watched], portal: Portal) -> None:
    title = "界面测试：等待审核的名录"
    report = portal.held_report(title)
    watched = visit(1280, "clerk")
    page = watched.open("/held/")
    expect(page.locator(".sd-result", has_text=title).first).to_contain_text("等待：审核员")
    watched.open(report)
    expect(page.locator("[data-waiting=review]")).to_contain_text("待审核")
    expect(page.locator("#decide")).to_have_count(0)
    watched.check()


def test_reviewer_approves(visit: Callable[..., Watched], portal: Portal) -> None:
    title = "界面测试：审核通过的名录"
    report = portal.held_report(title)
    watched = visit(1280, "reviewer")
    page = watched.open("/held/")
    expect(page.locator(".sd-result", has_text=title).first).to_contain_text("待审核")
    watched.open(report)
    expect(page.locator("main")).to_contain_text("部门间共享")  # inner fields, for the reviewer
    expect(page.locator("#h-change")).to_contain_text("首次发布")
    page.get_by_role("button", name="通过并发布").click()
    expect(page.locator("h1")).to_have_text("确认发布？")
    page.get_by_role("button", name="确认发布").click()
    expect(page.locator(".sd-flash")).to_contain_text("审核通过")
    expect(page.locator("[data-decision=approve]")).to_contain_text("第 1 版")
    expect(page.locator("#G-01 .sd-settled")).to_contain_text("reviewer")  # it no longer waits: who, and when
    page.locator("[data-decision=approve]").get_by_role("link", name=title).click()
    expect(page.locator("h1")).to_have_text(title)
    assert page.locator("#preview tbody tr").count() == 2
    expect(page.locator("#report .sd-verdict")).to_contain_text("校验通过，已经审核")
    stranger = visit(390)
    stranger.open(page.url.removeprefix(portal.url))
    stranger.open(report)  # now the report of a release
    seen = stranger.page.locator("main").inner_text()
    assert "部门间共享" not in seen
    assert "reviewer" not in seen
    assert "发布前已经审核通过" in seen
    watched.check()
    stranger.check()


def test_reviewer_returns_with_a_reason(visit: Callable[..., Watched], portal: Portal) -> None:
    title = "界面测试：退回的名录"
    report = portal.held_report(title)
    watched = visit(390, "reviewer")
    page = watched.open(report)
    reason = page.get_by_label("退回并说明理由")
    page.get_by_role("button", name="退回部门").click()
    assert reason.evaluate("field => field.validity.valueMissing")  # the browser asks first
    reason.evaluate("field => field.removeAttribute('required')")
    page.get_by_role("button", name="退回部门").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".sd-wrong")).to_be_visible()  # and so does the portal
    page.get_by_label("退回并说明理由").fill("请补充济南以外各市的数据。")
    page.get_by_role("button", name="退回部门").click()
    expect(page.locator("blockquote")).to_contain_text("请补充济南以外各市的数据。")
    page.get_by_role("button", name="确认退回").click()
    expect(page.locator(".sd-flash")).to_contain_text("已退回")
    expect(page.locator("#decide")).to_have_count(0)
    watched.check()
    clerk = visit(1280, "clerk").open("/returned/")
    expect(clerk.locator(".sd-result", has_text=title).first).to_contain_text("请补充济南以外各市的数据。")


def test_the_first_of_two_officers_sees_that_it_waits(visit: Callable[..., Watched], portal: Portal) -> None:
    """Personal data: the button says what it does, for the first, for the same one again, and for the second."""
    portal.logins["officer"] = portal.account("sd-bigdata")
    report = portal.held_persons(f"界面测试：拟录用人员公示{uuid.uuid4().hex[:6]}")
    watched = visit(1280, "reviewer")
    page = watched.open(report)
    assert page.get_by_role("button", name="并发布").count() == 0
    expect(page.locator("#decide")).to_contain_text("第二位审核员同意之前不会发布")
    page.locator("#sd-approve-note").fill("依据属实")
    page.get_by_role("button", name="同意（第一位），等第二位审核员").click()
    expect(page.locator("h1")).not_to_contain_text("发布")
    page.get_by_role("button", name="同意").click()
    expect(page.locator("[data-agreed]")).to_contain_text("您已作为第一位审核员同意")
    expect(page.locator("#sd-approve-note")).to_have_count(0)
    expect(page.locator("#sd-return-reason")).to_be_visible()
    watched.check()
    second = visit(390, "officer")
    second.open(report)
    expect(second.page.locator("#decide")).to_contain_text("您是第二位")
    second.page.locator("#sd-approve-note").fill("已核对")
    second.page.get_by_role("button", name="同意（第二位）并发布").click()
    second.page.get_by_role("button", name="确认发布").click()
    expect(second.page.locator("[data-decision=approve]")).to_contain_text("第 1 版")
    second.check()


def test_operator_sees_alerts_and_starts_a_run(visit: Callable[..., Watched], portal: Portal) -> None:
    watched = visit(1280, "operator")
    page = watched.open("/operation/")
    assert page.locator("[data-alert='G-03'], [data-alert='G-10']").count() == 2
    expect(page.locator("#h-services ~ dl, dl").first).to_contain_text("工作进程")
    watched.check()
    watched.open("/source/demo")
    page.get_by_role("button", name="立即采集").click()
    page.wait_for_url(re.compile(r"/source/demo/run/"))
    expect(page.locator("[data-state=finished]")).to_be_visible(timeout=60_000)  # by itself, the page looks again
    address = page.url.removeprefix(portal.url)
    watched.check()
    stranger = visit(390)
    stranger.open(address)
    expect(stranger.page.locator("[data-progress]")).to_contain_text("/")
    stranger.check()
    assert requests.get(portal.url + address.rsplit("/", 1)[0] + "/no-such-run", timeout=60).status_code == 404


def test_only_operators_see_the_operation(visit: Callable[..., Watched]) -> None:
    visit(1280, "clerk").open("/operation/", 403)
    stranger = visit(1280)
    assert "/user/login" in stranger.open("/operation/").url
