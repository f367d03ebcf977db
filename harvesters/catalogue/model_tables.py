"""Model dictionaries of common tables, for departments that publish one for the first time (``model_tables.csv``)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from harvesters.catalogue import codelists
from harvesters.catalogue.items import items_to_fields


@dataclass(frozen=True, slots=True)
class ModelTable:
    """A table that many departments have: its 领域, its fields as Table Schema, one row as an example."""

    code: str
    domain: str
    title: str
    fields: tuple[Mapping[str, Any], ...]
    example: tuple[str, ...]


@cache
def model_tables() -> Mapping[str, ModelTable]:
    rows: dict[str, list[Mapping[str, str]]] = {}
    text = files("harvesters.catalogue").joinpath("model_tables.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        rows.setdefault(row["table"], []).append(row)
    return MappingProxyType({code: _table(code, items) for code, items in rows.items()})


def _table(code: str, rows: list[Mapping[str, str]]) -> ModelTable:
    fields = items_to_fields([_item(row) for row in rows])
    for field, row in zip(fields, rows, strict=True):
        if row["pattern"]:
            field.setdefault("constraints", {})["pattern"] = row["pattern"]
    first = rows[0]
    return ModelTable(code, first["domain"], first["title"], tuple(fields), tuple(row["example"] for row in rows))


def _item(row: Mapping[str, str]) -> dict[str, Any]:
    item: dict[str, Any] = {key: row[key] for key in ("name_zh", "name_en", "type", "length", "unit", "description")}
    item["required"] = row["required"] == "1"
    if row["codelist"] == "cities_zh":
        item["enum"] = [city.zh for city in codelists.entries("cities").values() if city.code not in _former()]
    elif row["codelist"]:
        item["enum"] = row["codelist"].split("|")
    return {key: value for key, value in item.items() if value not in ("", False)}


def _former() -> set[str]:
    return {row["code"] for row in codelists.load("cities") if row["valid_to"]}
