"""The header row against the dictionary: the published labels, their order, and what is wrong with them (G-30, Q28)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from harvesters.catalogue.dictionary import check_fields, primary_key
from harvesters.contract import Finding, Severity
from harvesters.gate.cleaning import clean_label
from harvesters.gate.findings import Findings
from harvesters.gate.gaps import Gaps
from harvesters.gate.rules.sensitive import safe
from harvesters.gate.schema import emptied, published_fields

Fields = tuple[Mapping[str, Any], ...]
_LISTED = 30


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read the columns. ``fields`` and ``missing`` stand in the file's order; ``published`` in the dictionary's.

    ``order``: for each published column its place in the file. A file in another order than the dictionary is published
    in the dictionary's, so that a release does not change its columns because an export shuffled them.
    """

    fields: Fields
    missing: tuple[frozenset[str], ...]
    published: Fields
    order: tuple[int, ...]
    key: tuple[str, ...]

    def amended(self, marks: Mapping[str, Sequence[str]], periods: Iterable[str], units: Mapping[str, str]) -> Plan:
        """With marks of "no value" and units added to columns, and columns of periods as text: as is proposed (Q11,
        Q10, Q09)."""

        def amend(one: Mapping[str, Any]) -> Mapping[str, Any]:
            if (met := marks.get(str(one["name"]))) is not None:
                one = {**one, "missingValues": [*dict.fromkeys(("", *(one.get("missingValues") or ()), *met))]}
            if (unit := units.get(str(one["name"]))) is not None:
                one = {**one, "sd:unit": unit}
            if one["name"] in periods:
                limits = one.get("constraints") or {}
                kept = {key: limits[key] for key in ("required", "unique") if key in limits}
                one = {**{k: v for k, v in one.items() if k not in ("format", "constraints")}, "type": "string"}
                one = {**one, "sd:type": "C", **({"constraints": kept} if kept else {})}
            return one

        return replace(self, fields=tuple(map(amend, self.fields)), published=tuple(map(amend, self.published)))

    @property
    def shuffled(self) -> bool:
        return list(self.order) != sorted(self.order)


def plan(
    labels: Sequence[str],
    schema: Mapping[str, Any] | None,
    *,
    file: str,
    table: str,
    row: int,
    found: Findings,
) -> Plan | None:
    """The plan for these header labels; None after findings that make reading the table pointless.

    ``schema`` None: a bare file, every column text. ``row``: where the header stands.
    """

    def fault(reason: str, column: str | None = None, **params: Any) -> None:
        found.add(Finding("G-30", Severity.BLOCK, file=file, row=row, column=column, params={"type": reason, **params}))

    problems = check_fields(schema.get("fields"), file=file, table=table) if schema is not None else []
    found.extend(problems)
    declared = published_fields(schema) if schema is not None and not problems else ()
    names = [clean_label(str(f["name"])) for f in declared]
    sound = _sound(labels, fault)
    if schema is None:
        fields = tuple({"name": label, "type": "string"} for label in labels)
        return Plan(fields, (frozenset(),) * len(fields), fields, tuple(range(len(fields))), ()) if sound else None
    if problems or not sound or not _matches(labels, names, fault) or len(set(names)) != len(names):
        return None
    key = tuple(clean_label(part) for part in primary_key(schema))
    unknown = [part for part in key if part not in names]
    if unknown:
        fault("key-unknown", labels=_list(unknown))
        return None
    published = tuple({**f, "name": name} for f, name in zip(declared, names, strict=True))
    raw = dict(zip(names, schema["fields"], strict=True))
    common = schema.get("missingValues")
    by_name = {f["name"]: f for f in published}
    fields = tuple(by_name[label] for label in labels)
    missing = tuple(emptied(raw[label], by_name[label], common) for label in labels)
    order = tuple(labels.index(name) for name in names)
    if list(labels) != names:
        found.add(
            Finding("G-30", Severity.WARN, file=file, row=row, params={"type": "label-order", "labels": _list(names)})
        )
    return Plan(fields, missing, published, order, key)


def unnamed(gaps: Gaps, *, file: str, row: int, found: Findings) -> None:
    """Columns in which something stands, but no name in the header; ``row``: where the header stands."""
    for place, first in sorted(gaps.filled.items()):
        params = {"type": "blank-label", "position": place + 1, "first_row": first}
        found.add(Finding("G-30", Severity.BLOCK, file=file, row=row, column=f"#{place + 1}", params=params))


def declared_names(schema: Mapping[str, Any] | None) -> list[str]:
    """The declared labels, as far as they can be read; none for a bare file."""
    fields = schema.get("fields") if schema is not None else None
    given = fields if isinstance(fields, list) else []
    return [clean_label(str(f["name"])) for f in given if isinstance(f, Mapping) and isinstance(f.get("name"), str)]


def _sound(labels: Sequence[str], fault: Any) -> bool:
    """Every column has a name, and each its own."""
    sound = True
    for position, label in enumerate(labels, start=1):
        if not label:
            fault("blank-label", f"#{position}", position=position)
            sound = False
        elif label in labels[: position - 1]:
            fault("duplicate-label", safe(label, 60), position=position, first=labels.index(label) + 1)
            sound = False
    return sound


def _matches(labels: Sequence[str], names: Sequence[str], fault: Any) -> bool:
    missing = [name for name in names if name not in labels]
    extra = [label for label in labels if label not in names]
    counts = {"declared": len(names), "present": len(labels)}
    if missing:
        fault("missing-label", labels=_list(missing), **counts)
    if extra:
        fault("extra-label", labels=_list(extra), **counts)
    return not missing and not extra


def _list(labels: Sequence[str]) -> str:
    more = "…" if len(labels) > _LISTED else ""
    return "、".join(safe(label, 30) for label in labels[:_LISTED]) + more
