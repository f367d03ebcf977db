"""What a new portal holds, written from inside CKAN: tables, categories, departments, logins. Run again: no change.

Everything goes through CKAN's own actions, so that every plugin's hooks see it.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from ckan import model
from ckan.cli import db
from ckan.lib.i18n import build_js_translations
from ckan.plugins import toolkit as tk
from ckanext.sdopendata import ledger
from ckanext.sdopendata.ledger.source_table import reviews_of

from harvesters.catalogue import codelists

TOKEN_NAME = "portal"
# Not a department: no 统一社会信用代码, and its name and description say so on every page.
DEMO = "demo"
DEMO_TEXT = "本部门名下的数据用于演示门户功能，来源与许可见各数据集说明，不代表任何政府部门的正式发布。"


def run(accounts: list[dict[str, Any]]) -> dict[str, str]:
    """All steps in order; the API tokens that had to be made (account → token)."""
    migrate()
    build_js_translations()  # the browser's strings, from CKAN's catalogue and ours
    make_groups()
    make_organisations()
    return make_accounts(accounts)


def migrate() -> None:
    """CKAN's own migrations, then each plugin's. They leave an engine without a pool, which would log in to PostgreSQL
    for every transaction to come: afterwards it is CKAN's own again."""
    pooled = model.ensure_engine()
    model.repo.upgrade_db("head")
    for plugin in sorted(db._get_pending_plugins()):
        with db._repo_for_plugin(plugin) as repo:
            repo.upgrade_db("head")
    model.init_model(pooled)


def act(action: str, **data: Any) -> Any:
    return tk.get_action(action)({"ignore_auth": True, "user": site_user()}, data)


def site_user() -> str:
    return str(tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"])


def existing(is_organization: bool) -> set[str]:
    query = model.Session.query(model.Group.name).filter_by(is_organization=is_organization)
    return {name for (name,) in query}


def make_groups() -> None:
    """开放类别 (domain §3.1) are CKAN groups."""
    there = existing(is_organization=False)
    for category in codelists.categories().values():
        if category.code not in there:
            act("group_create", name=category.code, title=category.zh, description=category.en)


def make_organisations() -> None:
    """部门 (domain §3.4) of today are CKAN organisations; the demonstration data have one of their own.

    What the list says anew is written; a 统一社会信用代码 that an operator supplied is kept where the list has none.
    """
    query = model.Session.query(model.Group).filter_by(is_organization=True)
    there = {group.name: group for group in query}
    for office in codelists.offices().values():
        fields = {
            "title": office.zh,
            "title_en": office.en,
            "description": DEMO_TEXT if office.slug == DEMO else "",
            "name_2017": office.name_2017,
            "aliases": list(codelists.aliases_of(office)),
            "uscc": office.uscc,
            "org_type": office.org_type,
            "level": office.level,
            "region_code": office.region_code,
            "catalog_prefix": office.catalog_prefix,
            "valid_from": office.valid_from,
        }
        filled = {key: value for key, value in fields.items() if value}
        group = there.get(office.slug)
        if group is None:
            act("organization_create", name=office.slug, **filled)
        elif changed := {key: value for key, value in filled.items() if _standing(group, key) != value}:
            act("organization_patch", id=office.slug, **changed)


def _standing(group: Any, key: str) -> Any:
    """A field as an organisation has it; lists are kept as JSON."""
    if key in ("title", "description"):
        return getattr(group, key)
    value = (group.extras or {}).get(key)
    return json.loads(value) if key == "aliases" and isinstance(value, str) else value


def make_accounts(accounts: list[dict[str, Any]]) -> dict[str, str]:
    """Logins with their role, and the tokens that were asked for; a publisher's account is a source too (DESIGN §4).

    account: name, fullname, password, role (sysadmin or editor), organization, needs_token, first_review of a publisher
    """
    tokens = {}
    for account in accounts:
        name = account["name"]
        if model.User.get(name) is None:
            email = f"{name}@portal.invalid"
            act("user_create", name=name, fullname=account["fullname"], email=email, password=account["password"])
        if account["role"] == "sysadmin":
            act("user_patch", id=name, sysadmin=True)
        else:
            act("organization_member_create", id=account["organization"], username=name, role=account["role"])
        if account["needs_token"]:
            for old in act("api_token_list", user_id=name):
                if old["name"] == TOKEN_NAME:
                    act("api_token_revoke", jti=old["id"])
            tokens[name] = act("api_token_create", user=name, name=TOKEN_NAME)["token"]
        if account.get("publishes"):
            register(
                {
                    "name": f"account-{name}",
                    "kind": "account",
                    "owner_org": account["organization"],
                    "title": f"发布账号 {name}",
                    "review_mode": "delegated",
                    "first_review": account["first_review"],
                }
            )
    return tokens


def register(source: dict[str, Any]) -> None:
    """A source as :mod:`deploy.local.sources` describes it. ``first_review`` counts only while none is on record."""
    name = source["name"]
    options = {"path": source["path"]} if "path" in source else {}
    mode = source.get("review_mode", "manual")
    known = {"schedule": source.get("schedule")}
    ledger.register_source(name, source["kind"], options, source["owner_org"], source["title"], mode, **known)
    reviews = list(source.get("reviews", []))
    if "first_review" in source and not reviews_of(name):
        reviews.append(source["first_review"])
    for review in reviews:
        date = dt.date.fromisoformat(review["date"])
        ledger.store_review(name, review["officer"], date, list(review["open_types"]))
