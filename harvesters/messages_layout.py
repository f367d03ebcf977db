"""What the reading says of layout and form: how dates, numbers, yes and no are written (Q09–Q15); data only."""

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
    "Q09": {
        "zh": (_CELLS_ZH + "的日期拟改写" + _ASK_ZH, _CONFIRM_ZH),
        "en": (_CELLS_EN + " hold dates that would be rewritten" + _ASK_EN, _CONFIRM_EN),
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
            _CELLS_EN + " hold magnitudes such as 万 or 亿, which would be worked out" + _ASK_EN,
            "Check the results; write the whole column in the unit of the dictionary",
        ),
    },
    "Q12.brackets": {
        "zh": (_CELLS_ZH + "的数字写在括号里，拟作负数" + _ASK_ZH, _CONFIRM_ZH),
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
        "zh": (_CELLS_ZH + "的是否值拟改写" + _ASK_ZH, _CONFIRM_ZH),
        "en": (_CELLS_EN + " hold truth values that would be rewritten" + _ASK_EN, _CONFIRM_EN),
    },
    "Q15.cleaned": {
        "zh": (_CELLS_ZH + "的是否值已改为数据字典的写法" + _FIRST_ZH, _DONE_ZH),
        "en": ("Truth values in " + _CELLS_EN + " were written as in the dictionary" + _FIRST_EN, _DONE_EN),
    },
    "Q15.other_words": {
        "zh": (
            _CELLS_ZH + "的是否值不是数据字典规定的写法，拟改写" + _ASK_ZH,
            "请核对含义；或把这种写法加入数据字典的 trueValues、falseValues",
        ),
        "en": (
            _CELLS_EN + " hold truth values in words that the dictionary lacks" + _ASK_EN,
            "Check the meaning, or add the words to trueValues and falseValues",
        ),
    },
}
