"""What a person hands over, as deliveries: folders as they lie, or loose files with or without a record.

The command line and the portal's self-check take it by the same road, so that both judge the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harvesters.catalogue.items import items_to_fields
from harvesters.contract import Delivery
from harvesters.errors import HarvestError, SourceMisconfigured, SourceUnavailable
from harvesters.gate.judge import BARE
from harvesters.messages import sentence
from harvesters.sources.delivery import DATAPACKAGE, MANIFEST, read_datapackage
from harvesters.sources.file_drop import FileDrop
from harvesters.stage import Stage


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be taken at all, and why."""

    name: str
    error: HarvestError


def deliveries(
    paths: Sequence[Path], given: Mapping[str, Any] | None, stage: Stage
) -> tuple[list[Delivery], list[Refused]]:
    """Folders are deliveries; all single files together are one. ``given``: their record, or a Table Schema alone."""
    found: list[Delivery] = []
    refused: list[Refused] = []
    for path in paths:
        if not path.is_dir():
            continue
        try:
            found += [_with_record(delivery, given) for delivery in _folder(path, stage)]
        except HarvestError as error:
            refused.append(Refused(str(path), error))
    files = [path for path in paths if not path.is_dir()]
    if files:
        try:
            found.append(_loose(files, given, stage))
        except HarvestError as error:
            refused.append(Refused("、".join(map(str, files)), error))
    return found, refused


def read_record(raw: bytes, shown: str) -> Mapping[str, Any]:
    """A record (domain §2.9, with or without its resources), a whole ``datapackage.json``, or a Table Schema.

    :raises SourceMisconfigured: it is none of these
    """
    value, faults = read_datapackage(raw)
    for fault in faults:
        said = sentence(fault.code, fault.params), sentence(fault.code, fault.params, "en")
        raise SourceMisconfigured(reason="bad_record", path=shown, detail=said[0], detail_en=said[1])
    return value


def dictionary_for(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What a record, ``datapackage.json`` or Table Schema says of this file; one that has a single table means it.

    :raises SourceMisconfigured: it has none
    """
    if _schema_alone(given):
        return given
    listed = [r for r in given.get("resources") or () if isinstance(r, Mapping)]
    found = _dictionary(listed[0]) if len(listed) == 1 else _dictionaries(given, [Path(name)])[0]
    schema = found.get("schema")
    if not isinstance(schema, Mapping) or not isinstance(schema.get("fields"), list):
        raise SourceMisconfigured(reason="no_dictionary_for", name=name[:60])
    return schema


def _folder(path: Path, stage: Stage) -> list[Delivery]:
    source = FileDrop(path.absolute())
    found = [source.fetch(ref, stage) for ref in source.list()]
    if not found:
        raise SourceMisconfigured(reason="no_delivery", path=str(path), wanted=f"{DATAPACKAGE} / {MANIFEST}")
    return [replace(one, guid=str(path) if one.guid == "." else str(path / one.guid)) for one in found]


def _with_record(delivery: Delivery, given: Mapping[str, Any] | None) -> Delivery:
    if given is None or _schema_alone(given):
        return delivery
    return replace(delivery, descriptor={**delivery.descriptor, "sd:record": _record_part(given)})


def _loose(files: Sequence[Path], given: Mapping[str, Any] | None, stage: Stage) -> Delivery:
    """Files without a folder's documents: judged by the file rules alone unless a record says more."""
    staged = []
    names = [path.name for path in files]
    for path in files:
        if not path.exists():
            raise SourceMisconfigured(reason="no_such_file", path=str(path))
        try:
            with path.open("rb") as stream:
                staged.append(stage.put(path.name if names.count(path.name) == 1 else str(path), stream))
        except OSError as e:
            raise SourceUnavailable(reason="unreadable", path=str(path)) from e
    resources: list[dict[str, Any]] = [{"name": f.path, "path": f.path, "title": Path(f.path).stem} for f in staged]
    descriptor: dict[str, Any] = {"resources": resources}
    if given is None:
        descriptor[BARE] = True
    elif _schema_alone(given):
        descriptor[BARE] = True
        for resource in resources:
            resource["schema"] = dict(given)
    else:
        descriptor["sd:record"] = _record_part(given)
        for resource, dictionary in zip(resources, _dictionaries(given, files), strict=True):
            resource |= dictionary
    return Delivery(guid="、".join(map(str, files)), descriptor=descriptor, files=tuple(staged))


def _schema_alone(given: Mapping[str, Any]) -> bool:
    """A Table Schema: it says what the columns are, and nothing of a catalogue record."""
    return isinstance(given.get("fields"), list) and "resources" not in given and "sd:record" not in given


def _record_part(given: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = given.get("sd:record")
    if isinstance(inner, Mapping):
        return inner
    return {key: value for key, value in given.items() if key != "resources"}


def _dictionaries(given: Mapping[str, Any], files: Sequence[Path]) -> list[dict[str, Any]]:
    """What the record says of each file: by file name, or by position if there are as many resources as files."""
    listed = [r for r in given.get("resources") or () if isinstance(r, Mapping)]
    by_name = {Path(str(r["path"])).name: r for r in listed if isinstance(r.get("path"), str)}
    found = []
    for position, path in enumerate(files):
        resource = by_name.get(path.name)
        if resource is None and len(listed) == len(files) and "path" not in listed[position]:
            resource = listed[position]
        found.append(_dictionary(resource or {}))
    return found


def _dictionary(resource: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: resource[key] for key in ("title", "format", "schema", "dialect") if resource.get(key)}
    if "schema" not in kept and resource.get("items"):
        kept["schema"] = {"fields": items_to_fields(resource["items"])}
    return kept
