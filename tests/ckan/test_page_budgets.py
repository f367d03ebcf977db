"""Budgets of pages: what each kind of page asks of its services, counted; with 5 datasets and with 30 the same.

Counted as in ``test_budgets``, in this process, the second time a page is asked for (the first fills caches that live
as long as the program). A page may ask for a tenth more than was measured, never more with more datasets. What CKAN's
own lists cost is among it: 3 statements for each of 20 departments on a page, 4 for each category.
"""

from __future__ import annotations

import gzip
import shutil
from collections import Counter
from dataclasses import dataclass
from typing import Any

import departments
import pytest
from bench.meter import Meter
from conftest import Portal
from test_budgets import Bench

FEW, MANY = 5, 30
WORD = "鲸鲵舫"  # in the titles of these datasets and nowhere else
TOTALS = [["1路", "20"], ["2路", "30"], ["合计", "50"]]
# page: statements on CKAN's database, on the DataStore, questions to Solr, KB of HTML as it travels
ALLOWED = {
    "home": (9, 0, 1, 5),
    "search": (4, 0, 1, 5),
    "category": (14, 0, 4, 4),
    "categories": (39, 0, 2, 3),
    "department": (16, 0, 2, 5),
    "departments": (70, 0, 2, 4),
    "dataset": (23, 2, 1, 9),
    "table": (23, 2, 1, 10),
    "resource": (12, 2, 1, 5),
    "report": (9, 0, 0, 5),
    "sources": (11, 0, 0, 4),
    "source": (11, 0, 0, 4),
    "run": (12, 0, 0, 4),
    "returned": (12, 0, 0, 6),
    "held": (12, 0, 0, 6),
    "operation": (17, 1, 1, 4),
    "record form": (80, 0, 2, 13),
    "table form": (28, 0, 1, 6),
    "feed": (2, 0, 1, 2),
    "catalogue as DCAT": (2, 0, 2, 38),
}


@dataclass
class Shown:
    """One page as it was served."""

    counts: Counter[str]
    kilobytes: float


class Deliveries(Bench):
    """So many that are published, as many that are returned, as many that wait."""

    def deliver(self, datasets: int, stops: int) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        for i in range(datasets):
            for kind, more in (("OK", {}), ("BAD", {"region_code": "999999"}), ("SUM", {})):
                code = f"{self.name.upper()}/{kind}{i:03d}"
                record = departments.record(code, title=f"{WORD}{self.name}{kind}{i:03d}", **more)
                rows = TOTALS if kind == "SUM" else [[f"{n}路", str(stops)] for n in range(120)]
                departments.deliver(self.folder / f"{kind}{i:03d}", record, rows)


def addresses(bench: Bench) -> dict[str, tuple[str, str | None]]:
    """Page → address, who asks."""
    from ckan import model
    from ckanext.sdopendata.ledger import release_of
    from ckanext.sdopendata.model import Item, Run

    item = model.Session.query(Item).filter_by(source=bench.name, outcome="published").order_by(Item.guid).first()
    run = model.Session.query(Run).filter_by(source=bench.name).order_by(Run.created.desc()).first()
    package = model.Package.get(item.dataset_id)
    assert package is not None
    (resource,) = package.resources
    dataset, source = f"/dataset/{package.name}", f"/source/{bench.name}"
    found: dict[str, tuple[str, str | None]] = {
        "home": ("/", None),
        "search": (f"/dataset/?q={WORD}", None),
        "category": (f"/group/public-services?q={WORD}", None),
        "categories": ("/group/", None),
        "department": (f"/organization/demo?q={WORD}", None),
        "departments": ("/organization/", None),
        "dataset": (dataset, None),
        "table": (f"{dataset}?sort=-c002&page=2", None),
        "resource": (f"{dataset}/resource/{resource.id}", None),
        "report": (f"/report/{release_of(package.name)['report_id']}", None),
        "sources": ("/source/", None),
        "source": (source, None),
        "run": (f"{source}/run/{run.id}", "operator"),
        "returned": (f"/returned/?source={bench.name}", "operator"),
        "held": (f"/held/?source={bench.name}", "operator"),
        "operation": ("/operation/", "operator"),
        "record form": (f"/dataset/edit/{package.name}", "clerk"),
        "table form": (f"{dataset}/table/{resource.id}", "clerk"),
        "feed": ("/feeds/dataset.atom", None),
        "catalogue as DCAT": ("/catalog.ttl", None),
    }
    model.Session.remove()
    return found


def show(app: Any, portal: Portal, address: str, name: str | None) -> Shown:
    client = app.test_client()
    headers = {"Authorization": portal.logins[name]["token"]} if name else {}
    for _ in range(2):
        meter = Meter()
        with meter.running():
            answer = client.get(address, headers=headers)
        assert answer.status_code == 200, address
    return Shown(meter.counts, len(gzip.compress(answer.data, 5)) / 1024)


@pytest.fixture(scope="module")
def shown(wsgi: Any, portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Shown, Shown]]:
    """Every page with few and with many datasets."""
    app, bench = wsgi._wsgi_app, Deliveries(tmp_path_factory.mktemp("pages") / "source")
    found: list[dict[str, Shown]] = []
    for datasets in (FEW, MANY):
        with app.test_request_context():
            bench.deliver(datasets, 1)
            _, counts = bench.run()
            assert counts["published"] + counts.get("unchanged", 0) == datasets
            assert counts["held"] >= FEW
            assert counts["returned"] >= FEW
            wanted = addresses(bench)
        found.append({page: show(app, portal, *asked) for page, asked in wanted.items()})
    return {page: (found[0][page], found[1][page]) for page in found[0]}


def test_no_page_asks_more_with_more_datasets(shown: dict[str, tuple[Shown, Shown]]) -> None:
    grown = {page: (few.counts, many.counts) for page, (few, many) in shown.items() if many.counts != few.counts}
    assert grown == {}


def test_every_page_stays_within_its_budget(shown: dict[str, tuple[Shown, Shown]]) -> None:
    kinds = ("sql ckan", "sql datastore", "solr search")
    measured = {
        page: (*(many.counts[kind] for kind in kinds), round(many.kilobytes, 1)) for page, (_, many) in shown.items()
    }
    print(measured)
    assert measured.keys() == ALLOWED.keys()
    over = {
        page: (cost, ALLOWED[page])
        for page, cost in measured.items()
        if any(cost[i] > ALLOWED[page][i] for i in range(4))
    }
    assert over == {}, "(measured, allowed)"
    written = {page: dict(many.counts) for page, (_, many) in shown.items() if many.counts["commits datastore"]}
    assert written == {}
