"""Which conditions of CKAN's DataStore are replaced for Chinese words."""

from __future__ import annotations

from typing import Any

import pytest
from ckanext.sdopendata.contained import narrowed

TYPES = {"_id": "int", "c001": "text", "rank": "float"}
QUERY: dict[str, Any] = {"where": [('_full_text @@ "query"',)], "sort": ["rank"]}


def test_a_chinese_word_is_looked_for_inside_cells_and_bound() -> None:
    found = narrowed({"q": "济南' OR 1=1"}, TYPES, QUERY)
    assert [word for _, said in found["where"] for word in said.values()] == ["济南'", "or", "1=1"]
    assert all("1=1" not in clause and "济南" not in clause for clause, _ in found["where"])
    assert found["sort"] == []


@pytest.mark.parametrize("more", [{"q": "bus"}, {"q": "济南", "plain": False}, {"q": "济南", "full_text": "bus"}])
def test_what_is_asked_otherwise_stays(more: dict[str, Any]) -> None:
    assert narrowed(more, TYPES, QUERY) is QUERY
