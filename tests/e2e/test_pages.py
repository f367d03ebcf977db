"""Every page, wide and narrow: it answers, starts CKAN's modules in Chinese, and nothing is left in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import WIDTHS, Portal, Watched

PUBLIC = (
    "/",
    "/dataset/",
    "/dataset/?q=查无此词",
    "/dataset/?res_format=CSV",
    "DATASET",
    "RESOURCE",
    "REPORT",
    "/group/",
    "/group/road-transport",
    "/group/economic-statistics",
    "/organization/",
    "/organization/demo",
    "/source/",
    "/source/demo",
    "/about",
    "/user/login",
    "/no-such-page",
)
DESK = (
    ("clerk", "/returned/"),
    ("clerk", "/source/demo-faulty"),
    ("clerk", "/dashboard/datasets"),
    ("clerk", "/user/clerk"),
    ("clerk", "/user/clerk/api-tokens"),
    ("reviewer", "/held/"),
    ("reviewer", "/returned/"),
    ("clerk", "/held/"),
    ("clerk", "/returned/?source=no-such-source"),
    ("operator", "/operation/"),
    ("operator", "/source/demo"),
)
# Names of formats, standards and programs, and the other language's own name, are the same in Chinese.
LATIN = {
    *("API", "CKAN", "CSV", "JSON", "DCAT", "RDF", "RDF/XML", "JSON-LD", "Turtle", "SHA-256", "UTF-8", "utf-8-sig"),
    *("Data", "Package", "Table", "Schema", "Frictionless", "Excel", "WPS", "MIT", "English", "KB", "MB", "B", "csv"),
    *("utf-8", "package_show", "datastore_search"),
}  # fmt: skip
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-/_.][A-Za-z0-9]+)*")
# Text that people read as interface: not data, codes, addresses, nor what says itself to be another language's or data.
INTERFACE = """() => {
  const skip = [
    'script,style,code,svg,time,input,textarea,[lang="en"],[lang="zh-Hans"],[translate="no"]',
    '.sd-mono,.sd-hash,.sd-rule,.sd-value,.sd-api,.sd-num,.sd-table-preview,.sd-explain',
  ].join();
  const read = ['aria-label', 'title', 'placeholder', 'alt'];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [document.title];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent && !parent.closest(skip)) found.push(walker.currentNode.textContent);
  }
  for (const element of document.querySelectorAll(read.map(name => `[${name}]`).join())) {
    if (!element.closest(skip)) found.push(...read.map(name => element.getAttribute(name) || ''));
  }
  return found;
}"""


@pytest.fixture(scope="session")
def address(portal: Portal, dataset: dict[str, Any]) -> Callable[[str], str]:
    """The path of a page that is known only when the portal runs."""
    import requests

    page = requests.get(f"{portal.url}/dataset/{dataset['name']}", timeout=60).text
    report = re.search(r"/report/[0-9a-f-]{36}", page)
    assert report
    known = {
        "DATASET": f"/dataset/{dataset['name']}",
        "RESOURCE": f"/dataset/{dataset['name']}/resource/{dataset['resources'][0]['id']}",
        "REPORT": report[0],
    }
    return lambda name: known.get(name, name)


def hold(watched: Watched) -> None:
    """What is true of every page."""
    page = watched.page
    watched.check()
    started = "Object.values(ckan.module.instances).flat().length"
    page.wait_for_function(f"{started} > 0", timeout=10_000)
    assert page.locator("html").get_attribute("lang") == "zh-Hans-CN"
    assert page.locator("h1").count() == 1
    words = {word for text in page.evaluate(INTERFACE) for word in WORD.findall(text)}
    assert {w for w in words if w not in LATIN} == set()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PUBLIC)
def test_public_page(visit: Callable[..., Watched], address: Callable[[str], str], name: str, width: int) -> None:
    watched = visit(width)
    watched.open(address(name), 404 if name == "/no-such-page" else 200)
    hold(watched)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("user", "path"), DESK)
def test_desk_page(visit: Callable[..., Watched], user: str, path: str, width: int) -> None:
    watched = visit(width, user)
    watched.open(path)
    hold(watched)


@pytest.mark.parametrize("name", ["/", "/dataset/", "DATASET", "REPORT", "/source/", "/organization/", "/user/login"])
def test_accessible(visit: Callable[..., Watched], address: Callable[[str], str], name: str) -> None:
    """No finding of axe that is serious or critical, WCAG A and AA."""
    for width in WIDTHS:
        watched = visit(width)
        page = watched.open(address(name))
        result = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        bad = [v for v in result.response["violations"] if v["impact"] in ("serious", "critical")]
        assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in bad] == []


@pytest.mark.parametrize("name", ["/", "/dataset/", "DATASET", "/group/", "/source/", "/about"])
def test_english_twin(visit: Callable[..., Watched], address: Callable[[str], str], name: str) -> None:
    """The other language is a plain link away; its interface has no Chinese but the data and the other link."""
    watched = visit()
    page = watched.open(address(name))
    page.get_by_role("link", name="English").first.click()
    page.wait_for_load_state("networkidle")
    watched.check()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url.startswith(f"{watched.portal.url}/en")
    page.locator(".sd-head small", has_text="Easy to find").wait_for()


def test_strangers_get_no_cookie(visit: Callable[..., Watched], address: Callable[[str], str]) -> None:
    """Without a cookie a page can be cached for everyone (login is the first page that needs one)."""
    watched = visit()
    for name in ("/", "/dataset/", "DATASET", "REPORT", "/source/", "/group/", "/organization/", "/about"):
        watched.open(address(name))
        assert watched.page.context.cookies() == [], name


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize("name", ["/", "/dataset/", "DATASET", "/source/", "REPORT"])
def test_no_sideways_scroll(
    visit: Callable[..., Watched], address: Callable[[str], str], name: str, width: int
) -> None:
    watched = visit(width)
    watched.open(address(name))
    watched.check()
