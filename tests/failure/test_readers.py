"""Readers while releases replace each other (I-02, T8): whatever they ask, they get one whole release or the next.

Page, API, descriptor, download and DataStore, asked over HTTP of a gunicorn of this ground by three readers at once.
Every row of release *n* says *n*, so a mixture of two shows in any answer; what one reader sees never goes back.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import threading
import urllib.request
from typing import Any

import deliveries
import pytest
from portal import Portal

ALL = os.environ.get("SD_FAILURE") != "ci"
pytestmark = pytest.mark.skipif(not ALL, reason="SD_FAILURE=ci")
ROWS, READERS = 300, 3
GUID = "a-changed"


class Reader(threading.Thread):
    """Reads all surfaces again and again; ``seen``: one list of (surface, release number) a round."""

    def __init__(self, url: str, name: str) -> None:
        super().__init__(daemon=True)
        self.url, self.dataset = url, name
        self.seen: list[dict[str, int]] = []
        self.faults: list[str] = []
        self.stop = threading.Event()

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self.round()
            except Exception as error:
                self.faults.append(f"{type(error).__name__}: {error}")

    def round(self) -> None:
        before = self.shown()
        found = {"page": self.page()}
        descriptor = self.json(f"/dataset/{self.dataset}/datapackage.json")
        found["datapackage"] = int(descriptor["sd:releaseNumber"])
        (resource,) = descriptor["resources"]
        found["download"] = self.download(resource)
        found["datastore"] = self.datastore(resource["name"])
        self.seen.append({"before": before, **found, "after": self.shown()})

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            body: bytes = answer.read()
            return body

    def json(self, path: str) -> Any:
        return json.loads(self.get(path))

    def shown(self) -> int:
        return int(self.json(f"/api/3/action/package_show?id={self.dataset}")["result"]["release_number"])

    def page(self) -> int:
        numbers = set(re.findall(r"第 ?(\d+) ?版", self.get(f"/dataset/{self.dataset}").decode()))
        assert len(numbers) == 1, f"the page shows {sorted(numbers)}"
        return int(numbers.pop())

    def download(self, resource: dict[str, Any]) -> int:
        """A file's address may lead to the next release's bytes by now; it leads to whole ones."""
        data = self.get(f"/dataset/{self.dataset}/{resource['path']}")
        numbers = {line.split(",")[2] for line in data.decode("utf-8-sig").splitlines()[1:]}
        assert len(numbers) == 1, f"the file mixes {sorted(numbers)}"
        assert data.decode("utf-8-sig").count("\n") in (ROWS, ROWS + 1), "rows are missing"
        if resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}":
            assert len(data) == resource["bytes"]
        return int(numbers.pop())

    def datastore(self, resource_id: str) -> int:
        result = self.json(f"/api/3/action/datastore_search?resource_id={resource_id}&limit=1000")["result"]
        column = result["fields"][3]["id"]
        numbers = {row[column] for row in result["records"]}
        assert len(numbers) == 1, f"the table mixes {sorted(numbers)}"
        assert (len(result["records"]), result["total"]) == (ROWS, ROWS)
        return int(numbers.pop())


@pytest.mark.parametrize("fault", ["", "promote.committed:killall", "promote.swap_opened:killall"])
def test_a_reader_sees_one_whole_release_or_the_next(fault: str, portal: Portal) -> None:
    releases = 12 if not fault else 5
    with portal.worker(fault), portal.web() as (_, url):
        portal.begin()
        shutil.rmtree(portal.folder)
        name = portal.ground.one("SELECT name FROM sd_dataset WHERE identifier = %s", deliveries.NAMES[GUID])
        publish(portal, 2)
        readers = [Reader(url, name) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        for number in range(3, releases + 1):
            publish(portal, number)
        for reader in readers:
            reader.stop.set()
        for reader in readers:
            reader.join()
        rounds = [seen for reader in readers for seen in reader.seen]
        print(f"{len(rounds)} rounds over {releases - 2} releases")
        assert [reader.faults for reader in readers if reader.faults] == []
        for seen in rounds:
            lowest, highest = seen["before"] - (1 if fault else 0), seen["after"]
            late = {k: n for k, n in seen.items() if not lowest <= n <= highest + (k == "datastore") and k != "before"}
            assert late in ({}, {"datastore": seen["before"] - 1}), f"a surface left the releases of its moment: {seen}"
        for reader in readers:
            for surface in ("before", "page", "datapackage", "download", "datastore"):
                numbers = [seen[surface] for seen in reader.seen]
                assert numbers == sorted(numbers), f"{surface} went back"
        assert {n for seen in rounds for n in seen.values()} >= {2, releases - 1}, "the readers slept through it"
        last = Reader(url, name)
        last.round()
        assert set(last.seen[0].values()) == {releases}


def publish(portal: Portal, number: int) -> None:
    """Release ``number``: every row says so."""
    rows = [[f"站{i}", "370102", str(number), "2020-01-01"] for i in range(ROWS)]
    deliveries.deliver(portal.folder, GUID, {"stations": rows})
    portal.run()
