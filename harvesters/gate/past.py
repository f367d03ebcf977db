"""A release beside the one before it (Q27): a fraction of the rows is more often half an export than half a world."""

from __future__ import annotations

from collections.abc import Iterable

from harvesters.contract import Finding, GateContext, Severity
from harvesters.gate.rules.sensitive import safe
from harvesters.gate.tables import Examined

_FRACTION = 0.5
_SMALL = 10


def check(examined: Iterable[Examined], context: GateContext) -> None:
    """Add to each table what the release that stands says of its size."""
    if context.previous is None:
        return
    for table in examined:
        before = context.previous.rows.get(table.key)
        if before is None or table.rows is None or before < _SMALL or table.rows >= _FRACTION * before:
            continue
        params = {"reason": "fewer", "table": safe(table.title, 60), "rows": table.rows, "before": before}
        table.found.add(Finding("Q27", Severity.WARN, file=table.file.path, params=params))
