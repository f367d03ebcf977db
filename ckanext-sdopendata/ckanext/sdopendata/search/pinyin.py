"""The sound of Chinese text in Latin letters, for people who type gongjiao, gj or jngj. No CKAN, no I/O but one list.

From every character that follows, as many as people type: the syllables written together and their first letters.
Names of places in Shandong that are read otherwise than the dictionary says stand in
``words/place_readings.csv`` with all their readings. 济南市公交 also sounds as 济南公交.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from harvesters.catalogue import codelists

LONGEST = 8  # syllables that one sound spans
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3007]+")
_LATIN = re.compile(r"[0-9A-Za-z]+")


def sounds(texts: Iterable[str], initials: bool = True) -> set[str]:
    """What can be typed to mean some part of these texts, of two syllables at least."""
    found: set[str] = set()
    for text in texts:
        for syllables in _readings(text):
            found.update(_spans(syllables))
            if initials:
                found.update(_spans([syllable[0] for syllable in syllables]))
    return found


def meant(text: str, sound: str) -> str | None:
    """The part of ``text`` that sounds like this, the first one; syllables before initials."""
    for initials in (False, True):
        for run in _HAN.finditer(text):
            for syllables in _variants(run[0]):
                heard = [syllable[0] for syllable in syllables] if initials else syllables
                for start in range(len(heard)):
                    for end in range(start + 2, min(len(heard), start + LONGEST) + 1):
                        if "".join(heard[start:end]) == sound:
                            return run[0][start:end]
    return None


def spelled(text: str) -> str:
    """The whole of ``text`` as it is typed in Latin letters, signs left out."""
    return order_key(text).replace(" ", "")


def order_key(title: str) -> str:
    """By what a list of names is sorted: digits and letters as they are, then Chinese by its sound."""
    parts = re.findall(rf"{_HAN.pattern}|{_LATIN.pattern}", title)
    return " ".join(syllable for part in parts for syllable in (_pinyin(part) if _HAN.match(part) else [part.lower()]))


def _spans(syllables: list[str]) -> Iterator[str]:
    for start in range(len(syllables)):
        for end in range(start + 2, min(len(syllables), start + LONGEST) + 1):
            yield "".join(syllables[start:end])


def _readings(text: str) -> Iterator[list[str]]:
    for run in _HAN.findall(text):
        yield from _variants(run)
        short = _full_names().sub(lambda name: name[0][:-1], run)
        if short != run:
            yield from _variants(short)


@lru_cache(4096)
def _variants(run: str) -> list[list[str]]:
    """The dictionary's reading of a run of characters and those of the places in it."""
    found = [_pinyin(run)]
    places = [(place.start(), _places()[place[0]]) for place in _place_names().finditer(run)]
    for number in range(max((len(readings) for _, readings in places), default=0)):
        syllables = list(found[0])
        for start, readings in places:
            reading = readings[min(number, len(readings) - 1)]
            syllables[start : start + len(reading)] = reading
        if syllables not in found:
            found.append(syllables)
    return found


@lru_cache(4096)
def _pinyin(run: str) -> list[str]:
    from pypinyin import lazy_pinyin  # 20 MB that only those need who index or explain

    return list(lazy_pinyin(run, errors=list))  # one for every character, also for those it does not know


@cache
def _places() -> Mapping[str, tuple[list[str], ...]]:
    text = files(__package__).joinpath("words", "place_readings.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({r["place"]: tuple(x.split() for x in r["readings"].split("|")) for r in rows})


@cache
def _place_names() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _places()), key=len, reverse=True)))


@cache
def _full_names() -> re.Pattern[str]:
    """山东省, 济南市, 历下区: names that are also said without their last character."""
    names = [region.zh for region in codelists.regions().values() if len(region.zh) > 2]
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
