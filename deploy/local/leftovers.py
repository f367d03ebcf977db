"""Processes of one installation that run without their supervisord: found in /proc, for a bare Debian has no ``ps``.

They are marked by environment, or at work in a service's own folder: PostgreSQL and nginx write their title over their
environment, so their folder tells.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

MARK = "SD_SERVICE_OF"


def find(home: Path, uid: int, folders: set[str]) -> list[int]:
    """Processes of that user that carry our mark, or whose working folder is one of these."""
    mark = f"{MARK}={home}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) in (os.getpid(), os.getppid()):
            continue
        try:
            if entry.stat().st_uid != uid:
                continue
            if os.readlink(entry / "cwd") in folders or mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue  # gone, or not ours to look at
    return found


def stop(home: Path, uid: int, folders: set[str], patience: float = 8) -> None:
    """Ask the leaders (SIGINT: PostgreSQL's fast shutdown, so that no data need recovery), ask all, then kill."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        pids = find(home, uid, folders)
        if not pids:
            return
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                if sign is not signal.SIGINT or os.getpgid(pid) == pid:
                    os.kill(pid, sign)
        deadline = time.monotonic() + patience
        while find(home, uid, folders) and time.monotonic() < deadline:
            time.sleep(0.1)


def kill_in(folder: Path) -> None:
    """Kill what still works in this folder, ourselves aside."""
    for pid in find(folder, os.geteuid(), {str(folder)}):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
