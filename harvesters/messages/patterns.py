"""The form that a dictionary asks for (a regular expression), in words and with an example: ``37[0-9]{4}`` is “37”,
then 4 digits, such as 371234. Only plain forms can be said so; of any other the dictionary is named.
"""

from __future__ import annotations

import re

_SIGNS: tuple[tuple[tuple[str, ...], str, str, str], ...] = (
    (("[0-9]", "\\d"), "数字", "digits", "1234567890"),
    (("[A-Z]",), "大写字母", "capital letters", "ABCDEFGH"),
    (("[a-z]",), "小写字母", "small letters", "abcdefgh"),
    (("[A-Za-z]", "[a-zA-Z]"), "字母", "letters", "AbCdEfGh"),
    (("[0-9A-Z]", "[A-Z0-9]"), "数字或大写字母", "digits or capital letters", "A1B2C3D4"),
    (
        ("[0-9A-Za-z]", "[A-Za-z0-9]", "[a-zA-Z0-9]", "[0-9a-zA-Z]", "\\w"),
        "数字或字母",
        "digits or letters",
        "A1b2C3d4",
    ),
    (("[0-9X]", "[0-9Xx]", "[\\dXx]", "[\\dX]"), "数字或 X", "digits or X", "1234567890"),
    (
        ("[一-龥]", "[\u4e00-\u9fff]", "[\\u4e00-\\u9fa5]", "[\\u4e00-\\u9fff]"),
        "汉字",
        "Chinese characters",
        "山东省济南市",
    ),
)
_NAMED = {form: sign for sign in _SIGNS for form in sign[0]}
_PART = re.compile(r"(\[[^\]]+\]|\\[dw]|\\[^\w\s]|[^\\\[\](){}|*+?.^$])(?:\{(\d+)(,?)(\d*)\}|([*+?]))?")
_FALLBACK = "数据字典中这一列的“写法”一项", "what the data dictionary says of its form"
_MOST = 24


def in_words(pattern: str) -> tuple[str, str]:
    """In Chinese and in English."""
    said_zh, said_en, example, literal = [], [], "", ""
    at, text = 0, pattern.removeprefix("^").removesuffix("$")
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            return _FALLBACK
        at = part.end()
        sign = _NAMED.get(part[1])
        if sign is None and (part[1].startswith("[") or part[2] or part[5]):
            return _FALLBACK
        if sign is None:
            literal += part[1].removeprefix("\\")
            continue
        if literal:
            said_zh.append(f"“{literal}”")
            said_en.append(f"“{literal}”")
            example, literal = example + literal, ""
        least, most = _count(part)
        zh, en = _times(least, most)
        said_zh.append(f"{zh}位{sign[1]}")
        said_en.append(f"{en} {sign[2]}")
        example += (sign[3] * _MOST)[: min(max(least, 1), _MOST)]
    if literal:
        said_zh.append(f"“{literal}”")
        said_en.append(f"“{literal}”")
    example += literal
    if not said_zh:
        return _FALLBACK
    return f"{'，接着'.join(said_zh)}，例如 {example}", f"{', then '.join(said_en)}, such as {example}"


def _count(part: re.Match[str]) -> tuple[int, int | None]:
    if part[2]:
        return int(part[2]), int(part[4]) if part[4] else (None if part[3] else int(part[2]))
    return {"*": (0, None), "+": (1, None), "?": (0, 1), None: (1, 1)}[part[5]]


def _times(least: int, most: int | None) -> tuple[str, str]:
    if most is None:
        return f"至少 {least} ", f"at least {least}"
    if least == most:
        return f"{least} ", str(least)
    return f"{least} 至 {most} ", f"{least} to {most}"
