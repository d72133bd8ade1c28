"""Every workload has an example, and every trait gets on with it or is refused with a reason."""

import itertools

import pytest

import oamdsl
from oamdsl import Characteristic, Daemon, Trait, Workload
from oamdsl.checks.check import check
from oamdsl.model.element import parts_of
from tests.checks.composing import plan_of
from tests.rule_examples import PLATFORM


def exported(base):
    found = [getattr(oamdsl, name) for name in oamdsl.__all__]
    classes = (one for one in found if isinstance(one, type) and issubclass(one, base) and one is not base)
    return sorted(classes, key=lambda cls: cls.__name__)


def codes(workload, *traits):
    return {finding.code for finding in check(plan_of(workload, *traits, platform=PLATFORM))}


@pytest.mark.parametrize("cls", exported(Workload))
def test_every_workload_has_an_example_in_which_nothing_is_found(cls):
    example = cls.example()
    assert type(example) is cls
    assert not [fault for element in parts_of(example) for fault in element.faults]
    assert example == cls.example()
    assert codes(example) == set()


@pytest.mark.parametrize(
    ("workload", "trait"),
    list(itertools.product(exported(Workload), exported(Trait))),
    ids=lambda cls: cls.__name__,
)
def test_a_trait_is_bound_or_refused_with_a_reason(workload, trait):
    """No implementation fails (OAM108) or claims what is not there (OAM209)."""
    assert not codes(workload.example(), trait.example()) & {"OAM108", "OAM209"}


def test_no_trait_scales_a_daemon():
    for trait in exported(Trait):
        if Characteristic.REPLICABLE in trait.applies_to:
            assert codes(Daemon.example(), trait.example()) == {"OAM201"}
