"""The record beside what the catalogue already holds: V-14 (titles), V-16 (history), V-18 (opened above)."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.limits import shown
from harvesters.catalogue.rules.finding import finding, provider, text
from harvesters.contract import Finding, GateContext, Severity

MISSED_CYCLES = 3
_SYSTEM = re.compile(r"(系统|平台|数据库)$")
_SERIAL = re.compile(r"(?<!\d)\d{1,2}$", re.ASCII)  # 1, 02, but no year
_PAIRS = {
    "）": "（",
    ")": "(",
    "》": "《",
    "”": "“",
    "’": "‘",
    "】": "【",
    "〕": "〔",
    "]": "[",
    "」": "「",
    "〉": "〈",
    '"': '"',
}
_OPENS = frozenset(_PAIRS.values())
_UNITS = {"H": 1 / 24, "D": 1, "W": 7, "M": 30, "Y": 365}


def title_key(title: str) -> str:
    """How titles of one department are compared: NFKC, letters and digits only, without a trailing serial."""
    plain = "".join(char for char in unicodedata.normalize("NFKC", title).casefold() if char.isalnum())
    return _SERIAL.sub("", plain) or plain


def items_key(fields: object) -> str | None:
    """The item set of a table, whatever its order; None if it has no names to compare."""
    listed = fields if isinstance(fields, list | tuple) else ()
    found = {f["name"].strip() for f in listed if isinstance(f, Mapping) and isinstance(f.get("name"), str)}
    names = sorted(unicodedata.normalize("NFKC", name) for name in found if name)
    return hashlib.sha256("\n".join(names).encode("utf-8", "replace")).hexdigest() if names else None


def check(record: Mapping[str, Any], tables: Sequence[Mapping[str, Any]], context: GateContext) -> Iterator[Finding]:
    title = text(record, "title")
    if title:
        yield from _title(title)
        yield from _near_duplicate(title, record, context)
    yield from _history(record, context)
    yield from _opened_above(tables, context)


def _title(title: str) -> Iterator[Finding]:
    """V-14 by itself: not the name of a system, no stray punctuation, no gaps."""
    if _SYSTEM.search(title):
        yield finding("V-14", Severity.WARN, "title", reason="system", value=shown(title))
    stray = _stray(title)
    if stray:
        yield finding("V-14", Severity.BLOCK, "title", reason="punctuation", value=shown(title), character=shown(stray))
    if re.search(r"\s{2,}", title):
        yield finding("V-14", Severity.BLOCK, "title", reason="spaces", value=shown(title))


def _stray(title: str) -> str:
    """A punctuation mark at either end that is not half of a pair: （…） and 《…》 are names, 、 and 。 are not."""
    first, last = title[0], title[-1]
    if unicodedata.category(first)[0] == "P" and not (
        first in _OPENS and any(_PAIRS.get(c) == first for c in title[1:])
    ):
        return first
    paired = last in _PAIRS and _PAIRS[last] in title[:-1]
    if unicodedata.category(last)[0] == "P" and not paired and last not in "%‰":
        return last
    return ""


def _near_duplicate(title: str, record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """V-14: drag-filled rows …1, …2, …3 of one department (a year at the end is no serial)."""
    if context.catalogue is None:
        return
    key, code = (provider(record, context), title_key(title)), text(record, "identifier")
    other = context.catalogue.code_of_title.get(key)
    if other is not None and other != code:
        yield finding("V-14", Severity.BLOCK, "title", reason="near_duplicate", value=shown(title), other=shown(other))


def _history(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """V-16: a cycle that three periods without new data have disproved."""
    previous, cycle = context.previous, codelists.update_cycles().get(text(record, "update_cycle"))
    if previous is None or cycle is None or cycle.overdue_after_days is None:
        return
    try:
        last = dt.date.fromisoformat(previous.data_updated)
    except ValueError:
        return
    days = (context.as_of - last).days
    if days > max(MISSED_CYCLES * _days(cycle.iso8601), cycle.overdue_after_days):
        facts = {"cycle": cycle.zh, "cycle_en": cycle.en, "date": last.isoformat(), "days": days}
        yield finding("V-16", Severity.WARN, "update_cycle", count=MISSED_CYCLES, **facts)


def _days(period: str) -> float:
    """An ISO 8601 duration of one unit, in days."""
    found = re.fullmatch(r"P(?:T?)(\d+)([SHDWMY])", period)
    return int(found[1]) * _UNITS.get(found[2], 0) if found else 0


def _opened_above(tables: Sequence[Mapping[str, Any]], context: GateContext) -> Iterator[Finding]:
    """V-18: what the level above has opened need not be opened again below (DB37/T 3523.1)."""
    if context.catalogue is None:
        return
    for table in tables:
        key = items_key(table.get("fields"))
        above = context.catalogue.opened_above.get(key) if key else None
        if above is not None:
            title = shown(table.get("title") or table.get("key") or "")
            yield Finding("V-18", Severity.WARN, params={"table": title, "other": shown(above)})
