"""The table on a dataset's page: rows of the published file in its order, paged, sorted, filtered, and bounded."""

from __future__ import annotations

import csv
import html
import io
import re
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from conftest import Portal


def page_of(portal: Portal, dataset: dict[str, Any], status: int = 200, **args: Any) -> str:
    answer = requests.get(f"{portal.url}/dataset/{dataset['name']}", args, timeout=60)
    assert answer.status_code == status, answer.url
    return answer.text


def shown(page: str) -> list[list[str]]:
    """The cells of the table without the number of the row; an empty one is a dash."""
    body = re.search(r"sd-table-preview.*?<tbody>(.*?)</tbody>", page, re.DOTALL)
    if body is None:
        return []
    found = []
    for row in re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL):
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        found.append([html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in cells])
    return found


def file_of(dataset: dict[str, Any]) -> list[list[str]]:
    text = requests.get(dataset["resources"][0]["url"], timeout=60).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


@pytest.fixture(scope="module")
def townships(portal: Portal) -> dict[str, Any]:
    found = portal.ckan().action.package_search(q="乡级行政区划代码")["results"]
    return next(d for d in found if d["resources"][0]["row_count"] > 1000)


SEEDS = ("sd-demo-", "sd-codelist-", "sd-2017-")


def test_first_and_last_row_are_those_of_the_file_for_every_dataset(portal: Portal) -> None:
    for dataset in portal.ckan().action.package_search(rows=1000)["results"]:
        resource = dataset["resources"][0]
        if dataset["name"].startswith(SEEDS):  # other tests' cells are written in forms of their own
            last = -(-resource["row_count"] // 50)
            rows = file_of(dataset)
            plain = [[cell or "—" for cell in row] for row in (rows[0], rows[-1])]
            pair = [shown(page_of(portal, dataset))[0], shown(page_of(portal, dataset, page=last))[-1]]
            assert [[_same(c) for c in row] for row in pair] == [[_same(c) for c in row] for row in plain]


def _same(cell: str) -> Any:
    try:
        return float(cell)
    except ValueError:
        return {"是": "true", "否": "false"}.get(cell, cell.lower().replace("t", " "))


def test_pages_together_are_the_file(portal: Portal, townships: dict[str, Any]) -> None:
    rows = file_of(townships)
    assert [row for p in (1, 2, 3) for row in shown(page_of(portal, townships, page=p))] == rows[:150]


def test_sorted_and_back(portal: Portal, townships: dict[str, Any]) -> None:
    codes = sorted(row[0] for row in file_of(townships))
    page = page_of(portal, townships, sort="-code")
    assert 'aria-sort="descending"' in page
    assert [row[0] for row in shown(page)] == codes[::-1][:50]
    assert [row[0] for row in shown(page_of(portal, townships, sort="code"))] == codes[:50]


def test_filtered_counted_and_downloaded(portal: Portal, townships: dict[str, Any]) -> None:
    rows = [row for row in file_of(townships) if "街道" in row[1] and row[2] == "370102"]
    asked = {"filter": ["name:contains:街道", "county_code:equals:370102"]}
    page = page_of(portal, townships, **asked)
    assert shown(page) == rows[:50]
    assert f"{len(rows):,} 行符合条件" in page
    address = f"{portal.url}/dataset/{townships['name']}/resource/{townships['resources'][0]['id']}/rows.csv"
    answer = requests.get(f"{address}?{urlencode(asked, doseq=True)}", timeout=60)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:] == rows
    assert shown(page_of(portal, townships, find="查无此行")) == []


@pytest.mark.parametrize(
    "args",
    [{"page": "0"}, {"page": "abc"}, {"page": "-1"}, {"page": "9999"}, {"page": "99999999999"}, {"sort": "nothing"},
     {"sort": '_id"; DROP TABLE x'}, {"filter": "code"}, {"filter": "code:like:%"}, {"filter": "_full_text:contains:"}],
)  # fmt: skip
def test_what_cannot_be_understood_is_answered_in_words(
    portal: Portal, townships: dict[str, Any], args: dict[str, str]
) -> None:
    page = page_of(portal, townships, 400, **args)
    assert 'role="alert"' in page
    assert shown(page) == []


def test_only_text_is_made_harmless_for_a_spreadsheet() -> None:
    """G-40: a cell of text that begins like a formula; a negative number is a number."""
    from decimal import Decimal

    from ckanext.sdopendata.views.table import _harmless

    assert [_harmless(text, {}) for text in ("=1+1", "@x", "+1", "-1", "\tx", "甲")] == [
        *("'=1+1", "'@x", "'+1", "'-1", "'\tx", "甲")
    ]
    assert _harmless(Decimal("-1.50"), {}) == "-1.50"
