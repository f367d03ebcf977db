"""``./portal test``: lint, then the tests from fast to slow, in a stack of its own beside a portal that may be running.

The stack lies in ``$SD_HOME/test`` with ports of its own and shares only the tools. Everything after the installation
runs as the services' user, so tests see files and processes as the services do.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

from deploy.local import configure, install, test_tools
from deploy.local.place import Place
from deploy.local.say import Failure, say
from deploy.local.services import Services

OFFLINE = ("unit", "contract")
ONLINE = ("ckan", "e2e", "failure")
SUITES = (*OFFLINE, *ONLINE)
LINTED = ("harvesters", "ckanext-sdopendata", "deploy", "tests", "datasets_seed")
KEPT = ("cache", "reports", "tmp")


def test(place: Place, arguments: list[str]) -> int:
    """Prepare what needs root, then go on as the services' user."""
    wanted = [a for a in arguments if a in (*SUITES, "all", "lint")]
    rest = [a for a in arguments if a not in wanted]
    if unknown := [a for a in rest if not wanted and not a.startswith("-")]:
        raise Failure(f"没有“{unknown[0]}”这组测试。", f"可用：{'、'.join(('lint', *SUITES, 'all'))}。")
    suites = [s for s in ("lint", *SUITES) if s in wanted or "all" in wanted or not wanted]
    install.everything(place)
    test_tools.everything(place, browser="e2e" in suites)
    inner = replace(place, home=place.home / "test", clone=place.code, test=True)
    if Services(inner).alive():
        Services(inner).stop()
    shutil.rmtree(inner.home, ignore_errors=True)
    inner.home.mkdir()
    if os.geteuid() == 0:
        os.chown(inner.home, inner.uid, inner.gid)
    environment = inner.environment() | test_tools.environment(inner)
    # Five failpoints where everything is run, all of them when they are asked for by name.
    environment["SD_FAILURE"] = "all" if "failure" in wanted or "all" in wanted else "ci"
    (inner.home / "tmp").mkdir()
    shutil.chown(inner.home / "tmp", inner.uid, inner.gid)
    command = [sys.executable, "-P", "-m", "deploy.local.testing", ",".join(suites), *rest]
    child = subprocess.Popen(command, cwd=place.code, env=environment, **place.as_service())
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.send_signal(signal.SIGINT)
        return child.wait() or 130


def main(suites: list[str], extra: list[str]) -> int:
    """What runs as the services' user: all suites, whatever fails before; a new stack for each that needs one."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    place = Place.from_environment()
    reports = place.home / "reports"
    reports.mkdir(exist_ok=True)
    bad: list[str] = []
    try:
        if "lint" in suites and not lint(place):
            bad.append("lint")
        bad += [s for s in OFFLINE if s in suites and not pytest(place, s, extra)]
        for suite in [s for s in ONLINE if s in suites and files_of(place, s)]:
            forget(place)
            if not up(place):
                bad.append("up")
                break
            if not pytest(place, suite, extra):
                bad.append(suite)
                shutil.copytree(place.home / "log", reports / f"log-{suite}")  # the next suite starts anew
                say(f"服务日志：{reports / f'log-{suite}'}")
    finally:
        Services(place).stop()
    passed, failed, skipped = totals(reports)
    say(f"未通过：{'、'.join(bad)}" if bad else "全部通过")
    print(f"{passed} passed, {failed + len([b for b in bad if b in ('lint', 'up')])} failed, {skipped} skipped")
    return 1 if bad else 0


def forget(place: Place) -> None:
    """Each suite finds a portal as new: what one leaves behind must not decide about the next."""
    Services(place).stop()
    for path in place.home.iterdir():
        if path.name not in KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def lint(place: Place) -> bool:
    cache = place.home / "cache"
    commands = (
        ["ruff", "check", "--output-format=concise", f"--cache-dir={cache}/ruff", *LINTED],
        ["ruff", "format", "--check", "--output-format=concise", f"--cache-dir={cache}/ruff", *LINTED],
        ["mypy", f"--cache-dir={cache}/mypy"],
    )
    results = [timed(" ".join(command[:2]), [sys.executable, "-m", *command], place) for command in commands]
    return all(results)


def pytest(place: Place, suite: str, extra: list[str]) -> bool:
    """One suite; a folder without tests is a failure, a suite that has no folder yet is not run."""
    files = files_of(place, suite)
    if not files:
        return True
    command = [sys.executable, "-m", "pytest", "-q", "--timeout=300", f"--junitxml={place.home}/reports/{suite}.xml"]
    command += ["-o", f"cache_dir={place.home}/cache/pytest-{suite}", *extra, *files]
    return timed(f"pytest {suite}", command, place)


def files_of(place: Place, suite: str) -> list[str]:
    """The suite's folder; the tests of the tree as a whole go with the unit tests."""
    tests = place.code / "tests"
    whole = sorted(str(p) for p in tests.glob("test_*.py")) if suite == "unit" else []
    return [*whole, *([str(tests / suite)] if (tests / suite).is_dir() else [])]


def up(place: Place) -> bool:
    return timed("./portal up", [sys.executable, "-P", "-m", "deploy.local.main", "up"], place)


def timed(title: str, command: list[str], place: Place) -> bool:
    say(f"── {title}")
    started = time.monotonic()
    environment = dict(os.environ)
    ports = place.known_ports()
    if ports:
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
    sys.exit(main(sys.argv[1].split(","), sys.argv[2:]))
