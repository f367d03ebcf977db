"""Deliveries made by chance from a seed: tables of every format, encoding and dialect, many with one planted fault."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pyarrow
import pyarrow.parquet
import shapefile
import xlwt
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
_XLS_DAY = xlwt.easyxf(num_format_str="YYYY-MM-DD")
_ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_EMPTY = "<table:table-cell/>"
_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body>'
    '<office:spreadsheet><table:table table:name="数据">{lines}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)


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


# -- formats


def _text(delimiter: str) -> Callable[[Sequence[str], Rows, str], bytes]:
    def write(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
        out = io.StringIO()
        quoting = csv.QUOTE_ALL if encoding == "gb18030" else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=delimiter, quoting=quoting).writerows([header, *rows])
        return out.getvalue().encode(encoding)

    return write


def _xlsx(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [header, *rows]:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _objects(header: Sequence[str], rows: Rows) -> list[dict[str, Any]]:
    return [{name: _plain(value) for name, value in zip(header, row, strict=False)} for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _json(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    return json.dumps(_objects(header, rows), ensure_ascii=False).encode()


def _jsonl(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in _objects(header, rows)).encode()


def _geojson(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    features = [
        {"type": "Feature", "properties": one, "geometry": {"type": "Point", "coordinates": [117.0, 36.6]}}
        for one in _objects(header, rows)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _parquet(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    columns = {name: [str(_plain(row[n])) for row in rows if n < len(row)] for n, name in enumerate(header)}
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


def _xls(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("数据")
    for y, row in enumerate([header, *rows]):
        for x, value in enumerate(row):
            sheet.write(y, x, value, _XLS_DAY if isinstance(value, dt.date) else xlwt.Style.default_style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    def cell(value: Any) -> str:
        text = escape(str(_plain(value)))
        number = isinstance(value, int | float)
        kind = f'office:value-type="float" office:value="{value}"' if number else 'office:value-type="string"'
        return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>" if text else _ODS_EMPTY

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [list(header), *rows])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in (("mimetype", _ODS_KIND), ("content.xml", _ODS.format(lines=lines))):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def _shp(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    parts = {kind: io.BytesIO() for kind in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, shapeType=shapefile.POINT, encoding="utf-8") as writer:
        for name in header:
            writer.field(name[:3], "C", 80)
        for row in rows:
            writer.point(117.0, 36.6)
            writer.record(*[str(_plain(value)) for value in row[: len(header)]])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for kind, content in parts.items():
            archive.writestr(zipfile.ZipInfo(f"站点.{kind}", (2026, 1, 1, 0, 0, 0)), content.getvalue())
        archive.writestr(zipfile.ZipInfo("站点.cpg", (2026, 1, 1, 0, 0, 0)), "UTF-8")
    return out.getvalue()


def _zip(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("站点.csv", (2026, 1, 1, 0, 0, 0)), _text(",")(header, rows, encoding))
    return out.getvalue()


WRITERS: dict[str, Callable[[Sequence[str], Rows, str], bytes]] = {
    "csv": _text(","),
    "tsv": _text("\t"),
    "xlsx": _xlsx,
    "xls": _xls,
    "ods": _ods,
    "shp": _shp,
    "json": _json,
    "jsonl": _jsonl,
    "geojson": _geojson,
    "parquet": _parquet,
    "zip": _zip,
}
