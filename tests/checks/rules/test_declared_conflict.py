import pytest

from oamdsl import AutoScaler, ManualScaler, Metadata, Require, Trait, implements, trait
from oamdsl.checks.rules.declared_conflict import declared_conflict
from tests.checks.composing import messages, plan_with, told
from tests.rule_examples import PLATFORM, Web


@trait
class BlueGreen(Trait):
    """Two controllers that watch one Deployment."""

    conflicts_with = (ManualScaler,)


@trait
class Solitary(Trait):
    """Once is enough."""


Solitary.conflicts_with = (Solitary,)


@trait
class PatientScaler(ManualScaler):
    """A kind of `ManualScaler`."""


def needs_deployments(trait, workload):
    yield Require("deployments")


OFFERING = PLATFORM.offering(
    *(implements(one)(needs_deployments) for one in (BlueGreen, Solitary, PatientScaler))
)


def conflicts(*traits):
    return plan_with(Web("web", traits=traits), platform=OFFERING)


def test_a_trait_after_one_that_excludes_it_is_reported():
    (finding,) = declared_conflict(conflicts(BlueGreen(), ManualScaler(replicas=2)))
    assert told(finding) == {
        "message": "`BlueGreen` declares that it conflicts with `ManualScaler`, and component `web` has both",
        "subject": ("shop", "web", "ManualScaler"),
        "places": [
            ("ManualScaler(replicas=2)", "`ManualScaler` is bound here"),
            ("BlueGreen()", "`BlueGreen` is bound here"),
            ('Web("web", traits=traits)', "component `web` is built here"),
        ],
        "help": "keep `BlueGreen` or `ManualScaler`, not both",
    }


def test_a_trait_before_one_that_excludes_it_is_reported():
    (finding,) = declared_conflict(conflicts(ManualScaler(replicas=2), BlueGreen()))
    assert finding.violation.message == (
        "`BlueGreen` declares that it conflicts with `ManualScaler`, and component `web` has both"
    )
    assert told(finding)["places"][0] == ("BlueGreen()", "`BlueGreen` is bound here")
    assert finding.violation.help == "keep `ManualScaler` or `BlueGreen`, not both"


def test_a_subclass_of_an_excluded_trait_is_excluded():
    assert messages(declared_conflict, conflicts(PatientScaler(replicas=1), BlueGreen())) == [
        "`BlueGreen` declares that it conflicts with `PatientScaler`, and component `web` has both"
    ]


def test_a_trait_may_exclude_its_own_class():
    assert messages(declared_conflict, conflicts(Solitary(), Solitary())) == [
        "`Solitary` declares that it conflicts with `Solitary`, and component `web` has both"
    ]


@pytest.mark.parametrize(
    "traits", [[BlueGreen()], [Metadata(), AutoScaler(maximum=2)], [BlueGreen(), Metadata()]]
)
def test_traits_that_declare_no_conflict_are_fine(traits):
    assert messages(declared_conflict, conflicts(*traits)) == []


def test_a_conflict_is_between_traits_of_one_component():
    plan = plan_with(
        Web("a", traits=[BlueGreen()]), Web("b", traits=[ManualScaler(replicas=2)]), platform=OFFERING
    )
    assert messages(declared_conflict, plan) == []
