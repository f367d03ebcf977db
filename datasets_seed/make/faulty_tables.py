"""Faults of the table and of the record: what spreadsheets do to codes, totals, merged cells, dictionaries, providers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from harvesters.catalogue import codelists

from .faulty import example, good
from .forms import Form, Rows
from .packages import Shelf
from .public_administration import TOWNSHIPS
from .public_services import AREA_CODES
from .road_transport import AIRPORTS, PLATE_CODES
from .spec import Dataset, Table, date, integer, remark, text

_AREA, _CITY = AREA_CODES.tables[0].fields
_CODES = tuple(row[0] for row in good(AREA_CODES)[1:])
_KINDS = ("街道", "镇", "乡")
_PLAIN = Form(encoding="utf-8")
OTHER_PROVIDER = "91370100MA3C00003P"  # synthetic, both check digits right
WRONG_PROVIDER = "91370100MA3C00003Q"  # the same with a wrong check digit


def _lost(shelf: Shelf) -> Rows:
    """The area codes after a spreadsheet has taken them for numbers."""
    return [(code.lstrip("0"), city) for code, city in good(AREA_CODES)[1:]]


def _long(shelf: Shelf) -> Rows:
    """What a spreadsheet shows and saves of an 18-digit number: 202401050000012301 → 2.02401E+17."""
    for n in range(1, 13):
        number = 202401050000012300 + n + n * 10**9
        yield f"{number:.5E}", f"2024-01-{n + 4:02d}", f"{['济南', '青岛', '淄博', '枣庄'][n % 4]}市"


def _by_city() -> Iterator[tuple[str, list[int]]]:
    """City → how many streets, towns, townships and other units it has."""
    counts: dict[str, Counter[str]] = {}
    for row in good(TOWNSHIPS)[1:]:
        kind = next((k for k in ("街道", "镇", "乡") if row[1].endswith((k, k + "办事处"))), "其他")
        counts.setdefault(codelists.regions()[row[4] + "00"].zh, Counter())[kind] += 1
    for city, found in counts.items():
        yield city, [found[kind] for kind in (*_KINDS, "其他")]


def _with_total(shelf: Shelf) -> Rows:
    rows = list(_by_city())
    total = [sum(column) for column in zip(*(numbers for _, numbers in rows), strict=True)]
    for name, numbers in [*rows, ("合　计", total)]:
        yield name, *map(str, numbers)


def _counties(shelf: Shelf) -> Rows:
    """The counties of five cities, city first."""
    for region in codelists.regions().values():
        if region.level == "county" and region.current and region.parent in ("370100", "370400", "370500", "371000"):
            yield codelists.regions()[region.parent].zh, region.code, region.zh


def _fourteen(shelf: Shelf) -> Rows:
    for row in good(AIRPORTS)[1:]:
        yield *row, "东八区", "", "2025-12-15"


_UNITS = Table(
    "units",
    "乡级单位数",
    "乡级单位数.csv",
    (
        text("城市", "city", length=20, required=True),
        *(
            integer(f"{kind}数", column, unit="个", required=True, minimum=0)
            for kind, column in zip((*_KINDS, "其他单位"), ("streets", "towns", "townships", "others"), strict=True)
        ),
    ),
    ("城市",),
    _with_total,
)
_AIRPORTS = AIRPORTS.tables[0]
_OTHERS = (text("时区", "timezone", length=8), remark("填报说明", "remark"), date("填报日期", "filled_on"))

DELIVERIES = (
    example(
        "lost-zeros",
        102,
        "固定电话区号丢失前导零",
        "区号本为四位，经电子表格另存后丢失了前导零（0531 变为 531）；没有代码表可以核对，无法可靠地补回，预期按规则 Q13 退回。",
        Table(
            "area-codes",
            "固定电话区号",
            "固定电话区号.csv",
            (text("区号", "area_code", "四位，含前导零", fixed=4, required=True), _CITY),
            ("区号",),
            _lost,
        ),
        like=AREA_CODES,
        keywords=("电话区号", "前导零"),
    ),
    example(
        "lost-zeros-restorable",
        107,
        "固定电话区号丢失前导零，但可以补回",
        "区号本为四位，经电子表格另存后丢失了前导零（0531 变为 531）；数据字典列出了全部区号，补回后都在其中，"
        "预期按规则 Q13 待审核，并给出补回的建议。",
        Table(
            "area-codes",
            "固定电话区号",
            "固定电话区号.csv",
            (text("区号", "area_code", "四位，含前导零", fixed=4, required=True, enum=_CODES), _CITY),
            ("区号",),
            _lost,
        ),
        like=AREA_CODES,
        keywords=("电话区号", "前导零"),
    ),
    example(
        "long-number",
        108,
        "十八位编号经过电子表格变成了科学计数",
        "内容为合成数据。受理编号本为十八位，经电子表格另存后成为 2.02401E+17，后面的数字已经丢失，预期按规则 Q14 退回，请从原系统重新导出。",
        Table(
            "applications",
            "许可受理登记",
            "许可受理登记.csv",
            (
                text("受理编号", "application_no", "十八位", fixed=18, required=True, pattern=r"^\d{18}$"),
                date("受理日期", "received_on", required=True),
                text("受理城市", "city", length=20, required=True),
            ),
            ("受理编号",),
            _long,
        ),
        category="qualifications",
        domains=("1",),
        keywords=("许可", "科学计数"),
    ),
    example(
        "total-rows",
        109,
        "数据中夹着合计行",
        "最后一行是“合　计”，与各市的行相加会重复计算，预期按规则 Q07 待审核，并建议删去该行。",
        _UNITS,
        like=TOWNSHIPS,
        keywords=("乡级单位", "合计"),
    ),
    example(
        "merged-keys",
        110,
        "作为主键的单元格纵向合并",
        "工作簿中每个城市只写一次，下面各行与它合并为一格，预期按规则 Q05 待审核，并建议向下填充。",
        Table(
            "counties",
            "县级行政区",
            "县级行政区.xlsx",
            (
                text("设区的市", "city", length=20, required=True),
                text("县级代码", "code", "六位", fixed=6, required=True, pattern=r"^37\d{4}$"),
                text("县级名称", "name", length=20, required=True),
            ),
            ("设区的市", "县级名称"),
            _counties,
            Form(kind="xlsx", sheet="县级行政区", merged=("设区的市",)),
        ),
        category="public-administration",
        domains=("21",),
        keywords=("合并单元格", "县级行政区"),
    ),
    example(
        "dictionary-differs",
        111,
        "数据字典十二项，文件却有十四列",
        "数据字典登记了十二个信息项，文件里多出“填报说明”和“填报日期”两列，预期按规则 G-30 退回，并列出多出的列。",
        Table(
            "airports",
            _AIRPORTS.title,
            _AIRPORTS.path,
            (*_AIRPORTS.fields, _OTHERS[0]),
            ("IATA代码",),
            _fourteen,
            labels=[str(field["name"]) for field in (*_AIRPORTS.fields, *_OTHERS)],
        ),
        like=AIRPORTS,
        keywords=("民用机场", "数据字典"),
    ),
    example(
        "provider-code",
        114,
        "提供方代码的校验位不对",
        "提供方代码（统一社会信用代码）最后一位抄错，校验不通过，预期按规则 V-03 退回。",
        replace(PLATE_CODES.tables[0], rows=lambda shelf: good(PLATE_CODES)[1:]),
        like=PLATE_CODES,
        keywords=("提供方代码",),
        more={"provider_code": WRONG_PROVIDER},
    ),
)
_OWNER = {"owner_org": "sd-bigdata"}
OF_A_DEPARTMENT: tuple[Dataset, ...] = (
    example(
        "others-code",
        "30701310750/000777",
        "使用了另一部门的信息资源代码",
        "信息资源代码的分类码属于另一部门，预期按规则 V-02 作为冲突退回。",
        replace(_AIRPORTS, rows=lambda shelf: good(AIRPORTS)[1:]),
        like=AIRPORTS,
        keywords=("信息资源代码", "冲突"),
        more={**_OWNER, "catalog_class": "30701310750"},
    ),
    example(
        "others-provider",
        115,
        "填写了另一单位的提供方代码",
        "提供方代码本身有效，但不是登记的提供部门的代码，预期按规则 V-03 退回。",
        replace(PLATE_CODES.tables[0], rows=lambda shelf: good(PLATE_CODES)[1:]),
        like=PLATE_CODES,
        keywords=("提供方代码",),
        more={**_OWNER, "provider_code": OTHER_PROVIDER},
    ),
)
