"""The test vectors of the province's rules (domain §5.4), line by line, each by the name that it has there."""

from __future__ import annotations

import pytest
from gate_bench import Bench
from rule_cases.case import Given, beside, table, told

from harvesters.catalogue.uscc import uscc_problem
from harvesters.contract import Verdict
from harvesters.gate.rules.numbers import luhn
from harvesters.gate.rules.sensitive import is_id

_LINES = {
    "ID valid": ("370102190001010019", "370102190402290023", "37020219000101009X", "11010519491231002X"),
    "ID bad check": ("370102190001010010",),
    "ID bad date with right check": ("370102190002290016",),
    "ID via float": (
        "370102190001010048",
        "370102190001010000",
        "3.70102190001010E+17",
        "370102190001009984",
        "3.70102E+17",
    ),
    "USCC valid": ("11370000MB284651XL", "9137130016829134XT", "91370100MA3C00003P"),
    "USCC 个体户": ("92370203MA3D00004T",),
    "USCC co-op": ("93371302MA3E00005G",),
    "USCC N-prefix": ("N2370785MF00000059",),
    "USCC bad": ("91370100MA3C00003Q",),
    "USCC contains I": ("9137010IMA3C00003P",),
    "USCC embedded": ("91370100MA3C00000E",),
    "Luhn valid": ("6222023700000000010",),
    "Luhn invalid": ("6222023700000000011",),
    "mobile hit": ("13800138000",),
    "mobile miss": ("12800138000",),
    "marker block": ("机密★1年",),
    "marker no hit": ("《商业秘密保护条例》",),
}


@pytest.mark.parametrize(("line", "value"), [(line, value) for line, values in _LINES.items() for value in values])
def test_vectors(line: str, value: str, bench: Bench) -> None:
    {
        "ID valid": _blocked,
        "ID bad check": _no_id,
        "ID bad date with right check": _no_id,
        "ID via float": _damaged,
        "USCC valid": _right_code,
        "USCC 个体户": _sole_trader,
        "USCC co-op": _right_code,
        "USCC N-prefix": _right_code,
        "USCC bad": _wrong_code,
        "USCC contains I": _wrong_code,
        "USCC embedded": _embedded,
        "Luhn valid": lambda value, _: _is(luhn(value)),
        "Luhn invalid": lambda value, _: _is(not luhn(value)),
        "mobile hit": lambda value, bench: _says(value, bench, ("G-13", "review")),
        "mobile miss": _passes,
        "marker block": lambda value, bench: _says(value, bench, ("G-03", "block")),
        "marker no hit": _passes,
    }[line](value, bench)


def test_a_series_of_staff_numbers_that_look_like_mobiles_waits(bench: Bench) -> None:
    """工号 13800138001.. unique sequence → review."""
    data = table("姓名简称,工号", *(f"甲{n},{13800138001 + n}" for n in range(12)))
    report = Given(data, ({"name": "姓名简称"}, {"name": "工号"})).report(bench)
    assert report.verdict is Verdict.REVIEW, told(report)
    assert {f.params["reason"] for f in report.findings if f.code == "G-13"} == {"mobile_serial"}


@pytest.mark.parametrize("number", ["370102190001064703", "370102190004251803"])
def test_a_person_whose_number_passes_as_a_credit_code_is_a_person(number: str, bench: Bench) -> None:
    """One number in 341 fits both checks of a credit code; but no institution is of the area 010219."""
    assert uscc_problem(number) is None
    _blocked(number, bench)


def test_a_mobile_among_short_codes_is_no_code(bench: Bench) -> None:
    data = table("科目编码,金额", *(f"{200 + n},{n}" for n in range(12)), "13800138000,1")
    report = Given(data, ({"name": "科目编码"}, {"name": "金额"})).report(bench)
    assert [(f.row, f.column) for f in report.findings if f.code == "G-13"] == [(14, "科目编码")]
    long = table("科目编码,金额", *(f"{12800000000 + 99990017 * n},{n}" for n in range(12)))
    report = Given(long, ({"name": "科目编码"}, {"name": "金额"})).report(bench)
    assert [f for f in report.findings if f.code == "G-13"] == [], "codes of eleven digits"


@pytest.mark.parametrize(("value", "seen"), [("QQ：123456789", True), ("qq: 123456789", True), ("QQ12345", False)])
def test_a_chat_account_in_a_column_without_a_character(value: str, seen: bool, bench: Bench) -> None:
    data = table("编号,联系方式", *(f"{n},0531-8234567{n}" for n in range(9)), f"9,{value}")
    report = Given(data, ({"name": "编号"}, {"name": "联系方式"})).report(bench)
    assert [f.row for f in report.findings if f.code == "G-13"] == ([11] if seen else [])


def test_a_sheet_named_as_an_inner_paper_waits(bench: Bench) -> None:
    """sheet named 内部资料 → review."""
    import io

    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "内部资料"
    for n in range(12):
        book.active.append(["名称", "备注"] if n == 0 else [f"站{n}", "好"])
    out = io.BytesIO()
    book.save(out)
    report = Given(out.getvalue(), resource={"name": "表.xlsx", "format": "xlsx"}).report(bench)
    assert report.verdict is Verdict.REVIEW, told(report)
    assert {f.code for f in report.findings if f.severity.value == "review"} == {"G-03"}


def _is(right: bool) -> None:
    assert right


def _passes(value: str, bench: Bench) -> None:
    report = Given(beside(f"甲,{value}")).report(bench)
    assert report.verdict is Verdict.PASS, told(report)


def _says(value: str, bench: Bench, what: tuple[str, str]) -> None:
    report = Given(beside(f"甲,{value}")).report(bench)
    assert what in {(f.code, f.severity.value) for f in report.findings if f.row == 14}, told(report)


def _blocked(value: str, bench: Bench) -> None:
    assert is_id(value)
    _says(value, bench, ("G-10", "block"))


def _no_id(value: str, bench: Bench) -> None:
    assert not is_id(value)
    _passes(value, bench)


def _damaged(value: str, bench: Bench) -> None:
    """All blocked, as damaged numbers of persons (D1c); one of them passes the arithmetic by chance (G-10)."""
    rows = (f"甲{n}," for n in range(11))
    report = Given(table("名称,身份证号", f"甲,{value}", *rows), ({"name": "名称"}, {"name": "身份证号"})).report(bench)
    assert report.verdict is Verdict.RETURNED, told(report)
    blocking = {(f.code, f.row, f.column) for f in report.findings if f.severity.value == "block"}
    assert blocking == {("G-10" if is_id(value) else "Q14", 2, "身份证号")}, told(report)


def _code(value: str, bench: Bench) -> set[tuple[str, str, str]]:
    data = table("名称,统一社会信用代码", f"甲,{value}", *(f"甲{n}," for n in range(11)))
    report = Given(data, ({"name": "名称"}, {"name": "统一社会信用代码"})).report(bench)
    reason = ("type", "reason")
    return {
        (f.code, f.severity.value, next(f.params[key] for key in reason if key in f.params))
        for f in report.findings
        if f.row == 2
    }


def _right_code(value: str, bench: Bench) -> None:
    assert uscc_problem(value) is None
    assert _code(value, bench) == set()


def _sole_trader(value: str, bench: Bench) -> None:
    assert uscc_problem(value) is None
    assert _code(value, bench) == {("G-13", "review", "uscc_person")}


def _wrong_code(value: str, bench: Bench) -> None:
    assert uscc_problem(value) in ("check", "form", "alphabet")
    assert _code(value, bench) == {("G-30", "block", "uscc-check")}


def _embedded(value: str, bench: Bench) -> None:
    """Outer check right, embedded organisation code wrong: W."""
    assert _code(value, bench) == {("G-30", "warn", "uscc-organisation")}
