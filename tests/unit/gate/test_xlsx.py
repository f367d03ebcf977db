"""XLSX: true rows of one sheet, every hidden text looked at, damaged cells returned, bombs refused."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from gate_bench import Bench, only
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from harvesters.contract import Verdict
from harvesters.messages import finding_json, has_sentence

FIELDS = [
    {"name": "市", "constraints": {"required": True}},
    {"name": "县", "constraints": {"required": True}},
    {"name": "数量", "type": "number"},
    {"name": "日期", "type": "date"},
]
ID = "370102190001010019"


def made(change: Callable[[Any], None] = lambda book: None) -> bytes:
    """A plain workbook of two rows, changed."""
    book = Workbook()
    sheet = book.active
    sheet.title = "数据"
    sheet.append(["市", "县", "数量", "日期"])
    sheet.append(["济南市", "历下区", 1, dt.date(2025, 12, 31)])
    sheet.append(["青岛市", "市南区", 2.5, dt.datetime(2025, 1, 5)])
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_becomes_the_master(bench: Bench) -> None:
    judgement = bench.full(made(), FIELDS, name="表.xlsx")
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert (
        bench.master(judgement)
        == "\ufeff市,县,数量,日期\r\n济南市,历下区,1,2025-12-31\r\n青岛市,市南区,2.5,2025-01-05\r\n"
    )
    assert judgement.report.files[0]["sheet"] == "数据"


def hide_row(book: Any) -> None:
    book.active.row_dimensions[2].hidden = True


def hide_column(book: Any) -> None:
    book.active.column_dimensions["B"].hidden = True


def hidden_sheet(book: Any) -> None:
    other = book.create_sheet("底稿")
    other["A1"], other.sheet_state = "x", "hidden"


def formula(book: Any) -> None:
    book.active["C2"] = "=1+2"


def broken(book: Any) -> None:
    book.active["C2"].value, book.active["C2"].data_type = "#REF!", "e"


def long_number(book: Any) -> None:
    book.active["C2"] = 370102190001018888


def second(book: Any) -> None:
    book.create_sheet("另一张").append(["市"])


@pytest.mark.parametrize(
    ("change", "code", "reason", "row"),
    [
        (hide_row, "Q21", "hidden_rows", 2),
        (hide_column, "Q21", "hidden_columns", None),
        (hidden_sheet, "Q21", "hidden_sheet", None),
        (second, "Q21", "several", None),
        (formula, "Q22", "no_value", 2),
        (broken, "Q22", "error", 2),
        (long_number, "Q14", "number", 2),
    ],
)
def test_what_cannot_be_taken_is_returned_in_words(
    bench: Bench, change: Callable[[Any], None], code: str, reason: str, row: int | None
) -> None:
    judgement = bench(made(change), FIELDS, name="表.xlsx")
    assert judgement.report.verdict is Verdict.RETURNED
    finding = next(f for f in judgement.report.findings if f.code == code)
    assert (finding.params["reason"], finding.row) == (reason, row)
    assert has_sentence(code, finding.params)
    said = finding_json(finding)
    assert said["fix"]
    assert "—" not in said["message"]


def in_hidden(book: Any) -> None:
    hidden_sheet(book)
    book["底稿"]["B7"] = ID


def in_comment(book: Any) -> None:
    book.active["A2"].comment = Comment(f"联系 {ID}", "x")


def in_property(book: Any) -> None:
    book.properties.description = ID


def in_sheet_name(book: Any) -> None:
    book.active.title = ID


def in_footer(book: Any) -> None:
    book.active.oddFooter.center.text = ID


def in_cell(book: Any) -> None:
    book.active["B3"] = ID


@pytest.mark.parametrize("change", [in_hidden, in_comment, in_property, in_sheet_name, in_footer, in_cell])
def test_a_person_s_number_is_found_wherever_it_stands(bench: Bench, change: Callable[[Any], None]) -> None:
    judgement = bench(made(change), FIELDS, name="表.xlsx")
    assert "G-10" in {f.code for f in judgement.report.findings}
    assert ID not in str(judgement.report)


def test_cells_merged_downwards_are_proposed(bench: Bench) -> None:
    def merge(book: Any) -> None:
        sheet = book.active
        sheet["A3"] = None
        sheet.merge_cells("A2:A3")

    judgement = bench.full(made(merge), FIELDS, name="表.xlsx")
    finding = only(judgement, "Q05")
    assert judgement.report.verdict is Verdict.REVIEW
    assert (finding.sheet, finding.row, finding.column, finding.params["proposal"]) == ("数据", 3, "市", "济南市")
    assert "济南市,市南区" in bench.master(judgement)


def test_merged_figures_are_never_filled(bench: Bench) -> None:
    def merge(book: Any) -> None:
        book.active["C3"] = None
        book.active.merge_cells("C2:C3")

    judgement = bench.full(made(merge), FIELDS, name="表.xlsx")
    assert "青岛市,市南区,,2025-01-05" in bench.master(judgement)


def test_codes_stored_as_numbers_lost_their_zeros(bench: Bench) -> None:
    def codes(book: Any) -> None:
        sheet = book.active
        sheet.delete_rows(1, 3)
        for row in (["邮政编码", "地名"], [25000, "甲"], [250000, "乙"], [266000, "丙"]):
            sheet.append(row)

    fields = [{"name": "邮政编码"}, {"name": "地名"}]
    judgement = bench(made(codes), fields, name="表.xlsx")
    assert judgement.report.verdict is Verdict.RETURNED
    assert "Q13" in {f.code for f in judgement.report.findings}


def test_lying_dimensions_do_not_cost_memory(bench: Bench) -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as old:
        members = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = members[sheet].replace(b'ref="A1:D3"', b'ref="A1:XFD1048576"')
    judgement = bench(packed(members), FIELDS, name="表.xlsx")
    assert judgement.report.verdict is Verdict.PASS


def test_a_bomb_is_refused_unopened(bench: Bench) -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members["xl/media/x.bin"] = b"0" * (64 << 20)
    assert only(bench(packed(members), FIELDS, name="表.xlsx"), "G-40").params["reason"] == "bomb"


def test_entities_are_not_resolved(bench: Bench) -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as old:
        members = {name: old.read(name) for name in old.namelist()}
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = evil + members[sheet].replace(b"<sheetData>", b"<sheetData>&c;")
    assert bench(packed(members), FIELDS, name="表.xlsx").report.verdict in (Verdict.RETURNED, Verdict.PASS)


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"x" * 200, b"PK\x05\x06" + b"\0" * 18])
def test_a_broken_archive_is_said_in_words(bench: Bench, data: bytes) -> None:
    finding = only(bench(data, FIELDS, name="表.xlsx"), "G-40")
    assert "表.xlsx" in str(finding_json(finding)["message"])


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name, content)
    return out.getvalue()


def rewritten(workbook: bytes, change: Callable[[str], str]) -> bytes:
    """The first sheet's XML in other words."""
    made_anew = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(made_anew, "w") as new:
        for name in old.namelist():
            xml = old.read(name)
            new.writestr(name, change(xml.decode()) if name == "xl/worksheets/sheet1.xml" else xml)
    return made_anew.getvalue()


@pytest.mark.parametrize(
    "pattern", [r'(<row r="2".*?</row>)(<row r="3".*?</row>)', r'(<c r="C2".*?</c>)(<c r="D2".*?</c>)']
)
def test_rows_and_cells_out_of_order_are_no_smaller_table(bench: Bench, pattern: str) -> None:
    """openpyxl leaves them out without a word, and a table without them was published."""
    shuffled = rewritten(made(), lambda xml: re.sub(pattern, r"\2\1", xml, count=1))
    assert shuffled != rewritten(made(), str)
    assert only(bench(shuffled, FIELDS, name="表.xlsx"), "G-40").params["reason"] == "xlsx_broken"


def _link(target: str, **more: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book.active["A2"].hyperlink = Hyperlink(ref="A2", target=target, **more)

    return change


def _choice(**given: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        rule = DataValidation(type="list", **given)
        rule.add("B2")
        book.active.add_data_validation(rule)

    return change


@pytest.mark.parametrize(
    "change",
    [
        _link(f"https://example.invalid/?id={ID}"),
        _link("https://example.invalid/", tooltip=f"经办人 {ID}"),
        _choice(formula1=f'"甲,{ID}"'),
        _choice(formula1='"甲,乙"', prompt=f"如 {ID}", promptTitle="填写"),
    ],
)
def test_what_a_cell_shows_beside_its_value_is_looked_at(bench: Bench, change: Callable[[Any], None]) -> None:
    judgement = bench.full(made(change), FIELDS, name="表.xlsx")
    finding = only(judgement, "G-10")
    assert judgement.report.verdict is Verdict.RETURNED
    assert has_sentence(finding.code, finding.params)
    assert ID not in str(finding_json(finding))


def test_links_and_choices_are_no_fault(bench: Bench) -> None:
    for change in (
        _link("https://example.invalid/a?b=1", tooltip="详情"),
        _choice(formula1='"历下区,市南区"', prompt="请选择"),
    ):
        assert bench.full(made(change), FIELDS, name="表.xlsx").report.verdict is Verdict.PASS
