"""What search engines may list: the public pages and every dataset that a stranger may see, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from xml.sax.saxutils import quoteattr

from ckan import model
from ckan.plugins import toolkit as tk
from flask import Response

from .. import ledger
from ..access import Level, State, level
from . import figures

MOST = 50_000  # addresses that one file may hold (sitemaps.org)
PAGES = (
    *("home.index", "dataset.search", "group.index", "organization.index", "home.about"),
    *("sdopendata.publish", "sdopendata.templates", "sdopendata.check", "sdopendata.sources"),
)
_NAME = "0-0-0"  # stands for the name of a dataset, category or department; CKAN's names are plain letters
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def read() -> Response:
    """One file; above 50,000 addresses the list of its parts, ``?part=1`` and so on."""
    pages = [*_pages(), *_datasets()]
    parts, part = -(-len(pages) // MOST), str(tk.request.args.get("part") or "")
    address = cache(_address)  # tens of thousands of datasets differ in their name alone
    if part:
        if not (part.isascii() and part.isdigit() and len(part) < 7 and 1 <= int(part) <= parts):
            tk.abort(404)
        pages = pages[(int(part) - 1) * MOST : int(part) * MOST]
    elif parts > 1:
        own = address("sdopendata.sitemap", "default", False)
        body = "".join(f"<sitemap><loc>{own}?part={number + 1}</loc></sitemap>\n" for number in range(parts))
        return _answer(f"<sitemapindex {_NAMES}>\n{body}</sitemapindex>\n")
    body = "".join(_entry(address, *page) for page in pages)
    return _answer(f"<urlset {_NAMES} {_LINKS}>\n{body}</urlset>\n")


def _pages() -> Iterator[tuple[str, str, str]]:
    """Endpoint, name of what it shows, day of its last change."""
    yield from ((endpoint, "", "") for endpoint in PAGES)
    groups = model.Session.query(model.Group.name, model.Group.is_organization).filter_by(state="active")
    for name, organization in groups.order_by(model.Group.name):
        yield "organization.read" if organization else "group.read", name, ""


def _datasets() -> Iterator[tuple[str, str, str]]:
    for name, open_type, published in ledger.addresses():
        if level(State.PUBLISHED, open_type, "sitemap") is not Level.NOTHING:
            yield "dataset.read", name, figures.date(published)


def _entry(address: Callable[[str, str, bool], str], endpoint: str, name: str, day: str) -> str:
    own, english = (address(endpoint, locale, bool(name)).replace(_NAME, name) for locale in ("default", "en"))
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{there}"/>'
        for tag, there in (("zh-CN", own), ("en", english))
    )
    date = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{own}</loc>{date}{others}</url>\n"


def _address(endpoint: str, locale: str, named: bool) -> str:
    values = {"id": _NAME} if named else {}
    return quoteattr(str(tk.h.url_for(endpoint, locale=locale, _external=True, **values)))[1:-1]


def _answer(text: str) -> Response:
    return Response(_HEAD + text, mimetype="application/xml")
