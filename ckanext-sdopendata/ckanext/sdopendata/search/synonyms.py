"""Words that mean the same: generated from the code lists, and a short reviewed list (``words/synonyms.csv``).

省环保厅 = 山东省环境保护厅 = 山东省生态环境厅; 济南 = 济南市 = 370100; 车牌 = 号牌. Pure.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from harvesters.catalogue import codelists

MOST = 8  # alternatives of one word


def alike(text: str) -> Sequence[str]:
    """Other names of what ``text`` names; those that hold it need no asking, for it is found in them anyway."""
    return _groups().get(codelists.folded(text), ())


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for group in (*_reviewed(), *_organisations(), *_regions()):
        names = list(dict.fromkeys(codelists.folded(name) for name in group if name))
        for name in names:
            found.setdefault(name, {}).update(dict.fromkeys(other for other in names if name not in other))
    return MappingProxyType({name: tuple(others)[:MOST] for name, others in found.items() if others})


def _reviewed() -> Iterator[list[str]]:
    text = files(__package__).joinpath("words", "synonyms.csv").read_text("utf-8")
    return (row["words"].split("|") for row in csv.DictReader(text.splitlines()))


def _organisations() -> Iterator[list[str]]:
    """A department's names of today and of 2017, those of what was merged into it too. City governments are asked for
    by the city."""
    for unit in codelists.offices().values():
        if unit.level != "city":
            yield [unit.zh, *(name for name in codelists.aliases_of(unit) if name not in codelists.organisations())]


def _regions() -> Iterator[list[str]]:
    """Full name, short name, code, former name; a county's short name (平原, 东明) means too much else."""
    regions = codelists.regions()
    times: dict[str, int] = {}
    for region in regions.values():
        times[region.zh] = times.get(region.zh, 0) + 1
    for region in regions.values():
        if region.level != "county":
            yield [region.zh, region.zh[:-1], region.code]
        elif times[region.zh] == 1:  # 市中区 is three places
            later = regions.get(region.successor)
            yield [region.zh, region.code]
            if later is not None and later.zh[:-1] == region.zh[:-1]:
                yield [region.zh, later.zh]
