"""The portal's own memory: implements :class:`harvesters.state.Ledger` on the ledger's tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from ckan import model

from harvesters.contract import (
    CatalogueSnapshot,
    Delivery,
    GateContext,
    ItemState,
    Judged,
    SafetyReview,
    SourceFacts,
)

from . import item_table, release_table, source_table

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def gate_context(source: str, owner_org: str, registration: dict[str, Any], identifier: str | None) -> GateContext:
    """All that rules may ask about a delivery with this code, at both doors. The snapshot holds only what they ask."""
    return _context(_facts(source, owner_org, registration), _reviews(source), identifier)


def _context(facts: SourceFacts, reviews: tuple[SafetyReview, ...], identifier: str | None) -> GateContext:
    owner, previous = release_table.standing_of_code(identifier, facts.owner_org) if identifier else (None, None)
    return GateContext(
        as_of=dt.datetime.now(SHANGHAI).date(),
        source=facts,
        reviews=reviews,
        previous=previous,
        catalogue=CatalogueSnapshot(
            owner_of_code={identifier: owner} if identifier and owner else {}, code_of_title={}
        ),
    )


def _facts(source: str, owner_org: str, registration: dict[str, Any]) -> SourceFacts:
    return SourceFacts(
        name=source,
        owner_org=owner_org,
        owner_uscc=organization_uscc(owner_org),
        secret=bool(registration.get("secret")),
        network_domain=str(registration.get("network_domain") or "public_service"),
        registration=registration,
    )


def _reviews(source: str) -> tuple[SafetyReview, ...]:
    return tuple(
        SafetyReview(row.officer, row.date, tuple(row.open_types), row.dictionary)
        for row in source_table.reviews_of(source)
    )


def organization_uscc(slug: str) -> str | None:
    """统一社会信用代码 of an organisation, None until it was supplied (never invented)."""
    extras = model.Session.query(model.Group.extras).filter_by(name=slug, is_organization=True).scalar() or {}
    return str(extras.get("uscc") or "") or None


class PortalLedger:
    """Memory of one source for one slice: what is true of the source is read once. ``save`` leaves the commit to its
    caller. Questions end their transaction: the gate may think for minutes, and nothing may be held meanwhile."""

    def __init__(self, source: dict[str, Any]) -> None:
        self._source = source
        self._standing: tuple[SourceFacts, tuple[SafetyReview, ...]] | None = None

    def states(self, source: str, guids: Iterable[str]) -> dict[str, ItemState]:
        known = item_table.states(source, list(guids))
        model.Session.rollback()
        return known

    def gate_context(self, source: str, delivery: Delivery) -> GateContext:
        if self._standing is None:
            facts = _facts(source, self._source["owner_org"], self._source["registration"])
            self._standing = facts, _reviews(source)
        context = _context(*self._standing, identifier_of(delivery.descriptor))
        model.Session.rollback()
        return context

    def save(self, source: str, judged: Judged) -> None:
        held = judged.candidate if judged.outcome.value == "held" else None
        report_id = item_table.save_report(source, self._source["owner_org"], judged, held)
        item_table.save_item(source, judged, report_id)


def identifier_of(descriptor: Any) -> str | None:
    """The code that a descriptor claims, if it is a text at all."""
    record = descriptor.get("sd:record") if hasattr(descriptor, "get") else None
    value = record.get("identifier") if hasattr(record, "get") else None
    return value.strip() if isinstance(value, str) and value.strip() else None
