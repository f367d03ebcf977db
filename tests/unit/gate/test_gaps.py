"""Columns without a name: left out if they are empty, in front as between; refused if something stands there."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from content_bench import CITIES
from gate_bench import Bench, only

from harvesters.contract import Verdict
from harvesters.gate import around
from harvesters.gate.annotate import annotate
from harvesters.gate.reading import stretches
from harvesters.messages import finding_json

HEAD = ["城市", "学校", "备注"]
FIELDS = [{"name": "城市"}, {"name": "学校", "type": "integer"}, {"name": "备注"}]
ROWS = [[city, str(10 + n), "好"] for n, city in enumerate(CITIES)]


def spread(at: int, *, row: int | None = None, cell: str = "", rows: list[list[str]] | None = None) -> str:
    """The table with an empty column before column ``at``; in ``row`` (header 1) ``cell`` stands in it."""
    lines = [HEAD, *(ROWS if rows is None else rows)]
    return "".join(
        ",".join([*cells[:at], cell if n == row else "", *cells[at:]]) + "\n" for n, cells in enumerate(lines, start=1)
    )


@pytest.mark.parametrize("at", [0, 1, 2])
def test_an_empty_column_is_left_out_and_said(bench: Bench, at: int) -> None:
    judgement = bench.full(spread(at), FIELDS)
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert bench.master(judgement).splitlines()[1] == "济南,10,好"
    (said,) = judgement.report.files[0]["cleanings"]
    assert (said["rule"], said["column"], said["first"]["before"]) == ("Q26", f"#{at + 1}", str(at + 1))


@pytest.mark.parametrize("at", [0, 1])
def test_a_column_in_which_something_stands_lacks_its_name(bench: Bench, at: int) -> None:
    judgement = bench.full(spread(at, row=5, cell="甲"), FIELDS)
    finding = only(judgement, "G-30")
    assert (finding.row, finding.column, finding.params["first_row"]) == (1, f"#{at + 1}", 5)
    assert "第 5 行" in finding_json(finding)["message"]
    assert judgement.report.files[0]["cleanings"] == []


def test_what_must_be_locked_is_found_there_too(bench: Bench) -> None:
    judgement = bench.full(spread(0, row=4, cell="370102190001010019"), FIELDS)
    found = only(judgement, "G-10")
    assert (found.row, found.column, found.quarantine) == (4, "#1", True)


def test_a_title_and_a_note_in_front_are_what_they_are(bench: Bench) -> None:
    judgement = bench.full("2020年各市学校情况,,,\n" + spread(0) + "注：初步数。,,,\n", FIELDS)
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert [c["rule"] for c in judgement.report.files[0]["cleanings"]] == ["Q03", "Q06", "Q26"]


def test_of_columns_in_a_large_file_too(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "LARGE", 0)
    rows = [[f"市{n}", str(n), "好"] for n in range(3000)]
    judgement = bench.full(spread(0, rows=rows), FIELDS)
    assert (judgement.report.verdict, judgement.report.files[0]["rows"]) == (Verdict.PASS, 3000)
    filled = only(bench.full(spread(0, rows=rows, row=2500, cell="甲"), FIELDS), "G-30")
    assert (filled.row, filled.params["first_row"]) == (1, 2500)


def workbook(first: int, wrong: str | None = None) -> bytes:
    """The table from row 3, column ``first`` on; ``wrong`` stands where the third city has its schools."""
    book = openpyxl.Workbook()
    for n, cells in enumerate([HEAD, *ROWS], start=3):
        for m, cell in enumerate(cells, start=first):
            book.active.cell(n, m, int(cell) if cell.isdigit() else cell)
    if wrong:
        book.active.cell(6, first + 1, wrong)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("first", [1, 2, 4])
def test_a_sheet_s_table_may_begin_anywhere(bench: Bench, first: int) -> None:
    judgement = bench.full(workbook(first), FIELDS, name="表.xlsx")
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert bench.master(judgement).splitlines()[1] == "济南,10,好"
    assert [c["column"] for c in judgement.report.files[0]["cleanings"]] == [f"#{n}" for n in range(1, first)]


def test_a_fault_is_shown_and_marked_in_its_own_cell(bench: Bench, tmp_path: Path) -> None:
    judgement = bench.full(workbook(2, "多"), FIELDS, name="表.xlsx")
    finding = only(judgement, "G-30")
    assert (finding.row, finding.column) == (6, "学校")
    file: dict[str, Any] = judgement.report.files[0]
    path = bench.stage.path_of(file["sha256"])
    (window,) = around.look(path, file, [(6, "学校", finding.sheet)])
    assert window is not None
    assert window["rows"][-3]["cells"][window["at"]] == "多"
    out = tmp_path / "marked.xlsx"
    annotate(path, file, [finding_json(finding)], "zh", out)
    marked = [cell.coordinate for row in openpyxl.load_workbook(out).active for cell in row if cell.comment]
    assert marked == ["C6"]
