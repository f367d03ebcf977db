"""A release as a Frictionless Data Package: what anyone needs to check it again with a stock client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import config
from ..visibility import served
from .release_table import address, release_of

MASTER_ENCODING = "utf-8-sig"  # Excel reads Chinese CSV only with a byte order mark (domain §3.5)


def datapackage(name_or_id: str) -> dict[str, Any] | None:
    """Descriptor of the current release; resource paths are relative to its own address, hashes are SHA-256."""
    release = release_of(name_or_id)
    if release is None or not served(release["record"]["open_type"]):
        return None
    record = release["record"]
    ids = {table["key"]: table["resource_id"] for table in release["tables"]}
    return {
        "profile": "data-package",
        "name": release["name"],
        "id": record["identifier"],
        "title": record["title"],
        "description": record.get("notes", ""),
        "version": str(release["number"]),
        "created": release["published_at"].isoformat(),
        "homepage": f"{config.site_url()}/dataset/{release['name']}",
        "keywords": list(record.get("keywords") or []),
        "licenses": [{"name": record.get("license_id"), "title": record.get("license_id")}],
        "sd:releaseNumber": release["number"],
        "sd:contentHash": release["content_hash"],
        "sd:record": record,
        "resources": [
            _resource(t, ids, release["name"], i, release["number"]) for i, t in enumerate(release["tables"])
        ],
    }


def table_schema(table: dict[str, Any]) -> dict[str, Any]:
    """The data dictionary of a released table as Table Schema, without what it has to do with other tables."""
    schema: dict[str, Any] = {"fields": table["fields"], "missingValues": [""]}
    if table["primary_key"]:
        schema["primaryKey"] = list(table["primary_key"])
    if rules := (table.get("relations") or {}).get("sd:rowRules"):
        schema["sd:rowRules"] = rules
    return schema


def _foreign_keys(table: dict[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """As declared, with the names that tables have in the release."""
    keys = []
    for one in (table.get("relations") or {}).get("foreignKeys") or []:
        other = one["reference"]["resource"]
        other = "" if other in ("", ".", table["key"]) else ids[other]
        keys.append({"fields": one["fields"], "reference": {"resource": other, "fields": one["reference"]["fields"]}})
    return {"foreignKeys": keys} if keys else {}


def _resource(table: dict[str, Any], ids: Mapping[str, str], name: str, position: int, number: int) -> dict[str, Any]:
    said = {"title": table["title"], **({"description": d} if (d := table.get("description")) else {})}
    if table.get("attachment"):
        return {
            "name": table["resource_id"],
            **said,
            "path": f"resource/{table['resource_id']}/download/{address(name, position, table['format'])}",
            "format": table["format"],
            "bytes": table["size"],
            "hash": f"sha256:{table['sha256']}",
            "sd:releaseNumber": number,
        }
    return {
        "name": table["resource_id"],
        **said,
        "profile": "tabular-data-resource",
        "path": f"resource/{table['resource_id']}/download/{address(name, position)}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": MASTER_ENCODING,
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "bytes": table["size"],
        "hash": f"sha256:{table['sha256']}",
        "schema": {**table_schema(table), **_foreign_keys(table, ids)},
        "sd:releaseNumber": number,
    }
