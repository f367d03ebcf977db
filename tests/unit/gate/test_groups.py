"""D13: groups so small that who belongs to them can be told (G-13); G-20: how what blocks can be masked."""

from __future__ import annotations

import pytest
from gate_bench import RECORD, Bench

from harvesters.contract import Finding, Severity
from harvesters.gate.judge import Judgement
from harvesters.gate.rules import groups
from harvesters.messages import fix, sentence


def table(header: str, *rows: str) -> str:
    return "\n".join((header, *rows)) + "\n"


def found(judgement: Judgement, code: str, reason: str) -> list[Finding]:
    return [f for f in judgement.report.findings if f.code == code and f.params.get("reason") == reason]


BIG = ["30-39,女,历下区"] * 5


@pytest.mark.parametrize(
    "data",
    [
        table("年龄段,性别,区县", *BIG, *["40-49,男,市中区"] * 4),
        table("序号,性别,职业,出生年份", *(f"{n},男,教师,1980" for n in range(5)), "6,女,医生,1990"),
        table("age,sex,county", *(row.replace("女", "f") for row in BIG), "81,m,x"),
    ],
)
def test_fewer_than_five_alike_wait_for_a_person(bench: Bench, data: str) -> None:
    (small,) = found(bench(data), "G-13", "small_groups")
    assert (small.severity, small.row, small.params["count"]) == (Severity.REVIEW, 7, 1)


@pytest.mark.parametrize(
    "data",
    [
        table("年龄段,性别,区县", *BIG),
        table("年龄段,性别,人数", "30-39,女,3", "40-49,男,4"),  # groups already, with how many they are
        table("性别,年龄,数值", "女,30,3.5"),
        table("职业,区县", "教师,历下区"),  # nothing of one person
        table("性别,名称", "男,1"),
        table("岗位名称,学历要求,年龄要求", "文员,本科,35"),
    ],
)
def test_what_tells_nobody_apart(bench: Bench, data: str) -> None:
    assert found(bench(data), "G-13", "small_groups") == []


def test_groups_are_bounded(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "REMEMBER", 2)
    (small,) = found(bench(table("年龄,性别", *(f"{n},男" for n in range(9)))), "G-13", "small_groups")
    assert (small.params["count"], small.params["rows"]) == (2, 9)


def test_one_or_two_people_in_a_sensitive_matter(bench: Bench) -> None:
    data = table("区县,病种,人数", "历下区,流感,20", "市中区,结核,1", "槐荫区,结核,2", "天桥区,结核,3")
    assert [(f.severity, f.row, f.column) for f in found(bench(data), "G-13", "small_cells")] == [
        (Severity.REVIEW, 3, "人数"),
        (Severity.REVIEW, 4, "人数"),
    ]
    fields = [{"name": "区县"}, {"name": "人数", "type": "integer"}]
    plain = table("区县,人数", "历下区,1")
    assert found(bench.full(plain, fields), "G-13", "small_cells") == []
    record = {**RECORD, "title": "各区县艾滋病感染情况"}
    assert len(found(bench.full(plain, fields, record=record), "G-13", "small_cells")) == 1
    for harmless in (table("区县,病床数", "历下区,1"), table("医院,残疾人通道数", "甲,1"), table("病种,等级", "甲,1")):
        assert found(bench(harmless), "G-13", "small_cells") == []


def test_what_blocks_is_offered_a_mask(bench: Bench) -> None:
    data = table(
        "姓名,手机,身份证号,家庭住址", "张伟,13800138000,370102190001010019,济南市历下区经十路1号2号楼3单元401室"
    )
    report = bench(data).report
    offers = {f.column: f for f in report.findings if f.code == "G-20"}
    assert {column: f.params["reason"] for column, f in offers.items()} == {
        "姓名": "name",
        "手机": "mobile",
        "身份证号": "id",
        "家庭住址": "address",
    }
    for column, offer in offers.items():
        assert offer.severity is Severity.INFO
        assert str(column) in sentence("G-20", {"column": column, **offer.params})
        assert "副本" in fix("G-20", offer.params)
    assert [f for f in bench(table("名称,备注", "甲,无")).report.findings if f.code == "G-20"] == []


def test_what_only_waits_is_offered_none(bench: Bench) -> None:
    assert [f for f in bench(table("姓名,办公电话", "张伟,0531-82345678")).report.findings if f.code == "G-20"] == []
