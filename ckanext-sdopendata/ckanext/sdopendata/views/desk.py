"""The two working lists: what a department has to mend, and what waits for a word."""

from __future__ import annotations

from typing import Any

from ckan.common import current_user
from ckan.plugins import toolkit as tk
from flask import Response

from harvesters.contract import Outcome, Severity
from harvesters.gate.report import report_from_json, report_json

from .. import ledger
from . import findings
from .asker import login_first, roles
from .words import language

A_PAGE = 20
ORDERS = ("newest", "oldest", "title")


def returned() -> str | Response:
    """Each returned item of the asker's departments: which rules, how often, the reviewer's reason."""
    return _list(Outcome.RETURNED, "sd/returned.html")


def held() -> str | Response:
    """What passed the machine and waits for a person. The department sees that it waits, reviewers decide."""
    return _list(Outcome.HELD, "sd/held.html")


def _list(outcome: Outcome, template: str) -> str | Response:
    if not current_user.is_authenticated:
        return login_first()
    if not roles().desk:
        tk.abort(403)
    source, order = tk.request.args.get("source") or None, tk.request.args.get("sort", ORDERS[0])
    page = max(tk.h.get_page_number(tk.request.args), 1)
    order = order if order in ORDERS else ORDERS[0]
    found = ledger.work(roles().reach, outcome, source, order, (page - 1) * A_PAGE, A_PAGE)
    values = {
        "entries": [_entry(item) for item in found["items"]],
        "sources": found["sources"],
        "total": found["total"],
        "source": source,
        "order": order,
        "pages": _pages(page, -(-found["total"] // A_PAGE), {"source": source, "sort": order}),
    }
    return tk.render(template, values)


def _pages(current: int, last: int, more: dict[str, Any]) -> list[dict[str, Any]]:
    """Links to the other pages of a list; none if there is only one."""
    near = [n for n in range(1, last + 1) if n in (1, last) or abs(n - current) <= 2]
    asked = {key: value for key, value in more.items() if value}
    address = {n: tk.h.url_for(tk.request.endpoint, **asked, page=n) for n in near}
    return [{"number": n, "url": address[n], "current": n == current} for n in near] if last > 1 else []


def _entry(item: dict[str, Any]) -> dict[str, Any]:
    """An item with its findings by rule, in numbers."""
    body = report_json(report_from_json(item["body"]), language())
    grouped = findings.by_rule(body)
    must = (Severity.BLOCK, Severity.REVIEW)
    return {
        **item,
        "groups": [group for group in grouped if group["severity"] in must],
        "places": sum(group["total"] for group in grouped if group["severity"] in must),
        "advice": sum(group["total"] for group in grouped if group["severity"] not in must),
        "first": next((group["findings"][0] for group in grouped if group["severity"] in must), None),
        "waiting": findings.waiting(body),
        "proposals": findings.proposals(body)[:2],
    }
