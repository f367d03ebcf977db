"""The ledger's tables (DESIGN D2). Truth about sources, runs, items, reports, releases; CKAN's queue carries only ids.

An *item* is (source, guid); a *dataset* is what people see, its ids minted once; a *release* is its immutable version.
"""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import JSONB

from harvesters import schedule


def new_id() -> str:
    return str(uuid.uuid4())


def _now() -> sa.Column:
    return sa.Column(sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


class Source(tk.BaseModel):
    """A department's system, or a publisher account (kind ``account``). The lease is by the database clock.

    ``schedule_since``: when the schedule was set; what it missed before does not count.
    """

    __tablename__ = "sd_source"

    name = sa.Column(sa.UnicodeText, primary_key=True)
    kind = sa.Column(sa.UnicodeText, nullable=False)
    config = sa.Column(JSONB, nullable=False, server_default="{}")
    owner_org = sa.Column(sa.UnicodeText, nullable=False)
    title = sa.Column(sa.UnicodeText, nullable=False)
    review_mode = sa.Column(sa.UnicodeText, nullable=False, server_default="manual")
    registration = sa.Column(JSONB, nullable=False, server_default="{}")
    schedule = sa.Column(sa.UnicodeText, nullable=False, server_default=schedule.DEFAULT)
    schedule_since = sa.Column(sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
    lease_epoch = sa.Column(sa.BigInteger, nullable=False, server_default="0")
    lease_holder = sa.Column(sa.UnicodeText)
    lease_until = sa.Column(sa.DateTime(timezone=True))
    created = _now()


class Heartbeat(tk.BaseModel):
    """When a program was last seen at work, by the database clock."""

    __tablename__ = "sd_heartbeat"

    program = sa.Column(sa.UnicodeText, primary_key=True)
    at = _now()


class Review(tk.BaseModel):
    """安全审查（含保密审查）: append-only. ``dictionary`` NULL covers the first dictionary delivered."""

    __tablename__ = "sd_review"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=new_id)
    source = sa.Column(sa.ForeignKey("sd_source.name"), nullable=False, index=True)
    officer = sa.Column(sa.UnicodeText, nullable=False)
    date = sa.Column(sa.Date, nullable=False)
    open_types = sa.Column(JSONB, nullable=False)
    dictionary = sa.Column(sa.UnicodeText)
    created = _now()


class Run(tk.BaseModel):
    """One pass over a source. ``position`` is the last guid finished; a slice goes on after it."""

    __tablename__ = "sd_run"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=new_id)
    source = sa.Column(sa.ForeignKey("sd_source.name"), nullable=False, index=True)
    trigger = sa.Column(sa.UnicodeText, nullable=False)
    state = sa.Column(sa.UnicodeText, nullable=False, server_default="queued")
    position = sa.Column(sa.UnicodeText)
    total = sa.Column(sa.Integer)
    done = sa.Column(sa.Integer, nullable=False, server_default="0")
    counts = sa.Column(JSONB, nullable=False, server_default="{}")
    error = sa.Column(JSONB)
    created = _now()
    started = sa.Column(sa.DateTime(timezone=True))
    rung = sa.Column(sa.DateTime(timezone=True))
    finished = sa.Column(sa.DateTime(timezone=True))

    __table_args__ = (
        # one open run a source: a second start joins the first
        sa.Index("sd_run_open", "source", unique=True, postgresql_where=sa.text("finished IS NULL")),
    )


class Item(tk.BaseModel):
    """The standing state of one entry of a source."""

    __tablename__ = "sd_item"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=new_id)
    source = sa.Column(sa.ForeignKey("sd_source.name"), nullable=False)
    guid = sa.Column(sa.UnicodeText, nullable=False)
    mark = sa.Column(sa.UnicodeText)
    outcome = sa.Column(sa.UnicodeText, nullable=False)
    identifier = sa.Column(sa.UnicodeText)
    title = sa.Column(sa.UnicodeText)
    dataset_id = sa.Column(sa.UnicodeText)
    content_hash = sa.Column(sa.UnicodeText)
    rules_version = sa.Column(sa.UnicodeText)
    report_id = sa.Column(sa.UnicodeText)
    error = sa.Column(JSONB)
    updated = _now()

    __table_args__ = (sa.UniqueConstraint("source", "guid"),)


class Report(tk.BaseModel):
    """A stored report. ``candidate`` keeps what a held item would publish (a value: record, staged hashes)."""

    __tablename__ = "sd_report"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=new_id)
    source = sa.Column(sa.UnicodeText, nullable=False)
    guid = sa.Column(sa.UnicodeText, nullable=False)
    owner_org = sa.Column(sa.UnicodeText, nullable=False, index=True)
    identifier = sa.Column(sa.UnicodeText)
    title = sa.Column(sa.UnicodeText)
    outcome = sa.Column(sa.UnicodeText, nullable=False)
    verdict = sa.Column(sa.UnicodeText, nullable=False)
    alert = sa.Column(sa.Boolean, nullable=False, server_default="false")
    body = sa.Column(JSONB, nullable=False)
    candidate = sa.Column(JSONB)
    created = _now()


class Decision(tk.BaseModel):
    """What a person decided on a report; append-only (G-50)."""

    __tablename__ = "sd_decision"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=new_id)
    report_id = sa.Column(sa.ForeignKey("sd_report.id"), nullable=False, index=True)
    actor = sa.Column(sa.UnicodeText, nullable=False)
    action = sa.Column(sa.UnicodeText, nullable=False)
    reason = sa.Column(sa.UnicodeText)
    at = _now()


class Dataset(tk.BaseModel):
    """Identity of a dataset, minted once: CKAN ids, column ids; ``draft`` is what was given by hand so far."""

    __tablename__ = "sd_dataset"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=new_id)
    identifier = sa.Column(sa.UnicodeText, unique=True)
    name = sa.Column(sa.UnicodeText, unique=True)
    owner_org = sa.Column(sa.UnicodeText, nullable=False)
    resource_ids = sa.Column(JSONB, nullable=False, server_default="{}")
    column_ids = sa.Column(JSONB, nullable=False, server_default="{}")
    release_number = sa.Column(sa.Integer, nullable=False, server_default="0")
    draft = sa.Column(JSONB)
    created = _now()


class Release(tk.BaseModel):
    """An immutable version. ``record`` is public; ``internal`` stays inside; ``tables``: ids, fields, hashes."""

    __tablename__ = "sd_release"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=new_id)
    dataset_id = sa.Column(sa.ForeignKey("sd_dataset.id"), nullable=False)
    number = sa.Column(sa.Integer, nullable=False)
    content_hash = sa.Column(sa.UnicodeText, nullable=False)
    dictionary = sa.Column(sa.UnicodeText, nullable=False)
    record = sa.Column(JSONB, nullable=False)
    internal = sa.Column(JSONB, nullable=False, server_default="{}")
    tables = sa.Column(JSONB, nullable=False)
    report_id = sa.Column(sa.UnicodeText, nullable=False)
    source = sa.Column(sa.UnicodeText, nullable=False)
    actor = sa.Column(sa.UnicodeText)
    published_at = _now()

    __table_args__ = (sa.UniqueConstraint("dataset_id", "number"),)


class Outbox(tk.BaseModel):
    """What must still be done after CKAN's commit: ``swap`` a side table, ``drop`` a table, ``index`` a dataset."""

    __tablename__ = "sd_outbox"

    id = sa.Column(sa.BigInteger, primary_key=True, autoincrement=True)
    kind = sa.Column(sa.UnicodeText, nullable=False)
    dataset_id = sa.Column(sa.UnicodeText, nullable=False, index=True)
    payload = sa.Column(JSONB, nullable=False, server_default="{}")
    created = _now()
