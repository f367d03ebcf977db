"""What the readers of files say (G-40: JSON, workbooks, maps, archives, attachments); data only."""

from __future__ import annotations

from collections.abc import Mapping

_JSON_ZH = "请从业务系统重新导出 JSON（一个对象列表，或每行一个对象），不要手工改写"
_JSON_EN = "Export the JSON again from the source system: a list of objects, or one object a line"
_FLAT_ZH = "请把嵌套的内容展开为单独的列，或另存为 CSV 后重新交付"
_FLAT_EN = "Spread nested content over columns of its own, or save it as CSV"

FILES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "G-40.macros": {
        "zh": ("文件 {file} 带有宏（程序代码），不被接受", "请另存为不带宏的 .xlsx 后重新交付"),
        "en": ("{file} holds macros", "Save it as .xlsx without macros and deliver again"),
    },
    "G-40.json_broken": {
        "zh": ("文件 {file} 的 JSON 在第 {line} 行第 {char} 个字符附近有错误或不完整", _JSON_ZH),
        "en": ("The JSON of {file} is wrong or cut off near line {line}, character {char}", _JSON_EN),
    },
    "G-40.json_shape": {
        "zh": ("文件 {file} 的 JSON 中找不到唯一的记录列表", _JSON_ZH),
        "en": ("There is no single list of records in the JSON of {file}", _JSON_EN),
    },
    "G-40.json_lists": {
        "zh": ("文件 {file} 的 JSON 中有多个记录列表：{lists}，不知道应发布哪一个", "请每个文件只放一个记录列表"),
        "en": ("The JSON of {file} holds several lists of records: {lists}", "Put one list of records into a file"),
    },
    "G-40.json_record": {
        "zh": ("第 {row} 条记录不是对象（{{列名: 值}}）", _JSON_ZH),
        "en": ("Record {row} is no object of column and value", _JSON_EN),
    },
    "G-40.json_more": {
        "zh": ("文件 {file} 的 JSON 已在第 {line} 行之前结束，其后还有内容", _JSON_ZH),
        "en": ("The JSON of {file} ends before line {line}, but more follows", _JSON_EN),
    },
    "G-40.json_twice": {
        "zh": (
            "到第 {line} 行为止的一个对象中，“{name}”出现了两次，不知道以哪个为准",
            "请让每个对象中的名称各不相同，再重新导出",
        ),
        "en": (
            'In an object that ends by line {line}, "{name}" stands twice: which one counts is unclear',
            "Let each name stand once in an object and export again",
        ),
    },
    "G-40.json_constant": {
        "zh": ("第 {line} 行附近有 {name}，它不是 JSON 允许的数值", "没有数据请写 null，或不写该项"),
        "en": ("Near line {line} stands {name}, which JSON does not know", "Write null where there is no value"),
    },
    "G-40.json_value": {
        "zh": ("第 {line} 行起的一个值超过 {limit} MiB", "请检查引号是否成对，或拆分后交付"),
        "en": ("A value from line {line} is larger than {limit} MiB", "Check its quotes, or split it"),
    },
    "G-40.json_deep": {
        "zh": ("文件 {file} 的 JSON 在第 {line} 行起嵌套过深", _FLAT_ZH),
        "en": ("The JSON of {file} is nested too deeply from line {line}", _FLAT_EN),
    },
    "G-40.nested": {
        "zh": ("第 {row} 条记录的“{column}”不是单个的值，而是列表或对象", _FLAT_ZH),
        "en": ('Record {row}: "{column}" is no single value but a list or an object', _FLAT_EN),
    },
    "G-40.value_too_long": {
        "zh": ("第 {row} 条记录的“{column}”超过 {limit} 个字符", "请检查该值；图形请简化后交付"),
        "en": ('Record {row}: "{column}" is longer than {limit} characters', "Check it; simplify large shapes"),
    },
    "G-40.half_character": {
        "zh": ("第 {row} 条记录含有残缺的字符（半个代理对），不是有效的文字", _JSON_ZH),
        "en": ("Record {row} holds half of a character (a lone surrogate)", _JSON_EN),
    },
    "G-40.geometry": {
        "zh": (
            "第 {row} 条记录的几何图形不符合规范",
            "请用地理信息软件检查该图形；坐标应为数值，顺序为经度、纬度",
        ),
        "en": ("Record {row}: the geometry is not valid", "Check it: coordinates are numbers, longitude first"),
    },
}
