"""A table handed in by hand: its file, then its data dictionary as the gate proposes it, then the gate.

Three buttons, one page, no script: read the file · save the draft · hand in. Whatever is pressed, all that was typed
is there again. It ends in CKAN's own actions, hence in the choke.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from ckan.common import current_user
from ckan.plugins import toolkit as tk
from flask import Response

from harvesters import handed
from harvesters.catalogue.dictionary import check_fields, primary_key, relations
from harvesters.catalogue.model_tables import model_tables
from harvesters.catalogue.record import FIELDS
from harvesters.contract import StagedFile
from harvesters.errors import HarvestError
from harvesters.messages import finding_json, fix, sentence, told

from .. import check, config, taken
from ..ledger import handed_in
from ..ledger.handed_in import Part
from . import beside, columns, findings
from .asker import check_token, login_first, roles
from .words import language

Errors = dict[str, Any]
SAID = 5  # sentences beside one field


@dataclass(slots=True)
class Form:
    """The page as it is filled in."""

    package: dict[str, Any]
    part: Part | None
    title: str = ""
    description: str = ""
    new: StagedFile | None = None  # taken from the browser, not handed in yet
    attachment: bool = False
    schema: dict[str, Any] = field(default_factory=dict)
    samples: dict[str, list[str]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    errors: Errors = field(default_factory=dict)

    @property
    def file(self) -> StagedFile | None:
        return self.new or (self.part.file if self.part else None)

    @property
    def fields(self) -> list[dict[str, Any]]:
        return list(self.schema.get("fields") or ())

    @property
    def draft(self) -> bool:
        return str(self.package["state"]) == "draft"


def table(name: str, resource_id: str | None = None) -> str | Response:
    """The page of one table: a new one, or one that stands."""
    if not current_user.is_authenticated:
        return login_first()
    package = tk.get_action("package_show")({}, {"id": name})
    tk.check_access("package_update", {"user": current_user.name}, {"id": package["id"]})
    parts = handed_in.of_package(package["id"]).parts
    part = next((part for part in parts if part.id == resource_id), None)
    if resource_id and part is None:
        tk.abort(404)
    form = Form(package, part)
    if tk.request.method != "POST":
        _as_it_stands(form)
        return _page(form, parts)
    check_token()
    return _answer(form, tk.request.form.get("do", "read")) or _page(form, parts)


def _as_it_stands(form: Form) -> None:
    report = tk.request.args.get("report")
    if form.part is not None:
        form.title, form.description = form.part.title, form.part.description
        form.schema = {**_schema(form.part.fields, form.part.primary_key), **form.part.relations}
        if not form.fields and form.file:
            _look(form)
    if report:
        form.errors = beside.of_report(report)


def _answer(form: Form, do: str) -> Response | None:
    """What the pressed button asks for; None: show the page again."""
    sent = tk.request.form
    form.title, form.description = (sent.get(name, "").strip() for name in ("name", "description"))
    form.new = taken.behind(sent.get("taken", ""), roles().user, form.package["id"])
    form.attachment = sent.get("attachment") == "1"
    given = _read_hidden(sent.get("schema", ""))
    form.samples = given.pop("samples", {})
    form.schema = {**given, "fields": columns.edited(given.get("fields") or (), sent)}
    before = [str(one["name"]) for one in form.fields]
    upload = tk.request.files.get("upload")
    try:
        if upload is not None and upload.filename:
            form.new = taken.take(upload)
            _look(form)
        elif do == "read" and form.file:
            _look(form)
        if do == "fill":
            _fill(form)
    except tk.ValidationError as error:
        form.errors = dict(error.error_dict)
    except HarvestError as error:
        where = "record" if do == "fill" else "upload"
        form.errors = {where: [_whole(error)]}
    if form.file is None and not form.errors and do != "fill":
        form.errors = {"upload": [tk._("Choose a file first.")]}
    looked_at = form.attachment or (form.fields and [str(one["name"]) for one in form.fields] == before)
    if do in ("save", "submit") and not form.errors and (looked_at or do == "save"):
        return _hand_in(form, submit=do == "submit")
    return None


def _look(form: Form) -> None:
    """Read the file: its columns become the rows of the dictionary, declared ones as they are declared."""
    assert form.file is not None
    seen = taken.look(form.file)
    form.attachment = seen.attachment
    if not seen.columns and not seen.attachment:
        said = [finding_json(one, language()) for one in taken.why_unread(seen)]
        form.new = None
        form.errors = {"upload": [told(one, language()) for one in said[:SAID]]}
        return
    proposed = {str(one.field["name"]): one.field for one in seen.columns}
    declared = form.fields or (list(form.part.fields) if form.part else [])
    fields, form.left_out = columns.arranged(list(proposed), declared, proposed)
    form.schema = {**form.schema, "fields": fields}
    form.samples = {str(one.field["name"]): findings.shown(one.samples) for one in seen.columns}


def _fill(form: Form) -> None:
    """A dictionary that the clerk has already, over the rows of the file."""
    kind, _, model = tk.request.form.get("model", "").partition(":")
    brought = {"record": tk.request.files.get("record"), "schema": tk.request.form.get("pasted")}
    given = check.described_by({**brought, "model": model} if kind else brought)
    if given is None:
        form.errors = {"record": [tk._("Choose a file, paste its text or pick a model table.")]}
        return
    schema = handed.dictionary_for(given, form.file.path if form.file else "")
    problems = [finding_json(one, language()) for one in check_fields(schema["fields"])]
    if problems:
        form.errors = {"record": [told(one, language()) for one in problems[:SAID]]}
        return
    labels = [str(one["name"]) for one in form.fields] or [str(one["name"]) for one in schema["fields"]]
    fields, form.left_out = columns.arranged(labels, schema["fields"], {str(one["name"]): one for one in form.fields})
    key = [part for part in primary_key(schema) if part in labels]
    marks = {"missingValues": m} if (m := schema.get("missingValues")) else {}
    form.schema = {**_schema(fields, key), **marks, **relations(schema)}


def _hand_in(form: Form, *, submit: bool) -> Response | None:
    """Through CKAN's actions: a draft keeps the table; what is published, or handed in, goes through the gate."""
    schema = json.dumps(form.schema or {"fields": []}, ensure_ascii=False)
    data: dict[str, Any] = {"name": form.title, "description": form.description, "schema": schema}
    package, act = form.package["id"], tk.get_action
    try:
        with taken.upload_of(form.new) if form.new else nullcontext() as upload:
            data |= {"upload": upload} if upload else {}
            if form.part is None:
                made = act("resource_create")(_context(), {"package_id": package, **data})
            else:
                made = act("resource_patch")(_context(), {"id": form.part.id, **data})
        form.part = next(part for part in handed_in.of_package(package).parts if part.id == made["id"])
        form.new = None
        if form.draft and submit:
            act("package_patch")(_context(), {"id": package, "state": "active"})
    except tk.ValidationError as error:
        if error.error_dict.get("held"):
            return tk.redirect_to("sdopendata.report", report_id=_report_id(error.error_dict))
        form.errors = {**error.error_dict, **_of_columns(error.error_dict)}
        return None
    if form.draft and not submit:
        tk.h.flash_success(tk._("Saved. Only your department sees this draft."))
        return tk.redirect_to("sdopendata.table", name=form.package["name"], resource_id=form.part.id)
    tk.h.flash_success(tk._("Published: everything was in order."))
    return tk.redirect_to("dataset.read", id=form.package["name"])


def _of_columns(errors: Mapping[str, Any]) -> Errors:
    return beside.of_report(_report_id(errors)) if errors.get("report") else {}


def _report_id(errors: Mapping[str, Any]) -> str:
    return str(errors["report"][0]).rsplit("/", 1)[-1]


def _page(form: Form, parts: Sequence[Part]) -> str:
    fields, name = form.fields, form.package["name"]
    hidden = {**form.schema, "fields": fields, "samples": form.samples} if fields else {}
    word = taken.word_for(form.new, roles().user, form.package["id"]) if form.new else ""
    rid = form.part.id if form.part else None
    values = {
        "pkg": form.package,
        "pkg_dict": form.package,
        "form": form,
        "action": tk.h.url_for("sdopendata.table", name=name, resource_id=rid),
        "file_name": PurePosixPath(form.file.path).name if form.file else "",
        "taken": word,
        "schema": json.dumps(hidden, ensure_ascii=False) if hidden else "",
        "rows": columns.rows(fields, form.samples, form.errors.get("columns") or {}),
        "types": columns.types(fields),
        "models": model_tables().values(),
        "parts": [part for part in parts if part.id != rid],
        "limit": config.upload_bytes(),
        "record_report": _report_id(form.errors) if form.errors.get("report") and form.errors.keys() & FIELDS else None,
    }
    return tk.render("sd/hand_in.html", values)


def _schema(fields: Sequence[Mapping[str, Any]], key: Sequence[str]) -> dict[str, Any]:
    return {"fields": [dict(one) for one in fields], **({"primaryKey": list(key)} if key else {})}


def _read_hidden(text: str) -> dict[str, Any]:
    """The dictionary as this page wrote it; what somebody else wrote there is judged by the gate like any other."""
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    fields = value.get("fields") if isinstance(value, dict) else None
    if not isinstance(fields, list) or check_fields(fields):
        return {}
    samples = value.get("samples")
    return {**value, "samples": samples if isinstance(samples, dict) else {}}


def _whole(error: HarvestError) -> str:
    about = error.code, error.params, language()
    return told({"message": sentence(*about), "fix": fix(*about)}, language())


def _context() -> Any:
    return {"user": current_user.name, "auth_user_obj": current_user}
