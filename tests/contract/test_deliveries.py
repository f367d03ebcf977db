"""Every delivery of ``datasets_seed/expected.csv`` through the gate, without services: the outcome that the law gives,
and for each return and hold the rule, the place, the masked value, and a sentence that tells the clerk how to mend it.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
import seeds
from seeds import Expected

from harvesters.catalogue import codelists
from harvesters.contract import (
    CatalogueSnapshot,
    Delivery,
    Finding,
    GateContext,
    SafetyReview,
    Severity,
    SourceFacts,
    Verdict,
)
from harvesters.gate.certify import SAMPLE
from harvesters.gate.frictionless_run import CERTIFY_FROM
from harvesters.gate.judge import Judgement, judge, quarantined
from harvesters.messages import finding_json
from harvesters.sources.file_drop import FileDrop
from harvesters.stage import Stage

DAY = dt.date(2026, 1, 1)
TABLE = seeds.table()
VERDICTS = {"published": Verdict.PASS, "held": Verdict.REVIEW, "returned": Verdict.RETURNED}
DECIDES = (Severity.BLOCK, Severity.REVIEW)
ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")

Judged = tuple[Delivery, Judgement]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Judged]:
    """As ``./portal up`` has it: reviewed on the day of the run, and what earlier sources published is known."""
    stage = Stage(tmp_path_factory.mktemp("stage"))
    owner_of_code: dict[str, str] = {}
    found: dict[str, Judged] = {}
    for source in seeds.sources():
        organisation = codelists.organisations()[source["owner_org"]]
        facts = SourceFacts(source["name"], organisation.slug, organisation.uscc)
        reviews = (SafetyReview("operator", DAY, ("unconditional",)),)
        context = GateContext(DAY, facts, reviews, catalogue=CatalogueSnapshot(dict(owner_of_code), {}))
        drop = FileDrop(seeds.SEED / source["path"])
        for ref in drop.list():
            delivery = drop.fetch(ref, stage)
            judgement = judge(delivery, context, stage)
            found[f"{source['name']}/{ref.guid}"] = (delivery, judgement)
            if judgement.report.verdict is Verdict.PASS and judgement.candidate:
                owner_of_code[judgement.candidate.identifier] = organisation.slug
    return found


def lines(*outcomes: str) -> pytest.MarkDecorator:
    chosen = [line for line in TABLE if not outcomes or line.outcome in outcomes]
    return pytest.mark.parametrize("line", chosen, ids=lambda line: line.name)


def deciding(judgement: Judgement) -> list[Finding]:
    return [f for f in judgement.report.findings if f.severity in DECIDES]


@lines()
def test_the_outcome_is_the_laws(line: Expected, judged: dict[str, Judged]) -> None:
    delivery, judgement = judged[line.name]
    report = judgement.report
    said = [finding_json(finding) for finding in deciding(judgement)]
    assert report.verdict is VERDICTS[line.outcome], said
    assert {finding.code for finding in deciding(judgement)} == line.codes, said
    assert bool(quarantined(report, delivery.files)) == line.quarantined


@lines("held", "returned")
def test_it_names_place_value_and_remedy(line: Expected, judged: dict[str, Judged]) -> None:
    _, judgement = judged[line.name]
    first = deciding(judgement)[0]
    assert (first.file or "") == line.file
    assert (first.sheet or "") == line.sheet
    for wanted, there in ((line.row, first.row), (line.column, first.column)):
        assert not wanted or there == wanted
    if line.value:
        assert line.value in (first.value, first.params.get("value"))
    for lang in ("zh", "en"):
        shown = finding_json(first, lang)
        assert shown["message"].strip()
        assert shown["fix"].strip()
        assert not re.search(r"\{\w*\}", shown["message"] + shown["fix"])
        assert bool(re.search(r"[\u4e00-\u9fff]", shown["message"])) or lang == "en"
        for place in filter(None, (line.row, line.column)):
            assert str(place) in shown["message"] + str(shown["row"]) + str(shown["column"])


@lines("held")
def test_what_waits_has_a_proposal(line: Expected, judged: dict[str, Judged]) -> None:
    """The proposed table is built, so that a person only has to say yes."""
    _, judgement = judged[line.name]
    assert judgement.candidate is not None
    assert all(table.rows for table in judgement.candidate.tables)


@lines("published")
def test_what_passes_was_read_by_frictionless(line: Expected, judged: dict[str, Judged]) -> None:
    """A small table whole; of a large one the rows without a certificate, and a sample of the others."""
    _, judgement = judged[line.name]
    resources = line.descriptor["resources"]
    assert len(judgement.report.files) == len(resources)
    for file, resource in zip(judgement.report.files, resources, strict=True):
        least = file["rows"] if file["rows"] < CERTIFY_FROM else file["rows"] // SAMPLE
        assert file["rows"] >= file["frictionless_rows"] >= least > 0
        if resource.get("encoding", "utf-8") != "utf-8":
            assert any(cleaning["rule"] == "Q01" for cleaning in file["cleanings"])
    assert judgement.candidate is not None


@lines()
def test_no_report_repeats_a_number_of_a_person(line: Expected, judged: dict[str, Judged]) -> None:
    _, judgement = judged[line.name]
    assert not ID_NUMBER.search(repr(judgement.report.findings) + repr(judgement.report.files))


def test_a_cleaned_workbook_says_what_was_taken_off(judged: dict[str, Judged]) -> None:
    """Title, unit line and notes are in the log of cleanings, not in the table."""
    (line,) = (one for one in TABLE if one.delivery == "town-population")
    _, judgement = judged[line.name]
    (file,) = judgement.report.files
    rules = {cleaning["rule"] for cleaning in file["cleanings"]}
    assert rules >= {"Q03", "Q06"}


def test_the_files_hold_the_faults_that_they_are_to_show() -> None:
    """The planted faults themselves, by bytes: the table would be worth nothing if a maker mended one."""
    faulty = seeds.SEED / "demo-faulty"
    rows = (faulty / "id-number" / "资格证书登记.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [n for n, row in enumerate(rows, start=1) if "370102190001010019" in row] == [10]
    raw = (faulty / "broken-byte" / "机动车号牌代号.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert raw.decode("utf-8", "replace").count("\N{REPLACEMENT CHARACTER}") <= 2
    raw = (faulty / "mixed-encoding" / "机动车号牌代号.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert "魯A" in (faulty / "big5" / "机动车号牌代号.csv").read_bytes().decode("big5")
    rows = (faulty / "secret-marker" / "行政区划变更记录.csv").read_text(encoding="utf-8").splitlines()
    assert [n for n, row in enumerate(rows, start=1) if "机密★1年" in row] == [4]
