import pytest

from oamdsl import AutoScaler, Component, ContainerizedWorkload, component, parameter
from oamdsl.checks.rules.unknown_parameter import unknown_parameter
from tests.checks.composing import container, plan_with, told
from tests.rule_examples import Web

PARAMETERS = "name, traits, depends_on, connections"


@component
class Vault(Component):
    passcode: str = parameter(default="", secret=True)

    def workload(self):
        return ContainerizedWorkload([container(env={"PASSWORD": self.passcode})])


def test_a_misspelt_parameter_is_reported_with_the_one_that_was_meant():
    (finding,) = unknown_parameter(plan_with(Web("web", conections=4096)))
    assert told(finding) == {
        "message": "`Web` has no parameter `conections`",
        "subject": ("shop", "web", "Web", "conections"),
        "seen": "4096",
        "allowed": PARAMETERS,
        "places": [("conections=4096", "")],
        "help": "did you mean `connections`?",
    }


def test_a_name_that_is_near_none_is_to_be_removed():
    (finding,) = unknown_parameter(plan_with(Web("web", zone="a")))
    assert finding.violation.help == (
        "remove it, or ask whoever wrote `Web` to declare it with `parameter()`"
    )


def test_a_parameter_given_by_position_and_by_name_is_given_twice():
    (finding,) = unknown_parameter(plan_with(Web("web", name="admin")))
    assert told(finding) == {
        "message": "`Web` is given `name` twice",
        "subject": ("shop", "admin", "Web", "name"),
        "seen": "'admin'",
        "places": [('name="admin"', "")],
        "help": "give it once",
    }


def test_each_argument_too_many_by_position_is_reported():
    findings = list(unknown_parameter(plan_with(Web("web", 4096, 3))))
    assert told(findings[0]) == {
        "message": "`Web` takes no argument 2 by position",
        "subject": ("shop", "web", "Web", "argument 2"),
        "seen": "4096",
        "allowed": "1 by position (name), the rest by name",
        "places": [("4096", "")],
        "help": "name it: `connections=4096`",
    }
    assert findings[1].violation.message == "`Web` takes no argument 3 by position"


def test_an_argument_by_position_that_no_parameter_takes_is_to_be_named_or_removed():
    (finding,) = unknown_parameter(plan_with(Web("web", 0)))
    assert finding.violation.help == "give it by its name, or remove it"


def test_traits_have_parameters_too():
    (finding,) = unknown_parameter(plan_with(Web("web", traits=[AutoScaler(maximum=9, minimun=2)])))
    assert told(finding)["subject"] == ("shop", "web", "AutoScaler", "minimun")
    assert told(finding)["help"] == "did you mean `minimum`?"


@pytest.mark.parametrize("built", [Vault("vault", pascode="hunter2"), Vault("vault", "hunter2")])
def test_what_may_be_a_misspelt_secret_is_not_shown_nor_is_its_line(built):
    (finding,) = unknown_parameter(plan_with(built))
    assert finding.violation.seen == "[secret]"
    assert "hunter2" not in str(finding)
    assert all(place.confidential for place in finding.violation.places)


def test_known_parameters_are_fine():
    assert list(unknown_parameter(plan_with(Web("web", connections=4096)))) == []
