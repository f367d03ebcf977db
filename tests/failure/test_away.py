"""What people and clients are told while a service is away or somebody else is at work: words, a status, when to ask.

Nothing of such a request is stored, and asking again later is enough.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from portal import Portal
from test_doors import CSV, ITEMS, RESOURCE, Door, prepare

TITLE = "演示停车站点 改过的"


@pytest.fixture(scope="module")
def door(portal: Portal) -> Iterator[Door]:
    door = Door(portal)
    yield door
    door.close()


def ask(portal: Portal, door: Door, action: str, prefix: str = "", **data: Any) -> Any:
    """The clerk's answer with its status and headers."""
    headers = {"Authorization": door.tokens["clerk"]}
    return portal.app.test_client().post(f"{prefix}/api/3/action/{action}", json=data, headers=headers)


def told(answer: Any, words: str) -> None:
    """503 in words, JSON for a client, and when to come again; nothing of what is inside."""
    assert answer.status_code == 503, answer.get_data(as_text=True)[:500]
    assert int(answer.headers["Retry-After"]) > 0
    error = answer.get_json()["error"]
    assert (answer.get_json()["success"], error["__type"]) == (False, "Service Unavailable")
    assert words in error["message"]
    assert not re.search(r"psycopg|SELECT|solr|127\.0\.0\.1|Internal", answer.get_data(as_text=True))


@contextlib.contextmanager
def refusing(portal: Portal, code: str, times: int) -> Iterator[None]:
    """PostgreSQL itself rolls back so many tries to write a dataset, with this code. A sequence counts, for it is not
    rolled back with them."""
    with portal.ground.ckan() as cursor:
        cursor.execute("CREATE SEQUENCE tries")
        cursor.execute(
            "CREATE FUNCTION crossed() RETURNS trigger AS $$ BEGIN"
            f" IF nextval('tries') <= {times} THEN RAISE EXCEPTION 'crossed' USING ERRCODE = '{code}'; END IF;"
            " RETURN NEW; END $$ LANGUAGE plpgsql SECURITY DEFINER"
        )
        cursor.execute("CREATE TRIGGER crossed BEFORE UPDATE ON package FOR EACH ROW EXECUTE FUNCTION crossed()")
        try:
            yield
        finally:
            cursor.execute("DROP TRIGGER crossed ON package; DROP FUNCTION crossed; DROP SEQUENCE tries")


def title_of(portal: Portal, dataset: str) -> str:
    return str(portal.ground.one("SELECT title FROM package WHERE id = %s", dataset))


@pytest.mark.parametrize("code", ["40P01", "40001"])
def test_a_request_that_crossed_anothers_is_done_again(code: str, portal: Portal, door: Door) -> None:
    """A deadlock's victim and one whose reading was overtaken, once: the client does not even see it."""
    dataset = prepare(portal, door, "manual")
    with refusing(portal, code, times=1):
        answer = ask(portal, door, "package_patch", id=dataset, title=TITLE)
    assert answer.status_code == 200, answer.get_json()
    assert answer.get_json()["result"]["title"] == TITLE == title_of(portal, dataset)


def test_one_that_crosses_again_and_again_is_told_so(portal: Portal, door: Door) -> None:
    dataset = prepare(portal, door, "manual")
    before = title_of(portal, dataset)
    with refusing(portal, "40P01", times=3):
        told(ask(portal, door, "package_patch", id=dataset, title=TITLE), "有他人正在修改同一数据")
        assert title_of(portal, dataset) == before
        answer = ask(portal, door, "package_patch", id=dataset, title=TITLE)
    assert answer.get_json()["result"]["title"] == TITLE == title_of(portal, dataset)


def test_a_file_that_crossed_is_read_again_whole(portal: Portal, door: Door) -> None:
    """The bytes were read by the first try."""
    dataset = prepare(portal, door, "manual")
    resource = {"id": RESOURCE, "package_id": dataset, "name": "停车站点", "items": json.dumps(ITEMS)}
    with refusing(portal, "40P01", times=1):
        answer = door.ask("clerk", "resource_create", file=CSV, **resource)
    assert answer["success"], answer
    draft = portal.ground.one(
        "SELECT draft -> 'parts' -> 0 -> 'file' ->> 'size' FROM sd_dataset WHERE id = %s", dataset
    )
    assert int(draft) == len(CSV.encode())


def test_a_lock_that_is_not_had_is_told(portal: Portal, door: Door) -> None:
    dataset = prepare(portal, door, "manual")
    with refusing(portal, "55P03", times=1):
        told(ask(portal, door, "package_patch", id=dataset, title=TITLE), "有他人正在修改同一数据")


def test_a_fault_of_our_own_stays_one(portal: Portal, door: Door) -> None:
    """What would fail again is no service that is away."""
    dataset = prepare(portal, door, "manual")
    with refusing(portal, "23514", times=1):
        answer = ask(portal, door, "package_patch", id=dataset, title=TITLE)
    assert answer.status_code == 500
    assert "Retry-After" not in answer.headers


def test_without_search_the_interface_says_so(portal: Portal, door: Door) -> None:
    dataset = prepare(portal, door, "manual")
    with portal.ground.tap.closed():
        told(ask(portal, door, "package_search", q="停车"), "检索服务暂时不可用")
        told(ask(portal, door, "package_search", "/en", q="停车"), "The search is not available")
        assert ask(portal, door, "package_show", id=dataset).status_code == 200
        page = portal.app.test_client().get("/dataset/?q=停车")
        assert (page.status_code, "检索服务暂时不可用" in page.get_data(as_text=True)) == (503, True)
    assert ask(portal, door, "package_search", q="停车").status_code == 200


def test_without_its_database_the_interface_says_so(portal: Portal, door: Door) -> None:
    dataset = prepare(portal, door, "manual")
    with portal.ground.refused():
        told(ask(portal, door, "package_show", id=dataset), "后台服务暂时没有响应")
        page = portal.app.test_client().get("/source/")
        assert (page.status_code, "后台服务暂时没有响应" in page.get_data(as_text=True)) == (503, True)
    assert ask(portal, door, "package_show", id=dataset).status_code == 200


def login(portal: Portal, client: Any) -> Any:
    name = "clerk"
    secrets = json.loads((portal.ground.stack / "logins.json").read_text("utf-8"))
    page = client.get("/user/login").get_data(as_text=True)
    found = re.search(r'name="_csrf_token" (?:content|value)="([^"]+)"', page)
    form = {"login": name, "password": secrets[name]["password"], "_csrf_token": found[1] if found else ""}
    return client.post("/user/login", data=form, headers={"Referer": "http://localhost/user/login"})


def test_without_sessions_a_reader_is_a_stranger_for_a_while(portal: Portal) -> None:
    """Redis away: pages are shown, nobody is taken for somebody, a form must wait; back, all is as before."""
    client, other = portal.app.test_client(), portal.app.test_client()
    assert login(portal, client).status_code == 302
    assert client.get("/returned/").status_code == 200
    with portal.ground.memory.closed():
        page = client.get("/source/")
        assert page.status_code == 200
        assert "Set-Cookie" not in page.headers, "the reader's own session is there again later"
        assert client.get("/returned/").status_code != 200
        answer = login(portal, other)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "Location" not in answer.headers
        assert "后台服务暂时没有响应" in answer.get_data(as_text=True)
    assert client.get("/returned/").status_code == 200
    assert login(portal, other).status_code == 302
