"""After a fault: finish what CKAN's commit promised (outbox), make the index equal the database, clear what is left."""

from __future__ import annotations

import logging

from ckan import model
from ckan.lib import search
from sqlalchemy.exc import DBAPIError

from harvesters.failpoint import failpoint
from harvesters.stage import Stage

from .. import config
from ..ledger import release_table
from ..model import Dataset
from ..search.form import form
from . import datastore, files, index

log = logging.getLogger(__name__)

INDEX_BATCH = 200


def work_off(older_than_seconds: int) -> int:
    """Redo swaps, drops and indexing that a crash left in the outbox; returns how many rows are done. Commits.

    A row that fails stays, is logged and keeps no other from being done.
    """
    done = 0
    stale: list[str] = []
    for row in release_table.outbox(older_than_seconds):
        if row.kind == "index":
            stale.append(row.dataset_id)
            continue
        try:
            if row.kind == "swap":
                datastore.redo_swap(row.payload["side"], row.payload["table"], row.payload["rows"])
                failpoint("reconcile.swap_redone")
            else:
                datastore.drop(row.payload["table"])
        except DBAPIError:
            log.exception("outbox row %s (%s) waits for the next round", row.id, row.kind)
            continue
        model.Session.delete(row)
        done += 1
    model.Session.commit()
    return done + _index(sorted(set(stale)))


def _index(dataset_ids: list[str]) -> int:
    """Index all at once; if Solr answers and yet refuses, one by one, so that one document stops no other."""
    if not dataset_ids:
        return 0
    there = {i for (i,) in model.Session.query(model.Package.id).filter(model.Package.id.in_(dataset_ids))}
    gone = [dataset_id for dataset_id in dataset_ids if dataset_id not in there]
    release_table.clear_outbox(gone, "index")
    model.Session.commit()
    try:
        index.index(sorted(there))
        return len(dataset_ids)
    except Exception:
        model.Session.rollback()
        if not search.is_available():
            raise
    done = len(gone)
    for dataset_id in sorted(there):
        try:
            index.index([dataset_id])
            done += 1
        except Exception:
            model.Session.rollback()
            log.exception("dataset %s cannot be indexed", dataset_id)
    return done


def sweep_side_tables() -> None:
    """Drop side tables whose transaction never came to its commit: no promotion is under way, no outbox row waits."""
    if release_table.nobody_promotes():
        waiting = {row.payload.get("side") for row in release_table.outbox()}
        for table in datastore.orphans({side for side in waiting if side}):
            datastore.drop(table)
    model.Session.rollback()


def sweep_stage() -> None:
    """Remove what crashed writers left in the stage and in the release store."""
    Stage(config.stage_path()).sweep_temps()
    files.sweep_temps()


def reconcile_index() -> tuple[int, int]:
    """Index what the index lacks or has of another moment, release or form, remove ghosts (indexed, but no package).

    The index is read first: what is published between the two readings is then indexed once more, and no ghost.
    Returns (indexed, removed).
    """
    connection = search.make_connection()
    query = {
        "fq": f'+site_id:"{config.site_id()}" +entity_type:package',
        "fl": "id,metadata_modified,extras_release_number,sd_form",
        "rows": 1_000_000,
    }
    found = {
        doc["id"]: (doc.get("metadata_modified"), int(doc.get("extras_release_number", 0)), doc.get("sd_form"))
        for doc in connection.search("*:*", **query).docs
    }
    columns = (model.Package.id, model.Package.state, model.Package.metadata_modified, Dataset.release_number)
    rows = model.Session.query(*columns).outerjoin(Dataset, Dataset.id == model.Package.id).all()
    # the client reads dates to the second
    wanted = {row.id: (row.metadata_modified.replace(microsecond=0), row.release_number, form()) for row in rows}
    stale = sorted(row.id for row in rows if row.state == "active" and found.get(row.id) != wanted[row.id])
    ghosts = sorted(found.keys() - wanted.keys())
    for start in range(0, len(stale), INDEX_BATCH):
        _index(stale[start : start + INDEX_BATCH])
    for ghost in ghosts:
        connection.delete(q=f'+site_id:"{config.site_id()}" +id:"{ghost}"', commit=False)
    if ghosts:
        connection.commit()
    return len(stale), len(ghosts)
