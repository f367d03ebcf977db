"""A Chinese word in the rows of the API: found wherever a cell contains it, as a person would look for it."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
import requests
from conftest import Portal

Rows = list[list[str]]


@pytest.fixture(scope="module")
def resource(portal: Portal) -> dict[str, Any]:
    found: dict[str, Any] = portal.ckan().action.package_search(q="identifier:DEMO/000001")["results"][0]
    return dict(found["resources"][0])


@pytest.fixture(scope="module")
def rows(resource: dict[str, Any]) -> Rows:
    text = requests.get(resource["url"], timeout=60).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def ask(portal: Portal, resource: dict[str, Any], **asked: Any) -> dict[str, Any]:
    answer: dict[str, Any] = portal.ckan().action.datastore_search(resource_id=resource["id"], limit=500, **asked)
    return answer


def words(rows: Rows) -> list[str]:
    """Every fifth pair of Chinese characters that stand side by side in a cell."""
    found = {cell[n : n + 2] for row in rows for cell in row for n in range(len(cell) - 1)}
    return sorted(pair for pair in found if re.fullmatch("[\u4e00-\u9fff]{2}", pair))[::5]


def test_every_pair_of_characters_finds_the_rows_that_contain_it(
    portal: Portal, resource: dict[str, Any], rows: Rows
) -> None:
    pairs = words(rows)
    assert len(pairs) > 5
    for pair in pairs:
        answer = ask(portal, resource, q=pair)
        assert answer["total"] == sum(any(pair in cell for cell in row) for row in rows), pair
        assert answer["q"] == pair
        numbers = [record["_id"] for record in answer["records"]]
        assert len(numbers) == answer["total"]
        assert numbers == sorted(numbers)


def test_words_add_up_and_columns_are_told_apart(portal: Portal, resource: dict[str, Any], rows: Rows) -> None:
    both = sum(any("济南" in cell for cell in row) and any("机场" in cell for cell in row) for row in rows)
    assert ask(portal, resource, q="机场 济南")["total"] == both > 0
    assert ask(portal, resource, q="机场 JINAN")["total"] == both
    assert ask(portal, resource, q="济南没有的词")["total"] == 0
    names = [field["id"] for field in ask(portal, resource)["fields"] if field["id"] != "_id"]
    for position, name in enumerate(names):
        assert ask(portal, resource, q={name: "济南"})["total"] == sum("济南" in row[position] for row in rows), name
    assert ask(portal, resource, q="济南", fields=names[:1], distinct=True)["records"]
    assert ask(portal, resource, q="Jinan")["total"] == sum(any("Jinan" in cell for cell in row) for row in rows)
