"""Trouble that is nobody's crash: a full disk, a database that refuses, a folder that goes away or changes meanwhile.

What was published stays; what could not be done is said in words; when the trouble is over the next run makes the same
public portal as if it had never been.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from typing import Any

import deliveries
import pytest
from ground import wait_for
from portal import SOURCE, Portal
from test_away import refusing

ALL = os.environ.get("SD_FAILURE") != "ci"
pytestmark = pytest.mark.skipif(not ALL, reason="SD_FAILURE=ci")
PUBLIC = ("datastore", "index", "packages", "shown")
FULL = ("prlimit", "--fsize=300", "--")  # no file may grow beyond: for a program what a full disk is


def public(dump: str) -> Any:
    """What people can see, without the numbers that ids got in the order of the whole."""
    found = json.loads(dump)
    return {part: found[part] for part in PUBLIC}


def outcomes(portal: Portal, run: str) -> dict[str, int]:
    counts = portal.ground.one("SELECT counts FROM sd_run WHERE id = %s", run) or {}
    return {name: number for name, number in counts.items() if number}


def said(portal: Portal) -> list[str]:
    """What the department reads of its items that failed or were skipped."""
    from ckanext.sdopendata.ledger import item_table

    with portal.inside():
        listed = item_table.items(SOURCE)
    return [str(item["error"]) for item in listed if item["error"]]


def test_the_disk_is_full_for_one_run(portal: Portal, undisturbed: str) -> None:
    with portal.worker(within=FULL):
        portal.begin()
        before = public(portal.dump())
        portal.deliver_second()
        run = portal.start_run()
        portal.finish(run)
        assert outcomes(portal, run) == {"failed": 6, "unchanged": 1}
        assert all("disk_full" in error for error in said(portal)), said(portal)
        assert public(portal.dump()) == before
    with portal.worker():
        portal.run()
    assert public(portal.dump()) == public(undisturbed)


def test_what_a_kill_left_of_a_released_file_is_not_served(portal: Portal, undisturbed: str) -> None:
    """Half of a file under its final name, as older versions or a broken disk left it."""
    with portal.worker():
        portal.begin()
        rows = [*deliveries.ROWS, ["千佛山站", "370103", "45", "2021-06-01"]]
        lines = [",".join(row) for row in [[field["name"] for field in deliveries.FIELDS], *rows]]
        for ending in ("\n", "\r\n"):
            master = (ending.join(lines) + ending).encode("utf-8-sig")
            name = hashlib.sha256(master).hexdigest()
            place = portal.ground.home / "files" / name[:2] / name[2:4] / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(master[: len(master) // 2])
        portal.deliver_second()
        portal.run()
        whole = [path for path in (portal.ground.home / "files").rglob(name[:0] + "*") if path.is_file()]
        repaired = [path for path in whole if hashlib.sha256(path.read_bytes()).hexdigest() == path.name]
        assert len(whole) - len(repaired) == 1, "one of both endings is the master's, and it is whole"
    assert public(portal.dump()) == public(undisturbed)


@pytest.mark.parametrize("code", ["53100", "40P01", "57014", "55P03"])
def test_the_database_refuses_for_a_while(code: str, portal: Portal, undisturbed: str) -> None:
    """Its disk full, a deadlock, a statement ended, a lock not had: the same run goes on by itself, to the same end."""
    with portal.worker():
        portal.begin()
        portal.deliver_second()
        with refusing(portal, code, times=3):
            portal.run()
            assert portal.ground.one("SELECT last_value FROM tries") > 3
    assert portal.dump() == undisturbed


def test_the_folder_goes_away_in_the_middle_and_comes_back(portal: Portal, undisturbed: str) -> None:
    fault = "pipeline.fetched:sleep=2"
    away = portal.folder.with_name("away")
    shutil.rmtree(away, ignore_errors=True)
    with portal.worker(fault):
        portal.begin()
        portal.deliver_second()
        run = portal.start_run()
        wait_for("a delivery is fetched", lambda: portal.reached(fault))
        portal.folder.rename(away)
        portal.finish(run)
        state, error = portal.ground.one("SELECT jsonb_build_array(state, error) FROM sd_run WHERE id = %s", run)
        assert state in ("failed", "partial")
        assert error is None or error["code"] == "source_unavailable", error
        assert portal.ground.one("SELECT count(*) FROM package WHERE state = 'active'") >= 4, "nothing was taken away"
        away.rename(portal.folder)
        portal.run()
    assert public(portal.dump()) == public(undisturbed)


def test_an_empty_folder_takes_nothing_away(portal: Portal) -> None:
    """As a share that was not mounted looks."""
    with portal.worker():
        portal.begin()
        before = public(portal.dump())
        shutil.rmtree(portal.folder)
        portal.folder.mkdir()
        run = portal.start_run()
        portal.finish(run)
    assert public(portal.dump()) == before


def test_deliveries_that_change_while_the_run_is_under_way(portal: Portal) -> None:
    """One is taken away before it is fetched, one replaced, one comes: the run ends, the next one has them all."""
    fault = "pipeline.fetched:sleep=2"
    with portal.worker(fault):
        portal.begin()
        portal.deliver_second()
        run = portal.start_run()
        wait_for("a delivery is fetched", lambda: portal.reached(fault))
        shutil.rmtree(portal.folder / "d-new")
        deliveries.deliver(portal.folder, "e-new", {"stations": deliveries.ROWS[:1]})
        deliveries.deliver(portal.folder, "h-late", {"stations": deliveries.ROWS})
        portal.finish(run)
        assert outcomes(portal, run).get("failed") is None
        portal.run()
        released = "SELECT rows FROM (SELECT identifier, (SELECT tables -> 0 ->> 'rows' FROM sd_release r WHERE"
        released += " r.dataset_id = d.id AND r.number = d.release_number) AS rows FROM sd_dataset d) t"
        assert portal.ground.one(f"{released} WHERE identifier = %s", deliveries.NAMES["e-new"]) == "1"
        assert portal.ground.one(f"{released} WHERE identifier = 'FAULT/h-late'") == "3"
        assert (
            portal.ground.one("SELECT count(*) FROM sd_dataset WHERE identifier = %s", deliveries.NAMES["d-new"]) == 0
        )
