"""How many replicas an object may have, whoever decides that."""

import pytest

from oamdsl import Delegate, KubernetesWorkload, ManualScaler, Rewrite, Secret, implements
from oamdsl.checks.replicas import Replicas, replicas_of
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import code_at, deployment_body, plan_of


def found(*effects, body=None):
    """What is known of a Deployment whose replicas a trait decides by *effects*."""

    @implements(ManualScaler)
    def scaler(trait, workload):
        for effect in effects:
            yield effect(workload.replicas)

    workload = KubernetesWorkload(deployment_body({"containers": []}) if body is None else body)
    traits = [ManualScaler(replicas=2)] if effects else []
    (composed,) = plan_of(workload, *traits, platform=KUBERNETES.offering(scaler)).components
    return replicas_of(composed, composed.objects[0])


def told(one):
    assert isinstance(one, Replicas)
    return (one.least, one.most, one.controller, one.place.label, code_at(one.place).split("(")[0])


@pytest.mark.parametrize(
    ("number", "least", "label"),
    [
        (None, 1, "`spec.replicas` is not set, so it is 1"),
        (3, 3, "`spec.replicas` is 3 here"),
        (Secret(3), None, "`spec.replicas` is [secret] here"),
    ],
)
def test_a_number_that_nobody_changes_is_the_fewest_and_the_most(number, least, label):
    body = deployment_body({"containers": []}, **({} if number is None else {"replicas": number}))
    assert told(found(body=body)) == (least, least, "", label, "KubernetesWorkload")


@pytest.mark.parametrize(
    ("effect", "least", "most"),
    [
        (lambda field: Delegate(field, to="Swarm", initial=2, least=1, most=9), 1, 9),
        (lambda field: Delegate(field, to="Swarm", initial=2), None, None),
        (lambda field: Rewrite(field, by="Swarm"), None, None),
    ],
    ids=["bounds", "no bounds", "what others decide first"],
)
def test_a_controllers_bounds_are_what_its_trait_says(effect, least, most):
    assert told(found(effect)) == (least, most, "Swarm", "the Swarm decides `spec.replicas`", "ManualScaler")


def test_an_object_without_replicas_has_no_number_of_them():
    assert found(body={"apiVersion": "v1", "kind": "ConfigMap"}) is None
