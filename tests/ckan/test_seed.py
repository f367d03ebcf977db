"""The seed on a running portal: outcomes as in ``expected.csv``; counts of pages are the API's; what the DataStore
shows first and last is the file's first and last row; a second ``up`` publishes nothing and is quick."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import requests
import seeds
from conftest import Portal
from seeds import Expected

CODE = Path(__file__).parents[2]
TABLE = seeds.table()
PUBLISHED = [line for line in TABLE if line.outcome == "published"]


def dataset_of(portal: Portal, line: Expected) -> dict[str, Any]:
    code = line.descriptor["sd:record"]["identifier"]
    (found,) = portal.ckan().action.package_search(fq=f'identifier:"{code}"')["results"]
    return dict(found)


def test_every_outcome_is_the_tables(portal: Portal, inside: None) -> None:
    import sqlalchemy as sa
    from ckan import model

    names = [source["name"] for source in seeds.sources()]
    asked = sa.text("SELECT source, guid, outcome FROM sd_item WHERE source = ANY(:names)")
    found = {f"{s}/{g}": o for s, g, o in model.Session.execute(asked, {"names": names})}
    wanted = {line.name: line.outcome for line in TABLE}
    there = {name: found.get(name) for name in wanted}
    assert {n: "published" if o == "unchanged" else o for n, o in there.items()} == wanted


@pytest.mark.parametrize("line", PUBLISHED, ids=lambda line: line.name)
def test_first_and_last_row_are_the_files(line: Expected, portal: Portal) -> None:
    package = dataset_of(portal, line)
    assert package["organization"]["name"] == "demo"
    ckan = portal.ckan()
    for resource in package["resources"]:
        raw = requests.get(resource["url"], timeout=60).content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(raw, newline="")))[1:]
        total = ckan.action.datastore_search(resource_id=resource["id"], limit=0)["total"]
        assert total == len(rows) == int(resource["row_count"])
        for place in (0, total - 1):
            page = ckan.action.datastore_search(resource_id=resource["id"], offset=place, limit=1)
            ids = [field["id"] for field in page["fields"] if field["id"] != "_id"]
            shown = [page["records"][0][name] for name in ids]
            assert [same(cell, value) for cell, value in zip(rows[place], shown, strict=True)] == [True] * len(ids)


def same(cell: str, value: Any) -> bool:
    """Whether a typed value is what the file says."""
    if value is None or cell == "":
        return value in (None, "") and cell == ""
    if isinstance(value, bool):
        return value == (cell == "是")
    if isinstance(value, int | float):
        return float(cell) == float(value)
    return str(value) == cell


def test_counts_on_pages_are_the_apis(portal: Portal) -> None:
    found = portal.ckan().action.package_search(rows=1000)
    total = found["count"]
    assert total == len(found["results"])
    home = requests.get(portal.url + "/", timeout=60).text
    assert re.search(rf"\b{total}\b", re.sub(r"<[^>]+>", " ", home)), total
    for group, number in Counter(p["groups"][0]["name"] for p in found["results"]).items():
        page = re.sub(r"<[^>]+>", " ", requests.get(f"{portal.url}/group/{group}", timeout=60).text)
        assert re.search(rf"\b{number}\s*个数据集", page), (group, number)
    for organization, number in Counter(p["organization"]["name"] for p in found["results"]).items():
        page = re.sub(r"<[^>]+>", " ", requests.get(f"{portal.url}/organization/{organization}", timeout=60).text)
        assert re.search(rf"\b{number}\s*个数据集", page), (organization, number)


def test_stock_ckanapi_dumps_everything(portal: Portal) -> None:
    client = [sys.executable, "-c", "from ckanapi.cli.main import main; main()"]
    command = [*client, "dump", "datasets", "--all", "-r", portal.url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    names = {json.loads(line)["name"] for line in done.stdout.splitlines()}
    assert names == set(portal.ckan().action.package_list()), done.stderr


def test_a_second_up_publishes_nothing_within_twenty_seconds() -> None:
    started = time.monotonic()
    environment = {**os.environ, "SD_HOME": os.environ["SD_TEST_HOME"]}
    done = subprocess.run([str(CODE / "portal"), "up"], env=environment, capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, done.stderr
    assert "无变化" in done.stdout
    assert time.monotonic() - started < 20


def test_a_category_page_says_what_stands_in_it(portal: Portal) -> None:
    """All of the seed is demonstration data, and its pages say so; an empty category says that it is empty."""
    ckan = portal.ckan()
    for group in ckan.action.group_list():
        count = ckan.action.package_search(fq=f'groups:"{group}"', rows=0)["count"]
        own = ckan.action.package_search(fq=f'groups:"{group}" AND -organization:demo', rows=0)["count"]
        page = requests.get(f"{portal.url}/group/{group}", timeout=60).text
        if count and not own:
            assert f"本类别目前只有 {count} 个演示数据集" in page
        elif not count:
            assert "本类别还没有发布数据集" in page
