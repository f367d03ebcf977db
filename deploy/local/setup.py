"""What a new portal holds, written from inside CKAN; run again, it changes nothing. Migrations, categories, departments, logins."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ckan import model
from ckan.cli import db
from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk

Accounts = dict[str, dict[str, Any]]


def run(accounts: Accounts) -> dict[str, str]:
    """All steps in order; the API tokens that were made (account → token)."""
    migrate()
    return {}


def migrate() -> None:
    """CKAN's own migrations, then each plugin's."""
    model.repo.upgrade_db("head")
    for plugin in sorted(db._get_pending_plugins()):
        with db._repo_for_plugin(plugin) as repo:
            repo.upgrade_db("head")
