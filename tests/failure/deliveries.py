"""A department's folder for the fault tests: before the run (``first``) and as the run finds it (``second``).

Seven deliveries, one of each thing that can become of a delivery: changed, a table dropped, held, new (two), returned,
unchanged. The contents never vary, so two end states can be compared byte by byte.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from pathlib import Path
from typing import Any

from records import passing_record

OWNER = "demo"
PLANTED = "370102190001010019"  # a valid check digit, nobody's number: month 01, day 01, a birth year of 1900
NAMES = {
    "a-changed": "FAULT/000001",
    "b-table-dropped": "FAULT/000002",
    "c-held": "FAULT/000003",
    "d-new": "FAULT/000004",
    "e-new": "FAULT/000005",
    "f-returned": "FAULT/000006",
    "g-unchanged": "FAULT/000007",
}
FIELDS: list[dict[str, Any]] = [
    {"name": "站名", "type": "string", "constraints": {"required": True}},
    {"name": "区域代码", "type": "string", "sd:id": "region_code", "constraints": {"pattern": "\\d{6}"}},
    {"name": "泊位数", "type": "integer", "constraints": {"minimum": 0}},
    {"name": "启用日期", "type": "date"},
]
ROWS = [
    ["泉城站", "370102", "120", "2017-10-22"],
    ["趵突泉站", "370103", "80", "2018-05-01"],
    ["大明湖站", "370102", "60", "2020-01-01"],
]


def first(folder: Path) -> None:
    """What was published before: release 1 of four datasets."""
    deliver(folder, "a-changed", {"stations": ROWS})
    deliver(folder, "b-table-dropped", {"stations": ROWS, "closed": ROWS[:1]})
    deliver(folder, "c-held", {"stations": ROWS})
    deliver(folder, "g-unchanged", {"stations": ROWS})


def second(folder: Path) -> None:
    """What the run under fault finds. ``c`` has a new column that nobody has reviewed (G-01)."""
    deliver(folder, "a-changed", {"stations": [*ROWS, ["千佛山站", "370103", "45", "2021-06-01"]]})
    deliver(folder, "b-table-dropped", {"stations": ROWS})
    extra = [*FIELDS, {"name": "备注", "type": "string"}]
    deliver(folder, "c-held", {"stations": [[*row, ""] for row in ROWS]}, extra)
    deliver(folder, "d-new", {"stations": ROWS[:2]})
    deliver(folder, "e-new", {"stations": ROWS[1:], "closed": ROWS[:1]})
    deliver(folder, "f-returned", {"stations": [*ROWS, [PLANTED, "370103", "1", "2021-06-01"]]})


def deliver(
    folder: Path, guid: str, tables: dict[str, list[list[str]]], fields: list[dict[str, Any]] | None = None, **more: Any
) -> None:
    """Write one delivery whole; ``more`` goes into its record."""
    fields = FIELDS if fields is None else fields
    place = folder / guid
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    resources = []
    for key, rows in tables.items():
        (place / f"{key}.csv").write_bytes(_csv([[f["name"] for f in fields], *rows]))
        resources.append({"name": key, "title": f"停车站点 {key}", "path": f"{key}.csv", "schema": {"fields": fields}})
    package = {"name": guid, "sd:record": {**record(guid), **more}, "resources": resources}
    (place / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    hashes = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(place.iterdir())}
    (place / "manifest.json").write_text(json.dumps(hashes, ensure_ascii=False), encoding="utf-8")


def record(guid: str) -> dict[str, Any]:
    """A catalogue record that passes every rule."""
    code = NAMES.get(guid, f"FAULT/{guid}")
    return passing_record(title=f"演示停车站点 {guid}", identifier=code, owner_org=OWNER, keywords=["停车"])


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("gb18030")
