"""What the dictionary check (G-30) says; the form of :mod:`harvesters.messages.catalogue`, which merges it."""

from __future__ import annotations

from collections.abc import Mapping

_COLUMN_ZH, _COLUMN_EN = "表“{table}”的信息项“{column}”", 'Item "{column}" of table "{table}"'
_TELL_ZH = "请在填报页面重新填写；由程序提交的，请转告维护该程序的人员"
_TELL_EN = "Fill it in anew in the form; if a program submits it, tell whoever looks after that"

DICTIONARY: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "G-30.fields_not_a_list": {
        "zh": ("表“{table}”的数据字典读不懂", _TELL_ZH),
        "en": ('The data dictionary of table "{table}" cannot be read', _TELL_EN),
    },
    "G-30.too_many_columns": {
        "zh": ("表“{table}”有 {count} 列，超过上限 {limit} 列", "请拆分为多个表，或改为“指标、数值”的长表"),
        "en": ('Table "{table}" has {count} columns, above the limit of {limit}', "Split it, or make it a long table"),
    },
    "G-30.field_not_an_object": {
        "zh": ("表“{table}”的数据字典第 {position} 项读不懂", _TELL_ZH),
        "en": ('Entry {position} in the data dictionary of table "{table}" cannot be read', _TELL_EN),
    },
    "G-30.no_name": {
        "zh": ("表“{table}”的第 {position} 个信息项没有名称", "请在数据字典中填写与表头一致的名称"),
        "en": ('Item {position} of table "{table}" has no name', "Give it the name in the header"),
    },
    "G-30.bad_name": {
        "zh": (
            _COLUMN_ZH + "的名称超过 {limit} 个字，或含有看不见的字符",
            "请在数据字典中改用简短的名称，表头也改成一样",
        ),
        "en": (
            _COLUMN_EN + ": the name is longer than {limit} or holds invisible characters",
            "Use a short plain name, in the data dictionary and in the header",
        ),
    },
    "G-30.unknown_type": {
        "zh": (
            _COLUMN_ZH + "的数据类型“{value}”不认识",
            "请在数据字典中改用：字符型 C、数值型 N、日期型 D、日期时间型 T、逻辑型 L 等",
        ),
        "en": (
            _COLUMN_EN + ': type "{value}" is unknown',
            "Use one of the types of the data dictionary: C text, N number, D date, T date and time, L yes or no",
        ),
    },
    "G-30.bad_format": {
        "zh": (
            _COLUMN_ZH + "的日期写法“{value}”可以有几种理解",
            "请在数据字典中写明确定的写法，例如 2017-10-22 写作 %Y-%m-%d；也可以留空，平台按 2017-10-22 读取",
        ),
        "en": (
            _COLUMN_EN + ': the form of dates "{value}" can be read in several ways',
            "Give a definite form: %Y-%m-%d is 2017-10-22; or leave it out, then dates are read so",
        ),
    },
    "G-30.bad_char": {
        "zh": (_COLUMN_ZH + "的“{part_zh}”应当是一个符号", "请在数据字典中改为一个符号，不能是数字"),
        "en": (_COLUMN_EN + ": the {part_en} must be a single sign", "Give a single sign that is no digit"),
    },
    "G-30.not_boolean": {
        "zh": (
            _COLUMN_ZH + "的“{part_zh}”只能填是或否",
            "请在数据字典中改为是或否；由程序提交的，请转告维护该程序的人员",
        ),
        "en": (
            _COLUMN_EN + ": “{part_en}” can only be yes or no",
            "Set it to yes or no; if a program submits it, tell whoever looks after that",
        ),
    },
    "G-30.not_texts": {
        "zh": (
            _COLUMN_ZH + "的“{part_zh}”读不懂",
            "请在数据字典中逐个写明，例如 是、否；由程序提交的，请转告维护该程序的人员",
        ),
        "en": (
            _COLUMN_EN + ": the {part_en} cannot be read",
            "Give them one by one; if a program submits it, tell whoever looks after that",
        ),
    },
    "G-30.true_and_false": {
        "zh": (_COLUMN_ZH + "中“{value}”既表示是，又表示否", "请在数据字典的是、否两种写法中，从一边去掉它"),
        "en": (
            _COLUMN_EN + ': "{value}" means both yes and no',
            "Remove it from one of the two in the data dictionary",
        ),
    },
    "G-30.constraints_not_an_object": {
        "zh": (_COLUMN_ZH + "的取值要求读不懂", _TELL_ZH),
        "en": (_COLUMN_EN + ": the limits of its values cannot be read", _TELL_EN),
    },
    "G-30.unknown_constraint": {
        "zh": (
            _COLUMN_ZH + "的取值要求“{part_zh}”平台不认识",
            "请在数据字典中改用：必填、不重复、最短字数、最长字数、最小值、最大值、写法、取值列表",
        ),
        "en": (
            _COLUMN_EN + ": the portal does not know the limit “{part_en}”",
            "Use: required, no repeats, least and most characters, least and greatest value, form, list of values",
        ),
    },
    "G-30.not_for_type": {
        "zh": (_COLUMN_ZH + "是{type_zh}，不能规定“{part_zh}”", "请在数据字典中去掉这项取值要求，或更正数据类型"),
        "en": (
            _COLUMN_EN + ": a column of {type_en} can have no “{part_en}”",
            "Remove that limit in the data dictionary, or correct the type",
        ),
    },
    "G-30.bad_bound": {
        "zh": (
            _COLUMN_ZH + "的“{part_zh}”填的“{value}”不正确",
            "请在数据字典中填写与数据类型相符的值，例如数值列填数字、日期列填 2017-10-22",
        ),
        "en": (
            _COLUMN_EN + ': "{value}" is no {part_en}',
            "Give a value that fits the type: a number for numbers, 2017-10-22 for dates",
        ),
    },
    "G-30.empty_range": {
        "zh": (_COLUMN_ZH + "的“{part_zh}”前后颠倒：下限大于上限", "请在数据字典中更正上限和下限"),
        "en": (
            _COLUMN_EN + ": of {part_en} the lower one is above the upper one",
            "Correct the two in the data dictionary",
        ),
    },
    "G-30.enum_not_a_list": {
        "zh": (_COLUMN_ZH + "的取值列表是空的或读不懂", "请在数据字典中逐个列出允许的值"),
        "en": (_COLUMN_EN + ": its list of values is empty or cannot be read", "List the values allowed, one by one"),
    },
    "G-30.enum_too_long": {
        "zh": (
            _COLUMN_ZH + "的取值列表有 {count} 个值，超过上限 {limit} 个",
            "请在数据字典中改用平台的代码表，或只规定写法",
        ),
        "en": (
            _COLUMN_EN + ": its list has {count} values, above the limit of {limit}",
            "Use a code list of the portal, or give a form only",
        ),
    },
    "G-30.enum_repeats": {
        "zh": (_COLUMN_ZH + "的取值列表有重复的值", "请在数据字典中去掉重复的值"),
        "en": (_COLUMN_EN + ": its list of values repeats some", "Remove the repeated ones in the data dictionary"),
    },
    "G-30.pattern_not_text": {
        "zh": (_COLUMN_ZH + "规定的写法读不懂", "请在数据字典中更正，或去掉这项取值要求"),
        "en": (
            _COLUMN_EN + ": the form that it asks for cannot be read",
            "Correct it in the data dictionary, or remove it",
        ),
    },
    "G-30.pattern_too_long": {
        "zh": (_COLUMN_ZH + "规定的写法太长", "请在数据字典中改用取值列表或平台的代码表"),
        "en": (
            _COLUMN_EN + ": the form that it asks for is too long",
            "Use a list of values or a code list of the portal",
        ),
    },
    "G-30.pattern_bad": {
        "zh": (
            _COLUMN_ZH + "规定的写法“{value}”有错，不能用来核对",
            "请填写数据字典的人员更正，例如 6 位数字写作 [0-9]{{6}}；也可以去掉这项取值要求",
        ),
        "en": (
            _COLUMN_EN + ": the form “{value}” is wrong, nothing can be checked with it",
            "Correct it: six digits are written [0-9]{{6}}; or remove it",
        ),
    },
    "G-30.pattern_nested": {
        "zh": (
            _COLUMN_ZH + "规定的写法“{value}”太复杂，核对可能没有尽头",
            "请填写数据字典的人员改简单，例如 1 至 6 位数字写作 [0-9]{{1,6}}；也可以去掉这项取值要求",
        ),
        "en": (
            _COLUMN_EN + ": the form “{value}” is so complicated that checking might never end",
            "Make it simpler: one to six digits are written [0-9]{{1,6}}; or remove it",
        ),
    },
}
