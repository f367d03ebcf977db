"""What the gate says of persons and secrets in the data (G-03, G-10 to G-15, codes and coordinates); data only."""

from __future__ import annotations

from collections.abc import Mapping

SECRET_ZH = "请立即停止传输，并报告本单位保密工作机构。涉密信息不得经本平台处理；提交到平台的原件会被锁定"
SECRET_EN = (
    "Stop, and tell your secrecy office. Classified data must not pass through here; the portal locks the original away"
)
_ID_ZH = "请删除个人证件号码所在的列，或按脱敏规则处理（如 370***********0019）后重新交付；提交到平台的原件会被锁定"
_ID_EN = "Remove the numbers or mask them (370***********0019) and deliver again; the portal locks the original away"
_OUT_ZH = "请从{within_zh}中删除证件号码后重新交付；提交到平台的原件会被锁定"
_OUT_EN = "Remove it from {within_en} and deliver again; the portal locks the original away"
_MASK_ZH = "请删除该列，或先脱敏（姓名→张*，手机→138****8000，住址→到区县）再交付"
_MASK_EN = "Remove the column, or mask it first (name to surname, mobile to 138****8000, address to the county)"
_LOOK_ZH = "如属个人信息，请删除或脱敏；不是的，请等待审核人员确认"
_LOOK_EN = "If it is personal, remove or mask it; if not, wait for the reviewer"
_WORDS_ZH = "如不涉密，请删除该字样或说明理由；如涉密，请勿提交"
_WORDS_EN = "Remove the words, or withdraw the data"
_AT_ZH, _AT_EN = "第 {row} 行“{column}”", 'row {row}, column "{column}"'

PERSONAL: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "G-03": {
        "zh": (_AT_ZH + "有“{value}”字样，需保密人员确认", _WORDS_ZH),
        "en": ("“{value}” in " + _AT_EN + ": somebody of the secrecy office must look", _WORDS_EN),
    },
    "G-03.secret": {
        "zh": (_AT_ZH + "有密级标志“{value}”", SECRET_ZH),
        "en": ("A classification mark “{value}” in " + _AT_EN, SECRET_EN),
    },
    "G-03.secret_in_text": {
        "zh": ("{place_zh}中有密级标志“{value}”", SECRET_ZH),
        "en": ("A classification mark “{value}” in {place_en}", SECRET_EN),
    },
    "G-03.marker_in_text": {
        "zh": ("{place_zh}中有“{value}”字样，需保密人员确认", _WORDS_ZH),
        "en": ("“{value}” in {place_en}: somebody of the secrecy office must look", _WORDS_EN),
    },
    "G-10": {
        "zh": (_AT_ZH + "有居民身份证号：{value}", _ID_ZH),
        "en": ("A personal ID number in " + _AT_EN + ": {value}", _ID_EN),
    },
    "G-10.id_old": {
        "zh": (_AT_ZH + "有 15 位居民身份证号：{value}", _ID_ZH),
        "en": ("A 15-digit personal ID number in " + _AT_EN + ": {value}", _ID_EN),
    },
    "G-10.id_in_text": {
        "zh": ("{place_zh}中有居民身份证号：{value}", _OUT_ZH),
        "en": (
            "A personal ID number in {place_en}: {value}",
            _OUT_EN,
        ),
    },
    "G-10.id_old_in_text": {
        "zh": ("{place_zh}中有 15 位居民身份证号：{value}", _OUT_ZH),
        "en": (
            "A 15-digit personal ID number in {place_en}: {value}",
            _OUT_EN,
        ),
    },
    "G-11": {
        "zh": (_AT_ZH + "有{what}：{value}", _MASK_ZH),
        "en": ("{what} in " + _AT_EN + ": {value}", _MASK_EN),
    },
    "G-11.id_wrong": {
        "zh": (
            _AT_ZH + "是个人的证件号码，只是其中有数字写错或前后颠倒：{value}。个人信息不得开放",
            "请删除整列证件号码，或脱敏（如 370***********0019）后重新交付",
        ),
        "en": (
            _AT_EN + " is somebody's personal number with digits wrong or exchanged: {value}. It must not be published",
            "Remove the column, or mask it (370***********0019), and deliver again",
        ),
    },
    "G-11.trace": {
        "zh": (
            "“{column}”列的 {value}（第 {row} 行）在不同时间出现在不同地点，构成个人行踪轨迹",
            "请删除该列，或改为不能认出个人的汇总（如按区县、按日的人次）后再交付；公共交通、船舶、监测站点的轨迹请在标题或列名中写明",
        ),
        "en": (
            "{value} in column “{column}” (row {row}) is at different places at different times: a person's movements",
            "Remove the column or publish totals (by county and day); if it is public transport, say so in the labels",
        ),
    },
    "G-12": {
        "zh": (
            _AT_ZH + "的姓名（{value}）与“{other}”的{what}在同一行，可以认出个人",
            "请删除其一或脱敏（姓名→张*）；法律法规要求公开的，请在编目信息“公开依据”中写明依据和公开的列名",
        ),
        "en": (
            "The name in " + _AT_EN + " ({value}) stands beside {what} in “{other}”: it leads to a person",
            "Remove or mask one of them; if a law has them published, cite it as basis of disclosure, with the columns",
        ),
    },
    "G-12.not_named": {
        "zh": (
            _AT_ZH + "的姓名（{value}）与“{other}”的{what}在同一行，而“公开依据”没有写明要公开这些列",
            "请在“公开依据”中补写这些列名，或删除、脱敏其余的列",
        ),
        "en": (
            "The name in "
            + _AT_EN
            + " ({value}) stands beside {what} in “{other}”; the basis of disclosure names not both",
            "Name both columns in the basis of disclosure, or remove or mask the others",
        ),
    },
    "G-12.basis": {
        "zh": (
            _AT_ZH + "的姓名（{value}）与“{other}”的{what}在同一行，提供方称依法公开，须由审核人员核对依据",
            "无需处理，等待审核；审核人员同意时须写明理由",
        ),
        "en": (
            "The name in " + _AT_EN + " ({value}) beside {what} in “{other}”: published by law, says the provider",
            "Nothing to do: a reviewer checks the basis, and gives a reason for agreeing",
        ),
    },
    "G-13": {
        "zh": (_AT_ZH + "可能有个人信息：{value}", _LOOK_ZH),
        "en": ("Perhaps personal data in " + _AT_EN + ": {value}", _LOOK_EN),
    },
    "G-13.seen": {
        "zh": (_AT_ZH + "有{what}：{value}，需人工确认", _LOOK_ZH),
        "en": ("{what} in " + _AT_EN + ": {value}; a person has to look", _LOOK_EN),
    },
    "G-13.header": {
        "zh": ("“{column}”列看来是{what}（{count} 格有值），需人工确认", _LOOK_ZH),
        "en": ("Column “{column}” looks like {what} ({count} cells); a person has to look", _LOOK_EN),
    },
    "G-13.id_shown": {
        "zh": (
            _AT_ZH + "的证件号码遮盖不够，仍可看出出生日期和地区：{value}",
            "请至多保留前 3 位和后 4 位，其余改为 *",
        ),
        "en": (
            "A masked ID in " + _AT_EN + " still shows birth date and area: {value}",
            "Keep at most the first 3 and the last 4 characters, and * for the rest",
        ),
    },
    "G-13.id_shown_in_text": {
        "zh": ("{place_zh}中的证件号码遮盖不够：{value}", "请至多保留前 3 位和后 4 位，其余改为 *"),
        "en": (
            "A masked ID in {place_en} still shows too much: {value}",
            "Keep at most the first 3 and the last 4 characters, and * for the rest",
        ),
    },
    "G-13.id_chance": {
        "zh": (
            _AT_ZH + "的编号恰好像一个身份证号：{value}。该列 {count} 个编号大多不像，多半是业务编号，需人工确认",
            "如确是身份证号，请删除或脱敏；不是的，请等待审核人员确认",
        ),
        "en": (
            "A code in " + _AT_EN + " happens to look like a personal ID: {value}; of {count} such codes most do not",
            "If they are ID numbers, remove or mask them; if not, wait for the reviewer",
        ),
    },
    "G-13.mobile_office": {
        "zh": (_AT_ZH + "以手机号码作为办公电话：{value}", "请改为固定电话；确需公布的，请等待审核人员确认"),
        "en": ("A mobile serves as office telephone in " + _AT_EN + ": {value}", "Give a landline, or wait for review"),
    },
    "G-13.mobile_serial": {
        "zh": (_AT_ZH + "的编号形如手机号码：{value}，但逐个连续，多半是编号，需人工确认", _LOOK_ZH),
        "en": ("Numbers in " + _AT_EN + " look like mobiles ({value}) but count up like a series", _LOOK_EN),
    },
    "G-13.mobile_few": {
        "zh": (_AT_ZH + "有手机号码：{value}，需人工确认", _LOOK_ZH),
        "en": ("A mobile number in " + _AT_EN + ": {value}; a person has to look", _LOOK_EN),
    },
    "G-13.mobile_in_text": {
        "zh": ("{place_zh}中有手机号码：{value}，需人工确认", "请改为办公固定电话；确需公布的，请等待审核人员确认"),
        "en": (
            "A mobile number in {place_en}: {value}; a person has to look",
            "Give an office number, or wait for the reviewer",
        ),
    },
    "G-13.office": {
        "zh": (_AT_ZH + "的姓名（{value}）与“{other}”的{what}在同一行，需人工确认是否为公务信息", _LOOK_ZH),
        "en": (
            "The name in "
            + _AT_EN
            + " ({value}) stands beside {what} in “{other}”: a person must see whether that is official",
            _LOOK_EN,
        ),
    },
    "G-13.names": {
        "zh": (
            "“{column}”列有个人姓名（{count} 格），自第 {row} 行（{value}）起；需人工确认公开依据",
            "依法公开的名单，请在编目信息“公开依据”中写明；其余请脱敏（张*）",
        ),
        "en": (
            "Column “{column}” holds names of persons ({count} cells, from row {row}, {value}); by which law?",
            "Cite the law as basis of disclosure, or mask the names",
        ),
    },
    "G-13.small_groups": {
        "zh": (
            "“{labels}”合起来可能认出个人：有 {count} 种组合不足 {limit} 行（共 {rows} 行，自第 {row} 行起）",
            "请把年龄并成年龄段、区划放宽到市，或删除其中一列，使每种组合至少 {limit} 行；"
            "不涉及个人的，请等待审核人员确认",
        ),
        "en": (
            "“{labels}” together may tell who it is: {count} combinations have fewer than {limit} rows "
            "({rows} in all, from row {row})",
            "Use age bands, larger areas or fewer columns, so that each has {limit} rows; or wait for review",
        ),
    },
    "G-13.small_cells": {
        "zh": (
            _AT_ZH + "的人数只有 1 或 2，又涉及疾病、救助等敏感事项，可能认出个人，需人工确认",
            "请合并相邻分组，或把小于 3 的数改为“<3”；可以公开的，请等待审核人员确认",
        ),
        "en": (
            "Only one or two people are counted in " + _AT_EN + ", in a sensitive matter: it may lead to them",
            "Merge groups, or write <3 for figures below three; or wait for the reviewer",
        ),
    },
    "G-13.agents": {
        "zh": (
            "“{column}”列有姓名（{count} 格），自第 {row} 行（{value}）起，属机构登记信息",
            "请确认都是依法公示的登记信息；确是的，不必处理",
        ),
        "en": (
            "Column “{column}” holds names of those who act for institutions ({count} cells, from row {row}, {value})",
            "See to it that only registered facts are given; if so, nothing is to be done",
        ),
    },
    "G-13.uscc_person": {
        "zh": (_AT_ZH + "是个体工商户的统一社会信用代码：{value}，背后是自然人，需人工确认", _LOOK_ZH),
        "en": ("The credit code of a sole trader in " + _AT_EN + ": {value}; it leads to a person", _LOOK_EN),
    },
    "G-15": {
        "zh": (
            _AT_ZH + "有{what}：{value}。有条件开放的数据含个人信息，须由审核人员决定",
            "请只保留必需的列，并附上使用协议；然后等待审核人员决定",
        ),
        "en": (
            "{what} in " + _AT_EN + ": {value}. For conditional data a reviewer decides",
            "Keep only what is needed and add the agreement of use; then wait for the reviewer",
        ),
    },
    "G-15.together": {
        "zh": (
            _AT_ZH + "的姓名（{value}）与“{other}”的{what}在同一行。有条件开放的数据含个人信息，须由审核人员决定",
            "请只保留必需的列，并附上使用协议；然后等待审核人员决定",
        ),
        "en": (
            "The name in " + _AT_EN + " ({value}) beside {what} in “{other}”. For conditional data a reviewer decides",
            "Keep only what is needed and add the agreement of use; then wait for the reviewer",
        ),
    },
    "G-30.uscc-check": {
        "zh": (_AT_ZH + "的统一社会信用代码不正确：{value}", "请按营业执照核对 18 位代码；没有代码的留空"),
        "en": ("No valid credit code in " + _AT_EN + ": {value}", "Check all 18 characters; leave unknown ones empty"),
    },
    "G-30.uscc-organisation": {
        "zh": (_AT_ZH + "的统一社会信用代码有误，第 17 位与第 9 至 16 位对不上：{value}", "请按营业执照或登记证书核对"),
        "en": (
            "The credit code in " + _AT_EN + " is wrong, character 17 does not fit characters 9 to 16: {value}",
            "Compare it with the certificate",
        ),
    },
}
