"""Create the ledger.

Revision ID: 001
Revises:
"""

from __future__ import annotations

from alembic import op

revision = "001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE sd_source (
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    config JSONB DEFAULT '{}' NOT NULL,
    owner_org TEXT NOT NULL,
    title TEXT NOT NULL,
    review_mode TEXT DEFAULT 'manual' NOT NULL,
    registration JSONB DEFAULT '{}' NOT NULL,
    interval_seconds INTEGER,
    lease_epoch BIGINT DEFAULT '0' NOT NULL,
    lease_holder TEXT,
    lease_until TIMESTAMP WITH TIME ZONE,
    created TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE sd_review (
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    officer TEXT NOT NULL,
    date DATE NOT NULL,
    open_types JSONB NOT NULL,
    dictionary TEXT,
    created TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(source) REFERENCES sd_source (name)
);

CREATE INDEX ix_sd_review_source ON sd_review (source);

CREATE TABLE sd_run (
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    trigger TEXT NOT NULL,
    state TEXT DEFAULT 'queued' NOT NULL,
    position TEXT,
    total INTEGER,
    done INTEGER DEFAULT '0' NOT NULL,
    counts JSONB DEFAULT '{}' NOT NULL,
    error JSONB,
    created TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    started TIMESTAMP WITH TIME ZONE,
    rung TIMESTAMP WITH TIME ZONE,
    finished TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(source) REFERENCES sd_source (name)
);

CREATE INDEX ix_sd_run_source ON sd_run (source);

CREATE UNIQUE INDEX sd_run_open ON sd_run (source) WHERE finished IS NULL;

CREATE TABLE sd_item (
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    guid TEXT NOT NULL,
    mark TEXT,
    outcome TEXT NOT NULL,
    identifier TEXT,
    title TEXT,
    dataset_id TEXT,
    content_hash TEXT,
    rules_version TEXT,
    report_id TEXT,
    error JSONB,
    updated TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (source, guid),
    FOREIGN KEY(source) REFERENCES sd_source (name)
);

CREATE TABLE sd_report (
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    guid TEXT NOT NULL,
    owner_org TEXT NOT NULL,
    identifier TEXT,
    title TEXT,
    outcome TEXT NOT NULL,
    verdict TEXT NOT NULL,
    alert BOOLEAN DEFAULT 'false' NOT NULL,
    body JSONB NOT NULL,
    candidate JSONB,
    created TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_sd_report_owner_org ON sd_report (owner_org);

CREATE TABLE sd_decision (
    id TEXT NOT NULL,
    report_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    reason TEXT,
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(report_id) REFERENCES sd_report (id)
);

CREATE INDEX ix_sd_decision_report_id ON sd_decision (report_id);

CREATE TABLE sd_dataset (
    id TEXT NOT NULL,
    identifier TEXT,
    name TEXT,
    owner_org TEXT NOT NULL,
    resource_ids JSONB DEFAULT '{}' NOT NULL,
    column_ids JSONB DEFAULT '{}' NOT NULL,
    release_number INTEGER DEFAULT '0' NOT NULL,
    draft JSONB,
    created TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (identifier),
    UNIQUE (name)
);

CREATE TABLE sd_release (
    id TEXT NOT NULL,
    dataset_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    dictionary TEXT NOT NULL,
    record JSONB NOT NULL,
    internal JSONB DEFAULT '{}' NOT NULL,
    tables JSONB NOT NULL,
    report_id TEXT NOT NULL,
    source TEXT NOT NULL,
    actor TEXT,
    published_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (dataset_id, number),
    FOREIGN KEY(dataset_id) REFERENCES sd_dataset (id)
);

CREATE TABLE sd_outbox (
    id BIGSERIAL NOT NULL,
    kind TEXT NOT NULL,
    dataset_id TEXT NOT NULL,
    payload JSONB DEFAULT '{}' NOT NULL,
    created TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_sd_outbox_dataset_id ON sd_outbox (dataset_id);

CREATE FUNCTION sd_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER sd_decision_append_only BEFORE UPDATE OR DELETE ON sd_decision
    FOR EACH ROW EXECUTE FUNCTION sd_append_only();
CREATE TRIGGER sd_review_append_only BEFORE UPDATE OR DELETE ON sd_review
    FOR EACH ROW EXECUTE FUNCTION sd_append_only();
CREATE TRIGGER sd_release_append_only BEFORE UPDATE OR DELETE ON sd_release
    FOR EACH ROW EXECUTE FUNCTION sd_append_only();
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    op.execute(
        "DROP TABLE sd_outbox, sd_release, sd_dataset, sd_decision, sd_report, sd_item, sd_run, sd_review, sd_source;"
        "DROP FUNCTION sd_append_only;"
    )
