"""What a report may show and a reviewer may do: no cell of conditional data outside, no approval of half a record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests
from ckanapi import ValidationError
from conftest import Portal
from departments import deliver, new_code, readable, record, run_source


def test_what_the_record_lacks_cannot_be_approved(portal: Portal, inside: None, tmp_path: Path) -> None:
    code = new_code()
    lacking = {key: value for key, value in record(code).items() if key != "category"}
    source = f"lacking-{code.rsplit('/', 1)[-1].lower()}"
    deliver(readable(tmp_path) / "one", lacking, [["1路", "20"]])
    assert run_source(source, tmp_path, "demo", "unconditional")["held"] == 1
    report = _report_of(source)
    with pytest.raises(ValidationError) as refused:
        portal.ckan("reviewer").action.sdopendata_report_decide(id=report, action="approve")
    assert "开放类别" in refused.value.error_dict["V-01"][0]
    portal.ckan("reviewer").action.sdopendata_report_decide(id=report, action="return", reason="请补填开放类别。")


def test_a_report_of_conditional_data_quotes_no_cell_outside(portal: Portal, inside: None, tmp_path: Path) -> None:
    code = new_code()
    asked = record(code, open_type="conditional", open_condition="须签订开放利用协议", security_level="general_2")
    source = f"conditional-{code.rsplit('/', 1)[-1].lower()}"
    deliver(readable(tmp_path) / "one", asked, [["1路\u200bzqcell", "２１"]])
    assert run_source(source, tmp_path, "demo", "conditional")["published"] == 1
    report = _report_of(source)
    own = portal.ckan("clerk").action.sdopendata_report_show(id=report)
    assert any(file["cleanings"] for file in own["body"]["files"])
    assert "zqcell" in json.dumps(own, ensure_ascii=False)
    outside = portal.ckan().action.sdopendata_report_show(id=report)
    assert "zqcell" not in json.dumps(outside, ensure_ascii=False)
    assert all(finding["value"] is None and finding["row"] is None for finding in outside["body"]["findings"])
    for address in (f"/report/{report}", f"/dataset/sd-{code.lower().replace('/', '-')}"):
        page = _page(portal, address)
        assert "zqcell" not in page, address


def _page(portal: Portal, address: str) -> str:
    answer = requests.get(portal.url + address, timeout=30)
    assert answer.status_code == 200, address
    return answer.text


def _report_of(source: str) -> str:
    from ckanext.sdopendata import ledger

    (item,) = ledger.items(source=source)
    return str(item["report_id"])
