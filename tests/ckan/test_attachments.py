"""A document beside the tables: published as it came, for download only; a number of a person in it returns all."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import departments
import pytest
import requests
from conftest import Portal

from harvesters.catalogue import codelists


@pytest.fixture(scope="module", autouse=True)
def _clean(wsgi: Any) -> Iterator[None]:
    yield
    departments.forget(wsgi)


def document(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<a><b>{text}</b></a>")
    return out.getvalue()


def deliver(place: Path, code: str, text: str) -> bytes:
    departments.deliver(place, departments.record(code), departments.ROWS)
    package = json.loads((place / "datapackage.json").read_text("utf-8"))
    package["resources"].append({"name": "guide", "title": "填报说明", "path": "说明.docx", "format": "docx"})
    (place / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), "utf-8")
    (place / "说明.docx").write_bytes(document(text))
    departments.seal(place)
    return (place / "说明.docx").read_bytes()


def test_an_attachment_is_published_as_it_came(portal: Portal, inside: None, tmp_path: Path) -> None:
    code = departments.new_code()
    sent = deliver(tmp_path / "a", code, "公交线路数据每年更新一次，站数为单程站数。")
    folder = departments.readable(tmp_path)
    source = f"附件{uuid.uuid4().hex[:8]}"
    assert departments.run_source(source, folder, "demo", "unconditional")["published"] == 1
    (found,) = portal.ckan().action.package_search(fq=f'identifier:"{code}"')["results"]
    table, guide = found["resources"]
    assert (table["format"], table["datastore_active"]) == ("CSV", True)
    assert (guide["format"], guide["role"], guide["datastore_active"]) == ("DOCX", "attachment", False)
    answer = requests.get(guide["url"], timeout=30)
    assert answer.content == sent
    assert answer.headers["Content-Type"] == codelists.formats()["docx"].media_type
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Disposition"].endswith(".docx")
    for path in (
        f"/dataset/{found['name']}",
        f"/en/dataset/{found['name']}",
        f"/dataset/{found['name']}/resource/{guide['id']}",
    ):
        page = requests.get(portal.url + path, timeout=30)
        assert page.status_code == 200
        assert "填报说明.docx" in page.text
    described = requests.get(f"{portal.url}/dataset/{found['name']}/datapackage.json", timeout=30).json()["resources"]
    assert [one["format"] for one in described] == ["csv", "docx"]
    assert requests.get(f"{portal.url}/dataset/{found['name']}/{described[1]['path']}", timeout=30).content == sent

    deliver(tmp_path / "a", code, f"联系人 {departments.PLANTED}")
    assert departments.run_source(source, folder, "demo", "unconditional")["returned"] == 1
    assert requests.get(guide["url"], timeout=30).content == sent
