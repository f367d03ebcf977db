"""Exports as they come: the statistics office's (GBK, lines above and below, blanks behind numbers), the provincial
portal's (GBK, every field quoted)."""

from __future__ import annotations

from gate_bench import Bench, only

from harvesters.contract import Severity, Verdict

OFFICE = (
    "数据库：分省年度数据\r\n指标：地区生产总值(亿元)\r\n时间：最近3年\r\n"
    "地区,2016年,2015年,2014年\r\n"
    "北京市,25669.1 ,23014.6 ,21330.8 \r\n"
    "山东省,68024.5 ,63002.3 ,59426.6 \r\n"
    "注：2016年数据为初步核算数。\r\n数据来源：国家统计局\r\n"
)
YEARS = [{"name": "地区"}, *({"name": f"{year}年", "type": "number"} for year in (2016, 2015, 2014))]


def test_an_export_of_the_statistics_office(bench: Bench) -> None:
    judgement = bench.full(OFFICE.encode("gbk"), YEARS)
    assert judgement.report.verdict is not Verdict.RETURNED, judgement.report.findings
    assert bench.master(judgement) == (
        "\ufeff地区,2016年,2015年,2014年\r\n北京市,25669.1,23014.6,21330.8\r\n山东省,68024.5,63002.3,59426.6\r\n"
    )
    assert judgement.report.files[0]["encoding"] == "gb18030"


def test_a_wrong_cell_in_it_is_named_by_the_file_s_row(bench: Bench) -> None:
    judgement = bench(OFFICE.replace("63002.3 ", "六万").encode("gbk"), YEARS)
    wrong = [f for f in judgement.report.findings if f.params.get("type") == "type-error"]
    assert [(f.row, f.column) for f in wrong] == [(6, "2015年")]


def test_columns_left_empty_beyond_the_header_are_none(bench: Bench) -> None:
    text = OFFICE.replace("2014年\r\n", "2014年,,\r\n").replace(" \r\n", " ,,\r\n")
    judgement = bench.full(text.encode("gbk"), YEARS)
    assert judgement.report.verdict is not Verdict.RETURNED, judgement.report.findings


def test_2016_1_may_be_october_and_is_not_guessed(bench: Bench) -> None:
    """A spreadsheet shortens 2016.10 to 2016.1: no month is made of it in silence."""
    fields = [{"name": "月份", "type": "yearmonth"}, {"name": "数", "type": "number"}]
    judgement = bench("月份,数\n2016.1,1\n2016.2,2\n", fields)
    assert judgement.report.verdict is Verdict.REVIEW
    assert {(f.row, f.value) for f in judgement.report.findings} == {(2, "2016.1"), (3, "2016.2")}


def test_an_export_of_the_provincial_portal(bench: Bench) -> None:
    rows = [["船舶名称", "建造日期", "总吨"], ["鲁荣渔1234", "2010-02-06", "120"], ["鲁荣渔1235", "2011-03-07", "98.5"]]
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\r\n"
    fields = [{"name": "船舶名称"}, {"name": "建造日期", "type": "date"}, {"name": "总吨", "type": "number"}]
    judgement = bench.full(text.encode("gbk"), fields)
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert judgement.report.files[0]["rows"] == 2


def test_quarters_in_a_column_of_months_become_periods_in_text(bench: Bench) -> None:
    fields = [{"name": "统计期", "type": "yearmonth"}, {"name": "产值", "type": "number", "sd:unit": "亿元"}]
    rows = ("2017年第3季度", "2017年1-9月", "2016Q4", "2017年上半年", "2016年11月-2017年2月")
    judgement = bench.full("统计期,产值\n" + "".join(f"{cell},1\n" for cell in rows), fields)
    found = only(judgement, "Q09")
    assert (found.severity, found.row, found.params["cells"]) == (Severity.REVIEW, 2, 5)
    assert judgement.report.verdict is Verdict.REVIEW
    assert bench.master(judgement).splitlines()[1:] == [
        *("2017-Q3,1", "2017-01/2017-09,1", "2016-Q4,1", "2017-01/2017-06,1", "2016-11/2017-02,1")
    ]
    assert judgement.candidate is not None
    assert judgement.candidate.tables[0].fields[0]["type"] == "string"


def test_a_quarter_among_months_is_no_month(bench: Bench) -> None:
    fields = [{"name": "统计期", "type": "yearmonth"}, {"name": "数量", "type": "integer"}]
    judgement = bench.full("统计期,数量\n2017-10,1\n2017年第3季度,2\n", fields)
    assert judgement.report.verdict is Verdict.RETURNED
    assert (only(judgement, "G-30").row, only(judgement, "G-30").value) == (3, "2017年第3季度")


def test_marks_of_a_yearbook_stay_as_marks_and_are_never_zero(bench: Bench) -> None:
    fields = [{"name": "城市"}, {"name": "产量", "type": "number"}]
    judgement = bench.full("城市,产量\n济南,3\n青岛,…\n淄博,无\n枣庄,—\n", fields)
    assert judgement.report.verdict is Verdict.REVIEW
    said = [(f.row, f.value, f.params["reason"]) for f in judgement.report.findings if f.code == "Q11"]
    assert said == [(3, "…", "mark"), (4, "无", "mark")]
    assert bench.master(judgement).splitlines()[1:] == ["济南,3", "青岛,…", "淄博,无", "枣庄,"]
    assert judgement.candidate is not None
    assert judgement.candidate.tables[0].fields[1]["missingValues"] == ["", "…", "无"]
