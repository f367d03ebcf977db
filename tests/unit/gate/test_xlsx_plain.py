"""Rows of a workbook read as columns say what openpyxl says of each cell."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import openpyxl
import pytest
import xlsxwriter

from harvesters.gate.reading import xlsx, xlsx_plain
from harvesters.gate.reading.csv import LayoutFault, Record
from harvesters.gate.reading.stretches import Stretch
from harvesters.gate.reading.workbook import Fault
from harvesters.gate.reading.xlsx import Xlsx

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
ROWS = 600


def read(path: Path) -> tuple[Any, int]:
    """All that the reader says of the first sheet, and how many of its rows came as columns."""
    faults: list[Fault] = []
    filled: list[tuple[int, int, str]] = []
    records: list[Record] = []
    fast = 0
    try:
        with Xlsx(path) as book:
            sheet = book.sheets[0]
            for item in book.records(sheet, faults, filled):
                fast += len(item) if isinstance(item, Stretch) else 0
                records += item.records() if isinstance(item, Stretch) else [item]
        said = [(one.row, one.cells) for one in records], sorted(faults, key=repr), filled, sheet, book.texts
    except LayoutFault as fault:
        return (fault.code, fault.reason, fault.row), fast
    return said, fast


def slowly(path: Path) -> Any:
    """The same by openpyxl and the bare parser alone."""
    with (
        mock.patch.object(xlsx_plain, "_usual", return_value=False),
        mock.patch.object(xlsx_plain, "strings", return_value=None),
    ):
        return read(path)[0]


def same(path: Path) -> int:
    with mock.patch.multiple(xlsx_plain, _FIRST=2000, _PIECE=5000):
        said, fast = read(path)
    assert said == slowly(path)
    return fast


def numbers(n: int, dice: random.Random) -> list[Any]:
    return [n, dice.randrange(10**6) / 100, dice.random(), -dice.random() / 1e6, dice.randrange(10**14)]


def dates(book: xlsxwriter.Workbook, sheet: Any) -> None:
    day, padded = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "000000"})
    share = book.add_format({"num_format": "0.0%"})
    for n in range(1, ROWS):
        sheet.write_number(n, 0, 40000 + n / 8, day)
        sheet.write_number(n, 1, n, padded)
        sheet.write_number(n, 2, n / 7, share)


def holes(book: xlsxwriter.Workbook, sheet: Any) -> None:
    for n in range(1, ROWS):
        if n % 97:
            sheet.write_row(n, n % 3, ["济南 & 青岛", " a ", "x>y", n][: 1 + n % 4])
    sheet.write_blank(ROWS, 7, None, book.add_format({"bold": True}))


def faults(book: xlsxwriter.Workbook, sheet: Any) -> None:
    for n in range(1, ROWS):
        sheet.write_row(n, 0, [n, 370102199001010019 if n % 50 == 7 else n, n % 2 == 0])
    sheet.write_formula(500, 1, "=1/0", None, "#DIV/0!")
    sheet.write_formula(580, 2, "=A1", None, "")


def hidden(book: xlsxwriter.Workbook, sheet: Any) -> None:
    for n in range(1, ROWS):
        sheet.write_row(n, 0, ["a", n])
    sheet.set_row(550, None, None, {"hidden": True})
    sheet.set_column(1, 1, None, None, {"hidden": True})


def merged(book: xlsxwriter.Workbook, sheet: Any) -> None:
    for n in range(1, ROWS):
        sheet.write_row(n, 1, ["a", n])
        if n == 400:
            sheet.merge_range(400, 0, 403, 0, "并")


@pytest.mark.parametrize("write", [dates, holes, faults, hidden, merged])
@pytest.mark.parametrize("inline", [False, True])
def test_a_workbook_says_the_same_both_ways(tmp_path: Path, write: Callable[..., None], *, inline: bool) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": inline}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["一", "二", "三", "四"])
        write(book, sheet)
    fast = same(path)
    assert fast == 0 if write is merged else fast or write is holes


@pytest.mark.parametrize("seed", range(3))
def test_numbers_keep_their_digits(tmp_path: Path, seed: int) -> None:
    dice, path = random.Random(seed), tmp_path / "t.xlsx"
    book = openpyxl.Workbook(write_only=bool(seed % 2))
    sheet = book.create_sheet()
    sheet.append(["甲", "乙", "丙", "丁", "戊"])
    for n in range(ROWS):
        sheet.append(numbers(n, dice))
    if seed % 2 == 0:
        del book[book.sheetnames[0]]
    book.save(path)
    assert same(path) > ROWS / 2


@pytest.mark.parametrize(
    "odd",
    [
        '<c r="A{n}"><v>007</v></c><c r="B{n}"><v>1E5</v></c>',
        '<c r="A{n}" t="b"><v>1</v></c><c r="B{n}" t="d"><v>2024-01-05T00:00:00</v></c>',
        '<c r="A{n}" t="e"><v>#N/A</v></c>',
        '<c r="A{n}" t="str"><v>a &amp; b</v></c><c r="B{n}" t="inlineStr"><is><t>&#x6D4E;</t></is></c>',
        '<c r="A{n}" t="str"><v>a&nbsp;b</v></c>',
        '<c r="B{n}"><v>1</v></c><c r="A{n}"><v>2</v></c>',
        '<c r="A{n}"><v>1</v></c><c r="A{n}"><v>2</v></c>',
        "<c><v>1</v></c>",
        '<c r="A{n}" t="s"><v>0</v></c>',
        '<c r="A{n}" s="9"><v>1</v></c>',
        '<c r="A{n}"><v></v></c><c r="B{n}"/><c r="C{n}"><v>5.0</v></c>',
        '<c r="A{n}"><v>9999999999999999</v></c><c r="B{n}"><v>0.1234567890123456789</v></c>',
        '<c r="A{n}" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
        '<c r="A{n}"><f>A1</f></c><c r="B{n}"><f>B1</f><v>3</v></c>',
        '<c r="A{n}" t="str"><v>a\rb</v></c>',
        '<c r="A{n}" t="str"><v>a]]>b</v></c>',
        '<c r="A{n}" t="str"><v>a\x01b</v></c>',
        '<c r="A{n}" t="str"><v>a</v></c></row><row r="{n}"><c r="B{n}"><v>1</v></c>',
        '<c r="A7" t="str"><v>a</v></c>',
        '<c r="A{n}" t="str"><v>a</v></c></row><row r="7">',
        '<c r="A{n}"><v>nan</v></c>',
        '<c r="ZZZ{n}"><v>1</v></c>',
    ],
)
def test_what_is_written_otherwise_is_read_the_same(tmp_path: Path, odd: str) -> None:
    rows = []
    for n in range(1, ROWS):
        cells = f'<c r="A{n}" t="str"><v>值{n}</v></c><c r="B{n}"><v>{n}.5</v></c><c r="C{n}"><v>-{n}</v></c>'
        rows.append(f'<row r="{n}">{odd.format(n=n) if n in (450, 451, 550) else cells}</row>')
    same(package(tmp_path, HEAD + "".join(rows) + "</sheetData></worksheet>"))


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "</sheetData></worksheet>",
        HEAD + '<row r="1"><c r="A1"><v>1</v></c></row>',
        HEAD + '<row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
        HEAD + '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/></sheetData></worksheet>',
        HEAD + '<row><c><v>1</v></c></row><row hidden="1"><c><v>1</v></c></row></sheetData></worksheet>',
        '<!DOCTYPE a [<!ENTITY b "c">]>' + HEAD + '<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
        HEAD.replace("<", "<x:").replace("xmlns", "xmlns:x")
        + '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    ],
)
def test_a_sheet_that_is_cut_or_strange_is_read_the_same(tmp_path: Path, text: str) -> None:
    same(package(tmp_path, text))


def package(folder: Path, sheet: str) -> Path:
    """A workbook with this sheet."""
    made, path = io.BytesIO(), folder / "t.xlsx"
    openpyxl.Workbook().save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return path


def test_the_limit_of_a_cell_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_CELL", 5)
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="str"><v>{"长" * (n % 300 // 290 * 6 + 1)}</v></c></row>' for n in range(1, ROWS)
    )
    same(package(tmp_path, HEAD + rows + "</sheetData></worksheet>"))
