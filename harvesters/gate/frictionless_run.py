"""The only importer of Frictionless. It gets a descriptor that we wrote: plain name, inline schema, explicit dialect.

Of a large table it reads the rows that :mod:`.certify` does not prove clean; every verdict and every error is its own.
Whatever it raises becomes a finding on the row where it stopped, never a pass (validation §6).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from frictionless import Checklist, Dialect, Error, Package, Report, Schema, system
from frictionless import Field as SchemaField
from frictionless.formats import CsvControl
from frictionless.resources import TableResource

from harvesters.gate.certify import HEADER, Certifier
from harvesters.gate.certify_columns import Field
from harvesters.gate.errors import Errors, Explained
from harvesters.gate.findings import Findings
from harvesters.gate.reading.blocks import Blocks, Uncovered
from harvesters.gate.schema import frictionless_schema

# Of smaller tables Frictionless reads every row (DESIGN D6).
CERTIFY_FROM = 50_000


def validate(
    path: Path,
    *,
    file: str,
    fields: Sequence[Mapping[str, Any]],
    primary_key: Sequence[str],
    found: Findings,
    explained: Explained,
    row_of: Callable[[int], int] = lambda row: row,
    certify: bool = False,
    seed: str = "",
) -> tuple[int, int]:
    """Validate ``path`` (UTF-8 with BOM, comma, CRLF); returns its rows, and how many of them Frictionless read.

    ``row_of`` gives the original's row for one of ``path``.
    ``explained(column, value)`` says that another rule has already reported the cell.
    """
    schema = frictionless_schema(fields, primary_key)
    kept = found.copy()
    for delegate in (True, False) if certify else (False,):
        errors = Errors(file, fields, primary_key, found, explained, row_of)
        reading: Reading | None = None
        try:
            reading = Reading(path, schema, certify=delegate, seed=seed)
            errors.schema = reading.schema
            report = reading.report(_tally(errors), on_row=errors.see)
        except Uncovered:
            found.restore(kept)
            continue
        except Exception as e:
            at = (reading and reading.at) or errors.last + 1
            errors.stopped(type(e).__name__, at)
            return at - HEADER - 1, reading.fed if reading else 0
        for task in report.tasks:
            for error in task.errors:
                errors.take(error)
        errors.name_doubles(path)
        return reading.rows, reading.fed
    raise AssertionError("a table that is read whole is covered")


def _tally(errors: Errors) -> Checklist:
    class Tally(Checklist):  # type: ignore[misc]
        """Frictionless asks a checklist whether an error counts. This one writes the error down and keeps none."""

        def match(self, error: Error) -> bool:
            errors.take(error)
            return False

    return Tally()


class Reading:
    """One table as Frictionless validates it: row by row, or with ``certify`` those rows that are not proved clean.

    ``references``: what foreign keys refer to: name → file in UTF-8, schema. ``stats``: the report's hashes and its
    number of bytes are wanted, too. ``rows``: what the table has; ``fed``: what Frictionless read; ``at``: the row that
    it got last from the certifier.
    """

    def __init__(
        self,
        path: Path,
        schema: Mapping[str, Any],
        *,
        encoding: str = "utf-8-sig",
        delimiter: str = ",",
        quote: str = '"',
        references: Mapping[str, tuple[Path, Mapping[str, Any]]] | None = None,
        certify: bool,
        seed: str = "",
        stats: bool = False,
    ) -> None:
        self._path, self._encoding, self._seed = path, encoding, seed
        self._stats, self._hashes = stats, _Hashes()
        self._certifier: Certifier | None = None
        self.rows = self.fed = self.at = 0
        control = CsvControl(
            delimiter=delimiter, line_terminator="\r\n", quote_char=quote, double_quote=True, skip_initial_space=False
        )
        delegate = self._delegate

        class Suspects(Dialect):  # type: ignore[misc]
            """Reads the sample as ever, and of the table what the certifier gives out."""

            def read_enumerated_content_stream(self, cell_stream: Any) -> Iterator[tuple[int, list[Any]]]:
                rows: Iterator[tuple[int, list[Any]]] = super().read_enumerated_content_stream(cell_stream)
                return delegate(rows) if certify and not isinstance(cell_stream, list) else rows

        with system.use_context(trusted=False, onerror="ignore"):
            self.schema = _schema(schema)
            self._resource = TableResource(
                name="table",
                path=path.name,
                basepath=str(path.parent),
                scheme="file",
                format="csv",
                encoding=encoding,
                dialect=Suspects(header=True, header_rows=[1], controls=[control]),
                schema=self.schema,
            )
            others = [
                TableResource(
                    name=name, path=other.name, basepath=str(other.parent), encoding="utf-8", schema=_schema(described)
                )
                for name, (other, described) in (references or {}).items()
            ]
            self._package = Package(resources=[self._resource, *others]) if others else None

    def report(
        self, checklist: Checklist | None = None, *, on_row: Callable[[Any], object] = id, limit: int = 0
    ) -> Report:
        """Frictionless's report.

        :raises Uncovered: a part of the table cannot be certified; read it without
        """

        def seen(row: Any) -> None:
            self.fed += 1
            if self._certifier is not None and row.row_number in self._certifier.sampled and row.errors:
                raise Uncovered("certificate")
            on_row(row)

        with system.use_context(trusted=False, onerror="ignore"):
            report = self._resource.validate(checklist, on_row=seen, limit_errors=limit)
        if self._certifier is None:
            self.rows = self.fed
        elif self._stats and not self._hashes.complete:
            self._stopped(report)
        return report

    @property
    def certified(self) -> bool:
        """Whether the certifier chose the rows."""
        return self._certifier is not None

    def _delegate(self, whole: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
        """Rows for Frictionless; its statistics are kept as if it had read the others, too."""
        stats = self._resource.stats
        certifier = self._certifier = self._open()
        if certifier is None:
            yield from whole
            return
        for number, cells in certifier.suspects():
            self.at = number
            stats.rows = number - HEADER - 1  # Frictionless counts this one itself
            yield number, cells
        stats.rows = self.rows = certifier.rows
        if self._stats:
            stats.bytes, stats.md5, stats.sha256 = self._hashes.result()

    def _open(self) -> Certifier | None:
        """The certifier of this table; None if Frictionless is to read it all."""
        resource, schema = self._resource, self.schema
        unique = [field.name for field in schema.fields if field.constraints.get("unique")]
        lookups: dict[str, frozenset[str]] = {}
        for one in schema.foreign_keys:
            names = tuple(one["fields"])
            allowed = resource.lookup[one["reference"]["resource"]][tuple(one["reference"]["fields"])]
            if len(names) != 1 or schema.get_field(names[0]).type != "string" or names[0] in lookups:
                return None
            lookups[names[0]] = frozenset(value for (value,) in allowed if isinstance(value, str))
        if not resource.header.valid or resource.labels != [field.name for field in schema.fields]:
            return None
        control = CsvControl.from_dialect(resource.dialect)
        if control.escape_char or control.null_sequence or resource.compression:
            return None
        width = len(schema.fields)
        seen = self._hashes.update if self._stats else len
        self._blocks = Blocks(self._path, resource.encoding, width, control.delimiter, control.quote_char, seen)
        try:
            fields = [_field(field, lookups.get(field.name)) for field in schema.fields]
            return Certifier(self._blocks, fields, unique, schema.primary_key, self._seed)
        except Uncovered:
            return None

    def _stopped(self, report: Report) -> None:
        """The limit was reached: Frictionless would have read the file up to here, in pieces of its own."""
        read = min(-(-self._blocks.end_of(self._resource.stats.rows + HEADER) // _PIECE) * _PIECE, self._size())
        report.tasks[0].stats["bytes"] = max(self._resource.stats.bytes or 0, read)

    def _size(self) -> int:
        return self._path.stat().st_size


# io.TextIOWrapper's
_PIECE = 8192


class _Hashes:
    """Size, MD5 and SHA-256 of the bytes, in a thread beside the certifier."""

    def __init__(self) -> None:
        self._md5, self._sha256, self._bytes = hashlib.md5(usedforsecurity=False), hashlib.sha256(), 0
        self._beside: ThreadPoolExecutor | None = None
        self.complete = False

    def update(self, data: bytes) -> None:
        self._beside = self._beside or ThreadPoolExecutor(1)
        self._beside.submit(self._add, data)

    def _add(self, data: bytes) -> None:
        self._md5.update(data)
        self._sha256.update(data)
        self._bytes += len(data)

    def result(self) -> tuple[int, str, str]:
        if self._beside is not None:
            self._beside.shutdown()
        self.complete = True
        return self._bytes, self._md5.hexdigest(), self._sha256.hexdigest()


def _schema(descriptor: Mapping[str, Any]) -> Schema:
    return Schema.from_descriptor(dict(descriptor))


def _field(field: SchemaField, lookup: frozenset[str] | None) -> Field:
    """What the certifier must know, as Frictionless itself reads it."""
    schema_level = not field.has_defined("missing_values") and field.schema
    missing = field.schema.missing_values if schema_level else field.missing_values
    read = field.create_value_reader()
    limits: dict[str, Any] = {}
    for name, limit in field.constraints.items():
        if name in field.supported_constraints and limit is not None:
            bound = name.endswith(("inimum", "aximum"))
            limits[name] = read(limit) if bound else [read(one) for one in limit] if name == "enum" else limit
    usual = {"bare_number": True, "float_number": False, "group_char": "", "decimal_char": "."}
    plain = field.format == "default" and all(getattr(field, name, value) == value for name, value in usual.items())
    words = (*field.true_values, *field.false_values) if field.type == "boolean" else ()
    return Field(field.name, field.type, plain, tuple(missing), limits, field.create_cell_reader(), words, lookup)
