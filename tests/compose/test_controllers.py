"""What controllers of the plan's objects do to its other objects, whoever wrote them."""

import itertools

import pytest

from oamdsl import (
    Application,
    AutoScaler,
    CanaryRelease,
    Component,
    Create,
    Environment,
    KubernetesObjects,
    ManualScaler,
    Step,
    VerticalScaler,
    component,
    parameter,
)
from oamdsl.compose.compose import compose
from oamdsl.compose.ledger import Verb
from oamdsl.compose.relation import Relation, relation
from oamdsl.model.platform import implements
from oamdsl.platforms import argo_rollouts, keda, openkruise, vertical_pod_autoscaler
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.compose.composing import A, Web, deployment, field, rendered

PLATFORM = KUBERNETES.offering(
    argo_rollouts.rollout(), vertical_pod_autoscaler.vertical_pod_autoscaler, name="more"
)
TARGET = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
REPLICAS = field("spec.replicas")


def acting(api_version, kind, name="other", **spec):
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name}, "spec": spec}


HPA = acting("autoscaling/v2", "HorizontalPodAutoscaler", scaleTargetRef=TARGET, maxReplicas=5)
SCALED = acting("keda.sh/v1alpha1", "ScaledObject", scaleTargetRef={"name": "web"})
VPA = acting("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", targetRef=TARGET)
KRUISE = acting("rollouts.kruise.io/v1beta1", "Rollout", workloadRef=TARGET)
SECRET = acting("external-secrets.io/v1", "ExternalSecret", target={"name": "web-key"})


@component
class Raw(Component):
    """Objects as they are."""

    objects: list = parameter(kw_only=False)

    def workload(self):
        return KubernetesObjects(self.objects)


@component
class Scaled(Component):
    """A Deployment whose replicas are a parameter."""

    replicas: int = parameter(default=2)

    def workload(self):
        return deployment({"replicas": self.replicas})


def plan(*components, platform=PLATFORM):
    return compose(
        Environment("prod", platform=platform, namespace="prod"), [Application("shop", components)]
    )


def contests(one):
    return {
        (str(contest.second.field), contest.first.owner.name, contest.second.owner.name)
        for composed in one.components
        for contest in composed.folded.contests
    }


@pytest.mark.parametrize("scaler", [HPA, SCALED], ids=["hpa", "keda"])
def test_who_decides_a_field_by_an_object_as_it_is_owns_it(scaler):
    web, raw = plan(Web("web"), Raw("raw", objects=[scaler])).components
    claim = web.claim_on(REPLICAS)
    assert claim.purpose == f"`Raw` leaves it to the {scaler['kind']}/other"
    assert claim.owner.origin == raw.declared.origin
    assert [str(one.field) for one in web.delegated(REPLICAS.object)] == ["Deployment/web spec.replicas"]
    assert "replicas" not in web.objects[0].body["spec"]


@pytest.mark.parametrize("trait", [AutoScaler(maximum=9), ManualScaler(replicas=3)], ids=repr)
def test_a_trait_that_decides_the_same_is_contested_across_components_whatever_their_order(trait):
    components = [Web("web", traits=[trait]), Raw("raw", objects=[HPA])]
    for order in itertools.permutations(components):
        assert contests(plan(*order)) == {("Deployment/web spec.replicas", trait.label, "Raw")}


def test_two_objects_that_decide_the_same_are_contested():
    three = [HPA, {**HPA, "metadata": {"name": "third"}}, SCALED]
    web, _ = plan(Web("web"), Raw("raw", objects=three)).components
    named = {claim.to for contest in web.folded.contests for claim in (contest.first, contest.second)}
    assert named == {"HorizontalPodAutoscaler/other", "HorizontalPodAutoscaler/third", "ScaledObject/other"}


def test_what_the_developer_fixed_is_contested_and_a_default_gives_way():
    hpa = Raw("raw", objects=[HPA])
    assert contests(plan(Scaled("web", replicas=3), hpa)) == {
        ("Deployment/web spec.replicas", "replicas", "Raw")
    }
    scaled, _ = plan(Scaled("web"), hpa).components
    assert not scaled.folded.contests
    assert scaled.claim_on(REPLICAS).verb is Verb.DELEGATED


def test_the_developers_own_object_contests_what_the_developer_fixed():
    @component
    class Fixed(Component):
        def workload(self):
            body = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"replicas": 3}}
            return KubernetesObjects([body, HPA])

    assert contests(plan(Fixed("web"))) == {("Deployment/web spec.replicas", "Fixed", "Fixed")}


def test_an_object_of_another_namespace_or_api_is_another_one():
    elsewhere = {**HPA, "metadata": {"name": "other", "namespace": "elsewhere"}}
    foreign = acting(
        "autoscaling/v2", "HorizontalPodAutoscaler", scaleTargetRef={**TARGET, "apiVersion": "x.io/v1"}
    )
    web, _ = plan(
        Web("web", traits=[AutoScaler(maximum=9)]), Raw("r", objects=[elsewhere, foreign])
    ).components
    assert not web.folded.contests


@pytest.mark.parametrize(
    ("trait", "platform"),
    [
        (AutoScaler(maximum=9), PLATFORM),
        (AutoScaler(maximum=9), PLATFORM.offering(keda.resource_triggers)),
        (VerticalScaler(), PLATFORM),
        (CanaryRelease.example(), PLATFORM.offering(openkruise.batch_release)),
    ],
    ids=["hpa", "keda", "vpa", "kruise"],
)
def test_what_a_trait_says_of_its_own_objects_is_not_said_twice(trait, platform):
    (web,) = plan(Web("web", traits=[trait]), platform=platform).components
    assert not web.folded.contests
    claims = [*web.objects[0].claims, *web.objects[0].rewritten]
    fields = [str(claim.field) for claim in claims if claim.to]
    assert fields
    assert len(fields) == len(set(fields))


@implements(A)
def quiet(_trait, workload):
    yield Create(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        f"{workload.name}-quiet",
        {"spec": {"scaleTargetRef": workload.reference}},
    )


def test_what_a_trait_leaves_unsaid_of_its_objects_is_read_off_them():
    platform = PLATFORM.offering(quiet)
    web, *_ = plan(Web("web", traits=[A()]), platform=platform).components
    assert web.claim_on(REPLICAS).purpose == "`A` leaves it to the HorizontalPodAutoscaler/web-quiet"
    workload = rendered()
    kind, reason = relation(A(), ManualScaler(replicas=2), workload, platform)
    assert (kind, reason) == (Relation.CONFLICTING, "both decide `spec.replicas` of Deployment/web")


def test_an_object_that_a_trait_makes_may_be_what_a_controller_acts_on():
    reference = {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "name": "web"}
    cron = acting(
        "autoscaling.alibabacloud.com/v1beta1", "CronHorizontalPodAutoscaler", scaleTargetRef=reference
    )
    web, _ = plan(Web("web", traits=[AutoScaler(maximum=9)]), Raw("raw", objects=[cron])).components
    hpa = next(one for one in web.objects if one.ref.api.kind == "HorizontalPodAutoscaler")
    assert not web.folded.contests
    assert [str(one.field.path) for one in web.delegated(hpa.ref)] == ["spec.minReplicas", "spec.maxReplicas"]


def test_a_vertical_autoscaler_reaches_every_container_and_excludes_another_one():
    traits = [VerticalScaler(resources=["cpu"])]
    web, _ = plan(Web("web", traits=traits), Raw("raw", objects=[VPA])).components
    cpu = "Deployment/web spec.template.spec.containers[name=web].resources.requests.cpu"
    assert {str(one.second.field) for one in web.folded.contests} == {cpu}
    assert web.folded.objects[0].rewritten[-1].in_pods


def test_a_vertical_autoscaler_of_containers_that_cannot_be_told_apart_is_no_mistake_of_the_program():
    pod = {"containers": [{"image": "w"}]}
    body = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": pod}}}
    (web,) = plan(Raw("web", objects=[body, VPA])).components
    assert not web.folded.misdirections


def test_what_a_controller_changes_at_run_time_is_left_alone():
    web, _ = plan(Web("web"), Raw("raw", objects=[KRUISE])).components
    assert [str(one.field.path) for one in web.delegated(REPLICAS.object)] == ["spec.paused", "spec.strategy"]


def test_a_workload_that_a_trait_makes_another_kind_is_no_longer_what_it_refers_to():
    canary = CanaryRelease(steps=[Step(20)])
    web, _ = plan(Web("web", traits=[canary]), Raw("raw", objects=[HPA])).components
    assert not web.folded.contests
    rollout = {**TARGET, "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout"}
    hpa = {**HPA, "spec": {"scaleTargetRef": rollout}}
    web, _ = plan(Web("web", traits=[canary]), Raw("raw", objects=[hpa])).components
    assert web.claim_on(web.objects[0].ref / "spec" / "replicas").to == "HorizontalPodAutoscaler/other"


def test_a_secret_that_a_controller_makes_of_an_object_as_it_is_is_reserved():
    (raw,) = plan(Raw("raw", objects=[SECRET])).components
    (reserved,) = raw.reserved
    assert reserved.claim.purpose == "`Raw` has it made by the External Secrets Operator"
    assert (str(reserved.claim.field.object), str(reserved.of)) == ("Secret/web-key", "ExternalSecret/other")
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "web-key"}}
    assert contests(plan(Raw("raw", objects=[SECRET, secret]))) == {("Secret/web-key ", "Raw", "Raw")}
