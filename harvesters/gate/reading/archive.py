"""ZIP packages before anything in them is unpacked: what would burst, hide or escape is refused (G-40)."""

from __future__ import annotations

import zipfile
from pathlib import Path

from harvesters.gate.reading.csv import LayoutFault

MAX_MEMBERS = 4000
MAX_UNPACKED = 1 << 30
MAX_MEMBER = 768 << 20
MAX_RATIO = 250
_FREE = 8 << 20  # unpacked bytes for which no ratio is asked
ERRORS = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)
_UTF8 = 0x800


def members(path: Path, kind: str, broken: str = "xlsx_broken") -> list[zipfile.ZipInfo]:
    """The list of members. zipfile never hands out more bytes of a member than this list says.

    :raises LayoutFault: broken, a bomb, or locked by a password
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except ERRORS as e:
        raise LayoutFault("G-40", broken, detail=type(e).__name__) from e
    unpacked = sum(info.file_size for info in infos)
    packed = min(sum(info.compress_size for info in infos), path.stat().st_size) or 1
    if len(infos) > MAX_MEMBERS:
        raise LayoutFault("G-40", "bomb", detail=f"{len(infos)} > {MAX_MEMBERS}")
    large = any(info.file_size > MAX_MEMBER for info in infos)
    if large or unpacked > MAX_UNPACKED or (unpacked > _FREE and unpacked / packed > MAX_RATIO):
        raise LayoutFault("G-40", "bomb", detail=f"{unpacked >> 20} MiB / {packed >> 10} KiB")
    if any(info.flag_bits & 1 for info in infos):
        raise LayoutFault("G-40", "disguised", format=kind, found="encrypted")
    return infos


def name_of(info: zipfile.ZipInfo) -> str:
    """A member's name as its maker wrote it: UTF-8 if marked or valid, else GBK, as Chinese Windows writes names."""
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename
