"""道路交通: airports, runways, number plates."""

from __future__ import annotations

from typing import Any

from .forms import Form, Rows
from .packages import AVWX, PLATES, Shelf
from .spec import Dataset, Table, boolean, coordinates, integer, text

CATEGORY = "road-transport"
MEMBER = "avwx/data/files/stations.json"
CREDIT = "机场与测站数据来自 OurAirports（公有领域），取自 avwx-engine 1.9.10（MIT，Copyright (c) 2015 Michael duPont）"
_KINDS = {"large_airport": "大型", "medium_airport": "中型", "small_airport": "小型"}
_SURFACES = {"concrete": "混凝土", "asphalt": "沥青"}


def stations(shelf: Shelf) -> list[dict[str, Any]]:
    """The stations of Shandong (state 37 of country CN), those without ICAO code first, as in the package's order."""
    found = [s for s in shelf.json(AVWX, MEMBER).values() if s["country"] == "CN" and s["state"] == "37"]
    return sorted(found, key=lambda s: s["icao"] or "")


def yes(value: object) -> str:
    return "是" if value else "否"


def text_of(value: object) -> str:
    return "" if value is None else str(value)


def airport_rows(shelf: Shelf) -> Rows:
    for s in stations(shelf):
        lengths = [r["length_ft"] for r in s["runways"] or []]
        yield (
            *(text_of(s[key]) for key in ("icao", "iata", "name", "city", "latitude", "longitude", "elevation_m")),
            _KINDS[s["type"]],
            yes(s["reporting"]),
            str(len(lengths)),
            text_of(max(lengths, default=None)),
        )


def runway_rows(shelf: Shelf) -> Rows:
    for s in stations(shelf):
        for r in s["runways"] or []:
            surface = _SURFACES.get(r["surface"], "")
            width = text_of(r["width_ft"] or None)  # 0 is written where it is not known
            yield s["iata"], s["name"], r["ident1"], r["ident2"], str(r["length_ft"]), width, surface, yes(r["lights"])


def plate_rows(shelf: Shelf) -> Rows:
    plates = shelf.json(PLATES, "民用车牌.json")
    for prefix, area in sorted(plates.items()):
        if prefix.startswith("鲁") and prefix[1:].isalpha():
            yield prefix, area


AIRPORTS = Dataset(
    "airports",
    "DEMO/000001",
    "山东省民用机场名录演示数据",
    about="山东省境内民用机场的国际代码、英文名称、所在城市、经纬度、海拔、类型和跑道情况，每个机场一行。",
    origin="资料取自 OurAirports（公有领域），经开源软件 avwx-engine 1.9.10（MIT 许可）整理；整理时译出表头和机场类型，其余未改。"
    "个别机场没有 ICAO 代码或海拔，保持为空。坐标系为 WGS84。",
    english="Civil airports in Shandong: codes, names, coordinates, elevation, runways; from OurAirports (public domain) by way of "
    "avwx-engine 1.9.10 (MIT). Demonstration data, not official.",
    category=CATEGORY,
    domains=("6",),
    keywords=("民用机场", "机场代码", "跑道", "airport", "ICAO", "IATA"),
    system="avwx-engine 机场资料",
    packages=((AVWX, MEMBER),),
    sources=("OurAirports（公有领域）",),
    attribution=CREDIT,
    cycle="irregular",
    tables=(
        Table(
            "airports",
            "民用机场名录",
            "民用机场名录.csv",
            (
                text("ICAO代码", "icao", "国际民航组织四字代码；尚未取得的为空", length=4, pattern="^Z[A-Z]{3}$"),
                text("IATA代码", "iata", "国际航空运输协会三字代码", length=3, required=True, pattern="^[A-Z]{3}$"),
                text("机场名称（英文）", "name_en", length=80, required=True),
                text("所在城市（英文）", "city_en", "括号内为所在区（市）", length=80, required=True),
                *coordinates(),
                integer("海拔（米）", "elevation", unit="米", minimum=-10, maximum=1600),
                text("机场类型", "kind", length=4, required=True, enum=("大型", "中型", "小型")),
                boolean("发布气象报", "reports_weather", "是否发布航空例行天气报告（METAR）", required=True),
                integer("跑道数", "runways", unit="条", required=True, minimum=1, maximum=10),
                integer("最长跑道（英尺）", "longest_runway", unit="英尺", minimum=1000, maximum=20000),
            ),
            ("IATA代码",),
            airport_rows,
        ),
    ),
)
RUNWAYS = Dataset(
    "runways",
    "DEMO/000012",
    "山东省民用机场跑道演示数据",
    about="山东省境内民用机场的跑道：两端编号、长度、宽度、道面和夜航灯，每条跑道一行，可按 IATA 代码与机场名录连接。",
    origin="资料取自 OurAirports（公有领域），经开源软件 avwx-engine 1.9.10（MIT 许可）整理；整理时译出表头和道面，"
    "宽度 0 和未注明的道面表示没有资料，改为空。数值未与航行资料汇编核对，不得用于飞行。",
    english="Runways of the civil airports in Shandong, from OurAirports (public domain) by way of avwx-engine 1.9.10 (MIT). "
    "Not for navigation. Demonstration data, not official.",
    category=CATEGORY,
    domains=("6",),
    keywords=("跑道", "民用机场", "道面", "runway", "airport"),
    system="avwx-engine 机场资料",
    packages=((AVWX, MEMBER),),
    sources=("OurAirports（公有领域）",),
    attribution=CREDIT,
    cycle="irregular",
    tables=(
        Table(
            "runways",
            "民用机场跑道",
            "民用机场跑道.csv",
            (
                text("IATA代码", "iata", "国际航空运输协会三字代码", length=3, required=True, pattern="^[A-Z]{3}$"),
                text("机场名称（英文）", "name_en", length=80, required=True),
                text(
                    "跑道端1",
                    "end_1",
                    "磁方向除以 10，两位，可带 L、C、R",
                    length=3,
                    required=True,
                    pattern=r"^\d{2}[LCR]?$",
                ),
                text("跑道端2", "end_2", "另一端", length=3, required=True, pattern=r"^\d{2}[LCR]?$"),
                integer("长度（英尺）", "length_ft", unit="英尺", required=True, minimum=1000, maximum=20000),
                integer("宽度（英尺）", "width_ft", "没有资料的为空", unit="英尺", minimum=30, maximum=300),
                text("道面", "surface", "没有资料的为空", length=4, enum=("混凝土", "沥青")),
                boolean("夜航灯", "lights", required=True),
            ),
            ("IATA代码", "跑道端1"),
            runway_rows,
        ),
    ),
)
PLATE_CODES = Dataset(
    "plates",
    "DEMO/000013",
    "山东省机动车号牌代号演示数据",
    about="山东省机动车号牌前两位（省简称加发牌机关代号）所对应的地区，每个代号一行。",
    origin="资料取自开源软件 pyunit-plate 2020.6.17（MIT 许可），反映 2020 年前后的情况；整理时只选出“鲁”字头的代号、译出表头。",
    english="Prefixes of vehicle number plates in Shandong and their areas, about 2020, from pyunit-plate 2020.6.17 (MIT). "
    "Demonstration data, not official.",
    category=CATEGORY,
    domains=("6",),
    keywords=("机动车", "车牌", "号牌代号", "number plate"),
    system="pyunit-plate 号牌资料",
    packages=((PLATES, "pyunit_plate/民用车牌.json"),),
    temporal=("2020-01-01", "2020-12-31"),
    tables=(
        Table(
            "plates",
            "机动车号牌代号",
            "机动车号牌代号.csv",
            (
                text("号牌代号", "plate", length=2, required=True, unique=True, pattern="^鲁[A-Z]$"),
                text("发牌机关代号所属地区", "area", length=60, required=True),
            ),
            ("号牌代号",),
            plate_rows,
            Form(encoding="utf-8"),
        ),
    ),
)
DATASETS = (AIRPORTS, RUNWAYS, PLATE_CODES)
