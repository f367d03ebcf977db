"""When a source is harvested: a short text that an operator types, in Shandong's time.

``daily 02:00`` · ``workdays 08:30-17:30 every 30 min`` · ``weekly mon,thu 06:00`` · ``off``
(``每天 02:00`` · ``工作日 08:30-17:30 每 30 分钟`` · ``每周一、四 06:00`` · ``停用``)

Pure: moments in, moments out. A missed time (the machine was off, the run before took longer) counts once however
often it was missed, and no jump of the clock can make a source run for ever or never again (:func:`due`).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from harvesters.catalogue import workdays
from harvesters.contract import SHANGHAI
from harvesters.errors import HarvestError

DEFAULT = "daily 02:00"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK_ZH = "一二三四五六日"
_WORDS = {
    **{"每天": "daily ", "每日": "daily ", "工作日": "workdays ", "停用": "off", "每": " every ", "分钟": "min"},
    **dict.fromkeys("至—–~", "-"),
}
_TEXT = re.compile(
    r"(?P<days>daily|workdays|weekly (?P<week>[a-z]{3}(?:,[a-z]{3})*)) "
    r"(?P<first>\d{1,2}:\d\d)(?: ?- ?(?P<last>\d{1,2}:\d\d) every (?P<every>\d{1,4}) ?min(?:utes)?)?"
)
_LONGEST = 40  # days: no holiday is as long, so a schedule that has a time at all has one within them


class ScheduleUnreadable(HarvestError):
    """The text is no schedule."""

    code = "schedule_unreadable"


@dataclass(frozen=True, slots=True)
class Schedule:
    """``days``: weekdays (Monday 0), or None for working days; ``times``: minutes of such a day, in order."""

    text: str
    days: frozenset[int] | None
    times: tuple[int, ...]

    @property
    def by_working_days(self) -> bool:
        return self.days is None

    def next_after(self, moment: dt.datetime) -> dt.datetime | None:
        """The first scheduled moment later than ``moment``; None if there is none (``off``)."""
        if not self.times:
            return None
        here = moment.astimezone(SHANGHAI)
        for ahead in range(_LONGEST):
            day = here.date() + dt.timedelta(days=ahead)
            if day.weekday() in self.days if self.days is not None else workdays.is_working_day(day):
                for minute in self.times:
                    found = dt.datetime.combine(day, dt.time(minute // 60, minute % 60), SHANGHAI)
                    if found > moment:
                        return found
        return None

    def words(self, lang: str = "zh") -> str:
        """As people say it."""
        if not self.times:
            return "停用" if lang == "zh" else "off"
        first, last = _clock(self.times[0]), _clock(self.times[-1])
        when = first
        if len(self.times) > 1:
            every = self.times[1] - self.times[0]
            when = f"{first}–{last} 每 {every} 分钟" if lang == "zh" else f"{first}–{last}, every {every} minutes"
        return f"{self._days(lang)} {when}"

    def _days(self, lang: str) -> str:
        if self.days is None:
            return "工作日" if lang == "zh" else "working days"
        if len(self.days) == 7:
            return "每天" if lang == "zh" else "daily"
        named = sorted(self.days)
        if lang == "zh":
            return "每周" + "、".join(_WEEK_ZH[day] for day in named)
        return "weekly " + ", ".join(WEEK[day].capitalize() for day in named)


def parse(text: str) -> Schedule:
    """:raises ScheduleUnreadable: with the reason; ``text`` may be typed with full-width signs or in capitals"""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"每周([一二三四五六日天、,]+)", lambda week: f"weekly {_week(week[1])} ", plain)
    for word, meaning in _WORDS.items():
        plain = plain.replace(word, meaning)
    plain = re.sub(r" *, *", ",", " ".join(plain.lower().split()))
    if plain == "off":
        return Schedule("off", frozenset(), ())
    found = _TEXT.fullmatch(plain)
    if found is None:
        raise ScheduleUnreadable(text=text[:60])
    days = _days_of(text, found)
    first, every = _minute(text, found["first"]), int(found["every"] or 0)
    if found["last"] is None:
        times: tuple[int, ...] = (first,)
    else:
        last = _minute(text, found["last"])
        if every < 1 or last <= first:
            raise ScheduleUnreadable(text=text[:60], reason="window")
        times = tuple(range(first, last + 1, every))
    return Schedule(_canonical(found, times, every), days, times)


def _week(chinese: str) -> str:
    return ",".join(WEEK[_WEEK_ZH.index("日" if day == "天" else day)] for day in chinese if day not in "、,")


def _days_of(text: str, found: re.Match[str]) -> frozenset[int] | None:
    if found["week"] is None:
        return None if found["days"] == "workdays" else frozenset(range(7))
    names = found["week"].split(",")
    if not set(names) <= set(WEEK):
        raise ScheduleUnreadable(text=text[:60], reason="day")
    return frozenset(WEEK.index(name) for name in names)


def _minute(text: str, clock: str) -> int:
    hour, minute = (int(part) for part in clock.split(":"))
    if hour > 23 or minute > 59:
        raise ScheduleUnreadable(text=text[:60], reason="time")
    return hour * 60 + minute


def _canonical(found: re.Match[str], times: tuple[int, ...], every: int) -> str:
    days = found["days"]
    if found["week"] is not None:
        days = "weekly " + ",".join(sorted(set(found["week"].split(",")), key=WEEK.index))
    if found["last"] is None:
        return f"{days} {_clock(times[0])}"
    hour, minute = found["last"].split(":")
    return f"{days} {_clock(times[0])}-{int(hour):02d}:{minute} every {every} min"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def due(schedule: Schedule, known: Iterable[dt.datetime], now: dt.datetime) -> bool:
    """Has a scheduled moment passed since the last of the ``known`` ones (the runs' starts; when the schedule was set)?

    Moments that lie ahead come from a clock that ran ahead: they do not count, so a clock that is put right costs at
    most one run too many.
    """
    past = max((moment for moment in known if moment <= now), default=now - dt.timedelta(days=_LONGEST))
    coming = schedule.next_after(past)
    return coming is not None and coming <= now


def unknown_year(schedule: Schedule, now: dt.datetime, ahead_days: int = 31) -> int | None:
    """A year that this schedule will soon need and whose holidays are not known yet."""
    if not schedule.by_working_days:
        return None
    here = now.astimezone(SHANGHAI).date()
    for year in (here.year, (here + dt.timedelta(days=ahead_days)).year):
        if year not in workdays.known_years():
            return year
    return None
