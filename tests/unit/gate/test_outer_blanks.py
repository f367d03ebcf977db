"""Outer blanks of text go (Q12), unless the dictionary says otherwise; the log names no person."""

from __future__ import annotations

import json
from typing import Any

import pytest
from gate_bench import Bench

from harvesters.contract import Verdict


@pytest.mark.parametrize(
    "spec",
    [
        {"constraints": {"enum": ["正常 ", "停用中"]}},
        {"constraints": {"enum": ["正常", "停用中"]}},
        {"constraints": {"minLength": 3}},
        {"missingValues": ["", "正常 "]},
    ],
)
def test_a_dictionary_written_from_such_a_column_holds(bench: Bench, spec: dict[str, Any]) -> None:
    judgement = bench("名称,状态\n甲,正常 \n乙,停用中\n丙,正常 \n", [{"name": "名称"}, {"name": "状态", **spec}])
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings


def test_the_log_names_no_person(bench: Bench) -> None:
    judgement = bench("姓名,科室\n张建国 ,内科\n李四,外科\n", [{"name": "姓名"}, {"name": "科室"}])
    (file,) = judgement.report.files
    assert [one["rule"] for one in file["cleanings"]] == ["Q12"]
    assert "建国" not in json.dumps(file["cleanings"], ensure_ascii=False)
