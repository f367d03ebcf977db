"""The second door (issue 4, done-when 3): unmodified ckanapi and a token make a release or get the findings."""

from __future__ import annotations

import io
import json
import uuid
from typing import Any

import pytest
import requests
from changes import OF_FILE, OF_RECORD, Change, Package, add_file, attach, remove_file, rename_file, reorder
from ckanapi import NotAuthorized, NotFound, RemoteCKAN, ValidationError
from conftest import Portal
from departments import ITEMS, LABELS, MASKED, PLANTED, ROWS, new_code, record, table, upload
from openpyxl import Workbook


@pytest.fixture(scope="module")
def clerk(portal: Portal) -> RemoteCKAN:
    return portal.ckan("clerk")


@pytest.fixture(scope="module")
def stranger(portal: Portal) -> RemoteCKAN:
    return portal.ckan()


@pytest.fixture(scope="module")
def novice(portal: Portal) -> RemoteCKAN:
    """A publisher's account without delegation."""
    name = f"novice-{uuid.uuid4().hex[:8]}"
    portal.add_account(name, "editor", "demo")
    return portal.ckan(name)


def draft(who: RemoteCKAN, **more: Any) -> Package:
    package = who.action.package_create(**record(new_code(), **more))
    attach(who, package)
    return package


def publish(who: RemoteCKAN, **more: Any) -> Package:
    package = draft(who, **more)
    return who.action.package_patch(id=package["id"], state="active")


@pytest.fixture
def published(clerk: RemoteCKAN) -> Package:
    return publish(clerk)


def findings(refused: pytest.ExceptionInfo[ValidationError]) -> str:
    return json.dumps(refused.value.error_dict, ensure_ascii=False)


def rows_of(package: Package) -> list[list[Any]]:
    found = RemoteCKAN(address_of(package)).action.datastore_search(resource_id=package["resources"][0]["id"])
    columns = [field["id"] for field in found["fields"] if field["id"] != "_id"]
    return [[str(row[column]) for column in columns] for row in found["records"]]


def address_of(package: Package) -> str:
    return package["resources"][0]["url"].split("/dataset/")[0]


def bytes_of(package: Package) -> bytes:
    return requests.get(package["resources"][0]["url"], timeout=30).content


# -- making a dataset


def test_a_bad_record_gets_the_findings(clerk: RemoteCKAN) -> None:
    with pytest.raises(ValidationError) as refused:
        clerk.action.package_create(title="缺东少西", owner_org="demo", name=f"bad-{uuid.uuid4().hex[:8]}")
    errors = refused.value.error_dict
    assert any("信息资源代码" in sentence and "必填" in sentence for sentence in errors["V-01"])
    assert errors["resources"][0]["V-01"] == errors["V-01"]


def test_a_good_record_without_files_is_a_draft(clerk: RemoteCKAN, stranger: RemoteCKAN) -> None:
    code = new_code()
    package = clerk.action.package_create(**record(code))
    assert package["state"] == "draft"
    assert package["name"] == "sd-" + code.lower().replace("/", "-")
    with pytest.raises(NotFound):
        stranger.action.package_show(id=package["name"])


def test_what_asks_for_draft_is_stored_unjudged(clerk: RemoteCKAN) -> None:
    package = clerk.action.package_create(title="还没写完", owner_org="demo", state="draft")
    assert package["state"] == "draft"
    assert package["title"] == "还没写完"


def test_files_and_active_make_the_release(clerk: RemoteCKAN, stranger: RemoteCKAN) -> None:
    package = publish(clerk)
    shown = stranger.action.package_show(id=package["name"])
    assert (shown["state"], int(shown["release_number"])) == ("active", 1)
    assert rows_of(shown) == ROWS
    assert bytes_of(shown).decode("utf-8-sig").splitlines() == [",".join(LABELS), *map(",".join, ROWS)]
    assert stranger.action.package_search(fq=f"name:{shown['name']}")["count"] == 1


def test_the_dictionary_may_come_as_table_schema(clerk: RemoteCKAN) -> None:
    schema = {"fields": [{"name": LABELS[0], "type": "string"}, {"name": LABELS[1], "type": "integer"}]}
    package = clerk.action.package_create(**record(new_code()))
    content = upload(table())
    clerk.action.resource_create(package_id=package["id"], upload=content, schema=json.dumps(schema), name="线路")
    assert rows_of(clerk.action.package_patch(id=package["id"], state="active")) == ROWS


def test_a_workbook_may_be_uploaded(clerk: RemoteCKAN) -> None:
    book, content = Workbook(), io.BytesIO()
    for row in (LABELS, *ROWS):
        book.active.append(list(row))
    book.save(content)
    package = clerk.action.package_create(**record(new_code()))
    sent = upload(content.getvalue(), "线路.xlsx")
    clerk.action.resource_create(package_id=package["id"], upload=sent, items=json.dumps(ITEMS), name="线路")
    assert rows_of(clerk.action.package_patch(id=package["id"], state="active")) == ROWS


def test_an_unreadable_dictionary_is_refused_in_words(clerk: RemoteCKAN) -> None:
    package = clerk.action.package_create(**record(new_code()))
    for wrong in ({"items": "[{"}, {"items": "[1, 2]"}, {"items": None, "schema": "{}"}, {"items": "", "schema": "["}):
        with pytest.raises(ValidationError) as refused:
            attach(clerk, package, **wrong)
        assert "数据字典" in findings(refused), wrong


# -- changing one


@pytest.mark.parametrize("change", [*OF_RECORD, *OF_FILE, rename_file])
def test_a_change_is_a_release(clerk: RemoteCKAN, stranger: RemoteCKAN, published: Package, change: Change) -> None:
    change(clerk, published, [["3路", "9"]])
    now = stranger.action.package_show(id=published["id"])
    assert int(now["release_number"]) == 2
    assert (now["notes"] == "改过的摘要。") == (change in OF_RECORD)
    assert (now["resources"][0]["name"] == "市内公交线路") == (change is rename_file)
    assert rows_of(now) == ([["3路", "9"]] if change in OF_FILE else ROWS)


def test_tables_in_another_order_are_a_release(clerk: RemoteCKAN, stranger: RemoteCKAN) -> None:
    package = draft(clerk)
    attach(clerk, package, table([["5路", "7"]]), name="夜班线路")  # a file of the same name: two tables all the same
    package = clerk.action.package_patch(id=package["id"], state="active")
    assert rows_of(package) == ROWS
    reorder(clerk, package, [])
    now = stranger.action.package_show(id=package["id"])
    assert [resource["name"] for resource in now["resources"]] == ["夜班线路", "公交线路"]
    assert rows_of(now) == [["5路", "7"]]


def test_another_dictionary_waits_for_a_reviewer_even_with_delegation(
    portal: Portal, clerk: RemoteCKAN, stranger: RemoteCKAN, published: Package
) -> None:
    """G-01: a table more or less is data that nobody has reviewed."""
    with pytest.raises(ValidationError) as waits:
        add_file(clerk, published, ROWS)
    assert int(stranger.action.package_show(id=published["id"])["release_number"]) == 1
    now = approve(portal, waits)
    assert [resource["name"] for resource in now["resources"]] == ["公交线路", "夜班线路"]
    with pytest.raises(ValidationError) as waits:
        remove_file(clerk, now, [])
    now = approve(portal, waits)
    assert (int(now["release_number"]), [r["name"] for r in now["resources"]]) == (3, ["夜班线路"])
    with pytest.raises(NotFound):
        stranger.action.datastore_search(resource_id=published["resources"][0]["id"])
    with pytest.raises(ValidationError) as refused:
        remove_file(clerk, now, [])
    assert "文件" in findings(refused)


def approve(portal: Portal, waits: pytest.ExceptionInfo[ValidationError]) -> Package:
    assert "held" in waits.value.error_dict
    report = waits.value.error_dict["report"][0].rsplit("/", 1)[1]
    done = portal.ckan("reviewer").action.sdopendata_report_decide(id=report, action="approve")
    return portal.ckan().action.package_show(id=done["dataset"])


@pytest.mark.parametrize("change", [*OF_FILE, add_file])
def test_a_planted_id_number_gets_the_findings_and_the_old_release_stays(
    clerk: RemoteCKAN, stranger: RemoteCKAN, published: Package, change: Change
) -> None:
    before, served = stranger.action.package_show(id=published["id"]), bytes_of(published)
    with pytest.raises(ValidationError) as refused:
        change(clerk, published, [ROWS[0], [PLANTED, "3"]])
    said = refused.value.error_dict["G-10"][0]
    assert "第 3 行" in said
    assert "线路名称" in said
    assert MASKED in said
    assert "/report/" in refused.value.error_dict["report"][0]
    assert PLANTED not in findings(refused)
    assert stranger.action.package_show(id=published["id"]) == before
    assert bytes_of(published) == served
    assert rows_of(before) == ROWS


def test_a_bad_record_of_a_published_dataset_gets_the_findings(clerk: RemoteCKAN, published: Package) -> None:
    with pytest.raises(ValidationError) as refused:
        clerk.action.package_patch(id=published["id"], category="no-such-category")
    assert "V-" in findings(refused)
    with pytest.raises(ValidationError) as refused:
        clerk.action.package_revise(match={"id": published["id"]}, update={"update_cycle": "sometimes"})
    assert "V-" in findings(refused)


def test_column_ids_that_the_portal_gave_make_no_other_dictionary(clerk: RemoteCKAN) -> None:
    """A dictionary without ids, then a new file: nothing that a reviewer has not seen."""
    schema = {"fields": [{"name": LABELS[0], "type": "string"}, {"name": LABELS[1], "type": "integer"}]}
    package = clerk.action.package_create(**record(new_code()))
    attach(clerk, package, items="", schema=json.dumps(schema))
    package = clerk.action.package_patch(id=package["id"], state="active")
    clerk.action.resource_patch(id=package["resources"][0]["id"], upload=upload(table([["9路", "7"]])))
    assert rows_of(clerk.action.package_show(id=package["id"])) == [["9路", "7"]]


def test_the_same_again_is_no_release(clerk: RemoteCKAN, stranger: RemoteCKAN, published: Package) -> None:
    resource = published["resources"][0]
    clerk.action.resource_update(id=resource["id"], name=resource["name"], upload=upload(table()))
    assert int(stranger.action.package_show(id=published["id"])["release_number"]) == 1


def test_the_category_is_what_the_record_says(clerk: RemoteCKAN, published: Package) -> None:
    now = clerk.action.package_patch(id=published["id"], category="public-services")
    assert [group["name"] for group in now["groups"]] == ["public-services"]


# -- an account without delegation


def test_without_delegation_it_waits_for_a_reviewer(portal: Portal, novice: RemoteCKAN, stranger: RemoteCKAN) -> None:
    package = draft(novice)
    with pytest.raises(ValidationError) as waits:
        novice.action.package_patch(id=package["id"], state="active")
    assert "等待" in waits.value.error_dict["held"][0]
    assert "大数据局" in waits.value.error_dict["held"][0]
    (address,) = waits.value.error_dict["report"]
    with pytest.raises(NotFound):
        stranger.action.package_show(id=package["id"])
    decision = {"id": address.rsplit("/", 1)[1], "action": "approve"}
    with pytest.raises(NotAuthorized):
        novice.action.sdopendata_report_decide(**decision)
    done = portal.ckan("reviewer").action.sdopendata_report_decide(**decision)
    assert done == {"outcome": "published", "dataset": package["name"], "release_number": 1}
    assert rows_of(stranger.action.package_show(id=package["id"])) == ROWS
    outside = stranger.action.sdopendata_report_show(id=decision["id"])
    assert (outside["candidate_summary"], outside["decisions"], outside["source"]) == (None, [], None)
    inside = novice.action.sdopendata_report_show(id=decision["id"])
    assert inside["candidate_summary"]["record"]["share_type"]
    assert [decided["actor"] for decided in inside["decisions"]] == ["reviewer"]
    with pytest.raises(ValidationError):
        portal.ckan("reviewer").action.sdopendata_report_decide(**decision)


def test_a_returned_one_says_why_and_can_be_handed_in_again(portal: Portal, novice: RemoteCKAN) -> None:
    package = draft(novice)
    with pytest.raises(ValidationError) as waits:
        novice.action.package_patch(id=package["id"], state="active")
    report = waits.value.error_dict["report"][0].rsplit("/", 1)[1]
    reviewer = portal.ckan("reviewer")
    with pytest.raises(ValidationError):
        reviewer.action.sdopendata_report_decide(id=report, action="return")
    reviewer.action.sdopendata_report_decide(id=report, action="return", reason="请写明覆盖的区县。")
    seen = novice.action.sdopendata_report_show(id=report)
    assert [d["reason"] for d in seen["decisions"]] == ["请写明覆盖的区县。"]
    with pytest.raises(ValidationError) as waits:
        novice.action.package_patch(id=package["id"], state="active", notes="市区两个区的公交线路。")
    assert "held" in waits.value.error_dict


# -- what a client may not decide


def test_forged_facts_are_ignored(clerk: RemoteCKAN, stranger: RemoteCKAN, published: Package) -> None:
    forged = {
        "sha256": "0" * 64,
        "size": 1,
        "row_count": 7,
        "schema_hash": "0",
        "hash": "md5:0",
        "mimetype": "text/html",
    }
    resource = {**published["resources"][0], **forged, "url": "evil.html", "format": "HTML", "datastore_active": False}
    clerk.action.package_update(
        **{
            **published,
            "notes": "改过的摘要。",
            "release_number": 99,
            "data_updated": "1999-01-01",
            "resources": [resource],
        }
    )
    now = stranger.action.package_show(id=published["id"])
    assert int(now["release_number"]) == 2
    assert now["data_updated"] == published["data_updated"]
    kept = {**published["resources"][0], "metadata_modified": None}
    assert {**now["resources"][0], "metadata_modified": None} == kept


def test_internal_fields_stay_inside_and_are_kept(clerk: RemoteCKAN, published: Package) -> None:
    assert "share_use" not in published
    now = clerk.action.package_patch(id=published["id"], project_record_no="备〔2026〕7号")
    assert "project_record_no" not in now


@pytest.mark.parametrize("address", ["https://example.org/a.csv", "http://127.0.0.1/", "ftp://example.org/a", "a.csv"])
def test_links_are_refused(clerk: RemoteCKAN, published: Package, address: str) -> None:
    with pytest.raises(ValidationError) as refused:
        clerk.action.resource_create(package_id=published["id"], url=address, name="链接", items=json.dumps(ITEMS))
    assert "upload" in findings(refused)
    with pytest.raises(ValidationError) as refused:
        clerk.action.package_create(**record(new_code(), resources=[{"url": address, "name": "链接"}]))
    assert "upload" in findings(refused)


def test_other_datasets_resource_ids_are_refused(clerk: RemoteCKAN, published: Package) -> None:
    other = publish(clerk)
    taken = other["resources"][0]["id"]
    for wanted in (taken, "not-a-uuid", "../../etc/passwd"):
        with pytest.raises(ValidationError) as refused:
            attach(clerk, published, id=wanted)
        assert "标识" in findings(refused)
    with pytest.raises(ValidationError):
        clerk.action.package_patch(id=published["id"], resources=other["resources"])
    assert rows_of(clerk.action.package_show(id=other["id"])) == ROWS


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        ({"state": "deleted"}, "撤回"),
        ({"state": "draft"}, "草稿"),
        ({"state": "archived"}, "状态"),
        ({"private": True}, "非公开"),
        ({"owner_org": "sd-bigdata"}, "部门"),
        ({"identifier": "DOORS/OTHER"}, "代码"),
        ({"resources": []}, "文件"),
    ],
    ids=str,
)
def test_what_only_the_portal_decides_is_refused_in_words(
    clerk: RemoteCKAN, stranger: RemoteCKAN, published: Package, wish: dict[str, Any], word: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        clerk.action.package_patch(id=published["id"], **wish)
    assert word in findings(refused)
    assert stranger.action.package_show(id=published["id"]) == {**published, "organization": published["organization"]}


def test_another_departments_dataset_is_out_of_reach(portal: Portal, published: Package) -> None:
    name = f"rival-{uuid.uuid4().hex[:8]}"
    portal.add_account(name, "editor", "sd-transport")
    rival = portal.ckan(name)
    for change in (*OF_RECORD, *OF_FILE, add_file, remove_file):
        with pytest.raises(NotAuthorized):
            change(rival, published, ROWS)
    with pytest.raises(ValidationError) as refused:
        rival.action.package_create(**record(published["identifier"], owner_org="sd-transport"))
    assert "代码" in findings(refused)
    with pytest.raises(NotAuthorized):
        rival.action.package_create(**record(new_code()))
