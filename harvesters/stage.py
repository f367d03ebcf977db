"""The stage: bytes kept by SHA-256, exactly as received.

Layout: ``ab/cd/<sha256>``, beside it ``<sha256>.quarantine`` where a rule locked the bytes away (G-03, G-10);
``incoming/`` holds what is still being written. A name appears only by ``rename`` after ``fsync``, so after a crash
a file is whole or not there (I-17).
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, BinaryIO

from harvesters.contract import StagedFile
from harvesters.errors import StageError, TooLarge
from harvesters.failpoint import failpoint

CHUNK = 1 << 20
MAX_BYTES = 4 << 30
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Stage:
    """A folder of bytes by hash. Safe for many processes at once: the same bytes are only ever put in the same
    place."""

    def __init__(self, root: Path, max_bytes: int = MAX_BYTES) -> None:
        self.root = Path(root)
        self.max_bytes = max_bytes
        self._incoming = self.root / "incoming"

    def put(self, path: str, stream: IO[bytes]) -> StagedFile:
        """Keep what ``stream`` holds under its hash. Putting the same bytes again changes nothing (and mends a
        damaged copy)."""
        try:
            return self._put(path, stream)
        except OSError as e:
            raise StageError(path=path, reason=reason_of(e)) from e

    def put_file(self, path: str, source: Path) -> StagedFile:
        """Keep a copy of the local file ``source`` as ``path`` of a delivery."""
        with open(source, "rb") as stream:
            return self.put(path, stream)

    def open(self, sha256: str) -> BinaryIO:
        """The bytes for reading. Quarantined bytes open too (the gate must read them); who serves bytes asks first."""
        try:
            return open(self.path_of(sha256), "rb")
        except OSError as e:
            raise StageError(sha256=sha256, reason=reason_of(e)) from e

    def path_of(self, sha256: str) -> Path:
        """Where the bytes lie, or would lie. Anything that is no hash is refused: no path is built from it."""
        if not _SHA256.fullmatch(sha256):
            raise StageError(sha256=sha256[:80], reason="not_a_hash")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str) -> bool:
        return self.path_of(sha256).is_file()

    def verify(self, sha256: str) -> None:
        """Read the bytes again; raise unless they still are what their name says."""
        try:
            sound = _hash_of(self.path_of(sha256)) == sha256
        except OSError as e:
            raise StageError(sha256=sha256, reason=reason_of(e)) from e
        if not sound:
            raise StageError(sha256=sha256, reason="damaged")

    def quarantine(self, sha256: str, reason: str) -> None:
        """Lock bytes away: not downloadable, not deletable by the publisher. The first reason stays."""
        marker = self._marker(sha256)
        if marker.exists():
            return
        text = json.dumps({"reason": reason}, ensure_ascii=False)
        try:
            temp, _, _ = self._write(io.BytesIO(text.encode()))
            self._place(temp, marker)
        except OSError as e:
            raise StageError(sha256=sha256, reason=reason_of(e)) from e

    def is_quarantined(self, sha256: str) -> bool:
        return self._marker(sha256).exists()

    def sweep_temps(self, older_than: float = 3600.0) -> int:
        """Remove what crashed writers left. A live writer touches its file all the time, so age tells the two apart."""
        swept = 0
        limit = time.time() - older_than
        for temp in self._incoming.glob("*.part"):
            with suppress(FileNotFoundError):  # another sweeper was first
                if temp.stat().st_mtime <= limit:
                    temp.unlink()
                    swept += 1
        return swept

    def _put(self, path: str, stream: IO[bytes]) -> StagedFile:
        temp, sha256, size = self._write(stream)
        target = self.path_of(sha256)
        if target.is_file() and target.stat().st_size == size and _hash_of(target) == sha256:
            temp.unlink()
        else:
            self._place(temp, target)
        return StagedFile(path=path, sha256=sha256, size=size)

    def _write(self, stream: IO[bytes]) -> tuple[Path, str, int]:
        """Write a temp file durably: (temp, hash, size). Whatever goes wrong, no temp stays behind."""
        self._make(self._incoming)
        temp = self._incoming / f"{secrets.token_hex(16)}.part"
        digest, size = hashlib.sha256(), 0
        try:
            with open(temp, "xb") as out:
                os.fchmod(out.fileno(), 0o640)
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > self.max_bytes:
                        raise TooLarge(limit=self.max_bytes)
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
                written = os.fstat(out.fileno()).st_size
            if written != size:
                raise StageError(reason="short_write", expected=size, actual=written)
            failpoint("stage.written")
        except BaseException:
            temp.unlink(missing_ok=True)
            raise
        return temp, digest.hexdigest(), size

    def _place(self, temp: Path, target: Path) -> None:
        try:
            self._make(target.parent)
            os.rename(temp, target)
        except BaseException:
            temp.unlink(missing_ok=True)
            raise
        failpoint("stage.renamed")
        _sync_folder(target.parent)

    def _make(self, folder: Path) -> None:
        """Create a folder so that it survives a power cut: each new name is synced in its parent."""
        if folder.is_dir():
            return
        if folder != self.root:
            self._make(folder.parent)
        folder.mkdir(mode=0o750, parents=folder == self.root, exist_ok=True)
        _sync_folder(folder.parent)

    def _marker(self, sha256: str) -> Path:
        path = self.path_of(sha256)
        return path.with_name(f"{path.name}.quarantine")


def _hash_of(path: Path) -> str:
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def reason_of(e: OSError) -> str:
    if e.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "disk_full"
    return errno.errorcode.get(e.errno or 0, "io_error").lower()
