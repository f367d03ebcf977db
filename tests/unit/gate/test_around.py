"""The rows around a cell: marked, masked, and never more of the file than that."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from harvesters.gate.around import look
from harvesters.gate.child import ChildGate
from harvesters.stage import Stage

LABELS = ["名称", "区划代码", "电话", "备注", "身份证号", "年份"]
ROWS = [f"站{n},37010{n % 10},0531-1234567{n},备{n},37010219000101001{n % 10},20{n:02d}" for n in range(2, 12)]
FILE = {"format": "csv", "sheet": None, "columns": LABELS}
TEXT = "\n".join([",".join(LABELS), *ROWS]) + "\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_cell_stands_among_its_neighbours(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(codec))
    middle, first, whole = look(path, FILE, [(5, "电话"), (2, "名称"), (11, None)])
    assert middle is not None
    assert [row["row"] for row in middle["rows"]] == [3, 4, 5, 6, 7]
    assert (middle["labels"], middle["at"]) == (["名称", "区划代码", "电话", "备注", "身份证号"], 2)
    assert first is not None
    assert (first["at"], [row["row"] for row in first["rows"]]) == (0, [2, 3, 4])
    assert whole is not None
    assert whole["at"] is None


def test_no_number_of_a_person_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT.replace("备5", "370102190001010019"), "utf-8")
    (found,) = look(path, FILE, [(5, "备注")])
    assert found is not None
    shown = str(found)
    assert "370***********0019" in shown
    assert "3701021900" not in shown


def test_what_cannot_be_read_or_found_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT, "utf-8")
    assert look(path, {**FILE, "columns": ["别的", "表头"]}, [(5, "别的")]) == [None]
    assert look(path, FILE, [(500, "名称")]) == [None]
    path.write_bytes(b"\xff\x00\x00broken")
    assert look(path, FILE, [(2, "名称")]) == [None]


def test_title_rows_above_the_header_are_stepped_over(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("全省车站一览表\n\n" + TEXT, "utf-8")
    (found,) = look(path, FILE, [(4, "名称")])
    assert found is not None
    assert found["rows"][0]["cells"][0] == "站2"


def test_a_limited_child_does_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "stage")
    file = stage.put("a.csv", io.BytesIO(TEXT.encode()))
    (found,) = ChildGate(seconds=20).around(stage, {**FILE, "sha256": file.sha256}, [(5, "电话")])
    assert found is not None
    assert found["rows"][2]["row"] == 5


def test_the_row_of_the_last_release_stands_beside(tmp_path: Path) -> None:
    """Found by the declared key, else by the first column that tells rows apart; whatever order the columns had."""
    old = tmp_path / "old.csv"
    rows = ["年份,名称,备注,身份证号", "2005,站5,旧备注,370102190001010019", "2006,站6,,"]
    old.write_text("\ufeff" + "\n".join(rows) + "\n", "utf-8")
    path = tmp_path / "a.csv"
    path.write_text(TEXT, "utf-8")
    for key in (["名称"], []):
        found, other = look(path, FILE, [(5, "电话"), (3, "电话")], {"path": str(old), "key": key})
        assert found is not None
        assert other is not None
        assert found["before"] == ["站5", "", "", "旧备注", "370***********0019"]
        assert other["before"] is None, "the last release has no such row"
    (found,) = look(path, FILE, [(5, "电话")], {"path": str(old), "key": ["别的"]})
    assert found is not None
    assert found["before"] is None


def test_a_workbook_shows_its_neighbourhood_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in ["全省车站一览", "", *TEXT.splitlines()]:
        sheet.append(line.split(",") if line else [])
    book.save(tmp_path / "a.xlsx")
    (found,) = look(tmp_path / "a.xlsx", {**FILE, "format": "xlsx"}, [(7, "备注")])
    assert found is not None
    assert [row["row"] for row in found["rows"]] == [5, 6, 7, 8, 9]
    assert found["rows"][2]["cells"][found["at"]] == "备5"
