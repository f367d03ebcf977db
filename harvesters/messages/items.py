"""What the rules of information items say (V-13, V-15); the form of :mod:`harvesters.messages.catalogue`, which merges
it."""

from __future__ import annotations

from collections.abc import Mapping

_COLUMN_ZH, _COLUMN_EN = "表“{table}”的信息项“{column}”", 'Item "{column}" of table "{table}"'

ITEMS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "V-13": {
        "zh": ("信息项不正确", "请核对数据字典"),
        "en": ("The items are wrong", "Check the data dictionary"),
    },
    "V-13.none": {
        "zh": ("表“{table}”没有数据字典（一个信息项也没有）", "请为表中的每一列填写信息项：名称和数据类型"),
        "en": ('Table "{table}" has no dictionary', "Describe each column: its name and type"),
    },
    "V-13.unreadable": {
        "zh": ("数据字典读不懂", "请在填报页面逐列填写数据字典；由程序提交的，请转告维护该程序的人员"),
        "en": (
            "The data dictionary cannot be read",
            "Fill it in column by column in the form; if a program submits it, tell whoever looks after that",
        ),
    },
    "V-13.not_an_item": {
        "zh": (
            "数据字典的第 {position} 项读不懂",
            "请在填报页面重新填写这一项：名称和数据类型；由程序提交的，请转告维护该程序的人员",
        ),
        "en": (
            "Entry {position} of the data dictionary cannot be read",
            "Give its name and type in the form; if a program submits it, tell whoever looks after that",
        ),
    },
    "V-13.no_name": {
        "zh": ("表“{table}”的第 {position} 个信息项没有名称", "请填写与表头一致的信息项名称"),
        "en": ('Item {position} of table "{table}" has no name', "Give it the name in the header"),
    },
    "V-13.name_twice": {
        "zh": (_COLUMN_ZH + "与前面的信息项重名（第 {position} 个）", "请给同名的列起不同的名称，并同步修改表头"),
        "en": (_COLUMN_EN + " (number {position}) has the same name as an earlier one", "Name them apart, header too"),
    },
    "V-13.bad_id": {
        "zh": (
            _COLUMN_ZH + "的英文名“{value}”不能使用",
            "请用小写字母开头，只含小写字母、数字和下划线，最长 63 个字符，例如 station_name；也可以不填，由平台编发",
        ),
        "en": (
            _COLUMN_EN + ': English name "{value}" cannot be used',
            "Begin with a lower-case letter; use lower-case letters, digits, underscores, at most 63; or leave it out",
        ),
    },
    "V-13.id_twice": {
        "zh": (_COLUMN_ZH + "的英文名“{value}”与前面的信息项相同", "请给每个信息项不同的英文名"),
        "en": (_COLUMN_EN + ': English name "{value}" is used twice', "Give each item an English name of its own"),
    },
    "V-15": {
        "zh": ("信息项的类型或单位不正确", "请核对数据字典"),
        "en": ("An item's type or unit is wrong", "Check the data dictionary"),
    },
    "V-15.identifier": {
        "zh": (
            _COLUMN_ZH + "是代码、编号、电话一类，类型却是“{type_zh}”，会丢失前面的 0 和后面的数字",
            "请在数据字典中把类型改为“字符型”",
        ),
        "en": (
            _COLUMN_EN
            + ' is a code, number or telephone but of type "{type_en}"; leading zeros and last digits would be lost',
            "Set its type to text in the data dictionary",
        ),
    },
    "V-15.money": {
        "zh": (_COLUMN_ZH + "是金额，但没有注明单位", "请在数据字典的“计量单位”中注明：元、万元或亿元"),
        "en": (
            _COLUMN_EN + " is an amount of money without a unit",
            "Give the unit in the data dictionary: 元, 万元 or 亿元",
        ),
    },
    "V-15.rate": {
        "zh": (_COLUMN_ZH + "是比率，但没有注明单位", "请在数据字典的“计量单位”中注明：% 或 ‰"),
        "en": (_COLUMN_EN + " is a rate without a unit", "Give the unit in the data dictionary: % or ‰"),
    },
}
