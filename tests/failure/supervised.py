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

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Its main process; returns when supervisord has started another."""
        old = self.pid(name)
        os.kill(old, number)
        wait_for(f"{name} is started again", lambda: self.pid(name) not in (0, old), 60)
