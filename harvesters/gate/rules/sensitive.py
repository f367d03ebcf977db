"""Numbers of persons in any text (detector D1), and how a value is shown in a report: never the number itself.

A regular expression finds stretches of digits; only what also passes the arithmetic is a hit. A finding never
holds the number: ``370***********0019``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.iso7064 import mod_11_2

from harvesters.catalogue.limits import shown
from harvesters.catalogue.uscc import is_uscc

_PROVINCES = frozenset(
    str(n)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for n in range(first, last + 1)
)
# What people and programs put between the digits: blanks, dashes, quotes, dots, underscores and slashes.
_PLAIN = " \\t\\r\\n\u00a0\u1680\u2000-\u200a\u3000\\-‐‑‒–—―−－﹣'’‘`´′·"
BETWEEN = f"[{_PLAIN}._/]{{0,4}}"
_SOFT = f"[{_PLAIN}]{{0,4}}"
_ID = re.compile(rf"(?<![0-9A-Za-z])(?=([0-9](?:{BETWEEN}[0-9]){{16}}{BETWEEN}[0-9Xx])(?![0-9A-Za-z]))")
# Dots and slashes also stand in lists of measures and dates: in a number of a person they part what belongs apart.
_JOINTS = (frozenset({6, 10, 12, 14, 17}), frozenset(range(3, 18, 3)), frozenset(range(4, 18, 4)), frozenset({6, 12}))
_ID_OLD = re.compile(r"(?<![0-9A-Za-z])[0-9]{15}(?![0-9A-Za-z])")
_ID_OLD_SAID = re.compile(r"(?:身份证|证件号)[^0-9\x1e\x1f]{0,8}([0-9]{15})(?![0-9A-Za-z])")
_STARS = "*×●■#•"
_ID_SHOWN = re.compile(
    rf"(?<![0-9A-Za-z*])(?=[0-9{_STARS}Xx]*[{_STARS}])[1-9][0-9{_STARS}]{{16}}[0-9{_STARS}Xx](?![0-9A-Za-z*])"
)
_ID_HEADER = re.compile(r"身份证|证件号|公民身份|身份号码|居民证|idcard|id_card|sfz", re.IGNORECASE)
_LONG = re.compile(rf"[0-9](?:{_SOFT}[0-9]){{10,}}{_SOFT}[0-9Xx]?")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])(1[3-9][0-9])([-– ·.]?[0-9]{4})([-– ·.]?[0-9]{4})(?![0-9A-Za-z/])")
# Zero-width and direction marks, soft hyphen: they part what looks whole.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found at ``at`` in the text; ``value`` is masked, ``word`` names a mark of secrecy.

    ``kind``: id · shape (all of an ID but its check) · id_old · id_shown · secret · marker · mobile · card · …
    """

    kind: str
    at: int
    value: str
    word: str = ""


def ids(text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
    """Numbers of 18 digits that are, or but for their last digit look like, a person's."""
    for match in _ID.finditer(text, start, len(text) if end is None else end):
        if not _well_parted(match[1]):
            continue
        digits = re.sub(BETWEEN, "", match[1]).upper()
        if is_id(digits):
            yield Hit("id", match.start(), mask(digits))
        elif digits.isdigit() and digits[:2] in _PROVINCES and _is_birth(digits[6:14]):
            yield Hit("shape", match.start(), mask(digits))


def half_masked(text: str) -> Iterator[Hit]:
    """Numbers whose mask leaves birth date and area, or all but a digit or two (D1d)."""
    for match in _ID_SHOWN.finditer(text):
        visible = sum(char not in _STARS for char in match[0])
        if visible >= 14 and match[0][:2] in _PROVINCES:
            yield Hit("id_shown", match.start(), match[0][:3] + "*" * 11 + "****")


def normal(text: str) -> str:
    """The text as the detectors read it: compatibility forms in their plain form, invisible characters left out."""
    if text.isascii():
        return text
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def is_id(digits: str) -> bool:
    """An 18-digit 身份证号 (GB 11643) or 外国人永久居留身份证号; a valid 统一社会信用代码 is not one (D1)."""
    if len(digits) != 18 or not (digits[:17].isascii() and digits[:17].isdigit()):
        return False
    province = digits[1:3] if digits[0] == "9" else digits[:2]
    if province not in _PROVINCES or not _is_birth(digits[6:14]):
        return False
    return digits[17] in "0123456789X" and mod_11_2.checksum(digits) == 1 and not _institution(digits)


def _institution(digits: str) -> bool:
    """A 统一社会信用代码: right in both of its checks, as one number of a person in 341 is by chance, and its area a
    province's (the third and fourth digit of a person's number are most often a city's)."""
    return (digits[2:4] in _PROVINCES or digits[2:8] == "100000") and is_uscc(digits)


def old_ids(cell: str, *, said: bool = False) -> Iterator[str]:
    """15-digit numbers of before 1999, masked. They have no check digit: ask only under a header that says so, or
    (``said``) where the text itself does (D1b)."""
    for match in (_ID_OLD_SAID if said else _ID_OLD).finditer(normal(cell)):
        digits = match[match.lastindex or 0]
        if digits[:2] in _PROVINCES and _is_birth("19" + digits[6:12]):
            yield mask(digits)


def is_id_header(label: str) -> bool:
    """Whether a column by its name holds numbers of persons."""
    return _ID_HEADER.search(normal(label)) is not None


def mask(number: str) -> str:
    """At most the first three and the last four characters stay."""
    return f"{number[:3]}{'*' * max(len(number) - 7, 4)}{number[-4:]}"


def safe(value: str, limit: int = 40) -> str:
    """A cell's value as a report may show it: numbers of persons and other long numbers masked, short, printable."""
    text = without_ids(value[: limit * 8])
    if not _LONG.search(text) and _LONG.search(normal(text)):
        text = normal(text)  # digits in circles and the like
    return shown(_LONG.sub(lambda m: mask(normal(re.sub(_SOFT, "", m[0]))), text).strip(), limit)


def without_ids(text: str) -> str:
    """A name or other text as a report may show it: as it is, but for numbers of persons."""
    plain = normal(text)
    spans = [
        match.span(1)
        for match in _ID.finditer(plain)
        if _well_parted(match[1]) and is_id(re.sub(BETWEEN, "", match[1]).upper())
    ]
    result = plain
    for start, end in reversed(spans):
        result = result[:start] + mask(re.sub(BETWEEN, "", result[start:end]).upper()) + result[end:]
    result = _MOBILE.sub(lambda m: f"{m[1]}****{m[3][-4:]}", result)
    return result if result != plain else text


def _well_parted(number: str) -> bool:
    """Whether dots, underscores and slashes, if there are any, stand where a number of a person has its joints."""
    if not any(char in number for char in "._/"):
        return True
    places, count = set(), 0
    for char in number:
        if char in "._/":
            places.add(count)
        elif char.isalnum():
            count += 1
    return any(places <= joints for joints in _JOINTS) or places == set(range(1, 18))


def _is_birth(text: str) -> bool:
    """A real day since 1900. There is no clock here, so the upper end is a year in which nobody was born yet."""
    try:
        day = dt.date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100
