"""The operator's page: alerts, heartbeats, runs under way, counts; what ``./portal status`` says, for a browser."""

from __future__ import annotations

from typing import Any

from ckan.common import current_user
from ckan.plugins import toolkit as tk
from flask import Response

from .. import away, ledger
from .asker import login_first, roles
from .words import language


def read() -> str | Response:
    if not current_user.is_authenticated:
        return login_first()
    if not roles().operator:
        tk.abort(403)
    health = ledger.health(language())
    counts = ledger.portal_counts()
    values: dict[str, Any] = {
        "locked": ledger.alerts(),
        "alerts": health["alerts"],
        "heartbeats": health["heartbeats"],
        "services": _services(),
        "runs": health["runs"],
        "sources": health["sources"],
        "faulty": [source for source in health["sources"] if source["last_error"]],
        "figures": [
            {"label": tk._("Datasets"), "value": counts["datasets"], "url": tk.h.url_for("dataset.search")},
            {"label": tk._("Releases"), "value": counts["releases"], "url": None},
            {"label": tk._("Waiting for review"), "value": counts["held"], "url": tk.h.url_for("sdopendata.held")},
            {"label": tk._("Returned"), "value": counts["returned"], "url": tk.h.url_for("sdopendata.returned")},
            {"label": tk._("Sources"), "value": counts["sources"], "url": tk.h.url_for("sdopendata.sources")},
        ],
    }
    return tk.render("sd/operation.html", values)


def _services() -> list[dict[str, Any]]:
    """Each service that a page needs, asked now."""
    states = away.states()
    names = {
        "postgres": tk._("Database"),
        "datastore": tk._("Database of the tables"),
        "solr": tk._("Search (Solr)"),
        "redis": tk._("Queue and sessions (Redis)"),
        "web": tk._("Web application"),
        "nginx": tk._("Entrance (nginx)"),
    }
    return [{"name": name, "label": label, "alive": states[name]} for name, label in names.items()]
