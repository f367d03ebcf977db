"""Sources run by their schedule, one run of a source at a time, and the operator sees whether the machinery lives.

The portal's own scheduler and worker do the work; only the moment since which a schedule counts is put back.
"""

from __future__ import annotations

import itertools
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import departments
import pytest
import sqlalchemy as sa
from conftest import Portal, csrf_of
from departments import until

EVERY_MINUTE = "daily 00:00-23:59 every 1 min"


@pytest.fixture
def source(inside: None, tmp_path: Path) -> Iterator[str]:
    """A source of ``demo`` with an empty folder, harvested by hand only; switched off at the end."""
    from ckanext.sdopendata import ledger

    from harvesters.schedule import parse

    name = f"clock-{uuid.uuid4().hex[:8]}"
    folder = departments.readable(tmp_path) / "deliveries"
    folder.mkdir(mode=0o755)
    ledger.register_source(name, "file_drop", {"path": str(folder)}, "demo", f"测试来源 {name}", "manual", None, "off")
    yield name
    ledger.set_schedule(name, parse("off"))


def runs(source: str) -> list[dict[str, Any]]:
    from ckan import model
    from ckanext.sdopendata import ledger

    model.Session.rollback()
    return ledger.runs(source)


def at_rest(source: str) -> list[dict[str, Any]]:
    """The source's runs once all have ended."""
    return until(lambda: (found := runs(source)) and all(run["finished"] for run in found) and found, 60)


def put_back(source: str, what: str, interval: str) -> None:
    from ckan import model

    statement = f"UPDATE sd_source SET {what} = now() - interval '{interval}' WHERE name = :name"
    model.Session.execute(sa.text(statement), {"name": source})
    model.Session.commit()


def test_the_scheduler_starts_a_source_when_its_time_has_come_and_what_was_missed_once(source: str) -> None:
    from ckanext.sdopendata import ledger

    from harvesters.schedule import parse

    assert runs(source) == []
    ledger.set_schedule(source, parse("daily 00:00-23:59 every 5 min"))
    put_back(source, "schedule_since", "3 days")  # the machine was off: 864 times were missed
    until(lambda: runs(source), 60)
    (run,) = at_rest(source)
    assert (run["trigger"], run["state"]) == ("schedule", "finished")


def test_a_source_that_is_off_or_whose_time_lies_ahead_is_not_due(source: str) -> None:
    from ckanext.sdopendata import ledger
    from ckanext.sdopendata.ledger import source_table

    from harvesters.schedule import parse

    put_back(source, "schedule_since", "40 days")
    assert source not in source_table.due_sources()
    ledger.set_schedule(source, parse("daily 02:00"))  # counts from now
    assert source not in source_table.due_sources()


def test_a_lease_of_the_future_is_no_lease(source: str) -> None:
    """Written by a clock that ran ahead; its holder died. Nobody waits until then."""
    from ckan import model
    from ckanext.sdopendata.ledger import run_table, source_table

    put_back(source, "lease_until", "-2 years")
    run = run_table.open_run(source, "test")
    model.Session.execute(sa.text("UPDATE sd_run SET rung = now() + interval '2 years' WHERE id = :id"), {"id": run})
    model.Session.commit()
    assert run in run_table.abandoned(older_than_seconds=0)
    at_rest(source)  # the portal's own sweeper has rung
    epoch = source_table.claim(source, "test", 60)
    assert epoch is not None
    assert source_table.claim(source, "test", 60) is None, "a lease that holds is held"
    source_table.release_lease(source, epoch)
    model.Session.commit()


def hold_open(source: str) -> str:
    """An open run that nobody takes up for a while: its ring lies just behind."""
    from ckanext.sdopendata.ledger import run_table

    return run_table.open_run(source, "test")


def test_a_second_run_is_refused_in_words_by_api_and_page(portal: Portal, source: str) -> None:
    hold_open(source)
    for who in ("operator", "clerk"):
        answer = portal.post("sdopendata_run_start", who, {"source": source})
        assert answer.status_code == 409, answer.text
        (words,) = answer.json()["error"]["source"]
        assert "同一来源不能同时采集两次" in words
    browser = portal.browser("operator")
    page = browser.get(f"{portal.url}/source/{source}", timeout=30).text
    form = {"_csrf_token": csrf_of(page)}
    answer = browser.post(f"{portal.url}/source/{source}/run", form, headers={"Referer": portal.url}, timeout=30)
    assert answer.status_code == 200
    assert "同一来源不能同时采集两次" in answer.text
    assert browser.post(f"{portal.url}/source/{source}/run", {}, timeout=30).status_code == 400
    assert len(at_rest(source)) == 1
    answer = browser.post(f"{portal.url}/source/{source}/run", form, headers={"Referer": portal.url}, timeout=30)
    assert "已排队采集" in answer.text
    assert len(at_rest(source)) == 2


def test_of_many_starts_at_once_one_is_taken(portal: Portal, source: str) -> None:
    """Eight clients and the scheduler's own way in, in the same moment."""
    from ckanext.sdopendata.ledger import run_table

    answers: list[int] = []
    go = threading.Barrier(8)

    def ask() -> None:
        go.wait()
        answers.append(portal.post("sdopendata_run_start", "operator", {"source": source}).status_code)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    begun = run_table.begin_run(source, "schedule")
    for thread in threads:
        thread.join()
    found = at_rest(source)
    assert answers.count(200) + (begun is not None) == len(found)
    assert set(answers) <= {200, 409}
    spans = sorted((run["created"], run["finished"]) for run in found)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans)), "runs overlap"


def test_who_may_start_a_run_and_who_may_change_the_schedule(portal: Portal, source: str) -> None:
    portal.add_account("stranger-clerk", "editor", "sd-transport")
    for who in (None, "stranger-clerk"):
        assert portal.post("sdopendata_run_start", who, {"source": source}).status_code == 403
    for who in (None, "stranger-clerk", "clerk", "reviewer"):
        given = {"source": source, "schedule": "daily 03:00"}
        assert portal.post("sdopendata_schedule_update", who, given).status_code == 403
    assert portal.post("sdopendata_run_start", "operator", {"source": "account-clerk"}).status_code == 404
    assert portal.post("sdopendata_run_start", "operator", {"source": "nothing\0"}).status_code == 404
    assert runs(source) == []


def test_the_schedule_is_changed_and_shown_and_nonsense_is_refused_in_words(portal: Portal, source: str) -> None:
    given = {"source": source, "schedule": "工作日 8:30-17:30 每 30 分钟"}
    changed = portal.post("sdopendata_schedule_update", "operator", given).json()["result"]
    assert changed["schedule"] == "workdays 08:30-17:30 every 30 min"
    (shown,) = [s for s in portal.ckan().action.sdopendata_source_list() if s["name"] == source]
    assert shown["schedule_words"] == "工作日 08:30–17:30 每 30 分钟"
    assert shown["next_run"] == changed["next_run"]
    assert "工作日 08:30–17:30" in portal.browser("operator").get(f"{portal.url}/source/{source}", timeout=30).text
    refused = portal.post("sdopendata_schedule_update", "operator", {"source": source, "schedule": "sometimes"})
    assert refused.status_code == 409
    assert "每天 02:00" in refused.json()["error"]["schedule"][0]


def test_registering_again_keeps_the_schedule_that_was_set(source: str) -> None:
    from ckanext.sdopendata import ledger

    from harvesters.schedule import parse

    ledger.set_schedule(source, parse("weekly mon 06:00"))
    known = ledger.source(source)
    assert known is not None
    ledger.register_source(source, "file_drop", known["config"], "demo", "测试来源 新名", "manual", None, "daily 02:00")
    found = ledger.source(source)
    assert found is not None
    assert (found["schedule"], found["title"]) == ("weekly mon 06:00", "测试来源 新名")


@pytest.mark.parametrize(("counts", "state"), [({"published": 2}, "finished"), ({"failed": 1}, "partial")])
def test_a_run_of_which_items_failed_is_partial(source: str, counts: dict[str, int], state: str) -> None:
    from ckan import model
    from ckanext.sdopendata.ledger import run_table

    run = run_table.open_run(source, "test")
    at_rest(source)
    run_table.advance(run, "x", counts)
    run_table.finish(run)
    model.Session.commit()
    assert run_table.run_progress(run)["state"] == state


def test_strangers_are_told_sources_not_their_errors_nor_accounts(portal: Portal, source: str) -> None:
    from ckan import model
    from ckanext.sdopendata.ledger import run_table

    run = run_table.open_run(source, "test")
    at_rest(source)
    run_table.give_up(run, {"code": "source_unavailable", "params": {"path": "marker-of-a-path"}})
    model.Session.commit()
    public, inner = (
        {s["name"]: s for s in portal.ckan(who).action.sdopendata_source_list()} for who in (None, "operator")
    )
    assert not [name for name in public if name.startswith("account-")]
    assert "marker-of-a-path" not in str(public)
    assert public[source]["last_error"] is None
    assert inner[source]["last_error"]
    health = _health()
    assert [a["message"] for a in health["alerts"] if a["code"] == "source_failed" and a["source"] == source]


def _health() -> dict[str, Any]:
    from ckan import model
    from ckanext.sdopendata import ledger

    model.Session.rollback()
    return ledger.health()


def test_heartbeats_are_seen_and_their_absence_is_an_alert(inside: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from ckanext.sdopendata.ledger import pulse

    found = _health()
    assert found["heartbeats"]["scheduler"]["alive"]
    assert found["heartbeats"]["worker"]["alive"]
    assert not {"scheduler_silent", "worker_silent"} & {alert["code"] for alert in found["alerts"]}
    monkeypatch.setattr(pulse, "SCHEDULER", "never-started")
    monkeypatch.setattr(pulse, "WORKER_LATE", 0)
    silent = {alert["code"]: alert["message"] for alert in _health()["alerts"]}
    assert "还没有启动过" in silent["scheduler_silent"]
    assert "没有工作进程" in silent["worker_silent"]


def test_a_run_that_nobody_takes_up_is_shown_with_its_progress(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from ckan import model
    from ckanext.sdopendata.ledger import pulse
    from ckanext.sdopendata.model import Run

    model.Session.add(Run(source=source, trigger="test", state="running", total=9, done=4, rung=sa.func.now()))
    model.Session.flush()
    (run,) = [run for run in pulse.health()["runs"] if run["source"] == source]
    assert run["progress"] == "4/9"
    monkeypatch.setattr(pulse, "LATE", 0)
    stalled = [a for a in pulse.health("en")["alerts"] if a["code"] == "run_stalled" and a["source"] == source]
    assert "4/9" in stalled[0]["message"]
    model.Session.rollback()
