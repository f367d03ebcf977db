"""Sentences about a hand-over (M-01…M-05) and about sources, stage and gate that cannot work now."""

from __future__ import annotations

from collections.abc import Mapping

_AGAIN_ZH = "系统会在下次采集时自动重试；若持续出现，请与平台运营方联系"
_AGAIN_EN = "It is tried again in the next run; if it persists, tell the operator"
# A program makes these two files as a rule; whoever reads the sentence passes it on.
_TELL_ZH, _TELL_EN = "；由程序生成的，请转告维护该程序的人员", "; if a program makes it, tell whoever looks after that"
_MANIFEST_ZH = "请重新生成文件清单（每个文件的名称和校验码），最后放入交付文件夹" + _TELL_ZH
_MANIFEST_EN = "Make the list anew (each file's name and checksum) and put it into the folder last" + _TELL_EN
_WHOLE_ZH = "请确认文件无误并已复制完整，再重新生成文件清单"
_WHOLE_EN = "See that the file is right and whole, then make the list of files anew"
_DESCRIPTOR_ZH = "请改正说明文件，重新生成文件清单后再交付，也可以改在平台网页上填报" + _TELL_ZH
_DESCRIPTOR_EN = "Correct it, make the list of files anew and deliver again, or use the portal's form" + _TELL_EN
_RESOURCE_ZH = "请改正说明文件中关于数据文件的部分，重新生成文件清单后再交付" + _TELL_ZH
_RESOURCE_EN = "Correct what it says of the data files, make the list of files anew and deliver again" + _TELL_EN
_UNTRUSTED = {
    "zh": ("来源给出的清单不可信（{guid}），本次未采集，已发布的数据不受影响", "请检查来源系统的清单接口"),
    "en": ("The source's listing cannot be trusted ({guid}); nothing was harvested", "Check the system's listing"),
}

SOURCE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "M-01": {
        "zh": ("文件清单 manifest.json 读不懂", _MANIFEST_ZH),
        "en": ("The list of files, manifest.json, cannot be read", _MANIFEST_EN),
    },
    "M-01.missing": {
        "zh": ("交付文件夹中没有文件清单 manifest.json，无法确认文件是否齐全", _MANIFEST_ZH),
        "en": (
            "The folder has no list of files (manifest.json), so nobody can tell whether it is complete",
            _MANIFEST_EN,
        ),
    },
    "M-01.bad_entry": {
        "zh": ("文件清单 manifest.json 中“{detail}”的校验码不完整", _MANIFEST_ZH),
        "en": ("In the list of files, manifest.json, the checksum of “{detail}” is not whole", _MANIFEST_EN),
    },
    "M-02": {
        "zh": ("文件 {file} 与文件清单 manifest.json 不符", _WHOLE_ZH),
        "en": ("{file} does not agree with the list of files, manifest.json", _WHOLE_EN),
    },
    "M-02.missing": {
        "zh": (
            "文件清单 manifest.json 中有 {file}，文件夹中却没有这个文件",
            "请把这个文件放进文件夹；不再交付的，请重新生成文件清单",
        ),
        "en": (
            "{file} stands in the list of files, manifest.json, but not in the folder",
            "Put the file into the folder; if it is no longer delivered, make the list anew",
        ),
    },
    "M-02.differs": {
        "zh": (
            "文件 {file} 与文件清单 manifest.json 登记的不是同一份：生成清单之后文件改过，或还没有复制完",
            _WHOLE_ZH,
        ),
        "en": (
            "{file} is not the file that the list, manifest.json, was made of: it was changed since, or is still "
            "being copied",
            _WHOLE_EN,
        ),
    },
    "M-02.changed": {
        "zh": ("读取时文件 {file} 还在被写入", "请等文件复制完，再重新生成文件清单 manifest.json"),
        "en": (
            "{file} was being written while it was read",
            "Wait until it is copied, then make the list of files, manifest.json, anew",
        ),
    },
    "M-02.not_a_file": {
        "zh": ("{file} 不是文件本身，而是快捷方式或文件夹", "请把文件本身复制到交付文件夹"),
        "en": ("{file} is no file but a shortcut or a folder", "Copy the file itself into the folder"),
    },
    "M-02.reserved_name": {
        "zh": ("文件名 {file} 是电脑系统保留的名称，别人下载后存不下来", "请改成能说明内容的名称，再重新生成文件清单"),
        "en": (
            "{file} is a name that Windows keeps for itself",
            "Rename it after its content, then make the list of files anew",
        ),
    },
    "M-02.bad_name": {
        "zh": (
            "文件名 {file} 含有其他电脑不能使用的字符",
            '请改名：去掉 \\ : * ? " < > | 和末尾的点、空格，再重新生成文件清单',
        ),
        "en": (
            "The name {file} has characters that other computers refuse",
            'Rename it without \\ : * ? " < > | and without a dot or a blank at the end, then make the list of '
            "files anew",
        ),
    },
    "M-02.same_name": {
        "zh": (
            "文件 {file} 与另一个文件的名称只差大小写，有的电脑会当成同一个文件",
            "请把其中一个改成不同的名称，再重新生成文件清单",
        ),
        "en": (
            "The name {file} differs from another one by capitals only; some computers take them for one file",
            "Give one of them another name, then make the list of files anew",
        ),
    },
    "M-03": {
        "zh": ("说明文件 datapackage.json 读不懂", _DESCRIPTOR_ZH),
        "en": ("The description, datapackage.json, cannot be read", _DESCRIPTOR_EN),
    },
    "M-03.missing": {
        "zh": ("交付文件夹中没有说明文件 datapackage.json（编目信息和数据字典）", _DESCRIPTOR_ZH),
        "en": ("The folder has no description, datapackage.json (record and data dictionary)", _DESCRIPTOR_EN),
    },
    "M-03.not_json": {
        "zh": ("说明文件 datapackage.json 第 {detail} 行附近的写法有错", _DESCRIPTOR_ZH),
        "en": ("Something is written wrongly near line {detail} of the description, datapackage.json", _DESCRIPTOR_EN),
    },
    "M-03.bad_number": {
        "zh": ("说明文件 datapackage.json 中有一个不是数字的数值：{detail}", _DESCRIPTOR_ZH),
        "en": ("The description, datapackage.json, holds a figure that is no number: {detail}", _DESCRIPTOR_EN),
    },
    "M-03.not_utf8": {
        "zh": ("说明文件 datapackage.json 的文字读出来是乱码", _DESCRIPTOR_ZH),
        "en": ("The text of the description, datapackage.json, comes out garbled", _DESCRIPTOR_EN),
    },
    "M-03.not_object": {
        "zh": ("说明文件 datapackage.json 的开头不是编目信息", _DESCRIPTOR_ZH),
        "en": ("The description, datapackage.json, does not begin as a record does", _DESCRIPTOR_EN),
    },
    "M-03.too_large": {
        "zh": (
            "说明文件 datapackage.json 太大",
            "请只写编目信息和数据字典，数据放在单独的文件里；由程序生成的，请转告维护该程序的人员",
        ),
        "en": (
            "The description, datapackage.json, is too large",
            "It is for record and dictionary only, the data go into a file of their own; if a program makes it, "
            "tell whoever looks after that",
        ),
    },
    "M-03.too_deep": {
        "zh": ("说明文件 datapackage.json 的内容一层套一层，超过 {detail} 层", _DESCRIPTOR_ZH),
        "en": (
            "The description, datapackage.json, holds more than {detail} levels, one inside the other",
            _DESCRIPTOR_EN,
        ),
    },
    "M-03.duplicate_key": {
        "zh": ("说明文件 datapackage.json 中“{detail}”写了两次，不知道以哪个为准", _DESCRIPTOR_ZH),
        "en": (
            "“{detail}” is given twice in the description, datapackage.json: which one counts is unclear",
            _DESCRIPTOR_EN,
        ),
    },
    "M-03.bad_text": {
        "zh": ("说明文件 datapackage.json 中有残缺的字符，不能保存", _DESCRIPTOR_ZH),
        "en": ("The description, datapackage.json, holds broken characters that cannot be kept", _DESCRIPTOR_EN),
    },
    "M-04": {
        "zh": (
            "文件 {file} 没有列入文件清单 manifest.json，没有接收",
            "如需交付，请把它写入说明文件 datapackage.json，并重新生成文件清单",
        ),
        "en": (
            "{file} is not in the list of files, manifest.json, and was not taken",
            "To deliver it, name it in the description, datapackage.json, and make the list anew",
        ),
    },
    "M-05": {
        "zh": ("说明文件 datapackage.json 中第 {position} 个数据文件的说明写得不对", _RESOURCE_ZH),
        "en": ("The description, datapackage.json, is wrong about data file number {position}", _RESOURCE_EN),
    },
    "M-05.too_many": {
        "zh": ("一个数据集最多 {limit} 个数据文件", "请拆成多个数据集"),
        "en": ("A dataset has at most {limit} data files", "Split it into several datasets"),
    },
    "M-05.not_an_object": {
        "zh": ("说明文件 datapackage.json 中第 {position} 个数据文件的说明读不懂", _RESOURCE_ZH),
        "en": (
            "What the description, datapackage.json, says of data file number {position} cannot be read",
            _RESOURCE_EN,
        ),
    },
    "M-05.no_path": {
        "zh": ("说明文件 datapackage.json 中第 {position} 个数据文件没有写文件名", _RESOURCE_ZH),
        "en": ("The description, datapackage.json, does not name data file number {position}", _RESOURCE_EN),
    },
    "M-05.link": {
        "zh": (
            "说明文件 datapackage.json 中第 {position} 个数据文件写的是网址 {path}，数据文件必须放在文件夹里一起交付",
            "请把文件下载到交付文件夹，在说明文件中改写文件名，再重新生成文件清单",
        ),
        "en": (
            "Data file number {position} is an address, {path}; files must come with the folder",
            "Download it into the folder, write its name into the description, datapackage.json, and make the "
            "list of files anew",
        ),
    },
    "M-05.file_missing": {
        "zh": (
            "说明文件 datapackage.json 中第 {position} 个数据文件 {path} 不在文件夹里",
            "请把这个文件放进文件夹，或改正说明文件中的文件名，再重新生成文件清单",
        ),
        "en": (
            "Data file number {position}, {path}, is not in the folder",
            "Put the file in, or correct its name in the description, datapackage.json, then make the list of "
            "files anew",
        ),
    },
    "M-05.name_twice": {
        "zh": ("说明文件 datapackage.json 中有两个数据文件都叫“{name}”", "请给它们不同的名称，再重新生成文件清单"),
        "en": (
            "Two data files are called “{name}” in the description, datapackage.json",
            "Give them different names, then make the list of files anew",
        ),
    },
    "error": {
        "zh": ("处理这一项时出现没有预料到的错误（{class}）", _AGAIN_ZH),
        "en": ("An unexpected error ({class})", _AGAIN_EN),
    },
    "source_unavailable": {
        "zh": ("来源现在读不到", _AGAIN_ZH),
        "en": ("The source cannot be read now", _AGAIN_EN),
    },
    "source_unavailable.no_folder": {
        "zh": ("来源文件夹 {path} 不存在或没有权限进入", "请恢复文件夹和读取权限；已发布的数据不受影响"),
        "en": (
            "The folder {path} is missing or may not be entered",
            "Restore it and its permissions; what is published stays",
        ),
    },
    "source_unavailable.unreadable": {
        "zh": ("来源中的 {path} 读不出来", "请检查读取权限和磁盘；系统会自动重试"),
        "en": ("{path} cannot be read", "Check permissions and the disk; it is tried again"),
    },
    "source_unavailable.bad_guid": _UNTRUSTED,
    "source_unavailable.duplicate_guid": _UNTRUSTED,
    "source_unavailable.unordered_listing": _UNTRUSTED,
    "source_misconfigured": {
        "zh": ("来源的登记有误：{option} = {value}", "请用 ./portal harvest add 重新登记"),
        "en": ("The source is registered wrongly: {option} = {value}", "Register it again with ./portal harvest add"),
    },
    "source_misconfigured.unknown_kind": {
        "zh": ("没有“{value}”这种来源", "可用的种类：{known}"),
        "en": ("There is no kind of source “{value}”", "Use one of: {known}"),
    },
    "source_misconfigured.unknown_option": {
        "zh": ("这种来源没有“{option}”这个选项", "可用的选项：{known}"),
        "en": ("This kind of source has no option “{option}”", "Its options: {known}"),
    },
    "source_misconfigured.missing_option": {
        "zh": ("来源缺少选项“{option}”", "请补上后重新登记"),
        "en": ("The source lacks its option “{option}”", "Register it again with this option"),
    },
    "item_vanished": {
        "zh": ("列出之后、读取之前，{guid} 已被移走", "如需发布，请重新放入"),
        "en": ("{guid} was taken away between listing and reading", "Deliver it again if it is to be published"),
    },
    "too_large": {
        "zh": ("交付超过了上限 {limit_zh}", "请拆分后再交付"),
        "en": ("The delivery is above the limit of {limit_zh}", "Split it and deliver again"),
    },
    "too_large.files": {
        "zh": ("交付的文件太多，超过了 {limit} 个", "请拆成几份交付，每份放在自己的文件夹"),
        "en": ("The delivery has more than {limit} files", "Split it into several, each in a folder of its own"),
    },
    "gate_unavailable": {
        "zh": ("校验程序没有给出结论（{detail}），数据未发布", _AGAIN_ZH),
        "en": ("The gate gave no verdict ({detail}); nothing was published", _AGAIN_EN),
    },
    "gate_unavailable.time": {
        "zh": ("校验超过 {seconds} 秒仍未完成，已停止，数据未发布", "请检查文件是否异常巨大，或拆分后再交付"),
        "en": (
            "Validation did not end within {seconds} s and was stopped; nothing was published",
            "Is the file unusually large? Split it",
        ),
    },
    "gate_unavailable.child_died": {
        "zh": ("校验程序超出内存或处理器限制而停止，数据未发布", "请检查文件是否异常巨大，或拆分后再交付"),
        "en": (
            "The gate ran out of memory or processor time; nothing was published",
            "Is the file unusually large? Split it",
        ),
    },
    "stage_error.disk_full": {
        "zh": ("磁盘空间不足，文件没有保存下来；已发布的数据不受影响", "请平台运营方清理磁盘，随后系统会自动重试"),
        "en": (
            "The disk is full: the file was not kept; what is published stays",
            "Free space; it is then tried again",
        ),
    },
    "stage_error.damaged": {
        "zh": ("暂存的文件已损坏（{sha256}）", "请部门重新交付这个文件"),
        "en": ("A staged file is damaged ({sha256})", "Let the department deliver it again"),
    },
    "stage_error": {
        "zh": ("文件没有保存下来（{reason}）", _AGAIN_ZH),
        "en": ("The file could not be kept ({reason})", _AGAIN_EN),
    },
}
