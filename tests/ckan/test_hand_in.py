"""A clerk hands in by the web form alone: no JSON, no script; the one gate judges, a reviewer decides."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any
from urllib.parse import quote

import pytest
import requests
from conftest import Portal
from departments import LABELS, MASKED, PLANTED, ROWS, new_code, record, table
from webform import WebForm

READ, SAVE, SUBMIT, FILL = (("do", name) for name in ("read", "save", "submit", "fill"))
RECORD = "dataset-edit"
TABLE = "sd-hand-in"


def csv_file(content: bytes, name: str = "线路.csv") -> dict[str, Any]:
    return {"upload": (name, content, "text/csv")}


def described(portal: Portal, who: str, **more: Any) -> WebForm:
    """The record's form, filled in and sent: the page of the first table."""
    form = WebForm(portal.browser(who), f"{portal.url}/dataset/new", RECORD)
    form.send(("save", "go-metadata"), **{**record(new_code()), **more})
    form.form = TABLE
    form._show(form.answer)
    assert form.url.endswith("/table"), form.page
    return form


def name_of(form: WebForm) -> str:
    found = re.search(r"/dataset/([^/]+)/table", form.url)
    assert found
    return found[1]


def rows_of(portal: Portal, name: str) -> list[list[str]]:
    stranger = portal.ckan()
    resource = stranger.action.package_show(id=name)["resources"][0]
    found = stranger.action.datastore_search(resource_id=resource["id"])
    columns = [field["id"] for field in found["fields"] if field["id"] != "_id"]
    return [[str(row[column]) for column in columns] for row in found["records"]]


def said(page: str, where: str) -> str:
    """The sentence beside a field."""
    found = re.search(rf'id="{where}"[^>]*>([^<]+)<', page)
    return found[1] if found else ""


@pytest.fixture(scope="module")
def novice(portal: Portal) -> str:
    name = f"novice-{uuid.uuid4().hex[:8]}"
    portal.add_account(name, "editor", "demo")
    return name


def test_what_the_record_lacks_is_said_beside_the_field_and_nothing_is_kept(portal: Portal) -> None:
    form = WebForm(portal.browser("clerk"), f"{portal.url}/dataset/new", RECORD)
    given = {**record(new_code()), "share_type": "", "no_share_basis": "", "notes": ""}
    form.send(("save", "go-metadata"), **given)
    assert form.url.endswith("/dataset/new")
    for field, label in (("share_type", "共享类型"), ("notes", "信息资源摘要")):
        assert label in said(form.page, f"field-{field}-wrong"), field
        assert f'href="#field-{field}"' in form.page
    assert form.values()["identifier"] == given["identifier"]
    form.send(("save", "go-metadata"), share_type="3", notes="演示。", open_type="unconditional")
    assert said(form.page, "field-no_share_basis-wrong")
    assert said(form.page, "field-open_type-wrong")
    form.send(("save", "draft"))
    assert form.url.endswith("/table")  # a draft may wait for what is missing


def test_columns_are_proposed_corrected_and_published(portal: Portal) -> None:
    form = described(portal, "clerk", share_condition="")
    name = name_of(form)
    form.send(READ, files=csv_file(table()))
    values = form.values()
    assert [values["type-0"], values["type-1"]] == ["C", "C"]  # two rows prove no type
    assert "1路" in form.page
    form.send(
        SUBMIT, name="公交线路", **{"type-1": "I", "unit-1": "站", "description-0": "线路全称", "required-0": "1"}
    )
    assert form.url.endswith(f"/dataset/{name}"), form.page
    assert rows_of(portal, name) == ROWS
    fields = portal.ckan().action.datastore_search(resource_id=_resource(portal, name), limit=0)["fields"][1:]
    assert [field["info"]["label"] for field in fields] == list(LABELS)
    (published,) = _datapackage(portal, name)["resources"]
    first, second = published["schema"]["fields"]
    assert (first["description"], first["constraints"]["required"]) == ("线路全称", True)
    assert (second["type"], second["sd:unit"]) == ("integer", "站")


def test_what_waits_is_approved_and_published(portal: Portal, novice: str) -> None:
    """Issue 5: form → held → reviewer → public, and the same rows."""
    form = described(portal, novice)
    name = name_of(form)
    form.send(READ, files=csv_file(table().decode().encode("gb18030"))).send(SUBMIT, **{"type-1": "I"})
    assert "/report/" in form.url, form.page
    assert portal.ckan().action.package_search(fq=f"name:{name}")["count"] == 0
    report = form.url.rsplit("/", 1)[1]
    portal.ckan("reviewer").action.sdopendata_report_decide(id=report, action="approve")
    assert rows_of(portal, name) == ROWS
    # No name was given: the table has that of the file, and its download one suffix.
    (resource,) = portal.ckan().action.package_show(id=name)["resources"]
    assert resource["name"] == "线路"
    answer = requests.get(resource["url"], timeout=30)
    assert answer.headers["Content-Disposition"].endswith(quote("线路.csv"))


def test_a_download_has_one_suffix() -> None:
    from ckanext.sdopendata.publish.files import download_name

    names = {
        "线路.csv": "线路.csv",
        "线路.XLSX": "线路.csv",
        "GB.T 1": "GB.T 1.csv",
        ".csv": "csv.csv",
        "a/b.json": "a_b.csv",
    }
    assert {title: download_name(title) for title in names} == names


def test_what_is_returned_is_said_beside_the_column_and_mended(portal: Portal) -> None:
    form = described(portal, "clerk")
    name = name_of(form)
    form.send(READ, files=csv_file(table([[PLANTED, "20"], ["2路", "x"]])))
    assert PLANTED not in form.page
    form.send(SUBMIT, **{"type-1": "I"})
    assert "/report/" in form.page
    beside = said(form.page, "wrong-column-0")
    assert "第 2 行" in beside
    assert MASKED in beside
    assert said(form.page, "wrong-column-1")
    assert PLANTED not in form.page
    form.send(SUBMIT, files=csv_file(table()))
    assert form.url.endswith(f"/dataset/{name}"), form.page
    assert rows_of(portal, name) == ROWS


def test_a_wrong_record_is_found_again_from_the_table(portal: Portal) -> None:
    form = described(portal, "clerk")
    name = name_of(form)
    portal.ckan("clerk").action.package_patch(id=name, update_cycle="sometimes")  # a draft is not judged
    form.send(READ, files=csv_file(table())).send(SUBMIT, **{"type-1": "I"})
    found = re.search(r'href="(/dataset/edit/[^"]+report=[0-9a-f-]+)"', form.page)
    assert found
    again = WebForm(form.who, portal.url + found[1], RECORD)
    assert "更新周期" in said(again.page, "field-update_cycle-wrong")
    assert again.values()["share_type"] == "1"  # inner fields come from the ledger


def test_a_table_of_a_published_dataset_is_replaced_and_another_added(portal: Portal) -> None:
    form = described(portal, "clerk")
    name = name_of(form)
    form.send(READ, files=csv_file(table())).send(SUBMIT, **{"type-1": "I"})
    there = f"{portal.url}/dataset/{name}/resource/{_resource(portal, name)}/edit"
    form = WebForm(form.who, there, TABLE)
    assert "/table/" in form.url  # CKAN's own page leads here
    assert form.values()["type-1"] == "I"
    form.send(SUBMIT, files=csv_file(table([["9路", "7"]])))
    assert rows_of(portal, name) == [["9路", "7"]]
    form = WebForm(form.who, f"{portal.url}/dataset/{name}/resource/new", TABLE)
    form.send(READ, files=csv_file(table([["夜1路", "3"]]), "夜班.csv")).send(SUBMIT, **{"type-1": "I"})
    assert "/report/" in form.url, form.page  # G-01: data that nobody has reviewed
    assert len(portal.ckan().action.package_show(id=name)["resources"]) == 1


def test_a_dictionary_may_be_brought_along(portal: Portal) -> None:
    schema = {
        "fields": [
            {"name": LABELS[0], "type": "string", "constraints": {"pattern": "\\d+路"}, "sd:id": "line"},
            {"name": LABELS[1], "type": "integer"},
            {"name": "备注", "type": "string"},
        ],
        "primaryKey": LABELS[0],
    }
    package = {"resources": [{"name": "lines", "path": "线路.csv", "schema": schema}]}
    form = described(portal, "clerk")
    name = name_of(form)
    form.send(READ, files=csv_file(table()))
    form.send(FILL, pasted="[1")
    assert said(form.page, "wrong-record")
    form.send(FILL, files={"record": ("datapackage.json", json.dumps(package).encode(), "application/json")})
    assert "备注" in form.page  # told that the file has no such column
    assert (form.values()["id-0"], form.values()["type-1"]) == ("line", "I")
    form.send(SAVE)
    form.send(SUBMIT)
    assert form.url.endswith(f"/dataset/{name}"), form.page
    published = _datapackage(portal, name)["resources"][0]["schema"]
    assert published["primaryKey"] in (LABELS[0], [LABELS[0]])
    assert published["fields"][0]["constraints"]["pattern"] == "\\d+路"


def test_a_file_that_cannot_be_read_is_refused_beside_its_field(portal: Portal) -> None:
    form = described(portal, "clerk")
    form.send(READ, files=csv_file("名稱,地址\r\n濟南市圖書館,濟南市槐蔭區\r\n".encode("big5") * 40))
    assert said(form.page, "wrong-upload")
    form.send(READ)
    assert said(form.page, "wrong-upload")


def test_a_taken_file_is_good_for_its_dataset_only(portal: Portal, novice: str) -> None:
    """The signed word of one's file opens nothing elsewhere; nor does a word that one makes up."""
    first = described(portal, "clerk")
    word = first.send(READ, files=csv_file(table())).values()["taken"]
    assert word
    for other in (described(portal, "clerk"), described(portal, novice)):
        for wrong in (word, word[:-2], "x"):
            other.send(SUBMIT, taken=wrong, schema=first.values()["schema"])
            assert said(other.page, "wrong-upload"), other.page


def test_the_page_is_for_the_department(portal: Portal) -> None:
    form = described(portal, "clerk")
    address = f"{portal.url}/dataset/{name_of(form)}/table"
    other = f"other-{uuid.uuid4().hex[:8]}"
    portal.add_account(other, "editor", "sd-justice")
    assert portal.browser(other).get(address, timeout=30).status_code == 404
    assert "/user/login" in requests.get(address, timeout=30).url
    public = portal.ckan().action.package_search(rows=1, fq="organization:demo")["results"][0]["name"]
    assert portal.browser(other).get(f"{portal.url}/dataset/{public}/table", timeout=30).status_code == 403
    assert form.who.get(f"{address}/{uuid.uuid4()}", timeout=30).status_code == 404


def _resource(portal: Portal, name: str) -> str:
    return str(portal.ckan().action.package_show(id=name)["resources"][0]["id"])


def _datapackage(portal: Portal, name: str) -> dict[str, Any]:
    found: dict[str, Any] = requests.get(f"{portal.url}/dataset/{name}/datapackage.json", timeout=30).json()
    return found
