"""What the readers of files say (G-40: JSON, workbooks, maps, archives, attachments); data only."""

from __future__ import annotations

from collections.abc import Mapping

_JSON_ZH = "请从业务系统重新导出，不要手工改写；也可以改交 Excel 或 CSV 表格"
_JSON_EN = "Export it again from the source system, or deliver a spreadsheet or CSV instead"
_FLAT_ZH = "请每格只放一个值，多出的内容另设一列，或另存为 CSV 后重新交付"
_FLAT_EN = "Put one value into a cell, what is more into columns of its own, or save it as CSV"

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
    "G-40.active": {
        "zh": (
            "附件 {file} 带有会自动运行的程序（宏、脚本或打开文件时的动作），不被接受",
            "请去掉宏和脚本，另存为普通文档，或重新打印成 PDF 后交付",
        ),
        "en": (
            "{file} holds programs that start by themselves (macros, scripts, actions on opening)",
            "Save it without them, or print it to PDF again",
        ),
    },
    "G-40.json_broken": {
        "zh": ("文件 {file} 在第 {line} 行第 {char} 个字符附近有错误，或不完整", _JSON_ZH),
        "en": ("{file} is wrong or cut off near line {line}, character {char}", _JSON_EN),
    },
    "G-40.json_shape": {
        "zh": ("文件 {file} 中找不到一条一条的记录", _JSON_ZH),
        "en": ("There is no list of records in {file}", _JSON_EN),
    },
    "G-40.json_lists": {
        "zh": ("文件 {file} 中有几组记录：{lists}，不知道应发布哪一组", "请每个文件只放一组记录"),
        "en": (
            "{file} holds several lists of records: {lists}; it is not clear which one to publish",
            "Put one list of records into a file",
        ),
    },
    "G-40.json_record": {
        "zh": ("第 {row} 条记录没有写列名", _JSON_ZH),
        "en": ("Record {row} does not name its columns", _JSON_EN),
    },
    "G-40.json_more": {
        "zh": ("文件 {file} 的数据到第 {line} 行之前已经结束，其后还有内容", _JSON_ZH),
        "en": ("The data of {file} end before line {line}, but more follows", _JSON_EN),
    },
    "G-40.json_twice": {
        "zh": (
            "到第 {line} 行为止的一条记录中，“{name}”出现了两次，不知道以哪个为准",
            "请让每条记录中的列名各不相同，再重新导出",
        ),
        "en": (
            'In a record that ends by line {line}, "{name}" stands twice: which one counts is unclear',
            "Let each column stand once in a record and export again",
        ),
    },
    "G-40.json_constant": {
        "zh": ("第 {line} 行附近的数值“{name}”不是一个数", "请在源头改正；没有数据的应当留空，再重新导出"),
        "en": (
            "Near line {line} the value “{name}” is no number",
            "Correct it at the source; leave it empty where there is no value, and export again",
        ),
    },
    "G-40.json_value": {
        "zh": ("第 {line} 行起的一个值太大，超过 {limit} MiB", "请检查双引号是否成对，或把这个值拆开后重新交付"),
        "en": ("A value from line {line} is larger than {limit} MiB", "Check its quotes, or split it"),
    },
    "G-40.json_deep": {
        "zh": ("文件 {file} 从第 {line} 行起，一格里又套着多层内容", _FLAT_ZH),
        "en": ("From line {line} of {file}, a cell holds several levels, one inside the other", _FLAT_EN),
    },
    "G-40.nested": {
        "zh": ("第 {row} 条记录的“{column}”一格里有好几个值", _FLAT_ZH),
        "en": ('Record {row}: "{column}" holds several values in one cell', _FLAT_EN),
    },
    "G-40.value_too_long": {
        "zh": (
            "第 {row} 条记录的“{column}”超过 {limit} 个字符",
            "请检查这个值；是图形的，请在地理信息软件中简化后重新导出",
        ),
        "en": (
            'Record {row}: "{column}" is longer than {limit} characters',
            "Check it; if it is a shape, simplify it and export again",
        ),
    },
    "G-40.half_character": {
        "zh": ("第 {row} 条记录含有残缺的字符，读不出来", _JSON_ZH),
        "en": ("Record {row} holds a broken character that cannot be read", _JSON_EN),
    },
    "G-40.geometry": {
        "zh": ("第 {row} 条记录的图形有错", "请用地理信息软件检查这个图形：坐标应为数值，经度在前、纬度在后"),
        "en": ("Record {row}: its shape is wrong", "Check it: coordinates are numbers, longitude first"),
    },
    "G-40.geometry_beyond": {
        "zh": (
            "第 {row} 条记录的图形超出经纬度的范围：应当先经度（-180 到 180）后纬度（-90 到 90）",
            "请检查是否把经度和纬度写反了，或者坐标的单位是米；如是平面坐标，请换算成经纬度后重新导出",
        ),
        "en": (
            "Record {row}: its shape lies beyond longitude (-180 to 180) and latitude (-90 to 90)",
            "See whether the two are exchanged, or in metres; if so, work out degrees and export it again",
        ),
    },
    "G-40.parquet_broken": {
        "zh": ("文件 {file} 不完整或已损坏", "请重新导出；也可以另存为 CSV 后交付"),
        "en": ("{file} is incomplete or damaged", "Export it again, or save it as CSV"),
    },
    "G-40.parquet_nested": {
        "zh": ("文件 {file} 的这些列，一格里有好几个值：{columns}", _FLAT_ZH),
        "en": ("In {file} these columns hold several values in a cell: {columns}", _FLAT_EN),
    },
    "G-40.dbf_broken": {
        "zh": ("文件 {file} 中的 {detail} 部分不完整或已损坏", "请用地理信息软件重新导出整套文件"),
        "en": ("The part {detail} of {file} is incomplete or damaged", "Export the whole set again"),
    },
    "G-40.dbf_deleted": {
        "zh": ("第 {row} 条记录已标记删除，但仍留在文件中", "请在地理信息软件中彻底清除已删除的记录后重新导出"),
        "en": (
            "Record {row} is marked as deleted but still in the file",
            "Remove such records for good and export again",
        ),
    },
    "G-40.dbf_text": {
        "zh": (
            "第 {row} 条记录“{column}”中的文字读不出来，可能是最后一个汉字被截去一半",
            "请在地理信息软件中加长这一列，重新导出整套文件（包括 .cpg）",
        ),
        "en": (
            'Record {row}: the text of "{column}" cannot be read; its last character may be cut in half',
            "Widen the column and export the whole set again, .cpg included",
        ),
    },
    "G-40.dbf_page": {
        "zh": (
            "文件 {file} 的 .cpg 说文字是 {declared} 格式，实际却是 {found} 格式",
            "请用地理信息软件重新导出整套文件",
        ),
        "en": ("The .cpg of {file} says that text is {declared}, but it is {found}", "Export the whole set again"),
    },
    "G-40.dbf_names": {
        "zh": (
            "文件 {file} 有两列都叫“{name}”（这种格式的列名最长三五个汉字，后面的被截去）",
            "请改用较短而不同的列名后重新导出",
        ),
        "en": (
            '{file} has two columns called "{name}" (this format cuts long names)',
            "Use short, different names and export again",
        ),
    },
    "G-40.shp_count": {
        "zh": ("文件 {file} 有 {shapes} 个图形，却有 {count} 条记录，对不上", "请用地理信息软件重新导出整套文件"),
        "en": ("{file} has {shapes} shapes but {count} records", "Export the whole set again"),
    },
    "G-40.shp_parts": {
        "zh": ("文件 {file} 缺少 {missing} 部分", "请把同名的 .shp、.shx、.dbf、.prj、.cpg 一起放入压缩包"),
        "en": ("{file} lacks its {missing}", "Put the .shp, .shx, .dbf, .prj and .cpg of one name into the archive"),
    },
    "G-40.zip_broken": {
        "zh": ("压缩包 {file} 打不开，可能已损坏或设了密码", "请重新压缩为 ZIP（不设密码），或直接交付其中的文件"),
        "en": (
            "The archive {file} cannot be opened: it is damaged or has a password",
            "Make the ZIP again without a password, or deliver the file itself",
        ),
    },
    "G-40.zip_name": {
        "zh": ("压缩包 {file} 中有不正常的文件名：“{name}”", "请用普通的压缩软件重新压缩"),
        "en": (
            'The archive {file} holds an irregular file name: "{name}"',
            "Make the ZIP again with an ordinary program",
        ),
    },
    "G-40.zip_link": {
        "zh": ("压缩包 {file} 中的“{name}”是快捷方式，不是文件", "请放入文件本身后重新压缩"),
        "en": (
            '"{name}" in the archive {file} is a shortcut and no file',
            "Put the file itself in and make the ZIP again",
        ),
    },
    "G-40.zip_twice": {
        "zh": ("压缩包 {file} 中有两个同名文件：“{name}”", "请删去其中一个后重新压缩"),
        "en": ('The archive {file} holds two files called "{name}"', "Remove one of them"),
    },
    "G-40.zip_nested": {
        "zh": ("压缩包 {file} 中还有压缩包：“{name}”", "请解开里层的压缩包，只压缩一层"),
        "en": ('The archive {file} holds another archive: "{name}"', "Unpack the inner one: one level only"),
    },
    "G-40.zip_program": {
        "zh": (
            "压缩包 {file} 中的“{name}”是程序、脚本或带宏的文件，不被接受",
            "请只放数据表和说明文件，去掉“{name}”后重新压缩",
        ),
        "en": (
            '"{name}" in the archive {file} is a program, a script or a file with macros',
            "Leave it out: a table and what explains it is all that an archive may hold",
        ),
    },
    "G-40.zip_beside": {
        "zh": (
            "压缩包 {file} 只发布其中的数据表，另外 {count} 个文件不发布：{members}",
            "不必处理；需要公开的，请另作一个附件或一张表交付",
        ),
        "en": (
            "Of the archive {file} only the table is published; not published: {members}",
            "Nothing to do; deliver what is to be public as an attachment or a table of its own",
        ),
    },
    "G-40.zip_no_table": {
        "zh": ("压缩包 {file} 中没有可读取的数据表，只有：{members}", "请放入 CSV、XLSX 等格式的数据表"),
        "en": ("The archive {file} holds no table that can be read, only: {members}", "Put a CSV or XLSX table in"),
    },
    "Q21.several_members": {
        "zh": (
            "压缩包 {file} 中有 {count} 个数据表：{members}，不知道应发布哪一个",
            "请每个压缩包只放一个数据表，或不压缩、分别交付",
        ),
        "en": (
            "The archive {file} holds {count} tables: {members}; it is not clear which one to publish",
            "Put one table into an archive, or deliver them unpacked",
        ),
    },
    "G-40.document_broken": {
        "zh": ("附件 {file} 打不开，可能已损坏或设了密码", "请用原来的软件打开，去掉密码，另存后重新交付"),
        "en": (
            "The attachment {file} cannot be opened: it is damaged or has a password",
            "Open it in its own program, take the password off and save it again",
        ),
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
