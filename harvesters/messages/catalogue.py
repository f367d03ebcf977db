"""What the record and dictionary rules say: key → language → (sentence, how to mend). Data only.

A key is a rule's code, or ``code.reason`` for one of its cases (``params["reason"]``); the bare code serves the rest.
Placeholders are the finding's params; ``label``, ``label_en`` and ``field`` name the field of the record.
"""

from __future__ import annotations

from collections.abc import Mapping

from harvesters.messages.dictionary import DICTIONARY
from harvesters.messages.items import ITEMS
from harvesters.messages.sharing import SHARING

_RESUBMIT_ZH = "后重新提交"

CATALOGUE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "V-00": {
        "zh": ("“{label}”太长，或含有看不见的字符", "请改短；从其他软件粘贴的，请先粘贴为纯文本"),
        "en": ("{label_en} is too long or holds invisible characters", "Shorten it; paste text as plain text"),
    },
    "V-00.not_text": {
        "zh": ("“{label}”应当是一段文字", "请只填一段文字，不要填成几项"),
        "en": ("{label_en} must be one text", "Give one text, not several"),
    },
    "V-00.not_list": {
        "zh": ("“{label}”应当逐个分开填写", "请把几个值分成几项，例如 甲、乙 两项，不要连成一段"),
        "en": ("{label_en} must be given one by one", "Give each value as an entry of its own, such as A and B"),
    },
    "V-00.not_object": {
        "zh": ("“{label}”要分项填写，不能只写一段文字", "请按填报页面“{label}”下的各个小项分别填写"),
        "en": (
            "{label_en} has parts of its own and is no single text",
            "Fill in the parts that the form shows under {label_en}",
        ),
    },
    "V-00.too_deep": {
        "zh": ("“{label}”里一层套一层，超过 {limit} 层", "请只按填报页面列出的小项填写"),
        "en": (
            "{label_en} holds more than {limit} levels, one inside the other",
            "Give only the parts that the form shows",
        ),
    },
    "V-00.title_too_long": {
        "zh": ("“{label}”有 {length} 个字，超过上限 {limit} 个字", "请缩短名称，把说明移到信息资源摘要"),
        "en": (
            "{label_en} has {length} characters, above the limit of {limit}",
            "Shorten it; move details to the abstract",
        ),
    },
    "V-00.too_long": {
        "zh": (
            "“{label}”太长：约 {length} 个字母大小（一个汉字算三个），超过上限 {limit} 个",
            "请缩短“{label}”后重新提交",
        ),
        "en": (
            "{label_en} is too long: {length} letters (a Chinese character counts as three), above the limit of "
            "{limit}",
            "Shorten it and submit again",
        ),
    },
    "V-00.too_many": {
        "zh": ("“{label}”填了 {length} 个，超过上限 {limit} 个", "请只保留最重要的 {limit} 个"),
        "en": ("{label_en} has {length} values, above the limit of {limit}", "Keep the {limit} most important ones"),
    },
    "V-00.control": {
        "zh": ("“{label}”的第 {position} 个字符看不见或不能显示", "请删除这个字符；从其他软件粘贴的，请先粘贴为纯文本"),
        "en": ("Character {position} of {label_en} cannot be seen or shown", "Delete it; paste text as plain text"),
    },
    "V-01": {
        "zh": ("编目信息不完整", "请补填必填项" + _RESUBMIT_ZH),
        "en": ("The record is incomplete", "Fill in what is mandatory"),
    },
    "V-01.missing": {
        "zh": ("缺少必填项“{label}”（编目要素 {element}）", "请在编目信息中补填“{label}”后重新提交"),
        "en": ("{label_en} (element {element}) is missing", "Fill in {label_en} and submit again"),
    },
    "V-01.held": {
        "zh": ("“{label}”尚未填写，来源登记中也没有，数据暂存待补充", "请由部门补填“{label}”，或在来源登记中统一补充"),
        "en": (
            "{label_en} is missing, and the source's registration does not supply it: held",
            "Fill in {label_en}, or add it to the source's registration",
        ),
    },
    "V-01.advised": {
        "zh": ("“{label}”没有填写，不影响发布", "请在下次更新时补填“{label}”"),
        "en": ("{label_en} is not given; publication goes on", "Fill in {label_en} with the next update"),
    },
    "V-01.category": {
        "zh": ("“{label}”没有填写，需由部门确认", "请在编目信息的“{label}”中选一个：{proposals}"),
        "en": (
            "{label_en} is not given; the department has to confirm one",
            "Choose one for {label_en}: {proposals_en}",
        ),
    },
    "V-01.format": {
        "zh": ("表“{table}”没有写明格式类型（编目要素 7）", "请在“格式类型”中填写文件的格式，例如 csv、xlsx"),
        "en": ('Table "{table}" does not say its format (element 7)', "Give its format, such as csv or xlsx"),
    },
    "V-01.not_in_list": {
        "zh": ("“{label}”填的“{value}”不在可选的值中", "请改用：{choices}"),
        "en": ('{label_en}: "{value}" is none of the values to choose from', "Use one of: {choices_en}"),
    },
    "V-01.former_region": {
        "zh": ("“{label}”填的是已撤销的行政区划 {value}，现为 {successor}", "如数据反映现状，请改用现行代码"),
        "en": (
            "{label_en}: {value} is a former division, now {successor}",
            "Use today's code if the data are of today",
        ),
    },
    "V-02": {
        "zh": ("信息资源代码的写法不对", "请对照目录系统核对信息资源代码，例如 30701310711/000001"),
        "en": (
            "The resource code is not written as it should be",
            "Compare it with the catalogue system; it looks like 30701310711/000001",
        ),
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
            "“{value}”像国家目录代码，但位数不对，已按部门自编代码处理",
            "如是国家目录代码，请改成 30701310711/000001 这样的形式；确是部门自编代码的，不必处理",
        ),
        "en": (
            '"{value}" looks like a national code but its digits do not fit; taken as a local code',
            "If it is a national code, write it like 30701310711/000001; if it is a local one, nothing is to be done",
        ),
    },
    "V-02.too_long": {
        "zh": ("信息资源代码有 {length} 个字符，超过上限 {limit} 个", "请使用更短的代码"),
        "en": ("The resource code has {length} characters, above the limit of {limit}", "Use a shorter code"),
    },
    "V-02.unknown_class": {
        "zh": (
            "信息资源代码中的分类码“{value}”不在已知的目录分类表中（最接近：{nearest}）",
            "请对照目录系统核对分类码；确实无误的，不必处理",
        ),
        "en": (
            'Class "{value}" of the resource code is not in the known class table (nearest: {nearest})',
            "Compare it with the catalogue system; if it is right, nothing is to be done",
        ),
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
        "zh": ("提供方代码“{value}”有误：最后一位与前面各位对不上", "请对照登记证书逐位核对"),
        "en": (
            'Provider code "{value}" is wrong: its last character does not fit the others',
            "Compare it with the certificate",
        ),
    },
    "V-03.organisation": {
        "zh": ("提供方代码“{value}”有误：第 17 位与第 9 至 16 位对不上", "请对照登记证书逐位核对"),
        "en": (
            'Provider code "{value}" is wrong: character 17 does not fit characters 9 to 16',
            "Compare it with the certificate",
        ),
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
        "zh": ("“{label}”填的“{value}”不是有效日期", "请按 2025-12-15 的形式填写真实存在的日期"),
        "en": ('{label_en}: "{value}" is not a date', "Write it like 2025-12-15"),
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
        "zh": ("关联资源代码“{value}”的写法不对", "请填写完整的信息资源代码，例如 30701310711/000001"),
        "en": ('Related code "{value}" is not written as a code is', "Give the whole code, such as 30701310711/000001"),
    },
    "V-12.unknown": {
        "zh": ("关联资源代码“{value}”在平台目录中没有找到", "请核对代码；该资源确实还没有在平台编目的，不必处理"),
        "en": (
            'Related code "{value}" is not in the catalogue',
            "Check it; if that resource is not listed here yet, nothing is to be done",
        ),
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
            "名称“{value}”与本部门的另一个数据集（信息资源代码 {other}）几乎相同，只差标点、空格或末尾序号",
            "如是同一个数据集，请用代码“{other}”提交更新；如是不同的数据集，请用内容、地域或年份区分名称",
        ),
        "en": (
            '"{value}" is nearly the title of another dataset of your department ({other})',
            'If it is the same dataset, update "{other}"; if not, tell the titles apart by content, area or year',
        ),
    },
    "V-20": {
        "zh": ("编目信息中有平台不认识的项目，没有采用", "请对照填报页面核对项目名称；不需要的可以不处理"),
        "en": (
            "The record holds entries that the portal does not know; they were not used",
            "Compare their names with the form; if they are not needed, nothing is to be done",
        ),
    },
    "V-20.unknown": {
        "zh": ("编目信息中的“{field}”不是平台的编目项目，没有采用", "请核对名称；不需要的可以删除，也可以不处理"),
        "en": (
            "“{field}” is no entry of the record and was not used",
            "Check its name; if it is not needed, delete or leave it",
        ),
    },
    "V-20.item": {
        "zh": ("数据字典中的“{field}”不是平台的字典项目，没有采用", "请核对名称；不需要的可以删除，也可以不处理"),
        "en": (
            "“{field}” is no entry of the data dictionary and was not used",
            "Check its name; if it is not needed, delete or leave it",
        ),
    },
    "V-20.more": {
        "zh": ("编目信息中另有 {count} 个平台不认识的项目，没有采用", "请对照填报页面删去多余的项目；也可以不处理"),
        "en": (
            "{count} more entries of the record are unknown and were not used",
            "Remove what is not in the form, or leave it",
        ),
    },
    "V-20.officer_only": {
        "zh": (
            "“{label}”只能由安全审查人员在平台登记，这次没有采用",
            "请从编目信息中删除“{label}”，并请安全审查人员登记",
        ),
        "en": (
            "{label_en} is set by the officer of safety reviews in the portal; it was not used",
            "Leave it out of the record and ask the officer to set it",
        ),
    },
    "V-20.computed": {
        "zh": ("“{label}”由平台计算，填写的“{value}”没有采用", "请从编目信息中删除“{label}”；也可以不处理"),
        "en": (
            '{label_en} is computed by the portal; "{value}" was not used',
            "Leave it out of the record; nothing else is to be done",
        ),
    },
    "V-20.file_unknown": {
        "zh": (
            "文件“{title}”的“{field}”不是平台的项目，没有采用",
            "请核对名称；要让公众看到的话写在“说明”中；也可以不处理",
        ),
        "en": (
            "“{field}” of the file “{title}” is no entry of the portal's and was not used",
            "Check its name; what the public should read belongs into the description",
        ),
    },
    "V-20.file_computed": {
        "zh": ("文件“{title}”的“{label}”由平台按文件得出，填写的没有采用", "不必处理；也可以删除这一项"),
        "en": (
            "{label_en} of the file “{title}” is told from the file; what was given was not used",
            "Nothing to do; it may be left out",
        ),
    },
    "V-20.name": {
        "zh": (
            "网页地址由信息资源代码生成，为“{slug}”；填写的“{value}”没有采用",
            "不必处理；可以从编目信息中删除填写的网页地址",
        ),
        "en": (
            'The address of the page is made from the resource code: "{slug}"; "{value}" was not used',
            "Nothing to do; the address may be left out of the record",
        ),
    },
    **SHARING,
    **DICTIONARY,
    **ITEMS,
}
