"""``./portal bench [NAME…] [--json FILE]``: measures beside a peer in the same run, in a stack of its own.

The benches lie in ``tests/bench``; the peer (ckanext-harvest on stock CKAN) in an environment of its own, by its lock.
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
from deploy.local.say import Failure, step
from deploy.local.services import Services, fingerprint

WITHOUT_STACK = ("gate",)
NAMES = (*WITHOUT_STACK, "harvest-first", "harvest-unchanged")


def bench(place: Place, arguments: list[str]) -> int:
    names = [a for a in arguments if not a.startswith("-")]
    target = None
    if "--json" in arguments:
        after = arguments[arguments.index("--json") + 1 :]
        if not after:
            raise Failure("--json 后面缺少文件名。", "例如：./portal bench gate --json bench.json")
        target = Path(os.path.abspath(after[0]))
        names.remove(after[0])
    for name in names:
        if name not in NAMES:
            raise Failure(f"没有“{name}”这项测量。", f"可用：{'、'.join(NAMES)}。")
    install.everything(place)
    test_tools.everything(place, browser=False)
    inner = replace(place, home=place.home / "bench", clone=place.code, test=True)
    command = [sys.executable, "-P", "-m", "bench", *names, *(["--small"] if "--small" in arguments else [])]
    if all(name in WITHOUT_STACK for name in names or NAMES):
        return _measure(place, command, target, {})
    peer = place.tools / "peer"
    lock = place.clone / "requirements-peer.txt"
    install.stamped(place, "peer", fingerprint(lock, str(place.venv)), test_tools.peer)
    shutil.rmtree(inner.home, ignore_errors=True)
    inner.home.mkdir()
    if os.geteuid() == 0:
        os.chown(inner.home, inner.uid, inner.gid)
    try:
        with step("启动测量用的 PostgreSQL、Redis、Solr"):
            up.base(inner)
        with Inside(inner) as portal:
            up.prepare(inner, portal)
        return _measure(inner, command, target, {"SD_BENCH_PEER": f"{peer}/bin/python"})
    finally:
        Services(inner).stop()


def _measure(place: Place, command: list[str], target: Path | None, more: dict[str, str]) -> int:
    """As the services' user; the result is moved to where it was asked for."""
    folder = place.home / "tmp"
    folder.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        os.chown(folder, place.uid, place.gid)
    written = folder / "bench.json"
    written.unlink(missing_ok=True)
    environment = place.environment() | test_tools.environment(place) | more
    environment["PYTHONPATH"] += f":{place.code}/tests"
    done = subprocess.run([*command, "--json", str(written)], cwd=folder, env=environment, **place.as_service())
    if done.returncode == 0 and target:
        target.write_bytes(written.read_bytes())
    return done.returncode
