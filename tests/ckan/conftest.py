"""The running test portal, from outside (HTTP, ckanapi) and from inside (CKAN's application in this process).

``./portal test`` sets SD_TEST_URL, SD_TEST_INI and SD_TEST_HOME; without them every test here is skipped.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import departments
import pytest
import requests
from ckanapi import RemoteCKAN

URL = os.environ.get("SD_TEST_URL", "").rstrip("/")
INI = os.environ.get("SD_TEST_INI", "")
HOME = Path(os.environ.get("SD_TEST_HOME", "/nonexistent"))


@dataclass(frozen=True)
class Portal:
    """The portal as its users meet it. ``logins``: name → {password, token}."""

    url: str
    logins: dict[str, dict[str, str]] = field(repr=False)  # a failing test prints its fixtures

    def ckan(self, name: str | None = None) -> RemoteCKAN:
        """Unmodified ckanapi with the token of this account (None: a stranger)."""
        return RemoteCKAN(self.url, apikey=self.logins[name]["token"] if name else None, user_agent="sd-tests")

    def post(self, action: str, name: str | None = None, data: Any = None) -> requests.Response:
        """The bare answer of an action: status, words, headers."""
        headers = {"Authorization": self.logins[name]["token"]} if name else {}
        return requests.post(f"{self.url}/api/3/action/{action}", json=data or {}, headers=headers, timeout=60)

    def browser(self, name: str) -> requests.Session:
        """A session that has logged in by the form."""
        session = requests.Session()
        page = session.get(f"{self.url}/user/login", timeout=30).text
        form = {"login": name, "password": self.logins[name]["password"], "_csrf_token": csrf_of(page)}
        session.post(f"{self.url}/user/login", form, headers={"Referer": f"{self.url}/user/login"}, timeout=30)
        return session

    def add_account(self, name: str, role: str, *organizations: str, **more: str) -> None:
        """A new person who works for these organisations, with a login and a token, made by the operator."""
        operator, password = self.ckan("operator"), "Berg-Wasser-7319"
        operator.action.user_create(name=name, email=f"{name}@example.org", password=password, **more)
        for organization in organizations:
            operator.action.organization_member_create(id=organization, username=name, role=role)
        token = operator.action.api_token_create(user=name, name="tests")["token"]
        self.logins[name] = {"password": password, "token": token}


def csrf_of(page: str) -> str:
    found = re.search(r'name="_csrf_token"[^>]*(?:value|content)="([^"]+)"', page)
    assert found, "the page carries no token"
    return found[1]


@pytest.fixture(scope="session")
def portal() -> Portal:
    if not (URL and INI):
        pytest.skip("needs the test portal: ./portal test")
    return Portal(URL, json.loads((HOME / "logins.json").read_text("utf-8")))


@pytest.fixture(scope="session")
def wsgi(portal: Portal) -> Iterator[Any]:
    """CKAN as the portal runs it, same configuration and databases, in this process. Cleans up at the end."""
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(INI))
    yield app
    departments.forget(app._wsgi_app)


@pytest.fixture
def inside(wsgi: Any) -> Iterator[None]:
    """An application context for one test; nothing uncommitted survives it."""
    from ckan import model

    with wsgi._wsgi_app.test_request_context():
        try:
            yield
        finally:
            model.Session.rollback()
            model.Session.remove()
