import pytest

from oamdsl import (
    Add,
    Amend,
    AutoScaler,
    BatchWorkload,
    Container,
    ContainerizedWorkload,
    Create,
    CronScaler,
    Ingress,
    KubernetesWorkload,
    ManualScaler,
    Metadata,
    Offer,
    Platform,
    Port,
    Read,
    Resources,
    SecurityPolicy,
    Set,
    Trait,
    VolumeMounter,
    Window,
    implements,
    trait,
)
from oamdsl.compose.relation import Relation, relation
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.platforms.keda import cron_triggers
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.compose.composing import CONTEXT, POD, A, B, deployment

WORKLOAD = ContainerizedWorkload(
    [Container("web", image="web:1", ports=[Port(80)], resources=Resources(cpu="1"))]
).render(CONTEXT)
CRON = CronScaler(windows=[Window("day", start="0 6 * * *", end="0 19 * * *", replicas=20)])
AUTO = AutoScaler(maximum=9)
INGRESS = Ingress(host="shop.example.com")


@trait
class Canary(Trait):
    """Takes the rules that an Ingress offers."""


@trait
class Rival(Trait):
    """Cannot stand scalers, for reasons of its own."""

    conflicts_with = (AutoScaler,)


@implements(Canary)
def canary(_trait, workload):
    made = ObjectRef(Api("networking.k8s.io/v1", "Ingress"), workload.name, workload.context.namespace)
    yield Amend(made / "spec" / "rules", lambda rules: [*rules, {"host": "canary.example.com"}])


@implements(Rival)
def rival(_trait, _workload):
    return iter(())


@implements(A)
def requests(_trait, workload):
    yield Set(workload.each_container / "resources" / "limits" / "memory", "1Gi")


@implements(B)
def reader(_trait, workload):
    yield Read(workload.each_container / "resources" / "limits" / "memory", why="it watches memory")


PLATFORM = KUBERNETES.offering(cron_triggers, canary, rival, requests, reader)


@pytest.mark.parametrize(
    ("first", "second", "expected", "reason"),
    [
        (AUTO, CRON, Relation.CONFLICTING, "both decide `spec.replicas` of Deployment/web"),
        (
            AUTO,
            ManualScaler(replicas=3),
            Relation.CONFLICTING,
            "both decide `spec.replicas` of Deployment/web",
        ),
        (INGRESS, Ingress(host="www.example.com"), Relation.CONFLICTING, "both make Ingress/web"),
        (Rival(), AUTO, Relation.CONFLICTING, "Rival declares a conflict with AutoScaler"),
        (
            INGRESS,
            VolumeMounter("data", mount_path="/data", size="1Gi"),
            Relation.ORTHOGONAL,
            "they share no field and no object",
        ),
        (AUTO, Metadata(labels={"a": "b"}), Relation.ORTHOGONAL, "they share no field and no object"),
        (
            SecurityPolicy(run_as_non_root=True),
            Metadata(annotations={"a": "b"}),
            Relation.ORTHOGONAL,
            "they share no field and no object",
        ),
        (INGRESS, Canary(), Relation.COMPOSABLE, "Ingress offers `spec.rules` of Ingress/web to Canary"),
        (
            A(),
            B(),
            Relation.COMPOSABLE,
            f"B reads `{POD}.containers[name=web].resources.limits.memory`, which the other sets",
        ),
    ],
)
def test_two_traits_have_one_relation_in_either_order(first, second, expected, reason):
    assert relation(first, second, WORKLOAD, PLATFORM) == (expected, reason)
    assert relation(second, first, WORKLOAD, PLATFORM) == (expected, reason)


def test_a_trait_that_reaches_into_what_another_made_or_added_is_composable():
    @implements(A)
    def sidecar(_trait, workload):
        yield Add(workload.pod_spec / "containers", None, {"name": "proxy", "image": "proxy:1"})

    @implements(B)
    def tls(_trait, workload):
        made = ObjectRef(Api("networking.k8s.io/v1", "Ingress"), workload.name, workload.context.namespace)
        yield Set(made / "spec" / "tls", [])

    platform = KUBERNETES.offering(sidecar, tls)
    proxy = f"{POD}.containers[name=proxy]"
    assert relation(SecurityPolicy(run_as_non_root=True), A(), WORKLOAD, platform) == (
        Relation.COMPOSABLE,
        f"SecurityPolicy decides `{proxy}.securityContext.runAsNonRoot` in what A makes",
    )
    assert relation(INGRESS, B(), WORKLOAD, platform) == (
        Relation.COMPOSABLE,
        "B decides `spec.tls` in what Ingress makes",
    )


def test_what_the_developer_fixed_is_between_him_and_each_trait():
    workload = ContainerizedWorkload([Container("web", image="w", security_context={"runAsNonRoot": False})])
    policy, notes = SecurityPolicy(run_as_non_root=True), Metadata(labels={"app.kubernetes.io/name": "x"})
    assert relation(policy, notes, workload.render(CONTEXT), PLATFORM)[0] is Relation.ORTHOGONAL


def test_an_object_that_the_developer_makes_too_is_between_him_and_the_trait():
    @implements(A)
    def second_service(_trait, workload):
        yield Create("v1", "Service", workload.name, {"spec": {}})

    found = relation(A(), AUTO, WORKLOAD, KUBERNETES.offering(second_service))
    assert found[0] is Relation.ORTHOGONAL


def with_controller(api_version, kind, **spec):
    """A Deployment, and an object as it is whose controller acts on it."""
    acting = {"apiVersion": api_version, "kind": kind, "spec": spec}
    return KubernetesWorkload(deployment().body, objects=[acting]).render(CONTEXT)


TARGET = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}


def test_what_a_trait_gives_up_to_a_controller_of_the_developers_is_no_matter_of_the_other():
    @implements(A)
    def offering(_trait, workload):
        yield Set(workload / "spec" / "strategy", {"type": "Recreate"})
        yield Offer(workload / "spec" / "strategy", why="a rollout may change it")

    workload = with_controller("rollouts.kruise.io/v1beta1", "Rollout", workloadRef=TARGET)
    found = relation(A(), Metadata(labels={"a": "b"}), workload, KUBERNETES.offering(offering))
    assert found[0] is Relation.ORTHOGONAL


def test_what_a_controller_of_the_developers_decides_is_between_him_and_the_trait():
    workload = with_controller("autoscaling/v2", "HorizontalPodAutoscaler", scaleTargetRef=TARGET)
    found = relation(ManualScaler(replicas=2), Metadata(labels={"a": "b"}), workload, KUBERNETES)
    assert found[0] is Relation.ORTHOGONAL


def test_a_relation_needs_both_traits_to_be_offered_and_to_apply():
    with pytest.raises(LookupError, match="platform 'bare' does not offer AutoScaler"):
        relation(AUTO, INGRESS, WORKLOAD, Platform("bare"))
    job = BatchWorkload([Container("job", image="job:1")]).render(CONTEXT)
    with pytest.raises(LookupError, match="no replicas"):
        relation(AUTO, INGRESS, job, PLATFORM)


def test_a_relation_changes_nothing():
    before = repr(WORKLOAD.objects)
    relation(A(), SecurityPolicy(run_as_non_root=True), WORKLOAD, PLATFORM)
    assert repr(WORKLOAD.objects) == before
