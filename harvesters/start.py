"""``sd-harvest`` begins here, on any system: where the gate cannot be limited it is not run, and says where it can be.

A table may be made to eat all memory. The limits of :mod:`harvesters.gate.child` are Linux's; so nothing else of the
gate is even imported elsewhere.
"""

from __future__ import annotations

import os
import sys

from harvesters.messages import fix, sentence

COULD_NOT = 2


def main() -> None:
    if not limited():
        said = (f"{sentence('cannot_limit', {}, lang)}\n{fix('cannot_limit', {}, lang)}\n" for lang in ("zh", "en"))
        encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
        sys.stderr.write("".join(said).encode(encoding, "backslashreplace").decode(encoding))
        raise SystemExit(COULD_NOT)
    from harvesters.cli import main as run

    run()


def limited() -> bool:
    """Whether a child process can be kept within memory and time here."""
    try:
        import resource
    except ImportError:  # Windows
        return False
    return hasattr(os, "fork") and hasattr(resource, "RLIMIT_AS") and sys.platform.startswith("linux")


if __name__ == "__main__":
    main()
