import pytest

from oamdsl import Component, Container, ContainerizedWorkload, Secret, component, parameter
from oamdsl.checks.check import check
from oamdsl.checks.rules.mistyped_parameter import mistyped_parameter
from tests.checks.composing import container, plan_of, plan_with, told
from tests.rule_examples import Web

ENV_VALUES = (
    "a string or an integer or a number or True or False or a SecretKey or a ConfigMapKey or a PodField"
)


@component
class Vault(Component):
    passcode: str = parameter(secret=True)

    def workload(self):
        return ContainerizedWorkload([container(env={"PASSWORD": self.passcode})])


def test_text_in_place_of_a_number_is_reported():
    (finding,) = mistyped_parameter(plan_with(Web("web", connections="4096")))
    assert told(finding) == {
        "message": "`connections` of `Web` must be an integer, not '4096' (str)",
        "subject": ("shop", "web", "Web", "connections"),
        "seen": "'4096' (str)",
        "allowed": "an integer",
        "places": [
            ('connections="4096"', ""),
            ("parameter(default=1024, ge=1, le=65535)", "`connections` is declared here"),
        ],
        "help": "write `4096`, without quotes, or convert it by `int()`",
    }


def env(value):
    return plan_of(ContainerizedWorkload([Container("web", image="web:1", env=value)]))


def test_a_value_in_a_mapping_is_named_by_its_key():
    (finding,) = mistyped_parameter(env({"A": ["x", "y"], "B": "b"}))
    assert told(finding) == {
        "message": f"`env['A']` of `Container` must be {ENV_VALUES}, not ['x', 'y'] (list)",
        "subject": ("shop", "web", "Container", "env"),
        "seen": "['x', 'y'] (list)",
        "allowed": ENV_VALUES,
        "places": [("env=value", "")],
        "help": f"give `env['A']` {ENV_VALUES}",
    }


def test_a_key_that_is_no_text_is_named():
    (finding,) = mistyped_parameter(env({3: "x"}))
    assert finding.violation.message == "`env key 3` of `Container` must be a string, not 3 (int)"


def test_an_item_of_a_list_is_named_by_its_number():
    (finding,) = mistyped_parameter(plan_of(ContainerizedWorkload([container(ports=[80])])))
    assert finding.violation.message == "`ports[0]` of `Container` must be a Port, not 80 (int)"
    assert finding.violation.help == "write `Port(80)`"


@pytest.mark.parametrize("traits", [["AutoScaler"], [3]])
def test_what_is_no_trait_cannot_be_bound(traits):
    (finding,) = mistyped_parameter(plan_with(Web("web", traits=traits)))
    assert finding.violation.allowed == "a Trait"
    assert [place.label for place in finding.violation.places] == [""]


def test_a_mistyped_secret_is_not_shown_nor_is_its_line():
    (finding,) = check(plan_with(Vault("vault", passcode=81543)))
    assert finding.violation.message == "`passcode` of `Vault` must be a string, not [secret]"
    assert finding.violation.seen == "[secret]"
    assert "81543" not in str(finding)
    assert [place.confidential for place in finding.violation.places] == [True, False]


def test_a_secret_in_a_value_that_is_shown_has_no_text():
    (finding,) = mistyped_parameter(plan_with(Web("web", connections=[Secret("hunter2")])))
    assert finding.violation.seen == "[Secret(...)] (list)"
    assert finding.violation.places[0].confidential


def test_a_secret_may_stand_wherever_a_value_is_looked_at_later():
    assert list(mistyped_parameter(plan_with(Web("web", connections=Secret(80))))) == []
