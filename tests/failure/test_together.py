"""Several who write at the same moment: each is answered in words, and nobody's change is lost under another's.

And the index, which others write too: whatever it lacks or has too much, reconciling makes it equal the database.
"""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import deliveries
import pytest
from ground import SITE, wait_for
from portal import Portal
from test_doors import ITEMS, Door, prepare

ALL = os.environ.get("SD_FAILURE") != "ci"
pytestmark = pytest.mark.skipif(not ALL, reason="SD_FAILURE=ci")
CLIENTS, ROUNDS = 3, 4


@pytest.fixture(scope="module")
def doors(portal: Portal) -> Iterator[list[Door]]:
    doors = [Door(portal) for _ in range(CLIENTS)]
    yield doors
    for door in doors:
        door.close()


def at_once(doors: list[Door], ask: Callable[[Door, int], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(doors)) as pool:
        return list(pool.map(ask, doors, range(len(doors))))


@pytest.mark.parametrize("by", ["id", "name"])
def test_changes_of_other_fields_are_all_there(by: str, portal: Portal, doors: list[Door]) -> None:
    dataset = prepare(portal, doors[0], "manual")
    shown = doors[0].ask("clerk", "package_show", id=dataset)["result"]
    fields = ("title", "notes", "contact_dept_phone")[:CLIENTS]
    assert all(shown.get(field) for field in fields), shown
    for number in range(ROUNDS):
        wanted = {field: f"{shown[field]} {number}" for field in fields}

        def change(door: Door, client: int, wanted: dict[str, str] = wanted) -> Any:
            field = fields[client]
            return door.ask("clerk", "package_patch", id=shown[by], **{field: wanted[field]})

        answers = at_once(doors, change)
        assert [answer["success"] for answer in answers] == [True] * CLIENTS, answers
        found = doors[0].ask("clerk", "package_show", id=dataset)["result"]
        assert {field: found[field] for field in fields} == wanted


def test_files_added_at_once_are_all_there(portal: Portal, doors: list[Door]) -> None:
    dataset = prepare(portal, doors[0], "manual")

    def add(door: Door, client: int) -> Any:
        named = {"package_id": dataset, "name": f"站点 {client}", "items": json.dumps(ITEMS)}
        return door.ask("clerk", "resource_create", file=f"站名,泊位数\n站{client},1\n", **named)

    answers = at_once(doors, add)
    assert [answer["success"] for answer in answers] == [True] * CLIENTS, answers
    found = doors[0].ask("clerk", "package_show", id=dataset)["result"]
    assert sorted(part["name"] for part in found["resources"]) == [f"站点 {n}" for n in range(CLIENTS)]


def test_a_person_and_a_harvest_change_the_same_dataset(portal: Portal, doors: list[Door]) -> None:
    """The harvest has locked ``b`` and not yet written it; the person's request comes in between."""
    fault = "promote.written:sleep=4"
    with portal.worker(fault):
        portal.begin()
        portal.deliver_second()
        code = deliveries.NAMES["b-table-dropped"]
        dataset = portal.ground.one("SELECT id FROM sd_dataset WHERE identifier = %s", code)
        before = deadlocks(portal)
        run = portal.start_run()
        wait_for("the harvest is within its promotion", lambda: portal.reached(fault))
        answer = doors[0].ask("clerk", "package_patch", id=dataset, title="演示停车站点 一位填报员改的")
        portal.finish(run)
    assert answer["success"] or answer["error"]["__type"] == "Validation Error", answer
    assert deadlocks(portal) == before
    assert portal.ground.one("SELECT counts->>'failed' FROM sd_run WHERE id = %s", run) in (None, "0")


def deadlocks(portal: Portal) -> int:
    return int(portal.ground.one("SELECT deadlocks FROM pg_stat_database WHERE datname = 'ckan_failure'"))


def test_the_index_is_made_equal_again(portal: Portal) -> None:
    """One dataset lacks, one is of another release, one is a ghost, one is another portal's."""
    portal.begin()
    portal.settled()
    before = portal.ground.indexed()
    lacking, stale, *_ = sorted(before)
    with urllib.request.urlopen(
        f"{portal.ground.solr_url}/select?q=id:{stale}&fq=site_id:{SITE}", timeout=10
    ) as answer:
        (doc,) = json.load(answer)["response"]["docs"]
    doc.pop("_version_", None)
    ghost = {"id": "ghost", "entity_type": "package", "extras_release_number": "1"}
    portal.scheduler.stop()
    try:
        portal.ground.solr({"delete": {"query": f'+site_id:"{SITE}" +id:"{lacking}"'}})
        portal.ground.solr({"add": {"doc": {**doc, "extras_release_number": "7"}}})
        portal.ground.solr({"add": {"doc": {**ghost, "index_id": "ghost-here", "site_id": SITE}}})
        portal.ground.solr({"add": {"doc": {**ghost, "index_id": "ghost-there", "site_id": "another"}}})
        broken = portal.ground.indexed()
        assert (lacking in broken, broken[stale], broken["ghost"]) == (False, 7, 1)
        portal.scheduler = portal.start("scheduler")
        wait_for("the index is as it was", lambda: portal.ground.indexed() == before)
        query = "q=index_id:ghost-there&rows=0"
        with urllib.request.urlopen(f"{portal.ground.solr_url}/select?{query}", timeout=10) as answer:
            assert json.load(answer)["response"]["numFound"] == 1
    finally:
        portal.scheduler.stop()
        portal.scheduler = portal.start("scheduler")
        portal.ground.solr({"delete": {"query": "index_id:(ghost-here OR ghost-there)"}})
