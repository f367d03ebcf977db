"""Parquet, shapefiles and archives: digits and text as kept there, true record numbers, refusals in words (G-40)."""

from __future__ import annotations

import datetime as dt
import decimal
import io
import stat
import warnings
import zipfile
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapefile
from gate_bench import Bench, only

from harvesters.contract import Verdict
from harvesters.messages import finding_json, has_sentence

ID = "370102190001010019"
FIELDS = [{"name": "名称"}, {"name": "数", "type": "number"}]
CSV = "名称,数\n济南,1\n青岛,2\n".encode()
MASTER = "\ufeff名称,数\r\n济南,1\r\n青岛,2\r\n"
WGS = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0]]'
CGCS = WGS.replace("GCS_WGS_1984", "GCS_China_Geodetic_Coordinate_System_2000")


def parquet(columns: dict[str, Any], **more: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **more)
    return out.getvalue()


def test_every_type_is_text_as_kept(bench: Bench) -> None:
    columns = {
        "码": pa.array(["007", None]),
        "整": pa.array([12345678901234567890, 1], pa.uint64()),
        "小数": pa.array([decimal.Decimal("1.50"), decimal.Decimal("0.00000001")], pa.decimal128(20, 8)),
        "浮点": pa.array([1.0, 0.1]),
        "单精": pa.array([0.1, 2.5], pa.float32()),
        "真": pa.array([True, False]),
        "日": pa.array([dt.date(2024, 1, 2), None]),
        "时刻": pa.array([dt.datetime(2024, 1, 2, 0, 0), dt.datetime(2024, 1, 2, 8, 30, 0, 500000)]),
        "时": pa.array([dt.time(8, 30), None]),
        "类": pa.array(["甲", "乙"]).dictionary_encode(),
        "空": pa.nulls(2),
    }
    judgement = bench.full(parquet(columns), [{"name": name} for name in columns], name="表.parquet")
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert bench.master(judgement).split("\r\n")[1:3] == [
        "007,12345678901234567890,1.50000000,1,0.1,true,2024-01-02,2024-01-02T00:00:00,08:30:00,甲,",
        ",1,0.00000001,0.1,2.5,false,,2024-01-02T08:30:00.5,,乙,",
    ]


def test_a_moment_with_a_zone_is_told_in_beijing_s_time_and_said(bench: Bench) -> None:
    moments = pa.array([dt.datetime(2024, 1, 1, 16, 0)], pa.timestamp("us", tz="UTC"))
    judgement = bench.full(parquet({"时刻": moments}), [{"name": "时刻", "type": "datetime"}], name="表.parquet")
    assert bench.master(judgement) == "\ufeff时刻\r\n2024-01-02T00:00:00\r\n"
    assert [(one["rule"], one["column"]) for one in judgement.report.files[0]["cleanings"]] == [("Q09", "时刻")]


def test_a_finding_names_the_record(bench: Bench) -> None:
    table = {"名称": [f"站{n}" for n in range(12_000)], "数": ["1"] * 11_000 + ["多"] + ["1"] * 999}
    finding = only(bench(parquet(table), FIELDS, name="表.parquet"), "G-30")
    assert (finding.row, finding.params["type"]) == (11_001, "type-error")


def dense() -> bytes:
    """Five million rows in a few kilobytes."""
    column = pa.array(["x"] * 1_000_000).dictionary_encode()
    out = io.BytesIO()
    schema = pa.schema([("a", column.type)])
    with pq.ParquetWriter(out, schema) as writer:
        for _ in range(5):
            writer.write_table(pa.table([column], schema))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (parquet({"a": [[1], [2]], "b": [1, 2]}), "parquet_nested"),
        (parquet({"a": [{"x": 1}, {"x": 2}]}), "parquet_nested"),
        (parquet({"a": [b"\x00\xff"]}), "parquet_nested"),
        (parquet({"a": [1]})[:-20], "parquet_broken"),
        (b"PAR1" + b"\xff" * 500 + b"\xff\xff\xff\x7fPAR1", "parquet_broken"),
        (b"PAR1PAR1", "parquet_broken"),
        (parquet({f"c{n}": [1] for n in range(1001)}), "too_many_columns"),
        (dense(), "bomb"),
        (CSV, "disguised"),
    ],
)
def test_what_is_no_table_of_parquet_is_said(bench: Bench, data: bytes, reason: str) -> None:
    refused(bench, data, "表.parquet", reason)


def refused(bench: Bench, data: bytes, name: str, reason: str, code: str = "G-40") -> Any:
    judgement = bench(data, name=name)
    assert judgement.report.verdict is Verdict.RETURNED
    finding = only(judgement, code)
    assert finding.params["reason"] == reason
    assert has_sentence(code, finding.params)
    said = finding_json(finding)
    assert "—" not in said["message"] + said["fix"]
    return finding


def shp(
    encoding: str = "utf-8", prj: str | None = WGS, cpg: str | None = None, kind: int = shapefile.POINT, **more: Any
) -> dict[str, bytes]:
    parts = {key: io.BytesIO() for key in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, shapeType=kind, encoding=encoding) as writer:
        writer.field("名称", "C", size=30)
        writer.field("数", "N", size=20, decimal=4)
        writer.field("日期", "D")
        for n, name in enumerate(more.get("names", ["济南站", "青岛站"])):
            writer.record(name, 1.5 + n, dt.date(2024, 1, 1 + n))
            if kind == shapefile.POINT:
                writer.point(117.25 + n, 36)
            else:
                writer.poly([[[117, 36], [117, 37], [118, 37], [117, 36]]])
    files = {f"站.{key}": stream.getvalue() for key, stream in parts.items()}
    if prj is not None:
        files["站.prj"] = prj.encode()
    if cpg is not None:
        files["站.cpg"] = cpg.encode()
    return files


class GbkName(zipfile.ZipInfo):
    """A member as Chinese Windows writes it: GBK bytes, no mark of UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits


def zipped(files: dict[str, bytes], kind: type[zipfile.ZipInfo] = zipfile.ZipInfo) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(kind(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@pytest.mark.parametrize(
    ("encoding", "cpg", "found"),
    [
        ("utf-8", None, "utf-8"),
        ("utf-8", "UTF-8", "utf-8"),
        ("gbk", None, "gb18030"),
        ("gbk", "GBK", "gb18030"),
        ("gbk", "936", "gb18030"),
    ],
)
def test_a_shapefile_is_its_table_with_the_places(bench: Bench, encoding: str, cpg: str | None, found: str) -> None:
    names = ["济南市长途汽车总站", "青岛市汽车北站"]
    fields = [
        {"name": "名称"},
        *({"name": name, "type": "number", "sd:crs": "WGS84"} for name in ("数", "经度", "纬度")),
    ]
    fields.insert(2, {"name": "日期", "type": "date"})
    judgement = bench.full(zipped(shp(encoding, cpg=cpg, names=names)), fields, name="站.zip", format="shp")
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert bench.master(judgement) == (
        "\ufeff名称,数,日期,经度,纬度\r\n"
        "济南市长途汽车总站,1.5000,2024-01-01,117.25,36\r\n青岛市汽车北站,2.5000,2024-01-02,118.25,36\r\n"
    )
    (file,) = judgement.report.files
    assert (file["encoding"], file["crs"], file["member"]) == (found, "EPSG:4326", "站.shp")


@pytest.mark.parametrize(
    ("prj", "crs"),
    [
        (CGCS, "EPSG:4490"),
        (f'PROJCS["CGCS2000_3_Degree_GK_Zone_39",{WGS}]', "CGCS2000_3_Degree_GK_Zone_39"),
        (None, None),
    ],
)
def test_the_system_is_that_of_the_prj(bench: Bench, prj: str | None, crs: str | None) -> None:
    judgement = bench(zipped(shp(prj=prj)), name="站.zip")
    assert judgement.report.files[0].get("crs") == crs


def test_polygons_are_well_known_text(bench: Bench) -> None:
    judgement = bench.full(
        zipped(shp(kind=shapefile.POLYGON)), [{"name": n} for n in ("名称", "数", "日期", "几何")], name="面.zip"
    )
    assert '"POLYGON ((117 36, 117 37, 118 37, 117 36))"' in bench.master(judgement)


def cut(files: dict[str, bytes], name: str, size: int) -> dict[str, bytes]:
    return {**files, name: files[name][:size]}


def deleted(files: dict[str, bytes]) -> dict[str, bytes]:
    body = bytearray(files["站.dbf"])
    body[int.from_bytes(body[8:10], "little")] = ord("*")
    return {**files, "站.dbf": bytes(body)}


def halved() -> dict[str, bytes]:
    files = shp(names=["济南市长途汽车总站", "青岛"])
    return {**files, "站.dbf": files["站.dbf"].replace("总站".encode(), "总".encode() + b"\xe7\xab ")}


def twice(name: str) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, CSV)
        archive.writestr(name, CSV)
    return out.getvalue()


def link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("表.csv")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def locked() -> bytes:
    raw = bytearray(zipped({"a.csv": CSV}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + at] |= 1
    return bytes(raw)


def lying() -> bytes:
    """The list says ten bytes, the data are a megabyte."""
    raw = bytearray(zipped({"a.csv": b"a\n" * 500_000}))
    at = raw.index(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(raw)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped(cut(shp(), "站.dbf", 150)), "dbf_broken"),
        (zipped(cut(shp(), "站.dbf", 20)), "dbf_broken"),
        (zipped(cut(shp(), "站.shp", 128)), "shp_count"),
        (zipped({name: data for name, data in shp().items() if name != "站.dbf"}), "shp_parts"),
        (zipped(deleted(shp())), "dbf_deleted"),
        (zipped(halved()), "dbf_text"),
        (zipped(shp("gbk", cpg="UTF-8", names=["济南市长途汽车总站", "青岛市汽车北站"])), "dbf_page"),
        (zipped({"../表.csv": CSV}), "zip_name"),
        (zipped({"/表.csv": CSV}), "zip_name"),
        (zipped({"C:\\表.csv": CSV}), "zip_name"),
        (zipped({"..\\表.csv": CSV}), "zip_name"),
        (link(), "zip_link"),
        (twice("表.csv"), "zip_twice"),
        (zipped({"里.zip": zipped({"表.csv": CSV})}), "zip_nested"),
        (zipped({"里.rar": b"Rar!"}), "zip_nested"),
        (zipped({"说明.txt": b"x"}), "zip_no_table"),
        (zipped({"大.csv": b"a,b\n" + b"1,2\n" * 5_000_000}), "bomb"),
        (zipped({f"{n}.csv": b"a" for n in range(5000)}), "bomb"),
        (locked(), "disguised"),
        (lying(), "zip_broken"),
        (zipped({"表.csv": CSV})[:-30], "zip_broken"),
        (b"Rar!\x1a\x07\x00", "disguised"),
        (zipped({"表.csv": b"%PDF-1.7"}), "disguised"),
    ],
)
def test_an_archive_that_is_not_taken_says_why(bench: Bench, data: bytes, reason: str) -> None:
    refused(bench, data, "表.zip", reason)


def test_several_tables_are_named(bench: Bench) -> None:
    data = zipped({"济南.csv": CSV, "青岛.csv": CSV})
    finding = refused(bench, data, "表.zip", "several_members", "Q21")
    assert "济南.csv" in finding.params["members"]
    assert bench(data, name="表.zip", innerpath="青岛.csv").report.files[0]["member"] == "青岛.csv"


@pytest.mark.parametrize("names", [zipfile.ZipInfo, GbkName])
@pytest.mark.parametrize("form", ["zip", "csv"])
def test_a_zipped_table_is_the_table(bench: Bench, names: type[zipfile.ZipInfo], form: str) -> None:
    files = {"数据/济南市统计表.csv": CSV, "__MACOSX/._x": b"x", "说明.txt": "说明".encode()}
    judgement = bench.full(zipped(files, names), FIELDS, name="表.zip", format=form)
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert bench.master(judgement) == MASTER
    assert judgement.report.files[0]["member"] == "数据/济南市统计表.csv"


def test_what_lies_beside_the_table_is_looked_at(bench: Bench) -> None:
    for name, data in (
        ("说明.txt", ID.encode("utf-16")),
        ("说明.bin", ID.encode()),
        ("说明.docx", zipped({"word/document.xml": f"<a>{ID}</a>".encode()})),
    ):
        judgement = bench(zipped({"表.csv": CSV, name: data}), name="表.zip")
        assert only(judgement, "G-10").quarantine


def test_names_inside_an_archive_are_looked_at(bench: Bench) -> None:
    assert only(bench(zipped({f"{ID}.csv": CSV}), name="表.zip"), "G-10").quarantine


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_the_comment_of_a_package_is_looked_at(bench: Bench, codec: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "城市,数\n济南市,1\n青岛市,2\n")
        archive.comment = "机密★1年".encode(codec)
    assert only(bench(packed.getvalue(), name="表.zip"), "G-03").quarantine


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("安装.exe", b""),
        ("导出.bat", b"echo"),
        ("汇总.xlsm", b""),
        ("工具", b"MZ\x90\0" + b"x" * 100),
        ("脚本", b"#!/bin/sh\n"),
        ("宏.docx", zipped({"word/document.xml": b"<w/>", "word/vbaProject.bin": b"x"})),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "_VBA_PROJECT".encode("utf-16-le")),
    ],
)
def test_no_program_beside_a_table(bench: Bench, name: str, data: bytes) -> None:
    judgement = bench.full(zipped({"表.csv": CSV, name: data}), FIELDS, name="表.zip")
    (found,) = [f for f in judgement.report.findings if f.code == "G-40"]
    assert (judgement.report.verdict, found.params["reason"], found.params["name"]) == (
        Verdict.RETURNED,
        "zip_program",
        name,
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("说明.txt", "MZ 是缩写".encode()),
        ("说明.docx", zipped({"word/document.xml": b"<w/>"})),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("图.png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_what_explains_a_table_may_lie_beside_it_and_is_not_published(bench: Bench, name: str, data: bytes) -> None:
    judgement = bench.full(zipped({"表.csv": CSV, name: data}), FIELDS, name="表.zip")
    (found,) = [f for f in judgement.report.findings if f.code == "G-40"]
    assert (judgement.report.verdict, found.params["reason"], name in finding_json(found)["message"]) == (
        Verdict.PASS,
        "zip_beside",
        True,
    )


def test_the_parts_of_a_map_are_not_said_to_be_left_out(bench: Bench) -> None:
    parts = {**shp(), "站.sbn": b"x", "站.shp.xml": b"<x/>"}
    assert [f for f in bench(zipped(parts), name="站.zip").report.findings if f.code == "G-40"] == []


def test_a_float_s_digits_are_written_as_long_as_it_knows_them(bench: Bench) -> None:
    whole = [{"name": "名称"}, {"name": "数", "type": "integer"}]
    judgement = bench.full(parquet({"名称": ["甲", "乙"], "数": [3.0, 1e15]}), whole, name="表.parquet")
    assert bench.master(judgement).splitlines()[1:] == ["甲,3", "乙,1000000000000000"]
    finding = only(bench.full(parquet({"名称": ["甲", "乙"], "数": [3.0, 1e20]}), whole, name="表.parquet"), "G-30")
    assert (finding.params["type"], finding.row, finding.value) == ("number-scientific", 2, "1e+20")
    number = bench.full(parquet({"名称": ["甲", "乙"], "数": [3.0, 1e20]}), FIELDS, name="表.parquet")
    assert number.report.verdict is Verdict.PASS, "of figures it is one"
