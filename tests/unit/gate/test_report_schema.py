"""The published schema of the machine report: valid itself, and true of reports of every kind."""

from __future__ import annotations

import copy
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from seeds import SEED

from harvesters.contract import Delivery, GateContext
from harvesters.gate.judge import BARE, judge
from harvesters.gate.report import report_from_json, report_json, schema
from harvesters.sources.file_drop import FileDrop
from harvesters.stage import Stage

TODAY = GateContext(as_of=dt.date(2026, 11, 27))
GOOD = "名称,值\n济南,1\n"
LOOSE = [b"", b"\0\1", GOOD.encode(), (GOOD + "济南,1,2\n").encode("gb18030"), b"%PDF-1.4\n"]
CHECK = jsonschema.Draft202012Validator(schema())


def bare(tmp_path: Path, name: str, raw: bytes) -> dict[str, Any]:
    file = Stage(tmp_path).put(name, io.BytesIO(raw))
    delivery = Delivery(".", {BARE: True, "resources": [{"name": "t", "path": name}]}, (file,))
    return report_json(judge(delivery, TODAY, Stage(tmp_path)).report)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("source", ["demo-faulty", "demo-department"])
def test_reports_of_deliveries_keep_it(tmp_path: Path, source: str, lang: str) -> None:
    stage, drop = Stage(tmp_path), FileDrop(SEED / source)
    bodies = [report_json(judge(drop.fetch(ref, stage), TODAY, stage).report, lang) for ref in drop.list()]
    assert len(bodies) > 1
    for body in bodies:
        CHECK.validate(json.loads(json.dumps(body)))
        assert report_json(report_from_json(body), lang) == body


@pytest.mark.parametrize(
    "raw", [b"", b"\0\1", "名称,值\n济南,1\n".encode(), "名称,值\n济南,1\n济南,1,2\n".encode("gb18030"), b"%PDF-1.4\n"]
)
def test_reports_of_loose_files_keep_it(tmp_path: Path, raw: bytes) -> None:
    CHECK.validate(json.loads(json.dumps(bare(tmp_path, "表.csv", raw))))


def test_it_notices_what_is_missing_or_of_another_kind(tmp_path: Path) -> None:
    body = json.loads(json.dumps(bare(tmp_path, "表.csv", "名称,名称\n济南,1\n".encode())))
    assert body["findings"]
    for path in (("verdict",), ("inputs", "as_of"), ("findings", 0, "severity"), ("files", 0, "sha256")):
        for change in ("gone", 7):
            wrong: Any = copy.deepcopy(body)
            part = wrong
            for step in path[:-1]:
                part = part[step]
            if change == "gone":
                del part[path[-1]]
            else:
                part[path[-1]] = change
            assert not CHECK.is_valid(wrong), (path, change)
