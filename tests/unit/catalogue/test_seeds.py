"""The demonstration deliveries are what they say: manifests, provenance, licences, records, bytes."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from harvesters.catalogue import codelists
from harvesters.catalogue.dictionary import check_fields
from harvesters.catalogue.rules import check_record
from harvesters.contract import CatalogueSnapshot, GateContext, SafetyReview, Severity, SourceFacts, Verdict
from harvesters.gate.judge import judge
from harvesters.sources.file_drop import FileDrop
from harvesters.stage import Stage

SEED = Path(__file__).parents[3] / "datasets_seed"
FOLDERS = sorted(path.parent for path in SEED.glob("*/*/datapackage.json"))
GOOD = [folder for folder in FOLDERS if folder.parent.name == "demo"]
CONTEXT = GateContext(as_of=dt.date(2026, 1, 1), source=SourceFacts("demo", "demo"))

by_name = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}/{path.name}")


def descriptor(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return loaded


def test_two_sources() -> None:
    sources = json.loads((SEED / "sources.json").read_text(encoding="utf-8"))
    assert [(s["name"], s["kind"], s["owner_org"]) for s in sources] == [
        ("demo", "file_drop", "demo"),
        ("demo-faulty", "file_drop", "demo"),
    ]
    assert all((SEED / source["path"]).is_dir() for source in sources)
    assert (len(GOOD), len(FOLDERS)) == (5, 9)


@by_name
def test_manifest_names_every_file(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert set(manifest) == files
    for name, sha256 in manifest.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256


@by_name
def test_provenance_licence_and_honesty(folder: Path) -> None:
    package = descriptor(folder)
    record = package["sd:record"]
    assert package["sources"]
    assert all(source["title"] for source in package["sources"])
    assert [licence["name"] for licence in package["licenses"]] == [record["license_id"]]
    assert record["license_id"] in codelists.licences()
    assert record["attribution"]
    assert record["owner_org"] == "demo"
    assert "不是任何部门的正式发布" in record["notes"]
    assert ("演示数据" if folder in GOOD else "错误示例") in record["title"]
    assert package["title"] == record["title"]


@by_name
def test_record_and_dictionary_pass(folder: Path) -> None:
    """The faulty ones too: each is returned for its one planted fault, not for its record."""
    package = descriptor(folder)
    tables = [
        {"key": r["name"], "title": r["title"], "format": r["format"], "fields": r["schema"]["fields"]}
        for r in package["resources"]
    ]
    findings = check_record(package["sd:record"], tables, CONTEXT)
    assert [(f.code, f.severity, f.params["reason"]) for f in findings] == [("V-03", Severity.WARN, "not_on_record")]
    for table in tables:
        assert check_fields(table["fields"]) == []
        assert all(field.get("sd:id") for field in table["fields"])


def test_variety() -> None:
    records = [descriptor(folder)["sd:record"] for folder in FOLDERS]
    assert len({record["identifier"] for record in records}) == len(records)
    assert len({descriptor(folder)["sd:record"]["category"] for folder in GOOD}) >= 4
    encodings = {descriptor(folder)["resources"][0]["encoding"] for folder in GOOD}
    assert encodings == {"utf-8", "utf-8-sig", "gb18030", "utf-16"}
    assert {descriptor(folder)["resources"][0]["format"] for folder in GOOD} == {"csv", "tsv"}


@pytest.mark.parametrize("folder", GOOD, ids=lambda path: path.name)
def test_bytes_and_header_are_as_declared(folder: Path) -> None:
    [resource] = descriptor(folder)["resources"]
    raw = (folder / resource["path"]).read_bytes()
    boms = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe"}
    assert raw.startswith(boms.get(resource["encoding"], raw[:1]))
    text = raw.decode(resource["encoding"])
    delimiter = resource.get("dialect", {}).get("delimiter", ",")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert rows[0] == [field["name"] for field in resource["schema"]["fields"]]
    assert {len(row) for row in rows} == {len(rows[0])}
    key = [rows[0].index(name) for name in resource["schema"]["primaryKey"]]
    assert len({tuple(row[n] for n in key) for row in rows}) == len(rows)


def test_planted_faults() -> None:
    faulty = SEED / "demo-faulty"
    rows = (faulty / "id-number" / "资格证书登记.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [n for n, row in enumerate(rows, start=1) if "370102190001010019" in row] == [10]
    codes = [row.partition(",")[0] for row in (faulty / "lost-zeros" / "固定电话区号.csv").open(encoding="utf-8-sig")]
    assert "531" in codes
    assert all(len(code) == 3 for code in codes[1:])
    raw = (faulty / "broken-byte" / "机动车号牌代号.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert raw.decode("utf-8", "replace").count("\N{REPLACEMENT CHARACTER}") <= 2
    rows = (faulty / "secret-marker" / "行政区划变更记录.csv").read_text(encoding="utf-8").splitlines()
    assert [n for n, row in enumerate(rows, start=1) if "机密★1年" in row] == [4]


def test_the_gate_passes_the_good_and_returns_each_faulty_one_for_its_fault(tmp_path: Path) -> None:
    """As ``./portal up`` has it: reviewed on the day of the run, nothing else in the catalogue."""
    day = dt.date(2026, 1, 1)
    reviews = (SafetyReview("operator", day, ("unconditional",)),)
    context = GateContext(day, SourceFacts("demo", "demo"), reviews, catalogue=CatalogueSnapshot({}, {}))
    stage = Stage(tmp_path)
    found: dict[str, tuple[Verdict, set[str]]] = {}
    for name in ("demo", "demo-faulty"):
        source = FileDrop(SEED / name)
        for ref in source.list():
            report = judge(source.fetch(ref, stage), context, stage).report
            worse = {f.code for f in report.findings if f.severity in (Severity.BLOCK, Severity.REVIEW)}
            found[f"{name}/{ref.guid}"] = (report.verdict, worse)
    assert found == {
        **{f"demo/{folder.name}": (Verdict.PASS, set()) for folder in GOOD},
        "demo-faulty/broken-byte": (Verdict.RETURNED, {"Q01"}),
        "demo-faulty/id-number": (Verdict.RETURNED, {"G-10"}),
        "demo-faulty/lost-zeros": (Verdict.RETURNED, {"Q13"}),
        "demo-faulty/secret-marker": (Verdict.RETURNED, {"G-03"}),
    }
