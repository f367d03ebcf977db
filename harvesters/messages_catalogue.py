"""What the record and dictionary rules say: key → language → (sentence, how to mend). Data only.

A key is a rule's code, or ``code.reason`` for one of its cases (``params["reason"]``); the bare code serves the rest.
Placeholders are the finding's params; ``label``, ``label_en`` and ``field`` name the field of the record.
"""

from __future__ import annotations

from collections.abc import Mapping

from harvesters.messages_dictionary import DICTIONARY
from harvesters.messages_sharing import SHARING

_COLUMN_ZH, _COLUMN_EN = "表“{table}”的信息项“{column}”", 'Item "{column}" of table "{table}"'
_RESUBMIT_ZH = "后重新提交"

CATALOGUE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "V-00": {
        "zh": ("“{label}”（{field}）超长或含控制字符", "请改短并去掉不可见字符" + _RESUBMIT_ZH),
        "en": (
            "{label_en} ({field}) is too long or holds control characters",
            "Shorten it, remove invisible characters",
        ),
    },
    "V-00.not_text": {
        "zh": ("“{label}”（{field}）应当是一段文字", "请把该项改为一个文本值，不要用列表或对象"),
        "en": ("{label_en} ({field}) must be a text", "Give one text value, not a list or an object"),
    },
    "V-00.not_list": {
        "zh": ("“{label}”（{field}）应当是文字列表", "请改为由文字组成的列表，例如 [“甲”, “乙”]"),
        "en": ("{label_en} ({field}) must be a list of texts", 'Give a list of texts such as ["a", "b"]'),
    },
    "V-00.not_object": {
        "zh": ("“{label}”（{field}）应当是一个对象", "请按编目规范填写为 JSON 对象"),
        "en": ("{label_en} ({field}) must be an object", "Give a JSON object"),
    },
    "V-00.too_deep": {
        "zh": ("“{label}”（{field}）的嵌套超过 {limit} 层", "请简化该项的结构"),
        "en": ("{label_en} ({field}) is nested deeper than {limit} levels", "Simplify it"),
    },
    "V-00.title_too_long": {
        "zh": ("“{label}”有 {length} 个字，超过上限 {limit} 个字", "请缩短名称，把说明移到信息资源摘要"),
        "en": (
            "{label_en} has {length} characters, above the limit of {limit}",
            "Shorten it; move details to the abstract",
        ),
    },
    "V-00.too_long": {
        "zh": ("“{label}”（{field}）有 {length} 字节，超过上限 {limit} 字节", "请缩短该项" + _RESUBMIT_ZH),
        "en": ("{label_en} ({field}) has {length} bytes, above the limit of {limit}", "Shorten it"),
    },
    "V-00.too_many": {
        "zh": ("“{label}”（{field}）有 {length} 个值，超过上限 {limit} 个", "请只保留最重要的值"),
        "en": ("{label_en} ({field}) has {length} values, above the limit of {limit}", "Keep the most important ones"),
    },
    "V-00.control": {
        "zh": (
            "“{label}”（{field}）的第 {position} 个字符是控制字符或不可显示的字符（{character}）",
            "请删除该字符；如从其他软件粘贴，请先粘贴为纯文本",
        ),
        "en": (
            "Character {position} of {label_en} ({field}) is a control character or cannot be shown ({character})",
            "Delete it; paste text as plain text",
        ),
    },
    "V-01": {
        "zh": ("编目信息不完整", "请补填必填项" + _RESUBMIT_ZH),
        "en": ("The record is incomplete", "Fill in what is mandatory"),
    },
    "V-01.missing": {
        "zh": ("缺少必填项“{label}”（{field}，编目要素 {element}）", "请在编目信息中补填“{label}”" + _RESUBMIT_ZH),
        "en": ("{label_en} ({field}, element {element}) is missing", "Fill in {field} and submit again"),
    },
    "V-01.held": {
        "zh": (
            "“{label}”（{field}）尚未填写，来源登记中也没有，数据暂存待补充",
            "请由部门补填“{label}”，或在来源登记中统一补充",
        ),
        "en": (
            "{label_en} ({field}) is missing, and the source's registration does not supply it: held",
            "Fill in {field}, or add it to the source's registration",
        ),
    },
    "V-01.advised": {
        "zh": ("“{label}”（{field}）没有填写", "请在下次更新时补填“{label}”"),
        "en": ("{label_en} ({field}) is not given", "Fill in {field} with the next update"),
    },
    "V-01.category": {
        "zh": ("“{label}”（{field}）没有填写，需由部门确认", "可选：{proposals}"),
        "en": ("{label_en} ({field}) is not given; the department has to confirm one", "Choose from: {proposals_en}"),
    },
    "V-01.format": {
        "zh": ("表“{table}”没有写明格式类型（format，编目要素 7）", "请在该资源中填写 format，例如 csv"),
        "en": ('Table "{table}" does not say its format (element 7)', "Give the resource a format, such as csv"),
    },
    "V-01.not_in_list": {
        "zh": ("“{label}”（{field}）的值“{value}”不在代码表中", "请改用代码表中的值：{choices}"),
        "en": ('{label_en} ({field}): "{value}" is not in the code list', "Use one of: {choices_en}"),
    },
    "V-01.former_region": {
        "zh": ("“{label}”填的是已撤销的行政区划 {value}，现为 {successor}", "如数据反映现状，请改用现行代码"),
        "en": (
            "{label_en}: {value} is a former division, now {successor}",
            "Use today's code if the data are of today",
        ),
    },
    "V-02": {
        "zh": ("信息资源代码不符合编码规则", "请核对信息资源代码"),
        "en": ("The resource code does not fit its scheme", "Check the resource code"),
    },
    "V-02.class_differs": {
        "zh": (
            "信息资源分类“{value}”与信息资源代码中的分类码“{class}”不一致",
            "请把信息资源分类改为“{class}”，或更正信息资源代码",
        ),
        "en": ('Class "{value}" differs from "{class}" in the resource code', "Make the two agree"),
    },
    "V-02.portal_form": {
        "zh": ("“{value}”以 SDP/ 开头，但不是平台编发的代码", "SDP/ 开头的代码只由平台编发，请使用本部门的代码"),
        "en": ('"{value}" begins with SDP/ but was not issued by the portal', "Use a code of your own department"),
    },
    "V-02.local_form": {
        "zh": ("信息资源代码“{value}”含有空格或不可见字符", "请去掉代码中的空格和不可见字符"),
        "en": ('Resource code "{value}" holds spaces or invisible characters', "Remove them"),
    },
    "V-02.nearly_national": {
        "zh": (
            "“{value}”像国家目录代码，但不符合“类1位＋项2位＋目3位＋细目/顺序码”的结构，已按部门自编代码处理",
            "如是国家目录代码，请更正为 30701310711/000001 这样的形式",
        ),
        "en": (
            '"{value}" looks like a national code but does not have its structure; taken as a local code',
            "If it is a national code, write it like 30701310711/000001",
        ),
    },
    "V-02.too_long": {
        "zh": ("信息资源代码有 {length} 个字符，超过上限 {limit} 个", "请使用更短的代码"),
        "en": ("The resource code has {length} characters, above the limit of {limit}", "Use a shorter code"),
    },
    "V-02.unknown_class": {
        "zh": ("分类码“{value}”不在已知的目录分类表中（最接近：{nearest}）", "请核对分类码；如无误可继续"),
        "en": ('Class "{value}" is not in the known class table (nearest: {nearest})', "Check it; continue if right"),
    },
    "V-02.changed": {
        "zh": (
            "信息资源代码发布后不能改变：已发布的是“{previous}”，这次提交的是“{value}”",
            "请改回“{previous}”；如是另一个数据集，请作为新数据集提交",
        ),
        "en": (
            'A published resource code never changes: published "{previous}", submitted "{value}"',
            "Use the published code, or submit a new dataset",
        ),
    },
    "V-02.conflict": {
        "zh": (
            "信息资源代码“{value}”已由其他部门使用，代码冲突",
            "请核对本部门的代码；如认为代码属于本部门，请联系平台运营方处理",
        ),
        "en": (
            'Resource code "{value}" is already used by another department: conflict',
            "Check your code; contact the operator if it is yours",
        ),
    },
    "V-02.other_department": {
        "zh": (
            "代码冲突：信息资源代码“{value}”的分类码属于“{holder}”（{prefix}），而本数据由“{mine}”提供",
            "请改用“{mine}”自己的信息资源代码；如数据确由“{holder}”提供，请由该部门提交",
        ),
        "en": (
            'Conflict: code "{value}" lies in the class of "{holder}" ({prefix}), but "{mine}" delivers it',
            'Use a code of "{mine}"; if the data are of "{holder}", let that department submit them',
        ),
    },
    "V-03": {
        "zh": ("提供方代码不正确", "请核对本部门的统一社会信用代码"),
        "en": ("The provider code is wrong", "Check your unified social credit code"),
    },
    "V-03.other_owner": {
        "zh": (
            "记录中的信息资源提供方“{value}”不是本数据来源登记的部门“{owner}”",
            "请改为“{owner}”，或由所属部门的来源提交",
        ),
        "en": (
            'The record names provider "{value}", but this source belongs to "{owner}"',
            'Use "{owner}", or submit through that department\'s source',
        ),
    },
    "V-03.form": {
        "zh": ("提供方代码“{value}”不是 18 位统一社会信用代码", "请填写登记证书上的 18 位统一社会信用代码"),
        "en": ('"{value}" is not a unified social credit code of 18 characters', "Copy it from the certificate"),
    },
    "V-03.alphabet": {
        "zh": (
            "提供方代码“{value}”含有统一社会信用代码不使用的字母（I、O、S、V、Z）",
            "请核对字母与数字，例如 0 与 O、1 与 I",
        ),
        "en": ('"{value}" holds letters that credit codes do not use (I, O, S, V, Z)', "Check 0 and O, 1 and I"),
    },
    "V-03.check": {
        "zh": ("提供方代码“{value}”的校验位不正确", "请对照登记证书逐位核对"),
        "en": ('The check digit of "{value}" is wrong', "Compare it with the certificate"),
    },
    "V-03.organisation": {
        "zh": ("提供方代码“{value}”中的组织机构代码（第 9 至 17 位）校验位不正确", "请对照登记证书逐位核对"),
        "en": ('The organisation code inside "{value}" has a wrong check digit', "Compare it with the certificate"),
    },
    "V-03.differs": {
        "zh": ("提供方代码“{value}”与本部门登记的统一社会信用代码不一致", "请填写本部门的代码，或留空由平台补齐"),
        "en": ('Provider code "{value}" is not the one on record for your department', "Use yours, or leave it blank"),
    },
    "V-03.not_on_record": {
        "zh": ("提供方代码待补：部门“{owner}”还没有登记统一社会信用代码", "请向平台运营方提供本部门的统一社会信用代码"),
        "en": ('No credit code is on record for "{owner}" yet', "Send your department's credit code to the operator"),
    },
    "V-03.not_given": {
        "zh": ("没有填写提供方代码", "请填写本部门的 18 位统一社会信用代码"),
        "en": ("The provider code is not given", "Give your credit code of 18 characters"),
    },
    "V-11": {
        "zh": ("日期不正确", "请按 2025-12-15 的形式填写日期"),
        "en": ("A date is wrong", "Write dates like 2025-12-15"),
    },
    "V-11.form": {
        "zh": ("“{label}”（{field}）的值“{value}”不是有效日期", "请按 2025-12-15 的形式填写真实存在的日期"),
        "en": ('{label_en} ({field}): "{value}" is not a date', "Write it like 2025-12-15"),
    },
    "V-11.future": {
        "zh": ("“{label}”（{value}）晚于今天（{today}）", "请改为今天或以前的日期，或到该日再提交"),
        "en": ("{label_en} {value} is after today ({today})", "Use a date up to today, or submit on that day"),
    },
    "V-11.too_early": {
        "zh": ("“{label}”（{value}）早于 1949-10-01", "请核对年份"),
        "en": ("{label_en} {value} is before 1949-10-01", "Check the year"),
    },
    "V-11.before_issued": {
        "zh": ("“{label}”（{value}）早于发布日期（{issued}）", "请更正其中一个日期"),
        "en": ("{label_en} {value} is before the release date {issued}", "Correct one of the two"),
    },
    "V-12": {
        "zh": ("关联资源代码不正确", "请核对关联资源代码"),
        "en": ("A related code is wrong", "Check the related codes"),
    },
    "V-12.itself": {
        "zh": ("关联资源代码“{value}”就是本数据自己的代码", "请删除该代码，只填同一资源在目录其他位置的代码"),
        "en": ('Related code "{value}" is the code of this record itself', "Leave it out; give codes listed elsewhere"),
    },
    "V-12.form": {
        "zh": ("关联资源代码“{value}”不符合编码规则", "请填写完整的信息资源代码，例如 30701310711/000001"),
        "en": ('Related code "{value}" does not fit the scheme', "Give the whole code, such as 30701310711/000001"),
    },
    "V-12.unknown": {
        "zh": ("关联资源代码“{value}”在平台目录中没有找到", "请核对代码；如该资源尚未在平台编目，可继续"),
        "en": ('Related code "{value}" is not in the catalogue', "Check it; go on if it is not listed here yet"),
    },
    "V-13": {
        "zh": ("信息项不正确", "请核对数据字典"),
        "en": ("The items are wrong", "Check the data dictionary"),
    },
    "V-13.none": {
        "zh": ("表“{table}”没有数据字典（一个信息项也没有）", "请为表中的每一列填写信息项：名称和数据类型"),
        "en": ('Table "{table}" has no dictionary', "Describe each column: its name and type"),
    },
    "V-13.unreadable": {
        "zh": ("数据字典读不懂：应当是信息项的列表", "请按编目规范以 JSON 列表提供信息项"),
        "en": ("The dictionary cannot be read: it must be a list of items", "Give the items as a JSON list"),
    },
    "V-13.not_an_item": {
        "zh": ("数据字典的第 {position} 项不是信息项", "每个信息项应当是含 name_zh、type 等键的对象"),
        "en": ("Entry {position} of the dictionary is not an item", "Each must be an object with name_zh, type, …"),
    },
    "V-13.no_name": {
        "zh": ("表“{table}”的第 {position} 个信息项没有名称", "请填写与表头一致的信息项名称"),
        "en": ('Item {position} of table "{table}" has no name', "Give it the name in the header"),
    },
    "V-13.name_twice": {
        "zh": (_COLUMN_ZH + "与前面的信息项重名（第 {position} 个）", "请给同名的列起不同的名称，并同步修改表头"),
        "en": (_COLUMN_EN + " (number {position}) has the same name as an earlier one", "Name them apart, header too"),
    },
    "V-13.bad_id": {
        "zh": (
            _COLUMN_ZH + "的英文名“{value}”不合规",
            "请用小写字母开头，只含小写字母、数字和下划线，最长 63 个字符，例如 station_name；也可不填，由平台编发",
        ),
        "en": (
            _COLUMN_EN + ': English name "{value}" is not allowed',
            "Begin with a lower-case letter; use lower-case letters, digits, underscores, at most 63; or leave it out",
        ),
    },
    "V-13.id_twice": {
        "zh": (_COLUMN_ZH + "的英文名“{value}”与前面的信息项相同", "请给每个信息项不同的英文名"),
        "en": (_COLUMN_EN + ': English name "{value}" is used twice', "Give each item an English name of its own"),
    },
    "V-14": {
        "zh": ("信息资源名称不规范", "请核对信息资源名称"),
        "en": ("The title is not well formed", "Check the title"),
    },
    "V-14.system": {
        "zh": ("名称“{value}”像是系统的名称", "请写数据的内容和地域范围，例如“山东省公路客运站基本信息”"),
        "en": ('"{value}" looks like the name of a system', "Say what the data hold and where"),
    },
    "V-14.punctuation": {
        "zh": ("名称“{value}”的开头或结尾有多余的标点“{character}”", "请删除该标点" + _RESUBMIT_ZH),
        "en": ('"{value}" begins or ends with a stray "{character}"', "Delete it and submit again"),
    },
    "V-14.spaces": {
        "zh": ("名称“{value}”中有连续的空格", "请删除多余的空格" + _RESUBMIT_ZH),
        "en": ('"{value}" holds double spaces', "Delete them and submit again"),
    },
    "V-14.near_duplicate": {
        "zh": (
            "名称“{value}”与本部门的另一个数据集（{other}）几乎相同，只差标点、空格或末尾序号",
            "如是同一个数据集，请用代码“{other}”提交更新；如是不同的数据集，请用内容、地域或年份区分名称",
        ),
        "en": (
            '"{value}" is nearly the title of another dataset of your department ({other})',
            'If it is the same dataset, update "{other}"; if not, tell the titles apart by content, area or year',
        ),
    },
    "V-15": {
        "zh": ("信息项的类型或单位不正确", "请核对数据字典"),
        "en": ("An item's type or unit is wrong", "Check the data dictionary"),
    },
    "V-15.identifier": {
        "zh": (
            _COLUMN_ZH + "是代码、编号、电话一类，类型却是“{type}”，会丢失前导零和精度",
            "请把类型改为字符型（C，string）",
        ),
        "en": (
            _COLUMN_EN + ' is a code, number or telephone but typed "{type}"; leading zeros and digits would be lost',
            "Type it as text (C, string)",
        ),
    },
    "V-15.money": {
        "zh": (_COLUMN_ZH + "是金额，但没有注明单位", "请注明单位：元、万元或亿元（sd:unit）"),
        "en": (_COLUMN_EN + " is an amount of money without a unit", "Give the unit: 元, 万元 or 亿元 (sd:unit)"),
    },
    "V-15.rate": {
        "zh": (_COLUMN_ZH + "是比率，但没有注明单位", "请注明单位：% 或 ‰（sd:unit）"),
        "en": (_COLUMN_EN + " is a rate without a unit", "Give the unit: % or ‰ (sd:unit)"),
    },
    "V-20": {
        "zh": ("有字段未被采用", "请对照编目规范核对字段名"),
        "en": ("A field was not used", "Compare the field names with the catalogue schema"),
    },
    "V-20.unknown": {
        "zh": ("字段“{field}”不在编目规范中，未采用", "请核对字段名；如不需要可删除"),
        "en": ('Field "{field}" is not in the schema and was not used', "Check its name, or leave it out"),
    },
    "V-20.item": {
        "zh": ("信息项的键“{field}”不在编目规范中，未采用", "请核对键名；如不需要可删除"),
        "en": ('Item key "{field}" is not in the schema and was not used', "Check its name, or leave it out"),
    },
    "V-20.more": {
        "zh": ("另有 {count} 个字段不在编目规范中，未采用", "请对照编目规范清理字段"),
        "en": ("{count} more fields are not in the schema and were not used", "Clean up the fields"),
    },
    "V-20.officer_only": {
        "zh": (
            "“{label}”（{field}）只能由安全审查人员在平台登记，或随签名的交付清单提供；这次未采用",
            "请从记录中删除该项",
        ),
        "en": (
            "{label_en} ({field}) is set by an officer in the portal or by a signed manifest; it was not used",
            "Leave it out of the record",
        ),
    },
    "V-20.computed": {
        "zh": ("“{label}”（{field}）由平台计算，记录中的“{value}”未采用", "请从记录中删除该项"),
        "en": ('{label_en} ({field}) is computed by the portal; "{value}" was not used', "Leave it out of the record"),
    },
    "V-20.name": {
        "zh": ("网址名由信息资源代码生成，为“{slug}”；记录中的“{value}”未采用", "请从记录中删除 name"),
        "en": ('The URL name is made from the resource code: "{slug}"; "{value}" was not used', "Leave name out"),
    },
    **SHARING,
    **DICTIONARY,
}
