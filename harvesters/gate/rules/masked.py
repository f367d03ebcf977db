"""How a masked cell looks, kind by kind (G-20), and how an unmasked one may be shown: G-14 asks, never G-10 to G-13."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from harvesters.gate.rules.columns import Role, roles
from harvesters.gate.rules.names import beyond_county, is_house, is_name, masked_address, masked_name
from harvesters.gate.rules.numbers import MOBILE, luhn
from harvesters.gate.rules.sensitive import is_id, mask, normal

# (cell in plain form, label of its column, how much of both ends may stay) → it is masked, or none of these
Form = Callable[[str, str, tuple[int, int] | None], bool]
STARS = "*×●■#•＊✱∗█▇xX_"
NO_VALUE = frozenset(
    {"", "-", "—", "--", "/", "\\", "无", "暂无", "不详", "未知", "null", "NULL", "N/A", "NaN", "None", "空"}
)
_STARRED = re.compile(r"[*×●■#•✱∗█▇]|[xX]{3,}|_{3,}|[某]")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z'’-]+(?:[ ·.,]+[A-Z][A-Za-z'’.-]*)+|[A-Z][a-z]+")
_FIRM = re.compile(
    r".*(?:公司|集团|厂|店|社|行|院|校|园|局|处|所|站|中心|部|会|馆|委|厅|室|场|队|村|矿|基地|银行|学校|大学|合作社|工作室|经营部|事务所)"
    r"(?:[（(].*[）)])?|.*\b(?:Co|Ltd|Inc|LLC|Corp)\b.*"
)
_DATE = re.compile(
    r"(?:1[89]|20)\d\d\s*(?:[-/.年]\s*\d{1,2}(?!\d)|(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)).*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*"
    r"|[〇零一二三四五六七八九]{4}年.*月.*"
)
_MONTH = re.compile(r"\d{4}\s*[-/.年]\s*(?:0?[1-9]|1[0-2])\s*月?(?:\s*[-/.]?\s*\*+日?)?|\d{4}(?:0[1-9]|1[0-2])")
_HEX = re.compile(r"(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|(?:0x)?[0-9a-fA-F]{8,128})")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_ENDS = re.compile(
    r"(?:前|首|头|first|leading|start)\s*[为留]?\s*(\d{1,2}|[一二三四五六七八九])?\D{0,16}?(?:后|末|尾|last|trailing|end)\s*"
    r"[为留]?\s*(\d{1,2}|[一二三四五六七八九])",
    re.IGNORECASE,
)
_ONE_END = re.compile(
    r"(?:保留|只留|仅留|只显示|仅显示|keep|show|retain)[^\d一二三四五六七八九]{0,8}?(?P<end>前|首|头|first|后|末|尾|last)\D{0,3}?"
    r"(?P<size>\d{1,2}|[一二三四五六七八九])",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"(?<![0-9A-Za-z*])([0-9]{0,6})[*×●■#•]{2,}([0-9]{0,6}[Xx]?)(?![0-9A-Za-z*])")
_DIGITS = "一二三四五六七八九"


def kept_ends(word: str) -> tuple[int, int] | None:
    """(3, 4) of 前3后4, of "first 3 last 4" and of the example 138****8000; None if the words name no ends."""
    found = _ENDS.search(word)
    if found:
        return _number(found[1] or "0"), _number(found[2])
    single = _ONE_END.search(word)
    if single:
        size = _number(single["size"])
        return (size, 0) if single["end"].lower() in ("前", "首", "头", "first") else (0, size)
    example = _EXAMPLE.search(word)
    return (len(example[1]), len(example[2])) if example and (example[1] or example[2]) else None


def _number(text: str) -> int:
    return int(text) if text.isascii() else _DIGITS.index(text) + 1


def _name(text: str, label: str, _: tuple[int, int] | None) -> bool:
    """姓+*: one character of it, of a compound surname two. An institution's name in the same column is none."""
    parts = [part for part in re.split(r"[、,，;；/|]", text) if part.strip()]
    return all(_one_name(part.strip(), label) for part in parts)


def _one_name(text: str, label: str) -> bool:
    compact = re.sub(r"\s", "", text)
    if len(compact) > 4 and _FIRM.fullmatch(compact):
        return True
    if _STARRED.search(text):
        seen = "".join(_HAN.findall(_STARRED.sub("", text)))
        return len(re.sub("同志|女士|先生", "", seen)) <= 1 or is_compound(seen)
    if re.fullmatch(r"[^\W\d_](?:先生|女士|同志|某)", text):
        return True
    person = Role.PERSON in roles(label) and "名称" not in label
    if is_name(text, strict=not person):
        return False
    if _FIRM.fullmatch(compact) or not person:
        return True
    return not (2 <= len(compact) <= 4 and _HAN.sub("", compact) == "") and _LATIN_NAME.fullmatch(text) is None


def is_compound(text: str) -> bool:
    """Whether both characters are one surname: 欧阳."""
    return len(text) == 2 and masked_name(text + "某") == text + "*"


def _ends(text: str, keep: tuple[int, int]) -> bool:
    """Nothing but so much of both ends is to be seen."""
    bare = re.sub(r"[\s-]", "", text)
    if not _STARRED.search(bare):
        return sum(map(str.isalnum, bare)) <= 1
    head = re.match(r"[^*×●■#•✱∗█▇]*", bare)
    tail = re.search(r"[^*×●■#•✱∗█▇]*$", bare)
    first, last = len(head[0]) if head else 0, len(tail[0]) if tail else 0
    middle = bare[first : len(bare) - last]
    return first <= keep[0] and last <= keep[1] and not re.search(r"[0-9A-WYZa-wyz]", middle)


def _id(text: str, _: str, keep: tuple[int, int] | None) -> bool:
    return _ends(text, keep or (3, 4))


def _mobile(text: str, _: str, keep: tuple[int, int] | None) -> bool:
    """138****8000; a landline is no mobile."""
    for part in re.split(r"[、,，;；/|]|\s{2,}", text):
        bare = re.sub(r"[\s()-]", "", part).removeprefix("+86").removeprefix("86")
        if MOBILE.search(part) or (bare.isdigit() and len(bare) == 11 and bare[0] == "1"):
            return False
        if _STARRED.search(bare) and bare[:1] == "1" and not _ends(bare, keep or (3, 4)):
            return False
    return True


def _address(text: str, _: str, __: tuple[int, int] | None) -> bool:
    return not beyond_county(text)


def _date(text: str, _: str, __: tuple[int, int] | None) -> bool:
    return _DATE.fullmatch(text) is None


def _month(text: str, _: str, __: tuple[int, int] | None) -> bool:
    return _date(text, "", None) or _MONTH.fullmatch(text) is not None


def _town(text: str, _: str, __: tuple[int, int] | None) -> bool:
    return not is_house(text)


def _hash(text: str, _: str, __: tuple[int, int] | None) -> bool:
    """Hexadecimal, a UUID, base 64: but no number that is somebody's."""
    bare = text.removeprefix("0x")
    if bare.isdigit() and (len(bare) < 12 or len(bare) in (15, 18) or (len(bare) <= 19 and luhn(bare))):
        return False
    if is_id(bare.upper()) or MOBILE.fullmatch(bare):
        return False
    mixed = any(map(str.isdigit, bare)) or bare.endswith("=") or len(bare) >= 24
    return _HEX.fullmatch(text) is not None or (_BASE64.fullmatch(text) is not None and mixed)


def _mask(text: str, _: str, __: tuple[int, int] | None) -> bool:
    return _STARRED.search(text) is not None or sum(map(str.isalnum, text)) <= 1


def _removed(text: str, _: str, __: tuple[int, int] | None) -> bool:
    return not text.strip(STARS + " ")


FORMS: Mapping[str, Form] = {
    "name": _name,
    "id": _id,
    "mobile": _mobile,
    "address": _address,
    "date": _date,
    "month": _month,
    "town": _town,
    "hash": _hash,
    "mask": _mask,
    "removed": _removed,
    "ends": lambda text, _, keep: _ends(text, keep or (0, 0)),
}


@lru_cache(maxsize=1024)
def _personal(label: str) -> Role:
    return roles(label) & (Role.PERSON | Role.AGENT | Role.HOME)


def in_report(label: str | None, text: str) -> str:
    """A cell as a report may show it: under a header that says so, the name of a person and the address of a home are
    masked, whatever the finding is about."""
    role = _personal(label) if label else Role.NONE
    if role & (Role.PERSON | Role.AGENT) and is_name(normal(text), strict="姓名" not in str(label)):
        return masked_name(normal(text))
    if Role.HOME in role and beyond_county(normal(text)):
        return masked_address(normal(text))
    return text


def shown_as(kind: str, text: str, label: str) -> str:
    """A cell that should have been masked, as a report may show it."""
    digits = re.sub(r"[\s-]", "", text)
    if kind in ("address", "town") or (
        kind in ("mask", "removed", "hash") and roles(label) & (Role.HOME | Role.ADDRESS)
    ):
        return masked_address(text)
    if kind in ("date", "month"):
        year = re.match(r"(?:1[89]|20)\d\d", text)
        return f"{year[0]}-**" if year else "****"
    if re.fullmatch(r"[0-9Xx*]{7,}", digits):
        return mask(re.sub(r"(?<=.{3})[0-9](?=.{4})", "*", digits))
    return masked_name(text) if _HAN.match(text) else text[:1] + "***"
