"""Schedules in Shandong's working time, with a clock that the test moves: forward, back, and off for days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.catalogue import codelists, workdays
from harvesters.contract import SHANGHAI
from harvesters.messages import fix, sentence
from harvesters.schedule import WEEK, ScheduleUnreadable, due, parse, unknown_year


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


class Clock:
    """A source under a scheduler that looks whenever the test says; ``runs`` holds the starts by the clock's face."""

    def __init__(self, schedule: str, now: str) -> None:
        self.schedule, self.now = parse(schedule), at(now)
        self.set_at, self.runs = self.now, []  # type: tuple[dt.datetime, list[dt.datetime]]

    def look(self, now: str | None = None) -> bool:
        self.now = at(now) if now else self.now
        if not due(self.schedule, [self.set_at, *self.runs], self.now):
            return False
        self.runs.append(self.now)
        return True

    def go(self, until: str, step: dt.timedelta = dt.timedelta(seconds=30)) -> list[str]:
        """The scheduler looks every ``step`` until then; the starts within, as the clock shows them."""
        before = len(self.runs)
        while self.now < at(until):
            self.now += step
            self.look()
        return [f"{run:%m-%d %H:%M}" for run in self.runs[before:]]


def test_a_day_of_working_time() -> None:
    """Friday 2026-11-27 is worked: 08:30, 09:00 … 17:30."""
    clock = Clock("workdays 08:30-17:30 every 30 min", "2026-11-27T00:00")
    starts = clock.go("2026-11-30T00:00")
    assert starts[0] == "11-27 08:30"
    assert starts[-1] == "11-27 17:30"
    assert len(starts) == 19


def test_daily_and_weekly() -> None:
    assert Clock("daily 02:00", "2026-03-01T12:00").go("2026-03-04T12:00") == [
        "03-02 02:00",
        "03-03 02:00",
        "03-04 02:00",
    ]
    assert Clock("weekly mon,thu 06:00", "2026-03-01T12:00").go("2026-03-09T12:00") == [
        "03-02 06:00",
        "03-05 06:00",
        "03-09 06:00",
    ]
    assert Clock("off", "2026-03-01T12:00").go("2026-03-09T12:00", dt.timedelta(hours=1)) == []


def test_holidays_and_make_up_days() -> None:
    """National Day of 2026: 1 to 7 October are off, Sunday 20 September and Saturday 10 October are worked."""
    clock = Clock("workdays 09:00", "2026-09-19T12:00")
    assert clock.go("2026-10-12T12:00", dt.timedelta(minutes=10)) == [
        *(f"09-{day} 09:00" for day in (20, 21, 22, 23, 24, 28, 29, 30)),
        *(f"10-{day:02d} 09:00" for day in (8, 9, 10, 12)),
    ]
    assert [workdays.is_working_day(dt.date(2017, 10, day)) for day in (1, 8, 9, 14)] == [False, False, True, False]


def test_missed_times_run_once() -> None:
    clock = Clock("workdays 08:30-17:30 every 30 min", "2026-11-26T12:10")
    assert clock.look("2026-11-30T11:05")  # off for four days
    assert not clock.look()
    assert clock.go("2026-11-30T12:00") == ["11-30 11:30", "11-30 12:00"]


def test_a_run_that_takes_longer_than_the_interval_is_followed_by_one() -> None:
    clock = Clock("daily 08:00-20:00 every 5 min", "2026-11-26T07:59")
    assert clock.look("2026-11-26T08:00")
    # busy until 08:31: the scheduler does not look at a source with an open run
    assert clock.look("2026-11-26T08:31")
    assert clock.go("2026-11-26T08:40") == ["11-26 08:35", "11-26 08:40"]


def test_a_run_by_hand_covers_what_was_missed() -> None:
    clock = Clock("daily 02:00", "2026-11-25T12:00")
    clock.now = at("2026-11-26T09:00")
    clock.runs.append(clock.now)
    assert clock.go("2026-11-27T01:59") == []
    assert clock.go("2026-11-27T02:00") == ["11-27 02:00"]


def test_a_new_schedule_starts_with_its_next_time() -> None:
    assert not Clock("daily 02:00", "2026-11-25T12:00").look()
    assert Clock("daily 02:00", "2026-11-25T12:00").go("2026-11-26T01:59") == []


@pytest.mark.parametrize("years", [1, 80])
def test_a_clock_that_ran_ahead_and_is_put_right(years: int) -> None:
    """It runs once while it is wrong and at most once more when it is right again, then as ever."""
    clock = Clock("daily 02:00", "2026-11-25T12:00")
    assert clock.go("2026-11-26T03:00") == ["11-26 02:00"]
    clock.now = at(f"{2026 + years}-11-26T03:00")
    assert clock.look()
    clock.now = at("2026-11-26T03:10")
    assert clock.go("2026-11-28T12:00", dt.timedelta(minutes=1)) == ["11-27 02:00", "11-28 02:00"]


def test_a_clock_that_is_set_back_an_hour() -> None:
    clock = Clock("daily 00:00-23:00 every 60 min", "2026-11-25T23:30")
    clock.go("2026-11-26T05:30")
    clock.now = at("2026-11-26T04:30")
    assert clock.go("2026-11-26T07:30") == ["11-26 06:00", "11-26 07:00"]


def test_registered_by_a_clock_that_was_wrong() -> None:
    """Nothing known lies in the past: it runs once, then by its schedule."""
    clock = Clock("weekly mon 06:00", "2099-01-01T00:00")
    clock.now = at("2026-11-25T12:00")
    assert clock.look()
    assert clock.go("2026-12-01T00:00", dt.timedelta(minutes=10)) == ["11-30 06:00"]


@given(
    st.sampled_from(["daily 02:00", "workdays 08:30-17:30 every 30 min", "weekly mon,sun 23:59", "workdays 00:00"]),
    st.lists(st.integers(-3000, 3000), min_size=1, max_size=60),
)
def test_however_the_clock_jumps_it_neither_runs_for_ever_nor_never_again(schedule: str, jumps: list[int]) -> None:
    clock = Clock(schedule, "2026-06-15T12:00")
    for minutes in jumps:
        clock.now += dt.timedelta(minutes=minutes)
        clock.look()
        assert not clock.look(), "the same moment twice"
    assert clock.go(f"{clock.now + dt.timedelta(days=20):%Y-%m-%dT%H:%M}", dt.timedelta(minutes=30))


@pytest.mark.parametrize(
    ("typed", "kept", "zh", "en"),
    [
        ("daily 02:00", "daily 02:00", "每天 02:00", "daily 02:00"),
        ("每天 2:00", "daily 02:00", "每天 02:00", "daily 02:00"),
        (
            "Workdays  8:30－17:30 every 30min",
            "workdays 08:30-17:30 every 30 min",
            "工作日 08:30–17:30 每 30 分钟",
            "working days 08:30–17:30, every 30 minutes",
        ),
        ("weekly sun, mon 06：00", "weekly mon,sun 06:00", "每周一、日 06:00", "weekly Mon, Sun 06:00"),
        ("OFF", "off", "停用", "off"),
    ],
)
def test_what_an_operator_types(typed: str, kept: str, zh: str, en: str) -> None:
    schedule = parse(typed)
    assert (schedule.text, schedule.words("zh"), schedule.words("en")) == (kept, zh, en)
    assert parse(schedule.text) == parse(schedule.words("zh")) == schedule


@pytest.mark.parametrize(
    "text",
    [
        *("", "daily", "hourly", "daily 24:00", "daily 02:60", "weekly 06:00", "weekly foo 06:00", "* * * * *"),
        *("daily 17:00-08:00 every 30 min", "daily 08:00-17:00 every 0 min", "daily 08:00-17:00", "off 02:00"),
        *(
            "daily 02:00; rm",
            "daily -2:00",
            "daily 2",
            "weekly mon,,tue 06:00",
            "daily 02:00\x00",
            "每周 06:00",
            "每周八 06:00",
        ),
    ],
)
def test_what_is_no_schedule_is_refused_in_words(text: str) -> None:
    with pytest.raises(ScheduleUnreadable) as refused:
        parse(text)
    for lang in ("zh", "en"):
        assert sentence(refused.value.code, refused.value.params, lang)
        assert "daily 02:00" in fix(refused.value.code, refused.value.params, lang)


def test_the_next_moment_is_told_across_a_long_holiday() -> None:
    assert parse("workdays 09:00").next_after(at("2026-09-30T09:00")) == at("2026-10-08T09:00")
    assert parse("off").next_after(at("2026-09-30T09:00")) is None
    utc = dt.datetime(2026, 11, 26, 17, 59, tzinfo=dt.UTC)
    assert parse("daily 02:00").next_after(utc) == at("2026-11-27T02:00")


def test_a_year_without_holidays_is_told_a_month_before() -> None:
    last = max(workdays.known_years())
    schedule = parse("workdays 09:00")
    assert unknown_year(schedule, at(f"{last}-11-15T00:00")) is None
    assert unknown_year(schedule, at(f"{last}-12-15T00:00")) == last + 1
    assert unknown_year(schedule, at(f"{last + 1}-06-15T00:00")) == last + 1
    assert unknown_year(parse("daily 09:00"), at(f"{last + 1}-06-15T00:00")) is None
    monday = next(d for d in (dt.date(last + 1, 3, n) for n in range(1, 8)) if d.weekday() == 0)
    assert [workdays.is_working_day(monday + dt.timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2


def test_the_table_holds_only_days_that_differ() -> None:
    rows = codelists.load("working_days")
    days = [dt.date.fromisoformat(row["date"]) for row in rows]
    assert days == sorted(set(days))
    assert all((row["kind"] == "work") == (day.weekday() >= 5) for row, day in zip(rows, days, strict=True))
    assert workdays.known_years() == set(range(2017, max(days).year + 1))
    assert len(WEEK) == 7
