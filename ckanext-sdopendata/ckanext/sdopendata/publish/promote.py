"""Candidates become releases: all at once or not at all, in the commit order of the mechanics notes §2.

files by hash → side tables (committed, unseen) → swap opened → **CKAN's commit: package, release, item, outbox** →
swap committed → index. The point of truth is CKAN's transaction; what comes after it is repeated from the outbox.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from harvesters.catalogue.record import split
from harvesters.contract import Candidate, Judged, Outcome, Table
from harvesters.errors import HarvestError
from harvesters.failpoint import failpoint
from harvesters.stage import Stage

from ..ledger import item_table, release_table
from ..model import Dataset
from ..visibility import served
from . import datastore, files, index
from .package import package_dict, table_entry, today
from .passes import KEY, Pass

log = logging.getLogger(__name__)


class LeaseLost(HarvestError):
    """Another worker took the source over; nothing of this batch was written."""

    code = "lease_lost"


@dataclass(frozen=True, slots=True)
class Entry:
    """A judged delivery that may be published, and on whose behalf."""

    judged: Judged
    source: str
    owner_org: str
    actor: str | None = None
    report_id: str | None = None

    @property
    def candidate(self) -> Candidate:
        assert self.judged.candidate is not None
        return self.judged.candidate


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an entry. ``error`` is the culprit's own, already recorded by the caller's rules."""

    entry: Entry
    outcome: Outcome
    dataset_id: str | None = None
    release_number: int | None = None
    error: Exception | None = None


@dataclass(slots=True)
class _Batch:
    """What one attempt has prepared so far."""

    renames: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    drops: list[str] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)


def promote(
    entries: Sequence[Entry],
    stage: Stage,
    before_commit: Callable[[list[Result]], None] = lambda results: None,
) -> list[Result]:
    """Publish a batch. A bad entry is left out, marked with its error, and the rest published without it.

    :param before_commit: runs in the same transaction, just before CKAN's commit (items, counts, cursor, fence)
    """
    failed: list[Result] = []
    waiting = list(entries)
    while True:
        swap = datastore.Swap()
        batch = _Batch()
        culprit: Entry | None = None
        try:
            release_table.announce_promotion()
            for entry in waiting:
                culprit = entry
                batch.results.append(_write(entry, stage, batch))
            culprit = None
            before_commit([*batch.results, *failed])
            swap.open(batch.renames, batch.rows, batch.drops)
            failpoint("promote.swap_opened")
            model.Session.commit()
            failpoint("promote.committed")
        except Exception as error:
            model.Session.rollback()
            swap.rollback()
            for side in batch.renames:
                datastore.drop(side)
            if culprit is None or not isinstance(error, (tk.ValidationError, HarvestError, ValueError)):
                raise
            log.warning("left out of the batch: %s %s: %r", culprit.source, culprit.judged.guid, error)
            failed.append(Result(culprit, Outcome.FAILED, error=error))
            waiting.remove(culprit)
            continue
        _finish(swap, batch)
        return [*batch.results, *failed]


def _finish(swap: datastore.Swap, batch: _Batch) -> None:
    """What follows CKAN's commit; a failure here is repaired from the outbox, never rolled back."""
    published = [r.dataset_id for r in batch.results if r.outcome is Outcome.PUBLISHED and r.dataset_id]
    try:
        swap.commit()
        failpoint("promote.swap_committed")
        if batch.renames or batch.drops:
            release_table.clear_outbox(published, "swap", "drop")
        index.index(published)
    except Exception:
        model.Session.rollback()
        log.exception("published, but the side effects wait in the outbox: %s", published)
    finally:
        swap.rollback()


def _write(entry: Entry, stage: Stage, batch: _Batch) -> Result:
    """One release in CKAN's open transaction, its side tables committed beside it."""
    candidate = entry.candidate
    dataset = release_table.dataset_for(candidate.identifier, entry.owner_org)
    previous = release_table.current_release(dataset.id)
    if previous is not None and previous.content_hash == candidate.content_hash:
        report_id = entry.report_id or item_table.save_report(entry.source, entry.owner_org, entry.judged)
        return _unchanged(entry, dataset, report_id)
    number = dataset.release_number + 1
    release_table.clear_outbox([dataset.id], "swap", "drop", "index")  # of an older release: moot now
    public, internal = split(candidate.record)
    has_rows = served(public["open_type"])  # conditional data shows its structure only
    tables = []
    for table in candidate.tables:
        columns = release_table.column_ids(dataset, table.key, table.fields)
        resource_id = release_table.resource_id(dataset, table.key)
        tables.append(table_entry(table, resource_id, columns))
        if has_rows:
            files.keep(stage, table.master)
            _load(stage, table, dataset.id, resource_id, columns, number, batch)
    kept = {table["resource_id"] for table in tables} if has_rows else set()
    gone = [t["resource_id"] for t in previous.tables if t["resource_id"] not in kept] if previous else []
    for table_name in gone:
        batch.drops.append(table_name)
        release_table.add_outbox("drop", dataset.id, {"table": table_name})
    report_id = entry.report_id or item_table.save_report(entry.source, entry.owner_org, entry.judged)
    assert report_id is not None
    same_bytes = previous is not None and _bytes(previous.tables) == _bytes(tables)
    # data_updated moves only with bytes: touching metadata must not hide an overdue dataset (domain §3.5)
    public["data_updated"] = previous.record["data_updated"] if previous and same_bytes else today()
    _save_package(package_dict(dataset, public, tables, number, entry.owner_org), entry.actor)
    release_table.add_release(dataset, candidate, public, internal, tables, report_id, entry.source, entry.actor)
    release_table.add_outbox("index", dataset.id)
    item_table.save_item(entry.source, entry.judged, report_id, dataset.id)
    failpoint("promote.written")
    return Result(entry, Outcome.PUBLISHED, dataset.id, number)


def _load(
    stage: Stage, table: Table, dataset_id: str, resource_id: str, columns: dict[str, str], number: int, batch: _Batch
) -> None:
    side = datastore.side_name(resource_id, number)
    batch.renames[side] = resource_id
    with stage.open(table.master.sha256) as master:
        batch.rows[side] = datastore.prepare(side, table.fields, columns, master)
    release_table.add_outbox("swap", dataset_id, {"side": side, "table": resource_id, "rows": batch.rows[side]})


def _unchanged(entry: Entry, dataset: Dataset, report_id: str | None) -> Result:
    item_table.save_item(entry.source, entry.judged, report_id, dataset.id)
    return Result(entry, Outcome.UNCHANGED, dataset.id, dataset.release_number)


def _save_package(package: dict[str, Any], actor: str | None) -> None:
    exists = model.Session.query(model.Package.id).filter_by(id=package["id"]).first() is not None
    context = Context(
        model=model,
        session=model.Session,
        user=actor or "",
        ignore_auth=True,
        defer_commit=True,
        return_id_only=True,
        allow_state_change=True,
    )
    context[KEY] = Pass.of(package)  # type: ignore[literal-required]
    tk.get_action("package_update" if exists else "package_create")(context, package)


def _bytes(tables: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    return sorted((table["resource_id"], table["sha256"]) for table in tables)
