"""Numbers, sizes, dates and durations as people read them. Beijing time everywhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ckan.plugins import toolkit as tk

from harvesters.contract import SHANGHAI


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def moment(value: Any) -> dt.datetime | None:
    """A date-time in Beijing time from what the ledger or CKAN gives; CKAN's bare times are UTC."""
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, dt.datetime):
        return None
    aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    return aware.astimezone(SHANGHAI)


def time(value: Any) -> str:
    found = moment(value)
    return f"{found:%Y-%m-%d %H:%M}" if found else ""


def date(value: Any) -> str:
    """The day. A plain date stays as it is: it has no zone."""
    if isinstance(value, str) and len(value) == 10:
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    found = moment(value)
    return f"{found:%Y-%m-%d}" if found else ""


def iso(value: Any) -> str:
    found = moment(value)
    return found.isoformat(timespec="seconds") if found else ""


def duration(start: Any, end: Any) -> str:
    begun, ended = moment(start), moment(end)
    if begun is None or ended is None:
        return "—"
    seconds = (ended - begun).total_seconds()
    if seconds < 60:
        return tk._("{seconds} s").format(seconds=f"{seconds:.1f}")
    return tk._("{minutes} min {seconds} s").format(minutes=int(seconds // 60), seconds=int(seconds % 60))


def number(value: Any) -> str:
    """Thousands apart, nothing rounded."""
    return "—" if value is None else f"{int(value):,}"


def size(value: Any) -> str:
    """Bytes as KB or MB of 1,024."""
    count = float(value or 0)
    if count < 1024:
        return f"{int(count)} B"
    for unit in ("KB", "MB", "GB"):
        count /= 1024
        if count < 1024 or unit == "GB":
            return f"{count:.1f} {unit}"
    raise AssertionError(unit)
