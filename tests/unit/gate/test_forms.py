"""How cells are written (Q08–Q12, Q14, Q15): one meaning is mended, two wait or return."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from gate_bench import Bench, only

from harvesters.contract import Severity, Verdict
from harvesters.gate import dates, numbers
from harvesters.messages import finding_json, has_sentence

NAME = {"name": "名称"}


def value_of(bench: Bench, field: dict[str, Any], cell: str) -> tuple[str, str]:
    """The verdict and, unless returned, the value in the master."""
    quoted = '"' + cell.replace('"', '""') + '"'
    judgement = bench.full(f"名称,{field['name']}\r\n甲,{quoted}\r\n", [NAME, field])
    for finding in judgement.report.findings:
        assert has_sentence(finding.code, finding.params)
        assert "{" not in str(finding_json(finding)["message"])
    if judgement.report.verdict is Verdict.RETURNED:
        return "returned", ""
    return str(judgement.report.verdict), bench.master(judgement).splitlines()[1].partition(",")[2]


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        *[("date", cell, "2017-10-22") for cell in (
            "2017年10月22日", "2017/10/22", "2017.10.22", "2017-10-22", "20171022", "2017/10/22 0:00:00",
            "２０１７－１０－２２", "2017-10-22T00:00:00", "二〇一七年十月二十二日", "2017 年 10 月 22 日",
            " 2017-10-22 ", "2017-10-22 00:00:00.000",
        )],
        ("date", "2017-1-2", "2017-01-02"),
        ("yearmonth", "2017年10月", "2017-10"),
        ("yearmonth", "2017/1", "2017-01"),
        ("yearmonth", "2017.01", "2017-01"),
        ("yearmonth", "201710", "2017-10"),
        ("yearmonth", "二〇一七年十月", "2017-10"),
        ("year", "2017年", "2017"),
        ("year", "2017.0", "2017"),
        ("year", "2017年度", "2017"),
        ("datetime", "2017/10/22 8:30", "2017-10-22T08:30:00"),
        ("datetime", "2017年10月22日 8时30分", "2017-10-22T08:30:00"),
        ("datetime", "2017-10-22 08:30:05", "2017-10-22T08:30:05"),
        ("time", "8:30:00", "08:30:00"),
        ("number", "１２３．４５", "123.45"),
        ("number", "1,234.50", "1234.50"),
        ("number", "１，２３４", "1234"),
        ("number", "1 234", "1234"),
        ("number", "-1\u00a0234\u00a0567.5", "-1234567.5"),
        ("number", "'1234", "1234"),
        ("number", "\u22121.5", "-1.5"),
        ("integer", "2017.0", "2017"),
        ("integer", "1,234.00", "1234"),
        ("number", "－", ""),
        ("number", "(null)", ""),
        ("time", "6:30", "06:30:00"),
        ("time", "21时05分", "21:05:00"),
        ("number", "\\N", ""),
        ("date", "[NULL]", ""),
        ("date", "22-Oct-2017", "2017-10-22"),
        ("date", "5 January 2017", "2017-01-05"),
        ("number", "1.50", "1.50"),
        ("number", "1e5", "1e5"),
    ],
)  # fmt: skip
def test_what_means_one_thing_is_mended_and_logged(bench: Bench, kind: str, cell: str, value: str) -> None:
    assert value_of(bench, {"name": "值", "type": kind}, cell) == ("pass", value)


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        *[("date", cell) for cell in (
            "2017-02-30", "2017年10月", "43030", "2017/10-22",
            "2017-10-22 08:30:00", "10/22/2017", "2017102", "18001022", "99991399",
        )],
        ("yearmonth", "2017-13"),
        ("year", "17"),
        ("time", "25:30"),
        ("time", "24小时"),
        ("year", "2017-2018"),
        ("datetime", "2017/10/22"),
        ("datetime", "2017-10-22 25:00:00"),
        *[("number", cell) for cell in (
            "约100", "≥50", "12,34", "1,2345", "3.2万", "1-2", "10%", "5个百分点", "1 23", "不详",
            "NaN", "nan", "inf", "-Infinity", "1e400000", "1e131072", "1e-16384", "0." + "0" * 16383 + "1",
        )],
        ("integer", "1.5"), ("integer", "1e3"), ("integer", "NaN"),
        ("boolean", "也许"),
    ],
)  # fmt: skip
def test_what_may_mean_two_things_or_nothing_is_returned(bench: Bench, kind: str, cell: str) -> None:
    assert value_of(bench, {"name": "值", "type": kind}, cell)[0] == "returned"


@pytest.mark.parametrize(
    ("field", "cell", "value", "code"),
    [
        ({"type": "date"}, "17-10-22", "2017-10-22", "Q09"),
        ({"type": "date"}, "98年1月5日", "1998-01-05", "Q09"),
        ({"type": "date"}, "22-10月-17", "2017-10-22", "Q09"),
        ({"type": "date"}, "22-OCT-17", "2017-10-22", "Q09"),
        ({"type": "yearmonth"}, "Oct-17", "2017-10", "Q09"),
        ({"type": "yearmonth"}, "2017.1", "2017-10", "Q09"),  # a number 2017.10, or January
        ({"type": "yearmonth"}, "2017.2", "2017-02", "Q09"),  # or the second quarter
        ({"type": "date"}, "2017年第3季度", "2017-Q3", "Q09"),
        ({"type": "date"}, "2017年1-9月", "2017-01/2017-09", "Q09"),
        ({"type": "yearmonth"}, "2017年1-9月", "2017-01/2017-09", "Q09"),
        ({"type": "year"}, "2017年上半年", "2017-01/2017-06", "Q09"),
        ({"type": "number"}, "…", "…", "Q11"),
        ({"type": "number"}, "无", "无", "Q11"),
        ({"type": "yearmonth"}, "2017-10-01", "2017-10", "Q09"),
        ({"type": "number"}, "(1,234)", "-1234", "Q12"),
        ({"type": "number", "sd:unit": "万元"}, "12.5亿", "125000", "Q10"),
        ({"type": "number", "sd:unit": "元"}, "3.2万元", "32000", "Q10"),
        ({"type": "integer", "sd:unit": "人"}, "3.2万", "32000", "Q10"),
        ({"type": "number", "sd:unit": "元"}, "壹万贰仟元整", "12000", "Q12"),
        ({"type": "number", "sd:unit": "万元"}, "人民币壹亿贰仟万元整", "12000", "Q12"),
        ({"type": "boolean"}, "是", "true", "Q15"),
        ({"type": "boolean", "trueValues": ["有"], "falseValues": ["无"]}, "×", "无", "Q15"),
    ],
)
def test_what_needs_a_word_waits_with_the_proposal_applied(
    bench: Bench, field: dict[str, Any], cell: str, value: str, code: str
) -> None:
    field = {"name": "值", **field}
    quoted = f'"{cell}"'
    judgement = bench.full(f"名称,值\n甲,{quoted}\n乙,{quoted}\n", [NAME, field])
    finding = only(judgement, code)
    assert (finding.severity, finding.row, finding.column, finding.value) == (Severity.REVIEW, 2, "值", cell)
    assert (finding.params["proposal"], finding.params["cells"]) == (value, 2)
    assert judgement.report.files[0]["totals"][code] == 2
    assert value_of(bench, field, cell) == ("review", value)


def test_the_declared_unit_comes_off_and_no_other(bench: Bench) -> None:
    assert value_of(bench, {"name": "完成率（%）", "type": "number"}, "12.5％") == ("pass", "12.5")
    assert value_of(bench, {"name": "投资额", "type": "number", "sd:unit": "万元"}, "1,200.5 万元") == (
        "pass",
        "1200.5",
    )
    assert value_of(bench, {"name": "单价", "type": "number", "sd:unit": "元"}, "￥12.5") == ("pass", "12.5")
    assert value_of(bench, {"name": "投资额（万元）", "type": "number"}, "12%")[0] == "returned"
    assert value_of(bench, {"name": "面积", "type": "number", "sd:unit": "㎡"}, "12㎡") == ("pass", "12")


def test_words_that_say_neither_yes_nor_no_are_told_the_dictionary_s(bench: Bench) -> None:
    judgement = bench.full("名称,在用\n甲,正常\n", [NAME, {"name": "在用", "type": "boolean", "trueValues": ["在营"]}])
    told = finding_json(only(judgement, "G-30"))
    assert "正常" in told["message"]
    assert "在营 / false" in told["fix"]


def test_the_number_of_a_day_is_told_as_that_day(bench: Bench) -> None:
    finding = only(bench.full("名称,日期\n甲,43030\n", [NAME, {"name": "日期", "type": "date"}]), "G-30")
    assert "2017-10-22" in finding_json(finding)["fix"]
    finding = only(bench.full("名称,日期\n甲,99\n", [NAME, {"name": "日期", "type": "date"}]), "G-30")
    assert "序号" not in finding_json(finding)["fix"]


def test_words_of_the_dictionary_are_kept_whatever_their_case(bench: Bench) -> None:
    field = {"name": "在用", "type": "boolean", "trueValues": ["Y"], "falseValues": ["N"]}
    assert value_of(bench, field, "y") == ("pass", "Y")
    assert value_of(bench, field, "N") == ("pass", "N")


@pytest.mark.parametrize("mark", ["…", "……", "#", "无", "（空）"])
@pytest.mark.parametrize("kind", ["number", "date", "integer"])
def test_a_declared_mark_is_kept_as_the_dictionary_writes_it(bench: Bench, mark: str, kind: str) -> None:
    """NFKC made ... of a declared … and the delivery was returned."""
    assert value_of(bench, {"name": "值", "type": kind, "missingValues": ["", mark]}, mark) == ("pass", mark)


@pytest.mark.parametrize(
    "cell", ["１２３", "2017年10月22日", "1,234", "（全角）", "12％", "是", "1e400000", "NaN", "2017.0"]
)
def test_text_is_never_touched(bench: Bench, cell: str) -> None:
    assert value_of(bench, {"name": "说明", "type": "string"}, cell)[1].strip('"') == cell


@pytest.mark.parametrize("cell", ["正常  ", "\u3000正常", "正常\xa0", "正常\t"])
def test_outer_blanks_go_and_are_written_down(bench: Bench, cell: str) -> None:
    """Columns of fixed width are filled with them; “正常 ” was said to be none of 正常, 停用."""
    field = {"name": "状态", "constraints": {"enum": ["正常", "停用"]}}
    assert value_of(bench, field, cell) == ("pass", "正常")
    judgement = bench(f"名称,状态\n甲,停用\n乙,{cell}\n", [{"name": "名称"}, field])
    (said,) = judgement.report.files[0]["cleanings"]
    assert (said["rule"], said["first"]["row"], said["first"]["before"]) == ("Q12", 3, "正常（前后有空格）")


@pytest.mark.parametrize("cell", ["00412345-6", "370102000000", "1,234", "2017.0"])
def test_codes_are_never_reformed(bench: Bench, cell: str) -> None:
    assert value_of(bench, {"name": "机构代码", "type": "string"}, cell)[1].strip('"') == cell


def test_a_number_that_nothing_can_hold_is_named(bench: Bench) -> None:
    judgement = bench("名称,值\n甲,1\n乙,1e400000\n丙,NaN\n", [NAME, {"name": "值", "type": "number"}])
    found = {f.row: f.params["type"] for f in judgement.report.findings}
    assert found == {3: "number-out_of_range", 4: "number-not_finite"}


@pytest.mark.parametrize("kind", ["number", "integer"])
@pytest.mark.parametrize("cell", ["1_000", "٣٤", "12²", "①", "½", "12⑴"])
def test_what_only_looks_like_a_number_is_no_number(bench: Bench, kind: str, cell: str) -> None:
    """12² became 122, ① became 1, and 1_000 passed as it stood, which no database reads."""
    assert value_of(bench, {"name": "值", "type": kind}, cell)[0] == "returned"


def test_a_raised_figure_of_the_unit_is_taken_off_with_it(bench: Bench) -> None:
    assert value_of(bench, {"name": "面积（m²）", "type": "number"}, "12.5m²") == ("pass", "12.5")


def test_the_largest_numbers_that_the_database_holds_pass(bench: Bench) -> None:
    for cell in ("9e131071", "1e-16383", "9" * 1000, "0." + "1" * 1000):
        assert value_of(bench, {"name": "值", "type": "number"}, cell) == ("pass", cell)


def test_a_form_in_the_dictionary_wins(bench: Bench) -> None:
    assert value_of(bench, {"name": "值", "type": "date", "format": "%Y/%m/%d"}, "2017/10/22") == ("pass", "2017/10/22")
    assert value_of(bench, {"name": "值", "type": "number", "groupChar": ","}, "1,234") == ("pass", '"1,234"')


def test_every_form_of_a_day_reads_as_that_day() -> None:
    read = dates.reader({"type": "date"})
    assert read is not None
    forms = ("{0}年{1}月{2}日", "{0}/{1}/{2}", "{0}.{1}.{2}", "{0}-{1}-{2}", "{0}{1:02d}{2:02d}", "{0}/{1}/{2} 0:00:00")
    random.seed(5)
    for _ in range(500):
        day = (random.randrange(1949, 2050), random.randrange(1, 13), random.randrange(1, 29))
        wanted = "{:04d}-{:02d}-{:02d}".format(*day)
        for form in forms:
            text = form.format(*day)
            found = read(text)
            assert (found.value if found else text) == wanted
            assert dates.in_form("date", wanted, 1)


def test_a_number_s_value_never_changes_without_a_question() -> None:
    read = numbers.reader({"name": "值", "type": "number", "sd:unit": "%"})
    assert read is not None
    random.seed(6)
    for _ in range(2000):
        value = Decimal(random.randrange(-(10**9), 10**9)).scaleb(-random.randrange(0, 5))
        for text in (f"{value:,}", f"{value}", f"{value:,} %", str(value).replace("-", "−")):
            found = read(text)
            assert Decimal(found.value if found else text) == value
            assert not (found and found.ask)
