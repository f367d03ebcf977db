"""Door 2, and the only way any client's write becomes visible: chained ``package_create`` and ``package_update`` (D12).

Every dataset and resource write of CKAN ends in these two. In order: access → a pass of ``promote``? → merge with what
stands, stage uploads → asked for draft: store → no files: record rules, store as draft → gate → returned | held |
release. Whatever the answer, nothing unproven becomes visible.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from harvesters.catalogue.record import accepted, normalise, split
from harvesters.catalogue.rules import check_record
from harvesters.contract import Finding, Judged, Outcome, Severity
from harvesters.errors import Conflict, HarvestError
from harvesters.gate.child import ChildGate
from harvesters.gate.judge import quarantined
from harvesters.messages import finding_json, sentence, told
from harvesters.stage import Stage

from .. import config
from ..language import lang
from ..ledger import item_table, release_table, source_table
from ..ledger.handed_in import Part, Submission, draft_json, standing
from ..ledger.portal import gate_context
from ..model import Dataset
from .faults import noting, of_the_disk
from .passes import KEY, Pass
from .promote import Entry, promote
from .review import refused
from .submission import merge, well_formed

Action = Callable[[Context, dict[str, Any]], Any]


@tk.chained_action
def package_create(next_action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """A new dataset: judged by the record rules and kept as a draft (files come by ``resource_create``)."""
    if _has_pass(context, data_dict):
        return next_action(context, data_dict)
    with noting():
        return _create(next_action, context, well_formed(data_dict))


def _create(next_action: Action, context: Context, data: dict[str, Any]) -> dict[str, Any]:
    tk.check_access("package_create", context, data)
    package_id = str(uuid.uuid4())
    stage = Stage(config.stage_path())
    submission = merge(data, Submission({}, ()), stage, package_id)
    owner = _owner(submission)
    wanted_draft = data.get("state") == "draft"
    if not wanted_draft:
        _check_record(submission, context, owner, package_id)
    try:
        # the address is made of the code (domain §2.4); a client's own name serves only until there is one
        code = _code(submission)
        name = release_table.free_name(code) if code else str(data.get("name") or f"draft-{package_id[:8]}")
        dataset = release_table.mint_draft(package_id, code, name, owner)
    except Conflict as conflict:
        model.Session.rollback()
        raise tk.ValidationError({"identifier": [sentence("code_taken", conflict.params, lang())]}) from None
    return _store_draft(next_action, context, dataset, submission)


@tk.chained_action
@tk.side_effect_free
def package_show(next_action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Read in order to write (patch, revise, ``resource_*``): the ledger's row is locked first, as a harvest does.

    CKAN locks its own row here; before ours, that would deadlock with a harvest of the dataset. What was read before
    the wait is read again, or another's change made meanwhile would be lost under this one.
    """
    if context.get("for_update"):
        package = model.Package.get(str(data_dict.get("id") or ""))
        if package is not None:
            model.Session.flush()
            release_table.dataset_by_id(package.id)
            model.Session.expire_all()
    return next_action(context, data_dict)


@tk.chained_action
def package_update(next_action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """A changed dataset: a new release, the findings, the word that it waits, or (unreleased) a stored draft."""
    if _has_pass(context, data_dict):
        return next_action(context, data_dict)
    try:
        with noting():
            return _update(next_action, context, well_formed(data_dict))
    except tk.ValidationError as error:
        errors = dict(error.error_dict)
        error.error_dict.setdefault("resources", [errors])  # resource_delete reads the last one unguarded
        raise


def _update(next_action: Action, context: Context, data: dict[str, Any]) -> dict[str, Any]:
    package = model.Package.get(str(data.get("id") or data.get("name") or ""))
    if package is None:
        raise tk.ObjectNotFound(sentence("dataset_not_found", {}, lang()))
    context["package"] = package
    tk.check_access("package_update", context, {**data, "id": package.id})
    dataset = release_table.dataset_by_id(package.id)
    if dataset is None:
        raise tk.ValidationError({"id": [sentence("not_in_ledger", {}, lang())]})
    submission = merge(data, standing(dataset), Stage(config.stage_path()), package.id)
    owner = _owner(submission, dataset)
    state = data.get("state") or ("active" if dataset.release_number else "draft")
    _refuse_other_ways(state, data, dataset)
    if state == "draft":
        return _store_draft(next_action, context, dataset, submission)
    if not any(part.file for part in submission.parts):
        if dataset.release_number:
            raise tk.ValidationError({"resources": [sentence("file_needed", {}, lang())]})
        _check_record(submission, context, owner, dataset.id)
        return _store_draft(next_action, context, dataset, submission)
    return _submit(context, dataset, submission, owner)


def _submit(context: Context, dataset: Dataset, submission: Submission, owner: str) -> dict[str, Any]:
    """Through the gate, as an item of the publisher's account."""
    user = _user(context)
    source = source_table.account_source(user)
    missing = [part.title for part in submission.parts if part.file is None]
    if missing:
        raise tk.ValidationError({"resources": [sentence("file_needed_for", {"titles": "、".join(missing)}, lang())]})
    _settle_identity(dataset, submission)
    source_table.ensure_account(user, owner)
    stage = Stage(config.stage_path())
    delivery = submission.delivery(dataset.id)
    gate = ChildGate(seconds=config.gate_seconds())
    try:
        judgement = gate(delivery, gate_context(source, owner, {}, delivery, _code(submission)), stage)
    except HarvestError as error:
        model.Session.rollback()
        if of_the_disk(error):
            raise
        raise tk.ValidationError({"gate": [sentence(error.code, error.params, lang())]}) from error
    report, candidate = judgement.report, judgement.candidate
    if candidate is None:
        for sha256, code in quarantined(report, delivery.files).items():
            stage.quarantine(sha256, code)
        judged = Judged(dataset.id, None, Outcome.RETURNED, report, None, delivery)
        raise _returned(report.findings, _keep(source, owner, judged, dataset), len(submission.parts))
    held = bool(_reviewable(report.findings)) or not source_table.delegated(source)
    outcome = Outcome.HELD if held else Outcome.PUBLISHED
    judged = Judged(dataset.id, None, outcome, report, candidate, delivery)
    if held:
        raise _waits(report.findings, _keep(source, owner, judged, dataset), len(submission.parts))
    # no commit before: the dataset stays locked, or another's change made meanwhile would be lost under this one
    (result,) = promote([Entry(judged, source, owner, actor=user)], stage)
    if result.error is not None:
        raise refused(result.error)
    return tk.get_action("package_show")(_show_context(context), {"id": dataset.id})


def _keep(source: str, owner: str, judged: Judged, dataset: Dataset) -> str:
    """Store report and item, durably, before the answer says so."""
    held = judged.candidate if judged.outcome is Outcome.HELD else None
    report_id = item_table.save_report(source, owner, judged, held)
    item_table.save_item(source, judged, report_id, dataset.id)
    model.Session.commit()
    assert report_id is not None
    return report_id


def _store_draft(next_action: Action, context: Context, dataset: Dataset, submission: Submission) -> dict[str, Any]:
    """Keep what was given, unjudged, where only its department sees it."""
    dataset.draft = draft_json(submission)
    dataset.resource_ids = {**{part.key: part.id for part in submission.parts}, **dataset.resource_ids}
    _settle_identity(dataset, submission)
    record = accepted(submission.record)
    public, _ = split(record)
    package = {
        **{key: value for key, value in public.items() if value not in (None, "", []) and key != "owner_org"},
        "id": dataset.id,
        "name": dataset.name,
        "title": str(record.get("title") or dataset.name),
        "owner_org": dataset.owner_org,
        "type": "dataset",
        "state": "draft",
        "private": False,
        "resources": [
            {"id": part.id, "name": part.title, "description": part.description, "format": "CSV"}
            | _draft_file(part, dataset.name, position)
            for position, part in enumerate(submission.parts)
        ],
    }
    inner = Context(context)
    inner.pop("original_package", None)
    inner["allow_state_change"] = True
    inner["ignore_auth"] = True  # access was checked at the door
    inner[KEY] = Pass.of(package)  # type: ignore[literal-required]
    next_action(inner, package)
    return tk.get_action("package_show")(_show_context(context), {"id": dataset.id})


def _draft_file(part: Part, name: str, position: int) -> dict[str, Any]:
    """An uploaded file of a draft has an address, but no released bytes behind it yet."""
    return {"url": release_table.address(name, position), "url_type": "upload"} if part.file else {"url": ""}


def _settle_identity(dataset: Dataset, submission: Submission) -> None:
    """A draft takes its code, and the address made of it, as soon as it has one; a release keeps both (V-02)."""
    identifier = _code(submission)
    if identifier is None or dataset.identifier == identifier:
        return
    if dataset.release_number:
        raise tk.ValidationError({"identifier": [sentence("code_fixed", {"identifier": dataset.identifier}, lang())]})
    if release_table.owner_of_code(identifier) is not None:
        model.Session.rollback()
        raise tk.ValidationError({"identifier": [sentence("code_taken", {"identifier": identifier}, lang())]})
    release_table.give_identifier(dataset, identifier)


def _check_record(submission: Submission, context: Context, owner: str, guid: str) -> None:
    """The record rules alone, for what has no file yet."""
    source = source_table.account_source(_user(context))
    known = gate_context(source, owner, {}, submission.delivery(guid), _code(submission))
    findings = check_record(submission.record, [], known)
    if any(finding.severity is Severity.BLOCK for finding in findings):
        model.Session.rollback()
        raise tk.ValidationError(_error(findings, None, 1))


def _refuse_other_ways(state: str, data: Mapping[str, Any], dataset: Dataset) -> None:
    if state == "deleted":
        raise tk.ValidationError({"state": [sentence("delete_refused", {}, lang())]})
    if state not in ("active", "draft"):
        raise tk.ValidationError({"state": [sentence("state_unknown", {"state": str(state)[:40]}, lang())]})
    if state == "draft" and dataset.release_number:
        raise tk.ValidationError({"state": [sentence("unpublish_refused", {}, lang())]})
    if tk.asbool(data.get("private") or False):
        raise tk.ValidationError({"private": [sentence("private_refused", {}, lang())]})


def _owner(submission: Submission, dataset: Dataset | None = None) -> str:
    owner = submission.record.get("owner_org") or (dataset.owner_org if dataset else None)
    if dataset is not None and owner != dataset.owner_org:
        raise tk.ValidationError({"owner_org": [sentence("move_refused", {}, lang())]})
    if not owner or model.Group.get(str(owner)) is None:
        raise tk.ValidationError({"owner_org": [sentence("owner_unknown", {"owner": str(owner or "")}, lang())]})
    return str(owner)


def _returned(findings: tuple[Finding, ...], report_id: str, resources: int) -> tk.ValidationError:
    return tk.ValidationError(_error(findings, report_id, resources))


def _waits(findings: tuple[Finding, ...], report_id: str, resources: int) -> tk.ValidationError:
    reviewer = model.Group.get(config.regulator())
    params = {"reviewer": reviewer.title if reviewer else config.regulator(), "report": _address(report_id)}
    errors: dict[str, Any] = {"held": [sentence("held", params, lang())], "report": [_address(report_id)]}
    for finding in _reviewable(findings):
        errors.setdefault(finding.code, []).append(finding_json(finding, lang())["message"])
    return tk.ValidationError({**errors, "resources": [dict(errors)] * max(1, resources)})


def _error(findings: Any, report_id: str | None, resources: int) -> dict[str, Any]:
    """The shape that all of CKAN's callers survive (mechanics §1): code and field →
    sentences, address, the same per resource."""
    errors: dict[str, Any] = {}
    for finding in findings:
        if finding.severity is Severity.BLOCK:
            value = finding_json(finding, lang())
            said = told(value, lang())
            errors.setdefault(finding.code, []).append(said)
            if name := finding.params.get("field"):  # beside the field of a form, too
                errors.setdefault(str(name), []).append(said)
    if report_id:
        errors["report"] = [_address(report_id)]
    return {**errors, "resources": [dict(errors)] * max(1, resources)}


def _reviewable(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.REVIEW]


def _address(report_id: str) -> str:
    return f"{config.site_url()}/report/{report_id}"


def _has_pass(context: Context, data: Mapping[str, Any]) -> bool:
    ticket = context.get(KEY)
    return isinstance(ticket, Pass) and ticket.covers(data)


def _user(context: Context) -> str:
    user = context.get("auth_user_obj")
    return str(user.name if user is not None and not user.is_anonymous else context.get("user") or "")


def _show_context(context: Context) -> Context:
    return Context(user=context.get("user", ""), auth_user_obj=context.get("auth_user_obj"), use_cache=False)


def _code(submission: Submission) -> str | None:
    """The code in the one form that a release will have, if it is a text at all."""
    value = normalise({"identifier": submission.record.get("identifier")}).get("identifier")
    return value if isinstance(value, str) else None
