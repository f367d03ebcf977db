"""Every public dataset as DCAT-AP 3: what its shapes ask for is there, as nodes of the right class."""

from __future__ import annotations

import pytest
import requests
from conftest import Portal
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

NEEDED = (
    *(DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.identifier, DCTERMS.accessRights),
    *(DCTERMS.accrualPeriodicity, DCTERMS.spatial, DCTERMS.language, DCTERMS.issued, DCTERMS.modified),
    *(DCAT.theme, DCAT.keyword, DCAT.contactPoint, DCAT.distribution),
)
OF_DISTRIBUTIONS = {
    DCTERMS["format"]: DCTERMS.MediaTypeOrExtent,
    DCAT.mediaType: DCTERMS.MediaType,
    DCTERMS.license: DCTERMS.LicenseDocument,
}


@pytest.mark.parametrize(("suffix", "form"), [("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml")])
def test_each_seed_dataset_says_what_the_profile_asks_for(portal: Portal, suffix: str, form: str) -> None:
    for package in portal.ckan().action.package_search(fq="organization:demo", rows=100)["results"]:
        answer = requests.get(f"{portal.url}/dataset/{package['name']}.{suffix}", timeout=60)
        graph = Graph().parse(data=answer.text, format=form)
        (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
        lacking = [term for term in NEEDED if (dataset, term, None) not in graph]
        assert lacking == [], package["name"]
        (publisher,) = graph.objects(dataset, DCTERMS.publisher)
        assert (publisher, FOAF.name, None) in graph
        for distribution in graph.objects(dataset, DCAT.distribution):
            for term, kind in OF_DISTRIBUTIONS.items():
                (value,) = graph.objects(distribution, term)
                assert isinstance(value, URIRef)
                assert (value, RDF.type, kind) in graph
