"""Four doors, one gate (issue 6, done-when 3): over generated deliveries of every format, the command line, the page,
the API and the harvester write the same report, its inputs by hash included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from conftest import Portal, csrf_of
from generated import FORMATS, Generated, deliveries
from requests.adapters import HTTPAdapter

from harvesters import pipeline
from harvesters.gate.child import ChildGate
from harvesters.gate.report import report_json
from harvesters.sources.file_drop import FileDrop
from harvesters.stage import Stage
from harvesters.state import MemoryLedger

CODE = Path(__file__).resolve().parents[2]
SEED, COUNT = int(os.environ.get("SD_TEST_SEED", "20261127")), 208
LOOSE, INSIDE = 6, 24  # the first 24 are of every format
# What a door knows of the portal beside the delivery; the rules that ask for it.
KNOWN = ("source", "reviews", "previous", "catalogue")

Reports = dict[str, dict[str, Any]]


class _From(HTTPAdapter):
    """Asks from this address of the machine, so that a door's bound per minute is its own."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, source_address=(self._address, 0), **more)


def session(address: str) -> requests.Session:
    asking = requests.Session()
    asking.mount("http://", _From(address))
    return asking


@pytest.fixture(scope="module")
def made() -> list[Generated]:
    return list(deliveries(SEED, COUNT))


@pytest.fixture(scope="module")
def place(made: list[Generated], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them, as a department's folder."""
    root = tmp_path_factory.mktemp("deliveries")
    for one in made:
        for name, raw in one.files.items():
            (root / one.name).mkdir(exist_ok=True)
            (root / one.name / name).write_bytes(raw)
    return root


def command_line(paths: Sequence[Path]) -> Reports:
    command = [sys.executable, "-m", "harvesters.cli", "check", *map(str, paths), "--format", "json"]
    done = subprocess.run(command, cwd=CODE, capture_output=True, env={**os.environ, "PYTHONPATH": str(CODE)})
    assert not done.stderr, done.stderr[-2000:]
    whole = json.loads(done.stdout)
    found = whole.get("reports", [whole])
    return {Path(report.pop("delivery")).name: report for report in found}


def the_page(portal: Portal, folders: Sequence[tuple[str, dict[str, bytes]]], address: str = "127.0.0.2") -> Reports:
    asking = session(address)
    token = csrf_of(asking.get(f"{portal.url}/check", timeout=60).text)

    def ask(files: dict[str, bytes]) -> dict[str, Any]:
        sent = [("upload", (name, raw)) for name, raw in files.items()]
        form = {"_csrf_token": token, "answer": "json"}
        answer = asking.post(f"{portal.url}/check", form, files=sent, headers={"Referer": portal.url}, timeout=120)
        assert answer.status_code == 200, answer.text[-2000:]
        return dict(answer.json())

    return {name: ask(files) for name, files in folders}


def the_action(portal: Portal, folders: Sequence[tuple[str, dict[str, bytes]]], address: str = "127.0.0.3") -> Reports:
    asking = session(address)

    def ask(files: dict[str, bytes]) -> dict[str, Any]:
        alike = len(files) % 2 == 0  # fields of one name or each of its own
        sent = [("upload" if alike else f"upload{n}", (name, raw)) for n, (name, raw) in enumerate(files.items())]
        answer = asking.post(f"{portal.url}/api/3/action/sd_check", files=sent, timeout=120)
        assert answer.status_code == 200, answer.text[-2000:]
        return dict(answer.json()["result"])

    return {name: ask(files) for name, files in folders}


def harvested(place: Path, stage: Stage, ledger: Any, first: int | None = None) -> Reports:
    source = FileDrop(place)
    refs = pipeline.listing(source)[:first]
    found = {}
    for judged in pipeline.judge_refs(source, "generated", refs, ledger, stage, ChildGate()):
        assert judged.report is not None, (judged.guid, judged.error)
        found[judged.guid] = report_json(judged.report)
    return found


@pytest.fixture(scope="module")
def reports(
    portal: Portal, made: list[Generated], place: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Reports]:
    """Door → name → report. The doors are asked side by side."""
    folders = [(one.name, one.files) for one in made]
    stage = Stage(tmp_path_factory.mktemp("stage"))
    doors: dict[str, Callable[[], Reports]] = {
        "command line": lambda: command_line([place / one.name for one in made]),
        "page": lambda: the_page(portal, folders),
        "action": lambda: the_action(portal, folders),
        "harvester": lambda: harvested(place, stage, MemoryLedger()),
    }
    with ThreadPoolExecutor(len(doors)) as pool:
        asked = {door: pool.submit(ask) for door, ask in doors.items()}
        return {door: one.result() for door, one in asked.items()}


def canonical(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_four_doors_write_one_report(made: list[Generated], reports: dict[str, Reports]) -> None:
    for one in made:
        said = {door: canonical(found[one.name]) for door, found in reports.items()}
        assert len(set(said.values())) == 1, (SEED, one.name, said)


def test_the_deliveries_are_of_every_kind(made: list[Generated], reports: dict[str, Reports]) -> None:
    """Or the test above would prove little: all formats, and enough that pass and that do not."""
    found = reports["command line"]
    verdicts = Counter(found[one.name]["verdict"] for one in made)
    assert {one.name.split("-")[1] for one in made} == set(FORMATS)
    assert len(made) >= 200
    assert len(made) - verdicts["pass"] >= 0.3 * len(made), verdicts
    assert verdicts["pass"] >= 0.2 * len(made), verdicts
    assert len({f["code"] for report in found.values() for f in report["findings"]}) >= 8


def test_loose_files_get_one_report_at_three_doors(portal: Portal, made: list[Generated], tmp_path: Path) -> None:
    """The harvester takes no loose files."""
    folders = []
    for one in made[:LOOSE]:
        name, raw = next(iter(one.files.items()))
        (tmp_path / one.name).mkdir()
        (tmp_path / one.name / name).write_bytes(raw)
        folders.append((one.name, {name: raw}))
    page, action = the_page(portal, folders), the_action(portal, folders)
    for name, files in folders:
        (said,) = command_line([tmp_path / name / next(iter(files))]).values()
        assert canonical(page[name]) == canonical(action[name]) == canonical(said), (SEED, name)


def test_what_the_portal_knows_changes_only_what_asks_for_it(
    wsgi: Any, place: Path, made: list[Generated], reports: dict[str, Reports], tmp_path: Path
) -> None:
    """The harvester of the running portal knows source, reviews and catalogue: the files' part is the same."""
    from ckanext.sdopendata.ledger import source_table
    from ckanext.sdopendata.ledger.portal import PortalLedger

    with wsgi._wsgi_app.test_request_context():
        row = source_table.source("demo")
        assert row is not None
        found = harvested(place, Stage(tmp_path), PortalLedger(row), INSIDE)
    for one in made[:INSIDE]:
        outside, inside = reports["command line"][one.name], found[one.name]
        assert inside["files"] == outside["files"], one.name
        for name, value in outside["inputs"].items():
            assert name in KNOWN or inside["inputs"][name] == value, (one.name, name)
        assert _of_cells(inside) == _of_cells(outside), one.name


def _of_cells(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for finding in report["findings"] if finding["row"] is not None]
