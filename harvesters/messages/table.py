"""What the reading of a table says (G-30 by Frictionless's error types, Q13, Q14, Q26, Q30); data only."""

from __future__ import annotations

from collections.abc import Mapping

_AT_ZH, _AT_EN = "第 {row} 行“{column}”", 'Row {row}, column "{column}"'
_TEXT_COLUMN_ZH = "请从业务系统重新导出：在 Excel 中先把该列设为“文本”格式，再导入数据，不要手工补写"
_TEXT_COLUMN_EN = "Export again from the source system; in a spreadsheet make the column text before the data go in"
_LIMIT_ZH = "请核对并改正该值；数据无误的，请在数据字典中放宽该列的取值要求后重新交付"
_LIMIT_EN = "Check and correct the value; if it is right, widen the limit in the data dictionary and deliver again"

TABLE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "G-30": {
        "zh": ("文件 {file} 与数据字典不符", "请对照数据字典改正后重新交付"),
        "en": ("{file} does not fit its dictionary", "Correct it after the dictionary and deliver again"),
    },
    "G-30.missing-label": {
        "zh": (
            "表头缺少数据字典中的列：{labels}（字典 {declared} 列，文件 {present} 列）",
            "请补上这些列，或修改数据字典",
        ),
        "en": (
            "The header lacks columns of the dictionary: {labels} ({declared} declared, {present} in the file)",
            "Add the columns, or change the dictionary",
        ),
    },
    "G-30.extra-label": {
        "zh": (
            "表头有数据字典中没有的列：{labels}（字典 {declared} 列，文件 {present} 列）",
            "请删除这些列，或在数据字典中登记",
        ),
        "en": (
            "The header has columns that the dictionary lacks: {labels} ({declared} declared, {present} in the file)",
            "Remove the columns, or add them to the dictionary",
        ),
    },
    "G-30.title-rows": {
        "zh": ("第 1 行不是表头，真正的表头在第 {header_at} 行", "请删除表头上方的标题、单位等行，让表头成为第 1 行"),
        "en": ("Row 1 is not the header; the header is in row {header_at}", "Delete the title rows above the header"),
    },
    "G-30.label-order": {
        "zh": ("列的顺序与数据字典不同，发布时按字典顺序排列：{labels}", "无需处理；建议导出时与数据字典保持一致"),
        "en": (
            "The columns stand in another order than in the dictionary; they are published in its order: {labels}",
            "Nothing to do; better export in the order of the dictionary",
        ),
    },
    "G-30.blank-label": {
        "zh": (
            "表头第 {position} 列没有名称，下面却有内容（首见第 {first_row} 行）",
            "请填写列名，并登记到数据字典；如是多余的内容，请整列删除",
        ),
        "en": (
            "Column {position} of the header has no name, but something stands below (first in row {first_row})",
            "Name it and enter it in the data dictionary; if it is not meant to be there, delete the column",
        ),
    },
    "G-30.duplicate-label": {
        "zh": ("表头第 {position} 列“{column}”与第 {first} 列重名", "请让每一列有不同的名称"),
        "en": ('Column {position}, "{column}", has the same name as column {first}', "Give each column its own name"),
    },
    "G-30.key-unknown": {
        "zh": (
            "数据字典说用“{labels}”区分各行，但表中没有这一列",
            "请在数据字典中改正用来区分各行的列（主键），要与表头一致",
        ),
        "en": (
            "By the data dictionary the rows are told apart by “{labels}”, which is not in the table",
            "Correct the key columns in the data dictionary; they are named as in the header",
        ),
    },
    "G-30.type-error": {
        "zh": (
            _AT_ZH + "的值“{value}”不是{expected_zh}{example_zh}",
            "{mend_zh}",
        ),
        "en": (
            _AT_EN + ': "{value}" is no {expected_en}{example_en}',
            "{mend_en}",
        ),
    },
    "G-30.constraint-required": {
        "zh": (_AT_ZH + "为空，但该列必须填写", "请补上该值；确实没有的，请在数据字典中改为可空"),
        "en": (_AT_EN + " is empty, but a value is required", "Fill it in, or make the column optional"),
    },
    "G-30.constraint-minLength": {
        "zh": (_AT_ZH + "的值“{value}”少于 {limit} 个字符", _LIMIT_ZH),
        "en": (_AT_EN + ': "{value}" is shorter than {limit} characters', _LIMIT_EN),
    },
    "G-30.constraint-maxLength": {
        "zh": (_AT_ZH + "的值“{value}”超过 {limit} 个字符", _LIMIT_ZH),
        "en": (_AT_EN + ': "{value}" is longer than {limit} characters', _LIMIT_EN),
    },
    "G-30.constraint-minimum": {
        "zh": (_AT_ZH + "的值 {value} 小于下限 {limit}", _LIMIT_ZH),
        "en": (_AT_EN + ": {value} is below the minimum of {limit}", _LIMIT_EN),
    },
    "G-30.constraint-maximum": {
        "zh": (_AT_ZH + "的值 {value} 大于上限 {limit}", _LIMIT_ZH),
        "en": (_AT_EN + ": {value} is above the maximum of {limit}", _LIMIT_EN),
    },
    "G-30.constraint-pattern": {
        "zh": (_AT_ZH + "的值“{value}”不符合规定的写法：{form_zh}", _LIMIT_ZH),
        "en": (_AT_EN + ': "{value}" does not have the form asked for: {form_en}', _LIMIT_EN),
    },
    "G-30.constraint-enum": {
        "zh": (_AT_ZH + "的值“{value}”不在允许的取值中：{limit}", _LIMIT_ZH),
        "en": (_AT_EN + ': "{value}" is not one of the allowed values: {limit}', _LIMIT_EN),
    },
    "G-30.constraint-error": {
        "zh": (_AT_ZH + "的值“{value}”不符合数据字典的要求", _LIMIT_ZH),
        "en": (_AT_EN + ': "{value}" breaks a limit of the dictionary', _LIMIT_EN),
    },
    "G-30.unique-error": {
        "zh": (_AT_ZH + "的值“{value}”重复{first_zh}", "该列不允许重复，请删除重复行或改正编号"),
        "en": (_AT_EN + ': "{value}" stands there before{first_en}', "Remove the double row or correct the value"),
    },
    "G-30.primary-key": {
        "zh": (
            "第 {row} 行的“{key}”重复或为空：{value}{first_zh}；各行要靠它区分",
            "请删除重复的行，或改正“{key}”的值",
        ),
        "en": (
            "Row {row}: “{key}”, by which rows are told apart, is there already or empty: {value}{first_en}",
            "Remove the double row, or correct “{key}”",
        ),
    },
    "G-30.missing-cell": {
        "zh": (
            "第 {row} 行只有 {cells} 格，应有 {expected} 格",
            "请补齐这一行；用文字编辑软件改过的，请改用 Excel 或 WPS 打开并另存为 CSV",
        ),
        "en": (
            "Row {row} has {cells} cells instead of {expected}",
            "Complete it; where it was changed in a text editor, open it in a spreadsheet and save it as CSV",
        ),
    },
    "G-30.extra-cell": {
        "zh": (
            "第 {row} 行有 {cells} 格，多于表头的 {expected} 格",
            "请删除多余的格；如因文字中有逗号而被分开，请用 Excel 或 WPS 另存为 CSV",
        ),
        "en": (
            "Row {row} has {cells} cells, more than the header's {expected}",
            "Remove them; if a comma in a text cut it in two, save the table as CSV from a spreadsheet",
        ),
    },
    "G-30.blank-row": {
        "zh": ("第 {row} 行是空行", "请删除表中的空行"),
        "en": ("Row {row} is empty", "Delete empty rows inside the table"),
    },
    "G-30.blank-run": {
        "zh": (
            "从第 {row} 行起连续 {count} 行是空行，其后又有数据",
            "请删除这些空行，再检查其后的数据是否属于同一张表",
        ),
        "en": (
            "{count} empty rows follow from row {row}, and then data again",
            "Delete them, and see whether what follows belongs to the same table",
        ),
    },
    "G-30.number-not_finite": {
        "zh": (_AT_ZH + "的值“{value}”不是一个确定的数", "请改正该值；没有数据请留空"),
        "en": (_AT_EN + ': "{value}" is no definite number', "Correct it; leave the cell empty if there is no value"),
    },
    "G-30.number-not_plain": {
        "zh": (
            _AT_ZH + "的值“{value}”不是用 0 到 9 写的普通数字",
            "请改写为普通数字，如 1000；不要用下划线或其他文字的数字",
        ),
        "en": (
            _AT_EN + ': "{value}" is not written in plain digits 0 to 9',
            "Write it in plain digits, such as 1000, without underscores or digits of other scripts",
        ),
    },
    "G-30.number-scientific": {
        "zh": (
            _AT_ZH + "的值“{value}”是缩写的大数（带 E 的形式），不是整数的写法，末尾的数字可能已经丢失",
            "请从业务系统重新导出，写出全部数字；导出时请把该列设为整数，不要设为小数",
        ),
        "en": (
            _AT_EN + ': "{value}" is a number cut short (with an E) and no whole one; its last digits may be lost',
            "Export it again with all digits: the column as whole numbers, not as decimals",
        ),
    },
    "G-30.number-out_of_range": {
        "zh": (_AT_ZH + "的数“{value}”太大，或小数位太多，无法保存", "请核对位数，改正后重新交付"),
        "en": (
            _AT_EN + ': "{value}" is too large or has too many decimals to be kept',
            "Check its digits, correct it and deliver again",
        ),
    },
    "G-30.reader-stopped": {
        "zh": (
            "第 {row} 行有一个无法处理的值，校验到此为止，其后各行没有检查",
            "请检查这一行有没有奇怪的数（如很长的一串数字），改正后重新交付",
        ),
        "en": (
            "Row {row} holds a value that nothing can be done with; what follows was not checked",
            "Look for odd numbers in that row, such as an endless one, correct them and deliver again",
        ),
    },
    "G-30.rows-differ": {
        "zh": ("校验只读到 {read} 行，文件有 {rows} 行，不能确认全部通过", "无需修改；请把此报告交给平台运营方"),
        "en": (
            "Only {read} of {rows} rows were read, so nothing is proved",
            "Nothing to mend; give this report to the operator",
        ),
    },
    "Q13": {
        "zh": (_AT_ZH + "的代码“{value}”前面的 0 丢失了（应为 {width} 位）", _TEXT_COLUMN_ZH),
        "en": (_AT_EN + ': the code "{value}" has lost its leading zeros ({width} digits wanted)', _TEXT_COLUMN_EN),
    },
    "Q13.area_code": {
        "zh": (_AT_ZH + "的区号“{value}”前面的 0 丢失了", _TEXT_COLUMN_ZH),
        "en": (_AT_EN + ': the area code "{value}" has lost its leading zero', _TEXT_COLUMN_EN),
    },
    "Q13.restorable": {
        "zh": (
            "“{column}”列的代码丢失了前面的 0，对照代码表可以补回：“{value}”→“{proposal}”（首见第 {row} 行），"
            "需人工确认",
            "请确认补回的代码正确；最好在 Excel 中先把该列设为“文本”格式，重新导出",
        ),
        "en": (
            'Codes in "{column}" have lost leading zeros; the code list restores them: "{value}" → "{proposal}" '
            "(first in row {row}). A person must confirm",
            "Confirm the restored codes; better make the column text in the spreadsheet and export again",
        ),
    },
    "Q14": {
        "zh": (_AT_ZH + "的编号“{value}”被表格软件存成了缩写（带 E 的形式），后面的数字已丢失", _TEXT_COLUMN_ZH),
        "en": (_AT_EN + ': a spreadsheet shortened the number to "{value}"; its last digits are lost', _TEXT_COLUMN_EN),
    },
    "Q14.zeros": {
        "zh": (_AT_ZH + "的编号“{value}”第 15 位以后全是 0，很可能已被 Excel 改坏", _TEXT_COLUMN_ZH),
        "en": (_AT_EN + ': "{value}" has only zeros after its 15th digit: a spreadsheet damaged it', _TEXT_COLUMN_EN),
    },
    "Q14.person": {
        "zh": (
            _AT_ZH + "是证件号码（已被表格软件改坏）：“{value}”。个人信息不得开放",
            "请删除整列证件号码，或脱敏（如 370***********0019）后重新交付",
        ),
        "en": (
            _AT_EN + ' holds a personal number, damaged by a spreadsheet: "{value}". It must not be published',
            "Remove the column, or mask it (370***********0019), and deliver again",
        ),
    },
    "Q26": {
        "zh": ("文件 {file} 是空的", "请检查导出是否成功，重新导出后再交付"),
        "en": ("{file} is empty", "Check the export and deliver it again"),
    },
    "Q26.no_header": {
        "zh": ("文件 {file} 的第 1 行是空的，没有表头", "请让第 1 行成为表头"),
        "en": ("Row 1 of {file} is empty: there is no header", "Make row 1 the header"),
    },
    "Q26.no_rows": {
        "zh": (
            "文件 {file} 只有表头，没有数据",
            "请检查导出是否成功；确实没有数据的，请不要提交，已发布的数据保持不变",
        ),
        "en": (
            "{file} has a header but no rows",
            "Check the export; if there are no data, do not submit, what is published stays",
        ),
    },
    "Q26.no_records": {
        "zh": (
            "文件 {file} 中一条记录也没有",
            "请检查导出或接口是否成功；确实没有数据的，请不要提交，已发布的数据保持不变",
        ),
        "en": (
            "{file} holds no record at all",
            "Check the export; if there are no data, do not submit, what is published stays",
        ),
    },
    "Q26.cleaned": {
        "zh": ("第 {before} 列没有名称，也没有内容，已略去", "无需处理；建议在源文件中删除空列"),
        "en": (
            "Column {before} has neither a name nor anything in it; it is left out",
            "Nothing to do; delete empty columns at the source",
        ),
    },
    "Q30": {
        "zh": (
            _AT_ZH + "第 {position} 个字符是某一台电脑上自造的字，别人看到的是空白",
            "请换成通用汉字；电脑打不出的生僻字，请联系平台运营方",
        ),
        "en": (
            _AT_EN + ": character {position} exists on somebody's own computer only; others see an empty box",
            "Use a common character; if it cannot be typed, ask the operator",
        ),
    },
    "Q01.cleaned": {
        "zh": ("文件的中文存储格式（{before}）已换成平台统一的格式，文字不变", "无需处理；原件照原样保存"),
        "en": (
            "The text was stored as {before} and is now stored as everywhere in the portal; no character changed",
            "Nothing to do; the original is kept as it was",
        ),
    },
    "Q08.cleaned": {
        "zh": (
            "“{column}”列有 {cells} 格的全角字符（表头还有空格、换行）已改成规范写法"
            "（首见第 {row} 行：“{before}”→“{after}”）",
            "无需处理；建议在源头改正",
        ),
        "en": (
            'Full-width characters in {cells} cells of "{column}" were made plain (row {row}: "{before}" → "{after}")',
            "Nothing to do; better correct it at the source",
        ),
    },
    "Q11.cleaned": {
        "zh": (
            "“{column}”列有 {cells} 格的无数据标记已置空（首见第 {row} 行：“{before}”）",
            "无需处理；没有数据请直接留空",
        ),
        "en": (
            'Marks for “no value” in {cells} cells of "{column}" were emptied (first in row {row}: "{before}")',
            "Nothing to do; leave such cells empty",
        ),
    },
    "Q12.cleaned": {
        "zh": (
            "“{column}”列有 {cells} 格的空格、千分位逗号等已去除（首见第 {row} 行：“{before}”→“{after}”）",
            "无需处理；建议在源头改正",
        ),
        "en": (
            'Blanks and thousands marks were removed in {cells} cells of "{column}" (row {row}: "{before}" → '
            '"{after}")',
            "Nothing to do; better correct it at the source",
        ),
    },
    "Q30.cleaned": {
        "zh": (
            "“{column}”列有 {cells} 格的不可见字符已去除（首见第 {row} 行）",
            "无需处理；从网页或其他软件粘贴时请先粘贴为纯文本",
        ),
        "en": (
            'Invisible characters in {cells} cells of "{column}" were removed (first in row {row})',
            "Nothing to do; paste as plain text",
        ),
    },
}
