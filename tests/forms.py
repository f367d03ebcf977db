"""A table as a file of every format that the gate reads: rows of plain values in, bytes out."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pyarrow
import pyarrow.parquet
import shapefile
import xlwt

Rows = Sequence[Sequence[Any]]
Position = tuple[float, float]
_WHEN = (2026, 1, 1, 0, 0, 0)
_XLS_DAY = xlwt.easyxf(num_format_str="YYYY-MM-DD")
_XLS_TIME = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM:SS")
_ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_EMPTY = "<table:table-cell/>"
_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body>'
    "<office:spreadsheet>{body}</office:spreadsheet>"
    "</office:body></office:document-content>"
)
_CGCS2000 = 'GEOGCS["China Geodetic Coordinate System 2000",AUTHORITY["EPSG","4490"]]'


def plain(value: Any) -> Any:
    """As text forms have it."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return "" if value is None else value


def lines(header: Sequence[str], rows: Rows, delimiter: str = ",", quoting: Any = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting)
    writer.writerows([header, *([plain(value) for value in row] for row in rows)])
    return out.getvalue()


def _text(delimiter: str) -> Callable[[Sequence[str], Rows, str], bytes]:
    def write(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
        quoting = csv.QUOTE_ALL if encoding == "gb18030" else csv.QUOTE_MINIMAL
        return lines(header, rows, delimiter, quoting).encode(encoding)

    return write


Sheets = Mapping[str, Rows]


def _xlsx(sheets: Sheets) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xls(sheets: Sheets) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                style = (
                    _XLS_TIME if isinstance(value, dt.datetime) else _XLS_DAY if isinstance(value, dt.date) else None
                )
                if value is not None:
                    shown = value.isoformat() if isinstance(value, dt.time) else value
                    sheet.write(y, x, shown, style or xlwt.Style.default_style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(sheets: Sheets) -> bytes:
    def cell(value: Any) -> str:
        text = escape(str(plain(value)))
        kind = 'office:value-type="string"'
        if isinstance(value, int | float):
            kind = f'office:value-type="float" office:value="{value}"'
        elif isinstance(value, dt.date):
            kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>" if text else _ODS_EMPTY

    body = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    return archive({"mimetype": _ODS_KIND.encode(), "content.xml": _ODS.format(body=body).encode()}, zipfile.ZIP_STORED)


SHEETS: Mapping[str, Callable[[Sheets], bytes]] = {"xlsx": _xlsx, "xls": _xls, "et": _xls, "ods": _ods}


def _book(form: str) -> Callable[[Sequence[str], Rows, str], bytes]:
    return lambda header, rows, encoding: SHEETS[form]({"数据": [header, *rows]})


def objects(header: Sequence[str], rows: Rows) -> list[dict[str, Any]]:
    return [
        {name: plain(value) if value is not None else None for name, value in zip(header, row, strict=False)}
        for row in rows
    ]


def _json(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    return json.dumps(objects(header, rows), ensure_ascii=False).encode()


def _jsonl(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects(header, rows)).encode()


def _parquet(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    columns = {name: [row[n] if n < len(row) else None for row in rows] for n, name in enumerate(header)}
    typed = {
        name: pyarrow.array(cells if len({type(cell) for cell in cells} - {type(None)}) == 1 else _as_text(cells))
        for name, cells in columns.items()
    }
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(typed), out)
    return out.getvalue()


def _as_text(cells: Sequence[Any]) -> list[str | None]:
    return [None if cell is None else str(plain(cell)) for cell in cells]


def _zip(header: Sequence[str], rows: Rows, encoding: str) -> bytes:
    return archive({"站点.csv": _text(",")(header, rows, encoding)})


def geojson(header: Sequence[str], rows: Rows, shapes: Sequence[Mapping[str, Any] | None]) -> bytes:
    """``shapes``: of each row its geometry, or None."""
    features = [
        {"type": "Feature", "properties": one, "geometry": shape}
        for one, shape in zip(objects(header, rows), shapes, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def shp(
    header: Sequence[str],
    rows: Rows,
    shapes: Sequence[Mapping[str, Any]],
    encoding: str = "utf-8",
    projection: str | None = _CGCS2000,
) -> bytes:
    """The zipped parts of a shapefile whose shapes are all points, or all polygons."""
    parts = {kind: io.BytesIO() for kind in ("shp", "shx", "dbf")}
    kind = shapefile.POLYGON if shapes and shapes[0]["type"] == "Polygon" else shapefile.POINT
    with shapefile.Writer(**parts, shapeType=kind, encoding=encoding) as writer:
        for n, name in enumerate(header):
            values = [row[n] for row in rows if n < len(row) and row[n] is not None]
            if values and all(type(value) is int for value in values):
                writer.field(name, "N", 18, 0)
            elif values and all(type(value) is dt.date for value in values):
                writer.field(name, "D")
            else:
                writer.field(name, "C", 254)
        for row, shape in zip(rows, shapes, strict=True):
            if kind == shapefile.POINT:
                writer.point(*shape["coordinates"])
            else:
                writer.poly(shape["coordinates"])
            writer.record(
                *[value if type(value) in (int, dt.date) else str(plain(value)) for value in row[: len(header)]]
            )
    named = {f"站点.{kind}": content.getvalue() for kind, content in parts.items()}
    if projection is not None:
        named["站点.prj"] = projection.encode()
    return archive({**named, "站点.cpg": encoding.upper().encode()}, zipfile.ZIP_STORED)


class _Named(zipfile.ZipInfo):
    """A member named as the packers of Chinese Windows name it: in GBK, with nothing that says so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits


def archive(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, gbk: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in members.items():
            packed.writestr((_Named if gbk else zipfile.ZipInfo)(name, _WHEN), data, method)
    return out.getvalue()


WRITERS: Mapping[str, Callable[[Sequence[str], Rows, str], bytes]] = {
    **{"csv": _text(","), "tsv": _text("\t"), **{form: _book(form) for form in SHEETS}},
    **{"json": _json, "jsonl": _jsonl, "parquet": _parquet, "zip": _zip},
}
