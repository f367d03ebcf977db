"""The stack's own services, which supervisord starts again when they die: killed as a machine's trouble kills them."""

from __future__ import annotations

import os
import signal

from ground import wait_for

from deploy.local.place import Place
from deploy.local.services import Services


class Supervised:
    def __init__(self) -> None:
        self.services = Services(Place.from_environment())

    def pid(self, name: str) -> int:
        return int(self.services.rpc().getProcessInfo(name)["pid"])

    def kill(self, *names: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Their main processes, at once; returns when supervisord has started others."""
        old = {name: self.pid(name) for name in names}
        for pid in old.values():
            os.kill(pid, number)
        for name, pid in old.items():
            wait_for(f"{name} is started again", lambda name=name, pid=pid: self.pid(name) not in (0, pid), 60)  # type: ignore[misc]
