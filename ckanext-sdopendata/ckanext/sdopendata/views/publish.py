"""我要发布: the three ways to publish, and templates to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response

from harvesters.catalogue import codelists, template
from harvesters.catalogue.model_tables import model_tables

from .annotated import XLSX, attached
from .asker import roles
from .schemas import published
from .words import entry_label


def ways() -> str:
    return tk.render("sd/publish.html", {"ways": _ways()})


def templates() -> str:
    """Tables to fill in, by 领域: model tables first, then every published dictionary."""
    listed = _listed()
    counts = {code: len(listed.get(code, ())) for code in codelists.entries("data_domains")}
    themes = [{"code": c, "label": entry_label("data_domains", c), "count": n} for c, n in counts.items() if n]
    chosen = tk.request.args.get("domain", "")
    return tk.render("sd/templates.html", {"themes": themes, "chosen": chosen, "tables": listed.get(chosen, [])})


def download() -> Response:
    """The workbook of one table."""
    model = model_tables().get(tk.request.args.get("model", ""))
    if model is not None:
        title, fields, example = model.title, model.fields, list(model.example)
    else:
        dataset, table = _released(tk.request.args.get("dataset", ""), tk.request.args.get("resource_id", ""))
        title, fields = table["title"], table["fields"]
        example = _first_row(dataset, table)
    return attached(f"{title}-模板.xlsx", template.workbook(title, fields, example), XLSX)


def _ways() -> list[dict[str, str]]:
    form = str(tk.h.url_for("dataset.new"))
    return [
        {
            "code": "check",
            "icon": "gate",
            "title": tk._("Check a file"),
            "text": tk._("The same gate as at publication, at once and without login. Nothing is published or kept."),
            "url": str(tk.h.url_for("sdopendata.check")),
            "call": tk._("To the self-check"),
        },
        {
            "code": "source",
            "icon": "source",
            "title": tk._("Connect a source"),
            "text": tk._(
                "The portal fetches your department’s system or folder by a plan. The operator registers the source, "
                "a reviewer approves its first delivery; after that what passes becomes public by itself."
            ),
            "url": str(tk.h.url_for("sdopendata.sources")),
            "call": tk._("See the sources and their plans"),
        },
        {
            "code": "form",
            "icon": "file",
            "title": tk._("Submit by hand"),
            "text": tk._(
                "Fill in the record and upload the tables. They are checked at once; what passes waits for a reviewer, "
                "unless your department has been given leave to publish."
            ),
            "url": form if roles().clerk else str(tk.h.url_for("user.login", came_from=form)),
            "call": tk._("Write the record") if roles().clerk else tk._("Log in and submit"),
        },
    ]


def _listed() -> dict[str, list[dict[str, Any]]]:
    listed: dict[str, list[dict[str, Any]]] = {}
    for model in model_tables().values():
        address = tk.h.url_for("sdopendata.template", model=model.code)
        listed.setdefault(model.domain, []).append(_entry(model.title, model.fields, address, model=True))
    for dataset in published():
        for table in dataset["tables"]:
            address = tk.h.url_for("sdopendata.template", dataset=dataset["name"], resource_id=table["resource_id"])
            entry = _entry(table["title"], table["fields"], address)
            for domain in dataset["domains"]:
                listed.setdefault(domain, []).append(entry)
    return listed


def _entry(title: str, fields: Any, address: str, *, model: bool = False) -> dict[str, Any]:
    return {"title": title, "fields": [field["name"] for field in fields], "url": address, "model": model}


def _released(name: str, resource_id: str) -> tuple[str, Mapping[str, Any]]:
    """The published table that is asked for; 404 for what the asker may not see."""
    for dataset in published(name=name) if name else ():
        for table in dataset["tables"]:
            if resource_id in ("", table["resource_id"]):
                return name, table
    return tk.abort(404)


def _first_row(dataset: str, table: Mapping[str, Any]) -> list[str]:
    """A real row says best how it is meant; only of data that are open to all."""
    try:
        found = tk.get_action("datastore_search")({}, {"resource_id": table["resource_id"], "limit": 1})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return []
    row = found["records"][0] if found["records"] else {}
    labels = {field["id"]: (field.get("info") or {}).get("label", field["id"]) for field in found["fields"]}
    by_label = {labels.get(key, key): value for key, value in row.items()}
    return ["" if by_label.get(f["name"]) is None else str(by_label[f["name"]]) for f in table["fields"]]
