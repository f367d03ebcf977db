"""Named places where a test may make the process fail (technique T1 of the reliability notes).

``SD_FAILPOINT=name:action[:n]`` acts at the n-th hit (default 1), once only if ``SD_FAILPOINT_ONCE`` names a marker:
a supervised worker that is started again then passes. Without the variable a failpoint costs one dictionary look-up.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

_hits: dict[str, int] = {}


class FailpointError(RuntimeError):
    """Raised by the action ``raise``."""


def failpoint(name: str) -> None:
    """Do what the environment asks for at this place.

    ``kill`` (SIGKILL to the process group), ``killall`` (to the parent's group too: a queue worker's job is a group of
    its own), ``raise`` or ``sleep=SECONDS``.
    """
    wanted = os.environ.get("SD_FAILPOINT")
    if not wanted:
        return
    target, _, rest = wanted.partition(":")
    if target != name:
        return
    action, _, nth = rest.partition(":")
    _hits[name] = _hits.get(name, 0) + 1
    if _hits[name] != int(nth or 1) or not _first_time():
        return
    if action == "killall":
        os.killpg(os.getpgid(os.getppid()), signal.SIGKILL)
    if action in ("kill", "killall"):
        os.killpg(os.getpgrp(), signal.SIGKILL)
    elif action.startswith("sleep="):
        time.sleep(float(action.removeprefix("sleep=")))
    else:
        raise FailpointError(name)


def _first_time() -> bool:
    marker = os.environ.get("SD_FAILPOINT_ONCE")
    if not marker:
        return True
    try:
        Path(marker).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
