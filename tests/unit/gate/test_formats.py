"""One table in every format that is read: one master, one report in this process and in the limited child."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from gate_bench import RECORD, REVIEWED, Bench
from test_packed import parquet, zipped
from test_workbooks import cell, ods, row, table

from harvesters.catalogue import codelists
from harvesters.contract import Verdict
from harvesters.gate import opening
from harvesters.gate.child import ChildGate
from harvesters.gate.judge import judge
from harvesters.gate.report import report_json

FIELDS = [{"name": "名称"}, {"name": "数", "type": "integer"}]
ROWS = [("济南市图书馆", "1"), ("青岛市图书馆", "2")]
TEXT = "名称,数\n" + "".join(f"{name},{number}\n" for name, number in ROWS)
OBJECTS = [{"名称": name, "数": int(number)} for name, number in ROWS]
MASTER = "\ufeff" + TEXT.replace("\n", "\r\n")
SHEET = table(row(cell("名称"), cell("数")), *(row(cell(name), cell(number, "float")) for name, number in ROWS))
FORMS = {
    "csv": TEXT.encode("gb18030"),
    "tsv": TEXT.replace(",", "\t").encode(),
    "json": json.dumps(OBJECTS).encode(),
    "jsonl": "\n".join(json.dumps(one) for one in OBJECTS).encode(),
    "ods": ods(SHEET),
    "parquet": parquet({"名称": [name for name, _ in ROWS], "数": [int(number) for _, number in ROWS]}),
    "zip": zipped({"表.csv": TEXT.encode()}),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_master_is_the_same_and_so_is_the_child_s_report(form: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    delivery = bench.delivery(FORMS[form], FIELDS, name=f"表.{form}", record=RECORD)
    here = judge(delivery, REVIEWED, bench.stage)
    there = ChildGate(seconds=60)(delivery, REVIEWED, bench.stage)
    assert here.report.verdict is Verdict.PASS, here.report.findings
    assert bench.master(here) == MASTER
    assert json.dumps(report_json(there.report)) == json.dumps(report_json(here.report))
    assert there.candidate == here.candidate


def test_the_code_list_of_formats_knows_what_is_read() -> None:
    assert {*opening.READABLE, *opening.ATTACHMENTS} - set(codelists.formats()) == set()
