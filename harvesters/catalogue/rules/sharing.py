"""Sharing and opening: V-04 to V-09, V-17 (levels, 安全审查), V-19 (a narrower opening than before)."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.limits import shown
from harvesters.catalogue.rules.finding import finding, names, text
from harvesters.contract import Finding, GateContext, Severity

UNCONDITIONAL, CONDITIONAL, REFUSED = "1", "2", "3"  # share_types
MIN_WORDS = 5
REVIEW_DAYS = 365
# A title in 《》, or a document's number such as 国发〔2016〕51号, 省政府令第344号.
_CITES = re.compile(r"《[^《》]*\w[^《》]*》|[〔\[［(（【]\d{4}[〕\]］)）】]\s*第?\s*\d+\s*号|令\s*第?\s*\d+\s*号")
_SAYS_NOTHING = frozenset({"无", "略", "有条件", "有条件共享", "暂无", "没有", "详见附件", "按规定", "按照规定"})
_WIDTH = {"unconditional": 2, "conditional": 1, "not_open": 0}


def check(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    yield from _conditions(record)
    yield from _method(record)
    yield from _opening(record)
    yield from _levels(record, context)
    yield from _narrower(record, context)


def _conditions(record: Mapping[str, Any]) -> Iterator[Finding]:
    """V-04 and V-05: who shares under conditions says which; who refuses says by what law."""
    kind = text(record, "share_type")
    if kind == CONDITIONAL:
        for name in ("share_condition", "share_scope"):
            given = text(record, name)
            if not given.strip():
                yield finding("V-04", Severity.BLOCK, name, reason="missing")
            elif not _says_something(given):
                yield finding("V-04", Severity.BLOCK, name, reason="empty_words", value=shown(given), least=MIN_WORDS)
    if kind in (UNCONDITIONAL, CONDITIONAL) and not text(record, "share_use").strip():
        yield finding("V-04", Severity.WARN, "share_use", reason="no_use")
    if kind == REFUSED:
        basis = text(record, "no_share_basis")
        if not basis.strip():
            yield finding("V-05", Severity.BLOCK, "no_share_basis", reason="missing")
        elif not _CITES.search(basis):
            yield finding("V-05", Severity.BLOCK, "no_share_basis", reason="no_source", value=shown(basis))


def _says_something(words: str) -> bool:
    said = "".join(char for char in unicodedata.normalize("NFKC", words) if char.isalnum())
    return len(said) >= MIN_WORDS and said not in _SAYS_NOTHING and len(set(said)) > 1


def _method(record: Mapping[str, Any]) -> Iterator[Finding]:
    """V-06: how it is shared is said if and only if it is shared."""
    kind = text(record, "share_type")
    for name in ("share_method_class", "share_method_type"):
        given = bool(text(record, name))
        if kind in (UNCONDITIONAL, CONDITIONAL) and not given:
            yield finding("V-06", Severity.BLOCK, name, reason="missing", **names("share_types", kind, "kind"))
        elif kind == REFUSED and given:
            yield finding("V-06", Severity.BLOCK, name, reason="not_shared")


def _opening(record: Mapping[str, Any]) -> Iterator[Finding]:
    """V-07 to V-09. That nothing of 不予开放 is ever shown is the portal's part (D11); here stands what it must say."""
    opening = text(record, "open_type")
    if opening == "conditional" and not text(record, "open_condition").strip():
        yield finding("V-07", Severity.BLOCK, "open_condition")
    if opening == "not_open":
        if text(record, "no_open_basis").strip():
            yield finding("V-08", Severity.INFO, "open_type", reason="stays_inside")
        else:
            yield finding("V-08", Severity.BLOCK, "no_open_basis", reason="no_basis")
    if text(record, "share_type") == REFUSED and opening and opening != "not_open":
        yield finding("V-09", Severity.BLOCK, "open_type", **names("open_types", opening))


def _levels(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """V-17: a level that may be published at all; and a review, if the record itself carries one (signed)."""
    level = text(record, "security_level")
    row = next((row for row in codelists.load("security_levels") if row["code"] == level), None)
    if row is not None and not row["publishable_as"]:
        yield finding("V-17", Severity.BLOCK, "security_level", reason="level", **names("security_levels", level))
    review = record.get("secrecy_review")
    if not isinstance(review, Mapping):
        return  # the review on record of the source is G-01's
    if review.get("result") != "passed":
        yield finding("V-17", Severity.BLOCK, "secrecy_review", reason="not_passed", value=shown(review.get("result")))
        return
    try:
        day = dt.date.fromisoformat(str(review.get("date")))
    except ValueError:
        yield finding("V-17", Severity.BLOCK, "secrecy_review", reason="no_date", value=shown(review.get("date")))
        return
    if day > context.as_of:
        yield finding("V-17", Severity.BLOCK, "secrecy_review", reason="future", date=day.isoformat())
    elif (context.as_of - day).days > REVIEW_DAYS:
        yield finding("V-17", Severity.BLOCK, "secrecy_review", reason="old", date=day.isoformat(), days=REVIEW_DAYS)


def _narrower(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """V-19: a narrower 开放属性 than the published one waits for the regulator's word, with its basis."""
    if context.previous is None:
        return
    before, now = context.previous.open_type, text(record, "open_type")
    if before not in _WIDTH or now not in _WIDTH or _WIDTH[now] >= _WIDTH[before]:
        return
    basis = text(record, "no_open_basis") or text(record, "open_basis")
    facts = {**names("open_types", before, "before"), **names("open_types", now, "now"), "basis": shown(basis, 80)}
    reason = "downgrade" if basis.strip() else "downgrade_no_basis"
    yield finding("V-19", Severity.REVIEW, "open_type", reason=reason, **facts)
