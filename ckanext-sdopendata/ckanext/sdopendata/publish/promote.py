"""Candidates become releases: all at once or not at all, in the commit order of the mechanics notes §2.

files by hash → side tables (committed, unseen) → swap opened → **CKAN's commit: package, release, item, outbox** →
swap committed → index. The point of truth is CKAN's transaction; what comes after it is repeated from the outbox.
Whatever can be asked or told once for the whole batch is (D3); ``tests/ckan/test_budgets.py`` counts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from harvesters.catalogue.record import split
from harvesters.contract import Candidate, Judged, Outcome, Table, today
from harvesters.errors import Conflict, HarvestError
from harvesters.failpoint import failpoint
from harvesters.stage import Stage

from .. import config
from ..ledger import item_table, release_table
from ..model import Dataset, Release
from ..visibility import served
from . import datastore, files, index
from .faults import note, passing
from .package import package_dict, table_entry
from .passes import KEY, Pass

log = logging.getLogger(__name__)

PATIENCE_LEASES = 10  # beside the lease, for filling a large side table is silence on CKAN's connection


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
        attempt = _Attempt(stage)
        try:
            attempt.write(waiting)
            before_commit([*attempt.results, *failed])
            attempt.commit()
        except Exception as error:
            attempt.undo()
            culprit = attempt.at_work
            if culprit is None or passing(error):
                note(error)
                raise
            log.warning("left out of the batch: %s %s: %r", culprit.source, culprit.judged.guid, error)
            failed.append(Result(culprit, Outcome.FAILED, error=error))
            waiting.remove(culprit)
            continue
        attempt.follow_up()
        return [*attempt.results, *failed]


class _Attempt:
    """One try at a batch, and what it has prepared so far."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.results: list[Result] = []
        self.at_work: Entry | None = None
        self._known: dict[str, tuple[Dataset, Release | None]] = {}
        self._packages: set[str] = set()
        self._organizations: dict[str, str] = {}
        self._sides = datastore.Sides()
        self._swap = datastore.Swap()
        self._renames: dict[str, str] = {}
        self._rows: dict[str, int] = {}
        self._drops: dict[str, str] = {}
        self._outbox: list[tuple[str, str, Mapping[str, Any]]] = []

    def write(self, entries: Sequence[Entry]) -> None:
        """Everything in CKAN's open transaction, side tables committed beside it."""
        release_table.announce_promotion(PATIENCE_LEASES * config.lease_seconds())
        if entries:
            self._look_up(entries)
        for entry in entries:
            self.at_work = entry
            self.results.append(self._write(entry))
        self.at_work = None
        self._outbox += [("drop", dataset_id, {"table": table}) for table, dataset_id in self._drops.items()]
        release_table.add_outbox(self._outbox)
        self._sides.commit()

    def commit(self) -> None:
        """The point of truth."""
        self._swap.open(self._renames, self._rows, list(self._drops))
        failpoint("promote.swap_opened")
        model.Session.commit()
        failpoint("promote.committed")

    def undo(self) -> None:
        """Nothing was committed but side tables."""
        model.Session.rollback()
        self._swap.rollback()
        self._sides.close()
        for side in self._renames:
            datastore.drop(side)

    def follow_up(self) -> None:
        """What follows CKAN's commit; a failure here is repaired from the outbox, never rolled back."""
        published = [r.dataset_id for r in self.results if r.outcome is Outcome.PUBLISHED and r.dataset_id]
        try:
            self._swap.commit()
            if published:
                failpoint("promote.swap_committed")
                release_table.clear_outbox(published, "swap", "drop")
                index.index(published)
        except Exception:
            model.Session.rollback()
            log.exception("published, but the side effects wait in the outbox: %s", published)
        finally:
            self._swap.rollback()

    def _look_up(self, entries: Sequence[Entry]) -> None:
        """What is known of the batch's codes, in one go; older promises of what gets a new release are struck."""
        self._known = release_table.lock_datasets([entry.candidate.identifier for entry in entries])
        changed = [
            dataset.id
            for entry in entries
            for dataset, current in [self._known.get(entry.candidate.identifier, (None, None))]
            if dataset is not None and not _same(current, entry.candidate)
        ]
        for kind, dataset_id, payload in release_table.clear_outbox(changed, "swap", "drop", "index"):
            if kind == "drop":
                self._drops[payload["table"]] = dataset_id
        ids = [dataset.id for dataset, _ in self._known.values()]
        packages = model.Session.query(model.Package.id).filter(model.Package.id.in_(ids)) if ids else ()
        self._packages = {package_id for (package_id,) in packages}
        groups = model.Session.query(model.Group.name, model.Group.id).filter(
            model.Group.name.in_({entry.owner_org for entry in entries})
        )
        self._organizations = dict(groups.tuples())

    def _write(self, entry: Entry) -> Result:
        candidate = entry.candidate
        known = self._known.get(candidate.identifier) or release_table.mint(candidate.identifier, entry.owner_org)
        self._known[candidate.identifier] = dataset, previous = known
        if dataset.owner_org != entry.owner_org:
            raise Conflict(identifier=candidate.identifier)
        report_id = entry.report_id or item_table.save_report(entry.source, entry.owner_org, entry.judged)
        assert report_id is not None
        item_table.save_item(entry.source, entry.judged, report_id, dataset.id)
        if _same(previous, candidate):
            return Result(entry, Outcome.UNCHANGED, dataset.id, dataset.release_number)
        public, internal = split(candidate.record)
        has_rows = served(public["open_type"])  # conditional data shows its structure only
        number = dataset.release_number + 1
        tables = [self._table(table, dataset, number, has_rows) for table in candidate.tables]
        kept = {table["resource_id"] for table in tables} if has_rows else set()
        for table in previous.tables if previous else ():
            self._drops[table["resource_id"]] = dataset.id
        for table_name in kept:
            self._drops.pop(table_name, None)
        same_bytes = previous is not None and _bytes(previous.tables) == _bytes(tables)
        # data_updated moves only with bytes: touching metadata must not hide an overdue dataset (domain §3.5)
        public["data_updated"] = previous.record["data_updated"] if previous and same_bytes else today().isoformat()
        release_table.add_release(dataset, candidate, public, internal, tables, report_id, entry.source, entry.actor)
        owner = self._organizations.get(entry.owner_org, entry.owner_org)
        self._save_package(package_dict(dataset, public, tables, number, owner), entry.actor)
        self._outbox.append(("index", dataset.id, {}))
        failpoint("promote.written")
        return Result(entry, Outcome.PUBLISHED, dataset.id, number)

    def _table(self, table: Table, dataset: Dataset, number: int, has_rows: bool) -> dict[str, Any]:
        """The table's entry in the release; its bytes and rows laid ready if it has any to show."""
        columns = release_table.column_ids(dataset, table.key, table.fields)
        resource_id = release_table.resource_id(dataset, table.key)
        if has_rows:
            files.keep(self.stage, table.master)
        if has_rows and not table.attachment:
            with self.stage.open(table.master.sha256) as master:
                side, rows = self._sides.load(resource_id, number, table.fields, columns, master)
            self._renames[side], self._rows[side] = resource_id, rows
            self._outbox.append(("swap", dataset.id, {"side": side, "table": resource_id, "rows": rows}))
        return table_entry(table, resource_id, columns)

    def _save_package(self, package: dict[str, Any], actor: str | None) -> None:
        exists = package["id"] in self._packages
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
        if exists:  # the whole package is written, so what it was before need not be read (from Solr, at that)
            context["original_package"] = {"id": package["id"], "resources": []}  # type: ignore[typeddict-unknown-key]
        tk.get_action("package_update" if exists else "package_create")(context, package)


def _same(current: Release | None, candidate: Candidate) -> bool:
    return current is not None and current.content_hash == candidate.content_hash


def _bytes(tables: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    return sorted((table["resource_id"], table["sha256"]) for table in tables)
