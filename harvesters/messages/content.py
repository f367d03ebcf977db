"""What a table says against itself, the tables beside it and its past (G-30 keys, Q09–Q29); data only."""

from __future__ import annotations

from collections.abc import Mapping

_CHECK_ZH, _CHECK_EN = "数据无误的，不必处理", "Check it; if the data are right, nothing is to be done"
_SAMPLE_ZH = "（首见第 {row} 行：{value}）"
_SAMPLE_EN = " (first in row {row}: {value})"

CONTENT: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "G-30.foreign-key": {
        "zh": (
            "第 {row} 行“{column}”的 {value} 在表“{table}”的“{labels}”列中找不到",
            "请改正该值，或在被引用的表中补上对应的行",
        ),
        "en": (
            'Row {row}, column "{column}": {value} does not occur in "{labels}" of table "{table}"',
            "Correct the value, or add its row to the other table",
        ),
    },
    "G-30.foreign-form": {
        "zh": (
            "文件 {file} 的数据字典没有写清本表与另一张表怎样对应",
            "请在数据字典中写明：本表用哪几列、对应哪张表的哪几列，列数要相同",
        ),
        "en": (
            "The data dictionary of {file} does not say clearly how its rows belong to another table",
            "Say which columns belong to which columns of which table; as many on both sides",
        ),
    },
    "G-30.foreign-table": {
        "zh": (
            "数据字典说本表与“{resource}”对应，但这次没有交付表“{resource}”",
            "请把表“{resource}”一起交付，或在数据字典中删去这项对应",
        ),
        "en": (
            "By the data dictionary the rows belong to those of table “{resource}”, which was not delivered",
            "Deliver it too, or take that out of the data dictionary",
        ),
    },
    "G-30.foreign-columns": {
        "zh": (
            "数据字典说本表与另一张表用“{labels}”对应，但表“{table}”没有这一列",
            "请在数据字典中改正列名，要与表头一致",
        ),
        "en": (
            "By the data dictionary rows belong together by “{labels}”, which table “{table}” does not have",
            "Correct the column in the data dictionary; it is named as in the header",
        ),
    },
    "Q05.sections": {
        "zh": (
            "有 {cells} 行只有“{column}”一格有字（首见第 {row} 行：{value}），像是分节的标题行，"
            "其下各行属于哪一节只能靠顺序判断",
            "请把“{value}”这类标题改为单独的一列，每行都填写，删除标题行后重新交付",
        ),
        "en": (
            "{cells} rows hold a name in their first cell only (first row {row}: {value}): headings of sections. What "
            "belongs to which is said by the order of rows alone",
            "Make a column of such names, fill it in each row and delete the headings",
        ),
    },
    "Q09.future": {
        "zh": ("“{column}”列有 {cells} 格是将来的时间" + _SAMPLE_ZH, "请核对是否写错年份；确是计划或期限的，不必处理"),
        "en": (
            '{cells} cells of "{column}" lie in the future' + _SAMPLE_EN,
            "Check the year; plans and terms may stay",
        ),
    },
    "Q09.october_text": {
        "zh": (
            "“{column}”列有 {cells} 格写成“年份.1”（首见第 {row} 行：{value}），而 {year} 年没有 10 月："
            "多半是表格软件把 10 月的 0 去掉了，1 月和 10 月分不开，需人工确认",
            "请在源头把月份写成 2016-10 的形式（该列设为“文本”格式）后重新导出",
        ),
        "en": (
            '{cells} cells of "{column}" are a year and “.1” (first in row {row}: {value}) and {year} has no October: '
            "a spreadsheet took its zero, January and October cannot be told apart. A person must confirm",
            "Write months as 2016-10 at the source, in a column of text, and export again",
        ),
    },
    "Q09.mixed": {
        "zh": (
            "“{column}”列混用了 {count} 种时间写法：{forms}，排序和汇总会出错",
            "请在源头统一写法，如年 2023、月 2019-02、季度 2023-Q1",
        ),
        "en": (
            'Column "{column}" writes time in {count} ways: {forms}; it can be neither sorted nor summed up',
            "Use one form: 2023, 2019-02 or 2023-Q1",
        ),
    },
    "Q10.jump": {
        "zh": (
            "“{column}”从 {before} 到 {after}，{count} 组数中有 {cells} 组同时变为约 {factor} 倍，像是计量单位变了",
            "请核对两期的计量单位（如元与万元），统一后重新交付；" + _CHECK_ZH,
        ),
        "en": (
            'From {before} to {after}, {cells} of {count} rows of figures of "{column}" change about '
            "{factor}-fold together, as if the unit had changed",
            "Check the units of both periods. " + _CHECK_EN,
        ),
    },
    "Q10.off": {
        "zh": (
            "第 {row} 行“{column}”的 {value} 与同一行、同一列的其他数差一个数量级（推算约为 {expected_value}）",
            "请核对是否多写或少写一位、小数点错位；" + _CHECK_ZH,
        ),
        "en": (
            'Row {row}, column "{column}": {value} is an order of magnitude off what stands beside and above it (about '
            "{expected_value} would fit)",
            "Check for a digit too many or a shifted point. " + _CHECK_EN,
        ),
    },
    "Q10.spike": {
        "zh": (
            "第 {row} 行“{column}”的 {value} 与前后各期（{before}、{after}）差一个数量级",
            "请核对是否多写或少写一位、小数点错位；" + _CHECK_ZH,
        ),
        "en": (
            'Row {row}, column "{column}": {value} is an order of magnitude off the periods around it ({before}, '
            "{after})",
            "Check for a digit too many or a shifted point. " + _CHECK_EN,
        ),
    },
    "Q11.zero_row": {
        "zh": (
            "有 {cells} 行的数值全部为 0（首见第 {row} 行），其他行不是这样，像是把没有数据写成了 0",
            "请核对；没有数据的请留空，确为 0 的不必处理",
        ),
        "en": (
            "In {cells} rows every figure is 0 (first in row {row}), in others not: missing values written as 0?",
            "Check; leave cells without a value empty; if they are 0, nothing is to be done",
        ),
    },
    "Q15.mixed_words": {
        "zh": (
            "“{column}”列用了几套表示是、否的写法，有 {cells} 格拟改写（首见第 {row} 行："
            "“{value}”→“{proposal}”），需人工确认",
            "请核对含义；请在源头统一为一套写法，如 是/否",
        ),
        "en": (
            'Column "{column}" says yes and no in several ways; {cells} cells would be rewritten (first in row '
            '{row}: "{value}" → "{proposal}"). A person must confirm',
            "Check the meaning; use one pair of words at the source",
        ),
    },
    "Q18": {
        "zh": (
            "有 {cells} 行与前面的行完全相同（首见第 {row} 行，与第 {first_row} 行相同），拟去除，需人工确认",
            "请核对；请在源头删除重复的行，或增加能区分它们的列",
        ),
        "en": (
            "{cells} rows repeat an earlier one (first: row {row}, like row {first_row}); they would be left out. "
            "A person must confirm",
            "Check it; delete them at the source, or add a column that tells them apart",
        ),
    },
    "Q18.but_serial": {
        "zh": (
            "有 {cells} 行除“{column}”外与前面的行完全相同（首见第 {row} 行，与第 {first_row} 行相同）",
            "请核对是否重复登记；" + _CHECK_ZH,
        ),
        "en": (
            'But for "{column}", {cells} rows repeat an earlier one (first: row {row}, like row {first_row})',
            _CHECK_EN,
        ),
    },
    "Q18.by_chance": {
        "zh": (
            "有 {cells} 行与前面的行完全相同（首见第 {row} 行，与第 {first_row} 行相同），表中没有能区分它们的列",
            "请增加编号等能区分各行的列，并在数据字典中写明用它区分；" + _CHECK_ZH,
        ),
        "en": (
            "{cells} rows repeat an earlier one (first: row {row}, like row {first_row}); no column tells them apart",
            "Add a column that does and name it as the key in the data dictionary. " + _CHECK_EN,
        ),
    },
    "Q19": {
        "zh": (
            "数据字典说用序号列“{column}”区分各行，但每次导出序号都可能变，不能用来识别记录",
            "请改用业务编号、名称或代码来区分各行",
        ),
        "en": (
            'By the data dictionary the rows are told apart by the serial number "{column}", which may change '
            "with each export",
            "Use a number, name or code of the business instead",
        ),
    },
    "Q19.broken": {
        "zh": (
            "序号列“{column}”不连续：第 {row} 行由 {before} 变为 {value}，共 {cells} 处",
            "请核对是否漏了行，或由几张表拼接而成；" + _CHECK_ZH,
        ),
        "en": (
            'The serial numbers in "{column}" break {cells} times, first in row {row}: {before}, then {value}',
            "Check whether rows are missing, or tables were joined. " + _CHECK_EN,
        ),
    },
    "Q20": {
        "zh": (
            "“{column}”列有 {cells} 格写了多个值" + _SAMPLE_ZH,
            "最好拆成多行，每行一个值；保持原样也可以",
        ),
        "en": (
            '{cells} cells of "{column}" hold several values' + _SAMPLE_EN,
            "Better one value a row; it may stay",
        ),
    },
    "Q26.nulls": {
        "zh": ("空值超过三成的列：{labels}", "请补充数据；确无数据的列，请考虑从数据字典中去除"),
        "en": ("More than 30 % of the cells are empty in: {labels}", "Fill them in, or drop columns that hold nothing"),
    },
    "Q26.constant": {
        "zh": ("全表只有一个值的列：{labels}", "不必处理；可改写到摘要中"),
        "en": ("Columns with one value throughout: {labels}", "Nothing to do; the summary may say it instead"),
    },
    "Q27.fewer": {
        "zh": (
            "表“{table}”只有 {rows} 行，上一版有 {before} 行，少了一半以上",
            "请核对是否只导出了一部分；确有减少的，不必处理",
        ),
        "en": (
            "Table “{table}” has {rows} rows where the release before had {before}: less than half",
            "Check whether the export is whole; if the data did shrink, nothing is to be done",
        ),
    },
    "Q27.not_compared": {
        "zh": (
            "表“{table}”或它的上一版超过 {limit} 行，这里没有逐格与上一版比较",
            "不必处理；改动了历史数据的，请自行核对并在摘要中说明",
        ),
        "en": (
            "Table “{table}” or its release before has more than {limit} rows: their figures were not compared",
            "Nothing to do; if figures of the past were changed, check them and say so in the abstract",
        ),
    },
    "Q27.revised": {
        "zh": (
            "与上一版相比，同一“{labels}”的数有 {percent} % 变了（{count} 格中 {cells} 格，共 {rows} 行；"
            "首见第 {row} 行“{column}”：{before} → {value}）",
            "请核对是否交错了表、列的顺序或计量单位变了；确是历史数据修订的，请在摘要中说明，不必再改",
        ),
        "en": (
            "Against the release before, {percent} % of the figures of the same {labels} are others ({cells} of "
            '{count} cells in {rows} rows; first row {row}, column "{column}": {before} → {value})',
            "Check whether it is the right table, with the same units and columns; tell a revision in the abstract",
        ),
    },
    "Q27.some_revised": {
        "zh": (
            "与上一版相比，同一“{labels}”的数有 {cells} 格修订（共 {count} 格、{rows} 行有改动；"
            "首见第 {row} 行“{column}”：{before} → {value}）",
            "不必处理；不是有意修订的，请核对",
        ),
        "en": (
            "Against the release before, {cells} of {count} figures of the same {labels} were revised ({rows} rows; "
            'first row {row}, column "{column}": {before} → {value})',
            "Nothing to do; check them if no revision was meant",
        ),
    },
    "Q29.sum": {
        "zh": (
            "第 {row} 行“{column}”的 {value} 不等于各部分（{labels}）之和 {expected_value}，其他行都相等",
            "请核对该行；" + _CHECK_ZH,
        ),
        "en": (
            'Row {row}: "{column}" is {value}, the sum of its parts ({labels}) {expected_value}; other rows add up',
            _CHECK_EN,
        ),
    },
    "Q29.order": {
        "zh": ("第 {row} 行的“{column}”（{value}）早于“{start}”（{before}）", "请核对两个时间是否写反或写错"),
        "en": ('Row {row}: "{column}" ({value}) comes before "{start}" ({before})', "Check the two dates"),
    },
    "Q29.share": {
        "zh": (
            "“{column}”列有 {cells} 格超过 100 %" + _SAMPLE_ZH,
            "占比、比重不会超过 100 %，请核对数值和计量单位",
        ),
        "en": ('{cells} cells of "{column}" exceed 100 %' + _SAMPLE_EN, "A share cannot; check value and unit"),
    },
    "Q23": {
        "zh": (
            "有 {count} 列是不同年份的同一指标：{labels}",
            "不必处理；最好改为“年份”“数值”两列，每年一行，便于逐年追加",
        ),
        "en": (
            "{count} columns are years of one measure: {labels}",
            "Nothing to do; better one row a year, with a column for the year",
        ),
    },
    "Q23.early": {
        "zh": ("这些列不是最终数：{labels}", "请在摘要中写明，正式数公布后更新"),
        "en": ("These columns are not final: {labels}", "Say so in the summary; update when the figures are final"),
    },
    "Q24.beyond": {
        "zh": (
            "{cells} 行的“{column}”与“{other}”不是经纬度（首见第 {row} 行：{value}）："
            "经度在 -180 到 180 之间，纬度在 -90 到 90 之间",
            "请改正这些坐标；如是以米为单位的平面坐标，请换算成经纬度，或把列名改成“X坐标”“Y坐标”并写明坐标系",
        ),
        "en": (
            '"{column}" and "{other}" are no longitude and latitude in {cells} rows (first row {row}: {value})',
            "Mend these coordinates; if they are metres, work out degrees or call the columns X and Y",
        ),
    },
    "Q24.zero": {
        "zh": (
            "{cells} 行的“{column}”与“{other}”都是 0（首见第 {row} 行：{value}），是没有坐标时系统填的数，不是真实位置",
            "请填写真实坐标；没有坐标的，这两格都留空，不要填 0",
        ),
        "en": (
            'In {cells} rows "{column}" and "{other}" are both 0 (first row {row}: {value}): what systems write where '
            "they know no position",
            "Enter the position; where there is none leave both cells empty",
        ),
    },
    "Q24.crs_metres": {
        "zh": (
            "写明的坐标系“{crs}”以米为单位，“{column}”列却是经纬度（{cells} 行，首见第 {row} 行：{value}）",
            "请写明这些经纬度实际的坐标系，如 CGCS2000、WGS84；数据本来是平面坐标的，请重新导出",
        ),
        "en": (
            'The declared system "{crs}" is in metres, but "{column}" holds degrees ({cells} rows, first row {row}: '
            "{value})",
            "Declare the system that these degrees are in, such as CGCS2000 or WGS84, or export in metres",
        ),
    },
    "Q24.crs_degrees": {
        "zh": (
            "写明的坐标系“{crs}”以度为单位，“{column}”列却是以米为单位的平面坐标"
            "（{cells} 行，首见第 {row} 行：{value}）",
            "请写明投影和分度带，如 CGCS2000 三度带第 39 带，或换算成经纬度后重新交付",
        ),
        "en": (
            'The declared system "{crs}" is in degrees, but "{column}" holds metres ({cells} rows, first row {row}: '
            "{value})",
            "Declare projection and zone, such as CGCS2000, 3-degree zone 39, or work them out in degrees",
        ),
    },
    "Q24.crs_zone": {
        "zh": (
            "“{column}”列是以米为单位的平面坐标（{cells} 行，首见第 {row} 行：{value}），"
            "只写了“{crs}”，没有写投影和分度带",
            "请在数据字典的“坐标系”中写全，如 CGCS2000 三度带第 39 带，否则别人无法在地图上定位",
        ),
        "en": (
            '"{column}" holds metres ({cells} rows, first row {row}: {value}); of their system only "{crs}" is said, '
            "neither projection nor zone",
            "Say all of it in the data dictionary (CGCS2000, 3-degree zone 39): else nobody can place them on a map",
        ),
    },
    "Q24.outside": {
        "zh": (
            "{cells} 行的“{column}”与“{other}”不在山东省内（首见第 {row} 行：{value}），其余各行都在省内",
            "请核对这些坐标；确在省外的不必改",
        ),
        "en": (
            '"{column}" and "{other}" lie outside the province in {cells} rows (first row {row}: {value}), all '
            "others inside",
            "Check these coordinates; if they are right, nothing needs to be done",
        ),
    },
    "Q24.swapped_some": {
        "zh": (
            "{cells} 行的“{column}”与“{other}”写反了（首见第 {row} 行：{value}），其余各行不是这样",
            "请把这些行的经度和纬度对调：山东省的经度在 114 到 123 之间，纬度在 34 到 39 之间",
        ),
        "en": (
            '"{column}" and "{other}" are exchanged in {cells} rows (first row {row}: {value}), in others not',
            "Exchange them in these rows: in the province longitudes lie between 114 and 123, latitudes from 34 to 39",
        ),
    },
    "Q24.swapped": {
        "zh": (
            "“{column}”与“{other}”像是写反了：{cells} 行的经度在 34–39、纬度在 114–123 之间"
            "（首见第 {row} 行：{value}），"
            "拟对调，需人工确认",
            "请核对；请在源头对调两列后重新交付",
        ),
        "en": (
            '"{column}" and "{other}" look swapped in {cells} rows (first row {row}: {value}); they would be '
            "exchanged. A person must confirm",
            "Check it; exchange the columns at the source",
        ),
    },
}
