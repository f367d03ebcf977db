"""A file taken by the form before it is handed in: kept by its hash, read in the limited child, its columns shown.

Between two pages of the form the browser carries a signed word for the file, good for this person, dataset and day.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from harvesters.contract import Delivery, Finding, GateContext, Report, Severity, StagedFile, today
from harvesters.gate.child import ChildGate
from harvesters.gate.judge import BARE
from harvesters.gate.opening import ATTACHMENTS
from harvesters.gate.proposal import Column, columns_of
from harvesters.stage import Stage

from . import config
from .uploads import keep

A_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file holds: its columns, none if it is no table; then ``report`` says why, unless it is an attachment."""

    columns: tuple[Column, ...]
    attachment: bool
    report: Report


def take(upload: FileStorage) -> StagedFile:
    """:raises tk.ValidationError: too large"""
    return keep(upload, Stage(config.stage_path()))


def look(file: StagedFile) -> Seen:
    """Read it by the gate, on the rules for files alone. :raises HarvestError: the gate ran out of its limits"""
    resource = {"name": "table", "path": file.path, "title": PurePosixPath(file.path).stem}
    delivery = Delivery(".", {BARE: True, "resources": [resource]}, (file,))
    gate, stage = ChildGate(seconds=config.gate_seconds()), Stage(config.stage_path())
    with tempfile.TemporaryDirectory(prefix="sd-taken-") as folder:
        report = gate.check(delivery, GateContext(as_of=today()), stage, Path(folder))
        tables = sorted(Path(folder).iterdir())
        columns = tuple(columns_of(tables[0])) if tables else ()
    kinds = {str(entry["format"]) for entry in report.files}
    return Seen(columns, not columns and bool(kinds & ATTACHMENTS), report)


def why_unread(seen: Seen) -> list[Finding]:
    """The findings for which no table could be made of it."""
    return [one for one in seen.report.findings if one.severity is Severity.BLOCK]


def word_for(file: StagedFile, user: str, dataset: str) -> str:
    return str(_signer().dumps([user, dataset, file.path, file.sha256, file.size]))


def behind(word: str, user: str, dataset: str) -> StagedFile | None:
    """The file that a word stands for; None if it is another's, too old, or no word of ours."""
    try:
        who, where, path, sha256, size = _signer().loads(word, max_age=A_DAY)
    except (BadData, ValueError, TypeError):
        return None
    file = StagedFile(path=path, sha256=sha256, size=size)
    return file if (who, where) == (user, dataset) and Stage(config.stage_path()).has(sha256) else None


@contextmanager
def upload_of(file: StagedFile) -> Iterator[FileStorage]:
    """The file as the choke takes it: an upload like any other."""
    with Stage(config.stage_path()).open(file.sha256) as stream:
        yield FileStorage(stream, filename=file.path)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(config.secret_key(), salt="sd-taken")
