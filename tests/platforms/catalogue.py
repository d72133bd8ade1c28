"""Every implementation that the library has, with what its checks need to know of it."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import oamdsl.platforms
from oamdsl import (
    AutoScaler,
    Bandwidth,
    CanaryRelease,
    Certificate,
    ConfigFile,
    Container,
    ContainerResources,
    CronScaler,
    DaprSidecar,
    Disk,
    DisruptionBudget,
    EventScaler,
    ExternalSecret,
    Fallback,
    HttpProbe,
    Implementation,
    Ingress,
    InitContainer,
    ManualScaler,
    Metadata,
    MetricCheck,
    Metrics,
    Neighbour,
    NetworkIsolation,
    NodeLabel,
    Peer,
    Permission,
    Placement,
    PodMetric,
    PodSecurityLevel,
    Port,
    Probes,
    QualityOfService,
    RawPatch,
    Resources,
    Route,
    ScaledContainer,
    ScalingPolicy,
    ScalingRules,
    Scratch,
    Secret,
    SecurityPolicy,
    ServiceAccess,
    Share,
    Sidecar,
    Spread,
    Step,
    Toleration,
    TrafficMirror,
    TrafficSplit,
    Trait,
    Trigger,
    VerticalScaler,
    VolumeMounter,
    Window,
)

PROMETHEUS = "http://prometheus.monitoring:9090"

ARGUMENTS: Mapping[str, Mapping[str, Any]] = {
    "ack.application_load_balancer": {"ingress_class": "alb"},
    "traefik.ingress": {"entry_points": ["web"]},
    "ack.terway_bandwidth": {"limits_ingress": True},
    "aws.application_load_balancer": {"scheme": "internal", "group": "shop"},
    "cert_manager.certificate": {"issuer": "letsencrypt"},
    "external_secrets.external_secret": {"store": "vault"},
    "prometheus_operator.monitor": {"labels": {"release": "prometheus"}},
    "ack.cron_horizontal_pod_autoscaler": {"time_zone": "Etc/UTC"},
    "ack.horizontal_pod_autoscaler": {"time_zone": "Etc/UTC"},
    "koordinator.colocation": {"has_batch_profile": True},
    "gateway_api.http_route": {
        "gateway": "public",
        "namespace": "infrastructure",
        "http": "http",
        "listener_sets": True,
    },
    "istio.virtual_service": {"gateway": "infrastructure/public", "https": True},
    "kubernetes.ingress": {"ingress_class": "nginx"},
    "argo_rollouts.rollout": {"prometheus": PROMETHEUS},
    "argo_rollouts.rollout_by_gateway_api": {"prometheus": PROMETHEUS},
    "argo_rollouts.rollout_by_istio": {"prometheus": PROMETHEUS},
    "flagger.canary_by_gateway_api": {"prometheus": PROMETHEUS},
    "flagger.canary_by_istio": {"prometheus": PROMETHEUS},
    "openkruise.batch_release_by_ingress": {"class_type": "aliyun-alb"},
}
"""What implementations with parameters are called with here: {technology.name: arguments}."""

CERTIFICATE = "shop-certificate"
_BUSY = Container(
    "helper",
    image="example.com/helper:1.0.0",
    command=["serve"],
    args=["--fast"],
    working_dir="/srv",
    env={"LEVEL": "info", "TOKEN": Secret("t0ken")},
    ports=[Port(9999, name="helper")],
    resources=Resources(
        cpu="1",
        memory="1Gi",
        ephemeral_storage="1Gi",
        gpu=1,
        cpu_limit="2",
        memory_limit="2Gi",
        extended={"a.b/c": 1},
    ),
    volumes=[Scratch("cache", mount_path="/cache"), Disk("data", mount_path="/data", size="1Gi")],
    config=[ConfigFile("/etc/helper.conf", "level = info"), ConfigFile("/etc/secret.conf", Secret("t0ken"))],
    liveness=HttpProbe(port=9999),
    readiness=HttpProbe(port=9999),
    startup=HttpProbe(port=9999),
    security_context={"privileged": False},
)

_DAY = Window("day", start="0 6 * * *", end="0 19 * * *", replicas=5)
_RULES = ScalingRules(
    stabilization_seconds=60, policies=[ScalingPolicy(10, unit="percent", period_seconds=60)]
)

EXAMPLES: Mapping[type[Trait], Sequence[Trait]] = {
    AutoScaler: [
        AutoScaler(maximum=9, memory=80),
        AutoScaler(maximum=9, memory=80, metrics=[PodMetric("requests", average="100")]),
        AutoScaler(maximum=9, container="web", scale_up=_RULES, scale_down=_RULES),
        AutoScaler(maximum=9, windows=[_DAY]),
        AutoScaler(maximum=9, windows=[_DAY.evolve(start="0 7 * * *")]),
        AutoScaler(maximum=9, windows=[_DAY.evolve(end="0 20 * * *")]),
        AutoScaler(maximum=9, windows=[_DAY], time_zone="Europe/Berlin"),
    ],
    Bandwidth: [
        Bandwidth(ingress="1M", egress="10M"),
        Bandwidth(ingress="2M", egress="10M"),
        Bandwidth(egress="1M"),
    ],
    CanaryRelease: [
        CanaryRelease(steps=[Step(10)]),
        CanaryRelease(
            steps=[Step(10, pause_seconds=60)],
            checks=[
                MetricCheck("errors", query='errors{namespace="$namespace",pod=~"$pods"}', at_most=0.1),
                MetricCheck("success", query='success{pod=~"$pods"}', at_least=0.9),
            ],
        ),
    ],
    ContainerResources: [
        ContainerResources(
            cpu=0.5,
            memory="1Gi",
            ephemeral_storage="1Gi",
            cpu_limit=1,
            memory_limit="2Gi",
            gpu=1,
            extended={"example.com/dongle": 1},
            containers=["web"],
        ),
        ContainerResources(gpu=1),
        ContainerResources(gpu=1, gpu_resource="amd.com/gpu"),
        ContainerResources(cpu="1"),
    ],
    CronScaler: [
        CronScaler(windows=[Window("day", start="0 7 * * *", end="0 19 * * *", replicas=20)]),
        CronScaler(windows=[Window("day", start="0 6 * * *", end="0 20 * * *", replicas=20)]),
        CronScaler(
            windows=[Window("day", start="0 6 * * *", end="0 19 * * *", replicas=20)],
            time_zone="Europe/Berlin",
        ),
    ],
    DaprSidecar: [
        DaprSidecar(app_port=80, app_id="shop", protocol="grpc", configuration="tracing"),
        DaprSidecar(cpu="100m", memory="64Mi", cpu_limit=1, memory_limit="128Mi"),
    ],
    EventScaler: [
        EventScaler(
            triggers=[
                Trigger("kafka", name="orders", metadata={"topic": "orders"}, cluster_authentication="kafka"),
                Trigger("cpu", metadata={"value": "80"}, metric_type="Utilization"),
                Trigger("prometheus", metadata={"query": "up"}, cached=True),
            ],
            minimum=1,
            maximum=9,
            idle_to_zero=True,
            polling_seconds=10,
            cooldown_seconds=60,
            fallback=Fallback(replicas=3),
            scale_up=_RULES,
            scale_down=_RULES,
        ),
        EventScaler(triggers=[Trigger("cron", metadata={"timezone": "Etc/UTC"})], maximum=9),
    ],
    Certificate: [
        Certificate(hosts=["shop.example.com"], secret=CERTIFICATE, issuer="own", issuer_kind="Issuer"),
        Certificate(hosts=["shop.example.com"], secret=CERTIFICATE, issuer="own"),
        Certificate(hosts=["shop.example.com"], secret=CERTIFICATE, key_algorithm="ECDSA", key_size=256),
        Certificate(hosts=["shop.example.com"], secret=CERTIFICATE, key_algorithm="ECDSA", key_size=384),
    ],
    ExternalSecret: [
        ExternalSecret("a", keys={"TOKEN": "token"}, container="web"),
        ExternalSecret("a", keys={"TOKEN": "token"}, store="own", store_kind="SecretStore"),
        ExternalSecret("a", keys={"TOKEN": "token"}, store="own"),
        ExternalSecret("a", extract=["shop/database"]),
        ExternalSecret("a", extract=["shop/database"], files="/etc/shop"),
    ],
    DisruptionBudget: [
        DisruptionBudget(minimum_available="50%"),
        DisruptionBudget(maximum_unavailable="25%"),
    ],
    Ingress: [
        Ingress(host="shop.example.com", port=80),
        Ingress(host="shop.example.com", path="/shop"),
        Ingress(host="shop.example.com", tls_secret=CERTIFICATE),
        Ingress(host="shop.example.com", tls_secret=CERTIFICATE, redirect_https=True),
        Ingress(host="shop.example.com", rewrite="/v1"),
        Ingress(host="shop.example.com", timeout_seconds=30),
        Ingress(host="shop.example.com", routes=[Route("/a", port=80), Route("/b", exact=True)]),
        Ingress(host="shop.example.com", annotations={"example.com/owner": "shop"}),
    ],
    InitContainer: [InitContainer(_BUSY.evolve(liveness=None, readiness=None, startup=None))],
    ManualScaler: [],
    Metadata: [
        Metadata(labels={"team": "shop"}, on_pods=True),
        Metadata(annotations={"example.com/team": "shop"}),
    ],
    Metrics: [
        Metrics(port="port-80", interval_seconds=30),
        Metrics(port="port-80", path="/m"),
        Metrics(port=9113, container="web"),
    ],
    NetworkIsolation: [
        NetworkIsolation("out", allow_to=[]),
        NetworkIsolation(
            allow_from=[Peer(addresses="10.0.0.0/8", except_addresses=["10.1.0.0/16"], udp_ports=[53])]
        ),
        NetworkIsolation(allow_from=[Peer(anybody=True)]),
        NetworkIsolation(
            allow_from=[Peer(component="a", namespace="b", ports=[1]), Peer(addresses="10.0.0.0/8")],
            allow_to=[Peer(addresses="10.0.0.0/8")],
        ),
        NetworkIsolation(
            allow_from=[Peer(component="a", namespace="b", ports=[1]), Peer(addresses="10.0.0.0/9")],
            allow_to=[Peer(addresses="10.0.0.0/8")],
        ),
        NetworkIsolation(
            allow_from=[Peer(component="a", namespace="b", ports=[1]), Peer(addresses="10.0.0.0/9")],
            allow_to=[Peer(addresses="10.0.0.0/9")],
        ),
        NetworkIsolation(allow_to=[]),
    ],
    Placement: [
        Placement(
            nodes={"disk": "ssd"},
            tolerations=[Toleration("spot", value="yes", effect="NoSchedule"), Toleration("other")],
            spread=[Spread("zone", required=True), Spread("example.com/rack", max_skew=2)],
            near=[Neighbour("cache"), Neighbour("database", within="zone", required=True)],
            apart_from=[Neighbour("web", required=True)],
        ),
        Placement(
            node_labels=[
                NodeLabel("disk", values=["ssd", "nvme"]),
                NodeLabel("spot", values=["yes"], excluded=True),
                NodeLabel("gpu", required=False),
                NodeLabel("old", excluded=True, required=False),
            ],
            tolerations=[Toleration("spot", effect="NoExecute", seconds=60)],
            spread=[Spread("zone", required=True, min_domains=2, each_release=True)],
        ),
        Placement(nodes={"disk": "hdd"}),
        Placement(nodes={"disk": "ssd"}),
    ],
    Probes: [
        Probes(
            liveness=HttpProbe(port=80),
            readiness=HttpProbe(port=80),
            startup=HttpProbe(port=80, period_seconds=5),
            container="web",
        )
    ],
    QualityOfService: [
        QualityOfService(level="burstable", priority_class="important"),
        QualityOfService(level="burstable"),
    ],
    RawPatch: [
        RawPatch(kind="Service", name="web", merge={"spec": {"sessionAffinity": "ClientIP"}}),
        RawPatch(operations=[{"op": "add", "path": "/metadata/labels/team", "value": "shop"}]),
        RawPatch(
            kind="PodDisruptionBudget",
            api_version="policy/v1",
            merge={"metadata": {"annotations": {"a": "b"}}},
        ),
    ],
    SecurityPolicy: [
        SecurityPolicy(level=PodSecurityLevel.RESTRICTED),
        SecurityPolicy(level=PodSecurityLevel.BASELINE),
        SecurityPolicy(
            allow_privilege_escalation=True,
            read_only_root_filesystem=True,
            run_as_non_root=True,
            run_as_user=1000,
            run_as_group=1000,
            fs_group=1000,
            drop_capabilities=["ALL"],
            seccomp_profile="RuntimeDefault",
        ),
    ],
    ServiceAccess: [
        ServiceAccess(account="shared", permissions=[Permission(["pods"])]),
        ServiceAccess(
            permissions=[Permission(["pods"], verbs=["get"], api_group="apps", names=["a"])],
            annotations={"a": "b"},
        ),
        ServiceAccess(
            permissions=[Permission(["pods"], verbs=["list"], api_group="apps", names=["a"])],
            annotations={"a": "b"},
        ),
    ],
    Sidecar: [Sidecar(_BUSY), Sidecar(Container("log", image="l:1"), before_others=True)],
    TrafficMirror: [TrafficMirror("web-next", port=80)],
    TrafficSplit: [TrafficSplit(shares=[Share("web", weight=1)], port=80)],
    VerticalScaler: [
        VerticalScaler(),
        VerticalScaler(resources=["cpu", "memory"], minimum={"cpu": "1"}, maximum={"cpu": "2"}),
        VerticalScaler(resources=["cpu", "memory"], minimum={"memory": "1Gi"}, maximum={"cpu": "2"}),
        VerticalScaler(resources=["cpu"], maximum={"cpu": "2"}),
        VerticalScaler(resources=["cpu"], maximum={"cpu": "3"}),
        VerticalScaler(containers=[ScaledContainer("web", minimum={"cpu": "1"}, maximum={"cpu": "2"})]),
        VerticalScaler(containers=[ScaledContainer("web", minimum={"cpu": "2"}, maximum={"cpu": "2"})]),
        VerticalScaler(containers=[ScaledContainer("web", minimum={"cpu": "1"}, maximum={"cpu": "3"})]),
    ],
    VolumeMounter: [
        VolumeMounter("data", mount_path="/data", claim="old"),
        VolumeMounter("data", mount_path="/data", config_map="settings"),
        VolumeMounter("data", mount_path="/data", secret=CERTIFICATE),
        VolumeMounter("data", mount_path="/data", scratch=True, sub_path="a/b"),
        VolumeMounter("data", mount_path="/data", size="1Gi", one_pod=True),
        VolumeMounter("data", mount_path="/data", size="1Gi", containers=["web"], storage_class="fast"),
        VolumeMounter("data", mount_path="/data", size="1Gi", shared=True, read_only=True),
    ],
}
"""Traits in which parameters have an effect that the trait's own example leaves out."""


SEVERAL: Mapping[type[Trait], tuple[Trait, Trait]] = {
    Certificate: (
        Certificate(hosts=["a.example.com"], secret=CERTIFICATE),
        Certificate("b", hosts=["b.example.com"], secret=f"{CERTIFICATE}-b"),
    ),
    ExternalSecret: (ExternalSecret("a", keys={"A": "a"}), ExternalSecret("b", keys={"B": "b"})),
    Ingress: (Ingress(host="a.example.com"), Ingress("b", host="b.example.com")),
    Metrics: (Metrics(port="port-80"), Metrics("slow", port="port-80", path="/slow")),
    NetworkIsolation: (NetworkIsolation(allow_from=[]), NetworkIsolation("out", allow_to=[])),
    VolumeMounter: (
        VolumeMounter("a", mount_path="/a", size="1Gi"),
        VolumeMounter("b", mount_path="/b", size="1Gi"),
    ),
}
"""Two of each trait of which a component may have several, told apart by their names."""


def technologies() -> list[str]:
    """Names of the packages that hold implementations."""
    return [one.name for one in pkgutil.iter_modules(oamdsl.platforms.__path__) if one.ispkg]


def found() -> dict[str, Implementation[Any] | Callable[..., Implementation[Any]]]:
    """``{technology.name: implementation, or function that makes one}``."""
    public = {
        f"{technology}.{name}": getattr(module, name)
        for technology in technologies()
        for module in (importlib.import_module(f"oamdsl.platforms.{technology}"),)
        for name in module.__all__
    }
    return {name: one for name, one in public.items() if isinstance(one, Implementation) or callable(one)}


IMPLEMENTATIONS: Mapping[str, Implementation[Any]] = {
    name: one if isinstance(one, Implementation) else one(**ARGUMENTS.get(name, {}))
    for name, one in found().items()
}

BESIDE: Mapping[str, Sequence[Sequence[str]]] = {
    "flagger.canary_by_gateway_api": [(), ("gateway_api.http_route", "kubernetes.horizontal_pod_autoscaler")],
    "flagger.canary_by_istio": [(), ("istio.virtual_service", "keda.resource_triggers")],
    "argo_rollouts.rollout_by_gateway_api": [(), ("gateway_api.http_route",)],
    "argo_rollouts.rollout_by_istio": [(), ("istio.virtual_service",)],
    "kubernetes.patched_fields": [("kubernetes.pod_disruption_budget",)],
    "openkruise.batch_release_by_ingress": [(), ("ack.application_load_balancer",)],
}
"""Implementations that one builds on, each set of them: {technology.name: [others]}."""
