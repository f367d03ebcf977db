"""Values beside the lists that the province keeps: departments under one name and in their time (Q17), and columns
whose dictionary names a list of the portal (``sd:codelist``, G-30)."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.codelists import Organisation
from harvesters.contract import Severity
from harvesters.gate.content.areas import PAST, TIME
from harvesters.gate.content.table import Column, Content
from harvesters.gate.rules.sensitive import safe

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_LIST = re.compile(r"[a-z_]{2,40}")
_SHOWN = 5
# Columns that say who is in charge; a list of departments may hold former ones.
_IN_CHARGE = re.compile(
    r"部门|单位|机构|主管|责任|发布|提供|受理|审批|dep(?:t|artment)|organi[sz]ation|agency", re.IGNORECASE
)


def check(table: Content, spelt: Mapping[int, Mapping[str, str]]) -> dict[int, dict[str, str]]:
    """Say it; for each column of departments its names and what is proposed for them. ``spelt``: what was proposed
    for names of places (Q16), which are none of departments then."""
    proposed = {}
    for column in table.columns:
        words = spelt.get(column.index, {})
        if column.kind == "string" and (names := _departments(table, column, {*words, *words.values()})):
            proposed[column.index] = names
    for column in table.columns:
        _members(table, column)
    return proposed


def _departments(table: Content, column: Column, places: Collection[str]) -> dict[str, str]:
    """Q17: one department under several names. Spellings of one name are brought together as a proposal; a name of
    before a renaming may be right in its row."""
    met: dict[str, list[str]] = defaultdict(list)
    ended: dict[str, Organisation] = {}
    for value in column.filled():
        if value not in places and (office := _offices().get(codelists.folded(value))) is not None:
            if office.current:
                met[office.slug].append(value)
            elif office.level != "city":  # the name of a former city is a division's (Q16)
                ended[value] = office
    timed = any(TIME.fullmatch(c.label) for c in table.columns)
    year = _year(table)
    words: dict[str, str] = {}
    for slug, several in met.items():
        office = codelists.organisations()[slug]
        formal = {office.zh, office.name_2017} & set(several)
        if len(several) < 2:
            continue
        several.sort(key=column.first.__getitem__)
        name = office.zh if len(formal) > 1 else next(iter(formal), max(several, key=len))
        other = next(value for value in several if value != name)
        cells = sum(n for value, n in column.filled().items() if value in several and value != name)
        facts: dict[str, Any] = {"names": "、".join(several[:4]), "proposal": name, "cells": cells}
        place = column, column.first[other], other
        if len(formal) > 1 and (timed or year is not None):
            table.say("Q17", Severity.WARN, *place, reason="renamed", **facts)
            continue
        table.say("Q17", Severity.REVIEW, *place, cells, **facts)
        words |= {value: name for value in several if value != name}
    _ended(table, column, ended, timed=timed, year=year)
    return words


def _ended(
    table: Content, column: Column, ended: dict[str, Organisation], *, timed: bool, year: dt.date | None
) -> None:
    """Departments that were merged into others before the time of which the table speaks."""
    day = year or table.as_of
    if (
        not ended
        or timed
        or day is None
        or not _IN_CHARGE.search(column.label)
        or any(PAST.search(w) for w in (table.about, *(c.label for c in table.columns)))
    ):
        return
    late = {value: office for value, office in ended.items() if office.valid_to <= f"{day:%Y-%m}"}
    if not late or len(late) > 0.5 * len(column.filled()):
        return
    first = min(late, key=column.first.__getitem__)
    shown = [
        f"{value}（{office.valid_to} 起撤并，现为 {codelists.successor(office).zh}）"
        for value, office in list(late.items())[:_SHOWN]
    ]
    names = "、".join(shown) + ("…" if len(late) > _SHOWN else "")
    cells = sum(column.filled()[value] for value in late)
    table.say("Q17", Severity.WARN, column, column.first[first], first, cells, reason="ended", cells=cells, names=names)


def _members(table: Content, column: Column) -> None:
    """A list of the portal that the dictionary names holds what the column may hold: its codes, or its names."""
    name = column.spec.get("sd:codelist")
    if column.kind != "string" or not isinstance(name, str) or (column.spec.get("constraints") or {}).get("enum"):
        return
    known = _known(name)
    marks = set(column.spec.get("missingValues") or ())
    strange = [value for value in column.filled() if value not in known and value not in marks] if known else []
    for value in sorted(strange, key=column.first.__getitem__):
        cells = column.filled()[value]
        facts: dict[str, Any] = {"type": "codelist", "list": safe(name, 40), "cells": cells}
        table.say("G-30", Severity.BLOCK, column, column.first[value], value, cells, **facts)


@cache
def _known(name: str) -> frozenset[str]:
    """Codes and names of a list; nothing of divisions, which have a time (Q16), and of lists that are not ours."""
    if not _LIST.fullmatch(name) or name in ("regions", "working_days"):
        return frozenset()
    try:
        listed = codelists.entries(name).values()
    except (FileNotFoundError, KeyError):
        return frozenset()
    names = {text for entry in listed for text in (entry.code, entry.zh, *entry.aliases) if text}
    return frozenset(
        names | {one.zh for one in codelists.organisations().values()} if name == "organisations" else names
    )


@cache
def _offices() -> dict[str, Organisation]:
    """By every spelling: today's departments, and those that were merged into others."""
    found: dict[str, Organisation] = {}
    for current in (True, False):
        for office in codelists.organisations().values():
            if office.current is current:
                for name in office.names:
                    found.setdefault(codelists.folded(name), office)
    return found


def _year(table: Content) -> dt.date | None:
    """The year of which the title speaks."""
    years = _YEAR.findall(table.about)
    return dt.date(int(max(years)), 1, 1) if years else None
