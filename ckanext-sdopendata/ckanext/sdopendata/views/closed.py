"""CKAN's own pages that only lead to a refusal, or to nothing here: a visitor is brought to the page that serves.

A release is not hidden, deleted, moved or given views by hand (:mod:`..doors` says so to whoever tries), categories
come from the record, people join departments only, and what CKAN's administration shows stands at the operation.
"""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from flask import Response

_OF_A_DATASET = ("dataset.groups", "dataset.resources", "dataset.followers")
_OF_A_FILE = ("views", "view", "edit_view")
_OF_A_GROUP = ("bulk_process", "members", "manage_members", "member_new", "admins", "followers", "about")

INSTEAD = {
    **dict.fromkeys(_OF_A_DATASET, "dataset.read"),
    **{f"{kind}.{page}": "dataset_resource.read" for kind in ("resource", "dataset_resource") for page in _OF_A_FILE},
    **{f"{kind}.{page}": "sdopendata.table" for kind in ("resource", "dataset_resource") for page in ("new", "edit")},
    "datastore.dictionary": "dataset_resource.read",
    **{f"group.{page}": "group.read" for page in _OF_A_GROUP},
    "group.new": "group.index",
    **{f"organization.{page}": "organization.read" for page in ("bulk_process", "members", "admins", "followers")},
    **dict.fromkeys(("user.followers", "user.read_groups", "user.read_organizations"), "user.read"),
    **dict.fromkeys(("dashboard.groups", "dashboard.organizations"), "dashboard.datasets"),
    **dict.fromkeys(("admin.index", "admin.trash", "admin.config", "admin.reset_config"), "sdopendata.operator"),
    **dict.fromkeys(("util.custom_form_fields", "util.primer"), "home.index"),
}


def instead() -> Response | None:
    """Asked before every page; only for reading, what is sent there gets its refusal in words."""
    target = INSTEAD.get(str(tk.request.endpoint))
    if target is None or tk.request.method not in ("GET", "HEAD"):
        return None
    given = tk.request.view_args or {}
    known = {key: value for key, value in given.items() if key in ("id", "resource_id")}
    if target == "sdopendata.table":
        return tk.redirect_to(target, name=known.pop("id"), **known)  # type: ignore[return-value]
    return tk.redirect_to(target, **known if target.endswith(".read") else {})  # type: ignore[return-value]
