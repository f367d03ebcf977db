"""G-32: what lowers the worth of a dataset without being wrong: overdue, hardly any rows, one table cut into many, no
table at all. Only warned of."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.rules.standing import items_key, title_key
from harvesters.contract import Finding, GateContext, Severity
from harvesters.gate.rules.sensitive import safe

FEW_ROWS = 10
PIECES = 3
# Texts, pictures, films: to be read by people only.
_ATTACHED = frozenset({"01", "04", "05"})
_PERIOD = re.compile(
    r"(?:19|20)\d\d(?:年度?|[-/.](?:0?[1-9]|1[0-2])(?:月份?)?)?|第?[一二三四1-4]季度|(?:1[0-2]|0?[1-9])月份?|[一二三四五六七八九十]{1,2}月份?|上半年|下半年|全年"
)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A table as delivered: ``rows`` None if it could not be read, or is none."""

    title: str
    format: str
    fields: Any
    rows: int | None


def check(record: Mapping[str, Any], tables: Sequence[Delivered], context: GateContext) -> list[Finding]:
    """Findings on an accepted record and its tables."""
    return [*_overdue(record, context), *_few(tables), *_cut(record, tables, context), *_attached(tables)]


def _overdue(record: Mapping[str, Any], context: GateContext) -> Iterator[Finding]:
    """The data's last day, by the release that stands or else by the record, against the declared cycle (§3.5)."""
    cycle = codelists.update_cycles().get(str(record.get("update_cycle") or ""))
    given = context.previous.data_updated if context.previous is not None else record.get("modified")
    try:
        last = dt.date.fromisoformat(str(given or "")[:10])
    except ValueError:
        return
    if cycle is None or cycle.overdue_after_days is None:
        return
    days = (context.as_of - last).days
    if days > cycle.overdue_after_days:
        facts = {"cycle": cycle.zh, "cycle_en": cycle.en, "date": last.isoformat(), "days": days}
        yield Finding("G-32", Severity.WARN, params={"reason": "overdue", "limit": cycle.overdue_after_days, **facts})


def _few(tables: Sequence[Delivered]) -> Iterator[Finding]:
    rows = [one.rows for one in tables if one.rows is not None]
    if rows and len(rows) == len(tables) and 0 < sum(rows) < FEW_ROWS:
        yield Finding("G-32", Severity.WARN, params={"reason": "few_rows", "count": sum(rows), "limit": FEW_ROWS})


def _cut(record: Mapping[str, Any], tables: Sequence[Delivered], context: GateContext) -> Iterator[Finding]:
    """The same items in several tables of a dataset, or in several datasets of a department, that differ by area or
    time alone."""
    pieces: dict[tuple[str, str], list[str]] = {}
    for one in tables:
        key = items_key(one.fields)
        if key is not None:
            pieces.setdefault((stem(one.title), key), []).append(one.title)
    for titles in pieces.values():
        if len(titles) >= PIECES and len({title_key(title) for title in titles}) > 1:
            facts = {"count": len(titles), "titles": "、".join(safe(title, 30) for title in titles[:PIECES])}
            yield Finding("G-32", Severity.WARN, params={"reason": "cut_tables", **facts})
    title, owner = str(record.get("title") or ""), str(record.get("owner_org") or "")
    own = title_key(title)
    if context.catalogue is None or stem(own) == own:
        return
    code = record.get("identifier")
    others = [
        other
        for (organisation, key), other in context.catalogue.code_of_title.items()
        if organisation == owner and other != code and key != own and stem(key) == stem(own)
    ]
    if len(others) >= PIECES - 1:
        facts = {"count": len(others) + 1, "other": safe(sorted(others)[0], 60)}
        yield Finding("G-32", Severity.WARN, params={"reason": "cut_datasets", **facts})


def _attached(tables: Sequence[Delivered]) -> Iterator[Finding]:
    known = codelists.formats()
    classes = {known[one.format].format_class if one.format in known else "" for one in tables}
    if classes and classes <= _ATTACHED and all(one.rows is None for one in tables):
        formats = "、".join(sorted({one.format for one in tables}))
        yield Finding("G-32", Severity.WARN, params={"reason": "attached", "formats": formats})


def stem(title: str) -> str:
    """A title without its area and time."""
    plain = unicodedata.normalize("NFKC", title)
    return _PERIOD.sub("", _areas().sub("", plain)) or plain


@cache
def _areas() -> re.Pattern[str]:
    names = {one.zh for one in codelists.regions().values() if one.level != "province"}
    short = {name[:-1] for name in names if len(name) > 2 and name[-1] in "市县区"}
    return re.compile("|".join(sorted(map(re.escape, names | short), key=len, reverse=True)))
