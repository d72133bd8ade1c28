import pytest

from oamdsl import Component, ContainerizedWorkload, component, parameter
from oamdsl.checks.check import check
from oamdsl.checks.rules.invalid_default import invalid_default
from tests.checks.composing import container, plan_with, told


class Cache(Component):
    def workload(self):
        return ContainerizedWorkload([container()])


@component
class Empty(Cache):
    size: int = parameter(default=0, ge=1)


@component
class Worded(Cache):
    size: int = parameter(default="a")


@component
class Chosen(Cache):
    mode: str = parameter(default="slow", choices=("fast", "safe"))


@component
class Fixed(Cache):
    size: int = "a"


@component
class Secretive(Cache):
    passcode: str = parameter(default="HUNTER2", pattern="[a-z]+", secret=True)


def test_a_default_that_breaks_its_declaration_is_reported_there_first():
    (finding,) = invalid_default(plan_with(Empty("cache")))
    assert told(finding) == {
        "message": "the default of `size` of `Empty`, 0, is less than 1",
        "subject": ("shop", "cache", "Empty", "size"),
        "seen": "0",
        "allowed": "1 or more",
        "places": [
            ("parameter(default=0, ge=1)", "`size` is declared here"),
            ('Empty("cache")', "`Empty` takes its default here"),
        ],
        "help": "mend the default, or what its declaration allows",
    }


@pytest.mark.parametrize(
    ("built", "message", "allowed"),
    [
        (Worded("cache"), "the default of `size` of `Worded`, 'a', is not an integer", "an integer"),
        (
            Chosen("cache"),
            "the default of `mode` of `Chosen`, 'slow', is not one of 'fast', 'safe'",
            "'fast', 'safe'",
        ),
    ],
)
def test_a_default_of_the_wrong_type_or_none_of_the_choices_is_reported(built, message, allowed):
    (finding,) = invalid_default(plan_with(built))
    assert (finding.violation.message, finding.violation.allowed) == (message, allowed)


def test_a_fixed_value_of_the_wrong_type_is_reported_where_it_is_used():
    (finding,) = invalid_default(plan_with(Fixed("cache")))
    assert told(finding)["message"] == "the default of `size` of `Fixed`, 'a', is not an integer"
    assert told(finding)["places"] == [('Fixed("cache")', "`Fixed` takes its default here")]


def test_a_secret_default_is_not_shown_nor_is_the_line_that_declares_it():
    (finding,) = check(plan_with(Secretive("cache")))
    assert (
        finding.violation.message
        == "the default of `passcode` of `Secretive`, [secret], does not match [a-z]+"
    )
    assert "HUNTER2" not in str(finding)
    assert all(place.confidential for place in finding.violation.places)


def test_whoever_overrides_a_wrong_default_is_not_troubled():
    assert list(invalid_default(plan_with(Empty("cache", size=1)))) == []
