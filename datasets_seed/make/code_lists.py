"""The portal's own code lists (``harvesters/catalogue/codelists``) as datasets of 行政管理: made from them, never beside.

Every list is published once. Columns keep their names as column ids; what only the portal's pages use is left out.
"""

from __future__ import annotations

from collections.abc import Callable

from harvesters.catalogue import codelists

from .forms import Rows
from .packages import Shelf
from .spec import Dataset, Field, Table, date, integer, text

LEFT_OUT = frozenset({"icon", "source"})
LABELS = {
    "access_rights": "访问权限（欧盟代码）",
    "aliases": "别名",
    "catalog_prefix": "目录分类码前缀",
    "code": "代码",
    "current_name": "现名称",
    "date": "日期",
    "default_domains": "建议的重点领域",
    "en": "英文名称",
    "eu": "欧盟频率代码",
    "eu_theme": "欧盟主题代码",
    "first_wave": "首批开放",
    "format_class": "格式分类代码",
    "iso8601": "周期（ISO 8601）",
    "kind": "类型",
    "level": "层级",
    "machine_readable": "机器可读",
    "media_type": "媒体类型",
    "no": "次序",
    "note": "备注",
    "org_type": "机构类型",
    "organisation": "机构标识",
    "overdue_after_days": "逾期天数",
    "parent": "上级代码",
    "plate": "号牌代号",
    "publishable_as": "可用的开放属性",
    "region_code": "行政区划代码",
    "slug": "标识",
    "status": "效力",
    "succeeded_by": "承接机构",
    "successor": "现代码",
    "table_schema": "字段类型（Table Schema）",
    "tabular": "是否表格",
    "url": "网址",
    "uscc": "统一社会信用代码",
    "valid_from": "启用年月",
    "valid_to": "停用年月",
    "zh": "名称",
}
DESCRIPTIONS = {
    "aliases": "其他写法，以竖线隔开",
    "default_domains": "重点领域代码，以竖线隔开；只作建议",
    "first_wave": "1 为首批开放的七类，0 为其他",
    "machine_readable": "1 是，0 否",
    "kind": "off 为放假，work 为调休上班",
    "overdue_after_days": "数据更新后超过这些天没有新数据，即为未按时更新；空为不计",
    "publishable_as": "以竖线隔开；空为不得开放",
    "tabular": "1 是，0 否",
    "uscc": "没有登记的为空，不编造",
    "valid_from": "启用的第一个月；空为没有记录",
    "valid_to": "停用的第一个月；空为现行",
}
# list → title of its table; the lists of one dataset stand together
_GROUPS: tuple[tuple[str, str, str, tuple[str, ...], dict[str, str]], ...] = (
    (
        "cities",
        "山东省设区的市代码表（含沿革）",
        "山东省设区的市的行政区划代码、名称、英文名称和号牌代号；莱芜市（371200）2019 年 1 月并入济南市，保留其停用年月和现代码。",
        ("设区的市", "行政区划代码", "沿革"),
        {"cities": "设区的市"},
    ),
    (
        "counties",
        "山东省县级行政区代码表（含沿革）",
        "山东省现行 136 个县级行政区的代码、名称和所属设区的市，以及 2002 年以来停用的代码、停用年月和现代码；2017 年 10 月为 137 个。",
        ("县级行政区", "行政区划代码", "区县", "沿革"),
        {"counties": "县级行政区"},
    ),
    (
        "organisations",
        "山东省数据提供机构代码表",
        "门户登记的数据提供机构：2017 年 10 月的名称、现名称、别名、类型、层级和国家目录分类码前缀；统一社会信用代码没有核实的为空。",
        ("部门", "机构", "统一社会信用代码", "沿革"),
        {"organisations": "机构", "org_types": "机构类型", "admin_levels": "行政层级"},
    ),
    (
        "categories",
        "公共数据开放类别与重点领域代码表",
        "首先开放的七类公共数据和其他领域，以及 22 个重点领域的代码和名称。",
        ("开放类别", "重点领域", "七类"),
        {"categories": "开放类别", "data_domains": "重点领域"},
    ),
    (
        "facets",
        "公共数据主题、基础库与应用代码表",
        "国家目录的 17 个主题、七个基础信息资源库、应用领域、大数据用途、主体类型、公用事业和国民经济行业门类的代码和名称。",
        ("主题", "基础信息资源库", "应用领域", "行业"),
        {
            "themes": "主题",
            "base_libraries": "基础信息资源库",
            "application_fields": "应用领域",
            "bigdata_uses": "大数据用途",
            "subject_types": "主体类型",
            "public_utilities": "公用事业",
            "industries": "行业门类",
        },
    ),
    (
        "catalog_classes",
        "政务信息资源分类代码表",
        "国家政务信息资源目录中与山东省有关的分类码（类、项、目、细目）及名称，以及对应的机构。",
        ("信息资源分类", "分类码", "目录编制指南"),
        {"catalog_classes": "信息资源分类"},
    ),
    (
        "update_cycles",
        "数据更新周期代码表",
        "数据更新周期的代码、名称、别名、欧盟和 ISO 8601 对应值，以及超过多少天算未按时更新。",
        ("更新周期", "更新频率"),
        {"update_cycles": "更新周期"},
    ),
    (
        "working_days",
        "2017—2026年工作日例外代码表",
        "2017 年至 2026 年与“周一至周五上班”不同的日子：放假的工作日和调休上班的周末。门户按它计算办理期限和采集时间；以国务院办公厅通知为准。",
        ("工作日", "节假日", "调休"),
        {"working_days": "工作日例外"},
    ),
    (
        "formats",
        "信息资源格式代码表",
        "信息资源格式的六类（另加服务接口）、各格式类型及其媒体类型、是否机器可读，以及信息项数据类型。",
        ("格式", "文件格式", "数据类型"),
        {"format_classes": "格式分类", "formats": "格式类型", "item_types": "信息项数据类型"},
    ),
    (
        "sharing",
        "数据共享、开放与分级代码表",
        "共享类型、共享方式、开放属性、涉密标识、信息项敏感类型和数据级别的代码和名称。",
        ("共享类型", "开放属性", "数据分级"),
        {
            "share_types": "共享类型",
            "share_method_classes": "共享方式分类",
            "share_method_types": "共享方式类型",
            "open_flags": "是否向社会开放",
            "open_types": "开放属性",
            "secret_flags": "涉密标识",
            "item_sensitivities": "信息项敏感类型",
            "security_levels": "数据级别",
        },
    ),
    (
        "rights",
        "开放许可与依据法规代码表",
        "数据集可选用的开放许可及其网址，以及可引用的法律、法规和规定。",
        ("开放许可", "许可证", "法律法规"),
        {"licences": "开放许可", "legislation": "依据法规"},
    ),
)


def field_of(column: str, key: str) -> Field:
    label, words = LABELS.get(column, column), DESCRIPTIONS.get(column, "")
    if column in ("no", "overdue_after_days"):
        return integer(label, column, words, unit="天" if column == "overdue_after_days" else "", minimum=1)
    if column == "date":
        return date(label, column, words, required=True)
    required = column in (key, "zh")
    return text(label, column, words, length=40 if column == key else 200, required=required)


def columns_of(name: str) -> list[str]:
    return [column for column in codelists.load(name)[0] if column not in LEFT_OUT]


def rows_of(name: str) -> Callable[[Shelf], Rows]:
    return lambda shelf: [[row[column] for column in columns_of(name)] for row in codelists.load(name)]


def table_of(name: str, title: str) -> Table:
    columns = columns_of(name)
    fields = [field_of(column, columns[0]) for column in columns]
    return Table(name.replace("_", "-"), title, f"{title}.csv", fields, (fields[0]["name"],), rows_of(name))


def _dataset(key: str, title: str, about: str, keywords: tuple[str, ...], lists: dict[str, str]) -> Dataset:
    slug = key.replace("_", "-")
    return Dataset(
        f"codelist-{slug}",
        f"CODELIST/{slug}",
        title,
        about=about,
        origin="由门户的代码表文件（harvesters/catalogue/codelists）直接生成，与门户校验所用的一致；各表的依据见该文件夹的 SOURCES.md。",
        english=f"Code lists of this portal, as its gate uses them: {', '.join(name.replace('_', ' ') for name in lists)}. "
        "Made by the portal, not an official publication.",
        category="public-administration",
        domains=("21",),
        keywords=("代码表", *keywords, "code list"),
        system="门户代码表",
        licence="sd-open-licence",
        attribution="门户演示数据（非官方）整理",
        sources=("门户代码表 harvesters/catalogue/codelists（依据见 SOURCES.md）",),
        cycle="irregular",
        tables=tuple(table_of(name, words) for name, words in lists.items()),
    )


DATASETS = tuple(_dataset(*group) for group in _GROUPS)
