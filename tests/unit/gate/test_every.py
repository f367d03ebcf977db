"""The list of all errors: what a report counts beyond the first of each kind is listed on demand."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from harvesters.contract import Delivery, GateContext
from harvesters.gate.child import ChildGate
from harvesters.gate.judge import BARE
from harvesters.stage import Stage

ROWS = 700


def test_all_errors_are_listed_and_the_report_stays_short(tmp_path: Path) -> None:
    text = "名称,站数\n" + "".join(f"站{n},不详\n" for n in range(ROWS))
    stage = Stage(tmp_path)
    file = stage.put("站.csv", io.BytesIO(text.encode()))
    schema = {"fields": [{"name": "名称"}, {"name": "站数", "type": "integer"}]}
    resource = {"name": "t", "path": file.path, "schema": schema}
    delivery = Delivery(".", {BARE: True, "resources": [resource]}, (file,))
    gate, context = ChildGate(seconds=60), GateContext(as_of=dt.date(2026, 11, 27))
    short = gate.check(delivery, context, stage)
    whole = gate.check(delivery, context, stage, every=True)
    again = gate.check(delivery, context, stage)
    assert [f.row for f in whole.findings if f.code == "G-30"] == list(range(2, ROWS + 2))
    assert len(short.findings) < 100
    assert short.files[0]["totals"] == whole.files[0]["totals"]
    assert again == short, "one child's list is no other's"
