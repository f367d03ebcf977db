"""What programs read beside the API: feeds, DCAT, robots, schemas. Each answers, in the right form, and leads on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
import requests
from conftest import Portal

ATOM = "{http://www.w3.org/2005/Atom}"
LATIN = re.compile(r"[A-Za-z]{3,}")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FEEDS = (
    "/feeds/dataset.atom",
    "/feeds/group/road-transport.atom",
    "/feeds/organization/demo.atom",
    "/feeds/custom.atom?q=%E6%9C%BA%E5%9C%BA",
    "/feeds/custom.atom",
)
PLAIN = {
    "/api/3": "application/json",
    "/api/3/action/status_show": "application/json",
    "/api/3/action/help_show?name=sd_check": "application/json",
    "/robots.txt": "text/plain",
    "/sitemap.xml": "application/xml",
    "/schema/report-1.json": "application/schema+json",
    "/catalog.ttl": "text/turtle",
    "/catalog.n3": "text/n3",
    "/catalog.jsonld": "application/ld+json",
    "/catalog.rdf": "application/rdf+xml",
    "/catalog.xml": "application/rdf+xml",
}


def get(portal: Portal, path: str) -> requests.Response:
    return requests.get(path if path.startswith("http") else portal.url + path, timeout=60)


def feed(portal: Portal, path: str) -> ElementTree.Element:
    answer = get(portal, path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/atom+xml"), path
    return ElementTree.fromstring(answer.content)


def links(element: ElementTree.Element) -> dict[str, str]:
    return {link.get("rel", "alternate"): link.get("href", "") for link in element.findall(f"{ATOM}link")}


def pages_of(portal: Portal, path: str) -> Iterator[ElementTree.Element]:
    following: str | None = path
    while following:
        found = feed(portal, following)
        yield found
        following = links(found).get("next")


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_in_the_readers_language_and_leads_to_pages(portal: Portal, path: str) -> None:
    for prefix, language in (("", "zh-Hans"), ("/en", "en")):
        found = feed(portal, prefix + path)
        said = [found.findtext(f"{ATOM}title") or "", found.findtext(f"{ATOM}subtitle") or ""]
        assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert all(said)
        if language == "zh-Hans":
            assert [text for text in said if LATIN.search(text)] == []
        about = links(found)
        assert {urls for urls in about.values() if not urls.startswith(portal.url + "/")} == set()
        assert get(portal, about["alternate"]).status_code == 200
        entry = found.find(f"{ATOM}entry")
        assert entry is not None
        page = get(portal, links(entry)["alternate"])
        assert page.headers["Content-Type"].startswith("text/html")
        assert (entry.findtext(f"{ATOM}title") or "?") in page.text


@pytest.mark.parametrize("path", ["/feeds/dataset.atom", "/feeds/organization/demo.atom"])
def test_a_feed_can_be_read_to_its_end(portal: Portal, path: str) -> None:
    pages = list(pages_of(portal, path))
    ids = [entry.findtext(f"{ATOM}id") for page in pages for entry in page.findall(f"{ATOM}entry")]
    assert all(page.findall(f"{ATOM}entry") for page in pages)
    assert len(pages) > 1
    assert len(set(ids)) == len(ids)
    fq = "organization:demo" if "organization" in path else ""
    assert len(ids) == portal.ckan().action.package_search(rows=0, fq=fq)["count"]
    last = feed(portal, links(pages[0])["last"])
    assert [e.findtext(f"{ATOM}id") for e in last.findall(f"{ATOM}entry")] == ids[-len(last.findall(f"{ATOM}entry")) :]


@pytest.mark.parametrize("path", PLAIN)
def test_what_programs_read_answers(portal: Portal, path: str) -> None:
    answer = get(portal, path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == PLAIN[path]
    assert answer.text.strip()


@pytest.mark.parametrize("path", ["/catalog.nope", "/dataset/sd-demo-000001.nope", "/feeds/group/no-such.atom"])
def test_what_is_not_served_is_not_found(portal: Portal, path: str) -> None:
    assert get(portal, path).status_code == 404


def test_the_sitemap_names_what_is_public_and_robots_lead_to_it(portal: Portal) -> None:
    (address,) = re.findall(r"^Sitemap: (\S+)$", get(portal, "/robots.txt").text, re.MULTILINE)
    assert address == f"{portal.url}/sitemap.xml"
    listed = ElementTree.fromstring(get(portal, address).content).findall(f"{SITEMAP}url/{SITEMAP}loc")
    found = [page.text or "" for page in listed]
    assert len(set(found)) == len(found)
    datasets = {page.rpartition("/")[2] for page in found if re.search(r"/dataset/.", page)}
    assert datasets == set(portal.ckan().action.package_list())
    rest = [page for page in found if not re.search(r"/dataset/.", page)]
    assert len(rest) > 20
    assert [page for page in rest if get(portal, page).status_code != 200] == []
    assert get(portal, "/sitemap.xml?part=9").status_code == 404
