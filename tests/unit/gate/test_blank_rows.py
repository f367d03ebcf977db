"""A blank row among others holds nothing and goes (Q18), unless another table begins behind it (Q21)."""

from __future__ import annotations

import io

import openpyxl
import pytest
from gate_bench import Bench, only

from harvesters.contract import Verdict
from harvesters.messages import finding_json

FIELDS = [{"name": "名称"}, {"name": "数量", "type": "integer"}, {"name": "地址"}]
HEAD, FIRST, LAST = "名称,数量,地址\n", "甲站,1,一路\n乙站,2,二路\n", "丙站,3,三路\n丁站,4,四路\n"


@pytest.mark.parametrize("blank", ["\n", ",,\n", " , ,\u3000\n", "\n\n\n"])
@pytest.mark.parametrize("fields", [FIELDS, None])
def test_it_goes_and_is_written_down(bench: Bench, blank: str, fields: list[dict[str, str]] | None) -> None:
    judgement = bench(HEAD + FIRST + blank + LAST, fields)
    (file,) = judgement.report.files
    assert (judgement.report.verdict, file["rows"]) == (Verdict.PASS, 4)
    (said,) = [one for one in file["cleanings"] if one["rule"] == "Q18"]
    assert (said["cells"], said["first"]["row"]) == (blank.count("\n"), 4)


def test_the_master_has_none_and_the_rows_below_keep_their_number(bench: Bench) -> None:
    judgement = bench.full(HEAD + FIRST + "\n" + LAST, FIELDS)
    assert bench.master(judgement).encode("utf-8-sig").decode("utf-8-sig").count("\r\n") == 5
    wrong = bench(HEAD + FIRST + "\n" + LAST.replace("3", "三个"), FIELDS)
    assert only(wrong, "G-30").row == 5


def test_in_a_workbook_too(bench: Bench) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["名称", "数量", "地址"], ["甲站", 1, "一路"], [None, None, None], ["乙站", 2, "二路"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    judgement = bench(out.getvalue(), FIELDS, name="表.xlsx", format="xlsx")
    assert (judgement.report.verdict, judgement.report.files[0]["rows"]) == (Verdict.PASS, 2)


@pytest.mark.parametrize(
    "more",
    [
        "\n城市,学校,人口\n济南,3,4\n",
        "\n表2 各市情况,,\n城市,学校,人口\n济南,3,4\n",
        "\n单位：万元,,\n城市,学校,人口\n济南,3,4\n",
        "注：初步数。,,\n\n附表3,,\n城市,学校,人口\n济南,3,4\n",
        "\n地址,名称,负责单位\n一路,甲站,乙局\n",
    ],
)
@pytest.mark.parametrize("fields", [FIELDS, None])
def test_another_table_is_returned(bench: Bench, more: str, fields: list[dict[str, str]] | None) -> None:
    judgement = bench(HEAD + FIRST + more, fields)
    assert judgement.report.verdict is Verdict.RETURNED
    said = only(judgement, "Q21")
    assert said.params["reason"] == "another_table"
    assert f"第 {said.row} 行" in finding_json(said)["message"]


def test_a_value_that_one_of_the_labels_has_too_is_no_header(bench: Bench) -> None:
    judgement = bench("名称,其他,地址\n甲站,有,一路\n\n乙站,其他,二路\n")
    assert judgement.report.verdict is not Verdict.RETURNED, judgement.report.findings


def test_words_in_a_column_of_words_are_no_header(bench: Bench) -> None:
    fields = [{"name": "名称"}, {"name": "楼层"}, {"name": "科室"}, {"name": "人数", "type": "integer"}]
    judgement = bench("名称,楼层,科室,人数\n甲馆,1,办公室,\n\n乙馆,地下,保卫科,\n", fields)
    assert judgement.report.verdict is not Verdict.RETURNED, judgement.report.findings


@pytest.mark.parametrize("row", ["丙站,暂无,三路", "丙站,,三路", "丙站,—,", "丙站,3,", "不动产登记,,"])
def test_a_row_of_the_same_table_is_none(bench: Bench, row: str) -> None:
    judgement = bench(HEAD + FIRST + "\n" + row + "\n", FIELDS)
    assert judgement.report.verdict is not Verdict.RETURNED, judgement.report.findings


def test_the_name_of_a_person_is_not_quoted(bench: Bench) -> None:
    said = only(bench("姓名,工号,科室\n王建国,1,内科\n\n张建军,待定,外科\n李四,3,儿科\n"), "Q21")
    assert "张建军" not in f"{said.value}{finding_json(said)}"
