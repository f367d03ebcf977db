"""The judge in a limited process: the same report, and whatever happens there never becomes a pass (D15)."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from gate_bench import RECORD, REVIEWED, Bench

from harvesters.contract import Delivery, GateContext, Verdict
from harvesters.errors import GateUnavailable
from harvesters.gate import child, framing, judge, server
from harvesters.gate.child import ChildGate
from harvesters.gate.report import report_json
from harvesters.gate.version import rules_version

FIELDS: list[dict[str, Any]] = [{"name": "名称", "type": "string"}, {"name": "数", "type": "number"}]
GOOD = "名称,数\n济南,1\n"


@pytest.fixture(autouse=True)
def fresh_servers() -> Any:
    yield
    for one in child._pool._idle:
        one.close()
    child._pool._idle.clear()


@pytest.mark.parametrize("data", [GOOD, GOOD + "青岛,错\n", "名称,数\n370102190001010019,1\n", b"\xff\xfe\x00", b""])
def test_the_child_judges_as_the_judge_does(bench: Bench, data: str | bytes) -> None:
    delivery = bench.delivery(data, FIELDS, record=RECORD)
    here = judge.judge(delivery, REVIEWED, bench.stage)
    there = ChildGate(seconds=60)(delivery, REVIEWED, bench.stage)
    assert json.dumps(report_json(there.report)) == json.dumps(report_json(here.report))
    assert there.candidate == here.candidate
    assert there.report.rules_version == rules_version() == ChildGate().rules_version


def test_the_child_has_no_network() -> None:
    assert ChildGate(seconds=30).isolation() in ("seccomp", "userns")


def confined(folder: str, what: str, pipe: Any) -> None:
    how = child.confine(folder, 20, 2 << 30)
    try:
        if what == "socket":
            socket.create_connection(("127.0.0.1", 9), timeout=1)
        elif what == "program":
            subprocess.run([sys.executable, "-V"], check=True)
        elif what == "memory":
            bytearray(3 << 30)
        elif what == "file":
            with open("big", "wb") as stream:
                stream.truncate(child.FILE_SIZE + 1)
        pipe.send((how, "allowed"))
    except BaseException as error:
        pipe.send((how, type(error).__name__))


@pytest.mark.parametrize(
    ("what", "refusals"),
    [
        ("socket", ("PermissionError", "OSError")),
        ("program", ("PermissionError",)),
        ("memory", ("MemoryError",)),
        ("file", ("OSError",)),
    ],
)
def test_what_the_child_may_not(tmp_path: Path, what: str, refusals: tuple[str, ...]) -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=confined, args=(str(tmp_path), what, theirs))
    process.start()
    theirs.close()
    how, answer = ours.recv()
    process.join()
    if what == "program" and how != "seccomp":
        pytest.skip("without seccomp only the network is cut off")
    assert answer in refusals


def with_examine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str) -> None:
    """A fork server in whose children the judge does something else."""
    script = tmp_path / "server.py"
    script.write_text(
        "import os, time\nfrom harvesters.gate import server\n"
        f"def odd(*_):\n    {body}\nserver._judge = odd\nserver.main()\n"
    )
    real = subprocess.Popen

    def start(command: list[str], **more: Any) -> Any:
        return real([sys.executable, str(script)], **more)

    monkeypatch.setattr(child.subprocess, "Popen", start)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("os._exit(3)", "child_died"),
        ("os.abort()", "child_died"),
        ("time.sleep(30)", "time"),
        ("raise MemoryError", "memory"),
        ("raise RuntimeError('370102190001010019')", "child_error"),
        ("os.close(3); os._exit(0)", "child_died"),
        ("os.write(3, b'rubbish'); os._exit(0)", "child_died"),
        ("return {'report': object()}", "child_died"),
    ],
)
def test_a_child_that_fails_is_never_a_pass(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str, reason: str
) -> None:
    with_examine(monkeypatch, tmp_path, body)
    with pytest.raises(GateUnavailable) as caught:
        ChildGate(seconds=2)(bench.delivery(GOOD, FIELDS, record=RECORD), REVIEWED, bench.stage)
    assert caught.value.params["reason"] == reason
    assert "370102" not in str(caught.value)


def test_a_server_that_cannot_start_is_never_a_pass(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child.sys, "executable", "/nonexistent/python")
    with pytest.raises(GateUnavailable):
        ChildGate(seconds=5)(bench.delivery(GOOD, FIELDS, record=RECORD), REVIEWED, bench.stage)


def test_a_server_killed_while_idle_is_replaced(bench: Bench) -> None:
    gate, delivery = ChildGate(seconds=60), bench.delivery(GOOD, FIELDS, record=RECORD)
    assert gate(delivery, REVIEWED, bench.stage).candidate is not None
    (idle,) = child._pool._idle
    os.kill(idle._process.pid, signal.SIGKILL)
    idle._process.wait()
    assert gate(delivery, REVIEWED, bench.stage).candidate is not None


def test_threads_share_nothing_but_idle_servers(bench: Bench) -> None:
    deliveries = [bench.delivery(f"名称,数\n济南,{n}\n", FIELDS, record=RECORD, name=f"{n}.csv") for n in range(4)]
    answers: dict[int, Any] = {}

    def run(n: int) -> None:
        answers[n] = ChildGate(seconds=60)(deliveries[n], REVIEWED, bench.stage)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {n: a.candidate.tables[0].original.path for n, a in answers.items()} == {n: f"{n}.csv" for n in range(4)}
    assert len(child._pool._idle) <= child.IDLE_SERVERS


def forked(delivery: Delivery, root: Path, pipe: Any) -> None:
    bench = Bench(root)
    pipe.send(ChildGate(seconds=60)(delivery, REVIEWED, bench.stage).report.verdict.value)


def test_a_fork_of_the_worker_uses_servers_of_its_own(bench: Bench, tmp_path: Path) -> None:
    """An RQ worker forks for each job."""
    delivery = bench.delivery(GOOD, FIELDS, record=RECORD)
    assert ChildGate(seconds=60)(delivery, REVIEWED, bench.stage).candidate is not None
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=forked, args=(delivery, tmp_path, theirs))
    process.start()
    assert ours.recv() == Verdict.PASS.value
    process.join()
    assert ChildGate(seconds=60)(delivery, REVIEWED, bench.stage).candidate is not None


def test_a_child_does_not_outlive_the_worker_that_asked(tmp_path: Path) -> None:
    """The worker is killed while its delivery is judged: server and child end at once."""
    script = tmp_path / "worker.py"
    script.write_text(
        "import sys\nsys.argv = ['x']\nfrom harvesters.gate import server\n"
        f"def odd(*_):\n    open({str(tmp_path / 'child')!r}, 'w').write(str(server.os.getpid()))\n"
        "    server.time.sleep(60)\nserver._judge = odd\nserver.main()\n"
    )
    root = str(Path(child.__file__).parents[2])
    process = subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, env={"PYTHONPATH": root})
    assert process.stdin is not None
    framing.send(process.stdin, json.dumps({"seconds": 60, "memory": 3 << 30, "folder": str(tmp_path)}).encode())
    while not (tmp_path / "child").exists() or not (tmp_path / "child").read_text():
        assert process.poll() is None
        time.sleep(0.01)
    pid = int((tmp_path / "child").read_text())
    process.stdin.close()
    process.wait(timeout=20)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_server_ends_with_its_parent(bench: Bench) -> None:
    ChildGate(seconds=60)(bench.delivery(GOOD, FIELDS, record=RECORD), REVIEWED, bench.stage)
    (idle,) = child._pool._idle
    idle.close()
    assert idle._process.returncode == 0
    child._pool._idle.clear()


def test_masters_are_taken_from_the_work_folder_only(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to("/etc/passwd")
    for name in ("link.csv", "../../etc/passwd", "missing.csv"):
        with pytest.raises(GateUnavailable):
            judge.master_path(tmp_path, {"master": name})


def test_check_writes_the_cleaned_table(bench: Bench, tmp_path: Path) -> None:
    delivery = bench.delivery("名称\t数\n济南\t１２\n青岛\t错\n".encode("utf-16"), FIELDS, name="站.tsv")
    report = ChildGate(seconds=60).check(delivery, GateContext(as_of=REVIEWED.as_of), bench.stage, tmp_path / "out")
    assert report.verdict is Verdict.RETURNED
    assert (tmp_path / "out" / "站.csv").read_bytes() == "名称,数\r\n济南,12\r\n青岛,错\r\n".encode()
    assert server.MAX_ANSWER > 1 << 20
