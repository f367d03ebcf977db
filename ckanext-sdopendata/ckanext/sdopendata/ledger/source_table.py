"""Sources, their 安全审查 and the lease that lets one worker at a time run one of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from harvesters.schedule import DEFAULT, Schedule, due, parse

from ..model import Review, Run, Source

ACCOUNT = "account"
OFF = "off"


def account_source(user: str) -> str:
    """Name of the source row that stands for a publisher account."""
    return f"account-{user}"


def register_source(
    name: str,
    kind: str,
    config: dict[str, Any],
    owner_org: str,
    title: str,
    review_mode: str = "manual",
    registration: dict[str, Any] | None = None,
    schedule: str | None = None,
) -> None:
    """Insert or update a source; commits. An equal registration writes nothing.

    :param schedule: of a new source; a known one keeps its own until :func:`set_schedule`
    """
    values = {
        "kind": kind,
        "config": config,
        "owner_org": owner_org,
        "title": title,
        "review_mode": review_mode,
        "registration": registration or {},
    }
    row = model.Session.get(Source, name)
    if row is None:
        values["schedule"] = parse(schedule or DEFAULT).text
        model.Session.execute(insert(Source).values(name=name, **values).on_conflict_do_nothing())
    else:
        for key, value in values.items():
            if getattr(row, key) != value:
                setattr(row, key, value)
    model.Session.commit()


def ensure_account(user: str, owner_org: str) -> None:
    """The source row of a publisher account, made at its first submission, without delegation. Does not commit."""
    model.Session.execute(
        insert(Source)
        .values(name=account_source(user), kind=ACCOUNT, owner_org=owner_org, title=f"发布账号 {user}", config={})
        .on_conflict_do_nothing()
    )


def store_review(
    source: str, officer: str, date: dt.date, open_types: list[str], dictionary: str | None = None, commit: bool = True
) -> None:
    """Put a passed 安全审查 on record (append-only); the same review twice is one."""
    same = sa.select(Review.id).where(
        Review.source == source,
        Review.officer == officer,
        Review.date == date,
        Review.open_types == open_types,
        Review.dictionary.is_(None) if dictionary is None else Review.dictionary == dictionary,
    )
    if model.Session.execute(same.limit(1)).first() is None:
        model.Session.add(
            Review(source=source, officer=officer, date=date, open_types=open_types, dictionary=dictionary)
        )
    if commit:
        model.Session.commit()


def reviews_of(source: str) -> list[Review]:
    """In an order that the content alone decides: it goes into the report's inputs (same inputs, same report)."""
    order = (Review.date, Review.officer, Review.dictionary.nulls_first(), Review.id)
    return model.Session.query(Review).filter_by(source=source).order_by(*order).all()


def delegated(source: str) -> bool:
    return model.Session.query(Source.review_mode).filter_by(name=source).scalar() == "delegated"


def claim(source: str, holder: str, seconds: int) -> int | None:
    """Take the lease if it is free by the database clock; commits. The epoch, or None: another worker has it."""
    statement = (
        sa.update(Source)
        .where(Source.name == source, lease_is_free(seconds))
        .values(
            lease_epoch=Source.lease_epoch + 1,
            lease_holder=holder,
            lease_until=sa.func.now() + sa.cast(f"{seconds} seconds", sa.Interval),
        )
        .returning(Source.lease_epoch)
        .execution_options(synchronize_session=False)
    )
    epoch = model.Session.execute(statement).scalar()
    model.Session.commit()
    return epoch


def lease_is_free(seconds: int) -> sa.ColumnElement[bool]:
    """Not taken, run out, or longer than a lease can be: then the clock has been set back since."""
    now = sa.func.now()
    longest = now + sa.cast(f"{2 * seconds} seconds", sa.Interval)
    return sa.or_(Source.lease_until.is_(None), Source.lease_until < now, Source.lease_until > longest)


def renew(connection: sa.engine.Connection, source: str, epoch: int, seconds: int) -> bool:
    """Heartbeat on a connection of its own. False: the lease is lost or given back, and its holder must stop.

    A beat that waited for the row while the lease was given back must not take it again: nobody would free it.
    """
    statement = (
        sa.update(Source)
        .where(Source.name == source, Source.lease_epoch == epoch, Source.lease_until.is_not(None))
        .values(lease_until=sa.func.now() + sa.cast(f"{seconds} seconds", sa.Interval))
    )
    with connection.begin():
        return connection.execute(statement).rowcount == 1


def release_lease(source: str, epoch: int) -> None:
    """Give the lease back; a lost one stays untouched. Does not commit."""
    model.Session.execute(
        sa.update(Source)
        .where(Source.name == source, Source.lease_epoch == epoch)
        .values(lease_until=None, lease_holder=None)
        .execution_options(synchronize_session=False)
    )


def fence(source: str, epoch: int) -> bool:
    """Called just before a commit: True if the lease is still ours; the row stays locked until that commit."""
    statement = sa.text("SELECT 1 FROM sd_source WHERE name = :name AND lease_epoch = :epoch FOR SHARE")
    return model.Session.execute(statement, {"name": source, "epoch": epoch}).first() is not None


def source(name: str) -> dict[str, Any] | None:
    row = model.Session.get(Source, name)
    return _source_dict(row) if row else None


def list_sources(include_accounts: bool = False) -> list[dict[str, Any]]:
    """Sources with their last run, ordered by name; two statements."""
    query = model.Session.query(Source).order_by(Source.name)
    if not include_accounts:
        query = query.filter(Source.kind != ACCOUNT)
    last = {
        run.source: run
        for run in model.Session.query(Run).order_by(Run.source, Run.created.desc()).distinct(Run.source)
    }
    return [{**_source_dict(row), "last_run": run_dict(last[row.name]) if row.name in last else None} for row in query]


def set_schedule(name: str, schedule: Schedule) -> None:
    """What was missed under the old one does not count any more. Commits."""
    model.Session.execute(
        sa.update(Source)
        .where(Source.name == name, Source.schedule != schedule.text)
        .values(schedule=schedule.text, schedule_since=sa.func.now())
        .execution_options(synchronize_session=False)
    )
    model.Session.commit()


def due_sources() -> list[str]:
    """Sources with a scheduled moment since the start of their last run, and without an open run."""
    past = sa.select(sa.func.max(Run.created)).where(Run.source == Source.name, Run.created <= sa.func.now())
    open_run = sa.select(Run.id).where(Run.source == Source.name, Run.finished.is_(None)).exists()
    statement = (
        sa.select(
            Source.name, Source.schedule, Source.schedule_since, past.scalar_subquery().label("last"), sa.func.now()
        )
        .where(Source.kind != ACCOUNT, Source.schedule != OFF, ~open_run)
        .order_by(Source.name)
    )
    return [
        name
        for name, text, since, last, now in model.Session.execute(statement)
        if due(parse(text), [since, *([last] if last else [])], now)
    ]


def run_dict(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "source": run.source,
        "trigger": run.trigger,
        "state": run.state,
        "total": run.total,
        "done": run.done,
        "counts": dict(run.counts or {}),
        "error": run.error,
        "created": run.created,
        "started": run.started,
        "finished": run.finished,
    }


def _source_dict(row: Source) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "config": dict(row.config or {}),
        "owner_org": row.owner_org,
        "title": row.title,
        "review_mode": row.review_mode,
        "registration": dict(row.registration or {}),
        "schedule": row.schedule,
        "next_run": parse(row.schedule).next_after(dt.datetime.now(dt.UTC)) if row.kind != ACCOUNT else None,
        "created": row.created,
    }
