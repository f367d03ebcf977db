"""One dataset through its life, as a department and a reader see it: release 1, 2, a returned delivery, 3; held first.

Everything from outside: deliveries lie in a folder that is registered by ``./portal harvest add``; every surface is
asked over HTTP and must show exactly one release.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from records import passing_record

URL = os.environ.get("SD_TEST_URL", "").rstrip("/")
HOME = Path(os.environ.get("SD_TEST_HOME", "/nonexistent"))
pytestmark = pytest.mark.skipif(not URL, reason="needs the test portal: ./portal test")

CODE = "CYCLE/000001"
NAME = "sd-cycle-000001"
PLANTED = "370102190001010019"
LABELS = ["站名", "区域代码", "泊位数", "启用日期"]


class Folder:
    """A department's folder with one delivery."""

    def __init__(self, root: Path, code: str, owner: str = "demo") -> None:
        self.path = root / "车站"
        self.path.mkdir(parents=True)
        self.code, self.owner = code, owner

    def deliver(self, marker: str, rows: list[list[str]], extra: list[str] | None = None) -> None:
        labels = [*LABELS, *(extra or [])]
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(labels)
        writer.writerows(rows)
        (self.path / "车站.csv").write_bytes(text.getvalue().encode("gb18030"))
        record = passing_record(
            title=f"演示停车站点{marker}",
            identifier=self.code,
            owner_org=self.owner,
            notes=f"用于测试的演示数据，{marker}。",
        )
        kinds: dict[str, dict[str, Any]] = {
            "站名": {"type": "string", "constraints": {"required": True}},
            "区域代码": {"type": "string", "sd:id": "region_code", "constraints": {"pattern": "\\d{6}"}},
            "泊位数": {"type": "integer", "constraints": {"minimum": 0}},
            "启用日期": {"type": "date"},
        }
        fields = [{"name": label, **kinds.get(label, {"type": "string"})} for label in labels]
        schema = {"fields": fields}
        resources = [{"name": "stations", "title": "停车站点", "path": "车站.csv", "schema": schema}]
        package = {"name": "stations", "sd:record": record, "resources": resources}
        (self.path / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
        self.seal()

    def seal(self) -> None:
        files = [path for path in self.path.iterdir() if path.name != "manifest.json"]
        hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
        (self.path / "manifest.json").write_text(json.dumps(hashes, ensure_ascii=False), encoding="utf-8")


def portal(*arguments: str) -> str:
    """The command line, as the operator has it."""
    command = [sys.executable, "-P", "-m", "deploy.local.main", *arguments]
    environment = {**os.environ, "SD_HOME": str(HOME)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def api(name: str, token: str | None = None, /, **data: Any) -> Any:
    headers = {"Authorization": token} if token else {}
    answer = requests.post(f"{URL}/api/3/action/{name}", json=data, headers=headers, timeout=30)
    body = answer.json()
    return body["result"] if body["success"] else body["error"]


def logins() -> dict[str, dict[str, str]]:
    return json.loads((HOME / "logins.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    root = tmp_path_factory.mktemp("cycle")
    for path in (root, *root.parents):
        if path.stat().st_uid == os.getuid():
            path.chmod(0o755)
    return Folder(root, CODE)


def surfaces() -> dict[str, str]:
    """What page, API, download, DataStore, search and datapackage say now, as text."""
    package = api("package_show", id=NAME)
    resource = package["resources"][0]
    table = api("datastore_search", resource_id=resource["id"])
    found = api("package_search", q="演示停车站点", fq=f"name:{NAME}")["results"]
    return {
        "api": json.dumps(package, ensure_ascii=False),
        "page": requests.get(f"{URL}/dataset/{NAME}", timeout=30).text,
        "download": requests.get(resource["url"], timeout=30).content.decode("utf-8-sig"),
        "datastore": json.dumps(table, ensure_ascii=False),
        "search": json.dumps(found, ensure_ascii=False),
        "datapackage": requests.get(f"{URL}/dataset/{NAME}/datapackage.json", timeout=30).text,
    }


def release_numbers() -> set[Any]:
    found = api("package_search", q="演示停车站点", fq=f"name:{NAME}")["results"]
    datapackage = requests.get(f"{URL}/dataset/{NAME}/datapackage.json", timeout=30).json()
    numbers = [api("package_show", id=NAME)["release_number"], datapackage["sd:releaseNumber"]]
    return {int(number) for number in [*numbers, *(hit["release_number"] for hit in found)]}


def standing_report(outcome: str) -> dict[str, Any]:
    """The clerk's newest report with this outcome, found the way a clerk finds it: on the page of returned items."""
    session = requests.Session()
    login(session, "clerk")
    page = session.get(f"{URL}/{outcome}/", timeout=30).text
    ids = [part.split('"')[0].split("?")[0].split("#")[0] for part in page.split("/report/")[1:]]
    reports = [api("sdopendata_report_show", logins()["clerk"]["token"], id=i.strip("/")) for i in dict.fromkeys(ids)]
    return next(report for report in reports if report.get("identifier") == CODE)


def login(session: requests.Session, name: str) -> None:
    form = session.get(f"{URL}/user/login", timeout=30).text
    token = form.split('name="_csrf_token" value="')[1].split('"')[0]
    data = {"login": name, "password": logins()[name]["password"], "_csrf_token": token}
    session.post(f"{URL}/user/login", data=data, timeout=30, headers={"Referer": f"{URL}/user/login"})


ROWS_1 = [["泉城站甲一", "370102", "120", "2017-10-22"], ["趵突泉站甲二", "370103", "80", "2018-05-01"]]
ROWS_2 = [["泉城站乙一", "370102", "125", "2017-10-22"], ["大明湖站乙二", "370102", "60", "2020-01-01"]]
ROWS_3 = [["泉城站丙一", "370102", "130", "2017-10-22"]]


def test_first_delivery_waits_for_the_reviewer(folder: Folder) -> None:
    folder.deliver("版次甲", ROWS_1)
    portal("harvest", "add", "file_drop", "--owner", "demo", "--name", "cycle", str(folder.path.parent))
    assert "1" in portal("harvest", "run", "cycle")
    assert api("package_show", id=NAME)["__type"] == "Not Found Error"
    assert requests.get(f"{URL}/dataset/{NAME}", timeout=30).status_code == 404
    reviewer = logins()["reviewer"]["token"]
    session = requests.Session()
    login(session, "reviewer")
    page = session.get(f"{URL}/held/", timeout=30).text
    assert "演示停车站点版次甲" in page
    report_id = next(
        i
        for i in dict.fromkeys(part.split('"')[0].split("#")[0].strip("/") for part in page.split("/report/")[1:])
        if api("sdopendata_report_show", reviewer, id=i).get("identifier") == CODE
    )
    refused = api("sdopendata_report_decide", logins()["clerk"]["token"], id=report_id, action="approve")
    assert refused["__type"] == "Authorization Error"
    decided = api("sdopendata_report_decide", reviewer, id=report_id, action="approve")
    assert decided == {"outcome": "published", "dataset": NAME, "release_number": 1}
    assert release_numbers() == {1}


def test_second_delivery_replaces_everything(folder: Folder) -> None:
    portal("harvest", "add", "file_drop", "--owner", "demo", "--name", "cycle", "--delegated", str(folder.path.parent))
    folder.deliver("版次乙", ROWS_2)
    portal("harvest", "run", "cycle")
    assert release_numbers() == {2}
    for surface, text in surfaces().items():
        assert "泉城站甲一" not in text, surface
        assert "版次甲" not in text, surface
    shown = surfaces()
    for surface in ("page", "download", "datastore"):
        assert "泉城站乙一" in shown[surface], surface
    for surface in ("page", "api", "search", "datapackage"):
        assert "版次乙" in shown[surface], surface
    assert api("package_search", q="版次甲")["count"] == 0


def test_planted_id_number_is_returned_and_release_2_stays(folder: Folder) -> None:
    before = surfaces()
    folder.deliver("版次丙", [[*ROWS_3[0], "无"], ["大明湖站丙二", "370102", "61", "2020-01-01", PLANTED]], ["备注"])
    portal("harvest", "run", "cycle")
    assert release_numbers() == {2}
    assert {k: v for k, v in surfaces().items() if k != "page"} == {k: v for k, v in before.items() if k != "page"}
    report = standing_report("returned")
    (finding,) = [f for f in report["body"]["findings"] if f["code"] == "G-10"]
    assert (finding["file"], finding["row"], finding["column"]) == ("车站.csv", 3, "备注")
    assert finding["value"] == "370***********0019"
    assert "身份证" in finding["message"]
    assert finding["fix"]
    assert PLANTED not in json.dumps(report, ensure_ascii=False)
    assert api("sdopendata_report_show", id=report["id"])["__type"] == "Not Found Error"
    assert requests.get(f"{URL}/report/{report['id']}", timeout=30).status_code == 404


def test_mended_at_the_source_it_becomes_release_3(folder: Folder) -> None:
    folder.deliver("版次丙", ROWS_3)
    portal("harvest", "run", "cycle")
    assert release_numbers() == {3}
    assert "泉城站丙一" in surfaces()["datastore"]
    assert "泉城站乙一" not in json.dumps(surfaces(), ensure_ascii=False)


def test_the_same_again_writes_nothing(folder: Folder) -> None:
    before = api("package_show", id=NAME)["metadata_modified"]
    portal("harvest", "run", "cycle")
    assert api("package_show", id=NAME)["metadata_modified"] == before
    assert release_numbers() == {3}


def test_going_back_is_a_release_too(folder: Folder) -> None:
    """A department may deliver an older content again: it is new against what is public (I-25 is about vetoes)."""
    folder.deliver("版次乙", ROWS_2)
    portal("harvest", "run", "cycle")
    assert release_numbers() == {4}


def test_another_organisations_code_is_a_conflict(folder: Folder, tmp_path: Path) -> None:
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_uid == os.getuid():
            path.chmod(0o755)
    theirs = Folder(tmp_path, CODE, owner="sd-transport")
    theirs.deliver("冲突", ROWS_1)
    portal("harvest", "add", "file_drop", "--owner", "sd-transport", "--name", "conflict", "--delegated", str(tmp_path))
    portal("harvest", "run", "conflict")
    assert release_numbers() == {4}
    assert "冲突" not in json.dumps(surfaces(), ensure_ascii=False)
    operator = logins()["operator"]["token"]
    session = requests.Session()
    login(session, "operator")
    page = session.get(f"{URL}/source/conflict", timeout=30).text
    assert "冲突" in page
    assert operator
