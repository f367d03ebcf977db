"""What holds between the tables of one delivery: foreign keys by Frictionless's rules, one element in one type.

Only masters are compared, so an empty cell is a missing one and a code is written as published.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from harvesters.catalogue.dictionary import relations
from harvesters.catalogue.items import NUMERIC, kind_of
from harvesters.contract import CatalogueSnapshot, Finding, Severity
from harvesters.gate.content.relations import labels
from harvesters.gate.delivery import Resource
from harvesters.gate.known_keys import Key, KnownKeys
from harvesters.gate.rules.sensitive import safe
from harvesters.gate.tables import Examined

# Names that say nothing of what they hold.
_ANY = frozenset(
    {"值", "数值", "内容", "备注", "说明", "编号", "序号", "代码", "名称", "类型", "结果", "数据", "value"}
)
_WORDS = {"number": "数值", "date": "日期", "string": "文本", "boolean": "是否值", "year": "年份", "yearmonth": "年月"}


def check(resources: Sequence[Resource], examined: Sequence[Examined], work: Path) -> list[str]:
    """Add to each table what its foreign keys say; the answer: what could not be checked."""
    by_key = {one.key: one for one in examined}
    unchecked: list[str] = []
    for resource, table in zip(resources, examined, strict=True):
        for declared in relations(resource.schema or {}).get("foreignKeys") or ():
            key = _read(declared, table, by_key)
            if isinstance(key, Finding):
                table.found.add(key)
            elif key is None:
                unchecked.append(f"G-30:foreignKeys({table.key})")
            else:
                _compare(table, *key, work)
    return list(dict.fromkeys(unchecked))


def _read(
    declared: Any, table: Examined, by_key: Mapping[str, Examined]
) -> Finding | tuple[list[str], Examined, list[str]] | None:
    """A declared key: its columns, the other table, the columns there. None: one of the tables could not be read."""

    def fault(reason: str, **params: Any) -> Finding:
        return Finding("G-30", Severity.BLOCK, file=table.file.path, params={"type": f"foreign-{reason}", **params})

    reference = declared.get("reference") if isinstance(declared, Mapping) else None
    if not isinstance(reference, Mapping):
        return fault("form")
    own, theirs = labels(declared.get("fields")), labels(reference.get("fields"))
    if not own or len(own) != len(theirs):
        return fault("form")
    name = reference.get("resource") or table.key
    other = table if name in (table.key, ".") else by_key.get(str(name))
    if other is None:
        return fault("table", resource=safe(str(name), 60))
    if table.master is None or other.master is None:
        return None
    for where, names in ((table, own), (other, theirs)):
        missing = [label for label in names if label not in {field["name"] for field in where.fields}]
        if missing:
            return fault("columns", labels="、".join(safe(label, 60) for label in missing), table=safe(where.title, 60))
    return own, other, theirs


def _compare(table: Examined, own: list[str], other: Examined, theirs: list[str], work: Path) -> None:
    known = KnownKeys((key for _, key in _keys(other, theirs, work)), work)
    column = "、".join(safe(label, 60) for label in own)
    params = {
        "type": "foreign-key",
        "table": safe(other.title, 60),
        "labels": "、".join(safe(one, 60) for one in theirs),
    }
    for number, key in known.missing(_keys(table, own, work)):
        if all(part is None for part in key):
            continue
        if table.found.room("G-30", table.file.path, "foreign-key", column):
            value = "、".join("" if part is None else safe(str(part)) for part in key)
            place: dict[str, Any] = {"file": table.file.path, "row": table.row_of(number), "column": column}
            table.found.add(Finding("G-30", Severity.BLOCK, **place, value=value, params=params))
        else:
            table.found.count("G-30", table.file.path, "foreign-key", column)


def _keys(table: Examined, names: Sequence[str], work: Path) -> Iterator[tuple[int, Key]]:
    """Row of the master, and what stands in these columns; numbers by value, missing cells None."""
    assert table.master is not None
    fields = {field["name"]: field for field in table.fields}
    with (work / table.master).open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream)
        labels = next(rows)
        places = [(labels.index(name), fields[name]) for name in names]
        for number, cells in enumerate(rows, start=2):
            yield number, tuple(_value(cells[n] if n < len(cells) else "", field) for n, field in places)


def _value(cell: str, field: Mapping[str, Any]) -> Any:
    if not cell or cell in (field.get("missingValues") or ()):
        return None
    if field["type"] in NUMERIC:
        try:
            return Decimal(cell)
        except InvalidOperation:
            return cell
    return cell


def elements(examined: Sequence[Examined], catalogue: CatalogueSnapshot | None) -> None:
    """The same element typed differently in two tables, of this delivery or of the catalogue: whoever joins them must
    guess."""
    first: dict[str, tuple[str, Examined]] = {}
    for table in examined:
        for field in table.fields:
            name = str(field["name"])
            kind = kind_of(str(field["type"]))
            if name.casefold() in _ANY:
                continue
            known, where = first.setdefault(name, (kind, table))
            if known != kind and where is not table:
                _differs(table, name, kind, known, type="element-differs", table=safe(where.title, 60))
            elif catalogue is not None and (listed := catalogue.elements.get(name)) and listed[0] != kind:
                facts = {"type": "element-catalogue", "count": listed[1], "other": safe(listed[2], 60)}
                _differs(table, name, kind, listed[0], **facts)


def _differs(table: Examined, name: str, kind: str, known: str, /, **params: Any) -> None:
    facts = {"kind": _WORDS.get(kind, kind), "other_kind": _WORDS.get(known, known)}
    facts |= {"kind_en": kind, "other_kind_en": known}
    place: dict[str, Any] = {"file": table.file.path, "column": safe(name, 60)}
    table.found.add(Finding("G-30", Severity.WARN, **place, params={**params, **facts}))
