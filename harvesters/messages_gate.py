"""What the gate says of bytes, layout, content and release (Q01, Q02, G-01…G-40, M-05); data only."""

from __future__ import annotations

from collections.abc import Mapping

from harvesters.messages_content import CONTENT
from harvesters.messages_declared import DECLARED
from harvesters.messages_files import FILES
from harvesters.messages_layout import LAYOUT
from harvesters.messages_personal import PERSONAL, SECRET_EN, SECRET_ZH
from harvesters.messages_table import TABLE

_PLACE_ZH = "第 {line} 行第 {char} 个字符（字节位置 {offset}，{hex}）"
_PLACE_EN = "line {line}, character {char} (byte {offset}: {hex})"
_SAVE_ZH = "请用 WPS 或 Excel 打开原件，另存为“CSV UTF-8（逗号分隔）”后重新交付"
_SAVE_EN = "Open the original in a spreadsheet, save it as “CSV UTF-8” and deliver again"
_AGAIN_ZH, _AGAIN_EN = (
    "请从业务系统重新导出该文件，不要用转换后的旧文件",
    "Export the file again from the source system",
)
_CONVERT_ZH = "可读取的表格格式见部门填报说明。请另存为 XLSX 或“CSV UTF-8（逗号分隔）”后重新交付"
_CONVERT_EN = "The page for departments lists the formats. Save it as XLSX or “CSV UTF-8” and deliver again"
_AT_ZH, _AT_EN = "第 {row} 行“{column}”", 'row {row}, column "{column}"'
_RESOURCE_ZH = "请改正 datapackage.json 的 resources，重新计算 manifest.json 后再交付"
_RESOURCE_EN = "Correct `resources` in datapackage.json, renew manifest.json and deliver again"

GATE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    **TABLE,
    **PERSONAL,
    **DECLARED,
    **LAYOUT,
    **FILES,
    **CONTENT,
    "Q01": {
        "zh": ("无法确定文件编码：从" + _PLACE_ZH + "起不像中文文本", _SAVE_ZH),
        "en": ("The encoding is unclear: this does not look like Chinese text from " + _PLACE_EN, _SAVE_EN),
    },
    "Q01.utf8_broken": {
        "zh": ("这是 UTF-8 文件，但" + _PLACE_ZH + "有损坏的字节，位于“{near}”之后", "请补正该处的汉字；" + _AGAIN_ZH),
        "en": ("The file is UTF-8 with a damaged byte at " + _PLACE_EN + ', after "{near}"', _AGAIN_EN),
    },
    "Q01.utf16_broken": {
        "zh": ("这是 UTF-16 文件，但" + _PLACE_ZH + "有损坏的字节", _AGAIN_ZH),
        "en": ("The file is UTF-16 with damaged bytes at " + _PLACE_EN, _AGAIN_EN),
    },
    "Q01.gb_broken": {
        "zh": ("既不是 UTF-8，也不是完整的 GB18030：" + _PLACE_ZH + "无法解读，位于“{near}”之后", _SAVE_ZH),
        "en": ("Neither UTF-8 nor whole GB18030: no character at " + _PLACE_EN, _SAVE_EN),
    },
    "Q01.mixed": {
        "zh": (
            "同一个文件混用了两种编码（UTF-8 与 GBK），在" + _PLACE_ZH + "处变换",
            "请把各部分统一为 UTF-8 后重新交付",
        ),
        "en": ("Two encodings in one file (UTF-8 and GBK); they change at " + _PLACE_EN, "Make the whole file UTF-8"),
    },
    "Q01.big5": {
        "zh": ("文件像是繁体中文 Big5 编码，平台不作猜测", _SAVE_ZH),
        "en": ("The file looks like Big5 (traditional Chinese); nothing is guessed", _SAVE_EN),
    },
    "Q01.utf16_without_bom": {
        "zh": ("文件像是没有标记（BOM）的 UTF-16 编码", _SAVE_ZH),
        "en": ("The file looks like UTF-16 without its mark (BOM)", _SAVE_EN),
    },
    "Q01.utf32": {
        "zh": ("文件是 UTF-32 编码，不在接受范围", _SAVE_ZH),
        "en": ("The file is UTF-32, which is not accepted", _SAVE_EN),
    },
    "Q01.nul": {
        "zh": ("文件在" + _PLACE_ZH + "含有空字节（NUL），不是纯文本", _AGAIN_ZH),
        "en": ("The file holds a NUL byte at " + _PLACE_EN + "; it is no plain text", _AGAIN_EN),
    },
    "Q01.replacement": {
        "zh": ("第 {line} 行第 {char} 个字符是替代符“�”：原来的字在早先的转换中已经丢失，位于“{near}”之后", _AGAIN_ZH),
        "en": (
            'Line {line}, character {char}, is "�": the original was lost in a conversion, after "{near}"',
            _AGAIN_EN,
        ),
    },
    "Q01.mojibake": {
        "zh": ("第 {line} 行第 {char} 个字符起是乱码“{found}”：文件曾被按错误的编码打开并保存", _AGAIN_ZH),
        "en": (
            'Garbled text "{found}" from line {line}, character {char}: opened and saved in a wrong encoding',
            _AGAIN_EN,
        ),
    },
    "Q02": {
        "zh": ("文件 {file} 无法分成单元格", _SAVE_ZH),
        "en": ("{file} cannot be cut into cells", _SAVE_EN),
    },
    "Q02.delimiter_unclear": {
        "zh": ("表头中同时有几种分隔符（{found}），无法确定用哪一个", "请改用逗号分隔，或在 dialect 中写明 delimiter"),
        "en": ("The header holds several delimiters ({found})", "Use commas, or state the delimiter in `dialect`"),
    },
    "Q02.dialect_delimiter": {
        "zh": ("dialect 中的分隔符“{value}”不被接受", "请用逗号、分号、竖线或制表符"),
        "en": ('The delimiter "{value}" is not accepted', "Use a comma, semicolon, bar or tab"),
    },
    "Q02.dialect_quote": {
        "zh": ("dialect 中的引号“{value}”不被接受", "请用英文双引号"),
        "en": ('The quote character "{value}" is not accepted', 'Use "'),
    },
    "Q02.dialect_option": {
        "zh": ("dialect 中的 {option} 不被接受", "请删除该项：一行表头，引号加倍，不跳过任何行"),
        "en": (
            "The dialect option {option} is not accepted",
            "Leave it out: one header row, doubled quotes, no skipped rows",
        ),
    },
    "Q02.quote_open": {
        "zh": (
            "第 {row} 行（文本第 {line} 行）的引号没有结束，一直到文件末尾",
            "请补上英文双引号；文字中的双引号要写成两个",
        ),
        "en": ("The quote opened in row {row} (line {line}) never closes", "Close it; double each quote inside a text"),
    },
    "Q02.quote_closed_early": {
        "zh": ("第 {row} 行（文本第 {line} 行）的引号之后还有文字", "文字中的双引号要写成两个，整格再用双引号括起"),
        "en": (
            "Row {row} (line {line}): text after a closing quote",
            "Double each quote inside a text and quote the cell",
        ),
    },
    "Q02.record_too_long": {
        "zh": ("到文本第 {line} 行为止的一行超过 {limit} 个字符", "多半是引号没有成对，或换行丢失；请重新导出"),
        "en": (
            "The row that reaches line {line} is longer than {limit} characters",
            "A quote is open, or line ends are lost",
        ),
    },
    "Q02.cell_too_long": {
        "zh": ("第 {row} 行（文本第 {line} 行起）有一格超过 {limit} 个字符", "多半是引号没有成对；请检查后重新导出"),
        "en": ("Row {row} (from line {line}) has a cell longer than {limit} characters", "Most likely a quote is open"),
    },
    "G-40": {
        "zh": ("文件 {file} 的格式（{format}）不被接受", _CONVERT_ZH),
        "en": ("{file}: format {format} is not accepted", _CONVERT_EN),
    },
    "G-40.not_yet": {
        "zh": ("{format} 格式尚不能读取：文件 {file}", _CONVERT_ZH),
        "en": ("{format} files cannot be read yet: {file}", _CONVERT_EN),
    },
    "G-40.disguised": {
        "zh": ("文件 {file} 名为 {format}，内容却是 {found}", "只改扩展名不行，" + _SAVE_ZH),
        "en": ("{file} is called {format} but its content is {found}", "Renaming is not enough. " + _SAVE_EN),
    },
    "G-40.json_error": {
        "zh": ("文件 {file} 不是数据，而是接口返回的错误信息（JSON）", "下载没有成功，请检查权限和接口参数后重新下载"),
        "en": (
            "{file} is no data but an interface's error message (JSON)",
            "The download failed: check rights and parameters",
        ),
    },
    "G-40.error_text": {
        "zh": (
            "文件 {file} 不是数据，而是系统返回的错误信息：“{value}”",
            "导出没有成功，请检查权限和系统状态后重新导出",
        ),
        "en": (
            "{file} is no data but a system's error message: “{value}”",
            "The export failed: check and export again",
        ),
    },
    "G-40.xlsx_broken": {
        "zh": ("文件 {file} 打不开，可能已损坏（{detail}）", "请用 Excel 或 WPS 打开后另存为 .xlsx，再重新交付"),
        "en": (
            "{file} cannot be opened and may be damaged ({detail})",
            "Open it in a spreadsheet and save it as .xlsx",
        ),
    },
    "G-40.bomb": {
        "zh": ("文件 {file} 解压后过大（{detail}）", "请删除多余的工作表和格式，或拆分后交付"),
        "en": ("{file} unpacks to too much ({detail})", "Remove needless sheets and formats, or split it"),
    },
    "G-40.embedded": {
        "zh": ("文件 {file} 中嵌入了其他文件，无法逐一检查", "请删除嵌入的对象，需要公开的另行交付"),
        "en": ("{file} has other files embedded, which cannot be checked", "Remove them and deliver them on their own"),
    },
    "G-40.too_large": {
        "zh": ("文件 {file} 有 {size} 字节，超过上限 {limit} 字节", "请按年份或地区拆分后交付"),
        "en": ("{file} has {size} bytes, above the limit of {limit}", "Split it by year or region"),
    },
    "G-40.too_many_columns": {
        "zh": ("表头有 {cells} 列，超过上限 {limit} 列", "请拆分为多个表，或改为“指标、数值”的长表"),
        "en": ("The header has {cells} columns, above the limit of {limit}", "Split it, or make it a long table"),
    },
    "G-40.too_many_cells": {
        "zh": (
            "第 {row} 行（文本第 {line} 行）有 {cells} 格，远多于表头",
            "请检查该行的逗号和引号；多半是两行连在了一起",
        ),
        "en": ("Row {row} (line {line}) has {cells} cells, far more than the header", "Check its commas and quotes"),
    },
    "G-01": {
        "zh": ("安全审查（含保密审查）尚未登记，本次提交等待审核人员审查", "无需处理；审核通过后即发布"),
        "en": ("No safety review is on record; this waits for a reviewer", "Nothing to do; approval publishes it"),
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
        "zh": ("数据字典与通过安全审查的不同，等待审核人员审查", "无需处理；如非有意修改，请恢复原来的列"),
        "en": (
            "The dictionary differs from the reviewed one; this waits for a reviewer",
            "Restore the columns if not intended",
        ),
    },
    "G-02": {
        "zh": ("来源标记为涉密，不得经本平台处理", SECRET_ZH),
        "en": ("The source is marked as classified", SECRET_EN),
    },
    "G-02.network": {
        "zh": (
            "来源登记的网络“{network}”不是政务外网公共服务域或行政服务域",
            "电子政务内网的数据不得接入；如登记有误，请联系平台运营方",
        ),
        "en": (
            "The source's network “{network}” is not the extranet",
            "Data of the classified intranet must not come here",
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
        "zh": ("缺少开放许可（license_id）", "请填写开放许可，如 sd-open-licence"),
        "en": ("The licence (license_id) is missing", "Give one, such as sd-open-licence"),
    },
    "G-31.attribution": {
        "zh": ("缺少署名信息（attribution 或提供方）", "请填写署名要求"),
        "en": ("There is nobody to attribute the data to", "Give attribution or the provider"),
    },
    "G-31.contact": {
        "zh": ("缺少部门联系方式", "请填写部门办公电话或部门邮箱"),
        "en": ("The department's contact is missing", "Give an office phone or e-mail"),
    },
    "G-31.mobile": {
        "zh": ("部门电话是个人手机号码", "请改为办公固定电话"),
        "en": ("The department's phone is a personal mobile", "Give an office number"),
    },
    "M-05.not_a_list": {
        "zh": ("datapackage.json 的 resources 不是列表", _RESOURCE_ZH),
        "en": ("`resources` of datapackage.json is not a list", _RESOURCE_EN),
    },
    "M-05.no_tables": {
        "zh": ("没有数据文件：datapackage.json 的 resources 是空的", _RESOURCE_ZH),
        "en": ("There is no data file: `resources` of datapackage.json is empty", _RESOURCE_EN),
    },
    "M-05.inline_data": {
        "zh": (
            "datapackage.json 的第 {position} 个资源把数据写在描述里（data）",
            "请把数据存为 CSV 文件，用 path 指明",
        ),
        "en": ("Resource {position} holds its data inline", "Put the data into a CSV file and name it by path"),
    },
    "M-05.path_twice": {
        "zh": ("文件 {path} 被两个资源引用", _RESOURCE_ZH),
        "en": ("Two resources name the file {path}", _RESOURCE_EN),
    },
    "M-05.not_inline": {
        "zh": ("datapackage.json 的第 {position} 个资源的 {part} 必须直接写在描述里，不能是链接", _RESOURCE_ZH),
        "en": ("`{part}` of resource {position} must be written inline, not as a link", _RESOURCE_EN),
    },
    "M-05.not_published": {
        "zh": ("文件 {file} 没有列入 resources，只留存，不发布", "如需发布，请把它写入 datapackage.json 的 resources"),
        "en": ("{file} is not in `resources`: kept, not published", "To publish it, name it in datapackage.json"),
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
