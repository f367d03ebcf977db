"""Names of folders and guids map one to one, whatever bytes a file system allows."""

from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.sources.folder import guid_of, ignored, parts_of, shown

step = st.binary(min_size=1, max_size=30).filter(lambda b: b not in (b".", b"..") and not {0, 0x2F} & set(b))


@given(st.lists(step, max_size=3))
def test_a_path_and_its_guid(path: list[bytes]) -> None:
    parts = tuple(os.fsdecode(part) for part in path)
    guid = guid_of(parts)
    assert parts_of(guid) == parts
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in guid)


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_guid_names_at_most_one_path(one: str, other: str) -> None:
    found = []
    for guid in (one, other):
        try:
            found.append((guid, parts_of(guid)))
        except ValueError:
            continue
    assert len({parts for _, parts in found}) == len(dict(found))


@pytest.mark.parametrize("guid", ["", "/", "a/", "/a", "..", "a/..", ".", "%2E%2E", "%2F", "a%00", "%c9", "%41", "\0"])
def test_only_what_guid_of_returns_is_a_guid(guid: str) -> None:
    if guid == ".":
        assert parts_of(guid) == ()
        return
    with pytest.raises(ValueError, match=r".*"):
        parts_of(guid)


def test_names_are_shown_as_they_were_meant() -> None:
    assert shown(os.fsdecode("济南.csv".encode("gb18030"))) == "济南.csv"
    assert shown("济南.csv") == "济南.csv"
    assert shown(os.fsdecode(b"\xff\xff")) == "\\xff\\xff"
    assert shown("a\nb") == "a\\nb"


def test_what_is_ignored() -> None:
    assert all(map(ignored, (".x", "~$a.xlsx", "a.csv~", "A.PART", "THUMBS.DB", ".nfs0001")))
    assert not any(map(ignored, ("a.csv", "part.csv", "临时.csv", "datapackage.json")))
