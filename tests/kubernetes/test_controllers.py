"""What objects have their controllers do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.controllers import Control, control_of, has_control
from oamdsl.kubernetes.path import Path

KINDS = [
    ("argoproj.io", "Rollout"),
    ("autoscaling", "HorizontalPodAutoscaler"),
    ("autoscaling.k8s.io", "VerticalPodAutoscaler"),
    ("cert-manager.io", "Certificate"),
    ("external-secrets.io", "ExternalSecret"),
    ("flagger.app", "Canary"),
    ("keda.sh", "ScaledObject"),
    ("rollouts.kruise.io", "Rollout"),
]
FIELDS = (
    *("apiVersion", "kind", "name", "scaleTargetRef", "targetRef", "workloadRef", "objectRef", "scaleDown"),
    *("updatePolicy", "updateMode", "resourcePolicy", "containerPolicies", "controlledResources", "mode"),
    *("target", "creationPolicy", "secretName", "autoscalerRef"),
)
WEB = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
TARGET = ("Deployment", "apps", "prod", "web")
STATEFUL = {**WEB, "kind": "StatefulSet"}


def control(api_version, kind, **spec):
    metadata = {"name": "one", "namespace": "prod"}
    return control_of({"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec})


@pytest.mark.parametrize(
    ("api_version", "kind", "reference"),
    [
        ("autoscaling/v1", "HorizontalPodAutoscaler", WEB),
        ("autoscaling/v2", "HorizontalPodAutoscaler", WEB),
        ("autoscaling.alibabacloud.com/v1beta1", "CronHorizontalPodAutoscaler", WEB),
        ("keda.sh/v1alpha1", "ScaledObject", {"name": "web"}),
        ("keda.sh/v1alpha1", "ScaledObject", WEB),
        ("http.keda.sh/v1alpha1", "HTTPScaledObject", {"name": "web", "service": "web", "port": 80}),
    ],
)
def test_a_scaler_decides_the_replicas_of_what_it_names(api_version, kind, reference):
    assert control(api_version, kind, scaleTargetRef=reference) == Control(target=TARGET, scales=True)


def test_a_scaler_by_the_clock_may_change_the_bounds_of_another():
    reference = {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "name": "web"}
    api_version = "autoscaling.alibabacloud.com/v1beta1"
    found = control(api_version, "CronHorizontalPodAutoscaler", scaleTargetRef=reference)
    assert found == Control(
        target=("HorizontalPodAutoscaler", "autoscaling", "prod", "web"),
        rewrites=(Path.parse("spec.minReplicas"), Path.parse("spec.maxReplicas")),
    )


@pytest.mark.parametrize("reference", [None, {}, {"name": "web"}, {**WEB, "name": None}, "web"])
def test_what_names_nothing_acts_on_nothing(reference):
    found = control("autoscaling/v2", "HorizontalPodAutoscaler", scaleTargetRef=reference)
    assert found == Control(scales=True)


@pytest.mark.parametrize(
    ("spec", "resizes"),
    [
        ({}, (("*", ("cpu", "memory")),)),
        ({"updatePolicy": {"updateMode": "Off"}}, ()),
        ({"updatePolicy": {"updateMode": "Initial"}}, (("*", ("cpu", "memory")),)),
        (
            {"resourcePolicy": {"containerPolicies": [{"controlledResources": ["memory"]}]}},
            (("*", ("memory",)),),
        ),
        (
            {
                "resourcePolicy": {
                    "containerPolicies": [
                        {"containerName": "proxy", "mode": "Off"},
                        {"containerName": "web", "controlledResources": ["cpu"]},
                        {"containerName": "*", "controlledResources": ["memory"]},
                    ]
                }
            },
            (("web", ("cpu",)),),
        ),
    ],
)
def test_a_vertical_autoscaler_changes_what_its_policies_say(spec, resizes):
    found = control("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", targetRef=WEB, **spec)
    assert found == Control(target=TARGET, resizes=resizes)


def test_flagger_decides_the_replicas_unless_it_is_told_of_an_autoscaler():
    assert control("flagger.app/v1beta1", "Canary", targetRef=WEB) == Control(
        target=TARGET, scales=True, releases=True
    )
    scaler = {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "name": "web"}
    found = control("flagger.app/v1beta1", "Canary", targetRef=WEB, autoscalerRef=scaler)
    assert found == Control(target=TARGET, releases=True)


@pytest.mark.parametrize("spec", [{"workloadRef": WEB}, {"objectRef": {"workloadRef": WEB}}])
def test_a_rollout_of_kruise_pauses_a_deployment_and_changes_its_strategy(spec):
    fields = (Path.parse("spec.paused"), Path.parse("spec.strategy"))
    assert control("rollouts.kruise.io/v1beta1", "Rollout", **spec) == Control(
        target=TARGET, rewrites=fields, releases=True
    )


def test_a_rollout_of_kruise_changes_how_other_kinds_are_updated():
    assert control("rollouts.kruise.io/v1beta1", "Rollout", workloadRef=STATEFUL) == Control(
        target=("StatefulSet", "apps", "prod", "web"),
        rewrites=(Path.parse("spec.updateStrategy"),),
        releases=True,
    )


def test_a_rollout_of_argo_may_take_the_pods_of_another_object():
    assert control("argoproj.io/v1alpha1", "Rollout", template={}) is None
    assert control("argoproj.io/v1alpha1", "Rollout", workloadRef=WEB) == Control(
        target=TARGET, releases=True
    )
    found = control("argoproj.io/v1alpha1", "Rollout", workloadRef={**WEB, "scaleDown": "progressively"})
    assert found == Control(target=TARGET, scales=True, releases=True)


@pytest.mark.parametrize(
    ("api_version", "kind", "spec", "name"),
    [
        ("external-secrets.io/v1", "ExternalSecret", {}, "one"),
        ("external-secrets.io/v1", "ExternalSecret", {"target": {"name": "two"}}, "two"),
        ("cert-manager.io/v1", "Certificate", {"secretName": "tls"}, "tls"),
        ("bitnami.com/v1alpha1", "SealedSecret", {}, "one"),
    ],
)
def test_a_secret_is_made_of_what_stands_for_it(api_version, kind, spec, name):
    assert control(api_version, kind, **spec).makes == ((Api("v1", "Secret"), name),)


@pytest.mark.parametrize(
    ("api_version", "kind", "spec"),
    [
        ("external-secrets.io/v1", "ExternalSecret", {"target": {"name": "two", "creationPolicy": "Merge"}}),
        ("cert-manager.io/v1", "Certificate", {}),
    ],
)
def test_no_secret_is_made_where_none_is_named_or_somebody_else_makes_it(api_version, kind, spec):
    assert control(api_version, kind, **spec).makes == ()


ODD = st.recursive(
    st.none() | st.booleans() | st.just(object()) | st.sampled_from(["web", "apps/v1", "Off", "cpu"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(KINDS), ODD)
def test_whatever_stands_in_an_object_is_read_or_left_alone(kind, spec):
    body = {"apiVersion": f"{kind[0]}/v1", "kind": kind[1], "metadata": {"name": "one"}, "spec": spec}
    found = control_of(body)
    assert found is None or found.target is None or all(isinstance(one, str) for one in found.target)


def test_other_kinds_have_no_controller_that_is_known():
    assert not has_control("v1", "Service")
    assert has_control("autoscaling/v2", "HorizontalPodAutoscaler")
    assert control("v1", "Service") is None
