"""All rules over a plan, and what no report of them shows."""

from oamdsl import (
    AutoScaler,
    Component,
    Container,
    ContainerizedWorkload,
    ManualScaler,
    Secret,
    Trait,
    component,
    implements,
    parameter,
    trait,
)
from oamdsl.checks.check import check
from oamdsl.model.value import StackSecret
from tests.checks.composing import plan_with
from tests.rule_examples import PLATFORM, Web

CONFLICT = [AutoScaler(maximum=9), ManualScaler(replicas=3)]


@component
class Vault(Component):
    code: str = parameter(default="", secret=True)
    env: dict = parameter(default={})

    def workload(self):
        return ContainerizedWorkload([Container("web", image="web:1", env={"CODE": self.code})])


@component
class Preset(Component):
    code: str = parameter(default="81543", secret=True)
    size: int = parameter(default=1, ge=1)

    def workload(self):
        return ContainerizedWorkload([Container("web", image="web:1", env={"CODE": self.code})])


def confidential(plan):
    """Whether each place of the first finding is confidential."""
    (finding, *_) = check(plan)
    return [place.confidential for place in finding.violation.places]


def test_findings_come_in_the_order_of_the_rules_with_the_environment():
    findings = check(plan_with(Web("web", traits=CONFLICT), Web("api", conections=3)))
    assert [(finding.code, finding.environments) for finding in findings] == [
        ("OAM101", ("prod",)),
        ("OAM202", ("prod",)),
    ]


def test_the_call_that_spells_out_a_secret_is_confidential_in_every_finding():
    vault = Vault("web", code="81543", traits=CONFLICT)
    assert confidential(plan_with(vault)) == [False, False, True]


def test_a_secret_in_a_list_or_a_mapping_is_one():
    held = Vault("web", env={"A": [Secret("81543")]}, traits=CONFLICT)
    assert confidential(plan_with(held)) == [False, False, True]


def test_a_mistyped_secret_makes_its_call_confidential():
    (_, finding, *_) = check(plan_with(Vault("web", code=81543, traits=CONFLICT)))
    assert [place.confidential for place in finding.violation.places] == [False, False, True]


def test_a_line_that_is_shown_between_two_places_is_one_of_them():
    traits = CONFLICT[:1]
    near = ManualScaler(replicas=3)
    vault = Vault("web", code="81543", traits=[*traits, near])
    assert near.location.line == vault.location.line - 1
    places = next(one for one in check(plan_with(vault)) if one.code == "OAM202").violation.places
    assert {place.location.line: place.confidential for place in places} == {
        CONFLICT[0].location.line: False,
        near.location.line: True,
        vault.location.line: True,
    }


@trait
class Alarm(Trait):
    code: str = parameter(secret=True)


@implements(Alarm)
def alarm(trait, workload):
    yield from ()


def test_a_secret_of_a_trait_is_kept_from_findings_about_its_neighbours():
    web = Web("web", connections="9", traits=[Alarm(code="81543")])
    assert confidential(plan_with(web, platform=PLATFORM.offering(alarm))) == [True, False]


def test_a_secret_in_what_is_no_value_for_a_parameter_is_kept_from_its_finding():
    assert confidential(plan_with(Web("web", traits=Alarm(code="81543")), platform=PLATFORM)) == [True]


def test_a_secret_under_a_misspelt_name_is_kept_from_findings_about_its_neighbours():
    web = Web("web", connections="9", traits=[Alarm(coed="81543")])
    assert all(confidential(plan_with(web, platform=PLATFORM.offering(alarm))))


def test_a_class_with_a_secret_that_is_not_given_has_its_lines_shown():
    assert confidential(plan_with(Preset("web", sise=0))) == [True]
    assert confidential(plan_with(Vault("web", code=StackSecret("code"), env=3))) == [False, False]


def test_the_declaration_of_a_secret_default_is_confidential_and_so_is_the_next_one():
    (finding,) = check(plan_with(Preset("web", size=0)))
    assert finding.violation.places[1].label == "`size` is declared here"
    assert finding.violation.places[1].confidential


def test_secrets_of_the_stack_are_not_in_the_program():
    vault = Vault("web", code=StackSecret("code"), traits=CONFLICT)
    assert confidential(plan_with(vault)) == [False, False, False]


def test_a_plan_without_findings_has_none():
    assert check(plan_with(Web("web"))) == []
