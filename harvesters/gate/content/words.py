"""Truth in the words of several vocabularies (Q15): 是/否 beside Y/N in one column of text."""

from __future__ import annotations

from collections import Counter

from harvesters.contract import Severity
from harvesters.gate.content.table import Column, Content

_PAIRS = (
    *(("是", "否"), ("有", "无"), ("√", "×"), ("✓", "✗"), ("对", "错"), ("y", "n"), ("yes", "no"), ("true", "false")),
    *(("t", "f"), ("1", "0")),
)
_SIDE = {word: (pair, side) for pair in _PAIRS for side, word in enumerate(pair)}


def check(table: Content) -> dict[int, dict[str, str]]:
    """Say it; for each such column its words and what is proposed for them."""
    return {c.index: words for c in table.columns if c.kind == "string" and (words := _mixed(table, c))}


def _mixed(table: Content, column: Column) -> dict[str, str]:
    values = column.filled()
    if not 2 < len(values) <= 2 * len(_PAIRS) or any(value.casefold() not in _SIDE for value in values):
        return {}
    used: Counter[tuple[str, str]] = Counter()
    for value, n in values.items():
        used[_SIDE[value.casefold()][0]] += n
    if len(used) < 2 or set(values) & {"有", "无"} in ({"有"}, {"无"}):
        return {}  # 无 alone may say that there is no value
    best = used.most_common(1)[0][0]
    own = [next((v for v in values if v.casefold() == word), word) for word in best]
    words = {
        value: own[side] for value in values if (found := _SIDE[value.casefold()])[0] != best for side in (found[1],)
    }
    first = min(words, key=column.first.__getitem__)
    cells = sum(values[value] for value in words)
    facts = {"cells": cells, "proposal": words[first]}
    table.say("Q15", Severity.REVIEW, column, column.first[first], first, cells, reason="mixed_words", **facts)
    return words
