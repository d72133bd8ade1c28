"""Traits of which a component may have several, each called by a name."""

import pytest

from oamdsl import Create, Refuse
from oamdsl.compose.fold import fold
from oamdsl.compose.folded import Binding
from oamdsl.compose.ledger import Claim, Owner, Role, Verb
from oamdsl.kubernetes.object import FieldRef
from tests.platforms.catalogue import IMPLEMENTATIONS, SEVERAL
from tests.platforms.implementing import rendered

WORKLOAD = rendered()


def developer(rendered_object, path):
    owner = Owner(Role.DEVELOPER, "web", rendered_object.origin)
    return Claim(FieldRef(rendered_object.ref, path), owner, Verb.WROTE)


def workload_name(binding):
    """The component's name, and the trait's after it."""
    return f"web-{binding.trait.name}" if binding.trait.name else "web"


def implemented():
    return [name for name, one in IMPLEMENTATIONS.items() if one.trait in SEVERAL]


@pytest.mark.parametrize("name", implemented())
def test_two_of_a_trait_get_on_and_make_objects_of_their_own(name):
    implementation = IMPLEMENTATIONS[name]
    bindings = [
        Binding(trait, implementation, tuple(implementation.effects(trait, WORKLOAD)))
        for trait in SEVERAL[implementation.trait]
    ]
    if name == "kubernetes.scrape_annotations":
        (refused,) = (one for one in bindings[1].effects if isinstance(one, Refuse))
        assert refused.parameter == "name"
        return
    folded = fold(WORKLOAD, bindings, developer)
    assert not folded.contests
    made = [[one.name for one in binding.effects if isinstance(one, Create)] for binding in bindings]
    assert all(made)
    assert len({one for names in made for one in names}) == sum(map(len, made))
    assert {one for names in made for one in names} <= {workload_name(binding) for binding in bindings}
