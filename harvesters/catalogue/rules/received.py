"""V-20: whatever was given and does not count is named, once a field; nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from harvesters.catalogue.limits import shown
from harvesters.catalogue.record import FIELDS, derived, slug, unknown_fields
from harvesters.catalogue.rules.finding import finding, text
from harvesters.contract import Finding, Severity

MAX_LISTED = 50


def check(
    record: Mapping[str, Any], formed: Mapping[str, Any], whole: Mapping[str, Any], *, signed: bool
) -> Iterator[Finding]:
    unknown = unknown_fields(record)
    for name in unknown[:MAX_LISTED]:
        yield Finding("V-20", Severity.WARN, params={"reason": "unknown", "field": shown(name)})
    if len(unknown) > MAX_LISTED:
        yield Finding("V-20", Severity.WARN, params={"reason": "more", "count": len(unknown) - MAX_LISTED})
    expected = {**derived(whole), "name": slug(text(whole, "identifier")) if text(whole, "identifier") else ""}
    for name, value in formed.items():
        spec = FIELDS.get(name)
        if spec is None:
            continue
        if spec.officer_only and not signed:
            yield finding("V-20", Severity.WARN, name, reason="officer_only")
        elif name == "name":
            if value != expected["name"]:
                facts = {"value": shown(value), "slug": expected["name"] or "sd-…"}
                yield finding("V-20", Severity.WARN, name, reason="name", **facts)
        elif spec.computed and value != expected.get(name):
            yield finding("V-20", Severity.WARN, name, reason="computed", value=shown(value))
