"""Actions of our own, and the reads that stock CKAN answers too openly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from harvesters import schedule
from harvesters.errors import HarvestError
from harvesters.gate.report import report_json
from harvesters.messages import fix, sentence

from . import access, asked, check, doors, ledger
from .language import lang
from .ledger import item_table
from .publish import choke, review

Action = Callable[..., Any]

# They look the dataset up without asking whether it may be seen.
FOLLOWING = ("follow_dataset", "unfollow_dataset")
READS_OF_A_DATASET = (
    "am_following_dataset",
    "dataset_follower_count",
    "dataset_follower_list",
    "package_collaborator_list",
)


def get_actions() -> dict[str, Action]:
    return {
        **doors.refusals(),
        "member_create": doors.member_create,
        "member_delete": doors.member_delete,
        "package_create": choke.package_create,
        "package_update": choke.package_update,
        "package_show": choke.package_show,
        "member_list": member_list,
        "datastore_search": asked.datastore_search,
        "dcat_catalog_show": asked.dcat_catalog_show,
        "dcat_dataset_show": asked.dcat_dataset_show,
        **dict.fromkeys(FOLLOWING, of_visible_dataset),
        **dict.fromkeys(READS_OF_A_DATASET, read_of_visible_dataset),
        "sd_check": sd_check,
        "sdopendata_report_show": sdopendata_report_show,
        "sdopendata_report_decide": sdopendata_report_decide,
        "sdopendata_source_list": sdopendata_source_list,
        "sdopendata_run_start": sdopendata_run_start,
        "sdopendata_schedule_update": sdopendata_schedule_update,
    }


@tk.chained_action
def of_visible_dataset(next_action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """First of all: is there such a dataset for this asker?"""
    tk.check_access("package_show", Context(context), {"id": tk.get_or_bust(data_dict, "id")})
    return next_action(context, data_dict)


@tk.chained_action
@tk.side_effect_free
def read_of_visible_dataset(next_action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    return of_visible_dataset(next_action, context, data_dict)


@tk.chained_action
@tk.side_effect_free
def member_list(next_action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Members of an organisation (dataset ids among them) are for those who work there."""
    group = model.Group.get(str(data_dict.get("id") or ""))
    user = context.get("user")
    inside = context.get("ignore_auth") or access.is_operator(user)
    mine = group is not None and group.is_organization and access.works_for(user, group.name)
    if group is not None and not inside and not mine:
        raise tk.NotAuthorized(sentence("members_refused", {}, lang()))
    return next_action(context, data_dict)


def sd_check(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Judge files by the portal's own gate. Open to anybody within bounds; nothing of what is sent is kept.

    Send ``multipart/form-data``. The files of a whole delivery (``datapackage.json`` and ``manifest.json`` among them)
    are judged as the harvester would; loose files by the file rules, or by what describes them.

    :param upload: a file; further ones under the same name or names of their own
    :param record: the catalogue record or a ``datapackage.json`` of the files, as JSON
    :param schema: a Table Schema of the files, as JSON
    :param dataset: instead: a published dataset whose data dictionary applies, and of its tables
    :param resource_id: one (the first without it)
    :param model: instead: a model table of the portal, e.g. ``public-libraries``
    :param lang: ``zh`` (default) or ``en``
    :returns: the report, as ``sd-harvest check --format json`` gives it
    """
    tk.check_access("sd_check", context, data_dict)
    try:
        given = check.described_by(data_dict)
        with check.opened(check.uploads(data_dict), given, check.address()) as checked:
            return report_json(checked.report, str(data_dict.get("lang") or lang()))
    except HarvestError as error:
        check.announce(error)
        raise tk.ValidationError({error.code: [_whole(error)]}) from error


@tk.side_effect_free
def sdopendata_report_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The machine form of a report. Of a release's report a stranger gets the findings, not what is inside.

    :param id: the report's id
    :param lang: ``zh`` (default) or ``en``
    :raises ObjectNotFound: there is none, or it is not yours to see
    """
    report_id = str(tk.get_or_bust(data_dict, "id")).replace("\0", "")
    report = item_table.report(report_id, str(data_dict.get("lang") or lang()))
    if report is None or not access.may_see_report(context.get("user"), report):
        raise tk.ObjectNotFound(sentence("report_not_found", {}, lang()))
    inside = context.get("ignore_auth") or access.may_see_inside(context.get("user"), report["owner_org"])
    return report if inside else access.outside(report)


def sdopendata_report_decide(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """A reviewer approves or returns a held item.

    :param id: the report's id
    :param action: ``approve`` or ``return``
    :param reason: why; required for ``return``, and for personal data (G-12, G-15)
    :returns: ``{outcome, dataset, release_number}``; ``held`` where a second officer has to agree
    """
    tk.check_access("sdopendata_report_decide", context, data_dict)
    report_id, action = tk.get_or_bust(data_dict, ["id", "action"])
    user = str(context["user"])
    if action == "approve":
        return review.approve(report_id, user, str(data_dict.get("reason") or "") or None)
    if action != "return":
        raise tk.ValidationError({"action": [sentence("decision_unknown", {"action": str(action)[:40]}, lang())]})
    reason = str(data_dict.get("reason") or "").strip()
    if not reason:
        raise tk.ValidationError({"reason": [sentence("reason_needed", {}, lang())]})
    return review.send_back(report_id, user, reason)


@tk.side_effect_free
def sdopendata_source_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Sources with their schedule, next and last run. What went wrong is told to those who work with the source.

    :param lang: ``zh`` (default) or ``en``
    """
    user = context.get("user")
    found = []
    for source in ledger.health(str(data_dict.get("lang") or lang()))["sources"]:
        inside = context.get("ignore_auth") or access.may_see_inside(user, source["owner_org"])
        last = source["last_run"]
        if last and not inside:
            last = {key: value for key, value in last.items() if key != "error"}
        last_error = source["last_error"] if inside else None
        found.append(
            {**source, "last_run": _dated(last), "last_error": last_error, "next_run": _iso(source["next_run"])}
        )
    return found


def sdopendata_run_start(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Harvest a source now, once at a time.

    :param source: the source's name
    :returns: ``{run}``, the id of the run
    """
    source = _source_of(data_dict)
    tk.check_access("sdopendata_run_start", context, {"source": source["name"]})
    try:
        return {"run": ledger.start_run(source["name"], "api")}
    except ledger.RunOpen as error:
        raise tk.ValidationError({"source": [_whole(error)]}) from error


def sdopendata_schedule_update(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Change when a source is harvested.

    :param source: the source's name
    :param schedule: ``daily 02:00``, ``workdays 08:30-17:30 every 30 min``, ``weekly mon,thu 06:00`` or ``off``
    :returns: ``{source, schedule, words, next_run}``
    """
    tk.check_access("sdopendata_schedule_update", context, data_dict)
    source = _source_of(data_dict)
    try:
        plan = schedule.parse(str(tk.get_or_bust(data_dict, "schedule")))
    except schedule.ScheduleUnreadable as error:
        raise tk.ValidationError({"schedule": [_whole(error)]}) from error
    ledger.set_schedule(source["name"], plan)
    coming = plan.next_after(dt.datetime.now(dt.UTC))
    words = plan.words(lang())
    return {"source": source["name"], "schedule": plan.text, "words": words, "next_run": _iso(coming)}


def _source_of(data_dict: dict[str, Any]) -> dict[str, Any]:
    name = str(tk.get_or_bust(data_dict, "source")).replace("\0", "")
    source = ledger.source(name)
    if source is None or source["kind"] == ledger.ACCOUNT:
        raise tk.ObjectNotFound(sentence("source_unknown", {"source": name[:60]}, lang()))
    return source


def _whole(error: HarvestError) -> str:
    """What is wrong and how to mend it, in one text."""
    remedy = fix(error.code, error.params, lang())
    return f"{sentence(error.code, error.params, lang())}{'。' if lang() == 'zh' else '. '}{remedy}"


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _dated(run: dict[str, Any] | None) -> dict[str, Any] | None:
    return run and {k: _iso(v) if isinstance(v, dt.datetime) else v for k, v in run.items()}


def get_auth_functions() -> dict[str, Action]:
    return {
        **dict.fromkeys(doors.OPERATOR, doors.only_operators),
        "package_collaborator_list": doors.only_operators,
        "package_show": access.package_show,
        "package_create": access.package_create,
        "package_update": access.package_update,
        "sd_check": anyone,
        "sdopendata_report_decide": may_decide,
        "sdopendata_report_show": anyone,
        "sdopendata_source_list": anyone,
        "sdopendata_run_start": may_start,
        "sdopendata_schedule_update": doors.only_operators,
    }


def may_start(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Those who work for the source's department; CKAN asks nobody of an operator."""
    source = ledger.source(str(data_dict.get("source") or "").replace("\0", ""))
    if source is not None and access.works_for(context.get("user"), source["owner_org"]):
        return {"success": True}
    return {"success": False, "msg": sentence("run_refused", {}, lang())}


def may_decide(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    if access.is_reviewer(context.get("user")):
        return {"success": True}
    return {"success": False, "msg": sentence("reviewers_only", {}, lang())}


@tk.auth_allow_anonymous_access
def anyone(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The action itself says not found to those who may not see."""
    return {"success": True}
