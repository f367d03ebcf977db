"""The walls behind which the catalogue's hidden parts stand, each with a way to take it away for one test.

``WALLS``: name → (what takes it away, labels of the walk where the leak shows first). ``NOT_WALLS``: what looks like
one and hides nothing by itself, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from states import Catalogue

Patch = pytest.MonkeyPatch
Taken = Callable[[Patch, Catalogue], AbstractContextManager[None]]


def _simply(change: Callable[[Patch], None]) -> Taken:
    @contextmanager
    def taken(patch: Patch, catalogue: Catalogue) -> Iterator[None]:
        change(patch)
        yield

    return taken


def answers(module: str, name: str, value: Any) -> Taken:
    """The function says this to everybody."""
    return _simply(lambda patch: patch.setattr(f"{module}.{name}", value))


def open_auth(*names: str) -> Taken:
    """CKAN's authorisation lets everybody pass."""
    from ckan import authz
    from ckan.plugins import toolkit as tk

    @tk.auth_allow_anonymous_access
    def everybody(context: Any, data_dict: Any) -> dict[str, Any]:
        return {"success": True}

    def change(patch: Patch) -> None:
        authz._AuthFunctions.keys()  # fills it
        for name in names:
            patch.setitem(authz._AuthFunctions._functions, name, everybody)

    return _simply(change)


def cores_auth(module: str, name: str) -> Taken:
    """The authorisation that CKAN brings, without what we put before it."""
    import importlib

    from ckan import authz

    def change(patch: Patch) -> None:
        authz._AuthFunctions.keys()
        function = getattr(importlib.import_module(f"ckan.logic.auth.{module}"), name)
        patch.setitem(authz._AuthFunctions._functions, name, function)

    return _simply(change)


def cores_action(module: str, *names: str) -> Taken:
    """The action that CKAN brings, without what we put before it."""
    import importlib

    from ckan import logic

    def change(patch: Patch) -> None:
        for name in names:
            logic.get_action(name)
            core = getattr(importlib.import_module(f"ckan.logic.action.{module}"), name)

            def bare(context: Any, data_dict: Any, core: Any = core) -> Any:
                return core(logic._prepopulate_context(context), data_dict)

            patch.setitem(logic._actions, name, bare)

    return _simply(change)


def option(name: str, value: Any) -> Taken:
    from ckan.common import config

    return _simply(lambda patch: patch.setitem(config, name, value))


@contextmanager
def no_draft_state(patch: Patch, catalogue: Catalogue) -> Iterator[None]:
    """What has no release is stored as an active package."""
    _set_state(catalogue, "active")
    yield
    _set_state(catalogue, "draft")


def _set_state(catalogue: Catalogue, state: str) -> None:
    from ckan import model

    with catalogue.inside():
        model.Session.query(model.Package).filter_by(id=catalogue.cases["draft"].handles["id"]).update({"state": state})
        model.Session.commit()


def released(name: str, *changes: tuple[str, Any]) -> Taken:
    """A release that is made while the wall is away, and made again when it stands."""

    @contextmanager
    def taken(patch: Patch, catalogue: Catalogue) -> Iterator[None]:
        with patch.context() as away:
            for target, value in changes:
                away.setattr(target, value)
            catalogue.release_again(name)
        yield
        catalogue.release_again(name)

    return taken


@contextmanager
def many_not_founds(patch: Patch, catalogue: Catalogue) -> Iterator[None]:
    from ckanext.sdopendata import doors

    functions = catalogue.app.after_request_funcs
    patch.setitem(functions, None, [function for function in functions[None] if function is not doors._one_not_found])
    yield


OURS = "ckanext.sdopendata"
EVERYTHING_IS_PUBLIC = lambda record: (dict(record), {})  # noqa: E731

WALLS: dict[str, tuple[Taken, str]] = {
    # what CKAN stores
    "choke: draft state": (no_draft_state, "package_list"),
    "promote: split": (released("published", (f"{OURS}.publish.promote.split", EVERYTHING_IS_PUBLIC)), "datapackage"),
    "visibility: served": (
        released(
            "conditional", *((f"{OURS}.publish.{m}.served", lambda open_type: True) for m in ("promote", "package"))
        ),
        "datastore_search|download",
    ),
    # who may see what
    "access.PermissionLabels.get_dataset_labels": (
        answers(f"{OURS}.access.PermissionLabels", "get_dataset_labels", lambda self, dataset: ["public"]),
        "package_show",
    ),
    "access.package_show": (cores_auth("get", "package_show"), "package_show"),
    "access.package_update": (cores_auth("update", "package_update"), "package_patch"),
    "access.is_operator": (answers(f"{OURS}.access", "is_operator", lambda user: True), "sdopendata"),
    "access.is_reviewer": (answers(f"{OURS}.access", "is_reviewer", lambda user: True), "sdopendata"),
    "access.owner_orgs": (answers(f"{OURS}.access", "owner_orgs", lambda user: ["demo"]), "sdopendata"),
    "access.works_for": (answers(f"{OURS}.access", "works_for", lambda user, owner: True), "member_list"),
    "access.may_see_report": (answers(f"{OURS}.access", "may_see_report", lambda user, report: True), "report"),
    "access.outside": (answers(f"{OURS}.access", "outside", dict), "report"),
    "access.public_body": (answers(f"{OURS}.access", "public_body", lambda body, open_type: dict(body)), "report"),
    "access.may_see_inside": (answers(f"{OURS}.access", "may_see_inside", lambda user, owner: True), "sdopendata"),
    "actions.member_list": (cores_action("get", "member_list"), "member_list"),
    "actions.read_of_visible_dataset": (
        cores_action("get", "am_following_dataset", "dataset_follower_count", "package_collaborator_list"),
        "dataset_follower|following_dataset",
    ),
    "actions.of_visible_dataset": (cores_action("delete", "unfollow_dataset"), "unfollow_dataset"),
    "doors._one_not_found": (many_not_founds, "package_show|resource_"),
    "views.asker.Roles.reach": (
        answers(f"{OURS}.views.asker.Roles", "reach", property(lambda self: None)),
        "sdopendata",
    ),
    "views.reports._inner": (answers(f"{OURS}.views.reports", "_inner", lambda report: True), "sdopendata"),
    "views.shell.error_detail": (
        answers(f"{OURS}.views.shell", "error_detail", lambda status, content: str(content or "")),
        "dataset",
    ),
    # CKAN's own
    "core: resource_show": (open_auth("resource_show"), "datastore_search"),
    "core: datastore_search": (open_auth("datastore_search"), "datastore_search"),
    # config/ckan.ini
    "ckan.datastore.public_table_search": (
        option("ckan.datastore.public_table_search", ["_table_metadata"]),
        "datastore_search",
    ),
    "ckan.auth.public_user_details": (option("ckan.auth.public_user_details", True), "user_list"),
}

NOT_WALLS: dict[str, str] = {
    "access.package_create": "eases: no right on a category is needed",
    "access.served": "visibility: served",
    "access.level": "the table itself",
    "access.PermissionLabels": "see its method",
    "actions.sdopendata_report_show": "asks access.may_see_report",
    "choke.package_show": "puts a read in order to write into line; access.package_show says what may be seen",
    "actions.sd_check": "looks at nothing but what is sent, and at dictionaries through package_show",
    "actions.sdopendata_report_decide": "a write; asks actions.may_decide",
    "actions.may_decide": "a write: test_doors_closed",
    "actions.sdopendata_source_list": "sources are public; no accounts, errors only inside: test_schedule",
    "actions.sdopendata_run_start": "a write; asks actions.may_start",
    "actions.sdopendata_schedule_update": "a write; the operator's",
    "actions.may_start": "a write: test_schedule",
    "actions.anyone": "lets pass; the action asks access.may_see_report",
    "asked.datastore_search": "refuses what no cell holds; core: datastore_search says what may be seen",
    "asked.dcat_catalog_show": "writes what was asked into addresses; the catalogue is that of package_search",
    "asked.dcat_dataset_show": "refuses formats that nobody knows; access.package_show says what may be seen",
    "doors.only_operators": "a write: test_doors_closed",
    "ckan.auth.anon_create_dataset": "a write",
    "ckan.auth.create_unowned_dataset": "a write",
    "ckan.auth.create_dataset_if_not_in_organization": "a write",
    "ckan.auth.user_create_groups": "a write",
    "ckan.auth.user_create_organizations": "a write",
    "ckan.auth.user_delete_groups": "a write",
    "ckan.auth.user_delete_organizations": "a write",
    "ckan.auth.create_user_via_api": "a write",
    "ckan.auth.create_user_via_web": "a write",
    "ckan.auth.create_default_api_keys": "a write",
    "ckan.auth.enable_cookie_auth_in_api": "against forged requests",
    "ckan.auth.allow_dataset_collaborators": "nobody can become one: package_collaborator_create is refused",
    "ckan.auth.allow_admin_collaborators": "nobody can become one",
    "ckan.auth.allow_collaborators_to_change_owner_org": "a write",
    "ckan.auth.reveal_private_datasets": "says 403 for what is hidden; access.package_show says 404 before",
    "ckan.auth.roles_that_cascade_to_sub_groups": "there are no sub-groups",
    "ckan.datastore.write_url": "an address",
    "ckan.datastore.read_url": "an address",
    "ckan.datastore.sqlsearch.enabled": "its action asks resource_show for each table",
    "ckan.search.show_all_types": "there is one type",
    "ckan.search.default_include_private": "there are no private datasets, and labels are asked all the same",
}
