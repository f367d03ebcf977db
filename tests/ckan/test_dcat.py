"""The catalogue as DCAT-AP 3: pyshacl finds no fault in any public dataset nor in the catalogue, in any notation; and
the shapes that say so notice what is broken on purpose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import requests
from conftest import Portal
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import graph_diff
from rdflib.namespace import DCAT, DCTERMS, FOAF, SKOS

SH = Namespace("http://www.w3.org/ns/shacl#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
SHAPES = Graph().parse(Path(__file__).with_name("dcat_ap_3.ttl"))
NOTATIONS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
#: Recommended, and not in our data: boxes and centres of regions, what kind of publisher a demonstration is, the
#: classes of licences, the catalogue's first day and the licence of its metadata; a list of codes has no period.
NOT_KNOWN = {"bbox", "centroid", "type", "temporal", "startDate", "endDate", "license", "issued"}


def faults(graph: Graph) -> Counter[tuple[str, str]]:
    """(severity, property) of what the shapes find."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=SHAPES)
    found: Counter[tuple[str, str]] = Counter()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        where = str(report.value(result, SH.resultPath)).rpartition("#")[2].rpartition("/")[2]
        found[str(report.value(result, SH.resultSeverity)).rpartition("#")[2], where] += 1
    return found


def violations(graph: Graph) -> Counter[tuple[str, str]]:
    return Counter({key: n for key, n in faults(graph).items() if key[0] == "Violation"})


def graph_of(address: str, notation: str = "ttl") -> Graph:
    answer = requests.get(f"{address}.{notation}", timeout=60)
    assert answer.status_code == 200, answer.text[:300]
    return Graph().parse(data=answer.text, format=NOTATIONS[notation])


@pytest.fixture(scope="module")
def names(portal: Portal) -> list[str]:
    found: list[str] = portal.ckan().action.package_list()
    assert len(found) >= 31
    return found


def test_no_dataset_has_a_fault(portal: Portal, names: list[str]) -> None:
    unknown: Counter[tuple[str, str]] = Counter()
    for name in names:
        graph = graph_of(f"{portal.url}/dataset/{name}")
        found = faults(graph)
        assert not [key for key in found if key[0] == "Violation"], (name, found)
        unknown += found
        (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
        used = set(graph.objects()) | {dataset}
        assert [s for s in graph.subjects() if s not in used] == [], f"{name}: a node that nothing refers to"
    assert {where for _, where in unknown} <= NOT_KNOWN, unknown


@pytest.mark.parametrize("notation", ["jsonld", "rdf"])
def test_every_notation_says_the_same(portal: Portal, names: list[str], notation: str) -> None:
    for name in names:
        address = f"{portal.url}/dataset/{name}"
        _, lacking, more = graph_diff(graph_of(address), graph_of(address, notation))
        assert (list(lacking), list(more)) == ([], []), name


def test_the_catalogue_has_no_fault_and_every_dataset(portal: Portal, names: list[str]) -> None:
    listed: set[Any] = set()
    pages = 0
    for page in _pages(portal):
        pages += 1
        found = faults(page)
        assert not [key for key in found if key[0] == "Violation"], found
        assert {where for _, where in found} <= NOT_KNOWN, found
        listed |= set(page.objects(None, DCAT.dataset))
    assert pages >= 1
    assert len(listed) == len(names)


def _pages(portal: Portal) -> Iterator[Graph]:
    number = 1
    while True:
        answer = requests.get(f"{portal.url}/catalog.ttl", {"page": number}, timeout=120)
        graph = Graph().parse(data=answer.text, format="turtle")
        if not list(graph.objects(None, DCAT.dataset)):
            return
        yield graph
        number += 1


def test_the_addresses_of_codes_lead_somewhere(portal: Portal, names: list[str]) -> None:
    graph = graph_of(f"{portal.url}/dataset/{names[0]}") + graph_of(f"{portal.url}/catalog")
    ours = {str(node) for node in graph.all_nodes() if str(node).startswith(f"{portal.url}/id/")}
    assert len(ours) >= 3
    for address in ours:
        assert requests.get(address, timeout=60).status_code == 200, address
    assert requests.get(f"{portal.url}/id/region/379999", timeout=60).status_code == 404


def _set(kind: Any, term: Any, *values: Any) -> Callable[[Graph], None]:
    def change(graph: Graph) -> None:
        subject = next(iter(graph.subjects(RDF.type, kind)))
        graph.remove((subject, term, None))
        for value in values:
            graph.add((subject, term, value))

    return change


def _untyped(kind: Any) -> Callable[[Graph], None]:
    """The nodes of a class lose it, so they are no longer in the range of what refers to them."""

    def change(graph: Graph) -> None:
        graph.remove((None, RDF.type, kind))

    return change


WORD, NODE, OTHER = Literal("某"), URIRef("https://example.org/a"), URIRef("https://example.org/b")
DAY = Literal("2026-01-15", datatype=XSD.date)
BROKEN: dict[str, Callable[[Graph], None]] = {
    "dataset without title": _set(DCAT.Dataset, DCTERMS.title),
    "title as an address": _set(DCAT.Dataset, DCTERMS.title, NODE),
    "dataset without description": _set(DCAT.Dataset, DCTERMS.description),
    "two publishers": _set(DCAT.Dataset, DCTERMS.publisher, NODE, OTHER),
    "publisher as text": _set(DCAT.Dataset, DCTERMS.publisher, WORD),
    "publisher is no agent": _untyped(FOAF.Agent),
    "publisher without name": _set(FOAF.Agent, FOAF.name),
    "contact as text": _set(DCAT.Dataset, DCAT.contactPoint, WORD),
    "contact of no kind": _untyped(VCARD.Kind),
    "keyword as an address": _set(DCAT.Dataset, DCAT.keyword, NODE),
    "theme as text": _set(DCAT.Dataset, DCAT.theme, WORD),
    "theme without a name": _set(DCAT.Dataset, DCAT.theme, BNode()),
    "concept without label": _set(SKOS.Concept, SKOS.prefLabel),
    "themes are no concepts": _untyped(SKOS.Concept),
    "place as text": _set(DCAT.Dataset, DCTERMS.spatial, Literal("山东省")),
    "place of no class": _untyped(DCTERMS.Location),
    "two frequencies": _set(DCAT.Dataset, DCTERMS.accrualPeriodicity, NODE, OTHER),
    "frequency of no class": _untyped(DCTERMS.Frequency),
    "two access rights": _set(DCAT.Dataset, DCTERMS.accessRights, NODE, OTHER),
    "language as a code": _set(DCAT.Dataset, DCTERMS.language, Literal("zh")),
    "issued in words": _set(DCAT.Dataset, DCTERMS.issued, Literal("去年")),
    "issued twice": _set(DCAT.Dataset, DCTERMS.issued, DAY, Literal("2025-01-15", datatype=XSD.date)),
    "modified as text": _set(DCAT.Dataset, DCTERMS.modified, Literal("2026-01-15")),
    "two versions": _set(DCAT.Dataset, DCAT.version, WORD, DAY),
    "distribution as text": _set(DCAT.Dataset, DCAT.distribution, WORD),
    "distribution of no class": _untyped(DCAT.Distribution),
    "no access address": _set(DCAT.Distribution, DCAT.accessURL),
    "access address as text": _set(DCAT.Distribution, DCAT.accessURL, Literal("https://example.org/a")),
    "two licences": _set(DCAT.Distribution, DCTERMS.license, NODE, OTHER),
    "licence as text": _set(DCAT.Distribution, DCTERMS.license, Literal("CC-BY-4.0")),
    "licence of no class": _untyped(DCTERMS.LicenseDocument),
    "format as text": _set(DCAT.Distribution, DCTERMS["format"], Literal("CSV")),
    "media type as text": _set(DCAT.Distribution, DCAT.mediaType, Literal("text/csv")),
    "size in words": _set(DCAT.Distribution, DCAT.byteSize, Literal("11 KB")),
    "size as a plain integer": _set(DCAT.Distribution, DCAT.byteSize, Literal(11)),
    "two checksums": _set(DCAT.Distribution, SPDX.checksum, NODE, OTHER),
    "checksum without algorithm": _set(SPDX.Checksum, SPDX.algorithm),
    "checksum as text": _set(SPDX.Checksum, SPDX.checksumValue, Literal("ab")),
    "availability as text": _set(DCAT.Distribution, DCATAP.availability, WORD),
    "period from some time": _set(DCTERMS.PeriodOfTime, DCAT.startDate, WORD),
    "period that ends twice": _set(DCTERMS.PeriodOfTime, DCAT.endDate, DAY, Literal("2027-01-15", datatype=XSD.date)),
    "catalogue without title": _set(DCAT.Catalog, DCTERMS.title),
    "catalogue without description": _set(DCAT.Catalog, DCTERMS.description),
    "catalogue without publisher": _set(DCAT.Catalog, DCTERMS.publisher),
    "dataset listed as text": _set(DCAT.Catalog, DCAT.dataset, WORD),
    "home page as text": _set(DCAT.Catalog, FOAF.homepage, Literal("https://example.org")),
    "taxonomy without title": _set(SKOS.ConceptScheme, DCTERMS.title),
}


@pytest.fixture(scope="module")
def whole(portal: Portal) -> Graph:
    """The catalogue with one dataset that has all that can be broken."""
    every = graph_of(f"{portal.url}/catalog")
    period = next(s for s in every.subjects(DCTERMS.temporal) if every.value(s, DCTERMS.temporal))
    graph = graph_of(f"{portal.url}/dataset/{str(period).rpartition('/')[2]}")
    (catalogue,) = every.subjects(RDF.type, DCAT.Catalog)
    graph += every.cbd(catalogue)
    for kind in (SKOS.ConceptScheme, FOAF.Agent, FOAF.Document, DCTERMS.LinguisticSystem, DCTERMS.Location):
        for node in every.subjects(RDF.type, kind):
            graph += every.cbd(node)
    graph.remove((catalogue, DCAT.dataset, None))
    graph.add((catalogue, DCAT.dataset, period))
    return graph


def test_the_graph_to_be_broken_is_whole(whole: Graph) -> None:
    assert violations(whole) == Counter()


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_broken_is_noticed(whole: Graph, change: Callable[[Graph], None]) -> None:
    broken = Graph()
    broken += whole
    change(broken)
    assert len(broken) != len(whole) or set(broken) != set(whole)
    assert violations(broken)
