"""The list of datasets: categories with counts, facets, addresses with one thing changed, details of a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk
from flask import Response, after_this_request

from harvesters.catalogue import codelists
from harvesters.catalogue.record import FIELDS

from .. import away, config
from .shell import organization_title
from .words import label, language

ICONS = {
    "geographic-information": "map",
    "road-transport": "road",
    "public-services": "people",
    "economic-statistics": "chart",
    "qualifications": "certificate",
    "environmental-protection": "leaf",
    "public-administration": "landmark",
}
THIN = 5  # below this many datasets of departments a category says that it is thin
_NOT_FILTERS = frozenset({"q", "sort", "page"})


def categories(search_facets: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The seven in the order of the plan, then ``other``, each with its live count; an empty one stays."""
    known = search_facets is not None and "groups" in search_facets
    items = search_facets["groups"].get("items") or [] if search_facets and known else []
    counts = {item["name"]: item["count"] for item in items}
    return [
        {
            "slug": category.code,
            "label": category.en if language() == "en" else category.zh,
            "icon": ICONS.get(category.code, "shapes"),
            "count": counts.get(category.code, 0) if known else None,
            "other": not category.first_wave,
        }
        for category in codelists.categories().values()
    ]


def categories_counted() -> list[dict[str, Any]]:
    """The same for a page that made no search of its own."""
    return categories(_counted("groups"))


def departments_counted() -> list[dict[str, Any]]:
    """Departments that have open data, the most first."""
    return facet_items("organization", _counted("organization"))


def _counted(field: str) -> dict[str, Any]:
    query = {"q": "*:*", "rows": 0, "facet.field": [field], "facet.limit": -1}
    return dict(tk.get_action("package_search")({}, query)["search_facets"])


def search_away() -> str:
    """Called where a list says that the search is away: the answer says so too."""
    after_this_request(_unavailable)
    return ""


def _unavailable(response: Response) -> Response:
    response.status_code = 503
    response.headers["Retry-After"] = str(away.RETRY_SECONDS)
    return response


def category(group: Mapping[str, Any]) -> dict[str, Any]:
    """A group as a category: name in the page's language, icon."""
    found = next((c for c in categories(None) if c["slug"] == group["name"]), None)
    return found or {"slug": group["name"], "label": group.get("display_name") or group["name"], "icon": "shapes"}


def category_standing(slug: str) -> dict[str, Any]:
    """What stands in a category now, whatever the reader searches for: datasets, departments, and how many of the
    datasets are only the portal's own demonstration; ``domains``: the 重点领域 that belong there."""
    query = {"q": "*:*", "fq": f'groups:"{slug}"', "rows": 0, "facet.field": ["organization"], "facet.limit": -1}
    found = tk.get_action("package_search")({}, query)
    owners = {item["name"]: int(item["count"]) for item in found["search_facets"]["organization"]["items"]}
    demonstration = owners.pop(config.demo_organization(), 0)
    entry = codelists.categories().get(slug)
    return {
        "datasets": int(found["count"]),
        "demonstration": demonstration,
        "departments": len(owners),
        "thin": 0 < int(found["count"]) - demonstration < THIN,
        "domains": [label("data_domain", code) for code in entry.domains] if entry else [],
    }


def category_of(package: Mapping[str, Any]) -> str:
    code = package.get("category") or next((g["name"] for g in package.get("groups") or []), None)
    return label("category", code) if code else ""


def facet_title(name: str, given: str) -> str:
    words = {
        "groups": tk._("Category"),
        "category": tk._("Category"),
        "organization": tk._("Department"),
        "region_code": tk._("Region"),
        "res_format": tk._("Format"),
        "license_id": tk._("Licence"),
        "tags": tk._("Keywords"),
    }
    if name in words:
        return words[name]
    spec = FIELDS.get(name)
    if spec is None:
        return given
    return spec.en if language() == "en" else spec.zh


def facet_items(name: str, search_facets: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Values of one facet with words and counts: active ones first, then by count."""
    items = ((search_facets or {}).get(name) or {}).get("items") or []
    chosen = set(tk.request.args.getlist(name))
    always = [*chosen, *(codelists.categories() if name == "groups" else ())]
    missing = [value for value in dict.fromkeys(always) if value not in {item["name"] for item in items}]
    items = [*items, *({"name": value, "count": 0} for value in missing)]
    found = [
        {
            "name": item["name"],
            "label": facet_value(name, item["name"], search_facets or {}),
            "count": item["count"],
            "active": item["name"] in chosen,
        }
        for item in items
    ]
    return sorted(found, key=lambda item: (not item["active"], -item["count"], item["label"]))


def facet_value(name: str, value: str, search_facets: Mapping[str, Any]) -> str:
    if name in ("groups", "category"):
        return label("category", value)
    if name == "res_format":
        return value.upper()
    if name in FIELDS and FIELDS[name].codelist:
        return label(name, value)
    items = (search_facets.get(name) or {}).get("items") or []
    titles = {item["name"]: str(item["display_name"]) for item in items if "display_name" in item}
    shown = titles.get(value)
    return organization_title(value, shown) if name == "organization" else shown or value


def url_with(
    add: tuple[str, str] | None = None,
    drop: tuple[str, str] | None = None,
    sort: str | None = None,
    page: None = None,
    only_q: bool = False,
    q: str | None = None,
    without: str = "",
) -> str:
    """This list's address with one filter more or less, or another order; always back on the first page."""
    args = [(k, v) for k, v in tk.request.args.items(multi=True) if k != "page" and v]
    if only_q:
        args = [(k, v) for k, v in args if k == "q"]
    args = [(k, v) for k, v in args if k != without]
    if q is not None:
        args = [("q", q), *((k, v) for k, v in args if k != "q")]
    if drop:
        args = [pair for pair in args if pair != tuple(drop)]
    if add and tuple(add) not in args:
        args.append((add[0], add[1]))
    if sort is not None:
        args = [(k, v) for k, v in args if k != "sort"] + ([("sort", sort)] if sort else [])
    path = str(tk.request.environ.get("CKAN_CURRENT_URL", "/")).split("?")[0]
    target = str(tk.h.url_for(path))
    return f"{target}?{urlencode(args)}" if args else target


def rows_of(package: Mapping[str, Any]) -> int:
    """Rows of all tables as the resources say (facts of the release)."""
    return sum(int(resource.get("row_count") or 0) for resource in package.get("resources") or [])


def formats_of(package: Mapping[str, Any]) -> list[str]:
    return sorted({str(r["format"]).upper() for r in package.get("resources") or [] if r.get("format")})
