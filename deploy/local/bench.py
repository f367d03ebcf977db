"""``./portal bench [NAME…] [--json FILE]``: measures beside a peer in the same run, in a stack of its own.

The benches lie in ``tests/bench``; the peer (ckanext-harvest on stock CKAN) in an environment of its own, by its lock.
As in :mod:`.testing`, everything after the installation runs as the services' user, in ``$SD_HOME/bench``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from deploy.local import install, test_tools, up
from deploy.local.inside import Inside
from deploy.local.place import Place
from deploy.local.say import Failure, say, step
from deploy.local.services import Services, fingerprint

WITHOUT_STACK = ("gate", "gate-differential")
NAMES = (*WITHOUT_STACK, "harvest-first", "harvest-unchanged")
RESULT = "bench.json"


def bench(place: Place, arguments: list[str]) -> int:
    """Prepare what needs root, measure as the services' user, put the result where it was asked for."""
    names, target = _asked(arguments)
    install.everything(place)
    test_tools.everything(place, browser=False)
    if any(name not in WITHOUT_STACK for name in names):
        lock = place.clone / "requirements-peer.txt"
        install.stamped(place, "peer", fingerprint(lock, str(place.venv)), test_tools.peer)
    inner = replace(place, home=place.home / "bench", clone=place.code, test=True)
    if Services(inner).alive():
        Services(inner).stop()
    shutil.rmtree(inner.home, ignore_errors=True)
    (inner.home / "tmp").mkdir(parents=True)
    if os.geteuid() == 0:
        for folder in (inner.home, inner.home / "tmp"):
            os.chown(folder, inner.uid, inner.gid)
    environment = inner.environment() | test_tools.environment(inner)
    environment["PYTHONPATH"] += f":{place.code}/tests"
    environment["SD_BENCH_PEER"] = f"{place.tools}/peer/bin/python"
    small = [option for option in arguments if option == "--small" or option.startswith("--seed=")]
    command = [sys.executable, "-P", "-m", "deploy.local.bench", *names, *small]
    code = subprocess.run(command, cwd=inner.home / "tmp", env=environment, **place.as_service()).returncode
    if code == 0 and target:
        target.write_bytes((inner.home / RESULT).read_bytes())
    return code


def _asked(arguments: list[str]) -> tuple[list[str], Path | None]:
    names = [argument for argument in arguments if not argument.startswith("-")]
    target = None
    if "--json" in arguments:
        after = arguments[arguments.index("--json") + 1 :]
        if not after or after[0].startswith("-"):
            raise Failure("--json 后面缺少文件名。", "例如：./portal bench gate --json bench.json")
        target = Path(os.path.abspath(after[0]))
        names.remove(after[0])
    for name in names:
        if name not in NAMES:
            raise Failure(f"没有“{name}”这项测量。", f"可用：{'、'.join(NAMES)}。")
    return names or list(NAMES), target


def main(arguments: list[str]) -> int:
    """The stack, if one is needed, without its web and its programs; then the benches."""
    place = Place.from_environment()
    command = [sys.executable, "-P", "-m", "bench", *arguments, "--json", str(place.home / RESULT)]
    needs = [name for name in NAMES if name in arguments and name not in WITHOUT_STACK]
    try:
        if needs:
            with step("启动测量用的 PostgreSQL、Redis、Solr"):
                up.base(place)
            with Inside(place) as portal:
                up.prepare(place, portal)
        return subprocess.run(command, stdin=subprocess.DEVNULL).returncode
    except Failure as failure:
        say(str(failure))
        return 1
    finally:
        if needs:
            Services(place).stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
