"""Traits that conflict or build on each other, on the platforms of all environments."""

from oamdsl import Application, AutoScaler, SecurityPolicy, Sidecar
from oamdsl.compose.relation import Relation
from oamdsl.report.together import pairs_of
from tests.report.reports import Web, plans_of


def made(_):
    policy = SecurityPolicy(allow_privilege_escalation=False)
    return Application("shop", [Web("web", traits=[policy, Sidecar("log", image="log:1")])])


def test_conflicts_stand_first_and_each_pair_stands_once():
    pairs = pairs_of(plans_of(made))
    relations = [one.relation for one in pairs]
    assert relations == sorted(relations, key=lambda one: one is not Relation.CONFLICTING)
    names = [(one.first, one.second) for one in pairs]
    assert len(names) == len(set(names))


def test_a_pair_of_some_platforms_names_their_environments():
    found = {(one.first, one.second): one.environments for one in pairs_of(plans_of(made))}
    assert found["AutoScaler", "CronScaler"] == ("prod",)
    assert found["AutoScaler", "ManualScaler"] == ()


def test_components_that_have_both_traits_are_named():
    found = {(one.first, one.second): one.bound for one in pairs_of(plans_of(made))}
    assert found["SecurityPolicy", "Sidecar"] == ("shop/web",)
    assert found["AutoScaler", "Sidecar"] == ()


def test_traits_of_two_environments_are_not_together():
    def either(environment):
        traits = [AutoScaler(maximum=3)] if environment.name == "dev" else [Sidecar("log", image="log:1")]
        return Application("shop", [Web("web", traits=traits)])

    found = {(one.first, one.second): one.bound for one in pairs_of(plans_of(either))}
    assert found["AutoScaler", "Sidecar"] == ()
