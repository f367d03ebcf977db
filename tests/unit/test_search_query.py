"""What becomes of what a person types, and of CKAN's own queries. Solr itself is asked in tests/ckan/test_search.py."""

from __future__ import annotations

import json
import random
import re
import unicodedata

import pytest
from ckan.lib.search.common import SearchQueryError
from ckan.lib.search.query import MAGIC_FIELD_RE, QUERY_PARSER_RE, VALID_SOLR_PARAMETERS
from ckanext.sdopendata import search
from ckanext.sdopendata.search.fielded import fielded
from ckanext.sdopendata.search.query import MATCH_ALL, MATCH_NONE, clean, cuts, free_text

NASTY = [
    '"',
    '济南 "机场',
    'a"b"c"',
    "field:value",
    "nosuchfield:机场",
    "http://example.org/a?b=c&d=[e]",
    "AND",
    "OR OR",
    "NOT",
    "AND 济南 OR",
    "济南 AND NOT",
    "+-",
    "-",
    "+济南 -",
    "--济南",
    "(",
    "((济南)",
    ")济南(",
    "[1 TO",
    "{a TO b]",
    "*济南",
    "?",
    "a~2",
    "济南^5",
    "\\",
    "济南\\",
    "{!func}sum(1,2)",
    "{!lucene q.op=OR}济南",
    '_query_:"{!edismax}x"',
    '_val_:"sum(1,2)"',
    "\x00\x01济\x7f南",
    "\ud800济南\udfff",
    "😀",
    "机场✈️",
    "1️⃣",
    "<script>alert(1)</script>",
    "济南；机场、青岛，（山东）《名录》",
    "'; DROP TABLE package; --",
    "/regex/",
    "a/b/c",
    "&& ||",
    "!济南",
    "title:",
    "title:(",
    'title:"机场',
    "metadata_modified:昨天",
    "metadata_modified:[2024-13-01T00:00:00Z TO NOW]",
    "机场" * 2500,
    "济 " * 2500,
    "*" * 5000,
    "(" * 5000,
    "title:a OR " * 400,
    "\u200b\u202e",
    "\u0301",
]


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("", MATCH_ALL),
        ("  ", MATCH_ALL),
        ("*", MATCH_ALL),
        ("*:*", MATCH_ALL),
        ("＊：＊", MATCH_ALL),
        ('""', MATCH_ALL),
        ("！！", MATCH_NONE),
        ("😀", MATCH_NONE),
        ("AND", MATCH_NONE),
        ("济南", '+"济南"'),
        ("济南 机场", '+"济南" +"机场"'),
        ("济南、青岛", '+"济南" +"青岛"'),
        ("济南 AND 机场", '+"济南" +"机场"'),
        ("济南 OR 青岛 机场", '+("济南" OR "青岛") +"机场"'),
        ("机场 -青岛", '+"机场" -"青岛"'),
        ("机场 NOT 青岛", '+"机场" -"青岛"'),
        ("-青岛", '*:* -"青岛"'),
        ("ＡＩＲＰＯＲＴ", "+airport"),
        ("DEMO/000001", '+"demo/000001"'),
        ("demo/0000*", r"+demo\/0000*"),
        ("air*", "+air*"),
        ("ＰＭ２．５", '+"pm2.5"'),
        ('"公共 图书馆"', '+"公共图书馆"'),
        ("“public library” 济南", '+"public library" +"济南"'),
        ("C++", "+c"),
        ("济南机场", '+(济南机场 OR (+("济南") +("机场")))'),
        ("济南的机场", '+(济南的机场 OR (+("济南") +("机场")) OR (+("济南") +("的机场")) OR (+("济南的") +("机场")))'),
        ("NGDAID72", "+ngdaid72"),
    ],
)
def test_free_text(typed: str, query: str) -> None:
    assert free_text(typed) == query


def alike(text: str) -> list[str]:
    return {"车牌": ["号牌"], "gdp": ["生产总值"]}.get(text, [])


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("车牌", '+("车牌" OR "号牌"^0.3)'),
        ("济南车牌", '+(济南车牌 OR (+("济南") +("车牌" OR "号牌"^0.3)))'),
        ('"车牌"', '+"车牌"'),
        ("jichang", "+(jichang OR sound:jichang^0.1)"),
        ("GDP", '+(gdp OR "生产总值"^0.3 OR sound:gdp^0.1)'),
        ("lüyou", "+(lüyou OR sound:lvyou^0.1)"),
        (
            "ji chang",
            "+((+(ji OR sound:ji^0.1) +(chang OR sound:chang^0.1)) OR (+sound:jichang^0.1))",
        ),
        ("jichang 济南 2024", '+(jichang OR sound:jichang^0.1) +"济南" +2024'),
        ("jichang* -jc", "+jichang* -jc"),
        ("pm2.5", '+"pm2.5"'),
    ],
)
def test_what_means_or_sounds_the_same_is_asked_too(typed: str, query: str) -> None:
    assert free_text(typed, alike, ["sound^0.1"]) == query


def test_many_latin_words_stay_within_what_solr_takes() -> None:
    query = free_text("ji chang " * 100, alike, ["a^0.1", "b^0.1"])
    assert query.count(" OR ") < 200


def test_cuts_never_leave_a_single_character() -> None:
    found = cuts("公共图书馆名录")
    assert ["公共", "图书馆名录"] in found
    assert ["公共", "图书馆", "名录"] in found
    assert all(len(part) > 1 for parts in found for part in parts)
    assert cuts("图书馆") == []
    assert ["a级", "景区"] in cuts("a级景区")


@pytest.mark.parametrize("typed", NASTY, ids=lambda typed: ascii(typed)[:40])
def test_nothing_typed_reaches_the_grammar(typed: str) -> None:
    _assert_safe(typed)


def test_nothing_random_reaches_the_grammar() -> None:
    chance = random.Random(20261124)
    alphabet = "济南机场县的Aa1 　\"'“”+-&|!(){}[]^~*?:\\/._，。：（）\x00\u200b\ud800😀️é_ANDORNOT\n"
    for _ in range(3000):
        _assert_safe("".join(chance.choice(alphabet) for _ in range(chance.randrange(1, 30))))


def _assert_safe(typed: str) -> None:
    query = free_text(typed)
    query.encode()
    if query not in (MATCH_ALL, MATCH_NONE):
        rest = re.sub(r'"(?:[^"\\]|\\.)+"', "word", query).replace(" OR ", " ").removeprefix(f"{MATCH_ALL} ")
        for word in rest.split():  # signs, brackets and operators are ours
            bare = re.sub(r"\\[-/._]", "", word).lstrip("+-(").rstrip(")").removesuffix("*")
            assert bare, query
            assert all(unicodedata.category(c)[0] in "LNM" for c in bare), query
    assert not re.search(MAGIC_FIELD_RE, query)
    assert not re.search(QUERY_PARSER_RE, query)
    assert not re.search(r"\b(AND|NOT)\b", query)
    assert len(clean(typed)) <= 200
    params = search.rewrite({"q": typed})
    params["q"].encode()
    assert params.keys() - {"extras"} <= VALID_SOLR_PARAMETERS


@pytest.mark.parametrize(
    "query",
    [
        "organization:demo",
        "owner_org:2f7c_4",
        "name:a OR id:b",
        "+tags:x -groups:y",
        "tags:(a OR b) AND license_id:c",
        "(name:a OR name:b) AND state:active",
        "metadata_modified:[2024-01-01T00:00:00Z TO NOW]",
        "metadata_modified:[NOW-7DAYS/DAY TO *]",
        "extras_source:*",
        "res_format:CSV^2",
        "name:sd*",
        "region_code:370100",
    ],
)
def test_queries_by_field_pass_as_they_are(query: str) -> None:
    params = search.rewrite({"q": query, "df": "text"})
    assert params == {"q": query, "df": "text"}


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ('id:9f-1 OR name:"9f-1"', 'id:"9f-1" OR name:"9f-1"'),
        ("identifier:DEMO/000001", 'identifier:"DEMO/000001"'),
        ("tags: 济南", "tags:济南"),
        ("url:http://example.org/a?b", "url:http\\:\\/\\/example.org\\/a?b"),
        ("title:机场", "(title_icu:机场 OR title_bi:机场)"),
        ('text:"机场"', '(body_icu:"机场" OR body_bi:"机场")'),
    ],
)
def test_queries_by_field_are_mended(typed: str, query: str) -> None:
    assert search.rewrite({"q": typed})["q"] == query


@pytest.mark.parametrize(
    "typed",
    [
        "nosuch:x",
        "secrecy_review:x",
        "permission_labels:x",
        "title:",
        "organization:a OR",
        "metadata_modified:昨天",
        "a:b:c",
        "(organization:a",
        "organization:a OR 济南",
        "_val_:x",
        "metadata_created:[2024-13-01T00:00:00Z TO NOW]",
    ],
)
def test_what_is_no_query_by_field_is_text(typed: str) -> None:
    assert fielded(typed, search.KNOWN_FIELDS) is None
    assert search.rewrite({"q": typed})["defType"] == "edismax"


def test_words_beside_fields_are_searched_as_words() -> None:
    params = search.rewrite({"q": "机场 organization:demo -tags:x", "fq_list": ["+groups:a"]})
    assert params["q"] == '+"机场"'
    assert params["fq_list"] == ["+groups:a", "organization:demo", "-tags:x"]
    assert params["defType"] == "edismax"


def test_core_parameters_pass_unharmed() -> None:
    """What dataset, organisation and group pages, feeds, dcat and the trash page send (CKAN 2.12.0)."""
    for params in [
        {"fq": '+owner_org:"2f-7c"', "rows": 0, "facet": "false", "include_private": True},
        {"q": "*:*", "fq": 'tags: "济南"', "start": 0, "rows": 20},
        {"fq": "groups:road-transport", "rows": 10},
        {"fq": "+state:deleted", "include_private": True},
        {"q": "*:*", "fq": "", "fq_list": ["-dataset_type:harvest", "metadata_modified:[2024-01-01T00:00:00Z TO NOW]"]},
        {"rows": 1, "sort": "metadata_modified desc", "fl": ["id", "extras_x"]},
        {"q": "*:*", "sort": "score desc, metadata_modified desc", "extras": {"ext_a": "1"}, "df": "text"},
        {"q": "*:*", "facet.field": ["organization", "groups", "tags", "res_format", "license_id"], "sort": "rank"},
    ]:
        expected = {"q": MATCH_ALL, **params}
        assert search.rewrite(params) == expected


@pytest.mark.parametrize(
    "params",
    [
        {"defType": "lucene"},
        {"qf": "text"},
        {"bf": "docfreq(text,'x')"},
        {"boost": "1"},
        {"mm": "0"},
        {"wt": "xml"},
        {"stream.body": "x"},
        {"fq": 'organization:"a"b"'},
        {"fq": "(state:active"},
        {"fq": "tags:\ud800"},
        {"fq_list": ['"']},
        {"fq_list": 5},
        {"fl": 5},
        {"fl": [5]},
        {"sort": "docfreq(text,'x') desc"},
        {"sort": "metadata_modified"},
        {"sort": "text desc"},
        {"fl": ["id", "docfreq(text,'x')"]},
        {"fl": ["[explain]"]},
        {"facet.field": ["permission_labels"]},
        {"facet.field": ["body_icu"]},
        {"facet.field": ["{!ex=x}tags"]},
        {"include_private": "vielleicht"},
        {"facet": "2"},
    ],
    ids=str,
)
def test_refused_in_words(params: dict[str, object]) -> None:
    with pytest.raises(SearchQueryError, match=r"[一-鿿]"):
        search.rewrite({"q": "济南", **params})


def test_counts_and_offsets_are_bounded() -> None:
    params = search.rewrite({"facet.mincount": 0, "facet.limit": 10**20, "start": 10**20})
    assert (params["facet.mincount"], params["facet.limit"], params["start"]) == (1, 10**9, 10**9)


def test_index_fields() -> None:
    shown = {
        "identifier": "DEMO/000001",
        "related_codes": ["A/1", "A/2"],
        "keywords": ["机场", "airport\u0001"],
        "organization": {"name": "sd-transport", "title": "山东省交通运输厅（演示）"},
        "groups": [{"name": "road-transport", "title": "道路交通类"}],
        "category": "road-transport",
        "region_code": "370112",
        "source_system": "",
    }
    document = {
        "id": "x",
        "keywords": json.dumps(shown["keywords"]),
        "organization": "sd-transport",
        "service_info": "长" * 20_000,
        "notes": "长" * 20_000,
        "validated_data_dict": json.dumps(shown),
    }
    fields = search.index_fields(document, ["经度", "纬度", "经度"], more=["演示"])
    assert fields["sd_codes"] == ["DEMO/000001", "A/1", "A/2"]
    words = fields["sd_words"]
    assert len(words) == len(set(words))
    found_by = ["山东省交通运输厅（演示）", "省交通运输厅", "道路交通类", "道路交通", "历城区", "济南市", "山东省"]
    for word in [*found_by, "机场", "airport", "经度", "演示"]:
        assert word in words
    assert len(fields["service_info"].encode()) < 32_766  # Lucene's limit for one term
    assert {k: v for k, v in fields.items() if k in document and k != "service_info"} == {
        k: v for k, v in document.items() if k != "service_info"
    }
