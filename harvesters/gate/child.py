"""The same judge in a limited process without network: foreign bytes are parsed nowhere else (DESIGN D15).

:class:`ChildGate` asks a fork server (:mod:`.server`) that has loaded the gate; web and queue workers are never forked
for it. :func:`confine` is what the child does to itself before it looks at a byte.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

import harvesters
from harvesters.contract import Delivery, GateContext, Report
from harvesters.errors import GateUnavailable
from harvesters.gate import judge, wire
from harvesters.gate.framing import receive, send
from harvesters.gate.report import report_from_json
from harvesters.gate.version import rules_version
from harvesters.stage import Stage

SECONDS = 900
MEMORY = 3 << 30
FILE_SIZE = 3 << 30
OPEN_FILES = 64
IDLE_SERVERS = 2
_CLONE_NEWUSER, _CLONE_NEWNET, _PR_SET_PDEATHSIG, _SIGKILL = 0x10000000, 0x40000000, 1, 9
# What a parser of tables never needs. io_uring could open connections past the filter.
_NEEDED_RULES = (
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept4",
    "sendto",
    "sendmsg",
    "execve",
    "execveat",
)
_MORE_RULES = (
    *("accept", "sendmmsg", "recvfrom", "recvmsg", "io_uring_setup", "io_uring_enter", "io_uring_register"),
    *("ptrace", "process_vm_readv", "process_vm_writev", "kill", "tkill", "pidfd_open", "pidfd_getfd"),
    *("mount", "umount2", "pivot_root", "chroot", "setns", "unshare", "bpf", "perf_event_open", "userfaultfd"),
    *("keyctl", "add_key", "request_key", "init_module", "finit_module", "delete_module", "kexec_load", "reboot"),
)


class ChildGate:
    """Implements :class:`harvesters.pipeline.Gate`. All gates of a process share its idle fork servers.

    :raises GateUnavailable: the child died, ran out of its limits, or could not be started: never a pass
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY, folder: Path | None = None) -> None:
        self.seconds = seconds
        self.memory = memory
        self.folder = folder  # where work folders are made; None: where temporary files are

    @property
    def rules_version(self) -> str:
        return rules_version()

    def __call__(self, delivery: Delivery, context: GateContext, stage: Stage) -> judge.Judgement:
        with self._work() as folder:
            examination = self._examine(delivery, context, stage, folder)
            return judge.conclude(examination, delivery, context, stage, Path(folder))

    def check(
        self,
        delivery: Delivery,
        context: GateContext,
        stage: Stage,
        cleaned: Path | None = None,
        *,
        every: bool = False,
    ) -> Report:
        """The report alone; with ``cleaned`` each table, as the gate understood it, as UTF-8 CSV in that folder.

        ``every``: list all findings, where a report lists the first of each kind and counts the others.
        """
        with self._work() as folder:
            examination = self._examine(delivery, context, stage, folder, every=every)
            for table in (one for one in examination.tables if cleaned and one["master"] is not None):
                assert cleaned is not None
                cleaned.mkdir(parents=True, exist_ok=True)
                name = f"{PurePosixPath(table['original']['path']).stem}.csv"
                with judge.master_path(Path(folder), table).open("rb") as source, (cleaned / name).open("wb") as out:
                    source.seek(3)  # the mark is for Excel; this copy is for programs
                    shutil.copyfileobj(source, out)
            return examination.report

    def around(
        self,
        stage: Stage,
        file: Mapping[str, Any],
        places: Sequence[Sequence[Any]],
        before: tuple[str, Sequence[str]] | None = None,
    ) -> list[dict[str, Any] | None]:
        """The rows around these cells of a staged file (:mod:`.around`); ``file`` as a report's JSON has it.

        ``before``: hash of the last release's master of this table, and its key."""
        asked = {"path": str(stage.path_of(file["sha256"]).absolute()), "file": dict(file), "places": places}
        if before is not None:
            asked["before"] = {"path": str(stage.path_of(before[0]).absolute()), "key": list(before[1])}
        with self._work() as folder:
            found: list[dict[str, Any] | None] = self._ask({"around": asked, "folder": folder})["around"]
            return found

    def annotated(
        self, stage: Stage, file: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], lang: str
    ) -> bytes:
        """The staged table as a workbook whose cells carry their findings (:mod:`.annotate`)."""
        asked = {"path": str(stage.path_of(file["sha256"]).absolute()), "file": dict(file), "findings": list(findings)}
        with self._work() as folder:
            self._ask({"annotate": {**asked, "lang": lang}, "folder": folder})
            return judge.plain_file(Path(folder), "annotated.xlsx").read_bytes()

    def isolation(self) -> str:
        """How the child is cut off from the network, as it says itself: ``seccomp`` · ``userns`` · ``none``."""
        with self._work() as folder:
            return str(self._ask({"probe": True, "folder": folder})["isolation"])

    def _work(self) -> tempfile.TemporaryDirectory[str]:
        return tempfile.TemporaryDirectory(prefix="sd-gate-", dir=self.folder)

    def _examine(
        self, delivery: Delivery, context: GateContext, stage: Stage, folder: str, *, every: bool = False
    ) -> judge.Examination:
        before = context.previous.masters.values() if context.previous else ()
        read = {*(file.sha256 for file in delivery.files), *before}
        request = {
            "every": every,
            "delivery": wire.delivery_json(delivery),
            "context": wire.context_json(context),
            "paths": {sha256: str(stage.path_of(sha256).absolute()) for sha256 in read},
            "folder": folder,
        }
        answer = self._ask(request)
        return judge.Examination(report_from_json(answer["report"]), tuple(answer["tables"]))

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps({**request, "seconds": self.seconds, "memory": self.memory}).encode()
        for _ in range(IDLE_SERVERS + 1):
            server = _pool.take()
            said = server.ask(body)
            if said is not None:
                _pool.give_back(server)
                answer: dict[str, Any] = json.loads(said)
                if "error" in answer:
                    raise GateUnavailable(**answer["error"])
                return answer
            server.close()
            if not server.used:
                break  # a fresh server that dies would only die again; an idle one may have been killed meanwhile
        raise GateUnavailable(reason="server_died")


class _Server:
    """One running fork server, with one request at a time."""

    def __init__(self) -> None:
        root = str(Path(harvesters.__file__).resolve().parents[1])
        env = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "PYTHONPATH": root, "PYTHONHASHSEED": "0"}
        self.used = False
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-m", "harvesters.gate.server"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd="/",
                env=env,
                start_new_session=True,
            )
        except OSError as e:
            raise GateUnavailable(reason="no_server", detail=e.strerror or "") from e

    def ask(self, body: bytes) -> bytes | None:
        """The server's answer; None if it is dead."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            send(self._process.stdin, body)
            return receive(self._process.stdout)
        except OSError:
            return None

    def close(self) -> None:
        """Its input ends, so it does."""
        self.forget()
        self._process.wait()

    def forget(self) -> None:
        """Let go of our ends of the pipes only: after a fork the server belongs to the parent."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


class _Pool:
    """Idle servers of this process. A fork of it starts with none."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Server] = []

    def take(self) -> _Server:
        with self._lock:
            if self._idle:
                server = self._idle.pop()
                server.used = True
                return server
        return _Server()

    def give_back(self, server: _Server) -> None:
        with self._lock:
            if len(self._idle) < IDLE_SERVERS:
                self._idle.append(server)
                return
        server.close()

    def forked(self) -> None:
        """In the child of a fork: another thread may have held the lock, and the servers are the parent's."""
        self._lock = threading.Lock()
        for server in self._idle:
            server.forget()
        self._idle = []


_pool = _Pool()
os.register_at_fork(after_in_child=_pool.forked)


def confine(folder: str, seconds: float, memory: int) -> str:
    """Limit this process for good; returns how it is cut off from the network."""
    os.chdir(folder)
    os.umask(0o077)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL)
    cpu = int(seconds) + 1
    for what, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    if _filtered():
        return "seccomp"
    return "userns" if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0 else "none"


def _filtered() -> bool:
    """Load the seccomp filter; False where the machine has no libseccomp or the kernel does not take it."""
    try:
        import pyseccomp

        rules = pyseccomp.SyscallFilter(defaction=pyseccomp.ALLOW)
        for name in _NEEDED_RULES:
            rules.add_rule(pyseccomp.ERRNO(1), name)
        for name in _MORE_RULES:
            with suppress(OSError, ValueError):  # not every kernel and library knows every call
                rules.add_rule(pyseccomp.ERRNO(1), name)
        rules.load()
    except (ImportError, OSError, RuntimeError, ValueError):
        return False
    return True
