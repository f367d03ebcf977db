"""What DCAT-AP 3 asks for and ckanext-dcat cannot know of our fields: nodes for formats, licence and rights on the
distribution, keywords, themes, places, contact, checksum (domain §2.2; SHACL shapes of DCAT-AP 3.0.1)."""

from __future__ import annotations

from typing import Any

from ckanext.dcat.profiles import RDFProfile
from rdflib import BNode, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD

from harvesters.catalogue import codelists

from . import config

_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_MEDIA = {"csv": "text/csv", "json": "application/json", "geojson": "application/geo+json"}
_THEMES = {  # as the EU's authority table names them
    "REGI": "Regions and cities",
    "TRAN": "Transport",
    "SOCI": "Population and society",
    "ECON": "Economy and finance",
    "GOVE": "Government and public sector",
    "ENVI": "Environment",
}
_ADMS = "http://purl.org/adms/"
_PUBLISHERS = {"province": "RegionalAuthority", "city": "LocalAuthority", "county": "LocalAuthority"}
_OFFICES = frozenset("ABCDEFG")  # organs of the party and the state; the others are not authorities
_VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_SPDX = Namespace("http://spdx.org/rdf/terms#")
_DCATAP = Namespace("http://data.europa.eu/r5r/")


class Profile(RDFProfile):  # type: ignore[misc]
    """Runs after ``euro_dcat_ap_3`` and completes its graph."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: Any) -> None:
        package = dataset_dict
        self._dataset(package, dataset_ref)
        references = list(self.g.objects(dataset_ref, DCAT.distribution))
        for resource in package.get("resources") or []:
            for reference in references:
                if str(reference).endswith(str(resource["id"])):
                    self._distribution(package, resource, reference)

    def graph_from_catalog(self, catalog_dict: dict[str, Any], catalog_ref: Any) -> None:
        """The catalogue itself: who publishes it, in which languages; its home page is a document."""
        self.g.remove((catalog_ref, DCTERMS.language, None))
        for language in ("ZHO", "ENG"):
            self._node(catalog_ref, DCTERMS.language, f"{_EU}language/{language}", DCTERMS.LinguisticSystem)
        publisher = self._node(catalog_ref, DCTERMS.publisher, f"{config.site_url()}/about", FOAF.Agent)
        self.g.add((publisher, FOAF.name, Literal(config.site_title(), lang="zh")))
        for page in self.g.objects(catalog_ref, FOAF.homepage):
            self.g.add((page, RDF.type, FOAF.Document))
        for term in (DCTERMS.title, DCTERMS.description):
            for text in list(self.g.objects(catalog_ref, term)):
                self.g.set((catalog_ref, term, Literal(text, lang="zh")))
        scheme = self._node(catalog_ref, DCAT.themeTaxonomy, _local("category"), SKOS.ConceptScheme)
        self.g.add((scheme, DCTERMS.title, Literal("开放类别", lang="zh")))
        self.g.add((scheme, DCTERMS.title, Literal("Open-data categories", lang="en")))
        self._place(catalog_ref, codelists.region("370000"))

    def _dataset(self, package: dict[str, Any], dataset: Any) -> None:
        for name, term in (("title", DCTERMS.title), ("notes", DCTERMS.description)):
            if package.get(name):
                self.g.set((dataset, term, Literal(package[name], lang="zh")))
        for word in package.get("keywords") or []:
            self.g.add((dataset, DCAT.keyword, Literal(word, lang="en" if word.isascii() else "zh")))
        self._node(dataset, DCTERMS.language, f"{_EU}language/ZHO", DCTERMS.LinguisticSystem)
        category = codelists.categories().get(str(package.get("category")))
        if category is not None:
            self._concept(dataset, DCAT.theme, _local("category", category.code), category.en, category.zh)
            self._in_scheme(_local("category", category.code))
            if category.eu_theme:
                label = _THEMES.get(category.eu_theme, category.en)
                self._concept(dataset, DCAT.theme, f"{_EU}data-theme/{category.eu_theme}", en=label)
        region = codelists.region(str(package.get("region_code") or ""))
        self._place(dataset, region)
        self._period(package, dataset)
        self._contact(package, dataset)
        if package.get("release_number"):
            self.g.set((dataset, DCAT.version, Literal(str(package["release_number"]))))
        for publisher in self.g.objects(dataset, DCTERMS.publisher):
            self._publisher(package, publisher)

    def _publisher(self, package: dict[str, Any], publisher: Any) -> None:
        if package.get("provider_code"):
            self.g.set((publisher, DCTERMS.identifier, Literal(package["provider_code"])))
        unit = codelists.organisations().get(str((package.get("organization") or {}).get("name")))
        kind = _PUBLISHERS.get(unit.level) if unit is not None and unit.org_type in _OFFICES else None
        if kind:
            label = "Regional authority" if kind == "RegionalAuthority" else "Local authority"
            self._concept(publisher, DCTERMS.type, f"{_ADMS}publishertype/{kind}", en=label)

    def _period(self, package: dict[str, Any], dataset: Any) -> None:
        ends = {DCAT.startDate: package.get("temporal_start"), DCAT.endDate: package.get("temporal_end")}
        if any(ends.values()):
            self._forget(dataset, DCTERMS.temporal)
            period = BNode()
            self.g.add((period, RDF.type, DCTERMS.PeriodOfTime))
            self.g.add((dataset, DCTERMS.temporal, period))
            for term, day in ends.items():
                if day:
                    self.g.add((period, term, Literal(str(day)[:10], datatype=XSD.date)))

    def _contact(self, package: dict[str, Any], dataset: Any) -> None:
        phone, mail = package.get("contact_dept_phone"), package.get("contact_dept_email")
        if not phone and not mail:
            return
        self._forget(dataset, DCAT.contactPoint)
        contact = BNode()
        self.g.add((contact, RDF.type, _VCARD.Kind))  # the shapes ask for it by name
        self.g.add((contact, RDF.type, _VCARD.Organization))
        self.g.add((dataset, DCAT.contactPoint, contact))
        name = (package.get("organization") or {}).get("title") or package.get("owner_org")
        self.g.add((contact, _VCARD.fn, Literal(name, lang="zh")))
        if mail:
            self.g.add((contact, _VCARD.hasEmail, URIRef(f"mailto:{str(mail).strip()}")))
        if phone:
            digits = "".join(c for c in str(phone) if c.isdigit() or c == "-")
            self.g.add((contact, _VCARD.hasTelephone, URIRef(f"tel:{digits}")))

    def _distribution(self, package: dict[str, Any], resource: dict[str, Any], reference: Any) -> None:
        form = str(resource.get("format") or "").lower()
        self.g.remove((reference, DCTERMS["format"], None))
        self.g.remove((reference, DCAT.mediaType, None))
        if form:
            self._node(reference, DCTERMS["format"], f"{_EU}file-type/{form.upper()}", DCTERMS.MediaTypeOrExtent)
        media = resource.get("mimetype") or _MEDIA.get(form)
        if media:
            self._node(reference, DCAT.mediaType, _IANA + media, DCTERMS.MediaType)
        self._concept(reference, _DCATAP.availability, f"{_EU}planned-availability/AVAILABLE", en="available")
        said = resource.get("description") or resource.get("name") or package.get("title")
        self.g.set((reference, DCTERMS.description, Literal(said, lang="zh")))
        if resource.get("name"):
            self.g.set((reference, DCTERMS.title, Literal(resource["name"], lang="zh")))
        licence = package.get("license_url") or (
            _local("licence", package["license_id"]) if package.get("license_id") else None
        )
        if licence:
            self.g.remove((reference, DCTERMS.license, None))
            self._node(reference, DCTERMS.license, str(licence), DCTERMS.LicenseDocument)
        if package.get("open_condition"):
            rights = BNode()
            self.g.add((rights, RDF.type, DCTERMS.RightsStatement))
            self.g.add((rights, RDFS.label, Literal(package["open_condition"], lang="zh")))
            self.g.set((reference, DCTERMS.rights, rights))
        if resource.get("sha256"):
            checksum = BNode()
            self.g.add((checksum, RDF.type, _SPDX.Checksum))
            self.g.add((checksum, _SPDX.algorithm, _SPDX.checksumAlgorithm_sha256))
            self.g.add((_SPDX.checksumAlgorithm_sha256, RDF.type, _SPDX.ChecksumAlgorithm))
            self.g.add((checksum, _SPDX.checksumValue, Literal(resource["sha256"], datatype=XSD.hexBinary)))
            self.g.set((reference, _SPDX.checksum, checksum))

    def _place(self, subject: Any, region: codelists.Region | None) -> None:
        if region is not None:
            place = self._node(subject, DCTERMS.spatial, _local("region", region.code), DCTERMS.Location)
            self.g.add((place, SKOS.prefLabel, Literal(region.zh, lang="zh")))

    def _forget(self, subject: Any, term: Any) -> None:
        """Remove a property with what it says of a node without a name, which would stay behind on its own."""
        for value in list(self.g.objects(subject, term)):
            self.g.remove((subject, term, value))
            if isinstance(value, BNode):
                self.g.remove((value, None, None))

    def _in_scheme(self, concept: str) -> None:
        self.g.add((URIRef(concept), SKOS.inScheme, URIRef(_local("category"))))

    def _node(self, subject: Any, term: Any, address: str, kind: Any) -> URIRef:
        """A typed node as the value of a property."""
        node = URIRef(address)
        self.g.add((node, RDF.type, kind))
        self.g.add((subject, term, node))
        return node

    def _concept(self, subject: Any, term: Any, address: str, en: str, zh: str = "") -> None:
        node = self._node(subject, term, address, SKOS.Concept)
        self.g.add((node, SKOS.prefLabel, Literal(en, lang="en")))
        if zh:
            self.g.add((node, SKOS.prefLabel, Literal(zh, lang="zh")))


def _local(kind: str, code: str = "") -> str:
    """A stable address of ours for a code or its list: ``…/id/region/370100``; :mod:`.views.codes` answers there."""
    return f"{config.site_url()}/id/{kind}" + (f"/{code}" if code else "")
