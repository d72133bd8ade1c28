"""Schedules in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oamdsl.kubernetes.cron import cron
from oamdsl.kubernetes.schedule_words import in_words, with_words


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        ("0 3 * * *", "every day at 03:00"),
        ("30 8,12,18 * * 1-5", "on Monday to Friday at 08:30, 12:30 and 18:30"),
        ("0 8 * * mon,WED", "on Monday and Wednesday at 08:00"),
        ("0 0 1 * ?", "on day 1 of the month at 00:00"),
        ("0 0 1 1 *", "on day 1 of the month in January at 00:00"),
        ("0 0 1,15 * 0", "on day 1 and 15 of the month or on Sunday at 00:00"),
        ("0 8 * 6-8 *", "every day in June to August at 08:00"),
        ("* * * * *", "every minute"),
        ("*/1 * * * *", "every minute"),
        ("*/15 * * * *", "every 15 minutes"),
        ("0 * * * *", "every hour"),
        ("5 * * * *", "every hour at minute 5"),
        ("0 */6 * * *", "every 6 hours"),
        ("10 */6 * * *", "every 6 hours at minute 10"),
        ("0 9-17 * * *", "every hour from 09:00 to 17:00"),
        ("*/10 * * * SAT", "on Saturday every 10 minutes"),
        ("0 0 22 * * *", "every day at 22:00"),
        ("@daily", "every day at 00:00"),
        ("@hourly", "every hour"),
    ],
)
def test_a_schedule_says_when(schedule, words):
    assert in_words(schedule) == words


@pytest.mark.parametrize(
    "schedule",
    [
        "",
        "0 3 * *",
        "1 2 3 4 5",
        "*/15 8 * * *",
        "1-5 * * * *",
        "0 8-10,12 * * *",
        "0 0 */2 * *",
        "0 0 * */2 *",
        "0 0 * 13 *",
        "0 0 * * 7",
        "0 0 * * XYZ",
        "30 0 22 * * *",
        "@every 5m",
        "every * * * *",
    ],
)
def test_what_words_do_not_make_clearer_stays_as_it_is(schedule):
    assert in_words(schedule) == ""
    assert with_words(schedule) == schedule


FIELD = st.sampled_from(["*", "?", "5", "*/5", "1-5", "1,5", "1-5/2", "*/2,3"])
MONTH = st.sampled_from(["*", "3", "JAN", "feb-MAR"])
WEEKDAY = st.sampled_from(["*", "3", "MON", "tue-FRI", "SUN,SAT"])


def test_a_schedule_at_which_something_is_so_reads_as_a_sentence():
    assert (
        with_words("2 at 0 0 22 * * *, 8 at 1 2 3 4 5")
        == "2 every day at 22:00 (0 0 22 * * *), 8 at 1 2 3 4 5"
    )


@given(st.tuples(FIELD, FIELD, FIELD, MONTH, WEEKDAY).map(" ".join))
def test_every_schedule_of_a_cron_job_is_found_in_a_text_as_a_whole(schedule):
    assert cron(schedule) is None
    words = in_words(schedule)
    told = f"{words} ({schedule})" if words else schedule
    assert (
        with_words(f"2 from {schedule}, or {schedule} Europe/Berlin")
        == f"2 from {told}, or {told} Europe/Berlin"
    )
