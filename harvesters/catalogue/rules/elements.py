"""V-01 (elements present, values of their code lists) and V-11 (dates)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.limits import shown
from harvesters.catalogue.record import FIELDS, FieldSpec
from harvesters.catalogue.rules.finding import finding, text, texts
from harvesters.contract import Finding, GateContext, Severity

FOUNDING = dt.date(1949, 10, 1)
MAX_CHOICES = 25
MAX_VALUES = 10
# V-01 names the national elements; 7 is asked of each table, 5 by V-03.
_ELEMENTS = (
    "catalog_class",
    "title",
    "identifier",
    "owner_org",
    "notes",
    "share_type",
    "open_type",
    "update_cycle",
    "issued",
)
# Mandatory by §2.2 but not listed by V-01: the first two need somebody's word, the others only a reminder.
_EXTENSIONS = {
    "category": Severity.REVIEW,
    "security_level": Severity.REVIEW,
    "source_system": Severity.WARN,
    "data_domain": Severity.WARN,
    "region_code": Severity.WARN,
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def check(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    yield from _present(record, context)
    yield from _known(record)
    yield from _dates(record, context)


def _present(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """Elements 1–4, 6, 9a, 10a, 11, 12; then what §2.2 marks M beside them."""
    held = context.source is not None and isinstance(context.source.registration.get("supplemented"), Mapping)
    for name in _ELEMENTS:
        if name in record or (name == "owner_org" and context.source is None):
            continue
        element = FIELDS[name].element
        if held:
            yield finding("V-01", Severity.REVIEW, name, reason="held", element=element)
        else:
            yield finding("V-01", Severity.BLOCK, name, reason="missing", element=element)
    for name, severity in _EXTENSIONS.items():
        if name in record:
            continue
        if name == "category":
            zh, en = _proposals(texts(record, "data_domain"))
            yield finding("V-01", severity, name, reason="category", proposals=zh, proposals_en=en)
        else:
            yield finding("V-01", severity, name, reason="held" if severity is Severity.REVIEW else "advised")


def _proposals(domains: list[str]) -> tuple[str, str]:
    categories = codelists.categories()
    found = [categories[code] for code in codelists.categories_for(tuple(domains))] or list(categories.values())
    return "、".join(f"{c.code} {c.zh}" for c in found), ", ".join(f"{c.code} ({c.en})" for c in found)


def _known(record: Mapping[str, Any]) -> Iterator[Finding]:
    """A value outside its code list is no value: an error, never a default (§2.7). Former regions only warn."""
    for name, value in record.items():
        spec = FIELDS[name]
        if spec.computed or not spec.codelist or spec.kind not in {"code", "codes"}:
            continue
        known = codelists.entries(spec.codelist)
        values = value if isinstance(value, list) else [value]
        odd = [one for one in values if isinstance(one, str) and one not in known]
        for one in odd[:MAX_VALUES]:
            zh, en = _choices(spec)
            yield finding(
                "V-01", Severity.BLOCK, name, reason="not_in_list", value=shown(one), choices=zh, choices_en=en
            )
    region = codelists.region(text(record, "region_code"))
    if region is not None and not region.current:
        successor = codelists.regions()[region.successor]
        facts = {"value": f"{region.code} {region.zh}", "successor": f"{successor.code} {successor.zh}"}
        yield finding("V-01", Severity.WARN, "region_code", reason="former_region", **facts)


def _choices(spec: FieldSpec) -> tuple[str, str]:
    entries = list(codelists.entries(spec.codelist).values())
    more = "…" if len(entries) > MAX_CHOICES else ""
    entries = entries[:MAX_CHOICES]
    zh = "、".join(f"{e.code} {e.zh}".strip() for e in entries)
    return zh + more, ", ".join(f"{e.code} ({e.en})" if e.en else e.code for e in entries) + more


def _dates(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """V-11: dates are written CCYY-MM-DD and lie between the founding of the republic and today."""
    days: dict[str, dt.date] = {}
    for name in ("issued", "modified"):
        given = text(record, name)
        if not given:
            continue
        try:
            days[name] = dt.date.fromisoformat(given if _DATE.fullmatch(given) else "")
        except ValueError:
            yield finding("V-11", Severity.BLOCK, name, reason="form", value=shown(given))
    issued, modified = days.get("issued"), days.get("modified")
    if issued is not None and issued > context.as_of:
        facts = {"value": issued.isoformat(), "today": context.as_of.isoformat()}
        yield finding("V-11", Severity.BLOCK, "issued", reason="future", **facts)
    if issued is not None and issued < FOUNDING:
        yield finding("V-11", Severity.BLOCK, "issued", reason="too_early", value=issued.isoformat())
    if issued is not None and modified is not None and modified < issued:
        facts = {"value": modified.isoformat(), "issued": issued.isoformat()}
        yield finding("V-11", Severity.BLOCK, "modified", reason="before_issued", **facts)
