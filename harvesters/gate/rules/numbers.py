"""Numbers that lead to a person: mobile phones, bank cards, plates, addresses of mail (D2, D4, D8, D10). Patterns only;
what a number means in its column is decided in :mod:`.verdicts`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvesters.gate.rules.sensitive import BETWEEN, Hit, is_id, mask

# A stretch of digits long enough to hold any of them, with what people put between.
RUN = re.compile(rf"[0-9](?:{BETWEEN}[0-9]){{10,}}")
MOBILE = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9]\.)(?:\(?\+?(?:00)?86\)?[- ]{0,2})?"
    r"(1[3-9][0-9](?:[-– ·.]?[0-9]{4}){2})(?![0-9A-Za-z])(?!\.[0-9])"
)
_LANDLINE = re.compile(r"\(?0[0-9]{2,3}\)?[-– ]{0,2}[1-9][0-9]{6,7}")
# Cells of nothing else, each long enough to be found.
_LANDLINES = re.compile(r"(?:(?:0[0-9]{2}[-– ]{0,2}[1-9][0-9]{7}|0[0-9]{3}[-– ]{0,2}[1-9][0-9]{6,7})?(?:\x1f|\Z))+")
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Za-hj-np-z][·•. -]?(?=(?:[A-Za-z]*[0-9]){{3}})[A-HJ-NP-Za-hj-np-z0-9]{{4,5}}"
    r"[A-HJ-NP-Za-hj-np-z0-9挂学警港澳](?![0-9A-Za-z])"
)
_MAIL = re.compile(
    r"(?<![0-9A-Za-z._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
_PRIVATE_MAIL = re.compile(
    r"@(?:vip\.)?(?:qq|foxmail|163|126|yeah|sina|sohu|139|189|wo|aliyun|gmail|hotmail|outlook|live|yahoo|icloud|tom|21cn)\."
    r"(?:com|cn|net)",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"(?:护照|通行证|回乡证|台胞证)[^0-9A-Za-z\x1e\x1f]{0,8}([EGDSPHMCW][0-9A-HJ-NP-Z]?[0-9]{7,10})(?![0-9A-Za-z])"
)
_CHAT = re.compile(
    r"(?:QQ|微信)(?!\s*(?:公众|服务|小程序|官方|群))(?:号|号码)?\s*[:是为]?\s*([A-Za-z0-9_-]{5,20})(?![0-9A-Za-z])"
)
_CHAT_ALONE = re.compile(r"(?<![0-9A-Za-z])(?:QQ|qq)\s*:\s*([1-9][0-9]{4,10})(?![0-9A-Za-z])")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\x1e\x1f]*$")


def mobiles(text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
    """Mobile numbers (D2), those inside addresses of the web left out."""
    for match in MOBILE.finditer(text, start, len(text) if end is None else end):
        if not _ADDRESS.search(text, max(0, match.start() - 200), match.start()):
            yield Hit("mobile", match.start(), mask(re.sub(r"[^0-9]", "", match[1])))


def all_landlines(cells: str) -> bool:
    """Whether all of a column's cells that are not empty are such numbers: what :func:`is_landline` says of one."""
    return _LANDLINES.fullmatch(cells) is not None and any(map(is_landline, cells.split("\x1f")))


def is_landline(text: str) -> bool:
    return _LANDLINE.fullmatch(text) is not None


def cards(run: str, at: int) -> Iterator[Hit]:
    """Numbers of bank cards in a stretch of digits (D4): length, first digits, Luhn. ``word`` says if it fails."""
    groups = re.split(r"[^0-9]+", run)
    whole = "".join(groups)
    joined = [whole] if len(groups) > 1 and max(map(len, groups)) <= 8 else groups
    for digits in joined:
        if 13 <= len(digits) <= 19 and not (len(digits) == 18 and is_id(digits)):
            right = digits.startswith(("62", "4", "5")) and luhn(digits)
            yield Hit("card" if right else "long", at, mask(digits))


def luhn(digits: str) -> bool:
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def others(text: str) -> Iterator[Hit]:
    """Plates, addresses of mail, passports and names in chats, where the text itself says what they are."""
    if "@" in text:
        for match in _MAIL.finditer(text):
            kind = "mail" if _PRIVATE_MAIL.search(match[0]) else "mail_office"
            name, _, host = match[0].partition("@")
            yield Hit(kind, match.start(), f"{name[0]}***@{host}")
    if text.isascii():
        for match in _CHAT_ALONE.finditer(text):
            yield Hit("chat", match.start(), match[1][:1] + "****" + match[1][-1])
        return
    for match in PLATE.finditer(text):
        yield Hit("plate", match.start(), match[0][:2] + "***" + match[0][-1])
    if "护照" in text or "通行证" in text or "回乡证" in text or "台胞证" in text:
        for match in _PASSPORT.finditer(text):
            yield Hit("passport", match.start(), match[1][:1] + "****" + match[1][-2:])
    if "QQ" in text or "微信" in text:
        for match in _CHAT.finditer(text):
            yield Hit("chat", match.start(), match[1][:1] + "****" + match[1][-1])
