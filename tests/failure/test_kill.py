"""SIGKILL at every named failpoint (done-when 5; techniques T1 and T11): it finishes without a hand, to the same end.

The worker and its job die together at the failpoint, the worker is started again, and lease, sweeper and outbox do the
rest. The names are read from the source, so a new failpoint is tested as soon as it is written.
"""

from __future__ import annotations

import os

import pytest
from portal import Portal
from source_tree import failpoints

# Of the scheduler, not of a worker: both are killed, the worker so that there is something to repair.
CLOCK = ("publish/reconcile.py", "/scheduler.py")
NAMES = sorted(name for name, file in failpoints() if not file.endswith(CLOCK))
REPAIRS = sorted(name for name, file in failpoints() if file.endswith(CLOCK))
CI = ("stage.renamed", "datastore.side_table", "promote.committed", "promote.swap_committed", "harvest.cursor_moved")
ALL = os.environ.get("SD_FAILURE") != "ci"


def test_the_chosen_failpoints_exist() -> None:
    """CI kills at five: stage, side table, both commits, cursor; all of them in ``./portal test failure``."""
    assert set(CI) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES if ALL else CI)
def test_killed_at_a_failpoint_it_ends_as_if_nothing_had_happened(name: str, portal: Portal, undisturbed: str) -> None:
    with portal.worker(f"{name}:killall") as worker:
        portal.begin()
        portal.deliver_second()
        portal.run()
        assert portal.reached(name)
        assert worker.starts == 2
    assert portal.dump() == undisturbed


@pytest.mark.skipif(not ALL, reason="SD_FAILURE=ci: one kind of kill")
@pytest.mark.parametrize("name", ["promote.committed", "harvest.cursor_moved"])
def test_the_job_alone_is_killed_and_its_worker_lives_on(name: str, portal: Portal, undisturbed: str) -> None:
    """As the kernel does when memory runs out."""
    with portal.worker(f"{name}:kill") as worker:
        portal.begin()
        portal.deliver_second()
        portal.run()
        assert portal.reached(name)
        assert worker.starts == 1
    assert portal.dump() == undisturbed


@pytest.mark.skipif(not ALL, reason="SD_FAILURE=ci: five failpoints")
@pytest.mark.parametrize("name", REPAIRS)
def test_killed_while_it_repairs_what_a_kill_left(name: str, portal: Portal, undisturbed: str) -> None:
    with portal.worker("promote.committed:killall"), portal.clock(f"{name}:kill") as scheduler:
        portal.begin()
        portal.deliver_second()
        portal.run()
        assert portal.reached(name)
        assert scheduler.starts == 2
    assert portal.dump() == undisturbed
