"""What RQ calls: ids in, nothing out."""

from __future__ import annotations

from . import harvest
from .ledger import run_table


def run_slice(run_id: str) -> None:
    """Work on one slice of a run, and ring for the next."""
    if harvest.run_slice(run_id):
        run_table.ring(run_id)
