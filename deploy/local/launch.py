"""``python -m deploy.local.launch NAME COMMAND…``: what must be true just before a service starts; becomes the command.

Also the one place where a test puts failpoints into a service: ``$SD_HOME/run/NAME.env.json``, read in a test stack
only.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from deploy.local import leftovers


def main(arguments: list[str]) -> None:
    name, command = arguments[0], arguments[1:]
    home = Path(os.environ["SD_HOME"])
    if name == "postgres":
        forget_stale_postmaster(home / "pg")
    if name == "nginx":  # its workers outlive a killed master, and with them the port
        leftovers.kill_in(home / "nginx")
    extra = home / "run" / f"{name}.env.json"
    if os.environ.get("SD_TEST_STACK") == "1" and extra.exists():
        os.environ.update(json.loads(extra.read_text("utf-8")))
    os.execvp(command[0], command)


def forget_stale_postmaster(data: Path) -> None:
    """Remove a ``postmaster.pid`` left by a kill if the process that has that number now is another one.

    After a machine's restart low numbers come again, and PostgreSQL would refuse to start because "it already runs".
    """
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    try:
        if os.readlink(f"/proc/{pid}/cwd") == str(data):
            return
    except OSError:
        pass  # no such process, or one of another user: in both cases not our PostgreSQL
    pid_file.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
