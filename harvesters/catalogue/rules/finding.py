"""What the rules share: a finding that names its field, and texts of a record that may hold anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.limits import shown
from harvesters.catalogue.record import FIELDS
from harvesters.contract import Finding, GateContext, Severity


def finding(code: str, severity: Severity, name: str = "", **params: Any) -> Finding:
    spec = FIELDS.get(name)
    facts = {"field": name, "label": spec.zh, "label_en": spec.en} if spec else {}
    return Finding(code, severity, params={**facts, **params})


def text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


def texts(record: Mapping[str, Any], name: str) -> list[str]:
    value = record.get(name)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def names(codelist: str, code: str, key: str = "value") -> dict[str, str]:
    """An entry's names as params, in both languages; a code that is not in the list as it is."""
    entry = codelists.entries(codelist).get(code)
    return {key: entry.zh, f"{key}_en": entry.en or entry.zh} if entry else {key: shown(code), f"{key}_en": shown(code)}


def provider(record: Mapping[str, Any], context: GateContext) -> str:
    """Whose record it is: the source decides, where there is one."""
    return context.source.owner_org if context.source is not None else text(record, "owner_org")
