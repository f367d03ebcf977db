"""What a release must have beside right data: review, zone, level, licence, contact (G-01, G-02, G-04, G-31)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from harvesters.catalogue import codelists
from harvesters.contract import Finding, GateContext, SafetyReview, Severity

REVIEW_DAYS = 365
# The two domains of the extranet; whatever else a source is registered in (above all 电子政务内网) is not ours.
_DOMAINS = frozenset({"public_service", "administrative"})
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)", re.ASCII)


def check(record: Mapping[str, Any], dictionary: str, context: GateContext) -> list[Finding]:
    """Findings on an accepted record. Without a source G-01 and the source's part of G-02 are for the portal."""
    return [
        *_review(record, dictionary, context),
        *_zone(record, context),
        *_level(record),
        *_licence(record),
    ]


def _review(record: Mapping[str, Any], dictionary: str, context: GateContext) -> Iterator[Finding]:
    """G-01. None on record: the reviewer's approval is the review. One too old or of another open type: blocked."""
    if context.source is None:
        return
    known = [review for review in (*context.reviews, *_delivered(record)) if review.date <= context.as_of]
    if not known:
        yield Finding("G-01", Severity.REVIEW, params={"reason": "none"})
        return
    open_type = str(record.get("open_type") or "")
    covering = [review for review in known if open_type in review.open_types]
    if not covering:
        yield Finding("G-01", Severity.BLOCK, params={"reason": "open_type", **_opening(open_type)})
        return
    recent = [review for review in covering if (context.as_of - review.date).days <= REVIEW_DAYS]
    if not recent:
        latest = max(review.date for review in covering)
        yield Finding("G-01", Severity.BLOCK, params={"reason": "old", "date": latest.isoformat(), "days": REVIEW_DAYS})
        return
    if not any(_covers(review, dictionary, context) for review in recent):
        yield Finding("G-01", Severity.REVIEW, params={"reason": "dictionary"})


def _delivered(record: Mapping[str, Any]) -> Iterator[SafetyReview]:
    """A review that came with a signed manifest (an unsigned one is not in an accepted record, V-20)."""
    given = record.get("secrecy_review")
    if not isinstance(given, Mapping) or given.get("result") != "passed":
        return
    try:
        day = dt.date.fromisoformat(str(given.get("date")))
    except ValueError:
        return
    yield SafetyReview(str(given.get("reviewer") or given.get("unit") or ""), day, (str(record.get("open_type")),))


def _covers(review: SafetyReview, dictionary: str, context: GateContext) -> bool:
    """An open review covers the first dictionary delivered: the one of the current release, if there is one."""
    if review.dictionary is not None:
        return review.dictionary == dictionary
    return context.previous is None or context.previous.dictionary == dictionary


def _zone(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    source = context.source
    if source is not None and source.secret:
        yield Finding("G-02", Severity.BLOCK, params={"reason": "source"})
    if source is not None and source.network_domain not in _DOMAINS:
        yield Finding("G-02", Severity.BLOCK, params={"reason": "network", "network": source.network_domain[:40]})
    if str(record.get("secret_flag") or "0") != "0":
        yield Finding("G-02", Severity.BLOCK, params={"reason": "flag"})


def _level(record: Mapping[str, Any]) -> Iterator[Finding]:
    """G-04. The list of levels says as what each may be published; V-01 asks for a level that is missing."""
    level, open_type = str(record.get("security_level") or ""), str(record.get("open_type") or "")
    if open_type == "not_open":
        yield Finding("G-04", Severity.BLOCK, params={"reason": "not_open"})
    row = next((row for row in codelists.load("security_levels") if row["code"] == level), None)
    if row is None:
        return
    allowed = [code for code in row["publishable_as"].split("|") if code]
    if not allowed:
        params = {"reason": "level", "level": row["zh"], "level_en": row["en"]}
        yield Finding("G-04", Severity.BLOCK, params=params)
    elif open_type in codelists.entries("open_types") and open_type != "not_open" and open_type not in allowed:
        params = {"reason": "offered", "level": row["zh"], "level_en": row["en"], **_opening(open_type)}
        yield Finding("G-04", Severity.BLOCK, params=params)


def _licence(record: Mapping[str, Any]) -> Iterator[Finding]:
    """G-31. Attribution is the given text, or else the name of the department, so one of the two is there."""
    if not record.get("license_id"):
        yield Finding("G-31", Severity.BLOCK, params={"reason": "licence"})
    if not record.get("attribution") and not record.get("owner_org"):
        yield Finding("G-31", Severity.BLOCK, params={"reason": "attribution"})
    phone, mail = record.get("contact_dept_phone"), record.get("contact_dept_email")
    if not phone and not mail:
        yield Finding("G-31", Severity.BLOCK, params={"reason": "contact"})
    if isinstance(phone, str) and _MOBILE.search(phone):
        yield Finding("G-31", Severity.BLOCK, params={"reason": "mobile"})


def _opening(code: str) -> dict[str, str]:
    entry = codelists.entries("open_types").get(code)
    return {"open_type": entry.zh, "open_type_en": entry.en} if entry else {"open_type": code, "open_type_en": code}
