"""Messages over a pipe: four bytes of length, then the body."""

from __future__ import annotations

import struct
from typing import IO

HEADER = struct.Struct(">I")


def send(stream: IO[bytes], body: bytes) -> None:
    stream.write(HEADER.pack(len(body)) + body)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """One frame, or None when the other side is gone."""
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    size = HEADER.unpack(head)[0]
    body = stream.read(size)
    return body if len(body) == size else None
