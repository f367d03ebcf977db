"""A report that was written stays as it was written (G-50), as decisions, reviews and releases do since 001.

What becomes of the item (``outcome``, ``candidate``) may still change; what the gate said may not.

Revision ID: 003
Revises: 002
"""

from __future__ import annotations

from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TRIGGER sd_report_stays BEFORE UPDATE OF id, source, guid, verdict, body, created ON sd_report
            FOR EACH ROW EXECUTE FUNCTION sd_append_only();
        CREATE TRIGGER sd_report_kept BEFORE DELETE ON sd_report
            FOR EACH ROW EXECUTE FUNCTION sd_append_only();
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER sd_report_stays ON sd_report; DROP TRIGGER sd_report_kept ON sd_report;")
