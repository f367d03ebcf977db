"""Delivery and context as JSON for the child process and back. No pickle: nothing that comes back is executed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from harvesters.contract import (
    CatalogueSnapshot,
    Delivery,
    GateContext,
    PreviousRelease,
    SafetyReview,
    SourceFacts,
    StagedFile,
)
from harvesters.gate.report import finding_from_json, finding_plain


def delivery_json(delivery: Delivery) -> dict[str, Any]:
    return {
        "guid": delivery.guid,
        "descriptor": delivery.descriptor,
        "files": [asdict(file) for file in delivery.files],
        "mark": delivery.mark,
        "signed": delivery.signed,
        "findings": [finding_plain(finding) for finding in delivery.findings],
    }


def delivery_from_json(value: Mapping[str, Any]) -> Delivery:
    return Delivery(
        guid=value["guid"],
        descriptor=value["descriptor"],
        files=tuple(StagedFile(**file) for file in value["files"]),
        mark=value["mark"],
        signed=value["signed"],
        findings=tuple(finding_from_json(finding) for finding in value["findings"]),
    )


def context_json(context: GateContext) -> dict[str, Any]:
    catalogue = context.catalogue
    return {
        "as_of": context.as_of.isoformat(),
        "source": asdict(context.source) if context.source else None,
        "reviews": [{**asdict(review), "date": review.date.isoformat()} for review in context.reviews],
        "previous": asdict(context.previous) if context.previous else None,
        "owner_of_code": dict(catalogue.owner_of_code) if catalogue else None,
        "code_of_title": [[*key, code] for key, code in catalogue.code_of_title.items()] if catalogue else None,
        "opened_above": dict(catalogue.opened_above) if catalogue else None,
        "elements": {name: list(known) for name, known in catalogue.elements.items()} if catalogue else None,
    }


def context_from_json(value: Mapping[str, Any]) -> GateContext:
    catalogue = None
    if value["owner_of_code"] is not None:
        titles = {(owner, title): code for owner, title, code in value["code_of_title"]}
        elements = {name: (str(kind), int(count), str(code)) for name, (kind, count, code) in value["elements"].items()}
        catalogue = CatalogueSnapshot(value["owner_of_code"], titles, value["opened_above"], elements)
    return GateContext(
        as_of=dt.date.fromisoformat(value["as_of"]),
        source=SourceFacts(**value["source"]) if value["source"] else None,
        reviews=tuple(_review(review) for review in value["reviews"]),
        previous=PreviousRelease(**value["previous"]) if value["previous"] else None,
        catalogue=catalogue,
    )


def _review(value: Mapping[str, Any]) -> SafetyReview:
    return SafetyReview(
        officer=value["officer"],
        date=dt.date.fromisoformat(value["date"]),
        open_types=tuple(value["open_types"]),
        dictionary=value["dictionary"],
    )
