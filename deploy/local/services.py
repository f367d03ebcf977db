"""The portal's processes under supervisord: start, wait, stop, heal what a kill left behind."""

from __future__ import annotations

import hashlib
import json
import subprocess
import xmlrpc.client
from pathlib import Path
from typing import Any, cast

from supervisor.xmlrpc import SupervisorTransport

from deploy.local import leftovers
from deploy.local.place import Place
from deploy.local.say import Failure, wait_until

NAMES = ("postgres", "redis", "solr", "web", "worker", "scheduler", "nginx")
BUILT = {"__pycache__", "sd_opendata.egg-info"}
AFTER_SETUP = ("web", "worker", "scheduler", "nginx")


class Services:
    """supervisord of one installation, spoken to over its socket."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.conf = place.home / "etc" / "supervisord.conf"

    # -- supervisord itself

    def rpc(self) -> Any:
        address = f"unix://{self.place.run}/supervisor.sock"
        return cast(
            Any, xmlrpc.client.ServerProxy("http://127.0.0.1", SupervisorTransport(None, None, address))
        ).supervisor

    def alive(self) -> bool:
        """Does *our* supervisord answer?"""
        try:
            return bool(self.rpc().getState()["statename"] == "RUNNING")
        except (OSError, xmlrpc.client.Error):
            return False

    def start(self) -> None:
        """Start supervisord, and with it PostgreSQL, Redis and Solr. Leftovers of a killed one must be gone."""
        log = self.place.home / "log" / "supervisord.out"
        command = [f"{self.place.venv}/bin/supervisord", "-c", str(self.conf)]
        done = subprocess.run(
            command,
            cwd=self.place.run,
            env=self.place.environment() | {leftovers.MARK: str(self.place.home)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **self.place.as_service(),
        )
        if done.returncode:
            raise Failure(
                f"supervisord 没有启动：{done.stdout.decode(errors='replace').strip()[-500:]}", f"看 {log.parent}。"
            )
        wait_until(15, self.alive, "supervisord 没有应答。", f"看 {self.place.home}/log/supervisord.log。")
        self.place.write(self.stamp, self.surroundings())

    @property
    def stamp(self) -> Path:
        return self.place.home / "stamps" / "supervisord"

    def surroundings(self) -> str:
        return json.dumps(self.place.environment(), sort_keys=True)

    def environment_changed(self) -> bool:
        """Was supervisord started with paths (code, venv) that are no longer right? Its children inherit them."""
        return not self.stamp.exists() or self.stamp.read_text() != self.surroundings()

    def stop(self) -> None:
        """Stop everything, in order, then supervisord; then whatever is still there."""
        if self.alive():
            rpc = self.rpc()
            for name in reversed(NAMES):
                if self.states().get(name) not in ("STOPPED", "EXITED", "FATAL"):
                    rpc.stopProcess(name)
            rpc.shutdown()
            wait_until(30, lambda: not self.alive(), "supervisord 没有停下。", "再运行一次 ./portal down。")
        self.stop_leftovers()

    # -- single services

    def states(self) -> dict[str, str]:
        """Service → state word of supervisord; all STOPPED without it."""
        if not self.alive():
            return dict.fromkeys(NAMES, "STOPPED")
        return {info["name"]: info["statename"] for info in self.rpc().getAllProcessInfo()}

    def ensure(self, name: str, fingerprint: str) -> bool:
        """Have ``name`` run with this fingerprint of code and configuration; True if it was (re)started."""
        stamp = self.place.home / "stamps" / f"service-{name}"
        state = self.states().get(name)
        running = state in ("RUNNING", "STARTING")
        if running and stamp.exists() and stamp.read_text() == fingerprint:
            return False
        if running or state == "BACKOFF":
            self.rpc().stopProcess(name)
        self.rpc().startProcess(name, False)
        self.place.write(stamp, fingerprint)
        return True

    def ensure_started(self, name: str, *, again: bool) -> None:
        """Start ``name`` unless it runs, whatever stopped it; ``again``: also if it runs."""
        running = self.states().get(name) in ("RUNNING", "STARTING")
        if running and again:
            self.rpc().stopProcess(name)
        if again or not running:
            self.rpc().startProcess(name, False)

    def reread(self) -> None:
        """Let supervisord take a changed configuration: changed programs are stopped and known anew."""
        rpc = self.rpc()
        added, changed, removed = rpc.reloadConfig()[0]
        for name in (*changed, *removed):
            rpc.stopProcessGroup(name)
            rpc.removeProcessGroup(name)
        for name in (*added, *changed):
            rpc.addProcessGroup(name)

    def wait_running(self, name: str, seconds: float = 60) -> None:
        log = self.place.home / "log" / f"{name}.log"
        what, fix = f"服务 {name} 没有启动。", f"看 {log}（./portal logs {name}），处理后再运行 ./portal up。"

        def check() -> bool:
            state = self.states().get(name)
            if state == "FATAL":
                raise Failure(what, fix)
            return state == "RUNNING"

        wait_until(seconds, check, what, fix)

    # -- what a kill left behind

    def stop_leftovers(self) -> None:
        """Processes that outlived a killed supervisord, and its socket and pid file."""
        folders = {str(self.place.home / name) for name in ("pg", "nginx", "redis", "solr")} | {str(self.place.run)}
        leftovers.stop(self.place.home, self.place.uid, folders)
        for stale in ("supervisor.sock", "supervisord.pid"):
            (self.place.run / stale).unlink(missing_ok=True)


def fingerprint(*parts: Path | str) -> str:
    """One hash over texts and files; of a folder every file's name, size and time (no caches)."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            digest.update(part.encode())
        elif part.is_dir():
            for path in sorted(p for p in part.rglob("*") if p.is_file() and not BUILT & set(p.parts)):
                stat = path.stat()
                digest.update(f"{path.relative_to(part)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
        else:
            digest.update(part.read_bytes())
    return digest.hexdigest()
