"""Defects that no cell shows by itself: what a table says against itself, its years, its last release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from lifelike.planting import Fault, Planted, added, any_row, book, in_book
from lifelike.table import Row, Table, counties, day, number, text
from lifelike.writing import Written

_TOTALS = ("人口合计", "本年预算数", "用电量合计", "学校总数")
_LISTED = ("csv", "tsv", "xlsx", "xls", "et", "ods")  # without a shape for each row
_YEARS = ("指标",)  # the first label of a table with years as columns


def _changed(table: Table, rows: list[Row]) -> Table:
    return replace(table, rows=tuple(rows))


def _copy(table: Table) -> list[Row]:
    return [list(cells) for cells in table.rows]


def _labels(table: Table) -> list[str]:
    return [one["name"] for one in table.fields]


def _future(kind: str, value: Callable[[Random], str]) -> Fault:
    def plant(dice: Random, table: Table) -> Planted | None:
        labels = [one["name"] for one in table.fields if one["type"] == kind]
        if not labels:
            return None
        row, label = any_row(dice, table), dice.choice(labels)
        return Planted(table.with_cell(row, label, value(dice)), ("Q09",), row + 2, label, "pass")

    return plant


def _mixed(dice: Random, table: Table) -> Planted | None:
    if len(table.rows) < 8:
        return None
    ways = ("2023-{:02d}", "2023年{}月", "2023{:02d}", "2023/{:02d}")
    usual, other = dice.sample(ways, 2)
    row = any_row(dice, table)
    cells = [(other if n == row else usual).format(n % 12 + 1) for n in range(len(table.rows))]
    return Planted(table.with_column(text("统计期"), cells), ("Q09",), row + 2, "统计期", "pass")


def _sum(dice: Random, table: Table) -> Planted | None:
    label = next((one for one in _TOTALS if one in _labels(table)), None)
    if label is None:
        return None
    row = any_row(dice, table)
    value = float(table.rows[row][table.column(label)])
    wrong = value + dice.choice((-90, -9, 1, 10, 100, value))
    shown = f"{wrong:.1f}" if "." in table.rows[row][table.column(label)] else str(round(wrong))
    return Planted(table.with_cell(row, label, shown), ("Q29",), row + 2, label, "pass")


def _order(dice: Random, table: Table) -> Planted | None:
    if "开工日期" not in _labels(table):
        return None
    starts = [dt.date.fromisoformat(cells[table.column("开工日期")]) for cells in table.rows]
    row = any_row(dice, table)
    ends = [(start + dt.timedelta(dice.randint(30, 900) * (-1 if n == row else 1))) for n, start in enumerate(starts)]
    return Planted(
        table.with_column(day("竣工日期"), [one.isoformat() for one in ends]), ("Q29",), row + 2, "竣工日期", "pass"
    )


def _jump(dice: Random, table: Table) -> Planted | None:
    """From one period on all figures are in another unit."""
    if table.fields[0]["name"] not in _YEARS:
        return None
    first, factor = dice.randrange(2, len(table.fields)), dice.choice((10_000, 1_000, 0.0001))
    rows = [[*cells[:first], *(f"{float(cell) * factor:.6g}" for cell in cells[first:])] for cells in table.rows]
    return Planted(_changed(table, rows), ("Q10",), 2, table.fields[first]["name"], "pass")


def _long_jump(dice: Random, table: Table) -> Planted | None:
    if "统计月份" not in _labels(table):
        return None
    first = dice.randrange(4, 12)
    rows = _copy(table)
    for n, cells in enumerate(rows):
        if n % 12 >= first:
            cells[2:] = [f"{float(cell) * 10_000:.0f}" for cell in cells[2:]]
    return Planted(_changed(table, rows), ("Q10",), first + 2, "用电量合计", "pass")


def _spike(dice: Random, table: Table) -> Planted | None:
    """A digit too many, or a point in the wrong place, in one of the figures of a row of years."""
    if table.fields[0]["name"] not in _YEARS:
        return None
    row, column = any_row(dice, table), dice.randrange(1, len(table.fields))
    label, value = table.fields[column]["name"], float(table.rows[row][column])
    shown = f"{value * dice.choice((10, 100, 0.1, 0.01)):.6g}"
    return Planted(table.with_cell(row, label, shown), ("Q10",), row + 2, label, "pass")


def _long_spike(dice: Random, table: Table) -> Planted | None:
    if "统计月份" not in _labels(table):
        return None
    row = any_row(dice, table)
    label = dice.choice(("工业用电量", "居民用电量"))
    shown = f"{float(table.rows[row][table.column(label)]) * dice.choice((10, 0.1)):.1f}"
    return Planted(table.with_cell(row, label, shown), ("Q10", "Q29"), row + 2, label, "pass")


def _off(dice: Random, table: Table) -> Planted | None:
    """The same in a table without years: what is off is off its row and its column."""
    if "门诊人次" not in _labels(table):
        return None
    row, label = any_row(dice, table), dice.choice(("门诊人次", "住院人次", "急诊人次", "手术人次"))
    shown = str(round(int(table.rows[row][table.column(label)]) * dice.choice((20, 0.05))))
    return Planted(table.with_cell(row, label, shown), ("Q10",), row + 2, label, "pass")


def _zeros(dice: Random, table: Table) -> Planted | None:
    figures = [
        n for n, one in enumerate(table.fields) if one["type"] in ("number", "integer") and one["name"] != "序号"
    ]
    if len(figures) < 3 or any("minimum" in (one.get("constraints") or {}) for one in table.fields):
        return None
    if any("sd:crs" in one for one in table.fields):
        return None
    row = any_row(dice, table)
    rows = _copy(table)
    for n in figures:
        rows[row][n] = "0"
    return Planted(_changed(table, rows), ("Q11",), row + 2, None, "pass")


def _repeated(dice: Random, table: Table) -> Planted | None:
    if (
        table.key
        or "序号" in _labels(table)
        or any((one.get("constraints") or {}).get("unique") for one in table.fields)
    ):
        return None
    first = dice.randrange(len(table.rows) - 1)
    at = dice.randrange(first + 1, len(table.rows) + 1)
    rows = _copy(table)
    rows.insert(at, list(rows[first]))
    return Planted(_changed(table, rows), ("Q18",), at + 2, None, "review", dice.choice(_LISTED))


def _repeated_but_serial(dice: Random, table: Table) -> Planted | None:
    if (
        table.key
        or "序号" in _labels(table)
        or any((one.get("constraints") or {}).get("unique") for one in table.fields)
    ):
        return None
    rows = _copy(table)
    first = dice.randrange(len(rows) - 1)
    at = dice.randrange(first + 1, len(rows) + 1)
    rows.insert(at, list(rows[first]))
    numbered = tuple([str(n + 1), *cells] for n, cells in enumerate(rows))
    changed = replace(table, fields=(number("序号", kind="integer"), *table.fields), rows=numbered)
    return Planted(changed, ("Q18",), at + 2, "序号", "pass", dice.choice(_LISTED))


def _serial(dice: Random, table: Table) -> Planted | None:
    if "序号" in _labels(table) or len(table.rows) < 20:
        return None
    at = dice.randrange(5, len(table.rows))
    rows = tuple([str(n + (1 if n < at else 9)), *cells] for n, cells in enumerate(table.rows))
    changed = replace(table, fields=(number("序号", kind="integer"), *table.fields), rows=rows)
    return Planted(changed, ("Q19",), at + 2, "序号", "pass")


def _division(value: str) -> Fault:
    def plant(dice: Random, table: Table) -> Planted | None:
        label = next((one for one in ("行政区划代码", "区划代码") if one in _labels(table)), None)
        if label is None:
            return None
        row = any_row(dice, table)
        return Planted(table.with_cell(row, label, value), ("Q16",), row + 2, label, "pass")

    return plant


def _ambiguous(dice: Random, table: Table) -> Planted | None:
    words = ("市", "地区", "区", "县", "地址", "City", "Area", "名称")
    if any(word in one for one in _labels(table) for word in words):
        return None
    row = any_row(dice, table)
    single = [one.zh for one in counties() if one.zh not in ("市中区", "鼓楼区")]
    cells = ["市中区" if n == row else dice.choice(single) for n in range(len(table.rows))]
    if any("市" in cell for cells in table.rows for cell in cells):
        return None
    return Planted(table.with_column(text("区县"), cells), ("Q16",), row + 2, "区县", "returned")


def _ended(dice: Random, table: Table) -> Planted | None:
    """A department of before 2018 in a table of today."""
    if any(one["type"] in ("date", "datetime", "yearmonth", "year") for one in table.fields) or "年" in table.title:
        return None
    row = any_row(dice, table)
    cells = ["山东省国土资源厅" if n == row else "山东省财政厅" for n in range(len(table.rows))]
    return Planted(table.with_column(text("主管部门"), cells), ("Q17.ended",), row + 2, "主管部门", "pass")


def _sections(dice: Random, table: Table) -> Planted | None:
    """Headings among the rows: the province above its cities."""
    if table.fields[0]["type"] != "string" or table.key or len(table.fields) < 3:
        return None
    if any((one.get("constraints") or {}) for one in table.fields[1:]) or "市" in table.fields[0]["name"]:
        return None
    rows, empty = _copy(table), [""] * (len(table.fields) - 1)
    rows.insert(len(rows) // 2, ["河北省", *empty])
    rows.insert(0, ["山东省", *empty])
    return Planted(_changed(table, rows), ("Q05",), 2, table.fields[0]["name"], "returned", dice.choice(_LISTED))


def _merged(dice: Random, table: Table) -> Planted:
    """A column of text, written once for three rows."""
    cells = [f"第{max(n, 3) - 2}片" for n in range(1, len(table.rows) + 1)]

    def merge(book: Any) -> None:
        column = len(table.fields) + 1
        book.active.merge_cells(start_row=2, end_row=4, start_column=column, end_column=column)

    return Planted(table.with_column(text("片区"), cells), ("Q05",), 3, "片区", "review", "xlsx", spoil=in_book(merge))


def _two_headers(dice: Random, table: Table) -> Planted | None:
    """The last two columns under one heading."""
    if len(table.fields) < 4 or table.key:
        return None
    labels = _labels(table)
    named = (*table.fields[:-2], *({**one, "name": f"其中_{one['name']}"} for one in table.fields[-2:]))

    def stack(book: Any) -> None:
        sheet, last = book.active, len(labels)
        sheet.insert_rows(1)
        for n, label in enumerate(labels, start=1):
            sheet.cell(1, n).value, sheet.cell(2, n).value = (label, None) if n < last - 1 else ("其中", label)
            if n < last - 1:
                sheet.merge_cells(start_row=1, start_column=n, end_row=2, end_column=n)
        sheet.cell(1, last).value = None
        sheet.merge_cells(start_row=1, start_column=last - 1, end_row=1, end_column=last)

    return Planted(replace(table, fields=named), ("Q04",), None, None, "review", "xlsx", spoil=in_book(stack))


def _union(dice: Random, table: Table) -> Planted | None:
    """A sheet for each city; the dictionary names the column that their names become."""
    if len(table.rows) < 4 or any("市" in label for label in _labels(table)):
        return None

    def cut(book: Any) -> None:
        first, half = book.active, len(table.rows) // 2 + 2
        other = book.create_sheet("青岛市")
        first.title = "济南市"
        rows = list(first.iter_rows(values_only=True))
        for row in (rows[0], *rows[half:]):
            other.append(row)
        first.delete_rows(half + 1, len(rows))

    def spoil(written: Written) -> Written:
        schema = {**written.resource["schema"], "fields": [text("所属市"), *written.resource["schema"]["fields"]]}
        return replace(in_book(cut)(written), resource={**written.resource, "schema": schema})

    return Planted(table, ("Q21",), None, None, "review", "xlsx", spoil=spoil)


def _second_sheet(sheet: Any) -> tuple[int | None, str | None]:
    other = sheet.parent.create_sheet("另一张表")
    for row in (["单位", "数量"], ["济南市", 3], ["青岛市", 4]):
        other.append(row)
    return None, None


def _swapped(dice: Random, table: Table) -> Planted | None:
    if not {"经度", "纬度"} <= {*_labels(table)}:
        return None
    x, y = table.column("经度"), table.column("纬度")
    rows = _copy(table)
    for cells in rows:
        cells[x], cells[y] = cells[y], cells[x]
    return Planted(_changed(table, rows), ("Q24",), 2, "经度", "review", dice.choice(("csv", "xlsx", "ods", "jsonl")))


def _degrees(dice: Random, table: Table) -> Planted | None:
    if "经度" not in _labels(table):
        return None
    row = any_row(dice, table)
    changed = table.with_cell(row, "经度", f"117°{dice.randrange(60):02d}′{dice.randrange(60):02d}″E")
    return Planted(changed, ("Q24",), row + 2, "经度", "review", dice.choice(("csv", "xlsx", "ods", "jsonl")))


def _nulls(dice: Random, table: Table) -> Planted:
    cells = [str(dice.randint(1, 99)) if n % 2 else "" for n in range(len(table.rows))]
    return Planted(table.with_column(number("面积"), cells), ("Q26.nulls",), None, None, "pass")


def _lists(dice: Random, table: Table) -> Planted:
    cells = [f"{dice.randint(1, 99)}路、{dice.randint(1, 99)}路、K{dice.randint(1, 99)}路" for _ in table.rows]
    return Planted(table.with_column(text("途经公交"), cells), ("Q20",), 2, "途经公交", "pass")


def _fewer(dice: Random, table: Table) -> Planted:
    return Planted(table, ("Q27",), verdict="pass", before=round(len(table.rows) * dice.uniform(2.2, 9)))


def _zones(dice: Random, table: Table) -> Planted | None:
    """One moment that names a zone, among others that do not."""
    if len(table.rows) < 5 or any("时间" in label for label in _labels(table)):
        return None
    row = any_row(dice, table)
    hours = [f"2024-03-{n % 28 + 1:02d}T{dice.randrange(24):02d}:00:00" for n in range(len(table.rows))]
    cells = [f"{hour}{'Z' if n == row else ''}" for n, hour in enumerate(hours)]
    changed = table.with_column({"name": "采集时间", "type": "datetime"}, cells)
    return Planted(changed, ("Q09.zones",), row + 2, "采集时间", "review", dice.choice(("csv", "tsv")))


def _of_cities(dice: Random) -> str:
    return dice.choice(("济南市", "青岛市", "淄博市", "潍坊市", "威海市"))


CONTENT: Mapping[str, Fault] = {
    "Q08-padded": added("Q08", text("驻地"), lambda _: "河　口　镇", lambda _: "河口镇", "review"),
    "Q09-zones": _zones,
    "Q11-sentinel": added(
        *("Q11.sentinel", number("浓度", "mg/L"), lambda dice: dice.choice(("-999", "-99.9", "-9999", "999999"))),
        *(lambda dice: str(dice.randint(10, 90)), "review"),
    ),
    "Q16-cities": added("Q16.cities", text("协作市"), lambda _: "烟台", _of_cities, "review"),
    "Q09-future": _future("date", lambda dice: f"{dice.randint(2027, 2199)}-0{dice.randint(1, 9)}-15"),
    "Q09-future-year": _future("year", lambda dice: str(dice.randint(2030, 2099))),
    "Q09-mixed": _mixed,
    "Q29-sum": _sum,
    "Q29-order": _order,
    "Q29-share": added(
        "Q29", number("城镇占比", "%"), lambda dice: str(dice.randint(110, 330)), lambda _: "43.5", "pass"
    ),
    "Q10-jump": _jump,
    "Q10-jump-long": _long_jump,
    "Q10-spike": _spike,
    "Q10-spike-long": _long_spike,
    "Q10-off": _off,
    "Q11-zeros": _zeros,
    "Q18": _repeated,
    "Q18-serial": _repeated_but_serial,
    "Q19": _serial,
    "Q16-unknown": _division("370149"),
    "Q16-retired": _division("370282"),
    "Q16-ambiguous": _ambiguous,
    "Q17": added("Q17", text("主管部门"), lambda _: "省大数据局", lambda _: "山东省大数据局", "review"),
    "Q17-ended": _ended,
    "G-30-codelist": added(
        "G-30.codelist", {**text("所属领域"), "sd:codelist": "data_domains"}, lambda _: "99", lambda _: "6"
    ),
    "Q05-sections": _sections,
    "Q05-merged": _merged,
    "Q04": _two_headers,
    "Q21-several": book("Q21", _second_sheet),
    "Q21-union": _union,
    "Q20": _lists,
    "Q24-swapped": _swapped,
    "Q24-degrees": _degrees,
    "Q26-nulls": _nulls,
    "Q27": _fewer,
}
