"""The demonstration deliveries are what they say: manifests, provenance, licences, records, bytes."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import seeds
from seeds import SEED, Expected

from datasets_seed.make import code_lists, readme
from datasets_seed.make.__main__ import deliveries, made
from harvesters.catalogue import codelists
from harvesters.catalogue.dictionary import check_fields
from harvesters.catalogue.rules import check_record
from harvesters.contract import GateContext, Severity, SourceFacts

TABLE = seeds.table()
GOOD = [line for line in TABLE if line.source == "demo"]
OWNERS = {source["name"]: source["owner_org"] for source in seeds.sources()}
BOMS = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe"}

each = pytest.mark.parametrize("line", TABLE, ids=lambda line: line.name)
each_good = pytest.mark.parametrize("line", GOOD, ids=lambda line: line.name)


def test_the_table_has_a_line_for_every_delivery_and_no_other() -> None:
    there = sorted(str(path.parent.relative_to(SEED)) for path in SEED.glob("*/*/datapackage.json"))
    assert sorted(line.name for line in TABLE) == there
    assert {line.source for line in TABLE} == set(OWNERS)
    assert all((SEED / source["path"]).is_dir() for source in seeds.sources())
    assert all(line.zh and line.en for line in TABLE)


def test_every_delivery_is_made_by_the_maker_and_is_as_it_makes_it() -> None:
    """``python -m datasets_seed.make`` mends it; with --packages it also makes the extracted tables anew."""
    assert sorted(f"{source}/{d.folder}" for source, d in deliveries()) == sorted(line.name for line in TABLE)
    differing = [
        f"{source}/{dataset.folder}/{name}"
        for source, dataset in deliveries()
        for name, raw in made(source, dataset, None).items()
        if (SEED / source / dataset.folder / name).read_bytes() != raw
    ]
    assert differing == []
    assert (SEED / "README.md").read_text("utf-8") == readme.page(deliveries())


def test_every_code_list_is_published_once_as_it_stands() -> None:
    folder = Path(codelists.__file__).parent / "codelists"
    published = [table.key.replace("-", "_") for dataset in code_lists.DATASETS for table in dataset.tables]
    assert sorted(published) == sorted(path.stem for path in folder.glob("*.csv"))
    for line in (one for one in GOOD if one.delivery.startswith("codelist-")):
        for resource in line.descriptor["resources"]:
            with (folder / f"{resource['name'].replace('-', '_')}.csv").open(encoding="utf-8", newline="") as stream:
                ours = list(csv.DictReader(stream))
            ids = [field["sd:id"] for field in resource["schema"]["fields"]]
            with (line.folder / resource["path"]).open(encoding="utf-8-sig", newline="") as stream:
                shown = list(csv.reader(stream))[1:]
            assert shown == [[row[name] for name in ids] for row in ours]
            assert set(ours[0]) - set(ids) <= code_lists.LEFT_OUT


@each
def test_manifest_names_every_file(line: Expected) -> None:
    manifest = json.loads((line.folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest) == {path.name for path in line.folder.iterdir()} - {"manifest.json"}
    for name, sha256 in manifest.items():
        assert hashlib.sha256((line.folder / name).read_bytes()).hexdigest() == sha256


@each
def test_provenance_licence_and_honesty(line: Expected) -> None:
    package = line.descriptor
    record = package["sd:record"]
    assert package["sources"]
    assert all(source["title"] for source in package["sources"])
    assert [licence["name"] for licence in package["licenses"]] == [record["license_id"]]
    assert record["license_id"] in codelists.licences()
    assert record["attribution"]
    assert record["owner_org"] == OWNERS[line.source]
    assert "不是任何部门的正式发布" in record["notes"]
    kinds = ("演示数据", "代码表") if line in GOOD else ("错误示例",)
    assert any(kind in record["title"] for kind in kinds)
    assert package["title"] == record["title"]
    assert package["description"] == record["notes"]


@each
def test_nothing_of_a_department_is_meant_to_be_public(line: Expected) -> None:
    """What is published belongs to 门户演示数据（非官方）."""
    assert line.outcome == "returned" or OWNERS[line.source] == "demo"


@each
def test_record_and_dictionary_pass(line: Expected) -> None:
    """The faulty ones too, unless the record is what is wrong: each is returned for its one planted fault."""
    package = line.descriptor
    organisation = codelists.organisations()[OWNERS[line.source]]
    facts = SourceFacts(line.source, organisation.slug, organisation.uscc)
    tables = [
        {"key": r["name"], "title": r["title"], "format": r["format"], "fields": r["schema"]["fields"]}
        for r in package["resources"]
    ]
    findings = check_record(package["sd:record"], tables, GateContext(as_of=dt.date(2026, 1, 1), source=facts))
    blocking = {f.code for f in findings if f.severity in (Severity.BLOCK, Severity.REVIEW)}
    assert blocking <= line.codes
    assert {f.code for f in findings} - line.codes <= {"V-03"}
    for table in tables:
        assert check_fields(table["fields"]) == []
        assert all(field.get("sd:id") for field in table["fields"])


def test_each_of_the_seven_categories_has_at_least_two_datasets() -> None:
    counts = Counter(line.descriptor["sd:record"]["category"] for line in GOOD)
    assert all(counts[c.code] >= 2 for c in codelists.categories().values() if c.first_wave)


def test_variety() -> None:
    identifiers = [line.descriptor["sd:record"]["identifier"] for line in TABLE if line.delivery != "others-code"]
    assert len(set(identifiers)) == len(identifiers)
    resources = [resource for line in GOOD for resource in line.descriptor["resources"]]
    assert {r.get("encoding") for r in resources} >= {"utf-8", "utf-8-sig", "gb18030", "utf-16"}
    assert {r["format"] for r in resources} >= {"csv", "tsv", "xlsx"}


def rows_of(line: Expected, resource: dict[str, Any]) -> list[list[str]]:
    raw = (line.folder / resource["path"]).read_bytes()
    assert raw.startswith(BOMS.get(resource["encoding"], raw[:1]))
    delimiter = resource.get("dialect", {}).get("delimiter", ",")
    return list(csv.reader(io.StringIO(raw.decode(resource["encoding"]), newline=""), delimiter=delimiter))


@each_good
def test_bytes_and_header_are_as_declared(line: Expected) -> None:
    for resource in (r for r in line.descriptor["resources"] if r["format"] != "xlsx"):
        rows = rows_of(line, resource)
        assert rows[0] == [field["name"] for field in resource["schema"]["fields"]]
        assert {len(row) for row in rows} == {len(rows[0])}
        key = [rows[0].index(name) for name in resource["schema"].get("primaryKey", [])]
        assert not key or len({tuple(row[n] for n in key) for row in rows}) == len(rows)


def test_the_large_one() -> None:
    (villages,) = (line for line in GOOD if line.delivery == "villages")
    (resource,) = villages.descriptor["resources"]
    rows = rows_of(villages, resource)[1:]
    assert len(rows) == 62_074
    assert {row[0][:2] for row in rows} == {"37"}


def test_the_ledger_holds_the_fifty_tasks() -> None:
    (ledger,) = (line for line in GOOD if line.delivery == "task-ledger")
    assert ledger.descriptor["sd:record"]["category"] == "public-administration"
    rows = rows_of(ledger, ledger.descriptor["resources"][0])
    tasks = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [task["任务编号"] for task in tasks] == [f"A{n}" for n in range(1, 51)]
    only_annex = {task["任务编号"] for task in tasks if task["时限依据"] == "仅附件"}
    assert only_annex == {f"A{n}" for n in (11, 17, 22, 25, 31, 33, 41, 42, 43, 44)}
    assert {task["任务编号"] for task in tasks if task["时限"] == "长期"} == {
        f"A{n}" for n in (36, 37, 38, 39, 40, 45, 46, 48, 49, 50)
    }
    assert Counter(task["类别"] for task in tasks)["甲"] == 10
