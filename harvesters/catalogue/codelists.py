"""Typed, cached access to the code lists (domain §3), frozen here as CSV; their origins: ``codelists/SOURCES.md``.

Some lists carry validity: ``valid_from`` is the first month in force, ``valid_to`` the first after it (``YYYY-MM``).
"""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

PROVINCE = "370000"
EU_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
EU_ACCESS_RIGHT = "http://publications.europa.eu/resource/authority/access-right/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of any list: its code, its names, and other spellings that mean the same."""

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """开放类别 §3.1: the seven of the first wave in order, then ``other``. ``domains`` only propose a category."""

    code: str
    no: int
    zh: str
    en: str
    icon: str
    eu_theme: str
    domains: tuple[str, ...]
    first_wave: bool


@dataclass(frozen=True, slots=True)
class Region:
    """A division of GB/T 2260 (§3.2, §3.3), today's or a former one. ``level``: province · city · county."""

    code: str
    zh: str
    en: str
    level: str
    parent: str
    valid_from: str
    valid_to: str
    successor: str
    slug: str = ""
    plate: str = ""
    note: str = ""

    @property
    def current(self) -> bool:
        return not self.valid_to

    def valid_on(self, day: dt.date) -> bool:
        """Whether the code was in force in the month of ``day``."""
        month = f"{day:%Y-%m}"
        return self.valid_from <= month and (not self.valid_to or month < self.valid_to)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A department (§3.4) under today's name; ``name_2017`` is the form of the plan and its registered list where it
    differs. One that was merged into another has ended: its names and its codes are its successor's."""

    slug: str
    zh: str
    en: str
    name_2017: str
    aliases: tuple[str, ...]
    org_type: str
    level: str
    region_code: str
    parent: str
    uscc: str | None
    catalog_prefix: str
    valid_from: str
    valid_to: str
    succeeded_by: str

    @property
    def current(self) -> bool:
        return not self.valid_to

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in (self.zh, self.name_2017, *self.aliases) if name)


@dataclass(frozen=True, slots=True)
class UpdateCycle:
    """更新周期 §3.5. ``overdue_after_days`` = period + grace; None is never overdue."""

    code: str
    zh: str
    en: str
    eu: str
    iso8601: str
    overdue_after_days: int | None


@dataclass(frozen=True, slots=True)
class Format:
    """信息资源格式 §3.5: a format type and the class that it belongs to."""

    code: str
    format_class: str
    machine_readable: bool
    media_type: str


@dataclass(frozen=True, slots=True)
class Licence:
    """开放许可: what ``license_id`` may be."""

    code: str
    zh: str
    en: str
    url: str


@cache
def load(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of ``codelists/<name>.csv`` as they stand."""
    text = files("harvesters.catalogue").joinpath("codelists", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(MappingProxyType(row) for row in csv.DictReader(text.splitlines()))


def folded(text: str) -> str:
    """How spellings are compared: NFKC, without white space, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


@cache
def entries(name: str) -> Mapping[str, Entry]:
    """Code → entry, in the list's order. ``regions`` is province, cities and counties together."""
    if name == "regions":
        return MappingProxyType({r.code: Entry(r.code, r.zh, r.en) for r in regions().values()})
    if name == "organisations":
        return MappingProxyType({o.slug: Entry(o.slug, o.zh, o.en, aliases_of(o)) for o in offices().values()})
    rows = load(name)
    return MappingProxyType(
        {r["code"]: Entry(r["code"], r.get("zh", ""), r.get("en", ""), _bar(r, "aliases")) for r in rows}
    )


@cache
def _spellings(name: str) -> Mapping[str, str]:
    """Folded spelling → code. A spelling that two entries share (市中区) names neither."""
    by_name: dict[str, set[str]] = {}
    for entry in entries(name).values():
        for spelling in (entry.zh, entry.en, *entry.aliases):
            if spelling:
                by_name.setdefault(folded(spelling), set()).add(entry.code)
    found = {spelling: next(iter(codes)) for spelling, codes in by_name.items() if len(codes) == 1}
    return MappingProxyType(found | {folded(code): code for code in entries(name)})


def find(name: str, value: str) -> str | None:
    """The code that ``value`` (a code, a name or an alias) means in the list, or None: never a default."""
    return _spellings(name).get(folded(value))


@cache
def categories() -> Mapping[str, Category]:
    """开放类别 in the order of the plan."""
    found = [
        Category(
            code=r["code"],
            no=int(r["no"]),
            zh=r["zh"],
            en=r["en"],
            icon=r["icon"],
            eu_theme=r["eu_theme"],
            domains=_bar(r, "default_domains"),
            first_wave=r["first_wave"] == "1",
        )
        for r in load("categories")
    ]
    return MappingProxyType({c.code: c for c in found})


def categories_for(domains: tuple[str, ...]) -> tuple[str, ...]:
    """The categories that the data domains suggest; the department decides."""
    return tuple(c.code for c in categories().values() if set(c.domains) & set(domains))


@cache
def regions() -> Mapping[str, Region]:
    """Every division ever listed here by code, former ones included."""
    return MappingProxyType({r.code: r for r in sorted(_regions(), key=lambda r: r.code)})


def _regions() -> Iterator[Region]:
    yield Region(PROVINCE, "山东省", "Shandong", "province", "", "", "", "")
    for r in load("cities"):
        yield Region(
            code=r["code"],
            zh=r["zh"],
            en=r["en"],
            level="city",
            parent=PROVINCE,
            valid_from=r["valid_from"],
            valid_to=r["valid_to"],
            successor=r["successor"],
            slug=r["slug"],
            plate=r["plate"],
            note=r["note"],
        )
    for r in load("counties"):
        validity = (r["valid_from"], r["valid_to"], r["successor"])
        yield Region(r["code"], r["zh"], "", "county", r["parent"], *validity, note=r["note"])


def region(code: str) -> Region | None:
    return regions().get(code)


@cache
def organisations() -> Mapping[str, Organisation]:
    """Departments by slug, in the order of the list, ended ones included."""
    found = [
        Organisation(
            slug=r["slug"],
            zh=r["zh"],
            en=r["en"],
            name_2017=r["name_2017"],
            aliases=_bar(r, "aliases"),
            org_type=r["org_type"],
            level=r["level"],
            region_code=r["region_code"],
            parent=r["parent"],
            uscc=r["uscc"] or None,
            catalog_prefix=r["catalog_prefix"],
            valid_from=r["valid_from"],
            valid_to=r["valid_to"],
            succeeded_by=r["succeeded_by"],
        )
        for r in load("organisations")
    ]
    return MappingProxyType({o.slug: o for o in found})


@cache
def offices() -> Mapping[str, Organisation]:
    """The departments that there are today."""
    return MappingProxyType({o.slug: o for o in organisations().values() if o.current})


def successor(office: Organisation) -> Organisation:
    """Who took over what an ended department had; a current one itself."""
    while not office.current and office.succeeded_by:
        office = organisations()[office.succeeded_by]
    return office


@cache
def aliases_of(office: Organisation) -> tuple[str, ...]:
    """Other spellings of a current department, and every name and slug of those that were merged into it."""
    ended = [o for o in organisations().values() if not o.current and successor(o) is office]
    found = [*office.names[1:], *(name for o in ended for name in (*o.names, o.slug))]
    return tuple(dict.fromkeys(found))


def holder_of_class(part: str) -> Organisation | None:
    """Whose class of the national tree it is: the longest ``catalog_prefix``, never a slice (§2.4)."""
    fitting = [o for o in organisations().values() if o.catalog_prefix and part.startswith(o.catalog_prefix)]
    return max(fitting, key=lambda o: len(o.catalog_prefix), default=None)


def may_use_codes_of(slug: str, holder: Organisation) -> bool:
    """Whether a department publishes under that class: its own, its predecessor's, or that of the body above it.

    A bureau that only the portal knows may be one of a city's; whether it is, this list cannot say.
    """
    holder = successor(holder)
    mine = organisations().get(slug)
    if mine is None:
        return slug == holder.slug or holder.level == "city"
    while mine is not None:
        if successor(mine).slug == holder.slug:
            return True
        mine = organisations().get(mine.parent)
    return False


@cache
def update_cycles() -> Mapping[str, UpdateCycle]:
    """Update cycles by code, the shortest first."""
    found = [
        UpdateCycle(
            code=r["code"],
            zh=r["zh"],
            en=r["en"],
            eu=EU_FREQUENCY + r["eu"],
            iso8601=r["iso8601"],
            overdue_after_days=int(r["overdue_after_days"]) if r["overdue_after_days"] else None,
        )
        for r in load("update_cycles")
    ]
    return MappingProxyType({c.code: c for c in found})


@cache
def formats() -> Mapping[str, Format]:
    """Format types by (lower-case) name."""
    rows = load("formats")
    found = [Format(r["code"], r["format_class"], r["machine_readable"] == "1", r["media_type"]) for r in rows]
    return MappingProxyType({f.code: f for f in found})


@cache
def licences() -> Mapping[str, Licence]:
    return MappingProxyType({r["code"]: Licence(r["code"], r["zh"], r["en"], r["url"]) for r in load("licences")})


def catalog_class(code: str) -> Entry | None:
    """The longest known class that ``code`` begins with: 细目 has no fixed width, so never slice (§2.4)."""
    known = entries("catalog_classes")
    return next((known[code[:n]] for n in range(len(code), 0, -1) if code[:n] in known), None)


def _bar(row: Mapping[str, str], key: str) -> tuple[str, ...]:
    return tuple(part for part in row.get(key, "").split("|") if part)
