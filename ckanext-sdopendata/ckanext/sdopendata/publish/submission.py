"""What a write request asks for, merged with what stands: a whole record and its files, ready for the gate.

The ledger keeps what the package dict must not hold (inner fields, dictionary), so an omitted one is kept, not lost.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from harvesters.catalogue.dictionary import primary_key, relations
from harvesters.catalogue.items import items_to_fields, read_items
from harvesters.catalogue.record import FIELDS
from harvesters.contract import Severity
from harvesters.messages import finding_json, sentence
from harvesters.stage import Stage

from ..asked import holds_nul
from ..language import lang
from ..ledger.handed_in import Part, Submission
from ..uploads import keep

Fields = tuple[Mapping[str, Any], ...]

# What CKAN itself puts into a package dict, or what is taken care of by itself; everything else is the catalogue's or
# unknown (V-20).
CORE_KEYS = frozenset(
    [
        *(
            "id",
            "name",
            "type",
            "state",
            "private",
            "groups",
            "tags",
            "extras",
            "resources",
            "organization",
            "owner_org",
        ),
        *("num_resources", "num_tags", "isopen", "license_title", "license_url", "metadata_created"),
        *("metadata_modified", "creator_user_id", "relationships_as_object", "relationships_as_subject", "plugin_data"),
        *("tracking_summary", "pkg_name", "save", "_ckan_phase", "clear_tracking"),
    ]
)
# CKAN's own fields of a dataset that the catalogue has no place for. It shows them empty: only a value says something.
UNUSED = frozenset(["author", "author_email", "maintainer", "maintainer_email", "url", "version"])
# The same of a resource. Its format, type and address follow the file.
CORE_RESOURCE_KEYS = frozenset(
    [
        *("id", "package_id", "position", "state", "name", "description", "url", "url_type", "format", "mimetype"),
        *("mimetype_inner", "created", "last_modified", "metadata_modified", "cache_url", "cache_last_updated"),
        *("resource_type", "datastore_active", "datastore_contains_all_records_of_source_file", "tracking_summary"),
        *("has_views", "on_same_domain", "save", "upload", "clear_upload", "items", "schema"),
    ]
)


def well_formed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The request as JSON of the shape that CKAN knows; what is of another would be a 500 somewhere further on.

    :raises tk.ValidationError: it is not
    """
    for key in ("resources", "extras", "groups", "tags"):
        value = data.get(key)
        if value is not None and not (isinstance(value, list) and all(isinstance(one, Mapping) for one in value)):
            raise _refused("not_a_list_of_objects", key, field=key)
    if any(not isinstance(one.get("key"), str) for one in data.get("extras") or []):
        raise _refused("not_a_text", "extras", field="key")
    for key in ("id", "name", "state", "owner_org", "type"):
        if not isinstance(data.get(key), str | None):
            raise _refused("not_a_text", key, field=key)
    for key, value in data.items():
        if holds_nul(key) or holds_nul(value):
            raise _refused("nul_character", key.replace("\0", ""), field=key.replace("\0", ""))
    return dict(data)


def merge(data: Mapping[str, Any], base: Submission, stage: Stage, package_id: str) -> Submission:
    """The request on top of what stands. :raises tk.ValidationError: with Chinese sentences, nothing stored."""
    return Submission(_record(data, base.record), _parts(data, base.parts, stage, package_id))


def _record(data: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    given = {key: value for key, value in data.items() if key not in CORE_KEYS and (value or key not in UNUSED)}
    given |= {e["key"]: e.get("value") for e in data.get("extras") or [] if isinstance(e, Mapping) and e.get("key")}
    if data.get("owner_org"):
        given["owner_org"] = _organization_slug(str(data["owner_org"]))
    groups = [g.get("name") for g in data.get("groups") or [] if isinstance(g, Mapping)]
    if "category" not in given and groups:
        given["category"] = groups[0]
    tags = [str(t.get("name")) for t in data.get("tags") or [] if isinstance(t, Mapping) and t.get("name")]
    if tags:  # CKAN's word for them
        given["tags" if given.get("keywords") else "keywords"] = tags
    # CKAN's package dict has no place for these; what a draft was given and is unknown is named when it is handed in
    kept = {key: value for key, value in base.items() if key not in FIELDS or FIELDS[key].internal}
    inner = {key: value for key, value in kept.items() if key not in given}
    computed = {name for name, field in FIELDS.items() if field.origin == "portal"}
    return {**inner, **{key: value for key, value in given.items() if key not in computed}}


def _parts(data: Mapping[str, Any], base: Sequence[Part], stage: Stage, package_id: str) -> tuple[Part, ...]:
    if "resources" not in data:
        return tuple(base)
    by_id = {part.id: part for part in base}
    parts = []
    for resource in data["resources"] or []:
        old = by_id.get(str(resource.get("id") or ""))
        parts.append(_part(resource, old, stage, package_id))
    return tuple(parts)


def _part(resource: dict[str, Any], old: Part | None, stage: Stage, package_id: str) -> Part:
    upload = resource.pop("upload", None)
    resource.pop("clear_upload", None)
    file = old.file if old else None
    if upload:
        file = keep(upload, stage)
    elif str(resource.get("url") or "").startswith(("http:", "https:", "ftp:")) and not (old and old.file):
        raise _refused("link_refused", "resources")
    elif old is None and resource.get("url"):
        raise _refused("upload_missing", "resources")
    dictionary = _dictionary(resource)
    before = (old.fields, old.primary_key, old.relations) if old else ((), (), {})
    fields, key, declared = dictionary or before
    part_id = old.id if old else _new_id(resource, package_id)
    name_of_file = PurePosixPath(file.path).stem if file else None
    title = str(resource.get("name") or (old.title if old else None) or name_of_file or part_id)
    return Part(
        id=part_id,
        key=old.key if old else part_id,
        title=title,
        fields=fields,
        file=file,
        primary_key=key if key is not None else before[1],
        relations=declared if declared is not None else before[2],
        description=_description(resource, old),
        unused=tuple(dict.fromkeys([*(old.unused if old else ()), *_unused(resource, part_id)])),
    )


def _description(resource: Mapping[str, Any], old: Part | None) -> str:
    given = resource.get("description", old.description if old else "") or ""
    if not isinstance(given, str):
        raise _refused("not_a_text", "resources", field="description")
    return given.strip()


def _unused(resource: Mapping[str, Any], resource_id: str) -> tuple[str, ...]:
    """What was given beside the fields of the portal. A client that sends back what it has read gives nothing."""
    stored = model.Session.get(model.Resource, resource_id)
    stands = {"size": stored.size, "hash": stored.hash, **(stored.extras or {})} if stored is not None else {}
    given = {key: value for key, value in resource.items() if key not in CORE_RESOURCE_KEYS}
    return tuple(key for key, value in given.items() if value and str(value) != str(stands.get(key)))


def _dictionary(resource: dict[str, Any]) -> tuple[Fields, tuple[str, ...] | None, dict[str, Any] | None] | None:
    """What came with a resource as ``items`` (domain §2.9) or ``schema``: its fields, and if they are said its key and
    what else is to hold."""
    items, schema = resource.pop("items", None), resource.pop("schema", None)
    if items in (None, "") and schema in (None, ""):
        return None
    if items not in (None, ""):
        listed, findings = read_items(items)
        if any(finding.severity is Severity.BLOCK for finding in findings):
            raise tk.ValidationError({"V-13": [finding_json(finding, lang())["message"] for finding in findings]})
        return tuple(items_to_fields(listed)), None, None
    try:
        value = json.loads(schema) if isinstance(schema, str) else schema
        fields = value["fields"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _refused("dictionary_unreadable", "schema") from error
    if not isinstance(fields, list) or not all(isinstance(field, Mapping) for field in fields):
        raise _refused("dictionary_unreadable", "schema")
    common = {"missingValues": value["missingValues"]} if "missingValues" in value else {}
    key = primary_key(value) if "primaryKey" in value else None
    return tuple({**common, **field} for field in fields), key, relations(value)


def _new_id(resource: Mapping[str, Any], package_id: str) -> str:
    """A new resource's id: the client's if it is a free UUID, else a fresh one."""
    wanted = resource.get("id")
    if not wanted:
        return str(uuid.uuid4())
    try:
        value = str(uuid.UUID(str(wanted)))
    except ValueError:
        raise _refused("bad_resource_id", "id") from None
    taken = model.Session.get(model.Resource, value)
    if taken is not None and taken.package_id != package_id:
        raise _refused("bad_resource_id", "id")
    return value


def _organization_slug(name_or_id: str) -> str:
    group = model.Group.get(name_or_id)
    return group.name if group is not None else name_or_id


def _refused(code: str, key: str, **params: Any) -> tk.ValidationError:
    return tk.ValidationError({key: [sentence(code, params, lang())]})
