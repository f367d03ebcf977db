"""Published data dictionaries to fill in or to be checked by, by 重点开放类别."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

from .. import ledger

MOST = 200


def published(category: str = "") -> list[dict[str, Any]]:
    """Datasets that everyone may see, with their tables; of one category if one is given."""
    query: dict[str, Any] = {"rows": MOST, "sort": "title_string asc"}
    if category:
        query["fq"] = f'groups:"{category}"'
    found = tk.get_action("package_search")({}, query)["results"]
    tables = ledger.tables_of([package["id"] for package in found])
    return [
        {"name": package["name"], "title": package["title"], "tables": tables[package["id"]]}
        for package in found
        if package["id"] in tables
    ]
