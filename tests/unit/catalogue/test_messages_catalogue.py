"""Every case that a rule can report has its sentences; every sentence has a case."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from harvesters.catalogue import dictionary
from harvesters.catalogue.rules import RECORD_RULES
from harvesters.messages.catalogue import CATALOGUE


@pytest.mark.parametrize("key", CATALOGUE)
def test_both_languages_with_a_remedy_and_the_same_facts(key: str) -> None:
    entry = CATALOGUE[key]
    assert set(entry) == {"zh", "en"}
    for sentence, remedy in entry.values():
        assert sentence
        assert remedy
    assert re.search(r"[\u4e00-\u9fff]", entry["zh"][0])
    assert not re.search(r"[\u4e00-\u9fff]", entry["en"][0])
    for text in (text for pair in entry.values() for text in pair):
        assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(text))


def test_every_rule_has_a_sentence() -> None:
    assert set(RECORD_RULES) <= set(CATALOGUE)
    assert {key.partition(".")[0] for key in CATALOGUE} == {*RECORD_RULES, "G-30"}


def test_every_reason_of_the_dictionary_check_has_a_sentence() -> None:
    """Read from the source, so that a new reason cannot be forgotten."""
    source = Path(dictionary.__file__).read_text(encoding="utf-8")
    used = set(re.findall(r'(?:yield|finding\(|return) ?"([a-z_]+)"', source))
    said = {key.removeprefix("G-30.") for key in CATALOGUE if key.startswith("G-30.")}
    assert used == said
