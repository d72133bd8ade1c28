"""Stretches of time that traits of scaling go by."""

from collections.abc import Iterator, Sequence
from typing import Final

from oamdsl.kubernetes.cron import cron
from oamdsl.kubernetes.schedule import Change, Schedule, changes
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter
from oamdsl.model.value import is_opaque

_MACROS: Final = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}


def edge(text: str) -> str | None:
    """What is wrong with when a window starts or ends; None for the five fields of `cron`, and no macro.

    Nor may one of the two days be a step and the other be restricted: whether both must match then, or one,
    differs from controller to controller.
    """
    problem = cron(text)
    if problem is not None:
        return problem
    if text.startswith("@"):
        fields = _MACROS.get(text)
        return f'is a macro; write "{fields}"' if fields else "is an interval, and no time of day"
    _, _, day, _, weekday = text.split()
    for step, other in ((day, weekday), (weekday, day)):
        if step.startswith(("*/", "?/")) and other not in ("*", "?"):
            return f'has "{step}" beside another day, which controllers read differently; write the days out'
    return None


@declare
class Window(Element):
    """A recurring stretch of time with a number of replicas of its own.

    Attributes:
        name: Its name, unique in the trait.
        start: When it begins, in cron's five fields.
        end: When it ends, in cron's five fields: once for each start, before the next one.
        replicas: Replicas while it lasts.
    """

    name: str = parameter(kw_only=False, pattern=".+")
    start: str = parameter(problem=edge)
    end: str = parameter(problem=edge)
    replicas: int = parameter(ge=0)

    @property
    def is_known(self) -> bool:
        """Whether all of it is known while the program runs."""
        return not any(is_opaque(one) for one in (self.name, self.start, self.end, self.replicas))

    @property
    def span(self) -> tuple[Schedule, Schedule]:
        """When it starts and when it ends."""
        return Schedule.of(self.start), Schedule.of(self.end)


def known_windows(windows: Sequence[Window]) -> tuple[Window, ...]:
    """Those of *windows* that are known while the program runs; the others are refused, or at fault."""
    return tuple(window for window in windows if window.is_known)


def refused_windows(windows: Sequence[Window]) -> Iterator[Refuse]:
    """What is wrong with the parameter ``windows``: each has its own name, and ends once for each start."""
    names = [window.name for window in known_windows(windows)]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Refuse(
            "windows",
            why=f"{names.count(name)} windows are named `{name}`",
            help="give each window a name of its own",
        )
    for window in windows:
        problem = _problem(window)
        if problem is not None:
            why, remedy = problem
            yield Refuse("windows", why=f"window `{window.name}` {why}", help=remedy)


def _problem(window: Window) -> tuple[str, str] | None:
    """What is wrong with *window*, a phrase that follows its name, and what to do."""
    if not window.is_known:
        return "has a value that is known only after deployment", "give it plain values"
    for change in changes((window.span,)):
        if change.started and change.ended:
            return (
                f"ends when it starts, {_time(window, change)}",
                "leave that start out, or let it end elsewhere",
            )
        if change.started and change.lasting:
            return f"starts twice before it ends, {_time(window, change)}", "let it end before each start"
        if change.ended and not change.lasting:
            return f"ends twice before it starts, {_time(window, change)}", "let it end once for each start"
    return None


def _time(window: Window, change: Change) -> str:
    """``such as at 06:00 on a Sunday``, with the date where the window goes by it."""
    date = "" if all(one.is_of_the_week for one in window.span) else f", {change.at.day} {change.at:%B}"
    return f"such as at {change.at:%H:%M} on a {change.at:%A}{date}"
