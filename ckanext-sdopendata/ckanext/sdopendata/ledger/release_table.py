"""Datasets (ids minted once) and their releases (immutable), and what the pages read of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from harvesters.catalogue.record import slug
from harvesters.contract import Candidate, PreviousRelease
from harvesters.errors import Conflict

from ..model import Dataset, Item, Outbox, Release, Report, Source, new_id

_CURRENT = sa.and_(Dataset.id == Release.dataset_id, Dataset.release_number == Release.number)
PROMOTION_LOCK, INDEX_LOCK = 0x5D0BE2, 0x5D0BE3  # any numbers that nothing else in these databases uses


def lock_datasets(identifiers: Sequence[str]) -> dict[str, tuple[Dataset, Release | None]]:
    """The known datasets of these codes with their current releases, by code; rows locked until commit, in one order,
    so that two batches wait for each other instead of deadlocking. Two statements, for what a lock waited for is seen
    only by the next."""
    wanted = Dataset.identifier.in_(list(identifiers))
    query = model.Session.query(Dataset).filter(wanted).order_by(Dataset.identifier)
    datasets = query.with_for_update().populate_existing().all()
    current = model.Session.query(Release).join(Dataset, _CURRENT).filter(wanted) if datasets else ()
    releases = {release.dataset_id: release for release in current}
    return {dataset.identifier: (dataset, releases.get(dataset.id)) for dataset in datasets}


def mint(identifier: str, owner_org: str) -> tuple[Dataset, Release | None]:
    """The dataset of a new code, its row locked until commit; as :func:`lock_datasets` if another was faster.

    :raises Conflict: the address made of the code was taken meanwhile
    """
    values = {"id": new_id(), "identifier": identifier, "name": free_name(identifier), "owner_org": owner_org}
    statement = insert(Dataset).values(**values).on_conflict_do_nothing().returning(Dataset)
    row = model.Session.execute(sa.select(Dataset).from_statement(statement)).scalar()
    if row is not None:
        return row, None
    known = lock_datasets([identifier])
    if not known:
        raise Conflict(identifier=identifier)
    return known[identifier]


def dataset_by_id(dataset_id: str) -> Dataset | None:
    return _locked(Dataset.id == dataset_id)


def mint_draft(dataset_id: str, identifier: str | None, name: str, owner_org: str) -> Dataset:
    """The identity of a draft made by hand. :raises Conflict: code or name is taken."""
    statement = (
        insert(Dataset)
        .values(id=dataset_id, identifier=identifier, name=name, owner_org=owner_org, draft={})
        .on_conflict_do_nothing()
        .returning(Dataset.id)
    )
    if model.Session.execute(statement).scalar() is None:
        raise Conflict(identifier=identifier or name)
    row = _locked(Dataset.id == dataset_id)
    assert row is not None
    return row


def give_identifier(dataset: Dataset, identifier: str) -> None:
    """A draft's code, and its address made of it. The caller has seen that the code is free."""
    dataset.identifier = identifier
    dataset.name = free_name(identifier)
    model.Session.flush()


def resource_id(dataset: Dataset, key: str) -> str:
    """The CKAN resource id of a table key; minted once, kept for ever."""
    if key not in dataset.resource_ids:
        dataset.resource_ids = {**dataset.resource_ids, key: new_id()}
    return dataset.resource_ids[key]


def column_ids(dataset: Dataset, key: str, fields: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """ASCII column id by published label: declared ``sd:id``, else ``c001``… minted by label and kept."""
    known = dict(dataset.column_ids.get(key, {}))
    taken = set(known.values()) | {f["sd:id"] for f in fields if f.get("sd:id")}
    result = {}
    for field in fields:
        label = field["name"]
        column = field.get("sd:id") or known.get(label)
        if column is None:
            column = next(c for c in (f"c{n:03d}" for n in range(1, 100_000)) if c not in taken)
            taken.add(column)
        result[label] = column
    if any(known.get(label) != column for label, column in result.items()):
        dataset.column_ids = {**dataset.column_ids, key: {**known, **result}}
    return result


def current_release(dataset_id: str) -> Release | None:
    return model.Session.query(Release).join(Dataset, _CURRENT).filter(Release.dataset_id == dataset_id).first()


def standing_of_code(identifier: str, owner_org: str) -> tuple[str | None, PreviousRelease | None]:
    """Who owns this code, and what rules compare with: its current release, if it is this organisation's."""
    row = (
        model.Session.query(Dataset.owner_org, Release)
        .outerjoin(Release, _CURRENT)
        .filter(Dataset.identifier == identifier)
        .first()
    )
    if row is None:
        return None, None
    owner, release = row
    if release is None or owner != owner_org:
        return owner, None
    return owner, PreviousRelease(
        number=release.number,
        content_hash=release.content_hash,
        identifier=identifier,
        dictionary=release.dictionary,
        open_type=release.record["open_type"],
        data_updated=str(release.record.get("data_updated") or ""),
        rows={table["key"]: table["rows"] for table in release.tables},
        masters={
            table["key"]: table["sha256"]
            for table in release.tables
            if table.get("sha256") and not table.get("attachment")
        },
    )


def owner_of_code(identifier: str) -> str | None:
    return model.Session.query(Dataset.owner_org).filter_by(identifier=identifier).scalar()


def add_release(
    dataset: Dataset,
    candidate: Candidate,
    public: Mapping[str, Any],
    internal: Mapping[str, Any],
    tables: list[dict[str, Any]],
    report_id: str,
    source: str,
    actor: str | None,
) -> int:
    """Append the next release in the caller's transaction; returns its number."""
    number = dataset.release_number + 1
    model.Session.execute(
        insert(Release).values(
            id=new_id(),
            dataset_id=dataset.id,
            number=number,
            content_hash=candidate.content_hash,
            dictionary=candidate.dictionary,
            record=dict(public),
            internal=dict(internal),
            tables=tables,
            report_id=report_id,
            source=source,
            actor=actor,
        )
    )
    dataset.release_number = number
    dataset.draft = None
    return number


def add_outbox(rows: Sequence[tuple[str, str, Mapping[str, Any]]]) -> None:
    """Promises of this transaction: (kind, dataset id, payload); one statement for a batch."""
    if rows:
        values = [{"kind": kind, "dataset_id": id_, "payload": dict(payload)} for kind, id_, payload in rows]
        model.Session.execute(insert(Outbox).values(values))


def outbox(older_than_seconds: int = 0, limit: int = 500) -> list[Outbox]:
    """Work left after a commit; rows that another transaction works on are skipped.

    A row of the future was written before the clock was set back.
    """
    age = sa.func.make_interval(0, 0, 0, 0, 0, 0, older_than_seconds)
    hour = sa.func.make_interval(0, 0, 0, 0, 1)
    return (
        model.Session.query(Outbox)
        .filter(sa.or_(Outbox.created <= sa.func.now() - age, Outbox.created > sa.func.now() + hour))
        .order_by(Outbox.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .all()
    )


def clear_outbox(dataset_ids: Sequence[str], *kinds: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Strike work that is done, or that a newer release makes moot; what was struck. Does not commit."""
    statement = (
        sa.delete(Outbox)
        .where(Outbox.kind.in_(kinds), Outbox.dataset_id.in_(list(dataset_ids)))
        .returning(Outbox.kind, Outbox.dataset_id, Outbox.payload)
        .execution_options(synchronize_session=False)
    )
    return [tuple(row) for row in model.Session.execute(statement)] if dataset_ids else []


def released_ids() -> set[str]:
    """Ids of all datasets that have a current release."""
    return set(model.Session.execute(sa.select(Dataset.id).where(Dataset.release_number > 0)).scalars())


def has_release(dataset_id: str) -> bool:
    """Asked of every dataset that is indexed or shown: by key, so that a row at hand is not read again."""
    dataset = model.Session.get(Dataset, dataset_id)
    return dataset is not None and dataset.release_number > 0


def item_names(dataset_id: str) -> list[str]:
    """Column labels of the current release, for the search index."""
    row = model.Session.query(Dataset, Release.tables).join(Release, _CURRENT).filter(Dataset.id == dataset_id).first()
    return [field["name"] for table in row.tables for field in table["fields"]] if row else []


def labels_of(dataset_ids: Sequence[str]) -> dict[str, list[str]]:
    """Column labels of the current releases, each once; one statement for a page of datasets."""
    query = model.Session.query(Dataset.id, Release.tables).join(Release, _CURRENT)
    rows = query.filter(Dataset.id.in_(list(dataset_ids))).all() if dataset_ids else []
    return {id_: list(dict.fromkeys(field["name"] for t in tables for field in t["fields"])) for id_, tables in rows}


def tables_of(dataset_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Tables of the current releases; one statement for a list of datasets."""
    query = model.Session.query(Dataset.id, Release.tables).join(Release, _CURRENT)
    rows = query.filter(Dataset.id.in_(list(dataset_ids))).all() if dataset_ids else []
    return {id_: list(tables) for id_, tables in rows}


def release_of(name_or_id: str) -> dict[str, Any] | None:
    """The current release as the dataset page shows it."""
    row = (
        model.Session.query(Release, Dataset, Report.body)
        .join(Dataset, _CURRENT)
        .join(Report, Report.id == Release.report_id)
        .filter(sa.or_(Dataset.name == name_or_id, Dataset.id == name_or_id))
        .first()
    )
    if row is None:
        return None
    release, dataset, body = row
    return {
        "dataset_id": dataset.id,
        "name": dataset.name,
        "number": release.number,
        "published_at": release.published_at,
        "content_hash": release.content_hash,
        "record": release.record,
        "tables": release.tables,
        "report_id": release.report_id,
        "report": body,
    }


def newest(limit: int = 8) -> list[dict[str, Any]]:
    """The latest releases, one a dataset."""
    query = (
        model.Session.query(Release, Dataset)
        .join(Dataset, _CURRENT)
        .order_by(Release.published_at.desc(), Dataset.name)
        .limit(limit)
    )
    return [
        {
            "name": dataset.name,
            "title": release.record["title"],
            "owner_org": dataset.owner_org,
            "category": release.record.get("category"),
            "number": release.number,
            "published_at": release.published_at,
            "rows": sum(table["rows"] for table in release.tables),
        }
        for release, dataset in query
    ]


def addresses() -> list[tuple[str, str, Any]]:
    """Name, open type and day of the current release of every dataset that has one, in order of their names."""
    columns = (Dataset.name, Release.record["open_type"].astext, Release.published_at)
    return list(model.Session.query(*columns).join(Release, _CURRENT).order_by(Dataset.name).tuples())


def portal_counts() -> dict[str, int]:
    """Live figures: datasets, releases, rows, organisations with a release; held and returned items; sources."""
    rows = sa.text(
        """
        SELECT count(*) AS datasets, coalesce(sum(d.release_number), 0) AS releases,
               count(DISTINCT d.owner_org) AS organizations,
               coalesce(sum((SELECT sum((t->>'rows')::bigint) FROM jsonb_array_elements(r.tables) t)), 0) AS rows
        FROM sd_dataset d JOIN sd_release r ON r.dataset_id = d.id AND r.number = d.release_number
        """
    )
    figures = dict(model.Session.execute(rows).mappings().one())
    standing = dict(
        model.Session.execute(sa.select(Item.outcome, sa.func.count()).group_by(Item.outcome)).tuples().all()
    )
    return {
        **{key: int(value) for key, value in figures.items()},
        "held": standing.get("held", 0),
        "returned": standing.get("returned", 0),
        "sources": model.Session.query(Source).filter(Source.kind != "account").count(),
    }


def address(name: str, position: int, suffix: str | None = None) -> str:
    """Last part of a file's address: ASCII from the code, for CKAN munges Chinese; people get the Chinese name."""
    return f"{name}{f'-{position + 1}' if position else ''}.{suffix or 'csv'}"


def _locked(criterion: Any) -> Dataset | None:
    return model.Session.query(Dataset).filter(criterion).with_for_update().populate_existing().first()


def free_name(identifier: str) -> str:
    """The slug of the code; a clash of two codes gets a numeric tail (domain §2.4)."""
    base = slug(identifier)
    others = sa.select(Dataset.name).where(
        Dataset.name.startswith(base, autoescape=True), Dataset.identifier != identifier
    )
    taken = set(model.Session.execute(others).scalars())
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if name not in taken)


def announce_promotion(patience_seconds: int) -> None:
    """Say, until this transaction ends, that side tables are under way (shared advisory lock).

    Its locks must not outlive a worker that stopped in mid-way on another machine: the server ends the transaction of
    a session that says nothing for ``patience_seconds``.
    """
    patience = sa.text("SELECT pg_advisory_xact_lock_shared(:key), set_config(:name, :value, true)")
    values = {"key": PROMOTION_LOCK, "name": "idle_in_transaction_session_timeout", "value": f"{patience_seconds}s"}
    model.Session.execute(patience, values)


def nobody_promotes() -> bool:
    """True if no promotion is under way; none can begin until this transaction ends."""
    statement = sa.text("SELECT pg_try_advisory_xact_lock(:key)")
    return bool(model.Session.execute(statement, {"key": PROMOTION_LOCK}).scalar())


def index_alone(dataset_ids: Sequence[str]) -> None:
    """Until this transaction ends nobody else indexes these: one who read the release before could write it last."""
    statement = sa.text("SELECT pg_advisory_xact_lock(:key, hashtext(id)) FROM unnest(:ids) id")
    model.Session.execute(statement, {"key": INDEX_LOCK, "ids": sorted(dataset_ids)})
