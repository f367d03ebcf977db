"""What the gate says of bytes, layout, content and release (Q01, Q02, G-01…G-40, M-05); data only."""

from __future__ import annotations

from collections.abc import Mapping

from harvesters.messages.content import CONTENT
from harvesters.messages.declared import DECLARED
from harvesters.messages.files import FILES
from harvesters.messages.layout import LAYOUT
from harvesters.messages.listed import LISTED
from harvesters.messages.personal import PERSONAL, SECRET_EN, SECRET_ZH
from harvesters.messages.qualified import QUALIFIED
from harvesters.messages.table import TABLE

_SAVE_ZH = "请用 WPS 或 Excel 打开原件，另存为“CSV UTF-8（逗号分隔）”后重新交付"
_SAVE_EN = "Open the original in a spreadsheet, save it as “CSV UTF-8” and deliver again"
_AGAIN_ZH, _AGAIN_EN = (
    "请从业务系统重新导出该文件，不要用转换后的旧文件",
    "Export the file again from the source system",
)
_CONVERT_ZH = "可读取的表格格式见部门填报说明。请另存为 XLSX 或“CSV UTF-8（逗号分隔）”后重新交付"
_CONVERT_EN = "The page for departments lists the formats. Save it as XLSX or “CSV UTF-8” and deliver again"
_TELL_ZH, _TELL_EN = "；由程序生成的，请转告维护该程序的人员", "; if a program makes it, tell whoever looks after that"
_RESOURCE_ZH = "请改正说明文件中关于数据文件的部分，重新生成文件清单后再交付" + _TELL_ZH
_RESOURCE_EN = "Correct what it says of the data files, make the list of files anew and deliver again" + _TELL_EN

GATE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    **TABLE,
    **PERSONAL,
    **DECLARED,
    **LAYOUT,
    **FILES,
    **CONTENT,
    **QUALIFIED,
    **LISTED,
    "Q01": {
        "zh": ("文件里的文字不能确定怎样读：从第 {line} 行第 {char} 个字符起，读出来不像中文", _SAVE_ZH),
        "en": (
            "It is not clear how the text is to be read: from line {line}, character {char}, it does not look "
            "like Chinese",
            _SAVE_EN,
        ),
    },
    "Q01.utf8_broken": {
        "zh": ("第 {line} 行第 {char} 个字符坏了，读不出来，在“{near}”之后", _AGAIN_ZH),
        "en": ('Character {char} of line {line} is broken and cannot be read, after "{near}"', _AGAIN_EN),
    },
    "Q01.utf16_broken": {
        "zh": ("第 {line} 行第 {char} 个字符坏了，读不出来", _AGAIN_ZH),
        "en": ("Character {char} of line {line} is broken and cannot be read", _AGAIN_EN),
    },
    "Q01.gb_broken": {
        "zh": ("第 {line} 行第 {char} 个字符读不出来，在“{near}”之后", _SAVE_ZH),
        "en": ('Character {char} of line {line} cannot be read, after "{near}"', _SAVE_EN),
    },
    "Q01.question_marks": {
        "zh": (
            "第 {row} 行“{column}”只剩问号（{value}）：导出或另存时，汉字变成了问号，原来的字已经丢失",
            "请从原系统重新导出为“CSV UTF-8”或 XLSX；本来就不知道的，请留空，不要写问号",
        ),
        "en": (
            'Row {row}, column "{column}" holds only question marks ({value}): the export had no characters for '
            "its text",
            "Export it again as CSV UTF-8 or XLSX; leave empty what is not known",
        ),
    },
    "Q01.mixed": {
        "zh": (
            "同一个文件里有两种中文格式：从第 {line} 行第 {char} 个字符起变了，多半是两个文件拼在一起",
            "请把两部分在 WPS 或 Excel 中复制到同一张表，另存为“CSV UTF-8（逗号分隔）”后重新交付",
        ),
        "en": (
            "The Chinese is stored in two ways in one file; it changes at line {line}, character {char}: two "
            "files joined, most likely",
            "Copy both parts into one sheet, save it as “CSV UTF-8” and deliver again",
        ),
    },
    "Q01.big5": {
        "zh": ("文件像是按港台的繁体中文格式保存的，平台不作猜测", _SAVE_ZH),
        "en": ("The file looks like traditional Chinese of Taiwan or Hong Kong; nothing is guessed", _SAVE_EN),
    },
    "Q01.utf16_without_bom": {
        "zh": ("文件像是“Unicode 文本”格式，但开头缺少标记，不能确定", _SAVE_ZH),
        "en": ("The file looks like “Unicode text”, but the mark at its beginning is missing", _SAVE_EN),
    },
    "Q01.utf32": {
        "zh": ("文件的文字格式很少见，不在接受范围", _SAVE_ZH),
        "en": ("The text is stored in a rare way that is not accepted", _SAVE_EN),
    },
    "Q01.nul": {
        "zh": ("第 {line} 行第 {char} 个字符不是文字，文件可能已损坏，或者本来不是 CSV", _AGAIN_ZH),
        "en": ("Character {char} of line {line} is no text: the file is damaged, or was no CSV at all", _AGAIN_EN),
    },
    "Q01.replacement": {
        "zh": ("第 {line} 行第 {char} 个字符是“�”：原来的字在早先的转换中已经丢失，在“{near}”之后", _AGAIN_ZH),
        "en": (
            'Character {char} of line {line} is "�": the original was lost in a conversion, after "{near}"',
            _AGAIN_EN,
        ),
    },
    "Q01.mojibake": {
        "zh": ("第 {line} 行第 {char} 个字符起是乱码“{found}”：文件曾被错误地打开并保存", _AGAIN_ZH),
        "en": (
            'Garbled text "{found}" from line {line}, character {char}: the file was opened wrongly once, and saved',
            _AGAIN_EN,
        ),
    },
    "Q02": {"zh": ("文件 {file} 分不出一格一格", _SAVE_ZH), "en": ("{file} cannot be cut into cells", _SAVE_EN)},
    "Q02.delimiter_unclear": {
        "zh": ("表头中同时有几种分隔符号（{found}），无法确定用哪一个", _SAVE_ZH),
        "en": ("The header holds several signs that may part cells ({found})", _SAVE_EN),
    },
    "Q02.delimiter_foreign": {
        "zh": ("各格之间用的是“{found}”（␣ 是空格），不是英文逗号，整张表会挤成一列", _SAVE_ZH),
        "en": ("Cells are parted by “{found}” (␣: blanks), not by commas: all would be one column", _SAVE_EN),
    },
    "Q02.dialect_delimiter": {
        "zh": (
            "说明文件规定的分隔符号“{value}”不被接受",
            "请改用逗号、分号、竖线或制表符，或直接另存为“CSV UTF-8（逗号分隔）”",
        ),
        "en": (
            'The description has cells parted by "{value}", which is not accepted',
            "Use a comma, semicolon, bar or tab, or save the table as “CSV UTF-8”",
        ),
    },
    "Q02.dialect_quote": {
        "zh": ("说明文件规定的引号“{value}”不被接受", "请改用英文双引号，或直接另存为“CSV UTF-8（逗号分隔）”"),
        "en": (
            'The description has texts quoted by "{value}", which is not accepted',
            'Use ", or save the table as “CSV UTF-8”',
        ),
    },
    "Q02.dialect_option": {
        "zh": (
            "说明文件规定的读表方式“{option}”不被接受",
            "请请维护交付程序的人员删去这一项；表格应当第 1 行是表头，中间不跳过任何行",
        ),
        "en": (
            "The description asks for the table to be read in a way that is not accepted: {option}",
            "Have it taken out; row 1 is the header, and no row is skipped",
        ),
    },
    "Q02.quote_open": {
        "zh": (
            "第 {row} 行（记事本中第 {line} 行）的双引号没有结束，一直到文件末尾",
            "请用 Excel 或 WPS 打开原件另存为 CSV；手工改的，请在这一格末尾补上英文双引号",
        ),
        "en": (
            "The quote opened in row {row} (line {line} of the text) never ends",
            "Save the original as CSV from a spreadsheet; if you edit by hand, end that cell with a double quote",
        ),
    },
    "Q02.quote_closed_early": {
        "zh": (
            "第 {row} 行（记事本中第 {line} 行）的双引号结束之后还有文字",
            "请用 Excel 或 WPS 打开原件另存为 CSV；手工改的，文字中的双引号要写成两个",
        ),
        "en": (
            "Row {row} (line {line} of the text) goes on after its closing quote",
            "Save the original as CSV from a spreadsheet; if you edit by hand, write each quote inside a text twice",
        ),
    },
    "Q02.record_too_long": {
        "zh": (
            "到记事本中第 {line} 行为止的一行超过 {limit} 个字符，多半是双引号没有成对，或换行丢失",
            "请从业务系统重新导出，或用 Excel 另存为 CSV",
        ),
        "en": (
            "The row that reaches line {line} of the text is longer than {limit} characters: a quote never ends, "
            "or line ends are lost",
            "Export it again, or save it as CSV from a spreadsheet",
        ),
    },
    "Q02.cell_too_long": {
        "zh": (
            "第 {row} 行（记事本中第 {line} 行起）有一格超过 {limit} 个字符，多半是双引号没有成对",
            "请用 Excel 或 WPS 打开原件检查这一格，另存为 CSV",
        ),
        "en": (
            "Row {row} (from line {line} of the text) has a cell longer than {limit} characters; most likely a "
            "quote never ends",
            "Look at that cell in a spreadsheet and save it as CSV",
        ),
    },
    "G-40": {
        "zh": ("文件 {file} 的格式（{format}）不被接受", _CONVERT_ZH),
        "en": ("{file}: format {format} is not accepted", _CONVERT_EN),
    },
    "G-40.not_yet": {
        "zh": ("文件 {file} 的格式（{format}）还不能读取", _CONVERT_ZH),
        "en": ("{file}: format {format} cannot be read yet", _CONVERT_EN),
    },
    "G-40.disguised": {
        "zh": ("文件 {file} 的扩展名是 {format}，内容却是 {found}", "只改扩展名不行，" + _SAVE_ZH),
        "en": ("{file} is called {format} but its content is {found}", "Renaming is not enough. " + _SAVE_EN),
    },
    "G-40.json_error": {
        "zh": (
            "文件 {file} 不是数据，而是系统返回的提示信息",
            "下载没有成功，请检查登录和权限后重新下载；由程序下载的，请转告维护该程序的人员",
        ),
        "en": (
            "{file} is no data but a system's error message",
            "The download failed: check login and rights; if a program does it, tell whoever looks after that",
        ),
    },
    "G-40.error_text": {
        "zh": (
            "文件 {file} 不是数据，而是系统返回的提示信息：“{value}”",
            "导出没有成功，请检查权限和系统状态后重新导出",
        ),
        "en": (
            "{file} is no data but a system's error message: “{value}”",
            "The export failed: check and export again",
        ),
    },
    "G-40.xlsx_broken": {
        "zh": ("文件 {file} 打不开，可能已损坏或设了密码", "请用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx 后重新交付"),
        "en": (
            "{file} cannot be opened: it is damaged or has a password",
            "Open it in a spreadsheet, take the password off, save it as .xlsx and deliver again",
        ),
    },
    "G-40.bomb": {
        "zh": ("文件 {file} 展开后过大", "请删除多余的工作表和格式，或拆分后交付"),
        "en": ("{file} is too large when it is unpacked", "Remove needless sheets and formats, or split it"),
    },
    "G-40.embedded": {
        "zh": ("文件 {file} 中嵌入了其他文件，无法逐一检查", "请删除嵌入的文件，需要公开的另行交付"),
        "en": ("{file} has other files embedded, which cannot be checked", "Remove them and deliver them on their own"),
    },
    "G-40.too_large": {
        "zh": ("文件 {file} 太大：{size_zh}，超过上限 {limit_zh}", "请按年份或地区拆分后交付"),
        "en": ("{file} is too large: {size_zh}, above the limit of {limit_zh}", "Split it by year or region"),
    },
    "G-40.too_many_columns": {
        "zh": (
            "表有 {cells} 列宽，超过上限 {limit} 列",
            "请拆分为多个表，或改为“指标、数值”的长表；表没有这么宽的，是右边远处有多余的格子，请删除右边和下面的空行空列",
        ),
        "en": (
            "The table is {cells} columns wide, above the limit of {limit}",
            "Split it, or make it a long table; if it is not that wide, delete the stray cells far to the right",
        ),
    },
    "G-40.too_many_cells": {
        "zh": (
            "第 {row} 行（记事本中第 {line} 行）有 {cells} 格，远多于表头，多半是两行连在了一起",
            "请检查该行的逗号和双引号，或用 Excel 重新另存为 CSV",
        ),
        "en": (
            "Row {row} (line {line} of the text) has {cells} cells, far more than the header: two rows run "
            "together, most likely",
            "Check its commas and quotes, or save it as CSV from a spreadsheet",
        ),
    },
    "G-01": {
        "zh": ("安全审查（含保密审查）尚未登记，本次提交等待审核人员审查", "无需处理；审核通过后即发布"),
        "en": (
            "No safety review is on record; this waits for a reviewer",
            "Nothing to do; it is published once approved",
        ),
    },
    "G-01.open_type": {
        "zh": ("已登记的安全审查不包括“{open_type}”这一开放属性", "请先就新的开放属性完成安全审查"),
        "en": ("The safety review on record does not cover “{open_type}”", "Have the new opening reviewed first"),
    },
    "G-01.old": {
        "zh": ("安全审查（{date}）已超过 {days} 天", "请重新进行安全审查（含保密审查）"),
        "en": ("The safety review of {date} is older than {days} days", "Have it reviewed again"),
    },
    "G-01.dictionary": {
        "zh": (
            "数据字典（列名、类型等）与通过安全审查的不同，等待审核人员审查",
            "无需处理；不是有意修改的，请恢复原来的列",
        ),
        "en": (
            "The data dictionary (columns, types) differs from the reviewed one; this waits for a reviewer",
            "Nothing to do; if it was not intended, restore the columns",
        ),
    },
    "G-02": {
        "zh": ("来源标记为涉密，不得经本平台处理", SECRET_ZH),
        "en": ("The source is marked as classified", SECRET_EN),
    },
    "G-02.network": {
        "zh": ("来源登记的网络不是政务外网", "电子政务内网的数据不得接入；登记有误的，请联系平台运营方更正"),
        "en": (
            "The source is not registered in the extranet",
            "Data of the classified intranet must not come here; if the registration is wrong, tell the operator",
        ),
    },
    "G-02.flag": {
        "zh": ("目录记录的涉密标识为“涉密”", "涉密信息资源不得开放，请撤回提交"),
        "en": ("The record says that the resource is classified", "Withdraw it; it must not be opened"),
    },
    "G-04": {
        "zh": ("数据级别为“{level}”，不得开放", "请核对数据分级；确属该级别的，请撤回提交"),
        "en": ("Data of level “{level}” must not be opened", "Check the level; if right, withdraw the data"),
    },
    "G-04.not_open": {
        "zh": ("开放属性为“不予开放”的数据不进入开放平台", "请撤回提交，或按程序变更开放属性"),
        "en": ("Data that are not open do not enter the portal", "Withdraw them, or have the opening changed"),
    },
    "G-04.offered": {
        "zh": ("数据级别“{level}”不能以“{open_type}”方式开放", "请核对数据级别，或改为有条件开放"),
        "en": ("Level “{level}” cannot be opened as “{open_type}”", "Check the level, or open it under conditions"),
    },
    "G-31": {
        "zh": ("没有写明开放许可（别人可以怎样使用这些数据）", "请在编目信息“开放许可”中选择一种"),
        "en": ("The licence is missing: what others may do with the data", "Choose one in the record"),
    },
    "G-31.attribution": {
        "zh": ("没有写明使用者应当怎样署名，也没有信息资源提供方", "请在编目信息中填写署名要求或信息资源提供方"),
        "en": ("Nobody is named to whom users give credit", "Give the wording of credit, or the provider"),
    },
    "G-31.contact": {
        "zh": ("没有填写部门联系方式", "请在编目信息中填写部门办公电话或部门邮箱"),
        "en": ("The department's contact is missing", "Give an office phone or e-mail in the record"),
    },
    "G-31.mobile": {
        "zh": ("部门电话填的是个人手机号码", "请在编目信息中改为办公固定电话"),
        "en": ("The department's phone is a personal mobile", "Give an office number in the record"),
    },
    "M-05.not_a_list": {
        "zh": ("说明文件 datapackage.json 中数据文件的部分写得不对", _RESOURCE_ZH),
        "en": ("The part of the description, datapackage.json, that names the data files is wrong", _RESOURCE_EN),
    },
    "M-05.no_tables": {
        "zh": (
            "没有数据文件：说明文件 datapackage.json 没有写任何数据文件",
            "请把要发布的文件写入说明文件，再重新生成文件清单",
        ),
        "en": (
            "There is no data file: the description, datapackage.json, names none",
            "Name the files to be published in it, then make the list of files anew",
        ),
    },
    "M-05.inline_data": {
        "zh": (
            "说明文件 datapackage.json 把第 {position} 个数据文件的数据直接写在说明里",
            "请把数据另存为单独的表格文件放进文件夹，在说明文件中只写文件名",
        ),
        "en": (
            "The description, datapackage.json, holds the data of data file number {position} itself",
            "Save the data as a table file in the folder, and only name it in the description",
        ),
    },
    "M-05.path_twice": {
        "zh": ("说明文件 datapackage.json 中文件 {path} 写了两次", "请删去其中一次，再重新生成文件清单"),
        "en": (
            "The description, datapackage.json, names the file {path} twice",
            "Remove one of the two, then make the list of files anew",
        ),
    },
    "M-05.not_inline": {
        "zh": (
            "说明文件 datapackage.json 中第 {position} 个数据文件的{part_zh}写成了链接",
            "请把{part_zh}的内容直接写在说明文件里，再重新生成文件清单",
        ),
        "en": (
            "For data file number {position} the description, datapackage.json, gives its {part_en} as a link",
            "Write it into the description itself, then make the list of files anew",
        ),
    },
    "M-05.not_published": {
        "zh": (
            "文件 {file} 没有写入说明文件 datapackage.json，只留存，不发布",
            "如需发布，请把它写入说明文件；不需要的，可以不处理",
        ),
        "en": (
            "{file} is not in the description, datapackage.json: kept, not published",
            "To publish it, name it there; else nothing is to be done",
        ),
    },
    "gate_unavailable.memory": {
        "zh": ("校验超出内存限制，已停止，数据未发布", "请检查文件是否异常，或拆分后再交付"),
        "en": ("Validation ran out of memory; nothing was published", "Is the file unusual? Split it"),
    },
    "gate_unavailable.child_error": {
        "zh": ("校验程序出错（{detail}），数据未发布", "请把此信息告诉平台运营方"),
        "en": ("The gate failed ({detail}); nothing was published", "Tell the operator"),
    },
    "gate_unavailable.server_died": {
        "zh": ("校验程序无法启动，数据未发布", "请检查 Python 环境和内存；必要时联系平台运营方"),
        "en": ("The gate could not be started; nothing was published", "Check the Python environment and memory"),
    },
    "source_misconfigured.no_delivery": {
        "zh": ("文件夹 {path} 中没有交付（没有 {wanted}）", "请指定含 datapackage.json 的文件夹，或直接指定数据文件"),
        "en": ("There is no delivery in {path} (no {wanted})", "Name a folder with datapackage.json, or a data file"),
    },
    "source_misconfigured.bad_record": {
        "zh": ("目录记录 {path} 读不懂：{detail}", "请提供 UTF-8 编码的 JSON 对象"),
        "en": ("The record {path} cannot be read: {detail}", "Give a JSON object in UTF-8"),
    },
}
