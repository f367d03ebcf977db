"""Rows of a published table as a page asks for them: filtered, sorted, counted, a page at a time, all of it bounded.

Reads with the DataStore's own reading user. Names of columns come from the release, values are bound, no text is SQL.
Nobody is asked here who may see the table: see :func:`.views.table.readable`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckanext.datastore.backend.postgres import get_read_engine
from sqlalchemy.exc import DBAPIError

SECONDS = 5
OPERATIONS = ("contains", "equals", "from", "to", "empty")
_CANCELLED = "57014"


class TooSlow(Exception):
    """The question takes longer than a page may wait."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which rows of a table, in which order. ``conditions``: (column, operation, value of the column's type)."""

    table: str
    columns: tuple[str, ...]
    find: str = ""
    conditions: tuple[tuple[str, str, Any], ...] = ()
    sort: str | None = None
    descending: bool = False

    @property
    def narrowed(self) -> bool:
        return bool(self.find or self.conditions)


def read(question: Question, offset: int, limit: int, total: int | None = None) -> tuple[list[Sequence[Any]], int]:
    """Rows (their number in the file first, then the columns) and how many there are; ``total`` saves the count.

    Beyond the middle the table is read from its end, so that the last page costs what the first does.
    """
    table, condition = _table(question), _condition(question)
    with get_read_engine().connect() as connection:
        try:
            connection.execute(sa.select(sa.func.set_config("statement_timeout", f"{SECONDS}s", True)))
            if total is None:
                total = int(connection.execute(sa.select(sa.func.count()).select_from(table).where(condition)).scalar())
            offset, limit = min(offset, total), min(limit, max(total - offset, 0))
            backwards = offset > total // 2
            start = total - offset - limit if backwards else offset
            shown = sa.select(table).where(condition).order_by(*_order(question, table, backwards))
            rows = list(connection.execute(shown.offset(start).limit(limit)))
        except DBAPIError as error:
            if getattr(error.orig, "pgcode", None) == _CANCELLED:
                raise TooSlow from error
            raise
    return (rows[::-1] if backwards else rows), total


def _table(question: Question) -> sa.sql.expression.TableClause:
    return sa.table(question.table, *(sa.column(name) for name in ("_id", *question.columns)))


def _order(question: Question, table: Any, backwards: bool) -> list[Any]:
    """The asked column, rows without a value last; then, and without one, as in the file."""
    number = table.c._id.desc() if backwards else table.c._id.asc()
    if question.sort is None:
        return [number]
    column, down = table.c[question.sort], question.descending != backwards
    ordered = column.desc() if down else column.asc()
    return [ordered.nulls_first() if backwards else ordered.nulls_last(), number]


def _condition(question: Question) -> sa.ColumnElement[bool]:
    parts: list[Any] = [_one(sa.column(name), operation, value) for name, operation, value in question.conditions]
    if question.find:
        parts.append(sa.or_(*(_one(sa.column(name), "contains", question.find) for name in question.columns)))
    return sa.and_(sa.true(), *parts)


def _one(column: sa.ColumnElement[Any], operation: str, value: Any) -> Any:
    if operation == "contains":
        text, wanted = sa.cast(column, sa.Text), str(value).lower()
        cased = wanted != wanted.upper()  # Chinese and digits have no case to fold
        return sa.func.strpos(sa.func.lower(text) if cased else text, wanted) > 0
    if operation == "empty":
        return column.is_(None)
    return {"equals": column.__eq__, "from": column.__ge__, "to": column.__le__}[operation](value)
