"""What a stranger sees (DESIGN D11; issue 4, done-when 4): exactly what the visibility table says, on every surface.

Every registered action and URL rule is asked, as anonymous and as another department, over a catalogue with one dataset
in each state; and each wall, taken away, makes the same walk find a leak.
"""

from __future__ import annotations

import configparser
import inspect
import json
from collections.abc import Iterator
from typing import Any

import pytest
from ckanext.sdopendata import access, actions, doors
from ckanext.sdopendata.visibility import SURFACES, State
from conftest import INI, Portal
from states import PREFIX, Case, Catalogue, build
from walk import Ask, Walker
from walls import NOT_WALLS, WALLS

PEOPLE = ("anonymous", "stranger")


@pytest.fixture(scope="module")
def catalogue(portal: Portal, wsgi: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """One dataset in each state; and a stray DataStore table of the draft, as a fault might leave it."""
    found = build(portal, wsgi._wsgi_app, tmp_path_factory.mktemp("walk"))
    stray = found.cases["draft"]
    with found.inside():
        _load(stray.handles["resource"], stray.marker("data"))
    yield found
    with found.inside():
        _drop(stray.handles["resource"])


def _load(table: str, cell: str) -> None:
    from ckanext.datastore.backend import DatastoreBackend

    fields = [{"id": "line", "type": "text"}]
    definition = {"resource_id": table, "fields": fields, "records": [{"line": cell}], "include_records": False}
    DatastoreBackend.get_active_backend().create({}, definition, {})


def _drop(table: str) -> None:
    from ckanext.sdopendata.publish import datastore

    datastore.drop(table)


@pytest.fixture(scope="module")
def walker(portal: Portal, wsgi: Any, catalogue: Catalogue) -> Walker:
    return Walker(wsgi, portal, catalogue)


def test_no_answer_to_a_stranger_holds_or_betrays_what_is_hidden(walker: Walker) -> None:
    leaks = [str(leak) for leak in walker.leaks(walker.asks())]
    assert leaks == [], f"{len(leaks)} leaks, the first: {leaks[0][:500]}"


# -- what is public, on every surface


def asked(surface: str, case: Case, who: str) -> list[Ask]:
    """How a surface is asked for one dataset."""
    name, resource = case.handles.get("name", ""), case.handles.get("resource", "")
    words = case.marker("description")[:-2] + "*"  # an answer repeats the question, so it is never the whole word

    def action(name: str, **body: Any) -> Ask:
        return Ask(who, name, f"/api/3/action/{name}", "POST", body)

    def page(path: str) -> Ask:
        return Ask(who, path, path)

    asks = {
        "page": [page(f"/dataset/{name}"), page(f"/dataset/{name}/resource/{resource}")],
        "search": [action("package_search", q=words), page(f"/dataset/?q={words}")],
        "facets": [action("package_search", **{"rows": 0, "facet.field": ["keywords"], "facet.limit": -1})],
        "autocomplete": [action("package_autocomplete", q="演示公交", limit=1000)],
        "tags": [action("tag_list"), action("tag_autocomplete", q=PREFIX)],
        "feeds": [page(f"/feeds/custom.atom?q={words}")],
        "dcat": [page(f"/dataset/{name}.ttl"), page(f"/catalog.ttl?q={words}"), action("dcat_dataset_show", id=name)],
        "sitemap": [page("/sitemap.xml")],
        "datastore": [action("datastore_search", resource_id=resource), page(f"/datastore/dump/{resource}")],
        "file": [page(f"/dataset/{name}/resource/{resource}/download")],
        "counts": [action("package_search", q=words, rows=0)],
        "errors": [action("package_patch", id=name), page(f"/dataset/edit/{name}")],
    }
    return asks[surface]


#: The parts that a surface has room for. Keywords are no CKAN tags here, so those are empty; a count is a number.
ROOM = {
    "page": {"description", "structure", "data"},
    "search": {"description"},
    "facets": {"description"},
    "autocomplete": {"description"},
    "tags": set(),
    "feeds": {"description"},
    "dcat": {"description"},
    "sitemap": set(),
    "datastore": {"structure", "data"},
    "file": {"description", "structure", "data"},  # its name is the title
    "counts": set(),
    "errors": set(),
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("surface", SURFACES)
def test_each_surface_shows_exactly_what_the_table_says(walker: Walker, surface: str, who: str) -> None:
    for case in walker.catalogue.cases.values():
        if "name" not in case.handles and surface not in ("search", "facets", "autocomplete", "feeds", "counts"):
            continue
        asks = asked(surface, case, who)
        text = "\n".join(walker.answer(ask).text for ask in asks)
        seen = {part for part in case.parts if case.marker(part) in text}
        assert seen == case.shown(surface) & ROOM[surface], (case.name, case.state, asks)


@pytest.mark.parametrize("who", PEOPLE)
def test_counts_count_what_is_public(walker: Walker, who: str) -> None:
    for case in walker.catalogue.cases.values():
        (ask,) = asked("counts", case, who)
        count = json.loads(walker.answer(ask).body)["result"]["count"]
        assert count == (1 if case.state is State.PUBLISHED else 0), case.name


def test_the_hidden_parts_are_there(portal: Portal, catalogue: Catalogue) -> None:
    """Or the walk would prove nothing: those who work on them see them."""
    for case in catalogue.cases.values():
        if case.state is State.DRAFT:
            assert case.marker("description") in portal.post("package_show", "clerk", {"id": case.handles["id"]}).text
        elif case.state in (State.HELD, State.RETURNED):
            page = portal.browser("reviewer").get(f"{portal.url}/report/{case.handles['report']}", timeout=60).text
            parts = ("description", "structure", "inner") if case.state is State.HELD else ("description",)
            assert [part for part in parts if case.marker(part) not in page] == [], case.name


# -- the walls


@pytest.mark.parametrize("name", WALLS)
def test_without_this_wall_the_walk_finds_a_leak(walker: Walker, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    take, first = WALLS[name]
    with take(monkeypatch, walker.catalogue):
        leak = next(walker.leaks(walker.asks(first)), None)
    assert leak is not None


def test_every_wall_is_in_the_list(inside: None) -> None:
    """What access, actions and the configuration have of their own; a new one must be tried, or say why not."""
    own = [f"access.{n}" for n, f in vars(access).items() if getattr(f, "__module__", "") == access.__name__]
    own += [f"access.PermissionLabels.{name}" for name in vars(access.PermissionLabels) if name[0] != "_"]
    closed = {*doors.refusals(), *doors.CHOKED, *doors.PEOPLE}
    functions = [f for n, f in actions.get_actions().items() if n not in closed]
    functions += [f for n, f in actions.get_auth_functions().items() if n not in doors.OPERATOR]
    own += [f"{f.__module__.rsplit('.', 1)[1]}.{inspect.unwrap(f).__name__}" for f in functions]
    ini = configparser.RawConfigParser()
    ini.read(INI, encoding="utf-8")
    prefixes = ("ckan.auth.", "ckan.datastore.", "ckan.search.")
    own += [name for name in ini["app:main"] if name.startswith(prefixes)]
    assert sorted(set(own) - WALLS.keys() - NOT_WALLS.keys()) == []
    assert sorted(WALLS.keys() & NOT_WALLS.keys()) == []


def test_the_catalogue_is_whole_again(walker: Walker) -> None:
    """After the walls stand again, nothing of what was tried has stayed."""
    for label in ("datastore_search", "package_list", "sdopendata.datapackage", "dataset_resource.download"):
        assert [str(leak) for leak in walker.leaks(ask for ask in walker.asks() if ask.label == label)] == []
