"""Every address that a public page names answers: pages, files, feeds, graphs, descriptors, styles and scripts."""

from __future__ import annotations

import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from urllib.parse import urldefrag, urljoin

import requests
from conftest import Portal

PAGES = (
    *("/", "/dataset/", "/group/", "/group/road-transport", "/organization/", "/organization/demo", "/about"),
    *("/publish", "/publish/templates", "/check", "/source/", "/source/demo", "/dataset/sd-demo-000001"),
)
NAMED = re.compile(r'<(?:a|link|script|img)\b[^>]*?\s(?:href|src)="([^"]+)"')
OF_ONE_KIND = 2  # filters, pages and orders of one list differ in what they ask alone


def answer(address: str) -> tuple[int, str]:
    with requests.get(address, timeout=60, stream=True) as got:
        html = got.headers.get("Content-Type", "").startswith("text/html")
        return got.status_code, got.text if html else next(got.iter_content(100), b"").decode("utf-8", "replace")


def named(portal: Portal, page: str) -> set[str]:
    status, text = answer(portal.url + page)
    assert status == 200, page
    found = {urldefrag(urljoin(portal.url + page, unescape(link)))[0] for link in NAMED.findall(text)}
    return {link for link in found if link.startswith(f"{portal.url}/")}


def chosen(links: set[str]) -> list[str]:
    """Not the same list under each of its hundred filters."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for link in sorted(links):
        kinds[link.partition("?")[0]].append(link)
    return [link for same in kinds.values() for link in same[:OF_ONE_KIND]]


def test_every_link_of_a_public_page_answers(portal: Portal) -> None:
    shown = portal.ckan().action.package_show(id="sd-demo-000001")
    pages = [*PAGES, f"/dataset/{shown['name']}/resource/{shown['resources'][0]['id']}"]
    origin: dict[str, str] = {}
    for page in (prefix + page for prefix in ("", "/en") for page in pages):
        origin = dict.fromkeys(named(portal, page), page) | origin
    links = chosen(set(origin))
    assert len(links) > 100
    with ThreadPoolExecutor(2) as pool:
        statuses = pool.map(lambda link: answer(link)[0], links)
    assert [(link, status, origin[link]) for link, status in zip(links, statuses, strict=True) if status >= 400] == []
