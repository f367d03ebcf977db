"""What the rules of sharing, opening and update say (V-04 to V-10, V-16 to V-19): a part of the record's sentences."""

from __future__ import annotations

from collections.abc import Mapping

_RESUBMIT_ZH = "后重新提交"

SHARING: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "V-04": {
        "zh": ("共享条件不完整", "请补填共享条件、共享范围和使用要求"),
        "en": ("The conditions of sharing are incomplete", "Say condition, scope and use"),
    },
    "V-04.missing": {
        "zh": ("共享类型为“有条件共享”，但没有填写“{label}”", "请写明“{label}”后重新提交"),
        "en": ("Shared under conditions, but {label_en} is not given", "Fill in {label_en} and submit again"),
    },
    "V-04.empty_words": {
        "zh": ("“{label}”填的“{value}”没有说明内容", "请具体写明，不少于 {least} 个字，不要只写“无”“略”“有条件”"),
        "en": (
            '{label_en}: "{value}" says nothing',
            "Say it in at least {least} characters; not just none, omitted or conditional",
        ),
    },
    "V-04.no_use": {
        "zh": ("“{label}”没有填写", "请写明共享数据的使用要求，例如：作为行政依据、工作参考，用于数据校核、业务协同"),
        "en": (
            "{label_en} is not given",
            "Say what shared data may be used for: as basis of a decision, reference, checking, cooperation",
        ),
    },
    "V-05": {
        "zh": ("不予共享的依据不充分", "请写明法律、行政法规或党中央、国务院政策依据"),
        "en": ("The basis for not sharing is insufficient", "Cite a law, regulation or central policy"),
    },
    "V-05.missing": {
        "zh": (
            "共享类型为“不予共享”，但没有填写“{label}”",
            "请写明法律、行政法规或党中央、国务院政策依据，例如《中华人民共和国统计法》第二十五条",
        ),
        "en": (
            "Not shared, but {label_en} is not given",
            "Cite the law, administrative regulation or central policy, by title 《…》 or document number",
        ),
    },
    "V-05.no_source": {
        "zh": (
            "“{label}”填的“{value}”没有写出文件名称或文号",
            "请写明《文件名称》或文号（例如 国发〔2016〕51号）；没有依据的应当共享",
        ),
        "en": (
            '{label_en}: "{value}" names no document',
            "Give its title in 《…》 or its number; without a basis the data are to be shared",
        ),
    },
    "V-06": {
        "zh": ("共享方式与共享类型不符", "请核对共享方式"),
        "en": ("The way of sharing does not fit the sharing type", "Check the way of sharing"),
    },
    "V-06.missing": {
        "zh": ("共享类型为“{kind}”，但没有填写“{label}”", "请选择“{label}”后重新提交"),
        "en": ('Sharing is "{kind}", but {label_en} is not given', "Choose {label_en} and submit again"),
    },
    "V-06.not_shared": {
        "zh": ("共享类型为“不予共享”，却填写了“{label}”", "请清空“{label}”；如实际上共享，请更正共享类型"),
        "en": ("Not shared, yet {label_en} is given", "Leave {label_en} blank, or correct the sharing type"),
    },
    "V-07": {
        "zh": ("开放属性为“有条件开放”，但没有填写“{label}”", "请写明申请人要满足的条件，例如用途、主体资格、安全能力"),
        "en": (
            "Open under conditions, but {label_en} is not given",
            "Say what applicants must fulfil: purpose, who they are, how they keep the data safe",
        ),
    },
    "V-08": {
        "zh": ("不予开放的数据不公开", "请核对编目信息中的开放属性；应当开放的，请改正"),
        "en": (
            "Data that are not open are not shown",
            "Check the opening in the record; correct it if the data are to be opened",
        ),
    },
    "V-08.no_basis": {
        "zh": ("开放属性为“不予开放”，但没有填写“{label}”", "请写明不予开放的法律、法规或政策依据；没有依据的应当开放"),
        "en": (
            "Not open, but {label_en} is not given",
            "Cite the law, regulation or policy; without a basis the data are to be opened",
        ),
    },
    "V-08.stays_inside": {
        "zh": (
            "开放属性为“不予开放”：记录只留在内部目录，页面、检索、接口和订阅中都不出现",
            "不必处理；如应当开放，请更正开放属性",
        ),
        "en": (
            "Not open: the record stays in the inner catalogue and appears on no page, search, interface or feed",
            "Nothing to do; if the data are to be opened, correct the opening",
        ),
    },
    "V-09": {
        "zh": (
            "共享类型为“不予共享”，开放属性却是“{value}”：不能共享给其他部门的数据不能向社会开放",
            "请把开放属性改为“不予开放”，或更正共享类型",
        ),
        "en": (
            'Sharing is "not shared" but opening is "{value_en}": what departments may not see, society may not',
            'Set opening to "not open", or correct the sharing type',
        ),
    },
    "V-10": {
        "zh": ("信息资源格式不正确", "请核对格式分类和格式类型"),
        "en": ("The format is wrong", "Check format class and type"),
    },
    "V-10.unknown_class": {
        "zh": ("表“{table}”的格式分类“{value}”不在可选的值中", "请改用：{choices}"),
        "en": (
            'Table "{table}": format class "{value}" is none of the values to choose from',
            "Use one of: {choices_en}",
        ),
    },
    "V-10.class": {
        "zh": (
            "表“{table}”的格式类型 {format} 属于“{right}”，格式分类却填“{value}”",
            "请把格式分类改为“{right}”，或更正格式类型",
        ),
        "en": (
            'Table "{table}": format {format} belongs to "{right}", but its class is given as "{value}"',
            'Set the class to "{right}", or correct the format',
        ),
    },
    "V-10.unknown_format": {
        "zh": (
            "表“{table}”的格式类型“{format}”不在可选的值中，不能判断属于哪一类",
            "请核对格式类型，或同时填写格式分类",
        ),
        "en": (
            'Table "{table}": format "{format}" is not listed, its class is not known',
            "Check the format, or give its class too",
        ),
    },
    "V-10.way": {
        "zh": (
            "表“{table}”的格式属于“{value}”，“{label}”却填“{way}”",
            "请把“{label}”改为“{fitting}”，或更正数据文件的格式",
        ),
        "en": (
            'Table "{table}" is of class "{value}", but {label_en} is "{way}"',
            "Set {label_en} to {fitting}, or correct the format",
        ),
    },
    "V-16": {
        "zh": (
            "更新周期填“{cycle}”，但上次数据更新在 {date}，到现在 {days} 天，已超过 {count} 个周期",
            "请按周期更新数据，或把更新周期改为实际的周期",
        ),
        "en": (
            'The update cycle is "{cycle}", but the data were last updated on {date}, {days} days ago: {count} cycles',
            "Update in time, or give the cycle that is kept",
        ),
    },
    "V-17": {
        "zh": ("数据级别或安全审查不符合发布要求", "请核对数据级别和安全审查"),
        "en": ("Level or safety review does not allow publication", "Check level and review"),
    },
    "V-17.level": {
        "zh": ("数据级别为“{value}”，不能向社会开放", "请核对数据分级；确属该级别的，开放属性应为“不予开放”"),
        "en": ('Data of level "{value}" are not opened', "Check the grading; if it is right, the data are not open"),
    },
    "V-17.not_passed": {
        "zh": ("安全审查（含保密审查）的结论是“{value}”，不是“通过”", "请通过审查后再提交"),
        "en": ('The safety review says "{value}", not passed', "Submit after the review has passed"),
    },
    "V-17.no_date": {
        "zh": ("安全审查（含保密审查）没有有效的日期（“{value}”）", "请按 2025-12-15 的形式填写审查日期"),
        "en": ('The safety review has no date ("{value}")', "Write it like 2025-12-15"),
    },
    "V-17.future": {
        "zh": ("安全审查（含保密审查）的日期 {date} 还没有到", "请核对审查日期"),
        "en": ("The safety review is dated {date}, after today", "Check its date"),
    },
    "V-17.old": {
        "zh": ("安全审查（含保密审查）在 {date} 作出，已超过 {days} 天", "请重新审查后再提交"),
        "en": ("The safety review of {date} is older than {days} days", "Have it reviewed again"),
    },
    "V-18": {
        "zh": (
            "上级部门已经开放了同样的数据（{other}）：表“{table}”的各列与它相同",
            "上级已开放的，不必重复开放；内容不同（例如更细）的，不必处理",
        ),
        "en": (
            'The level above has already opened the same data ({other}): table "{table}" has the same columns',
            "What is opened above need not be opened below; if yours differ, such as in detail, nothing is to be done",
        ),
    },
    "V-19": {
        "zh": ("开放属性收窄，须经主管部门批准", "请等待审核"),
        "en": ("A narrower opening needs approval", "Wait for the reviewer"),
    },
    "V-19.downgrade": {
        "zh": (
            "开放属性由“{before}”降为“{now}”（依据：{basis}），须经县级以上数据主管部门批准，批准前仍按原属性开放",
            "请等待主管部门审核；不需要收窄的，请改回“{before}”",
        ),
        "en": (
            "Opening goes from {before} down to {now} (basis: {basis}); the data authority must approve, until then "
            "nothing changes",
            'Wait for the reviewer, or set it back to "{before}"',
        ),
    },
    "V-19.downgrade_no_basis": {
        "zh": (
            "开放属性由“{before}”降为“{now}”，没有写明依据；须经县级以上数据主管部门批准，批准前仍按原属性开放",
            "请在“开放依据”或“不予开放依据”中写明理由和依据后重新提交，或改回“{before}”",
        ),
        "en": (
            "Opening goes from {before} down to {now} without a basis; the data authority must approve, until "
            "then nothing changes",
            'Give the basis of opening or of not opening and submit again, or set it back to "{before}"',
        ),
    },
}
