"""A ZIP with one table in it, or one shapefile: which member is meant, unpacked under a name of ours (G-40, Q21)."""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from harvesters.gate.reading import archive, shapes
from harvesters.gate.reading.csv import LayoutFault

_ARCHIVES = frozenset({"zip", "rar", "7z", "gz", "tgz", "tar", "bz2", "xz", "zst"})
_LEFT_BY_SYSTEMS = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^/]*$|~\$[^/]*$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_MANY = 5


@dataclass(slots=True)
class Unpacked:
    """The member that is the table. ``parts``: those of a shapefile by suffix; ``others``: members that are no tables;
    ``names``: of all members, to be looked at."""

    member: str
    kind: str
    path: Path
    folder: TemporaryDirectory[str]
    parts: dict[str, Path] = field(default_factory=dict)
    others: list[tuple[str, Path]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    comment: bytes = b""

    def told(self, unused: Iterable[str]) -> list[str]:
        """Of the members of which nothing is published those whose maker may not know it."""
        return [name for name in unused if not (self.parts and _suffix(name) in shapes.KIN)]


def unpack(path: Path, kind: str, readable: Collection[str], wanted: str | None) -> Unpacked:
    """The one table of an archive.

    :param kind: the declared format; ``zip`` leaves it to the member's name
    :param wanted: the member that the descriptor names
    :raises LayoutFault: no table, several, or something that must not be unpacked
    """
    infos = [info for info in archive.members(path, "zip", "zip_broken") if not info.is_dir()]
    found = {name: info for info in infos if not _LEFT_BY_SYSTEMS.search(name := _safe_name(info))}
    twice = [name for name, n in Counter(archive.name_of(info) for info in infos).items() if n > 1]
    if twice:
        raise LayoutFault("G-40", "zip_twice", name=twice[0][:60])
    inner = [name for name in found if _suffix(name) in _ARCHIVES]
    if inner:
        raise LayoutFault("G-40", "zip_nested", name=inner[0][:60])
    maps = [name for name in found if _suffix(name) == "shp"]
    tables = [name for name in found if _suffix(name) in readable and (kind == "zip" or _suffix(name) == kind)]
    tables = maps if maps and kind in ("zip", "shp") else tables
    if wanted is not None:
        tables = [name for name in found if name == wanted and (name in tables or kind != "zip")]
    if not tables:
        raise LayoutFault("G-40", "zip_no_table", members=listed(list(found)))
    if len(tables) > 1:
        raise LayoutFault("Q21", "several_members", members=listed(tables), count=len(tables))
    return _unpacked(path, tables[0], found)


def _unpacked(path: Path, member: str, found: dict[str, zipfile.ZipInfo]) -> Unpacked:
    folder = TemporaryDirectory(prefix="sd-zip-")
    kind = _suffix(member)
    result = Unpacked(member, kind, Path(folder.name) / f"member.{kind}", folder, names=list(found))
    with zipfile.ZipFile(path) as packed:
        result.comment = packed.comment
        for number, (name, info) in enumerate(found.items()):
            is_part = kind == "shp" and _is_beside(name, member)
            target = result.path if name == member else Path(folder.name) / f"{number}"
            _copy(packed, info, target)
            if is_part:
                result.parts[f".{_suffix(name)}"] = target
            elif name != member:
                result.others.append((name, target))
    if kind == "shp" and ".dbf" not in result.parts:
        raise LayoutFault("G-40", "shp_parts", missing=".dbf")
    return result


def _copy(packed: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> None:
    try:
        with packed.open(info) as source, target.open("wb") as out:
            shutil.copyfileobj(source, out)
    except (*archive.ERRORS, zipfile.zlib.error) as e:  # type: ignore[attr-defined]
        raise LayoutFault("G-40", "zip_broken", detail=type(e).__name__) from e


def _safe_name(info: zipfile.ZipInfo) -> str:
    """The member's name; one that leads out of the archive, or a link, is refused."""
    name = archive.name_of(info).replace("\\", "/")
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name) or any(ord(char) < 32 for char in name):
        raise LayoutFault("G-40", "zip_name", name=name[:60])
    if stat.S_ISLNK(info.external_attr >> 16):
        raise LayoutFault("G-40", "zip_link", name=name[:60])
    return name


def _is_beside(name: str, member: str) -> bool:
    one, other = PurePosixPath(name), PurePosixPath(member)
    same = one.with_suffix("") == other.with_suffix("")
    return same and one.suffix.lower() in shapes.PARTS


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lstrip(".").lower()


def listed(names: list[str]) -> str:
    """The first of them, as a sentence names them."""
    return "、".join(f"“{name[-40:]}”" for name in names[:_MANY]) + ("…" if len(names) > _MANY else "")
