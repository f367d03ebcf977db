"""A dataset as it is handed in by hand: a whole record and its tables. Its draft has this shape, and a release is read
back into it, so that what a change omits is kept, not lost (inner fields, dictionary).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import Any

from ckan import model

from harvesters.contract import Delivery, StagedFile

from ..model import Dataset
from . import release_table


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a submission. ``key`` is the ledger's; ``id`` CKAN's; ``file`` None until bytes were uploaded."""

    id: str
    key: str
    title: str
    fields: tuple[Mapping[str, Any], ...]
    file: StagedFile | None
    primary_key: tuple[str, ...] = ()
    relations: Mapping[str, Any] = field(default_factory=dict)  # foreignKeys, sd:rowRules
    description: str = ""
    unused: tuple[str, ...] = ()  # given, and no entry of ours: the gate names it (V-20)

    def dump(self) -> dict[str, Any]:
        file = self.file and {"path": self.file.path, "sha256": self.file.sha256, "size": self.file.size}
        return {
            "id": self.id,
            "key": self.key,
            "title": self.title,
            "fields": [dict(field) for field in self.fields],
            "file": file,
            "primary_key": list(self.primary_key),
            "relations": dict(self.relations),
            "description": self.description,
            "unused": list(self.unused),
        }

    @classmethod
    def load(cls, value: Mapping[str, Any]) -> Part:
        file = StagedFile(**value["file"]) if value["file"] else None
        fields = tuple(value["fields"])
        key, relations = tuple(value["primary_key"]), value.get("relations") or {}
        more = value.get("description") or "", tuple(value.get("unused") or ())
        return cls(value["id"], value["key"], value["title"], fields, file, key, relations, *more)


@dataclass(frozen=True, slots=True)
class Submission:
    """A whole record (inner fields included) and its parts."""

    record: Mapping[str, Any]
    parts: tuple[Part, ...]

    def delivery(self, guid: str) -> Delivery:
        """As the gate wants it: the same shape that a folder has."""
        files = self._files()
        resources = [
            {
                "name": part.key,
                **({"description": part.description} if part.description else {}),
                **({"sd:unused": list(part.unused)} if part.unused else {}),
                "title": part.title,
                "path": files[part.id].path,
                "schema": {
                    "fields": [dict(field) for field in part.fields],
                    **({"primaryKey": list(part.primary_key)} if part.primary_key else {}),
                    **self._relations(part),
                },
            }
            for part in self.parts
            if part.file
        ]
        descriptor = {"name": guid, "sd:record": dict(self.record), "resources": resources}
        return Delivery(guid, descriptor, tuple(files.values()))

    def _relations(self, part: Part) -> dict[str, Any]:
        """As declared; foreign keys may name another table by its title or by CKAN's id."""
        keys = {name: other.key for other in self.parts for name in (other.title, other.id, other.key)}
        declared = []
        for one in part.relations.get("foreignKeys") or []:
            reference = one.get("reference") if isinstance(one, Mapping) else None
            if isinstance(reference, Mapping) and (key := keys.get(str(reference.get("resource") or ""))):
                one = {**one, "reference": {**reference, "resource": key}}
            declared.append(one)
        return {**part.relations, **({"foreignKeys": declared} if declared else {})}

    def _files(self) -> dict[str, StagedFile]:
        """Part id → its file. Uploads may share a name; in a delivery each has a path of its own."""
        files: dict[str, StagedFile] = {}
        taken: set[str] = set()
        for part in self.parts:
            if part.file:
                name = part.file.path.rsplit("/", 1)[-1]
                numbered = (f"{n}/{name}" for n in count(2))
                path = next(path for path in chain([name], numbered) if path not in taken)
                taken.add(path)
                files[part.id] = replace(part.file, path=path)
        return files


def of_package(package_id: str) -> Submission:
    """The same by CKAN's id, read without a lock."""
    return standing(model.Session.get(Dataset, package_id))


def standing(dataset: Dataset | None) -> Submission:
    """What the ledger holds of a dataset: its draft, else its current release, else nothing."""
    if dataset is None:
        return Submission({}, ())
    if dataset.draft:
        return Submission(dataset.draft["record"], tuple(Part.load(part) for part in dataset.draft["parts"]))
    release = release_table.current_release(dataset.id)
    if release is None:
        return Submission({}, ())
    parts = tuple(
        Part(
            t["resource_id"],
            t["key"],
            t["title"],
            tuple(_declared(field, t.get("minted") or ()) for field in t["fields"]),
            StagedFile(**t["original"]),
            tuple(t["primary_key"]),
            t.get("relations") or {},
            t.get("description") or "",
        )
        for t in release.tables
    )
    return Submission({**release.record, **release.internal}, parts)


def _declared(field: Mapping[str, Any], minted: Sequence[str]) -> Mapping[str, Any]:
    """As the department declared it: a column id that the portal minted would make another dictionary of it (G-01)."""
    return {key: value for key, value in field.items() if key != "sd:id" or field["name"] not in minted}


def draft_json(submission: Submission) -> dict[str, Any]:
    return {"record": dict(submission.record), "parts": [part.dump() for part in submission.parts]}
