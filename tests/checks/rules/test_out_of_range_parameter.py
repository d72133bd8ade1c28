import pytest

from oamdsl import (
    Component,
    ContainerizedWorkload,
    CronScaler,
    ManualScaler,
    Metrics,
    SecurityPolicy,
    Window,
    component,
    parameter,
)
from oamdsl.checks.check import check
from oamdsl.checks.rules.out_of_range_parameter import out_of_range_parameter
from tests.checks.composing import container, plan_with, shown, told
from tests.rule_examples import Web

DECLARED = ("parameter(default=1024, ge=1, le=65535)", "`connections` is declared here")


@component
class Tuned(Component):
    level: int = parameter(default=1, le=9)
    mode: str = parameter(default="fast", choices=("fast", "safe"))
    badge: str = parameter(default="a", secret=True, pattern="[a-z]+")
    pin: str = parameter(default="1", secret=True, problem=lambda pin: f"has {pin}" if len(pin) > 1 else None)

    def workload(self):
        return ContainerizedWorkload([container(args=[self.mode])])


def test_a_number_above_the_range_is_reported():
    (finding,) = out_of_range_parameter(plan_with(Web("web", connections=70000)))
    assert told(finding) == {
        "message": "`connections` of `Web`, 70000, is greater than 65535",
        "subject": ("shop", "web", "Web", "connections"),
        "seen": "70000",
        "allowed": "1 to 65535",
        "places": [("connections=70000", ""), DECLARED],
        "help": "give `connections` an allowed value: 1 to 65535",
    }


@pytest.mark.parametrize(
    ("built", "message", "help"),
    [
        (
            Web("web", connections=0),
            "`connections` of `Web`, 0, is less than 1",
            "give `connections` an allowed value: 1 to 65535",
        ),
        (
            Web("web", traits=[ManualScaler(replicas=-1)]),
            "`replicas` of `ManualScaler`, -1, is less than 0",
            "give `replicas` an allowed value: 0 or more",
        ),
        (
            Tuned("web", level=10),
            "`level` of `Tuned`, 10, is greater than 9",
            "give `level` an allowed value: 9 or less",
        ),
        (
            Tuned("web", mode="slow"),
            "`mode` of `Tuned`, 'slow', is not one of 'fast', 'safe'",
            "give `mode` an allowed value: 'fast', 'safe'",
        ),
        (
            Web("web", traits=[SecurityPolicy(seccomp_profile="RuntimeDefalt")]),
            "`seccomp_profile` of `SecurityPolicy`, 'RuntimeDefalt', is not one of"
            " 'RuntimeDefault', 'Unconfined'",
            "did you mean `'RuntimeDefault'`?",
        ),
        (
            Web("web", traits=[Metrics(port="http", path="metrics")]),
            "`path` of `Metrics`, 'metrics', does not match /.*",
            "give `path` an allowed value: text that matches /.*",
        ),
    ],
)
def test_what_a_declaration_does_not_allow_is_reported_with_what_it_does(built, message, help):
    (finding,) = out_of_range_parameter(plan_with(built))
    assert finding.violation.message == message
    assert finding.violation.help == help


def scaled(**fields):
    window = {"start": "0 6 * * *", "end": "0 7 * * *", "replicas": 2} | fields
    zone = window.pop("time_zone", "Etc/UTC")
    return plan_with(Web("web", traits=[CronScaler(time_zone=zone, windows=[Window("day", **window)])]))


def test_a_schedule_that_breaks_the_grammar_is_reported_with_the_rule_of_it():
    (finding,) = out_of_range_parameter(scaled(start="0 6 * *"))
    assert told(finding) == {
        "message": (
            "`start` of `Window`, '0 6 * *', has 4 fields; it must have 5: minute, hour, day of month, month,"
            " day of week"
        ),
        "subject": ("shop", "web", "Window", "start"),
        "seen": "'0 6 * *'",
        "places": [
            ('Window("day", **window)', ""),
        ],
        "help": "give `start` another value",
    }


def test_an_unknown_time_zone_is_reported_with_the_nearest_one():
    (finding,) = out_of_range_parameter(scaled(time_zone="Amerika/Los_Angeles"))
    assert finding.violation.message == (
        "`time_zone` of `CronScaler`, 'Amerika/Los_Angeles', is not a time zone of the IANA database;"
        " did you mean America/Los_Angeles?"
    )
    assert shown(finding)[0] == ("time_zone=zone", "")


@pytest.mark.parametrize(
    ("built", "message"),
    [
        (Tuned("web", badge="HUNTER"), "`badge` of `Tuned`, [secret], does not match [a-z]+"),
        (Tuned("web", pin="81543"), "`pin` of `Tuned`, [secret], is not valid"),
    ],
)
def test_a_secret_out_of_range_is_not_shown_nor_are_lines_with_it(built, message):
    (finding,) = check(plan_with(built))
    assert finding.violation.message == message
    assert not any(text in str(finding) for text in ("HUNTER", "81543"))
    assert all(place.confidential for place in finding.violation.places)


def test_the_bounds_are_allowed():
    assert list(out_of_range_parameter(plan_with(Web("a", connections=1), Web("b", connections=65535)))) == []
