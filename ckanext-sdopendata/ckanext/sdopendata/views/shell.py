"""What every page has around its content: icons, languages, navigation, the site's name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from flask import g
from markupsafe import Markup, escape
from werkzeug.exceptions import default_exceptions

from harvesters.catalogue import codelists

from .. import config
from .asker import roles
from .words import language

LANGUAGES = (("zh_Hans_CN", "zh-Hans-CN", "中文"), ("en", "en", "English"))


def icon(name: str) -> Markup:
    """A symbol of our sprite; decoration only, the word stands beside it."""
    sprite = tk.h.url_for_static("/sdopendata/icons.svg")
    return Markup('<svg class="sd-icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>').format(
        sprite, name
    )


def copy_button(text: str, what: str) -> Markup:
    """A button that copies ``text``; the script shows it where the browser can."""
    mark = (
        '<button type="button" class="sd-copy" data-module="sd-copy" data-text="{}"'
        ' aria-label="{}" title="{}" hidden>{}</button>'
    )
    return Markup(mark).format(text, what, what, icon("copy"))


def site_title() -> str:
    """The configured title, in the page's language."""
    return str(tk.g.site_title) if language() == "zh" else config.site_title_en()


def languages() -> list[dict[str, Any]]:
    """This page in each language, as plain links."""
    here = str(tk.request.environ.get("CKAN_CURRENT_URL", "/"))
    if tk.request.method != "GET":
        here = "/"
    current = str(tk.h.lang() or "")
    return [
        {"url": tk.h.url_for(here, locale=locale), "tag": tag, "label": name, "current": current == locale}
        for locale, tag, name in LANGUAGES
    ]


def has_own_search() -> bool:
    """Home and catalogue carry the search box in their content; a second one in the head would only confuse."""
    return path() in ("/", "/dataset/")


def path() -> str:
    """The page's path without language. Endpoints do not tell: content negotiation answers some pages under its own."""
    return str(tk.request.path)


def navigation() -> list[dict[str, Any]]:
    """The main row: public pages, then the desk of those who have one."""
    rows: list[tuple[str, str, str | None]] = [
        ("home.index", tk._("Home"), None),
        ("dataset.search", tk._("Data catalogue"), None),
        ("group.index", tk._("Categories"), None),
        ("organization.index", tk._("Departments"), None),
        ("sdopendata.publish", tk._("Publish data"), None),
        ("sdopendata.sources", tk._("Sources and runs"), None),
        ("home.about", tk._("About"), None),
    ]
    who = roles()
    if who.desk:
        rows.append(("sdopendata.returned", tk._("Returned"), "return"))
        rows.append(("sdopendata.held", tk._("Waiting for review"), "inbox"))
    if who.operator:
        rows.append(("sdopendata.operator", tk._("Operation"), "gate"))
    return [
        {
            "url": tk.h.url_for(endpoint),
            "label": text,
            "current": _is_here(str(tk.h.url_for(endpoint, locale="default"))),
            "icon": symbol,
            "desk": symbol is not None,
        }
        for endpoint, text, symbol in rows
    ]


def _is_here(address: str) -> bool:
    """Whether the page is that address or lies below it."""
    return path() == address or (address != "/" and path().startswith(address.rstrip("/") + "/"))


def organization_title(slug: str, title: str | None = None) -> str:
    """A department's name in the page's language; ``title`` saves the look-up where the caller has it."""
    if language() == "en":
        known = codelists.organisations().get(slug)
        if known is not None and known.en:
            return known.en
    names: dict[str, str] = g.setdefault("sd_organizations", {})
    if slug not in names:
        group = None if title else model.Group.get(slug)
        names[slug] = title or (group.display_name if group is not None else slug)
    return names[slug]


def is_demo(package: Mapping[str, Any]) -> bool:
    """Whether the dataset belongs to the organisation of demonstration (non-official) data."""
    return (package.get("organization") or {}).get("name") == config.demo_organization()


def error_detail(status: int, content: Any) -> str:
    """What the view itself said, unless it is only the web framework's English stock phrase."""
    stock = getattr(default_exceptions.get(status), "description", None)
    text = str(content or "")
    if status == 400 and text.startswith('"page" parameter'):  # core says it in English only
        return tk._("The number of the page must be a whole number, 1 or more.")
    return "" if status in (404, 500) or text in ("", stock, "Internal server error") else str(escape(text))
