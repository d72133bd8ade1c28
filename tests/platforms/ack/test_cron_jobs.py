"""CronHPA keeps to the windows, whether they touch or overlap: its jobs, held to the windows."""

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from oamdsl import CronScaler, Window
from oamdsl.platforms.ack import cron_horizontal_pod_autoscaler
from tests.platforms.implementing import effects, rendered

ACK = cron_horizontal_pod_autoscaler(time_zone="Etc/UTC")
DAY, WEEK = 24 * 60, 7 * 24 * 60

Minutes = frozenset[int]
"""Minutes of a week that begins on Sunday."""


def minutes(text: str) -> Minutes:
    """When a schedule of whole hours on days of the week fires."""
    minute, hours, _, _, days = text.split()
    return frozenset(
        int(day) * DAY + int(hour) * 60 + int(minute)
        for day in (range(7) if days == "*" else days.split(","))
        for hour in hours.split(",")
    )


def until(times: Minutes, now: int) -> int:
    """Minutes from *now* to the next of *times*."""
    return min((time - now - 1) % WEEK + 1 for time in times)


def needed(windows: Sequence[Window], otherwise: int, now: int) -> int:
    """What the windows that last at *now* ask for: those that end before they start again."""
    return max(
        (one.replicas for one in windows if until(minutes(one.end), now) <= until(minutes(one.start), now)),
        default=otherwise,
    )


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Some hours of some days, over midnight perhaps; twice a day perhaps."""
    days = draw(st.sets(st.integers(0, 6), min_size=1).map(sorted))
    hours = draw(st.sampled_from([(0, 6, 12, 18), *combinations(range(0, 24, 6), 2)]))
    starts, ends, later = hours[::2], hours[1::2], 0
    if len(starts) == 1 and draw(st.booleans()):
        starts, ends, later = ends, starts, 1
    return Window(
        draw(st.sampled_from("abcd")),
        start=f"0 {','.join(map(str, starts))} * * {_days(days, 0)}",
        end=f"0 {','.join(map(str, ends))} * * {_days(days, later)}",
        replicas=draw(st.integers(0, 3)),
    )


def _days(days: Sequence[int], later: int) -> str:
    return "*" if len(days) == 7 else ",".join(str(one) for one in sorted((day + later) % 7 for day in days))


@given(
    st.lists(windows(), min_size=1, max_size=4, unique_by=lambda one: one.name),
    st.integers(0, 3),
)
def test_whenever_that_changes_a_job_asks_for_as_many_as_the_windows_do(found, otherwise):
    trait = CronScaler(windows=found, otherwise=otherwise)
    assert not list(trait.refusals())
    _, *refused, made = effects(ACK, trait)
    jobs = [(minutes(job["schedule"][2:]), job["targetSize"]) for job in made[-1]["spec"]["jobs"]]
    edges = {time for one in found for edge in (one.start, one.end) for time in minutes(edge)}
    if refused:
        schedules = [minutes(edge) for one in found for edge in (one.start, one.end)]
        assert any(len({needed(found, otherwise, time) for time in times}) > 1 for times in schedules)
        return
    for time in sorted(edges):
        assert {size for times, size in jobs if time in times} == {needed(found, otherwise, time)}


def jobs(*found, otherwise=1):
    *_, made = effects(ACK, CronScaler(windows=found, otherwise=otherwise))
    return [(job["name"], job["schedule"], job["targetSize"]) for job in made[-1]["spec"]["jobs"]]


def window(name, start, end, replicas):
    return Window(name, start=start, end=end, replicas=replicas)


def test_windows_that_touch_have_one_job_between_them():
    morning = window("morning", "0 6 * * *", "0 12 * * *", 10)
    afternoon = window("afternoon", "0 12 * * *", "0 19 * * *", 20)
    assert jobs(morning, afternoon) == [
        ("morning-start", "0 0 6 * * *", 10),
        ("afternoon-start", "0 0 12 * * *", 20),
        ("afternoon-end", "0 0 19 * * *", 1),
    ]


def test_the_end_of_a_window_in_another_goes_back_to_the_other():
    assert jobs(
        window("day", "0 6 * * *", "0 19 * * *", 10), window("noon", "0 11 * * *", "0 14 * * *", 20)
    ) == [
        ("day-start", "0 0 6 * * *", 10),
        ("day-end", "0 0 19 * * *", 1),
        ("noon-start", "0 0 11 * * *", 20),
        ("noon-end", "0 0 14 * * *", 10),
    ]


def test_fewer_than_otherwise_may_run():
    assert jobs(window("night", "0 22 * * *", "0 6 * * *", 0), otherwise=5) == [
        ("night-start", "0 0 22 * * *", 0),
        ("night-end", "0 0 6 * * *", 5),
    ]


def test_an_edge_that_comes_with_another_on_some_days_only_is_refused_when_they_differ():
    morning = window("morning", "0 6 * * *", "0 12 * * *", 10)
    meeting = window("meeting", "0 12 * * 1-5", "0 19 * * 1-5", 20)
    _, refused, _ = effects(ACK, CronScaler(windows=[morning, meeting]))
    assert refused == (
        "refuse",
        "windows",
        "when window `morning` ends, `0 12 * * *`, a job of CronHPA asks for one number, and 1 or 20 replicas"
        " are needed, as `meeting` lasts from then on or not",
        "make two windows of `morning`: for the days with `meeting`, and for the days without",
    )


def test_windows_of_the_calendar_are_followed_over_the_year():
    season = window("season", "0 0 1 12 *", "0 0 1 1 *", 7)
    assert jobs(season, window("feast", "0 0 24 12 *", "0 0 27 12 *", 9)) == [
        ("season-start", "0 0 0 1 12 *", 7),
        ("season-end", "0 0 0 1 1 *", 1),
        ("feast-start", "0 0 0 24 12 *", 9),
        ("feast-end", "0 0 0 27 12 *", 7),
    ]


def test_a_window_that_is_not_known_has_no_job():
    faulty = CronScaler(windows=[Window("day", start="0 6 * * *", end="0 19 * * *")])
    *_, made = ACK.effects(faulty, rendered())
    assert made.body["spec"]["jobs"] == []
