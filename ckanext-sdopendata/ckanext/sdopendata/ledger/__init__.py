"""The ledger: what is true of sources, runs, items, reports and releases. Implements :class:`harvesters.state.Ledger`.

Functions work in ``model.Session``; those that commit say so.
"""

from __future__ import annotations

from .datapackage import datapackage, table_schema
from .item_table import alerts, items, report
from .pulse import health
from .release_table import addresses, labels_of, newest, portal_counts, release_of, tables_of
from .run_table import RunOpen, join_run, run_of, run_progress, runs, start_run
from .source_table import ACCOUNT, list_sources, register_source, set_schedule, source, store_review
from .work_table import work

__all__ = [
    "ACCOUNT",
    "RunOpen",
    "addresses",
    "alerts",
    "datapackage",
    "health",
    "items",
    "join_run",
    "labels_of",
    "list_sources",
    "newest",
    "portal_counts",
    "register_source",
    "release_of",
    "report",
    "run_of",
    "run_progress",
    "runs",
    "set_schedule",
    "source",
    "start_run",
    "store_review",
    "table_schema",
    "tables_of",
    "work",
]
