"""``kill -9`` at random moments of the seed harvest (issue 5, done-when 4): it ends without a hand as if undisturbed.

Two kinds of moments, both drawn from ``SD_SEED`` (printed; give it to see the same again):

- *in a step*: each failpoint of the source once, armed after a random number of finished deliveries and acting at a
  random hit, so that every step of the road is hit in some random delivery;
- *in time*: a random delay after a random number of finished deliveries, whoever works then: the worker, its job, all
  of both, the scheduler, the web, PostgreSQL, Redis or Solr;
- *in the large table*: both once more while the 62,074 rows are fetched, judged, loaded, swapped and indexed, the delay
  drawn from the time that they took without a fault.

The seed's medium part (:mod:`seed`). CI draws five moments of the first two, ``./portal test failure`` all.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from ground import wait_for
from portal import Portal
from programs import Program
from seed import Seed
from source_tree import failpoints
from supervised import Supervised

ALL = os.environ.get("SD_FAILURE") != "ci"
DRAWN = os.environ.get("SD_SEED") or str(random.SystemRandom().randrange(10**6))
CLOCK = ("publish/reconcile.py", "/scheduler.py")
STEPS = sorted(name for name, file in failpoints() if not file.endswith(CLOCK))
#: Hit more than once in any slice of deliveries.
OFTEN = ("stage.", "pipeline.fetched", "pipeline.judged", "files.")
SERVICES = ("postgres", "redis", "solr")
VICTIMS = ("job", "worker", "worker and job", "scheduler", "web", *SERVICES)
AGAIN = 4  # victims beyond one each
#: Not of a delivery but of a slice.
OF_SLICES = ("pipeline.listed", "harvest.claimed", "harvest.listed", "harvest.finished")
IN_LARGE = [step for step in STEPS if step not in OF_SLICES]


@dataclass(frozen=True)
class Moment:
    """``after``: share of the deliveries that are done; then ``hit`` of a step, or ``delay`` seconds. In the ``large``
    table, ``delay`` is a share of its time."""

    number: int
    victim: str
    after: float
    step: str = ""
    hit: int = 1
    delay: float = 0.0
    large: bool = False

    def __str__(self) -> str:
        after = "large" if self.large else f"{self.after:.2f}"
        where = f"{self.step}:{self.hit}" if self.step else f"+{self.delay:.2f}{'' if self.large else 's'}"
        return f"{DRAWN}-{self.number}-{self.victim.replace(' ', '-')}-{after}-{where}"


def draw() -> list[Moment]:
    dice = random.Random(DRAWN)
    moments = []
    for step in STEPS:
        hit = dice.randint(1, 2) if step.startswith(OFTEN) else 1
        moments.append(Moment(len(moments), dice.choice(("job", "worker and job")), dice.random(), step, hit))
    for victim in (*VICTIMS, *dice.choices(VICTIMS, k=AGAIN)):
        moments.append(Moment(len(moments), victim, dice.random(), delay=dice.uniform(0, 1.5)))
    if ALL:
        for step in IN_LARGE:
            victim = dice.choice(("job", "worker and job"))
            moments.append(Moment(len(moments), victim, 1.0, step, large=True))
        for victim in VICTIMS:
            moments.append(Moment(len(moments), victim, 1.0, delay=dice.random(), large=True))
        return moments
    in_steps, in_time = moments[: len(STEPS)], moments[len(STEPS) :]
    return [*dice.sample(in_steps, 3), *dice.sample(in_time, 2)]


MOMENTS = draw()


@pytest.fixture(scope="module")
def seed(portal: Portal) -> Seed:
    print(f"SD_SEED={DRAWN}")
    return Seed(portal)


@pytest.fixture(scope="module")
def supervised() -> Supervised:
    return Supervised()


@pytest.fixture(scope="module")
def whole(portal: Portal, seed: Seed) -> str:
    """The canonical dump of the seed harvest without a fault."""
    with portal.worker():
        seed.start()
        seed.finish()
    dump = portal.dump()
    assert dump.count('"outcome": "published"') > 0
    assert seed.done() == seed.total
    return dump


@pytest.fixture(scope="module")
def whole_with_large(portal: Portal, seed: Seed) -> str:
    """The same with the large table, and how long that took."""
    with portal.worker():
        seed.start(large=True)
        seed.reach_large()
        begun = time.monotonic()
        seed.reach_large(done=True)
        seed.seconds = time.monotonic() - begun
        print(f"the large table took {seed.seconds:.1f} s")
        seed.finish()
    dump = portal.dump()
    assert '"count": 62074' in dump
    return dump


@pytest.fixture
def web(portal: Portal) -> Iterator[Program]:
    with portal.web() as (program, _):
        yield program


def test_there_are_enough_moments_and_every_step_is_among_them() -> None:
    assert len(MOMENTS) >= (20 if ALL else 5)
    if ALL:
        assert {moment.step for moment in MOMENTS if moment.step} == set(STEPS)
        assert {moment.victim for moment in MOMENTS} == set(VICTIMS)
        assert {moment.step for moment in MOMENTS if moment.large and moment.step} == set(IN_LARGE)
        assert {moment.victim for moment in MOMENTS if moment.large and not moment.step} == set(VICTIMS)


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_killed_at_a_random_moment_it_ends_as_if_nothing_had_happened(
    moment: Moment, portal: Portal, seed: Seed, supervised: Supervised, request: pytest.FixtureRequest
) -> None:
    print(f"SD_SEED={DRAWN}: {moment}")
    undisturbed = request.getfixturevalue("whole_with_large" if moment.large else "whole")
    if moment.step:
        _in_a_step(moment, portal, seed)
    else:
        _in_time(moment, portal, seed, supervised, request)
    assert portal.dump() == undisturbed


def _in_a_step(moment: Moment, portal: Portal, seed: Seed) -> None:
    """Armed only when so many deliveries are done; early enough that the step comes once more."""
    action = "killall" if moment.victim == "worker and job" else "kill"
    wanted = f"{moment.step}:{action}:{moment.hit}"
    marker = portal.marker(wanted)
    with portal.worker(wanted) as worker:
        marker.touch()  # not yet
        seed.start(moment.large)
        if moment.large:
            seed.reach_large()
        else:
            seed.reach(round(moment.after * max(0, seed.largest - 6)))
        marker.unlink()
        seed.finish()
        assert marker.exists(), "the step was not reached any more"
        assert worker.starts == (2 if action == "killall" else 1)


def _in_time(
    moment: Moment, portal: Portal, seed: Seed, supervised: Supervised, request: pytest.FixtureRequest
) -> None:
    web: Program | None = request.getfixturevalue("web") if moment.victim == "web" else None
    with portal.worker() as worker:
        seed.start(moment.large)
        if moment.large:
            seed.reach_large()
            time.sleep(moment.delay * seed.seconds)
        else:
            seed.reach(round(moment.after * (seed.total - 2)))
            time.sleep(moment.delay)
        kill: dict[str, Callable[[], None]] = {
            "job": lambda: _kill(*(pid for pid in worker.processes() if pid != worker.pid)),
            "worker": lambda: _kill(worker.pid),
            "worker and job": lambda: _kill(*worker.processes()),
            "scheduler": lambda: _kill(*portal.scheduler.processes()),
            "web": lambda: _kill(*(web.processes() if web else ())),
            **{name: lambda name=name: supervised.kill(name) for name in SERVICES},  # type: ignore[misc]
        }
        kill[moment.victim]()
        seed.finish()
    if web is not None:
        wait_for("the web answers again", lambda: portal.web_answers(), 60)


def _kill(*pids: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue  # it has just ended


def test_postgresql_dies_or_restarts_in_the_middle_of_a_promotion(
    portal: Portal, seed: Seed, whole: str, supervised: Supervised
) -> None:
    """I-20: an immediate restart and a kill of the whole server while a batch is written, between both commits, after
    them: nothing acknowledged is lost, nothing is half there, nobody is needed."""
    cases = [
        ("promote.written", signal.SIGQUIT),
        ("promote.committed", signal.SIGQUIT),
        ("promote.swap_opened", signal.SIGKILL),
    ]
    for step, number in cases if ALL else cases[1:2]:
        with portal.worker(f"{step}:sleep=2"):
            seed.start()
            wait_for("the worker is within the promotion", lambda step=step: portal.reached(step))  # type: ignore[misc]
            supervised.kill("postgres", number=number)
            seed.finish()
        assert portal.dump() == whole, step


@pytest.mark.skipif(not ALL, reason="SD_FAILURE=ci")
def test_everything_dies_at_once_in_the_large_table(
    portal: Portal, seed: Seed, whole_with_large: str, supervised: Supervised
) -> None:
    """As a power cut: all services, worker, job and scheduler in one moment."""
    share = random.Random(f"{DRAWN} all").random()
    print(f"SD_SEED={DRAWN}: {share:.2f} of {seed.seconds:.1f} s")
    with portal.worker() as worker:
        seed.start(large=True)
        seed.reach_large()
        time.sleep(share * seed.seconds)
        _kill(*worker.processes(), *portal.scheduler.processes())
        supervised.kill(*SERVICES)
        seed.finish()
    assert portal.dump() == whole_with_large


def test_moments_are_the_same_for_the_same_seed() -> None:
    assert draw() == MOMENTS
    assert Path(__file__).name == "test_moments.py"
