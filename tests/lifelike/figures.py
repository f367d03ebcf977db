"""Clean tables of figures: measurements, budgets, statistics."""

from __future__ import annotations

import datetime as dt
from random import Random

from harvesters.catalogue.codelists import regions
from lifelike.table import (
    Row,
    Table,
    counties,
    day,
    decimal,
    made,
    maybe,
    number,
    place,
    text,
)

_HAN = "一二三四五六七八九十"


def air(dice: Random) -> Table:
    begin = dt.datetime(2026, dice.randint(1, 9), dice.randint(1, 28))

    def cells(n: int) -> Row:
        city, area, _ = stand
        hour = begin + dt.timedelta(hours=n)
        return [
            city,
            area,
            f"3701{n % 7:02d}A",
            hour.isoformat(),
            str(dice.randint(20, 180)),
            str(dice.randint(8, 130)),
            str(dice.randint(15, 200)),
            str(dice.randint(4, 30)),
            decimal(dice, 0.3, 1.9, 1),
            str(dice.randint(20, 190)),
            maybe(dice, dice.choice(("PM2.5", "臭氧8小时", "PM10")), 0.97),
        ]

    stand = place(dice)
    fields = [
        text("City"),
        text("Area"),
        text("UniqueCode"),
        {"name": "Date", "type": "datetime"},
        *(
            number(name, unit)
            for name, unit in (
                ("AQI", ""),
                ("PM2_5", "μg/m3"),
                ("PM10", "μg/m3"),
                ("SO2", "μg/m3"),
                ("CO", "mg/m3"),
                ("O3", "μg/m3"),
            )
        ),
        text("PrimaryPollutant"),
    ]
    return made(f"{stand[0]}空气质量小时监测数据", fields, dice, cells, (24, 72))


def budgets(dice: Random) -> Table:
    names = (
        "一般公共服务支出",
        "教育支出",
        "科学技术支出",
        "社会保障和就业支出",
        "卫生健康支出",
        "节能环保支出",
        "城乡社区支出",
        "农林水支出",
        "交通运输支出",
        "住房保障支出",
        "粮油物资储备支出",
        "灾害防治及应急管理支出",
    )

    def cells(n: int) -> Row:
        basic, project = dice.randint(100, 9000), dice.randint(0, 5000)
        return [f"2{n + 1:02d}", names[n % 12], f"{basic + project}", f"{basic}", f"{project}"]

    fields = [
        text("科目编码"),
        text("科目名称"),
        number("本年预算数", "万元"),
        number("基本经费", "万元"),
        number("项目经费", "万元"),
    ]
    return made(f"{dice.randint(2018, 2025)}年部门预算支出表", fields, dice, cells, (12, 12))


def yearbook(dice: Random) -> Table:
    first = dice.randint(2010, 2017)
    years = list(range(first, first + 6))
    names = (
        "生产总值（亿元）",
        "第一产业（亿元）",
        "第二产业（亿元）",
        "第三产业（亿元）",
        "常住人口（万人）",
        "城镇人口（万人）",
        "粮食产量（万吨）",
        "棉花产量（万吨）",
        "公路里程（公里）",
        "货运量（万吨）",
        "普通高校在校生（万人）",
        "卫生技术人员（万人）",
    )

    def cells(n: int) -> Row:
        base = dice.uniform(100, 9000)
        return [names[n % 12], *(f"{base * 1.05**k:.1f}" for k in range(len(years)))]

    fields = [text("指标", required=True), *(number(f"{year}年") for year in years)]
    return made(f"{place(dice)[0]}国民经济主要指标", fields, dice, cells, (12, 12))


def rivers(dice: Random) -> Table:
    def cells(n: int) -> Row:
        month = f"{2020 + n // 12 % 6}-{n % 12 + 1:02d}"
        return [
            dice.choice(("黄河", "小清河", "沂河", "大汶河", "潍河")),
            f"{dice.choice(('泺口', '辛店', '港上', '戴村坝'))}断面{n}",
            month,
            decimal(dice, 6.5, 8.5),
            decimal(dice, 1, 9),
            decimal(dice, 0.05, 1.5, 3),
            dice.choice(("Ⅱ", "Ⅲ", "Ⅳ", "劣Ⅴ")),
        ]

    fields = [
        text("河流名称"),
        text("断面名称"),
        {"name": "监测月份", "type": "yearmonth"},
        number("pH值"),
        number("高锰酸盐指数", "mg/L"),
        number("氨氮", "mg/L"),
        text("水质类别"),
    ]
    return made("地表水水质监测月报", fields, dice, cells, (12, 72))


def census(dice: Random) -> Table:
    def cells(n: int) -> Row:
        city, county, code = place(dice)
        men, women = dice.randint(90_000, 600_000), dice.randint(90_000, 600_000)
        return [code, f"{city}{county}", str(men + women), str(men), str(women), decimal(dice, 30, 90)]

    fields = [
        text("区划代码"),
        text("地区"),
        number("人口合计", "人", "integer"),
        number("男性人口", "人", "integer"),
        number("女性人口", "人", "integer"),
        number("城镇人口比重", "%"),
    ]
    return made(f"第{_HAN[dice.randint(4, 6)]}次全国人口普查主要数据", fields, dice, cells, (12, 60))


def weather(dice: Random) -> Table:
    begin = dt.date(dice.randint(2015, 2025), 1, 1)

    def cells(n: int) -> Row:
        low = dice.uniform(-12, 24)
        return [
            (begin + dt.timedelta(n)).isoformat(),
            f"{low:.1f}",
            f"{low + dice.uniform(2, 14):.1f}",
            decimal(dice, 0, 40, 1),
            decimal(dice, 0.2, 9, 1),
            dice.choice(("晴", "多云", "小雨", "霾")),
        ]

    fields = [
        day("观测日期"),
        number("最低气温", "℃"),
        number("最高气温", "℃"),
        number("降水量", "mm"),
        number("平均风速", "m/s"),
        text("天气现象"),
    ]
    return made(f"{place(dice)[0]}逐日气象观测资料", fields, dice, cells, (28, 90))


def monthly(dice: Random) -> Table:
    """A long table: of each city a row for every month."""
    cities, first = (
        dice.sample(("济南市", "青岛市", "淄博市", "枣庄市", "东营市", "烟台市", "潍坊市"), 4),
        dice.randint(2015, 2023),
    )
    base = {city: dice.uniform(2_000, 90_000) for city in cities}

    def cells(n: int) -> Row:
        city, month = cities[n // 12], n % 12 + 1
        industry, homes = base[city] * dice.uniform(0.9, 1.1), base[city] / 3 * dice.uniform(0.9, 1.1)
        industry, homes = round(industry, 1), round(homes, 1)
        return [city, f"{first}-{month:02d}", f"{industry + homes:.1f}", f"{industry:.1f}", f"{homes:.1f}"]

    fields = [
        text("城市", required=True),
        {"name": "统计月份", "type": "yearmonth"},
        number("用电量合计", "万千瓦时"),
        number("工业用电量", "万千瓦时"),
        number("居民用电量", "万千瓦时"),
    ]
    return made(f"{first}年分月用电量", fields, dice, cells, (48, 48))


def schools_by_level(dice: Random) -> Table:
    """A table of totals and their parts, a district a row."""
    chosen = dice.sample(counties(), dice.randint(12, 40))

    def cells(n: int) -> Row:
        parts = [dice.randint(1, 60) for _ in range(4)]
        city = regions()[chosen[n].parent].zh
        return [f"{n + 1}", city, chosen[n].zh, str(sum(parts)), *map(str, parts), str(dice.randint(20_000, 400_000))]

    fields = [
        number("序号", kind="integer"),
        text("所属市"),
        text("区县名称", required=True),
        number("学校总数", "所", "integer"),
        *(number(name, "所", "integer") for name in ("幼儿园", "小学", "初中", "高中")),
        number("在校学生", "人", "integer"),
    ]
    return made("各级学校数量统计", fields, dice, cells, (len(chosen), len(chosen)))


def clinics(dice: Random) -> Table:
    """Districts of different size, measures in proportion to it."""
    chosen = dice.sample(counties(), dice.randint(12, 40))
    sizes = [dice.uniform(2, 90) for _ in chosen]

    def cells(n: int) -> Row:
        figures = (round(sizes[n] * usual * dice.uniform(0.8, 1.25)) for usual in (9_000, 700, 1_500, 240))
        return [regions()[chosen[n].parent].zh, chosen[n].zh, *map(str, figures)]

    fields = [
        text("所属市"),
        text("区县名称", required=True),
        *(number(name, "人次", "integer") for name in ("门诊人次", "住院人次", "急诊人次", "手术人次")),
    ]
    return made("医疗服务量统计", fields, dice, cells, (len(chosen), len(chosen)))
