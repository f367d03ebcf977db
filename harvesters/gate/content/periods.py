"""Times in the future, and one thing written in several ways (Q09): 201902, 2023年一季度, 三季度."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from statistics import median

from harvesters.contract import Severity
from harvesters.gate.content.table import Column, Content

_YEAR, _MONTH = r"(?:19|20)\d\d", r"(?:1[0-2]|0?[1-9])"
# The way → the pattern of it. Ways of one granularity differ, too: a sort or a sum fails all the same.
WAYS = {
    name: re.compile(pattern)
    for name, pattern in {
        "2023": rf"{_YEAR}",
        "2023年": rf"{_YEAR}年度?",
        "2023-02": rf"{_YEAR}-{_MONTH}",
        "2023/02": rf"{_YEAR}/{_MONTH}",
        "2023.02": rf"{_YEAR}\.{_MONTH}",
        "2023年2月": rf"{_YEAR}年{_MONTH}月份?",
        "202302": rf"{_YEAR}(?:0[1-9]|1[0-2])",
        "2023年一季度": rf"{_YEAR}年?第?[一二三四1-4]季度",
        "2023-Q1": rf"{_YEAR}-?[Qq][1-4]",
        "一季度": r"第?[一二三四1-4]季度",
        "2月": rf"{_MONTH}月份?|[一二三四五六七八九十]{{1,2}}月份?",
        "2023年1-6月": rf"{_YEAR}年?{_MONTH}(?:月?[-~至—–]){_MONTH}月份?",
        "2023年上半年": rf"{_YEAR}年[上下]半年",
        "2023-02-01": rf"{_YEAR}-\d\d?-\d\d?",
        "2023/2/1": rf"{_YEAR}/\d\d?/\d\d?",
        "2023年2月1日": rf"{_YEAR}年\d\d?月\d\d?[日号]",
        "20230201": rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",
    }.items()
}
_PERIOD_LABEL = re.compile(
    r".*(?:时间|日期|时期|年份|年度|月份|年月|季度|期间|统计期|报告期|数据期|周期|年|月|期)|(?:.*_)?(?:year|month|date|period|time|quarter)"
    r"|period|date|time",
    re.IGNORECASE,
)
# What lies in the future by its nature.
_AHEAD = re.compile(
    r"有效|截止|截至|到期|期限|届满|结束|终止|失效|预计|计划|规划|拟|预期|目标|下次|下一|应|待|止|至|安排|开考|考试|开学|放假|节|假|调休"
    r"|开庭|拍卖|开标|投标|招标|施行|实施|生效|竣工|完工|交付|预测|预报|valid|expir|until|end|due|plan|forecast|target|next|to$",
    re.IGNORECASE,
)
_YEAR_MONTH, _MOST_MONTHS = re.compile(r"((?:19|20)\d\d)\.(\d\d?)"), 6
_ABOUT_AHEAD = re.compile(r"计划|规划|预报|预测|预告|预计|安排|放假|节假|日历|目标|公告|拟|工作日|调休")


def check(table: Content) -> None:
    for column in table.columns:
        _future(table, column)
        if column.kind == "string" and not column.code:
            _mixed(table, column)
            _october(table, column)


def _future(table: Content, column: Column) -> None:
    if table.as_of is None or _AHEAD.search(column.label) or _ABOUT_AHEAD.search(table.about):
        return
    if column.kind not in ("date", "datetime", "yearmonth", "year"):
        return
    # Frames of several days between the source's clock and ours
    limit = (table.as_of + dt.timedelta(days=1)).isoformat()
    late = {
        value: n
        for value, n in column.filled().items()
        if re.match(r"\d{4}(?:-|$)", value) and value > limit and value[:4] >= limit[:4] and not limit.startswith(value)
    }
    if late and sum(late.values()) <= 0.5 * table.count:
        value = min(late, key=column.first.__getitem__)
        cells = sum(late.values())
        table.say("Q09", Severity.WARN, column, column.first[value], value, cells, reason="future", cells=cells)


def way(text: str) -> str | None:
    """How a period is written; None if it is none."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    return next((name for name, pattern in WAYS.items() if pattern.fullmatch(plain)), None)


def is_period_label(label: str) -> bool:
    """Whether a column's name says that it holds times."""
    return _PERIOD_LABEL.fullmatch(label.strip()) is not None


def is_period(column: Column) -> bool:
    """Whether a column says of which time a row is."""
    if column.temporal:
        return True
    if not is_period_label(column.label) or (column.code and column.kind == "string"):
        return False
    values = list(column.filled())[:200]
    return bool(values) and all(way(value) is not None for value in values)


def _mixed(table: Content, column: Column) -> None:
    if not is_period_label(column.label):
        return
    values = column.filled()
    ways: dict[str, list[str]] = {}
    for value in values:
        if (found := way(value)) is not None:
            ways.setdefault(found, []).append(value)
    written = sum(map(len, ways.values()))
    if len(ways) < 2 or written < 0.8 * len(values):
        return
    ordered = sorted(ways.values(), key=len, reverse=True)
    forms = "、".join(
        f"{min(one, key=column.first.__getitem__)}（{sum(values[v] for v in one)} 格）" for one in ordered[:4]
    )
    rare = min(ordered[-1], key=column.first.__getitem__)
    table.warn("Q09", column, column.first[rare], rare, reason="mixed", count=len(ways), forms=forms)


def _october(table: Content, column: Column) -> None:
    """2016.1 twice as often as 2016.2, and no 2016.10: as a number October lost its zero, as a text nobody can tell."""
    values = column.filled()
    months: dict[str, dict[str, str]] = {}
    for value in values:
        if (found := _YEAR_MONTH.fullmatch(value)) is None:
            return
        months.setdefault(found[1], {})[found[2]] = value
    lost = []
    for written in months.values():
        others = [values[value] for month, value in written.items() if month != "1"]
        if "1" in written and "10" not in written and len(others) >= _MOST_MONTHS:
            lost += [written["1"]] if values[written["1"]] >= 1.8 * median(others) else []
    if lost:
        cells = sum(values[value] for value in lost)
        place = (column, column.first[lost[0]], lost[0], cells)
        table.say("Q09", Severity.REVIEW, *place, reason="october_text", cells=cells, year=lost[0][:4])
