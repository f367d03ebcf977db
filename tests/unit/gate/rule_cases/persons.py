"""G-10 to G-20: persons in the data. All numbers are made up, most with a birth date of 1900."""

from __future__ import annotations

from harvesters.contract import Verdict
from rule_cases.case import Case, Given, beside, table

ID, NO_ID = "370102190001010019", "370102190001010010"  # the second: a wrong check digit
_NAMED = ({"name": "姓名"}, {"name": "手机"})
_BASIS = {"disclosure_basis": "依据《山东省行政处罚公示办法》，公示：姓名、手机"}
_CONDITIONAL = {"open_type": "conditional", "open_condition": "签订协议后开放", "security_level": "general_2"}


def people(*rows: str, header: str = "姓名,手机") -> str:
    return table(header, *rows)


_TWELVE = tuple(f"张*,138****80{n:02d}" for n in range(12))

CASES = (
    Case("G-10", "block", Given(beside(f"甲,{ID}")), Given(beside(f"甲,{NO_ID}")), row=14, column="备注"),
    Case(
        "G-11",
        "block",
        Given(beside("甲,13800138000", "乙,13900139000", "丙,13700137000")),
        Given(beside("甲,12800138000", "乙,12900139000", "丙,12700137000")),
        row=14,
        column="备注",
    ),
    Case(
        "G-12",
        "block",
        Given(people("张伟,13800138000", *_TWELVE), _NAMED),
        Given(people("张*,138****8000", *_TWELVE), _NAMED),
        row=2,
        column="姓名",
    ),
    Case(
        "G-12",
        "review",
        Given(
            table("姓名,出生日期", "张伟,1900-01-01", *("张*,1900" for _ in range(9))),
            ({"name": "姓名"}, {"name": "出生日期"}),
            {"disclosure_basis": "依据《公务员录用规定》，公示：姓名、出生日期"},
        ),
        Given(table("姓名,出生日期", *("张*,1900" for _ in range(10))), ({"name": "姓名"}, {"name": "出生日期"})),
        row=2,
        column="姓名",
    ),
    Case("G-13", "review", Given(beside("甲,13800138000")), Given(beside("甲,138****8000")), row=14, column="备注"),
    Case(
        "G-13",
        "warn",
        Given(
            table("单位名称,法定代表人", *(f"第{n}公司,张伟" for n in range(10))),
            ({"name": "单位名称"}, {"name": "法定代表人"}),
        ),
        Given(
            table("单位名称,法定代表人", *(f"第{n}公司,张*" for n in range(10))),
            ({"name": "单位名称"}, {"name": "法定代表人"}),
        ),
        row=2,
        column="法定代表人",
    ),
    Case(
        "G-14",
        "block",
        Given(beside("甲,鲁迅"), record={"desensitisation": {"needed": True, "rules": ["备注：删除"]}}),
        Given(
            table("名称,备注", *(f"站{n:02d}," for n in range(10))),
            record={"desensitisation": {"needed": True, "rules": ["备注：删除"]}},
        ),
        row=14,
        column="备注",
    ),
    Case(
        "G-14",
        "warn",
        Given(record={"desensitisation": {"needed": True}}),
        Given(record={"desensitisation": {"needed": False}}),
    ),
    Case(
        "G-15",
        "review",
        Given(beside(f"甲,{ID}"), record=_CONDITIONAL),
        Given(beside(f"甲,{NO_ID}"), record=_CONDITIONAL),
        row=14,
        column="备注",
    ),
    Case(
        "G-20",
        "info",
        Given(beside(f"甲,{ID}")),
        Given(beside(f"甲,{NO_ID}")),
        column="备注",
        verdict=Verdict.RETURNED,  # it says how what blocks can be masked
    ),
)
