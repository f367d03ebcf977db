"""A table in the forms in which files come: every format that the gate reads, each accepted encoding and dialect."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import forms
from records import passing_record

from lifelike.table import Field, Table

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
TEXT = ("csv", "tsv")
BOOKS = ("xlsx", "xls", "et", "ods")
# Their rows are counted from the first record, those of all others from the header.
RECORDS = ("json", "jsonl", "geojson", "parquet", "shp")
FORMS = (*TEXT, *BOOKS, *RECORDS, "zip")
Around = tuple[Sequence[Sequence[Any]], Sequence[Sequence[Any]]]
_SHORT = 3  # characters of a shapefile's field name that fit in any encoding
_NAME, _CELL = 10, 254  # bytes of its names and values


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


def write(dice: Random, number: int, table: Table, form: str, name: str, around: Around = ((), ())) -> Written:
    """One delivery; what the form leaves open is thrown. ``table`` is one that :func:`takes` the form; ``around``:
    rows above the header and below the last."""
    path = f"{table.title}.{'zip' if form == 'shp' else form}"
    data, fields = encoded(dice, table, form, around)
    schema: dict[str, Any] = {"fields": [dict(one) for one in fields]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    resource = {"name": "t", "path": path, "title": table.title, "format": form, "schema": schema}
    record = passing_record(title=table.title, identifier=f"SC{number:06d}", attribution="门户演示数据（非官方）")
    record = {key: value for key, value in {**record, **table.record}.items() if value is not None}
    return Written(name, path, data, record, resource)


def takes(table: Table, form: str) -> bool:
    """Whether a table can be written so: a shapefile has short names and short values, and no other rows."""
    return form != "shp" or bool(_pages(table))


def shortened(table: Table) -> Table:
    """With labels that a shapefile can hold."""
    taken: dict[str, str] = {}
    for one in table.fields:
        short = next(
            name
            for name in (one["name"][:_SHORT], *(f"{one['name'][: _SHORT - 1]}{n}" for n in range(9)))
            if name not in taken.values()
        )
        taken[one["name"]] = short
    fields = tuple({**one, "name": taken[one["name"]]} for one in table.fields)
    return replace(table, fields=fields, key=tuple(taken[label] for label in table.key))


def encoded(dice: Random, table: Table, form: str, around: Around = ((), ())) -> tuple[bytes, Sequence[Field]]:
    """The bytes, and the dictionary's items in the order in which the file has them."""
    labels = [one["name"] for one in table.fields]
    above, below = around
    if form in ("geojson", "shp"):
        return _placed(dice, table, form)
    if form in TEXT:
        quoted = dice.choice((forms.csv.QUOTE_MINIMAL, forms.csv.QUOTE_ALL))
        first, *rest = [*above, labels, *table.rows, *below]
        text = forms.lines(first, rest, "\t" if form == "tsv" else ",", quoted)
        return text.encode(dice.choice(ENCODINGS)), table.fields
    if form == "zip":
        inner = dice.choice(("csv", "tsv", "xlsx", "xls", "ods", "json"))
        data, fields = encoded(dice, table, inner, around if inner in (*TEXT, *BOOKS) else ((), ()))
        return forms.archive({f"{table.title}.{inner}": data}, gbk=dice.random() < 0.5), fields
    rows = [[native(c, one["type"]) for c, one in zip(cells, table.fields, strict=True)] for cells in table.rows]
    head, *body = [*above, labels, *rows, *below]
    return forms.WRITERS[form](head, body, "utf-8"), table.fields


def _placed(dice: Random, table: Table, form: str) -> tuple[bytes, Sequence[Field]]:
    """Coordinates become points; a table without any has an area for each row."""
    at = [n for n, one in enumerate(table.fields) if "sd:crs" in one and one["name"] in ("经度", "纬度")]
    rest = [n for n in range(len(table.fields)) if n not in at or len(at) != 2]
    fields = [table.fields[n] for n in rest]
    rows = [[native(cells[n], table.fields[n]["type"]) for n in rest] for cells in table.rows]
    shapes: list[dict[str, Any]]
    if len(at) == 2:
        fields += [{**table.fields[n], "sd:crs": "CGCS2000" if form == "shp" else "WGS84"} for n in at]
        shapes = [{"type": "Point", "coordinates": [float(cells[n]) for n in at]} for cells in table.rows]
    else:
        fields.append({"name": "几何", "type": "string", "sd:crs": "CGCS2000" if form == "shp" else "WGS84"})
        shapes = [_area(dice) for _ in table.rows]
    labels = [fields[n]["name"] for n in range(len(rest))]
    if form == "geojson":
        return forms.geojson(labels, rows, shapes), fields
    return forms.shp(labels, rows, shapes, dice.choice(_pages(table))), fields


def _pages(table: Table) -> list[str]:
    """The encodings in which a shapefile can hold it: ten bytes a name, few a value."""
    labels = [one["name"] for one in table.fields]
    fitting = []
    for page in ("utf-8", "gbk"):
        with suppress(UnicodeEncodeError):
            names = max(len(label.encode(page)) for label in labels)
            cells = max(len(cell.encode(page)) for row in table.rows for cell in row) if table.rows else 0
            if names <= _NAME and cells <= _CELL:
                fitting.append(page)
    return fitting


def _area(dice: Random) -> dict[str, Any]:
    x, y = round(dice.uniform(115, 122), 4), round(dice.uniform(34.6, 38), 4)
    ring = [[x, y], [x, y + 0.01], [x + 0.01, y + 0.01], [x + 0.01, y], [x, y]]
    return {"type": "Polygon", "coordinates": [[[round(a, 4), round(b, 4)] for a, b in ring]]}


def lines(table: Table) -> str:
    """As CSV."""
    return forms.lines([one["name"] for one in table.fields], table.rows)


def native(cell: str, kind: str) -> Any:
    """As a spreadsheet holds it; what does not fit its type stays text."""
    reading: Mapping[str, Any] = {
        **{"integer": int, "year": int, "number": float, "date": dt.date.fromisoformat},
        **{"datetime": dt.datetime.fromisoformat, "time": dt.time.fromisoformat},
    }
    try:
        return reading[kind](cell) if kind in reading else cell or None
    except ValueError:
        return cell or None
