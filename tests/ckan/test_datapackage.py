"""What anybody can check with a stock Frictionless (done-when 6): each release as a Data Package at its own address.

Frictionless is installed in an environment of its own (SD_TEST_FRICTIONLESS), knowing nothing of this project.
"""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import departments
import pytest
import requests
import seeds
from ckanapi import ValidationError
from conftest import Portal

SEEDS = Path(__file__).resolve().parents[2] / "datasets_seed" / "demo"
DELIVERIES = [line.delivery for line in seeds.with_outcome("published", "demo")]
# What the portal may add to a field of the dictionary: the column id it minted.
ADDED = {"sd:id"}


def delivered(name: str) -> dict[str, Any]:
    return json.loads((SEEDS / name / "datapackage.json").read_text("utf-8"))


def address(portal: Portal, delivery: str) -> str:
    code = delivered(delivery)["sd:record"]["identifier"]
    (found,) = portal.ckan().action.package_search(fq=f'identifier:"{code}"')["results"]
    return f"{portal.url}/dataset/{found['name']}/datapackage.json"


def validate(url: str) -> tuple[int, str]:
    """``frictionless validate``, as a stranger runs it: exit code and what it printed."""
    program = os.environ.get("SD_TEST_FRICTIONLESS", "")
    assert Path(program).is_file(), "SD_TEST_FRICTIONLESS names no stock frictionless (./portal test sets it)"
    done = subprocess.run([program, "validate", url], capture_output=True, text=True, timeout=120, cwd="/")
    return done.returncode, done.stdout + done.stderr


@pytest.mark.X12
@pytest.mark.parametrize("delivery", DELIVERIES)
def test_stock_frictionless_accepts_each_published_dataset(delivery: str, portal: Portal) -> None:
    code, words = validate(address(portal, delivery))
    assert code == 0, words
    assert "VALID" in words


@pytest.mark.parametrize("delivery", DELIVERIES)
def test_its_schema_is_the_dictionary(delivery: str, portal: Portal) -> None:
    published = requests.get(address(portal, delivery), timeout=30).json()
    handed_over = delivered(delivery)
    assert len(published["resources"]) == len(handed_over["resources"])
    for resource, given in zip(published["resources"], handed_over["resources"], strict=True):
        assert resource["title"] == given["title"]
        assert resource["schema"].get("primaryKey") == given["schema"].get("primaryKey")
        fields = [{k: v for k, v in f.items() if k not in ADDED} for f in resource["schema"]["fields"]]
        assert fields == [{k: v for k, v in f.items() if k not in ADDED} for f in given["schema"]["fields"]]
        for field in resource["schema"]["fields"]:
            assert field["sd:id"].isascii()


def test_every_descriptor_names_its_release_and_its_bytes(portal: Portal) -> None:
    for delivery in DELIVERIES:
        url = address(portal, delivery)
        package = requests.get(url, timeout=30).json()
        shown = portal.ckan().action.package_show(id=package["name"])
        assert package["version"] == str(shown["release_number"])
        for resource, file in zip(package["resources"], shown["resources"], strict=True):
            data = requests.get(f"{url.rpartition('/')[0]}/{resource['path']}", timeout=30).content
            assert (len(data), resource["hash"]) == (resource["bytes"], f"sha256:{file['sha256']}")


CITIES = {"fields": [{"name": "代码", "type": "string"}, {"name": "城市", "type": "string"}], "primaryKey": "代码"}
STATIONS = {
    "fields": [
        *({"name": name, "type": "string"} for name in ("车站", "城市代码")),
        *({"name": name, "type": "integer"} for name in ("合计", "上行", "下行")),
    ],
    "foreignKeys": [{"fields": "城市代码", "reference": {"resource": "城市", "fields": "代码"}}],
    "sd:rowRules": [{"left": "合计", "op": "=", "right": ["上行", "下行"]}],
}


def test_what_is_to_hold_between_tables_and_columns_is_kept(portal: Portal) -> None:
    """Through the API: judged, published for any client to check, and judged again with the next file alone."""
    clerk = portal.ckan("clerk")
    package = clerk.action.package_create(**departments.record(departments.new_code()))
    cities = departments.table([["370102", "历下区"], ["370202", "市南区"]], ["代码", "城市"])
    labels = [field["name"] for field in STATIONS["fields"]]
    stations = departments.table([["东站", "370102", "3", "1", "2"], ["西站", "370202", "5", "2", "3"]], labels)
    for name, schema, content in (("城市", CITIES, cities), ("车站", STATIONS, stations)):
        given = {"package_id": package["id"], "name": name, "schema": json.dumps(schema)}
        clerk.action.resource_create(**given, upload=departments.upload(content, f"{name}.csv"))
    shown = clerk.action.package_patch(id=package["id"], state="active")
    url = f"{portal.url}/dataset/{shown['name']}/datapackage.json"
    first, second = requests.get(url, timeout=30).json()["resources"]
    assert second["schema"]["sd:rowRules"] == STATIONS["sd:rowRules"]
    (key,) = second["schema"]["foreignKeys"]
    assert key == {"fields": ["城市代码"], "reference": {"resource": first["name"], "fields": ["代码"]}}
    code, words = validate(url)
    assert code == 0, words
    for row, said in ((["南站", "370999", "3", "1", "2"], "370999"), (["南站", "370102", "4", "1", "2"], "合计")):
        content = departments.upload(departments.table([row], labels), "车站.csv")
        with pytest.raises(ValidationError) as refused:
            clerk.action.resource_patch(id=shown["resources"][1]["id"], upload=content)
        assert said in json.dumps(refused.value.error_dict, ensure_ascii=False)


KINDS: list[tuple[dict[str, Any], list[str], list[Any]]] = [
    ({"name": "名称", "type": "string", "constraints": {"required": True, "unique": True}}, ["甲,“乙”", 'a"b\nc'], []),
    ({"name": "面积", "type": "number", "sd:unit": "平方米", "groupChar": ","}, ["1,234.50", "-2"], [1234.5, -2]),
    ({"name": "数量", "type": "integer", "constraints": {"minimum": -10}}, ["1000", ""], [1000, None]),
    ({"name": "开放", "type": "boolean", "trueValues": ["是"], "falseValues": ["否"]}, ["是", "否"], [True, False]),
    (
        {"name": "日期", "type": "date", "format": "%Y年%m月%d日"},
        ["2020年1月2日", "1999年12月31日"],
        ["2020-01-02", "1999-12-31"],
    ),
    (
        {"name": "时刻", "type": "datetime"},
        ["2020-01-01T00:00:00Z", "2020-01-01T08:00:00+08:00"],
        ["2020-01-01T08:00:00.000", "2020-01-01T08:00:00.000"],
    ),
    ({"name": "年份", "type": "year"}, ["2020", "1949"], [2020, 1949]),
    ({"name": "位置", "type": "geopoint"}, ["117.0,36.6", "120.4,36.1"], ["117.0,36.6", "120.4,36.1"]),
]


def test_every_type_is_published_as_declared(portal: Portal, inside: None, tmp_path: Path) -> None:
    """One dataset with a column of each type: stock Frictionless accepts it, the DataStore holds the values typed."""
    code = departments.new_code()
    place = departments.readable(tmp_path) / "kinds"
    departments.deliver(place, departments.record(code), [])
    rows = list(zip(*(cells for _, cells, _ in KINDS), strict=True))
    (place / "线路.csv").write_bytes(departments.table(rows, [field["name"] for field, _, _ in KINDS]))
    package = json.loads((place / "datapackage.json").read_text("utf-8"))
    package["resources"][0]["schema"] = {"fields": [field for field, _, _ in KINDS], "primaryKey": ["名称"]}
    (place / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), "utf-8")
    departments.seal(place)
    counts = departments.run_source(f"kinds-{code[-10:].lower()}", tmp_path, "demo", "unconditional")
    assert counts["published"] == 1
    (found,) = portal.ckan().action.package_search(fq=f'identifier:"{code}"')["results"]
    exit_code, words = validate(f"{portal.url}/dataset/{found['name']}/datapackage.json")
    assert exit_code == 0, words
    records = portal.ckan().action.datastore_search(resource_id=found["resources"][0]["id"])["records"]
    for number, (field, _, values) in enumerate(KINDS, 1):
        if values:
            assert [record[f"c{number:03d}"] for record in records] == values, field["name"]


@contextmanager
def copy_of(portal: Portal, change: Callable[[bytes], bytes]) -> Iterator[str]:
    """The same portal at another address, except that ``change`` is done to every CSV file on its way."""

    class Passing(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with urllib.request.urlopen(portal.url + self.path, timeout=30) as answer:
                kind, body = answer.headers["Content-Type"], answer.read()
            if kind.startswith("text/csv"):
                body = change(body)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Passing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def one_digit(data: bytes) -> bytes:
    """Another digit in the last cell that has one: still a number, and the file as long as before."""
    place = max(data.rfind(b"%d" % digit) for digit in range(10))
    return data[:place] + (b"1" if data[place : place + 1] != b"1" else b"2") + data[place + 1 :]


@pytest.mark.X12
def test_one_changed_cell_is_found(portal: Portal) -> None:
    url = address(portal, DELIVERIES[0])
    with copy_of(portal, lambda data: data) as copy:
        code, words = validate(url.replace(portal.url, copy))
        assert code == 0, words
    with copy_of(portal, one_digit) as copy:
        code, words = validate(url.replace(portal.url, copy))
        assert code != 0
        assert "hash" in words.lower(), words
