"""A browser that watches what it must never see: console errors, requests to foreign hosts, sideways scroll."""

from __future__ import annotations

import json
import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from records import passing_record

pytest.register_assert_rewrite("pages")

WIDTHS = (1280, 390)
ITEMS = [
    {"name_zh": "名称", "name_en": "name", "type": "C", "length": 60, "required": True},
    {"name_zh": "区划代码", "name_en": "region_code", "type": "C", "length": 6},
]
PERSONS = [{"name_zh": "姓名", "name_en": "name", "type": "C"}, {"name_zh": "出生日期", "name_en": "born", "type": "D"}]
RECORD = passing_record(
    catalog_class="2",
    source_system="界面测试",
    notes="界面测试用的小表。",
    category="public-services",
    data_domain=["7"],
    region_code="370000",
    keywords=["界面测试"],
)


@dataclass
class Portal:
    """The running stack: where it is, who may log in, and its API for arranging what a page is to show."""

    url: str
    logins: dict[str, dict[str, str]] = field(repr=False)  # a failing test prints its fixtures

    def call(self, name: str, token: str | None = None, /, **data: Any) -> Any:
        """The result of an action; fails the test if the portal refuses."""
        answer = self.answer(name, token, **data)
        assert answer["success"], answer["error"]
        return answer["result"]

    def answer(self, name: str, token: str | None = None, /, *, files: Any = None, **data: Any) -> dict[str, Any]:
        headers = {"Authorization": token} if token else {}
        address = f"{self.url}/api/3/action/{name}"
        body = {"data": data, "files": files} if files else {"json": data}
        found: dict[str, Any] = requests.post(address, headers=headers, timeout=120, **body).json()
        return found

    def publisher(self) -> str:
        """The token of a new publisher account without delegation: what it submits waits for a reviewer."""
        return self.account("demo")["token"]

    def account(self, organization: str) -> dict[str, str]:
        """A person who began today in this department: nothing handed in, nothing returned."""
        operator, user = self.logins["operator"]["token"], f"e2e-{uuid.uuid4().hex[:10]}"
        secret = uuid.uuid4().hex
        self.call("user_create", operator, name=user, fullname="新来的", email=f"{user}@example.org", password=secret)
        self.call("organization_member_create", operator, id=organization, username=user, role="editor")
        token = str(self.call("api_token_create", operator, user=user, name="e2e")["token"])
        return {"name": user, "password": secret, "token": token}

    def held_report(self, title: str, **record: Any) -> str:
        """Submit a small table by a new account; the path of the report that waits."""
        return self._hand_in(title, ITEMS, "名称,区划代码\n省博物馆,370000\n济南市博物馆,370100\n", record)

    def held_persons(self, title: str) -> str:
        """The same with persons in it, whom a law lets out: two officers have to agree."""
        record = {"disclosure_basis": "《公务员录用规定》要求公示姓名、出生日期"}
        return self._hand_in(title, PERSONS, "姓名,出生日期\n张伟,1990-01-01\n", record)

    def _hand_in(self, title: str, items: list[dict[str, Any]], text: str, record: dict[str, Any]) -> str:
        token, code = self.publisher(), f"E2E/{uuid.uuid4().hex[:10].upper()}"
        draft = self.call("package_create", token, title=title, identifier=code, **{**RECORD, **record})
        upload = {"upload": ("名录.csv", text.encode("utf-8"))}
        resource = {"package_id": draft["id"], "name": title, "format": "CSV", "items": json.dumps(items)}
        answer = self.answer("resource_create", token, files=upload, **resource)
        assert answer["success"], answer["error"]
        answer = self.answer("package_patch", token, id=draft["id"], state="active")
        assert not answer["success"]
        return str(answer["error"]["report"][0]).removeprefix(self.url)


@dataclass
class Watched:
    """A page and what went wrong on it."""

    page: Page
    portal: Portal
    faults: list[str] = field(default_factory=list)

    def open(self, path: str, status: int = 200, until: Literal["load", "networkidle"] = "networkidle") -> Page:
        answer = self.page.goto(self.portal.url + path, wait_until=until)
        assert answer is not None
        assert answer.status == status, path
        return self.page

    def check(self) -> None:
        """No error so far, and the page as it stands does not scroll sideways."""
        assert self.faults == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) <= 0


@pytest.fixture(scope="session")
def portal() -> Portal:
    url, home = os.environ["SD_TEST_URL"].rstrip("/"), os.environ["SD_TEST_HOME"]
    made = Portal(url, json.loads(Path(home, "logins.json").read_text(encoding="utf-8")))
    made.logins["newcomer"] = made.account("sd-justice")
    return made


@pytest.fixture(scope="session")
def dataset(portal: Portal) -> dict[str, Any]:
    """A published dataset of the seeds."""
    found = portal.call("package_search", q="机场", rows=1)["results"]
    assert found
    return dict(found[0])


@pytest.fixture(scope="session")
def address(portal: Portal, dataset: dict[str, Any]) -> Callable[[str], str]:
    """The path of a page that is known only when the portal runs."""
    page = requests.get(f"{portal.url}/dataset/{dataset['name']}", timeout=60).text
    report = re.search(r"/report/[0-9a-f-]{36}", page)
    assert report
    file = f"/dataset/{dataset['name']}/resource/{dataset['resources'][0]['id']}"
    token = {"Authorization": portal.logins["clerk"]["token"]}
    returned = re.search(
        r"/report/[0-9a-f-]{36}", requests.get(f"{portal.url}/returned/", headers=token, timeout=60).text
    )
    assert returned
    known = {
        "RETURNED": returned[0],
        "DATASET": f"/dataset/{dataset['name']}",
        "RESOURCE": file,
        "EDIT": f"/dataset/edit/{dataset['name']}",
        "NEW_FILE": f"/dataset/{dataset['name']}/table",
        "EDIT_FILE": f"/dataset/{dataset['name']}/table/{dataset['resources'][0]['id']}",
        "REPORT": report[0],
    }

    def path(name: str) -> str:
        page, _, query = name.partition("?")
        return f"{known.get(page, page)}?{query}" if query else known.get(page, page)

    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    candidates = (
        *(os.environ.get("CHROMIUM"), os.environ.get("SD_TEST_CHROMIUM")),
        *(shutil.which("chromium-headless-shell"), shutil.which("chromium")),
    )
    program = next((c for c in candidates if c and Path(c).exists()), None)
    assert program, "no Chromium: set CHROMIUM to one"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage", "--explicitly-allowed-ports=5060"]
        )
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    made: list[BrowserContext] = []

    def make(width: int = 1280, **options: Any) -> BrowserContext:
        size = {"width": width, "height": 900 if width > 500 else 844}
        made.append(
            browser.new_context(
                viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce", **options
            )
        )
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture(scope="session")
def logged_in() -> dict[str, Any]:
    """Who has logged in once, and the cookies that this gave."""
    return {}


@pytest.fixture
def visit(context: Callable[..., BrowserContext], portal: Portal, logged_in: dict[str, Any]) -> Callable[..., Watched]:
    """``visit(width, as_user)``: a watched page; the first visit of a user goes through the login page."""

    def make(width: int = 1280, as_user: str | None = None, **options: Any) -> Watched:
        cookies = {"storage_state": logged_in[as_user]} if as_user in logged_in else {}
        watched = Watched(context(width, **cookies, **options).new_page(), portal)
        page, faults = watched.page, watched.faults
        ignored = "the server responded with a status of"  # the document's own status is asserted by open()
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" and ignored not in m.text else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((portal.url, "data:")) else faults.append(r.url))
        page.on(
            "response",
            lambda r: (
                faults.append(f"{r.status} {r.url}")
                if r.status >= 400 and r.request.resource_type != "document"
                else None
            ),
        )
        if as_user and not cookies:
            watched.open("/user/login")
            page.get_by_label("用户名或邮箱").fill(portal.logins[as_user]["name"])
            page.get_by_label("密码", exact=True).fill(portal.logins[as_user]["password"])
            page.get_by_role("button", name="登录").click()
            page.wait_for_load_state("networkidle")
            assert "/user/login" not in page.url
            logged_in[as_user] = page.context.storage_state()
        return watched

    return make
