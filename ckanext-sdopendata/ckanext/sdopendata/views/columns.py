"""A data dictionary as a table that a clerk fills in: one row a column, no JSON to be seen.

What the table does not ask for (patterns, code lists, marks of no value …) stays as it was in the dictionary, unless
another type is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ckan.plugins import toolkit as tk

from harvesters.catalogue.items import LETTERS, fields_to_items, items_to_fields
from harvesters.catalogue.limits import shown

from .words import entry_label

Field = Mapping[str, Any]
# Which letters are offered: the others of domain §2.3 say the same to a reader of the data.
OFFERED = ("C", "M", "I", "N", "Y", "D", "T", "L")
_TEXTS = (("sd:id", "id"), ("sd:unit", "unit"), ("description", "description"))


def rows(
    fields: Sequence[Field], samples: Mapping[str, Sequence[str]], wrong: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """Each column as the form shows it."""
    return [_row(field, samples, wrong) for field in fields]


def edited(fields: Iterable[Field], form: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields as the form's rows say; rows and fields have the same order."""
    return [
        _edited(field, {part: form.get(f"{part}-{n}", "").strip() for part in _PARTS}) for n, field in enumerate(fields)
    ]


def arranged(
    labels: Sequence[str], declared: Sequence[Field], proposed: Mapping[str, Field]
) -> tuple[list[dict[str, Any]], list[str]]:
    """A field for each column of the file, declared before proposed; and the declared ones that it does not have."""
    known = {str(field["name"]): field for field in declared}
    fields = [dict(known.get(label) or proposed.get(label) or {"name": label, "type": "string"}) for label in labels]
    return fields, [name for name in known if name not in labels]


def types(fields: Iterable[Field]) -> list[dict[str, str]]:
    """What may be chosen as a type, and whatever a brought dictionary has besides."""
    more = {"year": tk._("year"), "yearmonth": tk._("year and month"), "time": tk._("time of day")}
    found = {letter: entry_label("item_types", letter) for letter in OFFERED} | more
    for code in map(_type, fields):
        found.setdefault(code, entry_label("item_types", code) if code in LETTERS else code)
    return [{"code": code, "label": label} for code, label in found.items()]


_PARTS = ("type", "length", "required", *(part for _, part in _TEXTS))


def _type(field: Field) -> str:
    """A letter of the catalogue where it says the same as the field's type, else that type's own name."""
    kind = str(field.get("type") or "string")
    letter = str(fields_to_items([field])[0]["type"])
    return letter if LETTERS.get(letter) == kind else kind


def _row(field: Field, samples: Mapping[str, Sequence[str]], wrong: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    limits = _limits(field)
    name = str(field["name"])
    length = field.get("sd:length", limits.get("maxLength"))
    return {
        **{part: str(field.get(key) or "") for key, part in _TEXTS},
        "name": name,
        "type": _type(field),
        "length": "" if length is None else shown(length),
        "required": limits.get("required") is True,
        "format": str(field.get("format") or "").removeprefix("default"),
        "samples": list(samples.get(name) or ()),
        "wrong": list(wrong.get(name) or ()),
    }


def _edited(field: Field, said: Mapping[str, str]) -> dict[str, Any]:
    found = dict(field)
    if {**said, "required": bool(said["required"])}.items() <= _row(field, {}, {}).items():
        return found  # nothing was changed: not even in how it is written
    if said["type"] and said["type"] != _type(field):
        found = _of_type(str(field["name"]), said["id"], said["type"])
    for key, part in _TEXTS:
        found.pop(key, None)
        if said[part]:
            found[key] = said[part]
    limits = _limits(found)
    for key in ("required", "maxLength"):
        limits.pop(key, None)
    found.pop("sd:length", None)
    if said["required"]:
        limits["required"] = True
    if said["length"]:
        length: int | str = (
            int(said["length"]) if said["length"].isascii() and said["length"].isdigit() else said["length"]
        )
        found["sd:length"] = length
        if found.get("type", "string") == "string":
            limits["maxLength"] = length
    found.pop("constraints", None)
    return {**found, "constraints": limits} if limits else found


def _of_type(name: str, column: str, code: str) -> dict[str, Any]:
    if code not in LETTERS:
        return {"name": name, "type": code}
    return items_to_fields([{"name_zh": name, "name_en": column, "type": code}])[0]


def _limits(field: Field) -> dict[str, Any]:
    limits = field.get("constraints")
    return dict(limits) if isinstance(limits, Mapping) else {}
