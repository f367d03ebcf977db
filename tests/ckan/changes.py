"""What a department may do to a dataset of its own by the API, each a way of its own into the second door."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ckanapi import RemoteCKAN
from departments import ITEMS, table, upload

Package = dict[str, Any]
Rows = list[list[str]]


def attach(who: RemoteCKAN, package: Package, content: bytes | None = None, **more: Any) -> dict[str, Any]:
    given = {"package_id": package["id"], "name": "公交线路", "items": json.dumps(ITEMS, ensure_ascii=False), **more}
    return who.action.resource_create(upload=upload(content or table()), **given)


def change_record(who: RemoteCKAN, package: Package, rows: Rows) -> None:
    who.action.package_patch(id=package["id"], notes="改过的摘要。")


def whole_record(who: RemoteCKAN, package: Package, rows: Rows) -> None:
    who.action.package_update(**{**package, "notes": "改过的摘要。"})


def revise(who: RemoteCKAN, package: Package, rows: Rows) -> None:
    who.action.package_revise(match={"id": package["id"]}, update={"notes": "改过的摘要。"})


def replace_file(who: RemoteCKAN, package: Package, rows: Rows) -> None:
    resource = package["resources"][0]
    who.action.resource_update(id=resource["id"], name=resource["name"], upload=upload(table(rows)))


def patch_file(who: RemoteCKAN, package: Package, rows: Rows) -> None:
    who.action.resource_patch(id=package["resources"][0]["id"], upload=upload(table(rows)))


def revise_file(who: RemoteCKAN, package: Package, rows: Rows) -> None:
    content = {"update__resources__0__upload": upload(table(rows))}
    who.call_action("package_revise", {"match__id": package["id"]}, files=content)


def rename_file(who: RemoteCKAN, package: Package, rows: Rows) -> None:
    who.action.resource_patch(id=package["resources"][0]["id"], name="市内公交线路")


def add_file(who: RemoteCKAN, package: Package, rows: Rows) -> None:
    attach(who, package, table(rows), name="夜班线路")


def remove_file(who: RemoteCKAN, package: Package, rows: Rows) -> None:
    who.action.resource_delete(id=package["resources"][0]["id"])


def reorder(who: RemoteCKAN, package: Package, rows: Rows) -> None:
    who.action.package_resource_reorder(id=package["id"], order=[r["id"] for r in reversed(package["resources"])])


Change = Callable[[RemoteCKAN, Package, Rows], None]
OF_RECORD: list[Change] = [change_record, whole_record, revise]
OF_FILE: list[Change] = [replace_file, patch_file, revise_file]
