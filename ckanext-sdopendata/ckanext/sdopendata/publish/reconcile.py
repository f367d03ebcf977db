"""After a fault: finish what CKAN's commit promised (outbox), and make the index equal the database again."""

from __future__ import annotations

import logging

from ckan import model
from ckan.lib import search

from .. import config
from ..ledger import release_table
from . import datastore, index

log = logging.getLogger(__name__)


def work_off(older_than_seconds: int) -> int:
    """Redo swaps, drops and indexing that a crash left in the outbox; returns how many rows there were. Commits."""
    rows = release_table.outbox(older_than_seconds)
    stale: list[str] = []
    for row in rows:
        if row.kind == "swap":
            datastore.redo_swap(row.payload["side"], row.payload["table"], row.payload["rows"])
        elif row.kind == "drop":
            datastore.drop(row.payload["table"])
        elif row.dataset_id not in stale:
            stale.append(row.dataset_id)
    for row in rows:
        if row.kind != "index":
            model.Session.delete(row)
    model.Session.commit()
    index.index(stale)
    return len(rows)


def sweep_side_tables() -> None:
    """Drop side tables whose transaction never came to its commit: no promotion is under way, no outbox row waits."""
    if release_table.nobody_promotes():
        waiting = {row.payload.get("side") for row in release_table.outbox()}
        for table in datastore.orphans({side for side in waiting if side}):
            datastore.drop(table)
    model.Session.rollback()


def reconcile_index() -> tuple[int, int]:
    """Index what the index lacks, remove ghosts (indexed, but no longer a package). Returns (added, removed)."""
    wanted = {row.id for row in model.Session.query(model.Package.id).filter_by(state="active")}
    connection = search.make_connection()
    query = {"fq": f'+site_id:"{config.site_id()}" +entity_type:package', "fl": "id", "rows": 1_000_000}
    found = {doc["id"] for doc in connection.search("*:*", **query).docs}
    missing, ghosts = sorted(wanted - found), sorted(found - wanted)
    drafts = {row.id for row in model.Session.query(model.Package.id).filter(model.Package.id.in_(ghosts))}
    ghosts = [ghost for ghost in ghosts if ghost not in drafts]
    index.index(missing)
    for ghost in ghosts:
        connection.delete(q=f'id:"{ghost}"', commit=False)
    if ghosts:
        connection.commit()
    return len(missing), len(ghosts)
