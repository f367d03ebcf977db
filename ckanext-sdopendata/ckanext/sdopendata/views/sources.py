"""Sources and their runs: public are source, times and counts; items are for those who work with them."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

from .. import access, ledger
from ..ledger.source_table import ACCOUNT
from .asker import roles

RUNS_SHOWN = 50


def index() -> str:
    return tk.render("sd/sources.html", {"sources": ledger.list_sources()})


def read(name: str) -> str:
    source = ledger.source(name)
    if source is None:
        tk.abort(404)
    inner = access.may_see_inside(roles().user or None, source["owner_org"])
    if source["kind"] == ACCOUNT and not inner:
        tk.abort(404)  # a publisher's account name is nobody else's business
    return tk.render(
        "sd/source.html",
        {
            "source": source,
            "runs": ledger.runs(name, RUNS_SHOWN),
            "inner": inner,
            "items": ledger.items(roles().reach, None, name, 500) if inner else [],
        },
    )
