"""公共服务: holidays, telephone area codes, mobile number segments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .forms import Form, Rows
from .packages import DAYS, JIONLP, Shelf
from .spec import Dataset, Table, date, integer, text

CATEGORY = "public-services"
_KINDS = {"holidays": "放假", "inLieuDays": "补休", "workdays": "调休上班"}


def holiday_rows(shelf: Shelf) -> Rows:
    found = []
    for kind, days in shelf.json(DAYS, "dist/chinese-days.json").items():
        for day, words in days.items():
            english, festival, number = words.split(",")
            found.append((day, festival, _KINDS[kind], english, number))
    order = ["放假", "调休上班", "补休"]
    return sorted(found, key=lambda row: (row[0], order.index(row[2])))


def area_code_rows(shelf: Shelf) -> Rows:
    for line in shelf.text(JIONLP, "dictionary/landline_phone_area_code.txt").splitlines():
        code, area = line.split()
        if area.startswith("山东/"):
            yield code, area.removeprefix("山东/") + "市"


def segment_rows(shelf: Shelf) -> Rows:
    """Seven-digit segments of the cities of Shandong, ranges as the package has them."""
    return sorted(_segments(shelf), key=lambda row: row[:2])


def _segments(shelf: Shelf) -> Iterator[tuple[str, ...]]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(shelf.bytes(JIONLP, "dictionary/phone_location.zip"))) as inner:
        lines = inner.read("phone_location.txt").decode("utf-8").splitlines()
    city: tuple[str, str, str] | None = None
    for line in lines:
        parts = line.split("\t")
        if parts[0]:
            place = re.fullmatch(r"山东 (.+)", parts[0])
            city = (place[1] + "市", parts[1], parts[2]) if place else None
        elif city:
            for span in parts[2].split(","):
                first, _, last = span.partition("-")
                yield parts[1] + first, parts[1] + (last or first), *city


HOLIDAYS = Dataset(
    "holidays",
    "DEMO/000003",
    "2004—2026年法定节假日放假与调休安排演示数据",
    about="2004 年至 2026 年法定节假日的放假、补休和调休上班日期，每个日期和类型一行，全国统一，适用于山东省。",
    origin="资料取自开源软件 chinese-days 1.5.7（MIT 许可），由其依据历年国务院办公厅节假日安排的通知汇编；以国务院办公厅通知为准。",
    english="Public holidays and make-up working days of China, 2004–2026, from chinese-days 1.5.7 (MIT). Demonstration data, not official.",
    category=CATEGORY,
    domains=("18",),
    keywords=("节假日", "放假", "调休", "补休", "holiday"),
    system="chinese-days 节假日资料",
    packages=((DAYS, "dist/chinese-days.json"),),
    cycle="yearly",
    temporal=("2004-01-01", "2026-12-31"),
    tables=(
        Table(
            "holidays",
            "法定节假日放假与调休安排",
            "法定节假日与调休.csv",
            (
                date("日期", "day", required=True, minimum="2004-01-01", maximum="2026-12-31"),
                text("节日", "festival", length=40, required=True),
                text(
                    "类型",
                    "kind",
                    "放假：放假当天；补休：放假日中以调休换来的工作日；调休上班：为此上班的周末",
                    length=8,
                    required=True,
                    enum=("放假", "补休", "调休上班"),
                ),
                text("英文名", "festival_en", length=40, required=True),
                integer(
                    "法定天数", "statutory_days", "该节日的法定放假天数", unit="天", required=True, minimum=1, maximum=5
                ),
            ),
            ("日期", "类型"),
            holiday_rows,
            Form(encoding="utf-16"),
        ),
    ),
)
AREA_CODES = Dataset(
    "area-codes",
    "DEMO/000014",
    "山东省固定电话区号演示数据",
    about="山东省各设区的市固定电话长途区号，每个区号一行；区号含前导零，为文本。0634 为原莱芜市，2019 年并入济南市。",
    origin="资料取自开源软件 jionlp 1.5.31（Apache-2.0 许可）；整理时只选出山东省的记录、拆出城市名、译出表头。",
    english="Telephone area codes of the cities of Shandong, from jionlp 1.5.31 (Apache-2.0). Demonstration data, not official.",
    category=CATEGORY,
    domains=("18",),
    keywords=("固定电话", "区号", "长途区号", "area code"),
    system="jionlp 电话区号资料",
    packages=((JIONLP, "jionlp/dictionary/landline_phone_area_code.txt"),),
    cycle="irregular",
    tables=(
        Table(
            "area-codes",
            "固定电话区号",
            "固定电话区号.csv",
            (
                text("区号", "area_code", "四位，含前导零", fixed=4, required=True, pattern=r"^0[56]\d{2}$"),
                text("城市", "city", length=20, required=True),
            ),
            ("区号",),
            area_code_rows,
            Form(encoding="gb18030"),
        ),
    ),
)
SEGMENTS = Dataset(
    "mobile-segments",
    "DEMO/000015",
    "山东省移动电话号段归属演示数据",
    about="移动电话号码前七位（号段）在山东省内的归属城市、区号和邮政编码，连续的号段合为一行。号段只到七位，不含任何用户号码。"
    "资料截至 2020 年，携号转网不改变号段归属。",
    origin="资料取自开源软件 jionlp 1.5.31（Apache-2.0 许可）；整理时只选出山东省的记录，把“前三位＋后四位区间”写成七位的起止号段。",
    english="Seven-digit mobile number segments allotted to the cities of Shandong, as of 2020, from jionlp 1.5.31 (Apache-2.0). "
    "No subscriber numbers. Demonstration data, not official.",
    category=CATEGORY,
    domains=("18",),
    keywords=("移动电话", "号段", "归属地", "手机号段", "mobile"),
    system="jionlp 号段资料",
    packages=((JIONLP, "jionlp/dictionary/phone_location.zip"),),
    temporal=("2020-01-01", "2020-11-24"),
    tables=(
        Table(
            "segments",
            "移动电话号段归属",
            "移动电话号段归属.csv",
            (
                text("起始号段", "first", "号码前七位", fixed=7, required=True, pattern=r"^1\d{6}$"),
                text(
                    "结束号段",
                    "last",
                    "号码前七位，单个号段时与起始号段相同",
                    fixed=7,
                    required=True,
                    pattern=r"^1\d{6}$",
                ),
                text("城市", "city", length=20, required=True),
                text("区号", "area_code", "四位，含前导零", fixed=4, required=True, pattern=r"^0[56]\d{2}$"),
                text("邮政编码", "postcode", fixed=6, required=True, pattern=r"^2[5-7]\d{4}$"),
            ),
            ("起始号段", "城市"),
            segment_rows,
        ),
    ),
)
DATASETS = (HOLIDAYS, AREA_CODES, SEGMENTS)
