"""The lines of operators beside those of helpers, and none of this package's own."""

from oamdsl import Component, Container, ContainerizedWorkload, NetworkIsolation, component
from oamdsl.checks.callers import with_callers
from oamdsl.checks.check import check
from oamdsl.diagnostics.finding import Finding, Place, Severity, Violation
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import plan_with, told
from tests.rule_examples import Web


@component
class Mistaken(Component):
    def workload(self):
        return ContainerizedWorkload([Container("web", image="web:1", args=[1])])


def helper(name):
    return Web(name, connections="9")


def test_the_call_of_a_helper_is_a_place_too():
    (finding,) = check(plan_with(helper("web")))
    assert told(finding)["places"] == [
        ('connections="9"', ""),
        ("parameter(default=1024, ge=1, le=65535)", "`connections` is declared here"),
        ('helper("web")', "called from here"),
    ]


def test_the_component_of_what_its_class_does_wrong_is_a_place_too():
    (finding,) = check(plan_with(Mistaken("web")))
    assert told(finding)["places"] == [
        ("1", ""),
        ('Mistaken("web")', "component `web` is built here"),
    ]


def test_a_place_in_this_package_is_none_where_there_is_another():
    plan = plan_with(Web("web", traits=[NetworkIsolation(allow_from=[])]), platform=KUBERNETES)
    (finding,) = check(plan)
    assert [label for _, label in told(finding)["places"]] == [
        "`NetworkIsolation` requires it",
        "component `web` is built here",
    ]
    place = Place(KUBERNETES.location)
    violation = Violation(message="m", places=(place,), subject=(), help="h")
    lone = Finding(code="OAM000", rule="r", severity=Severity.ERROR, violation=violation)
    assert with_callers([lone], plan) == [lone]
