"""The portal's programs as processes of the test: own session each, started again when they die."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from pathlib import Path


def commands(supervisord: Path) -> dict[str, list[str]]:
    """Program → command line, as supervisord has it."""
    return {
        name: command.split()
        for name, command in re.findall(r"(?m)^\[program:(\w+)\]\ncommand = (.*)$", supervisord.read_text("utf-8"))
    }


class Program:
    """Started again within a tenth of a second of its death, as supervisord does, until :meth:`stop`."""

    def __init__(self, command: list[str], log: Path, environment: dict[str, str]) -> None:
        self.command, self.log = command, log
        self.environment = {**os.environ, **environment}
        self.starts = 0
        self._stopping = threading.Event()
        self._start()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def _start(self) -> None:
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=self.log.parent,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.starts += 1

    def _keep(self) -> None:
        while not self._stopping.wait(0.1):
            if self._process.poll() is not None:
                self._start()

    def processes(self) -> list[int]:
        """Every process of the program's session: a queue worker forks each job into a group of its own."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue  # gone meanwhile
                if int(fields[3]) == self._process.pid:
                    found.append(int(entry.name))
        return sorted(found)

    def signal(self, number: signal.Signals) -> None:
        for pid in self.processes():
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue

    def stop(self) -> None:
        self._stopping.set()
        self._keeper.join()
        self.signal(signal.SIGKILL)
        self._process.wait()
