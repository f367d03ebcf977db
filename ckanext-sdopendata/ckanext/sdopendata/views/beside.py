"""What is wrong, beside what it is about: the field of a form, the column of a table; and in one list above them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from harvesters.catalogue.record import FIELDS
from harvesters.contract import Severity
from harvesters.messages import told

from .. import access, ledger
from .asker import roles
from .words import language

Errors = dict[str, Any]
_RULE = re.compile(r"[A-Z]+-?\d+")
_OURS = frozenset({"report", "held", "resources", "columns", "__before", "__extras"})


def of_report(report_id: str) -> Errors:
    """A stored report in the shape of the choke's answer: rule and field → sentences; and ``columns``, by their names.

    Nothing for those who may not see inside.
    """
    report = ledger.report(report_id, language())
    if report is None or not access.may_see_inside(roles().user or None, report["owner_org"]):
        return {}
    errors: Errors = {"report": [report_id], "columns": {}}
    for finding in report["body"]["findings"]:
        if finding["severity"] != Severity.BLOCK:
            continue
        said, name = told(finding, language()), (finding.get("params") or {}).get("field")
        errors.setdefault(finding["code"], []).append(said)
        if name:
            errors.setdefault(str(name), []).append(said)
        if finding["column"]:
            errors["columns"].setdefault(finding["column"], []).append(said)
    return errors


def listed(errors: Mapping[str, Any], fields: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Each sentence once, with its rule, and the field where it stands again."""
    known = {str(one["field_name"]) for one in fields}
    places: dict[str, str] = {}
    for name, said in errors.items():
        if name in known or name in FIELDS:
            places |= dict.fromkeys(_texts(said), name)
    found: dict[str, dict[str, str]] = {}
    for name, said in errors.items():
        for text in _texts(said) if name not in _OURS else ():
            place = places.get(text, "")
            entry = found.setdefault(text, {"rule": "", "field": place if place in known else "", "text": text})
            if _RULE.fullmatch(name):
                entry["rule"] = name
    return list(found.values())


def _texts(said: Any) -> list[str]:
    return [said] if isinstance(said, str) else [one for one in said if isinstance(one, str)] if said else []
