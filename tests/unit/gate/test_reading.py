"""Layout: magic bytes, delimiters, quotes, limits, row numbers (Q02, Q25, Q26, G-40; hostile inputs)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from gate_bench import Bench, only

from harvesters.contract import Verdict
from harvesters.gate.judge import Judgement
from harvesters.gate.reading import csv as reading

Codes = Callable[[Judgement], list[str]]


def xlsx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (xlsx(), "xlsx"),
        (b"PK\x03\x04broken", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.7\n", "pdf"),
        (b"<!DOCTYPE html><html></html>", "html"),
        ("\ufeff <table><tr><td>济南</td></tr></table>".encode(), "html"),
        (b"<?xml version='1.0'?><a/>", "xml"),
        (b'[{"a": 1}]', "json"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"PAR1", "parquet"),
    ],
)
def test_a_disguised_file_is_named_by_what_it_is(bench: Bench, data: bytes, found: str) -> None:
    finding = only(bench(data), "G-40")
    assert (finding.params["reason"], finding.params["found"]) == ("disguised", found)


def test_an_interface_error_in_a_csv_is_said_in_words(bench: Bench) -> None:
    finding = only(bench('{"code":"0003","error":"无权限下载"}'), "G-40")
    assert finding.params["reason"] == "json_error"


@pytest.mark.parametrize("name", ["表.html", "表.mdb", "表"])
def test_other_formats_are_not_read_yet(bench: Bench, name: str) -> None:
    assert only(bench(b"a,b\n1,2\n", name=name), "G-40").params["reason"] == "not_yet"


@pytest.mark.parametrize("name", ["表.xlsx", "表.xls", "表.ods", "表.et"])
def test_text_called_a_workbook_is_named(bench: Bench, name: str) -> None:
    finding = only(bench(b"a,b\n1,2\n", name=name), "G-40")
    assert (finding.params["reason"], finding.params["found"]) == ("disguised", "txt")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\r\n"])
def test_empty_files_are_returned(bench: Bench, data: bytes) -> None:
    assert only(bench(data), "Q26").params["reason"] == "no_bytes"


def test_a_header_without_rows_is_returned(bench: Bench) -> None:
    assert only(bench("名称,市\r\n"), "Q26").params["reason"] == "no_rows"


@pytest.mark.parametrize(
    ("data", "name", "rows"),
    [
        ("名称,市\na;b,1\n", "表.csv", 1),
        ("名称;市\na,b;1\n", "表.csv", 1),
        ("名称\t市\na,b\t1\n", "表.csv", 1),
        ("名称\t市\na,b\t1\n", "表.tsv", 1),
        ("名称\n济南\n青岛\n", "表.csv", 2),
        ('"名;称",市,区;县\n1,2,3\n', "表.csv", 1),
        ("名称,市\r1,2\r3,4\r", "表.csv", 2),
        ("名称,市\r\n1,2\r\n\r\n,\r\n\r\n", "表.csv", 1),
    ],
)
def test_delimiters_and_line_ends(bench: Bench, data: str, name: str, rows: int) -> None:
    judgement = bench(data, name=name)
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert judgement.report.files[0]["rows"] == judgement.report.files[0]["frictionless_rows"] == rows


@pytest.mark.parametrize("mark", ["，", "；", "、", "   ", "\u3000\u3000"])
def test_cells_parted_by_no_separator_are_no_column(bench: Bench, mark: str) -> None:
    """A table saved by hand would be published as one column in silence."""
    lines = [mark.join(cells) for cells in (("区县", "人口"), ("历下区", "82"), ("市中区", "90"))]
    assert only(bench("\n".join(lines)), "Q02").params["reason"] == "delimiter_foreign"
    uneven = [*lines, "槐荫区"]
    assert bench("\n".join(uneven)).report.verdict is Verdict.PASS, "words of one column"
    quoted = [f'"{line}"' for line in lines]
    assert bench("\n".join(quoted)).report.verdict is Verdict.PASS, "quotes say that it is one cell"


def test_a_bar_parts_cells_where_it_does_so_in_every_line(bench: Bench) -> None:
    assert bench("区县|人口\n历下区|82\n市中区|90\n").report.files[0]["columns"] == ["区县", "人口"]
    assert bench("题目\n甲|乙\n丙\n").report.files[0]["columns"] == ["题目"]


def test_an_unclear_delimiter_is_not_guessed(bench: Bench) -> None:
    assert only(bench("名称,市;区\n1,2;3\n"), "Q02").params["reason"] == "delimiter_unclear"
    assert bench("名称,市;区\n1,2;3\n", dialect={"delimiter": ";"}).report.files[0]["columns"] == ["名称,市", "区"]


@pytest.mark.parametrize(
    ("dialect", "reason"),
    [
        ({"delimiter": "ab"}, "dialect_delimiter"),
        ({"csv": {"quoteChar": "ab"}}, "dialect_quote"),
        ({"headerRows": [3]}, "dialect_option"),
        ({"commentChar": "#"}, "dialect_option"),
        ({"header": False}, "dialect_option"),
    ],
)
def test_a_dialect_that_hides_rows_is_refused(bench: Bench, dialect: dict[str, object], reason: str) -> None:
    assert only(bench("a,b\n1,2\n", dialect=dialect), "Q02").params["reason"] == reason


def test_an_open_quote_does_not_swallow_the_file(bench: Bench) -> None:
    """100 MB behind an open quote were one valid row to Frictionless (row 39)."""
    finding = only(bench('名称,市\n1,2\n"3,4\n5,6\n'), "Q02")
    assert (finding.params["reason"], finding.row, finding.params["line"]) == ("quote_open", 3, 3)
    endless = '名称,市\n1,"' + "行\n" * 300_000
    assert only(bench(endless), "Q02").params["reason"] == "cell_too_long"


def test_text_after_a_closing_quote(bench: Bench) -> None:
    assert only(bench('名称,市\n"a"b,2\n'), "Q02").params["reason"] == "quote_closed_early"


def test_limits_stand_before_frictionless(bench: Bench) -> None:
    """Rows 34–40 of validation §6: each took Frictionless minutes or gigabytes."""
    cases = {
        "too_many_cells": "a,b\n" + "1," * 100_000 + "\n",
        "too_many_columns": ",".join(f"c{n}" for n in range(20_000)) + "\n1\n",
        "record_too_long": "a,b\n1," + "字" * (reading.MAX_RECORD + 10) + "\n",
        "cell_too_long": "a,b\n1," + "字" * (reading.MAX_CELL + 10) + "\n",
    }
    for reason, data in cases.items():
        (finding,) = [f for f in bench(data).report.findings if f.code in ("Q02", "G-40")]
        assert finding.params["reason"] == reason


def test_rows_are_counted_as_a_spreadsheet_does(bench: Bench) -> None:
    """Header = row 1; a line break inside quotes does not count, a blank line does."""
    fields = [{"name": "名称"}, {"name": "数", "type": "integer"}]
    judgement = bench('名称,数\r\n"多\r\n行",1\r\n\r\n济南,错\r\n', fields)
    found = {(f.params["type"], f.row) for f in judgement.report.findings}
    assert found == {("type-error", 4)}
    (blank,) = [one for one in judgement.report.files[0]["cleanings"] if one["rule"] == "Q18"]
    assert blank["first"]["row"] == 3


def test_columns_in_another_order_are_published_in_the_dictionary_s(bench: Bench) -> None:
    fields = [{"name": "市"}, {"name": "数", "type": "integer"}]
    judgement = bench.full("数,市\n1,济南\n", fields)
    assert judgement.report.verdict is Verdict.PASS
    assert bench.master(judgement) == "\ufeff市,数\r\n济南,1\r\n"
    assert only(judgement, "G-30").params["type"] == "label-order"


def test_missing_and_extra_columns_are_named_together(bench: Bench) -> None:
    judgement = bench("市,数,多\n济南,1,2\n", [{"name": "市"}, {"name": "数"}, {"name": "缺"}])
    found = {f.params["type"]: f.params["labels"] for f in judgement.report.findings}
    assert found == {"missing-label": "缺", "extra-label": "多"}


def test_blank_and_double_labels(bench: Bench) -> None:
    found = {(f.params["type"], f.column) for f in bench("市,,市\n1,2,3\n").report.findings}
    assert found == {("blank-label", "#2"), ("duplicate-label", "市")}


def test_a_huge_name_or_odd_label_never_raises(bench: Bench, codes: Codes) -> None:
    for header in ("=cmd()|' /C calc'!A0,\u202eabc", "a" * 5000 + ",b", "\x07a,b"):
        assert bench(f"{header}\n1,2\n").report.verdict in (Verdict.PASS, Verdict.RETURNED)
