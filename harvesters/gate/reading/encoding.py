"""Which encoding a file is in, decided strictly over the whole file: BOM → UTF-8 → plausible GB18030 → refused.

A detector may veto, never decide (``validation.md`` §5): one that looked at a sample read GB18030 as Big5, "valid".
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harvesters.gate.reading import spoilt
from harvesters.gate.reading.plausible import GB_PRIVATE_USE, Census, is_han, looks_chinese, score
from harvesters.gate.reading.spoilt import Spoilt

CHUNK = 1 << 20
NEAR = 12
# The score of everyday Chinese read rightly is above this (0.53 for a list of telephone prefixes, the lowest seen).
MIN_EVERYDAY = 0.45

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_ASCII = bytes(range(0x80))
# Characters of three and four bytes in UTF-8, whole or cut. (Two bytes prove nothing: GB18030 has such pairs too.)
_UTF8_LIKE = re.compile(rb"[\xe2-\xef][\x80-\xbf]{1,2}|\xf0[\x90-\xbf][\x80-\xbf]{1,2}")
# Chinese characters in UTF-8 one after the other: in GB18030 text three do not come about by chance, nor do two that
# are a stretch of their own, as the cells of other lines are that were added to a file.
_UTF8_RUN = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2,}")
_THREE = 9
# GB18030 among UTF-8: pairs that are valid UTF-8 by chance (一 as һ, 女 as Ů), with no letter beside them.
_LEADS = bytes((*range(0xC4, 0xCE), *range(0xD2, 0xE0)))  # without Greek and А–я
_NOT_LEADS = bytes(code for code in range(256) if code not in _LEADS)
# A file of no other bytes has no letter of those scripts.
_UNDOUBTED = bytes((*range(0xC4), *range(0xE0, 0x100)))
_PAIRS = re.compile(rb"(?<![A-Za-z\x80-\xff])(?:[\xc4-\xcd\xd2-\xdf][\xa1-\xbf]){1,3}(?![A-Za-z\x80-\xff])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to read the file: Python's ``codec`` after ``skip`` bytes of BOM; ``name`` is for people."""

    name: str
    codec: str
    skip: int = 0

    def mend(self, text: str) -> str:
        """GB18030 characters that the codec still puts into the private use area, in their place since 2022."""
        return text.translate(GB_PRIVATE_USE) if self.codec == "gb18030" and _PRIVATE.search(text) else text


_UTF8 = Encoding("utf-8", "utf-8")


class EncodingFault(Exception):
    """The file cannot be read without guessing. ``params``: line, char (column in characters), offset, hex, near."""

    def __init__(self, reason: str, **params: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.params = params


def decide(path: Path) -> Encoding:
    """The encoding of the file, or EncodingFault with the place of the first byte that does not fit."""
    with path.open("rb") as stream:
        head = stream.read(4)
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return _with_bom(path, codec, len(mark))
    nul = doubtful = False

    def chunks() -> Iterator[bytes]:
        nonlocal nul
        for chunk in _chunks(path, 0):
            nul = nul or b"\0" in chunk
            yield chunk

    def seen(high: bytes) -> None:
        nonlocal doubtful
        doubtful = doubtful or bool(high.translate(None, _UNDOUBTED))

    try:
        found = spoilt.find(chunks, as_gbk=True, seen=seen)
    except UnicodeDecodeError:
        _refuse_nul(path)
        return _no_utf8(path, _first_error(path, "utf-8", 0) or 0)
    if nul:
        _refuse_nul(path)
    if doubtful and _by_chance(path):
        return Encoding("gb18030", "gb18030")
    if doubtful:
        _refuse_pairs(path)
    _refuse_mojibake(found)
    return _UTF8


def _refuse_nul(path: Path) -> None:
    if (nul := _find(path, b"\0")) is not None:
        raise _fault(path, _nul_reason(path), nul, "latin-1")


def _with_bom(path: Path, codec: str, skip: int) -> Encoding:
    if codec == "utf-32":
        raise _fault(path, "utf32", 0, "latin-1")
    broken = _first_error(path, codec, skip)
    if broken is not None:
        reason = "utf8_broken" if codec == "utf-8" else "utf16_broken"
        raise _fault(path, reason, broken, codec, skip)
    encoding = Encoding("utf-8-sig" if codec == "utf-8" else codec, codec, skip)
    _refuse_mojibake(_spoilt(path, encoding))
    return encoding


def _by_chance(path: Path) -> bool:
    """A GB18030 file with a handful of characters may be valid UTF-8 by chance: 一 (D2 BB) reads as the Cyrillic һ."""
    census = Census()
    for text in _texts(path, _UTF8):
        if not text.isascii():
            counts = Counter(spoilt.above_ascii(text.encode()))
            if max(counts) >= "\u0800":
                return False
            census.add(counts)
    strange = sum(not _expected_in_chinese(char) for char in census.counts)
    if not strange or strange * 2 < len(census.counts):
        return False
    chinese = _census(path, "gb18030")
    return chinese is not None and looks_chinese(chinese) is None and score(chinese) > 0.25


def _no_utf8(path: Path, broken: int) -> Encoding:
    """Not UTF-8: GB18030 if the whole file decodes and looks Chinese, else the likeliest cause in words."""
    census = _census(path, "gb18030")
    implausible = looks_chinese(census) if census is not None else "undecodable"
    points = score(census) if census is not None else 0.0
    big5 = _census(path, "big5") if census is None or implausible or _may_be_big5(census) else None
    big5_points = score(big5, big5=True) if big5 is not None else 0.0
    utf8_share = _utf8_share(path) if implausible or points < MIN_EVERYDAY else 0.0
    if implausible is None and big5_points <= points and utf8_share < 0.8:
        run = _utf8_among_gb(path)
        if run is not None:
            raise _fault(path, "mixed", run, "gb18030")
        encoding = Encoding("gb18030", "gb18030")
        _refuse_mojibake(_spoilt(path, encoding))
        return encoding
    if big5_points > max(points, 0.5):
        raise _fault(path, "big5", _first_high(path), "ascii")
    if utf8_share >= 0.5:
        reason = "mixed" if _gb_stretch(path, broken) else "utf8_broken"
        raise _fault(path, reason, broken, "utf-8")
    if big5_points <= points and (run := _utf8_among_gb(path)) is not None:
        raise _fault(path, "mixed", run, "gb18030")
    if census is None:
        raise _fault(path, "gb_broken", _first_error(path, "gb18030", 0) or 0, "gb18030")
    raise _fault(path, "implausible", _first_high(path), "ascii")


def _may_be_big5(census: Census) -> bool:
    """Long everyday Chinese cannot be Big5 (read as GB18030 that scores a third); short text may be anything."""
    han = sum(n for char, n in census.counts.items() if char > "\x7f" and is_han(char))
    return han < 300 or score(census) < MIN_EVERYDAY


def _refuse_mojibake(found: Spoilt | None) -> None:
    """Text that was already spoilt before: nothing can be restored from it (Q01)."""
    if found is not None:
        raise EncodingFault(found.reason, line=found.line, char=found.char, near=found.near, found=found.text)


def _spoilt(path: Path, encoding: Encoding) -> Spoilt | None:
    return spoilt.find(lambda: _utf8(path, encoding), as_gbk=encoding.codec != "gb18030")


def _utf8(path: Path, encoding: Encoding) -> Iterator[bytes]:
    if encoding.codec == "utf-8":
        return _chunks(path, encoding.skip)
    return (text.encode("utf-8", "surrogatepass") for text in _texts(path, encoding))


def _expected_in_chinese(char: str) -> bool:
    """Two-byte characters that UTF-8 files of departments do hold: Latin-1 signs, pinyin, Greek, Cyrillic А–я."""
    return (
        char < "\u0180" or "\u01cd" <= char <= "\u01dc" or "\u0391" <= char <= "\u03c9" or "\u0410" <= char <= "\u044f"
    )


def _nul_reason(path: Path) -> str:
    """UTF-16 without its mark, or stray NUL bytes."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    if len(head) >= 4 and len(head) % 2 == 0:
        low, high = head[::2].count(0), head[1::2].count(0)
        if max(low, high) * 2 >= len(head) // 2 and min(low, high) * 10 <= max(low, high):
            return "utf16_without_bom"
        for codec in ("utf-16-le", "utf-16-be"):
            text = head.decode(codec, "replace")
            if sum(map(is_han, text)) * 2 >= len(text) and score(Census(dict(Counter(text)))) > MIN_EVERYDAY:
                return "utf16_without_bom"
    return "nul"


def _utf8_among_gb(path: Path) -> int | None:
    """Where a file in GB18030 holds a stretch that reads well as UTF-8 only; None if it does nowhere."""
    at, tail = 0, b""
    for chunk in _chunks(path, 0):
        piece = tail + chunk
        for match in _UTF8_RUN.finditer(piece):
            start, end = match.span()
            alone = max(piece[start - 1 : start] + piece[end : end + 1], default=0) < 0x80
            if (end - start >= _THREE and _rare_as_gb(match[0])) or (alone and _better_as_utf8(match[0])):
                return at - len(tail) + start
        at += len(chunk)
        tail = piece[-16:]
    return None


def _rare_as_gb(run: bytes) -> bool:
    return looks_chinese(Census(dict(Counter(run.decode("gb18030", "replace"))))) is not None


def _better_as_utf8(run: bytes) -> bool:
    """Two characters are few: everyday ones in UTF-8, and in GB18030 some that GB 2312 does not have."""
    as_utf8 = score(Census(dict(Counter(run.decode("utf-8", "replace")))))
    as_gb = run.decode("gb18030", "replace")
    odd = sum(is_han(char) and min(char.encode("gb18030")) < 0xA1 for char in as_gb)
    return bool(odd) and as_utf8 >= 0.6 and score(Census(dict(Counter(as_gb)))) <= 0.4


def _refuse_pairs(path: Path) -> None:
    """GB18030 characters in a UTF-8 file of which no byte is wrong: they would be read as letters of another script."""
    at, tail = 0, b""
    for chunk in _chunks(path, 0):
        piece = tail + chunk
        for found in _PAIRS.finditer(piece) if piece.translate(None, _NOT_LEADS) else ():
            if _pairs_of_gb(found[0]):
                raise _fault(path, "mixed", at - len(tail) + found.start(), "utf-8")
        at += len(chunk)
        tail = piece[-16:]


def _pairs_of_gb(pairs: bytes) -> bool:
    """Whether these letters are rather Chinese; Latin ones only if they are everyday Chinese."""
    try:
        meant = pairs.decode("gb2312")
    except UnicodeDecodeError:
        return False
    latin = all(lead < 0xC6 for lead in pairs[::2])
    least = 1 if latin and pairs.decode().isupper() else 2 if latin else 1 / 3
    return all(map(is_han, meant)) and score(Census(dict(Counter(meant)))) >= least


def _gb_stretch(path: Path, broken: int) -> bool:
    """Whether what breaks the UTF-8 is a stretch of GB18030 text rather than a single byte."""
    with path.open("rb") as stream:
        stream.seek(broken)
        piece = stream.read(4096)
    stretch = re.match(rb"[\x80-\xff]*", piece)
    found = stretch[0][:64] if stretch else b""
    like = sum(len(match[0]) for match in _UTF8_LIKE.finditer(found))
    text = Census(dict(Counter(found.decode("gb18030", "replace"))))
    if len(found) >= 6:
        return like * 3 < len(found) and looks_chinese(text) is None
    return len(found) == 4 and not like and score(text) >= 0.6


def _utf8_share(path: Path) -> float:
    """The share of the bytes above ASCII that form UTF-8 characters, or the beginning of one."""
    high = like = 0
    for chunk in _chunks(path, 0):
        high += len(chunk.translate(None, _ASCII))
        like += sum(len(found[0]) for found in _UTF8_LIKE.finditer(chunk))
    return like / high if high else 0.0


def _census(path: Path, codec: str) -> Census | None:
    """All characters of the file in this reading; None if it does not decode strictly."""
    census = Census()
    encoding = Encoding(codec, codec)
    try:
        for text in _texts(path, encoding):
            if not text.isascii():
                census.add(Counter(text))
    except UnicodeDecodeError:
        return None
    return census


def _first_error(path: Path, codec: str, skip: int) -> int | None:
    decoder = codecs.getincrementaldecoder(codec)()
    at = skip
    for chunk in _chunks(path, skip):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as e:
            return at - pending + e.start
        at += len(chunk)
    pending = len(decoder.getstate()[0])
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError as e:
        return at - pending + e.start
    return None


def _fault(path: Path, reason: str, offset: int, codec: str, skip: int = 0) -> EncodingFault:
    """The place as people count (line, character in the line), as programs do (offset), and the bytes around it."""
    line, start, previous = 1, skip, b""
    unit = 2 if codec.startswith("utf-16") else 1
    with path.open("rb") as stream:
        stream.seek(skip)
        at = skip
        while at < offset:
            chunk = stream.read(min(CHUNK, offset - at))
            if not chunk:
                break
            text = chunk.decode(codec, "ignore") if unit == 2 else chunk.decode("latin-1")
            ends = _line_ends(previous.decode("latin-1") + text) if previous == b"\r" else _line_ends(text)
            line += ends - (1 if previous == b"\r" else 0)
            breaks = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
            if breaks >= 0:
                start = at + breaks + unit
            previous = chunk[-1:]
            at += len(chunk)
        stream.seek(max(start, offset - CHUNK))
        before = stream.read(offset - stream.tell()).decode(codec, "replace")
        stream.seek(max(offset - 8, 0))
        left = stream.read(min(offset, 8))
        right = stream.read(9)
    shown = f"{left.hex(' ')} [{right[:1].hex()}] {right[1:].hex(' ')}".strip()
    return EncodingFault(reason, line=line, char=len(before) + 1, offset=offset, hex=shown, near=before[-NEAR:])


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _first_high(path: Path) -> int:
    return _find(path, re.compile(rb"[\x80-\xff]")) or 0


def _find(path: Path, what: bytes | re.Pattern[bytes]) -> int | None:
    """Where ``what`` first stands; matches across the seam of two chunks are found too."""
    at, tail = 0, b""
    for chunk in _chunks(path, 0):
        piece = tail + chunk
        if isinstance(what, bytes):
            found = piece.find(what)
        else:
            match = what.search(piece)
            found = match.start() if match else -1
        if found >= 0:
            return at - len(tail) + found
        at += len(chunk)
        tail = piece[-16:]
    return None


def _chunks(path: Path, skip: int) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(skip)
        while chunk := stream.read(CHUNK):
            yield chunk


def _texts(path: Path, encoding: Encoding) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    for chunk in _chunks(path, encoding.skip):
        yield encoding.mend(decoder.decode(chunk))
    yield encoding.mend(decoder.decode(b"", True))
