"""Words for the person at the terminal: Chinese first; every failure says what failed and what to do."""

from __future__ import annotations

import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager


class Failure(Exception):
    """Something a person has to know: ``what`` failed and ``fix``, what to do about it."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix

    def __str__(self) -> str:
        return f"错误：{self.what}\n处理：{self.fix}"


def say(text: str = "") -> None:
    """Progress goes to standard error, so that answers (``status --json``) stay alone on standard output."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Name a step and the seconds it took."""
    say(title)
    started = time.monotonic()
    yield
    say(f"  用时 {time.monotonic() - started:.1f} 秒")


def wait_until(seconds: float, check: Callable[[], bool], what: str, fix: str, pause: float = 0.1) -> None:
    """Poll ``check()`` until it is true, else a Failure of these words. ``check`` may raise OSError: not yet."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if check():
                return
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise Failure(what, fix)
        time.sleep(pause)


def width(text: str) -> int:
    """Columns that a terminal needs: East Asian wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A plain table whose columns line up although Chinese characters are twice as wide."""
    cells = [[str(c) for c in row] for row in (header, *rows)]
    widths = [max(width(row[i]) for row in cells) for i in range(len(header))]
    lines = ["  ".join(c + " " * (w - width(c)) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join(lines)
