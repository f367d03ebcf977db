"""A file without a dictionary: what its columns seem to hold opens the eyes of the checks of content, and no more."""

from __future__ import annotations

import pytest
from content_bench import CITIES, kinds, table
from gate_bench import Bench

from harvesters.contract import Verdict
from harvesters.gate.batch import Batch
from harvesters.gate.content.inferred import Inferred


@pytest.mark.parametrize(
    ("label", "cells", "kind"),
    [
        ("人口", ["1", "2", "3", "4"], "integer"),
        ("面积", ["1.5", "2", "3,000.25", "—", "４"], "number"),
        ("邮编", ["250001", "250002", "250003", "250004"], "string"),
        ("行政区划代码", ["370102", "370103", "370104", "370105"], "string"),
        ("门牌", ["0531", "0532", "0533", "0534"], "string"),
        ("编号一", ["370102198203045678"] * 4, "string"),
        ("年份", ["2015", "2016", "2017", "2018"], "year"),
        ("产量", ["2015", "2016", "2017", "2018"], "integer"),
        ("月份", ["2016年1月", "2016年2月", "2016年3月", "2016年4月"], "yearmonth"),
        ("建成", ["2181/2/6", "2015/3/4", "2016/5/6", "2017/7/8"], "date"),
        ("建成日期", ["2181-02-06", "2015/3/4", "2016/5/6", "2017/7/8"], "date"),
        ("建成日期", ["2015-02-06", "2015/3/4", "2016/5/6", "2017/7/8"], "string"),
        ("更新时间", ["2015-02-06 10:00:00"] * 4, "datetime"),
        ("名称", ["甲", "乙", "3", "4", "5"], "string"),
        ("数量", ["1", "2", "3"], "string"),
    ],
)
def test_what_a_column_seems_to_hold(label: str, cells: list[str], kind: str) -> None:
    first = Batch(range(2, len(cells) + 2), [[cell] for cell in cells])
    assert Inferred("表.csv", [{"name": label, "type": "string"}], first).kinds == [kind]


def test_dates_of_ships_yet_to_be_built(bench: Bench) -> None:
    """A genuine file of the province's portal: 264 of 352 dates of building lie ahead, and it is valid CSV."""
    rows = [["鲁渔1", "2001/2/6"], ["鲁渔2", "2181/2/6"], ["鲁渔3", "2005/2/6"], ["鲁渔4", "2010/12/6"]]
    found = bench(table(["船名", "建造日期"], rows)).report
    assert ("Q09", "future") in kinds(found.findings)
    assert found.verdict is Verdict.PASS, "it is said, not judged by"
    past = bench(table(["船名", "建造日期"], [[name, day.replace("2181", "2018")] for name, day in rows])).report
    assert past.findings == ()


def test_a_guessed_type_changes_no_cell_and_returns_nothing(bench: Bench) -> None:
    rows = [[city, f'"{n},100"', n] for n, city in enumerate(CITIES[:9], start=1)]
    judgement = bench(table(["城市", "产值", "序"], [*rows, ["合", "约三", "x"]]))
    assert judgement.report.verdict is Verdict.PASS
    assert judgement.report.files[0]["cleanings"] == []
