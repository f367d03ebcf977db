"""D1 to D13: for each detector a table that it must see, one that it must not, and how it is switched off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gate_bench import Bench

from harvesters.gate.rules import groups, numbers, persons, places, scan, traces, verdicts
from harvesters.gate.rules import table as codes
from rule_cases.case import Given, beside, found, table, told
from rule_cases.persons import ID, NO_ID

_NOTHING = re.compile(r"(?!)")


def nothing(*_: Any, **__: Any) -> Iterator[Any]:
    return iter(())


def none(*_: Any, **__: Any) -> None:
    return None


def no(*_: Any, **__: Any) -> bool:
    return False


def only_homes(self: Any, batch: Any, hits: Any) -> None:
    """D7 without D6."""
    self._homes(batch)


@dataclass(frozen=True)
class Detector:
    """``off``: what has to be replaced by what, so that nothing is detected."""

    name: str
    code: str
    severity: str
    hit: str
    near: str
    row: int | None
    column: str
    off: tuple[Any, str, Any]

    def prove(self, bench: Bench) -> None:
        hit = given(self.hit).report(bench)
        assert (self.row, self.column, None) in found(hit, self.code, self.severity), told(hit)
        near = given(self.near).report(bench)
        assert found(near, self.code, self.severity) == [], told(near)


def given(data: str) -> Given:
    labels = data.split("\n", 1)[0].split(",")
    return Given(data, tuple({"name": label} for label in labels))


def of(label: str, value: str, *, name: str = "名称", named: str = "站点", rows: int = 10) -> str:
    """A table whose second column holds this value in row 2, and nothing in the other rows."""
    return table(f"{name},{label}", f"{named},{value}", *(f"站点{n:02d}," for n in range(2, rows + 2)))


_LUHN, _NO_LUHN = "6222023700000000010", "6222023700000000011"
_HOME = "济南市历下区经十路1号2号楼3单元401室"
_MOVES = ("2026-01-01 08:00,118.1,36.1", "2026-01-01 09:00,118.2,36.2")
_TRACE = "姓名,定位时间,经度（WGS84）,纬度（WGS84）"

DETECTORS = (
    Detector("D1", "G-10", "block", beside(f"甲,{ID}"), beside(f"甲,{NO_ID}"), 14, "备注", (scan, "ids", nothing)),
    Detector(
        "D1b",
        "G-10",
        "block",
        of("身份证号", "370102000101001"),
        of("订单编号", "370102000101001"),
        2,
        "身份证号",
        (scan, "old_ids", nothing),
    ),
    Detector(
        "D1c",
        "Q14",
        "block",
        of("身份证号", "370102190001010048"),
        of("身份证号", "370***********0019"),
        2,
        "身份证号",
        (codes, "is_id_header", no),
    ),
    Detector(
        "D1d",
        "G-13",
        "review",
        beside("甲,37010219000101****"),
        beside("甲,370***********0019"),
        14,
        "备注",
        (scan, "half_masked", nothing),
    ),
    Detector(
        "D2",
        "G-13",
        "review",
        beside("甲,13800138000"),
        beside("甲,12800138000"),
        14,
        "备注",
        (numbers, "mobiles", nothing),
    ),
    Detector(
        "D3",
        "G-12",
        "block",
        of("备注", "0531-82345678", name="姓名", named="张伟"),
        of("备注", "0531-82345678", name="单位名称", named="某单位"),
        2,
        "姓名",
        (numbers, "is_landline", no),
    ),
    Detector(
        "D4",
        "G-13",
        "review",
        of("银行卡号", _LUHN),
        of("银行卡号", _NO_LUHN),
        2,
        "银行卡号",
        (numbers, "luhn", no),
    ),
    Detector(
        "D5",
        "G-13",
        "review",
        of("统一社会信用代码", "92370203MA3D00004T"),
        of("统一社会信用代码", "91370100MA3C00003P"),
        2,
        "统一社会信用代码",
        (scan, "look_at_codes", none),
    ),
    Detector(
        "D6",
        "G-12",
        "block",
        of("出生日期", "1900-01-01", name="姓名", named="张伟"),
        of("出生日期", "1900-01-01", name="姓名", named="张*"),
        2,
        "姓名",
        (persons.Persons, "look", only_homes),
    ),
    Detector(
        "D7",
        "G-13",
        "review",
        of("家庭住址", _HOME),
        of("家庭住址", "济南市历下区"),
        2,
        "家庭住址",
        (persons, "is_room", no),
    ),
    Detector(
        "D8", "G-13", "review", beside("甲,鲁A12345"), beside("甲,鲁A级12345"), 14, "备注", (numbers, "PLATE", _NOTHING)
    ),
    Detector(
        "D9",
        "G-11",
        "block",
        table(_TRACE, *(f"张伟,{one}" for one in _MOVES)),
        table(_TRACE, *(f"张伟,{_MOVES[0]}" for _ in _MOVES)),
        3,
        "姓名",
        (traces.Traces, "look", none),
    ),
    Detector(
        "D10",
        "G-13",
        "review",
        of("护照号", "E12345678"),
        of("文号", "E12345678"),
        2,
        "护照号",
        (verdicts, "private", none),
    ),
    Detector(
        "D10-text",
        "G-13",
        "review",
        beside("甲,zhangwei@qq.com"),
        beside("甲,zhangwei.qq.com"),
        14,
        "备注",
        (numbers, "others", nothing),
    ),
    Detector(
        "D11",
        "G-03",
        "block",
        beside("甲,机密★1年"),
        beside("甲,《商业秘密保护条例》"),
        14,
        "备注",
        (scan, "marks", nothing),
    ),
    Detector(
        "D12",
        "Q24",
        "block",
        table("名称,经度,纬度", "站,117.001,36.601"),
        table("名称,经度（CGCS2000）,纬度（CGCS2000）", "站,117.001,36.601"),
        None,
        "经度",
        (places, "check", none),
    ),
    Detector(
        "D13",
        "G-13",
        "review",
        table("年龄段,性别,区县", *["30-39,女,历下区"] * 5, *["40-49,男,市中区"] * 4),
        table("年龄段,性别,区县", *["30-39,女,历下区"] * 5, *["40-49,男,市中区"] * 5),
        7,
        "年龄段",
        (groups.Groups, "look", none),
    ),
)
