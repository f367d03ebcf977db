"""What a file is by its first bytes, whatever its name says (Q25, G-40)."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

HEAD = 8192
_MAX_JSON = 1 << 20

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"{\\rtf", "rtf"),
    *(
        (head, "Excel 4.0")
        for head in (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
    ),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)
_STATES = frozenset({"code", "status", "errcode", "error_code"})
_SAYINGS = frozenset({"error", "msg", "message", "errmsg", "errormsg"})
_MESSAGE = re.compile(
    rb"type=[\"']?password|login|captcha|forbidden|unauthori[sz]ed|not found|error|"
    + b"|".join(w.encode(c) for w in ("登录", "验证码", "错误", "超时", "无权", "拦截") for c in ("utf-8", "gbk")),
    re.IGNORECASE,
)
_STREAMS = (
    *(("EncryptedPackage", "encrypted"), ("Workbook", "xls"), ("Book", "xls")),
    *(("WordDocument", "doc"), ("PowerPoint Document", "ppt")),
)
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<script", b"<meta")


def kind(path: Path) -> str | None:
    """The kind of file if its bytes say that it is no plain text table; ``json_error`` for an interface's refusal."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if head.startswith(b"BM") and len(head) > 26 and head[6:10] == b"\0" * 4:
        return "bmp"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole(path)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:13].lower() == b"mime-version:":
        return "mhtml"
    if text[:15].lower().startswith(_HTML):
        return "html"
    if text.startswith(b"<?xml"):
        return "html" if b"<html" in text.lower() or b"<table" in text.lower() else "xml"
    if text[:1] in (b"{", b"["):
        return _json(path)
    return None


def _zip(path: Path) -> str:
    """XLSX and its kin are ZIP files; only the list of members is read."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "zip"
    if any(name.startswith("xl/") for name in names):
        return "xlsm" if any(name.endswith("vbaProject.bin") for name in names) else "xlsx"
    for folder, found in (("word/", "docx"), ("ppt/", "pptx")):
        if any(name.startswith(folder) for name in names):
            return found
    return "ofd" if "OFD.xml" in names else "ods" if "content.xml" in names else "zip"


def _ole(path: Path) -> str:
    """XLS, DOC, PPT and what WPS calls them share one container; a password-protected XLSX is one too."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as ole:
            streams = {entry[0] for entry in ole.listdir()}
    except Exception:  # olefile raises whatever struct, codecs and lists raise: broken, but still of some kind
        with path.open("rb") as stream:
            data = stream.read(1 << 20)
        streams = {name for name, _ in _STREAMS if name.encode("utf-16-le") in data}
    return next((found for name, found in _STREAMS if name in streams), "ole")


def _json(path: Path) -> str | None:
    """JSON by parsing it, or by how it begins if it is long. ``{"code":…,"error":…}`` is an interface's refusal."""
    with path.open("rb") as stream:
        data = stream.read(_MAX_JSON + 1)
    text = data.decode("utf-8-sig", "replace").lstrip()
    if len(data) > _MAX_JSON:
        return "json" if text[1:].lstrip()[:1] in ('"', "{", "[") else None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return "jsonl" if _is_json(text.partition("\n")[0]) else None
    if isinstance(value, dict):
        said = {str(key).lower() for key, inner in value.items() if not (inner and isinstance(inner, dict | list))}
        holds = any(inner and isinstance(inner, dict | list) for inner in value.values())
        if not holds and said & _STATES and said & _SAYINGS:
            return "json_error"
    return "json"


def _is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict | list)
    except (ValueError, RecursionError):
        return False


def is_message(path: Path) -> bool:
    """Whether a page is what a system answers instead of a file: a login, an error, a wall; a page with a table is
    not."""
    with path.open("rb") as stream:
        page = stream.read(1 << 20)
    return b"<table" not in page.lower() and _MESSAGE.search(page) is not None


def is_braced(path: Path) -> bool:
    """Whether a text begins as JSON does."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[") or head[:2] in (b"\xff\xfe", b"\xfe\xff")
