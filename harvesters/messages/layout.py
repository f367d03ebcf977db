"""What the reading says of layout and form: what is around the rows, how values are written (Q03–Q22)."""

from __future__ import annotations

from collections.abc import Mapping

_CONFIRM_ZH = "请核对是否应当这样改；最好在源头改正后重新导出"
_CONFIRM_EN = "Check that this is meant; better correct it at the source and export again"
_DONE_ZH, _DONE_EN = "无需处理；建议在源头改正", "Nothing to do; better correct it at the source"
_CELLS_ZH = "“{column}”列有 {cells} 格"
_CELLS_EN = '{cells} cells of "{column}"'
_FIRST_ZH = "（首见第 {row} 行：“{before}”→“{after}”）"
_FIRST_EN = ' (first in row {row}: "{before}" → "{after}")'
_ASK_ZH = "（首见第 {row} 行：“{value}”→“{proposal}”），需人工确认"
_ASK_EN = ' (first in row {row}: "{value}" → "{proposal}"). A person must confirm'

LAYOUT: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Q03": {
        "zh": ("第 {row} 行是表头上方的标题或单位行，不是数据", "请删除表头上方的行，让表头成为第 1 行"),
        "en": ("Row {row} above the header is a title or a unit, no data", "Delete the rows above the header"),
    },
    "Q03.cleaned": {
        "zh": ("表头上方的标题、单位等 {cells} 行已去除（首见第 {row} 行：“{before}”）", _DONE_ZH),
        "en": ('{cells} title rows above the header were left out (first row {row}: "{before}")', _DONE_EN),
    },
    "Q04": {
        "zh": (
            "表头有两行（从第 {row} 行起），拟合并为一行：{labels}，需人工确认",
            "请核对列名；最好在源文件中只留一行表头",
        ),
        "en": (
            "The header has two rows (from row {row}); they would become one: {labels}. A person must confirm",
            "Check the labels; better keep one header row in the file",
        ),
    },
    "Q05": {
        "zh": (
            "“{column}”列有 {cells} 格为空，像是上下合并的单元格，拟按上一行填充"
            "（首见第 {row} 行：拟填“{proposal}”），需人工确认",
            "请核对是否应当这样填；最好在源文件中取消合并、逐行填写后重新导出",
        ),
        "en": (
            '{cells} cells of "{column}" are empty as merged cells are; they would be filled from above '
            '(first in row {row}: "{proposal}"). A person must confirm',
            "Check that this is meant; better unmerge the cells at the source and fill each row",
        ),
    },
    "Q06.cleaned": {
        "zh": ("表格下方的注释、资料来源、填表人等 {cells} 行已去除（首见第 {row} 行：“{before}”）", _DONE_ZH),
        "en": ('{cells} lines of notes below the table were left out (first row {row}: "{before}")', _DONE_EN),
    },
    "Q07": {
        "zh": (
            "第 {row} 行“{column}”为“{value}”，是汇总行，拟从数据中去除，需人工确认",
            "请核对；请在源文件中删除汇总行，或增加一列注明行的类型",
        ),
        "en": (
            'Row {row}, column "{column}" says "{value}": a row of totals; it would be left out. A person must confirm',
            "Check it; delete rows of totals at the source, or add a column that says what kind of row it is",
        ),
    },
    "Q07.agrees": {
        "zh": (
            "第 {row} 行“{column}”为“{value}”，是汇总行（数值等于其余各行之和），拟从数据中去除，需人工确认",
            "请核对；请在源文件中删除汇总行，否则再汇总时会重复计算",
        ),
        "en": (
            'Row {row}, column "{column}" says "{value}": a row of totals (its figures are the sums of the others); '
            "it would be left out. A person must confirm",
            "Check it; delete rows of totals at the source, or they are counted twice",
        ),
    },
    "Q07.differs": {
        "zh": (
            "第 {row} 行“{column}”为“{value}”，像是汇总行，但数值不等于其余各行之和；拟从数据中去除，需人工确认",
            "请核对是小计、含其他部分，还是数据有误；请在源文件中删除汇总行",
        ),
        "en": (
            'Row {row}, column "{column}" says "{value}": it looks like a row of totals, but its figures are not '
            "the sums of the other rows. It would be left out; a person must confirm",
            "Check whether it is a subtotal or wrong; delete rows of totals at the source",
        ),
    },
    "Q07.mean": {
        "zh": (
            "第 {row} 行“{column}”为“{value}”，是各行的平均数，不是一条数据，拟从数据中去除，需人工确认",
            "请核对；请在源文件中删除平均数行，否则再汇总时会算错",
        ),
        "en": (
            'Row {row}, column "{column}" says "{value}": the mean of the others, no row of data; it would be left '
            "out. A person must confirm",
            "Check it; delete rows of means at the source, or who adds up counts them in",
        ),
    },
    "Q07.levels": {
        "zh": (
            "“{column}”列中既有“{name}”，又有它下面的各地：这样的上级有 {cells} 行，数等于其下各行之和"
            "（首见第 {row} 行），汇总时会重复计算，需人工确认",
            "请删除上级的合计行，另设一列（如“市”）写明每行属于哪里；确需保留的，请另设一列注明行的类型",
        ),
        "en": (
            'Column "{column}" holds divisions such as "{name}" and those within them: {cells} rows are the sums of '
            "what they consist of (first row {row}); who adds up counts them twice. A person must confirm",
            "Delete the rows of sums and say in a column of its own to which city each row belongs; or add a column "
            "that says what kind of row it is",
        ),
    },
    "Q07.levels_mixed": {
        "zh": (
            "“{column}”列中既有“{name}”，又有它下面的各地：这样的上级有 {cells} 行（首见第 {row} 行），"
            "数却不等于其下各行之和",
            "请核对数据是否有误、是否漏了行；最好把两级分成两张表，或另设一列注明行的类型",
        ),
        "en": (
            'Column "{column}" holds divisions such as "{name}" and those within them ({cells} times, first row '
            "{row}), but the figures are not their sums",
            "Check the figures and whether rows are missing; better part the two levels, or add a column that says "
            "what kind of row it is",
        ),
    },
    "Q07.areas": {
        "zh": (
            "“{column}”列中“{value}”等 {cells} 行的数是其余几行之和（首见第 {row} 行），汇总时会重复计算，需人工确认",
            "请删除这些合计行；需要区分片区的，另设一列填写",
        ),
        "en": (
            '{cells} rows such as "{value}" of "{column}" are the sums of others (first row {row}); who adds '
            "up counts them twice. A person must confirm",
            "Delete these rows; if areas are to be told apart, put them into a column of their own",
        ),
    },
    "Q18.cleaned": {
        "zh": ("表中的空行、重复的表头和页码共 {cells} 行已去除（首见第 {row} 行：“{before}”）", _DONE_ZH),
        "en": ('{cells} blank rows, repeated headers and page lines were left out (row {row}: "{before}")', _DONE_EN),
    },
    "Q09": {
        "zh": (_CELLS_ZH + "的日期拟改写" + _ASK_ZH, _CONFIRM_ZH),
        "en": (_CELLS_EN + " hold dates that would be rewritten" + _ASK_EN, _CONFIRM_EN),
    },
    "Q08.padded": {
        "zh": (
            _CELLS_ZH + "在字与字之间有空格，拟去掉" + _ASK_ZH,
            "请核对；为了对齐而加的空格请在源头去掉，否则按名称查不到",
        ),
        "en": (
            _CELLS_EN + " have blanks between their characters, which would be taken out" + _ASK_EN,
            "Check it; take out at the source what only fills the width: a search by name does not find such cells",
        ),
    },
    "Q08.padded_name": {
        "zh": (
            _CELLS_ZH + "在姓名的字与字之间有空格（首见第 {row} 行），拟去掉，需人工确认",
            "请核对；为了对齐而加的空格请在源头去掉，否则按姓名查不到",
        ),
        "en": (
            _CELLS_EN + " hold names with blanks in them (first in row {row}), which would be taken out. A person must "
            "confirm",
            "Check it; take out at the source what only fills the width: a search by name does not find such cells",
        ),
    },
    "Q09.cleaned": {
        "zh": (_CELLS_ZH + "的日期已改为标准写法" + _FIRST_ZH, _DONE_ZH),
        "en": ("Dates in " + _CELLS_EN + " were given their standard form" + _FIRST_EN, _DONE_EN),
    },
    "Q09.two_digits": {
        "zh": (_CELLS_ZH + "的年份只有两位，拟补成四位" + _ASK_ZH, "请核对世纪；请在源头写全四位年份后重新导出"),
        "en": (_CELLS_EN + " have years of two digits" + _ASK_EN, "Check the century; write years with four digits"),
    },
    "Q09.day_dropped": {
        "zh": (_CELLS_ZH + "写到了日，但该列是年月，拟只保留年月" + _ASK_ZH, _CONFIRM_ZH),
        "en": (_CELLS_EN + " hold a day in a column of months; it would be dropped" + _ASK_EN, _CONFIRM_EN),
    },
    "Q09.period": {
        "zh": (
            "“{column}”列的 {cells} 格都是季度或起止月份（首见第 {row} 行：“{value}”），不是数据字典写的日期。"
            "拟改成统一写法（如“{proposal}”），该列按文字发布，需人工确认",
            "请核对；请在数据字典中把该项的数据类型改为字符型",
        ),
        "en": (
            'All {cells} cells of "{column}" are quarters or stretches of months (first in row {row}: "{value}"), no '
            'dates as the dictionary says. They would be written in one form (such as "{proposal}"), the column '
            "published as text. A person must confirm",
            "Check it; declare the column as text in the dictionary",
        ),
    },
    "Q11.mark": {
        "zh": (
            "“{column}”列有 {cells} 格写着“{value}”（首见第 {row} 行），不是数值或时间。"
            "拟原样保留为“无数据”的标记（不改成 0，也不置空），需人工确认",
            "请核对含义；没有数据的请直接留空，有特定含义的（如“…”表示不足最小单位）请在数据字典中登记为缺失值标记",
        ),
        "en": (
            '{cells} cells of "{column}" say “{value}” (first in row {row}), no figure or time. They would stay as '
            "marks of “no value”, neither 0 nor empty. A person must confirm",
            "Check what it means; leave cells without a value empty, put a mark of special meaning into the dictionary",
        ),
    },
    "Q09.october": {
        "zh": (
            _CELLS_ZH + "写成“年份.1”，拟作 10 月（表格软件把 2016.10 存成了 2016.1）" + _ASK_ZH,
            "请核对是 10 月还是 1 月；请在源头写成 2016-10 后重新导出",
        ),
        "en": (
            _CELLS_EN + " are a year and “.1”, read as October (a spreadsheet made 2016.1 of 2016.10)" + _ASK_EN,
            "Check whether October or January is meant; write 2016-10 at the source",
        ),
    },
    "Q09.january": {
        "zh": (
            _CELLS_ZH + "写成“年份.1”；该列的月份不补零（如 2016.2、2016.10），拟作 1 月" + _ASK_ZH,
            "请核对是 1 月还是 10 月；请在源头写成 2016-01 后重新导出",
        ),
        "en": (
            _CELLS_EN
            + " are a year and “.1”; the column writes months without a zero (2016.2, 2016.10): read as January"
            + _ASK_EN,
            "Check whether January or October is meant; write 2016-01 at the source",
        ),
    },
    "Q09.one_digit": {
        "zh": (
            _CELLS_ZH + "写成年份加一位数，拟作几月" + _ASK_ZH,
            "请核对是月份还是季度；请在源头写成 2016-02 后重新导出",
        ),
        "en": (
            _CELLS_EN + " are a year and one digit, read as a month" + _ASK_EN,
            "Check whether it is a month or a quarter; write 2016-02 at the source",
        ),
    },
    "Q09.month_unclear": {
        "zh": (
            "“{column}”列有 {cells} 格写成“年份.1”（首见第 {row} 行：“{value}”），该列的月份有的补零、有的不补零，"
            "分不清是 1 月还是 10 月",
            "请在源头把月份统一写成 2016-01、2016-10 这样的形式后重新导出",
        ),
        "en": (
            '{cells} cells of "{column}" are a year and “.1” (first row {row}: "{value}"); some months of the column '
            "have a zero, some have none: January or October is unclear",
            "Write all months as 2016-01, 2016-10 at the source and export again",
        ),
    },
    "Q24.degrees": {
        "zh": (_CELLS_ZH + "的坐标写成度分秒，拟换算成十进制度" + _ASK_ZH, _CONFIRM_ZH),
        "en": (_CELLS_EN + " hold degrees and minutes, which would become decimal degrees" + _ASK_EN, _CONFIRM_EN),
    },
    "Q10": {
        "zh": (_CELLS_ZH + "的数字带有单位，拟换算" + _ASK_ZH, _CONFIRM_ZH),
        "en": (_CELLS_EN + " hold units that would be worked out" + _ASK_EN, _CONFIRM_EN),
    },
    "Q10.cleaned": {
        "zh": (_CELLS_ZH + "的数字后写有该列的单位，已去除" + _FIRST_ZH, _DONE_ZH),
        "en": ("The column's own unit was taken off " + _CELLS_EN + _FIRST_EN, _DONE_EN),
    },
    "Q10.magnitude": {
        "zh": (
            _CELLS_ZH + "的数字带有“万”“亿”等数量级，拟换算成该列的单位" + _ASK_ZH,
            "请核对换算结果；同一列请统一用数据字典中的单位",
        ),
        "en": (
            _CELLS_EN + " hold magnitudes such as “万” or “亿”, which would be worked out" + _ASK_EN,
            "Check the results; write the whole column in the unit of the dictionary",
        ),
    },
    "Q12.brackets": {
        "zh": (_CELLS_ZH + "的数字写在括号里，拟按负数处理" + _ASK_ZH, _CONFIRM_ZH),
        "en": (_CELLS_EN + " hold numbers in brackets, which would be read as negative" + _ASK_EN, _CONFIRM_EN),
    },
    "Q12.capitals": {
        "zh": (_CELLS_ZH + "是大写金额，拟改为数字" + _ASK_ZH, _CONFIRM_ZH),
        "en": (_CELLS_EN + " hold amounts in Chinese capitals, which would become digits" + _ASK_EN, _CONFIRM_EN),
    },
    "Q14.cleaned": {
        "zh": (_CELLS_ZH + "的整数后有多余的“.0”，已去除" + _FIRST_ZH, _DONE_ZH),
        "en": ("A needless “.0” was taken off whole numbers in " + _CELLS_EN + _FIRST_EN, _DONE_EN),
    },
    "Q15": {
        "zh": (_CELLS_ZH + "表示是、否的写法拟改写" + _ASK_ZH, _CONFIRM_ZH),
        "en": (_CELLS_EN + " say yes or no in words that would be rewritten" + _ASK_EN, _CONFIRM_EN),
    },
    "Q15.cleaned": {
        "zh": (_CELLS_ZH + "表示是、否的写法已改为数据字典的写法" + _FIRST_ZH, _DONE_ZH),
        "en": ("Yes and no in " + _CELLS_EN + " were written as in the dictionary" + _FIRST_EN, _DONE_EN),
    },
    "Q15.other_words": {
        "zh": (
            _CELLS_ZH + "表示是、否的写法不是数据字典规定的，拟改写" + _ASK_ZH,
            "请核对含义；也可以在数据字典中把这种写法登记为“是”或“否”的写法",
        ),
        "en": (
            _CELLS_EN + " say yes or no in words that the dictionary lacks" + _ASK_EN,
            "Check the meaning, or enter these words for yes and no in the data dictionary",
        ),
    },
    "Q14.number": {
        "zh": (
            "第 {row} 行“{column}”是超过 15 位的数值（{value}），表格软件只保留 15 位有效数字，末几位已不可靠",
            "请从业务系统重新导出：在 Excel 中先把该列设为“文本”格式，再导入数据，不要手工补写",
        ),
        "en": (
            'Row {row}, column "{column}" holds a number of more than 15 digits ({value}); a spreadsheet keeps 15, the '
            "last ones cannot be trusted",
            "Export again from the source system; in a spreadsheet make the column text before the data go in",
        ),
    },
    "Q21": {
        "zh": ("文件 {file} 的工作表不能确定", "请每个文件只留一张工作表"),
        "en": ("It is not clear which sheet of {file} is meant", "Keep one sheet a file"),
    },
    "Q21.several": {
        "zh": (
            "文件 {file} 有 {count} 张有内容的工作表：{sheets}，不知道应发布哪一张",
            "请把每张工作表另存为单独的文件，或删去不发布的工作表",
        ),
        "en": (
            "{file} has {count} sheets with content: {sheets}; it is not clear which one to publish",
            "Save each as a file of its own, or delete those that are not to be published",
        ),
    },
    "Q21.another_table": {
        "zh": (
            "第 {row} 行（{value}）前面有空行，像是另一张表的标题或表头；一张工作表或一个文件只能放一张表",
            "请把每张表另存为单独的文件后重新交付；如果这一行就是本表的数据，请删除它前面的空行",
        ),
        "en": (
            "Row {row} ({value}) follows a blank row and looks like the title or the header of another table",
            "Save each table as a file of its own; if the row belongs to this table, delete the blank row above it",
        ),
    },
    "Q21.union": {
        "zh": (
            "文件 {file} 的 {count} 张工作表表头相同：{sheets}。拟合并为一张表，以工作表名为第一列“{label}”，需确认",
            "请确认合并后的表正确，并在数据字典最前面增加“{label}”一列；不应合并的，请分别存为文件",
        ),
        "en": (
            "{count} sheets of {file} have one header: {sheets}. It is proposed to join them, with the sheet's "
            "name as the first column, “{label}”. A person must confirm",
            "Confirm the joined table and add the column “{label}” to the data dictionary, in front; if they do "
            "not belong together, save separate files",
        ),
    },
    "Q21.no_such_sheet": {
        "zh": (
            "文件 {file} 中没有名为“{sheet}”的工作表，现有：{sheets}",
            "请把要发布的工作表改名为“{sheet}”，或只留这一张工作表",
        ),
        "en": (
            "{file} has no sheet “{sheet}”; it has {sheets}",
            "Name the sheet to be published “{sheet}”, or keep only that one",
        ),
    },
    "Q21.hidden_sheet": {
        "zh": (
            "文件 {file} 有隐藏的工作表“{sheet}”",
            "请确认内容后删除这张工作表；要发布的，请取消隐藏，另存为单独的文件",
        ),
        "en": (
            "{file} has a hidden sheet, “{sheet}”",
            "Look at it and delete it; if it is to be published, show it and save it as a file of its own",
        ),
    },
    "Q21.hidden_rows": {
        "zh": ("文件 {file} 有隐藏的行：第 {places} 行", "请确认后删除这些行，或取消隐藏后重新交付"),
        "en": ("{file} has hidden rows: {places}", "Delete them, or show them and deliver again"),
    },
    "Q21.hidden_columns": {
        "zh": ("文件 {file} 有隐藏的列：{places} 列", "请确认后删除这些列，或取消隐藏后重新交付"),
        "en": ("{file} has hidden columns: {places}", "Delete them, or show them and deliver again"),
    },
    "Q22": {
        "zh": ("第 {row} 行“{column}”是公式的错误值 {value}", "请改正公式，或改为真实的数值后重新交付"),
        "en": ('Row {row}, column "{column}" holds the error {value} of a formula', "Correct the formula or the value"),
    },
    "Q22.no_value": {
        "zh": (
            "第 {row} 行“{column}”是公式，文件中没有保存计算结果",
            "请在 Excel 或 WPS 中打开文件、重新计算并保存，或把公式粘贴为数值后重新交付",
        ),
        "en": (
            'Row {row}, column "{column}" is a formula whose result is not stored in the file',
            "Open it in a spreadsheet, calculate and save, or paste the values",
        ),
    },
}
