"""Hostile inputs in the real limited child: each under ten seconds and a gibibyte, a finding in Chinese, no exception.

The numbers are rows of the catalogue of bad input (b025…b062) and of the sixty inputs tried on Frictionless (v01…v60).
"""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlsxwriter
from gate_bench import AS_OF, Bench
from openpyxl import Workbook

from harvesters.contract import GateContext, Report, Verdict
from harvesters.gate.child import ChildGate
from harvesters.messages import finding_json, has_sentence

SECONDS, MEMORY = 10, 1 << 30
PASS, REVIEW, BACK = Verdict.PASS, Verdict.REVIEW, Verdict.RETURNED
ID = "370102190001010019"
Made = bytes | str | Callable[[], bytes]


class Case(NamedTuple):
    """``code``: the rule that must speak (None: none of ours blocks); ``reason``: its case."""

    name: str
    data: Made
    file: str
    code: str | None
    reason: str | None = None
    verdict: Verdict = BACK
    fields: list[Mapping[str, Any]] | None = None
    more: Mapping[str, Any] = {}


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def book(change: Callable[[Any], None]) -> bytes:
    made = Workbook()
    made.active.append(["名称", "数"])
    made.active.append(["济南", 1])
    change(made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def shared(member: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook whose texts stand in one list, as Excel writes them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        made.add_worksheet().write_row(0, 0, ["名称", "数"])
        made.worksheets()[0].write_row(1, 0, ["济南", 1])
    with zipfile.ZipFile(out) as archive:
        return zipped(*((n, change(archive.read(n)) if n == member else archive.read(n)) for n in archive.namelist()))


def changed(member: str, change: Callable[[bytes], bytes]) -> bytes:
    """A plain workbook with one member made anew."""
    with zipfile.ZipFile(io.BytesIO(book(lambda sheet: None))) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    return zipped(*((name, change(data) if name == member else data) for name, data in parts))


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 10) for n in range(10))
    + b"]>"
)


def entity(declared: bytes, used: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        head, _, rest = data.partition(b"<worksheet")
        return head + declared + b"<worksheet" + rest.replace(b"<v>1</v>", b"<v>" + used + b"</v>")

    return change


def overlapping() -> bytes:
    """Many names for the same bytes: 42.zip's trick."""
    raw = bytearray(zipped(*((f"{n:03d}.csv", b"a,b\n" + b"1,2\n" * 200_000) for n in range(3))))
    first = raw.index(b"PK\x01\x02")
    at = first
    while (at := raw.find(b"PK\x01\x02", at + 1)) > 0:
        raw[at + 42 : at + 46] = raw[first + 42 : first + 46]
    return bytes(raw)


def number(kind: str = "number", **limits: Any) -> list[Mapping[str, Any]]:
    return [{"name": "名称"}, {"name": "数", "type": kind, **({"constraints": limits} if limits else {})}]


def text(**limits: Any) -> list[Mapping[str, Any]]:
    return [{"name": "名称", "constraints": limits}, {"name": "数"}]


HEAD = "名称,数\n"
ROW = HEAD + "济南,1\n"
GOOD = "".join(f"济南市第{n}中学,{n}\n" for n in range(300))

FILES = (
    # archives
    Case("b031_ratio", lambda: zipped(("a.csv", b"0" * 20_000_000)), "x.zip", "G-40", "bomb"),
    Case("b031_members", lambda: zipped(*((f"{n}", b"") for n in range(6000))), "x.zip", "G-40", "bomb"),
    Case(
        "b031_nested",
        lambda: zipped(("a.zip", zipped(("b.zip", zipped(("c.csv", b"a")))))),
        "x.zip",
        "G-40",
        "zip_nested",
    ),
    Case("b031_overlap", overlapping, "x.zip", None),
    Case("b032_slip", zipped(("../../x.csv", b"a,b\n1,2\n")), "x.zip", "G-40", "zip_name"),
    Case("b033_gz", lambda: gzip.compress(b"a,b\n" * 1_000_000), "x.zip", "G-40", "disguised"),
    Case("b033_7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 90, "x.zip", "G-40", "disguised"),
    Case("b033_exe", b"MZ\x90\0" + b"\0" * 90, "x.zip", "G-40", "disguised"),
    Case("b033_tar", b"ustar" * 100, "x.zip", "G-40", "disguised"),
    Case("v47_gzip_in_csv", lambda: gzip.compress(b"a,b\n" * 5_000_000), "x.csv", "G-40", "disguised"),
    Case("v48_one_line", lambda: zipped(("a.csv", b"x" * 100_000_000)), "x.zip", "G-40", "bomb"),
    Case("v51_no_zip", b"hello, this is no zip", "x.zip", "G-40", "disguised"),
    Case("v51_empty_zip", zipped(), "x.zip", "G-40", "zip_no_table"),
    # workbooks
    Case("b034_laughs", lambda: changed(SHEET, entity(LAUGHS, b"&a9;")), "x.xlsx", "G-40", "xlsx_broken"),
    Case(
        "b034_xxe",
        lambda: changed(SHEET, entity(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', b"&x;")),
        "x.xlsx",
        "G-40",
    ),
    Case(
        "b034_laughs_strings",
        lambda: shared(STRINGS, lambda data: data.replace(b"<sst", LAUGHS + b"<sst").replace("济南".encode(), b"&a9;")),
        "x.xlsx",
        "G-40",
    ),
    Case(
        "b034_macros",
        lambda: zipped(("xl/workbook.xml", b"<a/>"), ("xl/vbaProject.bin", b"x")),
        "x.xlsx",
        "G-40",
        "disguised",
    ),
    Case(
        "b034_ole_object",
        lambda: zipped(("xl/workbook.xml", b"<a/>"), ("xl/embeddings/a.bin", b"x")),
        "x.xlsx",
        "G-40",
        "embedded",
    ),
    Case(
        "b035_far_cell",
        lambda: book(lambda sheet: sheet.cell(1_048_576, 16_384, "x")),
        "x.xlsx",
        "G-40",
        "too_many_columns",
    ),
    Case("v54_far_row", lambda: book(lambda sheet: sheet.cell(1_048_576, 1, "x")), "x.xlsx", "G-30", "blank-run"),
    Case(
        "b035_strings_out_of_range",
        lambda: shared(SHEET, lambda data: data.replace(b"<v>0</v>", b"<v>999999</v>")),
        "x.xlsx",
        "G-40",
        "xlsx_broken",
    ),
    Case("b035_formula", lambda: book(lambda sheet: sheet.append(["青岛", "=1+1"])), "x.xlsx", "Q22", "no_value"),
    Case(
        "v55_big_xml",
        lambda: changed(SHEET, lambda data: data.replace(b"</sheetData>", b" " * 100_000_000 + b"</sheetData>")),
        "x.xlsx",
        "G-40",
        "bomb",
    ),
    Case("v58_broken_xml", lambda: changed(SHEET, lambda data: data[:200]), "x.xlsx", "G-40", "xlsx_broken"),
    Case(
        "b036_html_as_xls",
        b"<html><body><table><tr><td>a</td></tr></table></body></html>",
        "x.xls",
        "G-40",
        "disguised",
    ),
    Case("b036_csv_as_xls", ROW, "x.xls", "G-40", "disguised"),
    Case(
        "b036_xml_2003",
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "x.xls",
        "G-40",
        "disguised",
    ),
    Case("b036_mhtml_as_xls", b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "x.xls", "G-40", "disguised"),
    Case("b036_xls_garbage", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000, "x.xls", "G-40", "xlsx_broken"),
    Case("v42_png", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "x.csv", "G-40", "disguised"),
    Case("v43_csv_as_xlsx", ROW, "x.xlsx", "G-40", "disguised"),
    # the source's message instead of the file
    Case("b019_json_error", '{"code":"0003","message":"无权限"}', "x.csv", "G-40", "json_error"),
    Case("b019_login", "<!DOCTYPE html><html><form><input type=password></form></html>", "x.csv", "G-40", "web_page"),
    Case("b019_wall", "<html><body>您的访问被拦截</body></html>", "x.xlsx", "G-40", "web_page"),
    Case("b019_sql_error", "ORA-00942: table or view does not exist\n", "x.csv", "G-40", "error_text"),
    # shapes of CSV
    Case(
        "b037_columns",
        lambda: (",".join(f"c{n}" for n in range(100_000)) + "\n1\n").encode(),
        "x.csv",
        "G-40",
        "too_many_columns",
    ),
    Case("b037_million_columns", lambda: b'"a",' * 1_250_000, "x.csv", "Q02"),
    Case("b037_long_line", lambda: HEAD.encode() + b"x" * 100_000_000, "x.csv", "Q02"),
    Case("v35_extra_cells", lambda: (ROW + "1," * 100_000 + "\n").encode(), "x.csv", "G-40", "too_many_cells"),
    Case("v39_open_quote", lambda: (HEAD + '"' + "济南,1\n" * 1_000_000).encode(), "x.csv", "Q02"),
    Case("b037_nul", HEAD + "济\0南,1\n", "x.csv", "Q01", "nul"),
    Case("b037_sep_line", "sep=;\n名称;数\n济南;1\n", "x.csv", None, None, PASS, number()),
    Case("b037_tab", "名称\t数\n济南\t1\n", "x.csv", None, None, PASS),
    Case("b037_duplicate_header", "名称,名称\n济南,1\n", "x.csv", "G-30", "duplicate-label"),
    Case("b037_blank_header", "名称,,数\n济南,1,2\n", "x.csv", "G-30", "blank-label"),
    Case("v44_bom_only", b"\xef\xbb\xbf", "x.csv", "Q26"),
    Case("v45_header_only", HEAD, "x.csv", "Q26"),
    Case("v46_blank_rows", lambda: (ROW + "\n" * 20_000 + "青岛,2\n").encode(), "x.csv", "G-30", "blank-run"),
    # encodings
    Case("b038_utf16", ROW.encode("utf-16"), "x.csv", None, None, PASS),
    Case("b038_utf16_without_bom", ROW.encode("utf-16-le"), "x.csv", "Q01"),
    Case(
        "b038_bad_byte",
        lambda: (HEAD + GOOD * 20).encode() + b"\xff,1\n" + GOOD.encode(),
        "x.csv",
        "Q01",
        "utf8_broken",
    ),
    Case("b038_mixed", lambda: (HEAD + GOOD).encode() + GOOD.encode("gbk"), "x.csv", "Q01", "mixed"),
    Case("b038_gb_cut", lambda: (HEAD + GOOD).encode("gb18030") + b"\xbc", "x.csv", "Q01", "gb_broken"),
    Case(
        "b038_big5",
        lambda: ("名稱,數\n" + "臺北市第一高級中學的學生,1\n濟南市圖書館與體育場館,2\n" * 40).encode("big5"),
        "x.csv",
        "Q01",
        "big5",
    ),
    Case("b038_rare", ROW.replace("济南", "𠮷林㛃县").encode("gb18030"), "x.csv", None, None, PASS),
    Case("b038_mojibake", "名称,数\n锟斤拷锟斤拷,1\n", "x.csv", "Q01", "mojibake"),
    # values
    *(
        Case(f"b039_{n}", f"{HEAD}济南,{value}\n", "x.csv", "G-30", None, BACK, number())
        for n, value in enumerate(("0x1F", "sNaN", "NaN", "1_0x", "1e999999999", "—1—"))
    ),
    Case("v24_unique_snan", HEAD + "a,sNaN\nb,sNaN\n", "x.csv", "G-30", None, BACK, number(unique=True)),
    Case(
        "v26_digits",
        lambda: (HEAD + "a," + "9" * 100_000 + "\n").encode(),
        "x.csv",
        "G-30",
        None,
        BACK,
        number("integer"),
    ),
    Case("v28_brackets", lambda: (HEAD + "a," + "[" * 100_000 + "\n").encode(), "x.csv", None, None, PASS),
    Case("v28_json", lambda: b"[" * 1_000_000, "x.json", "G-40", "json_deep"),
    Case("v29_duration", HEAD + "a,P999999999999Y\n", "x.csv", None, None, PASS, number("duration")),
    Case("v30_backtracking", HEAD + "a" * 40 + "!,1\n", "x.csv", None, None, BACK, text(pattern="(a+)+")),
    Case(
        "v31_enum",
        lambda: (HEAD + "x,1\n" * 10_000).encode(),
        "x.csv",
        None,
        None,
        BACK,
        text(enum=[f"v{n}" for n in range(10_000)]),
    ),
    Case("v33_formula", HEAD + "=cmd()|' /C calc'!A0,1\n", "x.csv", None, None, PASS),
    *(
        Case(f"b040_{n}", f"{HEAD}济南,{value}\n", "x.csv", "G-30", None, BACK, number("date"))
        for n, value in enumerate(("2023-02-30", "民国112年", "24:00", "0000-01-01", "45000"))
    ),
    # schemas
    *(
        Case(name, ROW, "x.csv", None, None, BACK, fields)
        for name, fields in (
            ("v13_pattern", text(pattern="(")),
            ("v14_minimum", number(minimum="abc")),
            ("v14_list", number(minimum=[1])),
            ("v15_length", text(maxLength=-1)),
            ("v16_type", number("nothing")),
            ("v25_object_key", number("array", unique=True)),
        )
    ),
    Case("v17_delimiter", ROW, "x.csv", "Q02", None, BACK, None, {"dialect": {"delimiter": "ab"}}),
    Case("v19_encoding", ROW, "x.csv", None, None, PASS, None, {"encoding": "unicode_escape"}),
    # persons and secrets: quarantined (domain §5.3)
    *(
        Case(f"b061_{n}", data, file, "G-10")
        for n, (data, file) in enumerate(
            (
                (f"{HEAD}张,{ID}\n", "x.csv"),
                (f"{HEAD}张,３７０１０２１９０００１０１００１９\n", "x.csv"),
                (f"{HEAD}张,370102 19000101 0019\n", "x.csv"),
                (f'[{{"名称": "张", "数": {ID}}}]', "x.json"),
                (f"{ROW}张,{ID}\n".encode() + b"\xff", "x.csv"),
                (lambda: book(lambda sheet: sheet.append(["张", ID])), "x.xlsx"),
                (lambda: zipped((f"{ID}.csv", ROW.encode())), "x.zip"),
            )
        )
    ),
    Case("b062_secret", HEAD + "机密★1年,1\n", "x.csv", "G-03"),
    Case("b062_spaced", HEAD + "机 密 ★ 1年,1\n", "x.csv", "G-03"),
    # maps and other JSON
    Case(
        "b041_geojson",
        '[{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[["x"]]]}}]',
        "x.geojson",
        "G-40",
        "geometry",
    ),
    Case("b022_nan", '[{"a": NaN}]', "x.json", "G-40", "json_constant"),
    Case("b022_duplicate", '[{"a": 1, "a": 2}]', "x.json", "G-40", "json_twice"),
    Case("b022_cut", '{"a": 1}\n{"a": ', "x.jsonl", "G-40", "json_broken"),
    Case("b043_rdf", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><rdf:RDF/>', "x.rdf", "G-40"),
)

PATHS = (
    "../x.csv",
    "/etc/passwd",
    "file:///etc/passwd",
    "C:\\x.csv",
    "..\\x.csv",
    "%2e%2e/x.csv",
    "a\0b.csv",
    "CON.csv",
)
LINKS = ("postgresql://u@h/d", "mysql://h/d", "sqlite:///x.db", "s3://b/k", "http://127.0.0.1:1/x.csv")
DESCRIPTORS = (
    *(({"path": path}, "file_missing") for path in PATHS if "://" not in path),
    *(({"path": path}, "link") for path in (*LINKS, "file:///etc/passwd")),
    *(({part: "http://127.0.0.1:1/x.json"}, "not_inline") for part in ("schema", "dialect")),
    ({"data": [[1]]}, "inline_data"),
    ({"path": ["x.csv", "y.csv"]}, "no_path"),
)


@pytest.fixture(scope="module")
def gate() -> ChildGate:
    return ChildGate(seconds=SECONDS, memory=MEMORY)


def check(gate: ChildGate, bench: Bench, delivery: Any) -> Report:
    """In the child, in time; whoever reads the report understands each finding."""
    started = time.monotonic()
    report = gate.check(delivery, GateContext(as_of=AS_OF), bench.stage)
    assert time.monotonic() - started < SECONDS
    for finding in report.findings:
        assert has_sentence(finding.code, finding.params), finding
        assert finding_json(finding)["fix"], finding
    assert ID not in json.dumps(dict(report.inputs)) + str(report.findings) + str(report.files)
    return report


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.name)
def test_a_hostile_file(case: Case, gate: ChildGate, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    data = case.data() if callable(case.data) else case.data
    report = check(gate, bench, bench.delivery(data, case.fields, name=case.file, **case.more))
    assert report.verdict is case.verdict, report.findings
    spoken = [f for f in report.findings if case.code in (None, f.code)]
    if case.verdict is BACK:
        assert spoken, report.findings
        if case.reason is not None:
            assert case.reason in {f.params.get("reason") or f.params.get("type") for f in spoken}
        if case.code in ("G-03", "G-10"):
            assert any(f.quarantine for f in spoken)


@pytest.mark.parametrize(("given", "reason"), DESCRIPTORS)
def test_a_hostile_descriptor(given: dict[str, Any], reason: str, gate: ChildGate, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    delivery = bench.delivery(ROW)
    (resource,) = delivery.descriptor["resources"]
    resource |= given
    report = check(gate, bench, delivery)
    assert reason in {f.params.get("reason") for f in report.findings if f.code == "M-05"}
