"""G-30 and Q: tables as offices write them, and such as look like it but are right."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl

from rule_cases.case import FIELDS, PLAIN, Case, Given, beside, table

_XLSX = {"name": "表.xlsx", "format": "xlsx"}


def typed(name: str, kind: str, first: str, *, rest: str, **more: Any) -> Given:
    """Twelve rows with a column of this type; ``first`` stands in row 2."""
    rows = (f"站01,{first}", *(f"站{n:02d},{rest}" for n in range(2, 13)))
    return Given(table(f"名称,{name}", *rows), ({"name": "名称"}, {"name": name, "type": kind, **more}))


def city(*rows: str, header: str = "市,县,数量", above: tuple[str, ...] = ()) -> Given:
    """A table of counties with figures; the first columns must be filled."""
    fields = ({"name": "市", "constraints": {"required": True}}, {"name": "县", "constraints": {"required": True}})
    return Given(table("\n".join((*above, header)), *rows), (*fields, {"name": "数量", "type": "integer"}))


_COUNTIES = tuple(
    f"{city},{county},{n}"
    for n, (city, county) in enumerate(
        [
            ("济南市", "历下区"),
            ("济南市", "市中区"),
            ("青岛市", "市南区"),
            ("青岛市", "市北区"),
            ("淄博市", "张店区"),
            ("淄博市", "淄川区"),
            ("烟台市", "芝罘区"),
            ("烟台市", "福山区"),
            ("潍坊市", "潍城区"),
            ("潍坊市", "寒亭区"),
        ],
        start=1,
    )
)


def workbook(change: Callable[[Any, Any], None] = lambda book, sheet: None) -> Given:
    book = openpyxl.Workbook()
    sheet = book.active
    for line in PLAIN.splitlines():
        sheet.append(line.split(","))
    change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return Given(out.getvalue(), FIELDS, resource=_XLSX)


def _hidden(book: Any, sheet: Any) -> None:
    book.create_sheet("另一张").append(["甲"])
    book["另一张"].sheet_state = "hidden"


def _two_cities(book: Any, sheet: Any) -> None:
    sheet.title = "济南市"
    other = book.create_sheet("青岛市")
    for line in PLAIN.splitlines():
        other.append(line.replace("站点", "车站").split(","))


def _empty_hidden(book: Any, sheet: Any) -> None:
    book.create_sheet("另一张").sheet_state = "hidden"


def _broken_formula(book: Any, sheet: Any) -> None:
    sheet["B3"] = "#REF!"
    sheet["B3"].data_type = "e"


_REGION = {"enum": ["003701", "003702"], "minLength": 6, "maxLength": 6}
_PLACE = ({"name": "名称"}, {"name": "经度", "type": "number"}, {"name": "纬度", "type": "number"})
_PLACE_SAID = tuple({**one, **({"sd:crs": "CGCS2000"} if one["name"] != "名称" else {})} for one in _PLACE)
_STATIONS = table("名称,经度,纬度", *(f"站{n:02d},117.0{n:02d},36.6{n:02d}" for n in range(1, 13)))

CASES = (
    Case(
        "G-30", "block", typed("站数", "integer", "不详", rest="3"), typed("站数", "integer", "4", rest="3"), 2, "站数"
    ),
    Case("G-30", "warn", Given(fields=FIELDS[::-1]), Given(), 1),
    Case("Q01", "block", Given(beside("甲,好").encode()[:-2] + b"\n"), Given(PLAIN.encode("gb18030")), 14),
    Case("Q01", "cleaned", Given(PLAIN.encode("gb18030")), Given(PLAIN), 1),
    Case("Q02", "block", Given(beside('甲,"没有结束')), Given(beside('甲,"结束了"')), 14),
    Case("Q03", "cleaned", city(*_COUNTIES, above=("2017年各县情况,,", "单位：个,,")), city(*_COUNTIES), 1),
    Case(
        "Q04",
        "review",
        Given(
            table("市,出口额,", ",本月,累计", *(f"市{n},1,2" for n in range(10))),
            ({"name": "市"}, {"name": "出口额_本月"}, {"name": "出口额_累计"}),
        ),
        Given(
            table("市,出口额_本月,出口额_累计", *(f"市{n},1,2" for n in range(10))),
            ({"name": "市"}, {"name": "出口额_本月"}, {"name": "出口额_累计"}),
        ),
        1,
    ),
    Case(
        "Q05",
        "review",
        city(*(f"{'市' + str(n) if n % 2 == 0 else ''},县{n},{n}" for n in range(10))),
        city(*_COUNTIES),
        3,
        "市",
    ),
    Case("Q06", "cleaned", city(*_COUNTIES, "注：本表为初步核算数。,,"), city(*_COUNTIES), 12),
    Case("Q07", "review", city(*_COUNTIES, "合　计,,55"), city(*_COUNTIES, "合计服务中心,历下区,3"), 12, "市"),
    Case("Q07", "review", city(*_COUNTIES, "Average,,5.5"), city(*_COUNTIES, "Average,海阳市,5"), 12, "市"),
    Case(
        "Q08",
        "cleaned",
        typed("站数", "integer", "１２", rest="3"),
        typed("站数", "integer", "12", rest="3"),
        2,
        "站数",
    ),
    Case(
        "Q09",
        "cleaned",
        typed("日期", "date", "2017年10月22日", rest="2017-10-23"),
        typed("日期", "date", "2017-10-22", rest="2017-10-23"),
        2,
        "日期",
    ),
    Case(
        "Q09",
        "review",
        typed("日期", "date", "17-10-22", rest="2017-10-23"),
        typed("日期", "date", "2017/10/22", rest="2017-10-23"),
        2,
        "日期",
    ),
    Case(
        "Q10",
        "cleaned",
        typed("投资额（万元）", "number", "12.5万元", rest="12"),
        typed("投资额（万元）", "number", "12.5", rest="12"),
        2,
        "投资额（万元）",
    ),
    Case(
        "Q10",
        "review",
        typed("投资额（万元）", "number", "1.5亿", rest="12000"),
        typed("投资额（万元）", "number", "15000", rest="12000"),
        2,
        "投资额（万元）",
    ),
    Case("Q11", "review", typed("站数", "number", "…", rest="3"), typed("站数", "number", "0", rest="3"), 2, "站数"),
    Case(
        "Q09",
        "review",
        typed("统计期", "yearmonth", "2017年1-9月", rest="2017年第3季度"),
        typed("统计期", "yearmonth", "2017年9月", rest="2017-10"),
        2,
        "统计期",
    ),
    Case("Q11", "cleaned", typed("站数", "integer", "—", rest="3"), typed("站数", "integer", "", rest="3"), 2, "站数"),
    Case(
        "Q12",
        "cleaned",
        typed("数", "number", '"1,234"', rest="1200"),
        typed("数", "number", "1234", rest="1200"),
        2,
        "数",
    ),
    Case(
        "Q12", "review", typed("数", "number", "(123)", rest="120"), typed("数", "number", "-123", rest="120"), 2, "数"
    ),
    Case(
        "Q13",
        "block",
        typed("邮政编码", "string", "25000", rest="250100"),
        typed("邮政编码", "string", "025000", rest="250100"),
        2,
        "邮政编码",
    ),
    Case(
        "Q13",
        "review",
        typed("区域代码", "string", "3701", rest="003702", constraints=_REGION),
        typed("区域代码", "string", "003701", rest="003702", constraints=_REGION),
        2,
        "区域代码",
    ),
    Case(
        "Q14",
        "block",
        typed("订单编号", "string", "3.70102E+17", rest="370102190000000019"),
        typed("订单编号", "string", "370102190000000018", rest="370102190000000019"),
        2,
        "订单编号",
    ),
    Case(
        "Q14",
        "cleaned",
        typed("站数", "integer", "12.0", rest="3"),
        typed("站数", "integer", "12", rest="3"),
        2,
        "站数",
    ),
    Case(
        "Q15",
        "cleaned",
        typed("启用", "boolean", "y", rest="Y", trueValues=["Y"], falseValues=["N"]),
        typed("启用", "boolean", "N", rest="Y", trueValues=["Y"], falseValues=["N"]),
        2,
        "启用",
    ),
    Case(
        "Q15",
        "review",
        typed("启用", "boolean", "有", rest="Y", trueValues=["Y"], falseValues=["N"]),
        typed("启用", "boolean", "N", rest="Y", trueValues=["Y"], falseValues=["N"]),
        2,
        "启用",
    ),
    Case("Q18", "cleaned", city(*_COUNTIES[:5], "市,县,数量", *_COUNTIES[5:]), city(*_COUNTIES), 7),
    Case("Q18", "cleaned", city(*_COUNTIES[:5], ",,", *_COUNTIES[5:]), city(*_COUNTIES, ",,"), 7),
    Case(
        "Q21",
        "block",
        Given(beside(",", "名称,地址", "甲站,一路")),
        Given(beside(",", "名称未定,正常")),
        15,
    ),
    Case("Q21", "block", workbook(_hidden), workbook(_empty_hidden)),
    Case(
        "Q21",
        "review",
        replace(workbook(_two_cities), fields=({"name": "市"}, *FIELDS)),
        workbook(),
    ),
    Case("Q22", "block", workbook(_broken_formula), workbook(), 3, "备注"),
    Case("Q24", "block", Given(_STATIONS, _PLACE), Given(_STATIONS, _PLACE_SAID), column="经度"),
    Case("Q24", "warn", Given(_STATIONS, bare=True), Given(PLAIN, bare=True), column="经度"),
    Case(
        "Q26",
        "cleaned",
        Given(PLAIN.replace(",", ",,")),
        Given(PLAIN.replace(",", ",甲,"), ({"name": "名称"}, {"name": "甲"}, {"name": "备注"})),
        1,
        "#2",
    ),
    Case(
        "Q10",
        "block",
        typed("站数", "number", "约100", rest="3"),
        typed("站数", "number", "100", rest="3"),
        2,
        "站数",
    ),
    Case("Q26", "block", Given("名称,备注\n"), Given(PLAIN)),
    Case("Q30", "cleaned", Given(beside("甲,好\u200b")), Given(beside("甲,好")), 14, "备注"),
    Case("Q30", "block", Given(beside("甲,\ue001")), Given(beside("甲,𠮷")), 14, "备注"),
)
