"""``file_drop``: a folder into which a department puts its deliveries (a share, an SFTP area, a mounted disk).

A delivery is any folder, at most three levels down, that holds ``datapackage.json`` or ``manifest.json``; what lies
below it belongs to it, except deliveries of their own. Nothing is written to the folder.
"""

from __future__ import annotations

import io
import os
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from harvesters.contract import (
    Capability,
    Delivery,
    Finding,
    Ref,
    Severity,
    StagedFile,
    Staging,
    canonical_hash,
)
from harvesters.errors import HarvestError, ItemVanished, SourceMisconfigured, SourceUnavailable, TooLarge
from harvesters.sources.delivery import DATAPACKAGE, MANIFEST, portable, read_datapackage, read_manifest, reserved
from harvesters.sources.delivery import MAX_BYTES as MAX_DOCUMENT_BYTES
from harvesters.sources.folder import Content, Entry, decodable, gone, guid_of, look, open_file, opened, parts_of, shown

MAX_DEPTH = 3
MAX_FILES = 2_000
MAX_FOLDERS_DOWN = 16
MAX_BYTES = 4 << 30
# Linux stamps files by its tick (at most 10 ms): two writes within one tick look like one. Waiting it out before the
# first look makes every later write show in the mark.
TICK_NS = 20_000_000


@dataclass(slots=True)
class _Found:
    """One delivery as it lies in the folder."""

    parts: tuple[str, ...]
    files: dict[str, Entry] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    too_many: bool = False

    def add(self, below: Sequence[str], content: Content) -> None:
        """Take in one folder of the delivery, up to the limits."""
        self.too_many |= len(self.files) + len(content.files) > MAX_FILES or len(below) > MAX_FOLDERS_DOWN
        if not self.too_many:
            self.files |= {"/".join([*below, name]): entry for name, entry in content.files.items()}
            self.odd += ["/".join([*below, name]) for name in content.odd]

    @property
    def mark(self) -> str | None:
        """None (always fetch, and say there what is wrong) if there are more files than we look at."""
        if self.too_many:
            return None
        return canonical_hash([[ascii(p), e.size, e.mtime_ns, e.ctime_ns] for p, e in sorted(self.files.items())])


class FileDrop:
    """A Source over one folder."""

    kind: str = "file_drop"
    capabilities: frozenset[Capability] = frozenset({Capability.COMPLETE_LISTING, Capability.MARKS})
    OPTIONS: ClassVar[Mapping[str, str]] = {"path": "absolute path of the folder with the deliveries"}

    def __init__(self, path: Path) -> None:
        self.path = Path(path)

    @classmethod
    def from_options(cls, options: Mapping[str, object]) -> FileDrop:
        path = options.get("path")
        if not isinstance(path, str) or not path.startswith("/") or "\0" in path or not path.strip("/."):
            raise SourceMisconfigured(reason="bad_option", option="path", value=ascii(path)[:200])
        return cls(Path(path))

    def list(self) -> Iterator[Ref]:
        """Every delivery, ordered by guid. Complete or SourceUnavailable: a folder that cannot be read is not an
        empty one."""
        with self._root() as root:
            try:
                found = tuple(_walk(root, ()))
            except OSError as e:
                raise SourceUnavailable(reason="unreadable", path=shown(str(e.filename or self.path))) from e
        yield from sorted((Ref(guid_of(f.parts), f.mark) for f in found), key=lambda ref: ref.guid)

    def fetch(self, ref: Ref, stage: Staging) -> Delivery:
        """Stage what the manifest vouches for. What is missing, differs or changes meanwhile is reported and not
        handed over."""
        try:
            parts = parts_of(ref.guid)
        except ValueError as e:
            raise ItemVanished(guid=ascii(ref.guid)[:200]) from e
        if len(parts) > MAX_DEPTH:
            raise ItemVanished(guid=ref.guid)
        with self._root() as root, ExitStack() as stack:
            try:
                folder = stack.enter_context(opened(root, parts))
            except OSError as e:
                raise _absent(e, ref.guid) from e
            return _hand_over(ref.guid, parts, folder, stage)

    @contextmanager
    def _root(self) -> Iterator[int]:
        """The registered folder itself may be a link: the operator chose it."""
        try:
            fd = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except (OSError, ValueError) as e:
            raise SourceUnavailable(reason="no_folder", path=shown(str(self.path))) from e
        try:
            yield fd
        finally:
            os.close(fd)


def _walk(folder: int, parts: tuple[str, ...], owner: _Found | None = None, only: bool = False) -> Iterator[_Found]:
    """The deliveries at and below an opened folder; with ``only``, just the one at this folder. Read whole before
    use: a delivery is yielded before its sub-folders are looked at."""
    content = look(folder)
    if len(parts) <= MAX_DEPTH and (DATAPACKAGE in content.files or MANIFEST in content.files):
        if only and owner is not None:
            return
        owner = _Found(parts)
        yield owner
    if owner is not None:
        owner.add(parts[len(owner.parts) :], content)
    if len(parts) >= MAX_DEPTH and (owner is None or owner.too_many):
        return
    if only and owner is None:
        return
    for name in content.folders:
        try:
            with opened(folder, [name]) as deeper:
                yield from _walk(deeper, (*parts, name), owner, only)
        except OSError as e:
            if not gone(e):
                raise


def _one(folder: int, guid: str, parts: tuple[str, ...]) -> _Found:
    try:
        found = tuple(_walk(folder, parts, only=True))
    except OSError as e:
        raise _absent(e, guid) from e
    if not found:
        raise ItemVanished(guid=guid)
    return found[0]


def _absent(e: OSError, guid: str) -> HarvestError:
    return ItemVanished(guid=guid) if gone(e) else SourceUnavailable(reason="unreadable", path=guid)


def _hand_over(guid: str, parts: tuple[str, ...], folder: int, stage: Staging) -> Delivery:
    found = _one(folder, guid, parts)
    age = time.time_ns() - max((entry.ctime_ns for entry in found.files.values()), default=0)
    if 0 <= age < TICK_NS:
        time.sleep((TICK_NS - age) / 1e9)
        found = _one(folder, guid, parts)
    if found.too_many:
        raise TooLarge(reason="files", limit=MAX_FILES)
    if sum(entry.size for entry in found.files.values()) > MAX_BYTES:
        raise TooLarge(limit=MAX_BYTES)
    documents = {name: _read(folder, name, guid) for name in (MANIFEST, DATAPACKAGE) if name in found.files}
    manifest, faults = read_manifest(documents.get(MANIFEST))
    descriptor, more = read_datapackage(documents.get(DATAPACKAGE))
    files: dict[str, StagedFile] = {}
    problems: dict[str, Finding] = {}
    for path, sha256, problem in _wanted(found, manifest):
        staged = None if problem else _stage_file(folder, path, documents.get(path), stage, guid)
        if problem is None:
            problem = "changed" if staged is None else "differs" if sha256 not in (None, staged.sha256) else None
        if problem is None and staged is not None:
            files[path] = staged
        elif problem is not None:
            actual = staged.sha256 if staged else None
            problems[path] = _finding("M-02", path, reason=problem, expected=sha256, actual=actual)
    now = _files_now(folder, guid, parts)
    for path in sorted(files):
        if now.get(path) != found.files[path]:
            problems[path] = _finding("M-02", path, reason="changed", expected=None, actual=None)
            del files[path]
    unnamed = () if manifest is None else sorted({*found.files, *found.odd} - {*manifest, MANIFEST})
    return Delivery(
        guid=guid,
        descriptor=descriptor,
        files=tuple(files[path] for path in sorted(files)),
        mark=found.mark,
        findings=(
            *faults,
            *more,
            *(problems[path] for path in sorted(problems)),
            *(Finding("M-04", Severity.WARN, file=shown(path)) for path in unnamed),
        ),
    )


def _wanted(found: _Found, manifest: Mapping[str, str] | None) -> Iterator[tuple[str, str | None, str | None]]:
    """Each file to hand over: path, the hash it must have (None: nobody vouches), and why it cannot be (None: it can).

    Without a readable manifest (M-01, returned) every file is staged, so that the clerk learns all that is wrong at
    once.
    """
    expected: dict[str, str | None] = dict(manifest) if manifest is not None else dict.fromkeys(found.files)
    for name in (MANIFEST, DATAPACKAGE):
        if name in found.files:
            expected.setdefault(name, None)
    if len(expected) > MAX_FILES:
        raise TooLarge(reason="files", limit=MAX_FILES)
    alike = Counter(_folded(path) for path in expected)
    for path, sha256 in sorted(expected.items()):
        problem = None
        if path in found.odd:
            problem = "not_a_file"
        elif path not in found.files:
            problem = "missing"
        elif reserved(path):
            problem = "reserved_name"
        elif not decodable(path) or not portable(path):
            problem = "bad_name"
        elif alike[_folded(path)] > 1:
            problem = "same_name"
        yield path, sha256, problem


def _folded(path: str) -> str:
    """Names that some systems take for the same one: other case, other Unicode normal form."""
    return unicodedata.normalize("NFC", path).casefold()


def _stage_file(folder: int, path: str, raw: bytes | None, stage: Staging, guid: str) -> StagedFile | None:
    """The file in the stage; None if it is gone. Documents are staged from the very bytes that were read as JSON."""
    if raw is not None:
        return stage.put(path, io.BytesIO(raw))
    try:
        stream = open_file(folder, path)
    except OSError as e:
        if gone(e):
            return None
        raise SourceUnavailable(reason="unreadable", path=f"{guid}/{path}") from e
    with stream:
        return stage.put(path, stream)


def _read(folder: int, name: str, guid: str) -> bytes | None:
    """At most one byte more than is allowed, so that too large shows."""
    try:
        with open_file(folder, name) as stream:
            return stream.read(MAX_DOCUMENT_BYTES + 1)
    except OSError as e:
        if gone(e):
            return None
        raise SourceUnavailable(reason="unreadable", path=f"{guid}/{name}") from e


def _files_now(folder: int, guid: str, parts: tuple[str, ...]) -> Mapping[str, Entry]:
    try:
        return _one(folder, guid, parts).files
    except ItemVanished:
        return {}


def _finding(code: str, path: str, **params: str | None) -> Finding:
    return Finding(code, Severity.BLOCK, file=shown(path), params=params)
