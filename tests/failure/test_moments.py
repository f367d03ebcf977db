"""``kill -9`` at random moments of the seed harvest (issue 5, done-when 4): it ends without a hand as if undisturbed.

Two kinds of moments, both drawn from ``SD_SEED`` (printed; give it to see the same again):

- *in a step*: each failpoint of the source once, armed after a random number of finished deliveries and acting at a
  random hit, so that every step of the road is hit in some random delivery;
- *in time*: a random delay after a random number of finished deliveries, whoever works then: the worker, its job, all
  of both, the scheduler, the web, PostgreSQL, Redis or Solr.

The seed's medium part (:mod:`seed`). CI draws five moments, ``./portal test failure`` all.
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
OFTEN = ("stage.", "pipeline.fetched", "pipeline.judged", "files.kept")
SERVICES = ("postgres", "redis", "solr")
VICTIMS = ("job", "worker", "worker and job", "scheduler", "web", *SERVICES)
AGAIN = 4  # victims beyond one each


@dataclass(frozen=True)
class Moment:
    """``after``: share of the deliveries that are done; then ``hit`` of a step, or ``delay`` seconds."""

    number: int
    victim: str
    after: float
    step: str = ""
    hit: int = 1
    delay: float = 0.0

    def __str__(self) -> str:
        where = f"{self.step}:{self.hit}" if self.step else f"+{self.delay:.2f}s"
        return f"{DRAWN}-{self.number}-{self.victim.replace(' ', '-')}-{self.after:.2f}-{where}"


def draw() -> list[Moment]:
    dice = random.Random(DRAWN)
    moments = []
    for step in STEPS:
        hit = dice.randint(1, 2) if step.startswith(OFTEN) else 1
        moments.append(Moment(len(moments), dice.choice(("job", "worker and job")), dice.random(), step, hit))
    for victim in (*VICTIMS, *dice.choices(VICTIMS, k=AGAIN)):
        moments.append(Moment(len(moments), victim, dice.random(), delay=dice.uniform(0, 1.5)))
    if ALL:
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
    """The canonical dump of the seed harvest without a fault; its length decides how long a kill may be drawn out."""
    with portal.worker():
        seed.start()
        seed.finish()
    dump = portal.dump()
    assert dump.count('"outcome": "published"') > 0
    assert seed.done() == seed.total
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


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_killed_at_a_random_moment_it_ends_as_if_nothing_had_happened(
    moment: Moment, portal: Portal, seed: Seed, whole: str, supervised: Supervised, request: pytest.FixtureRequest
) -> None:
    print(f"SD_SEED={DRAWN}: {moment}")
    if moment.step:
        _in_a_step(moment, portal, seed)
    else:
        _in_time(moment, portal, seed, supervised, request)
    assert portal.dump() == whole


def _in_a_step(moment: Moment, portal: Portal, seed: Seed) -> None:
    """Armed only when so many deliveries are done; early enough that the step comes once more."""
    action = "killall" if moment.victim == "worker and job" else "kill"
    wanted = f"{moment.step}:{action}:{moment.hit}"
    marker = portal.marker(wanted)
    with portal.worker(wanted) as worker:
        marker.touch()  # not yet
        seed.start()
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
        seed.start()
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
            supervised.kill("postgres", number)
            seed.finish()
        assert portal.dump() == whole, step


def test_moments_are_the_same_for_the_same_seed() -> None:
    assert draw() == MOMENTS
    assert Path(__file__).name == "test_moments.py"
