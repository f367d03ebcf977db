"""Text that was decoded wrongly before it was stored: 锟斤拷 and 烫烫烫, UTF-8 read as Latin-1 or as GBK (Q01)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from harvesters.gate.reading.plausible import Census, looks_chinese

NEAR = 12
# Text that was garbled as a whole shows it in its first bytes.
_ENOUGH, _SAMPLE = 1_000_000, 40_000
_ASCII = bytes(range(0x80))
_LATIN_TAIL = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MARKS = re.compile(
    f"\ufffd|锟斤|斤拷|烫烫烫|屯屯屯|ï»¿|ï¿½|Ã{_LATIN_TAIL}|(?:[ä-é]{_LATIN_TAIL}{{2}}){{2}}",
)
# Without one of these there is none of those, and looking for them is quick. (The byte begins ï, Ã and ä to é.)
_BYTE, _WORDS = b"\xc3", ("\ufffd", "锟斤", "斤拷", "烫烫烫", "屯屯屯")
_HAN_RUN = re.compile("[\u3400-\u9fff\ue000-\uf8ff€]{4,}")
_UTF8_RUN = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){3,}")


@dataclass(frozen=True, slots=True)
class Spoilt:
    """What stands where, and the characters before it in its line."""

    text: str
    line: int
    char: int
    near: str

    @property
    def reason(self) -> str:
        return "replacement" if self.text == "\ufffd" else "mojibake"


def find(
    chunks: Callable[[], Iterable[bytes]], *, as_gbk: bool, seen: Callable[[bytes], object] = len
) -> Spoilt | None:
    """The first such text of a file, which ``chunks`` gives as UTF-8, each time anew. All of it is read.

    :param as_gbk: it may also be UTF-8 that some program read as GBK and stored as UTF-8 again (娴庡崡)
    :param seen: is told all bytes that are not ASCII
    :raises UnicodeDecodeError: it is no UTF-8
    """
    census, left = Census(), _ENOUGH
    first: tuple[int, str] | None = None
    for start, piece in _pieces(chunks()):
        text, high = piece.decode(), piece.translate(None, _ASCII)
        seen(high)
        above = high.decode()
        hinted = _BYTE in high or any(map(above.__contains__, _WORDS))
        if first is None and hinted and (found := _MARKS.search(text)):
            first = start + len(text[: found.start()].encode()), found[0]
        sample = max(left, _SAMPLE)
        census.add(Counter(above if len(piece) <= sample else above_ascii(piece[:sample])))
        left -= len(piece)
    if first is None and as_gbk and looks_chinese(census) == "rare_characters":
        first = _doubled(chunks())
    return _placed(chunks(), *first) if first is not None else None


def above_ascii(utf8: bytes) -> str:
    """Only these are counted; leaving the others out first costs a fraction of counting them."""
    return utf8.translate(None, _ASCII).decode("utf-8", "ignore")


def _doubled(chunks: Iterable[bytes]) -> tuple[int, str] | None:
    """Encoding it back gives UTF-8."""
    for start, piece in _pieces(chunks):
        text = piece.decode()
        for found in _HAN_RUN.finditer(text):
            back = found[0].encode("gb18030", "ignore")
            restored = _UTF8_RUN.match(back)
            if restored and len(restored[0]) * 10 >= len(back) * 7:
                return start + len(text[: found.start()].encode()), found[0]
    return None


def _pieces(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The parts that are not ASCII, with where they begin: whole lines, or parts of a long one that overlap."""
    at, tail = 0, b""
    for chunk in chain(chunks, (None,)):
        piece = tail + (chunk or b"")
        cut = end = len(piece) if chunk is None else piece.rfind(b"\n") + 1
        if not end and piece:
            end = _boundary(piece, len(piece) - 1)
            cut = _boundary(piece, max(end - 4 * NEAR, 0))
        if not piece.isascii():
            yield at, piece[:end]
        at += cut
        tail = piece[cut:]


def _boundary(utf8: bytes, at: int) -> int:
    """Where the character begins."""
    return next((n for n in range(at, max(at - 4, -1), -1) if utf8[n] & 0xC0 != 0x80), at)


def _placed(chunks: Iterable[bytes], at: int, found: str) -> Spoilt:
    line, before = 1, b""
    for chunk in chunks:
        before += chunk[:at]
        at = max(at - len(chunk), 0)
        start = max(before.rfind(b"\n"), before.rfind(b"\r", 0, -1)) + 1
        line += _line_ends(before[:start])
        before = before[start:]
    line += _line_ends(before)
    text = before[before.rfind(b"\r") + 1 :].decode()
    return Spoilt(found[:12], line, len(text) + 1, text[-NEAR:])


def _line_ends(text: bytes) -> int:
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")
