"""What a table says against itself and its past: each check with what triggers it and a near miss."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from content_bench import CITIES, field, kinds, said, table
from gate_bench import RECORD, REVIEWED, Bench, only

from harvesters.contract import PreviousRelease, Severity, Verdict
from harvesters.messages import finding_json

SUMS = [field("城市"), field("合计", "integer"), field("男", "integer"), field("女", "integer")]


def test_a_total_that_does_not_add_up(bench: Bench) -> None:
    rows = [[city, 300 + 3 * n, 100 + n, 200 + 2 * n] for n, city in enumerate(CITIES)]
    assert said(bench, SUMS, rows) == []
    rows[4][1] = 321
    (found,) = said(bench, SUMS, rows)
    assert (found.code, found.row, found.column, found.params["expected_value"]) == ("Q29", 6, "合计", "312")
    never = [[city, 1000 + 7 * n, 100 + n, 200 + 2 * n] for n, city in enumerate(CITIES)]
    assert said(bench, SUMS, never) == [], "what never adds up is no sum of these"


def test_a_total_need_not_be_called_one(bench: Bench) -> None:
    fields = [field("科目"), *(field(name, "integer") for name in ("本年预算数", "基本经费", "项目经费"))]
    rows = [[f"科目{n}", 300 + 3 * n, 100 + n, 200 + 2 * n] for n in range(12)]
    assert said(bench, fields, rows) == []
    rows[6][1] += 9
    (found,) = said(bench, fields, rows)
    assert (found.params["reason"], found.row, found.column) == ("sum", 8, "本年预算数")
    alone = [[f"科目{n}", 100 + n, 100 + n, 0] for n in range(12)]
    alone[3][1] += 1
    assert said(bench, fields, alone) == [], "one part is no sum"


def test_rounded_parts_may_be_off_in_the_last_place(bench: Bench) -> None:
    fields = [field("城市"), *(field(name, "number") for name in ("总量", "一产", "二产"))]
    rows = [[city, f"{30.1 + n:.1f}", f"{10 + n / 2:.1f}", f"{20 + n / 2:.1f}"] for n, city in enumerate(CITIES)]
    rows[3][1] = f"{float(str(rows[3][2])) + float(str(rows[3][3])):.1f}"
    assert [f for f in said(bench, fields, rows) if f.code == "Q29"] == []


def test_an_end_before_its_begin(bench: Bench) -> None:
    fields = [field("项目"), field("开工日期", "date"), field("竣工日期", "date")]
    rows = [[f"项目{n}", "2019-03-01", f"202{n}-05-01"] for n in range(4)]
    assert said(bench, fields, rows) == []
    rows[2][2] = "2018-05-01"
    (found,) = said(bench, fields, rows)
    assert (found.code, found.params["reason"], found.row, found.column) == ("Q29", "order", 4, "竣工日期")


def test_a_share_above_the_whole(bench: Bench) -> None:
    fields = [
        field("城市"),
        field("占比", "number", **{"sd:unit": "%"}),
        field("同比增长", "number", **{"sd:unit": "%"}),
    ]
    rows = [[city, 8.3, 120.5] for city in CITIES]
    assert said(bench, fields, rows) == []
    rows[1][1] = 830
    (found,) = said(bench, fields, rows)
    assert (found.code, found.params["reason"], found.row) == ("Q29", "share", 3)


@pytest.mark.parametrize(("label", "late"), [("登记日期", True), ("有效期至", False), ("计划竣工日期", False)])
def test_times_in_the_future(bench: Bench, label: str, late: bool) -> None:
    fields = [field("名称"), field(label, "date")]
    rows = [[f"单位{n}", f"2020-01-{n + 1:02d}"] for n in range(9)]
    assert said(bench, fields, rows) == []
    rows[3][1] = "2102-01-04"
    assert kinds(said(bench, fields, rows)) == ([("Q09", "future")] if late else [])


def test_this_year_is_not_the_future(bench: Bench) -> None:
    fields = [field("城市"), field("年份", "year")]
    assert said(bench, fields, [[city, 2026] for city in CITIES]) == []
    assert kinds(said(bench, fields, [[city, 2027 if n == 3 else 2026] for n, city in enumerate(CITIES)])) == [
        ("Q09", "future")
    ]


def test_one_thing_in_several_notations(bench: Bench) -> None:
    fields = [field("统计期"), field("数量", "integer")]
    mixed = ["201902", "2019-03", "2023年一季度", "三季度", "2019年4月"]
    found = said(bench, fields, [[period, 10 + n] for n, period in enumerate(mixed)])
    assert kinds(found) == [("Q09", "mixed")]
    assert found[0].params["count"] == 5
    one = [f"2019年{month}月" for month in range(1, 13)]
    assert said(bench, fields, [[period, 10 + n] for n, period in enumerate(one)]) == []
    words = [field("期别"), field("数量", "integer")]
    assert said(bench, words, [["2019", 1], ["第一期", 2], ["试行期", 3]]) == []


def test_a_row_of_zeros(bench: Bench) -> None:
    fields = [field("城市"), *(field(name, "integer") for name in ("学校", "教师", "学生"))]
    rows = [[city, 10 + n, 200 + n, 3000 + n] for n, city in enumerate(CITIES)]
    assert said(bench, fields, rows) == []
    rows[5][1:] = [0, 0, 0]
    (found,) = said(bench, fields, rows)
    assert (found.code, found.params["reason"], found.row) == ("Q11", "zero_row", 7)
    sparse = [[city, n % 2, 0, 0] for n, city in enumerate(CITIES)]
    assert said(bench, fields, sparse) == [], "where zeros are usual, a row of them says nothing"


LABELS = ["序号", "名称", "地点", "数量"]
NAMED = [field("名称"), field("地点"), field("数量", "integer")]


def test_a_repeated_row_is_proposed_to_go(bench: Bench) -> None:
    rows = [[f"站{n}", f"{city}路", 100 + n] for n, city in enumerate(CITIES)]
    assert said(bench, NAMED, rows) == []
    text = table([one["name"] for one in NAMED], [*rows[:6], rows[2], *rows[6:], ["坏", "路", "x"]])
    judgement = bench.full(text, NAMED)
    assert (only(judgement, "Q18").row, only(judgement, "G-30").row) == (8, 15), "rows are counted as in the file"
    judgement = bench.full(table([one["name"] for one in NAMED], [*rows[:6], rows[2], *rows[6:]]), NAMED)
    finding = only(judgement, "Q18")
    assert judgement.report.verdict is Verdict.REVIEW
    assert (finding.severity, finding.row, finding.params["first_row"]) == (Severity.REVIEW, 8, 4)
    assert finding.params["proposal"]
    assert bench.master(judgement).count("站2,") == 1
    assert judgement.report.files[0]["rows"] == len(rows)


def test_rows_that_differ_in_their_serial_number_only(bench: Bench) -> None:
    fields = [field("序号", "integer"), *NAMED]
    rows = [[n + 1, f"站{n}", f"{city}路", 100 + n] for n, city in enumerate(CITIES)]
    assert said(bench, fields, rows) == []
    rows[7][1:] = rows[1][1:]
    (found,) = said(bench, fields, rows)
    assert (found.code, found.severity, found.params["reason"], found.row) == ("Q18", Severity.WARN, "but_serial", 9)


def test_rows_that_few_values_make_alike_are_only_warned_of(bench: Bench) -> None:
    fields = [field("类型"), field("等级")]
    rows = [["甲乙"[n % 2], "一二三"[n % 3]] for n in range(40)]
    assert ("Q18", "by_chance") in kinds(said(bench, fields, rows))


def test_a_serial_number_is_no_key(bench: Bench) -> None:
    fields = [field("序号", "integer"), *NAMED]
    rows = [[n + 1, f"站{n}", f"{city}路", 100 + n] for n, city in enumerate(CITIES)]
    text = table([one["name"] for one in fields], rows)
    found = only(bench.full(text, fields, schema={"primaryKey": ["序号"]}), "Q19")
    assert (found.severity, found.column) == (Severity.INFO, "序号")
    assert [
        f for f in bench.full(text, fields, schema={"primaryKey": ["名称"]}).report.findings if f.code == "Q19"
    ] == []
    rows[6][0] = 70
    assert ("Q19", "broken") not in kinds(bench.full(table(LABELS, rows), fields).report.findings), "no serial at all"
    rows = [[n + (1 if n < 30 else 9), f"站{n}", f"{n}路", 100 + n] for n in range(60)]
    (broken,) = [f for f in bench.full(table(LABELS, rows), fields).report.findings if f.code == "Q19"]
    assert (broken.row, broken.params["before"], broken.value) == (32, "30", "39")


def test_several_values_in_a_cell(bench: Bench) -> None:
    fields = [field("站点"), field("公交线")]
    rows = [[f"{city}站", f"{n}路、{n + 1}路、K{n}路"] for n, city in enumerate(CITIES)]
    (found,) = said(bench, fields, rows)
    assert (found.code, found.severity, found.params["cells"]) == ("Q20", Severity.WARN, len(CITIES))
    assert said(bench, [field("站点"), field("经营范围")], rows) == []
    assert said(bench, fields, [[f"{city}站", f"{n}路"] for n, city in enumerate(CITIES)]) == []


def test_columns_that_are_mostly_empty(bench: Bench) -> None:
    fields = [field("城市"), field("面积", "number"), field("备注")]
    rows = [[city, "" if n % 2 else 10.5 + n, ""] for n, city in enumerate(CITIES)]
    (found,) = said(bench, fields, rows)
    assert (found.code, found.params["labels"]) == ("Q26", "面积（50 %）")
    assert said(bench, fields, [[city, 10.5 + n if n else "", ""] for n, city in enumerate(CITIES)]) == []


def test_one_organisation_under_two_names(bench: Bench) -> None:
    fields = [field("项目"), field("主管部门")]
    rows = [[f"项目{n}", "山东省大数据局"] for n in range(5)]
    assert said(bench, fields, rows) == []
    rows[3][1] = "省大数据局"
    (found,) = said(bench, fields, rows)
    assert (found.code, found.row, found.params["proposal"]) == ("Q17", 5, "山东省大数据局")


CODES = ["370102", "370103", "370104", "370105", "370112", "370202", "370203"]
REGIONS = [field("行政区划代码"), field("年份", "year"), field("数量", "integer")]


@pytest.mark.parametrize(("year", "found"), [(2017, []), (2025, [("Q16", "retired")])])
def test_a_former_division_is_right_in_its_time(bench: Bench, year: int, found: list[Any]) -> None:
    rows = [[code, year, 10 + n] for n, code in enumerate([*CODES, "370282"])]
    result = said(bench, REGIONS, rows)
    assert kinds(result) == found
    if found:
        assert (result[0].row, result[0].value) == (9, "370282")
        assert "即墨区" in finding_json(result[0])["message"]


def test_the_title_says_the_time_of_a_table(bench: Bench) -> None:
    fields = [field("行政区划代码"), field("数量", "integer")]
    rows = [[code, 10 + n] for n, code in enumerate([*CODES, "370282"])]
    assert kinds(said(bench, fields, rows)) == [("Q16", "retired")]
    assert said(bench, fields, rows, title="2016年各县情况") == []
    assert said(bench, fields, rows, title="历史行政区划") == []


def test_a_code_that_no_list_has(bench: Bench) -> None:
    fields = [field("行政区划代码"), field("数量", "integer")]
    assert said(bench, fields, [[code, n] for n, code in enumerate(CODES, 3)]) == []
    (found,) = said(bench, fields, [[code, n] for n, code in enumerate([*CODES, "370149"], 3)])
    assert (found.params["reason"], found.value) == ("unknown", "370149")
    assert said(bench, fields, [[code, n] for n, code in enumerate([*CODES, "370171"], 3)]) == [], "a zone"


def test_a_name_that_two_cities_have(bench: Bench) -> None:
    fields = [field("区县"), field("数量", "integer")]
    counties = ["历下区", "槐荫区", "薛城区", "山亭区", "市南区", "市中区"]
    (found,) = said(bench, fields, [[name, 10 + n] for n, name in enumerate(counties)])
    assert (found.code, found.severity, found.row) == ("Q16", Severity.BLOCK, 7)
    assert "济南市" in found.params["places"]
    one_city = ["历下区", "槐荫区", "天桥区", "历城区", "市中区"]
    assert said(bench, fields, [[name, 10 + n] for n, name in enumerate(one_city)]) == []
    cities = ["济南市", "济南市", "枣庄市", "枣庄市", "青岛市", "枣庄市"]
    rows = [[city, name, 10 + n] for n, (city, name) in enumerate(zip(cities, counties, strict=True))]
    assert said(bench, [field("市"), *fields], rows) == []


def test_october_as_a_number_is_asked(bench: Bench) -> None:
    fields = [field("月份", "yearmonth"), field("数量", "number")]
    months = ["2016.07", "2016.08", "2016.09", "2016.1", "2016.11"]
    text = table(["月份", "数量"], [[month, 100 + n] for n, month in enumerate(months)])
    judgement = bench.full(text, fields)
    finding = only(judgement, "Q09")
    assert (finding.severity, finding.row, finding.value) == (Severity.REVIEW, 5, "2016.1")
    assert finding.params["proposal"] == "2016-10"
    february = bench.full(text.replace("2016.1,", "2016.2,"), fields)
    assert (only(february, "Q09").params["reason"], only(february, "Q09").row) == ("one_digit", 5)


def test_january_where_months_have_one_digit(bench: Bench) -> None:
    fields = [field("月份", "yearmonth"), field("数量", "number")]
    for months, reason, third in (
        (["2016.2", "2016.3", "2016.1", "2016.11"], "january", "2016-01"),
        (["2016.11", "2016.10", "2016.1"], "january", "2016-01"),
        (["2016.11", "2016.12", "2016.1"], "october", "2016-10"),
    ):
        text = table(["月份", "数量"], [[month, 100 + n] for n, month in enumerate(months)])
        judgement = bench.full(text, fields)
        (finding,) = [f for f in judgement.report.findings if f.code == "Q09" and f.params["reason"] != "one_digit"]
        assert (finding.params["reason"], finding.row, finding.severity) == (reason, 4, Severity.REVIEW)
        assert bench.master(judgement).splitlines()[3].startswith(third)
    unclear = bench.full("月份,数量\n2016.02,1\n2016.3,2\n2016.1,3\n", fields)
    assert unclear.report.verdict is Verdict.RETURNED
    assert [(f.params["reason"], f.row) for f in unclear.report.findings if f.code == "Q09"] == [
        ("one_digit", 3),
        ("month_unclear", 4),
    ]
    plain = bench.full("月份,数量\n2016.02,1\n2016.03,2\n2016.10,3\n", fields)
    assert plain.report.verdict is Verdict.PASS, plain.report.findings


def test_degrees_and_minutes_are_proposed_as_decimals(bench: Bench) -> None:
    fields = [field("站名"), field("经度（WGS84）", "number"), field("纬度（WGS84）", "number")]
    text = table(
        [one["name"] for one in fields], [["济南站", "117°02′30″E", "36°40′12″N"], ["青岛站", "120.31", "36.1"]]
    )
    judgement = bench.full(text, fields)
    assert judgement.report.verdict is Verdict.REVIEW
    assert {f.params["proposal"] for f in judgement.report.findings if f.code == "Q24"} == {"117.041667", "36.670000"}
    assert bench.full(text.replace("02′", "72′"), fields).report.verdict is Verdict.RETURNED


def test_years_as_floats_are_read_as_years(bench: Bench) -> None:
    fields = [field("城市"), field("2013", "integer"), field("2014", "integer")]
    judgement = bench.full("城市,2013.0,2014.0\n济南,1,2\n", fields)
    assert judgement.report.verdict is Verdict.PASS
    assert {entry["rule"] for entry in judgement.report.files[0]["cleanings"]} == {"Q14"}
    assert bench.full("城市,2013.5,2014.0\n济南,1,2\n", fields).report.verdict is Verdict.RETURNED


def test_totals_wait_with_what_would_be_done(bench: Bench) -> None:
    text = table(["城市", "数量"], [["济南", 1], ["青岛", 2], ["合计", 3]])
    assert only(bench.full(text, [field("城市"), field("数量", "integer")]), "Q07").params["proposal"]


def test_a_bare_file_is_looked_at_too(bench: Bench) -> None:
    rows = [[f"站{n}", city, 100 + n] for n, city in enumerate(CITIES)]
    assert only(bench(table(["名称", "地点", "数量"], [*rows, rows[0]])), "Q18").row == 14


RULES = {"sd:rowRules": [{"left": "合计", "op": "=", "right": ["男", "女"]}, {"left": "男", "op": "<=", "right": 1000}]}


def test_a_declared_rule_between_columns_blocks(bench: Bench) -> None:
    rows = [[city, 300 + 3 * n, 100 + n, 200 + 2 * n] for n, city in enumerate(CITIES[:3])]
    text = table(["城市", "合计", "男", "女"], rows)
    assert bench.full(text, SUMS, schema=RULES).report.verdict is Verdict.PASS
    judgement = bench.full(text.replace("青岛,303", "青岛,304"), SUMS, schema=RULES)
    finding = only(judgement, "Q29")
    assert (finding.severity, finding.row, finding.column) == (Severity.BLOCK, 3, "合计")
    assert "合计 = 男 + 女" in finding_json(finding)["message"]
    assert bench.full(text.replace("青岛,303", "青岛,"), SUMS, schema=RULES).report.verdict is Verdict.PASS
    assert (
        only(bench.full(text.replace(",100,", ",1100,").replace(",300,", ",1300,"), SUMS, schema=RULES), "Q29").row == 2
    )


def test_dates_may_be_compared_too(bench: Bench) -> None:
    fields = [field("项目"), field("立项", "date"), field("验收", "date")]
    schema = {"sd:rowRules": [{"left": "立项", "op": "<", "right": "验收"}]}
    assert (
        bench.full("项目,立项,验收\n甲,2020-01-02,2021年1月2日\n", fields, schema=schema).report.verdict is Verdict.PASS
    )
    assert only(bench.full("项目,立项,验收\n甲,2022-01-02,2021-01-02\n", fields, schema=schema), "Q29").row == 2


@pytest.mark.parametrize(
    "rules",
    ["9**9", [{"left": "合计", "op": "=", "right": "没有"}], [{"left": "合计", "op": "in", "right": 1}], [7],
     [{"left": "城市", "op": "<", "right": 3}], [{"left": 1, "op": "<", "right": 3}]],
)  # fmt: skip
def test_a_rule_that_cannot_be_followed_returns(bench: Bench, rules: Any) -> None:
    judgement = bench.full("城市,合计,男,女\n济南,3,1,2\n", SUMS, schema={"sd:rowRules": rules})
    assert only(judgement, "Q29").params["reason"] == "form"


STATIONS = [field("站名"), field("经度（WGS84）", "number"), field("纬度（WGS84）", "number")]


def test_exchanged_coordinates_are_proposed_the_right_way_round(bench: Bench) -> None:
    right = [[f"站{n}", f"{116 + n / 10:.2f}", f"{35 + n / 10:.2f}"] for n in range(6)]
    assert said(bench, STATIONS, right) == []
    swapped = [[name, y, x] for name, x, y in right]
    judgement = bench.full(table([one["name"] for one in STATIONS], swapped), STATIONS)
    finding = only(judgement, "Q24")
    assert (judgement.report.verdict, finding.severity, finding.row) == (Verdict.REVIEW, Severity.REVIEW, 2)
    assert "站0,116.00,35.00" in bench.master(judgement)
    (one,) = said(bench, STATIONS, [*right, *swapped[:1]])
    assert (one.severity, one.row, one.params["reason"]) == (Severity.BLOCK, 8, "swapped_some"), "no latitude of 116"


def test_yes_and_no_in_several_words(bench: Bench) -> None:
    fields = [field("名称"), field("是否开放")]
    rows = [[f"站{n}", "是否"[n % 2]] for n in range(8)]
    assert said(bench, fields, rows) == []
    rows[2][1] = "Y"
    judgement = bench.full(table([one["name"] for one in fields], rows), fields)
    finding = only(judgement, "Q15")
    assert (judgement.report.verdict, finding.row, finding.params["proposal"]) == (Verdict.REVIEW, 4, "是")
    assert "站2,是" in bench.master(judgement)
    rows[2][1] = "部分"
    assert said(bench, fields, rows) == []


def test_headings_among_the_rows_return(bench: Bench) -> None:
    fields = [field("地区"), field("学校", "integer"), field("学生", "integer")]
    rows = [
        ["山东省", "", ""],
        ["济南市", 1, 9],
        ["青岛市", 2, 8],
        ["河北省", "", ""],
        ["石家庄市", 3, 7],
        ["唐山市", 3, 6],
    ]
    (found,) = said(bench, fields, rows)
    assert (found.code, found.severity, found.row, found.value) == ("Q05", Severity.BLOCK, 2, "山东省")
    lacking = [["济南市", "", ""], ["青岛市", 2, 8], ["烟台市", "", ""], ["潍坊市", 3, 7], ["临沂市", 3, 6]]
    assert said(bench, fields, lacking) == []


@pytest.mark.parametrize(("before", "found"), [(100, [("Q27", "fewer")]), (23, []), (9, [])])
def test_a_fraction_of_the_rows_of_the_last_release(bench: Bench, before: int, found: list[Any]) -> None:
    standing = PreviousRelease(1, "h", str(RECORD["identifier"]), "d", "unconditional", rows={"t": before})
    context = replace(REVIEWED, previous=standing)
    rows = [[f"站{n}", f"{city}路", 100 + n] for n, city in enumerate(CITIES)]
    assert kinds(said(bench, NAMED, rows, context=context)) == found


def test_a_row_without_a_cell_is_no_heading(bench: Bench) -> None:
    rows = [[f"站{n}", f"{city}路", ""] for n, city in enumerate(CITIES)]
    text = table([one["name"] for one in NAMED], rows[:6]) + "\n\n" + table(rows[6], rows[7:])
    assert [f.code for f in bench.full(text, NAMED).report.findings if f.code == "Q05"] == []
