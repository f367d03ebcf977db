"""What the gate says where the record and the bytes part: de-identification (G-14), upkeep (G-32), coordinates (Q24),
declared rules (Q29); data only."""

from __future__ import annotations

from collections.abc import Mapping

_AT_ZH = "第 {row} 行“{column}”与写明的脱敏规则“{rule}”不符："
_AT_EN = 'Row {row}, column "{column}" is not as the rule of masking “{rule}” says: '
# What stands in the report is masked already, so that it looks right.
_SHOWN_ZH, _SHOWN_EN = "（此处遮盖后显示为 {value}）", " (shown here masked: {value})"
_RULE_ZH = "；如规则写错了，请改正编目信息“脱敏规则”"
_RULE_EN = "; or correct the rule of masking in the record"
_COPY_ZH = (
    "请在副本上脱敏后交付，并在编目信息“脱敏规则”中写明；原件留在本单位。需要对应几张表的，请把编号换成没有含义的代号"
)
_COPY_EN = (
    "Mask a copy, say so in the record's rules of masking, keep the original; to join tables use a number of no meaning"
)


def _mask(zh: str, en: str, mend_zh: str, mend_en: str) -> Mapping[str, tuple[str, str]]:
    return {"zh": (_AT_ZH + zh + _SHOWN_ZH, mend_zh + _RULE_ZH), "en": (_AT_EN + en + _SHOWN_EN, mend_en + _RULE_EN)}


def _offer(zh: str, en: str) -> Mapping[str, tuple[str, str]]:
    return {
        "zh": ("“{column}”列可以这样脱敏：" + zh, _COPY_ZH),
        "en": ("Column “{column}” can be masked: " + en, _COPY_EN),
    }


DECLARED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "G-20.id": _offer(
        "证件号码至多保留前 3 位和后 4 位，如 {example}", "at most the first 3 and the last 4 characters, as {example}"
    ),
    "G-20.mobile": _offer("手机号码遮盖中间四位，如 {example}", "the middle of the mobile, as {example}"),
    "G-20.phone": _offer("电话只留区号和后四位，如 {example}", "area code and the last four digits, as {example}"),
    "G-20.card": _offer(
        "卡号至多保留前 3 位和后 4 位，如 {example}", "the first 3 and the last 4 digits, as {example}"
    ),
    "G-20.address": _offer("住址只写到区县，如 {example}", "addresses to the county, as {example}"),
    "G-20.date": _offer("日期只留年份，如 {example}", "dates to the year, as {example}"),
    "G-20.name": _offer("姓名只留姓，如 {example}", "names to the surname, as {example}"),
    "G-20.plate": _offer("车牌只留前两位和末位，如 {example}", "the first two and the last character, as {example}"),
    "G-20.trace": _offer(
        "改为按区县、按日的汇总；确需区分个体的，换成每次发布都不同的代号，并把坐标放宽到区县",
        "publish totals by county and day; if rows must be told apart, by a number of no meaning, another one in "
        "each release",
    ),
    "G-20.column": _offer("这一列没有可公开的形式，请整列删除", "there is no public form of it: take the column out"),
    "G-14.name": _mask("姓名没有遮盖", "the name is whole", "请改为“姓+*”，如 张*", "Keep the surname only: 张*"),
    "G-14.id": _mask(
        "证件号码遮盖不够",
        "too much of the number is left",
        "请至多保留前 3 位和后 4 位，如 370***********0019",
        "Keep at most the first 3 and the last 4 characters",
    ),
    "G-14.mobile": _mask(
        "手机号码没有遮盖或遮盖不够", "the mobile is not masked", "请改为如 138****8000", "Write it as 138****8000"
    ),
    "G-14.address": _mask(
        "地址细于区县", "the address is finer than the county", "请只保留到区县", "Keep province, city and county only"
    ),
    "G-14.date": _mask("日期细于年", "the date is finer than the year", "请只保留年份", "Keep the year only"),
    "G-14.month": _mask("日期细于月", "the date is finer than the month", "请只保留年月", "Keep year and month only"),
    "G-14.town": _mask(
        "地址细于乡镇", "the address is finer than the township", "请去掉门牌", "Take house numbers off"
    ),
    "G-14.hash": _mask(
        "编号没有换成代号",
        "the number is not replaced by one of no meaning",
        "请把编号换成没有含义、每次发布都不同的代号（散列）",
        "Replace it by a number of no meaning, another one in each release (a hash)",
    ),
    "G-14.mask": _mask("没有遮盖", "nothing is masked", "请把不公开的部分改为 *", "Put * for what is not published"),
    "G-14.ends": _mask(
        "露出的部分多于规则所写", "more is shown than the rule says", "请按规则遮盖其余部分", "Mask the rest"
    ),
    "G-14.removed": _mask(
        "该列仍有内容", "the column is still filled", "请删除该列或清空", "Remove or empty the column"
    ),
    "G-14.no_rules": {
        "zh": ("编目信息写明需要脱敏，但没有列出脱敏规则，无法核对", "请在编目信息“脱敏规则”中逐列写明，如 姓名：姓+*"),
        "en": (
            "The record says that data were to be masked but lists no rule: nothing can be checked",
            "List the rules of masking in the record, column by column, such as 姓名：姓+*",
        ),
    },
    "G-14.unknown": {
        "zh": (
            "脱敏规则“{rule}”看不懂，没有核对",
            "请写明列名和方式，如 姓名：姓+*、身份证号：前3后4、手机：138****8000、住址：到区县、出生日期：到年、"
            "编号：散列、备注：删除",
        ),
        "en": (
            "The rule of masking “{rule}” is not understood and was not checked",
            "Name column and way, such as 姓名：姓+*, 身份证号：前3后4, 手机：138****8000, 住址：到区县, "
            "出生日期：到年, 编号：散列, 备注：删除",
        ),
    },
    "G-14.no_column": {
        "zh": (
            "脱敏规则“{rule}”所说的列“{rule_column}”不在任何一张表里，没有核对",
            "请把规则中的列名改成与表头一样；已删除该列的，请写“{rule_column}：删除”",
        ),
        "en": (
            "No table has the column “{rule_column}” of the rule “{rule}”: it was not checked",
            "Write the column as in the header; if it was taken out, write “{rule_column}：删除”",
        ),
    },
    "G-32.overdue": {
        "zh": (
            "数据未按时更新：上次更新 {date}，更新周期“{cycle}”，至今已 {days} 天（应在 {limit} 天内）",
            "请按周期更新数据；实际周期不同的，请改正“更新周期”",
        ),
        "en": (
            "Overdue: last updated {date}, cycle “{cycle}”, {days} days ago (within {limit} is right)",
            "Update the data in time, or correct the update cycle",
        ),
    },
    "G-32.few_rows": {
        "zh": ("数据量低：一共只有 {count} 行（少于 {limit} 行）", "如有更多记录请一并提供；本来就少的，不必处理"),
        "en": ("Few rows: {count} in all (fewer than {limit})", "Add what else there is; if that is all, do nothing"),
    },
    "G-32.cut_tables": {
        "zh": (
            "碎片化：{count} 张表信息项相同，只按地区或时间分开（{titles} 等）",
            "请合并为一张表，用一列写明地区或时间",
        ),
        "en": (
            "Fragmented: {count} tables have the same items and differ by area or time only ({titles} …)",
            "Put them into one table, with a column for area or time",
        ),
    },
    "G-32.cut_datasets": {
        "zh": (
            "碎片化：本单位有 {count} 个数据集只按地区或时间分开（如 {other}）",
            "请合并为一个数据集，用一列写明地区或时间，以后在同一数据集里更新",
        ),
        "en": (
            "Fragmented: {count} datasets of this department differ by area or time only (such as {other})",
            "Make them one dataset with a column for area or time, and update that",
        ),
    },
    "G-32.attached": {
        "zh": ("只有附件（{formats}），没有可供机器读取的数据表", "请同时提供 Excel 或 CSV 数据表"),
        "en": ("Attachments only ({formats}), no table that a machine can read", "Add a table as spreadsheet or CSV"),
    },
    "Q24.no_crs": {
        "zh": (
            "“{labels}”列是地理坐标，但没有写明坐标系",
            "请在数据字典这几列的“坐标系”中写明 CGCS2000、WGS84、GCJ-02 或 BD-09；不清楚的，请问提供坐标的单位",
        ),
        "en": (
            "“{labels}” holds coordinates, but nothing says in which system",
            "Say so in the data dictionary: CGCS2000, WGS84, GCJ-02 or BD-09; if you do not know, ask whoever "
            "took them",
        ),
    },
    "Q24.sensitive_site": {
        "zh": (
            "第 {row} 行“{column}”写明的是军事、监管等敏感场所（{value}），同一行有坐标，不得公开其位置",
            "请删除这一行，或删除其坐标；确非敏感场所的，请把名称写完整（如 军事博物馆、监狱路小学）后重新交付",
        ),
        "en": (
            "Row {row}, column “{column}” is of a sensitive site ({value}), and its coordinates stand beside it",
            "Remove the row or its coordinates; if it is no such site, write its full name",
        ),
    },
    "Q29.form": {
        "zh": (
            "数据字典规定的各列之间的关系“{rule}”看不懂，不能核对",
            "请在数据字典中改写：两边写列名、数或几列之和，中间用等于、不等于、大于、小于",
        ),
        "en": (
            "The relation between columns in the data dictionary is not understood, nothing was checked: {rule}",
            "Write a column, a figure or a sum of columns on either side, and =, !=, <, <=, > or >= between",
        ),
    },
    "Q29.declared": {
        "zh": (
            "第 {row} 行不符合数据字典规定的“{rule}”：左边是 {left}，右边是 {right}",
            "请改正该行；规定有误的，请改正数据字典",
        ),
        "en": (
            "Row {row} breaks the dictionary's rule “{rule}”: {left} on the left, {right} on the right",
            "Correct the row, or the rule in the data dictionary",
        ),
    },
}
