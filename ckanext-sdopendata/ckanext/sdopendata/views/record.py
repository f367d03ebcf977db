"""A catalogue record for people: which fields, in which groups, in which words (domain §2.2, §2.7)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from harvesters.catalogue import codelists
from harvesters.catalogue.record import FIELDS, FieldSpec

from . import figures
from .words import entry_label, language

# Said elsewhere on the page (head, files), or only for machines.
_ELSEWHERE = frozenset(
    {
        "title",
        "notes",
        "name",
        "owner_org",
        "catalog_class_label",
        "frequency",
        "access_rights",
        "release_number",
        "row_count",
    }
)
_WIDE = frozenset({"longtext", "json", "markdown"})
_MONO = frozenset({"code", "class", "uscc", "slug"})


def _headings() -> dict[str, str]:
    """Groups of ``fields.csv`` in page order; two small ones share a heading with their neighbour."""
    return {
        "basic": tk._("Basic information"),
        "classification": tk._("Classification and coverage"),
        "coverage": tk._("Classification and coverage"),
        "opening": tk._("Opening and licence"),
        "update": tk._("Dates and updating"),
        "contact": tk._("Contact and maintenance"),
        "related": tk._("Contact and maintenance"),
        "release": tk._("Release and checks"),
        "sharing": tk._("Sharing between departments"),
        "safety": tk._("Safety review"),
        "inner_contact": tk._("Inner contact"),
    }


def record_groups(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The public fields that have a value, in groups."""
    return _grouped(record, [spec for spec in FIELDS.values() if not spec.internal and spec.name not in _ELSEWHERE])


def candidate_groups(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All fields of a candidate for the reviewer, inner ones in groups of their own."""
    specs = [spec for spec in FIELDS.values() if spec.name not in _ELSEWHERE - {"title", "notes"}]
    return [
        *_grouped(record, [s for s in specs if not s.internal]),
        *_grouped(record, [s for s in specs if s.internal]),
    ]


def _grouped(record: Mapping[str, Any], specs: Iterable[FieldSpec]) -> list[dict[str, Any]]:
    headings = _headings()
    groups: dict[tuple[str, bool], list[dict[str, Any]]] = {}
    for spec in specs:
        value = record.get(spec.name)
        if value is None or value == "" or value == [] or value == {}:
            continue
        heading = headings.get(spec.group, spec.group)
        groups.setdefault((heading, spec.internal), []).append(_field(spec, value))
    order = list(dict.fromkeys(headings.values()))
    found = sorted(groups.items(), key=lambda item: order.index(item[0][0]) if item[0][0] in order else len(order))
    return [{"label": heading, "internal": internal, "fields": fields} for (heading, internal), fields in found]


def _field(spec: FieldSpec, value: Any) -> dict[str, Any]:
    text = _text(spec, value)
    is_address = spec.kind in ("url", "uri") and text.startswith(("http://", "https://"))
    return {
        "label": spec.en if language() == "en" else spec.zh,
        "value": text,
        "zh": not spec.codelist,
        "mono": spec.kind in _MONO and not spec.codelist,
        "wide": spec.kind in _WIDE or len(text) > 48,
        "url": text if is_address else None,
        "foreign": is_address,
    }


def _text(spec: FieldSpec, value: Any) -> str:
    values = as_list(value) if spec.kind in ("list", "codes") else [value]
    if spec.kind == "class":
        return _class_text(str(value))
    if spec.codelist:
        shown = [_coded(spec, str(v)) for v in values]
    elif spec.kind == "date":
        shown = [figures.date(v) or str(v) for v in values]
    elif isinstance(value, Mapping):
        shown = [f"{key}: {part}" for key, part in value.items()]
    else:
        shown = [str(v) for v in values]
    return ("、" if language() == "zh" else ", ").join(shown)


def _coded(spec: FieldSpec, code: str) -> str:
    name = entry_label(spec.codelist, code)
    keeps_code = spec.name in ("region_code", "industry_code") and name != code
    return f"{name}（{code}）" if keeps_code and language() == "zh" else f"{name} ({code})" if keeps_code else name


def _class_text(code: str) -> str:
    found = codelists.catalog_class(code)
    return f"{code} {(found.en or found.zh) if language() == 'en' else found.zh}" if found else code


def as_list(value: Any) -> list[Any]:
    """A list field as a list, whether CKAN hands it over as one, as JSON, or as a single text."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return [value]
    return list(value) if isinstance(value, list | tuple) else [value]


def keywords(record: Mapping[str, Any]) -> list[str]:
    value = record.get("keywords")
    return [str(word) for word in as_list(value) if word] if value else []


def licence(code: str | None) -> dict[str, str]:
    found = codelists.licences().get(code or "")
    if found is None:
        return {"label": code or "—", "url": ""}
    return {"label": (found.en or found.zh) if language() == "en" else found.zh, "url": found.url}


def dictionary(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The data dictionary as the page shows it, from the release's Table Schema fields."""
    keys = set(table.get("primary_key") or ())
    return [_item(field, field["name"] in keys) for field in table["fields"]]


def _item(field: Mapping[str, Any], key: bool) -> dict[str, Any]:
    constraints = field.get("constraints") or {}
    letter = field.get("sd:type")
    notes = [str(field["description"])] if field.get("description") else []
    if field.get("title") and field["title"] != field["name"]:
        notes.insert(0, str(field["title"]))
    if constraints.get("enum"):
        notes.append(tk._("one of: {values}").format(values="、".join(map(str, constraints["enum"][:12]))))
        if len(constraints["enum"]) > 12:
            notes[-1] += " …"
    if field.get("sd:codelist"):
        notes.append(tk._("code list {name}").format(name=field["sd:codelist"]))
    if constraints.get("minimum") is not None or constraints.get("maximum") is not None:
        low, high = constraints.get("minimum", "−∞"), constraints.get("maximum", "∞")
        notes.append(tk._("from {low} to {high}").format(low=low, high=high))
    if constraints.get("pattern"):
        notes.append(tk._("form {pattern}").format(pattern=constraints["pattern"]))
    if field.get("sd:crs"):
        notes.append(str(field["sd:crs"]))
    return {
        "name": field["name"],
        "id": field.get("sd:id"),
        "type": entry_label("item_types", str(letter)) if letter else _schema_type(str(field.get("type", "string"))),
        "length": field.get("sd:length") or constraints.get("maxLength"),
        "unit": field.get("sd:unit"),
        "required": bool(constraints.get("required")),
        "key": key,
        "notes": notes,
    }


def _schema_type(name: str) -> str:
    words = {
        "string": tk._("text"),
        "number": tk._("number"),
        "integer": tk._("whole number"),
        "date": tk._("date"),
        "datetime": tk._("date and time"),
        "boolean": tk._("yes or no"),
        "any": tk._("any"),
    }
    return words.get(name, name)


def citation(package: Mapping[str, Any], release: Mapping[str, Any]) -> str:
    """GB/T 7714 form of a data set: holder, title, edition, publisher, date, address. In Chinese, as the data is."""
    holder = (package.get("organization") or {}).get("title") or ""
    address = tk.h.url_for("dataset.read", id=package["name"], locale="default", _external=True)
    day = figures.date(release["published_at"])
    return f"{holder}. {package.get('title')}[DS/OL]. 第{release['number']}版. {tk.g.site_title}, {day}. {address}"


_TEX = str.maketrans({"\\": r"\textbackslash{}", **{mark: "\\" + mark for mark in "{}&%$#_"}})


def bibtex(package: Mapping[str, Any], release: Mapping[str, Any]) -> str:
    """The same for reference managers (BibLaTeX's ``@dataset``); braces keep a department's name in one piece."""
    holder = str((package.get("organization") or {}).get("title") or "")
    day = figures.date(release["published_at"])
    address = tk.h.url_for("dataset.read", id=package["name"], locale="default", _external=True)
    fields = {
        "title": str(package.get("title") or package["name"]),
        "author": "{" + holder.translate(_TEX) + "}",
        "publisher": str(tk.g.site_title),
        "version": str(release["number"]),
        "year": day[:4],
        "date": day,
        "url": address,
        "langid": "chinese",
    }
    ready = ("author", "url")
    lines = [f"  {key} = {{{value if key in ready else value.translate(_TEX)}}}," for key, value in fields.items()]
    return "\n".join([f"@dataset{{{package['name']}-r{release['number']},", *lines, "}"])
