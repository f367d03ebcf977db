"""Which values of a column Frictionless surely accepts: by rules narrower than its own (``validation.md`` §4).

A certificate may only say "clean" where Frictionless says nothing; what it does not know is a suspect, which costs a
suspect's reading and no more. Where a column has no narrow rule, Frictionless's own reader is asked once per distinct
value.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from typing import Any

import polars as pl

_REMEMBER = 200_000
_YEAR = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_MONTH_DAY = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
# What of each type's default format is certainly one of its values, and each of these values is written in one way.
_SHAPES: Mapping[str, str] = {
    "integer": "[+-]?[0-9]{1,15}",
    "number": r"[+-]?[0-9]{1,8}(?:\.[0-9]{1,7})?",
    "date": f"{_YEAR}-{_MONTH_DAY}",
    "datetime": f"{_YEAR}-{_MONTH_DAY}T{_TIME}",
    "time": _TIME,
    "year": "[0-9]{4}",
    "yearmonth": "[0-9]{4}-(?:0[1-9]|1[0-2])",
}
_DIGITS = 15
_ZEROS = ["0", *(f"0.{'0' * places}" for places in range(1, 9))]
_NUMERIC: Mapping[str, pl.DataType] = {"integer": pl.Int64(), "number": pl.Float64()}
_LIMITS: Mapping[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "minimum": lambda value, limit: value >= limit,
    "maximum": lambda value, limit: value <= limit,
}
_STRICT: Mapping[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "minimum": lambda value, limit: value > limit,
    "maximum": lambda value, limit: value < limit,
}
_TOKEN = re.compile(
    r"(?P<class>\[\^?(?:\\[\\\]\[\^.$*+?(){}|/-]|\\[dws]|\\u[0-9a-fA-F]{4}|[^\\\[\]&~-]|(?<!\[)(?<!\[\^)-(?=[^\]-]))+-?\])"
    r"|(?P<open>\((?:\?:)?)|(?P<plain>[)|^$.])|(?P<repeat>(?:[*+?]|\{[0-9]{1,3}(?:,[0-9]{0,3})?\})(?![*+?{]))"
    r"|(?P<kind>\\[dws])|(?P<escape>\\(?:u[0-9a-fA-F]{4}|[^0-9a-zA-Z\s]))|(?P<literal>[^\\\[\](){}*+?|^$.])",
)
_KINDS = {r"\d": "0-9", r"\w": "0-9A-Za-z_", r"\s": r" \t\n\r\f\v"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field as Frictionless understood it. ``limits``: constraints as it reads them; ``read``: its cell reader."""

    name: str
    kind: str
    plain: bool  # the type's default format and notation
    missing: tuple[str, ...]
    limits: Mapping[str, Any]
    read: Callable[[Any], tuple[Any, Any]]
    words: tuple[str, ...] = ()  # of a boolean
    lookup: frozenset[str] | None = None  # the values that foreign keys of this one text column allow


@dataclass(slots=True)
class Column:
    """The certifier of one column of a frame."""

    spec: Field
    name: str
    narrow: pl.Expr | None
    known: dict[str, bool] = field(default_factory=dict)

    @property
    def number(self) -> pl.Expr | None:
        """The cell as a number, under the name where :attr:`narrow` looks for it."""
        if self.narrow is None or self.spec.kind not in _NUMERIC:
            return None
        return pl.col(self.name).cast(_NUMERIC[self.spec.kind], strict=False).alias(_cast(self.name))

    @property
    def missing(self) -> pl.Expr:
        """Whether the cell is "no value"."""
        column = pl.col(self.name)
        marks = self.spec.missing
        if not marks:
            return pl.lit(False)
        return column == marks[0] if len(marks) == 1 else column.is_in(list(marks))

    def clean(self) -> pl.Expr | None:
        """Whether Frictionless says nothing of the cell, as far as :attr:`narrow` knows; None: it never does."""
        required = bool(self.spec.limits.get("required"))
        if self.narrow is None:
            return None
        if self.narrow is _ALL:
            return ~self.missing if required else None
        return self.narrow & ~self.missing if required else self.narrow | self.missing

    def referred(self, frame: pl.DataFrame) -> pl.Series | None:
        """Whether foreign keys allow the cell; None: there are none. (Many more values may be allowed than a block
        holds: they are looked up one by one.)"""
        allowed, missing = self.spec.lookup, self.spec.missing
        if allowed is None:
            return None
        return pl.Series([value in allowed or value in missing for value in frame[self.name]], dtype=pl.Boolean)

    def asked(self, frame: pl.DataFrame) -> pl.Series:
        """The same by Frictionless's own reader, of each distinct value once. (Never as a part of an expression: a
        thread of Polars that waits for Python, and one of Python for Polars, would wait for ever.)"""
        values = frame[self.name]
        bad = [value for value in values.unique().to_list() if not self._accepts(value)]
        return ~values.is_in(bad) if bad else pl.Series([True]).new_from_index(0, len(values))

    def _accepts(self, value: str) -> bool:
        found = self.known.get(value)
        if found is None:
            try:
                found = self.spec.read(value)[1] is None
            except Exception:
                found = False  # whatever Frictionless raises, it shall raise itself
            if len(self.known) >= _REMEMBER:
                self.known.clear()
            self.known[value] = found
        return found

    def key(self) -> pl.Expr | None:
        """The value in a form in which equal values are equal; null where there is none, or :meth:`key_of` must be
        asked. None: there is no such form."""
        column, kind = pl.col(self.name), self.spec.kind
        if not self.spec.plain or kind not in _FORMS:
            return None
        if kind == "string":
            return pl.when(~self.missing).then(column)
        shaped = ~self.missing & column.str.contains(f"^{_SHAPES[kind]}$")
        if kind in _NUMERIC:
            column = column.cast(_NUMERIC[kind], strict=False)
            column = column + 0.0 if kind == "number" else column  # -0 is 0
        return pl.when(shaped).then(column)

    def key_of(self, cell: str | None) -> Any:
        """The same form for a cell that was not certified; None where it equals no certified value, or is none."""
        try:
            value = self.spec.read(cell)[0]
            return None if value is None else _FORMS[self.spec.kind](value)
        except Exception:
            return None


def column(one: Field, name: str) -> Column:
    """The certifier of a field."""
    return Column(one, name, _narrow(one, pl.col(name)))


_ALL = pl.lit(True)


def _narrow(one: Field, cell: pl.Expr) -> pl.Expr | None:
    """The narrow rule for cells that are not missing; None: there is none."""
    if not one.plain:
        return None
    limits = {name: limit for name, limit in one.limits.items() if name not in ("required", "unique")}
    rules: list[pl.Expr | None] = []
    if one.kind == "string":
        rules += [_text(name, limit, cell) for name, limit in limits.items()]
    elif one.kind == "boolean" and not limits:
        rules.append(cell.is_in(list(one.words)))
    elif one.kind in _NUMERIC:
        rules.append(_number(one.kind, limits, cell, pl.col(_cast(cell.meta.output_name()))))
    elif one.kind in _SHAPES:
        rules.append(cell.str.contains(f"^{_SHAPES[one.kind]}$"))
        rules += [_bound(one.kind, name, limit, cell) for name, limit in limits.items()]
    else:
        return None
    known = [rule for rule in rules if rule is not None]
    if len(known) != len(rules):
        return None
    return reduce(lambda a, b: a & b, known) if known else _ALL


def _text(name: str, limit: Any, cell: pl.Expr) -> pl.Expr | None:
    if name in ("minLength", "maxLength") and isinstance(limit, int):
        size = cell.str.len_chars()
        return size >= limit if name == "minLength" else size <= limit
    if name == "enum" and isinstance(limit, Sequence) and all(isinstance(value, str) for value in limit):
        return cell.is_in(list(limit))
    if name == "pattern" and (narrow := narrowed(str(limit))) is not None:
        return cell.str.contains(narrow)
    return None


def _bound(kind: str, name: str, limit: Any, cell: pl.Expr) -> pl.Expr | None:
    """A limit of what is compared as it is written."""
    compare = _LIMITS.get(name)
    if compare is None:
        return None
    if kind == "date" and type(limit) is dt.date:
        return compare(cell, limit.isoformat())
    if kind == "year" and isinstance(limit, int) and 0 <= limit <= 9999:
        return compare(cell, f"{limit:04d}")
    return None


def _cast(name: str) -> str:
    return f"{name}#"


def _number(kind: str, limits: Mapping[str, Any], cell: pl.Expr, value: pl.Expr) -> pl.Expr | None:
    """A number within its limits; ``value``: the cell as one.

    Polars takes ``1``, ``-.5``, ``1e5``, as Frictionless does, and nothing else (a test tries all short texts) but
    words such as ``inf``. A float keeps 15 digits and the order of all; that two are equal it says for sure of short
    texts only.
    """
    short = cell.str.len_bytes() <= _DIGITS
    rules = [value.is_not_null(), short] if kind == "integer" else [value.is_finite()]
    for name, limit in limits.items():
        if name not in _STRICT or not isinstance(limit, int | Decimal) or not Decimal(limit).is_finite():
            return None
        if kind == "integer":
            if limit != int(limit) or abs(int(limit)) >= 1 << 62:
                return None
            rules.append(_LIMITS[name](value, int(limit)))
            continue
        near = float(limit)
        digits = len(Decimal(limit).normalize().as_tuple().digits)
        within = _STRICT[name](value, near)
        if limit == 0:
            within |= cell.is_in(_ZEROS)
        elif digits <= _DIGITS and 1e-290 < abs(near) < 1e290:
            within |= (value == near) & short
        rules.append(within)
    return reduce(lambda a, b: a & b, rules).fill_null(False)


_FORMS: Mapping[str, Callable[[Any], Any]] = {
    "string": str,
    "integer": lambda value: value if abs(value) < 10**15 else None,
    "number": lambda value: float(value) + 0.0 if Decimal(value).is_finite() else None,
    "date": dt.date.isoformat,
    "datetime": lambda value: value.isoformat() if value.tzinfo is None and not value.microsecond else None,
    "time": lambda value: value.isoformat() if value.tzinfo is None and not value.microsecond else None,
    "year": lambda value: f"{value:04d}",
    "yearmonth": lambda value: f"{value.year:04d}-{value.month:02d}",
}


def narrowed(pattern: str) -> str | None:
    """A pattern of Python as one of Rust that takes the same or fewer texts, whole ones only; None where that is not
    sure: look-around, references, flags, greed, complements of a class of Python."""
    parts, at, depth, repeatable = [], 0, 0, False
    while at < len(pattern):
        match = _TOKEN.match(pattern, at)
        if match is None:
            return None
        kind, text = str(match.lastgroup), match[0]
        if kind == "class":
            if text[1] == "^" and re.search(r"\\[dws]", text):
                return None
            text = re.sub(r"\\[dws]", lambda m: _KINDS[m[0]], text)
        elif kind == "kind":
            text = f"[{_KINDS[text]}]"
        elif kind == "open":
            depth, text = depth + 1, "(?:"
        elif kind == "plain" and text == ")":
            depth -= 1
        elif kind == "repeat" and not repeatable:
            return None
        elif kind == "escape" and len(text) == 2:
            text = f"\\x{{{ord(text[1]):x}}}"
        if depth < 0:
            return None
        repeatable = kind in ("class", "kind", "escape", "literal") or text in (".", ")")
        parts.append(text)
        at = match.end()
    found = f"^(?:{''.join(parts)})$"
    try:
        pl.select(pl.lit("").str.contains(found))
    except pl.exceptions.PolarsError:
        return None
    return found if depth == 0 else None
