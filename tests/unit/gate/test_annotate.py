"""The marked copy of a department's table: the right cell, in words, whatever the format; the original untouched."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from harvesters.contract import Delivery, GateContext
from harvesters.gate import around
from harvesters.gate.child import ChildGate
from harvesters.gate.judge import BARE
from harvesters.gate.report import report_json
from harvesters.stage import Stage

HEADER = ["名称", "邮编", "建成日期"]
ROWS = [[f"图书馆{n}", f"25000{n}", f"2024-01-0{n}"] for n in range(1, 10)]
FIELDS = [
    {"name": "名称"},
    {"name": "邮编", "constraints": {"pattern": "[0-9]{6}"}},
    {"name": "建成日期", "type": "date"},
]
TODAY = GateContext(as_of=dt.date(2026, 11, 27))


def workbook(rows: list[list[str]], head: int = 1) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["全省图书馆"]] * (head - 1) + [HEADER, *rows]:
        sheet.append(row)
    sheet["A5"].comment = openpyxl.comments.Comment("已核对", "张")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def text(rows: list[list[str]], codec: str = "utf-8") -> bytes:
    return "\r\n".join(",".join(row) for row in [HEADER, *rows]).encode(codec)


def marked(tmp_path: Path, name: str, raw: bytes) -> tuple[dict[str, Any], Any]:
    """The report of these bytes, and the marked workbook's sheet."""
    stage, gate = Stage(tmp_path / "stage"), ChildGate(seconds=60)
    file = stage.put(name, io.BytesIO(raw))
    resource = {"name": "t", "path": name, "schema": {"fields": FIELDS}}
    delivery = Delivery(".", {BARE: True, "resources": [resource]}, (file,))
    body = report_json(gate.check(delivery, TODAY, stage))
    content = gate.annotated(stage, body["files"][0], body["findings"], "zh")
    assert stage.path_of(file.sha256).read_bytes() == raw
    return body, openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def faulty() -> list[list[str]]:
    rows = [list(row) for row in ROWS]
    rows[3][1], rows[6][2] = "25000", "2024-02-30"
    return rows


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("馆.csv", text(faulty())),
        ("馆.csv", text(faulty(), "gb18030")),
        ("馆.csv", text(faulty(), "utf-16")),
        ("馆.xlsx", workbook(faulty())),
    ],
)
def test_the_planted_cells_are_the_marked_ones(tmp_path: Path, name: str, raw: bytes) -> None:
    body, sheet = marked(tmp_path, name, raw)
    said = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    said.pop("A5", None) if name.endswith("xlsx") else None
    assert set(said) == {"B5", "C8"}
    assert sheet["B5"].fill.start_color.rgb.endswith("F9B4AE")
    for finding in body["findings"]:
        where = f"{'ABC'[HEADER.index(finding['column'])]}{finding['row']}"
        assert finding["message"] in said[where]
        assert finding["fix"] in said[where]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [HEADER, *faulty()]


def test_a_list_of_objects_becomes_a_marked_workbook(tmp_path: Path) -> None:
    """Rows of JSON are counted by record; in the workbook each stands below the header."""
    objects = [dict(zip(HEADER, row, strict=True)) for row in faulty()]
    body, sheet = marked(tmp_path, "馆.json", json.dumps(objects, ensure_ascii=False).encode())
    assert {finding["column"] for finding in body["findings"]} == {"邮编", "建成日期"}
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment} == {"B5", "C8"}


def test_a_table_below_a_title_row_is_marked_where_it_stands(tmp_path: Path) -> None:
    _, sheet = marked(tmp_path, "馆.xlsx", workbook(faulty(), head=2))
    assert sheet["B6"].comment is not None
    assert sheet["C9"].comment is not None


def test_what_somebody_wrote_in_the_cell_before_stays(tmp_path: Path) -> None:
    rows = faulty()
    rows[3][0] = ""
    _, sheet = marked(tmp_path, "馆.xlsx", workbook(rows))
    assert sheet["A5"].comment.text.startswith("已核对")


def test_text_stays_text_and_a_formula_stays_harmless(tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[0][0], rows[1][0], rows[2][0] = "=1+1", "007", "-2"
    rows[3][1] = "25000"
    _, sheet = marked(tmp_path, "馆.csv", text(rows))
    assert [sheet.cell(row, 1).data_type for row in (2, 3, 4)] == ["s", "s", "s"]
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == ["=1+1", "007", "-2"]


def test_the_marked_copy_mended_passes(tmp_path: Path) -> None:
    """The walk of a clerk: take the marked copy, mend its cells, hand it in; colours and comments are no fault."""
    for number, (name, raw) in enumerate((("馆.csv", text(faulty())), ("馆.xlsx", workbook(faulty())))):
        _, sheet = marked(tmp_path / f"a{number}", name, raw)
        for row, right in enumerate(ROWS, start=2):
            for column, value in enumerate(right, start=1):
                sheet.cell(row, column).value = value
        target = io.BytesIO()
        sheet.parent.save(target)
        body, _ = marked(tmp_path / f"b{number}", "馆-标注版.xlsx", target.getvalue())
        assert (body["verdict"], body["findings"]) == ("pass", [])


def test_no_number_of_a_person_is_copied(tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[0][0] = "负责人370102190001010019"
    for name, raw in (("馆.csv", text(rows)), ("馆.xlsx", workbook(rows))):
        _, sheet = marked(tmp_path / name, name, raw)
        shown = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
        assert "370102190001010019" not in shown
        assert hashlib.sha256(raw).hexdigest() in str(list((tmp_path / name).rglob("*")))


JOINED = [{"name": "市"}, *FIELDS]


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_sheets_that_were_joined_are_marked_each_in_its_place(tmp_path: Path, form: str) -> None:
    """Q21: a city a sheet. The cell stands where the department wrote it, and among its neighbours of that sheet."""
    import forms

    stage, gate = Stage(tmp_path / "stage"), ChildGate(seconds=60)
    raw = forms.SHEETS[form]({"济南市": [HEADER, *ROWS], "青岛市": [HEADER, *faulty()]})
    file = stage.put(f"馆.{form}", io.BytesIO(raw))
    resource = {"name": "t", "path": file.path, "schema": {"fields": JOINED}}
    body = report_json(gate.check(Delivery(".", {BARE: True, "resources": [resource]}, (file,)), TODAY, stage))
    (entry,) = body["files"]
    assert entry["sheets"] == ["济南市", "青岛市"]
    wrong = [f for f in body["findings"] if f["severity"] == "block"]
    assert {(f["sheet"], f["row"], f["column"]) for f in wrong} == {("青岛市", 5, "邮编"), ("青岛市", 8, "建成日期")}
    assert all(f["message"].startswith("工作表“青岛市”：第 ") for f in wrong)
    book = openpyxl.load_workbook(io.BytesIO(gate.annotated(stage, entry, body["findings"], "zh")))
    assert book.sheetnames == ["济南市", "青岛市"]
    said = {c.coordinate for row in book["青岛市"].iter_rows() for c in row if c.comment}
    assert said == {"B5", "C8"}
    assert {c.coordinate for row in book["济南市"].iter_rows() for c in row if c.comment} == {"A1"}, "Q21 itself"
    assert [c.value for c in book["青岛市"][5]] == faulty()[3], "the sheet as it was, no column more"
    places = [(f["row"], f["column"], f["sheet"]) for f in wrong]
    for place, window in zip(places, gate.around(stage, entry, places), strict=True):
        assert window is not None
        assert [line["row"] for line in window["rows"]] == list(range(place[0] - 2, place[0] + 3))
        assert window["labels"] == ["市", *HEADER]
        assert window["rows"][2]["cells"][0] == "青岛市"
        assert window["rows"][2]["cells"][window["at"]] == faulty()[place[0] - 2][HEADER.index(place[1])]


def test_another_sheet_s_finding_shows_no_row_of_this_one(tmp_path: Path) -> None:
    import forms

    raw = forms.SHEETS["xlsx"]({"数据": [HEADER, *ROWS], "底稿": [["事由", "说明"], ["甲", "370102190001010019"]]})
    (tmp_path / "a.xlsx").write_bytes(raw)
    entry = {"format": "xlsx", "sheet": "数据", "columns": HEADER}
    assert around.look(tmp_path / "a.xlsx", entry, [(2, "说明", "底稿")]) == [None]
    assert around.look(tmp_path / "a.xlsx", entry, [(2, "邮编", "数据")]) != [None]
