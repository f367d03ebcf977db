"""What people write around a number (Q10): about 100, ≥50, 3–5, 5.2↑, 100*, 10‰. None of it is one number, so that each
is said by what it is; only a unit can be taken off, as a proposal, and only if nothing else is said."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.?\d*|\.\d+)"
_MEASURES = (
    r"元|美元|欧元|角|人|人次|人口|名|位|户|家|所|个|座|处|条|台|辆|架|艘|套|件|项|次|起|宗|例|年|个?月|天|日|小时|分钟|分|秒|岁|周|批"
    r"|吨|公斤|千克|克|斤|吨标准煤|米|公里|千米|里|海里|厘米|毫米|平方米|平方公里|平方千米|公顷|亩|立方米|立方|升|毫升|吨公里|人公里"
    r"|瓦|瓦时|千瓦|千瓦时|兆瓦|度|册|本|种|张|份|床|张床|床位|间|层|栋|幢|株|棵|头|只|羽|箱|袋|包|块|片|段|路|级|分贝|倍|篇|部|门|班|课时|学时"
    r"|标箱|TEU|k?m(?:2|3|²|³)?|[cm]m|k?g|mg|t|ha|[kM]?W|[kM]?Wh|kV|[KMGT]B|dB|h|min|mg/L|[uμ]g/m3|mg/m3|个?百分点"
)
_UNIT = rf"(?:(?:万亿|千万|百万|[百千万亿])?(?:{_MEASURES})|万亿|千万|百万|[百千万亿]|%|‰|°|℃)"
_ABOUT = re.compile(
    r"(?P<mark>大约|大概|约|将近|接近|近|逾|超过|超|不足|不到|不低于|不高于|不少于|不超过|至少|至多|最多|最少|大于|小于"
    rf"|[<>≤≥≦≧≈~±]=?)\s*{_NUMBER}\s*{_UNIT}?"
    rf"|{_NUMBER}\s*{_UNIT}?\s*(?P<after>左右|上下|以上|以下|以内|之内|余|多|\+|起)"
    rf"|{_NUMBER}\s*(?P<within>余|多|几)\s*{_UNIT}"
)
_RANGE = re.compile(rf"({_NUMBER})\s*{_UNIT}?\s*(?P<mark>-|~|至|到|—|–|--|——)\s*({_NUMBER})\s*{_UNIT}?")
_WAYS = r"增长|上升|增加|提高|上涨|下降|减少|降低|下滑|下跌|回落|[↑↓▲▼△▽⬆⬇]"
_DIRECTION = re.compile(
    rf"(?:同比|环比|比上年)?(?P<mark>{_WAYS})\s*{_NUMBER}\s*{_UNIT}?|{_NUMBER}\s*{_UNIT}?\s*(?P<after>{_WAYS})"
)
_SIGNS = "*†‡※①②③④⑤⑥⑦⑧⑨⑩"
_NOTED = re.compile(
    rf"{_NUMBER}\s*(?P<mark>[{_SIGNS}#]+|\[\d{{1,2}}\]|\(\D[^()]{{0,7}}\)|<\d>)|(?P<before>[{_SIGNS}#]+)\s*{_NUMBER}"
)
_MEASURED = re.compile(rf"({_NUMBER})\s*(?P<mark>{_UNIT})", re.IGNORECASE)
_RATES = {"%": 2, "‰": 3}
_KINDS = (("about", _ABOUT), ("direction", _DIRECTION), ("noted", _NOTED), ("range", _RANGE))


class Around(NamedTuple):
    """Why a text is not just a number (about, direction, noted, range, unit), the words that say so, and the number
    if one is left when they are gone."""

    reason: str
    mark: str
    number: str = ""


def around(text: str) -> Around | None:
    """Of a value in NFKC, without outer blanks; None if nothing of this is about it."""
    if len(text) > 40 or not any(char.isdigit() for char in text):
        return None
    if match := _MEASURED.fullmatch(text):
        return Around("unit", match["mark"], match[1].replace(",", ""))
    for reason, pattern in _KINDS:
        match = pattern.fullmatch(text)
        if match and (reason != "range" or _rises(match[1], match[3])):
            return Around(reason, next(word for word in match.groupdict().values() if word))
    return None


def _rises(low: str, high: str) -> bool:
    """Whether it can be a range: 0531-88881234 is none, nor is 2-1."""
    first, last = (number.replace(",", "") for number in (low, high))
    return not re.match(r"0\d", first) and Decimal(first) < Decimal(last)


def scaled(found: Around, unit: str) -> str | None:
    """10‰ in a column of % is 1, 10% in one of ‰ is 100; None for other units."""
    if found.mark not in _RATES or unit not in _RATES:
        return None
    value = format(Decimal(found.number).scaleb(_RATES[unit] - _RATES[found.mark]), "f")
    return value.rstrip("0").rstrip(".") if "." in value else value
