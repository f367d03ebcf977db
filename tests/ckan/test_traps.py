"""X1, X2, X3, X9, X10 on the running portal (portal-features notes §0.2); register: ``tests/unit/test_traps.py``."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest
import requests
import sqlalchemy as sa
from conftest import Portal


def every_dataset(portal: Portal) -> list[dict[str, object]]:
    found: list[dict[str, object]] = portal.ckan().action.package_search(rows=1000)["results"]
    return found


@pytest.mark.X1
def test_two_characters_from_inside_a_title_find_its_dataset(portal: Portal) -> None:
    """Stock makes one token of a Chinese title: only its beginning would be found."""
    for dataset in every_dataset(portal):
        chinese = re.findall(r"[\u4e00-\u9fff]{2,}", str(dataset["title"]))
        inner = {run[i : i + 2] for run in chinese for i in range(1, len(run) - 1)}
        for part in sorted(inner)[:4]:
            names = [d["name"] for d in portal.ckan().action.package_search(q=part, rows=1000)["results"]]
            assert dataset["name"] in names, (part, dataset["title"])


@pytest.mark.X2
def test_addresses_and_file_names_are_whole(portal: Portal) -> None:
    """Stock makes ``__`` and ``.csv`` of Chinese names; ours are the code and a readable Chinese name."""
    names = [str(dataset["name"]) for dataset in every_dataset(portal)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{2,}", name) for name in names)
    seeds = [dataset for dataset in every_dataset(portal) if str(dataset["name"]).startswith("sd-demo-")]
    assert len(seeds) >= 10
    for dataset in seeds:  # other tests leave conditional data, whose files are not handed out
        for resource in dataset["resources"]:  # type: ignore[attr-defined]
            answer = requests.get(resource["url"], timeout=60)
            said = unquote(answer.headers["Content-Disposition"])
            file = said.rpartition("filename*=UTF-8''")[2].partition(";")[0]
            assert re.search(r"[\u4e00-\u9fff]{2,}", file), said
            assert file.endswith(".csv"), said


@pytest.mark.X3
def test_the_cluster_knows_chinese(inside: None) -> None:
    """With locale C ``pg_trgm`` sees no Chinese at all; ``LIKE`` and order work as a reader expects."""
    from ckan import model
    from ckanext.datastore.backend.postgres import get_write_engine

    for engine in (model.meta.engine, get_write_engine()):
        with engine.connect() as connection:
            one = "SELECT datcollate, datctype, pg_encoding_to_char(encoding) FROM pg_database"
            collate, ctype, encoding = connection.execute(sa.text(f"{one} WHERE datname = current_database()")).one()
            assert "C" not in (collate, ctype)
            assert encoding == "UTF8"
            assert connection.execute(sa.text("SELECT '山东省公共图书馆名单' LIKE '%图书馆%'")).scalar()
            assert connection.execute(sa.text("SELECT '济' ~ '^[[:alpha:]]$'")).scalar(), "a letter to the server"


@pytest.mark.X9
@pytest.mark.parametrize("path", ["/", "/dataset/", "/group/", "/organization/", "/source/", "/about", "DATASET"])
def test_pages_name_no_foreign_host_to_load_from(portal: Portal, path: str) -> None:
    """Scripts, styles, pictures, fonts, WebAssembly: from here or not at all; the policy of the answer says so, too."""
    if path == "DATASET":
        path = f"/dataset/{every_dataset(portal)[0]['name']}"
    answer = requests.get(portal.url + path, timeout=60)
    loaded = re.findall(r"<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\bsrc=[\"']([^\"']+)", answer.text)
    loaded += [
        href
        for tag in re.findall(r"<link\b[^>]*>", answer.text)
        if re.search(r"rel=[\"'](?:stylesheet|icon|shortcut icon|preload|manifest)", tag)
        for href in re.findall(r"href=[\"']([^\"']+)", tag)
    ]
    own = urlsplit(portal.url).netloc
    assert [url for url in loaded if urlsplit(url).netloc not in ("", own)] == []
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert not re.search(r"https?://(?!127\.0\.0\.1|localhost)", policy)
    for style in [url for url in loaded if ".css" in url]:
        text = requests.get(style if "://" in style else portal.url + style, timeout=60).text
        assert not re.search(r"url\([\"']?(?:https?:)?//", text), style


@pytest.mark.X10
@pytest.mark.parametrize(
    ("place", "typed"),
    [("单县", "shanxian"), ("乐陵", "laoling"), ("长清", "changqing"), ("济南", "jinan"), ("银行", "yinhang")],
)
def test_shandongs_places_are_heard_as_they_are_said(place: str, typed: str) -> None:
    """ICU reads 单县 as dan xian, 乐陵 as le ling and 长清 as zhang qing."""
    from ckanext.sdopendata.search import pinyin

    assert typed in pinyin.sounds([place])
