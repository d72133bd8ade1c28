"""What implementations of traits on pods do."""

import itertools

import pytest

from oamdsl import (
    ConfigFile,
    Container,
    ContainerizedWorkload,
    ContainerResources,
    Disk,
    DisruptionBudget,
    GracefulShutdown,
    HttpProbe,
    InitContainer,
    Neighbour,
    Placement,
    PodSecurityLevel,
    Probes,
    QualityOfService,
    Resources,
    Scratch,
    Secret,
    SecurityPolicy,
    ServiceAccess,
    Sidecar,
    Spread,
    Toleration,
)
from oamdsl.compose.fold import fold
from oamdsl.compose.folded import Binding
from oamdsl.platforms.koordinator import colocation
from oamdsl.platforms.kubernetes import (
    container,
    container_probes,
    init_container,
    pod_disruption_budget,
    quality_of_service_class,
    requests_and_limits,
    scheduling_constraints,
    security_context,
    service_account,
    termination_grace_period,
)
from oamdsl.platforms.openkruise import pod_unavailable_budget
from tests.compose.composing import wrote
from tests.platforms.implementing import POD, WEB, effects, rendered

D = "Deployment/web"


def test_probes_decide_the_main_container_unless_another_is_named():
    two = rendered(ContainerizedWorkload([Container("web", image="w"), Container("side", image="s")]))
    trait = Probes(readiness=HttpProbe(port=80), startup=HttpProbe(path="/up", port=80))
    assert effects(container_probes, trait, two) == [
        ("set", f"{D} {WEB}.readinessProbe", {"httpGet": {"path": "/", "port": 80}}),
        ("set", f"{D} {WEB}.startupProbe", {"httpGet": {"path": "/up", "port": 80}}),
    ]
    side = Probes(container="side", liveness=HttpProbe(port=1))
    assert effects(container_probes, side, two) == [
        (
            "set",
            f"{D} {POD}.containers[name=side].livenessProbe",
            {"httpGet": {"path": "/", "port": 1}},
        )
    ]


def test_each_resource_is_a_field_of_its_own():
    trait = ContainerResources(cpu=0.5, memory_limit="1Gi", gpu=2, extended={"example.com/dongle": 1})
    assert effects(requests_and_limits, trait) == [
        ("set", f"{D} {WEB}.resources.requests.cpu", "0.5"),
        ("set", f"{D} {WEB}.resources.limits.memory", "1Gi"),
        ("set", f'{D} {WEB}.resources.limits["nvidia.com/gpu"]', "2"),
        ("set", f'{D} {WEB}.resources.limits["example.com/dongle"]', "1"),
    ]


def test_a_sidecar_brings_its_volumes_files_and_secrets_under_names_of_their_own():
    main = Container("web", image="w", volumes=[Scratch("shared", mount_path="/s")])
    helper = Container(
        "helper",
        image="h:1",
        env={"TOKEN": Secret("t0ken")},
        volumes=[
            Scratch("shared", mount_path="/s"),
            Scratch("own", mount_path="/o"),
            Disk("data", mount_path="/d", size="1Gi"),
        ],
        config=[ConfigFile("/etc/h.conf", "a")],
    )
    found = effects(container, Sidecar(helper), rendered(ContainerizedWorkload([main])))
    (_, place, _, body), *others = found
    assert place == f"{D} {POD}.containers"
    assert [mount["name"] for mount in body["volumeMounts"]] == ["shared", "own", "data", "helper-config"]
    assert [(line[0], line[-1].get("name")) for line in others if line[0] == "add"] == [
        ("add", "own"),
        ("add", "data"),
        ("add", "helper-config"),
    ]
    assert [line[1:4] for line in others if line[0] == "create"] == [
        ("v1", "PersistentVolumeClaim", "web-helper-data"),
        ("v1", "ConfigMap", "web-helper-config"),
        ("v1", "Secret", "web-helper-secret"),
    ]


def test_a_sidecar_that_shares_a_disk_makes_no_claim_of_its_own():
    disk = Disk("data", mount_path="/d", size="1Gi")
    main = rendered(ContainerizedWorkload([Container("web", image="w", volumes=[disk])]))
    found = effects(container, Sidecar(Container("helper", image="h", volumes=[disk])), main)
    assert [line[0] for line in found] == ["add"]


def test_a_sidecar_before_the_others_is_an_init_container_that_is_always_restarted():
    found = effects(container, Sidecar(Container("log", image="l:1"), before_others=True))
    assert found == [
        (
            "add",
            f"{D} {POD}.initContainers",
            None,
            {"name": "log", "image": "l:1", "restartPolicy": "Always"},
        )
    ]


def test_an_init_container_runs_to_completion():
    found = effects(init_container, InitContainer(Container("wait", image="w:1")))
    assert found == [("add", f"{D} {POD}.initContainers", None, {"name": "wait", "image": "w:1"})]


def found_by(label, by):
    """What something that finds pods by *label* relies on."""
    return ("read", f'{D} spec.template.metadata.labels["{label}"]', f"the {by} finds the pods by it")


def test_init_containers_of_traits_run_after_the_developers_and_by_name_unless_they_say_otherwise():
    ground = rendered(
        ContainerizedWorkload(
            [Container("web", image="w:1")], init_containers=[Container("zero", image="z:1")]
        )
    )
    traits = [
        InitContainer(Container("seed", image="a:1"), after=["migrate", "zero"]),
        InitContainer(Container("migrate", image="b:1"), after=["wait"]),
        InitContainer(Container("wait", image="c:1")),
        InitContainer(Container("announce", image="d:1")),
    ]
    for order in itertools.permutations(traits):
        bindings = [Binding(one, init_container, tuple(init_container.effects(one, ground))) for one in order]
        result = fold(ground, bindings, wrote)
        spec = result.objects[0].body["spec"]["template"]["spec"]
        names = [one["name"] for one in spec["initContainers"]]
        assert names == ["zero", "announce", "wait", "migrate", "seed"]
        assert result.contests == result.misdirections == result.circles == ()


def test_a_disruption_budget_selects_the_pods_of_the_component():
    selector = {"matchLabels": {"app.kubernetes.io/component": "web"}}
    assert effects(pod_disruption_budget, DisruptionBudget(maximum_unavailable=1)) == [
        found_by("app.kubernetes.io/component", "PodDisruptionBudget"),
        (
            "create",
            "policy/v1",
            "PodDisruptionBudget",
            "web",
            {
                "spec": {
                    "maxUnavailable": 1,
                    "selector": selector,
                    "unhealthyPodEvictionPolicy": "AlwaysAllow",
                }
            },
        ),
    ]
    trait = DisruptionBudget(minimum_available="50%", evict_unhealthy=False)
    _, (*_, body) = effects(pod_disruption_budget, trait)
    assert body == {
        "spec": {
            "minAvailable": "50%",
            "selector": selector,
            "unhealthyPodEvictionPolicy": "IfHealthyBudget",
        }
    }


def test_openkruise_budgets_the_workload_and_knows_no_unhealthy_pods():
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
    assert effects(pod_unavailable_budget, DisruptionBudget(minimum_available=2)) == [
        found_by("app.kubernetes.io/name", "PodUnavailableBudget"),
        (
            "create",
            "policy.kruise.io/v1alpha1",
            "PodUnavailableBudget",
            "web",
            {"spec": {"minAvailable": 2, "targetRef": target}},
        ),
    ]
    trait = DisruptionBudget(maximum_unavailable=1, evict_unhealthy=False)
    _, refused, _ = effects(pod_unavailable_budget, trait)
    assert refused[:2] == ("refuse", "evict_unhealthy")


def test_a_graceful_shutdown_waits_in_each_of_the_developers_containers():
    assert effects(termination_grace_period, GracefulShutdown(seconds=60)) == [
        ("set", f"{D} {POD}.terminationGracePeriodSeconds", 60)
    ]
    assert effects(termination_grace_period, GracefulShutdown(seconds=60, wait_seconds=5))[1:] == [
        ("set", f"{D} {WEB}.lifecycle.preStop.sleep.seconds", 5)
    ]


def test_a_placement_decides_affinity_tolerations_and_spread():
    trait = Placement(
        nodes={"disk": "ssd"},
        tolerations=[Toleration("spot", value="yes", effect="NoSchedule"), Toleration("gpu")],
        spread=[Spread("zone", required=True), Spread("example.com/rack", max_skew=2)],
        near=[Neighbour("cache")],
        apart_from=[Neighbour("web", within="zone", required=True)],
    )
    required = "requiredDuringSchedulingIgnoredDuringExecution"
    cache = {
        "labelSelector": {"matchLabels": {"app.kubernetes.io/component": "cache"}},
        "topologyKey": "kubernetes.io/hostname",
    }
    web = {
        "labelSelector": {"matchLabels": {"app.kubernetes.io/component": "web"}},
        "topologyKey": "topology.kubernetes.io/zone",
    }
    selector = web["labelSelector"]
    assert effects(scheduling_constraints, trait) == [
        ("add", f"{D} {POD}.nodeSelector", "disk", "ssd"),
        (
            "add",
            f"{D} {POD}.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution",
            None,
            {"weight": 100, "podAffinityTerm": cache},
        ),
        ("add", f"{D} {POD}.affinity.podAntiAffinity.{required}", None, web),
        *(
            ("add", f"{D} {POD}.tolerations", None, toleration)
            for toleration in (
                {"key": "spot", "operator": "Equal", "value": "yes", "effect": "NoSchedule"},
                {"key": "gpu", "operator": "Exists"},
            )
        ),
        found_by("app.kubernetes.io/component", "scheduler"),
        *(
            (
                "add",
                f"{D} {POD}.topologySpreadConstraints",
                None,
                {"maxSkew": skew, "topologyKey": key, "whenUnsatisfiable": when, "labelSelector": selector},
            )
            for skew, key, when in (
                (1, "topology.kubernetes.io/zone", "DoNotSchedule"),
                (2, "example.com/rack", "ScheduleAnyway"),
            )
        ),
    ]


SAME = "another trait may request as much and limit it"


@pytest.mark.parametrize(
    ("resources", "limits"),
    [
        (Resources(cpu="1", memory="1Gi", memory_limit="1024Mi"), {"cpu": "1"}),
        (Resources(cpu="0.5", cpu_limit="500m"), {}),
        (Resources(cpu="1", cpu_limit="2"), {"cpu": "1"}),
        (Resources(cpu_limit="1", memory_limit="1Gi"), {}),
        (Resources(), {}),
    ],
)
def test_guaranteed_pods_are_limited_to_what_the_developer_requests_unless_others_say(resources, limits):
    places = [f"{D} {WEB}.resources.limits.{resource}" for resource in limits]
    expected = [("default", place, limit, SAME) for place, limit in zip(places, limits.values(), strict=True)]
    workload = rendered(resources=resources)
    assert effects(quality_of_service_class, QualityOfService(level="guaranteed"), workload) == expected


def test_the_developers_init_containers_are_limited_too():
    first = Container("first", image="f", resources=Resources(cpu="1"))
    workload = rendered(ContainerizedWorkload([Container("web", image="w")], init_containers=[first]))
    (line,) = effects(quality_of_service_class, QualityOfService(level="guaranteed"), workload)
    assert line[1] == f"{D} {POD}.initContainers[name=first].resources.limits.cpu"


@pytest.mark.parametrize("level", ["burstable", "best-effort"])
def test_what_the_pods_are_otherwise_is_left_to_the_containers(level):
    assert effects(quality_of_service_class, QualityOfService(level=level)) == []


def test_a_priority_is_a_class_of_the_cluster():
    assert effects(quality_of_service_class, QualityOfService(priority_class="high")) == [
        ("set", f"{D} {POD}.priorityClassName", "high")
    ]


@pytest.mark.parametrize(
    ("level", "qos_class", "priority"),
    [
        ("guaranteed", "LSR", "koord-prod"),
        ("burstable", "LS", "koord-prod"),
        ("best-effort", "BE", "koord-batch"),
    ],
)
def test_koordinator_has_classes_and_a_scheduler_of_its_own(level, qos_class, priority):
    trait = QualityOfService(level=level)
    assert effects(colocation(), trait)[:3] == [
        ("add", f"{D} spec.template.metadata.labels", "koordinator.sh/qosClass", qos_class),
        ("set", f"{D} {POD}.priorityClassName", priority),
        ("set", f"{D} {POD}.schedulerName", "koord-scheduler"),
    ]
    assert not [line for line in effects(colocation(scheduler=""), trait) if "schedulerName" in line[1]]


def test_koordinator_leaves_a_priority_to_who_gives_no_level():
    assert effects(colocation(), QualityOfService(priority_class="high")) == [
        ("set", f"{D} {POD}.priorityClassName", "high")
    ]
    both = QualityOfService(level="burstable", priority_class="high")
    assert effects(colocation(), both)[0][:2] == ("refuse", "priority_class")


def test_koordinators_guaranteed_pods_are_limited_to_what_they_request():
    limit = f"{D} {WEB}.resources.limits.cpu"
    found = effects(colocation(scheduler=""), QualityOfService(level="guaranteed"))
    assert found[2:] == [("default", limit, "1", SAME)]


def test_koordinators_best_effort_pods_request_what_others_leave_or_a_profile_does():
    trait, resources = QualityOfService(level="best-effort"), f"{D} {POD}.containers[*].resources"
    alone = effects(colocation(scheduler=""), trait)[2:]
    assert [line[:2] for line in alone] == [
        ("read", f'{resources}.limits["kubernetes.io/batch-cpu"]'),
        ("read", f'{resources}.limits["kubernetes.io/batch-memory"]'),
    ]
    assert effects(colocation(scheduler="", has_batch_profile=True), trait)[2:] == [
        ("rewrite", f"{resources}.{amounts}.{resource}", "Koordinator ClusterColocationProfile")
        for amounts in ("requests", "limits")
        for resource in ("cpu", "memory")
    ]


def test_a_security_level_decides_what_it_asks_for_and_single_fields_add_to_it():
    trait = SecurityPolicy(level=PodSecurityLevel.RESTRICTED, run_as_group=7)
    context = f"{D} {POD}.containers[*].securityContext"
    assert effects(security_context, trait)[:6] == [
        ("set", f"{context}.privileged", False),
        ("set", f"{context}.allowPrivilegeEscalation", False),
        ("set", f"{context}.runAsNonRoot", True),
        ("set", f"{context}.seccompProfile.type", "RuntimeDefault"),
        ("set", f"{context}.runAsGroup", 7),
        ("add", f"{context}.capabilities.drop", None, "ALL"),
    ]
    baseline = effects(security_context, SecurityPolicy(level=PodSecurityLevel.BASELINE))
    assert baseline[0] == ("set", f"{context}.privileged", False)
    assert effects(security_context, SecurityPolicy(level=PodSecurityLevel.PRIVILEGED)) == []


def test_an_account_without_permissions_has_no_role():
    assert [line[:4] for line in effects(service_account, ServiceAccess(token=False))] == [
        ("create", "v1", "ServiceAccount", "web"),
        ("set", f"{D} {POD}.serviceAccountName", "web"),
        ("set", f"{D} {POD}.automountServiceAccountToken", False),
    ]
