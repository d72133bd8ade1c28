"""Every implementation that the library has, with what its checks need to know of it."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import oamdsl.platforms
from oamdsl import (
    ConfigFile,
    Container,
    ContainerResources,
    CronScaler,
    Disk,
    DisruptionBudget,
    HttpProbe,
    Implementation,
    Ingress,
    InitContainer,
    ManualScaler,
    Metadata,
    Neighbour,
    Placement,
    PodSecurityLevel,
    Port,
    Probes,
    QualityOfService,
    Resources,
    Scratch,
    Secret,
    SecurityPolicy,
    Sidecar,
    Spread,
    Toleration,
    Trait,
    VolumeMounter,
    Window,
)

ARGUMENTS: Mapping[str, Mapping[str, Any]] = {
    "ack.cron_horizontal_pod_autoscaler": {"time_zone": "Etc/UTC"},
    "gateway_api.http_route": {"gateway": "public", "namespace": "infrastructure"},
    "kubernetes.ingress": {"ingress_class": "nginx"},
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

EXAMPLES: Mapping[type[Trait], Sequence[Trait]] = {
    ContainerResources: [
        ContainerResources(
            cpu=0.5,
            memory="1Gi",
            ephemeral_storage="1Gi",
            cpu_limit=1,
            memory_limit="2Gi",
            containers=["web"],
        ),
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
    DisruptionBudget: [
        DisruptionBudget(minimum_available="50%"),
        DisruptionBudget(maximum_unavailable="25%"),
    ],
    Ingress: [
        Ingress(host="shop.example.com", port=80),
        Ingress(host="shop.example.com", path="/shop"),
        Ingress(host="shop.example.com", tls_secret=CERTIFICATE),
    ],
    InitContainer: [InitContainer(_BUSY)],
    ManualScaler: [],
    Metadata: [
        Metadata(labels={"team": "shop"}, on_pods=True),
        Metadata(annotations={"example.com/team": "shop"}),
    ],
    Placement: [
        Placement(
            nodes={"disk": "ssd"},
            tolerations=[Toleration("spot", value="yes", effect="NoSchedule"), Toleration("other")],
            spread=[Spread("zone", required=True), Spread("example.com/rack", max_skew=2)],
            near=[Neighbour("cache"), Neighbour("database", within="zone", required=True)],
            apart_from=[Neighbour("web", required=True)],
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
    Sidecar: [Sidecar(_BUSY), Sidecar(Container("log", image="l:1"), before_others=True)],
    VolumeMounter: [
        VolumeMounter("data", mount_path="/data", size="1Gi", containers=["web"], storage_class="fast"),
        VolumeMounter("data", mount_path="/data", size="1Gi", shared=True, read_only=True),
    ],
}
"""Traits in which parameters have an effect that the trait's own example leaves out."""


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
