"""Exports as they come: the statistics office's (GBK, lines above and below, blanks behind numbers), the provincial
portal's (GBK, every field quoted)."""

from __future__ import annotations

from gate_bench import Bench

from harvesters.contract import Verdict

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
    assert judgement.report.verdict is Verdict.RETURNED
    assert {f.row for f in judgement.report.findings} == {2, 3}


def test_an_export_of_the_provincial_portal(bench: Bench) -> None:
    rows = [["船舶名称", "建造日期", "总吨"], ["鲁荣渔1234", "2010-02-06", "120"], ["鲁荣渔1235", "2011-03-07", "98.5"]]
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\r\n"
    fields = [{"name": "船舶名称"}, {"name": "建造日期", "type": "date"}, {"name": "总吨", "type": "number"}]
    judgement = bench.full(text.encode("gbk"), fields)
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert judgement.report.files[0]["rows"] == 2
