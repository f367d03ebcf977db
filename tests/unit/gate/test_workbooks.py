"""XLS and ODS: the same table as XLSX, every hidden text looked at, damaged cells returned, broken files in words."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlwt
from gate_bench import RECORD, REVIEWED, Bench, only

from harvesters.contract import Verdict
from harvesters.gate.judge import judge
from harvesters.messages import finding_json, has_sentence

FIELDS = [
    {"name": "市", "constraints": {"required": True}},
    {"name": "县", "constraints": {"required": True}},
    {"name": "数量", "type": "number"},
    {"name": "日期", "type": "date"},
]
MASTER = "\ufeff市,县,数量,日期\r\n济南市,历下区,1,2025-12-31\r\n青岛市,市南区,2.5,2025-01-05\r\n"
ID = "370102190001010019"
DAY = xlwt.easyxf(num_format_str="YYYY-MM-DD")


def xls(change: Callable[[Any, Any], None] = lambda book, sheet: None) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("数据", cell_overwrite_ok=True)
    for row, cells in enumerate([["市", "县", "数量"], ["济南市", "历下区", 1], ["青岛市", "市南区", 2.5]]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    sheet.write(0, 3, "日期")
    sheet.write(1, 3, dt.date(2025, 12, 31), DAY)
    sheet.write(2, 3, dt.datetime(2025, 1, 5), DAY)
    change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def cell(value: str = "", kind: str = "string", inner: str = "", **given: Any) -> str:
    attribute = {"string": "", "date": "date-value", "boolean": "boolean-value", "time": "time-value"}.get(
        kind, "value"
    )
    said = f'office:value-type="{kind}"' + (f' office:{attribute}="{value}"' if attribute else "")
    more = " ".join(f'table:{key.replace("_", "-")}="{one}"' for key, one in given.items())
    return f"<table:table-cell {said} {more}>{inner or f'<text:p>{value}</text:p>'}</table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


HEADER = row(*map(cell, ("市", "县", "数量", "日期")))
ROWS = (
    row(cell("济南市"), cell("历下区"), cell("1", "float"), cell("2025-12-31", "date")),
    row(cell("青岛市"), cell("市南区"), cell("2.5", "float"), cell("2025-01-05T00:00:00", "date")),
)
BLANK = row('<table:table-cell table:number-columns-repeated="16384"/>', more='table:number-rows-repeated="1048570"')


def table(*rows: str, name: str = "数据", style: str = "ta1", columns: str = "") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{columns}{"".join(rows)}{BLANK}</table:table>'


def ods(*tables: str, more: dict[str, str] | None = None) -> bytes:
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table">'
        f'<style:table-properties table:display="{shown}"/></style:style>'
        for name, shown in (("ta1", "true"), ("ta2", "false"))
    )
    content = (
        f"<office:document-content {_NAMES} {_CALC}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{''.join(tables or (table(HEADER, *ROWS),))}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        for name, text in (more or {}).items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(("data", "name"), [(xls(), "表.xls"), (xls(), "表.et"), (ods(), "表.ods")])
def test_a_workbook_becomes_the_master(bench: Bench, data: bytes, name: str) -> None:
    judgement = bench.full(data, FIELDS, name=name)
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert bench.master(judgement) == MASTER
    assert judgement.report.files[0]["sheet"] == "数据"


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_midnight_is_a_time_where_the_cell_shows_one(bench: Bench, form: str) -> None:
    """Hourly figures have a row for midnight; a day alone has none."""
    import datetime as dt

    import forms

    fields = [
        {"name": "时间", "type": "datetime"},
        {"name": "日期", "type": "date"},
        {"name": "数量", "type": "integer"},
    ]
    rows = [[dt.datetime(2026, 1, 5, hour), dt.date(2026, 1, 5), hour] for hour in (0, 8)]
    data = forms.WRITERS[form]([one["name"] for one in fields], rows, "utf-8")
    judgement = bench.full(data, fields, name=f"表.{form}")
    assert judgement.report.verdict is Verdict.PASS, judgement.report.findings
    assert "2026-01-05T00:00:00,2026-01-05,0" in bench.master(judgement)


def xls_hidden_row(book: Any, sheet: Any) -> None:
    sheet.row(1).hidden = True


def xls_hidden_column(book: Any, sheet: Any) -> None:
    sheet.col(1).hidden = True


def xls_hidden_sheet(book: Any, sheet: Any) -> None:
    other = book.add_sheet("底稿")
    other.write(6, 1, "x")
    other.visibility = 2


def xls_second(book: Any, sheet: Any) -> None:
    book.add_sheet("另一张").write(0, 0, "别的")


def xls_error(book: Any, sheet: Any) -> None:
    sheet.row(1).set_cell_error(2, "#REF!")


def xls_long(book: Any, sheet: Any) -> None:
    sheet.write(1, 2, 370102190001018888)


_HIDDEN_ROW = table(
    HEADER, ROWS[0].replace("<table:table-row ", '<table:table-row table:visibility="filter" '), ROWS[1]
)
_COLUMNS = '<table:table-column/><table:table-column table:visibility="collapse"/>'
_ERROR = row(
    cell("a"),
    cell("b"),
    cell("0", "float", table_formula="x").replace("office:value-type", 'calcext:value-type="error" office:value-type'),
    cell("2025-01-05", "date"),
)
_FORMULA = row(cell("a"), cell("b"), '<table:table-cell table:formula="of:=1+2"/>', cell("2025-01-05", "date"))


@pytest.mark.parametrize(
    ("data", "code", "reason", "at"),
    [
        (xls(xls_hidden_row), "Q21", "hidden_rows", 2),
        (xls(xls_hidden_column), "Q21", "hidden_columns", None),
        (xls(xls_hidden_sheet), "Q21", "hidden_sheet", None),
        (xls(xls_second), "Q21", "several", None),
        (xls(xls_error), "Q22", "error", 2),
        (xls(xls_long), "Q14", "number", 2),
        (xls()[:3000], "G-40", "xlsx_broken", None),
        (ods(_HIDDEN_ROW), "Q21", "hidden_rows", 2),
        (ods(table(HEADER, *ROWS, columns=_COLUMNS)), "Q21", "hidden_columns", None),
        (ods(table(HEADER, *ROWS), table(row(cell("x")), name="底稿", style="ta2")), "Q21", "hidden_sheet", None),
        (ods(table(HEADER, *ROWS), table(row(cell("x")), name="另一张")), "Q21", "several", None),
        (ods(table(HEADER, _ERROR, ROWS[1])), "Q22", "error", 2),
        (ods(table(HEADER, _FORMULA, ROWS[1])), "Q22", "no_value", 2),
        (ods(table(HEADER, row(cell("a"), cell("b"), cell("370102190001018880", "float")))), "Q14", "number", 2),
        (ods(table(HEADER, row(cell("a"), more='table:number-rows-repeated="1048576"'))), "G-40", "bomb", None),
        (ods(table(HEADER, row(cell("a", number_columns_repeated=16384)))), "G-40", "too_many_columns", 2),
        (ods(more={"META-INF/manifest.xml": "<a><encryption-data/></a>"}), "G-40", "disguised", None),
        (ods(more={"Basic/Standard/Module1.xml": "<a/>"}), "G-40", "macros", None),
        (ods("<table:table>"), "G-40", "xlsx_broken", None),
    ],
)
def test_what_cannot_be_taken_is_returned_in_words(
    bench: Bench, data: bytes, code: str, reason: str, at: int | None
) -> None:
    judgement = bench(data, FIELDS, name="表.ods" if data[:2] == b"PK" else "表.xls")
    assert judgement.report.verdict is Verdict.RETURNED
    finding = next(f for f in judgement.report.findings if f.code == code)
    assert (finding.params["reason"], finding.row) == (reason, at)
    assert has_sentence(code, finding.params)
    said = finding_json(finding)
    assert said["fix"]
    assert "—" not in said["message"]


def xls_id_hidden(book: Any, sheet: Any) -> None:
    other = book.add_sheet("底稿")
    other.write(6, 1, ID)
    other.visibility = 1


def xls_id_header(book: Any, sheet: Any) -> None:
    sheet.footer_str = f"ZB {ID}".encode()


def xls_id_sheet(book: Any, sheet: Any) -> None:
    sheet.set_name(ID)


def xls_id_property(book: Any, sheet: Any) -> None:
    book.owner = f"ZBR {ID}"  # xlwt writes its length one byte short


_NOTE = row(
    cell("济南市", inner=f"<office:annotation><text:p>{ID}</text:p></office:annotation><text:p>济南市</text:p>"),
    *(cell(text) for text in ("历下区", "", "")),
)


@pytest.mark.parametrize(
    "data",
    [
        xls(xls_id_hidden),
        xls(xls_id_header),
        xls(xls_id_sheet),
        xls(xls_id_property),
        ods(table(HEADER, *ROWS), table(row(cell(ID)), name="底稿", style="ta2")),
        ods(table(HEADER, _NOTE)),
        ods(more={"meta.xml": f"<a><b>{ID}</b></a>"}),
        ods(more={"styles.xml": f"<a><b>{ID}</b></a>"}),
        ods(table(HEADER, *ROWS, name=ID)),
    ],
)
def test_what_nobody_sees_is_looked_at(bench: Bench, data: bytes) -> None:
    judgement = bench(data, FIELDS, name="表.ods" if data[:2] == b"PK" else "表.xls")
    found = [f for f in judgement.report.findings if f.code == "G-10"]
    assert found
    assert found[0].quarantine
    assert ID not in str(judgement.report)


def test_the_first_day_of_a_workbook_is_its_own(bench: Bench) -> None:
    def change(book: Any, sheet: Any) -> None:
        book.dates_1904 = True
        sheet.write(1, 3, 44560, DAY)
        sheet.write(2, 3, 43830, DAY)

    judgement = bench.full(xls(change), FIELDS, name="表.xls")
    assert "济南市,历下区,1,2025-12-31\r\n" in bench.master(judgement)


def test_codes_and_shares_read_as_they_are_shown(bench: Bench) -> None:
    fields = [{"name": "代码"}, {"name": "率"}, {"name": "真"}]
    data = ods(
        table(
            row(*map(cell, ("代码", "率", "真"))),
            row(
                cell("42", "float", inner="<text:p>0042</text:p>"), cell("0.125", "percentage"), cell("true", "boolean")
            ),
        )
    )
    assert bench.master(bench.full(data, fields, name="表.ods")) == "\ufeff代码,率,真\r\n0042,12.5%,true\r\n"


def test_merged_keys_are_a_proposal(bench: Bench) -> None:
    data = ods(
        table(
            HEADER,
            row(cell("济南市", number_rows_spanned=2), cell("历下区"), cell("1", "float"), cell("2025-12-31", "date")),
            row("<table:covered-table-cell/>", cell("市中区"), cell("2", "float"), cell("2025-12-31", "date")),
        )
    )
    judgement = bench.full(data, FIELDS, name="表.ods")
    assert judgement.report.verdict is Verdict.REVIEW
    assert only(judgement, "Q05").params["proposal"] == "济南市"
    assert "济南市,市中区,2,2025-12-31" in bench.master(judgement)


def test_row_numbers_are_those_of_the_sheet(bench: Bench) -> None:
    gap = row('<table:table-cell table:number-columns-repeated="4"/>', more='table:number-rows-repeated="3"')
    bad = row(cell("a"), cell("b"), cell("多"), cell("2025-01-05", "date"))
    judgement = bench(ods(table(HEADER, ROWS[0], gap, bad)), FIELDS, name="表.ods")
    assert next(f.row for f in judgement.report.findings if f.params.get("type") == "type-error") == 6


def test_the_page_that_explains_is_no_table_but_is_looked_at(bench: Bench) -> None:
    guide = table(row(cell("请逐行填写")), name="填写说明")
    assert bench.full(ods(table(HEADER, *ROWS), guide), FIELDS, name="表.ods").report.verdict is Verdict.PASS
    judgement = bench.full(ods(table(HEADER, *ROWS), guide.replace("请逐行填写", ID)), FIELDS, name="表.ods")
    assert only(judgement, "G-10").sheet == "填写说明"


UNITED = [{"name": "城市"}, {"name": "区县"}, {"name": "数量", "type": "integer"}]


def cities(*rows: str, head: tuple[str, ...] = ("区县", "数量")) -> list[str]:
    return [row(*map(cell, head)), *rows]


def one(name: str, number: str) -> str:
    return row(cell(name), cell(number, "float" if number.isdigit() else "string"))


def test_sheets_of_one_form_are_proposed_as_one_table(bench: Bench) -> None:
    data = ods(
        table(*cities(one("历下区", "1"), one("市中区", "2")), name="济南"),
        table(*cities(one("市南区", "3")), name="青岛"),
    )
    judgement = bench.full(data, UNITED, name="表.ods")
    assert judgement.report.verdict is Verdict.REVIEW, judgement.report.findings
    assert only(judgement, "Q21").params["label"] == "城市"
    assert bench.master(judgement) == "\ufeff城市,区县,数量\r\n济南,历下区,1\r\n济南,市中区,2\r\n青岛,市南区,3\r\n"
    assert judgement.report.files[0]["sheets"] == ["济南", "青岛"]


def test_a_finding_in_joined_sheets_names_its_sheet_and_row(bench: Bench) -> None:
    title = row(cell("青岛市统计表"))
    data = ods(
        table(*cities(one("历下区", "1")), name="济南"),
        table(title, *cities(one("市南区", "3"), one("市北区", "多")), name="青岛"),
    )
    judgement = bench(data, UNITED, name="表.ods")
    finding = next(f for f in judgement.report.findings if f.params.get("type") == "type-error")
    assert (finding.sheet, finding.row, finding.column) == ("青岛", 4, "数量")


def test_sheets_of_other_forms_need_a_word(bench: Bench) -> None:
    other = table(*cities(one("市南区", "3"), head=("区县", "人口")), name="青岛")
    data = ods(table(*cities(one("历下区", "1")), name="济南"), other)
    assert only(bench(data, UNITED, name="表.ods"), "Q21").params["reason"] == "several"
    fields = [{"name": "区县"}, {"name": "人口", "type": "integer"}]
    chosen = bench.full(data, fields, name="表.ods", dialect={"sheet": "青岛"})
    assert bench.master(chosen) == "\ufeff区县,人口\r\n市南区,3\r\n"


def test_one_workbook_may_hold_several_tables(bench: Bench) -> None:
    """Each is a resource that names its sheet; one that names none beside them is refused."""
    other = table(*cities(one("市南区", "3"), head=("区县", "人口")), name="青岛")
    delivery = bench.delivery(ods(table(*cities(one("历下区", "1")), name="济南"), other), name="表.ods", record=RECORD)
    for sheets, found in (
        (("济南", "青岛"), set()),
        (("济南", None), {"path_twice"}),
        (("济南", "济南"), {"path_twice"}),
    ):
        resources = []
        for n, sheet in enumerate(sheets):
            fields = [{"name": "区县"}, {"name": ("数量", "人口")[n], "type": "integer"}]
            resource = {"name": f"t{n}", "path": "表.ods", "title": f"表{n}", "schema": {"fields": fields}}
            resources.append({**resource, "dialect": {"sheet": sheet}} if sheet else resource)
        delivery.descriptor["resources"] = resources
        judgement = judge(delivery, REVIEWED, bench.stage)
        assert {f.params["reason"] for f in judgement.report.findings if f.code == "M-05"} == found
        if not found:
            assert judgement.candidate is not None
            assert [one.rows for one in judgement.candidate.tables] == [1, 1]
