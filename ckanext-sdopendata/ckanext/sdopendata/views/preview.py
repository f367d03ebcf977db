"""The first rows of a table, read from the DataStore with the asker's own rights."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from sqlalchemy.exc import SQLAlchemyError

ROWS = 20
LONG = 24
_NUMBERS = frozenset({"number", "integer"})

log = logging.getLogger(__name__)


def preview(table: Mapping[str, Any]) -> dict[str, Any]:
    """``{columns: [{id, label}], rows: [[{text, right, long}]], total, failed}``; ``failed``: not readable now."""
    empty: dict[str, Any] = {"columns": [], "rows": [], "total": table["rows"], "failed": False}
    try:
        found = tk.get_action("datastore_search")(
            {}, {"resource_id": table["resource_id"], "limit": ROWS, "include_total": False}
        )
    except (tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError, SQLAlchemyError) as error:
        log.warning("no preview of %s: %s", table["resource_id"], type(error).__name__)
        return {**empty, "failed": table["rows"] > 0}
    labels = {field.get("sd:id"): field for field in table["fields"]}
    ids = [field["id"] for field in found["fields"] if field["id"] != "_id"]
    columns = [{"id": name, "label": labels[name]["name"] if name in labels else name} for name in ids]
    numeric = {name for name in ids if name in labels and labels[name].get("type") in _NUMBERS}
    rows = [[_cell(record.get(name), name in numeric) for name in ids] for record in found["records"]]
    return {**empty, "columns": columns, "rows": rows}


def _cell(value: Any, right: bool) -> dict[str, Any]:
    if value is None or value == "":
        return {"text": None, "right": False, "long": False}
    text = (tk._("yes") if value else tk._("no")) if isinstance(value, bool) else str(value)
    return {"text": text, "right": right, "long": len(text) > LONG}
