"""A web request that dies between any two lines of a publication: nothing half visible, and asking again is enough."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import deliveries
import pytest
from ground import DAY
from portal import Portal
from source_tree import failpoints

# Where a request can die: everything on the way but the source, the run and the clock.
ROOMS = ("harvesters/stage.py", "publish/files.py", "publish/datastore.py", "publish/promote.py", "publish/index.py")
DOORS = ("publish/choke.py", "publish/review.py", "publish/submission.py")
NAMES = sorted(name for name, file in failpoints() if file.endswith((*ROOMS, *DOORS)))
ALL = os.environ.get("SD_FAILURE") != "ci"
MINTED = ("descriptor",)  # a hash over what was submitted, the dataset's minted id in it
ITEMS = [
    {"name_zh": "站名", "name_en": "station", "type": "C", "length": 60, "required": True},
    {"name_zh": "泊位数", "name_en": "places", "type": "I"},
]
RESOURCE = "5d000000-0000-4000-8000-000000000001"  # a table's key, and with it a part of the content's hash
CSV = "站名,泊位数\n泉城站,120\n大明湖站,60\n"


class Door:
    """The web of these tests, and two people's tokens."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        with portal.inside():
            self.tokens = {name: self._token(name) for name in ("clerk", "reviewer")}
        command = [sys.executable, str(Path(__file__).with_name("door.py")), str(portal.ground.ini)]
        log = (portal.ground.home / "door.log").open("ab")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": log, "text": True}
        self._process = subprocess.Popen(command, start_new_session=True, **pipes)  # type: ignore[call-overload]
        assert self._process.stdout.readline() == "ready\n"

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()

    def ask(self, who: str, what: str, /, *, failpoint: str = "", file: str | None = None, **data: Any) -> Any:
        """The answer's body; None if the process died over it."""
        request = {"token": self.tokens[who], "action": what, "data": data, "failpoint": failpoint}
        if file is not None:
            request["file"] = file
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def _token(self, name: str) -> str:
        from ckan.plugins import toolkit as tk

        made = tk.get_action("api_token_create")({"ignore_auth": True, "user": name}, {"user": name, "name": "faults"})
        return str(made["token"])


@pytest.fixture(scope="module")
def door(portal: Portal) -> Iterator[Door]:
    door = Door(portal)
    yield door
    door.close()


def prepare(portal: Portal, door: Door, mode: str) -> str:
    """A draft with its file, by hand; its id. ``mode``: may the clerk publish alone?"""
    portal.ground.empty()
    from ckanext.sdopendata import ledger

    with portal.inside():
        ledger.register_source("account-clerk", "account", {}, deliveries.OWNER, "发布账号 clerk", mode)
        if mode == "delegated":
            ledger.store_review("account-clerk", "operator", DAY, ["unconditional"])
    made = door.ask("clerk", "package_create", **deliveries.record("by-hand"))
    assert made["success"], made
    return str(made["result"]["id"])


def upload(door: Door, dataset: str, failpoint: str = "") -> Any:
    resource = {"id": RESOURCE, "package_id": dataset, "name": "停车站点", "items": json.dumps(ITEMS)}
    return door.ask("clerk", "resource_create", failpoint=failpoint, file=CSV, **resource)


def publish(door: Door, dataset: str, failpoint: str = "") -> Any:
    return door.ask("clerk", "package_patch", failpoint=failpoint, id=dataset, state="active")


@pytest.fixture(scope="module")
def by_hand(portal: Portal, door: Door) -> str:
    """The dump after an undisturbed publication by hand."""
    dataset = prepare(portal, door, "delegated")
    assert upload(door, dataset)["success"]
    published = publish(door, dataset)
    assert published["success"], published
    portal.settled()
    return portal.dump(*MINTED)


@pytest.mark.parametrize("name", NAMES if ALL else ["promote.committed"])
def test_a_request_that_dies_is_asked_again(name: str, portal: Portal, door: Door, by_hand: str) -> None:
    dataset = prepare(portal, door, "delegated")
    fault = f"{name}:kill"
    if upload(door, dataset, fault) is None:
        assert upload(door, dataset)["success"]
        assert publish(door, dataset)["success"]
    else:
        assert publish(door, dataset, fault) is None, "the failpoint was never reached"
        portal.settled()
        if not portal.ground.one("SELECT count(*) FROM sd_release"):
            assert publish(door, dataset)["success"]
    portal.settled()
    assert portal.dump(*MINTED) == by_hand
    assert publish(door, dataset)["result"]["release_number"] == 1


@pytest.mark.skipif(not ALL, reason="SD_FAILURE=ci")
@pytest.mark.parametrize("name", ["promote.written", "promote.swap_opened", "promote.committed", "index.added"])
def test_an_approval_that_dies_is_all_or_nothing(name: str, portal: Portal, door: Door) -> None:
    dataset = prepare(portal, door, "manual")
    assert upload(door, dataset)["success"]
    waits = publish(door, dataset)
    assert "held" in waits["error"], waits
    report = portal.ground.one("SELECT id FROM sd_report")
    decide = {"id": report, "action": "approve"}
    assert door.ask("reviewer", "sdopendata_report_decide", failpoint=f"{name}:kill", **decide) is None
    portal.settled()
    decisions = portal.ground.one("SELECT count(*) FROM sd_decision")
    releases = portal.ground.one("SELECT count(*) FROM sd_release")
    assert decisions == releases
    again = door.ask("reviewer", "sdopendata_report_decide", **decide)
    assert again["success"] is (releases == 0)
    portal.settled()
    assert portal.ground.one("SELECT count(*) FROM sd_decision") == 1
    assert list(portal.ground.indexed().values()) == [1]
