"""Sources have a schedule; the scheduler leaves a heartbeat.

Revision ID: 002
Revises: 001
"""

from __future__ import annotations

from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE sd_source
            DROP COLUMN interval_seconds,
            ADD COLUMN schedule TEXT DEFAULT 'daily 02:00' NOT NULL,
            ADD COLUMN schedule_since TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL;
        CREATE TABLE sd_heartbeat (
            program TEXT NOT NULL,
            at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
            PRIMARY KEY (program)
        );
        """
    )


def downgrade() -> None:
    op.execute(
        "DROP TABLE sd_heartbeat;"
        "ALTER TABLE sd_source ADD COLUMN interval_seconds INTEGER, DROP COLUMN schedule, DROP COLUMN schedule_since;"
    )
