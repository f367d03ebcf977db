"""A validated table becomes a typed DataStore table: COPY into a side table, swapped around CKAN's commit (D4).

Order (``Sides.load``, ``Sides.commit`` → ``Swap.open`` → CKAN commits → ``Swap.commit``): a crash between the last two
commits leaves the side table and an outbox row, and :func:`redo_swap` finishes it.
"""

from __future__ import annotations

import csv
import io
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import sqlalchemy as sa
from ckan.types import Context
from ckanext.datastore.backend import postgres as backend
from ckanext.datastore.backend.postgres import get_write_engine, identifier
from sqlalchemy.exc import OperationalError

from harvesters.failpoint import failpoint

from .values import converter, sql_type

SIDE = "_side_"
LOCK_TIMEOUT = "2s"
LOCK_ATTEMPTS = 15


class Sides:
    """One transaction that makes and fills side tables; nobody sees them, committed or not.

    The parts of CKAN's own ``DatastoreBackend.create`` are called, which would commit each table by itself.
    """

    def __init__(self) -> None:
        self._connection: sa.engine.Connection | None = None

    def load(
        self,
        resource_id: str,
        number: int,
        fields: Sequence[Mapping[str, Any]],
        columns: Mapping[str, str],
        master: BinaryIO,
    ) -> tuple[str, int]:
        """A new side table with the rows of ``master``: its name and how many rows it has.

        :param fields: Table Schema fields in the order of the master's columns
        :param columns: published label → ASCII column id
        """
        if self._connection is None:
            self._connection = get_write_engine().connect()
        side = _side_name(resource_id, number)
        names = [columns[field["name"]] for field in fields]
        definition = {
            "resource_id": side,
            "fields": [{"id": columns[f["name"]], "type": sql_type(f), "info": _info(f)} for f in fields],
        }
        context = Context(connection=self._connection)
        backend.create_table(context, definition, {})
        self._connection.execute(
            sa.text(
                f"CREATE TRIGGER zfulltext BEFORE INSERT OR UPDATE ON {identifier(side)}"
                " FOR EACH ROW EXECUTE PROCEDURE populate_full_text_trigger()"
            )
        )
        rows = _copy(self._connection, side, fields, names, master)
        backend.create_indexes(context, definition)
        return side, rows

    def commit(self) -> None:
        if self._connection is not None:
            self._connection.commit()
            self.close()
            failpoint("datastore.side_table")

    def close(self) -> None:
        """Uncommitted tables are gone."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _side_name(resource_id: str, number: int) -> str:
    """Begins with ``_``: outside ``_table_metadata``, unreadable by API; unique per attempt, so that no worker ever
    drops another's."""
    return f"{SIDE}{resource_id}_{number}_{secrets.token_hex(3)}"


def drop(table: str) -> None:
    with get_write_engine().begin() as connection:
        connection.execute(sa.text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        _remove(connection, table)


class Swap:
    """One transaction that puts side tables in place of the served ones (and drops tables a release no longer has)."""

    def __init__(self) -> None:
        self._connection: sa.engine.Connection | None = None

    def open(self, renames: Mapping[str, str], rows: Mapping[str, int], drops: Sequence[str] = ()) -> None:
        """Do it, uncommitted; readers of these tables wait until :meth:`commit`. Retries when a reader holds a lock."""
        if not renames and not drops:
            return
        for attempt in range(LOCK_ATTEMPTS):
            connection = get_write_engine().connect()
            try:
                connection.execute(sa.text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
                for side, table in renames.items():
                    _replace(connection, side, table, rows[side])
                for table in drops:
                    _remove(connection, table)
                self._connection = connection
                return
            except OperationalError:
                connection.close()
                if attempt == LOCK_ATTEMPTS - 1:
                    raise
                time.sleep(0.1 * (attempt + 1))
            except BaseException:
                connection.close()
                raise

    def commit(self) -> None:
        if self._connection is not None:
            self._connection.commit()
            self._connection.close()
            self._connection = None

    def rollback(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def redo_swap(side: str, table: str, rows: int) -> None:
    """Finish a swap that a crash left behind; doing it twice is doing it once."""
    with get_write_engine().begin() as connection:
        present = connection.execute(sa.text("SELECT to_regclass(:name)"), {"name": f'public."{side}"'}).scalar()
        if present is not None:
            connection.execute(sa.text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
            _replace(connection, side, table, rows)


def orphans(wanted: set[str]) -> list[str]:
    """Side tables that no outbox row waits for."""
    with get_write_engine().connect() as connection:
        names = connection.execute(
            sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND starts_with(tablename, :side)"),
            {"side": SIDE},
        ).scalars()
        return [name for name in names if name not in wanted]


def _remove(connection: sa.engine.Connection, table: str) -> None:
    connection.execute(sa.text(f"DROP TABLE IF EXISTS {identifier(table)}"))
    connection.execute(sa.text("DELETE FROM _table_stats WHERE resource_id = :name"), {"name": table})


def _replace(connection: sa.engine.Connection, side: str, table: str, rows: int) -> None:
    connection.execute(sa.text(f"DROP TABLE IF EXISTS {identifier(table)}"))
    connection.execute(sa.text(f"ALTER TABLE {identifier(side)} RENAME TO {identifier(table)}"))
    connection.execute(
        sa.text(
            "INSERT INTO _table_stats VALUES (:name, jsonb_build_object('rows', cast(:rows AS bigint)))"
            " ON CONFLICT (resource_id) DO UPDATE SET stats = excluded.stats"
        ),
        {"name": table, "rows": rows},
    )


def _copy(
    connection: sa.engine.Connection,
    side: str,
    fields: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    master: BinaryIO,
) -> int:
    names = ", ".join(identifier(column) for column in columns)
    source = _CopyStream(_typed_rows(fields, master))
    with connection.connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {identifier(side)} ({names}) FROM STDIN WITH (FORMAT csv, FORCE_NULL ({names}))", source
        )
    return source.rows


def _typed_rows(fields: Sequence[Mapping[str, Any]], master: BinaryIO) -> Iterator[list[Any]]:
    reader = csv.reader(io.TextIOWrapper(master, encoding="utf-8-sig", newline=""))
    next(reader)
    converters = [converter(field) for field in fields]
    for row in reader:
        yield [convert(cell) for convert, cell in zip(converters, row, strict=True)]


class _CopyStream:
    """A file that COPY reads from: rows are written as CSV only when asked for. Empty = NULL."""

    def __init__(self, rows: Iterator[list[Any]]) -> None:
        self._source = rows
        self._buffer = io.StringIO()
        self._writer = csv.writer(self._buffer)
        self.rows = 0

    def read(self, size: int = -1) -> str:
        while size < 0 or self._buffer.tell() < size:
            row = next(self._source, None)
            if row is None:
                break
            self._writer.writerow(row)
            self.rows += 1
        self._buffer.seek(0)
        text = self._buffer.read()
        head, rest = (text, "") if size < 0 else (text[:size], text[size:])
        self._buffer.seek(0)
        self._buffer.truncate()
        self._buffer.write(rest)
        return head


def _info(field: Mapping[str, Any]) -> dict[str, str]:
    return {
        "label": field.get("title") or field["name"],
        "notes": field.get("description", ""),
        "unit": field.get("sd:unit", ""),
    }
