"""What a table says against itself, its region and its past (Q05 to Q29, as far as they are no matter of form)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from harvesters.contract import Verdict
from rule_cases.case import Case, Given, table
from rule_cases.records import previous

CITIES = ("济南", "青岛", "淄博", "枣庄", "东营", "烟台", "潍坊", "济宁", "泰安", "威海", "日照", "临沂")


def of(labels: str, kinds: str, rows: Iterable[Sequence[Any]], **more: Any) -> Given:
    """A table; ``kinds``: s text, i whole, n number, d date, y year of each column."""
    names = {"s": "string", "i": "integer", "n": "number", "d": "date", "y": "year"}
    fields = [{"name": label, "type": names[kind]} for label, kind in zip(labels.split(","), kinds, strict=True)]
    return Given(table(labels, *(",".join(map(str, row)) for row in rows)), fields, **more)


def changed(rows: list[list[Any]], row: int, column: int, value: Any) -> list[list[Any]]:
    """``row`` from 0, so that it stands in row + 2."""
    copied = [list(cells) for cells in rows]
    copied[row][column] = value
    return copied


_DATED = [[f"单位{n}", f"2020-01-{n + 1:02d}"] for n in range(12)]
_YEARS = [[city, *(f"{(n + 2) * 100 * 1.05**k:.1f}" for k in range(8))] for n, city in enumerate(CITIES)]
_YEAR_LABELS = "城市," + ",".join(f"{year}年" for year in range(2015, 2023))
_ZEROS = [[city, 10 + n, 200 + n, 3000 + n] for n, city in enumerate(CITIES)]
_SUMS = [[city, 300 + 3 * n, 100 + n, 200 + 2 * n] for n, city in enumerate(CITIES)]
_SITES = [[f"站{n}", f"{city}路", 100 + n] for n, city in enumerate(CITIES)]
_SERIAL = [[n + 1, *row] for n, row in enumerate(_SITES)]
_CODES = ["370102", "370103", "370104", "370105", "370112", "370202", "370203", "370211", "370212", "370213"]
_REGIONS = [[code, 10 + n] for n, code in enumerate([*_CODES, "370282"])]
_COUNTIES = ["历下区", "槐荫区", "薛城区", "山亭区", "市南区", "天桥区", "历城区", "台儿庄区", "崂山区", "市中区"]
_AREAS = [[name, 10 + n] for n, name in enumerate(_COUNTIES)]
_CITY_OF = ["济南市", "济南市", "枣庄市", "枣庄市", "青岛市", "济南市", "济南市", "枣庄市", "青岛市", "枣庄市"]
_PLACED = [[city, *row] for city, row in zip(_CITY_OF, _AREAS, strict=True)]
_OWNED = [[f"项目{n}", "山东省大数据局"] for n in range(12)]
_DATED_OWNERS = [[2010 + n, f"项目{n}", "山东省生态环境厅"] for n in range(12)]
_DOMAIN_FIELDS = ({"name": "名称"}, {"name": "领域", "sd:codelist": "data_domains"})


def _DOMAINS(*more: str) -> str:
    return table("名称,领域", *(f"站{n},{n + 1}" for n in range(12)), *(f"又{n},{one}" for n, one in enumerate(more)))


_HEADED = [
    ["山东省", "", ""],
    ["济南市", 1, 9],
    ["青岛市", 2, 8],
    ["河北省", "", ""],
    ["石家庄市", 3, 7],
    ["唐山市", 4, 6],
    *([f"市{n}", n, n + 1] for n in range(5, 11)),
]
_POINTS = [[f"站{n}", f"{116 + n / 10:.2f}", f"{35 + n / 10:.2f}"] for n in range(12)]
_SPOTS = "站名,经度（WGS84）,纬度（WGS84）"
_HOLES = [[city, "" if n % 2 else 10.5 + n] for n, city in enumerate(CITIES)]
_SERIES = [[2010 + n, f"{100 + 3 * n}.5", 40 + n] for n in range(12)]
_REVISED = changed(_SERIES, 3, 2, 44)
_STOOD = [",".join(map(str, row)) for row in _SERIES]
_RULE = {"schema": {"sd:rowRules": [{"left": "合计", "op": "=", "right": ["男", "女"]}]}}


def released(rows: int) -> dict[str, Any]:
    return previous(rows={"t": rows})


_NESTED = [["济南市", 6], ["历下区", 1], ["天桥区", 5], ["青岛市", 9], ["市南区", 4], ["市北区", 5]]
_HOURS = [[f"站{n}", f"2026-01-01T{n:02d}:00:00"] for n in range(12)]
_HOURS_HERE = [[name, f"{hour}+08:00"] for name, hour in _HOURS]
_LEVELS = [[f"站{n}", 20 + n] for n in range(12)]

CASES = (
    Case(
        "Q07",
        "review",
        of("地区,学校", "si", _NESTED),
        of("地区,学校", "si", [row for row in _NESTED if row[1] < 6]),
        2,
        "地区",
    ),
    Case(
        "Q07",
        "warn",
        of("地区,学校", "si", changed(changed(_NESTED, 0, 1, 60), 3, 1, 50)),
        of("地区,学校", "si", [row for row in _NESTED if row[1] < 6]),
        2,
        "地区",
    ),
    Case(
        "Q08",
        "review",
        of("城市,学校", "si", [[f"{city}市", n] for n, city in enumerate(["济　南　", *CITIES[1:]])]),
        of("名称,学校", "si", [[f"{city} 市政", n] for n, city in enumerate(CITIES)]),
        2,
        "城市",
    ),
    Case(
        "Q09",
        "review",
        Given(
            table("站名,时间", *(",".join(row) for row in changed(_HOURS, 3, 1, "2026-01-01T03:00:00Z"))),
            ({"name": "站名"}, {"name": "时间", "type": "datetime"}),
        ),
        Given(table("站名,时间", *map(",".join, _HOURS)), ({"name": "站名"}, {"name": "时间", "type": "datetime"})),
        5,
        "时间",
    ),
    Case(
        "Q09",
        "warn",
        Given(
            table("站名,时间", *(",".join(row) for row in changed(_HOURS_HERE, 3, 1, "2026-01-01T03:00:00Z"))),
            ({"name": "站名"}, {"name": "时间", "type": "datetime"}),
        ),
        Given(
            table("站名,时间", *map(",".join, _HOURS_HERE)), ({"name": "站名"}, {"name": "时间", "type": "datetime"})
        ),
        5,
        "时间",
    ),
    Case(
        "Q11",
        "review",
        of("站名,浓度", "sn", changed(_LEVELS, 3, 1, -999)),
        of("站名,温差", "sn", changed(_LEVELS, 3, 1, -99)),
        5,
        "浓度",
    ),
    Case(
        "Q16",
        "review",
        of("城市,学校", "si", [[city if city == "烟台" else f"{city}市", n] for n, city in enumerate(CITIES)]),
        of("城市,学校", "si", [[city, n] for n, city in enumerate(CITIES)]),
        7,
        "城市",
    ),
    Case(
        "Q05",
        "block",
        of("地区,学校,学生", "sii", _HEADED),
        of("地区,学校,学生", "sii", [*_HEADED[1:3], *_HEADED[4:]]),
        2,
        "地区",
    ),
    Case(
        "Q09",
        "warn",
        of("名称,登记日期", "sd", changed(_DATED, 3, 1, "2102-01-04")),
        of("名称,有效期至", "sd", changed(_DATED, 3, 1, "2102-01-04")),
        5,
        "登记日期",
    ),
    Case(
        "Q10",
        "warn",
        of(_YEAR_LABELS, "snnnnnnnn", changed(_YEARS, 3, 4, "6078.0")),
        of(_YEAR_LABELS, "snnnnnnnn", _YEARS),
        5,
        "2018年",
    ),
    Case(
        "Q11",
        "warn",
        of("城市,学校,教师,学生", "siii", changed(changed(changed(_ZEROS, 5, 1, 0), 5, 2, 0), 5, 3, 0)),
        of("城市,学校,教师,学生", "siii", changed(changed(_ZEROS, 5, 1, 0), 5, 2, 0)),
        7,
    ),
    Case("Q16", "block", of("区县,数量", "si", _AREAS), of("市,区县,数量", "ssi", _PLACED), 11, "区县"),
    Case(
        "Q16",
        "warn",
        of("行政区划代码,数量", "si", _REGIONS),
        of("行政区划代码,数量", "si", _REGIONS, resource={"title": "2016年各县情况"}),
        12,
        "行政区划代码",
    ),
    Case(
        "Q16",
        "review",
        of("市,区县,数量", "ssi", changed(_PLACED, 1, 1, "济南槐荫")),
        of("市,区县,数量", "ssi", changed(_PLACED, 9, 1, "枣庄市市中区")),
        3,
        "区县",
    ),
    Case(
        "Q17",
        "review",
        of("项目,主管部门", "ss", changed(_OWNED, 3, 1, "省大数据局")),
        of("项目,主管部门", "ss", _OWNED),
        5,
        "主管部门",
    ),
    Case(
        "Q17",
        "warn",
        of("项目,主管部门", "ss", changed(_OWNED, 3, 1, "山东省国土资源厅")),
        of("项目,主管部门", "ss", changed(_OWNED, 3, 1, "山东省国土资源厅"), resource={"title": "2016年项目"}),
        5,
        "主管部门",
    ),
    Case(
        "Q17",
        "warn",
        of("年份,项目,主管部门", "yss", changed(_DATED_OWNERS, 3, 2, "山东省环境保护厅")),
        of("年份,项目,主管部门", "yss", _DATED_OWNERS),
        5,
        "主管部门",
    ),
    Case(
        "Q01",
        "block",
        of("项目,主管部门", "ss", changed(_OWNED, 3, 1, "???? (2)")),
        of("项目,主管部门", "ss", changed(_OWNED, 3, 1, "发改委??")),
        5,
        "主管部门",
    ),
    Case(
        "Q22",
        "block",
        of("项目,主管部门", "ss", changed(_OWNED, 3, 1, "#REF!")),
        of("项目,主管部门", "ss", changed(_OWNED, 3, 1, "#1车间")),
        5,
        "主管部门",
    ),
    Case(
        "G-30",
        "block",
        Given(_DOMAINS("信用服务", "99"), _DOMAIN_FIELDS),
        Given(_DOMAINS("信用服务", "2"), _DOMAIN_FIELDS),
        15,
        "领域",
    ),
    Case(
        "Q18",
        "review",
        of("名称,地点,数量", "ssi", [*_SITES, _SITES[2]]),
        of("名称,地点,数量", "ssi", [*_SITES, [*_SITES[2][:2], 999]]),
        14,
    ),
    Case(
        "Q18",
        "warn",
        of("序号,名称,地点,数量", "issi", [*_SERIAL, [13, *_SITES[2]]]),
        of("序号,名称,地点,数量", "issi", _SERIAL),
        14,
        "序号",
    ),
    Case(
        "Q19",
        "info",
        of("序号,名称,地点,数量", "issi", _SERIAL, resource={"schema": {"primaryKey": ["序号"]}}),
        of("序号,名称,地点,数量", "issi", _SERIAL, resource={"schema": {"primaryKey": ["名称"]}}),
        column="序号",
    ),
    Case(
        "Q20",
        "warn",
        of("站点,公交线", "ss", [[f"{city}站", f"{n}路、{n + 1}路"] for n, city in enumerate(CITIES)]),
        of("站点,公交线", "ss", [[f"{city}站", f"{n}路"] for n, city in enumerate(CITIES)]),
        2,
        "公交线",
    ),
    Case("Q23", "info", of(_YEAR_LABELS, "snnnnnnnn", _YEARS), of("城市,学校,教师,学生", "siii", _ZEROS)),
    Case(
        "Q24",
        "block",
        of(_SPOTS, "snn", changed(_POINTS, 3, 2, "363.1")),
        of("站名,X坐标（EPSG:4549）,Y坐标（EPSG:4549）", "snn", changed(_POINTS, 3, 2, "363.1")),
        5,
        "经度（WGS84）",
    ),
    Case(
        "Q24",
        "block",
        of(_SPOTS, "snn", changed(changed(_POINTS, 3, 2, "0"), 3, 1, "0")),
        of(_SPOTS, "snn", changed(changed(_POINTS, 3, 2, ""), 3, 1, "")),
        5,
        "经度（WGS84）",
    ),
    Case(
        "Q24",
        "warn",
        of(_SPOTS, "snn", changed(_POINTS, 3, 1, "11.63")),
        of(_SPOTS, "snn", [[name, str(float(x) - 100), y] for name, x, y in _POINTS]),
        5,
        "经度（WGS84）",
    ),
    Case(
        "Q24",
        "review",
        of(_SPOTS, "snn", [[name, y, x] for name, x, y in _POINTS]),
        of(_SPOTS, "snn", _POINTS),
        2,
        "经度（WGS84）",
    ),
    Case("Q26", "warn", of("城市,面积", "sn", _HOLES), of("城市,备注", "ss", _HOLES)),
    Case(
        "Q26",
        "info",
        of("城市,省份", "ss", [[city, "山东省"] for city in CITIES]),
        of("城市,电话", "ss", [[c, c] for c in CITIES]),
    ),
    Case(
        "Q27",
        "info",
        of("年份,指数,人数", "ynn", _REVISED, context=released(12), before=table("年份,比重,人数", *_STOOD)),
        of("年份,指数,人数", "ynn", _SERIES, context=released(12), before=table("年份,比重,人数", *_STOOD)),
        5,
        "人数",
        verdict=Verdict.REVIEW,
        near_verdict=Verdict.REVIEW,
    ),
    Case(
        "Q27",
        "warn",
        of("名称,地点,数量", "ssi", _SITES, context=released(100)),
        of("名称,地点,数量", "ssi", _SITES, context=released(23)),
        verdict=Verdict.REVIEW,
        near_verdict=Verdict.REVIEW,
    ),
    Case(
        "Q29",
        "block",
        of("城市,合计,男,女", "siii", changed(_SUMS, 4, 1, 321), resource=_RULE),
        of("城市,合计,男,女", "siii", _SUMS, resource=_RULE),
        6,
        "合计",
    ),
    Case(
        "Q29",
        "warn",
        of("城市,合计,男,女", "siii", changed(_SUMS, 4, 1, 321)),
        of("城市,合计,男,女", "siii", _SUMS),
        6,
        "合计",
    ),
)
