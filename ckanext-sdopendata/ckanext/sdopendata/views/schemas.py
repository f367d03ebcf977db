"""Published data dictionaries, to be checked by or to fill in."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

from .. import ledger

MOST = 500


def published(name: str = "") -> list[dict[str, Any]]:
    """Datasets that the asker may see, with their tables; one of them by its name."""
    query: dict[str, Any] = {"rows": MOST, "sort": "title_string asc"}
    if name:
        query["fq"] = 'name:"{}"'.format(name.replace("\\", "").replace('"', ""))
    found = tk.get_action("package_search")({}, query)["results"]
    tables = ledger.tables_of([package["id"] for package in found])
    return [
        {
            "name": package["name"],
            "title": package["title"],
            "domains": list(package.get("data_domain") or ()),
            "tables": tables[package["id"]],
        }
        for package in found
        if package["id"] in tables
    ]
