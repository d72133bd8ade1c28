"""Schedules in words, for people who do not read cron."""

import re
from collections.abc import Callable, Sequence
from typing import Final

_DAYS: Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS: Final = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MACROS: Final = {
    "@yearly": "every year",
    "@annually": "every year",
    "@monthly": "every month",
    "@weekly": "every week",
    "@daily": "every day at 00:00",
    "@midnight": "every day at 00:00",
    "@hourly": "every hour",
}
_ONE: Final = r"(?:[0-9]{1,2}|[A-Za-z]{3})"
_ITEM: Final = rf"(?:[*?]|{_ONE}(?:-{_ONE})?)(?:/[0-9]{{1,2}})?"
_FIELD: Final = rf"{_ITEM}(?:,{_ITEM})*"
_SCHEDULE: Final = re.compile(
    rf"(?<!\S)(?:at )?((?:{'|'.join(_MACROS)}|{_FIELD}(?: {_FIELD}){{4,5}}(?! {_FIELD}(?!\S))))(?![^\s,;)])"
)


def with_words(text: str) -> str:
    """*text* with what each schedule in it says before the schedule: ``every day at 03:00 (0 3 * * *)``."""

    def told(match: re.Match[str]) -> str:
        words = in_words(match[1])
        return f"{words} ({match[1]})" if words else match[0]

    return _SCHEDULE.sub(told, text)


def in_words(schedule: str) -> str:
    """What *schedule* says; empty for one that is no schedule, or that words would not make clearer.

    Args:
        schedule: Five fields as of a CronJob, six with seconds in front, or a macro such as ``@daily``.

    Source: as for `oamdsl.kubernetes.cron.cron` and `cron_with_seconds`.
    """
    fields = schedule.replace("?", "*").split()
    if len(fields) == _WITH_SECONDS and fields[0] == "0":
        fields = fields[1:]
    if len(fields) != _WITH_SECONDS - 1 or "*" not in fields:
        return _MACROS.get(schedule, "")
    minute, hour, day, month, weekday = fields
    time, days = _time(minute, hour), _days(day, weekday)
    months = _items(month, lambda one: _named(one, _MONTHS))
    if time is None or days is None or months is None:
        return ""
    daily = "every day" if time.startswith("at ") else ""
    return " ".join(filter(None, [days or daily, f"in {months}" if months else "", time]))


_WITH_SECONDS: Final = 6


def _time(minute: str, hour: str) -> str | None:
    if re.fullmatch("[0-9]+", minute):
        return _at(int(minute), hour)
    step = re.fullmatch(r"\*(?:/([0-9]+))?", minute)
    if step is None or hour != "*":
        return None
    return "every minute" if step[1] in (None, "1") else f"every {step[1]} minutes"


def _at(minute: int, hour: str) -> str | None:
    """At a minute of some hours."""
    past = f" at minute {minute}" if minute else ""
    if hour == "*":
        return f"every hour{past}"
    if match := re.fullmatch(r"\*/([0-9]+)", hour):
        return f"every {match[1]} hours{past}"
    if match := re.fullmatch("([0-9]+)-([0-9]+)", hour):
        return f"every hour from {int(match[1]):02}:{minute:02} to {int(match[2]):02}:{minute:02}"
    if re.fullmatch("[0-9]+(,[0-9]+)*", hour):
        return f"at {_listed([f'{int(one):02}:{minute:02}' for one in hour.split(',')])}"
    return None


def _days(day: str, weekday: str) -> str | None:
    """On which days; empty for every day. A day matches by either field, where both say something."""
    of_month = _items(day, lambda one: one if one.isdecimal() else None)
    of_week = _items(weekday, lambda one: _named(one, _DAYS))
    if of_month is None or of_week is None:
        return None
    parts = [f"on day {of_month} of the month" if of_month else "", f"on {of_week}" if of_week else ""]
    return " or ".join(filter(None, parts))


def _items(field: str, name: Callable[[str], str | None]) -> str | None:
    """A list of single values and ranges, each by its name; empty for any, None for something else."""
    if field == "*":
        return ""
    found: list[str] = []
    for item in field.split(","):
        ends = [name(one) for one in item.split("-")]
        if None in ends:
            return None
        found.append(" to ".join(map(str, ends)))
    return _listed(found)


def _named(one: str, names: Sequence[str]) -> str | None:
    if one.isdecimal():
        return names[int(one)] if int(one) < len(names) else None
    return next((name for name in names if name and name[:3].upper() == one.upper()), None)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
