import attrs
import pytest

from oamdsl.diagnostics.finding import Finding, Place, Severity, Violation, merged
from oamdsl.diagnostics.origin import Location


def finding(message="it is wrong", line=1, *environments, code="OAM101", **others):
    return Finding(
        code=code,
        rule="wrong-thing",
        severity=Severity.ERROR,
        violation=Violation(
            message=message,
            places=(Place(Location("app.py", line)),),
            subject=("shop", "web"),
            help="mend it",
            **others,
        ),
        environments=environments,
    )


def test_one_finding_of_several_environments_stands_once():
    assert merged([finding("one", 1, "dev"), finding("one", 1, "prod", "dev"), finding("one", 1, "eu")]) == [
        finding("one", 1, "dev", "prod", "eu")
    ]


def test_findings_that_differ_in_anything_else_stay_apart():
    one, other = finding("one", 1, "dev", seen="1"), finding("one", 1, "prod", seen="2")
    assert merged([one, other]) == [one, other]


def test_findings_are_in_the_order_of_places_then_codes():
    first, second, third = finding(line=2), finding(line=10, code="OAM101"), finding(line=10, code="OAM202")
    nowhere = attrs.evolve(first, violation=attrs.evolve(first.violation, places=()))
    assert merged([third, second, first, nowhere]) == [nowhere, first, second, third]


def test_nothing_merges_to_nothing():
    assert merged([]) == []


def test_the_fingerprint_is_known():
    assert finding().fingerprint == "58476178e9d5a2d5"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("set in /srv/app.py:31:5", "set in /srv/app.py:7:9"),
        ("set in app.py:31", "set in app.py:7"),
        ("set in line 31", "set in line 7"),
    ],
)
def test_the_fingerprint_stays_when_lines_move(one, other):
    assert finding(one, 31, "dev").fingerprint == finding(other, 7, "prod").fingerprint


@pytest.mark.parametrize(
    "other", [finding("port 8080"), finding("port 80", code="OAM102"), finding("image:80")]
)
def test_the_fingerprint_tells_findings_apart(other):
    assert other.fingerprint != finding("port 80").fingerprint


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb\u2066", "a\\u202eb\\u2066"),
        (
            "\u65e5\u672c e\u0301 \U0001f468\u200d\U0001f467",
            "\u65e5\u672c e\u0301 \U0001f468\u200d\U0001f467",
        ),
    ],
)
def test_what_is_said_stays_on_one_line_and_moves_no_cursor(text, shown):
    violation = Violation(message=text, places=(), subject=(text,), help="mend it")
    assert (violation.message, violation.subject, Place(Location("a.py", 1), text).label) == (
        shown,
        (shown,),
        shown,
    )
