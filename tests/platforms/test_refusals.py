"""What technologies refuse: whatever they cannot do, with the parameter that asks for it."""

import pytest

from oamdsl import (
    AutoScaler,
    Bandwidth,
    BatchWorkload,
    CanaryRelease,
    Container,
    ContainerizedWorkload,
    Context,
    CronScaler,
    DaprSidecar,
    Disk,
    Ingress,
    KubernetesWorkload,
    Metrics,
    NetworkIsolation,
    Opinions,
    PodMetric,
    PodSecurityLevel,
    Port,
    Refuse,
    Share,
    StatefulWorkload,
    Step,
    TrafficMirror,
    TrafficSplit,
    Window,
)
from oamdsl.kubernetes.route import backends
from tests.platforms.catalogue import IMPLEMENTATIONS
from tests.platforms.implementing import rendered

WEB = Container("web", image="w")
DAY = Window("day", start="0 6 * * *", end="0 19 * * *", replicas=5)
CANARY = CanaryRelease.example()
HOST_NETWORK = KubernetesWorkload(
    {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "spec": {"template": {"spec": {"hostNetwork": True, "containers": [{"name": "web", "image": "w"}]}}},
    }
)


def port(number, **details):
    return ContainerizedWorkload([Container("web", image="w", ports=[Port(number, **details)])])


def ports(*numbers):
    return ContainerizedWorkload([Container("web", image="w", ports=[Port(one) for one in numbers])])


DISK = ContainerizedWorkload(
    [Container("web", image="w", ports=[Port(80)], volumes=[Disk("d", mount_path="/d", size="1Gi")])]
)


@pytest.mark.parametrize(
    ("implementation", "trait", "workload", "parameter"),
    [
        ("istio.virtual_service", Ingress(host="a"), ports(80, 81), "port"),
        ("traefik.ingress", Ingress(host="a", port=1), ports(80), "port"),
        ("istio.traffic_split", TrafficSplit.example(), ports(80, 81), "port"),
        ("istio.traffic_mirror", TrafficMirror.example(), ports(80, 81), "port"),
        ("gateway_api.traffic_split", TrafficSplit.example(), ports(80, 81), "port"),
        ("gateway_api.traffic_mirror", TrafficMirror.example(), ports(80, 81), "port"),
        ("kubernetes.ingress", Ingress(host="a"), port(53, protocol="UDP"), "port"),
        ("kubernetes.ingress", Ingress(host="a"), port(5432, app_protocol="postgresql"), "port"),
        ("istio.traffic_split", TrafficSplit.example(), port(80, name="tcp-80"), "port"),
        ("istio.traffic_mirror", TrafficMirror.example(), port(80, app_protocol="https"), "port"),
        ("gateway_api.traffic_split", TrafficSplit.example(), port(53, protocol="UDP"), "port"),
        ("istio.traffic_mirror", TrafficMirror("web"), ports(80), "component"),
        ("gateway_api.traffic_mirror", TrafficMirror("web"), ports(80), "component"),
        (
            "gateway_api.traffic_split",
            TrafficSplit(shares=[Share(f"web-{number}", weight=1) for number in range(17)]),
            ports(80),
            "shares",
        ),
        ("kubernetes.network_policy", NetworkIsolation(allow_from=[]), HOST_NETWORK, "allow_from"),
        ("kubernetes.network_policy", NetworkIsolation(allow_to=[]), HOST_NETWORK, "allow_to"),
        ("kubernetes.bandwidth_annotations", Bandwidth(egress="1M"), HOST_NETWORK, "egress"),
        ("kubernetes.bandwidth_annotations", Bandwidth(ingress="1M"), HOST_NETWORK, "ingress"),
        (
            "kubernetes.scrape_annotations",
            Metrics(port="port-80", interval_seconds=5),
            ports(80),
            "interval_seconds",
        ),
        ("kubernetes.scrape_annotations", Metrics(port="metrics"), ports(80), "port"),
        ("prometheus_operator.monitor", Metrics(port=80, container="web"), ports(80), "container"),
        (
            "keda.cron_triggers",
            CronScaler(windows=[Window("night", start="0 1 * * *", end="0 5 * * *", replicas=0)]),
            ports(80),
            "windows",
        ),
        (
            "keda.cron_triggers",
            CronScaler(windows=[Window("none", start="0 1 * * *", end="0 5 * * *", replicas=0)], otherwise=0),
            ports(80),
            "windows",
        ),
        (
            "keda.resource_triggers",
            AutoScaler(maximum=9, metrics=[PodMetric("requests", average="1")]),
            ports(80),
            "metrics",
        ),
        ("kubernetes.horizontal_pod_autoscaler", AutoScaler(maximum=9, windows=[DAY]), ports(80), "windows"),
        (
            "ack.horizontal_pod_autoscaler",
            AutoScaler(maximum=9, windows=[DAY], time_zone="Europe/Berlin"),
            ports(80),
            "time_zone",
        ),
        ("argo_rollouts.rollout", CANARY, StatefulWorkload([WEB]), "steps"),
        ("argo_rollouts.rollout", CANARY, DISK, "steps"),
        ("argo_rollouts.rollout_by_istio", CANARY, ContainerizedWorkload([WEB]), "steps"),
        ("openkruise.batch_release", CANARY, BatchWorkload([WEB]), "steps"),
        ("openkruise.batch_release", CANARY, DISK, "steps"),
        ("flagger.canary_by_istio", CANARY, StatefulWorkload([WEB]), "steps"),
        ("flagger.canary_by_istio", CANARY, ports(80, 81), "steps"),
        ("flagger.canary_by_istio", CanaryRelease(steps=[Step(20)]), ports(80), "steps"),
        (
            "flagger.canary_by_istio",
            CanaryRelease(steps=[Step(20, pause_seconds=1), Step(30, pause_seconds=2)]),
            ports(80),
            "steps",
        ),
    ],
)
def test_what_cannot_be_done_is_refused(implementation, trait, workload, parameter):
    assert not trait.faults
    found = IMPLEMENTATIONS[implementation].effects(trait, rendered(workload))
    refused = [one for one in found if type(one).__name__ == "Refuse"]
    assert [one.parameter for one in refused][:1] == [parameter]
    assert all(one.why and one.help and not one.why.endswith(".") for one in refused)


def test_of_two_ports_with_one_number_that_of_tcp_takes_the_requests():
    dns = [Port(53, protocol="UDP"), Port(53, name="http-dns")]
    workload = rendered(ContainerizedWorkload([Container("web", image="w", ports=dns)]))
    found = IMPLEMENTATIONS["istio.traffic_mirror"].effects(TrafficMirror.example(), workload)
    assert [type(one).__name__ for one in found] == ["Read", "Create"]


@pytest.mark.parametrize("mesh", ["istio", "gateway_api"])
def test_a_share_of_its_own_goes_to_the_service_whatever_its_name(mesh):
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "svc"},
        "spec": {"ports": [{"port": 80}]},
    }
    workload = rendered(KubernetesWorkload(HOST_NETWORK.body, objects=[service]))
    (_, made) = IMPLEMENTATIONS[f"{mesh}.traffic_split"].effects(TrafficSplit.example(), workload)
    assert [one.service for one in backends({"kind": made.kind, **made.body})] == ["svc", "web-next"]


def test_a_service_whose_ports_have_no_number_is_refused_rather_than_to_fail():
    service = {"apiVersion": "v1", "kind": "Service", "spec": {"ports": [{"name": "http"}]}}
    workload = rendered(KubernetesWorkload(HOST_NETWORK.body, objects=[service]))
    (refused,) = IMPLEMENTATIONS["kubernetes.ingress"].effects(Ingress(host="a"), workload)
    assert refused.help == "give the component a port"


@pytest.mark.parametrize(("profile", "refused"), [("", 1), ("Unconfined", 1), ("RuntimeDefault", 0)])
def test_daprs_container_keeps_the_security_level_that_the_developer_demands(profile, refused):
    opinions = Opinions(security=PodSecurityLevel.RESTRICTED)
    workload = ports(80).render(
        Context(application="shop", component="web", namespace="prod", opinions=opinions)
    )
    found = IMPLEMENTATIONS["dapr.injected_sidecar"].effects(DaprSidecar(seccomp_profile=profile), workload)
    assert sum(isinstance(one, Refuse) for one in found) == refused


@pytest.mark.parametrize(("length", "app_id", "refused"), [(58, "", 0), (59, "", 1), (59, "shop", 0)])
def test_a_component_is_called_in_dapr_by_a_name_that_its_service_can_have(length, app_id, refused):
    context = Context(application="shop", component="w" * length, namespace="prod", opinions=Opinions())
    found = IMPLEMENTATIONS["dapr.injected_sidecar"].effects(
        DaprSidecar(app_id=app_id), ports(80).render(context)
    )
    assert sum(isinstance(one, Refuse) for one in found) == refused


def test_dapr_makes_a_service_for_what_serves():
    migration = rendered(BatchWorkload([WEB]))
    found = IMPLEMENTATIONS["dapr.injected_sidecar"].effects(DaprSidecar(), migration)
    assert {type(one).__name__ for one in found} == {"Add"}


def test_terway_limits_what_comes_in_where_it_can():
    from oamdsl.platforms.ack import terway_bandwidth  # noqa: PLC0415 - one function of a technology

    workload = rendered(ports(80))
    both = Bandwidth(ingress="1M", egress="1M")
    kinds = [type(one).__name__ for one in terway_bandwidth(limits_ingress=False).effects(both, workload)]
    assert kinds == ["Refuse", "Add", "Add"]
