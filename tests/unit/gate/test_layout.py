"""What stands around and between the rows (Q03–Q07, Q18): left out, or proposed."""

from __future__ import annotations

from typing import Any

import pytest
from gate_bench import Bench, only

from harvesters.contract import Verdict
from harvesters.messages import finding_json, has_sentence

FIELDS = [
    {"name": "市", "constraints": {"required": True}},
    {"name": "县", "constraints": {"required": True}},
    {"name": "数量", "type": "integer"},
]
ROWS = "济南市,历下区,1\n济南市,市中区,2\n青岛市,市南区,3\n"
PLAIN = "\ufeff市,县,数量\r\n济南市,历下区,1\r\n济南市,市中区,2\r\n青岛市,市南区,3\r\n"


def rules(judgement: Any) -> dict[str, int]:
    """Which cleanings were written down, with how many cells or rows."""
    return {entry["rule"]: entry["cells"] for entry in judgement.report.files[0]["cleanings"]}


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("2017年统计表,,\n单位：个,,\n市,县,数量\n" + ROWS, {"Q03": 2}),
        (",,\n各县情况,,\n市,县,数量\n" + ROWS, {"Q03": 1}),
        ("市,县,数量\n" + ROWS + "注：1.本表为初步核算数。,,\n2.不含开发区。,,\n资料来源：某局,,\n", {"Q06": 3}),
        ("市,县,数量\n" + ROWS + "\n填表人：张三　联系电话：88888888,,\n", {"Q06": 1}),
        ("市,县,数量\n济南市,历下区,1\n市,县,数量\n济南市,市中区,2\n第1页 共2页,,\n青岛市,市南区,3\n", {"Q18": 2}),
        ("市,县,数量,,\n济南市,历下区,1,,\n济南市,市中区,2,,\n青岛市,市南区,3,,\n", {}),
    ],
)
def test_what_is_no_data_is_left_out_and_written_down(bench: Bench, text: str, cleaned: dict[str, int]) -> None:
    judgement = bench.full(text, FIELDS)
    assert judgement.report.verdict is Verdict.PASS
    assert rules(judgement) == cleaned
    assert bench.master(judgement) == PLAIN


def test_no_name_of_a_person_stands_in_the_log(bench: Bench) -> None:
    judgement = bench.full("市,县,数量\n" + ROWS + "填表人：张三　联系电话：88888888,,\n", FIELDS)
    assert "张三" not in str(judgement.report)


def test_a_note_in_the_middle_is_data_and_returns(bench: Bench) -> None:
    assert (
        bench("市,县,数量\n济南市,历下区,1\n注：下同,,\n青岛市,市南区,3\n", FIELDS).report.verdict is Verdict.RETURNED
    )


def test_row_numbers_stay_those_of_the_file(bench: Bench) -> None:
    finding = only(
        bench("表,,\n单位：个,,\n市,县,数量\n济南市,历下区,1\n市,县,数量\n青岛市,市南区,三\n", FIELDS), "G-30"
    )
    assert (finding.row, finding.column) == (6, "数量")


@pytest.mark.parametrize("word", ["合计", "合　计", "总 计", "全省", "小计", "其中：市区"])
def test_totals_wait_with_a_proposal(bench: Bench, word: str) -> None:
    judgement = bench.full("市,县,数量\n" + ROWS + f"{word},,6\n", FIELDS)
    assert judgement.report.verdict is Verdict.REVIEW
    finding = only(judgement, "Q07")
    assert (finding.row, finding.column, finding.params["reason"]) == (5, "市", "agrees")
    assert has_sentence("Q07", finding.params)
    assert "汇总行" in finding_json(finding)["message"]
    assert bench.master(judgement) == PLAIN


def test_a_total_that_is_no_sum_says_so(bench: Bench) -> None:
    assert only(bench("市,县,数量\n" + ROWS + "合计,,60\n", FIELDS), "Q07").params["reason"] == "differs"


def test_a_total_that_the_dictionary_lists_is_a_value(bench: Bench) -> None:
    fields = [{"name": "市", "constraints": {"enum": ["济南市", "合计"]}}, {"name": "数量", "type": "integer"}]
    assert bench("市,数量\n济南市,1\n合计,1\n", fields).report.verdict is Verdict.PASS


def test_names_that_hold_the_word_are_no_totals(bench: Bench) -> None:
    fields = [{"name": "名称"}, {"name": "数量", "type": "integer"}]
    assert bench("名称,数量\n合计服务中心,1\n全省通办窗口,2\n", fields).report.verdict is Verdict.PASS


@pytest.mark.parametrize("key", [["市", "县"], None])
def test_keys_written_once_are_proposed_for_each_row(bench: Bench, key: list[str] | None) -> None:
    text = "市,县,数量\n济南市,历下区,1\n,市中区,2\n青岛市,市南区,3\n,市北区,4\n"
    judgement = bench.full(text, FIELDS, primary_key=key) if key else bench.full(text, FIELDS)
    assert judgement.report.verdict is Verdict.REVIEW
    finding = only(judgement, "Q05")
    assert (finding.row, finding.column, finding.params["proposal"], finding.params["cells"]) == (3, "市", "济南市", 2)
    assert bench.master(judgement).splitlines()[1:] == [
        "济南市,历下区,1",
        "济南市,市中区,2",
        "青岛市,市南区,3",
        "青岛市,市北区,4",
    ]


def test_a_missing_value_is_not_filled_where_values_repeat(bench: Bench) -> None:
    text = "市,县,数量\n济南市,历下区,1\n济南市,市中区,2\n,市南区,3\n,市北区,4\n"
    assert bench(text, FIELDS).report.verdict is Verdict.RETURNED


def test_a_header_of_two_rows_waits_flattened(bench: Bench) -> None:
    fields = [{"name": "地区"}, {"name": "出口额_本月", "type": "number"}, {"name": "出口额_累计", "type": "number"}]
    judgement = bench.full("地区,出口额,\n,本月,累计\n济南市,1,2\n", fields)
    assert judgement.report.verdict is Verdict.REVIEW
    assert only(judgement, "Q04").row == 1
    assert bench.master(judgement).splitlines()[0] == "\ufeff地区,出口额_本月,出口额_累计"


@pytest.mark.parametrize(
    "text",
    ["ORA-01017: invalid username/password; logon denied\n", "系统繁忙，请稍后再试", "Error 500: null\n", "登录超时\n"],
)
def test_a_system_s_error_message_is_no_table(bench: Bench, text: str) -> None:
    for fields in (FIELDS, None):
        judgement = bench(text, fields) if fields else bench(text)
        assert [f.params.get("reason") for f in judgement.report.findings] == ["error_text"], "that, and nothing else"


@pytest.mark.parametrize("header", ["市,县,数 量", '市,县,"数\n量"', "市,县,　数量", "市,县,数量　"])
def test_a_header_may_be_spaced_or_broken(bench: Bench, header: str) -> None:
    judgement = bench.full(f"{header}\n{ROWS}", FIELDS)
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert bench.master(judgement).splitlines()[0] == "\ufeff市,县,数量"


def test_brackets_of_either_width_are_one_name(bench: Bench) -> None:
    fields = [*FIELDS[:2], {**FIELDS[2], "name": "数量(个)"}]
    judgement = bench.full(f"市,县,数量（个）\n{ROWS}", fields)
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    (said,) = judgement.report.files[0]["cleanings"]
    assert (said["rule"], said["column"], said["first"]["before"]) == ("Q08", "数量(个)", "数量（个）")
    assert bench.full(f"市,县,数目\n{ROWS}", FIELDS).report.verdict is Verdict.RETURNED


@pytest.mark.parametrize("label", ["合计", "小 计"])
def test_a_total_may_stand_under_the_serial_number(bench: Bench, label: str) -> None:
    fields = [{"name": "序号", "type": "integer"}, {"name": "单位"}, {"name": "数量", "type": "integer"}]
    rows = "".join(f"{n},站{n},{n}\n" for n in range(1, 5))
    judgement = bench.full(f"序号,单位,数量\n{rows}{label},,10\n", fields)
    assert (only(judgement, "Q07").row, judgement.report.verdict) == (6, Verdict.REVIEW)
    wrong = bench.full(f"序号,单位,数量\n{rows}五,站5,10\n", fields)
    assert only(wrong, "G-30").row == 6


@pytest.mark.parametrize("last", ["已选择4行。", "(4 行受影响)", "4 rows selected.", "（共返回 4 行）"])
def test_what_a_database_s_tool_prints_is_no_row(bench: Bench, last: str) -> None:
    ruled = "----,----,----\n"
    judgement = bench.full(f"市,县,数量\n{ruled}{ROWS}\n{last}\n", FIELDS)
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert [c["rule"] for c in judgement.report.files[0]["cleanings"]] == ["Q06", "Q18"]
    assert bench.full(f"市,县,数量\n{ROWS}4行街,,3\n", FIELDS).report.files[0]["rows"] == ROWS.count("\n") + 1


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_a_title_above_says_nothing_of_the_separator(bench: Bench, mark: str) -> None:
    text = f"2020年情况{mark * 2 if mark == chr(9) else ''}\n" + f"市,县,数量\n{ROWS}".replace(",", mark)
    assert bench.full(text, FIELDS).report.verdict is Verdict.PASS


@pytest.mark.parametrize("text", ["success", "暂无数据\n", "token expired", "您没有访问权限", "null\n"])
def test_a_word_is_no_table_where_other_columns_are_meant(bench: Bench, text: str) -> None:
    assert [f.params.get("reason") for f in bench(text, FIELDS).report.findings] == ["error_text"]


def test_a_header_alone_is_a_table_without_rows(bench: Bench) -> None:
    said = {(f.code, f.params.get("reason") or f.params.get("type")) for f in bench("市\n", FIELDS).report.findings}
    assert said == {("G-30", "missing-label")}
    said = {(f.code, f.params.get("reason")) for f in bench("市,县,数量\n", FIELDS).report.findings}
    assert said == {("Q26", "no_rows")}


def test_a_person_s_number_in_a_title_or_note_is_found(bench: Bench) -> None:
    for text in (
        "联系人 370102190001010019,,\n市,县,数量\n" + ROWS,
        "市,县,数量\n" + ROWS + "注：370102190001010019,,\n",
    ):
        judgement = bench(text, FIELDS)
        assert "G-10" in {f.code for f in judgement.report.findings}
        assert "370102190001010019" not in str(judgement.report)


def columns(judgement: Any) -> list[str]:
    return list(judgement.report.files[0]["columns"])


def test_a_header_of_two_rows_needs_no_dictionary(bench: Bench) -> None:
    found = bench("区县,人口,,面积,\n,2016,2017,2016,2017\n济南市,1,2,3,4\n青岛市,5,6,7,8\n")
    assert columns(found) == ["区县", "人口_2016", "人口_2017", "面积_2016", "面积_2017"]
    assert only(found, "Q04").row == 1
    plain = bench("区县,人口,口径\n,1,常住\n青岛市,5,户籍\n")
    assert columns(plain) == ["区县", "人口", "口径"], "a first row with an empty cell is no second header"


def test_years_are_names_of_columns(bench: Bench) -> None:
    """A yearbook's table: titles above, years as labels, notes below."""
    rows = "济南市,713.2 ,723.3 \n青岛市,909.7 ,920.4 \n"
    found = bench(f"2-3  各市常住人口,,\n,,\n单位：万人,,\n市,2015,2016\n{rows}注：抽样调查数。,,\n")
    assert found.report.verdict is Verdict.PASS
    assert columns(found) == ["市", "2015", "2016"]
    assert rules(found) == {"Q03": 2, "Q06": 1, "Q12": 2}


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        ("平均,15,13\n最高,40,38\n最低,-10,-8\n", False),
        ("最高,40,38\n最低,-10,-8\n平均,15,13\n", False),
        ("一月,1,3\n二月,3,5\n平均,2,4\n", True),
        ("全省平均,2,4\n一月,1,3\n二月,3,5\n", True),
    ],
)
def test_a_mean_beside_the_highest_and_the_lowest_is_a_figure_of_its_own(bench: Bench, rows: str, asked: bool) -> None:
    found = bench("统计量,济南,青岛\n" + rows)
    assert ([f.params["reason"] for f in found.report.findings if f.code == "Q07"] == ["mean"]) is asked
