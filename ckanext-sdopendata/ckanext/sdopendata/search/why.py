"""Why a dataset was found: which words stand where, what meant or sounded the same. Pure; it reads only what is given.

Solr says that a document fits; people ask for the reason. It is looked up in the same texts that the page shows anyway,
so it can tell nothing that the reader may not see.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from . import pinyin
from .query import MAX_SPOKEN, Word, cuts, wishes
from .synonyms import alike

Texts = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Hit:
    """What stands in the texts for what was typed. ``kind``: text, synonym or sound."""

    typed: str
    found: str
    kind: str = "text"


@dataclass(slots=True)
class Why:
    """``hits`` in the order of the words; ``places``: field → the values that hold one, without those in the title."""

    hits: list[Hit] = field(default_factory=list)
    places: dict[str, list[str]] = field(default_factory=dict)

    @property
    def marks(self) -> list[str]:
        return list(dict.fromkeys(hit.found for hit in self.hits))


def why(typed: str, texts: Texts) -> Why:
    """``texts``: field → its values; the first field is the title, the others in the order they should be named."""
    found = Why()
    wanted, _ = wishes(typed)
    folded = {name: [_folded(value)[0] for value in values] for name, values in texts.items()}
    latin = [group[0].text for group in wanted if len(group) == 1 and _latin(group[0])]
    for group in wanted:
        for word in group:
            found.hits += _hits(word, folded) or _sounding(word, latin, texts)
    title = next(iter(texts), "")
    for mark in found.marks:
        name = next((name for name, values in folded.items() if any(mark in value for value in values)), title)
        if name != title:
            value = next(v for v, f in zip(texts[name], folded[name], strict=True) if mark in f)
            values = found.places.setdefault(name, [])
            if value not in values:
                values.append(value)
    return found


def pieces(text: str, marks: Sequence[str], around: int | None = None) -> list[tuple[str, bool]]:
    """``text`` in parts, each with whether it is marked; shortened to ``around`` characters near the first mark."""
    folded, origin = _folded(text)
    spans: list[tuple[int, int]] = []
    for mark in sorted(filter(None, marks), key=len, reverse=True):
        at = folded.find(mark)
        while at >= 0:
            span = (origin[at], origin[at + len(mark) - 1] + 1)
            if all(span[1] <= first or last <= span[0] for first, last in spans):
                spans.append(span)
            at = folded.find(mark, at + len(mark))
    spans.sort()
    start, end = _window(text, spans, around)
    found = [("…", False)] if start else []
    at = start
    for first, last in spans:
        if first >= end:
            break
        found += [(text[at:first], False), (text[first:last], True)]
        at = last
    found += [(text[at:end], False)] if at < end else []
    found += [("…", False)] if end < len(text) else []
    return [(part, marked) for part, marked in found if part]


def _window(text: str, spans: Sequence[tuple[int, int]], around: int | None) -> tuple[int, int]:
    if around is None or len(text) <= around:
        return 0, len(text)
    start = 0
    if spans and spans[0][1] > around:
        start = max(0, spans[0][0] - around // 4)
        sentence = max(text.rfind(sign, start - 20, spans[0][0]) for sign in "。；\n")
        start = sentence + 1 if sentence > 0 else start
    return start, min(len(text), start + around)


def _hits(word: Word, folded: Texts) -> list[Hit]:
    """By itself, by another name, or in parts."""
    for form in _forms(word.text):
        if _stands(form, folded):
            return [Hit(word.text, form)]
    if word.phrase or word.prefix:
        return []
    for other in alike(word.text):
        if _stands(other, folded):
            return [Hit(word.text, other, "synonym")]
    for parts in cuts(word.text):
        hits = [hit for part in parts for hit in _part(part, folded)]
        if len(hits) == len(parts):
            return hits
    return []


def _part(part: str, folded: Texts) -> Iterator[Hit]:
    if _stands(part, folded):
        yield Hit(part, part)
        return
    for other in alike(part):
        if _stands(other, folded):
            yield Hit(part, other, "synonym")
            return


def _sounding(word: Word, latin: Sequence[str], texts: Texts) -> list[Hit]:
    """A word of Latin letters, alone or with its neighbours: the longest row of them that sounds like something."""
    if not _latin(word) or word.text not in latin:
        return []
    at = latin.index(word.text)
    rows = [
        (first, last) for first in range(at + 1) for last in range(at + 1, len(latin) + 1) if last - first <= MAX_SPOKEN
    ]
    for first, last in sorted(rows, key=lambda row: row[0] - row[1]):
        sound = "".join(latin[first:last]).replace("ü", "v")
        for values in texts.values():
            for value in values:
                meant = pinyin.meant(value, sound)
                if meant:
                    return [Hit(" ".join(latin[first:last]), meant, "sound")]
    return []


def _latin(word: Word) -> bool:
    return word.text.isalpha() and word.text.replace("ü", "u").isascii() and not (word.phrase or word.prefix)


def _forms(text: str) -> Iterator[str]:
    yield text
    if text.isascii() and len(text) > 3 and text.endswith("s"):
        yield text[:-1]


def _stands(text: str, folded: Texts) -> bool:
    return any(text in value for values in folded.values() for value in values)


def _folded(text: str) -> tuple[str, list[int]]:
    """NFKC and lower case, and for each of its characters the place in ``text`` that it comes from."""
    chars: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(text):
        for made in unicodedata.normalize("NFKC", char).lower():
            chars.append(made)
            origin.append(at)
    return "".join(chars), origin
