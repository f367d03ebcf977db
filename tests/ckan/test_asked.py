"""What nobody can answer is refused in words: no fault, no outage, nothing of what database or search were asked."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
import requests
from conftest import Portal
from rdflib import Graph

INSIDE = ("SOLR", "permission_labels", "SELECT", "statement", "Traceback")


def get(portal: Portal, path: str, **params: Any) -> requests.Response:
    return requests.get(f"{portal.url}{path}", params=params or None, timeout=60)


@pytest.fixture(scope="module")
def table(portal: Portal) -> str:
    found = portal.ckan().action.package_search(q="identifier:DEMO/000001")["results"]
    return str(found[0]["resources"][0]["id"])


@pytest.mark.parametrize("fq", ["id:[* TO", "metadata_created:[2020 TO", "{!raw f=id}x", 'title:"a'])
def test_a_filter_that_solr_refuses_shows_no_query(portal: Portal, fq: str) -> None:
    answer = get(portal, "/api/3/action/package_search", fq=fq)
    assert answer.status_code in (400, 409)
    assert "识别" in answer.json()["error"]["message"]
    assert not [word for word in INSIDE if word in answer.text]


@pytest.mark.parametrize(
    "asked",
    [
        {"filters": '{"_id": "abc"}'},
        {"filters": '{"_id": {"gt": "x"}}'},
        {"q": "a &", "plain": "false"},
        {"q": "a", "language": "x'"},
        {"offset": str(10**20)},
        {"filters": '{"_id": "\\u0000"}'},
    ],
    ids=str,
)
def test_a_query_that_the_database_refuses_shows_no_statement(
    portal: Portal, table: str, asked: dict[str, str]
) -> None:
    answer = get(portal, "/api/3/action/datastore_search", resource_id=table, **asked)
    assert answer.status_code == 409
    assert "识别" in answer.json()["error"]["query"][0]
    assert not [word for word in INSIDE if word in answer.text]


def test_the_signs_of_an_escape_are_words_like_others(portal: Portal, table: str) -> None:
    assert get(portal, "/api/3/action/datastore_search", resource_id=table, q=r"x\u0000").status_code == 200


@pytest.mark.parametrize("char", ["%00", "%01", "%1F", "%EF%BF%BE"])
@pytest.mark.parametrize(
    "path", ["/dataset/?organization={}", "/organization/?q={}", "/feeds/custom.atom?q={}", "/dataset/?q=机场{}"]
)
def test_what_nobody_sees_is_left_out_of_an_address(portal: Portal, path: str, char: str) -> None:
    assert get(portal, path.format(char)).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/catalog.zzz", 404),
        ("/datastore/dump/{table}?format=zzz", 400),
        ("/feeds/custom.atom?sort=x", 400),
    ],
)
def test_an_unknown_format_or_order_is_no_fault(portal: Portal, table: str, path: str, status: int) -> None:
    answer = get(portal, path.format(table=table))
    assert answer.status_code == status
    assert not [word for word in INSIDE if word in answer.text]


@pytest.mark.parametrize("words", ['organization:"demo"', "机场 OR 站", "{a}|`^"])
def test_the_pages_of_a_catalogue_are_addresses_whatever_was_asked(portal: Portal, words: str) -> None:
    name = "fq" if ":" in words else "q"
    answer = get(portal, f"/catalog.ttl?{name}={quote(words)}")
    assert answer.status_code == 200
    Graph().parse(data=answer.text, format="turtle")


@pytest.mark.parametrize(
    ("path", "status", "said"), [("/dataset/?q={}", 414, "网址过长"), ("/dataset/%00", 400, "写法")]
)
def test_what_no_server_reads_is_answered_in_words(portal: Portal, path: str, status: int, said: str) -> None:
    answer = get(portal, path.format(quote("济" * 20_000)))
    assert answer.status_code == status
    answer.encoding = "utf-8"
    assert said in answer.text


def test_ten_thousand_characters_are_a_search_like_any_other(portal: Portal) -> None:
    assert get(portal, f"/dataset/?q={quote('济' * 10_000)}").status_code == 200


@pytest.mark.parametrize("path", ["/api/3/action/status_show", "/en/api/action/package_search", "/api/3"])
def test_no_script_of_any_text_comes_from_this_origin(portal: Portal, path: str) -> None:
    """JSONP would be one that the pages' ``script-src 'self'`` lets run."""
    answer = get(portal, path, callback="alert(1)//")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/json")
    assert "callback" in answer.json()["error"]["message"]
    assert "alert" not in answer.text


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("datastore_search", {"resource_id": "{table}", "fields": "zzz"}, "“zzz”"),
    ("datastore_search", {"resource_id": "{table}", "sort": "zzz"}, "“zzz”"),
    ("datastore_search", {"resource_id": "{table}", "filters": "{"}, "JSON"),
    ("datastore_search", {"resource_id": "{table}", "filters": {"zzz": 1}}, "“zzz”"),
    ("datastore_search", {"resource_id": "{table}", "filters": [1]}, "filters"),
    ("datastore_search", {"resource_id": "{table}", "limit": "x"}, "limit"),
    ("datastore_search", {}, "resource_id"),
    ("group_list", {"sort": "zzz"}, "“zzz”"),
    ("dcat_catalog_show", {"page": "x"}, "page"),
    ("dcat_catalog_show", {"format": "x"}, "ttl"),
    ("dcat_dataset_show", {"id": "sd-demo-000001", "format": "x"}, "ttl"),
    ("package_search", {"rows": "x"}, "rows"),
    ("api_token_list", {}, "user_id"),
    ("term_translation_show", {}, "terms"),
    ("package_patch", {}, "id"),
]


@pytest.mark.parametrize(("action", "given", "named"), REFUSED)
def test_a_refusal_is_chinese_first_and_names_what_is_wrong(
    portal: Portal, table: str, action: str, given: dict[str, Any], named: str
) -> None:
    asked = {name: table if value == "{table}" else value for name, value in given.items()}
    answer = portal.post(action, data=asked)
    assert answer.status_code in (400, 403, 409)
    error = {name: value for name, value in answer.json()["error"].items() if name != "__type"}
    said = json.dumps(error, ensure_ascii=False)
    assert named in said, said
    for text in (text for value in error.values() for text in ([value] if isinstance(value, str) else value)):
        assert re.search("[\u4e00-\u9fff]", text), error
    english = requests.post(f"{portal.url}/en/api/3/action/{action}", json=asked, timeout=60).json()["error"]
    assert english.keys() == answer.json()["error"].keys()
