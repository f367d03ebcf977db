"""Refusals that CKAN and its plugins say in English only: Chinese first, then their own words, by which programs know
them. What goes through its translations has its Chinese in ``i18n``.
"""

from __future__ import annotations

import re
from typing import Any

KNOWN = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r'invalid value "(.*)"', "不认识“{}”，请核对字段名和参数"),
        (r"Cannot parse JSON.*", "不是能读懂的 JSON，请核对括号和引号"),
        (r"Unknown field: (.*)", "表中没有字段“{}”"),
        (r"Filters must be defined as .*", "filters 要写成“字段: 取值”的 JSON 对象"),
        (r"Cannot sort by field `(.*)`", "不能按“{}”排序"),
        (r"Invalid sort direction `.*`", "排序方向只有 asc 和 desc"),
        (r"Limit must be a positive integer", "limit 应是正整数"),
        (r"Page param must be .*", "page 应是从 1 开始的整数"),
        (r"Wrong modified date format.*", "日期应写成 2026-11-28 的形式"),
        (r"Missing value|terms not in data|Missing id.*", "缺少必须提供的参数"),
        (r"Must be .*|.* must be .*", "取值不合要求"),
        (r".*\bnot found\b.*|.*\bdoes not exist\b.*", "没有找到"),
    )
)
OTHER = "这项请求不能受理"
_CHINESE, _WORD = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]{3}")


def in_chinese(error: Any) -> Any:
    """The error of an API answer with each English sentence behind a Chinese one. Names, addresses and numbers stay."""
    if isinstance(error, dict):
        return {key: value if str(key).startswith("__") else in_chinese(value) for key, value in error.items()}
    if isinstance(error, list):
        return [in_chinese(value) for value in error]
    return _said(error) if isinstance(error, str) else error


def _said(text: str) -> str:
    if _CHINESE.search(text) or not _WORD.search(text) or re.match(r"[a-z]+://", text):
        return text
    for pattern, words in KNOWN:
        if found := pattern.fullmatch(text):
            return f"{words.format(*found.groups())}。{text}"
    return f"{OTHER}。{text}"
