"""Filters of a list page: values of one facet mean either, values of several facets all; counts stay in sight.

CKAN's views write all filters into one ``fq`` where everything must hold. Only what pages ask is changed here; the
API answers as stock CKAN does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import g, has_request_context

from .. import search
from ..search.query import escaped
from .shell import path

Pairs = list[tuple[str, str]]
#: What a list can be ordered by; anything else in the address is the first.
_ORDERS = ("", "metadata_modified desc", "sd_title_key asc")
_NAMES = search.KNOWN_FIELDS | search.facets().keys()


def chosen() -> Pairs:
    """The filters of this page's address; what is none of ours (utm_source …) filters nothing."""
    return [pair for pair in _typed() if pair[0] in _NAMES]


def orders() -> list[dict[str, Any]]:
    """Ways to order the list, with which is on."""
    now = str(tk.request.args.get("sort") or "")
    labels = zip(_ORDERS, (tk._("Relevance"), tk._("Updated"), tk._("Name")), strict=True)
    on = now if now in _ORDERS else ""
    return [{"value": value, "label": words, "on": value == on} for value, words in labels]


def widened(params: dict[str, Any]) -> dict[str, Any]:
    """``before_dataset_search``, before all else: the page's own search with its filters by facet."""
    if not has_request_context() or path().startswith("/api/") or not _is_list(params):
        return params
    written = "".join(f' {name}:"{value}"' for name, value in _typed()).strip()
    if written and written not in params.get("fq", ""):
        return params
    base = params.get("fq", "").replace(written, "", 1) if written else params.get("fq", "")
    params = {**params, "facet.limit": -1, "fq": base}
    if params.get("sort") not in _ORDERS:
        params["sort"] = None
    filters = _by_facet(chosen())
    g.sd_list = {**params, "filters": filters}
    return {**params, "fq_list": [*params.get("fq_list", []), *filters.values()]}


def completed(results: dict[str, Any]) -> dict[str, Any]:
    """``after_dataset_search``: each facet that filters is counted as if it did not, so its other values stay."""
    asked = g.pop("sd_list", None) if has_request_context() else None
    for name in asked["filters"] if asked else ():
        if name in asked["facet.field"]:
            others = [clause for other, clause in asked["filters"].items() if other != name]
            found = count(asked["q"], others, asked["fq"], asked.get("include_private"), name)
            results["search_facets"][name] = found["search_facets"].get(name, {"title": name, "items": []})
    return results


def count(q: str, clauses: list[str], fq: str = "", private: object = False, facet: str = "") -> dict[str, Any]:
    """How many the asker would find, and the counts of one facet."""
    query = {"q": q, "fq": fq, "fq_list": clauses, "rows": 0, "include_private": private, "facet.limit": -1}
    query |= {"facet.field": [facet]} if facet else {"facet": "false"}
    context = {"user": tk.current_user.name, "auth_user_obj": tk.current_user}
    return dict(tk.get_action("package_search")(context, query))


def clauses(pairs: Pairs) -> list[str]:
    """The filters as Solr reads them, one a facet."""
    return list(_by_facet(pairs).values())


def _by_facet(pairs: Pairs) -> dict[str, str]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append('"' + escaped("".join(filter(str.isprintable, value))) + '"')
    return {name: f"{name}:({' OR '.join(values)})" for name, values in grouped.items()}


def _typed() -> Pairs:
    """As CKAN's view reads the address."""
    args: Mapping[str, Any] = tk.request.args
    return [
        (name, value)
        for name, value in args.items(multi=True)  # type: ignore[call-arg]
        if value and name not in ("q", "page", "sort") and not name.startswith(("_", "ext_"))
    ]


def _is_list(params: Mapping[str, Any]) -> bool:
    """The search of a list page, not one of the others that a page makes."""
    asked = set(params.get("facet.field") or ())
    return {"open_type", "update_cycle"} <= asked and "extras" in params
