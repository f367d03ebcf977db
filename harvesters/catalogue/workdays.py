"""Working days of the People's Republic: Monday to Friday, less the holidays, plus the make-up days.

``codelists/working_days.csv`` holds only the days that differ from the ordinary week, year by year as the State
Council's office announces them. A year that it does not hold yet is an ordinary week; who plans by it should say so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from harvesters.catalogue import codelists


@cache
def _differing() -> Mapping[dt.date, bool]:
    """Day → is it worked?"""
    rows = codelists.load("working_days")
    return MappingProxyType({dt.date.fromisoformat(row["date"]): row["kind"] == "work" for row in rows})


@cache
def known_years() -> frozenset[int]:
    return frozenset(day.year for day in _differing())


def is_working_day(day: dt.date) -> bool:
    return _differing().get(day, day.weekday() < 5)
