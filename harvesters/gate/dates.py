"""How people write days, months and times, and the one form that each has in the master (Q09).

Only what can mean one thing is changed: a century, a day that is dropped, a 2017.1 that may be a damaged 2017.10 wait
for a person, and 43030 is a number until the cell itself says that it is a date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Form(NamedTuple):
    """A value in its own form, the rules that changed it, and the reason why a person must confirm ("" = need not)."""

    value: str
    rules: tuple[str, ...]
    ask: str = ""


Reader = Callable[[str], Form | None]

_DAY = r"(?:(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]|(\d{4})([-/.])(\d{1,2})\5(\d{1,2}))"
_MIDNIGHT = r"(?:[T\s]\s*0{1,2}:00(?::00(?:\.0{1,6})?)?)?"
_DATE = re.compile(_DAY + _MIDNIGHT, re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
_SHORT = re.compile(r"(\d\d)(?:年(\d{1,2})月(\d{1,2})日|([-/.])(\d{1,2})\4(\d{1,2}))", re.ASCII)
# 22-10月-17, 22-OCT-2017, Oct-17: what Oracle and English spreadsheets write
_NAMED = "|".join(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
_NAMED_DAY = re.compile(rf"(\d{{1,2}})[- ](?:(\d{{1,2}})月\s*|({_NAMED})[a-z]*)[- ](\d{{4}}|\d\d)", re.IGNORECASE)
_NAMED_MONTH = re.compile(rf"({_NAMED})[a-z]*[- ](\d{{4}}|\d\d)", re.IGNORECASE)
_MOMENT = re.compile(
    _DAY + r"[T\s]*(\d{1,2})(?::|时|点)(\d{1,2})(?:分|(?::(\d{1,2}))|分(\d{1,2})秒)?(?:\.0{1,6})?", re.ASCII
)
_MONTH = re.compile(r"(\d{4})(?:\s*年\s*(\d{1,2})\s*月份?|[-/](\d{1,2})|\.(\d\d))", re.ASCII)
_ONE_DIGIT = re.compile(r"(\d{4})\.([1-9])", re.ASCII)  # 2016.1 is January, or October as a number: the column says it
_COMPACT_MONTH = re.compile(r"((?:19|20)\d\d)(\d\d)", re.ASCII)
_YEAR = re.compile(r"(\d{4})(?:\s*年度?|\.0+)", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?::|时|点)(\d\d)(?::(\d\d)(?:\.0{1,6})?|分(?:(\d\d?)秒)?)?", re.ASCII)
_QUARTER = re.compile(
    r"(\d{4})\s*年?\s*(?:-?\s*[Qq]|[第]?\s*)([一二三四1-4])\s*季度?|(\d{4})\s*-?\s*[Qq]([1-4])", re.ASCII
)
_HALF = re.compile(r"(\d{4})\s*年\s*([上下])半年", re.ASCII)
_STRETCH = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月?\s*[-~至—–]\s*(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月份?", re.ASCII)
_HAN = "一二三四五六七八九"
_HAN_DATE = re.compile(rf"([〇○零O{_HAN}]{{4}})年([{_HAN}十]{{1,2}})月(?:([{_HAN}十]{{1,3}})[日号])?")
_HAN_DIGITS = {**dict(zip(_HAN, "123456789", strict=True)), "〇": "0", "○": "0", "零": "0", "O": "0"}
_FORM = ("Q09",)
_SHAPES: Mapping[str, tuple[int, tuple[tuple[str, int], ...]]] = {
    "date": (10, (("-", 2),)),
    "datetime": (19, (("-", 2), (":", 2), ("T", 1))),
    "yearmonth": (7, (("-", 1),)),
    "year": (4, ()),
    "time": (8, ((":", 2),)),
}


def reader(field: Mapping[str, Any]) -> Reader | None:
    """How a column's values are brought into form; None if it is no column of dates or declares a form of its own."""
    if str(field.get("format") or "default") != "default":
        return None
    read = {"date": _date, "datetime": _moment, "yearmonth": _month, "year": _year, "time": _time}.get(field["type"])
    return read if read in (None, _time) else lambda text: read(text) or period(text)


def in_form(kind: str, joined: str, filled: int) -> bool:
    """Whether ``filled`` values, written one after the other, can only be such that stand in form already."""
    size, marks = _SHAPES[kind]
    if len(joined) != size * filled:
        return False
    for mark, n in marks:
        if joined.count(mark) != n * filled:
            return False
        joined = joined.replace(mark, "")
    return not joined or joined.isdigit()


def _date(text: str) -> Form | None:
    match = _DATE.fullmatch(text)
    if match:
        return _day(text, match[1] or match[4], match[2] or match[6], match[3] or match[7])
    if match := _COMPACT.fullmatch(text):
        return _day(text, *match.groups())
    if match := _SHORT.fullmatch(text):
        year, month, day = match[1], match[2] or match[5], match[3] or match[6]
        return _day(text, _century(year)[0], month, day, ask="two_digits")
    if (match := _HAN_DATE.fullmatch(text)) and match[3]:
        return _day(text, _digits(match[1]), _number(match[2]), _number(match[3]))
    if match := _NAMED_DAY.fullmatch(text):
        year, ask = _century(match[4])
        return _day(text, year, match[2] or _named(match[3]), match[1], ask)
    return None


def _century(year: str) -> tuple[str, str]:
    """A year of two digits in full, and that it must be asked."""
    if len(year) == 4:
        return year, ""
    return ("20" if int(year) <= 49 else "19") + year, "two_digits"


def _named(month: str) -> str:
    return str(_NAMED.split("|").index(month[:3].lower()) + 1)


def _day(text: str, year: str, month: str, day: str, ask: str = "") -> Form | None:
    try:
        value = dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
    return None if value == text else Form(value, _FORM, ask)


def _moment(text: str) -> Form | None:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day = match[1] or match[4], match[2] or match[6], match[3] or match[7]
    try:
        second = int(match[10] or match[11] or 0)
        value = dt.datetime(int(year), int(month), int(day), int(match[8]), int(match[9]), second)
    except ValueError:
        return None
    shown = value.isoformat(timespec="seconds")
    return None if shown == text else Form(shown, _FORM)


def _month(text: str) -> Form | None:
    match = _MONTH.fullmatch(text) or _COMPACT_MONTH.fullmatch(text)
    if match:
        month = next(part for part in match.groups()[1:] if part)
        return _year_and_month(text, match[1], month)
    if (match := _HAN_DATE.fullmatch(text)) and not match[3]:
        return _year_and_month(text, _digits(match[1]), _number(match[2]))
    if match := _NAMED_MONTH.fullmatch(text):
        year, ask = _century(match[2])
        return Form(f"{year}-{int(_named(match[1])):02d}", _FORM, ask)
    if match := _ONE_DIGIT.fullmatch(text):
        return Form(f"{match[1]}-0{match[2]}", _FORM, "one_digit")
    day = _date(text) or Form(text, ())
    if re.fullmatch(r"\d{4}-\d\d-\d\d", day.value, re.ASCII) and not day.ask:
        return Form(day.value[:7], _FORM, "day_dropped")
    return None


def _year_and_month(text: str, year: str, month: str) -> Form | None:
    if not 1 <= int(month or 0) <= 12:
        return None
    value = f"{year}-{int(month):02d}"
    return None if value == text else Form(value, _FORM)


def _year(text: str) -> Form | None:
    match = _YEAR.fullmatch(text)
    if match is None:
        return None
    return Form(match[1], ("Q14",) if "." in text else _FORM)


def period(text: str) -> Form | None:
    """A quarter or a stretch of months: 2017-Q3, 2017-01/2017-09. No column of days, months or years holds it."""
    if match := _QUARTER.fullmatch(text):
        quarter = match[2] or match[4]
        return Form(f"{match[1] or match[3]}-Q{_HAN_DIGITS.get(quarter, quarter)}", _FORM, "period")
    if match := _HALF.fullmatch(text):
        first, last = ("01", "06") if match[2] == "上" else ("07", "12")
        return Form(f"{match[1]}-{first}/{match[1]}-{last}", _FORM, "period")
    if match := _STRETCH.fullmatch(text):
        begin, end = (match[1], int(match[2])), (match[3] or match[1], int(match[4]))
        if begin < end and all(1 <= month <= 12 for _, month in (begin, end)):
            return Form(f"{begin[0]}-{begin[1]:02d}/{end[0]}-{end[1]:02d}", _FORM, "period")
    return None


def _time(text: str) -> Form | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or match[4] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    value = f"{hour:02d}:{minute:02d}:{second:02d}"
    return None if value == text else Form(value, _FORM)


def _digits(text: str) -> str:
    return "".join(_HAN_DIGITS[char] for char in text)


def _number(text: str) -> str:
    """十二 → 12, 二十 → 20, 九 → 9."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _HAN_DIGITS[text] if len(text) == 1 else "0"
    return f"{_HAN_DIGITS.get(tens, '1')}{_HAN_DIGITS.get(ones, '0')}"
