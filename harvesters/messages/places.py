"""Where a text stands that is no cell of a table, in words: in the record, in a file beside its cells, in a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# What the readers call the places of a file, and a delivery its names.
_PLACES: Mapping[str, str] = {
    "正文": "text",
    "文件内容": "content",
    "正文或属性": "text or properties",
    "文件属性": "properties",
    "批注": "comments",
    "批注或文件属性": "comments or properties",
    "批注或图形中的文字": "comments or drawings",
    "图形中的文字": "drawings",
    "页眉页脚": "headers and footers",
    "页眉页脚或图形中的文字": "headers, footers or drawings",
    "超链接": "links",
    "数据验证": "data validation",
    "工作表名": "sheet names",
    "名称管理器": "defined names",
    "标题": "title rows",
    "压缩包中的文件名": "member names",
    "压缩包的注释": "comment",
}
_NAMES: Mapping[str, str] = {"文件名": "the file's name", "文件夹": "the folder's name"}
# Keys of datapackage.json that people write texts under.
_KEYS: Mapping[str, tuple[str, str]] = {
    "path": ("文件名", "file name"),
    "name": ("名称", "name"),
    "title": ("标题", "title"),
    "description": ("说明", "description"),
}
_WITHIN = re.compile(r"(?P<holder>工作表|压缩包中)“(?P<name>.*)”的(?P<place>.+)|第 (?P<page>\d+) 页")
_DESCRIPTOR = "datapackage.json"


def place_words(params: Mapping[str, Any]) -> dict[str, str]:
    """``place``: the whole of it; ``within``: the part of it that has to be mended."""
    field, file = str(params.get("field", "")), str(params.get("file", ""))
    if "label" in params:
        zh, en = f"编目信息的“{params['label']}”", f"“{params.get('label_en', field)}” of the record"
        return _both((zh, zh), (en, en))
    if field in _NAMES:
        named = f"文件名“{file}”" if field == "文件名" and file else f"{field.removesuffix('名')}的名称"
        return _both((named, "名称"), (_NAMES[field], "the name"))
    if file in ("", _DESCRIPTOR):
        key = _KEYS.get(field, (field, field))
        zh, en = f"说明文件 {_DESCRIPTOR} 的“{key[0]}”", f"“{key[1]}” of the description, {_DESCRIPTOR},"
        return _both((zh, zh), (en, en))
    within = _WITHIN.fullmatch(field)
    en = _english(within) if within else _PLACES.get(field, field)
    zh = f"文件 {file} {field}" if within else f"文件 {file} 的{field}"
    return _both((zh, field), (f"{en} of {file}", en))


def _english(found: re.Match[str]) -> str:
    if found["page"]:
        return f"page {found['page']}"
    place = _PLACES.get(found["place"], found["place"])
    return f"{place} of {'sheet' if found['holder'] == '工作表' else 'member'} “{found['name']}”"


def _both(zh: tuple[str, str], en: tuple[str, str]) -> dict[str, str]:
    return {"place_zh": zh[0], "within_zh": zh[1], "place_en": en[0], "within_en": en[1]}
