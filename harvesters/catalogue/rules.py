"""Rules of domain §2.5 over a catalogue record: V-01, V-02, V-03, V-09, V-11, V-13, V-15, V-20; and the portal's V-00.

A rule without W blocks, with W it warns. What the source's registration supplements is filled in first; what is still
missing then holds the item (review) if the registration says that it supplements, and returns it otherwise.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.items import check_items
from harvesters.catalogue.limits import check_limits, shown
from harvesters.catalogue.record import (
    FIELDS,
    FieldSpec,
    accepted,
    code_scheme,
    derived,
    normalise,
    slug,
    unknown_fields,
)
from harvesters.catalogue.uscc import uscc_problem
from harvesters.contract import Finding, GateContext, Severity

RECORD_RULES = ("V-00", "V-01", "V-02", "V-03", "V-09", "V-11", "V-13", "V-15", "V-20")
FOUNDING = dt.date(1949, 10, 1)
MAX_CODE = 90  # "sd-" and a tail of the ledger's must fit into CKAN's 100
MAX_LISTED = 50
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
_LOOKS_NATIONAL = re.compile(r"[123]\d{5,}([-/_.].*)?", re.ASCII)
_PORTAL_CODE = re.compile(r"SDP/\d{6,}", re.ASCII)
_LOCAL_CODE = re.compile(r"[^\s\x00-\x1f\x7f]+")


def check_record(
    record: Mapping[str, Any],
    tables_meta: Sequence[Mapping[str, Any]],
    context: GateContext,
    *,
    signed: bool = False,
) -> list[Finding]:
    """Judge a record as it was received. ``tables_meta``: ``[{key, title, format, fields}]``; empty for a draft."""
    formed = normalise(record)
    whole = accepted(record, context.source, signed=signed)
    found = [
        *check_limits(formed),
        *_v01(whole, context),
        *_codes_known(whole),
        *_v02(whole, context),
        *_v03(formed, whole, context),
        *_v09(whole),
        *_v11(whole, context),
    ]
    for table in tables_meta:
        found += _table(table)
    return [*found, *_v20(record, formed, whole, signed=signed)]


def not_checked(context: GateContext) -> tuple[str, ...]:
    """The rules that could not be judged, or not wholly, for want of a source or a catalogue."""
    return tuple(
        rule for rule, missing in (("V-02", context.catalogue is None), ("V-03", context.source is None)) if missing
    )


def _finding(code: str, severity: Severity, name: str = "", **params: Any) -> Finding:
    spec = FIELDS.get(name)
    facts = {"field": name, "label": spec.zh, "label_en": spec.en} if spec else {}
    return Finding(code, severity, params={**facts, **params})


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


def _named(organisation: str) -> str:
    known = codelists.organisations().get(organisation)
    return known.zh if known else organisation


def _supplements(context: GateContext) -> bool:
    return context.source is not None and isinstance(context.source.registration.get("supplemented"), Mapping)


def _v01(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """Elements 1–4, 6, 9a, 10a, 11, 12; then what §2.2 marks M beside them."""
    held = _supplements(context)
    for name in _ELEMENTS:
        if name in record or (name == "owner_org" and context.source is None):
            continue
        element = FIELDS[name].element
        if held:
            yield _finding("V-01", Severity.REVIEW, name, reason="held", element=element)
        else:
            yield _finding("V-01", Severity.BLOCK, name, reason="missing", element=element)
    for name, severity in _EXTENSIONS.items():
        if name in record:
            continue
        if name == "category":
            zh, en = _proposals(record.get("data_domain"))
            yield _finding("V-01", severity, name, reason="category", proposals=zh, proposals_en=en)
        else:
            yield _finding("V-01", severity, name, reason="held" if severity is Severity.REVIEW else "advised")


def _proposals(domains: object) -> tuple[str, str]:
    given = tuple(d for d in domains if isinstance(d, str)) if isinstance(domains, list) else ()
    categories = codelists.categories()
    found = [categories[code] for code in codelists.categories_for(given)] or list(categories.values())
    return "、".join(f"{c.code} {c.zh}" for c in found), ", ".join(f"{c.code} ({c.en})" for c in found)


def _codes_known(record: Mapping[str, Any]) -> Iterator[Finding]:
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
            yield _finding(
                "V-01", Severity.BLOCK, name, reason="not_in_list", value=shown(one), choices=zh, choices_en=en
            )
    region = codelists.region(_text(record, "region_code"))
    if region is not None and not region.current:
        successor = codelists.regions()[region.successor]
        names = {"value": f"{region.code} {region.zh}", "successor": f"{successor.code} {successor.zh}"}
        yield _finding("V-01", Severity.WARN, "region_code", reason="former_region", **names)


def _choices(spec: FieldSpec) -> tuple[str, str]:
    entries = list(codelists.entries(spec.codelist).values())
    more = "…" if len(entries) > MAX_LISTED // 2 else ""
    entries = entries[: MAX_LISTED // 2]
    zh = "、".join(f"{e.code} {e.zh}".strip() for e in entries)
    return zh + more, ", ".join(f"{e.code} ({e.en})" if e.en else e.code for e in entries) + more


def _v02(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """The code fits its scheme, is nobody else's, and never changes."""
    code = _text(record, "identifier")
    if not code:
        return
    yield from _scheme(code, _text(record, "catalog_class"))
    previous = context.previous
    if previous is not None and previous.identifier != code:
        yield _finding(
            "V-02", Severity.BLOCK, "identifier", reason="changed", value=shown(code), previous=previous.identifier
        )
    if context.catalogue is not None:
        owner = context.catalogue.owner_of_code.get(code)
        mine = context.source.owner_org if context.source is not None else _text(record, "owner_org")
        if owner is not None and owner != mine:
            yield _finding("V-02", Severity.BLOCK, "identifier", reason="conflict", value=shown(code))


def _scheme(code: str, catalog_class: str) -> Iterator[Finding]:
    scheme, value = code_scheme(code), shown(code)
    if scheme == "national":
        part = code.rpartition("/")[0]
        if catalog_class and catalog_class != part:
            facts = {"class": part, "value": shown(catalog_class)}
            yield _finding("V-02", Severity.BLOCK, "catalog_class", reason="class_differs", **facts)
    elif scheme == "portal":
        if not _PORTAL_CODE.fullmatch(code):
            yield _finding("V-02", Severity.BLOCK, "identifier", reason="portal_form", value=value)
    elif not _LOCAL_CODE.fullmatch(code):
        yield _finding("V-02", Severity.BLOCK, "identifier", reason="local_form", value=value)
    elif _LOOKS_NATIONAL.fullmatch(code):
        yield _finding("V-02", Severity.WARN, "identifier", reason="nearly_national", value=value)
    if len(code) > MAX_CODE:
        yield _finding("V-02", Severity.BLOCK, "identifier", reason="too_long", length=len(code), limit=MAX_CODE)
    if catalog_class and catalog_class not in codelists.entries("catalog_classes"):
        nearest = codelists.catalog_class(catalog_class)
        known = f"{nearest.code} {nearest.zh}" if nearest else "—"
        yield _finding(
            "V-02", Severity.WARN, "catalog_class", reason="unknown_class", value=shown(catalog_class), nearest=known
        )


def _v03(formed: Mapping[str, Any], record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """The provider is the department that the source belongs to, and its code is that department's."""
    source, code = context.source, _text(record, "provider_code")
    if source is not None:
        named = _text(formed, "owner_org")
        if named and named != source.owner_org:
            facts = {"value": shown(named), "owner": source.owner_org}
            yield _finding("V-03", Severity.BLOCK, "owner_org", reason="other_owner", **facts)
    problem = uscc_problem(code) if code else None
    if problem:
        yield _finding("V-03", Severity.BLOCK, "provider_code", reason=problem, value=shown(code))
    elif source is not None and source.owner_uscc is None:
        yield _finding("V-03", Severity.WARN, "provider_code", reason="not_on_record", owner=_named(source.owner_org))
    elif source is not None and code and code != source.owner_uscc:
        yield _finding("V-03", Severity.BLOCK, "provider_code", reason="differs", value=shown(code))
    elif source is None and not code:
        yield _finding("V-03", Severity.WARN, "provider_code", reason="not_given")


def _v09(record: Mapping[str, Any]) -> Iterator[Finding]:
    """What other departments may not see, society may not."""
    opening = _text(record, "open_type")
    if _text(record, "share_type") == "3" and opening and opening != "not_open":
        entry = codelists.entries("open_types").get(opening)
        zh, en = (entry.zh, entry.en) if entry else (shown(opening), shown(opening))
        yield _finding("V-09", Severity.BLOCK, "open_type", value=zh, value_en=en)


def _v11(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """Dates are written CCYY-MM-DD and lie between the founding of the republic and today."""
    days: dict[str, dt.date] = {}
    for name in ("issued", "modified"):
        text = _text(record, name)
        if not text:
            continue
        try:
            days[name] = dt.date.fromisoformat(text if _DATE.fullmatch(text) else "")
        except ValueError:
            yield _finding("V-11", Severity.BLOCK, name, reason="form", value=shown(text))
    issued, modified = days.get("issued"), days.get("modified")
    if issued is not None and issued > context.as_of:
        facts = {"value": issued.isoformat(), "today": context.as_of.isoformat()}
        yield _finding("V-11", Severity.BLOCK, "issued", reason="future", **facts)
    if issued is not None and issued < FOUNDING:
        yield _finding("V-11", Severity.BLOCK, "issued", reason="too_early", value=issued.isoformat())
    if issued is not None and modified is not None and modified < issued:
        facts = {"value": modified.isoformat(), "issued": issued.isoformat()}
        yield _finding("V-11", Severity.BLOCK, "modified", reason="before_issued", **facts)


def _table(table: Mapping[str, Any]) -> Iterator[Finding]:
    """Element 7 of V-01 for one table, then V-13 and V-15 of its items."""
    title = shown(table.get("title") or table.get("key") or "")
    form = table.get("format")
    if not isinstance(form, str) or not form.strip():
        yield Finding("V-01", Severity.BLOCK, params={"reason": "format", "table": title, "element": "7"})
    yield from check_items(table.get("fields"), table=title)


def _v20(
    record: Mapping[str, Any], formed: Mapping[str, Any], whole: Mapping[str, Any], *, signed: bool
) -> Iterator[Finding]:
    """Whatever was given and does not count is named, once a field."""
    unknown = unknown_fields(record)
    for name in unknown[:MAX_LISTED]:
        yield Finding("V-20", Severity.WARN, params={"reason": "unknown", "field": shown(name)})
    if len(unknown) > MAX_LISTED:
        yield Finding("V-20", Severity.WARN, params={"reason": "more", "count": len(unknown) - MAX_LISTED})
    expected = {**derived(whole), "name": slug(_text(whole, "identifier")) if _text(whole, "identifier") else ""}
    for name, value in formed.items():
        spec = FIELDS.get(name)
        if spec is None:
            continue
        if spec.officer_only and not signed:
            yield _finding("V-20", Severity.WARN, name, reason="officer_only")
        elif name == "name":
            if value != expected["name"]:
                facts = {"value": shown(value), "slug": expected["name"] or "sd-…"}
                yield _finding("V-20", Severity.WARN, name, reason="name", **facts)
        elif spec.computed and value != expected.get(name):
            yield _finding("V-20", Severity.WARN, name, reason="computed", value=shown(value))
