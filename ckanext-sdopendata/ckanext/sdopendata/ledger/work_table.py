"""What waits for people: standing items with their reports, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model

from harvesters.contract import Outcome

from ..model import Decision, Item, Report, Source

ORDERS = {
    "newest": (Item.updated.desc(), Item.guid),
    "oldest": (Item.updated, Item.guid),
    "title": (sa.func.coalesce(Item.title, Item.guid).collate("zh-x-icu"), Item.guid),
}


def work(
    owner_orgs: Sequence[str] | None,
    outcome: Outcome,
    source: str | None = None,
    order: str = "newest",
    start: int = 0,
    limit: int = 20,
) -> dict[str, Any]:
    """``{total, sources, items}``: one page of the items in this state of these departments (None: of all).

    ``sources``: name → (title, number) of all that have such items, for the filter.
    """
    owner = sa.func.coalesce(Report.owner_org, Source.owner_org)
    query = (
        model.Session.query(Item, Report, Source.title.label("source_title"))
        .join(Source, Source.name == Item.source)
        .join(Report, Report.id == Item.report_id)
        .filter(Item.outcome == outcome.value)
    )
    if owner_orgs is not None:
        query = query.filter(owner.in_(list(owner_orgs)))
    numbers = query.with_entities(Source.name, Source.title, sa.func.count()).group_by(Source.name, Source.title)
    sources = {name: (title, number) for name, title, number in numbers.order_by(Source.title)}
    if source is not None:
        query = query.filter(Item.source == source)
    rows = query.order_by(*ORDERS.get(order, ORDERS["newest"])).offset(start).limit(limit).all()
    reasons = _reasons([report.id for _, report, _ in rows])
    return {
        "total": sum(number for name, (_, number) in sources.items() if source in (None, name)),
        "sources": sources,
        "items": [
            {
                "source": item.source,
                "source_title": source_title,
                "guid": item.guid,
                "owner_org": report.owner_org,
                "identifier": item.identifier,
                "title": item.title or item.guid,
                "report_id": report.id,
                "body": report.body,
                "updated": item.updated,
                "delivered": report.created,
                "reason": reasons.get(report.id),
            }
            for item, report, source_title in rows
        ],
    }


def _reasons(report_ids: Sequence[str]) -> dict[str, str]:
    """Why a reviewer returned these, the last word of each."""
    query = (
        model.Session.query(Decision.report_id, Decision.reason)
        .filter(Decision.report_id.in_(list(report_ids)), Decision.action == "return")
        .order_by(Decision.at)
    )
    return {report_id: reason for report_id, reason in query if reason}
