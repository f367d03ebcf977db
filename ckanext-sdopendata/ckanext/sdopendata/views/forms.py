"""The record's form: its fields in groups, what stands in them, what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from harvesters.catalogue.record import FIELDS
from harvesters.catalogue.scheming import form_groups

from .. import access
from ..ledger import handed_in
from . import beside
from .asker import roles


def groups() -> list[dict[str, Any]]:
    """The public fields as CKAN's schema has them, presets resolved; inner ones beside."""
    known = {field["field_name"]: field for field in tk.h.scheming_get_dataset_schema("dataset")["dataset_fields"]}
    return [
        {**group, "fields": [known.get(field["field_name"], field) for field in group["fields"]]}
        for group in form_groups()
    ]


def fields() -> list[dict[str, Any]]:
    return [field for group in form_groups() for field in group["fields"]]


def filled(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, or else what stands: inner fields from the ledger, for CKAN's record has none (mechanics §3)."""
    inner = [name for name, spec in FIELDS.items() if spec.internal and not spec.officer_only]
    package, owner = data.get("id"), (data.get("organization") or {}).get("name")
    known: Mapping[str, Any] = {}
    if package and any(name not in data for name in inner) and access.may_see_inside(roles().user or None, owner):
        known = handed_in.of_package(str(package)).record
    return {**{name: _text(known[name]) for name in inner if name in known}, **data}


def errors() -> dict[str, Any]:
    """Of the report that the address names: whoever comes from a returned table sees what is wrong with the record."""
    report = tk.request.args.get("report")
    return beside.of_report(report) if report else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
