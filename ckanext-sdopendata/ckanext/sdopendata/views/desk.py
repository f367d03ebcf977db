"""The two working lists: what a department has to mend, and what waits for a reviewer."""

from __future__ import annotations

from typing import Any

from ckan.common import current_user
from ckan.plugins import toolkit as tk
from flask import Response

from harvesters.contract import Outcome, Severity

from .. import ledger
from .asker import login_first, roles
from .words import language

SHOWN = 100


def returned() -> str | Response:
    """退回原因: each returned item of the asker's departments with its findings and the reviewer's reason."""
    if not current_user.is_authenticated:
        return login_first()
    if not roles().desk:
        tk.abort(403)
    items = ledger.items(roles().reach, [Outcome.RETURNED.value], None, SHOWN)
    return tk.render("sd/returned.html", {"entries": [_entry(item) for item in items if item["report_id"]]})


def _entry(item: dict[str, Any]) -> dict[str, Any]:
    report = ledger.report(item["report_id"], language())
    if report is None:
        return {"item": item, "findings": [], "reason": None}
    to_mend = [f for f in report["body"]["findings"] if f["severity"] in (Severity.BLOCK.value, Severity.REVIEW.value)]
    reasons = [d["reason"] for d in report["decisions"] if d["action"] == "return"]
    return {"item": item, "findings": to_mend, "reason": reasons[-1] if reasons else None}


def held() -> str | Response:
    """待审核: what passed the machine and waits for a person."""
    if not current_user.is_authenticated:
        return login_first()
    if not roles().reviewer:
        tk.abort(403)
    return tk.render("sd/held.html", {"items": ledger.items(None, [Outcome.HELD.value], None, SHOWN)})
