"""There is no third door: every registered action has its place, every write outside the choke is refused in words.

The list of actions is CKAN's own registry, so an action that a new release or plugin brings fails here until somebody
has decided where it belongs.
"""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import snapshot
from ckanext.sdopendata import doors
from conftest import INI, Portal, csrf_of
from departments import new_code, record
from test_doors import publish

from harvesters.messages import sentence

Package = dict[str, Any]
PLACES = (
    doors.CHOKED,
    doors.REFUSED,
    doors.OWN,
    doors.PEOPLE,
    doors.OPERATOR,
    doors.REVIEW,
    doors.HARVEST,
    doors.READS,
)


@pytest.fixture(scope="module")
def published(portal: Portal) -> Package:
    return publish(portal.ckan("clerk"))


@pytest.fixture(scope="module")
def chief(portal: Portal) -> str:
    """An admin of the department: more than an editor, less than the operator."""
    name = f"chief-{uuid.uuid4().hex[:8]}"
    portal.add_account(name, "admin", "demo")
    return name


@pytest.fixture
def unchanged(inside: None) -> Iterator[None]:
    """Whatever the test does, both databases are the same afterwards."""
    before = snapshot.everything()
    yield
    assert snapshot.changed(before, snapshot.everything()) == []


def registry() -> dict[str, Any]:
    from ckan import logic

    logic.get_action("package_search")  # fills it
    return logic._actions


def test_every_action_has_exactly_one_place(inside: None) -> None:
    actions = registry()
    marked = {name for name, action in actions.items() if getattr(action, "side_effect_free", False)}
    placed = [name for place in (*PLACES, marked) for name in place if name in actions]
    assert sorted(actions.keys() - set(placed)) == [], "nobody decided where these belong: doors.py"
    assert sorted(name for name in set(placed) if placed.count(name) > 1) == []
    assert sorted({name for place in PLACES for name in place} - actions.keys()) == [], "no longer in CKAN"


FRESH = """
import sys
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan import authz, logic
make_app(load_config(sys.argv[1]))
print(*logic._actions, *authz._AuthFunctions._functions)
"""


def test_no_request_meets_half_bound_actions(portal: Portal) -> None:
    """CKAN binds actions at first use: a request beside the first one of a process got its own, without the gate."""
    made = subprocess.run([sys.executable, "-c", FRESH, str(INI)], capture_output=True, text=True, check=True)
    bound = made.stdout.split()
    assert bound.count("sd_check") == 2, "the action and its authorisation"
    assert set(bound) >= doors.CHOKED


def arguments(package: Package) -> dict[str, Any]:
    """What anybody might send: every action finds the names that it knows."""
    resource = package["resources"][0]["id"]
    return {
        "id": package["id"],
        "name": package["name"],
        "package_id": package["id"],
        "dataset_id": package["id"],
        "resource_id": resource,
        "resource": {"id": resource},
        "package": package,
        "datasets": [package["id"]],
        "org_id": "demo",
        "organization_id": "sd-transport",
        "subject": package["id"],
        "object": package["id"],
        "object_type": "package",
        "capacity": "editor",
        "type": "depends_on",
        "view_type": "text_view",
        "title": "改过的标题",
        "user_id": "clerk",
        "username": "clerk",
        "role": "admin",
        "force": True,
        "records": [{"c001": "9路", "c002": 99}],
        "fields": [{"id": "c001", "type": "text"}],
        "method": "insert",
        "filters": {},
        "order": [],
        "rettype": "trigger",
        "definition": "BEGIN RETURN NEW; END;",
        "state": "deleted",
        "storage": "releases",
        "location": "a",
        "owner_id": package["id"],
        "owner_type": "package",
        "email": "someone@example.org",
        "password": "Berg-Wasser-7319",
        "packages": [{"id": package["id"]}],
        "tags": [{"name": "市内"}],
        "data": [],
        "entity_id": package["id"],
        "entity_type": "dataset",
        "task_type": "t",
        "key": "k",
        "value": "v",
        "ckan.site_title": "改过的名称",
    }


@pytest.mark.parametrize("who", ["clerk", "operator"])
@pytest.mark.parametrize("action", sorted(doors.REFUSED))
def test_a_write_outside_the_choke_is_refused_in_words(
    portal: Portal, published: Package, unchanged: None, action: str, who: str
) -> None:
    answer = portal.post(action, who, arguments(published))
    said = answer.json()["error"]["message"]
    assert answer.status_code == 403
    assert said.endswith(sentence(doors.REFUSED[action], {}, "zh"))


@pytest.mark.parametrize("action", sorted(doors.OPERATOR))
def test_what_is_the_operators_is_refused_to_a_department(
    portal: Portal, published: Package, chief: str, unchanged: None, action: str
) -> None:
    targets = [published["id"], "demo", "road-transport", "clerk", chief]
    for who in ("clerk", chief):
        for target in targets:
            answer = portal.post(action, who, {**arguments(published), "id": target, "name": target})
            assert answer.status_code == 403, (target, answer.text)
            assert sentence("operators_only", {}, "zh") in answer.json()["error"]["message"]


@pytest.mark.parametrize("action", ["member_create", "member_delete"])
def test_a_dataset_joins_no_category_by_hand(
    portal: Portal, published: Package, chief: str, unchanged: None, action: str
) -> None:
    for who in ("clerk", chief, "operator"):
        for group in ("public-services", "road-transport", "demo"):
            answer = portal.post(action, who, {**arguments(published), "id": group})
            assert answer.status_code == 403, answer.text
            assert sentence("member_refused", {}, "zh") in answer.json()["error"]["message"]


@pytest.mark.parametrize("kind", ["group", "organization"])
def test_an_operator_moves_no_dataset_by_way_of_a_group(
    portal: Portal, published: Package, unchanged: None, kind: str
) -> None:
    name = {"group": "public-services", "organization": "sd-transport"}[kind]
    for action in (f"{kind}_update", f"{kind}_patch"):
        for wish, code in (({"packages": [{"id": published["id"]}]}, "member_refused"), ({"name": "x"}, "name_fixed")):
            answer = portal.post(action, "operator", {"id": name, **wish})
            assert answer.status_code == 403, (action, wish)
            assert answer.json()["error"]["message"].endswith(sentence(code, {}, "zh"))


def test_a_department_with_datasets_is_not_deleted(portal: Portal, published: Package, unchanged: None) -> None:
    for action in ("organization_delete", "organization_purge"):
        assert portal.post(action, "operator", {"id": "demo"}).status_code == 409


def test_a_department_gives_itself_no_people_of_others(portal: Portal, published: Package, unchanged: None) -> None:
    for action in sorted(doors.PEOPLE):
        for group in ("sd-bigdata", "road-transport", "demo"):
            given = {**arguments(published), "id": group, "object": "clerk", "object_type": "user"}
            answer = portal.post(action, "clerk", given)
            assert answer.status_code == 403, (action, group, answer.text)


def test_nobody_but_a_reviewer_decides(portal: Portal, published: Package, chief: str, unchanged: None) -> None:
    for who in ("clerk", chief, None):
        answer = portal.post("sdopendata_report_decide", who, {"id": published["id"], "action": "approve"})
        assert answer.status_code == 403


def test_ones_own_things_are_ones_own(portal: Portal, published: Package, unchanged: None) -> None:
    for action in ("user_update", "user_patch", "api_token_create"):
        given = {**arguments(published), "id": "operator", "user": "operator", "name": "operator"}
        assert portal.post(action, "clerk", given).status_code == 403, action


def test_an_account_cannot_make_itself_an_operator(portal: Portal, unchanged: None) -> None:
    mail = portal.ckan("clerk").action.user_show(id="clerk")["email"]
    for given in ({"sysadmin": True}, {"sysadmin": True, "state": "active", "email": mail}):
        portal.post("user_patch", "clerk", {"id": "clerk", **given})


def test_reads_are_reads(portal: Portal, published: Package, unchanged: None) -> None:
    """An action that calls itself free of side effects is: every one, by a clerk and by an operator."""
    reads = [name for name, action in registry().items() if getattr(action, "side_effect_free", False)]
    for action in sorted({*reads, *doors.READS}):
        for who in ("clerk", "operator"):
            for given in ({**arguments(published), "q": "公交", "limit": 5}, {"id": "demo", "q": ""}):
                portal.post(action, who, given)


def test_what_ckan_shows_is_what_was_released(inside: None) -> None:
    """After all of the above, and everything that earlier tests tried."""
    assert snapshot.second_roads() == []


# -- forms


def test_forms_are_no_second_door(portal: Portal, published: Package, inside: None) -> None:
    """Each rule that takes a form, filled in by a clerk, for a dataset that is public: only the choke changes it."""
    from flask import current_app

    browser = portal.browser("clerk")
    token = csrf_of(browser.get(f"{portal.url}/user/edit/clerk", timeout=30).text)
    resource = published["resources"][0]["id"]
    parts = {"id": published["id"], "resource_id": resource, "view_id": resource, "ver": 3, "name": published["name"]}
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "POST" not in (rule.methods or ()) or rule.rule.startswith(("/api/", "/user/", "/<")):
            continue
        for target in (published["id"], "demo", "road-transport"):
            values = {name: str(parts.get(name, target)) for name in rule.arguments} | (
                {"id": target} if "id" in rule.arguments else {}
            )
            path = rule.build(values, append_unknown=False)
            assert path is not None, rule.rule
            form = {
                **_flat(arguments(published)),
                "_csrf_token": token,
                "save": "go-metadata",
                "delete": "y",
                "pkg": "p",
            }
            answer = browser.post(
                portal.url + path[1], form, headers={"Referer": portal.url}, timeout=60, allow_redirects=False
            )
            assert answer.status_code < 500, (path[1], answer.status_code)
    assert snapshot.second_roads() == []
    assert portal.ckan().action.package_show(id=published["id"])["state"] == "active"


def test_a_refused_form_says_why_on_its_page(portal: Portal, published: Package, unchanged: None) -> None:
    browser = portal.browser("clerk")
    resource = f"{published['id']}/resource/{published['resources'][0]['id']}"
    token = csrf_of(browser.get(f"{portal.url}/user/edit/clerk", timeout=30).text)
    for path, status in ((f"/dataset/delete/{published['id']}", 403), (f"/dataset/{resource}/delete", 409)):
        answer = browser.post(portal.url + path, {"_csrf_token": token}, headers={"Referer": portal.url}, timeout=60)
        assert answer.status_code == status, path
    assert sentence("file_needed", {}, "zh") in answer.text


def _flat(values: dict[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in values.items() if not isinstance(value, dict | list)}


def test_a_form_makes_a_draft_and_never_more(portal: Portal) -> None:
    """``/dataset/new`` and its second page end in the choke like everything else."""
    browser = portal.browser("clerk")
    page = browser.get(f"{portal.url}/dataset/new", timeout=30)
    assert page.status_code == 200
    code = new_code()
    given = {**_flat(record(code)), "keywords": "公交", "data_domain": "6", "_csrf_token": csrf_of(page.text)}
    given |= {"_ckan_phase": "1", "save": "go-metadata"}
    answer = browser.post(f"{portal.url}/dataset/new", given, headers={"Referer": portal.url}, timeout=60)
    assert answer.status_code == 200
    name = "sd-" + code.lower().replace("/", "-")
    assert portal.ckan("clerk").action.package_show(id=name)["state"] == "draft"
    assert portal.post("package_show", None, {"id": name}).status_code == 404


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"resources": ["x"]}, "resources"),
        ({"resources": {"a": 1}}, "resources"),
        ({"extras": [{"key": ["x"], "value": 1}]}, "extras"),
        ({"owner_org": ["demo"]}, "owner_org"),
        ({"groups": "x"}, "groups"),
        ({"title": "机场\0名录"}, "title"),
    ],
)
def test_a_request_of_another_shape_is_refused_in_words(portal: Portal, more: dict[str, Any], field: str) -> None:
    answer = portal.post("package_create", "clerk", {"owner_org": "demo", "state": "draft", "title": "x", **more})
    assert answer.status_code == 409
    assert answer.json()["error"][field]
