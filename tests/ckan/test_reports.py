"""What a report may show and a reviewer may do: no cell of conditional data outside, no approval of half a record."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
import requests
from ckanapi import ValidationError
from conftest import Portal
from departments import PLANTED, deliver, new_code, readable, record, run_source


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


@pytest.fixture
def returned(portal: Portal, inside: None, tmp_path: Path) -> str:
    """The report of a second delivery that was returned: 60 cells are no numbers; the first one was published."""
    code = new_code()
    source = f"returned-{code.rsplit('/', 1)[-1].lower()}"
    rows = [[f"{n}路", str(20 + n)] for n in range(1, 61)]
    deliver(readable(tmp_path) / "one", record(code), rows)
    assert run_source(source, tmp_path, "demo", "unconditional")["published"] == 1
    deliver(tmp_path / "one", record(code), [[name, "不详"] for name, _ in rows])
    assert run_source(source, tmp_path, "demo", "unconditional")["returned"] == 1
    return _report_of(source)


def test_the_row_of_the_last_release_stands_beside_the_cell(portal: Portal, returned: str) -> None:
    page = portal.browser("clerk").get(f"{portal.url}/report/{returned}", timeout=60).text
    assert "退回原因" in page
    (beside,) = re.findall(r'<tbody class="sd-before">.*?</tbody>', page, re.DOTALL)[:1]
    assert "第 1 版" in beside
    assert "1路" in beside
    assert re.search(r'sd-cell-before">\s*21\s*<', beside)


def test_the_csv_lists_every_error_and_the_copy_is_marked(portal: Portal, returned: str) -> None:
    """The report lists the first 25 of 60; the CSV lists and the copy marks all of them."""
    clerk = portal.browser("clerk")
    answer = clerk.get(f"{portal.url}/report/{returned}/findings.csv", timeout=60)
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line["row"] for line in lines if line["code"] == "G-30"] == [str(n) for n in range(2, 62)]
    answer = clerk.get(f"{portal.url}/report/{returned}/annotated.xlsx", timeout=60)
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert all("站数" in sheet.cell(row, 2).comment.text for row in range(2, 62))
    assert sheet["A2"].comment is None


def test_what_is_the_departments_is_not_a_strangers(portal: Portal, returned: str) -> None:
    for name in ("", "/findings.csv", "/annotated.xlsx", "/report.json"):
        assert requests.get(f"{portal.url}/report/{returned}{name}", timeout=30).status_code == 404, name


def test_no_copy_is_made_of_what_is_locked(portal: Portal, inside: None, tmp_path: Path) -> None:
    code = new_code()
    source = f"locked-{code.rsplit('/', 1)[-1].lower()}"
    deliver(readable(tmp_path) / "one", record(code), [[f"负责人{PLANTED}", "3"]])
    assert run_source(source, tmp_path, "demo", "unconditional")["returned"] == 1
    clerk, address = portal.browser("clerk"), f"{portal.url}/report/{_report_of(source)}"
    assert "annotated.xlsx" not in clerk.get(address, timeout=60).text
    refused = clerk.get(f"{address}/annotated.xlsx", timeout=60)
    assert refused.status_code == 409
    assert "不再生成它的副本" in refused.text


def _page(portal: Portal, address: str) -> str:
    answer = requests.get(portal.url + address, timeout=30)
    assert answer.status_code == 200, address
    return answer.text


def _report_of(source: str) -> str:
    from ckanext.sdopendata import ledger

    (item,) = ledger.items(source=source)
    return str(item["report_id"])
