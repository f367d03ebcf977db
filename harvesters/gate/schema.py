"""Dictionary → Table Schema of the master: what Frictionless validates, what is published, what anyone checks again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.items import NUMERIC, is_identifier

TEMPORAL = frozenset({"date", "datetime", "time", "year", "yearmonth"})
TYPED = NUMERIC | TEMPORAL | {"boolean"}
# What tools of databases print for no value, and nothing else writes.
_OF_DATABASES = ("(null)", "(NULL)", "<null>", "<NULL>", "[NULL]", "\\N")
# Marks of "no value" that may be emptied in numeric and date columns without asking (Q11); 无 and … are not such.
AUTO_MISSING = frozenset({"-", "－", "—", "——", "--", "/", "无数据", "N/A", "n/a", "NULL", "null", *_OF_DATABASES})
_STANDARD = frozenset(
    {
        *("name", "title", "description", "type", "format", "constraints", "example", "rdfType"),
        *("missingValues", "trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber"),
    }
)
_FIXED = re.compile(r"\^?(\d*)(?:\\d|\[0-9\])\{(\d+)\}\$?")


def published_fields(schema: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """The fields as the release keeps them: explicit types, ``sd:`` extras, and of the declared missing values those
    that stay in the master (the others are emptied by the cleaning)."""
    common = schema.get("missingValues")
    return tuple(_published(field, common) for field in schema["fields"])


def _published(field: Mapping[str, Any], common: Any) -> dict[str, Any]:
    result = {key: value for key, value in field.items() if key in _STANDARD or str(key).startswith("sd:")}
    result["type"] = result.get("type") or "string"
    if result["type"] in NUMERIC and is_code(result):
        # identifiers are text whatever was declared (X6: 0531 → 531); V-15 tells the department
        result["type"] = "string"
        numeric = ("minimum", "maximum", "decimalChar", "groupChar", "bareNumber")
        result = {key: value for key, value in result.items() if key not in numeric}
        if "constraints" in result:
            kept = {key: value for key, value in result["constraints"].items() if key not in numeric}
            result["constraints"] = kept
    declared = result.pop("missingValues", common)
    kept_marks = [mark for mark in declared or () if mark and mark not in AUTO_MISSING]
    if kept_marks:
        result["missingValues"] = ["", *kept_marks]
    return result


def emptied(field: Mapping[str, Any], published: Mapping[str, Any], common: Any) -> frozenset[str]:
    """The marks that the cleaning empties in a column: declared ones of Q11's list; in typed columns the whole list."""
    declared = field.get("missingValues", common) or ()
    marks = frozenset(mark for mark in declared if mark in AUTO_MISSING)
    return AUTO_MISSING if published["type"] in TYPED else marks


def frictionless_schema(fields: Sequence[Mapping[str, Any]], primary_key: Sequence[str]) -> dict[str, Any]:
    """The same fields without our extras, as the inline schema that Frictionless gets."""
    plain = [{key: value for key, value in field.items() if key in _STANDARD} for field in fields]
    schema: dict[str, Any] = {"fields": plain, "missingValues": [""]}
    if primary_key:
        schema["primaryKey"] = list(primary_key)
    return schema


def is_code(field: Mapping[str, Any]) -> bool:
    """Whether a column holds identifiers: by its name, or because a code list or fixed width is declared."""
    if is_identifier(str(field["name"]), str(field.get("sd:id") or "")):
        return True
    return field.get("type", "string") == "string" and (bool(field.get("sd:codelist")) or width(field) is not None)


def width(field: Mapping[str, Any]) -> int | None:
    """The declared fixed width of a code, if there is one."""
    limits = field.get("constraints") or {}
    low, high = limits.get("minLength"), limits.get("maxLength")
    if isinstance(low, int) and low == high and low > 1:
        return low
    declared = field.get("sd:width")
    if isinstance(declared, int) and not isinstance(declared, bool) and 1 < declared <= 64:
        return declared
    fixed = _FIXED.fullmatch(str(limits.get("pattern") or ""))
    if fixed and int(fixed[2]) <= 64:
        return len(fixed[1]) + int(fixed[2])
    members = known_codes(field)
    widths = {len(code) for code in members if code.isascii() and code.isdigit()}
    return widths.pop() if len(widths) == 1 and all(code.isdigit() for code in members) else None


def known_codes(field: Mapping[str, Any]) -> frozenset[str]:
    """The codes that a column may hold, as far as the dictionary or a list of the portal says."""
    enum = (field.get("constraints") or {}).get("enum")
    if isinstance(enum, list | tuple):
        return frozenset(str(value) for value in enum)
    name = field.get("sd:codelist")
    if not isinstance(name, str):
        return frozenset()
    if name.startswith("gbt2260"):
        return frozenset(codelists.regions())
    try:
        return frozenset(codelists.entries(name)) if re.fullmatch(r"[a-z_]+", name) else frozenset()
    except (FileNotFoundError, KeyError):
        return frozenset()
