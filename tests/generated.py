"""Deliveries made by chance from a seed: tables of every format, encoding and dialect, many with one planted fault."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import forms
from records import passing_record

CITIES = ("济南市", "青岛市", "淄博市", "枣庄市", "东营市", "烟台市", "潍坊市", "济宁市")
PLACES = ("泉城路", "黑虎泉", "大明湖", "台东", "五四广场", "栈桥", "周村", "滕州", "广饶", "蓬莱", "曲阜", "寿光")
COLUMNS: dict[str, tuple[dict[str, Any], Callable[[random.Random, int], Any]]] = {
    "名称": ({"type": "string", "constraints": {"required": True}}, lambda r, n: f"{r.choice(PLACES)}{n}号站"),
    "地市": ({"type": "string", "constraints": {"enum": list(CITIES)}}, lambda r, n: r.choice(CITIES)),
    "邮政编码": (
        {"type": "string", "constraints": {"pattern": "[0-9]{6}"}},
        lambda r, n: f"25{r.randrange(10**4):04d}",
    ),
    "站数": ({"type": "integer", "constraints": {"minimum": 0}}, lambda r, n: r.randrange(2, 60)),
    "里程（公里）": ({"type": "number"}, lambda r, n: round(r.uniform(1, 99), 2)),
    "启用日期": ({"type": "date"}, lambda r, n: dt.date(2015, 1, 1) + dt.timedelta(r.randrange(3000))),
    "年份": ({"type": "year"}, lambda r, n: r.randrange(2005, 2025)),
    "是否空调": ({"type": "boolean", "trueValues": ["是"], "falseValues": ["否"]}, lambda r, n: r.choice("是否")),
    "备注": ({"type": "string"}, lambda r, n: r.choice(("", "临时改线", "首末班见站牌", "含，全角"))),
}
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
FORMATS = ("csv", "tsv", "xlsx", "xls", "ods", "json", "jsonl", "geojson", "parquet", "zip", "shp")
Rows = list[list[Any]]
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
FORMATS = ("csv", "tsv", "xlsx", "xls", "ods", "json", "jsonl", "geojson", "parquet", "zip", "shp")
Rows = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Generated:
    """One delivery: its folder's name, its files, and the fault that was planted (empty: none)."""

    name: str
    files: dict[str, bytes]
    fault: str


def deliveries(seed: int, count: int) -> Iterator[Generated]:
    """The same for the same seed."""
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        yield _delivery(chance, number, FORMATS[number // 2 % len(FORMATS)] if number % 2 else "csv")


def _delivery(chance: random.Random, number: int, form: str) -> Generated:
    labels = ["名称", *chance.sample(list(COLUMNS)[1:], chance.randrange(2, 6))]
    rows = [[COLUMNS[label][1](chance, n) for label in labels] for n in range(1, chance.randrange(4, 40))]
    fault = chance.choice(list(FAULTS)) if chance.random() < 0.5 else ""
    fields = [{"name": label, **COLUMNS[label][0]} for label in labels]
    record = passing_record(title=f"演示站点 {number}", identifier=f"GEN/{number:06d}", keywords=["站点"])
    header = list(labels)
    if fault:
        FAULTS[fault](chance, header, rows, record)
    encoding = chance.choice(ENCODINGS)
    raw = WRITERS[form](header, rows, encoding)
    if fault == "bytes":
        raw = raw[: len(raw) // 2] + b"\xff\xfe\x81" + raw[len(raw) // 2 :]
    name = f"站点.{'zip' if form == 'shp' else form}"
    resource = {"name": "stops", "title": "站点", "path": name, "format": form, "schema": {"fields": fields}}
    package = {"name": "stops", "sd:record": record, "resources": [resource]}
    files = {name: raw, "datapackage.json": json.dumps(package, ensure_ascii=False).encode()}
    files["manifest.json"] = json.dumps({name: hashlib.sha256(b).hexdigest() for name, b in files.items()}).encode()
    return Generated(f"{number:04d}-{form}-{fault or 'clean'}", files, fault)


# -- faults: each changes one thing


def _cell(value: Any) -> Callable[..., None]:
    def plant(chance: random.Random, header: list[str], rows: Rows, record: dict[str, Any]) -> None:
        chance.choice(rows)[chance.randrange(1, len(header))] = value

    return plant


def _name(value: str) -> Callable[..., None]:
    def plant(chance: random.Random, header: list[str], rows: Rows, record: dict[str, Any]) -> None:
        chance.choice(rows)[0] = value

    return plant


def _row_twice(chance: random.Random, header: list[str], rows: Rows, record: dict[str, Any]) -> None:
    rows.append(list(rows[0]))


def _ragged(chance: random.Random, header: list[str], rows: Rows, record: dict[str, Any]) -> None:
    chance.choice(rows).append("多出的格")


def _header(chance: random.Random, header: list[str], rows: Rows, record: dict[str, Any]) -> None:
    header[chance.randrange(len(header))] += "（改名）"


def _no_rows(chance: random.Random, header: list[str], rows: Rows, record: dict[str, Any]) -> None:
    rows.clear()


def _record(chance: random.Random, header: list[str], rows: Rows, record: dict[str, Any]) -> None:
    del record[chance.choice(["notes", "update_cycle", "open_type"])]


FAULTS: dict[str, Callable[..., None]] = {
    "wrong-type": _cell("不详"),
    "no-date": _cell("2024-13-41"),
    "long-number": _cell("123456789012345678901"),
    "person": _name("负责人370102190001010019"),
    "secret": _name("机密★10年"),
    "mojibake": _name("锟斤拷锟斤拷"),
    "empty-name": _name(""),
    "row-twice": _row_twice,
    "ragged": _ragged,
    "other-header": _header,
    "no-rows": _no_rows,
    "bad-record": _record,
    "bytes": lambda *_: None,
}


# -- formats of places


def _points(header: Sequence[str], rows: Rows) -> list[dict[str, Any]]:
    return [{"type": "Point", "coordinates": [117.0, 36.6]} for _ in rows]


def _geojson(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    return forms.geojson(header, rows, _points(header, rows))


def _shp(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    return forms.shp([name[:3] for name in header], rows, _points(header, rows), projection=None)


WRITERS = {**forms.WRITERS, "geojson": _geojson, "shp": _shp}
