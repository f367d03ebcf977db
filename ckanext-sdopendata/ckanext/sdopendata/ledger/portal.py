"""The portal's own memory: implements :class:`harvesters.state.Ledger` on the ledger's tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from ckan import model

from harvesters.contract import Delivery, GateContext, ItemState, Judged, SafetyReview, SourceFacts, today

from . import item_table, release_table, source_table
from .snapshot import Standing


def gate_context(
    source: str, owner_org: str, registration: dict[str, Any], delivery: Delivery, code: str | None
) -> GateContext:
    """All that rules may ask about a delivery with this code, at both doors. The snapshot holds only what they ask."""
    organization = organization_extras(owner_org)
    facts = _facts(source, owner_org, registration, organization)
    return _context(facts, _reviews(source), Standing(owner_org, organization), delivery, code)


def _context(
    facts: SourceFacts,
    reviews: tuple[SafetyReview, ...],
    standing: Standing,
    delivery: Delivery,
    code: str | None,
) -> GateContext:
    askable = code is not None and code.isprintable()  # PostgreSQL holds no NUL and no half of a character
    owner, previous = release_table.standing_of_code(code, facts.owner_org) if code and askable else (None, None)
    owners = {code: owner} if code and owner else {}
    return GateContext(
        as_of=today(),
        source=facts,
        reviews=reviews,
        previous=previous,
        catalogue=standing.snapshot(facts.name, delivery.guid, delivery.descriptor, owners),
    )


def _facts(source: str, owner_org: str, registration: dict[str, Any], organization: dict[str, Any]) -> SourceFacts:
    return SourceFacts(
        name=source,
        owner_org=owner_org,
        owner_uscc=str(organization.get("uscc") or "") or None,  # None until it was supplied (never invented)
        secret=bool(registration.get("secret")),
        network_domain=str(registration.get("network_domain") or "public_service"),
        registration=registration,
    )


def _reviews(source: str) -> tuple[SafetyReview, ...]:
    return tuple(
        SafetyReview(row.officer, row.date, tuple(row.open_types), row.dictionary)
        for row in source_table.reviews_of(source)
    )


def organization_extras(slug: str) -> dict[str, Any]:
    """统一社会信用代码, level and region of an organisation, as far as they are on record."""
    return dict(model.Session.query(model.Group.extras).filter_by(name=slug, is_organization=True).scalar() or {})


class PortalLedger:
    """Memory of one source for one slice: what is true of the source is read once. ``save`` leaves the commit to its
    caller. Questions end their transaction: the gate may think for minutes, and nothing may be held meanwhile."""

    def __init__(self, source: dict[str, Any], asked: dt.datetime | None = None) -> None:
        """``asked``: when the run was, of which this is a slice."""
        self._source, self._asked = source, asked
        self._standing: tuple[SourceFacts, tuple[SafetyReview, ...], Standing] | None = None

    def states(self, source: str, guids: Iterable[str]) -> dict[str, ItemState]:
        known = item_table.states(source, list(guids))
        model.Session.rollback()
        return known

    def gate_context(self, source: str, delivery: Delivery) -> GateContext:
        if self._standing is None:
            owner = self._source["owner_org"]
            organization = organization_extras(owner)
            facts = _facts(source, owner, self._source["registration"], organization)
            self._standing = facts, _reviews(source), Standing(owner, organization, self._asked)
        context = _context(*self._standing, delivery, identifier_of(delivery.descriptor))
        model.Session.rollback()
        return context

    def noting(self, source: str, judged: Iterable[Judged]) -> Iterator[Judged]:
        """The same answers, each remembered as it passes: the next delivery of the slice is judged beside it."""
        for one in judged:
            if self._standing is not None:
                self._standing[2].note(source, one)
            yield one

    def save(self, source: str, judged: Judged) -> None:
        held = judged.candidate if judged.outcome.value == "held" else None
        report_id = item_table.save_report(source, self._source["owner_org"], judged, held)
        item_table.save_item(source, judged, report_id)


def identifier_of(descriptor: Any) -> str | None:
    """The code that a descriptor claims, if it is a text at all."""
    record = descriptor.get("sd:record") if hasattr(descriptor, "get") else None
    value = record.get("identifier") if hasattr(record, "get") else None
    return value.strip() if isinstance(value, str) and value.strip() else None
