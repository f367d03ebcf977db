"""A release as CKAN's package dict: public fields; dictionary and inner fields stay in the ledger (mechanics §3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from harvesters.catalogue import codelists
from harvesters.contract import Table, canonical_hash

from .. import config
from ..ledger.release_table import address
from ..model import Dataset
from ..visibility import served
from .files import download_name


def table_entry(table: Table, resource_id: str, columns: Mapping[str, str]) -> dict[str, Any]:
    """What the release remembers of a table: everything that pages, API and the next release need."""
    minted = [field["name"] for field in table.fields if not field.get("sd:id")]
    suffix = PurePosixPath(table.original.path).suffix.lstrip(".").lower() if table.attachment else "csv"
    return {
        "key": table.key,
        "title": table.title,
        "resource_id": resource_id,
        "fields": [{**field, "sd:id": columns[field["name"]]} for field in table.fields],
        **({"minted": minted} if minted else {}),
        "primary_key": list(table.primary_key),
        **({"relations": dict(table.relations)} if table.relations else {}),
        **({"description": table.description} if table.description else {}),
        "rows": table.rows,
        "sha256": table.master.sha256,
        "size": table.master.size,
        "download": download_name(table.title, suffix),
        **({"attachment": True, "format": suffix} if table.attachment else {}),
        "original": {"path": table.original.path, "sha256": table.original.sha256, "size": table.original.size},
    }


def package_dict(
    dataset: Dataset,
    public: Mapping[str, Any],
    tables: Sequence[Mapping[str, Any]],
    number: int,
    owner_org: str,
) -> dict[str, Any]:
    """The whole dict that ``package_create/update`` get."""
    record = {key: value for key, value in public.items() if value not in (None, "", [])}
    has_rows = served(record["open_type"])
    return {
        **record,
        "id": dataset.id,
        "name": dataset.name,
        "owner_org": owner_org,
        "groups": [{"name": record["category"]}],
        "license_id": record.get("license_id") or config.default_license(),
        "type": "dataset",
        "state": "active",
        "private": False,
        "release_number": number,
        "resources": [
            _resource(
                table,
                address(dataset.name, position, table.get("format")),
                f"{config.site_url()}/dataset/{dataset.name}",
                has_rows,
            )
            for position, table in enumerate(tables)
        ],
    }


def _resource(table: Mapping[str, Any], url: str, page: str, has_rows: bool) -> dict[str, Any]:
    """Without public rows its address is the page that says how to get them: an empty one would be a 500 in core."""
    attached = bool(table.get("attachment"))
    form = str(table.get("format") or "csv")
    known = codelists.formats().get(form)
    structure = {
        "id": table["resource_id"],
        "name": table["title"],
        **({"description": table["description"]} if table.get("description") else {}),
        "format": form.upper(),
        "role": "attachment" if attached else "master",
        "row_count": table["rows"],
        "field_count": len(table["fields"]),
        "schema_hash": canonical_hash(table["fields"]),
    }
    if not has_rows:
        return {**structure, "url": page, "datastore_active": False}
    return {
        **structure,
        "url": url,
        "url_type": "upload",
        "mimetype": (known.media_type if known else "") or "application/octet-stream",
        "sha256": table["sha256"],
        "size": table["size"],
        "datastore_active": not attached,
    }
