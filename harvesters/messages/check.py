"""Sentences of the open door, the self-check: no room just now, uploads that cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping

CHECK: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "busy": {
        "zh": ("自检台现在正忙", "请过 {seconds} 秒再试；文件没有保存"),
        "en": ("The self-check is busy", "Try again in {seconds} seconds; the file was not kept"),
    },
    "busy.slots": {
        "zh": ("自检台正忙，同时进行的校验已满", "请过 {seconds} 秒再试；文件没有保存"),
        "en": ("The self-check is busy: all places are taken", "Try again in {seconds} seconds; the file was not kept"),
    },
    "busy.rate": {
        "zh": ("这个网络地址一分钟内的自检已满 {limit} 次", "请过 {seconds} 秒再试；文件没有保存"),
        "en": (
            "{limit} self-checks within a minute came from this address",
            "Try again in {seconds} seconds; the file was not kept",
        ),
    },
    "source_misconfigured.no_upload": {
        "zh": ("没有收到文件", "请选择要自检的数据文件；接口请用 multipart/form-data，文件字段名为 upload"),
        "en": ("No file came", "Choose the file to check; the API takes multipart/form-data with a file named upload"),
    },
    "source_misconfigured.no_such_file": {
        "zh": ("没有这个文件或文件夹：{path}", "请核对路径和文件名（大小写、扩展名、空格）后再检查"),
        "en": ("No such file or folder: {path}", "Check its path and name (case, suffix, blanks)"),
    },
    "source_misconfigured.no_dictionary_for": {
        "zh": (
            "这份数据字典里没有文件“{name}”的信息项",
            "请选择 Table Schema（含 fields），或在 datapackage.json 的 resources 中写上该文件的 path 和 schema",
        ),
        "en": (
            "This dictionary has no data items for the file {name}",
            "Choose a Table Schema (with fields), or give the file's path and schema in resources of datapackage.json",
        ),
    },
    "source_misconfigured.too_many_uploads": {
        "zh": ("一次收到 {count} 个文件，最多 {limit} 个", "请分几次自检"),
        "en": ("{count} files came at once; {limit} is the most", "Check them in several goes"),
    },
    "source_misconfigured.same_upload": {
        "zh": ("有两个文件同名，分不清报告说的是哪一个", "请改名后再选，或分两次自检"),
        "en": ("Two files have the same name", "Rename one, or check them one by one"),
    },
    "source_misconfigured.bad_upload_name": {
        "zh": ("文件名不能用：为空、含控制字符，或超过 {limit} 个汉字", "请改用简短的文件名，如“公共图书馆名录.csv”"),
        "en": ("The file name is empty, too long or holds control characters", "Give it a short name"),
    },
    "source_misconfigured.one_delivery": {
        "zh": ("一次只能自检一份交付，收到 {count} 份", "请只选一个文件夹里的文件"),
        "en": ("One delivery at a time; {count} came", "Choose the files of one folder"),
    },
    "source_misconfigured.no_dictionary": {
        "zh": ("没有找到数据集“{dataset}”已发布的数据字典", "请从下拉列表里选择，或上传自己的 datapackage.json"),
        "en": ("“{dataset}” has no published dictionary", "Choose from the list, or bring your own datapackage.json"),
    },
    "cannot_limit": {
        "zh": (
            "这台电脑的系统（Windows 或 macOS）不能限制校验程序占用的内存，为免拖垮电脑，没有开始校验",
            "请打开门户网站的“自检台”（网址末尾为 /check），不用登录，规则相同；或在 Linux 上运行本命令",
        ),
        "en": (
            "This system (Windows or macOS) cannot limit the gate's memory, so nothing was checked",
            "Use the portal's self-check (the page /check): no login, the same rules. Or run this command on Linux",
        ),
    },
    "annotation_refused": {
        "zh": ("这份文件不提供标注版", "请按报告修改原件"),
        "en": ("There is no annotated copy of this file", "Mend the original as the report says"),
    },
    "annotation_refused.locked": {
        "zh": (
            "文件里有密级标志或个人信息，不再生成它的副本",
            "请按报告在原件中删除或脱敏；密级问题请先找本单位保密机构",
        ),
        "en": (
            "The file holds marks of secrecy or personal data, so no copy of it is made",
            "Remove or mask them in the original as the report says",
        ),
    },
    "annotation_refused.unreadable": {
        "zh": ("文件没有读成表格，标注不了", "请先按报告解决文件本身的问题"),
        "en": ("The file could not be read as a table, so it cannot be annotated", "Mend what the report says first"),
    },
    "annotation_refused.too_large": {
        "zh": ("表太大（{cells} 个单元格，标注版最多 {limit} 个）", "请下载“全部错误”CSV，按行号和列名修改"),
        "en": ("The table is too large to annotate ({cells} cells, {limit} at most)", "Take the CSV of all errors"),
    },
}
