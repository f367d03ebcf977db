"""Is the machinery alive: heartbeats of scheduler and workers, runs under way, schedules, and what needs a hand.

For ``./portal status``, the operator's page and the interface; times by the database clock.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.lib.jobs import get_queue
from redis.exceptions import RedisError
from rq import Worker
from sqlalchemy.dialects.postgresql import insert

from harvesters import schedule
from harvesters.messages import fix, sentence

from .. import config
from ..model import Heartbeat, Run, Source
from .run_table import progress_of, run_dict
from .source_table import list_sources

SCHEDULER = "scheduler"
LATE = 120  # seconds: stale work is visible as late within two minutes
WORKER_LATE = 450  # an idle RQ worker shows itself about every 405 seconds

Alert = dict[str, Any]


def beat(program: str) -> None:
    """It is at work now. Commits."""
    statement = insert(Heartbeat).values(program=program, at=sa.func.now())
    model.Session.execute(statement.on_conflict_do_update(index_elements=["program"], set_={"at": sa.func.now()}))
    model.Session.commit()


def health(lang: str = "zh") -> dict[str, Any]:
    """``heartbeats`` of scheduler and worker, open ``runs``, ``sources`` with schedule and last run, ``alerts``."""
    now: dt.datetime = model.Session.execute(sa.select(sa.func.now())).scalar_one()
    beats = {SCHEDULER: _scheduler(now), "worker": _worker()}
    runs = _open_runs(now)
    sources = [_source(row, lang, now) for row in list_sources()]
    alerts = [*_silent(beats), *_stalled(runs), *_of_sources(sources, lang), *_holidays(sources, now)]
    return {
        "heartbeats": beats,
        "runs": runs,
        "sources": sources,
        "alerts": [_told(alert, lang) for alert in alerts],
    }


def _told(alert: Alert, lang: str) -> Alert:
    code, params = alert["code"], alert["params"]
    words = {"message": sentence(code, params, lang), "fix": fix(code, params, lang)}
    return {"code": code, "codes": [code], "source": params.get("source"), **words}


def _scheduler(now: dt.datetime) -> dict[str, Any]:
    at = model.Session.query(Heartbeat.at).filter_by(program=SCHEDULER).scalar()
    age = None if at is None else max(0, round((now - at).total_seconds()))
    return {"at": at, "age_seconds": age, "alive": age is not None and age < 3 * config.sweep_seconds() + 30}


def _worker() -> dict[str, Any]:
    """The liveliest of them. The queue's service being away says nothing about it: then nobody knows."""
    try:
        workers = Worker.all(queue=get_queue())
    except RedisError:
        return {"at": None, "age_seconds": None, "alive": False, "workers": 0, "busy": 0}
    seen = [(w.last_heartbeat.replace(tzinfo=dt.UTC), str(w.get_state())) for w in workers if w.last_heartbeat]
    now = dt.datetime.now(dt.UTC)
    fresh = [(at, state) for at, state in seen if (now - at).total_seconds() < WORKER_LATE]
    at = max((at for at, _ in fresh), default=None)
    return {
        "at": at,
        "age_seconds": None if at is None else max(0, round((now - at).total_seconds())),
        "alive": bool(fresh),
        "workers": len(fresh),
        "busy": sum(state.endswith("busy") for _, state in fresh),
    }


def _open_runs(now: dt.datetime) -> list[dict[str, Any]]:
    """Runs under way with their progress; ``waits``: seconds since anybody took it up, 0 while somebody works."""
    query = (
        model.Session.query(Run, Source.title, Source.lease_until)
        .join(Source, Source.name == Run.source)
        .filter(Run.finished.is_(None))
        .order_by(Run.created)
    )
    found = []
    for run, title, lease in query:
        rung = max(run.created, run.rung or run.created, lease or run.created)
        waits = max(0, round((now - rung).total_seconds()))
        found.append({**run_dict(run), "title": title, "progress": progress_of(run_dict(run)), "waits": waits})
    return found


def _source(row: dict[str, Any], lang: str, now: dt.datetime) -> dict[str, Any]:
    plan = schedule.parse(row["schedule"])
    keys = ("name", "title", "owner_org", "kind", "schedule", "last_run")
    last = row["last_run"]
    failed = last is not None and last["state"] == "failed"
    return {
        **{key: row[key] for key in keys},
        "schedule_words": plan.words(lang),
        "next_run": plan.next_after(now),
        "last_error": error_words(last["error"], lang) if failed else None,
    }


def error_words(error: dict[str, Any] | None, lang: str) -> str:
    """A run's error in words."""
    known = error or {"code": "error", "params": {}}
    return sentence(str(known["code"]), dict(known.get("params") or {}), lang)


def _silent(beats: dict[str, dict[str, Any]]) -> list[Alert]:
    found = []
    if not beats[SCHEDULER]["alive"]:
        seconds = beats[SCHEDULER]["age_seconds"]
        params = {"reason": "never"} if seconds is None else {"seconds": seconds}
        found.append({"code": "scheduler_silent", "params": params})
    if not beats["worker"]["alive"]:
        found.append({"code": "worker_silent", "params": {}})
    return found


def _stalled(runs: list[dict[str, Any]]) -> list[Alert]:
    """One worker does one run after the other: as long as any moves, the others only wait their turn."""
    if any(run["waits"] < LATE for run in runs):
        return []
    return [
        {
            "code": "run_stalled",
            "params": {"source": run["source"], "progress": run["progress"], "seconds": run["waits"]},
        }
        for run in runs
    ]


def _of_sources(sources: list[dict[str, Any]], lang: str) -> list[Alert]:
    found = []
    for source in sources:
        last = source["last_run"] or {}
        if source["last_error"]:
            error = last["error"] or {}
            remedy = fix(str(error.get("code")), dict(error.get("params") or {}), lang)
            params = {"source": source["name"], "cause": source["last_error"], "remedy": remedy}
            found.append({"code": "source_failed", "params": params})
        elif last.get("state") == "partial":
            params = {"source": source["name"], "failed": last["counts"].get("failed", 0)}
            found.append({"code": "source_partly_failed", "params": params})
    return found


def _holidays(sources: list[dict[str, Any]], now: dt.datetime) -> list[Alert]:
    years = {schedule.unknown_year(schedule.parse(source["schedule"]), now) for source in sources}
    return [{"code": "holidays_unknown", "params": {"year": year}} for year in sorted(y for y in years if y)]
