"""The name of every rule and how hard it may speak; data only. ``docs/rules.md`` and the reports are headed by it."""

from __future__ import annotations

from collections.abc import Mapping

# code → (Chinese name, English name, severities). The numbers are those of the province's rules (V records, G
# release, Q tables); M, the hand-over, is ours.
RULES: Mapping[str, tuple[str, str, str]] = {
    "M-01": ("交付清单不可读", "manifest missing or unreadable", "block"),
    "M-02": ("清单中的文件缺失或不一致", "a file of the manifest is missing, differs or is still changing", "block"),
    "M-03": ("数据包描述不可读", "datapackage.json missing or unreadable", "block"),
    "M-04": ("清单未列出的文件", "a file that the manifest does not name; it is not taken", "warn"),
    "M-05": ("数据包描述与文件对不上", "the descriptor does not fit the files", "block, info"),
    "V-00": ("编目项格式", "form of the record's fields: kind, length, characters", "block"),
    "V-01": ("编目必填项", "mandatory elements of the record", "block, review, warn"),
    "V-02": ("信息资源代码", "the resource code: form, class, owner, never changed", "block, warn"),
    "V-03": ("提供方代码", "the provider's unified social credit code", "block, warn"),
    "V-04": ("共享条件与使用要求", "condition, scope and use of what is shared", "block, warn"),
    "V-05": ("不予共享依据", "the basis in law for not sharing", "block"),
    "V-06": ("共享方式", "the way of sharing, if and only if it is shared", "block"),
    "V-07": ("开放条件", "the condition of conditional opening", "block"),
    "V-08": ("不予开放", "not open: never shown, and with a basis", "block, info"),
    "V-09": ("共享与开放一致", "what other departments may not see, society may not", "block"),
    "V-10": ("格式分类与格式类型", "format type, format class and way of sharing fit each other", "block, warn"),
    "V-11": ("发布日期与修改日期", "dates: form, not in the future, in order", "block"),
    "V-12": ("关联资源代码", "codes under which the same resource is listed elsewhere", "block, warn"),
    "V-13": ("数据字典", "the data dictionary of each table", "block"),
    "V-14": ("信息资源名称", "title: no system's name, clean, no near duplicate in the department", "block, warn"),
    "V-15": ("信息项", "information items: name, type, length", "block"),
    "V-16": ("更新周期与历史一致", "the declared cycle beside the history", "warn"),
    "V-17": ("数据级别与安全审查", "a level that may be published, a review that has passed", "block"),
    "V-18": ("上级已开放", "the level above has opened the same items", "warn"),
    "V-19": ("开放属性收窄", "a narrower opening than the published one waits for approval", "review"),
    "V-20": ("非本方可设的字段", "fields that the sender may not set; they are ignored", "warn"),
    "G-01": (
        "安全审查（含保密审查）",
        "security review on record for source, dictionary and open type",
        "block, review",
    ),
    "G-02": ("涉密来源", "source or record marked secret", "block"),
    "G-03": ("密级标志", "classification marker in the text; the bytes are quarantined", "block, review"),
    "G-04": ("数据级别与开放类型", "security level and open type", "block"),
    "G-10": ("公民身份号码", "a valid ID number in unconditional data; the bytes are quarantined", "block"),
    "G-13": ("需人工确认的个人信息", "possible personal information", "review"),
    "G-15": ("有条件开放数据中的个人信息", "personal information in conditional data", "review"),
    "G-30": ("数据与字典不符", "the table does not fit its dictionary (Frictionless)", "block, warn"),
    "G-31": ("许可、署名、联系方式", "licence, attribution, contact; no personal mobile", "block"),
    "G-40": ("文件类型", "file type not accepted, or beyond the limits", "block"),
    "Q01": ("编码", "encoding: strict, whole file, nothing guessed", "block"),
    "Q02": ("分隔与引号", "delimiter and quotes", "block"),
    "Q08": ("全角字符", "full-width characters in numbers, dates and codes", "cleaned"),
    "Q11": ("缺失值写法", "the many ways to write that a value is missing", "cleaned"),
    "Q12": ("数字写法", "numbers written as text: thousands marks, apostrophes, blanks", "cleaned"),
    "Q13": ("前导零丢失", "lost leading zeros", "block, review"),
    "Q14": ("长数字被截断", "long numbers turned into floats", "block"),
    "Q26": ("空表", "empty file or table", "block"),
    "Q30": ("不可见字符与自造字", "invisible characters; characters of a private font", "cleaned, block"),
}
