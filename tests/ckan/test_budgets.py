"""Budgets (done-when 9): how often a run asks or writes, counted, so that a careless loop shows at once.

Counted in this process: statements and commits of both databases (SQLAlchemy's events, without the heartbeat's thread),
requests to Solr (pysolr), files. A batch of 5 and one of 15 datasets with one table each give the cost of one more
dataset and what a whole run costs beside. Measured on CKAN 2.12.0:

==================== =============== =========== ============================= =====================
what                 one new dataset one changed the run beside them           a run, all unchanged
==================== =============== =========== ============================= =====================
SQL on CKAN          37              33          23 (new), 26 (changed)        15, 5 of them progress
SQL on the DataStore 8 a table       8 a table   1                             0
commits on CKAN      0               0           5                             4
commits on DataStore 0               0           2                             0
Solr adds            1               1           0                             0
Solr commits         0               0           1                             0
Solr searches        0               0           0                             0
==================== =============== =========== ============================= =====================

Before batches were looked at as a whole it was 52 and 47 SQL, 11 SQL and 2 commits on the DataStore for each table, and
a Solr search for each changed dataset. Of the 37 and 33 about 29 and 27 are CKAN's own (10 of them make the document).
COPY is no statement for SQLAlchemy: one more per table. Beside it: CKAN's own ``package_create`` without index, files
or table 15 SQL (``package_update`` 29); ckanext-harvest 57 SQL and 7 commits per new dataset, 30 and 5 per *unchanged*
one (DESIGN D1, D3).
"""

from __future__ import annotations

import gc
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import departments
import pytest
import sqlalchemy as sa
from bench.meter import Meter

FEW, MANY = 5, 15
# Per dataset and per run: at most a tenth above what was measured.
NEW = {"sql ckan": (40, 24), "sql datastore": (8, 1), "commits ckan": (0, 5), "commits datastore": (0, 2)}
CHANGED = {"sql ckan": (36, 27), "sql datastore": (8, 1), "commits ckan": (0, 5), "commits datastore": (0, 2)}
SOLR = {"solr add": (1, 0), "solr commit": (0, 1), "solr search": (0, 0)}
UNCHANGED = {"sql ckan": 16, "commits ckan": 4}
# descriptor, manifest, original, master, and the master as it is served; a changed one has a descriptor already
NEW_FILES, CHANGED_FILES = {"stage": 4, "files": 1}, {"stage": 3, "files": 1}
# What a run may write even if nothing has changed: its own progress and the lease.
PROGRESS = {"sd_run", "sd_source"}
# What others write meanwhile: last seen now.
ALIVE = {"user", "api_token", "sd_heartbeat"}


class Bench:
    """A source whose runs are counted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"budget-{uuid.uuid4().hex[:8]}"

    def deliver(self, datasets: int, stops: int) -> None:
        """``stops`` makes the content: the same datasets again with another number have changed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for i in range(datasets):
            code = f"{self.name.upper()}/{i:04d}"
            departments.deliver(self.folder / f"{i:04d}", departments.record(code), [[code, str(stops)]])

    def run(self) -> tuple[Meter, dict[str, int]]:
        """One run in this process, from the claim to the lease given back; its counts and outcomes."""
        import datetime as dt

        from ckan import model
        from ckanext.sdopendata import harvest, ledger
        from ckanext.sdopendata.ledger import run_table
        from ckanext.sdopendata.model import Run, Source

        if model.Session.get(Source, self.name) is None:
            registered = {"kind": "file_drop", "config": {"path": str(self.folder)}, "review_mode": "delegated"}
            model.Session.add(Source(name=self.name, owner_org="demo", title="预算", schedule="off", **registered))
            model.Session.flush()
            # with the source in one commit, or the portal's own clock would find it due
            model.Session.add(Run(source=self.name, trigger="test", rung=sa.func.now()))
            model.Session.commit()
            ledger.store_review(self.name, "operator", dt.date.today(), ["unconditional"])
        run = run_table.open_run(self.name, "test")
        model.Session.remove()
        meter = Meter()
        # objects that the collector takes away are read again: without it the counts are the same every time
        gc.collect()
        gc.disable()
        try:
            with meter.running():
                assert harvest.run_slice(run) is False
        finally:
            gc.enable()
        done = run_table.run_progress(run)
        assert done["state"] == "finished", done
        return meter, {k: v for k, v in done["counts"].items() if v}


@dataclass
class Figures:
    """What was counted in one kind of run, over few and over many datasets."""

    few: Meter
    many: Meter
    outcomes: list[dict[str, int]]
    new_files: dict[str, int]
    same_rows: bool

    def each(self, what: str) -> float:
        """The cost of one more dataset."""
        return (self.many.counts[what] - self.few.counts[what]) / (MANY - FEW)

    def beside(self, what: str) -> float:
        """What the run costs beside its datasets."""
        return self.few.counts[what] - FEW * self.each(what)


@pytest.fixture(scope="module")
def figures(wsgi: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Figures]:
    """The same datasets new, changed and unchanged."""
    folder = tmp_path_factory.mktemp("budgets")
    with wsgi._wsgi_app.test_request_context():
        warm = Bench(folder / "warm")  # fills this process's caches: types, schemas, the gate's child
        warm.deliver(2, 1)
        warm.run()
        benches = [(Bench(folder / "few"), FEW), (Bench(folder / "many"), MANY)]
        return {kind: _measure(benches, stops) for kind, stops in (("new", 1), ("changed", 2), ("unchanged", None))}


def _measure(benches: list[tuple[Bench, int]], stops: int | None) -> Figures:
    for bench, datasets in benches:
        if stops is not None:
            bench.deliver(datasets, stops)
    files, rows = stored(), row_versions()
    (few, some), (many, others) = [bench.run() for bench, _ in benches]
    added = {name: len(paths - files[name]) for name, paths in stored().items()}
    return Figures(few, many, [some, others], added, row_versions() == rows)


@pytest.mark.parametrize(
    ("kind", "budget", "files"), [("new", NEW, NEW_FILES), ("changed", CHANGED, CHANGED_FILES)], ids=["new", "changed"]
)
def test_a_published_dataset_stays_within_its_budget(
    kind: str, budget: dict[str, tuple[int, int]], files: dict[str, int], figures: dict[str, Figures]
) -> None:
    found = figures[kind]
    assert found.outcomes == [{"published": FEW}, {"published": MANY}]
    measured = {what: (found.each(what), found.beside(what)) for what in {**found.few.counts, **budget, **SOLR}}
    print(measured)
    allowed = {**budget, **SOLR}
    over = {
        what: (cost, allowed.get(what, (0, 0)))
        for what, cost in measured.items()
        if any(cost[i] > allowed.get(what, (0, 0))[i] for i in (0, 1))
    }
    assert over == {}, "(measured, allowed), each for one more dataset and for the run beside"
    assert found.new_files == {name: each * (FEW + MANY) for name, each in files.items()}


def test_an_unchanged_dataset_costs_nothing(figures: dict[str, Figures]) -> None:
    """I-06: not one row version, Solr request or file, and not one statement for one dataset more."""
    found = figures["unchanged"]
    assert found.outcomes == [{"unchanged": FEW}, {"unchanged": MANY}]
    print(dict(found.few.counts))
    assert found.few.counts == found.many.counts
    assert {what: n for what, n in found.few.counts.items() if n > UNCHANGED.get(what, 0)} == {}
    assert set(found.few.written) | set(found.many.written) <= PROGRESS
    assert found.new_files == {"stage": 0, "files": 0}
    assert found.same_rows


def stored() -> dict[str, set[tuple[str, int]]]:
    """Files of the stage and of the release store with their times."""
    from ckan.plugins import toolkit as tk
    from ckanext.sdopendata import config

    roots = {"stage": config.stage_path(), "files": Path(tk.config["ckan.files.storage.releases.path"])}
    return {
        name: {(str(p), p.stat().st_mtime_ns) for p in root.rglob("*") if p.is_file()} for name, root in roots.items()
    }


def row_versions() -> dict[str, str]:
    """Each table's row versions, over both databases: an UPDATE that changes nothing shows here too."""
    from ckan import model
    from ckanext.datastore.backend.postgres import get_write_engine

    model.Session.rollback()
    found = {}
    with model.meta.engine.connect() as ckan, get_write_engine().connect() as datastore:
        for connection in (ckan, datastore):
            names = connection.execute(sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
            for name in set(names) - PROGRESS - ALIVE:
                query = f"SELECT md5(string_agg(xmin || ' ' || ctid, ',' ORDER BY ctid)) FROM \"{name}\""
                found[f"{connection.engine.url.database} {name}"] = connection.execute(sa.text(query)).scalar()
    return found
