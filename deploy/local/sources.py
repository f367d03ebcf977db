"""The sources that a local run knows: the seeds in ``datasets_seed/sources.json`` and what the operator registered,
one JSON file each in ``$SD_HOME/sources``. Files, so that ``./portal harvest add`` also works before the first ``up``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from deploy.local.install import all_readable
from deploy.local.place import Place
from deploy.local.say import Failure
from harvesters import pipeline
from harvesters.errors import HarvestError
from harvesters.messages import fix, sentence
from harvesters.sources import registry

Registration = dict[str, Any]
OPEN_TYPES = ("unconditional", "conditional")


def seeds(place: Place) -> list[Registration]:
    """The portal's own sources; their 安全审查 is put on record on the day that ``up`` registers them."""
    text = (place.code / "datasets_seed" / "sources.json").read_text("utf-8")
    return [{**source, "first_review": granted("operator", ("unconditional",))} for source in json.loads(text)]


def granted(officer: str, open_types: Iterable[str]) -> dict[str, Any]:
    """A passed 安全审查 of today."""
    return {"officer": officer, "date": dt.date.today().isoformat(), "open_types": list(open_types)}


def registered(place: Place) -> list[Registration]:
    """What the operator added, ready for the services: a folder that their user cannot read is mirrored."""
    found = []
    for path in sorted((place.home / "sources").glob("*.json")):
        source = json.loads(path.read_text("utf-8"))
        if "path" in source:
            source["path"] = str(reachable(place, source["name"], Path(source["path"])))
        found.append(source)
    return found


def names(place: Place) -> list[str]:
    return [s["name"] for s in seeds(place)] + [p.stem for p in sorted((place.home / "sources").glob("*.json"))]


def reachable(place: Place, name: str, folder: Path) -> Path:
    """The folder itself, or a copy of it under ``$SD_HOME/mirror`` (refreshed by each command that runs sources)."""
    mirror = place.home / "mirror" / name
    if not folder.is_dir() or all_readable(place, folder, hidden=True):
        shutil.rmtree(mirror, ignore_errors=True)
        return folder
    mirror.mkdir(parents=True, exist_ok=True)
    _copy_changed(folder, mirror)
    os.utime(mirror)  # when it was copied last
    for path in [mirror, *mirror.rglob("*")]:
        if not path.is_symlink():
            os.chown(path, place.uid, place.gid)
            path.chmod(0o700 if path.is_dir() else 0o600)
    return mirror


def _copy_changed(source: Path, target: Path) -> None:
    """Make ``target`` equal; a file that did not change is not touched, so that its mark stays the same. What is no
    file (a link, a pipe) stands there as a link to nowhere, so that the delivery's report says so."""
    there = {entry.name: entry for entry in os.scandir(source)}
    for entry in os.scandir(target):
        twin = there.get(entry.name)
        if twin is None or twin.is_symlink() or twin.is_dir() != entry.is_dir():
            shutil.rmtree(entry.path) if entry.is_dir(follow_symlinks=False) else os.unlink(entry.path)
    for name, entry in there.items():
        copy = target / name
        if entry.is_dir(follow_symlinks=False):
            copy.mkdir(exist_ok=True)
            _copy_changed(Path(entry.path), copy)
        elif not entry.is_file(follow_symlinks=False):
            copy.unlink(missing_ok=True)
            copy.symlink_to("nowhere")
        else:
            stat = entry.stat()
            if not copy.exists() or (copy.stat().st_size, copy.stat().st_mtime_ns) != (stat.st_size, stat.st_mtime_ns):
                temp = target / ".copying.new"  # the name may be as long as a name can be
                shutil.copy2(entry.path, temp)
                temp.replace(copy)


def unseen(place: Place) -> list[dict[str, Any]]:
    """Alerts about folders that the services' user cannot read: commands renew their copy, the clock cannot."""
    found = []
    for path in sorted((place.home / "sources").glob("*.json")):
        source = json.loads(path.read_text("utf-8"))
        mirror = place.home / "mirror" / source["name"]
        if mirror.is_dir():
            copied = dt.datetime.fromtimestamp(mirror.stat().st_mtime).strftime("%Y-%m-%d %H:%M")
            params = {"source": source["name"], "folder": source["path"], "user": place.user, "copied": copied}
            code = "mirror_only"
            words = {"message": sentence(code, params), "fix": fix(code, params)}
            found.append({"code": code, "codes": [code], "source": source["name"], **words})
    return found


def describe(
    place: Place, kind: str, target: str, owner: str, name: str | None, title: str | None, delegated: bool
) -> Registration:
    """A new registration from what the operator typed, checked: the kind, the folder, the name."""
    if kind not in registry.KINDS:
        raise Failure(f"没有“{kind}”这种来源。", f"可用的种类：{'、'.join(sorted(registry.KINDS))}。")
    own = place.home / "sources" / target
    folder = own if "/" not in target and own.is_dir() and not Path(target).is_dir() else Path(target)
    if not folder.is_dir():
        raise Failure(
            f"没有文件夹 {folder}。", "给出存放交付的文件夹路径（每份交付含 datapackage.json 与 manifest.json）。"
        )
    folder = folder.resolve()
    source: Registration = {
        "name": name or derived_name(folder),
        "kind": kind,
        "path": str(folder),
        "owner_org": owner,
        "title": title or folder.name,
        "review_mode": "delegated" if delegated else "manual",
        "reviews": [granted("operator", ("unconditional",))] if delegated else [],
    }
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{1,62}", source["name"]):
        raise Failure(f"来源名称“{source['name']}”不可用。", "用 --name 给出 2 至 63 个小写字母、数字、- 或 _。")
    old = file_of(place, source["name"])
    if source["name"] in [s["name"] for s in seeds(place)] or (
        old.exists() and json.loads(old.read_text("utf-8"))["path"] != source["path"]
    ):
        raise Failure(f"已有名为“{source['name']}”的来源。", "用 --name 另起一个名称。")
    return source


def deliveries(source: Registration) -> int:
    """How many deliveries lie in the source now; a Failure if it cannot be listed."""
    try:
        return len(pipeline.listing(registry.build(source["kind"], {"path": source["path"]})))
    except HarvestError as error:
        raise Failure(sentence(error.code, error.params), fix(error.code, error.params)) from error


def derived_name(folder: Path) -> str:
    """From the folder's name; a Chinese one gets a short hash, for names are ASCII."""
    name = re.sub(r"[^a-z0-9_]+", "-", folder.name.lower()).strip("-_")
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:6]
    return name[:56] if len(name) >= 2 else f"source-{digest}"


def file_of(place: Place, name: str) -> Path:
    return place.home / "sources" / f"{name}.json"


def store(place: Place, source: Registration) -> None:
    place.write(file_of(place, source["name"]), json.dumps(source, ensure_ascii=False, indent=1))
