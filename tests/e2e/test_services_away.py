"""A service behind the pages is away: readers are told in words, a fault has a number, and what can be shown is shown.

Services are stopped by the stack's own supervisor and are back when the test ends.
"""

from __future__ import annotations

import configparser
import contextlib
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pages
import psycopg2
import pytest
import requests
from conftest import WIDTHS, Portal, Watched
from pages import LANGUAGES

from deploy.local.place import Place
from deploy.local.services import Services

Visit = Callable[..., Watched]
Address = Callable[[str], str]
NUMBER = re.compile(r"[0-9a-f]{32}")
WITHOUT_SEARCH = (
    ("/", 503),
    ("/dataset/", 503),
    ("/dataset/?q=机场", 503),
    ("/group/road-transport", 503),
    ("/organization/demo", 503),
    ("/source/", 200),
    ("DATASET", 200),
    ("RESOURCE", 200),
)
TYPED = {"zh": "机场", "en": "AQI"}  # a word that is shown as it was typed
SAID = {
    "zh": re.compile("暂时(不可用|无法使用|没有响应)"),
    "en": re.compile("not available at the moment|does not answer"),
}


@contextlib.contextmanager
def stopped(name: str, back: Callable[[], bool]) -> Iterator[None]:
    """Without this service; afterwards waits until ``back``."""
    services = Services(Place.from_environment())
    services.rpc().stopProcess(name)
    try:
        yield
    finally:
        services.rpc().startProcess(name, True)
        deadline = time.monotonic() + 90
        while not back():
            assert time.monotonic() < deadline, f"{name} does not come back"
            time.sleep(0.3)


def searches(portal: Portal) -> bool:
    found = requests.get(f"{portal.url}/api/3/action/package_search", params={"rows": 0}, timeout=30)
    return found.status_code == 200 and found.json()["result"]["count"] > 0


@contextlib.contextmanager
def database(which: str) -> Iterator[Any]:
    """A cursor of the stack's own database."""
    ini = configparser.RawConfigParser()
    ini.read(os.environ["SD_TEST_INI"], encoding="utf-8")
    connection = psycopg2.connect(ini["app:main"][which])
    connection.autocommit = True
    try:
        yield connection.cursor()
    finally:
        connection.close()


def hold(watched: Watched, language: str) -> None:
    for width in WIDTHS:
        watched.page.set_viewport_size({"width": width, "height": 900})
        pages.hold(watched.page, language)
        assert pages.accessible(watched.page) == []
    assert watched.faults == []
    assert "Traceback" not in watched.page.content()


def test_without_search(visit: Visit, address: Address, portal: Portal) -> None:
    """No Solr: lists say so, with 503; pages that need no search are whole."""
    with stopped("solr", lambda: searches(portal)):
        for language, (prefix, _) in LANGUAGES.items():
            for path, status in WITHOUT_SEARCH:
                watched = visit(WIDTHS[0])
                page = watched.open(prefix + address(path), status, until="load")
                hold(watched, language)
                if status == 503:
                    assert SAID[language].search(page.locator("main").inner_text()), path
        assert visit(WIDTHS[1]).open(address("DATASET")).locator("#preview tbody tr").count() > 0
        answer = requests.get(portal.url + "/", timeout=30)
        assert answer.headers["Retry-After"]
        answer = requests.get(f"{portal.url}/api/3/action/package_search?q=机场", timeout=30)
        assert (answer.status_code, answer.json()["error"]["__type"]) == (503, "Service Unavailable")
        assert answer.headers["Retry-After"]
        assert answer.json()["success"] is False
        watched = visit(WIDTHS[0], "operator")
        states = watched.open("/operation/").locator("[data-service=solr]")
        assert "无响应" in states.inner_text()
    assert visit().open("/dataset/?q=机场").locator(".sd-result").count() > 0


def test_without_redis(visit: Visit, address: Address, portal: Portal) -> None:
    """No Redis: who reads without logging in reads on; what needs a session says that a service is away."""
    alive = visit(WIDTHS[0], "clerk")
    alive.open("/returned/")
    with stopped("redis", lambda: requests.get(f"{portal.url}/user/login", timeout=30).status_code == 200):
        for language, (prefix, _) in LANGUAGES.items():
            for path in ("/", f"/dataset/?q={TYPED[language]}", "DATASET", "/source/"):
                watched = visit(WIDTHS[0])
                watched.open(prefix + address(path), until="load")
                hold(watched, language)
        page = alive.open("/returned/", 503, until="load")
        assert SAID["zh"].search(page.locator("main").inner_text())
        hold(alive, "zh")


def test_a_table_that_cannot_be_read(visit: Visit, address: Address, dataset: dict[str, Any]) -> None:
    """PostgreSQL refuses this one query: the page stands, says so, and the file can be had."""
    table = dataset["resources"][0]["id"]
    with database("ckan.datastore.write_url") as cursor:
        cursor.execute(f'REVOKE SELECT ON "{table}" FROM datastore_read')
        try:
            for language, (prefix, _) in LANGUAGES.items():
                watched = visit(WIDTHS[0])
                page = watched.open(prefix + address("DATASET"), until="load")
                hold(watched, language)
                said = "预览" if language == "zh" else "preview is not available"
                assert said in page.locator("#preview [role=alert]").inner_text()
                assert page.locator("#files .sd-btn").count() > 0
        finally:
            cursor.execute(f'GRANT SELECT ON "{table}" TO datastore_read')
    assert visit().open(address("DATASET")).locator("#preview tbody tr").count() > 0


def _damage(cursor: Any, path: str, body: str) -> None:
    """As a broken disk would: the ledger itself lets nobody change a report (G-50)."""
    cursor.execute("ALTER TABLE sd_report DISABLE TRIGGER USER")
    try:
        cursor.execute("UPDATE sd_report SET body = %s WHERE id = %s", [body, path.rsplit("/")[-1]])
    finally:
        cursor.execute("ALTER TABLE sd_report ENABLE TRIGGER USER")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_has_a_number_that_stands_in_the_log(
    visit: Visit, address: Address, portal: Portal, language: str
) -> None:
    """A report whose stored content is damaged: 500, in words, with the number by which the operator finds it."""
    path = address("REPORT")
    with database("sqlalchemy.url") as cursor:
        cursor.execute("SELECT body::text FROM sd_report WHERE id = %s", [path.rsplit("/")[-1]])
        ((body,),) = cursor.fetchall()
        _damage(cursor, path, "[]")
        try:
            watched = visit(WIDTHS[0])
            page = watched.open(LANGUAGES[language][0] + path, 500, until="load")
            hold(watched, language)
            shown = NUMBER.search(page.locator("main").inner_text())
        finally:
            _damage(cursor, path, body)
    assert shown, "the page names no request number"
    logs = Path(os.environ["SD_TEST_HOME"], "log")
    assert shown[0] in (logs / "web.log").read_text("utf-8", errors="replace")
    assert shown[0] in (logs / "access.log").read_text("utf-8", errors="replace")
    assert shown[0] not in visit().open(path).content()
