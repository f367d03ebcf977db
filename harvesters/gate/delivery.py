"""The descriptor as delivered: which resources are tables of ours, and what is wrong with the others (M-05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from harvesters.catalogue.limits import check_limits, shown
from harvesters.catalogue.record import RESOURCE_FIELDS
from harvesters.contract import Delivery, Finding, Severity, StagedFile
from harvesters.gate.reading import workbook
from harvesters.gate.rules.sensitive import safe

DESCRIPTOR = "datapackage.json"
MANIFEST = "manifest.json"
MAX_TABLES = 100
MAX_UNUSED = 20
# What a Data Package, and our own form of it, may say of a resource. What else is said counts for nothing (V-20).
KNOWN = frozenset(
    [
        *(
            "name",
            "title",
            "path",
            "type",
            "profile",
            "$schema",
            "schema",
            "dialect",
            "format",
            "mediatype",
            "encoding",
        ),
        *("bytes", "hash", "sources", "licenses", "scheme", "innerpath", "compression", "extrapaths", "homepage"),
        *("description", "format_class", "crs", "control", "layout", "detector", "stats"),
    ]
)


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource whose bytes were delivered."""

    file: StagedFile
    key: str
    title: str
    format: str
    format_class: str | None
    schema: Mapping[str, Any] | None
    dialect: Mapping[str, Any] | None
    member: str | None = None
    about: str = ""
    description: str = ""

    @property
    def declared_fields(self) -> Any:
        return None if self.schema is None else self.schema.get("fields")

    def reading(self, strict: bool) -> dict[str, Any]:
        """What the reader of tables needs; with a record, a table must have a dictionary (V-13 names it)."""
        schema = self.schema if self.schema is not None or not strict else {"fields": []}
        said = {"key": self.key, "title": self.title, "format": self.format, "member": self.member}
        return {**said, "schema": schema, "dialect": self.dialect, "about": self.about}


def resources_of(delivery: Delivery) -> tuple[list[Resource], list[Finding]]:
    """Each resource with its staged file; what has none, or is a link, is a finding; what is named by none, a note."""
    listed = delivery.descriptor.get("resources")
    if listed is None:
        listed = []
    if not isinstance(listed, list):
        return [], [_fault("not_a_list")]
    by_path = {file.path: file for file in delivery.files}
    found: list[Resource] = []
    faults: list[Finding] = []
    if len(listed) > MAX_TABLES:
        faults.append(_fault("too_many", count=len(listed), limit=MAX_TABLES))
    keys: set[str] = set()
    paths: set[tuple[str, str | None]] = set()
    for position, value in enumerate(listed[:MAX_TABLES], start=1):
        problem, params = _problem(value, by_path, keys, paths)
        if problem is not None:
            faults.append(_fault(problem, position=position, **params))
            continue
        resource = _resource(value, by_path)
        keys.add(resource.key)
        paths.add(_part(value, resource.file.path))
        found.append(resource)
        faults += _unused(value, resource)
        limits = check_limits({"description": resource.description}, RESOURCE_FIELDS)
        faults += [replace(one, file=safe(resource.file.path, 120)) for one in limits]
    named = {path for value in listed if isinstance(value, Mapping) and (path := _path(value)) is not None}
    for path in sorted(set(by_path) - named - {DESCRIPTOR, MANIFEST}):
        faults.append(Finding("M-05", Severity.INFO, file=safe(path, 120), params={"reason": "not_published"}))
    return found, faults


def _problem(
    value: Any, by_path: Mapping[str, StagedFile], keys: set[str], paths: set[tuple[str, str | None]]
) -> tuple[str | None, dict[str, Any]]:
    if not isinstance(value, Mapping):
        return "not_an_object", {}
    if "data" in value:
        return "inline_data", {}
    path = _path(value)
    if path is None:
        return "no_path", {}
    if "://" in path:
        return "link", {"path": safe(path, 80)}
    if path not in by_path:
        return "file_missing", {"path": safe(path, 120)}
    if _part(value, path) in paths or (path, None) in paths or (_part(value, path)[1] is None and _named(path, paths)):
        return "path_twice", {"path": safe(path, 120)}
    if _key(value, path) in keys:
        return "name_twice", {"name": safe(_key(value, path), 60)}
    for part in ("schema", "dialect"):
        if part in value and value[part] is not None and not isinstance(value[part], Mapping):
            return "not_inline", {"part": part}
    return None, {}


def _resource(value: Mapping[str, Any], by_path: Mapping[str, StagedFile]) -> Resource:
    path = str(_path(value))
    form, form_class = value.get("format"), value.get("sd:formatClass", value.get("format_class"))
    return Resource(
        file=by_path[path],
        key=_key(value, path),
        title=str(value.get("title") or PurePosixPath(path).stem)[:200],
        format=(form if isinstance(form, str) and form.strip() else PurePosixPath(path).suffix.lstrip(".")).lower(),
        format_class=str(form_class) if isinstance(form_class, str | int) else None,
        schema=value.get("schema"),
        dialect=value.get("dialect"),
        member=member if isinstance(member := value.get("innerpath"), str) else None,
        description=_described(value.get("description")),
        about=" ".join(str(value[key]) for key in ("sd:crs", "crs", "description") if isinstance(value.get(key), str)),
    )


def _described(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _unused(value: Mapping[str, Any], resource: Resource) -> list[Finding]:
    """V-20: each is named."""
    said = value.get("sd:unused")  # by the door of forms and API
    names = [str(name) for name in value if name not in KNOWN and not str(name).startswith("sd:")]
    names += [str(name) for name in said] if isinstance(said, list) else []
    found = []
    for name in names[:MAX_UNUSED]:
        spec = RESOURCE_FIELDS.get(name)
        about = {"label": spec.zh, "label_en": spec.en} if spec is not None else {}
        facts = {"reason": "file_computed" if spec else "file_unknown", "field": shown(name), "title": resource.title}
        found.append(Finding("V-20", Severity.WARN, file=safe(resource.file.path, 120), params={**facts, **about}))
    return found


def _path(value: Mapping[str, Any]) -> str | None:
    path = value.get("path")
    if isinstance(path, list) and len(path) == 1:
        path = path[0]
    return path if isinstance(path, str) and path else None


def _part(value: Mapping[str, Any], path: str) -> tuple[str, str | None]:
    """What of a file a resource is: one of its sheets or members, if it names one."""
    member, dialect = value.get("innerpath"), value.get("dialect")
    sheet = workbook.sheet_of(dialect) if isinstance(dialect, Mapping) else None
    return path, sheet or (member if isinstance(member, str) else None)


def _named(path: str, paths: set[tuple[str, str | None]]) -> bool:
    return any(path == other for other, _ in paths)


def _key(value: Mapping[str, Any], path: str) -> str:
    return str(value.get("name") or PurePosixPath(path).stem)


def _fault(reason: str, **params: Any) -> Finding:
    return Finding("M-05", Severity.BLOCK, file=DESCRIPTOR, params={"reason": reason, **params})
