"""Schedules and time zones as Kubernetes' controllers accept them.

Each function returns a phrase that completes "SCHEDULE ...", or None if it is fine.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Final

import attrs

_ITEM: Final = r"([*?](?!-)|[0-9]{1,4}|[A-Z]{3})(?:-([0-9]{1,4}|[A-Z]{3}))?(?:/([0-9]{1,4}))?"
_EVERY: Final = r"@every (?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|ms|s|m|h))+"
_ANY_TIME: Final = datetime(2024, 1, 1, tzinfo=UTC)


@attrs.frozen
class _Field:
    """One field of a schedule.

    Attributes:
        name: What people call it.
        low: Smallest number.
        high: Largest number.
        names: What may stand for a number: {"JAN": 1}; capitals do not matter.
    """

    name: str
    low: int
    high: int
    names: Mapping[str, int] = attrs.field(factory=dict[str, int])


_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), 1
    )
}
_DAYS: Final = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"))}
_SECONDS: Final = _Field("second", 0, 59)
_FIELDS: Final = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of week", 0, 6, _DAYS),
)
_MACROS: Final = (
    "@yearly",
    "@annually",
    "@monthly",
    "@weekly",
    "@daily",
    "@midnight",
    "@hourly",
)


def cron(text: str) -> str | None:
    """The schedule of a CronJob: five fields, or a macro such as ``@hourly`` or ``@every 30m``.

    Fields: minute 0-59, hour 0-23, day of month 1-31, month 1-12 or JAN-DEC, day of week 0-6 or
    SUN-SAT; each ``*`` or ``?``, a number, a range ``1-5``, a step ``*/15``, or a list of these.
    A time zone belongs into the field ``timeZone``. Not in Kubernetes: seconds, ``L``, ``W`` and
    ``#``. Refused here although the API server takes them, since nobody means them: a schedule that
    no date matches (31 February), an empty item (``1,,2``), ``*-5`` and ``+1``.

    Source: Kubernetes, "CronJob", Schedule syntax; batch/v1 ``ValidateCronJobCreate`` of v1.37.2,
        which parses with github.com/robfig/cron/v3 ``ParseStandard``.
    """
    return _schedule(text, _FIELDS)


def cron_with_seconds(text: str) -> str | None:
    """The schedule of a CronHorizontalPodAutoscaler job: as `cron`, with seconds 0-59 in front.

    A single date is fine too: ``@date 2026-11-11 20:00:00``.

    Source: kubernetes-cronhpa-controller, README, "Implementation Details".
    """
    if text.startswith("@date "):
        if _is_date(text.removeprefix("@date ").strip()):
            return None
        return 'has a bad date; write it like "@date 2026-11-11 20:00:00"'
    return _schedule(text, (_SECONDS, *_FIELDS))


def time_zone(text: str) -> str | None:
    """The name of a time zone in the IANA database, in its exact case: ``Europe/Berlin``.

    Source: Kubernetes, "CronJob", Time zones; the names are those of the package ``tzdata``.
    """
    zones = _zones()
    same = zones.get(text.lower())
    if same == text:
        return None
    wrong = "is not a time zone of the IANA database" if text else "is empty"
    nearest = same or _similar(text, zones)
    return f"{wrong}; did you mean {nearest}?" if nearest else f'{wrong}; write "Europe/Berlin"'


def is_same_time_zone(one: str, other: str) -> bool:
    """Whether two names of the IANA database are one zone's, as ``UTC`` and ``Etc/UTC`` are."""
    rules = resources.files("tzdata").joinpath("zoneinfo")
    known = all(time_zone(name) is None for name in (one, other))
    return one == other or (known and rules.joinpath(one).read_bytes() == rules.joinpath(other).read_bytes())


@cache
def _zones() -> Mapping[str, str]:
    """{name in small letters: name}."""
    names = resources.files("tzdata").joinpath("zones").read_text(encoding="ascii").split()
    return {name.lower(): name for name in names}


def _similar(text: str, zones: Mapping[str, str]) -> str | None:
    wanted = text.lower().replace(" ", "_")
    for low, zone in zones.items():
        if low.endswith(f"/{wanted}"):
            return zone
    close = get_close_matches(wanted, zones, n=1, cutoff=0.75)
    return zones[close[0]] if close else None


def _schedule(text: str, fields: Sequence[_Field]) -> str | None:
    if "TZ" in text:
        return "has a time zone in it; put that into timeZone instead"
    if text.startswith("@"):
        return _macro(text)
    parts = text.split()
    if len(parts) != len(fields):
        order = ", ".join(field.name for field in fields)
        return f"has {len(parts)} fields; it must have {len(fields)}: {order}"
    for part, field in zip(parts, fields, strict=True):
        for item in part.split(","):
            if (wrong := _wrong(item.upper(), field)) is not None:
                return f'has "{part}" as its {field.name}; {wrong}'
    return _never(parts)


def _macro(text: str) -> str | None:
    if text in _MACROS or re.fullmatch(_EVERY, text):
        return None
    if text.startswith("@every"):
        return 'has a bad interval; write it like "@every 1h30m"'
    close = get_close_matches(text.strip().lower(), _MACROS, n=1)
    hint = f"did you mean {close[0]}?" if close else f"allowed are {', '.join(_MACROS)} and @every"
    return f"is not a macro; {hint}"


def _wrong(item: str, field: _Field) -> str | None:
    """What is wrong with one *item* of a list in *field*, in capitals; None if nothing is."""
    names = f" or {' '.join(field.names)}" if field.names else ""
    allowed = (
        f'it must be {field.low} to {field.high}{names}, "*", a range like "2-5",'
        ' a step like "*/5", or a list of these with ","'
    )
    match = re.fullmatch(_ITEM, item)
    if match is None:
        extended = set(item) & set("LW#")
        return f"{allowed}; Kubernetes has no L, W and #" if extended else allowed
    start, end, step = match.groups()
    numbers = [_number(text, field) for text in (start, end) if text not in {None, "*", "?"}]
    if any(number is None for number in numbers):
        sunday = field.names is _DAYS and "7" in {start, end}
        return f"{allowed}; Sunday is 0" if sunday else allowed
    if numbers != sorted(numbers, key=lambda number: number or 0):
        return "a range must not end before it starts"
    return "a step must be at least 1" if step is not None and int(step) == 0 else None


def _number(text: str, field: _Field) -> int | None:
    number = int(text) if text.isdecimal() else field.names.get(text, -1)
    return number if field.low <= number <= field.high else None


def _never(parts: Sequence[str]) -> str | None:
    # Imported here because schedules are rare, and the import is a third of a short command's time.
    from cronsim import CronSim, CronSimError  # noqa: PLC0415

    *others, days = (part.replace("?", "*") for part in parts)
    if days.startswith("*/"):  # cronsim wants both days to match then, robfig/cron only one
        days = f"0-6{days[1:]}"
    try:
        CronSim(" ".join((*others, days)), _ANY_TIME)
    except CronSimError:
        return "never runs; none of its months has that day"
    return None


def _is_date(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True
