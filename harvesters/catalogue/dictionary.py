"""Whether a delivered list of Table Schema fields is sane (G-30), before anything is read with it.

The dictionary comes from outside: its patterns run over every cell, so one that could take for ever is refused, and
so is what would make the reader fetch, guess or fail.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from harvesters.catalogue.limits import shown
from harvesters.contract import Finding, Severity

MAX_COLUMNS = 1000
MAX_ENUM = 2000
MAX_NAME = 200
MAX_PATTERN = 500
MAX_LENGTH = 10_000_000
COLUMN_ID = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
TYPES = frozenset(
    {
        "any",
        "array",
        "boolean",
        "date",
        "datetime",
        "duration",
        "geojson",
        "geopoint",
        "integer",
        "number",
        "object",
        "string",
        "time",
        "year",
        "yearmonth",
    }
)
_ORDERED = frozenset({"date", "datetime", "integer", "number", "time", "year", "yearmonth"})
_SIZED = frozenset({"string", "array", "object"})
_TEMPORAL = frozenset({"date", "datetime", "time"})
_CONSTRAINTS = frozenset(
    {
        "required",
        "unique",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "pattern",
        "enum",
    }
)
_DIRECTIVE = re.compile(r"%[aAbBcdfHIjmMpSUwWxXyYzZ%]")
_MANY = 20

_Problem = tuple[str, Mapping[str, Any]]


def check_fields(fields: object, *, file: str | None = None, table: str | None = None) -> list[Finding]:
    """What is wrong with a table's fields; every finding names the column, the part and the reason. Never raises."""

    def finding(reason: str, column: str | None = None, **params: Any) -> Finding:
        facts = {"reason": reason, "table": table or file or "", "column": column or "", **params}
        return Finding("G-30", Severity.BLOCK, file=file, sheet=None, column=column, params=facts)

    if not isinstance(fields, Sequence) or isinstance(fields, str | bytes):
        return [finding("fields_not_a_list")]
    if len(fields) > MAX_COLUMNS:
        return [finding("too_many_columns", count=len(fields), limit=MAX_COLUMNS)]
    found: list[Finding] = []
    for n, field in enumerate(fields, start=1):
        if not isinstance(field, Mapping):
            found.append(finding("field_not_an_object", position=n))
            continue
        column = shown_name(field.get("name"), n)
        found += [finding(reason, column, **{"position": n, **facts}) for reason, facts in _problems(field)]
    return found


def shown_name(name: object, position: int) -> str:
    """A column's name as it can be printed, whatever it holds."""
    if not isinstance(name, str) or not name.strip():
        return f"#{position}"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)[:60]


def _problems(field: Mapping[str, Any]) -> Iterator[_Problem]:
    name, kind = field.get("name"), field.get("type", "string")
    if not isinstance(name, str) or not name.strip():
        yield "no_name", {}
    elif len(name) > MAX_NAME or any(unicodedata.category(c) in {"Cc", "Cs"} for c in name):
        yield "bad_name", {"limit": MAX_NAME}
    if not isinstance(kind, str) or kind not in TYPES:
        yield "unknown_type", {"value": shown(kind)}
        return
    yield from _format(kind, field.get("format", "default"))
    yield from _value_lists(field)
    for key in ("decimalChar", "groupChar"):
        char = field.get(key)
        if char is not None and not (isinstance(char, str) and len(char) == 1 and not char.isdigit()):
            yield "bad_char", {"part": key}
    if not isinstance(field.get("bareNumber", True), bool):
        yield "not_boolean", {"part": "bareNumber"}
    constraints = field.get("constraints", {})
    if not isinstance(constraints, Mapping):
        yield "constraints_not_an_object", {}
        return
    for part in sorted(map(str, set(constraints) - _CONSTRAINTS)):
        yield "unknown_constraint", {"part": shown(part)}
    form = field.get("format")
    yield from _constraints(kind, constraints, form if isinstance(form, str) else "default")


def _format(kind: str, form: object) -> Iterator[_Problem]:
    """Formats that mean one thing. ``any`` lets the reader guess (03/04 is March or April), so it is refused."""
    known = isinstance(form, str) and (kind not in _TEMPORAL or form == "default" or _definite(form))
    if not known:
        yield "bad_format", {"value": shown(form)}


def _definite(form: str) -> bool:
    return "%" in form and "%" not in _DIRECTIVE.sub("", form)


def _value_lists(field: Mapping[str, Any]) -> Iterator[_Problem]:
    for key in ("missingValues", "trueValues", "falseValues"):
        values = field.get(key)
        if values is not None and not (_texts(values) and (values or key == "missingValues")):
            yield "not_texts", {"part": key}
    true, false = field.get("trueValues"), field.get("falseValues")
    if _texts(true) and _texts(false) and set(true or ()) & set(false or ()):
        yield "true_and_false", {"value": shown("、".join(sorted(set(true or ()) & set(false or ()))))}


def _texts(values: object) -> bool:
    return isinstance(values, list | tuple) and all(isinstance(value, str) for value in values)


def _constraints(kind: str, limits: Mapping[str, Any], form: str) -> Iterator[_Problem]:
    for part in ("required", "unique"):
        if not isinstance(limits.get(part, False), bool):
            yield "not_boolean", {"part": part}
    if "enum" in limits:
        yield from _enum(limits["enum"])
    if "pattern" in limits:
        if kind != "string":
            yield "not_for_type", {"part": "pattern", "type": kind}
        elif problem := pattern_problem(limits["pattern"]):
            yield problem, {"part": "pattern", "value": shown(limits["pattern"], 60)}
    yield from _range(kind, limits, ("minLength", "maxLength"), _SIZED, _length)
    yield from _range(kind, limits, ("minimum", "maximum"), _ORDERED, lambda value: _bound(kind, value, form))


def _enum(values: object) -> Iterator[_Problem]:
    if not isinstance(values, list | tuple) or not values or any(isinstance(v, Mapping | list) for v in values):
        yield "enum_not_a_list", {}
    elif len(values) > MAX_ENUM:
        yield "enum_too_long", {"count": len(values), "limit": MAX_ENUM}
    elif len({str(value) for value in values}) < len(values):
        yield "enum_repeats", {}


def _range(
    kind: str,
    limits: Mapping[str, Any],
    parts: tuple[str, str],
    types: frozenset[str],
    read: Callable[[Any], Any],
) -> Iterator[_Problem]:
    """The two ends of a range: each readable as the type has it, the lower not above the upper."""
    ends = []
    for part in parts:
        if part not in limits:
            continue
        if kind not in types:
            yield "not_for_type", {"part": part, "type": kind}
            return
        value = read(limits[part])
        if value is None:
            yield "bad_bound", {"part": part, "value": shown(limits[part])}
            return
        ends.append(value)
    if len(ends) == 2 and ends[0] > ends[1]:
        yield "empty_range", {"part": "–".join(parts)}


def _length(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_LENGTH else None


def _bound(kind: str, value: object, form: str) -> Any:
    """A minimum or maximum as the field's type reads it, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        if kind in {"number", "integer", "year"}:
            number = Decimal(str(value))
            whole = kind == "number" or number == number.to_integral_value()
            return number if number.is_finite() and whole else None
        if kind == "yearmonth":
            return str(value) if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", str(value), re.ASCII) else None
        if form != "default":
            return dt.datetime.strptime(str(value), form).isoformat()
        readers: Mapping[str, Callable[[str], Any]] = {
            "date": dt.date.fromisoformat,
            "datetime": dt.datetime.fromisoformat,
            "time": dt.time.fromisoformat,
        }
        return readers[kind](str(value)).isoformat()
    except (ValueError, InvalidOperation, OverflowError):
        return None


def pattern_problem(pattern: object) -> str | None:
    """Why a pattern is refused: not a text, too long, does not compile, or could take exponential time."""
    if not isinstance(pattern, str) or not pattern:
        return "pattern_not_text"
    if len(pattern) > MAX_PATTERN:
        return "pattern_too_long"
    try:
        re.compile(pattern)
        parsed = re._parser.parse(pattern)  # type: ignore[attr-defined]  # the only parser of this very syntax
    except (re.error, RecursionError, OverflowError):
        return "pattern_bad"
    return "pattern_nested" if _explodes(parsed, inside=False) else None


def _explodes(parsed: Any, *, inside: bool) -> bool:
    """Whether a repetition of open length, or a choice of words, stands inside a long repetition: (a+)+, (a|aa)*."""
    for operator, argument in parsed:
        name = str(operator)
        if name in {"MAX_REPEAT", "MIN_REPEAT"}:
            low, high, body = argument
            if inside and low != high:
                return True
            if _explodes(body, inside=inside or high > _MANY):
                return True
        elif name == "BRANCH":
            if inside or any(_explodes(branch, inside=inside) for branch in argument[1]):
                return True
        elif any(_explodes(body, inside=inside) for body in _bodies(argument)):
            return True
    return False


def _bodies(argument: Any) -> Iterator[Any]:
    """The patterns inside a group, look-around or conditional of the parser's tree."""
    if isinstance(argument, re._parser.SubPattern):  # type: ignore[attr-defined]
        yield argument
    elif isinstance(argument, tuple | list):
        for part in argument:
            yield from _bodies(part)


def primary_key(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Declared key columns, in either notation of Table Schema; of what is neither, its text, which is no column."""
    key = schema.get("primaryKey") or ()
    return tuple(map(str, key)) if isinstance(key, list | tuple) else (str(key),)


def relations(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What a dictionary says is to hold between tables and between the columns of a row: foreign keys as a list, row
    rules; as declared."""
    keys, rules = schema.get("foreignKeys"), schema.get("sd:rowRules")
    listed = keys if isinstance(keys, list) else [keys] if keys else []
    return {**({"foreignKeys": listed} if listed else {}), **({"sd:rowRules": rules} if rules else {})}
