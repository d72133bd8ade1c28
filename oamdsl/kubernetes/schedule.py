"""When schedules of five fields fire, and what lasts from one to another."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Final

import attrs

_MONDAY: Final = date(2001, 1, 1)
_WEEK: Final = 7
_CALENDAR: Final = 28 * 365 + 7
"""Days of 28 years, after which each date is the same day of the week again, until the year 2100."""
_EVERY_DAY: Final = frozenset(range(1, 32))
_EVERY_MONTH: Final = frozenset(range(1, 13))
_CACHED: Final = 256


@attrs.frozen
class Schedule:
    """The minutes that a schedule of five fields stands for, on the clock of its time zone.

    Attributes:
        minutes: Minutes of the day, in order: 390 is 06:30.
        days: Days of the month.
        months: Months, from 1.
        weekdays: Days of the week, from Sunday, which is 0.
        either: Whether one of the two days is enough, as it is when both are given.
    """

    minutes: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either: bool

    @classmethod
    def of(cls, text: str) -> "Schedule":
        """The schedule that *text* spells, which is no macro and fine by `oamdsl.kubernetes.cron.cron`."""
        return _parsed(text)

    @property
    def is_of_the_week(self) -> bool:
        """Whether it is the same in all weeks."""
        return self.days == _EVERY_DAY and self.months == _EVERY_MONTH

    def fires_on(self, day: date) -> bool:
        """Whether it fires at all on *day*."""
        if day.month not in self.months:
            return False
        by_month, by_week = day.day in self.days, day.isoweekday() % _WEEK in self.weekdays
        return by_month or by_week if self.either else by_month and by_week


@cache
def _parsed(text: str) -> Schedule:
    # Imported here because schedules are rare, and the import is a third of a short command's time.
    from cronsim import CronSim  # noqa: PLC0415

    fields = CronSim(text.replace("?", "*"), datetime.combine(_MONDAY, time()))
    return Schedule(
        minutes=tuple(sorted(60 * hour + minute for hour in fields.hours for minute in fields.minutes)),
        days=frozenset(fields.days),
        months=frozenset(fields.months),
        weekdays=frozenset(one for one in fields.weekdays if isinstance(one, int)),
        either=not fields.day_and,
    )


Span = tuple[Schedule, Schedule]
"""What recurs: it starts each time that the first schedule fires, and ends when the second does next."""

_Fired = tuple[frozenset[int], frozenset[int]]
"""The spans whose start fires, and those whose end does."""


@attrs.frozen
class Change:
    """A minute at which spans start or end, each by its index.

    Attributes:
        at: When, by the clock.
        lasting: The spans that last until then.
        started: Those that start.
        ended: Those that end; one that starts in the same minute goes on.
    """

    at: datetime
    lasting: frozenset[int]
    started: frozenset[int]
    ended: frozenset[int]

    @property
    def after(self) -> frozenset[int]:
        """The spans that last from then on."""
        return self.lasting - self.ended | self.started


@lru_cache(maxsize=_CACHED)
def changes(spans: tuple[Span, ...]) -> tuple[Change, ...]:
    """The changes that *spans* ever come to, of each kind at least one, in the order of time.

    They are looked for in a week, or in 28 years where a schedule names days of the month or months: then
    all of them come again. The clock is one without summer time.
    """
    days = tuple(_days(spans))
    _, lasting = _followed(spans, days, frozenset())  # what lasts when the days begin, since they come again
    found, _ = _followed(spans, days, lasting)
    return found


def _followed(
    spans: Sequence[Span], days: Sequence[tuple[date, _Fired]], lasting: frozenset[int]
) -> tuple[tuple[Change, ...], frozenset[int]]:
    """The changes of *days*, those of days that are alike once, and what lasts after them.

    Args:
        spans: The spans.
        days: Days in order, with what fires on them.
        lasting: The spans that last when they begin.
    """
    found: dict[tuple[_Fired, frozenset[int]], tuple[Change, ...]] = {}
    for day, fired in days:
        key = (fired, lasting)
        if key not in found:
            found[key] = tuple(_changes(spans, day, fired, lasting))
        lasting = found[key][-1].after
    return tuple(change for alike in found.values() for change in alike), lasting


def _days(spans: Sequence[Span]) -> Iterator[tuple[date, _Fired]]:
    """The days on which a schedule of *spans* fires."""
    weekly = all(schedule.is_of_the_week for span in spans for schedule in span)
    for number in range(_WEEK if weekly else _CALENDAR):
        day = _MONDAY + timedelta(number)
        started, ended = (
            frozenset(index for index, span in enumerate(spans) if span[edge].fires_on(day))
            for edge in range(2)
        )
        if started or ended:
            yield day, (started, ended)


def _changes(spans: Sequence[Span], day: date, fired: _Fired, lasting: frozenset[int]) -> Iterator[Change]:
    """The changes of one *day*, in order."""
    started, ended = fired
    minutes = {minute for index in started for minute in spans[index][0].minutes}
    minutes |= {minute for index in ended for minute in spans[index][1].minutes}
    for minute in sorted(minutes):
        change = Change(
            datetime.combine(day, time(*divmod(minute, 60))),
            lasting,
            frozenset(index for index in started if minute in spans[index][0].minutes),
            frozenset(index for index in ended if minute in spans[index][1].minutes),
        )
        yield change
        lasting = change.after
