"""Every write action of CKAN, and its place: the choke, the account's own things, the operator's, or refused in words.

A test holds this list against CKAN's registry, so that a new action cannot be a forgotten door (D12).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context
from flask import Flask, Response, request
from werkzeug.exceptions import Conflict, Forbidden, NotFound

from harvesters.messages import sentence

from . import access
from .language import lang

# They end in package_create / package_update.
CHOKED = frozenset(
    [
        "package_create",
        "package_update",
        "package_patch",
        "package_revise",
        "package_resource_reorder",
        "resource_create",
        "resource_update",
        "resource_patch",
        "resource_delete",
    ]
)

# Starting a run, and when runs start: the source's department or the operator, as the action itself asks.
HARVEST = frozenset(["sdopendata_run_start", "sdopendata_schedule_update"])

# A reviewer's decision on a held item; it ends in promote.
REVIEW = frozenset(["sdopendata_report_decide"])

# Reads that their authors did not mark as free of side effects. The check keeps nothing, but takes files, hence POST.
READS = frozenset(["dcat_dataset_show", "sd_check"])

# action → the sentence that names the right door
REFUSED = {
    **dict.fromkeys(("package_delete", "dataset_purge", "bulk_update_delete"), "delete_refused"),
    **dict.fromkeys(("bulk_update_private", "bulk_update_public"), "private_refused"),
    "package_owner_org_update": "move_refused",
    **dict.fromkeys(
        (
            "package_relationship_create",
            "package_relationship_update",
            "package_relationship_delete",
        ),
        "relationship_refused",
    ),
    **dict.fromkeys(
        (
            "resource_view_create",
            "resource_view_update",
            "resource_view_delete",
            "resource_view_reorder",
            "resource_view_clear",
            "resource_create_default_resource_views",
            "package_create_default_resource_views",
        ),
        "view_refused",
    ),
    **dict.fromkeys(
        (
            "datastore_create",
            "datastore_upsert",
            "datastore_delete",
            "datastore_records_delete",
            "datastore_run_triggers",
            "datastore_function_create",
            "datastore_function_delete",
        ),
        "datastore_refused",
    ),
    **dict.fromkeys(
        (
            "package_collaborator_create",
            "package_collaborator_delete",
        ),
        "collaborator_refused",
    ),
    **dict.fromkeys(("tag_create", "tag_delete"), "tag_refused"),
    **dict.fromkeys(("group_delete", "group_purge"), "category_refused"),
    **dict.fromkeys(
        (
            "file_create",
            "file_register",
            "file_rename",
            "file_pin",
            "file_unpin",
            "file_delete",
            "file_ownership_transfer",
        ),
        "file_refused",
    ),
}


# A person's own things, and people in organisations: core's rules hold.
OWN = frozenset(
    [
        "api_token_create",
        "api_token_revoke",
        "user_update",
        "user_patch",
        "follow_dataset",
        "follow_group",
        "follow_user",
        "unfollow_dataset",
        "unfollow_group",
        "unfollow_user",
    ]
)
PEOPLE = frozenset(
    [
        "member_create",
        "member_delete",
        "organization_member_create",
        "organization_member_delete",
        "group_member_create",
        "group_member_delete",
    ]
)

# Only sysadmins do these. Core would let an organisation's admin change what rules V-03 and V-11 compare with.
OPERATOR = frozenset(
    [
        "config_option_update",
        "group_create",
        "group_update",
        "group_patch",
        "organization_create",
        "organization_update",
        "organization_patch",
        "organization_delete",
        "organization_purge",
        "user_create",
        "user_invite",
        "user_delete",
        "vocabulary_create",
        "vocabulary_update",
        "vocabulary_delete",
        "task_status_update",
        "task_status_update_many",
        "task_status_delete",
        "term_translation_update",
        "term_translation_update_many",
        "job_cancel",
        "job_clear",
    ]
)


# Datasets hang on their names, and core would let them take datasets in or turn them out.
SHARED = ("group_create", "group_update", "group_patch", "organization_update", "organization_patch")


def refusals() -> dict[str, Callable[..., Any]]:
    """Chained actions that answer with the address of the right door, unless CKAN itself calls from inside."""
    closed = {name: _refuse(code) for name, code in REFUSED.items()}
    return closed | dict.fromkeys(OPERATOR, _by_operator) | dict.fromkeys(SHARED, _of_shared)


@tk.auth_allow_anonymous_access
def only_operators(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """An auth function that nobody passes; CKAN asks none of a sysadmin, nor of its own inner calls."""
    return {"success": False, "msg": sentence("operators_only", {}, lang())}


def _refuse(code: str) -> Callable[..., Any]:
    @tk.chained_action
    def refused(next_action: Callable[..., Any], context: Context, data_dict: dict[str, Any]) -> Any:
        if context.get("ignore_auth"):
            return next_action(context, data_dict)
        raise tk.NotAuthorized(sentence(code, {}, lang()))

    return refused


@tk.chained_action
def _by_operator(next_action: Callable[..., Any], context: Context, data_dict: dict[str, Any]) -> Any:
    """Asked before anything else: core looks the target up first, and answers others with 404, 409 or 500."""
    if context.get("ignore_auth") or access.is_operator(context.get("user")):
        return next_action(context, data_dict)
    raise tk.NotAuthorized(sentence("operators_only", {}, lang()))


@tk.chained_action
def _of_shared(next_action: Callable[..., Any], context: Context, data_dict: dict[str, Any]) -> Any:
    """A category or a department may change its words; not its name, nor by hand what belongs to it."""
    inner = context.get("ignore_auth")
    if not inner and access.is_operator(context.get("user")):
        group = model.Group.get(str(data_dict.get("id") or ""))
        if "packages" in data_dict:
            raise tk.NotAuthorized(sentence("member_refused", {}, lang()))
        if group is not None and data_dict.get("name", group.name) != group.name:
            raise tk.NotAuthorized(sentence("name_fixed", {}, lang()))
    return _by_operator(next_action, context, data_dict)


def answers(app: Flask) -> None:
    """A form that ends in a refusal gets the sentence on a page, where stock CKAN answers 500; one word for all 404."""
    app.after_request(_one_not_found)
    pages = {
        tk.NotAuthorized: lambda error: Forbidden(str(error)),
        tk.ObjectNotFound: lambda error: NotFound(),
        tk.ValidationError: lambda error: Conflict(" ".join(dict.fromkeys(_sentences(error.error_dict)))),
    }
    for kind, page in pages.items():
        app.register_error_handler(kind, lambda error, page=page: app.handle_http_exception(page(error)))


def _sentences(errors: Any) -> Iterator[str]:
    if isinstance(errors, str):
        yield errors
    elif isinstance(errors, dict | list):
        for value in errors.values() if isinstance(errors, dict) else errors:
            yield from _sentences(value)


def _one_not_found(response: Response) -> Response:
    """The API's 404 has one text: core's own differ between a dataset that is hidden and one that does not exist."""
    if request.endpoint == "api.action" and response.status_code == 404:
        body = json.loads(response.get_data())
        body["error"]["message"] = sentence("not_found", {}, lang())
        response.set_data(json.dumps(body, ensure_ascii=False))
    return response


@tk.chained_action
def member_create(next_action: Callable[..., Any], context: Context, data_dict: dict[str, Any]) -> Any:
    """People may join organisations; a dataset's category comes from its record only."""
    return _people_only(next_action, context, data_dict)


@tk.chained_action
def member_delete(next_action: Callable[..., Any], context: Context, data_dict: dict[str, Any]) -> Any:
    return _people_only(next_action, context, data_dict)


def _people_only(next_action: Callable[..., Any], context: Context, data_dict: dict[str, Any]) -> Any:
    if data_dict.get("object_type") != "user" and not context.get("ignore_auth"):
        raise tk.NotAuthorized(sentence("member_refused", {}, lang()))
    return next_action(context, data_dict)
