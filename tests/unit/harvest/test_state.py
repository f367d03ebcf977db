"""The two small ledgers remember alike; the SQLite one survives a kill."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvesters.contract import Candidate, Delivery, GateContext, ItemState, Judged, Outcome, Report, Verdict, today
from harvesters.state import Ledger, MemoryLedger, SqliteLedger, next_state, today_context

REPORT = Report(Verdict.PASS, (), (), "g1", "r1", {})
CANDIDATE = Candidate("a", {"identifier": "x"}, (), REPORT, "d", "hash-1")


@pytest.fixture(params=["memory", "sqlite"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    if request.param == "memory":
        yield MemoryLedger()
    else:
        with SqliteLedger(tmp_path / "ledger.sqlite") as made:
            yield made


def test_what_is_saved_is_remembered_per_source(ledger: Ledger) -> None:
    ledger.save("s", Judged("a", "m1", Outcome.PUBLISHED, REPORT, CANDIDATE))
    state = ItemState("m1", Outcome.PUBLISHED, "hash-1", "r1")
    assert ledger.states("s", ["a", "b"]) == {"a": state}
    assert ledger.states("other", ["a"]) == {}
    assert ledger.states("s", []) == {}
    assert ledger.states("s", [*(f"g{n}" for n in range(2000)), "a"]) == {"a": state}


def test_a_standing_outcome_is_not_written(ledger: Ledger) -> None:
    ledger.save("s", Judged("a", "m1", Outcome.HELD, REPORT, CANDIDATE))
    before = ledger.states("s", ["a"])
    ledger.save("s", Judged("a", "m1", Outcome.HELD))
    assert ledger.states("s", ["a"]) == before


def test_next_state() -> None:
    published = ItemState("m1", Outcome.PUBLISHED, "hash-1", "r1")
    assert next_state(published, Judged("a", "m1", Outcome.UNCHANGED)) is None
    assert next_state(published, Judged("a", "m1", Outcome.PUBLISHED, REPORT, CANDIDATE)) is None
    returned = next_state(published, Judged("a", "m2", Outcome.RETURNED, REPORT))
    assert returned == ItemState("m2", Outcome.RETURNED, "hash-1", "r1")
    failed = next_state(published, Judged("a", "m2", Outcome.FAILED, error={"code": "error"}))
    assert failed == ItemState(None, Outcome.FAILED, "hash-1", None)
    assert next_state(failed, Judged("a", "m2", Outcome.FAILED, error={"code": "other"})) is None
    assert next_state(None, Judged("a", "m", Outcome.SKIPPED, error={})) == ItemState(None, Outcome.SKIPPED, None, None)


def test_the_context_is_the_callers(tmp_path: Path) -> None:
    context = GateContext(as_of=dt.date(2026, 1, 2))
    delivery = Delivery("a", {}, ())
    assert MemoryLedger(lambda source, d: context).gate_context("s", delivery) is context
    with SqliteLedger(tmp_path / "l", lambda source, d: context) as ledger:
        assert ledger.gate_context("s", delivery) is context
    assert MemoryLedger().gate_context("s", delivery).source is None


def test_sqlite_survives_a_kill_and_a_second_opening(tmp_path: Path) -> None:
    path = tmp_path / "台账.sqlite"
    code = (
        "import os, signal, sys; from pathlib import Path; from harvesters.contract import *\n"
        "from harvesters.state import SqliteLedger\n"
        "ledger = SqliteLedger(Path(sys.argv[1]))\n"
        "ledger.save('s', Judged('a', 'm', Outcome.RETURNED, Report(Verdict.RETURNED, (), (), 'g', 'r1', {})))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == -9
    with SqliteLedger(path) as one, SqliteLedger(path) as two:
        assert one.states("s", ["a"]) == {"a": ItemState("m", Outcome.RETURNED, None, "r1")}
        one.save("s", Judged("a", "m2", Outcome.PUBLISHED, REPORT, CANDIDATE))
        assert two.states("s", ["a"])["a"].mark == "m2"
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM item").fetchone() == (1,)


def test_the_day_is_chinas_wherever_the_machine_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """All doors judge by the same day: near midnight, a machine's own zone would give another."""
    for zone in ("Etc/GMT+12", "Asia/Shanghai", "Etc/GMT-14"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert today_context("s", Delivery("g", {}, ())).as_of == today()
    monkeypatch.delenv("TZ")
    time.tzset()
    assert today() == (dt.datetime.now(dt.UTC) + dt.timedelta(hours=8)).date()
