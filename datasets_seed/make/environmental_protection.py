"""环境保护: weather stations of airports, limits of the air quality index."""

from __future__ import annotations

import re

from .forms import Form, Rows
from .packages import AQI, AVWX, Shelf
from .road_transport import CREDIT, MEMBER, stations, text_of
from .spec import Dataset, Table, coordinates, integer, number, text

CATEGORY = "environmental-protection"
_POLLUTANTS = {
    "SO2_24H": ("二氧化硫（SO2）", "24小时平均"),
    "SO2_1H": ("二氧化硫（SO2）", "1小时平均"),
    "NO2_24H": ("二氧化氮（NO2）", "24小时平均"),
    "NO2_1H": ("二氧化氮（NO2）", "1小时平均"),
    "PM10": ("颗粒物（PM10）", "24小时平均"),
    "CO_24H": ("一氧化碳（CO）", "24小时平均"),
    "CO_1H": ("一氧化碳（CO）", "1小时平均"),
    "O3_1H": ("臭氧（O3）", "1小时平均"),
    "O3_8H": ("臭氧（O3）", "8小时滑动平均"),
    "PM25": ("细颗粒物（PM2.5）", "24小时平均"),
}
_LEVELS = (50, 100, 150, 200, 300, 400, 500)


def station_rows(shelf: Shelf) -> Rows:
    for s in stations(shelf):
        if s["reporting"]:
            yield tuple(text_of(s[key]) for key in ("icao", "name", "city", "latitude", "longitude", "elevation_m"))


def limit_rows(shelf: Shelf) -> Rows:
    """The upper end of each step, as the standard's table has it; read from the source text, which is not run."""
    source = shelf.text(AQI, "aqi/algos/mep.py")
    table, _, units = source.partition("'units'")
    for key, steps in re.findall(r"POLLUTANT_(\w+): \[(.*?)\]", table, re.DOTALL):
        unit = re.search(rf"POLLUTANT_{key}: '([^']+)'", units)
        assert unit, key
        limits = re.findall(r"Decimal\('[\d.]+'\), Decimal\('(\d+)'\)", steps)
        yield *_POLLUTANTS[key], "0", "0", unit[1]
        for level, limit in zip(_LEVELS, limits, strict=False):
            yield *_POLLUTANTS[key], str(level), limit, unit[1]


STATIONS = Dataset(
    "weather-stations",
    "DEMO/000005",
    "山东省航空气象报告站名录演示数据",
    about="山东省境内发布航空例行天气报告（METAR）的气象报告站：站号、名称、所在城市、经纬度和海拔，每站一行。只有机场的测站，不是气象部门的全部测站。",
    origin="资料取自 OurAirports（公有领域），经开源软件 avwx-engine 1.9.10（MIT 许可）整理；整理时只译出表头。潍坊站没有海拔，保持为空。坐标系为 WGS84。",
    english="Stations in Shandong that issue METAR reports, from OurAirports (public domain) by way of avwx-engine 1.9.10 (MIT). "
    "Demonstration data, not official.",
    category=CATEGORY,
    domains=("10", "19"),
    keywords=("气象站", "航空气象", "天气报告", "METAR", "weather station"),
    system="avwx-engine 测站资料",
    packages=((AVWX, MEMBER),),
    sources=("OurAirports（公有领域）",),
    attribution=CREDIT,
    catalog_class="211002",
    cycle="irregular",
    tables=(
        Table(
            "weather-stations",
            "航空气象报告站名录",
            "气象报告站.tsv",
            (
                text("站号", "station", "ICAO 四字代码", length=4, required=True, unique=True, pattern="^Z[A-Z]{3}$"),
                text("站名（英文）", "name_en", length=80, required=True),
                text("城市（英文）", "city_en", length=80, required=True),
                *coordinates(),
                integer("海拔（米）", "elevation", unit="米", minimum=-10, maximum=1600),
            ),
            ("站号",),
            station_rows,
            Form(kind="tsv", encoding="utf-8", newline="\n"),
        ),
    ),
)
LIMITS = Dataset(
    "air-quality-limits",
    "DEMO/000020",
    "空气质量分指数对应的污染物浓度限值演示数据",
    about="空气质量分指数（IAQI）各级对应的污染物项目浓度限值，依据《环境空气质量指数（AQI）技术规定（试行）》（HJ 633-2012），"
    "每个污染物、平均时间和分指数一行。二氧化硫 1 小时平均只到 200，臭氧 8 小时平均只到 300，更高的分指数按标准以另一平均时间计算。"
    "这是标准中的限值，不是监测数据；本类目前没有部门提供的监测数据。",
    origin="资料取自开源软件 python-aqi 0.6.1（BSD 许可）中的分段表；整理时只取每段的上限、补出分指数 0 的一行、译出污染物名称。以标准原文为准。",
    english="Concentration limits behind the individual air quality index (HJ 633-2012), from python-aqi 0.6.1 (BSD). Limits of the standard, "
    "no measurements. Demonstration data, not official.",
    category=CATEGORY,
    domains=("10",),
    keywords=("空气质量", "AQI", "IAQI", "浓度限值", "HJ 633", "污染物", "air quality"),
    system="python-aqi 分段表",
    packages=((AQI, "aqi/algos/mep.py"),),
    catalog_class="211002",
    tables=(
        Table(
            "limits",
            "空气质量分指数及对应的污染物浓度限值",
            "空气质量分指数浓度限值.csv",
            (
                text("污染物项目", "pollutant", length=20, required=True),
                text("平均时间", "period", length=20, required=True),
                integer("空气质量分指数", "iaqi", required=True, minimum=0, maximum=500),
                number("浓度限值", "limit", "单位见“浓度单位”", required=True, minimum=0),
                text("浓度单位", "unit", length=10, required=True, enum=("µg/m³", "mg/m³")),
            ),
            ("污染物项目", "平均时间", "空气质量分指数"),
            limit_rows,
        ),
    ),
)
DATASETS = (STATIONS, LIMITS)
