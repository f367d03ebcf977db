"""From what a person types to a Solr query that cannot fail. Pure: no CKAN, no I/O.

Free text is taken apart into words and written anew for edismax, so no character of it reaches Solr's grammar:
words are joined by AND, ``"…"`` (also “…” and 「…」) is a phrase, ``OR`` joins its two neighbours, ``-word`` and
``NOT word`` exclude, ``word*`` completes letters and digits. Everything else is text or a separator. A word is also
found by what means the same, and one of Latin letters by the sound of Chinese text, both below any hit of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

MATCH_ALL = "*:*"
MATCH_NONE = "-*:*"

MAX_CHARS = 200
MAX_WORDS = 24
#: Ways of cutting runs of characters that one query may try; each costs about 4 × its length of Solr's 4096 clauses.
MAX_CUTS = 24
MAX_CUT_LENGTH = 12

#: So many words of Latin letters in a row are also tried as one sound: gong jiao xian lu.
MAX_SPOKEN = 5
#: Two or three Chinese characters are meant as they stand side by side, however an analysis would cut them.
_SHORT = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,3}")
_SPOKEN = re.compile(r"[a-zü]{1,40}")
_ALIKE_WEIGHT = "^0.3"

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»「」『』〝〞"), '"')
_TOKEN = re.compile(r'[+\-]?"[^"]*"|[^\s"]+')
_ALL = re.compile(r"[*?:\s\"']*")
_CODE = re.compile(r"(?<=[0-9a-z])[-/._:@+#&](?=[0-9a-z])")  # one sign: CKAN refuses `/_val_:`, quoted or not
_PREFIX = re.compile(r"[0-9a-z]+(?:[-/._][0-9a-z]+)*\*")
_UNIT = re.compile(r"[0-9a-z]+|.", re.DOTALL)
#: Particles: 济南的机场 also asks for 济南 and 机场.
_PARTICLES = re.compile("[的和与及]")


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that was asked for. ``text`` holds letters, digits and, inside a code or a phrase, its punctuation."""

    text: str
    phrase: bool = False
    prefix: bool = False
    excluded: bool = False
    or_before: bool = False


def _nothing(text: str) -> Sequence[str]:
    return ()


def free_text(typed: str, alike: Callable[[str], Sequence[str]] = _nothing, sounds: Iterable[str] = ()) -> str:
    """The edismax query for free text. Empty, ``*`` or ``*:*``: everything. Only signs that no word holds: nothing.

    :param alike: what means the same as a word.
    :param sounds: fields of Solr, weakest weight included, that hold the sound of text in Latin letters.
    """
    if _ALL.fullmatch(clean(typed)):
        return MATCH_ALL
    wanted, excluded = wishes(typed)
    if not wanted and not excluded:
        return MATCH_NONE
    writer = _Writer(alike, tuple(sounds))
    clauses = [] if wanted else [MATCH_ALL]
    spoken: list[str] = []
    for group in [*wanted, []]:
        if len(group) == 1 and _is_spoken(group[0]) and sounds:
            spoken.append(group[0].text)
            continue
        clauses += writer.spoken(spoken)
        spoken = []
        if group:
            clauses.append("+" + writer.either(group))
    return " ".join([*clauses, *("-" + _written(word) for word in excluded)])


def wishes(typed: str) -> tuple[list[list[Word]], list[Word]]:
    """What must be there, each in one of its forms (``OR``), and what must not."""
    wanted: list[list[Word]] = []
    excluded: list[Word] = []
    for word in list(words(typed))[:MAX_WORDS]:
        if word.excluded:
            excluded.append(word)
        elif word.or_before and wanted:
            wanted[-1].append(word)
        else:
            wanted.append([word])
    return wanted, excluded


class _Writer:
    """Writes what must be there; ``budget`` is shared by all words of one query."""

    def __init__(self, alike: Callable[[str], Sequence[str]], sounds: tuple[str, ...]) -> None:
        self.alike = alike
        self.sounds = sounds
        self.budget = MAX_CUTS

    def either(self, group: list[Word]) -> str:
        ways = [way for word in group for way in self._forms(word)]
        for word in group:
            cut = [] if word.phrase or word.prefix else cuts(word.text)[: self.budget]
            self.budget -= len(cut)
            # in brackets of its own, for edismax takes the + of (+"济南" … for a word
            ways += ["(" + " ".join(f"+({' OR '.join(self._wide(part))})" for part in parts) + ")" for parts in cut]
        return _one_of(ways)

    def spoken(self, texts: list[str]) -> list[str]:
        """Clauses for words of Latin letters: each as text or sound, neighbours also as one sound."""
        if not texts:
            return []
        whole = [f"+{_one_of([*self._wide(text), *self._sounding(text)])}" for text in texts]
        if not 1 < len(texts) <= MAX_SPOKEN:
            return whole
        ways = ["(" + " ".join(whole) + ")"]
        for joined in list(_joined(texts))[1:]:
            parts = [whole[at] if size == 1 else f"+{_one_of(self._sounding(text))}" for at, size, text in joined]
            ways.append("(" + " ".join(parts) + ")")
        return [f"+{_one_of(ways)}"]

    def _forms(self, word: Word) -> list[str]:
        return [_written(word)] if word.phrase or word.prefix else self._wide(word.text)

    def _wide(self, text: str) -> list[str]:
        return [_plain(text), *(f'"{escaped(other)}"{_ALIKE_WEIGHT}' for other in self.alike(text))]

    def _sounding(self, text: str) -> list[str]:
        sound = text.replace("ü", "v")
        return [f"{name}:{sound}^{weight}" for name, _, weight in (field.partition("^") for field in self.sounds)]


def _joined(texts: list[str]) -> Iterator[list[tuple[int, int, str]]]:
    """All ways to join neighbours, as (position, number of words, their letters): first none, last all."""
    for seams in range(1 << (len(texts) - 1)):
        found: list[tuple[int, int, str]] = []
        for at, text in enumerate(texts):
            if at and seams >> (at - 1) & 1:
                first, size, letters = found[-1]
                found[-1] = (first, size + 1, letters + text)
            else:
                found.append((at, 1, text))
        yield found


def _one_of(ways: Sequence[str]) -> str:
    return ways[0] if len(ways) == 1 else "(" + " OR ".join(ways) + ")"


def _is_spoken(word: Word) -> bool:
    return not (word.phrase or word.prefix) and _SPOKEN.fullmatch(word.text) is not None


def words(typed: str) -> Iterator[Word]:
    """The words in order; AND, OR, NOT and a leading sign become their meaning, unbalanced quotes become spaces."""
    text = clean(typed).translate(_QUOTES)
    operator = ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in ("AND", "OR", "NOT", "&&", "||", "!"):
            operator = token
            continue
        excluded = operator in ("NOT", "!") or token.startswith(("-", "!"))
        or_before = operator in ("OR", "||")
        phrase = token.endswith('"')
        for word in _parts(token.lower(), phrase):
            yield Word(word.text, word.phrase, word.prefix, excluded, or_before)
            or_before = False
        operator = ""


def clean(typed: str) -> str:
    """NFKC (full width becomes half width) without control, format, unassigned or surrogate characters, shortened."""
    kept = []
    for char in unicodedata.normalize("NFKC", typed[: MAX_CHARS * 2]):
        category = unicodedata.category(char)
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif category[0] != "C" and category != "Me" and not "\ufe00" <= char <= "\ufe0f":  # the dress of emoji
            kept.append(char)
    return "".join(kept)[:MAX_CHARS]


def cuts(text: str) -> list[list[str]]:
    """Ways to read one unspaced run as two or three words of at least two characters: 济南机场 → 济南, 机场.

    Neither analysis finds 济南市民用机场名录 by that: the ICU dictionary has 民用机场 as one word, the pair 南机
    is nowhere.
    A cut asks for less than the pairs did, never for less than two characters that stand side by side.
    """
    units = _UNIT.findall(text)
    found = [parts for parts in [_PARTICLES.split(text)] if len(parts) > 1 and all(len(part) > 1 for part in parts)]
    size = len(units)
    if size > MAX_CUT_LENGTH:
        return found

    def long_enough(part: list[str]) -> bool:
        return len(part) > 1 or len(part[0]) > 1 or part[0].isascii()

    for first in range(1, size):
        ways = [[units[:first], units[first:]]]
        ways += [[units[:first], units[first:second], units[second:]] for second in range(first + 1, size)]
        found += [["".join(part) for part in parts] for parts in ways if all(map(long_enough, parts))]
    return sorted(found, key=len)


def escaped(text: str) -> str:
    """``text`` as the inside of a quoted Solr string."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _parts(token: str, phrase: bool) -> Iterator[Word]:
    """Cut a token at every sign that no word holds; keep the signs inside a code such as demo/000001 or pm2.5."""
    if _PREFIX.fullmatch(token):
        yield Word(token[:-1], prefix=True)
        return
    bare = _words_only(token)
    if phrase:
        joined = re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", " ".join(bare))  # Chinese has no spaces to keep
        if joined:
            yield Word(joined, phrase=True)
        return
    for text in bare:
        yield Word(text, phrase=_CODE.search(text) is not None)


def _words_only(token: str) -> list[str]:
    codes = {mark.start() for mark in _CODE.finditer(token)}
    kept = [c if i in codes or unicodedata.category(c)[0] in "LNM" else " " for i, c in enumerate(token)]
    return [word for word in "".join(kept).split() if any(c.isalnum() for c in word)]  # not: a lone accent


def _written(word: Word) -> str:
    if word.phrase:
        return f'"{escaped(word.text)}"'
    if word.prefix:
        return re.sub(r"[^0-9a-z]", r"\\\g<0>", word.text) + "*"
    return _plain(word.text)


def _plain(text: str) -> str:
    return f'"{text}"' if _SHORT.fullmatch(text) else text
