"""What the record rules ask of the standing catalogue, in the running portal: near duplicates, levels, downgrade."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import departments
import pytest

from harvesters.catalogue import codelists
from harvesters.catalogue.rules.standing import items_key, title_key
from harvesters.contract import Delivery

LONG_AGO = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)


def _delivery(code: str, title: str, guid: str = "x", labels: tuple[str, ...] = departments.LABELS) -> Delivery:
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": label} for label in labels]}}
    record = departments.record(code, title=title)
    return Delivery(guid, {"sd:record": record, "resources": [resource]}, ())


@pytest.mark.usefixtures("inside")
def test_the_snapshot_holds_the_titles_of_the_department_and_what_is_opened_above() -> None:
    from ckan import model
    from ckanext.sdopendata.ledger.portal import gate_context
    from ckanext.sdopendata.ledger.snapshot import Standing
    from ckanext.sdopendata.model import Dataset, Release

    code, title, label = (
        f"SNAP/{uuid.uuid4().hex[:10]}",
        f"快照标题{uuid.uuid4().hex}甲",
        f"信息项\u3000Ａ{uuid.uuid4().hex}",
    )
    dataset = Dataset(identifier=code, name=code.lower().replace("/", "-"), owner_org="sd-water", release_number=1)
    model.Session.add(dataset)
    model.Session.flush()
    fields = [{"name": f" {label} "}, {"name": "站数"}, {"name": "站数"}]
    record = {"title": title, "open_type": "unconditional", "data_updated": "2020-01-01"}
    values: dict[str, Any] = {"content_hash": "h", "dictionary": "d", "report_id": "r", "source": "s"}
    tables = [
        {"key": "stations", "rows": 40, "fields": fields, "sha256": "a" * 64},
        {"key": "guide", "rows": 0, "fields": [], "sha256": "b" * 64, "attachment": True},
    ]
    model.Session.add(Release(dataset_id=dataset.id, number=1, record=record, tables=tables, internal={}, **values))
    model.Session.flush()

    near = gate_context("any", "sd-water", {}, _delivery("OTHER/1", f"{title}-2"), "OTHER/1").catalogue
    assert near is not None
    assert dict(near.code_of_title) == {("sd-water", title_key(title)): code}
    own = gate_context("any", "sd-water", {}, _delivery(code, title), code)
    assert own.catalogue is not None
    assert not own.catalogue.code_of_title
    assert own.catalogue.owner_of_code == {code: "sd-water"}
    assert own.previous is not None
    assert own.previous.data_updated == "2020-01-01"
    assert own.previous.rows == {"stations": 40, "guide": 0}
    assert own.previous.masters == {"stations": "a" * 64}, "no table, nothing to compare"
    others = gate_context("any", "sd-audit", {}, _delivery("OTHER/1", title), "OTHER/1").catalogue
    assert others is not None
    assert not others.code_of_title

    labels = (label, "站数")
    below = gate_context("any", "sd-jinan", {}, _delivery("OTHER/2", "甲", labels=labels), "OTHER/2").catalogue
    assert below is not None
    assert dict(below.opened_above) == {items_key([{"name": label} for label in labels]): code}
    beside = gate_context("any", "sd-audit", {}, _delivery("OTHER/2", "甲", labels=labels), "OTHER/2").catalogue
    assert beside is not None
    assert not beside.opened_above
    county = Standing("x", {"level": "county", "region_code": "370102"})
    assert county.snapshot("any", "g", _delivery("A", "甲", labels=labels).descriptor, {}).opened_above
    odd = _delivery("A\0", "甲")
    odd.descriptor["sd:record"]["related_codes"] = ["B\0", code, 7]  # type: ignore[index]
    assert gate_context("any", "sd-water", {}, odd, "A\0").catalogue.owner_of_code == {code: "sd-water"}  # type: ignore[union-attr]


@pytest.mark.usefixtures("inside")
def test_the_snapshot_says_of_which_type_an_element_is_in_the_catalogue() -> None:
    from ckan import model
    from ckanext.sdopendata.ledger.portal import gate_context
    from ckanext.sdopendata.ledger.snapshot import Standing
    from ckanext.sdopendata.model import Dataset, Release

    label, code = f"信息项{uuid.uuid4().hex}", f"ELEM/{uuid.uuid4().hex[:10]}"
    asking = _delivery("OTHER/3", "甲", labels=(label,)).descriptor

    def listed(of: str = "OTHER/3") -> dict[str, Any]:
        catalogue = gate_context("any", "sd-jinan", {}, _delivery(of, "甲", labels=(label,)), of).catalogue
        assert catalogue is not None
        return dict(catalogue.elements)

    def publish(n: int, kind: str) -> None:
        name = f"{code}-{n}".lower().replace("/", "-")
        dataset = Dataset(identifier=f"{code}-{n}", name=name, owner_org="sd-water", release_number=1)
        model.Session.add(dataset)
        model.Session.flush()
        values: dict[str, Any] = {"content_hash": "h", "dictionary": "d", "report_id": "r", "source": "s"}
        tables = [{"key": "t", "rows": 1, "fields": [{"name": label, "type": kind}]}]
        values |= {"published_at": LONG_AGO, "record": {}, "internal": {}}
        model.Session.add(Release(dataset_id=dataset.id, number=1, tables=tables, **values))
        model.Session.flush()

    publish(1, "integer")
    assert listed() == {}, "one dataset is no custom"
    publish(2, "number")
    assert listed() == {label: ("number", 2, f"{code}-1")}
    assert listed(f"{code}-2") == {}, "a dataset is not compared with itself"
    earlier = Standing("sd-jinan", {}, LONG_AGO + dt.timedelta(days=1)).snapshot("any", "x", asking, {}).elements
    assert dict(earlier) == {label: ("number", 2, f"{code}-1")}
    assert not Standing("sd-jinan", {}, LONG_AGO).snapshot("any", "x", asking, {}).elements, "published since"
    publish(3, "string")
    assert listed() == {}, "they do not agree"


def test_organisations_of_today(portal: Any) -> None:
    show = portal.ckan().action.organization_show
    assert show(id="sd-environment")["title"] == "山东省生态环境厅"
    assert "省环保厅" in show(id="sd-environment")["aliases"]
    assert "省质监局" in show(id="sd-market-regulation")["aliases"]
    names = set(portal.ckan().action.organization_list())
    assert names.isdisjoint({"sd-laiwu", "sd-quality"})
    assert {"sd-jinan", "sd-power-grid", "sd-library"} <= names


def test_licences_are_those_of_the_code_list(portal: Any) -> None:
    listed = {one["id"]: one["title"] for one in portal.ckan().action.license_list()}
    assert listed == {licence.code: licence.zh for licence in codelists.licences().values()}
