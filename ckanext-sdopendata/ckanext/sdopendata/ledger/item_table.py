"""Items and their reports: what stands of each entry of a source, and what the gate said of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from harvesters.contract import Candidate, ItemState, Judged, Outcome, StagedFile, Table
from harvesters.contract import Report as GateReport
from harvesters.gate.report import called, report_from_json, report_json

from ..model import Decision, Item, Release, Report, Source, new_id


def states(source: str, guids: Sequence[str]) -> dict[str, ItemState]:
    """What is known of these items; one statement for the whole slice."""
    query = model.Session.query(Item.guid, Item.mark, Item.outcome, Item.content_hash, Item.rules_version).filter(
        Item.source == source, Item.guid.in_(list(guids))
    )
    return {row.guid: ItemState(row.mark, Outcome(row.outcome), row.content_hash, row.rules_version) for row in query}


def save_report(source: str, owner_org: str, judged: Judged, candidate: Candidate | None = None) -> str | None:
    """Store the report of a judged item (with its candidate if it is to wait for a person). Does not commit."""
    if judged.report is None:
        return None
    record = _record_of(judged)
    report_id = new_id()
    model.Session.execute(
        insert(Report).values(
            id=report_id,
            source=source,
            guid=judged.guid,
            owner_org=owner_org,
            identifier=record.get("identifier"),
            title=record.get("title"),
            outcome=judged.outcome.value,
            verdict=judged.report.verdict.value,
            alert=any(finding.quarantine for finding in judged.report.findings),
            body=report_json(judged.report),
            candidate=dump_candidate(candidate) if candidate else None,
        )
    )
    return report_id


def save_item(source: str, judged: Judged, report_id: str | None, dataset_id: str | None = None) -> None:
    """Insert or replace the standing state of an item. Does not commit."""
    record = _record_of(judged)
    values = {
        "mark": judged.mark,
        "outcome": (Outcome.PUBLISHED if judged.outcome is Outcome.UNCHANGED else judged.outcome).value,
        "identifier": record.get("identifier"),
        "title": record.get("title"),
        "content_hash": judged.candidate.content_hash if judged.candidate else None,
        "rules_version": judged.report.rules_version if judged.report else None,
        "report_id": report_id,
        "error": dict(judged.error) if judged.error else None,
    }
    if dataset_id:
        values["dataset_id"] = dataset_id
    model.Session.execute(
        insert(Item)
        .values(id=new_id(), source=source, guid=judged.guid, **values)
        .on_conflict_do_update(index_elements=["source", "guid"], set_={**values, "updated": sa.func.now()})
    )


def items(
    owner_orgs: Sequence[str] | None = None,
    outcomes: Sequence[str] | None = None,
    source: str | None = None,
    limit: int = 200,
) -> list[dict[str, Any]]:
    """Standing items, newest first, each its report's department's. ``owner_orgs`` None = all (operators, reviewers).

    A publisher's account may work for several departments, so its source's owner does not decide.
    """
    owner = sa.func.coalesce(Report.owner_org, Source.owner_org).label("owner_org")
    query = (
        model.Session.query(Item, owner, Source.title.label("source_title"))
        .join(Source, Source.name == Item.source)
        .outerjoin(Report, Report.id == Item.report_id)
    )
    if owner_orgs is not None:
        query = query.filter(owner.in_(list(owner_orgs)))
    if outcomes is not None:
        query = query.filter(Item.outcome.in_(list(outcomes)))
    if source is not None:
        query = query.filter(Item.source == source)
    return [
        {
            "source": item.source,
            "source_title": source_title,
            "guid": item.guid,
            "owner_org": owner_org,
            "outcome": item.outcome,
            "identifier": item.identifier,
            "title": item.title or item.guid,
            "report_id": item.report_id,
            "error": item.error,
            "updated": item.updated,
        }
        for item, owner_org, source_title in query.order_by(Item.updated.desc(), Item.guid).limit(limit)
    ]


def report(report_id: str, lang: str = "zh") -> dict[str, Any] | None:
    """One stored report with its sentences in ``lang``, its decisions, and whether it is a release's (then public)."""
    row = model.Session.get(Report, report_id)
    if row is None:
        return None
    current = model.Session.query(Item.outcome).filter_by(source=row.source, guid=row.guid, report_id=row.id).scalar()
    decisions = model.Session.query(Decision).filter_by(report_id=row.id).order_by(Decision.at)
    release = (
        model.Session.query(Release.record, Release.number, Release.published_at)
        .filter_by(report_id=row.id)
        .order_by(Release.number)
        .first()
    )
    return {
        "id": row.id,
        "source": row.source,
        "guid": row.guid,
        "owner_org": row.owner_org,
        "identifier": row.identifier,
        "title": row.title or row.guid,
        "outcome": row.outcome,
        "standing": current,
        "verdict": row.verdict,
        "published": release is not None,
        "release_number": release.number if release else None,
        "published_at": release.published_at if release else None,
        "open_type": release.record.get("open_type") if release else None,
        "created": row.created,
        "body": report_json(report_from_json(row.body), lang),
        "candidate_summary": _summary(row.candidate),
        "decisions": [{"actor": d.actor, "action": d.action, "reason": d.reason, "at": d.at} for d in decisions],
    }


def held_candidate(report_id: str) -> tuple[Report, Candidate] | None:
    """The candidate that waits under this report, if the item still stands there as held; the item's row is locked."""
    item = (
        model.Session.query(Item)
        .filter_by(report_id=report_id, outcome=Outcome.HELD.value)
        .with_for_update()
        .populate_existing()
        .first()
    )
    row = model.Session.get(Report, report_id)
    if item is None or row is None or row.candidate is None:
        return None
    return row, load_candidate(row.candidate, report_from_json(row.body), row.guid)


def mark_of(source: str, guid: str) -> str | None:
    return model.Session.query(Item.mark).filter_by(source=source, guid=guid).scalar()


def record_decision(report_id: str, actor: str, action: str, reason: str | None) -> None:
    model.Session.add(Decision(report_id=report_id, actor=actor, action=action, reason=reason))
    model.Session.flush()


def actors(report_id: str, action: str) -> set[str]:
    """Who has decided so on this report."""
    return {actor for (actor,) in model.Session.query(Decision.actor).filter_by(report_id=report_id, action=action)}


def set_outcome(report_id: str, outcome: Outcome) -> None:
    model.Session.execute(
        sa.update(Item)
        .where(Item.report_id == report_id)
        .values(outcome=outcome.value, updated=sa.func.now())
        .execution_options(synchronize_session=False)
    )


def alerts() -> list[dict[str, Any]]:
    """Standing items whose bytes are quarantined (markers, personal data): for the operator's page and ``status``."""
    query = (
        model.Session.query(Item, Report.created, Report.body)
        .join(Report, Report.id == Item.report_id)
        .filter(Report.alert.is_(True), Item.outcome == Outcome.RETURNED.value)
        .order_by(Report.created.desc())
    )
    return [
        {
            "source": item.source,
            "guid": item.guid,
            "title": item.title or item.guid,
            "codes": sorted({f["code"] for f in body["findings"] if f.get("quarantine")}),
            "report_id": item.report_id,
            "since": created,
        }
        for item, created, body in query
    ]


def dump_candidate(candidate: Candidate) -> dict[str, Any]:
    """JSON form without the report, which is stored beside it."""
    return {
        "record": dict(candidate.record),
        "tables": [dataclasses.asdict(table) for table in candidate.tables],
        "dictionary": candidate.dictionary,
        "content_hash": candidate.content_hash,
    }


def load_table(value: Mapping[str, Any]) -> Table:
    return Table(
        key=value["key"],
        title=value["title"],
        fields=tuple(value["fields"]),
        master=StagedFile(**value["master"]),
        original=StagedFile(**value["original"]),
        rows=value["rows"],
        primary_key=tuple(value["primary_key"]),
        relations=value.get("relations") or {},
        description=value.get("description") or "",
    )


def load_candidate(value: Mapping[str, Any], gate_report: GateReport, guid: str) -> Candidate:
    return Candidate(
        guid=guid,
        record=value["record"],
        tables=tuple(load_table(table) for table in value["tables"]),
        report=gate_report,
        dictionary=value["dictionary"],
        content_hash=value["content_hash"],
    )


def _record_of(judged: Judged) -> Mapping[str, Any]:
    if judged.candidate:
        return judged.candidate.record
    record = judged.delivery.descriptor.get("sd:record") if judged.delivery else None
    return called(record) if isinstance(record, Mapping) else {}


def _summary(candidate: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if candidate is None:
        return None
    return {
        "record": candidate["record"],
        "tables": [
            {"title": t["title"], "rows": t["rows"], "fields": [f["name"] for f in t["fields"]]}
            for t in candidate["tables"]
        ],
    }
