"""The fork server: a small program that has loaded the gate and forks one limited child per delivery (DESIGN D15).

Started as ``python -m harvesters.gate.server``; asked over its standard input, answers on its output, in frames. It is
our own and not :mod:`multiprocessing`'s, which imports the parent's main program (for a worker, all of CKAN) into every
child. It parses nothing that comes from outside.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import importlib
import json
import os
import select
import signal
import tempfile
import time
from pathlib import Path
from typing import Any, NoReturn

from harvesters.contract import Delivery, GateContext, StagedFile
from harvesters.gate import annotate, around, child, findings, judge, wire
from harvesters.gate.framing import HEADER, receive, send
from harvesters.gate.report import report_json

MAX_ANSWER = 256 << 20


def main() -> None:
    """Serve until the parent closes our input, which it does by dying, too."""
    _warm()
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    quiet = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(quiet, fd)
    while (body := receive(source)) is not None:
        send(sink, _serve(json.loads(body), source.fileno()))


def _warm() -> None:
    """Judge a table of our own once: code lists, patterns and the validator are then loaded before the first fork; what
    reads workbooks too, for most of what comes is one."""
    for name in ("openpyxl", "xlrd"):
        importlib.import_module(name)
    table = "名称,数,日期\r\n济南,1,2024-01-01\r\n".encode()
    fields = [{"name": "名称"}, {"name": "数", "type": "number"}, {"name": "日期", "type": "date"}]
    record = {"identifier": "30701310711/000001", "open_type": "unconditional", "security_level": "general_1"}
    with tempfile.TemporaryDirectory(prefix="sd-gate-") as folder:
        path = Path(folder) / "0.csv"
        path.write_bytes(table)
        resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
        file = StagedFile("t.csv", hashlib.sha256(table).hexdigest(), len(table))
        delivery = Delivery("warm", {"sd:record": record, "resources": [resource]}, (file,))
        report = judge.examine(delivery, GateContext(as_of=dt.date(2024, 1, 1)), lambda _: path, Path(folder)).report
        json.dumps(report_json(report))
    gc.collect()
    gc.freeze()


def _serve(request: dict[str, Any], parent: int) -> bytes:
    """Fork, wait no longer than allowed and only while somebody waits for us, hand on what the child said."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        _child(request, theirs)
    os.close(theirs)
    try:
        said, late = _listen(ours, parent, time.monotonic() + float(request["seconds"]))
    finally:
        os.close(ours)
        os.kill(pid, signal.SIGKILL)  # it is ours and not reaped yet: a dead one does not mind
        _, status = os.waitpid(pid, 0)
    if late:
        return json.dumps({"error": {"reason": "time", "seconds": request["seconds"]}}).encode()
    if said is None:
        code = os.waitstatus_to_exitcode(status)
        return json.dumps({"error": {"reason": "child_died", "detail": _death(code)}}).encode()
    return said


def _listen(pipe: int, parent: int, deadline: float) -> tuple[bytes | None, bool]:
    """(the whole answer or None, whether time ran out). While we work the parent is silent: if its end of the pipe
    becomes readable, the parent is gone."""
    parts: list[bytes] = []
    size = 0
    while True:
        left = deadline - time.monotonic()
        ready = select.select([pipe, parent], [], [], left)[0] if left > 0 else []
        if not ready:
            return None, True
        if pipe not in ready:
            return None, False
        part = os.read(pipe, 1 << 20)
        if not part:
            body = b"".join(parts)
            whole = len(body) >= HEADER.size and HEADER.unpack(body[: HEADER.size])[0] == len(body) - HEADER.size
            return (body[HEADER.size :] if whole else None), False
        size += len(part)
        if size > MAX_ANSWER:
            return None, False
        parts.append(part)


def _child(request: dict[str, Any], pipe: int) -> NoReturn:
    """In the child: drop everything, judge, answer. Of an exception only the class is told: its text may quote data."""
    try:
        keep = os.dup2(pipe, 3)
        os.closerange(keep + 1, 1 << 16)
        isolation = child.confine(request["folder"], float(request["seconds"]), int(request["memory"]))
        answer = _answer(request, isolation)
    except MemoryError:
        answer = {"error": {"reason": "memory", "memory": request["memory"]}}
    except BaseException as error:
        answer = {"error": {"reason": "child_error", "detail": type(error).__name__}}
    try:
        body = json.dumps(answer, ensure_ascii=True).encode()
        with os.fdopen(3, "wb") as stream:
            send(stream, body)
    finally:
        os._exit(0)


def _answer(request: dict[str, Any], isolation: str) -> dict[str, Any]:
    if request.get("probe"):
        return {"isolation": isolation}
    if asked := request.get("around"):
        return {"around": around.look(Path(asked["path"]), asked["file"], asked["places"], asked.get("before"))}
    if asked := request.get("annotate"):
        out = Path(request["folder"]) / "annotated.xlsx"
        annotate.annotate(Path(asked["path"]), asked["file"], asked["findings"], asked["lang"], out)
        return {}
    return _judge(request, isolation)


def _judge(request: dict[str, Any], isolation: str) -> dict[str, Any]:
    if request["every"]:
        findings.keep_every()
    paths = request["paths"]
    examination = judge.examine(
        wire.delivery_from_json(request["delivery"]),
        wire.context_from_json(request["context"]),
        lambda file: Path(paths[file.sha256]),
        Path(request["folder"]),
    )
    return {
        "report": report_json(examination.report),
        "tables": list(examination.tables),
        "isolation": isolation,
    }


def _death(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"


if __name__ == "__main__":
    main()
