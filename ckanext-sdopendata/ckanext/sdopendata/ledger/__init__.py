"""The ledger: what is true of sources, runs, items, reports and releases. Implements :class:`harvesters.state.Ledger`.

Functions work in ``model.Session``; those that commit say so.
"""

from __future__ import annotations

from .datapackage import datapackage
from .item_table import alerts, items, report
from .release_table import newest, portal_counts, release_of
from .run_table import run_progress, runs, start_run
from .source_table import list_sources, register_source, source, store_review

__all__ = [
    "alerts",
    "datapackage",
    "items",
    "list_sources",
    "newest",
    "portal_counts",
    "register_source",
    "release_of",
    "report",
    "run_progress",
    "runs",
    "source",
    "start_run",
    "store_review",
]
