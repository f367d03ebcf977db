"""A table in the forms in which files come: text in every accepted encoding and dialect, workbooks, JSON."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import openpyxl
from records import passing_record

from lifelike.table import Table

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
TEXT = ("csv", "tsv")
FORMS = (*TEXT, "xlsx", "json", "jsonl")


@dataclass(frozen=True)
class Written:
    """A delivery's files; ``record`` and ``resource`` as they stand in its descriptor."""

    name: str
    path: str
    data: bytes
    record: Mapping[str, Any]
    resource: Mapping[str, Any] = field(default_factory=dict)

    @property
    def descriptor(self) -> dict[str, Any]:
        return {"name": self.name, "resources": [dict(self.resource)], "sd:record": dict(self.record)}

    @property
    def files(self) -> dict[str, bytes]:
        """With the manifest, written last."""
        files = {
            self.path: self.data,
            "datapackage.json": json.dumps(self.descriptor, ensure_ascii=False, indent=1).encode(),
        }
        hashes = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
        return {**files, "manifest.json": json.dumps(hashes, ensure_ascii=False, indent=1).encode()}


def write(dice: Random, number: int, table: Table, form: str, name: str) -> Written:
    """One delivery; what the form leaves open is thrown."""
    path = f"{table.title}.{form}"
    schema: dict[str, Any] = {"fields": [dict(one) for one in table.fields]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    resource = {"name": "t", "path": path, "title": table.title, "format": form, "schema": schema}
    record = passing_record(title=table.title, identifier=f"SC{number:06d}", attribution="门户演示数据（非官方）")
    record = {key: value for key, value in {**record, **table.record}.items() if value is not None}
    return Written(name, path, encoded(dice, table, form), record, resource)


def encoded(dice: Random, table: Table, form: str) -> bytes:
    if form == "xlsx":
        return workbook(table)
    if form in ("json", "jsonl"):
        return records(table, form)
    encoding = dice.choice(ENCODINGS)
    return lines(table, "\t" if form == "tsv" else ",", dice.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))).encode(
        encoding
    )


def lines(table: Table, delimiter: str = ",", quoting: Any = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    writer.writerow([one["name"] for one in table.fields])
    writer.writerows(table.rows)
    return out.getvalue()


def workbook(table: Table) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet.append([one["name"] for one in table.fields])
    for cells in table.rows:
        sheet.append([_native(cell, spec["type"]) for cell, spec in zip(cells, table.fields, strict=True)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _native(cell: str, kind: str) -> Any:
    """As a spreadsheet holds it; what does not fit its type stays text."""
    try:
        if kind == "integer":
            return int(cell)
        if kind == "number":
            return float(cell)
        if kind == "date":
            return dt.date.fromisoformat(cell)
    except ValueError:
        return cell or None
    return cell or None


def records(table: Table, form: str) -> bytes:
    labels = [one["name"] for one in table.fields]
    kinds = [one["type"] for one in table.fields]
    listed = [
        {label: _plain(cell, kind) for label, cell, kind in zip(labels, cells, kinds, strict=True)}
        for cells in table.rows
    ]
    if form == "json":
        return json.dumps(listed, ensure_ascii=False, indent=1).encode()
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in listed).encode()


def _plain(cell: str, kind: str) -> Any:
    return _native(cell, kind) if kind in ("integer", "number") else cell or None
