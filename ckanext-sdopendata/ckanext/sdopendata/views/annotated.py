"""A report's tables as marked workbooks: one as it is, several in a zip; and the reasons why there may be none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from flask import Response

from harvesters.errors import AnnotationRefused
from harvesters.gate.child import ChildGate
from harvesters.stage import Stage

from .findings import SENSITIVE
from .words import language

MAX_CELLS = 1_500_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def marked(body: Mapping[str, Any], stage: Stage, gate: ChildGate) -> tuple[str, bytes]:
    """(file name, bytes). :raises AnnotationRefused: nothing may or can be marked"""
    if _locked(body):
        raise AnnotationRefused(reason="locked")
    files = _readable(body)
    if not files:
        raise AnnotationRefused(reason="unreadable")
    made = [(_name(file), _one(file, body, stage, gate)) for file in files]
    if len(made) == 1:
        return made[0]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for number, (name, content) in enumerate(made, 1):
            archive.writestr(f"{number:02d}-{name}", content)
    return "标注版.zip", packed.getvalue()


def may_be_marked(body: Mapping[str, Any], stage: Stage) -> bool:
    files = _readable(body)
    if not body["findings"] or not files or _locked(body):
        return False
    return not any(stage.is_quarantined(file["sha256"]) for file in files)


def _locked(body: Mapping[str, Any]) -> bool:
    return any(finding.get("quarantine") or finding["code"].startswith(SENSITIVE) for finding in body["findings"])


def _readable(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A file that could not be opened (G-40) has nothing to mark."""
    shut = {finding["file"] for finding in body["findings"] if finding["code"] == "G-40"}
    return [f for f in body["files"] if f.get("columns") and f.get("sha256") and f["name"] not in shut]


def attached(name: str, content: str | bytes, kind: str) -> Response:
    """A file to take away under a Chinese name; old clients get a plain one."""
    answer = Response(content, mimetype="application/zip" if name.endswith(".zip") else kind)
    plain = f"report{PurePosixPath(name).suffix}"
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return answer


def _one(file: Mapping[str, Any], body: Mapping[str, Any], stage: Stage, gate: ChildGate) -> bytes:
    cells = int(file.get("rows") or 0) * len(file["columns"])
    if cells > MAX_CELLS:
        raise AnnotationRefused(reason="too_large", cells=cells, limit=MAX_CELLS)
    if stage.is_quarantined(file["sha256"]):
        raise AnnotationRefused(reason="locked")
    mine = [finding for finding in body["findings"] if finding["file"] == file["name"]]
    return gate.annotated(stage, file, mine, language())


def _name(file: Mapping[str, Any]) -> str:
    return f"{PurePosixPath(str(file['name'])).stem}-标注版.xlsx"
