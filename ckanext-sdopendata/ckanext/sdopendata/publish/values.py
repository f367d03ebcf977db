"""Table Schema values ↔ PostgreSQL: one column type and one converter a field. The gate has proved the values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from harvesters.contract import SHANGHAI

SQL_TYPES = {
    "string": "text",
    "number": "numeric",
    "integer": "numeric",
    "boolean": "bool",
    "date": "date",
    "datetime": "timestamp",
    "year": "int4",
}
_PLAIN = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_TRUE = ("true", "True", "TRUE", "1")
_FALSE = ("false", "False", "FALSE", "0")

Converter = Callable[[str], str | None]


def sql_type(field: Mapping[str, Any]) -> str:
    """PostgreSQL type of a field; what has no faithful type stays text."""
    return SQL_TYPES.get(field.get("type", "string"), "text")


def converter(field: Mapping[str, Any]) -> Converter:
    """From a cell of the master to what COPY reads; None = NULL. :raises ValueError: not of the field's type."""
    missing = frozenset(field.get("missingValues") or [""]) | {""}
    inner = _converter(field)
    return lambda cell: None if cell in missing else inner(cell)


def _converter(field: Mapping[str, Any]) -> Callable[[str], str]:
    kind = field.get("type", "string")
    if kind in ("number", "integer"):
        return _number(field)
    if kind == "boolean":
        return _boolean(field)
    if kind in ("date", "datetime"):
        return _moment(kind, field.get("format", "default"))
    return lambda cell: cell


def _number(field: Mapping[str, Any]) -> Callable[[str], str]:
    group = field.get("groupChar", "")
    decimal = field.get("decimalChar", ".")
    bare = field.get("bareNumber", True)

    def convert(cell: str) -> str:
        text = cell.strip()
        if group:
            text = text.replace(group, "")
        if decimal != ".":
            text = text.replace(decimal, ".")
        if not bare:
            text = text.strip("%‰￥¥$元 ")
        # what the gate's number type also reads (1_000, digits of other scripts), told as PostgreSQL reads it
        return text if _PLAIN.fullmatch(text) else str(Decimal(text))

    return convert


def _boolean(field: Mapping[str, Any]) -> Callable[[str], str]:
    words = dict.fromkeys(field.get("trueValues") or _TRUE, "t")
    words |= dict.fromkeys(field.get("falseValues") or _FALSE, "f")

    def convert(cell: str) -> str:
        try:
            return words[cell]
        except KeyError:
            raise ValueError(cell) from None

    return convert


def _moment(kind: str, pattern: str) -> Callable[[str], str]:
    default = "%Y-%m-%d" if kind == "date" else None
    layout = default if pattern in ("default", "any") else pattern

    def convert(cell: str) -> str:
        moment = dt.datetime.fromisoformat(cell) if layout is None else dt.datetime.strptime(cell, layout)
        if moment.tzinfo is not None:  # the column has no zone: PostgreSQL would drop it, and with it hours
            moment = moment.astimezone(SHANGHAI).replace(tzinfo=None)
        return moment.date().isoformat() if kind == "date" else moment.isoformat()

    return convert
