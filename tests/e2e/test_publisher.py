"""A department's way before it has an account (portal-features §3.1, P1–P7): template, self-check, mending, limits."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pages
import pytest
from conftest import WIDTHS, Watched
from playwright.sync_api import Download, Page, expect

from harvesters.catalogue.uscc import check_digit, organisation_check_digit

Visit = Callable[..., Watched]
HEADER = ["名称", "邮编", "统一社会信用代码", "开馆日期"]
ROWS = 5000
BIG5 = "名稱,地址\r\n濟南市圖書館,濟南市槐蔭區\r\n青島市圖書館,青島市市南區\r\n"


def code(number: int, *, inner: bool = True) -> str:
    """A 统一社会信用代码; without ``inner`` the organisation's own check digit in it is wrong."""
    body = f"{10_000_000 + number}"
    right = organisation_check_digit(body)
    first = f"12370000{body}{right if inner else '5' if right != '5' else '6'}"
    return first + check_digit(first)


def rows() -> list[list[str]]:
    return [[f"图书馆{n}", str(250000 + n), code(n), f"2024-01-{n % 28 + 1:02d}"] for n in range(1, ROWS + 1)]


def planted() -> list[list[str]]:
    """Three errors: zeros lost twice, a wrong check digit. Two pieces of advice: wrong digits inside a right code."""
    found = rows()
    found[36][1], found[99][1] = "25000", "2500"
    found[4998][2] = found[4998][2][:-1] + ("A" if found[4998][2][-1] != "A" else "B")
    found[9][2], found[19][2] = code(10, inner=False), code(20, inner=False)
    return found


def table(content: list[list[str]], codec: str = "utf-8") -> bytes:
    return "\r\n".join(",".join(line) for line in [HEADER, *content]).encode(codec)


def check(page: Page, name: str, content: bytes) -> None:
    """Drop a file and press the button; until the answer is there."""
    page.set_input_files("#sd-check-file", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.evaluate("document.getElementById('sd-check-answer').replaceChildren()")
    page.get_by_role("button", name="开始自检").click()
    page.locator("#sd-check-answer > *").first.wait_for(timeout=30_000)


def opened(download: Download) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(Path(download.path()).read_bytes()))


@pytest.mark.parametrize("width", WIDTHS)
def test_p1_three_ways_and_no_login(visit: Visit, width: int) -> None:
    watched = visit(width)
    page = watched.open("/")
    page.get_by_role("link", name="我要发布").first.click()
    ways = page.get_by_test_id("pub-ways").locator("> li")
    expect(ways).to_have_count(3)
    assert [ways.nth(n).locator("h2").inner_text() for n in range(3)] == ["自检文件", "接入采集源", "手工提交"]
    assert all(len(ways.nth(n).locator("p").inner_text()) > 15 for n in range(3))
    ways.nth(0).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("自检台")
    watched.check()


def test_p2_a_template_of_a_theme(visit: Visit) -> None:
    watched = visit()
    page = watched.open("/publish")
    page.get_by_role("link", name="选择模板").click()
    page.get_by_label("领域").select_option("7")
    page.get_by_role("button", name="列出表格").click()
    entry = page.get_by_test_id("templates").locator("li", has_text="公共图书馆名录")
    with page.expect_download() as started:
        entry.get_by_role("link", name="下载模板").click()
    assert started.value.suggested_filename == "公共图书馆名录-模板.xlsx"
    book = opened(started.value)
    assert book.sheetnames == ["公共图书馆名录", "填写说明"]
    sheet = book.worksheets[0]
    assert sheet["B1"].value == "地市"
    assert sheet["A2"].value
    assert any(
        rule.type == "list" and "济南市" in rule.formula1 and "B2" in str(rule.sqref)
        for rule in sheet.data_validations.dataValidation
    )
    watched.check()


def _click_the_first_error(page: Page) -> None:
    """P4: the row's number leads to the cell among its neighbours, framed; the sentence says row, item, value."""
    first = page.locator(".sd-findings tbody tr", has_text="25000").first
    said = first.inner_text()
    assert all(word in said for word in ("38", "邮编", "25000", "6")), said
    began = time.monotonic()
    first.get_by_role("link").click()
    here = page.locator(".sd-cell-here:focus")
    expect(here).to_be_in_viewport()
    assert time.monotonic() - began < 0.5 + 0.5  # half a second, and as much for asking
    assert here.evaluate("cell => [cell.dataset.row, cell.dataset.column]") == ["38", "邮编"]
    assert here.evaluate("cell => getComputedStyle(cell).outlineStyle") == "solid"


@pytest.mark.parametrize("width", WIDTHS)
def test_p3_p4_p5_errors_by_column_then_by_key_then_mended(visit: Visit, width: int) -> None:
    watched = visit(width)
    page = watched.open("/check")
    expect(page.get_by_test_id("check-bounds")).to_contain_text("50.0 MB")
    began = time.monotonic()
    check(page, "图书馆.csv", table(planted()))
    assert time.monotonic() - began < 8
    expect(page.locator("#sd-verdict")).to_have_text("未通过：3 处错误，2 条提醒")
    assert page.evaluate("document.activeElement.id") == "sd-verdict"
    columns = page.get_by_test_id("check-columns").locator("tbody tr")
    expect(columns.filter(has_text="邮编")).to_contain_text("2")
    assert pages.accessible(page) == []
    pages.fits(page)
    seen = []
    for _ in range(3):
        page.keyboard.press("n")
        seen.append(page.evaluate("document.activeElement.dataset.row + document.activeElement.dataset.column"))
    assert sorted(seen) == sorted(["38邮编", "101邮编", "5000统一社会信用代码"])
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.dataset.row + document.activeElement.dataset.column") == seen[1]
    _click_the_first_error(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="标注版 XLSX").click()
    book = opened(started.value)
    sheet = book.worksheets[0]
    marked = {cell.coordinate for line in sheet.iter_rows() for cell in line if cell.comment}
    assert marked == {"B38", "B101", "C5000", "C11", "C21"}
    for where, value in (("B38", "250037"), ("B101", "250100"), ("C5000", code(4999))):
        sheet[where].value = value
    mended = io.BytesIO()
    book.save(mended)
    began = time.monotonic()
    check(page, "图书馆-标注版.xlsx", mended.getvalue())
    assert time.monotonic() - began < 15
    expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "pass")
    expect(page.locator("#sd-verdict")).to_have_text("校验通过：0 处错误，2 条提醒")
    expect(page.get_by_test_id("certificate-preview")).to_contain_text("SHA-256")
    expect(page.get_by_test_id("page-preview").locator("tbody tr")).to_have_count(5)
    expect(page.get_by_test_id("page-preview")).to_contain_text("图书馆1")
    assert pages.accessible(page) == []
    watched.check()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gbk.csv", table(rows()[:40], "gbk"), "图书馆1"),
        ("utf16.csv", table(rows()[:40], "utf-16"), "图书馆1"),
        (
            "big5.csv",
            "名稱,地址\r\n濟南市圖書館,濟南市槐蔭區\r\n青島市圖書館,青島市市南區\r\n".encode("big5"),
            "另存为“CSV UTF-8",
        ),
        ("pdf.csv", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "PDF"),
    ],
)
def test_p6_what_is_right_is_read_right_and_the_rest_is_refused_in_words(
    visit: Visit, name: str, content: bytes, said: str
) -> None:
    watched = visit(WIDTHS[len(name) % 2])
    page = watched.open("/check")
    began = time.monotonic()
    check(page, name, content)
    assert time.monotonic() - began < 5
    assert pages.accessible(page) == []
    shown = page.locator("#sd-check-answer").inner_text()
    assert said.lower() in shown.lower()
    assert not [mark for mark in ("\ufffd", "锟斤拷", "蕾玭", "撳鰍") if mark in shown]
    watched.check()


def test_p7_what_is_too_large_never_leaves(visit: Visit, tmp_path: Path) -> None:
    """600 MB: the limit stands there before, and no request is made."""
    big = tmp_path / "大.csv"
    with big.open("wb") as stream:
        stream.truncate(600 << 20)
    watched = visit()
    page = watched.open("/check")
    expect(page.get_by_test_id("check-bounds")).to_contain_text("您的地址本分钟已用")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.set_input_files("#sd-check-file", big)
    began = time.monotonic()
    expect(page.locator("#sd-check-wrong")).to_contain_text("600 MB")
    assert time.monotonic() - began < 1
    expect(page.locator("#sd-check-wrong")).to_contain_text("50 MB")
    page.get_by_role("button", name="开始自检").click()
    page.get_by_role("button", name="全部错误 CSV").click()
    page.wait_for_timeout(500)
    assert sent == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert pages.accessible(page) == []
        watched.check()


def test_without_scripts_the_form_gives_the_same_page(visit: Visit) -> None:
    watched = visit(390, java_script_enabled=False)
    page = watched.open("/check")
    page.set_input_files(
        "#sd-check-file", {"name": "图书馆.csv", "mimeType": "text/csv", "buffer": table(planted()[:50])}
    )
    page.get_by_role("button", name="开始自检").click()
    expect(page.locator("#sd-verdict")).to_contain_text("未通过：1 处错误，2 条提醒")
    expect(page.locator(".sd-cell-here").first).to_contain_text("25000")
    with page.expect_download() as started:
        page.set_input_files(
            "#sd-check-file", {"name": "图书馆.csv", "mimeType": "text/csv", "buffer": table(planted()[:50])}
        )
        page.get_by_role("button", name="全部错误 CSV").click()
    assert started.value.suggested_filename == "自检结果.csv"
    watched.check()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_answer_in_english(visit: Visit, width: int) -> None:
    watched = visit(width)
    page = watched.open("/en/check")
    page.set_input_files(
        "#sd-check-file", {"name": "图书馆.csv", "mimeType": "text/csv", "buffer": table(planted()[:50])}
    )
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#sd-verdict")).to_contain_text("1 error, 2 pieces of advice", timeout=30_000)
    assert pages.untranslated(page, "en") == set()
    assert pages.accessible(page) == []
    watched.check()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_that_says_why_it_was_returned(visit: Visit, width: int) -> None:
    """P13: the cell in its neighbourhood, the way from one to the next by key, the marked copy and all errors."""
    watched = visit(width, "clerk")
    page = watched.open("/returned/")
    page.locator(".sd-result", has_text="丢失前导零").get_by_role("link").first.click()
    expect(page.locator("#h-findings")).to_have_text("退回原因")
    pages.started(page)
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.className") == "sd-cell-here"
    with page.expect_download() as started:
        page.get_by_role("link", name="标注版 XLSX").click()
    sheet = opened(started.value).worksheets[0]
    assert [cell for line in sheet.iter_rows() for cell in line if cell.comment]
    with page.expect_download() as started:
        page.get_by_role("link", name="全部错误 CSV").click()
    text = Path(started.value.path()).read_text("utf-8-sig")
    assert text.count("\nQ13,") == 17
    assert pages.accessible(page) == []
    pages.hold(page, "zh")
    watched.check()
