"""Which rules judged. Part of every report: new rules judge old deliveries again (DESIGN D2)."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

GATE_VERSION = "1.0"
RULES = "2026.1"
# What a verdict depends on: our rules, our lists, and the validator.
_ROOMS = (
    "harvesters.gate",
    "harvesters.gate.reading",
    "harvesters.gate.rules",
    "harvesters.catalogue",
    "harvesters.catalogue.rules",
)


@cache
def rules_version() -> str:
    """``2026.1+0123456789ab``: the edition, and a hash of the rules themselves, so that no change is ever forgotten."""
    digest = hashlib.sha256(version("frictionless").encode())
    for room in _ROOMS:
        for entry in sorted(files(room).iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith((".py", ".csv")):
                _add(digest, entry)
    return f"{RULES}+{digest.hexdigest()[:12]}"


@cache
def codelists_hash() -> str:
    """Hash of all code lists."""
    digest = hashlib.sha256()
    for entry in sorted(files("harvesters.catalogue").joinpath("codelists").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".csv"):
            _add(digest, entry)
    return digest.hexdigest()


def _add(digest: hashlib._Hash, entry: Traversable) -> None:
    digest.update(entry.name.encode() + b"\0" + entry.read_bytes().replace(b"\r\n", b"\n") + b"\0")
