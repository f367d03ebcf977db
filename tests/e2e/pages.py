"""Every page that people meet, each full, empty and in error; and what is true of all of them.

A new page is one line in :data:`PAGES`. Names in capitals are addresses that are known only when the portal runs.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page


@dataclass(frozen=True)
class Listed:
    """A page in one of its states. ``user``: who must log in to see it."""

    path: str
    state: str = "full"
    user: str | None = None
    status: int = 200

    def __str__(self) -> str:
        return f"{self.user or 'anyone'}{self.path}".replace("/", "-") + f"-{self.state}"


PAGES = (
    Listed("/"),
    Listed("/dataset/"),
    Listed("/dataset/?res_format=CSV"),
    Listed("/dataset/?q=查无此词", "empty"),
    Listed("/dataset/?page=abc", "error", status=400),
    Listed("DATASET"),
    Listed("DATASET?find=查无此词", "empty"),
    Listed("DATASET?page=abc", "error", status=400),
    Listed("RESOURCE"),
    Listed("REPORT"),
    Listed("/dataset/no-such-set", "error", status=404),
    Listed("/group/"),
    Listed("/group/road-transport"),
    Listed("/group/other", "empty"),
    Listed("/group/road-transport?page=abc", "error", status=400),
    Listed("/group/no-such-category", "error", status=404),
    Listed("/organization/"),
    Listed("/organization/?q=查无此部门", "empty"),
    Listed("/organization/?level=city"),
    Listed("/organization/demo"),
    Listed("/organization/sd-justice", "empty"),
    Listed("/organization/no-such-department", "error", status=404),
    Listed("/source/"),
    Listed("/source/demo"),
    Listed("/source/no-such-source", "error", status=404),
    Listed("/about"),
    Listed("/publish"),
    Listed("/publish/templates?domain=7"),
    Listed("/publish/templates?domain=1", "empty"),
    Listed("/publish/template.xlsx?dataset=no-such-set", "error", status=404),
    Listed("/check"),
    Listed("/user/login"),
    Listed("/user/reset"),
    Listed("/user/logged_out_redirect"),
    Listed("/user/register", "error", status=403),
    Listed("/dataset/new", "error", status=403),
    Listed("/organization/about/demo"),
    Listed("/dataset/?page=999", "empty"),
    Listed("/group/road-transport?q=查无此词", "empty"),
    Listed("/report/00000000-0000-0000-0000-000000000000", "error", status=404),
    Listed("/no-such-page", "error", status=404),
    Listed("/returned/", user="clerk"),
    Listed("/source/demo-faulty", user="clerk"),
    Listed("/dashboard/datasets", user="clerk"),
    Listed("/user/clerk", user="clerk"),
    Listed("/user/clerk/api-tokens", user="clerk"),
    Listed("/held/", user="clerk"),
    Listed("/dataset/new", user="clerk"),
    Listed("EDIT", user="clerk"),
    Listed("NEW_FILE", user="clerk"),
    Listed("EDIT_FILE", user="clerk"),
    Listed("/user/edit/clerk", user="clerk"),
    Listed("/organization/edit/demo", "error", user="clerk", status=403),
    Listed("/operation/", "error", user="clerk", status=403),
    Listed("/returned/?source=no-such-source", "empty", user="clerk"),
    Listed("/returned/", "empty", user="newcomer"),
    Listed("/held/", "empty", user="newcomer"),
    Listed("/dashboard/datasets", "empty", user="newcomer"),
    Listed("/operation/", user="operator"),
    Listed("/source/demo", user="operator"),
    Listed("/organization/new", user="operator"),
    Listed("/organization/edit/sd-justice", user="operator"),
    Listed("/organization/manage_members/demo", user="operator"),
    Listed("/organization/member_new/demo", user="operator"),
    Listed("/group/edit/other", user="operator"),
    Listed("/user/", user="operator"),
    Listed("/user/reviewer", user="operator"),
    Listed("/held/", user="reviewer"),
    Listed("RETURNED", user="clerk"),
    Listed("/returned/", user="reviewer"),
)
LANGUAGES = {"zh": ("", "zh-Hans-CN"), "en": ("/en", "en")}

# Names of formats, standards and programs, and the other language's own name, are the same in Chinese.
LATIN = {
    *("API", "CKAN", "CSV", "JSON", "DCAT", "RDF", "RDF/XML", "JSON-LD", "Turtle", "SHA-256", "UTF-8", "utf-8-sig"),
    *("Data", "Package", "Table", "Schema", "Frictionless", "Excel", "WPS", "MIT", "English", "KB", "MB", "B", "csv"),
    *("TSV", "GB/T", "DB37/T", "utf-8", "package_show", "datastore_search", "BibTeX"),
    *("XLSX", "datapackage.json", "manifest.json", "Solr", "Redis", "nginx"),
}  # fmt: skip
SAME = {"中文", "查无此词", "查无此部门"}  # the other language's own name; what was typed is quoted as it was
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-/_.][A-Za-z0-9]+)*")
CHINESE = re.compile(r"[\u3400-\u9fff]+")
# Text that people read as interface: not data, codes, addresses, nor what says itself to be another language's or data.
_INTERFACE = """language => {
  const other = language === 'en' ? '[lang^="zh"]' : '[lang="en"]';
  const skip = [
    'script,style,code,svg,time,input,textarea,option[value],[lang="zh-Hans"],[translate="no"]',
    '.sd-mono,.sd-hash,.sd-bibtex,.sd-rule,.sd-value,.sd-api,.sd-num,.sd-table-preview,.sd-explain',
  ].join();
  const marked = element => [skip, other].some(which => {
    const found = element.closest(which);
    return found && found !== document.documentElement;
  });
  const read = ['aria-label', 'title', 'placeholder', 'alt'];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent && !marked(parent)) found.push(walker.currentNode.textContent);
  }
  for (const element of document.querySelectorAll(read.map(name => `[${name}]`).join())) {
    if (!marked(element)) found.push(...read.map(name => element.getAttribute(name) || ''));
  }
  return found.filter(text => text.trim());
}"""
_WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What passes is counted, not described: describing it was half of axe's time.
_WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
# Everything that can be used and is shown; a radio group is one stop of the Tab key.
_WATCH_FOCUS = """() => {
  const usable = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex="0"]';
  const shown = element => {
    if (!element.checkVisibility({visibilityProperty: true}) || element.disabled) return false;
    return !(element.type === 'radio' && element.name && !element.checked
      && document.querySelector(`input[type=radio][name="${CSS.escape(element.name)}"]`) !== element);
  };
  window.sdWanted = new Set([...document.querySelectorAll(usable)].filter(shown));
  window.sdSeen = new Set();
  window.sdUnringed = [];
  document.addEventListener('focusin', event => {
    const element = event.target, style = getComputedStyle(element), hidden = element.getBoundingClientRect().width < 2;
    window.sdSeen.add(element);
    const near = hidden && element.id ? document.querySelector(`label[for="${element.id}"]`) : element;
    const drawn = [style, near && getComputedStyle(near)].some(each =>
      each && ((each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) >= 2) || each.boxShadow !== 'none'));
    if (!drawn) window.sdUnringed.push(element.outerHTML.slice(0, 120));
  });
  document.activeElement.blur();
  window.scrollTo(0, 0);
  return window.sdWanted.size;
}"""
_MISSED = "() => [...window.sdWanted].filter(e => !window.sdSeen.has(e)).map(e => e.outerHTML.slice(0, 120))"


def untranslated(page: Page, language: str) -> set[str]:
    """Words of the other language on a page: Latin ones on a Chinese, Chinese ones on an English page."""
    texts: list[str] = page.evaluate(_INTERFACE, language)
    if language == "en":
        return {part for text in texts for part in CHINESE.findall(text)} - SAME
    return {word for text in texts for word in WORD.findall(text)} - LATIN


def hold(page: Page, language: str) -> None:
    """What is true of every page: language, one heading, CKAN's modules started, nothing untranslated or too wide."""
    started(page)
    assert page.locator("html").get_attribute("lang") == LANGUAGES[language][1]
    assert page.locator("h1").count() == 1
    assert page.title().strip(" -")
    assert untranslated(page, language) == set()
    fits(page)


def started(page: Page) -> None:
    """CKAN's modules run. Asked again and again from here: the page's policy forbids the browser to poll a text."""
    deadline = time.monotonic() + 10
    while not page.evaluate("Object.values(window.ckan?.module?.instances ?? {}).flat().length"):
        assert time.monotonic() < deadline, "no module was started"
        page.wait_for_timeout(50)


def fits(page: Page) -> None:
    assert page.evaluate(_WIDER) <= 0, "the page scrolls sideways"


def accessible(page: Page) -> list[Any]:
    """What axe calls serious or critical, WCAG A and AA."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options).then(result => result.violations)", _WCAG)
    bad = [v for v in found if v["impact"] in ("serious", "critical")]
    return [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in bad]


def tab_through(page: Page) -> tuple[list[str], list[str]]:
    """Walk the page by the Tab key: what it never reached, and what it reached without a visible ring."""
    count = int(page.evaluate(_WATCH_FOCUS))
    for number in range(count + 60):  # a browser also stops at what scrolls
        page.keyboard.press("Tab")
        if number >= count and not page.evaluate(_MISSED):
            break
    return page.evaluate(_MISSED), page.evaluate("() => window.sdUnringed")
