"""``ckan sdopendata``: what an operator may need by hand beside ``./portal``."""

from __future__ import annotations

from typing import Any

import click

from .publish import reconcile as _reconcile


@click.group(short_help="The open-data portal's ledger and publication.")
def sdopendata() -> None:
    pass


@sdopendata.command()
def reconcile() -> None:
    """Work off the outbox and make the search index equal the database."""
    done = _reconcile.work_off(older_than_seconds=0)
    added, removed = _reconcile.reconcile_index()
    click.echo(f"outbox {done}, indexed {added}, ghosts removed {removed}")


def get_commands() -> list[Any]:
    return [sdopendata]
