"""What the dictionary check (G-30) says; the form of :mod:`harvesters.messages_catalogue`, which merges it."""

from __future__ import annotations

from collections.abc import Mapping

_COLUMN_ZH, _COLUMN_EN = "表“{table}”的信息项“{column}”", 'Item "{column}" of table "{table}"'

DICTIONARY: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "G-30.fields_not_a_list": {
        "zh": ("表“{table}”的 schema.fields 不是列表", "请按 Table Schema 提供信息项列表"),
        "en": ('schema.fields of table "{table}" is not a list', "Give a list of fields as in Table Schema"),
    },
    "G-30.too_many_columns": {
        "zh": ("表“{table}”有 {count} 列，超过上限 {limit} 列", "请拆分为多个表，或改为“指标、数值”的长表"),
        "en": ('Table "{table}" has {count} columns, above the limit of {limit}', "Split it, or make it a long table"),
    },
    "G-30.field_not_an_object": {
        "zh": ("表“{table}”的第 {position} 个信息项不是对象", "请写成含 name、type 的对象"),
        "en": ('Field {position} of table "{table}" is not an object', "Write an object with name and type"),
    },
    "G-30.no_name": {
        "zh": ("表“{table}”的第 {position} 个信息项没有名称", "请填写与表头一致的名称"),
        "en": ('Field {position} of table "{table}" has no name', "Give it the name in the header"),
    },
    "G-30.bad_name": {
        "zh": (_COLUMN_ZH + "的名称超过 {limit} 个字或含控制字符", "请改用简短的名称，表头也要一致"),
        "en": (_COLUMN_EN + ": the name is longer than {limit} or holds control characters", "Use a short plain name"),
    },
    "G-30.unknown_type": {
        "zh": (
            _COLUMN_ZH + "的数据类型“{value}”无法识别",
            "请用 C、N、Y、D、T、L、M、G、B、I、F，或 Table Schema 的类型名",
        ),
        "en": (_COLUMN_EN + ': type "{value}" is unknown', "Use C N Y D T L M G B I F, or a type of Table Schema"),
    },
    "G-30.bad_format": {
        "zh": (_COLUMN_ZH + "的格式“{value}”不明确", "请写明确定的格式，例如 %Y-%m-%d；不要用 any"),
        "en": (
            _COLUMN_EN + ': format "{value}" is not definite',
            "Write a definite format such as %Y-%m-%d, never any",
        ),
    },
    "G-30.bad_char": {
        "zh": (_COLUMN_ZH + "的 {part} 应当是一个字符", "请改为单个非数字字符"),
        "en": (_COLUMN_EN + ": {part} must be one character", "Give a single character that is no digit"),
    },
    "G-30.not_boolean": {
        "zh": (_COLUMN_ZH + "的 {part} 应当是 true 或 false", "请改为 true 或 false"),
        "en": (_COLUMN_EN + ": {part} must be true or false", "Write true or false"),
    },
    "G-30.not_texts": {
        "zh": (_COLUMN_ZH + "的 {part} 应当是文字列表", "请改为由文字组成的列表"),
        "en": (_COLUMN_EN + ": {part} must be a list of texts", "Give a list of texts"),
    },
    "G-30.true_and_false": {
        "zh": (_COLUMN_ZH + "中“{value}”既表示是又表示否", "请从 trueValues 或 falseValues 中去掉它"),
        "en": (_COLUMN_EN + ': "{value}" means both true and false', "Remove it from one of the lists"),
    },
    "G-30.constraints_not_an_object": {
        "zh": (_COLUMN_ZH + "的 constraints 应当是对象", "请按 Table Schema 填写约束"),
        "en": (_COLUMN_EN + ": constraints must be an object", "Write constraints as in Table Schema"),
    },
    "G-30.unknown_constraint": {
        "zh": (
            _COLUMN_ZH + "的约束“{part}”不支持",
            "可用：required、unique、minLength、maxLength、minimum、maximum、pattern、enum",
        ),
        "en": (
            _COLUMN_EN + ': constraint "{part}" is not supported',
            "Use required, unique, minLength, maxLength, minimum, maximum, pattern, enum",
        ),
    },
    "G-30.not_for_type": {
        "zh": (_COLUMN_ZH + "的类型是“{type}”，不能用约束“{part}”", "请去掉该约束，或更正类型"),
        "en": (_COLUMN_EN + ': constraint "{part}" does not apply to type "{type}"', "Remove it, or correct the type"),
    },
    "G-30.bad_bound": {
        "zh": (_COLUMN_ZH + "的约束“{part}”的值“{value}”不正确", "请填写与数据类型相符的值"),
        "en": (_COLUMN_EN + ': "{value}" is no value for {part}', "Give a value that fits the type"),
    },
    "G-30.empty_range": {
        "zh": (_COLUMN_ZH + "的约束“{part}”下限大于上限", "请更正上下限"),
        "en": (_COLUMN_EN + ": the range {part} is empty", "Correct the bounds"),
    },
    "G-30.enum_not_a_list": {
        "zh": (_COLUMN_ZH + "的取值列表（enum）应当是非空的列表", "请列出允许的值"),
        "en": (_COLUMN_EN + ": enum must be a list with values", "List the values allowed"),
    },
    "G-30.enum_too_long": {
        "zh": (_COLUMN_ZH + "的取值列表有 {count} 个值，超过上限 {limit} 个", "请改用代码表（sd:codelist）或格式约束"),
        "en": (_COLUMN_EN + ": enum has {count} values, above the limit of {limit}", "Use a code list or a pattern"),
    },
    "G-30.enum_repeats": {
        "zh": (_COLUMN_ZH + "的取值列表有重复的值", "请去掉重复的值"),
        "en": (_COLUMN_EN + ": enum repeats values", "Remove the repeated ones"),
    },
    "G-30.pattern_not_text": {
        "zh": (_COLUMN_ZH + "的格式约束（pattern）应当是非空的正则表达式", "请更正或去掉该约束"),
        "en": (_COLUMN_EN + ": pattern must be a regular expression", "Correct or remove it"),
    },
    "G-30.pattern_too_long": {
        "zh": (_COLUMN_ZH + "的格式约束（pattern）过长", "请改用取值列表或代码表"),
        "en": (_COLUMN_EN + ": pattern is too long", "Use an enum or a code list"),
    },
    "G-30.pattern_bad": {
        "zh": (_COLUMN_ZH + "的格式约束“{value}”不是正确的正则表达式", "请更正该正则表达式"),
        "en": (_COLUMN_EN + ': pattern "{value}" is not a regular expression', "Correct it"),
    },
    "G-30.pattern_nested": {
        "zh": (
            _COLUMN_ZH + "的格式约束“{value}”含有嵌套的重复，校验可能无法结束",
            "请改写为没有嵌套重复的形式，例如用 [0-9]{{1,6}} 代替 ([0-9]+)*",
        ),
        "en": (
            _COLUMN_EN + ': pattern "{value}" nests repetitions and might never end',
            "Rewrite it without nesting, such as [0-9]{{1,6}} for ([0-9]+)*",
        ),
    },
}
