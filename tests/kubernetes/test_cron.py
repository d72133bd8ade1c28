import pytest
from hypothesis import given
from hypothesis import strategies as st

from oamdsl.kubernetes.cron import cron, cron_with_seconds, is_same_time_zone, time_zone


@pytest.mark.parametrize(
    "text",
    [
        "* * * * *",
        "*/15 0-6 1,15 JAN-mar MON",
        "? ? ? ? ?",
        "0 3 * * sun",
        "5/10 * * * *",
        "0 0 29 2 *",
        "0 0 31 2 1",
        "0 0 31 2 */2",
        "0\t0 1 1 0",
        "*/100 * * * *",
        "@hourly",
        "@midnight",
        "@every 1h30m",
        "@every 1.5h",
    ],
)
def test_a_schedule_of_kubernetes_has_no_problem(text):
    assert cron(text) is None


MINUTE = 'it must be 0 to 59, "*", a range like "2-5", a step like "*/5", or a list of these with ","'
DAY = (
    'it must be 0 to 6 or SUN MON TUE WED THU FRI SAT, "*", a range like "2-5", a step like "*/5",'
    ' or a list of these with ","'
)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "has 0 fields; it must have 5: minute, hour, day of month, month, day of week"),
        (
            "0 0 0 * * *",
            "has 6 fields; it must have 5: minute, hour, day of month, month, day of week",
        ),
        ("61 * * * *", f'has "61" as its minute; {MINUTE}'),
        ("1,61 * * * *", f'has "1,61" as its minute; {MINUTE}'),
        ("1, * * * *", f'has "1," as its minute; {MINUTE}'),
        ("*-5 * * * *", f'has "*-5" as its minute; {MINUTE}'),
        ("x * * * *", f'has "x" as its minute; {MINUTE}'),
        ("\u0663 * * * *", f'has "\u0663" as its minute; {MINUTE}'),
        ("* * * * 7", f'has "7" as its day of week; {DAY}; Sunday is 0'),
        ("* * * * 8", f'has "8" as its day of week; {DAY}'),
        ("* * * * FOO", f'has "FOO" as its day of week; {DAY}'),
        ("* * * * 5L", f'has "5L" as its day of week; {DAY}; Kubernetes has no L, W and #'),
        ("* * * * 1#2", f'has "1#2" as its day of week; {DAY}; Kubernetes has no L, W and #'),
        ("5-1 * * * *", 'has "5-1" as its minute; a range must not end before it starts'),
        (
            "* * * * FRI-SUN",
            'has "FRI-SUN" as its day of week; a range must not end before it starts',
        ),
        ("*/0 * * * *", 'has "*/0" as its minute; a step must be at least 1'),
        ("0 0 31 2 *", "never runs; none of its months has that day"),
        ("0 0 31 2,4 ?", "never runs; none of its months has that day"),
        ("CRON_TZ=UTC 0 0 * * *", "has a time zone in it; put that into timeZone instead"),
        ("TZ=UTC @daily", "has a time zone in it; put that into timeZone instead"),
        ("@Daily", "is not a macro; did you mean @daily?"),
        (
            "@reboot",
            (
                "is not a macro; allowed are @yearly, @annually, @monthly, @weekly, @daily,"
                " @midnight, @hourly and @every"
            ),
        ),
        ("@every 5", 'has a bad interval; write it like "@every 1h30m"'),
    ],
)
def test_a_schedule_that_kubernetes_refuses_is_explained(text, problem):
    assert cron(text) == problem


def test_the_place_of_l_and_w_in_a_day_of_month_is_nowhere():
    for text in ("* * L * *", "* * 15W * *", "* * LW * *"):
        assert (cron(text) or "").endswith("Kubernetes has no L, W and #")


@given(st.text(alphabet="0123456789*/-,?LW# @JANMOTZ", max_size=20))
def test_any_text_has_a_problem_or_none(text):
    problem = cron(text)
    assert problem is None or problem.startswith(("has ", "is ", "never "))


@pytest.mark.parametrize("text", ["0 0 9 * * 1-5", "30 */1 * * * *", "@hourly"])
def test_a_schedule_with_seconds_has_six_fields(text):
    assert cron_with_seconds(text) is None


def test_a_single_date_is_a_schedule_with_seconds():
    assert cron_with_seconds("@date 2026-11-11 20:00:00") is None
    assert cron_with_seconds("@date tomorrow") == (
        'has a bad date; write it like "@date 2026-11-11 20:00:00"'
    )


def test_five_fields_are_no_schedule_with_seconds():
    assert cron_with_seconds("0 9 * * 1-5") == (
        "has 5 fields; it must have 6: second, minute, hour, day of month, month, day of week"
    )


@pytest.mark.parametrize("text", ["Europe/Berlin", "UTC", "Etc/UTC", "America/Argentina/Ushuaia"])
def test_a_time_zone_of_the_iana_database_is_fine(text):
    assert time_zone(text) is None


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("europe/berlin", "did you mean Europe/Berlin?"),
        ("Berlin", "did you mean Europe/Berlin?"),
        ("New York", "did you mean America/New_York?"),
        ("Europe/Berln", "did you mean Europe/Berlin?"),
        ("Local", 'write "Europe/Berlin"'),
        ("+02:00", 'write "Europe/Berlin"'),
    ],
)
def test_a_wrong_time_zone_is_answered_with_the_nearest_one(text, hint):
    assert time_zone(text) == f"is not a time zone of the IANA database; {hint}"


def test_an_empty_time_zone_is_called_so():
    assert time_zone("") == 'is empty; write "Europe/Berlin"'


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Europe/Berlin", "Europe/Berlin", True),
        ("UTC", "Etc/UTC", True),
        ("PRC", "Asia/Shanghai", True),
        ("Europe/Berlin", "Europe/Paris", False),
        ("Etc/UTC", "Asia/Shanghai", False),
        ("Etc/UTC", "Mars/Base", False),
    ],
)
def test_names_of_one_time_zone_are_the_same(one, other, same):
    assert is_same_time_zone(one, other) is same
