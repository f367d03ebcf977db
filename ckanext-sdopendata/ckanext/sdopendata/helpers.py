"""Template helpers ``h.sd_…``: one name each for what the pages need; the work is done in :mod:`.views`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import g

from harvesters.contract import Severity
from harvesters.gate.report import counts as counted
from harvesters.gate.report import report_from_json, report_json

from . import access, away, config, ledger
from .views import (
    asker,
    beside,
    catalogue,
    departments,
    figures,
    filters,
    forms,
    interfaces,
    record,
    results,
    shell,
    sources,
    table,
    words,
)

HINTS = 4


def counts() -> dict[str, int]:
    """Live figures of the portal."""
    return ledger.portal_counts()


def newest(limit: int) -> list[dict[str, Any]]:
    return ledger.newest(limit)


def release(name: str) -> dict[str, Any] | None:
    """The current release with readable file names; read once a request."""
    known: dict[str, Any] = g.setdefault("sd_releases", {})
    if name not in known:
        found = ledger.release_of(name)
        if found is not None:
            tables = [
                {"attachment": False, **each, "filename": each.get("download") or f"{each['title']}.csv"}
                for each in found["tables"]
            ]
            found = {**found, "tables": tables}
        known[name] = found
    return known[name]


def table_of(found: Mapping[str, Any] | None, resource_id: str) -> dict[str, Any] | None:
    tables = found["tables"] if found else []
    return next((each for each in tables if each["resource_id"] == resource_id), None)


def served(package: Mapping[str, Any]) -> bool:
    """Whether rows and bytes of this open type are public at all (D11)."""
    return access.served(str(package.get("open_type") or ""))


def report_body(body: Mapping[str, Any], open_type: str) -> dict[str, Any]:
    """A release's stored report with its sentences in the page's language, as everyone may read it."""
    return access.public_body(report_json(report_from_json(body), words.language()), open_type)


def report_facts(body: Mapping[str, Any]) -> list[dict[str, str]]:
    """The numbers that stand beside a verdict."""
    files = body.get("files") or []
    rows = sum(int(file.get("rows") or 0) for file in files)
    read = sum(int(file.get("frictionless_rows") or 0) for file in files)
    number = counted(body)
    must, advice = number[Severity.BLOCK] + number[Severity.REVIEW], number[Severity.WARN]
    return [
        {"label": tk._("Files"), "value": figures.number(len(files))},
        {"label": tk._("Rows"), "value": figures.number(rows)},
        {"label": tk._("Rows read by Frictionless"), "value": figures.number(read)},
        {"label": tk._("To be mended or judged"), "value": figures.number(must)},
        {"label": tk._("Advice"), "value": figures.number(advice)},
    ]


def hints() -> list[str]:
    """Words that certainly find something: first keywords of datasets that the home page has loaded anyway."""
    found = [keyword for package in g.get("datasets") or [] for keyword in record.keywords(package)[:2]]
    return list(dict.fromkeys(found))[:HINTS]


def get_helpers() -> dict[str, Callable[..., Any]]:
    return {
        "sd_api_search": interfaces.search_address,
        "sd_bytes": figures.size,
        "sd_candidate_groups": record.candidate_groups,
        "sd_categories": catalogue.categories,
        "sd_bibtex": record.bibtex,
        "sd_categories_counted": catalogue.categories_counted,
        "sd_category": catalogue.category,
        "sd_category_standing": catalogue.category_standing,
        "sd_category_of": catalogue.category_of,
        "sd_citation": record.citation,
        "sd_copy": shell.copy_button,
        "sd_counts": counts,
        "sd_date": figures.date,
        "sd_dcat_links": interfaces.dcat_links,
        "sd_demo_organization": config.demo_organization,
        "sd_departments_counted": catalogue.departments_counted,
        "sd_departments_of": departments.of_level,
        "sd_department_levels": departments.levels,
        "sd_dictionary": record.dictionary,
        "sd_download_url": interfaces.download_url,
        "sd_duration": figures.duration,
        "sd_error": words.error_page,
        "sd_request_number": away.request_number,
        "sd_search_away": catalogue.search_away,
        "sd_error_remedy": words.error_remedy,
        "sd_error_detail": shell.error_detail,
        "sd_error_sentence": words.error_sentence,
        "sd_explained": results.explained,
        "sd_facet_items": catalogue.facet_items,
        "sd_facet_title": catalogue.facet_title,
        "sd_facet_value": catalogue.facet_value,
        "sd_filters": filters.chosen,
        "sd_form_data": forms.filled,
        "sd_form_errors": forms.errors,
        "sd_form_fields": forms.fields,
        "sd_form_groups": forms.groups,
        "sd_formats_of": catalogue.formats_of,
        "sd_has_own_search": shell.has_own_search,
        "sd_hints": hints,
        "sd_icon": shell.icon,
        "sd_interfaces": interfaces.interfaces,
        "sd_is_demo": shell.is_demo,
        "sd_iso": figures.iso,
        "sd_keywords": record.keywords,
        "sd_label": words.label,
        "sd_languages": shell.languages,
        "sd_licence": record.licence,
        "sd_navigation": shell.navigation,
        "sd_newest": newest,
        "sd_now": figures.now,
        "sd_number": figures.number,
        "sd_offers": results.offers,
        "sd_orders": filters.orders,
        "sd_organization": shell.organization_title,
        "sd_outcome": words.outcome,
        "sd_outcomes": words.outcomes,
        "sd_operations": table.operations,
        "sd_problems": beside.listed,
        "sd_record_groups": record.record_groups,
        "sd_release": release,
        "sd_report_body": report_body,
        "sd_report_facts": report_facts,
        "sd_roles": asker.roles,
        "sd_rows_of": catalogue.rows_of,
        "sd_run_state": words.run_state,
        "sd_served": served,
        "sd_severity": words.severity,
        "sd_site_title": shell.site_title,
        "sd_sources_of": sources.of_department,
        "sd_source_kind": words.source_kind,
        "sd_table_chosen": table.chosen,
        "sd_table_of": table_of,
        "sd_table_permanent": table.permanent,
        "sd_table_url": table.address,
        "sd_table_view": table.view,
        "sd_time": figures.time,
        "sd_trigger": words.trigger,
        "sd_url_with": catalogue.url_with,
        "sd_verdict": words.verdict,
    }
