"""The logins of a local run: random passwords and API tokens, kept in ``logins.json`` (0600) and nowhere else."""

from __future__ import annotations

import json
from typing import Any

from deploy.local.inside import Inside
from deploy.local.place import Place
from deploy.local.say import table
from deploy.local.sources import granted

ACCOUNTS: tuple[dict[str, Any], ...] = (
    {"name": "operator", "fullname": "运行管理员", "role": "sysadmin"},
    {"name": "reviewer", "fullname": "审核员", "role": "editor", "organization": "sd-bigdata"},
    {"name": "clerk", "fullname": "部门填报员", "role": "editor", "organization": "demo", "publishes": True},
)


def known(place: Place) -> dict[str, dict[str, str]]:
    path = place.home / "logins.json"
    logins: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return logins


def make(place: Place, portal: Inside) -> None:
    """Run the setup steps inside CKAN and keep what they answer."""
    secrets, logins = place.secrets(), known(place)
    asked = [
        {
            **account,
            "password": secrets[account["name"]],
            "needs_token": "token" not in logins.get(account["name"], {}),
            "first_review": granted("operator", ("unconditional",)),
        }
        for account in ACCOUNTS
    ]
    tokens = portal.call("setup", accounts=asked)
    for account in ACCOUNTS:
        name = account["name"]
        old = logins.get(name, {})
        logins[name] = {
            "name": name,
            "role": account["fullname"],
            "password": secrets[name],
            "token": tokens.get(name) or old["token"],
        }
    place.write(place.home / "logins.json", json.dumps(logins, ensure_ascii=False, indent=1), private=True)


def shown(place: Place) -> str:
    rows = [(login["role"], login["name"], login["password"]) for login in known(place).values()]
    return table(("身份", "账号", "密码"), rows)
