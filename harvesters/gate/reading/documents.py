"""What is no table, as text: documents, pictures, pages. Nothing of it is shown; it is looked through before it is
published as it came (markers of secrecy, numbers of persons; domain §5.2)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from harvesters.gate.reading import archive
from harvesters.gate.reading.csv import LayoutFault, open_text
from harvesters.gate.reading.encoding import decide
from harvesters.gate.reading.ods import parse

# Declared format → what the first bytes may say.
FITTING: dict[str, tuple[str | None, ...]] = {
    "pdf": ("pdf",),
    "ofd": ("ofd",),
    "docx": ("docx",),
    "pptx": ("pptx",),
    "doc": ("doc",),
    "wps": ("doc", "docx"),
    "ppt": ("ppt",),
    "txt": (None,),
    "jpg": ("jpeg",),
    "jpeg": ("jpeg",),
    "png": ("png",),
    "gif": ("gif",),
    "bmp": ("bmp",),
    "tif": ("tiff",),
    "tiff": ("tiff",),
}
PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff"})
PLAIN = frozenset({"txt"})
MAX_PAGES = 5000
MAX_TEXT = 64 << 20
_PIECE = 1 << 16
_ASIDE = "文件属性"
# Members in which the pages of a document are written.
_BODY = re.compile(
    r"(?:^|/)Content\.xml$|^word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$|^ppt/(?:slides|notesSlides)/"
)
# What a PDF starts by itself.
_STARTS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")
# Text in bytes that no reader of ours takes apart: runs of printable characters, in each encoding by itself, so that a
# run read in the wrong one does not end within ★.
_RUNS = (
    ("utf-8", re.compile(rb"(?:[\x20-\x7e]|[\xe2-\xef][\x80-\xbf]{2}){5,}")),
    ("gb18030", re.compile(rb"(?:[\x20-\x7e]|[\x81-\xfe][\x40-\x7e\x80-\xfe]){5,}")),
)
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x26\x4e-\x9f]|[\x00-\x3f]\x30|[\x00-\xef]\xff){4,}")
# Long numbers in one byte, in two and in full width; 密 in UTF-8, GBK, UTF-16.
_SUSPECT = tuple(
    re.compile(pattern)
    for pattern in (
        rb"[0-9][0-9 \-\x00]{13,60}[0-9Xx]",
        *(rb"\xef\xbc[\x90-\x99](?:\xef\xbc[\x90-\x99]){14}", rb"\xa3[\xb0-\xb9](?:\xa3[\xb0-\xb9]){14}"),
        *(rb"\xe5\xaf\x86", rb"\xc3\xdc", rb"\xc6\x5b"),
    )
)

Text = tuple[str, str]


def texts(path: Path, kind: str) -> Iterator[Text]:
    """(place, text) of everything written in the file, its properties among it.

    :raises LayoutFault, EncodingFault: it cannot be looked through
    """
    if kind == "pdf":
        yield from _pdf(path)
    elif kind in ("ofd", "docx", "pptx") or zipfile.is_zipfile(path):
        yield from _package(path, kind)
    elif kind in ("doc", "wps", "ppt"):
        yield from _ole(path)
    elif kind in PICTURES:
        yield from raw(path)
    else:
        yield from _plain(path)


# Between stretches that are no neighbours: nothing that may stand inside a number.
_CUT = "\n|\n"


def raw(path: Path, *, suspect: bool = False) -> Iterator[Text]:
    """Every stretch of the bytes that reads as text; ``suspect``: only where long numbers or 密 are."""
    tail = b""
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            data = tail + piece
            tail = data[-256:]
            if suspect:
                spans = (match.span() for pattern in _SUSPECT for match in pattern.finditer(data))
                data = _CUT.encode().join(data[max(start - 60, 0) : end + 60] for start, end in spans)
            found = [run[0].decode(name, "ignore") for name, runs in _RUNS for run in runs.finditer(data)]
            found += [match[0].decode("utf-16-le", "ignore") for match in _WIDE.finditer(data)]
            found += [match[0].decode("utf-16-le", "ignore") for match in _WIDE.finditer(data[1:])]
            found = list(dict.fromkeys(found))  # ASCII reads the same in each encoding
            for n in range(0, len(found), 1000):
                yield "文件内容", _CUT.join(found[n : n + 1000])


def _plain(path: Path) -> Iterator[Text]:
    with open_text(path, decide(path)) as stream:
        before = ""
        while piece := stream.read(_PIECE):
            yield "正文", before + piece
            before = piece[-64:]


def _pdf(path: Path) -> Iterator[Text]:
    import pypdf

    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise LayoutFault("G-40", "disguised", format="pdf", found="encrypted")
        if reader.attachments:
            raise LayoutFault("G-40", "embedded")
        if _starts(reader):
            raise LayoutFault("G-40", "active")
        for value in (reader.metadata or {}).values():
            yield _ASIDE, str(value)
        if len(reader.pages) > MAX_PAGES:
            raise LayoutFault("G-40", "bomb", detail=f"{len(reader.pages)} > {MAX_PAGES}")
        size = 0
        for number, page in enumerate(reader.pages, start=1):
            text = page.extract_text()
            size += len(text)
            if size > MAX_TEXT:
                raise LayoutFault("G-40", "bomb", detail=f"> {MAX_TEXT >> 20} MiB")
            yield f"第 {number} 页", text
            for note in page.get("/Annots") or ():
                yield "批注", str(note.get_object().get("/Contents") or "")
    except (LayoutFault, MemoryError):
        raise
    except Exception as e:  # pypdf raises whatever lists, streams and recursion raise
        raise LayoutFault("G-40", "document_broken", detail=type(e).__name__) from e


def _starts(reader: Any) -> bool:
    """Whether opening the file or a page of it, or a click, starts a program: scripts of the document, actions."""
    root = reader.trailer["/Root"].get_object()
    names = root.get("/Names")
    if names is not None and names.get_object().get("/JavaScript") is not None:
        return True
    holders = [root, *islice(reader.pages, MAX_PAGES)]
    holders += [note.get_object() for page in holders[1:] for note in page.get("/Annots") or ()]
    return any(_acts(holder.get(key)) for holder in holders for key in ("/OpenAction", "/AA", "/A"))


def _acts(action: Any, depth: int = 0) -> bool:
    action = action.get_object() if hasattr(action, "get_object") else action
    if not isinstance(action, dict) or depth > 4:
        return False
    return action.get("/S") in _STARTS or any(
        _acts(inner, depth + 1) for key, inner in action.items() if key not in ("/D", "/Parent", "/P")
    )


def _package(path: Path, kind: str) -> Iterator[Text]:
    """Office and OFD documents: the text of every XML member."""
    names = [info.filename for info in archive.members(path, kind, "document_broken")]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise LayoutFault("G-40", "active")
    if any("/embeddings/" in name for name in names):
        raise LayoutFault("G-40", "embedded")
    with zipfile.ZipFile(path) as packed:
        for name in names:
            if name.lower().endswith((".xml", ".rels")):
                try:
                    yield from _member(packed, name)
                except LayoutFault as fault:
                    raise LayoutFault("G-40", "document_broken", detail=fault.params.get("detail", "XML")) from fault


def _member(packed: zipfile.ZipFile, name: str) -> Iterator[Text]:
    """What is written in a member, and what it says beside: a page of pictures alone has the one and not the other."""
    words: list[str] = []
    given: list[str] = []
    parse(
        packed,
        name,
        lambda _, attributes: given.extend(one for one in attributes.values() if not one.isascii() or len(one) >= 11),
        lambda _: None,
        lambda data: words.append(data) if data.strip() else None,
    )
    for place, found in (("正文" if _BODY.search(name) else _ASIDE, words), (_ASIDE, given)):
        for n in range(0, len(found), 200):
            yield place, "\n".join(found[n : n + 200])


def _ole(path: Path) -> Iterator[Text]:
    """Old Office and WPS documents: properties, and every stretch of text in either width."""
    import olefile

    from harvesters.gate.reading.xls import MACROS, properties

    try:
        with olefile.OleFileIO(str(path)) as ole:
            parts = {part.lower() for entry in ole.listdir(streams=True, storages=True) for part in entry}
            if parts & set(MACROS):
                raise LayoutFault("G-40", "active")
            yield from properties(ole)
    except LayoutFault:
        raise
    except Exception as e:
        raise LayoutFault("G-40", "document_broken", detail=type(e).__name__) from e
    yield from raw(path)
