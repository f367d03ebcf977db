"""What values say beside the lists of the province and the catalogue (G-30 lists and elements, Q16, Q17); data only."""

from __future__ import annotations

from collections.abc import Mapping

LISTED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "G-30.element-differs": {
        "zh": (
            "信息项“{column}”在本表中是{kind}，在同一数据集的表“{table}”中是{other_kind}，合并使用时会对不上",
            "请在数据字典中把两张表的这一项改成同一种数据类型",
        ),
        "en": (
            'Item "{column}" is of type {kind} here and of type {other_kind} in table “{table}” of the same dataset',
            "Give it one type in the data dictionaries of both",
        ),
    },
    "Q16.retired": {
        "zh": (
            "“{column}”列有 {cells} 格是当时已停用的行政区划（首见第 {row} 行）：{names}",
            "请改用当时有效的行政区划；历史数据请写明数据的年份",
        ),
        "en": (
            '{cells} cells of "{column}" name divisions that had ended (first in row {row}): “{names}”',
            "Use the divisions in force at the time of the data; say the year of historic data",
        ),
    },
    "Q16.early": {
        "zh": (
            "“{column}”列有 {cells} 格是当时还没有设立的行政区划（首见第 {row} 行）：{names}",
            "请改用当时的行政区划；按现行区划重新计算的历史数据，请在摘要中说明，不必再改",
        ),
        "en": (
            '{cells} cells of "{column}" name divisions that did not exist yet (first in row {row}): {names}',
            "Use the divisions of that time; if the series was worked out for those of today, tell it in the abstract",
        ),
    },
    "Q16.differing": {
        "zh": (
            "第 {row} 行“{column}”的 {value} 是{meant}，同一行“{other}”写的却是{name}",
            "请核对这一行，改正代码或名称",
        ),
        "en": (
            'Row {row}, column "{column}": {value} is {meant}, but "{other}" of the same row says {name}',
            "Check the row; correct the code or the name",
        ),
    },
    "Q16.missing": {
        "zh": (
            "“{column}”列有 {present} 个市{period_zh}，当时全省有 {count} 个市，缺：{names}",
            "请核对是否漏了；确实没有这几个市的数据的，不必处理，最好在摘要中说明",
        ),
        "en": (
            'Column "{column}" has {present} cities{period_en}; the province had {count}. Missing: {names}',
            "Check whether they were forgotten; if there are no data of them, say so in the abstract",
        ),
    },
    "Q16.cities": {
        "zh": (
            "“{column}”列的城市名有的带“市”、有的不带，或带有省名，有 {cells} 格拟改写（首见第 {row} 行："
            "“{value}”→“{proposal}”），需人工确认",
            "请核对；请在源头统一写法，最好另加“行政区划代码”列",
        ),
        "en": (
            'Column "{column}" names cities in several ways; {cells} cells would be rewritten (first in row {row}: '
            '"{value}" → "{proposal}"). A person must confirm',
            "Check it; write them in one way at the source, better add a column of division codes",
        ),
    },
    "Q16.variants": {
        "zh": (
            "“{column}”列中同一区县有几种写法，有 {cells} 格拟改写"
            "（首见第 {row} 行：“{value}”→“{proposal}”），需人工确认",
            "请核对；请在源头统一写法，最好另加“行政区划代码”列",
        ),
        "en": (
            'Column "{column}" writes counties in several ways; {cells} cells would be rewritten (first in row {row}: '
            '"{value}" → "{proposal}"). A person must confirm',
            "Check it; use one way at the source, best with the code of the division beside",
        ),
    },
    "Q16.unknown": {
        "zh": (
            "“{column}”列有 {cells} 格不是山东省的行政区划代码：{value}（首见第 {row} 行），该列其他值都是",
            "请对照行政区划代码表改正",
        ),
        "en": (
            '{cells} cells of "{column}" are no division of the province: {value} (first in row {row}); the others are',
            "Correct them after the list of divisions",
        ),
    },
    "Q16.ambiguous": {
        "zh": (
            "“{column}”列有 {cells} 格的区划名称不能确定属于哪个市：{value}（首见第 {row} 行），如 {places}",
            "请增加设区的市一列或行政区划代码一列后重新交付",
        ),
        "en": (
            '{cells} cells of "{column}" name a division that several cities have: {value} (first in row {row}): '
            "{places}",
            "Add a column of the city or of the division's code",
        ),
    },
    "Q17": {
        "zh": (
            "“{column}”列中同一单位有几种名称：{names}，统计时会分成几家。有 {cells} 格拟改写"
            "（首见第 {row} 行：“{value}”→“{proposal}”），需人工确认",
            "请核对是否同一单位；请在源头统一为“{proposal}”",
        ),
        "en": (
            'Column "{column}" names one organisation in several ways: {names}. {cells} cells would be rewritten '
            '(first in row {row}: "{value}" → "{proposal}"). A person must confirm',
            "Check that they are one; use “{proposal}” at the source",
        ),
    },
    "Q17.renamed": {
        "zh": (
            "“{column}”列中同一单位有改名前后的名称：{names}（另一种首见第 {row} 行），统计时会分成几家",
            "请核对各行的时间；都反映现状的，请统一为“{proposal}”",
        ),
        "en": (
            'Column "{column}" names one organisation as before and after it was renamed: {names} (another first '
            "in row {row})",
            "Check the time of each row; use “{proposal}” if all are of today",
        ),
    },
    "Q17.ended": {
        "zh": (
            "“{column}”列有 {cells} 格是已撤并的单位：{names}（首见第 {row} 行）",
            "数据反映现状的，请改用现单位；反映当时情况的，请在名称中写明年份，或增加时间列",
        ),
        "en": (
            '{cells} cells of "{column}" name departments that were merged into others: {names} (first in row {row})',
            "Name today's department; if the data are of that time, say the year in the title or in a column",
        ),
    },
    "G-30.element-catalogue": {
        "zh": (
            "信息项“{column}”在本表中是 {kind}，在目录的其他 {count} 个数据集（如 {other}）中是 {other_kind}，"
            "合并使用时会对不上",
            "请核对含义；含义相同的，请在数据字典中改为 {other_kind}，含义不同的，请换一个名称",
        ),
        "en": (
            'Item "{column}" is of type {kind} here and of type {other_kind} in {count} other datasets (as {other})',
            "If it means the same, declare it so; if not, give it another name",
        ),
    },
    "G-30.codelist": {
        "zh": (
            "第 {row} 行“{column}”的“{value}”不在数据字典为该列指定的代码表里（共 {cells} 格）",
            "请改为代码表中的代码或名称；指定错了的，请在数据字典中改正后重新交付",
        ),
        "en": (
            'Row {row}: "{value}" in "{column}" is not in the code list that the data dictionary names for the '
            "column ({cells} cells)",
            "Use a code or a name of the list; if the wrong list is named, correct it",
        ),
    },
}
