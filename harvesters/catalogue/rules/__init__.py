"""The record rules of domain §2.5, V-01 to V-20, and the portal's V-00, over a catalogue record as it was received.

A rule without W blocks, with W it warns. What the source's registration supplements is filled in first; what is still
missing then holds the item (review) if the registration says that it supplements, and returns it otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from harvesters.catalogue.items import check_items
from harvesters.catalogue.limits import check_limits, shown
from harvesters.catalogue.record import accepted, normalise
from harvesters.catalogue.rules import elements, identity, received, sharing, standing, tables
from harvesters.contract import Finding, GateContext

RECORD_RULES = tuple(f"V-{number:02d}" for number in range(21))
# What each of these rules asks of the catalogue; without a snapshot it is judged in part, or not at all.
_ASK_THE_CATALOGUE = ("V-02", "V-12", "V-14", "V-16", "V-18", "V-19")


def check_record(
    record: Mapping[str, Any],
    tables_meta: Sequence[Mapping[str, Any]],
    context: GateContext,
    *,
    signed: bool = False,
) -> list[Finding]:
    """Judge a record as it was received. ``tables_meta``: ``[{key, title, format, format_class, fields}]``; empty for
    a draft."""
    formed = normalise(record)
    whole = accepted(record, context.source, signed=signed)
    found = [
        *check_limits(formed),
        *elements.check(whole, context),
        *identity.check(formed, whole, context),
        *sharing.check(whole, context),
        *standing.check(whole, tables_meta, context),
    ]
    for table in tables_meta:
        found += tables.check(table, whole)
        if not tables.is_document(table):
            found += check_items(table.get("fields"), table=shown(table.get("title") or table.get("key") or ""))
    return [*found, *received.check(record, formed, whole, signed=signed)]


def not_checked(context: GateContext) -> tuple[str, ...]:
    """The rules that could not be judged, or not wholly, for want of a source or a catalogue."""
    missing = {*(_ASK_THE_CATALOGUE if context.catalogue is None else ()), *(("V-03",) if not context.source else ())}
    return tuple(sorted(missing))
