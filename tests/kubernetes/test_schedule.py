"""When schedules fire, held to a library for schedules; and what lasts between them."""

from datetime import date, datetime, time, timedelta
from itertools import takewhile

from cronsim import CronSim
from hypothesis import given
from hypothesis import strategies as st

from oamdsl.kubernetes.schedule import Change, Schedule, changes


def field(low: int, high: int) -> st.SearchStrategy[str]:
    numbers = st.integers(low, high)
    ranges = st.tuples(numbers, numbers).map(lambda ends: f"{min(ends)}-{max(ends)}")
    return st.lists(numbers.map(str) | ranges, min_size=1, max_size=3).map(",".join)


SCHEDULES = st.tuples(
    field(0, 59),
    field(0, 23),
    st.sampled_from("*?") | field(1, 31),
    st.just("*") | field(1, 12).map("1,{}".format),
    st.sampled_from("*?") | field(0, 6),
).map(" ".join)


@given(SCHEDULES, st.dates(date(2001, 1, 1), date(2090, 12, 31)))
def test_a_schedule_fires_on_a_day_as_cron_says(text, day):
    midnight = datetime.combine(day, time())
    fired = takewhile(
        lambda one: one.date() == day, CronSim(text.replace("?", "*"), midnight - timedelta(seconds=1))
    )
    schedule = Schedule.of(text)
    expected = [one.hour * 60 + one.minute for one in fired]
    assert (list(schedule.minutes) if schedule.fires_on(day) else []) == expected


def spans(*texts: tuple[str, str]) -> tuple[tuple[Schedule, Schedule], ...]:
    return tuple((Schedule.of(start), Schedule.of(end)) for start, end in texts)


NONE, FIRST, SECOND = frozenset[int](), frozenset({0}), frozenset({1})


def at(day: int, hour: int) -> datetime:
    return datetime(2001, 1, day, hour)  # noqa: DTZ001 - on the clock of the schedule's zone


def test_what_starts_and_ends_is_told_once_though_it_comes_each_day():
    assert changes(spans(("0 6 * * *", "0 19 * * *"), ("0 12 * * *", "0 19 * * *"))) == (
        Change(at(1, 6), NONE, started=FIRST, ended=NONE),
        Change(at(1, 12), FIRST, started=SECOND, ended=NONE),
        Change(at(1, 19), FIRST | SECOND, started=NONE, ended=FIRST | SECOND),
    )


def test_what_lasts_over_the_end_of_the_week_lasts_at_its_beginning():
    assert changes(spans(("0 22 * * 0", "0 6 * * 1"))) == (
        Change(at(1, 6), FIRST, started=NONE, ended=FIRST),
        Change(at(7, 22), NONE, started=FIRST, ended=NONE),
    )


def test_what_ends_and_starts_in_the_same_minute_goes_on():
    _, both, _ = changes(spans(("0 6,12 * * *", "0 12,18 * * *")))
    assert (both.lasting, both.after) == (FIRST, FIRST)


def test_days_of_the_month_are_looked_at_until_the_calendar_comes_again():
    leap_day = changes(spans(("0 0 29 2 *", "0 0 1 3 *")))
    assert {(one.at.month, one.at.day, bool(one.lasting)) for one in leap_day} == {
        (2, 29, False),
        (3, 1, True),
        (3, 1, False),
    }
