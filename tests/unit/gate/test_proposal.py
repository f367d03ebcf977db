"""The dictionary that is proposed for a table without one: a type only where every value agrees."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from harvesters.catalogue.dictionary import check_fields
from harvesters.gate.proposal import columns_of


@pytest.mark.parametrize(
    ("label", "cells", "kind", "letter"),
    [
        ("人口", ["1", "2", "3", "4"], "integer", "I"),
        ("人口", ["1", "2", "3", "4", "5", "不详"], "string", "C"),
        ("面积", ["1.5", "2", "", "3", "4"], "number", "N"),
        ("投资额", ["1.5", "2", "3", "4"], "number", "Y"),
        ("邮编", ["250001", "250002", "250003", "250004"], "string", "C"),
        ("日期", ["2024-01-02", "2024-01-03", "2024-02-03", "2024-03-04"], "date", "D"),
        ("年份", ["2015", "2016", "2017", "2018"], "year", None),
        ("空列", ["", "", "", ""], "string", "C"),
    ],
)
def test_a_column_is_proposed(tmp_path: Path, label: str, cells: list[str], kind: str, letter: str | None) -> None:
    (column,) = columns_of(_written(tmp_path, [label], [[cell] for cell in cells]))
    assert (column.field["name"], column.field["type"], column.field.get("sd:type")) == (label, kind, letter)
    assert check_fields([column.field]) == []
    assert list(column.samples) == list(dict.fromkeys(cell for cell in cells if cell))[:3]


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    found = columns_of(_written(tmp_path, ["名称", "地址"], []))
    assert [column.field["name"] for column in found] == ["名称", "地址"]


def _written(folder: Path, labels: list[str], rows: list[list[str]]) -> Path:
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([labels, *rows])
    return path
