"""DBF, the table of a shapefile: text in the encoding that the file says or that its whole text proves, digits as
written. A row is the number of a record, from 1."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from harvesters.gate.reading.csv import MAX_COLUMNS, LayoutFault
from harvesters.gate.reading.encoding import EncodingFault, decide

_READABLE = frozenset("CNFDLI")
_LANGUAGES = {0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5", 0x78: "big5"}  # the header's language byte
_PAGES = {"utf-8": "utf-8", "utf8": "utf-8", "65001": "utf-8"}
_PAGES |= dict.fromkeys(("gbk", "gb2312", "gb18030", "936", "cp936", "ansi 936", "windows-936"), "gb18030")
_TRUTH = {"T": "true", "Y": "true", "F": "false", "N": "false", "?": ""}


@dataclass(frozen=True, slots=True)
class _Field:
    name: bytes
    kind: str
    size: int


class Dbf:
    """An opened table. ``page``: what the ``.cpg`` beside it says."""

    def __init__(self, path: Path, page: str | None) -> None:
        self._path = path
        with path.open("rb") as stream:
            self.count, self._start, self._size, language = self._head(stream)
            self._fields = list(self._described(stream))
        if path.stat().st_size < self._start + self.count * self._size:
            raise LayoutFault("G-40", "dbf_broken", detail=".dbf")
        wrong = [field.name.decode("gb18030", "replace") for field in self._fields if field.kind not in _READABLE]
        if wrong:
            raise LayoutFault("G-40", "parquet_nested", columns="、".join(wrong[:10]))
        declared = _PAGES.get((page or "").strip().lower()) or _LANGUAGES.get(language)
        self.encoding = self._decided(declared)
        self.labels = [self._decode(field.name, 0, "").strip() for field in self._fields]
        twice = [label for n, label in enumerate(self.labels) if label in self.labels[:n]]
        if twice:
            raise LayoutFault("G-40", "dbf_names", name=twice[0])

    def rows(self) -> Iterator[list[str]]:
        """Each record's values as text."""
        for number, raw in enumerate(self._raw(), start=1):
            yield [self._value(field, one, number) for field, one in zip(self._fields, raw, strict=True)]

    @staticmethod
    def _head(stream: IO[bytes]) -> tuple[int, int, int, int]:
        head = stream.read(32)
        if len(head) < 32:
            raise LayoutFault("G-40", "dbf_broken", detail=".dbf")
        count, start, size = struct.unpack_from("<IHH", head, 4)
        return count, start, size, head[29]

    def _described(self, stream: IO[bytes]) -> Iterator[_Field]:
        total = 1
        for number in range((self._start - 33) // 32):
            part = stream.read(32)
            if part[:1] in (b"\r", b"") or len(part) < 32:
                break
            if number >= MAX_COLUMNS:
                raise LayoutFault("G-40", "too_many_columns", cells=number + 1, limit=MAX_COLUMNS)
            field = _Field(part[:11].split(b"\0", 1)[0], chr(part[11]).upper(), part[16])
            total += field.size
            yield field
        if total > self._size or total == 1:
            raise LayoutFault("G-40", "dbf_broken", detail=".dbf")

    def _raw(self) -> Iterator[list[bytes]]:
        with self._path.open("rb") as stream:
            stream.seek(self._start)
            for number in range(1, self.count + 1):
                record = stream.read(self._size)
                if record[:1] == b"*":
                    raise LayoutFault("G-40", "dbf_deleted", number)
                at, parts = 1, []
                for field in self._fields:
                    parts.append(record[at : at + field.size])
                    at += field.size
                yield parts

    def _decided(self, declared: str | None) -> str:
        """The declared encoding if all text is written in it, else what the whole text proves; never a guess."""
        with NamedTemporaryFile(suffix=".txt") as whole:
            plain = True
            for text in self._texts():
                plain = plain and text.isascii()
                whole.write(text + b"\n")
            whole.flush()
            if plain:
                return "utf-8"
            try:
                found = decide(Path(whole.name)).codec
            except EncodingFault as fault:
                if declared and fault.reason in ("implausible", "big5") and self._fits(declared):
                    return declared  # too little text to prove anything, and nothing against what is said
                place = self._misfit(declared or ("utf-8" if fault.reason == "utf8_broken" else "gb18030"))
                raise LayoutFault("G-40", "dbf_text", place[0], column=place[1]) from fault
        if declared and declared != found:
            raise LayoutFault("G-40", "dbf_page", declared=declared, found=found)
        return found

    def _texts(self) -> Iterator[bytes]:
        yield from (field.name for field in self._fields)
        for parts in self._raw():
            for field, one in zip(self._fields, parts, strict=True):
                if field.kind == "C" and (text := one.rstrip(b" \0")):
                    yield text

    def _fits(self, codec: str) -> bool:
        try:
            for text in self._texts():
                text.decode(codec)
        except UnicodeDecodeError:
            return False
        return True

    def _misfit(self, codec: str) -> tuple[int | None, str]:
        """The record and the column whose text is none."""
        for number, parts in enumerate(self._raw(), start=1):
            for field, one in zip(self._fields, parts, strict=True):
                try:
                    one.rstrip(b" \0").decode(codec if field.kind == "C" else "latin-1")
                except UnicodeDecodeError:
                    return number, field.name.decode(codec, "replace")
        return None, "—"

    def _value(self, field: _Field, raw: bytes, row: int) -> str:
        if field.kind == "I":
            return str(int.from_bytes(raw, "little", signed=True)) if len(raw) == 4 else ""
        if field.kind == "C":
            return self._decode(raw.rstrip(b" \0"), row, field.name.decode("latin-1"))
        text = raw.decode("latin-1").strip(" \0")
        if field.kind == "D" and len(text) == 8 and text.isdigit():
            return "" if text == "0" * 8 else f"{text[:4]}-{text[4:6]}-{text[6:]}"
        return _TRUTH.get(text.upper(), text) if field.kind == "L" else text

    def _decode(self, raw: bytes, row: int, column: str) -> str:
        try:
            return raw.decode(self.encoding)
        except UnicodeDecodeError as e:
            raise LayoutFault("G-40", "dbf_text", row, column=column) from e
