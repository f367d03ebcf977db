"""Workbooks of Excel 5 and 95 (BIFF5), written here by hand: without styles, cut off, spoilt; and older ones, which are
no container."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest
from gate_bench import Bench, only

from harvesters.contract import Verdict

FIELDS = [{"name": "城市"}, {"name": "数", "type": "integer"}]
ROWS = [["城市", "数"], ["济南市", 1], ["青岛市", 2], ["淄博市", 3]]
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def sheet(rows: Sequence[Sequence[str | int]]) -> bytes:
    """Labels and numbers, each of style 0 although the workbook has none."""
    out = record(0x0809, struct.pack("<HHHH", 0x500, 0x10, 0, 0))
    for r, cells in enumerate(rows):
        for c, cell in enumerate(cells):
            if isinstance(cell, int):
                out += record(0x0203, struct.pack("<HHHd", r, c, 0, cell))
            else:
                text = cell.encode("gbk")
                out += record(0x0204, struct.pack("<HHHH", r, c, 0, len(text)) + text)
    return out + record(0x0A)


def workbook(rows: Sequence[Sequence[str | int]]) -> bytes:
    def globals_(at: int) -> bytes:
        head = record(0x0809, struct.pack("<HHHH", 0x500, 0x5, 0, 0)) + record(0x42, struct.pack("<H", 936))
        return head + record(0x85, struct.pack("<IHB", at, 0, 6) + b"Sheet1") + record(0x0A)

    return globals_(len(globals_(0))) + sheet(rows)


def container(data: bytes) -> bytes:
    """The stream ``Book`` in the smallest compound file: one sector of the table, one of the directory."""
    data = data.ljust(4096, b"\0")
    data = data.ljust(-(-len(data) // 512) * 512, b"\0")
    count = len(data) // 512
    table = [_FAT, _END, *range(3, count + 2), _END]
    table += [_FREE] * (128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)

    def entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
        text = name.encode("utf-16-le")
        links = struct.pack("<HBBIII", len(text) + 2, kind, 1, _FREE, _FREE, child)
        return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, _END, 0, 1) + entry("Book", 2, 2, len(data)) + bytes(256)
    return head + struct.pack("<128I", *table) + folder + data


@pytest.mark.parametrize("name", ["表.xls", "表.et"])
def test_a_workbook_without_styles_is_read(bench: Bench, name: str) -> None:
    judgement = bench.full(container(workbook(ROWS)), FIELDS, name=name)
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert bench.master(judgement).splitlines() == ["\ufeff城市,数", "济南市,1", "青岛市,2", "淄博市,3"]


def test_a_fault_has_its_row(bench: Bench) -> None:
    finding = only(bench.full(container(workbook([*ROWS, ["烟台市", "不详"]])), FIELDS, name="表.xls"), "G-30")
    assert (finding.row, finding.column, finding.sheet) == (5, "数", "Sheet1")
    person = bench.full(container(workbook([*ROWS, ["370102190001010019", 4]])), FIELDS, name="表.xls")
    assert only(person, "G-10").row == 5


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (container(workbook(ROWS))[:1620], "xlsx_broken"),
        (container(workbook(ROWS)[:90] + b"\xff" * 3000), "xlsx_broken"),
        (container(b"\x09\x08\x08\x00\x00\x05\x05\x00" + b"\xff" * 3000), "xlsx_broken"),
        (sheet(ROWS), "disguised"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00" + b"\x0a\x00\x00\x00", "disguised"),
    ],
)
def test_what_cannot_be_read_is_refused(bench: Bench, data: bytes, reason: str) -> None:
    judgement = bench.full(data, FIELDS, name="表.xls")
    assert judgement.report.verdict is Verdict.RETURNED
    assert only(judgement, "G-40").params["reason"] == reason
