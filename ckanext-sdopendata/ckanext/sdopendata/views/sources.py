"""Sources and their runs: public are source, schedule, times and counts; items are for those who work with them."""

from __future__ import annotations

from typing import Any

from ckan.common import current_user
from ckan.plugins import toolkit as tk
from flask import Response

from .. import access, ledger
from .asker import check_token, login_first, roles
from .words import language

RUNS_SHOWN, FAILED_SHOWN = 50, 50
REFRESH = 3  # seconds between two looks at an open run


def index() -> str:
    """``sources``: with ``schedule_words``, ``next_run``, ``last_run``, ``last_error``; ``open_runs``: with
    ``progress``; ``heartbeats`` and ``alerts`` are the operator's, else empty."""
    health = ledger.health(language())
    operator = roles().operator
    values = {
        "sources": [_outside(source) for source in health["sources"]],
        "open_runs": health["runs"],
        "heartbeats": health["heartbeats"] if operator else {},
        "alerts": health["alerts"] if operator else [],
    }
    return tk.render("sd/sources.html", values)


def of_department(slug: str) -> list[dict[str, Any]]:
    """Where a department's data comes from and when it was last collected, as everyone may know it."""
    return [source for source in ledger.list_sources() if source["owner_org"] == slug]


def read(name: str) -> str:
    """``source``, as in the list; ``runs``; ``may_run``: show the form that starts one; ``items`` if ``inner``."""
    source, inner = _seen(name)
    known = {found["name"]: found for found in ledger.health(language())["sources"]}
    return tk.render(
        "sd/source.html",
        {
            "source": {**source, **(_outside(known[name]) if name in known else {})},
            "runs": [run if inner else {**run, "error": None} for run in ledger.runs(name, RUNS_SHOWN)],
            "inner": inner,
            "may_run": name in known and (roles().operator or source["owner_org"] in roles().orgs),
            "items": ledger.items(roles().reach, None, name, 500) if inner else [],
        },
    )


def run_page(name: str, run_id: str) -> str:
    """One run: how far it is, what became of its items in numbers. For those inside also what went wrong."""
    source, inner = _seen(name)
    found = ledger.run_of(name, run_id.replace("\0", ""))
    if found is None:
        tk.abort(404)
    values = {
        "source": source,
        "run": found if inner else {**found, "error": None},
        "inner": inner,
        "failed": ledger.items(None, ["failed"], name, FAILED_SHOWN) if inner and found["counts"].get("failed") else [],
        "open": found["finished"] is None,
        "refresh": REFRESH if found["finished"] is None else None,
    }
    return tk.render("sd/run.html", values)


def run(name: str) -> str | Response:
    """Start a run; that one is under way already is said on the page."""
    if not current_user.is_authenticated:
        return login_first()
    check_token()
    try:
        begun = tk.get_action("sdopendata_run_start")({}, {"source": name})
    except tk.NotAuthorized as refused:
        tk.abort(403, str(refused.message or ""))
    except tk.ObjectNotFound:
        tk.abort(404)
    except tk.ValidationError as wrong:
        tk.h.flash_error(" ".join(wrong.error_dict["source"]))
    else:
        tk.h.flash_success(tk._("The run has been queued; this page shows how far it is."))
        return tk.redirect_to("sdopendata.run_page", name=name, run_id=begun["run"])
    return tk.redirect_to("sdopendata.source", name=name)


def _seen(name: str) -> tuple[dict[str, Any], bool]:
    """The source, and whether the asker works with it."""
    source: dict[str, Any] | None = ledger.source(name.replace("\0", ""))
    if source is None:
        tk.abort(404)
    inner = access.may_see_inside(roles().user or None, source["owner_org"])
    if source["kind"] == ledger.ACCOUNT and not inner:
        tk.abort(404)  # a publisher's account name is nobody else's business
    return source, inner


def _outside(source: dict[str, Any]) -> dict[str, Any]:
    """What went wrong is for those who work with the source."""
    inner = access.may_see_inside(roles().user or None, source["owner_org"])
    return source if inner else {**source, "last_error": None}
