"""Queries that name fields, as CKAN itself and its API's clients write them: ``organization:x``, ``id:a OR name:"a"``.

A small grammar, narrower than Lucene's: what it reads is written anew in a form that Solr cannot refuse, what it does
not read is free text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from .query import escaped

#: Fields of CKAN's document that a client may name. Not: who made a dataset, labels, counters, the stored JSON.
_CORE = """
    id name title title_string notes tags groups organization owner_org license_id license state dataset_type type
    entity_type author maintainer version url ckan_url private capacity res_name res_description res_format res_url
    res_type metadata_created metadata_modified text title_ngram name_ngram
"""
CORE_FIELDS = frozenset(_CORE.split())
_CORE_FAMILIES = ("extras_", "res_extras_", "vocab_")
#: Where CKAN's own analysis cannot read Chinese, ours is asked.
_TWINS = {"title": ("title_icu", "title_bi"), "text": ("body_icu", "body_bi")}
_DATES = frozenset({"metadata_created", "metadata_modified"})

_SPACE = re.compile(r"\s*")
_JOIN = re.compile(r"(AND|OR|&&|\|\|)(?=[\s(+\-!\"])")
_SIGN = re.compile(r"[+\-!]|NOT(?=[\s(])")
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9_.]*):\s*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_BARE = re.compile(r'(?:[^\s()\[\]{}"^~\\]|\\.)+')
_RANGE = re.compile(r'([\[{])\s*("[^"\\]*"|[^\s"\[\]{}()]+)\s+TO\s+("[^"\\]*"|[^\s"\[\]{}()]+)\s*([\]}])')
_SUFFIX = re.compile(r"(?:~[0-2]?)?(?:\^\d{1,4}(?:\.\d{1,4})?)?")
_SAFE = re.compile(r"[\w.]+")
_MOMENT = re.compile(
    r"(NOW|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)((?:[+-]\d{1,6}(?:YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)S?"
    r"|/(?:YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)S?)*)"
)
_FREE = re.compile(r'[+\-]?"[^"]*"|[^\s()"]+')
_DEPTH = 8


class _Unreadable(Exception):
    """Not a query by fields."""


@dataclass(slots=True)
class Fielded:
    """``clauses`` for Solr's own grammar, and the words that stood beside them."""

    clauses: list[str] = field(default_factory=list)
    free: list[str] = field(default_factory=list)


def fielded(typed: str, known: Collection[str]) -> Fielded | None:
    """The query by fields that ``typed`` is, or None if it is text. Words and fields mix only where all must hold."""
    if ":" not in typed:
        return None
    try:
        found = _Reader(typed.strip(), known).everything()
    except _Unreadable:
        return None
    return found if found.clauses else None


class _Reader:
    """Recursive descent over one string; every method leaves ``at`` behind what it read."""

    def __init__(self, text: str, known: Collection[str]) -> None:
        self.text = text
        self.known = known
        self.at = 0

    def everything(self) -> Fielded:
        found = Fielded()
        joins: set[str] = set()
        join = ""
        while self._more():
            if not (found.clauses or found.free):
                join = ""
            start = self.at
            try:
                clause = self._clause(0)
                found.clauses.append(f"{join} {clause}".strip())
            except _Unreadable:
                self.at = start
                found.free.append(self._free())
            join = self._joined()
            joins.add(join)
        if join:
            raise _Unreadable
        if found.free:
            if "OR" in joins:
                raise _Unreadable
            found.clauses = [clause.removeprefix("AND ") for clause in found.clauses]
        return found

    def _free(self) -> str:
        word = self._take(_FREE)
        if word in ("AND", "OR", "NOT", "&&", "||", "!"):
            raise _Unreadable
        return word

    def _expression(self, depth: int) -> str:
        if depth > _DEPTH:
            raise _Unreadable
        parts: list[str] = []
        join = ""
        while self._more() and self.text[self.at] != ")":
            parts.append(f"{join} {self._clause(depth)}".strip())
            join = self._joined()
        if join or not parts:
            raise _Unreadable
        return " ".join(parts)

    def _clause(self, depth: int) -> str:
        sign = self._sign()
        if self._skip("("):
            inside = self._expression(depth + 1)
            self._need(")")
            return f"{sign}({inside}){self._boost()}"
        name = self._take(_FIELD, 1)
        if name not in self.known and not name.startswith(_CORE_FAMILIES):
            raise _Unreadable
        return sign + self._value(name)

    def _value(self, name: str) -> str:
        if (match := _RANGE.match(self.text, self.at)) is not None:
            self.at = match.end()
            opening, low, high, closing = match.groups()
            return f"{name}:{opening}{self._end(name, low)} TO {self._end(name, high)}{closing}{self._boost()}"
        if self._skip("("):
            return f"{name}:({self._list(name)}){self._boost()}"
        value = self._single(name)
        twins = _TWINS.get(name)
        if twins is None or "*" in value or "?" in value:
            return f"{name}:{value}"
        return "(" + " OR ".join(f"{twin}:{value}" for twin in twins) + ")"

    def _list(self, name: str) -> str:
        parts: list[str] = []
        join = ""
        while self._more() and not self._skip(")"):
            parts.append(f"{join} {self._sign()}{self._single(name)}".strip())
            join = self._joined()
        if join or not parts or self.text[self.at - 1] != ")":
            raise _Unreadable
        return " ".join(parts)

    def _single(self, name: str) -> str:
        if (match := _QUOTED.match(self.text, self.at)) is not None:
            self.at = match.end()
            value = re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL)
            return f'"{escaped(self._checked(name, value))}"{self._boost()}'
        value = self._take(_BARE)
        if re.search(r"(?<!\\)[*?]", value):
            if name in _DATES and value != "*":
                raise _Unreadable
            return re.sub(r"\\?([^\w.*?\\])", r"\\\1", value) + self._boost()
        value = self._checked(name, re.sub(r"\\(.)", r"\1", value))
        plain = _SAFE.fullmatch(value) and value not in ("AND", "OR", "NOT", "TO")
        return (value if plain else f'"{escaped(value)}"') + self._boost()

    def _end(self, name: str, value: str) -> str:
        if value == "*":
            return value
        value = self._checked(name, value.strip('"'))
        return value if name in _DATES else f'"{escaped(value)}"'

    def _checked(self, name: str, value: str) -> str:
        """Solr answers 400 to a date that is none."""
        if not value or not value.isprintable():
            raise _Unreadable
        if name in _DATES:
            match = _MOMENT.fullmatch(value)
            if match is None:
                raise _Unreadable
            try:
                if match[1] != "NOW":
                    dt.datetime.fromisoformat(match[1][:19])
            except ValueError as error:
                raise _Unreadable from error
        return value

    def _sign(self) -> str:
        match = _SIGN.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        self._more()
        return match[0] if match[0] != "NOT" else "-"

    def _joined(self) -> str:
        self._more()
        match = _JOIN.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return {"&&": "AND", "||": "OR"}.get(match[1], match[1])

    def _boost(self) -> str:
        match = _SUFFIX.match(self.text, self.at)
        suffix = match[0] if match else ""
        self.at += len(suffix)
        return suffix

    def _take(self, pattern: re.Pattern[str], group: int = 0) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise _Unreadable
        self.at = match.end()
        return match[group]

    def _skip(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) if found else 0
        return found

    def _need(self, sign: str) -> None:
        if not self._skip(sign):
            raise _Unreadable

    def _more(self) -> bool:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at < len(self.text)
