"""Who may see and do what: roles, permission labels; what a stranger sees stands in :mod:`.visibility`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ckan import authz, model
from ckan.lib.plugins import DefaultPermissionLabels
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

from harvesters.messages import sentence

from . import config
from .language import lang
from .ledger import release_table
from .visibility import SURFACES, VISIBILITY, Level, State, level, served

__all__ = ["SURFACES", "VISIBILITY", "Level", "PermissionLabels", "State", "level", "served"]


class PermissionLabels(DefaultPermissionLabels):
    """Second wall behind the draft state: ``public`` only for what has a current release."""

    def get_dataset_labels(self, dataset_obj: model.Package) -> list[str]:
        if release_table.has_release(dataset_obj.id):
            return ["public"]
        labels = [f"creator-{dataset_obj.creator_user_id}"]
        if dataset_obj.owner_org:
            labels.append(f"member-{dataset_obj.owner_org}")
        return labels


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def package_show(next_auth: Callable[..., AuthResult], context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """What may not be seen does not exist: no 403 that tells a stranger the name is taken. Every read asks this."""
    answer = next_auth(context, data_dict)
    if not answer["success"]:
        raise tk.ObjectNotFound(sentence("dataset_not_found", {}, lang()))
    return answer


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def package_update(next_auth: Callable[..., AuthResult], context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Rights on the organisation decide; none on a category are needed, for that comes from the record."""
    answer = next_auth(context, {key: value for key, value in data_dict.items() if key != "groups"})
    if not answer["success"]:
        authz.is_authorized("package_show", context, {"id": data_dict.get("id") or data_dict.get("name")})
    return answer


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def package_create(next_auth: Callable[..., AuthResult], context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return next_auth(context, {key: value for key, value in data_dict.items() if key != "groups"})


# Personal data that a law or an agreement lets out: two different officers have to agree (domain §5.3).
TWO_OFFICERS = ("G-12", "G-15")


def is_operator(user: str | None) -> bool:
    return bool(user) and authz.is_sysadmin(user)


def is_reviewer(user: str | None) -> bool:
    """An editor or admin of the regulator's organisation, or an operator."""
    return bool(user) and (is_operator(user) or config.regulator() in owner_orgs(user))


def owner_orgs(user: str | None) -> list[str]:
    """Slugs of the organisations that a user works for as editor or admin."""
    row = model.User.get(user) if user else None
    if row is None or row.state != "active":
        return []
    query = (
        model.Session.query(model.Group.name)
        .join(model.Member, model.Member.group_id == model.Group.id)
        .filter(
            model.Member.table_name == "user",
            model.Member.table_id == row.id,
            model.Member.state == "active",
            model.Member.capacity.in_(("editor", "admin")),
            model.Group.is_organization.is_(True),
            model.Group.state == "active",
        )
        .order_by(model.Group.name)
    )
    return [name for (name,) in query]


def works_for(user: str | None, owner_org: str) -> bool:
    return owner_org in owner_orgs(user)


def may_see_report(user: str | None, report: Mapping[str, Any]) -> bool:
    """A release's report is public; any other belongs to its department, reviewers and operators."""
    return bool(report["published"]) or may_see_inside(user, report["owner_org"])


def outside(report: Mapping[str, Any]) -> dict[str, Any]:
    """A release's report without what is the department's: the record with its inner fields, who decided and why."""
    body = public_body(report["body"], str(report["open_type"] or ""))
    return {**report, "body": body, "decisions": [], "candidate_summary": None, "source": None, "guid": None}


def public_body(body: Mapping[str, Any], open_type: str) -> dict[str, Any]:
    """The findings as strangers may read them: where they see no rows, no finding quotes or places a cell (D11)."""
    if served(open_type):
        return dict(body)
    hidden = {"row": None, "value": None, "message": sentence("details_inside", {}, lang()), "fix": "", "params": {}}
    findings = [f if f["row"] is None and f["value"] is None else {**f, **hidden} for f in body["findings"]]
    return {**body, "findings": findings, "files": [{**file, "cleanings": []} for file in body["files"]]}


def may_see_inside(user: str | None, owner_org: str) -> bool:
    """Items, unpublished reports and inner fields of an organisation."""
    return is_reviewer(user) or works_for(user, owner_org)
