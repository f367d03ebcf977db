"""What a client of the API sends is kept or named; where nothing can be kept, that is said as the portal's trouble."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
import requests
from changes import attach
from ckanapi import RemoteCKAN
from conftest import Portal
from departments import new_code, record, table, upload
from werkzeug.test import Client


@pytest.fixture(scope="module")
def clerk(portal: Portal) -> RemoteCKAN:
    return portal.ckan("clerk")


def test_what_is_said_of_dataset_and_file_is_kept_or_named(portal: Portal, clerk: RemoteCKAN) -> None:
    """V-20: whatever a client of CKAN's sends, nothing is lost in silence."""
    stranger = portal.ckan()
    beside: dict[str, Any] = {
        "author": "交通局",
        "maintainer": "科技处",
        "url": "https://example.org/x",
        "version": "2",
        "extras": [],
    }
    beside["extras"] = [{"key": "线路图", "value": "有"}]
    package = clerk.action.package_create(
        **record(new_code(), keywords=[]), **beside, tags=[{"name": "公交"}, {"name": "线路"}]
    )
    said = {
        "description": "含夜班线路。",
        "hash": "md5:0",
        "size": 7,
        "备注": "旧",
        "mimetype": "text/csv",
        "format": "CSV",
    }
    attach(clerk, package, **said)
    package = clerk.action.package_patch(id=package["id"], state="active")
    shown = stranger.action.package_show(id=package["id"])
    assert shown["keywords"] == ["公交", "线路"]
    assert shown["resources"][0]["description"] == "含夜班线路。"
    page = f"{portal.url}/dataset/{shown['name']}"
    assert "含夜班线路。" in requests.get(page, timeout=30).text
    described = requests.get(f"{page}/datapackage.json", timeout=30).json()["resources"]
    assert described[0]["description"] == "含夜班线路。"
    report = re.search(r"/report/([0-9a-f-]{36})", requests.get(page, timeout=30).text)
    assert report is not None
    named = [f for f in stranger.action.sdopendata_report_show(id=report[1])["body"]["findings"] if f["code"] == "V-20"]
    assert {f["params"]["field"] for f in named} == {*beside.keys() - {"extras"}, "线路图", "hash", "size", "备注"}
    again = clerk.action.resource_patch(id=shown["resources"][0]["id"], upload=upload(table([["9路", "7"]])))
    assert again["description"] == "含夜班线路。"


@pytest.mark.parametrize(("prefix", "said"), [("", "文件没有保存下来"), ("/en", "could not be kept")])
def test_a_disk_that_keeps_nothing_is_the_portals_trouble_in_words(
    portal: Portal,
    clerk: RemoteCKAN,
    wsgi: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    prefix: str,
    said: str,
) -> None:
    from ckan.common import config

    package = clerk.action.package_create(**record(new_code()))
    monkeypatch.setitem(config, "sdopendata.stage_path", str(tmp_path / "a-file"))
    (tmp_path / "a-file").write_bytes(b"")
    form = {"package_id": package["id"], "name": "线路", "upload": (io.BytesIO(table()), "线路.csv")}
    headers = {"Authorization": portal.logins["clerk"]["token"]}
    address = f"{prefix}/api/3/action/resource_create"
    answer = Client(wsgi, use_cookies=False).post(address, base_url=portal.url, data=form, headers=headers)
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True)
    assert said in answer.json["error"]["message"]
    assert clerk.action.package_show(id=package["id"])["resources"] == []
