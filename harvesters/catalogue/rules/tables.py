"""Element 7 for each table: V-01 (a format is named) and V-10 (type, class and way of sharing fit each other)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.limits import shown
from harvesters.catalogue.rules.finding import finding, names, text
from harvesters.contract import Finding, Severity

DATABASE, INTERFACE = "03", "07"
DOCUMENTS = ("01", "04")
# The linkage of the national filling template: what a class of formats can be shared as.
_SHARED_AS = {DATABASE: ("database", "interface"), INTERFACE: ("interface",)}
_FILE = ("file",)
# An archive around one table is handed over, never published: its content has the format.
_ARCHIVE = "zip"


def is_document(table: Mapping[str, Any]) -> bool:
    """Whether it is declared as a document or a picture, which has no items (an attachment)."""
    known = codelists.formats().get(str(table.get("format") or "").strip().lower())
    return known is not None and known.format_class in DOCUMENTS and not known.machine_readable


def check(table: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[Finding]:
    title = shown(table.get("title") or table.get("key") or "")
    form = table.get("format")
    if not isinstance(form, str) or not form.strip():
        yield Finding("V-01", Severity.BLOCK, params={"reason": "format", "table": title, "element": "7"})
        return
    known = codelists.formats().get(form.strip().lower())
    given = table.get("format_class")
    declared = codelists.find("format_classes", given) if isinstance(given, str) and given.strip() else None
    if isinstance(given, str) and given.strip() and declared is None:
        facts = {"table": title, "value": shown(given), "choices": _listed("zh"), "choices_en": _listed("en")}
        yield Finding("V-10", Severity.BLOCK, params={"reason": "unknown_class", **facts})
        return
    if known is not None and declared is not None and known.format_class != declared:
        facts = names("format_classes", declared) | names("format_classes", known.format_class, "right")
        yield Finding("V-10", Severity.BLOCK, params={"reason": "class", "table": title, "format": known.code, **facts})
        return
    actual = declared or (known.format_class if known else None)
    if actual is None and form.strip().lower() == _ARCHIVE:
        return
    if actual is None:
        yield Finding("V-10", Severity.WARN, params={"reason": "unknown_format", "table": title, "format": shown(form)})
        return
    way = text(record, "share_method_type")
    if way in codelists.entries("share_method_types") and way not in _SHARED_AS.get(actual, _FILE):
        fitting = _SHARED_AS.get(actual, _FILE)
        facts = {**names("format_classes", actual), **names("share_method_types", way, "way"), "table": title}
        entries = [codelists.entries("share_method_types")[code] for code in fitting]
        facts |= {"fitting": "或".join(e.zh for e in entries), "fitting_en": " or ".join(e.en for e in entries)}
        yield finding("V-10", Severity.BLOCK, "share_method_type", reason="way", **facts)


def _listed(lang: str) -> str:
    entries = codelists.entries("format_classes").values()
    if lang == "zh":
        return "、".join(f"{e.code} {e.zh}" for e in entries)
    return ", ".join(f"{e.code} {e.en}" for e in entries)
