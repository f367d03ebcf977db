"""What anybody can check with a stock Frictionless (done-when 6): each release as a Data Package at its own address.

Frictionless is installed in an environment of its own (SD_TEST_FRICTIONLESS), knowing nothing of this project.
"""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from conftest import Portal

SEEDS = Path(__file__).resolve().parents[2] / "datasets_seed" / "demo"
DELIVERIES = sorted(path.parent.name for path in SEEDS.glob("*/datapackage.json"))
# What the portal may add to a field of the dictionary: the column id it minted.
ADDED = {"sd:id"}


def delivered(name: str) -> dict[str, Any]:
    return json.loads((SEEDS / name / "datapackage.json").read_text("utf-8"))


def address(portal: Portal, delivery: str) -> str:
    code = delivered(delivery)["sd:record"]["identifier"]
    (found,) = portal.ckan().action.package_search(fq=f'identifier:"{code}"')["results"]
    return f"{portal.url}/dataset/{found['name']}/datapackage.json"


def validate(url: str) -> tuple[int, str]:
    """``frictionless validate``, as a stranger runs it: exit code and what it printed."""
    program = os.environ.get("SD_TEST_FRICTIONLESS", "")
    assert Path(program).is_file(), "SD_TEST_FRICTIONLESS names no stock frictionless (./portal test sets it)"
    done = subprocess.run([program, "validate", url], capture_output=True, text=True, timeout=120, cwd="/")
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("delivery", DELIVERIES)
def test_stock_frictionless_accepts_each_published_dataset(delivery: str, portal: Portal) -> None:
    code, words = validate(address(portal, delivery))
    assert code == 0, words
    assert "VALID" in words


@pytest.mark.parametrize("delivery", DELIVERIES)
def test_its_schema_is_the_dictionary(delivery: str, portal: Portal) -> None:
    published = requests.get(address(portal, delivery), timeout=30).json()
    handed_over = delivered(delivery)
    assert len(published["resources"]) == len(handed_over["resources"])
    for resource, given in zip(published["resources"], handed_over["resources"], strict=True):
        assert resource["title"] == given["title"]
        assert resource["schema"].get("primaryKey") == given["schema"].get("primaryKey")
        fields = [{k: v for k, v in f.items() if k not in ADDED} for f in resource["schema"]["fields"]]
        assert fields == [{k: v for k, v in f.items() if k not in ADDED} for f in given["schema"]["fields"]]
        for field in resource["schema"]["fields"]:
            assert field["sd:id"].isascii()


def test_every_descriptor_names_its_release_and_its_bytes(portal: Portal) -> None:
    for delivery in DELIVERIES:
        url = address(portal, delivery)
        package = requests.get(url, timeout=30).json()
        shown = portal.ckan().action.package_show(id=package["name"])
        assert package["version"] == str(shown["release_number"])
        for resource, file in zip(package["resources"], shown["resources"], strict=True):
            data = requests.get(f"{url.rpartition('/')[0]}/{resource['path']}", timeout=30).content
            assert (len(data), resource["hash"]) == (resource["bytes"], f"sha256:{file['sha256']}")


@contextmanager
def copy_of(portal: Portal, change: Callable[[bytes], bytes]) -> Iterator[str]:
    """The same portal at another address, except that ``change`` is done to every CSV file on its way."""

    class Passing(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with urllib.request.urlopen(portal.url + self.path, timeout=30) as answer:
                kind, body = answer.headers["Content-Type"], answer.read()
            if kind.startswith("text/csv"):
                body = change(body)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Passing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def one_digit(data: bytes) -> bytes:
    """Another digit in the last cell that has one: still a number, and the file as long as before."""
    place = max(data.rfind(b"%d" % digit) for digit in range(10))
    return data[:place] + (b"1" if data[place : place + 1] != b"1" else b"2") + data[place + 1 :]


def test_one_changed_cell_is_found(portal: Portal) -> None:
    url = address(portal, DELIVERIES[0])
    with copy_of(portal, lambda data: data) as copy:
        code, words = validate(url.replace(portal.url, copy))
        assert code == 0, words
    with copy_of(portal, one_digit) as copy:
        code, words = validate(url.replace(portal.url, copy))
        assert code != 0
        assert "hash" in words.lower(), words
