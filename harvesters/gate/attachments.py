"""What is no table, and what could not be read as one: looked through for markers of secrecy and numbers of persons."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path, PurePosixPath

from harvesters.contract import Finding, Severity
from harvesters.gate.findings import Findings
from harvesters.gate.reading import documents, programs
from harvesters.gate.reading.csv import LayoutFault
from harvesters.gate.reading.encoding import EncodingFault
from harvesters.gate.rules.scan import look_at_texts
from harvesters.gate.rules.sensitive import safe

_ENOUGH = 20  # characters that make a document more than a picture
_MOST_RAW = 512 << 20


def look(path: Path, kind: str, file: str, found: Findings) -> None:
    """Every text and property of an attachment. One without text waits for a person: nobody else can read it.

    :raises EncodingFault, LayoutFault: it cannot be looked through
    """
    size = 0
    for place, text in documents.texts(path, kind):
        size += len(text.strip()) if place != "文件属性" else 0
        found.extend(look_at_texts(text, place, file=file))
    if kind in documents.PICTURES or (size < _ENOUGH and kind not in documents.PLAIN):
        found.add(Finding("G-40", Severity.REVIEW, file=file, params={"reason": "no_text"}))


def look_beside(path: Path, name: str, file: str, found: Findings) -> bool:
    """A member of an archive that is not published: what must be locked in it locks the archive. Whether it may lie
    there at all: a program may not."""
    harmless = not programs.is_program(name, path)
    if not harmless:
        params = {"reason": "zip_program", "name": safe(name[-60:], 60)}
        found.add(Finding("G-40", Severity.BLOCK, file=file, params=params))
    kind = PurePosixPath(name).suffix.lstrip(".").lower()
    if kind in documents.FITTING:
        with suppress(EncodingFault, LayoutFault):
            for place, text in documents.texts(path, kind):
                told = f"压缩包中“{safe(name)}”的{place}"
                found.extend(one for one in look_at_texts(text, told, file=file) if one.quarantine)
    look_raw(path, file, found)
    return harmless


def look_raw(path: Path, file: str, found: Findings) -> None:
    """A file that could not be read is returned, but what must be locked in it is found all the same (G-03, G-10)."""
    if any(one.quarantine for one in found.result()) or path.stat().st_size > _MOST_RAW:
        return
    for place, text in documents.raw(path, suspect=True):
        found.extend(one for one in look_at_texts(text, place, file=file) if one.quarantine)
