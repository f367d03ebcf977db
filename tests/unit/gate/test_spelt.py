"""One name in several ways: cities with and without 市 (Q16), blanks that fill the width (Q08)."""

from __future__ import annotations

import pytest
from content_bench import CITIES, field, kinds, said
from gate_bench import Bench

from harvesters.contract import Verdict
from harvesters.messages import finding_json

FULL = [f"{city}市" for city in CITIES]
FIELDS = [field("城市"), field("学校", "integer")]


def rows(names: list[str]) -> list[list[object]]:
    return [[name, n * n] for n, name in enumerate(names)]


@pytest.mark.parametrize(
    ("names", "found", "proposal"),
    [
        (FULL, [], None),
        (CITIES, [], None),
        ([*FULL[:5], "烟台", *FULL[6:]], ["cities"], "烟台市"),
        ([*FULL[:5], "山东省烟台市", *FULL[6:]], ["cities"], "烟台市"),
        ([*CITIES[:5], "烟台市", *CITIES[6:]], ["cities"], "烟台"),
        (["济南", "青岛市"], ["cities"], "济南市"),
        (["济南", "济南市"], [], None),
        ([*FULL, "历下区", "烟台"], ["cities"], "烟台市"),
        (["济　南　市", *FULL[1:]], ["padded"], "济南市"),
        (["济　南", *FULL[1:]], ["cities"], "济南市"),
        (["济南 东站", "青岛 北站", "烟台 南站"], [], None),
        (["甲 乙", "丙 丁", "甲"], [], None),
        (["济南市第一中学", "青岛市第二中学", "烟台"], [], None),
    ],
)
def test_one_way_is_proposed(bench: Bench, names: list[str], found: list[str], proposal: str | None) -> None:
    result = [f for f in said(bench, FIELDS, rows(names)) if f.code in ("Q08", "Q16")]
    assert [f.params["reason"] for f in result] == found
    assert all(f.params["proposal"] == proposal for f in result)


def test_the_master_is_as_proposed(bench: Bench) -> None:
    judgement = bench.full("城市,学校\n济　南　市,1\n青岛市,2\n烟台,3\n", FIELDS)
    assert judgement.report.verdict is Verdict.REVIEW
    assert bench.master(judgement).splitlines()[1:] == ["济南市,1", "青岛市,2", "烟台市,3"]


def test_a_short_name_has_a_column_of_its_own(bench: Bench) -> None:
    assert kinds(said(bench, [field("简称"), FIELDS[1]], rows([*CITIES[:5], "烟台市"]))) == []


def test_of_a_person_no_name_is_shown(bench: Bench) -> None:
    judgement = bench.full("姓名,职务\n张　三,主任\n李四光,副主任\n王 五,科长\n", [field("姓名"), field("职务")])
    (found,) = [f for f in judgement.report.findings if f.code == "Q08"]
    assert found.params["cells"] == 2
    assert found.value == "张*"
    assert not {"张 三", "张三", "张　三"} & {*map(str, finding_json(found).values())}
    assert all("三" not in str(f.value) + str(f.params) for f in judgement.report.findings)


def test_a_wide_blank_hides_no_name(bench: Bench) -> None:
    """Of whatever else is wrong with the cell."""
    fields = [field("姓名", constraints={"maxLength": 3}), field("职务")]
    judgement = bench("姓名,职务\n张\u3000\u3000三,主任\n", fields)
    assert "三" not in str([(f.value, f.params) for f in judgement.report.findings])


def test_names_too_many_to_remember(bench: Bench) -> None:
    names = [f"第{n}小学" for n in range(4000)] + ["中　心　小　学"]
    (found,) = [f for f in said(bench, [field("名称"), FIELDS[1]], rows(names)) if f.code == "Q08"]
    assert (found.row, found.params["proposal"]) == (4002, "中心小学")


@pytest.mark.parametrize("usual", ["济南", "济南市"])
def test_two_names_of_a_city_become_one(bench: Bench, usual: str) -> None:
    """Not one for the other and back again: 济南市 is an office's name, too (Q17)."""
    others = CITIES[1:6] if usual == "济南" else FULL[1:6]
    text = "城市,学校\n" + "".join(f"{name},{n}\n" for n, name in enumerate(["济南", "济南市", *others, "济南"]))
    judgement = bench.full(text, FIELDS)
    assert [f.code for f in judgement.report.findings if f.code in ("Q16", "Q17")] == ["Q16"]
    names = {line.partition(",")[0] for line in bench.master(judgement).splitlines()[1:]}
    assert names == {usual, *others}


def test_rows_that_end_before_the_last_column_are_judged(bench: Bench) -> None:
    judgement = bench("城市,学校,说明\n济　南,1\n青岛,2\n")
    assert judgement.report.verdict is Verdict.RETURNED
    assert {f.row for f in judgement.report.findings if f.code == "G-30"} == {2, 3}
