"""Sentences about a hand-over (M-01…M-05) and about sources, stage and gate that cannot work now."""

from __future__ import annotations

from collections.abc import Mapping

_AGAIN_ZH = "系统会在下次采集时自动重试；若持续出现，请与平台运营方联系"
_AGAIN_EN = "It is tried again in the next run; if it persists, tell the operator"
_MANIFEST_ZH = '请在交付文件夹中放入 manifest.json，内容为 {{"文件名": "SHA-256 值"}}，最后写入'
_MANIFEST_EN = 'Put a manifest.json into the folder, as {{"file name": "SHA-256"}}, written last'
_DESCRIPTOR_ZH = "请改正 datapackage.json（UTF-8 编码的 JSON 对象），重新计算 manifest.json 后再交付"
_DESCRIPTOR_EN = "Correct datapackage.json (a JSON object in UTF-8), renew manifest.json and deliver again"
_RESOURCE_ZH = "请改正 datapackage.json 的 resources，重新计算 manifest.json 后再交付"
_RESOURCE_EN = "Correct `resources` in datapackage.json, renew manifest.json and deliver again"
_UNTRUSTED = {
    "zh": ("来源给出的清单不可信（{guid}），本次未采集，已发布的数据不受影响", "请检查来源系统的清单接口"),
    "en": ("The source's listing cannot be trusted ({guid}); nothing was harvested", "Check the system's listing"),
}

SOURCE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "M-01": {
        "zh": ("交付清单 manifest.json 读不懂（{detail}）", _MANIFEST_ZH),
        "en": ("manifest.json cannot be read ({detail})", _MANIFEST_EN),
    },
    "M-01.missing": {
        "zh": ("交付文件夹中没有 manifest.json，无法确认文件是否齐全", _MANIFEST_ZH),
        "en": ("The folder has no manifest.json, so nobody can tell whether it is complete", _MANIFEST_EN),
    },
    "M-01.bad_entry": {
        "zh": ("manifest.json 中“{detail}”的值不是 SHA-256（64 位十六进制）", _MANIFEST_ZH),
        "en": ("In manifest.json the value of “{detail}” is not a SHA-256 (64 hexadecimal digits)", _MANIFEST_EN),
    },
    "M-02": {
        "zh": ("文件 {file} 与 manifest.json 不符", "请确认文件已复制完整，重新计算 manifest.json 后再交付"),
        "en": (
            "{file} does not agree with manifest.json",
            "Make sure that it was copied whole and renew manifest.json",
        ),
    },
    "M-02.missing": {
        "zh": ("manifest.json 列出了 {file}，但文件夹中没有这个文件", "请补上文件，或从 manifest.json 中删去这一项"),
        "en": ("manifest.json names {file}, but it is not in the folder", "Add the file, or remove its entry"),
    },
    "M-02.differs": {
        "zh": (
            "文件 {file} 的内容与 manifest.json 登记的 SHA-256 不一致：文件改过、还在复制，或清单没有更新",
            "请确认文件无误，重新计算 manifest.json 后再交付",
        ),
        "en": (
            "{file} is not the file whose SHA-256 stands in manifest.json: changed, still being copied, or an old list",
            "Check the file and renew manifest.json",
        ),
    },
    "M-02.changed": {
        "zh": ("读取时文件 {file} 仍在变化", "请等文件写完，再更新 manifest.json"),
        "en": ("{file} changed while it was read", "Wait until it is written, then renew manifest.json"),
    },
    "M-02.not_a_file": {
        "zh": ("{file} 不是普通文件（链接或文件夹）", "请放入文件本身"),
        "en": ("{file} is not a plain file (a link or a folder)", "Deliver the file itself"),
    },
    "M-02.bad_name": {
        "zh": (
            "文件名 {file} 含有其他系统不能使用的字符",
            '请去掉文件名中的 \\ : * ? " < > | 、控制字符和末尾的点或空格',
        ),
        "en": (
            "The name {file} has characters that other systems refuse",
            'Remove \\ : * ? " < > |, controls, and a final dot or blank',
        ),
    },
    "M-02.same_name": {
        "zh": ("{file} 与另一个文件只差大小写，有的系统会当成同一个文件", "请改成不同的文件名"),
        "en": ("{file} differs from another name only by case", "Give the files different names"),
    },
    "M-03": {
        "zh": ("datapackage.json 读不懂（{detail}）", _DESCRIPTOR_ZH),
        "en": ("datapackage.json cannot be read ({detail})", _DESCRIPTOR_EN),
    },
    "M-03.missing": {
        "zh": ("交付文件夹中没有 datapackage.json（目录记录与数据项说明）", _DESCRIPTOR_ZH),
        "en": ("The folder has no datapackage.json (record and dictionary)", _DESCRIPTOR_EN),
    },
    "M-03.not_json": {
        "zh": ("datapackage.json 不是合格的 JSON：{detail}", _DESCRIPTOR_ZH),
        "en": ("datapackage.json is no JSON: {detail}", _DESCRIPTOR_EN),
    },
    "M-03.not_utf8": {
        "zh": ("datapackage.json 不是 UTF-8 编码（第 {detail} 字节起）", _DESCRIPTOR_ZH),
        "en": ("datapackage.json is not UTF-8 (from byte {detail})", _DESCRIPTOR_EN),
    },
    "M-03.not_object": {
        "zh": ("datapackage.json 的最外层不是对象", _DESCRIPTOR_ZH),
        "en": ("datapackage.json is not an object", _DESCRIPTOR_EN),
    },
    "M-03.too_large": {
        "zh": ("datapackage.json 超过 {detail} 字节", _DESCRIPTOR_ZH),
        "en": ("datapackage.json has more than {detail} bytes", _DESCRIPTOR_EN),
    },
    "M-03.too_deep": {
        "zh": ("datapackage.json 嵌套超过 {detail} 层", _DESCRIPTOR_ZH),
        "en": ("datapackage.json is nested deeper than {detail}", _DESCRIPTOR_EN),
    },
    "M-03.duplicate_key": {
        "zh": ("datapackage.json 中“{detail}”出现了两次", _DESCRIPTOR_ZH),
        "en": ("“{detail}” stands twice in datapackage.json", _DESCRIPTOR_EN),
    },
    "M-03.bad_text": {
        "zh": ("datapackage.json 含有不能保存的字符：{detail}", _DESCRIPTOR_ZH),
        "en": ("datapackage.json holds characters that cannot be kept: {detail}", _DESCRIPTOR_EN),
    },
    "M-04": {
        "zh": ("文件 {file} 没有列入 manifest.json，已忽略", "如需交付，请把它写入 manifest.json 和 datapackage.json"),
        "en": (
            "{file} is not in manifest.json and was ignored",
            "To deliver it, name it in manifest.json and datapackage.json",
        ),
    },
    "M-05": {
        "zh": ("datapackage.json 的第 {position} 个资源写得不对", _RESOURCE_ZH),
        "en": ("Resource {position} of datapackage.json is wrong", _RESOURCE_EN),
    },
    "M-05.too_many": {
        "zh": ("一个数据集最多 {limit} 个资源", "请拆成多个数据集"),
        "en": ("A dataset has at most {limit} resources", "Split it into several datasets"),
    },
    "M-05.not_an_object": {
        "zh": ("datapackage.json 的第 {position} 个资源不是对象", _RESOURCE_ZH),
        "en": ("Resource {position} of datapackage.json is not an object", _RESOURCE_EN),
    },
    "M-05.no_path": {
        "zh": ("datapackage.json 的第 {position} 个资源没有写文件名（path）", _RESOURCE_ZH),
        "en": ("Resource {position} of datapackage.json has no path", _RESOURCE_EN),
    },
    "M-05.link": {
        "zh": ("datapackage.json 的第 {position} 个资源是链接 {path}，数据文件必须随文件夹交付", _RESOURCE_ZH),
        "en": (
            "Resource {position} of datapackage.json is a link, {path}; files must come with the folder",
            _RESOURCE_EN,
        ),
    },
    "M-05.file_missing": {
        "zh": (
            "datapackage.json 的第 {position} 个资源写的文件 {path} 不在交付中",
            "请补上文件并写入 manifest.json，或改正 path",
        ),
        "en": (
            "Resource {position} names {path}, which was not delivered",
            "Add the file and its manifest entry, or correct path",
        ),
    },
    "M-05.name_twice": {
        "zh": ("datapackage.json 中资源名 {name} 出现了两次", _RESOURCE_ZH),
        "en": ("The resource name {name} stands twice in datapackage.json", _RESOURCE_EN),
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
        "zh": ("超过了上限（{what}：{limit}）", "请拆分后再交付"),
        "en": ("Above the limit ({what}: {limit})", "Split it and deliver again"),
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
