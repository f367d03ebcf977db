"""What the readers of files say (G-40: JSON, workbooks, maps, archives, attachments); data only."""

from __future__ import annotations

from collections.abc import Mapping

_JSON_ZH = "请从业务系统重新导出 JSON（一个对象列表，或每行一个对象），不要手工改写"
_JSON_EN = "Export the JSON again from the source system: a list of objects, or one object a line"
_FLAT_ZH = "请把嵌套的内容展开为单独的列，或另存为 CSV 后重新交付"
_FLAT_EN = "Spread nested content over columns of its own, or save it as CSV"

FILES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "G-40.web_page": {
        "zh": (
            "文件 {file} 不是数据，而是系统返回的网页（如登录页、出错页）",
            "下载没有成功，请检查登录状态、权限和地址后重新下载；用浏览器打开该文件可以看到原因",
        ),
        "en": (
            "{file} is no data but a page that a system answered (a login, an error)",
            "The download failed: check login, rights and address; a browser shows the reason",
        ),
    },
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
    "G-40.parquet_broken": {
        "zh": ("文件 {file} 不是完整的 Parquet 文件（{detail}）", "请重新导出；也可以另存为 CSV 后交付"),
        "en": ("{file} is no whole Parquet file ({detail})", "Export it again, or save it as CSV"),
    },
    "G-40.parquet_nested": {
        "zh": ("文件 {file} 的这些列不是单个的值（列表、结构、二进制等）：{columns}", _FLAT_ZH),
        "en": ("These columns of {file} hold no single values (lists, structures, bytes): {columns}", _FLAT_EN),
    },
    "G-40.dbf_broken": {
        "zh": ("文件 {file} 中的 {detail} 不完整或已损坏", "请用地理信息软件重新导出完整的 shapefile"),
        "en": ("{detail} of {file} is incomplete or damaged", "Export the whole shapefile again"),
    },
    "G-40.dbf_deleted": {
        "zh": ("第 {row} 条记录已标记删除，但仍留在文件中", "请在软件中彻底清除（PACK）已删除的记录后重新导出"),
        "en": ("Record {row} is marked as deleted but still in the file", "Remove such records (PACK), export again"),
    },
    "G-40.dbf_text": {
        "zh": (
            "第 {row} 条记录“{column}”中的文字无法解读，可能是汉字在字段末尾被截断",
            "请加长该字段后重新导出，并附上写明编码的 .cpg 文件（UTF-8 或 GBK）",
        ),
        "en": (
            'Record {row}: the text of "{column}" cannot be read; a character may be cut off at the end of the field',
            "Widen the field, export again, with a .cpg file that names the encoding (UTF-8 or GBK)",
        ),
    },
    "G-40.dbf_page": {
        "zh": ("文件 {file} 的 .cpg 声明编码为 {declared}，实际文字却是 {found}", "请改正 .cpg 文件，或重新导出"),
        "en": ("The .cpg of {file} says {declared}, but its text is {found}", "Correct the .cpg, or export again"),
    },
    "G-40.dbf_names": {
        "zh": ("文件 {file} 有两个名为“{name}”的字段（shapefile 的字段名最长 10 个字节）", "请改用较短而不同的字段名"),
        "en": ('{file} has two fields called "{name}" (a shapefile allows ten bytes)', "Use short, different names"),
    },
    "G-40.shp_count": {
        "zh": ("文件 {file} 的图形数（{shapes}）与属性记录数（{count}）不一致", "请重新导出完整的 shapefile"),
        "en": ("{file} has {shapes} shapes but {count} records", "Export the whole shapefile again"),
    },
    "G-40.shp_parts": {
        "zh": ("文件 {file} 缺少 shapefile 的 {missing} 部分", "请把 .shp、.shx、.dbf、.prj、.cpg 一起放入压缩包"),
        "en": ("{file} lacks the {missing} of its shapefile", "Put .shp, .shx, .dbf, .prj, .cpg into the archive"),
    },
    "G-40.zip_broken": {
        "zh": ("压缩包 {file} 打不开，可能已损坏（{detail}）", "请重新压缩为 ZIP，或直接交付其中的文件"),
        "en": ("The archive {file} cannot be opened ({detail})", "Make the ZIP again, or deliver the file itself"),
    },
    "G-40.zip_name": {
        "zh": ("压缩包 {file} 中有指向包外的文件名：“{name}”", "请用普通的压缩软件重新压缩"),
        "en": ('The archive {file} holds a name that leads outside: "{name}"', "Make the ZIP again"),
    },
    "G-40.zip_link": {
        "zh": ("压缩包 {file} 中的“{name}”是链接，不是文件", "请放入文件本身后重新压缩"),
        "en": ('"{name}" in the archive {file} is a link and no file', "Put the file itself in"),
    },
    "G-40.zip_twice": {
        "zh": ("压缩包 {file} 中有两个同名文件：“{name}”", "请删去其中一个后重新压缩"),
        "en": ('The archive {file} holds two files called "{name}"', "Remove one of them"),
    },
    "G-40.zip_nested": {
        "zh": ("压缩包 {file} 中还有压缩包：“{name}”", "请解开里层的压缩包，只压缩一层"),
        "en": ('The archive {file} holds another archive: "{name}"', "Unpack the inner one: one level only"),
    },
    "G-40.zip_no_table": {
        "zh": ("压缩包 {file} 中没有可读取的数据表，只有：{members}", "请放入 CSV、XLSX 等格式的数据表"),
        "en": ("The archive {file} holds no table that can be read, only: {members}", "Put a CSV or XLSX table in"),
    },
    "Q21.several_members": {
        "zh": (
            "压缩包 {file} 中有 {count} 个数据表：{members}，不知道应发布哪一个",
            "请每个压缩包只放一个数据表，或在 datapackage.json 的资源中用 innerpath 写明",
        ),
        "en": (
            "The archive {file} holds {count} tables: {members}; it is not clear which one to publish",
            "Put one table into an archive, or name it in datapackage.json (innerpath)",
        ),
    },
    "G-40.document_broken": {
        "zh": ("附件 {file} 打不开，可能已损坏（{detail}）", "请用原来的软件打开并另存后重新交付"),
        "en": ("The attachment {file} cannot be opened ({detail})", "Open it in its own program and save it again"),
    },
    "G-40.no_text": {
        "zh": (
            "附件 {file} 中没有可检索的文字（图片或扫描件），机器无法检查密级标志和个人信息，需人工查看",
            "请审核人员逐页查看后决定；部门最好提供带文字的原件",
        ),
        "en": (
            "The attachment {file} holds no text to search (a picture or a scan); a person must look at it",
            "A reviewer looks at each page; better deliver the original with its text",
        ),
    },
}
