"""Whose record it is and under which code: V-02 (code), V-03 (provider), V-12 (related codes)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.limits import shown
from harvesters.catalogue.record import code_scheme
from harvesters.catalogue.rules.finding import finding, names, provider, text, texts
from harvesters.catalogue.uscc import uscc_problem
from harvesters.contract import Finding, GateContext, Severity

MAX_CODE = 90  # "sd-" and a tail of the ledger's must fit into CKAN's 100
MAX_RELATED = 20
_LOOKS_NATIONAL = re.compile(r"[123]\d{5,}([-/_.].*)?", re.ASCII)
_PORTAL_CODE = re.compile(r"SDP/\d{6,}", re.ASCII)
_LOCAL_CODE = re.compile(r"[^\s\x00-\x1f\x7f]+")


def check(formed: Mapping[str, Any], record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    yield from _code(record, context)
    yield from _provider(formed, record, context)
    yield from _related(record, context)


def _code(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """V-02: the code fits its scheme, is nobody else's, and never changes."""
    code = text(record, "identifier")
    if not code:
        return
    yield from _scheme(code, text(record, "catalog_class"))
    previous = context.previous
    if previous is not None and previous.identifier != code:
        facts = {"value": shown(code), "previous": previous.identifier}
        yield finding("V-02", Severity.BLOCK, "identifier", reason="changed", **facts)
    mine = provider(record, context)
    owner = context.catalogue.owner_of_code.get(code) if context.catalogue is not None else None
    holder = codelists.holder_of_class(code.rpartition("/")[0]) if code_scheme(code) == "national" else None
    if owner is not None and owner != mine:
        yield finding("V-02", Severity.BLOCK, "identifier", reason="conflict", value=shown(code))
    elif holder is not None and mine and not codelists.may_use_codes_of(mine, holder):
        facts = {"value": shown(code), "prefix": holder.catalog_prefix}
        whose = names("organisations", holder.slug, "holder") | names("organisations", mine, "mine")
        yield finding("V-02", Severity.BLOCK, "identifier", reason="other_department", **facts, **whose)


def _scheme(code: str, catalog_class: str) -> Iterator[Finding]:
    scheme, value = code_scheme(code), shown(code)
    if scheme == "national":
        part = code.rpartition("/")[0]
        if catalog_class and catalog_class != part:
            facts = {"class": part, "value": shown(catalog_class)}
            yield finding("V-02", Severity.BLOCK, "catalog_class", reason="class_differs", **facts)
    elif scheme == "portal":
        if not _PORTAL_CODE.fullmatch(code):
            yield finding("V-02", Severity.BLOCK, "identifier", reason="portal_form", value=value)
    elif not _LOCAL_CODE.fullmatch(code):
        yield finding("V-02", Severity.BLOCK, "identifier", reason="local_form", value=value)
    elif _LOOKS_NATIONAL.fullmatch(code):
        yield finding("V-02", Severity.WARN, "identifier", reason="nearly_national", value=value)
    if len(code) > MAX_CODE:
        yield finding("V-02", Severity.BLOCK, "identifier", reason="too_long", length=len(code), limit=MAX_CODE)
    if catalog_class and catalog_class not in codelists.entries("catalog_classes"):
        nearest = codelists.catalog_class(catalog_class)
        facts = {"value": shown(catalog_class), "nearest": f"{nearest.code} {nearest.zh}" if nearest else "—"}
        yield finding("V-02", Severity.WARN, "catalog_class", reason="unknown_class", **facts)


def _provider(formed: Mapping[str, Any], record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """V-03: the provider is the department that the source belongs to, and its code is that department's."""
    source, code = context.source, text(record, "provider_code")
    if source is not None:
        named = text(formed, "owner_org")
        if named and named != source.owner_org:
            facts = {"value": shown(named), "owner": source.owner_org}
            yield finding("V-03", Severity.BLOCK, "owner_org", reason="other_owner", **facts)
    problem = uscc_problem(code) if code else None
    if problem:
        yield finding("V-03", Severity.BLOCK, "provider_code", reason=problem, value=shown(code))
    elif source is not None and source.owner_uscc is None:
        owner = names("organisations", source.owner_org, "owner")
        yield finding("V-03", Severity.WARN, "provider_code", reason="not_on_record", **owner)
    elif source is not None and code and code != source.owner_uscc:
        yield finding("V-03", Severity.BLOCK, "provider_code", reason="differs", value=shown(code))
    elif source is None and not code:
        yield finding("V-03", Severity.WARN, "provider_code", reason="not_given")


def _related(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """V-12: codes under which the same resource is listed elsewhere; the catalogue may not know them yet."""
    own = text(record, "identifier")
    for code in texts(record, "related_codes")[:MAX_RELATED]:
        if code == own:
            yield finding("V-12", Severity.BLOCK, "related_codes", reason="itself", value=shown(code))
        elif not _well_formed(code):
            yield finding("V-12", Severity.BLOCK, "related_codes", reason="form", value=shown(code))
        elif context.catalogue is not None and code not in context.catalogue.owner_of_code:
            yield finding("V-12", Severity.WARN, "related_codes", reason="unknown", value=shown(code))


def _well_formed(code: str) -> bool:
    form = _PORTAL_CODE if code_scheme(code) == "portal" else _LOCAL_CODE
    return len(code) <= MAX_CODE and bool(form.fullmatch(code)) and any(char.isalnum() for char in code)
