"""What a person decides: two officers for personal data (G-12, G-15), a log that nobody changes (G-50)."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from ckanapi import NotFound, RemoteCKAN, ValidationError
from conftest import Portal
from departments import new_code, record, upload

ITEMS = [{"name_zh": "姓名", "name_en": "name", "type": "C"}, {"name_zh": "出生日期", "name_en": "born", "type": "D"}]
TABLE = "姓名,出生日期\n张伟,1990-01-01\n".encode()
BASIS = "《公务员录用规定》要求公示姓名、出生日期"


@pytest.fixture(scope="module")
def officers(portal: Portal) -> list[RemoteCKAN]:
    name = f"officer-{uuid.uuid4().hex[:8]}"
    portal.add_account(name, "editor", "sd-bigdata")
    return [portal.ckan("reviewer"), portal.ckan(name)]


def held(clerk: RemoteCKAN, **more: Any) -> tuple[str, str]:
    """Hand in a table about persons; the dataset's name and its report."""
    package = clerk.action.package_create(**record(new_code(), **more))
    items = json.dumps(ITEMS, ensure_ascii=False)
    clerk.action.resource_create(package_id=package["id"], name="名单", items=items, upload=upload(TABLE, "名单.csv"))
    with pytest.raises(ValidationError) as waits:
        clerk.action.package_patch(id=package["id"], state="active")
    assert "held" in waits.value.error_dict, waits.value.error_dict
    return str(package["name"]), str(waits.value.error_dict["report"][0].rsplit("/", 1)[1])


def test_two_officers_agree_to_personal_data(portal: Portal, officers: list[RemoteCKAN]) -> None:
    first, second = officers
    name, report = held(portal.ckan("clerk"), disclosure_basis=BASIS)
    with pytest.raises(ValidationError) as refused:
        first.action.sdopendata_report_decide(id=report, action="approve")
    assert "理由" in refused.value.error_dict["approval"][0]
    given: dict[str, Any] = {"id": report, "action": "approve", "reason": "依据属实"}
    assert first.action.sdopendata_report_decide(**given)["outcome"] == "held"
    with pytest.raises(NotFound):
        portal.ckan().action.package_show(id=name)
    with pytest.raises(ValidationError) as refused:
        first.action.sdopendata_report_decide(**given)
    assert "另一名" in refused.value.error_dict["approval"][0]
    page = portal.browser("reviewer").get(f"{portal.url}/report/{report}", timeout=60).text
    assert 'data-decision="agree"' in page
    assert "built-in method" not in page
    done = second.action.sdopendata_report_decide(**{**given, "reason": "已核对"})
    assert (done["outcome"], done["dataset"]) == ("published", name)
    log = second.action.sdopendata_report_show(id=report)["decisions"]
    assert [one["action"] for one in log] == ["agree", "approve"]
    assert len({one["actor"] for one in log}) == 2
    assert all(one["reason"] for one in log)


def test_a_second_officer_may_send_back(portal: Portal, officers: list[RemoteCKAN]) -> None:
    first, second = officers
    _, report = held(portal.ckan("clerk"), disclosure_basis=BASIS)
    first.action.sdopendata_report_decide(id=report, action="approve", reason="依据属实")
    done = second.action.sdopendata_report_decide(id=report, action="return", reason="依据不涉及出生日期")
    assert done["outcome"] == "returned"
    with pytest.raises(ValidationError):
        first.action.sdopendata_report_decide(id=report, action="approve", reason="依据属实")


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sd_decision SET reason = 'x'",
        "DELETE FROM sd_decision",
        "UPDATE sd_review SET officer = 'x'",
        "DELETE FROM sd_review",
        "UPDATE sd_release SET record = '{}'",
        "DELETE FROM sd_release",
        "UPDATE sd_report SET body = '{}'",
        "UPDATE sd_report SET verdict = 'pass'",
        "DELETE FROM sd_report",
    ],
)
def test_the_log_is_only_added_to(portal: Portal, officers: list[RemoteCKAN], change: str) -> None:
    import sqlalchemy as sa
    from ckan import model

    table = change.split()[1 if change.startswith("UPDATE") else 2]
    assert model.Session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one() > 0
    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        model.Session.execute(sa.text(change))
