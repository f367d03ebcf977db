"""A sheet has no missing cells: what nobody wrote at the end of a row is empty. In a text file it is missing."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from generated import WRITERS

from harvesters.contract import Delivery, GateContext, Report
from harvesters.gate.judge import BARE, judge
from harvesters.stage import Stage

HEADER = ["名称", "站数", "备注"]
FIELDS = [{"name": "名称"}, {"name": "站数", "type": "integer"}, {"name": "备注"}]


def report(tmp_path: Path, name: str, raw: bytes, fields: list[dict[str, Any]] = FIELDS) -> Report:
    stage = Stage(tmp_path)
    file = stage.put(name, io.BytesIO(raw))
    resource = {"name": "t", "path": name, "schema": {"fields": fields}}
    delivery = Delivery(".", {BARE: True, "resources": [resource]}, (file,))
    return judge(delivery, GateContext(as_of=dt.date(2026, 11, 27)), stage).report


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_cells_at_the_end_of_a_row_may_stay_unwritten(tmp_path: Path, form: str) -> None:
    raw = WRITERS[form](HEADER, [["甲", 1, "临时"], ["乙", 2, ""], ["丙", 3]], "")
    said = report(tmp_path, f"a.{form}", raw)
    assert [(f.code, dict(f.params)) for f in said.findings] == []
    assert said.files[0]["rows"] == 3


def test_a_required_one_is_named(tmp_path: Path) -> None:
    fields = [*FIELDS[:2], {"name": "备注", "constraints": {"required": True}}]
    (finding,) = report(tmp_path, "a.xlsx", WRITERS["xlsx"](HEADER, [["甲", 1, "是"], ["乙", 2]], ""), fields).findings
    assert (finding.row, finding.column) == (3, "备注")


def test_a_blank_row_between_stays_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, ["甲", 1, "是"], [None, None, None], ["乙", 2, "是"]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    text = "\n".join(",".join(line) for line in (HEADER, ["甲", "1", "是"], ["", "", ""], ["乙", "2", "是"]))
    codes = [
        [f.code for f in report(tmp_path, *one).findings]
        for one in (("a.xlsx", out.getvalue()), ("a.csv", text.encode()))
    ]
    assert codes[0] == codes[1]


def test_in_a_text_file_a_cell_is_missing(tmp_path: Path) -> None:
    (finding,) = report(tmp_path, "a.csv", "名称,站数,备注\n甲,1,是\n乙,2\n".encode()).findings
    assert (finding.code, finding.row, finding.params["type"]) == ("G-30", 3, "missing-cell")
