"""``./portal test``: lint and all suites in two lanes side by side, beside a portal that may be running.

Each suite that needs services has a stack of its own under ``$SD_HOME/test``, new and with ports of its own; only the
tools are shared. Everything after the installation runs as the services' user, so tests see files and processes as the
services do.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from deploy.local import configure, install, test_tools
from deploy.local.place import Place
from deploy.local.say import Failure, say
from deploy.local.services import Services

ONLINE = ("ckan", "e2e", "failure")
# One processor each, and as long as each other; what is fast comes first.
LANES = (("lint", "contract", "e2e", "failure"), ("unit", "ckan"))
STEPS = tuple(step for lane in LANES for step in lane)
LINTED = ("harvesters", "ckanext-sdopendata", "deploy", "tests", "datasets_seed")


def test(place: Place, arguments: list[str]) -> int:
    """Prepare what needs root, then go on as the services' user."""
    wanted = [a for a in arguments if a in (*STEPS, "all")]
    rest = [a for a in arguments if a not in wanted]
    if unknown := [a for a in rest if not wanted and not a.startswith("-")]:
        raise Failure(f"没有“{unknown[0]}”这组测试。", f"可用：{'、'.join((*STEPS, 'all'))}。")
    steps = [s for s in STEPS if s in wanted or "all" in wanted or not wanted]
    install.everything(place)
    test_tools.everything(place, browser="e2e" in steps)
    inner = replace(place, home=place.home / "test", clone=place.code, test=True)
    for suite in ONLINE:
        Services(stack(inner, suite)).stop()
    shutil.rmtree(inner.home, ignore_errors=True)
    for folder in (inner.home, inner.home / "tmp", inner.home / "reports"):
        folder.mkdir()
        if os.geteuid() == 0:
            os.chown(folder, inner.uid, inner.gid)
    environment = inner.environment() | test_tools.environment(inner)
    # Five failpoints where everything is run, all of them when they are asked for by name.
    environment["SD_FAILURE"] = "all" if "failure" in wanted or "all" in wanted else "ci"
    command = [sys.executable, "-P", "-m", "deploy.local.testing", "whole", ",".join(steps), *rest]
    child = subprocess.Popen(command, cwd=place.code, env=environment, **place.as_service())
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.send_signal(signal.SIGINT)
        return child.wait() or 130


def main(steps: list[str], extra: list[str]) -> int:
    """What runs as the services' user: the second lane beside the first, its words when the first has ended."""
    place = Place.from_environment()
    reports = place.home / "reports"
    first, *others = filter(None, ([s for s in lane if s in steps] for lane in LANES))
    with contextlib.ExitStack() as lanes:
        besides = [lanes.enter_context(beside(lane, extra, reports)) for lane in others]
        run(place, first, extra)
        for process, words in besides:
            if process.wait():
                (reports / f"{words.stem}.failed").touch()
            print(words.read_text("utf-8", "replace"), flush=True)
    bad = sorted(path.stem for path in reports.glob("*.failed"))
    passed, failed, skipped = totals(reports)
    say(f"未通过：{'、'.join(bad)}" if bad else "全部通过")
    failed += sum(not (reports / f"{step}.xml").exists() for step in bad)  # what is no test, or never began
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if bad else 0


@contextlib.contextmanager
def beside(lane: list[str], extra: list[str], reports: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A lane as a process of its own, which ends with us."""
    words = reports / f"{lane[0]}.log"
    say(f"── 同时运行 {'、'.join(lane)}：结果最后显示，进行中见 {words}")
    command = [sys.executable, "-P", "-m", "deploy.local.testing", "lane", ",".join(lane), *extra]
    with words.open("wb") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
    try:
        yield process, words
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def run(place: Place, steps: list[str], extra: list[str]) -> None:
    """One lane: all its steps, whatever fails before; what failed leaves a file of its name."""
    reports = place.home / "reports"
    for step in steps:
        if step == "lint":
            good = lint(place)
        elif step in ONLINE:
            good = with_stack(place, step, extra)
        else:
            good = pytest(place, step, reports, extra)
        if not good:
            (reports / f"{step}.failed").touch()


def with_stack(place: Place, suite: str, extra: list[str]) -> bool:
    """The suite on services of its own."""
    own = stack(place, suite)
    (own.home / "tmp").mkdir(parents=True)
    try:
        good = up(own) and pytest(own, suite, place.home / "reports", extra)
    finally:
        Services(own).stop()
    if not good:
        say(f"服务日志：{own.home / 'log'}")
    return good


def stack(place: Place, suite: str) -> Place:
    """Each suite finds a portal as new: what one leaves behind must not decide about the next."""
    return replace(place, home=place.home / suite)


def lint(place: Place) -> bool:
    cache = place.home / "cache"
    commands = (
        ["ruff", "check", "--output-format=concise", f"--cache-dir={cache}/ruff", *LINTED],
        ["ruff", "format", "--check", "--output-format=concise", f"--cache-dir={cache}/ruff", *LINTED],
        ["mypy", f"--cache-dir={cache}/mypy"],
    )
    results = [timed(" ".join(command[:2]), [sys.executable, "-m", *command], place) for command in commands]
    return all(results)


def pytest(place: Place, suite: str, reports: Path, extra: list[str]) -> bool:
    """One suite; the tests of the tree as a whole go with the unit tests."""
    tests = place.code / "tests"
    files = [*(sorted(tests.glob("test_*.py")) if suite == "unit" else []), tests / suite]
    command = [sys.executable, "-m", "pytest", "-q", "--timeout=300", f"--junitxml={reports}/{suite}.xml"]
    command += ["-o", f"cache_dir={place.home}/cache/pytest-{suite}", *extra, *map(str, files)]
    return timed(f"pytest {suite}", command, place)


def up(place: Place) -> bool:
    return timed("./portal up", [sys.executable, "-P", "-m", "deploy.local.main", "up"], place)


def timed(title: str, command: list[str], place: Place) -> bool:
    say(f"── {title}")
    started = time.monotonic()
    environment = os.environ | place.environment() | test_tools.environment(place)
    if ports := place.known_ports():
        environment["SD_TEST_URL"] = configure.site_url(ports)
    code = subprocess.run(command, cwd=place.code, env=environment, stdin=subprocess.DEVNULL).returncode
    say(f"── {title}：{'通过' if code == 0 else f'未通过（{code}）'}，{time.monotonic() - started:.1f} 秒")
    return code == 0


def totals(reports: Path) -> tuple[int, int, int]:
    """passed, failed, skipped over all suites, from pytest's own reports."""
    passed = failed = skipped = 0
    for path in reports.glob("*.xml"):
        for suite in ET.parse(path).getroot().iter("testsuite"):
            number = {k: int(suite.get(k, "0")) for k in ("tests", "failures", "errors", "skipped")}
            failed += number["failures"] + number["errors"]
            skipped += number["skipped"]
            passed += number["tests"] - number["failures"] - number["errors"] - number["skipped"]
    return passed, failed, skipped


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    whole, steps, *extra = sys.argv[1:]
    if whole == "whole":
        sys.exit(main(steps.split(","), extra))
    run(Place.from_environment(), steps.split(","), extra)
