"""``python -m bench NAME… [--small] --json FILE``: run by ``./portal bench``, in its stack if a bench needs one."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from pathlib import Path

from bench import formats, gate

NAMES = ("gate", "gate-differential", "harvest-first", "harvest-unchanged")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", help=", ".join(NAMES))
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    names = asked.names or NAMES
    logging.disable(logging.INFO)
    lines = [*gate.run(asked.small), *formats.run(asked.small, gate.SEED)] if "gate" in names else []
    if "gate-differential" in names:
        lines += [gate.differences(100 if asked.small else 10_000, asked.seed)]
    if wanted := {name for name in names if name.startswith("harvest-")}:
        from bench import harvest

        lines += harvest.run(asked.small, wanted)
    for line in lines:
        print(line)
    text = json.dumps([line.as_json() for line in lines], ensure_ascii=False, indent=1)
    if asked.json:
        asked.json.write_text(text + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
