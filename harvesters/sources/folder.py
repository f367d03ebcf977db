"""Reading below a folder that others write to: never through a link, never out of it, also while it changes under us.

Every step opens a name relative to an opened folder with ``O_NOFOLLOW`` and then asks the open file what it is, so
there is no moment between check and use (bad-input rows 26, 30).
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO
from urllib.parse import unquote_to_bytes

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_TEMP_ENDINGS = ("~", ".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload")
_SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A regular file as it stood when it was looked at. Names keep undecodable bytes as Python's lone surrogates."""

    size: int
    mtime_ns: int
    ctime_ns: int


@dataclass(slots=True)
class Content:
    """What lies in one folder: regular files, sub-folders, and what is neither (links, pipes, devices)."""

    files: dict[str, Entry] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


def ignored(name: str) -> bool:
    """Hidden files, editors' and copiers' temporaries, and what Windows and macOS leave behind are no part of a
    delivery."""
    lowered = name.lower()
    return name.startswith((".", "~")) or lowered.endswith(_TEMP_ENDINGS) or lowered in _SYSTEM_NAMES


def look(folder: int) -> Content:
    """The content of an opened folder. What disappears while we look was not there."""
    content = Content()
    with os.scandir(folder) as entries:
        for entry in entries:
            if ignored(entry.name):
                continue
            try:
                info = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            if stat.S_ISREG(info.st_mode):
                content.files[entry.name] = Entry(info.st_size, info.st_mtime_ns, info.st_ctime_ns)
            elif stat.S_ISDIR(info.st_mode):
                content.folders.append(entry.name)
            else:
                content.odd.append(entry.name)
    content.folders.sort()
    return content


def gone(e: OSError) -> bool:
    """Whether an error means that the name is not there (any more) as what we were looking for, rather than not
    readable now."""
    return e.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO, errno.ENAMETOOLONG)


@contextmanager
def opened(folder: int, parts: Sequence[str]) -> Iterator[int]:
    """The sub-folder ``parts`` of an opened folder. OSError if a step is missing, a link or no folder."""
    fd = os.dup(folder)
    try:
        for part in parts:
            if part in ("", ".", "..") or "/" in part or "\0" in part:
                raise FileNotFoundError(errno.ENOENT, "no such name", part)
            deeper = os.open(part, _FOLDER, dir_fd=fd)
            os.close(fd)
            fd = deeper
        yield fd
    finally:
        os.close(fd)


def open_file(folder: int, path: str) -> BinaryIO:
    """A regular file below an opened folder. OSError if a step is missing or a link, or it is no regular file."""
    *parts, name = path.split("/")
    with opened(folder, parts) as parent:
        fd = os.open(name, _FILE, dir_fd=parent)
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise FileNotFoundError(errno.ENOENT, "no regular file", path)
        return os.fdopen(fd, "rb")
    except BaseException:
        os.close(fd)
        raise


def guid_of(parts: Sequence[str]) -> str:
    """A folder's guid: its relative POSIX path, ``.`` for the root. Bytes that are no UTF-8, control characters and
    ``%`` are percent-encoded, so that every name has one guid and every guid one name."""
    return "/".join(_quoted(part) for part in parts) or "."


def parts_of(guid: str) -> tuple[str, ...]:
    """The inverse of :func:`guid_of`; ValueError for what it never returns (absolute, ``..``, empty steps, NUL)."""
    if guid == ".":
        return ()
    parts = tuple(os.fsdecode(unquote_to_bytes(part)) for part in guid.split("/"))
    if any(part in ("", ".", "..") or "/" in part or "\0" in part for part in parts) or guid_of(parts) != guid:
        raise ValueError(guid)
    return parts


def shown(name: str) -> str:
    """A file name for people: GBK bytes from a Windows archive are decoded, other undecodable bytes and controls
    escaped."""
    raw = os.fsencode(name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:
            text = raw.decode("utf-8", "backslashreplace")
    return "".join(c if unicodedata.category(c) != "Cc" else ascii(c)[1:-1] for c in text)[:300]


def decodable(name: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in name)


def _quoted(part: str) -> str:
    plain = decodable(part)
    out = []
    for c in part:
        if c == "%" or unicodedata.category(c) == "Cc" or not (plain or c.isascii()):
            out += [f"%{byte:02X}" for byte in os.fsencode(c)]
        else:
            out.append(c)
    return "".join(out)
