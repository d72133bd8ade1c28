"""Conflicts that are documented upstream, as this library computes them from what the traits do."""

import pytest

from oamdsl import (
    AutoScaler,
    Bandwidth,
    CanaryRelease,
    Certificate,
    ContainerResources,
    CronScaler,
    DaprSidecar,
    DisruptionBudget,
    EventScaler,
    ExternalSecret,
    Ingress,
    ManualScaler,
    Metadata,
    Metrics,
    Neighbour,
    NetworkIsolation,
    Placement,
    Probes,
    QualityOfService,
    RawPatch,
    SecurityPolicy,
    Sidecar,
    Spread,
    Step,
    Toleration,
    TrafficMirror,
    TrafficSplit,
    VerticalScaler,
    VolumeMounter,
    Window,
)
from oamdsl.compose.relation import Relation, relation
from oamdsl.platforms.kubernetes import KUBERNETES
from oamdsl.workloads.samples import sample_workloads
from tests.platforms.catalogue import IMPLEMENTATIONS

DEPLOYMENT = next(sample_workloads())
BARE = next(sample_workloads(requests=False))

CONFLICTING, COMPOSABLE, ORTHOGONAL = Relation.CONFLICTING, Relation.COMPOSABLE, Relation.ORTHOGONAL

BY_TIME = AutoScaler(maximum=9, windows=[Window("day", start="0 6 * * *", end="0 19 * * *", replicas=5)])
BEST_EFFORT = QualityOfService(level="best-effort")
SCALER, CPU_ONLY = AutoScaler(maximum=9), AutoScaler(maximum=9, cpu=80)
MEMORY_VPA, CPU_VPA = VerticalScaler(resources=["memory"]), VerticalScaler(resources=["cpu"])
DISK = VolumeMounter("data", mount_path="/data", size="1Gi")
SHARED = VolumeMounter("data", mount_path="/data", size="1Gi", shared=True)
CANARY = CanaryRelease.example()


@pytest.mark.parametrize(
    ("first", "second", "technologies", "expected", "reason"),
    [
        # 1, 7: the replicas have one owner
        (ManualScaler(replicas=3), SCALER, (), CONFLICTING, "both decide `spec.replicas`"),
        (
            ManualScaler(replicas=3),
            CronScaler.example(),
            ("keda.cron_triggers",),
            CONFLICTING,
            "spec.replicas",
        ),
        (
            ManualScaler(replicas=3),
            CronScaler.example(),
            ("ack.cron_horizontal_pod_autoscaler",),
            CONFLICTING,
            "spec.replicas",
        ),
        # 2, 3, 4: two autoscalers of one target
        (SCALER, AutoScaler(maximum=5), (), CONFLICTING, "both make HorizontalPodAutoscaler/web"),
        (
            SCALER,
            CronScaler.example(),
            ("keda.resource_triggers", "keda.cron_triggers"),
            CONFLICTING,
            "both make",
        ),
        # 5, 6: by load and by time
        (SCALER, CronScaler.example(), ("ack.cron_horizontal_pod_autoscaler",), CONFLICTING, "spec.replicas"),
        (SCALER, CronScaler.example(), ("keda.cron_triggers",), CONFLICTING, "spec.replicas"),
        (
            BY_TIME,
            CronScaler.example(),
            ("ack.horizontal_pod_autoscaler", "ack.cron_horizontal_pod_autoscaler"),
            CONFLICTING,
            "both make CronHorizontalPodAutoscaler/web",
        ),
        *(
            (
                EventScaler.example(),
                other,
                ("keda.event_triggers", "keda.resource_triggers", "keda.cron_triggers"),
                CONFLICTING,
                reason,
            )
            for other, reason in (
                (SCALER, "both make ScaledObject/web"),
                (CronScaler.example(), "both make ScaledObject/web"),
                (ManualScaler(replicas=3), "both decide `spec.replicas`"),
            )
        ),
        # 8: horizontal and vertical by one resource
        (
            CPU_ONLY,
            CPU_VPA,
            ("vertical_pod_autoscaler.vertical_pod_autoscaler",),
            CONFLICTING,
            "requests.cpu",
        ),
        (CPU_ONLY, MEMORY_VPA, ("vertical_pod_autoscaler.vertical_pod_autoscaler",), ORTHOGONAL, ""),
        (
            AutoScaler(maximum=9, cpu=None, memory=80),
            MEMORY_VPA,
            ("vertical_pod_autoscaler.vertical_pod_autoscaler",),
            CONFLICTING,
            "requests.memory",
        ),
        (
            CPU_ONLY,
            VerticalScaler(update="recommend"),
            ("vertical_pod_autoscaler.vertical_pod_autoscaler",),
            ORTHOGONAL,
            "",
        ),
        # 9: two vertical scalers of one pod
        (
            CPU_VPA,
            MEMORY_VPA,
            ("vertical_pod_autoscaler.vertical_pod_autoscaler",),
            CONFLICTING,
            "both make VerticalPodAutoscaler/web",
        ),
        # 11: utilisation needs requests
        (SCALER, ContainerResources(cpu="1"), (), COMPOSABLE, "reads"),
        # 12: what a sidecar requests counts for utilisation
        (SCALER, Sidecar.example(), (), COMPOSABLE, "reads"),
        # 16: a rollout in place of the Deployment
        (
            SCALER,
            CANARY,
            ("argo_rollouts.rollout",),
            COMPOSABLE,
            "CanaryRelease makes the workload Rollout/web, to which AutoScaler refers",
        ),
        *(
            (
                scaler,
                CANARY,
                ("argo_rollouts.rollout", technology),
                COMPOSABLE,
                "makes the workload Rollout/web",
            )
            for scaler, technology in (
                (CronScaler.example(), "keda.cron_triggers"),
                (CronScaler.example(), "ack.cron_horizontal_pod_autoscaler"),
                (EventScaler.example(), "keda.event_triggers"),
                (CPU_VPA, "vertical_pod_autoscaler.vertical_pod_autoscaler"),
            )
        ),
        (ManualScaler(replicas=3), CANARY, ("argo_rollouts.rollout",), ORTHOGONAL, ""),
        # 22, 24: a release in steps by percent, and whoever scales
        (SCALER, CANARY, ("openkruise.batch_release",), ORTHOGONAL, ""),
        (SCALER, CANARY, ("openkruise.batch_release", "keda.resource_triggers"), ORTHOGONAL, ""),
        # 17: two releases at once
        (CANARY, CanaryRelease(steps=[Step(5)]), ("argo_rollouts.rollout",), CONFLICTING, "spec.strategy"),
        (CANARY, CanaryRelease.example(), ("openkruise.batch_release",), CONFLICTING, "Rollout/web"),
        # 18: Flagger and whoever else scales
        (ManualScaler(replicas=3), CANARY, ("flagger.canary_by_istio",), CONFLICTING, "spec.replicas"),
        (SCALER, CANARY, ("flagger.canary_by_istio",), COMPOSABLE, "CanaryRelease goes by what"),
        (
            SCALER,
            CANARY,
            ("flagger.canary_by_gateway_api", "keda.resource_triggers"),
            COMPOSABLE,
            "CanaryRelease goes by what",
        ),
        (
            CronScaler.example(),
            CANARY,
            ("flagger.canary_by_istio", "keda.cron_triggers"),
            COMPOSABLE,
            "CanaryRelease goes by what",
        ),
        (
            CronScaler.example(),
            CANARY,
            ("flagger.canary_by_istio", "ack.cron_horizontal_pod_autoscaler"),
            CONFLICTING,
            "spec.replicas",
        ),
        (
            CPU_VPA,
            CANARY,
            ("flagger.canary_by_istio", "vertical_pod_autoscaler.vertical_pod_autoscaler"),
            CONFLICTING,
            "labels",
        ),
        # 19, 20, the founding article: an ingress with a canary
        (
            Ingress.example(),
            CANARY,
            ("gateway_api.http_route", "argo_rollouts.rollout_by_gateway_api"),
            COMPOSABLE,
            "offers `spec.rules`",
        ),
        (
            Ingress.example(),
            CANARY,
            ("istio.virtual_service", "argo_rollouts.rollout_by_istio"),
            COMPOSABLE,
            "offers `spec.http`",
        ),
        (
            Ingress.example(),
            CANARY,
            ("gateway_api.http_route", "flagger.canary_by_gateway_api"),
            COMPOSABLE,
            "reads `spec.hostnames`",
        ),
        (
            Ingress.example(),
            CANARY,
            ("istio.virtual_service", "flagger.canary_by_istio"),
            COMPOSABLE,
            "reads `spec.hosts`",
        ),
        (
            Ingress.example(),
            CANARY,
            ("ack.application_load_balancer", "openkruise.batch_release_by_ingress"),
            COMPOSABLE,
            "CanaryRelease goes by what Ingress makes",
        ),
        # 20: what finds the pods of both releases
        (DisruptionBudget.example(), CANARY, ("flagger.canary_by_istio",), ORTHOGONAL, ""),
        (NetworkIsolation.example(), CANARY, ("flagger.canary_by_istio",), ORTHOGONAL, ""),
        (Placement(spread=[Spread("zone")]), CANARY, ("flagger.canary_by_istio",), ORTHOGONAL, ""),
        (
            Metrics(port="port-80"),
            CANARY,
            ("flagger.canary_by_istio", "prometheus_operator.monitor"),
            ORTHOGONAL,
            "",
        ),
        (
            DisruptionBudget.example(),
            CANARY,
            ("flagger.canary_by_istio", "openkruise.pod_unavailable_budget"),
            CONFLICTING,
            "labels",
        ),
        # 26, 27: a disk of one node and two releases
        (DISK, CANARY, ("argo_rollouts.rollout",), CONFLICTING, "spec.strategy"),
        (DISK, CANARY, ("openkruise.batch_release",), CONFLICTING, "spec.strategy"),
        (SHARED, CANARY, ("argo_rollouts.rollout",), ORTHOGONAL, ""),
        # 29: two budgets of one pod
        (
            DisruptionBudget.example(),
            DisruptionBudget(minimum_available=1),
            (),
            CONFLICTING,
            "both make PodDisruptionBudget/web",
        ),
        # 38: who shares out the requests to a Service, and who releases it
        *(
            (trait, CANARY, (canary, made), CONFLICTING, "spec.selector")
            for trait, kind in ((TrafficSplit.example(), "split"), (TrafficMirror.example(), "mirror"))
            for canary, made in (
                ("flagger.canary_by_istio", f"istio.traffic_{kind}"),
                ("flagger.canary_by_gateway_api", f"gateway_api.traffic_{kind}"),
            )
        ),
        *(
            (trait, CANARY, (canary, made), CONFLICTING, "both make")
            for trait, kind in ((TrafficSplit.example(), "split"), (TrafficMirror.example(), "mirror"))
            for canary, made in (
                ("argo_rollouts.rollout_by_istio", f"istio.traffic_{kind}"),
                ("argo_rollouts.rollout_by_gateway_api", f"gateway_api.traffic_{kind}"),
            )
        ),
        # 33, 36, 39: routes of one host
        (
            TrafficSplit.example(),
            TrafficMirror.example(),
            ("istio.traffic_split", "istio.traffic_mirror"),
            CONFLICTING,
            "both make VirtualService/web-mesh",
        ),
        (
            TrafficSplit.example(),
            TrafficMirror.example(),
            ("gateway_api.traffic_split", "gateway_api.traffic_mirror"),
            CONFLICTING,
            "both make HTTPRoute/web-mesh",
        ),
        (Ingress.example(), Ingress(host="b.example.com"), (), CONFLICTING, "Ingress/web"),
        # 52: lists that the API server takes as a whole, and whose entries add to each other
        (Placement(nodes={"a": "b"}), Placement(nodes={"a": "c"}), (), CONFLICTING, "nodeSelector.a"),
        (Placement(nodes={"a": "b"}), Placement(nodes={"c": "d"}), (), ORTHOGONAL, ""),
        (
            Placement(tolerations=[Toleration("a")], near=[Neighbour("cache")]),
            Placement(tolerations=[Toleration("b")], near=[Neighbour("cache", within="zone")]),
            (),
            ORTHOGONAL,
            "",
        ),
        (
            SecurityPolicy(drop_capabilities=["NET_RAW"]),
            SecurityPolicy(drop_capabilities=["SYS_CHROOT"]),
            (),
            ORTHOGONAL,
            "",
        ),
        (Placement(spread=[Spread("zone")]), Placement(spread=[Spread("node")]), (), ORTHOGONAL, ""),
        # 43: two who make one Secret
        (
            Certificate(hosts=["a.example.com"], secret="web-tls"),  # noqa: S106 - a name
            ExternalSecret("tls", store="vault", keys={"tls.crt": "tls#crt"}),
            ("cert_manager.certificate", "external_secrets.external_secret"),
            CONFLICTING,
            "Secret/web-tls",
        ),
        # 49: best-effort pods request no CPU and no memory in the end
        (BEST_EFFORT, SCALER, ("koordinator.colocation",), CONFLICTING, "requests.cpu"),
        (
            BEST_EFFORT,
            MEMORY_VPA,
            ("koordinator.colocation", "vertical_pod_autoscaler.vertical_pod_autoscaler"),
            CONFLICTING,
            "requests.memory",
        ),
        # 50: two limits of one direction
        (Bandwidth.example(), Bandwidth(egress="1M"), (), CONFLICTING, "annotations"),
        (Bandwidth(ingress="1M"), Bandwidth(egress="1M"), (), ORTHOGONAL, ""),
        # 64: policies of the network add to each other
        (NetworkIsolation.example(), NetworkIsolation("more"), (), ORTHOGONAL, ""),
        # 65, 66: what has nothing to do with each other
        (SCALER, DisruptionBudget.example(), (), ORTHOGONAL, ""),
        (SCALER, Placement.example(), (), ORTHOGONAL, ""),
        (SCALER, QualityOfService(priority_class="high"), (), ORTHOGONAL, ""),
        (SCALER, Bandwidth.example(), (), ORTHOGONAL, ""),
        (Ingress.example(), DISK, (), ORTHOGONAL, ""),
        (Ingress.example(), Certificate.example(), ("cert_manager.certificate",), ORTHOGONAL, ""),
        (NetworkIsolation.example(), Probes.example(), (), ORTHOGONAL, ""),
        (Metadata.example(), DaprSidecar.example(), ("dapr.injected_sidecar",), ORTHOGONAL, ""),
        # a container that one trait adds, and another's settings of every container
        (Sidecar.example(), SecurityPolicy.example(), (), COMPOSABLE, "allowPrivilegeEscalation"),
        # a patch is an owner like any other
        (RawPatch(merge={"spec": {"replicas": 2}}), SCALER, (), CONFLICTING, "spec.replicas"),
    ],
)
def test_relations_are_what_the_documentation_says(first, second, technologies, expected, reason):
    platform = KUBERNETES.offering(*(IMPLEMENTATIONS[name] for name in technologies))
    workload = BARE if isinstance(second, ContainerResources) else DEPLOYMENT
    for one, other in ((first, second), (second, first)):
        kind, why = relation(one, other, workload, platform)
        assert kind is expected, why
        assert reason in why
