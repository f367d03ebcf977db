"""The workbook to fill in: what a clerk finds in it, and that what is filled in passes the gate."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest

from harvesters.catalogue.model_tables import ModelTable, model_tables
from harvesters.catalogue.template import GUIDE, workbook
from harvesters.contract import Delivery, GateContext
from harvesters.gate.judge import BARE, judge
from harvesters.stage import Stage

MODELS = list(model_tables().values())


def made(model: ModelTable) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(model.title, model.fields, model.example)))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)
def test_a_template_has_headers_drop_downs_an_example_and_a_page_that_explains(model: ModelTable) -> None:
    book = made(model)
    assert book.sheetnames == [model.title, GUIDE]
    table, guide = book.worksheets
    assert [cell.value for cell in table[1]] == [field["name"] for field in model.fields]
    assert [str(cell.value) for cell in table[2]] == list(model.example)
    explained = {row[0].value for row in guide.iter_rows()}
    assert {field["name"] for field in model.fields} <= explained
    assert "示例" in table["A2"].comment.text


def test_the_city_is_picked_from_the_list_of_cities() -> None:
    book = made(model_tables()["public-libraries"])
    rules = {str(rule.sqref): rule for rule in book.worksheets[0].data_validations.dataValidation}
    cities = rules["B2:B5000"]
    assert cities.type == "list"
    assert "济南市" in cities.formula1
    assert "菏泽市" in cities.formula1
    assert "莱芜" not in cities.formula1, "it was merged into 济南 in 2019"
    assert rules["E2:E5000"].type == "textLength"


def test_a_long_list_stands_on_the_page_that_explains() -> None:
    values = [f"第{n}号" for n in range(300)]
    book = openpyxl.load_workbook(io.BytesIO(workbook("表", [{"name": "号", "constraints": {"enum": values}}])))
    (rule,) = book.worksheets[0].data_validations.dataValidation
    assert rule.formula1 == f"'{GUIDE}'!$I$2:$I$301"
    assert [cell.value for cell in book[GUIDE]["I"]][1:301] == values


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)
def test_a_filled_in_template_passes(model: ModelTable, tmp_path: Path) -> None:
    """The page that explains is no second table, and the example itself keeps every rule."""
    target = io.BytesIO()
    made(model).save(target)
    stage = Stage(tmp_path)
    file = stage.put("模板.xlsx", io.BytesIO(target.getvalue()))
    resource = {"name": "t", "path": file.path, "schema": {"fields": list(model.fields)}}
    delivery = Delivery(".", {BARE: True, "resources": [resource]}, (file,))
    report = judge(delivery, GateContext(as_of=dt.date(2026, 11, 27)), stage).report
    assert [(f.code, f.column, dict(f.params)) for f in report.findings] == []
