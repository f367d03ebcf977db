"""Which reader takes a file: by its declared format and by what its first bytes say, which must agree (Q25, G-40)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harvesters.gate.reading import container, csv, documents, json, json_lines, magic, parquet, shapes, stretches
from harvesters.gate.reading.container import Unpacked
from harvesters.gate.reading.csv import Record
from harvesters.gate.reading.encoding import decide
from harvesters.gate.reading.ods import Ods
from harvesters.gate.reading.stretches import Stretch
from harvesters.gate.reading.workbook import Workbook
from harvesters.gate.reading.xls import Xls
from harvesters.gate.reading.xlsx import Xlsx

WORKBOOKS: Mapping[str, type[Workbook]] = {"xlsx": Xlsx, "xls": Xls, "et": Xls, "ods": Ods}
_LINES = ("jsonl", "ndjson")
_JSON = ("json", "geojson", *_LINES)
# Declared format → what the first bytes may say (None: nothing in particular, plain text).
_FITTING: Mapping[str, tuple[str | None, ...]] = {
    "csv": (None,),
    "tsv": (None,),
    "xlsx": ("xlsx",),
    "xls": ("xls", "ole"),
    "et": ("xls", "xlsx", "ole"),
    "ods": ("ods",),
    "parquet": ("parquet",),
    "shp": ("zip",),
    **dict.fromkeys(_JSON, ("json", "jsonl")),
}
READABLE = tuple(_FITTING)
ATTACHMENTS = frozenset(documents.FITTING)
_BINARY = ("xlsx", "xls", "ods", "et", "parquet", "zip", "shp", *_JSON)


# A change made by a reader: rule, column, before, after, cells.
Note = tuple[str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as records. ``aside``: what it says outside its cells; ``crs``: the system of its coordinates, if said;
    ``notes``: what the reader changed."""

    records: Iterator[Record | Stretch]
    encoding: str | None = None
    aside: Sequence[tuple[str, Any]] = ()
    crs: str | None = None
    notes: Sequence[Note] = ()


def refusal(path: Path, kind: str) -> dict[str, Any] | None:
    """Why the file is not taken as what it is declared to be; None if it is."""
    found = magic.kind(path)
    if found == "json_error":
        return {"reason": "json_error", "found": found}
    if found == "html" and magic.is_message(path):
        return {"reason": "web_page", "found": found}
    if found in {**_FITTING, **documents.FITTING}.get(kind, ()) or (
        found == "zip" and (kind == "zip" or _is_packed(path, kind))
    ):
        return None
    if found is None and kind in _JSON and magic.is_braced(path):
        return None  # JSON with a fault, which its reader names
    if found is None and (kind in _BINARY or kind in ATTACHMENTS):
        return {"reason": "disguised", "found": "txt"}
    if found is not None and found != kind:
        return {"reason": "disguised", "found": found}
    return {"reason": "not_yet", "found": found or kind}


def _is_packed(path: Path, kind: str) -> bool:
    """A table that was delivered in an archive, its format declared as that of the table."""
    return kind in READABLE and zipfile.is_zipfile(path)


def workbook(path: Path, kind: str) -> Workbook:
    """The sheets of a workbook that :func:`refusal` let pass."""
    return (Xlsx if magic.kind(path) == "xlsx" else WORKBOOKS[kind])(path)


def unpack(path: Path, kind: str, member: str | None) -> Unpacked | None:
    """The table inside an archive; None if the file is none."""
    return container.unpack(path, kind, READABLE, member) if magic.kind(path) == "zip" else None


def read(path: Path, kind: str, dialect: Mapping[str, Any] | None, declared: Sequence[str]) -> Opened:
    """The records of a file that :func:`refusal` let pass.

    :param declared: the dictionary's labels
    :raises EncodingFault, LayoutFault: it cannot be read without guessing
    """
    if kind == "parquet":
        columns = parquet.Table(path)
        notes = [("Q09", name, "", "UTC+8", columns.rows) for name in columns.moved]
        return Opened(columns.records(), aside=columns.aside, notes=notes)
    encoding = decide(path)
    if kind in _LINES and (lines := json_lines.read(path, encoding)) is not None:
        return Opened(lines.records(declared), encoding.name)
    if kind in _JSON:
        table = json.Table(path, encoding, lines=kind in _LINES)
        return Opened(table.records(declared), encoding.name, table.aside, table.features.crs)
    rows = stretches.read(path, encoding, csv.choose_dialect(path, encoding, kind, dialect))
    return Opened(rows, encoding.name)


def read_map(unpacked: Unpacked, declared: Sequence[str]) -> Opened:
    """The records of a shapefile."""
    table = shapes.Table(unpacked.parts)
    return Opened(table.records(declared), table.encoding, crs=table.crs)
