"""All findings of a stored report, where it lists the first of each kind: the staged files are judged once more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from harvesters.contract import Delivery, GateContext, StagedFile
from harvesters.errors import HarvestError
from harvesters.gate.child import ChildGate
from harvesters.gate.report import groups, report_json
from harvesters.sources.delivery import DATAPACKAGE, read_datapackage
from harvesters.stage import Stage

from .words import language

SECONDS = 60


def every(body: dict[str, Any], stage: Stage) -> dict[str, Any]:
    """The report with all places in its tables; as it is where nothing is left out or it cannot be made anew.

    What a finding says of a cell depends on the files, the dictionary and the day alone, so the same rules find the
    same places again.
    """
    if all(group["total"] == len(group["findings"]) for group in groups(body, language())):
        return body
    delivery, gate = _delivery(body, stage), ChildGate(seconds=SECONDS)
    if delivery is None or gate.rules_version != body["rules_version"]:
        return body
    context = GateContext(as_of=dt.date.fromisoformat(body["inputs"]["as_of"]))
    try:
        anew = report_json(gate.check(delivery, context, stage, every=True), language())
    except HarvestError:
        return body
    rest = [finding for finding in body["findings"] if finding["row"] is None]
    return {**body, "findings": rest + [finding for finding in anew["findings"] if finding["row"] is not None]}


def _delivery(body: Mapping[str, Any], stage: Stage) -> Delivery | None:
    """What was handed over, if all of it is still staged and described by its own document."""
    hashes = body["inputs"]["files"]
    if DATAPACKAGE not in hashes or not all(stage.has(sha256) for sha256 in hashes.values()):
        return None
    descriptor, faults = read_datapackage(stage.path_of(hashes[DATAPACKAGE]).read_bytes())
    files = [StagedFile(path, sha256, stage.path_of(sha256).stat().st_size) for path, sha256 in hashes.items()]
    return None if faults else Delivery(".", descriptor, tuple(files))
