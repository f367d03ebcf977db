"""JSON in the shapes that departments hand over, read piece by piece, every number as it is written.

- a list of objects, alone or inside an interface's answer (``{"code": 200, "data": {"list": [{…}]}}``);
- an object of objects, whose keys become a column of their own;
- JSON Lines; a list of lists whose first is the header;
- the provincial portal's own file: the columns' names on the first line, the records on the second;
- GeoJSON (:mod:`.geometry`).

A row is the number of a record, from 1; in JSON Lines the number of its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO

from harvesters.gate.reading import geometry
from harvesters.gate.reading.csv import LayoutFault, Record, open_text
from harvesters.gate.reading.encoding import Encoding
from harvesters.gate.reading.spool import Spool

_PIECE = 1 << 16
_HOLD = 4 << 20
MAX_VALUE = 32 << 20
MAX_DEPTH = 4
MAX_ASIDE = 10_000
_LONG = re.compile(r"\d[\d -]{13,}[\dXx]")  # an identifier without such can be no number of a person
_KEY = "\0key"
_BLANK = " \t\r\n"


class Number(str):
    """A number as it is written: no float in between."""

    __slots__ = ()


class Table:
    """What a JSON file holds: its records, and beside them what no cell holds. ``lines``: each value is a record."""

    def __init__(self, path: Path, encoding: Encoding, *, lines: bool = False) -> None:
        self._identifiers: list[str] = []
        self.aside: list[tuple[str, Any]] = []
        self.features = geometry.Features()
        self._spool, self._keyed = Spool(), Spool()
        self._where: str | None = None  # the member whose list is the table
        self._header: list[str] | None = None
        self._names: dict[str, str] = {}  # as the file says: short name → name as people read it
        self._serial = True
        self._nested: LayoutFault | None = None
        with open_text(path, encoding) as stream:
            self._read(_Text(stream), lines)
        self.features.close()
        if self._identifiers:
            self.aside.append(("要素的 id", self._identifiers))

    def records(self, declared: Sequence[str]) -> Iterator[Record]:
        """Header and records; ``declared``: the dictionary's labels, which decide how added columns are called."""
        if self._where is not None:
            labels = geometry.labels(self._spool.places, declared, plane=self.features.plane)
            if self._names and not set(declared) & set(self._spool.places) - set(self._names.values()):
                labels |= self._names
            return self._spool.records(labels)
        free = [name for name in declared if name not in self._keyed.places]
        if self._serial and not free:
            return self._keyed.records({}, skip=_KEY)
        return self._keyed.records({_KEY: free[0] if len(free) == 1 else "键"})

    def _read(self, text: _Text, lines: bool) -> None:
        first = text.peek()
        line = text.first_line() if first == "{" else None
        if lines or (line is not None and not _names_columns(line)):
            self._lines(text)
        elif line is not None:
            self._naming(text.value())
            self._second_line(text)
        elif first == "[":
            self._list(text, "")
            if text.peek() and {"name_cn", "name_en"} <= set(self._spool.places):
                rows = [dict(zip(self._spool.places, one.cells, strict=True)) for one in self._spool.records({})]
                self._naming(rows[1:])
                self._second_line(text)
        elif first == "{":
            self._whole(text)
        else:
            raise LayoutFault("G-40", "json_broken", line=text.line, char=text.char)
        if text.peek():
            raise LayoutFault("G-40", "json_more", line=text.line)

    def _whole(self, text: _Text) -> None:
        """One object that holds all: a list of records somewhere in it, or records under their keys."""
        self._members(text, "", 1)
        if self._where is None and [found for _, value in self.aside for found in _lists_in(value)] == [[]]:
            raise LayoutFault("Q26", "no_records")  # the one list of an answer is empty
        if self._where is None and self._nested:
            raise self._nested
        if self._where is None and (self.aside or not self._keyed.count):
            raise LayoutFault("G-40", "json_shape")
        if self._where is not None and self._keyed.count:
            self.aside += [("", one.cells) for one in self._keyed.records({})]

    def _lines(self, text: _Text) -> None:
        self._where = ""
        while text.peek():
            line = text.line
            self._record(text.value(), line)

    def _list(self, text: _Text, where: str) -> None:
        if self._where is not None:
            names = "、".join(f"“{name[:31]}”" for name in (self._where, where))
            raise LayoutFault("G-40", "json_lists", lists=names)
        self._where = where
        for row, value in enumerate(text.items(), start=1):
            self._record(value, row)

    def _record(self, value: Any, row: int) -> None:
        if isinstance(value, list):
            self._line(value, row)
        elif not isinstance(value, Mapping):
            raise LayoutFault("G-40", "json_record", row)
        elif value.get("type") == "Feature" and "geometry" in value:
            cells = self.features.cells(value, row)
            if _LONG.search(identifier := str(value.get("id") or "")):  # no column, but looked at
                self._identifiers.append(identifier)
            self._spool.add(row, {**_cells(value.get("properties") or {}, row), **cells})
        else:
            self._spool.add(row, _cells(value, row))

    def _line(self, value: list[Any], row: int) -> None:
        """A list of lists: the first says what the columns are called."""
        if self._header is None:
            if self._spool.count or not all(type(name) is str for name in value) or len(set(value)) < len(value):
                raise LayoutFault("G-40", "json_record", row)
            self._header = value
            self._spool.places.update({name: n for n, name in enumerate(value)})
        elif len(value) > len(self._header):
            raise LayoutFault("G-40", "json_record", row)
        else:
            self._spool.add(row, _cells(dict(zip(self._header, value, strict=False)), row))

    def _members(self, text: _Text, where: str, depth: int) -> dict[str, Any]:
        """An object's members; the list of records among them is read where it stands."""
        plain: dict[str, Any] = {}
        for name in text.members():
            place = f"{where}.{name}" if where else name
            kind = text.peek()
            if kind == "[" and text.ahead() == "{":
                self._list(text, place)
            elif kind == "{" and depth < MAX_DEPTH and self._where is None:
                inner = self._members(text, place, depth + 1)
                if depth == 1 and inner and self._where is None:
                    self._entry(name, inner)
                else:
                    plain[name] = inner
            else:
                plain[name] = text.value()
            if name == "crs" and name in plain:
                self.features.named(plain[name])
            if depth == 1 and name in plain:
                self._beside(name, plain[name])
        return plain

    def _entry(self, key: str, value: dict[str, Any]) -> None:
        """One record of an object of objects."""
        if key == "crs" and self.features.named(value):
            return
        row = self._keyed.count + 1
        try:
            cells = _cells(value, row)
        except LayoutFault as fault:
            self._nested = self._nested or fault
            self._beside(key, value)
            return
        self._serial = self._serial and key in (str(row), str(row - 1))
        self._keyed.add(row, {_KEY: key, **cells})

    def _beside(self, name: str, value: Any) -> None:
        if len(self.aside) >= MAX_ASIDE:
            raise LayoutFault("G-40", "json_shape")
        self.aside.append((name, value))

    def _second_line(self, text: _Text) -> None:
        """The provincial portal's file: what was read so far says what the columns are called."""
        self._spool, self._keyed, self._where = Spool(), Spool(), None
        if text.peek() == "[":
            self._list(text, "")
        elif text.peek() == "{":
            self._whole(text)

    def _naming(self, value: Any) -> None:
        listed = value if isinstance(value, list) else next(v for v in value.values() if isinstance(v, list))
        for entry in listed:
            short, name = str(entry.get("name_en") or ""), str(entry.get("name_cn") or "").strip()
            if short and name and name not in self._names.values():
                self._names[short] = name


def _lists_in(value: Any, depth: int = 0) -> Iterator[list[Any]]:
    if isinstance(value, list):
        yield value
    elif isinstance(value, Mapping) and depth < MAX_DEPTH:
        for inner in value.values():
            yield from _lists_in(inner, depth + 1)


def _names_columns(value: Any) -> bool:
    """The first line of the provincial portal's file: an object whose list says ``name_cn`` and ``name_en``."""
    inner = value.values() if isinstance(value, Mapping) else ()
    return any(isinstance(v, list) and v and isinstance(v[0], Mapping) and "name_cn" in v[0] for v in inner)


def _cells(value: Mapping[str, Any], row: int) -> dict[str, str]:
    """A record's values as text."""
    if not isinstance(value, Mapping):
        raise LayoutFault("G-40", "json_record", row)
    cells: dict[str, str] = {}
    for name, one in value.items():
        if isinstance(one, str):
            cells[name] = one
        elif one is None:
            cells[name] = ""
        elif isinstance(one, bool):
            cells[name] = "true" if one else "false"
        else:
            raise LayoutFault("G-40", "nested", row, column=name[:60])
    return cells


class _Text:
    """A stream of JSON values. A value is decoded when it is whole; what was read before it is let go."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._text, self._at, self._end = "", 0, False
        self._counted, self._lines = 0, 1
        self._decode = json.JSONDecoder(
            parse_float=Number,
            parse_int=Number,
            parse_constant=self._constant,
            object_pairs_hook=self._unique,
            strict=False,
        ).raw_decode

    @property
    def line(self) -> int:
        self._lines += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._lines

    @property
    def char(self) -> int:
        return self._at - self._text.rfind("\n", 0, self._at)

    def first_line(self) -> Any:
        """The value on the first line if it is whole and more follows it; it is not taken."""
        while "\n" not in self._text and len(self._text) < _HOLD:
            if not self._more():
                return None
        end = self._text.find("\n")
        if end < 0:
            return None
        try:
            value, at = self._decode(self._text[:end], self._at)
        except (json.JSONDecodeError, RecursionError):
            return None
        return value if not self._text[at:end].strip() and self._text[end : end + _PIECE].strip() else None

    def peek(self) -> str:
        """The next character that is no blank; "" at the end."""
        while True:
            text, at = self._text, self._at
            while at < len(text) and text[at] in _BLANK:
                at += 1
            self._at = at
            if at < len(text):
                return text[at]
            if not self._more():
                return ""

    def ahead(self) -> str:
        """The character after the next."""
        self.peek()
        at = self._at + 1
        while True:
            while at < len(self._text) and self._text[at] in _BLANK:
                at += 1
            if at < len(self._text):
                return self._text[at]
            if len(self._text) - self._at > MAX_VALUE:
                return ""
            at -= self._at
            if not self._more():
                return ""
            at += self._at

    def take(self, wanted: str) -> None:
        if self.peek() != wanted:
            raise self._broken()
        self._at += 1

    def items(self) -> Iterator[Any]:
        """The values of a list, one after the other."""
        self.take("[")
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            yield self.value()
            if self.peek() == "]":
                self._at += 1
                return
            self.take(",")

    def members(self) -> Iterator[str]:
        """The names of an object's members; the caller takes each value."""
        self.take("{")
        seen: set[str] = set()
        if self.peek() == "}":
            self._at += 1
            return
        while True:
            if self.peek() != '"':
                raise self._broken()
            name = self.value()
            if name in seen:
                raise LayoutFault("G-40", "json_twice", line=self.line, name=name[:60])
            seen.add(name)
            self.take(":")
            yield name
            if self.peek() == "}":
                self._at += 1
                return
            self.take(",")

    def value(self) -> Any:
        """The next value, whole."""
        self.peek()
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except json.JSONDecodeError as e:
                cut = e.pos > len(self._text) - 16 or e.msg.startswith("Unterminated string")
                if not cut or not self._more():
                    self._at = min(e.pos, len(self._text))
                    raise self._broken() from e
                continue
            except RecursionError as e:
                raise LayoutFault("G-40", "json_deep", line=self.line) from e
            if end == len(self._text) and self._text[end - 1] not in '"]}' and self._more():
                continue  # a number may go on
            self._at = end
            return value

    def _more(self) -> bool:
        """Read on: as much again as is waiting."""
        waiting = len(self._text) - self._at
        if waiting > MAX_VALUE:
            raise LayoutFault("G-40", "json_value", line=self.line, limit=MAX_VALUE >> 20)
        piece = "" if self._end else self._stream.read(max(_PIECE, waiting))
        if not piece:
            self._end = True
            return False
        if self._at > _PIECE:
            self._lines = self.line
            self._text, self._at, self._counted = self._text[self._at :], 0, 0
        self._text += piece
        return True

    def _broken(self) -> LayoutFault:
        return LayoutFault("G-40", "json_broken", line=self.line, char=self.char)

    def _constant(self, name: str) -> NoReturn:
        raise LayoutFault("G-40", "json_constant", line=self.line, name=name)

    def _unique(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """JSON lets a key stand twice and readers then differ in which one counts: refuse."""
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise LayoutFault("G-40", "json_twice", line=self.line, name=twice[:60])
        return found
