"""G-14: the declared rules of de-identification against the bytes, in the many ways in which people declare them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from gate_bench import RECORD, Bench, only

from harvesters.contract import Finding, Severity
from harvesters.gate.judge import Judgement
from harvesters.gate.report import report_json
from harvesters.gate.rules.masks import declared
from harvesters.messages import fix, sentence

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
UUID = "550e8400-e29b-41d4-a716-446655440000"


def judged(bench: Bench, column: str, cells: list[str], rules: Any, **field: Any) -> list[Finding]:
    fields = [{"name": "编号", "sd:id": "n"}, {"name": column, "sd:id": "x", **field}]
    data = f"编号,{column}\n" + "".join(f'A{n},"{cell}"\n' for n, cell in enumerate(cells, start=1))
    return masks(with_rules(bench, data, fields, rules))


def with_rules(bench: Bench, data: str, fields: list[dict[str, Any]], rules: Any, needed: bool = True) -> Judgement:
    record = {**RECORD, "desensitisation": {"needed": needed, "rules": rules}}
    return bench.full(data, fields, record=record)


def masks(judgement: Judgement) -> list[Finding]:
    return [f for f in judgement.report.findings if f.code == "G-14"]


# (column, its rule, cells that are as declared, cells that are not)
CASES = [
    ("姓名", "姓+*", ["张*", "欧阳**", "李某某", "", "不详", "第一医院", "王*、赵*"], ["张伟", "欧阳明月", "张*伟"]),
    ("姓名", "姓+*", ["张*"], ["买买提·艾力", "Zhang Wei", "张伟、李*"]),
    ("当事人", "姓名脱敏", ["张*", "山东某某商贸有限公司", "济南鲁康大药房"], ["王秀英"]),
    ("身份证号", "前3后4", ["370***********0019", "370****0019", "无"], ["370102********0019", "370102190001010019"]),
    ("证件号码", "mask", ["370***********001X"], ["370102190001010019", "37010219000101****"]),
    ("手机", "138****8000", ["138****8000", "0531-82345678", "—"], ["13800138000", "138 0013 8000", "1380013****"]),
    ("联系电话", "脱敏", ["139****9000"], ["13900139000"]),
    ("住址", "到区县", ["济南市历下区", "枣庄市台儿庄区", "莱州市"], ["济南市历下区经十路1号", "历城区花园小区12栋"]),
    ("出生日期", "日期到年", ["1990", "1990年", "1990-**-**"], ["1990-01-01", "1990年5月", "19900501", "1990/5/1"]),
    ("用户", "hash", [HASH, HASH[:32], UUID], ["张伟", "370102190001010019", "13800138000"]),
    ("出生日期", "保留年月", ["1990-01", "1990年1月", "199001", "1990"], ["1990-01-01", "1990年1月1日"]),
    ("地址", "到乡镇", ["历城区港沟街道", "济南市历下区"], ["历城区花园小区12栋3单元", "经十路1号"]),
    ("姓名", "只保留首1位", ["张**"], ["张伟", "张*伟"]),
    ("订单", "保留后4位", ["****1234"], ["20241234", "12**1234"]),
    ("用户", "SM3散列", [HASH], ["user-0001"]),
    ("备注", "打码", ["病情***", "*"], ["病情稳定"]),
    ("备注", "删除", ["", "***"], ["有内容"]),
    ("车牌号", "前2后1", ["鲁A***5", "鲁A**5"], ["鲁A12345", "鲁A1***5"]),
]  # fmt: skip


@pytest.mark.parametrize(("column", "rule", "right", "wrong"), CASES)
def test_the_bytes_are_held_against_the_rule(
    bench: Bench, column: str, rule: str, right: list[str], wrong: list[str]
) -> None:
    rules = [{"column": column, "rule": rule}]
    assert judged(bench, column, right, rules) == []
    for cell in wrong:
        found = judged(bench, column, [right[0], cell], rules)
        assert [(f.severity, f.row, f.column) for f in found] == [(Severity.BLOCK, 3, column)], cell
        assert found[0].value not in (None, cell)


@pytest.mark.parametrize(
    "rules",
    [
        [{"column": "姓名", "rule": "姓+*"}],
        [{"field": "x", "method": "surname"}],
        [{"columns": ["姓名", "编号"], "rule": "姓氏"}],
        [{"列": "姓名", "方式": "保留姓氏"}],
        {"姓名": "mask"},
        {"x": "name"},
        ["姓名：姓+*"],
        ["姓名→遮盖"],
        ["姓名脱敏"],
        "姓名：保留姓；备注：删除",
        [{"column": "姓 名", "type": "mask"}],
    ],
)
def test_a_rule_may_be_written_in_many_ways(bench: Bench, rules: Any) -> None:
    found = judged(bench, "姓名", ["张*", "张伟"], rules)
    assert [f.row for f in found if f.severity is Severity.BLOCK] == [3]


def test_the_record_may_arrive_as_text(bench: Bench) -> None:
    text = json.dumps({"needed": True, "rules": [{"column": "姓名", "rule": "姓+*"}]}, ensure_ascii=False)
    data, fields = "编号,姓名\n1,张伟\n", [{"name": "编号"}, {"name": "姓名"}]
    judgement = bench.full(data, fields, record={**RECORD, "desensitisation": text})
    assert only(judgement, "G-14").severity is Severity.BLOCK


def test_what_cannot_be_checked_is_said(bench: Bench) -> None:
    def reasons(rules: Any) -> list[tuple[str, str]]:
        found = judged(bench, "名称", ["甲"], rules)
        return [(f.severity.value, f.params["reason"]) for f in found]

    assert reasons([{"column": "名称", "rule": "差分扰动"}]) == [("warn", "unknown")]
    assert reasons(["都处理过了"]) == [("warn", "unknown")]
    assert reasons([{"column": "电话", "rule": "mask"}]) == [("warn", "no_column")]
    assert reasons([{"column": "电话", "rule": "删除"}]) == []
    assert reasons([]) == [("warn", "no_rules")]
    data, fields = "名称\n甲\n", [{"name": "名称"}]
    assert masks(with_rules(bench, data, fields, [], needed=False)) == []


def test_total_rows_and_empty_cells_are_spared(bench: Bench) -> None:
    data = "姓名,人数\n张*,1\n,2\n合计,3\n"
    fields = [{"name": "姓名"}, {"name": "人数", "type": "integer"}]
    assert masks(with_rules(bench, data, fields, {"姓名": "姓+*"})) == []


def test_a_rule_counts_in_every_table_and_a_bare_file_has_none(bench: Bench) -> None:
    assert declared(None) == declared({"needed": False}) == ()
    assert [f for f in bench("姓名\n张伟\n").report.findings if f.code == "G-14"] == []
    assert "G-14" in bench("姓名\n张伟\n").report.not_checked


@pytest.mark.parametrize("rules", [7, True, "", [[]], [None], [{}], {"": ""}, [{"column": 7, "rule": {}}], [[["x"]]]])
def test_odd_declarations_break_nothing(bench: Bench, rules: Any) -> None:
    assert [f for f in judged(bench, "名称", ["甲"], rules) if f.severity is Severity.BLOCK] == []


def test_a_report_says_how_to_mend_and_not_what_was_seen(bench: Bench) -> None:
    data = "姓名,手机\n" + "欧阳明月,13800138000\n" * 60
    fields = [{"name": "姓名"}, {"name": "手机"}]
    report = with_rules(bench, data, fields, {"姓名": "姓+*", "手机": "mask"}).report
    text = json.dumps(report_json(report), ensure_ascii=False)
    assert "明月" not in text
    assert "13800138000" not in text
    found = [f for f in report.findings if f.code == "G-14"]
    assert {f.params.get("total") for f in found if f.row == 2} == {60}
    params = {"row": 2, "column": "姓名", "value": "欧阳*", **found[0].params}
    assert "第 2 行“姓名”" in sentence("G-14", params)
    assert "张*" in fix("G-14", params)


def test_the_name_in_another_rule_s_finding_is_masked(bench: Bench) -> None:
    """G-30 shows the cell that breaks a limit: under 姓名 it shows no name, in a key of two columns neither."""
    fields = [
        {"name": "姓名", "constraints": {"maxLength": 2}},
        {"name": "机构名称"},
        {"name": "家庭住址", "constraints": {"maxLength": 3}},
    ]
    data = "姓名,机构名称,家庭住址\n欧阳明月,甲局,济南市历下区经十路1号\n李娜,乙局,济南\n李娜,乙局,济南\n"
    judgement = bench.full(data, fields, schema={"primaryKey": ["姓名", "机构名称"]})
    text = json.dumps(report_json(judgement.report), ensure_ascii=False)
    values = {f.value for f in judgement.report.findings if f.code == "G-30"}
    assert values >= {"欧阳*", "李*、乙局"}
    for secret in ("欧阳明月", "李娜", "经十路"):
        assert secret not in text
