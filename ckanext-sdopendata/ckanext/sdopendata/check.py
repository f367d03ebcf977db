"""The open door: anybody's file through the one gate, in a limited child, and nothing of it stays.

Bounds are said before and kept here: bytes of a request, seconds and memory of the gate, how many at once on this
machine, how many a minute from one address. Who finds no room is told so; nobody queues without end.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

import redis
from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from flask import Flask, Response, g, has_request_context

from harvesters import handed
from harvesters.catalogue.model_tables import model_tables
from harvesters.contract import Delivery, GateContext, Report, today
from harvesters.errors import Busy, HarvestError, SourceMisconfigured
from harvesters.gate.child import ChildGate
from harvesters.sources.delivery import DATAPACKAGE, MANIFEST
from harvesters.stage import Stage

from . import config, ledger

MEMORY = 2 << 30
MAX_FILES = 50
MAX_NAME = 200
FORM_BYTES = 1 << 20  # the fields and headers around the files
PATIENCE = 4.0
PAGE, ACTION = "sdopendata.check", "sd_check"
_DESCRIBING = ("record", "schema")
_MINUTE = 60
# Of a web process's threads at least half stay for readers, however many wait here.
_threads = threading.BoundedSemaphore(2)


class Upload(Protocol):
    """A file of a form, as Werkzeug hands it over."""

    filename: str | None

    def save(self, dst: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Checked:
    """A judged hand-over while its bytes still lie here: what :func:`opened` yields."""

    report: Report
    delivery: Delivery
    stage: Stage
    gate: ChildGate
    cleaned: Path


@contextmanager
def opened(
    uploads: Sequence[Upload],
    given: Mapping[str, Any] | None,
    address: str,
    *,
    cleaned: bool = False,
    every: bool = False,
) -> Iterator[Checked]:
    """Judge these files; when the block ends every byte of them is gone.

    ``cleaned``: the tables too, as the gate understood them. ``every``: list all findings, not the first of each kind.

    :raises HarvestError: no room (:class:`Busy`), a file that cannot be taken, or the gate ran out of its limits
    """
    named = [upload for upload in uploads if upload.filename]
    if not named:
        raise SourceMisconfigured(reason="no_upload")
    if len(named) > MAX_FILES:
        raise SourceMisconfigured(reason="too_many_uploads", count=len(named), limit=MAX_FILES)
    with turn(address) as folder:
        stage = Stage(folder / "stage")
        delivery = _delivery(_saved(named, folder / "in"), given, stage)
        gate = ChildGate(seconds=config.check_seconds(), memory=MEMORY, folder=folder)
        out, until = folder / "cleaned", time.monotonic() + config.check_seconds()
        report = gate.check(delivery, GateContext(as_of=today()), stage, out if cleaned else None, every=every)
        gate.seconds = max(1.0, until - time.monotonic())  # for what is still asked of it
        yield Checked(report, delivery, stage, gate, out)


def used(address: str) -> int:
    """How many checks this address began within the minute."""
    with suppress(redis.RedisError):
        return int(connect_to_redis().get(_key(address)) or 0)
    return 0


@contextmanager
def turn(address: str) -> Iterator[Path]:
    """An empty folder of one's own while the block lasts. :raises Busy: none is free, or too many were asked for"""
    _count(address)
    if not _threads.acquire(blocking=False):
        raise Busy(reason="slots", seconds=int(PATIENCE) + 1)
    try:
        with _slot() as folder:
            yield folder
    finally:
        _threads.release()


def sweep() -> None:
    """Empty what a killed process left: whoever holds the lock of a slot is the only one in it."""
    for number in range(config.check_at_once()):
        with _locked(number) as folder:
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _slot() -> Iterator[Path]:
    until = time.monotonic() + PATIENCE
    while True:
        for number in range(config.check_at_once()):
            with _locked(number) as folder:
                if folder is None:
                    continue
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(mode=0o700)
                try:
                    yield folder
                finally:
                    shutil.rmtree(folder, ignore_errors=True)
                return
        if time.monotonic() > until:
            raise Busy(reason="slots", seconds=int(PATIENCE) + 1)
        time.sleep(0.05)


@contextmanager
def _locked(number: int) -> Iterator[Path | None]:
    """The folder of a slot, if nobody is in it. The lock ends with its holder, however that ends."""
    root = Path(tempfile.gettempdir()) / "sd-check"
    root.mkdir(mode=0o700, exist_ok=True)
    with open(root / f"{number}.lock", "wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield root / str(number)


def _count(address: str) -> None:
    """One more from this address within the minute. Without Redis the slots alone bound the work."""
    limit = config.check_per_minute()
    with suppress(redis.RedisError):
        pipe = connect_to_redis().pipeline()
        pipe.incr(_key(address))
        pipe.expire(_key(address), 2 * _MINUTE)
        if int(pipe.execute()[0]) > limit:
            raise Busy(reason="rate", limit=limit, seconds=_MINUTE - int(time.time()) % _MINUTE)


def _key(address: str) -> str:
    """No address is kept, not even for the minute: only what it hashes to."""
    minute = int(time.time()) // _MINUTE
    digest = hmac.new(config.secret_key(), f"{address} {minute}".encode(), hashlib.sha256).hexdigest()
    return f"sd:check:{config.site_id()}:{digest[:32]}"


def _saved(uploads: Sequence[Upload], folder: Path) -> list[Path]:
    """The files under the names they came with; a whole delivery keeps its folders, loose files are plain names."""
    names = [_parts(str(upload.filename)) for upload in uploads]
    documents = [name for name in names if name[-1] in (DATAPACKAGE, MANIFEST)]
    top = len(min(documents, key=len)) - 1 if documents else 0
    kept = [name[top:] if documents and len(name) > top else name[-1:] for name in names]
    if len(set(kept)) < len(kept):
        raise SourceMisconfigured(reason="same_upload")
    folder.mkdir()
    for upload, name in zip(uploads, kept, strict=True):
        path = folder.joinpath(*name)
        path.parent.mkdir(parents=True, exist_ok=True)
        upload.save(str(path))
    return [folder] if documents else [folder / name[-1] for name in kept]


def _parts(name: str) -> tuple[str, ...]:
    """The steps of a path that a browser or program sent; never one that leads elsewhere."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or any(part in ("/", "..") or part.endswith(":") for part in parts):
        parts = parts[-1:]
    last = parts[-1] if parts else ""
    if last in ("", "/", "..") or any("\0" in part or len(os.fsencode(part)) > MAX_NAME for part in parts):
        raise SourceMisconfigured(reason="bad_upload_name", limit=MAX_NAME // 3)
    return parts


def _delivery(paths: Sequence[Path], given: Mapping[str, Any] | None, stage: Stage) -> Delivery:
    found, refused = handed.deliveries(paths, given, stage)
    for one in refused:
        raise one.error
    if len(found) != 1:
        raise SourceMisconfigured(reason="one_delivery", count=len(found))
    return replace(found[0], guid=".")


def uploads(data_dict: Mapping[str, Any]) -> list[Upload]:
    """The files of a request, whatever their fields are called; not those that describe the others.

    CKAN's API keeps one of a name; whoever sends a folder's files calls them all alike.
    """
    found = [each for name, each in data_dict.items() if name not in _DESCRIBING and hasattr(each, "save")]
    if not found or not has_request_context():
        return found
    sent = [each for name, each in tk.request.files.items(multi=True) if name not in _DESCRIBING]
    return sent if found[0] in sent else found


def described_by(data_dict: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What a request says of its files: a record, a schema, the dictionary of a published dataset or a model table.

    :raises SourceMisconfigured: it cannot be read, or there is no such dataset for this asker
    """
    for name in ("record", "schema"):
        value = data_dict.get(name)
        if isinstance(value, Mapping):
            return value
        raw = value.read() if hasattr(value, "read") else str(value or "").encode()
        if raw.strip():
            return handed.read_record(raw, str(getattr(value, "filename", None) or name))
    model = model_tables().get(str(data_dict.get("model") or ""))
    if model is not None:
        return {"fields": [dict(field) for field in model.fields], "missingValues": [""]}
    dataset = data_dict.get("dataset")
    return _dictionary(str(dataset), str(data_dict.get("resource_id") or "")) if dataset else None


def _dictionary(dataset: str, resource_id: str) -> Mapping[str, Any]:
    """The Table Schema of a published table."""
    with suppress(tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError):
        found = ledger.release_of(str(tk.get_action("package_show")({}, {"id": dataset.replace("\0", "")})["name"]))
        for table in found["tables"] if found else ():
            if resource_id in ("", table["resource_id"]):
                return ledger.table_schema(table)
    raise SourceMisconfigured(reason="no_dictionary", dataset=dataset[:60])


def address() -> str:
    """Who asks, by network address: nginx stands before us and says whose."""
    try:
        remote, told = tk.request.remote_addr or "", tk.request.headers.get("X-Forwarded-For", "")
    except RuntimeError:  # no request: a call from inside
        return "inside"
    return told.rpartition(",")[2].strip() or remote if remote in ("127.0.0.1", "::1") else remote


def bounds(app: Flask) -> None:
    """Refuse by the length that a request declares, before anything reads its body; say when to come again."""

    def bounded() -> None:
        if tk.request.endpoint == PAGE or (tk.request.view_args or {}).get("logic_function") == ACTION:
            tk.request.max_content_length = config.check_bytes() + FORM_BYTES

    app.before_request_funcs.setdefault(None, []).insert(0, bounded)
    app.after_request(_told)


def announce(error: HarvestError) -> None:
    """Let the answer carry the status of this error: 429 or 503 if it is worth asking again."""
    g.sd_check_error = error


def _told(response: Response) -> Response:
    error = g.pop("sd_check_error", None)
    if isinstance(error, Busy):
        response.status_code = 429 if error.params["reason"] == "rate" else 503
        response.headers["Retry-After"] = str(error.params["seconds"])
    return response
