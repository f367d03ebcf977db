"""Services that go away in the middle of a run, and a worker that sleeps beyond its lease (I-05, I-18, I-19, I-20)."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable

import pytest
from ground import wait_for
from portal import Portal

ALL = os.environ.get("SD_FAILURE") != "ci"
SLEEPS = ("pipeline.judged", "promote.written")
# CI kills at five failpoints; services that go away, which cost minutes, are for ./portal test failure.
pytestmark = pytest.mark.skipif(not ALL, reason="SD_FAILURE=ci: five failpoints")


def test_solr_is_away_and_publication_goes_on(portal: Portal, undisturbed: str) -> None:
    with portal.worker():
        portal.begin()
        portal.deliver_second()
        before = portal.ground.indexed()
        with portal.ground.tap.closed():
            run = portal.start_run()
            published = "SELECT counts->>'published' FROM sd_run WHERE finished IS NOT NULL AND id = %s"
            wait_for("the run ends without Solr", lambda: portal.ground.one(published, run) == "4")
            assert portal.ground.indexed() == before
            assert portal.ground.one("SELECT count(DISTINCT dataset_id) FROM sd_outbox WHERE kind = 'index'") == 4
        back = time.monotonic()
        portal.settled()
        assert time.monotonic() - back < 10, "a sweep is a second here"
    assert portal.dump() == undisturbed


def test_redis_forgets_everything_again_and_again(portal: Portal, undisturbed: str) -> None:
    with portal.worker():
        portal.begin()
        portal.deliver_second()
        run = portal.start_run()
        with _meanwhile(portal.ground.queue.flushdb, times=12):
            portal.finish(run)
    assert portal.dump() == undisturbed


def test_the_database_ends_every_session_again_and_again(portal: Portal, undisturbed: str) -> None:
    """As an immediate restart or a failover does, on the databases of this test alone."""
    with portal.worker():
        portal.begin()
        portal.deliver_second()
        run = portal.start_run()
        with _meanwhile(portal.ground.end_sessions, times=8):
            portal.finish(run)
    assert portal.dump() == undisturbed


def test_one_message_five_times_and_two_workers(portal: Portal, undisturbed: str) -> None:
    with portal.worker(), portal.worker():
        portal.begin()
        portal.deliver_second()
        run = portal.start_run()
        for _ in range(5):
            portal.ring(run)
        portal.finish(run)
    assert portal.dump() == undisturbed


@pytest.mark.parametrize("name", SLEEPS)
def test_a_worker_that_slept_beyond_its_lease_writes_nothing(name: str, portal: Portal, undisturbed: str) -> None:
    """Stopped with all its processes, between transactions and within one; another takes over and finishes; then the
    first goes on as if nothing had happened, and must find that it is too late (fencing)."""
    with portal.worker(f"{name}:sleep=1") as sleeper:
        portal.begin()
        portal.deliver_second()
        run = portal.start_run()
        wait_for("the worker is at work", lambda: portal.reached(name))
        sleeper.signal(signal.SIGSTOP)
        epoch = portal.ground.one("SELECT lease_epoch FROM sd_source")
        with portal.worker():
            portal.finish(run, 120)
            assert portal.ground.one("SELECT lease_epoch FROM sd_source") > epoch
            assert portal.dump() == undisturbed
            sleeper.signal(signal.SIGCONT)
            wait_for("the sleeper's job ends", lambda: len(sleeper.processes()) == 1)
            portal.settled()
    assert portal.dump() == undisturbed


class _meanwhile:
    """Does it now and every half second, so many times, beside the body."""

    def __init__(self, what: Callable[[], object], times: int) -> None:
        self._thread = threading.Thread(target=self._work, args=(what, times))
        self._error: Exception | None = None

    def _work(self, what: Callable[[], object], times: int) -> None:
        pause = threading.Event()
        try:
            for _ in range(times):
                what()
                pause.wait(0.5)
        except Exception as error:
            self._error = error

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._thread.join()
        assert self._error is None, self._error
