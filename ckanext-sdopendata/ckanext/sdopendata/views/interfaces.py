"""Addresses of a dataset for machines, and of its files for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk

from .. import access

Link = dict[str, Any]


def download_url(package: Mapping[str, Any], table: Mapping[str, Any]) -> str:
    """The file's address as CKAN serves it; the readable name comes with the answer."""
    for resource in package.get("resources") or []:
        if resource["id"] == table["resource_id"] and resource.get("url"):
            return str(resource["url"])
    return str(tk.h.url_for("dataset_resource.download", id=package["name"], resource_id=table["resource_id"]))


def interfaces(package: Mapping[str, Any], release: Mapping[str, Any]) -> list[Link]:
    """What a program calls: description, rows, Data Package, and how to check the files again."""
    found = [_link(tk._("Description (package_show)"), _action("package_show", {"id": package["name"]}))]
    if not access.served(str(package.get("open_type") or "")):
        return found
    for table in (one for one in release["tables"] if not one.get("attachment")):
        found.append(_link(_named(tk._("Rows as JSON (datastore_search)"), release, table), _rows(table)))
    descriptor = tk.h.url_for("sdopendata.datapackage", name=package["name"], locale="default", _external=True)
    found.append(_link(tk._("Data Package descriptor"), descriptor))
    check = f"frictionless validate {descriptor}"
    found.append({"label": tk._("Check the release yourself"), "text": check, "url": None})
    return found


def dcat_links(package: Mapping[str, Any]) -> list[Link]:
    """DCAT serialisations, where the dcat plugin is on."""
    if not plugin_loaded("dcat"):
        return []
    forms = (("DCAT Turtle", "ttl"), ("DCAT JSON-LD", "jsonld"), ("DCAT RDF/XML", "rdf"))
    return [
        {"label": name, "url": tk.h.url_for("dcat.read_dataset", _id=package["name"], _format=suffix)}
        for name, suffix in forms
    ]


def search_address(q: str | None, fields: list[tuple[str, str]] | None, scope: tuple[str, str] | None) -> str:
    """The call that gives the same list as the page."""
    filters = [*(fields or []), *([scope] if scope else [])]
    query = {"q": q or "", "rows": 20}
    if filters:
        query["fq"] = " ".join(f'{name}:"{value}"' for name, value in filters)
    return _action("package_search", query)


def _link(label: str, address: str) -> Link:
    return {"label": label, "text": address, "url": address}


def _named(label: str, release: Mapping[str, Any], table: Mapping[str, Any]) -> str:
    return f"{label} – {table['title']}" if len(release["tables"]) > 1 else label


def _rows(table: Mapping[str, Any]) -> str:
    return _action("datastore_search", {"resource_id": table["resource_id"], "limit": 100})


def _action(name: str, query: Mapping[str, Any]) -> str:
    base = tk.h.url_for("api.action", ver=3, logic_function=name, locale="default", _external=True)
    return f"{base}?{urlencode(query)}"
