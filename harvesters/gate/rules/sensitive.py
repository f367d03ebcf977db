"""Personal numbers and secrecy marks in any text (detectors D1, D11; rules G-03, G-10, G-13, G-15).

A regular expression runs over a whole batch of rows; only what also passes the arithmetic is located. A finding never
holds the number: ``370***********0019``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from harvesters.catalogue.limits import shown
from harvesters.catalogue.uscc import is_uscc

_PROVINCES = frozenset(
    str(n)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for n in range(first, last + 1)
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
# What people and programs put between the digits: blanks, dashes, quotes, invisible characters.
_BETWEEN = (
    "[ \\t\\r\\n\u00a0\u00ad\u1680\u180e\u2000-\u200f\u202a-\u202e\u2060-\u2064\u3000\ufeff\\-‐‑‒–—―−－﹣'’‘`´′·]*"
)
_ID = re.compile(rf"(?<![0-9A-Za-z])(?=(\d(?:{_BETWEEN}\d){{16}}{_BETWEEN}[\dXx])(?![0-9A-Za-z]))")
_ID_OLD = re.compile(r"(?<![0-9A-Za-z])\d{15}(?![0-9A-Za-z])", re.ASCII)
_ID_SHOWN = re.compile(r"(?<![0-9A-Za-z*])\d{14}\*{4}(?![0-9A-Za-z*])", re.ASCII)
_ID_HEADER = re.compile(r"身份证|证件号|公民身份|身份号码|居民证|idcard|id_card|sfz", re.IGNORECASE)
_LONG = re.compile(rf"\d(?:{_BETWEEN}\d){{10,}}{_BETWEEN}[\dXx]?")

_MARK = re.compile(
    r"绝\s?密|机\s?密|秘\s?密|内部资料|内部文件|注意保存|不得公开|仅供[^\x1e\x1f]{0,6}参考|讨论稿|征求意见稿"
)
_STARS = "[★☆✩✭⭐*﹡✱]"
_LEVELLED = re.compile(rf"\s*(?:{_STARS}\s*(?:长期|\d+\s*(?:年|个月|月|天|日))?|长期|\d+\s*(?:年|个月|月))")
_STAR_BEFORE = re.compile(r"[★☆✩✭⭐]\s*$")
# Words around 秘密 or 机密 that make it a subject of the text, not a mark on it.
_BEFORE = re.compile(
    r"(?:商业|国家|技术|工作|个人|职业|军事|企业|经营|客户|通信|通讯|贸易|保守|泄露|泄漏|窃取|刺探|侵犯|侵害|知悉|接触|涉及|涉|解|绝对|《)\s*$"
)
_AFTER = re.compile(
    r"\s*(?:保护|保守|保密|性|法|条例|规定|花园|载体|信息罪|罪|案|事项|范围|的?泄露|文件管理|工作|武器|档案|警察|潜入|地|岛|谷)"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found at ``at`` in the text. ``kind``: id · id_old · id_shown · secret · marker."""

    kind: str
    at: int
    value: str
    word: str = ""


def hits(text: str) -> Iterator[Hit]:
    """All hits in a text that is NFKC (see :func:`normal`)."""
    for match in _ID.finditer(text):
        digits = re.sub(_BETWEEN, "", match[1]).upper()
        if is_id(digits):
            yield Hit("id", match.start(), mask(digits))
    if "****" in text:
        for match in _ID_SHOWN.finditer(text):
            yield Hit("id_shown", match.start(), match[0][:3] + "*" * 11 + match[0][14:])
    if not text.isascii():
        yield from _marks(text)


def normal(text: str) -> str:
    """The text as the detectors read it: full-width and other compatibility forms in their plain form."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def is_id(digits: str) -> bool:
    """An 18-digit 身份证号 (GB 11643) or 外国人永久居留身份证号; a valid 统一社会信用代码 is not one (D1)."""
    if len(digits) != 18 or not (digits[:17].isascii() and digits[:17].isdigit()):
        return False
    province = digits[1:3] if digits[0] == "9" else digits[:2]
    if province not in _PROVINCES or not _is_birth(digits[6:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:17], strict=True))
    return _CHECKS[total % 11] == digits[17] and not is_uscc(digits)


def old_ids(cell: str) -> Iterator[str]:
    """15-digit numbers of before 1999, masked. They have no check digit: ask only under a header that says so (D1b)."""
    for match in _ID_OLD.finditer(normal(cell)):
        if match[0][:2] in _PROVINCES and _is_birth("19" + match[0][6:12]):
            yield mask(match[0])


def is_id_header(label: str) -> bool:
    """Whether a column by its name holds numbers of persons."""
    return _ID_HEADER.search(normal(label)) is not None


def mask(number: str) -> str:
    """At most the first three and the last four characters stay."""
    return f"{number[:3]}{'*' * max(len(number) - 7, 4)}{number[-4:]}"


def safe(value: str, limit: int = 40) -> str:
    """A cell's value as a report may show it: numbers of persons and other long numbers masked, short, printable."""
    text = value[: limit * 8]
    if not _LONG.search(text) and _LONG.search(normal(text)):
        text = normal(text)  # digits in circles and the like
    return shown(_LONG.sub(lambda m: mask(normal(re.sub(_BETWEEN, "", m[0]))), text).strip(), limit)


def without_ids(text: str) -> str:
    """A name or other text as a report may show it: as it is, but for numbers of persons."""
    plain = normal(text)
    spans = [match.span(1) for match in _ID.finditer(plain) if is_id(re.sub(_BETWEEN, "", match[1]).upper())]
    for start, end in reversed(spans):
        plain = plain[:start] + mask(re.sub(_BETWEEN, "", plain[start:end]).upper()) + plain[end:]
    return plain if spans else text


def _is_birth(text: str) -> bool:
    """A real day since 1900. There is no clock here, so the upper end is a year in which nobody was born yet."""
    try:
        day = dt.date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100


def _marks(text: str) -> Iterator[Hit]:
    for match in _MARK.finditer(text):
        word = re.sub(r"\s", "", match[0])
        before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 12]
        if word not in ("绝密", "机密", "秘密"):
            yield Hit("marker", match.start(), word, word)
            continue
        subject = _BEFORE.search(before) is not None
        level = _LEVELLED.match(after)
        star = _STAR_BEFORE.search(before) is not None or (level is not None and re.search(_STARS, level[0]))
        if star or (level is not None and not subject):
            yield Hit("secret", match.start(), word + (level[0].strip() if level else "★"), word)
        elif word == "秘密" and before.endswith("工作"):
            yield Hit("marker", match.start(), "工作秘密", "工作秘密")
        elif not subject and _AFTER.match(after) is None:
            yield Hit("marker", match.start(), word, word)
