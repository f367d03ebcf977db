"""Published bytes: content-addressed, written once, served as attachments with a readable Chinese name (D16)."""

from __future__ import annotations

import os
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import file_keeper as fk
from ckan.lib import files
from ckan.lib.files.default.fs import FsStorage
from flask import Response, g, request

from harvesters.catalogue import codelists
from harvesters.contract import StagedFile
from harvesters.errors import StageError
from harvesters.failpoint import failpoint
from harvesters.stage import Stage, reason_of

STORAGE, INCOMING = "releases", "incoming"
DOWNLOAD_ENDPOINTS = ("resource.download", "dataset_resource.download")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]+')


def location(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def keep(stage: Stage, file: StagedFile) -> None:
    """Copy a staged master into the release store. Its name appears only when its bytes are whole and durable: what a
    crash left under that name with another size is replaced, what is there already is left untouched."""
    storage = files.get_storage(STORAGE)
    place = files.Location(location(file.sha256))
    there = fk.FileData(place)
    if storage.exists(there) and storage.size(place) == file.size:
        return
    incoming = fk.FileData(files.Location(f"{INCOMING}/{secrets.token_hex(16)}"))
    try:
        with stage.open(file.sha256) as stream:
            storage.upload(incoming.location, fk.make_upload(stream))
        _make_durable(storage, incoming)
        failpoint("files.written")
        if storage.exists(there) and storage.size(place) != file.size:
            storage.remove(there)
        with suppress(fk.exc.ExistingFileError):  # another worker kept the same bytes meanwhile
            storage.move(place, incoming)
    except OSError as error:
        raise StageError(sha256=file.sha256, reason=reason_of(error)) from error
    finally:
        storage.remove(incoming)
    failpoint("files.kept")


def sweep_temps(older_than: float = 3600.0) -> None:
    """Remove what crashed writers left in a store that is a folder."""
    storage = files.get_storage(STORAGE)
    if isinstance(storage, FsStorage):
        limit = time.time() - older_than
        for path in Path(storage.full_path(files.Location(INCOMING))).glob("*"):
            with suppress(FileNotFoundError):  # its writer, or another sweeper, was first
                if path.stat().st_mtime <= limit:
                    path.unlink()


def _make_durable(storage: files.Storage, file: fk.FileData) -> None:
    """In a folder, bytes reach the disk before their name does; other stores have kept what they have answered."""
    if isinstance(storage, FsStorage):
        with open(storage.full_path(file.location), "rb") as stream:
            os.fsync(stream.fileno())


def download_name(title: str, suffix: str = "csv") -> str:
    """What a person's download folder shows: the Chinese title, without characters a file system refuses. A title that
    is the name of the file as it came does not keep that one's suffix."""
    before, _, ending = title.rpartition(".")
    if before and ending.lower() in codelists.formats():
        title = before
    stem = _UNSAFE.sub("_", title).strip(" ._") or "data"
    return f"{stem[:80]}.{suffix}"


class ReleaseUpload:
    """CKAN's resource uploader for released bytes: it reads by hash and never writes (the choke staged the upload)."""

    def __init__(self, resource: dict[str, Any]) -> None:
        self.sha256 = resource.get("sha256")
        form = str(resource.get("format") or "csv").lower()
        self.name = download_name(resource.get("name") or "", form if re.fullmatch(r"[a-z]{2,5}", form) else "csv")
        self.mimetype = str(resource.get("mimetype") or "text/csv")
        self.storage = files.get_storage(STORAGE)

    def upload(self, id: str, max_size: int = 10) -> None:
        """Nothing to do: bytes enter by the stage and leave it by :func:`keep`."""

    def delete(self, id: str, filename: str | None = None) -> None:
        """Released bytes are immutable."""

    def get_path(self, id: str) -> str:
        g.sdopendata_download_name = self.name
        return location(self.sha256) if self.sha256 else "none"


def protect_download(response: Response) -> Response:
    """Attachment with the readable name, no sniffing, no script: stock serves uploads inline from our origin."""
    if request.endpoint not in DOWNLOAD_ENDPOINTS or response.status_code not in (200, 206, 304):
        return response
    name = g.get("sdopendata_download_name", "data.csv")
    plain = _ascii((request.view_args or {}).get("filename") or "")
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if response.mimetype == "text/csv":
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
    return response


def _ascii(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip("_") or "data.csv"
