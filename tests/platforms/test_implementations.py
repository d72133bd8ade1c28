"""What each implementation does: all of its effects, as they are."""

import pytest

from oamdsl import (
    AutoScaler,
    BatchWorkload,
    Container,
    ContainerizedWorkload,
    Context,
    CronScaler,
    Disk,
    EventScaler,
    Fallback,
    Ingress,
    KubernetesWorkload,
    ManualScaler,
    Metadata,
    Opinions,
    PodMetric,
    Port,
    ScalingPolicy,
    ScalingRules,
    SecurityPolicy,
    StatefulWorkload,
    Trigger,
    VolumeMounter,
    Window,
)
from oamdsl.kubernetes.waiting import DO_NOT_WAIT
from oamdsl.platforms import ack, gateway_api, keda
from oamdsl.platforms.kubernetes import (
    horizontal_pod_autoscaler,
    ingress,
    labels_and_annotations,
    persistent_volume_claim,
    replicas,
    security_context,
)
from tests.platforms.implementing import POD, WEB, effects, rendered

TARGET = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
SHIFT = "a rollout may shift the traffic of its rules"
DAY = Window("day", start="0 6 * * *", end="0 19 * * *", replicas=20)
EVENING = Window("evening", start="0 19 * * *", end="0 22 * * *", replicas=5)
NIGHT = Window("night", start="0 22 * * *", end="0 5 * * *", replicas=0)


def test_manual_scaler_sets_the_replicas_and_takes_them_over_from_whoever_scaled():
    assert effects(replicas, ManualScaler(replicas=3)) == [
        ("set", "Deployment/web spec.replicas", 3),
        ("add", "Deployment/web metadata.annotations", "pulumi.com/patchForce", "true"),
    ]


def test_auto_scaler_leaves_the_replicas_to_a_horizontal_pod_autoscaler():
    assert effects(horizontal_pod_autoscaler, AutoScaler(minimum=2, maximum=9, cpu=70)) == [
        ("delegate", "Deployment/web spec.replicas", "HorizontalPodAutoscaler", 2),
        (
            "read",
            f"Deployment/web {POD}.containers[*].resources.requests.cpu",
            "CPU use is measured as a share of what each container requests",
        ),
        (
            "create",
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            "web",
            {
                "spec": {
                    "scaleTargetRef": TARGET,
                    "minReplicas": 2,
                    "maxReplicas": 9,
                    "metrics": [
                        {
                            "type": "Resource",
                            "resource": {
                                "name": "cpu",
                                "target": {"type": "Utilization", "averageUtilization": 70},
                            },
                        }
                    ],
                }
            },
        ),
    ]
    assert horizontal_pod_autoscaler.requires == ("metrics.k8s.io",)


def test_keda_scales_by_one_trigger_for_each_window():
    trait = CronScaler(time_zone="America/Los_Angeles", windows=[DAY, EVENING], otherwise=0)
    trigger = {"timezone": "America/Los_Angeles"}
    assert effects(keda.cron_triggers, trait) == [
        ("delegate", "Deployment/web spec.replicas", "KEDA ScaledObject", 0),
        (
            "create",
            "keda.sh/v1alpha1",
            "ScaledObject",
            "web",
            {
                "spec": {
                    "scaleTargetRef": TARGET,
                    "minReplicaCount": 0,
                    "maxReplicaCount": 20,
                    "triggers": [
                        {
                            "type": "cron",
                            "name": "day",
                            "metadata": {
                                **trigger,
                                "start": "0 6 * * *",
                                "end": "0 19 * * *",
                                "desiredReplicas": "20",
                            },
                        },
                        {
                            "type": "cron",
                            "name": "evening",
                            "metadata": {
                                **trigger,
                                "start": "0 19 * * *",
                                "end": "0 22 * * *",
                                "desiredReplicas": "5",
                            },
                        },
                    ],
                }
            },
        ),
        ("reserve", "autoscaling/v2", "HorizontalPodAutoscaler", "keda-hpa-web", "KEDA ScaledObject"),
    ]


@pytest.mark.parametrize("length", [54, 55])
def test_kedas_autoscaler_has_a_name_that_fits_into_a_label(length):
    workload = ContainerizedWorkload([Container("web", image="w")]).render(
        Context(application="shop", component="w" * length, namespace="prod", opinions=Opinions())
    )
    *_, made, reserved = effects(keda.resource_triggers, AutoScaler(maximum=9), workload)
    advanced = made[-1]["spec"].get("advanced", {}).get("horizontalPodAutoscalerConfig", {})
    assert reserved[3] == advanced.get("name", f"keda-hpa-{'w' * length}")
    assert len(reserved[3]) <= 63


@pytest.mark.parametrize(("windows", "otherwise", "most"), [([NIGHT], 0, 1), ([NIGHT], 7, 7), ([DAY], 0, 20)])
def test_kedas_most_replicas_are_at_least_one(windows, otherwise, most):
    *_, made, _ = effects(keda.cron_triggers, CronScaler(windows=windows, otherwise=otherwise))
    assert made[-1]["spec"]["maxReplicaCount"] == most


def test_keda_scales_by_load_and_by_time_in_one_scaled_object():
    trait = AutoScaler(
        minimum=2,
        maximum=20,
        cpu=70,
        container="web",
        windows=[DAY],
        time_zone="Europe/Berlin",
        scale_down=ScalingRules(stabilization_seconds=600),
    )
    read, delegated, made, reserved = effects(keda.resource_triggers, trait)
    assert delegated == ("delegate", "Deployment/web spec.replicas", "KEDA ScaledObject", 2)
    assert read[1] == f"Deployment/web {WEB}.resources.requests.cpu"
    assert made[-1]["spec"] == {
        "scaleTargetRef": TARGET,
        "minReplicaCount": 2,
        "maxReplicaCount": 20,
        "advanced": {
            "horizontalPodAutoscalerConfig": {"behavior": {"scaleDown": {"stabilizationWindowSeconds": 600}}}
        },
        "triggers": [
            {
                "type": "cpu",
                "metricType": "Utilization",
                "metadata": {"value": "70", "containerName": "web"},
            },
            {
                "type": "cron",
                "name": "day",
                "metadata": {
                    "timezone": "Europe/Berlin",
                    "start": "0 6 * * *",
                    "end": "0 19 * * *",
                    "desiredReplicas": "20",
                },
            },
        ],
    }
    assert reserved[0] == "reserve"


def test_keda_scales_by_events_to_none():
    trait = EventScaler(
        triggers=[
            Trigger("kafka", name="orders", metadata={"topic": "orders"}, authentication="kafka"),
            Trigger(
                "prometheus", metadata={"query": "up"}, cluster_authentication="all", metric_type="Value"
            ),
            Trigger("memory", metadata={"value": "80", "containerName": "web"}, metric_type="Utilization"),
            Trigger("http", metadata={}, cached=True),
        ],
        minimum=3,
        maximum=9,
        idle_to_zero=True,
        polling_seconds=10,
        cooldown_seconds=60,
        fallback=Fallback(replicas=4, behavior="currentReplicasIfHigher"),
        scale_up=ScalingRules(select="disabled"),
    )
    read, delegated, made, reserved = effects(keda.event_triggers, trait)
    assert read == (
        "read",
        f"Deployment/web {WEB}.resources.requests.memory",
        "memory use is measured as a share of what each container requests",
    )
    assert delegated == ("delegate", "Deployment/web spec.replicas", "KEDA ScaledObject", 3)
    assert made[-1]["spec"] == {
        "scaleTargetRef": TARGET,
        "minReplicaCount": 3,
        "maxReplicaCount": 9,
        "pollingInterval": 10,
        "cooldownPeriod": 60,
        "idleReplicaCount": 0,
        "fallback": {"failureThreshold": 3, "replicas": 4, "behavior": "currentReplicasIfHigher"},
        "advanced": {
            "horizontalPodAutoscalerConfig": {"behavior": {"scaleUp": {"selectPolicy": "Disabled"}}}
        },
        "triggers": [
            {
                "type": "kafka",
                "name": "orders",
                "metadata": {"topic": "orders"},
                "authenticationRef": {"name": "kafka", "kind": "TriggerAuthentication"},
            },
            {
                "type": "prometheus",
                "metadata": {"query": "up"},
                "authenticationRef": {"name": "all", "kind": "ClusterTriggerAuthentication"},
                "metricType": "Value",
            },
            {
                "type": "memory",
                "metadata": {"value": "80", "containerName": "web"},
                "metricType": "Utilization",
            },
            {"type": "http", "metadata": {}, "useCachedMetrics": True},
        ],
    }
    assert reserved[0] == "reserve"


def test_an_autoscaler_goes_by_one_container_by_what_pods_tell_and_at_a_pace():
    trait = AutoScaler(
        maximum=9,
        memory=60,
        container="web",
        metrics=[PodMetric("requests", average="100")],
        scale_down=ScalingRules(
            stabilization_seconds=600,
            policies=[
                ScalingPolicy(10, unit="percent", period_seconds=60),
                ScalingPolicy(2, period_seconds=30),
            ],
            select="min",
        ),
    )
    *_, required, made = effects(horizontal_pod_autoscaler, trait)
    assert required == ("require", "custom.metrics.k8s.io")
    spec = made[-1]["spec"]
    assert spec["metrics"] == [
        {
            "type": "ContainerResource",
            "containerResource": {
                "container": "web",
                "name": resource,
                "target": {"type": "Utilization", "averageUtilization": target},
            },
        }
        for resource, target in (("cpu", 80), ("memory", 60))
    ] + [
        {
            "type": "Pods",
            "pods": {
                "metric": {"name": "requests"},
                "target": {"type": "AverageValue", "averageValue": "100"},
            },
        }
    ]
    assert spec["behavior"] == {
        "scaleDown": {
            "stabilizationWindowSeconds": 600,
            "selectPolicy": "Min",
            "policies": [
                {"type": "Percent", "value": 10, "periodSeconds": 60},
                {"type": "Pods", "value": 2, "periodSeconds": 30},
            ],
        }
    }


def test_ack_changes_the_fewest_replicas_of_the_autoscaler_by_time():
    trait = AutoScaler(minimum=2, maximum=20, windows=[DAY])
    implementation = ack.horizontal_pod_autoscaler(time_zone="Etc/UTC")
    _, _, scaler, rewritten, scheduler = effects(implementation, trait)
    assert (scaler[2], scaler[-1]["spec"]["minReplicas"]) == ("HorizontalPodAutoscaler", 2)
    assert rewritten == (
        "rewrite",
        "HorizontalPodAutoscaler/web spec.minReplicas",
        "CronHorizontalPodAutoscaler",
    )
    assert scheduler[-1]["spec"] == {
        "scaleTargetRef": {"apiVersion": "autoscaling/v1", "kind": "HorizontalPodAutoscaler", "name": "web"},
        "jobs": [
            {"name": "day-start", "schedule": "0 0 6 * * *", "targetSize": 20},
            {"name": "day-end", "schedule": "0 0 19 * * *", "targetSize": 2},
        ],
    }
    assert [line[0] for line in effects(implementation, AutoScaler(maximum=9))] == [
        "delegate",
        "read",
        "create",
    ]


def test_ack_scales_by_two_jobs_for_each_window_with_the_seconds_first():
    trait = CronScaler(windows=[DAY], otherwise=2)
    assert effects(ack.cron_horizontal_pod_autoscaler(time_zone="Etc/UTC"), trait) == [
        ("delegate", "Deployment/web spec.replicas", "CronHorizontalPodAutoscaler", 2),
        (
            "create",
            "autoscaling.alibabacloud.com/v1beta1",
            "CronHorizontalPodAutoscaler",
            "web",
            {
                "spec": {
                    "scaleTargetRef": TARGET,
                    "jobs": [
                        {"name": "day-start", "schedule": "0 0 6 * * *", "targetSize": 20},
                        {"name": "day-end", "schedule": "0 0 19 * * *", "targetSize": 2},
                    ],
                }
            },
        ),
    ]


def test_ack_refuses_a_time_zone_that_is_not_its_controllers():
    implementation = ack.cron_horizontal_pod_autoscaler(time_zone="Asia/Shanghai")
    first, *rest = effects(implementation, CronScaler(windows=[DAY]))
    assert first == (
        "refuse",
        "time_zone",
        "the CronHPA controller knows its own time zone alone, Asia/Shanghai",
        'use `time_zone="Asia/Shanghai"` and move the windows',
    )
    assert len(rest) == 2
    shanghai = CronScaler(windows=[DAY], time_zone="Asia/Shanghai")
    assert effects(implementation, shanghai)[0][0] == "delegate"


def made_ingress(**spec):
    return (
        "create",
        "networking.k8s.io/v1",
        "Ingress",
        "web",
        {"metadata": {"annotations": DO_NOT_WAIT}, "spec": {"ingressClassName": "nginx", **spec}},
    )


def ingress_rules(path="/"):
    backend = {"service": {"name": "web", "port": {"number": 80}}}
    paths = [{"path": path, "pathType": "Prefix", "backend": backend}]
    return [{"host": "shop.example.com", "http": {"paths": paths}}]


def test_ingress_routes_to_the_only_port_and_offers_its_rules():
    assert effects(ingress(ingress_class="nginx"), Ingress(host="shop.example.com")) == [
        made_ingress(rules=ingress_rules()),
        ("offer", "Ingress/web spec.rules", SHIFT),
    ]


def test_ingress_routes_a_path_with_a_certificate():
    trait = Ingress(host="shop.example.com", path="/api", tls_secret="cert")  # noqa: S106 - the name of a Secret
    made, _ = effects(ingress(ingress_class="nginx"), trait)
    tls = [{"hosts": ["shop.example.com"], "secretName": "cert"}]
    assert made == made_ingress(rules=ingress_rules("/api"), tls=tls)


def test_gateway_api_routes_by_an_http_route_and_offers_its_rules():
    trait = Ingress(host="shop.example.com", path="/api")
    assert effects(gateway_api.http_route(gateway="public", namespace="infra"), trait) == [
        (
            "create",
            "gateway.networking.k8s.io/v1",
            "HTTPRoute",
            "web",
            {
                "spec": {
                    "parentRefs": [{"name": "public", "namespace": "infra"}],
                    "hostnames": ["shop.example.com"],
                    "rules": [
                        {
                            "matches": [{"path": {"type": "PathPrefix", "value": "/api"}}],
                            "backendRefs": [{"name": "web", "port": 80}],
                        }
                    ],
                }
            },
        ),
        ("offer", "HTTPRoute/web spec.rules", SHIFT),
    ]


def test_a_gateway_may_stand_in_the_components_own_namespace():
    made, _ = effects(gateway_api.http_route(gateway="public"), Ingress(host="a"))
    assert made[-1]["spec"]["parentRefs"] == [{"name": "public"}]


@pytest.mark.parametrize(
    "implementation", [ingress(ingress_class="nginx"), gateway_api.http_route(gateway="public")]
)
class TestPorts:
    """The port of the Service that a route leads to."""

    def test_a_port_that_is_wanted_is_used(self, implementation):
        workload = rendered(ports=[Port(80), Port(81)])
        assert "81" in str(effects(implementation, Ingress(host="a", port=81), workload)[0])

    def test_of_several_ports_one_must_be_named(self, implementation):
        workload = rendered(ports=[Port(80), Port(81)])
        assert effects(implementation, Ingress(host="a"), workload) == [
            ("refuse", "port", "`web` has 2 ports, so a route must name one of 80, 81", "add `port=80`")
        ]

    def test_a_port_that_is_not_there_is_refused(self, implementation):
        assert effects(implementation, Ingress(host="a", port=8080)) == [
            ("refuse", "port", "`web` has no port 8080, only 80", "use one of the ports 80")
        ]

    def test_a_service_without_ports_is_refused(self, implementation):
        service = {"apiVersion": "v1", "kind": "Service", "spec": {}}
        workload = rendered(
            KubernetesWorkload({"apiVersion": "apps/v1", "kind": "Deployment"}, objects=[service])
        )
        assert effects(implementation, Ingress(host="a"), workload)[0][3] == "give the component a port"


def test_metadata_adds_entries_to_the_workload():
    trait = Metadata(labels={"tier": "web"}, annotations={"team": "shop"})
    assert effects(labels_and_annotations, trait) == [
        ("add", "Deployment/web metadata.labels", "tier", "web"),
        ("add", "Deployment/web metadata.annotations", "team", "shop"),
    ]


def test_metadata_adds_entries_to_the_pods_when_it_is_told_to():
    assert effects(labels_and_annotations, Metadata(labels={"tier": "web"}, on_pods=True)) == [
        ("add", "Deployment/web metadata.labels", "tier", "web"),
        ("add", "Deployment/web spec.template.metadata.labels", "tier", "web"),
    ]


def test_metadata_reaches_the_pods_of_a_knative_service_by_which_it_is_scaled():
    body = {"apiVersion": "serving.knative.dev/v1", "kind": "Service", "spec": {"template": {}}}
    trait = Metadata(annotations={"autoscaling.knative.dev/min-scale": "1"}, on_pods=True)
    (_, added) = effects(labels_and_annotations, trait, rendered(KubernetesWorkload(body)))
    assert added[1] == "Service/web spec.template.metadata.annotations"


def test_metadata_refuses_pods_where_there_are_none():
    workload = rendered(KubernetesWorkload({"apiVersion": "v1", "kind": "ConfigMap"}))
    assert effects(labels_and_annotations, Metadata(on_pods=True), workload) == [
        ("refuse", "on_pods", "ConfigMap/web has no pod template", "leave `on_pods` out")
    ]


def test_security_policy_sets_what_is_not_none_in_every_container():
    assert effects(security_context, SecurityPolicy()) == []
    trait = SecurityPolicy(run_as_user=0, drop_capabilities=["ALL"])
    assert effects(security_context, trait) == [
        line
        for containers in ("containers", "initContainers")
        for context in [f"Deployment/web {POD}.{containers}[*].securityContext"]
        for line in (
            ("set", f"{context}.runAsUser", 0),
            ("add", f"{context}.capabilities.drop", None, "ALL"),
        )
    ]


@pytest.mark.parametrize(
    ("parameter", "value", "path"),
    [
        ("allow_privilege_escalation", False, "allowPrivilegeEscalation"),
        ("read_only_root_filesystem", True, "readOnlyRootFilesystem"),
        ("run_as_non_root", True, "runAsNonRoot"),
        ("seccomp_profile", "RuntimeDefault", "seccompProfile.type"),
    ],
)
def test_security_policy_sets_each_field_of_the_security_context(parameter, value, path):
    first, _ = effects(security_context, SecurityPolicy(**{parameter: value}))
    assert first == ("set", f"Deployment/web {POD}.containers[*].securityContext.{path}", value)


def test_security_policy_gives_mounted_disks_to_a_group_of_the_pod():
    assert effects(security_context, SecurityPolicy(fs_group=1000)) == [
        ("set", f"Deployment/web {POD}.securityContext.fsGroup", 1000)
    ]


def claim(**spec):
    return (
        "create",
        "v1",
        "PersistentVolumeClaim",
        "web-data",
        {"metadata": {"annotations": DO_NOT_WAIT}, "spec": spec},
    )


MOUNTED = (
    "add",
    f"Deployment/web {POD}.volumes",
    None,
    {"name": "data", "persistentVolumeClaim": {"claimName": "web-data"}},
)


def test_volume_mounter_makes_a_claim_and_mounts_it_one_pod_at_a_time():
    assert effects(persistent_volume_claim, VolumeMounter("data", mount_path="/data", size="1Gi")) == [
        claim(accessModes=["ReadWriteOnce"], resources={"requests": {"storage": "1Gi"}}),
        MOUNTED,
        ("add", f"Deployment/web {WEB}.volumeMounts", None, {"name": "data", "mountPath": "/data"}),
        ("set", "Deployment/web spec.strategy", {"type": "Recreate"}),
    ]


def test_volume_mounter_shares_a_disk_of_a_class_for_reading():
    trait = VolumeMounter(
        "data",
        mount_path="/data",
        size="1Gi",
        storage_class="fast",
        shared=True,
        read_only=True,
        containers=["side"],
    )
    mount = {"name": "data", "mountPath": "/data", "readOnly": True}
    assert effects(persistent_volume_claim, trait) == [
        claim(
            accessModes=["ReadWriteMany"],
            resources={"requests": {"storage": "1Gi"}},
            storageClassName="fast",
        ),
        MOUNTED,
        ("add", f"Deployment/web {POD}.containers[name=side].volumeMounts", None, mount),
    ]


@pytest.mark.parametrize(
    "workload",
    [
        ContainerizedWorkload(
            [Container("web", image="w", volumes=[Disk("own", mount_path="/own", size="1Gi")])]
        ),
        StatefulWorkload([Container("web", image="w")]),
        BatchWorkload([Container("web", image="w")]),
        KubernetesWorkload(
            {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "spec": {
                    "strategy": {"rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}},
                    "template": {"spec": {"containers": [{"name": "web", "image": "w"}]}},
                },
            }
        ),
    ],
)
def test_volume_mounter_leaves_a_strategy_alone_that_there_is_or_cannot_be(workload):
    trait = VolumeMounter("data", mount_path="/data", size="1Gi")
    assert [line[0] for line in effects(persistent_volume_claim, trait, rendered(workload))] == [
        "create",
        "add",
        "add",
    ]
