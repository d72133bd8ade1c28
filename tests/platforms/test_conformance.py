"""Every implementation of the library passes the checks that a package's own must pass."""

import pytest
import yaml

import oamdsl
from oamdsl import Implementation, Trait
from oamdsl.testing import conformance
from tests.platforms.catalogue import ARGUMENTS, BESIDE, EXAMPLES, IMPLEMENTATIONS, found
from tests.projects import ROOT

DEFINITIONS = [
    yaml.load(file.read_bytes(), yaml.CSafeLoader) for file in sorted((ROOT / "tests/crds").glob("*.yaml"))
]
CHECKS = [
    pytest.param(check, id=" ".join((name, *beside, str(check))))
    for name, implementation in IMPLEMENTATIONS.items()
    for beside in BESIDE.get(name, [()])
    for check in conformance(
        implementation,
        examples=EXAMPLES.get(implementation.trait, ()),
        beside=[IMPLEMENTATIONS[other] for other in beside],
        definitions=DEFINITIONS,
    )
]


@pytest.mark.parametrize("check", CHECKS)
def test_every_implementation_conforms(check):
    check.verify()


def test_every_trait_is_implemented():
    exported = {getattr(oamdsl, name) for name in oamdsl.__all__}
    traits = {one for one in exported if isinstance(one, type) and issubclass(one, Trait)} - {Trait}
    assert {one.trait for one in IMPLEMENTATIONS.values()} == traits


def test_what_is_called_with_arguments_here_takes_some():
    assert ARGUMENTS.keys() == {name for name, one in found().items() if not isinstance(one, Implementation)}
