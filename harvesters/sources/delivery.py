"""Reading what a department hands in beside its tables: ``manifest.json`` and ``datapackage.json``. Standard library
only.

Faults become findings (M-01, M-03) for the clerk, never exceptions: a bad hand-over is returned like a bad table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from harvesters.contract import Finding, Severity

DATAPACKAGE = "datapackage.json"
MANIFEST = "manifest.json"
MAX_BYTES = 5 << 20
MAX_DEPTH = 64
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault(Exception):
    """Why a document could not be taken: ``reason`` picks the words, ``detail`` says where."""

    reason: str
    detail: str = ""


def read_manifest(raw: bytes | None) -> tuple[dict[str, str] | None, tuple[Finding, ...]]:
    """``{path: sha256}``; None with M-01 if it is missing or cannot be read."""
    try:
        entries = read_object(raw)
        for path, sha256 in entries.items():
            if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
                raise Fault("bad_entry", path[:300])
    except Fault as fault:
        return None, (_finding("M-01", MANIFEST, fault),)
    return {path: sha256.lower() for path, sha256 in entries.items()}, ()


def read_datapackage(raw: bytes | None) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The descriptor as received; ``{}`` with M-03 if it is missing or cannot be read."""
    try:
        return read_object(raw), ()
    except Fault as fault:
        return {}, (_finding("M-03", DATAPACKAGE, fault),)


def reserved(path: str) -> bool:
    """Whether a part of it is a device to Windows, whatever its ending."""
    return any(_RESERVED.fullmatch(part) for part in path.split("/"))


def portable(path: str) -> bool:
    """Whether a file name means the same on every system that may download it (bad-input row 25)."""
    for part in path.split("/"):
        if not part or part.endswith((".", " ")) or reserved(part):
            return False
        if any(c in '\\:*?"<>|' or ord(c) < 32 or ord(c) == 127 for c in part):
            return False
    return True


def _finding(code: str, file: str, fault: Fault) -> Finding:
    return Finding(
        code, Severity.BLOCK, file=file, params={"reason": fault.reason, "detail": fault.detail or fault.reason}
    )


def read_object(raw: bytes | None) -> dict[str, Any]:
    """A JSON object from foreign bytes, strictly and within limits. :raises Fault: anything else."""
    if raw is None:
        raise Fault("missing")
    if len(raw) > MAX_BYTES:
        raise Fault("too_large", str(MAX_BYTES))
    try:
        value = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnicodeDecodeError as e:
        raise Fault("not_utf8", str(e.start)) from e
    except RecursionError as e:
        raise Fault("too_deep", str(MAX_DEPTH)) from e
    except json.JSONDecodeError as e:
        raise Fault("not_json", str(e.lineno)) from e
    except ValueError as e:  # a number of more digits than Python reads
        raise Fault("bad_number", "…") from e
    if not isinstance(value, dict):
        raise Fault("not_object")
    _check(value)
    return value


def _check(value: object) -> None:
    """Depth within reason, and only text that a database and a page can hold: no NUL, no lone surrogate."""
    level: list[object] = [value]
    for _ in range(MAX_DEPTH):
        deeper: list[object] = []
        for node in level:
            if isinstance(node, Mapping):
                deeper += [*node.keys(), *node.values()]
            elif isinstance(node, list):
                deeper += node
            elif isinstance(node, str) and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in node):
                raise Fault("bad_text", ascii(node)[:200])
        if not deeper:
            return
        level = deeper
    raise Fault("too_deep", str(MAX_DEPTH))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets a key stand twice and readers then differ in which one counts: refuse."""
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise Fault("duplicate_key", key[:300])
        result[key] = value
    return result


def _no_constant(name: str) -> NoReturn:
    raise Fault("bad_number", name)
