"""What spreadsheets do to codes: lost zeros (Q13), floats (Q14), traps X5 and X6, “ID via float” of §5.4."""

from __future__ import annotations

from typing import Any

import pytest
from gate_bench import Bench, only

from harvesters.contract import Severity, Verdict

WIDE = {"name": "邮编代码", "constraints": {"minLength": 6, "maxLength": 6}}


def rows(label: str, *values: str) -> str:
    return f"名称,{label}\n" + "".join(f"n{n},{value}\n" for n, value in enumerate(values))


@pytest.mark.parametrize(
    "field",
    [
        {"name": "机构代码", "constraints": {"minLength": 6, "maxLength": 6}},
        {"name": "机构代码", "sd:width": 6},
        {"name": "机构代码", "constraints": {"pattern": r"\d{6}"}},
        {"name": "机构代码", "constraints": {"pattern": r"^[0-9]{6}$"}},
        {"name": "邮政编码"},
        {"name": "证券代码"},
    ],
)
def test_lost_zeros_that_nobody_can_restore_return(bench: Bench, field: dict[str, Any]) -> None:
    judgement = bench(rows(field["name"], "250000", "25000", "1"), [{"name": "名称"}, field])
    found = [f for f in judgement.report.findings if f.code == "Q13"]
    assert [(f.row, f.value, f.severity) for f in found] == [(3, "25000", Severity.BLOCK), (4, "1", Severity.BLOCK)]
    assert [f.code for f in judgement.report.findings] == ["Q13", "Q13"], "the limit itself need not be told as well"


def test_zeros_that_a_code_list_restores_wait_with_a_proposal(bench: Bench) -> None:
    field = {"name": "站点编号", "constraints": {"enum": ["001", "002", "010"]}}
    judgement = bench.full(rows("站点编号", "1", "002", "10"), [{"name": "名称"}, field])
    finding = only(judgement, "Q13")
    assert (finding.severity, finding.params["proposal"], finding.row) == (Severity.REVIEW, "001", 2)
    assert judgement.report.verdict is Verdict.REVIEW
    assert bench.master(judgement) == "\ufeff名称,站点编号\r\nn0,001\r\nn1,002\r\nn2,010\r\n"


def test_one_value_that_the_list_does_not_know_spoils_the_proposal(bench: Bench) -> None:
    field = {"name": "站点编号", "constraints": {"enum": ["001", "002"]}}
    judgement = bench.full(rows("站点编号", "1", "9"), [{"name": "名称"}, field])
    assert judgement.report.verdict is Verdict.RETURNED
    assert {f.code for f in judgement.report.findings if f.severity is Severity.BLOCK} == {"Q13"}


def test_area_codes_begin_with_zero_whatever_is_declared(bench: Bench) -> None:
    found = [f for f in bench(rows("区号", "0531", "532")).report.findings if f.code == "Q13"]
    assert [(f.row, f.params["reason"]) for f in found] == [(3, "area_code")]


def test_a_declared_length_counts_if_nearly_all_values_have_it(bench: Bench) -> None:
    field = {"name": "许可证编号", "sd:length": 8}
    fixed = bench(rows("许可证编号", *["12345678"] * 9, "2345678"), [{"name": "名称"}, field])
    assert [f.row for f in fixed.report.findings if f.code == "Q13"] == [11]
    serial = bench(rows("许可证编号", *map(str, range(1, 40))), [{"name": "名称"}, field])
    assert serial.report.findings == ()


@pytest.mark.parametrize("label", ["站点编号", "名称二"])
def test_scientific_notation_in_text_returns(bench: Bench, label: str) -> None:
    finding = only(bench(rows(label, "123", "3.70102E+17")), "Q14")
    assert (finding.row, finding.params["reason"], finding.severity) == (3, "scientific", Severity.BLOCK)


def test_plain_names_with_an_e_are_no_floats(bench: Bench) -> None:
    assert bench(rows("型号", "1E5", "2E10", "E+17")).report.findings == ()


@pytest.mark.parametrize(
    "value",
    ["370102190001010048", "370102190001010000", "370102190001009984", "3.70102E+17", "370102190001010048.0"],
)
@pytest.mark.parametrize("kind", ["string", "number"])
def test_ids_that_went_through_a_float_are_returned_as_personal(bench: Bench, value: str, kind: str) -> None:
    fields = [{"name": "名称"}, {"name": "身份证号", "type": kind}]
    judgement = bench(rows("身份证号", value), fields)
    (finding,) = [
        f for f in judgement.report.findings if f.code in ("Q14", "G-10")
    ]  # one of them keeps its check digit
    assert finding.params["reason"] in ("person", "id")
    assert finding.value is not None
    assert value not in finding.value or "E" in value
    assert judgement.report.verdict is Verdict.RETURNED


@pytest.mark.parametrize("value", ["370102190001010091", "37010219000101001X", "370102199001010011"])
def test_a_person_s_number_with_a_wrong_digit_is_personal_and_no_float(bench: Bench, value: str) -> None:
    found = only(bench(rows("身份证号", value), [{"name": "名称"}, {"name": "身份证号"}]), "G-11")
    assert (found.params["reason"], found.row, found.quarantine) == ("id_wrong", 2, True)
    assert value not in str(found)
    assert bench(rows("订单号", value), [{"name": "名称"}, {"name": "订单号"}]).report.findings == ()


def test_zeros_after_the_fifteenth_digit(bench: Bench) -> None:
    damaged = [f"37010219000{n:04d}000" for n in range(1, 9)]
    found = [f for f in bench(rows("订单编号", *damaged)).report.findings if f.code == "Q14"]
    assert len(found) == 8
    sound = [f"37010219000{n:04d}{n:03d}" for n in range(1, 900)]
    assert bench(rows("订单编号", *sound)).report.findings == ()
    structured = [f"3701{n:04d}0000000000" for n in range(1, 50)]
    assert bench(rows("项目编号", *structured)).report.findings == ()


def test_codes_stay_text_without_a_dictionary(bench: Bench) -> None:
    """X6: inference made 0531 a number."""
    judgement = bench(rows("站号", "0531", "007"))
    assert judgement.report.verdict is Verdict.PASS


def test_a_code_declared_as_a_number_is_read_as_text_and_told(bench: Bench) -> None:
    fields = [{"name": "名称"}, {"name": "行政区划代码", "type": "integer", "constraints": {"minimum": 1}}]
    judgement = bench.full(rows("行政区划代码", "370102"), fields)
    assert [f.code for f in judgement.report.findings if f.severity is Severity.BLOCK] == ["V-15"]


def test_x5_a_gb18030_table_keeps_its_text(bench: Bench) -> None:
    data = ("编号,名称\n" + "".join(f"{n},abc\n" for n in range(2000)) + "x,济南市图书馆\n").encode("gb18030")
    judgement = bench.full(data, [{"name": "编号"}, {"name": "名称"}])
    assert judgement.report.files[0]["encoding"] == "gb18030"
    assert "济南市图书馆" in bench.master(judgement)
