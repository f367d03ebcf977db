"""How people write numbers and yes/no, and the one form that each has in the master (Q10, Q12, Q14, Q15).

A unit is taken off only if it is the declared one; a magnitude (亿 in a column of 万元) is worked out but a person
confirms; 约 and ≥ are no numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from harvesters.gate.dates import Form, Reader

# PostgreSQL's numeric, in which the DataStore keeps both kinds: digits before the point, digits after it.
MAX_WHOLE, MAX_FRACTION = 131_072, 16_383
TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
_VOCABULARIES = (
    *(("是", "否"), ("有", "无"), ("√", "×"), ("✓", "✗"), ("✔", "✘"), ("对", "错"), ("y", "n"), ("yes", "no")),
    *(("true", "false"), ("t", "f"), ("1", "0"), ("1.0", "0.0")),
)
_PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"([-+]?\d+)\.0+", re.ASCII)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+)(?:\.\d+)?", re.ASCII)
_NEGATIVE = re.compile(r"\(\s*([\d.,]+)\s*\)", re.ASCII)
_TAILED = re.compile(r"([-+]?[\d.,]*\d)\s*(\D{1,12})", re.ASCII)
_LABEL_UNIT = re.compile(r"[（(\[【]\s*(?:单位\s*[:：]\s*)?([^）)\]】\d]{1,12})[）)\]】]\s*$")
_ANGLE = re.compile(r"经度|纬度|东经|北纬|(?:^|_)(?:lon|lng|lat)", re.IGNORECASE)
_DMS = re.compile(
    r"(东经|西经|北纬|南纬)?\s*(\d{1,3})\s*[°度]\s*(\d{1,2})\s*['′’分]"
    r"(?:\s*(\d{1,2}(?:\.\d{1,4})?)\s*(?:[\"″”秒]|['′’]{2}))?\s*([EWNSewns])?",
    re.ASCII,
)
_MAGNITUDES = {"百万": 6, "千万": 7, "百亿": 10, "千亿": 11, "万亿": 12, "百": 2, "千": 3, "万": 4, "亿": 8}
_MINUS = {ord(char): "-" for char in "−–‒"}
_FINANCIAL = dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True))
_STEPS = {"拾": 10, "佰": 100, "仟": 1000}
_AMOUNT = re.compile(r"(?:人民币)?([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)[元圆](?:整|正)?")


def unit_of(field: Mapping[str, Any]) -> str:
    """The declared unit, or the one in brackets in the column's name; "" if there is none."""
    unit = field.get("sd:unit")
    if not (isinstance(unit, str) and unit.strip()):
        found = _LABEL_UNIT.search(str(field.get("name") or ""))
        unit = found[1] if found else ""
    return unicodedata.normalize("NFKC", unit).strip()


def reader(field: Mapping[str, Any]) -> Reader | None:
    """How a numeric column's values are brought into form; None where the dictionary declares a form of its own."""
    if field.get("groupChar") or field.get("decimalChar", ".") != "." or field.get("bareNumber", True) is False:
        return None
    unit, whole = unit_of(field), field["type"] == "integer"
    if _ANGLE.search(str(field.get("name") or "")) and not whole:
        return lambda text: _degrees(text) or _number(text, unit, whole)
    return lambda text: _number(text, unit, whole)


def _degrees(text: str) -> Form | None:
    """Q24: 117°02′30″E is 117.041667. To six places, a hand's breadth; NFKC has made ″ of two ′."""
    match = _DMS.fullmatch(text)
    if match is None or (match[5] and match[1]):
        return None
    degrees, minutes, seconds = int(match[2]), int(match[3]), Decimal(match[4] or 0)
    if degrees > 180 or minutes > 59 or seconds >= 60:
        return None
    value = degrees + Decimal(minutes) / 60 + seconds / 3600
    sign = "-" if (match[5] or match[1] or "").upper() in ("W", "S", "西经", "南纬") else ""
    return Form(f"{sign}{value.quantize(Decimal('0.000001'))}", ("Q24",), "degrees")


def beyond(text: str, whole: bool = False) -> str | None:
    """Why no column of numbers can hold this, though Python reads it as one: not_finite · not_plain (1_000, ٣٤)
    · out_of_range; of whole ones scientific (1e+20): how many of its digits are known nobody can say."""
    try:
        number = Decimal(text)
    except (InvalidOperation, ValueError):
        return None
    if not number.is_finite():
        return None if whole else "not_finite"
    if not _PLAIN.fullmatch(text):
        return "not_plain"
    if whole:
        return "scientific" if "e" in text.casefold() else None
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return "out_of_range" if number.adjusted() >= MAX_WHOLE or -exponent > MAX_FRACTION else None


def is_plain(text: str) -> bool:
    """Whether it is a number as the master has it."""
    return _PLAIN.fullmatch(text) is not None


def folded(text: str) -> str:
    """NFKC, but a figure that is no digit stays: 12² is not 122, ① not 1. After a letter it is a unit: m²."""
    if text.isascii() or not any(unicodedata.category(char) == "No" for char in text):
        return unicodedata.normalize("NFKC", text)
    before, parts = "", []
    for char in text:
        figure = unicodedata.category(char) == "No" and not before.isalpha()
        parts.append(char if figure else unicodedata.normalize("NFKC", char))
        before = char
    return "".join(parts)


def yes_or_no(field: Mapping[str, Any]) -> Reader:
    """How a column of truth values is brought to the words of its dictionary; other words are a proposal."""
    true, false = tuple(field.get("trueValues") or TRUE), tuple(field.get("falseValues") or FALSE)
    declared = {*true, *false}
    folded = {word.casefold(): word for word in reversed((*true, *false))}

    def read(text: str) -> Form | None:
        if text in declared:
            return None
        key = text.casefold()
        if key in folded:
            return Form(folded[key], ("Q15",))
        for yes, no in _VOCABULARIES:
            if key in (yes, no):
                return Form((true if key == yes else false)[0], ("Q15",), "other_words")
        return None

    return read


def _number(text: str, unit: str, whole: bool) -> Form | None:
    rules: list[str] = []
    ask, value = "", text
    if value[:1] in "'’‘" and len(value) > 1:
        value = value[1:].lstrip()
        rules.append("Q12")
    if value[:1] in "−–‒":
        value = value.translate(_MINUS)
        rules.append("Q08")
    if not _PLAIN.fullmatch(value) and (taken := _without_unit(value, unit)):
        value, ask = taken
        rules.append("Q10")
    if match := _NEGATIVE.fullmatch(value):
        value, ask = f"-{match[1]}", "brackets"
        rules.append("Q12")
    if _GROUPED.fullmatch(value):
        value = value.replace(",", "").replace(" ", "")
        rules.append("Q12")
    if whole and (match := _WHOLE.fullmatch(value)):
        value = match[1]
        rules.append("Q14")
    if not rules or not _PLAIN.fullmatch(value):
        return None
    return Form(value, tuple(dict.fromkeys(rules)), ask)


def _without_unit(text: str, unit: str) -> tuple[str, str] | None:
    """The number before its unit, and why a person must confirm: its magnitude was worked out."""
    if unit.endswith("元") and (match := _AMOUNT.fullmatch(text)):
        amount = _amount(match[1])
        return (_scaled(Decimal(amount), 0, unit), "capitals") if amount is not None else None
    if unit in ("元", "人民币元") and text[:1] == "¥":
        return text[1:].strip(), ""
    if not unit:
        return None
    if text.endswith(unit):  # before anything is cut into digits and the rest: ㎡ is m2
        number = text.removesuffix(unit).rstrip()
        if _PLAIN.fullmatch(number) or _GROUPED.fullmatch(number):
            return number, ""
    match = _TAILED.fullmatch(text)
    if match is None:
        return None
    tail = match[2].strip()
    power, base = _split_unit(tail)
    if power and base in ("", _split_unit(unit)[1]):
        digits = match[1].replace(",", "")
        return (_scaled(Decimal(digits), power, unit), "magnitude") if _PLAIN.fullmatch(digits) else None
    return None


def _split_unit(unit: str) -> tuple[int, str]:
    """万元 → (4, 元)."""
    for word, power in _MAGNITUDES.items():
        if unit.startswith(word):
            return power, unit.removeprefix(word)
    return 0, unit


def _scaled(number: Decimal, power: int, unit: str) -> str:
    text = format(number.scaleb(power - _split_unit(unit)[0]), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _amount(text: str) -> int | None:
    """大写金额: 壹万贰仟 → 12000."""
    total = section = digit = 0
    for char in text:
        if char in _FINANCIAL:
            digit = _FINANCIAL[char]
        elif char in _STEPS:
            section += (digit or 1) * _STEPS[char]
            digit = 0
        else:
            section = total * (char == "亿") + section + digit
            total = total * (char == "万") + section * (10_000 if char == "万" else 100_000_000)
            section = digit = 0
    return total + section + digit or None
