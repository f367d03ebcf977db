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
    found: dict[str, Any] = portal.ckan().action.package_search(fq='identifier:"DEMO/000002"')["results"][0]
    return dict(found["resources"][0])


@pytest.fixture(scope="module")
def rows(resource: dict[str, Any]) -> Rows:
    text = requests.get(resource["url"], timeout=60).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def ask(portal: Portal, resource: dict[str, Any], **asked: Any) -> dict[str, Any]:
    answer: dict[str, Any] = portal.ckan().action.datastore_search(resource_id=resource["id"], limit=500, **asked)
    return answer


def words(rows: Rows) -> list[str]:
    """Every twentieth pair of Chinese characters that stand side by side in a cell."""
    found = {cell[n : n + 2] for row in rows for cell in row for n in range(len(cell) - 1)}
    return sorted(pair for pair in found if re.fullmatch("[\u4e00-\u9fff]{2}", pair))[::20]


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
    name = next(cell for row in rows for cell in row if re.fullmatch("[\u4e00-\u9fff]{3,}", cell))
    first, last = name[:2], name[-2:]
    both = sum(all(any(word in cell for cell in row) for word in (first, last)) for row in rows)
    assert ask(portal, resource, q=f"{last}  {first}")["total"] == both > 0
    assert ask(portal, resource, q=f"{first}没有的词")["total"] == 0
    columns = [field["id"] for field in ask(portal, resource)["fields"] if field["id"] != "_id"]
    for position, column in enumerate(columns):
        expected = sum(first in row[position] for row in rows)
        assert ask(portal, resource, q={column: first})["total"] == expected, column
    assert ask(portal, resource, q=first, fields=columns[:1], distinct=True)["records"]
    assert ask(portal, resource, q=first, sort=f"{columns[0]} desc")["total"] > 0
