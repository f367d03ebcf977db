"""Write deliveries into a folder, for a source of kind ``file_drop``; ``expected.csv`` beside it says what is right."""

from __future__ import annotations

import argparse
import csv
import os
from pathlib import Path

from lifelike.made import clean, faulty


def main() -> None:
    parser = argparse.ArgumentParser(prog="lifelike", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to put them, a folder each")
    parser.add_argument("--seed", default=os.environ.get("SD_SEED", "2017"))
    parser.add_argument("--clean", type=int, default=20)
    parser.add_argument("--faulty", type=int, default=20)
    given = parser.parse_args()
    expected = []
    for one in (*clean(given.seed, given.clean), *faulty(given.seed, given.faulty)):
        folder = given.folder / one.written.name
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in one.written.files.items():
            (folder / name).write_bytes(data)
        fault = one.planted
        expected.append(
            [one.written.name, fault.verdict, fault.kind, " ".join(fault.codes), fault.row or "", fault.column or ""]
            if fault
            else [one.written.name, "pass", "", "", "", ""]
        )
    with (given.folder / "expected.csv").open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([["delivery", "verdict", "fault", "codes", "row", "column"], *expected])


if __name__ == "__main__":
    main()
