"""Runs: start, progress, position, end. A run is a row; the queue only rings."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.lib.jobs import get_queue
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import insert

from harvesters.contract import SHANGHAI
from harvesters.errors import HarvestError

from .. import config
from ..model import Run, Source, new_id
from .source_table import run_dict

JOB = "ckanext.sdopendata.jobs.run_slice"
OUTCOMES = ("published", "unchanged", "held", "returned", "skipped", "failed")


class RunOpen(HarvestError):
    """The source is being harvested; a second run of it is refused."""

    code = "run_open"


def begin_run(source: str, trigger: str) -> str | None:
    """A new run, or None while another of this source is open; of two callers at once one gets it. Commits."""
    fresh = (
        insert(Run)
        .values(id=new_id(), source=source, trigger=trigger, rung=sa.func.now())
        .on_conflict_do_nothing(index_elements=["source"], index_where=sa.text("finished IS NULL"))
        .returning(Run.id)
    )
    run_id: str | None = model.Session.execute(fresh).scalar()
    model.Session.commit()
    return run_id


def open_run(source: str, trigger: str) -> str:
    """The source's open run, made if there is none; commits. Two callers at once get the same run."""
    run_id = begin_run(source, trigger)
    while run_id is None:
        run_id = model.Session.query(Run.id).filter(Run.source == source, Run.finished.is_(None)).scalar()
        model.Session.commit()
        run_id = run_id or begin_run(source, trigger)
    return run_id


def run_progress(run_id: str) -> dict[str, Any]:
    """State, total, done and counts by outcome of a run, fresh from the database."""
    model.Session.rollback()
    row = model.Session.get(Run, run_id, populate_existing=True)
    if row is None:
        raise KeyError(run_id)
    return {**run_dict(row), "counts": {**dict.fromkeys(OUTCOMES, 0), **(row.counts or {})}}


def runs(source: str, limit: int = 20) -> list[dict[str, Any]]:
    query = model.Session.query(Run).filter_by(source=source).order_by(Run.created.desc()).limit(limit)
    return [run_dict(run) for run in query]


def run_of(source: str, run_id: str) -> dict[str, Any] | None:
    """One run of this source, with the moment of the last sign of life of who works on it."""
    row = model.Session.query(Run).filter_by(source=source, id=run_id).populate_existing().first()
    if row is None:
        return None
    holder = model.Session.query(Source.lease_until, sa.func.now()).filter_by(name=source).one()
    until, now = holder
    alive = None if row.finished or until is None else until - dt.timedelta(seconds=config.lease_seconds())
    return {**run_dict(row), "alive": alive, "worked_on": bool(alive and until > now)}


def abandoned(older_than_seconds: int) -> list[str]:
    """Open runs that nobody works on and that were not rung lately: no lease on their source, or an expired one.

    A lease or a ring that lies further ahead than it can was made before the clock was set back.
    """
    statement = sa.text(
        """
        SELECT r.id FROM sd_run r JOIN sd_source s ON s.name = r.source
        WHERE r.finished IS NULL
          AND (s.lease_until IS NULL OR s.lease_until < now() OR s.lease_until > now() + make_interval(secs => :lease))
          AND (r.rung IS NULL OR r.rung < now() - make_interval(secs => :age) OR r.rung > now())
        ORDER BY r.created
        """
    )
    facts = {"age": older_than_seconds, "lease": 2 * config.lease_seconds()}
    return list(model.Session.execute(statement, facts).scalars())


def queued() -> set[str]:
    """Runs whose job still waits in the queue: ringing for them again would only make the queue longer."""
    return {job.args[0] for job in get_queue().jobs if job.func_name == JOB}


def mark_rung(run_id: str) -> None:
    _update(run_id, rung=sa.func.now())
    model.Session.commit()


def begin(run_id: str, total: int) -> None:
    _update(run_id, state="running", total=total, started=sa.func.coalesce(Run.started, sa.func.now()))


def advance(run_id: str, position: str, counts: dict[str, int]) -> None:
    """Move the cursor and add to the counts, in the caller's transaction."""
    merged = dict(model.Session.query(Run.counts).filter_by(id=run_id).scalar() or {})
    for outcome, number in counts.items():
        merged[outcome] = merged.get(outcome, 0) + number
    _update(run_id, counts=merged, done=Run.done + sum(counts.values()), position=position)


def finish(run_id: str) -> None:
    """End a run: ``finished``, or ``partial`` if some of its items failed."""
    failed = sa.func.coalesce(Run.counts["failed"].as_integer(), 0) > 0
    _update(run_id, state=sa.case((failed, "partial"), else_="finished"), error=None, finished=sa.func.now())


def give_up(run_id: str, error: dict[str, Any]) -> None:
    """End a run as ``failed``, with the error's code and params."""
    _update(run_id, state="failed", error=error, finished=sa.func.now())


def _update(run_id: str, **values: Any) -> None:
    model.Session.execute(
        sa.update(Run).where(Run.id == run_id).values(**values).execution_options(synchronize_session=False)
    )


def start_run(source: str, trigger: str) -> str:
    """Open a run and ring for a worker; returns the run's id. Commits.

    :raises RunOpen: the source's last run has not ended
    """
    run_id = begin_run(source, trigger)
    if run_id is None:
        raise RunOpen(source=source, **_standing(source))
    ring(run_id)
    return run_id


def join_run(source: str, trigger: str) -> str:
    """As :func:`start_run`, but an open run is joined: for who wants it done, not done once more. Commits."""
    run_id = open_run(source, trigger)
    ring(run_id)
    return run_id


def _standing(source: str) -> dict[str, str]:
    """How far the open run is, for people; it may have ended a moment ago."""
    row = model.Session.query(Run).filter(Run.source == source).order_by(Run.created.desc()).first()
    model.Session.rollback()
    if row is None:
        return {"progress": "-", "since": "-"}
    return {"progress": progress_of(run_dict(row)), "since": f"{row.created.astimezone(SHANGHAI):%H:%M}"}


def progress_of(run: dict[str, Any]) -> str:
    return f"{run['done']}/{'?' if run['total'] is None else run['total']}"


def ring(run_id: str) -> None:
    """Put the run's id on CKAN's queue. Losing it loses nothing: the sweeper rings again."""
    tk.enqueue_job(JOB, [run_id], title=f"run {run_id}")
    mark_rung(run_id)
