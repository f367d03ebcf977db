"""Every row through Frictionless: its errors by type, at the file's own places; whatever it raises is no pass."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from frictionless import Resource, Schema
from gate_bench import Bench, only

from harvesters.contract import Verdict
from harvesters.gate import frictionless_run
from harvesters.gate.cleaning import Cleaner
from harvesters.gate.findings import PER_COLUMN, Findings
from harvesters.messages import finding_json

FIELDS: list[dict[str, Any]] = [
    {"name": "名称", "type": "string", "constraints": {"required": True, "maxLength": 6}},
    {"name": "等级", "type": "string", "constraints": {"enum": ["一级", "二级"]}},
    {"name": "日期", "type": "date"},
    {"name": "面积", "type": "number", "constraints": {"minimum": 0, "maximum": 100}},
    {"name": "数", "type": "integer"},
    {"name": "有无", "type": "boolean", "trueValues": ["有"], "falseValues": ["无"]},
]
GOOD = "甲,一级,2024-03-05,1.5,3,有\n"
HEAD = "名称,等级,日期,面积,数,有无\n"


def errors(bench: Bench, data: str, fields: Any = FIELDS, **more: Any) -> list[tuple[str, int | None, str | None]]:
    found = bench(data, fields, **more).report.findings
    return [(f.params["type"], f.row, f.column) for f in found if f.code == "G-30"]


@pytest.mark.parametrize(
    ("row", "kind", "column"),
    [
        (",一级,2024-03-05,1,3,有", "constraint-required", "名称"),
        ("名称名称名称名,一级,2024-03-05,1,3,有", "constraint-maxLength", "名称"),
        ("甲,三级,2024-03-05,1,3,有", "constraint-enum", "等级"),
        ("甲,一级,2024/13/5,1,3,有", "type-error", "日期"),
        ("甲,一级,2024年第3季度,1,3,有", "type-error", "日期"),
        ("甲,一级,2024-03-05,不详,3,有", "type-error", "面积"),
        ("甲,一级,2024-03-05,-1,3,有", "constraint-minimum", "面积"),
        ("甲,一级,2024-03-05,101,3,有", "constraint-maximum", "面积"),
        ("甲,一级,2024-03-05,1,3.5,有", "type-error", "数"),
        ("甲,一级,2024-03-05,1,3,大概", "type-error", "有无"),
        ("甲,一级,2024-03-05,1,3", "missing-cell", None),
        ("甲,一级,2024-03-05,1,3,有,多", "extra-cell", None),
    ],
)
def test_each_error_has_its_row_column_and_sentence(bench: Bench, row: str, kind: str, column: str | None) -> None:
    judgement = bench(HEAD + GOOD + row + "\n" + GOOD, FIELDS)
    finding = only(judgement, "G-30")
    assert (finding.params["type"], finding.row, finding.column) == (kind, 3, column)
    assert judgement.report.verdict is Verdict.RETURNED
    said = finding_json(finding)
    assert "第 3 行" in said["message"]
    assert said["fix"]
    assert judgement.report.files[0]["frictionless_rows"] == 3


def test_a_ragged_row_in_a_keyed_table(bench: Bench) -> None:
    fields = [{"name": "市"}, {"name": "年"}]
    found = errors(bench, "市,年\n济南,1\n济南\n济南\n", fields, schema={"primaryKey": ["市", "年"]})
    assert found == [("missing-cell", 3, None), ("missing-cell", 4, None), ("primary-key", 4, None)]


def test_doubles_name_the_first_row(bench: Bench) -> None:
    fields = [{"name": "编号", "constraints": {"unique": True}}, {"name": "市"}, {"name": "年"}]
    data = "编号,市,年\na,济南,1\nb,济南,2\na,青岛,3\nc,济南,2\n"
    judgement = bench(data, fields, schema={"primaryKey": ["市", "年"]})
    found = {f.params["type"]: f for f in judgement.report.findings}
    assert (found["unique-error"].row, found["unique-error"].params["first_row"]) == (4, 2)
    assert (found["primary-key"].row, found["primary-key"].params["first_row"]) == (5, 3)
    assert found["primary-key"].value == "济南、2"
    assert "与第 3 行相同" in finding_json(found["primary-key"])["message"]


@pytest.mark.parametrize("value", ["sNaN", "-sNaN123"])
def test_what_frictionless_cannot_even_report_is_no_pass(bench: Bench, value: str) -> None:
    """Rows 23–24 of validation §6: the validator raised."""
    fields = [{"name": "a", "type": "number", "constraints": {"minimum": 0, "unique": True}}]
    judgement = bench(f"a\n1\n{value}\n2\n", fields)
    assert judgement.report.verdict is Verdict.RETURNED
    assert {finding.row for finding in judgement.report.findings} == {3}


def test_a_signalling_nan_is_no_number_without_a_limit_either(bench: Bench) -> None:
    """Where nothing is compared the validator lets it pass."""
    judgement = bench("名称,a\n济南,sNaN\n", [{"name": "名称"}, {"name": "a", "type": "number"}])
    assert [f.params["type"] for f in judgement.report.findings] == ["number-not_finite"]


@pytest.mark.parametrize(
    "value", ["1" * 100_000, "1e999999999", "[" * 100_000, "=cmd()", "'); DROP TABLE x;--", "\u202eabc"]
)
def test_hostile_cells(bench: Bench, value: str) -> None:
    """Rows 26–28, 33: answered in the ordinary way, and cut in the report."""
    for kind in ("integer", "number", "string", "array", "object"):
        judgement = bench(
            f"名称,a\n济南,{value}\n",
            [{"name": "名称"}, {"name": "a", "type": kind, "constraints": {"required": True}}],
        )
        assert all(len(f.value or "") < 60 for f in judgement.report.findings)


@pytest.mark.parametrize(
    "field",
    [
        {"constraints": {"pattern": "("}},
        {"constraints": {"pattern": "(a+)+"}},
        {"type": "number", "constraints": {"minimum": "abc"}},
        {"type": "number", "constraints": {"minimum": []}},
        {"constraints": {"maxLength": -1}},
        {"type": "nonsense"},
        {"type": 7},
        {"type": "date", "format": "any"},
        {"constraints": []},
        {"missingValues": "x"},
    ],
)
def test_hostile_dictionaries(bench: Bench, field: dict[str, Any]) -> None:
    """Rows 13–16, 30: refused in words before a cell is read."""
    judgement = bench("a\n1\n", [{"name": "a", **field}])
    assert judgement.report.verdict is Verdict.RETURNED
    assert judgement.report.files[0]["frictionless_rows"] is None


@pytest.mark.parametrize(
    "schema", [{"fields": "x"}, {"fields": [1]}, {"fields": [{}]}, {"fields": [], "primaryKey": 3}]
)
def test_schemas_of_odd_shape(bench: Bench, schema: dict[str, Any]) -> None:
    assert bench("a\n1\n", schema=schema).report.verdict is Verdict.RETURNED


def test_totals_are_exact_and_nothing_is_kept_of_the_rest(bench: Bench) -> None:
    data = "市,数\n" + "".join(f"市{n},错\n" for n in range(3000)) + "济南,1,多\n"
    judgement = bench(data, [{"name": "市"}, {"name": "数", "type": "integer"}])
    shown = [f for f in judgement.report.findings if f.params["type"] == "type-error"]
    assert len(shown) == PER_COLUMN
    assert shown[0].params["total"] == 3000
    assert judgement.report.files[0]["totals"] == {"G-30": 3001}
    assert ("extra-cell", 3002) in {(f.params["type"], f.row) for f in judgement.report.findings}, (
        "one kind hides no other"
    )
    assert judgement.report.files[0]["frictionless_rows"] == 3001


def test_missing_marks(bench: Bench) -> None:
    """Q11: emptied in typed columns or where declared; 无 and … never become nothing by themselves."""
    fields = [
        {"name": "数", "type": "number"},
        {"name": "文", "type": "string"},
        {"name": "申", "type": "string", "missingValues": ["", "无数据", "…"]},
    ]
    marks = ["－", "—", "--", "/", "无数据", "N/A", "NULL"]
    data = "数,文,申\n" + "".join(f"{m},x,y\n" for m in marks) + "1,/,无数据\n2,无,…\n"
    judgement = bench.full(data, fields)
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    lines = bench.master(judgement).splitlines()
    assert lines[1:8] == [",x,y"] * 7
    assert lines[8:] == ["1,/,", "2,无,…"]
    assert judgement.candidate is not None
    assert judgement.candidate.tables[0].fields[2]["missingValues"] == ["", "…"]
    held = bench.full("数,文,申\n…,x,y\n", fields)
    assert (held.report.verdict, bench.master(held).splitlines()[1:]) == (Verdict.REVIEW, ["…,x,y"])


def test_cleanings_are_counted_with_their_first_place(bench: Bench) -> None:
    fields = [{"name": "数", "type": "number"}, {"name": "行政区划代码"}, {"name": "说明"}]
    data = "\ufeff数\u200b,行政区划代码,说明\n１２３．５,３７０１０２,（全角）保留\n"
    data += " 7 ,370103, 空格 \n8,37\u200b0104,零\u200b宽\n"
    judgement = bench.full(data, fields)
    assert bench.master(judgement).splitlines() == [
        "\ufeff数,行政区划代码,说明",
        "123.5,370102,（全角）保留",
        "7,370103,空格",
        "8,370104,零宽",
    ]
    log = {(c["rule"], c["column"]): (c["cells"], c["first"]["row"]) for c in judgement.report.files[0]["cleanings"]}
    assert log == {
        ("Q01", ""): (0, 1),
        ("Q08", "数"): (1, 2),
        ("Q08", "行政区划代码"): (1, 2),
        ("Q12", "数"): (1, 3),
        ("Q12", "说明"): (1, 3),
        ("Q30", "数"): (1, 1),
        ("Q30", "行政区划代码"): (1, 4),
        ("Q30", "说明"): (1, 4),
    }


def test_private_glyphs_return(bench: Bench) -> None:
    finding = only(bench("名称,备注\n济\ue123南,x\n"), "Q30")
    assert (finding.row, finding.column, finding.params["position"]) == (2, "名称", 2)


def test_cleaning_twice_is_cleaning_once() -> None:
    from harvesters.gate.batch import Batch

    random.seed(7)
    pool = [
        "１２３",
        " 7",
        "—",
        "37\u200b0102",
        "无",
        "…",
        "Ａ类",
        "x",
        "",
        "\u3000",
        "(1,234)",
        "\ufeff",
        "1,234.50",
        "2017.0",
    ]
    fields = [{"name": "数", "type": "number"}, {"name": "代码", "type": "string"}, {"name": "文", "type": "string"}]
    missing = [frozenset({"—", "-"}), frozenset[str](), frozenset({"无"})]
    batch = Batch(list(range(200)), [[random.choice(pool) for _ in range(3)] for _ in range(200)])
    once, _ = Cleaner("f", fields, missing, Findings()).clean(batch)
    twice, changed = Cleaner("f", fields, missing, Findings()).clean(Batch(once.numbers, once.cells))
    assert twice.cells == once.cells
    assert changed is None


def test_our_errors_are_those_of_plain_frictionless(tmp_path: Path) -> None:
    """The same tables through Frictionless as it is: the same rows, columns and types."""
    random.seed(11)
    pool = {
        "名称": ["甲", "乙", "", "名称名称名称名"],
        "等级": ["一级", "二级", "三级", ""],
        "日期": ["2024-03-05", "2024-3-5", "2024/03/05", ""],
        "面积": ["1", "-1", "1e1", "NaN", "x", "101", ""],
        "数": ["1", "1.0", "x", ""],
        "有无": ["有", "无", "是", ""],
    }
    for _ in range(40):
        rows = [[random.choice(values) for values in pool.values()] for _ in range(12)]
        path = tmp_path / "m.csv"
        lines = [",".join(pool), *(",".join(row) for row in rows)]
        path.write_text("\r\n".join(lines) + "\r\n", "utf-8-sig", newline="")
        found = Findings()
        read, _ = frictionless_run.validate(
            path, file="m", fields=FIELDS, primary_key=(), found=found, explained=lambda column, value: False
        )
        ours = {(f.row, f.column, str(f.params["type"]).partition("-")[0]) for f in found.result()}
        schema = Schema.from_descriptor({"fields": FIELDS})
        report = Resource(path="m.csv", basepath=str(tmp_path), schema=schema, encoding="utf-8-sig").validate()
        theirs = set()
        for error in report.tasks[0].errors:
            column = getattr(error, "field_name", None)
            theirs.add((error.row_number, column, error.type.partition("-")[0]))
        assert ours == theirs
        assert read == len(rows)
