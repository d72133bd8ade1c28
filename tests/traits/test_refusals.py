"""What further traits refuse of their own parameters."""

import pytest

from oamdsl import (
    AutoScaler,
    Bandwidth,
    CanaryRelease,
    Certificate,
    DaprSidecar,
    EventScaler,
    ExternalSecret,
    Fallback,
    Ingress,
    MetricCheck,
    Neighbour,
    NetworkIsolation,
    Peer,
    Permission,
    Placement,
    PodMetric,
    RawPatch,
    ScaledContainer,
    ScalingPolicy,
    ScalingRules,
    Secret,
    ServiceAccess,
    Share,
    Spread,
    Step,
    Toleration,
    TrafficSplit,
    Trigger,
    VerticalScaler,
    VolumeMounter,
    Window,
)

NAME = "shop-certificate"
KAFKA = Trigger("kafka", metadata={"topic": "orders"})
CPU = Trigger("cpu", metadata={"value": "80"}, metric_type="Utilization")


def window(name, replicas):
    return Window(name, start="0 6 * * *", end="0 7 * * *", replicas=replicas)


def canary(*checks):
    return CanaryRelease(steps=[Step(20)], checks=checks)


@pytest.mark.parametrize(
    ("trait", "expected"),
    [
        (AutoScaler(maximum=1, cpu=None), [("cpu", "neither CPU nor memory has a target")]),
        (
            AutoScaler(maximum=9, cpu=None, container="web", metrics=[PodMetric("requests", average="1")]),
            [("container", "neither CPU nor memory has a target, so no container's use counts")],
        ),
        (AutoScaler(maximum=9, time_zone="Europe/Berlin"), [("time_zone", "there is no window")]),
        (
            AutoScaler(minimum=2, maximum=9, windows=[window("a", 1), window("b", 2), window("c", 10)]),
            [
                (
                    "windows",
                    f"window `{name}` asks for {number} replicas at least, which is not between the"
                    " minimum, 2, and the maximum, 9",
                )
                for name, number in (("a", 1), ("c", 10))
            ],
        ),
        (
            AutoScaler(
                maximum=9,
                scale_up=ScalingRules(),
                scale_down=ScalingRules(select="disabled", policies=[ScalingPolicy(1, period_seconds=60)]),
            ),
            [
                ("scale_up", "the rules decide nothing"),
                ("scale_down", 'with `select="disabled"` nothing changes, however fast it may'),
            ],
        ),
        (AutoScaler(maximum=9, scale_up=ScalingRules(select="disabled")), []),
        (AutoScaler(maximum=Secret(9), windows=[window("a", 1)]), []),
        (
            AutoScaler(maximum=9, windows=[window("a", Secret(3))]),
            [("windows", "window `a` has a value that is known only after deployment")],
        ),
        (
            EventScaler(triggers=[], maximum=1),
            [("triggers", "there is no trigger, so nothing asks for replicas")],
        ),
        (
            EventScaler(triggers=[KAFKA], minimum=3, maximum=2, cooldown_seconds=1, polling_seconds=1),
            [
                ("maximum", "the maximum, 2, is below the minimum, 3"),
                ("cooldown_seconds", "at least 3 run at all times, so it never comes to none"),
                (
                    "polling_seconds",
                    "at least 3 run at all times, so the autoscaler asks the triggers itself",
                ),
            ],
        ),
        (
            EventScaler(triggers=[KAFKA], maximum=2, idle_to_zero=True, polling_seconds=1),
            [("idle_to_zero", "with a minimum of 0 none run without events anyway")],
        ),
        (EventScaler(triggers=[KAFKA], minimum=Secret(3), maximum=2), []),
        (
            EventScaler(
                triggers=[
                    KAFKA.evolve(name="a"),
                    KAFKA.evolve(name="a", authentication="b", cluster_authentication="c"),
                    KAFKA.evolve(metric_type="Utilization"),
                    Trigger("cron", metadata={}, cached=True),
                    Trigger("cpu", metadata={"value": "80"}),
                ],
                maximum=2,
                fallback=Fallback(replicas=1),
            ),
            [
                ("triggers", "2 triggers are named `a`"),
                ("triggers", "a trigger of type `kafka` has two authentications"),
                ("triggers", "a trigger of type `kafka` measures no use of what is requested"),
                ("triggers", "a trigger of type `cron` has no value to keep"),
                (
                    "triggers",
                    "a trigger of type `cpu` has a target of the type `AverageValue` or `Utilization`",
                ),
            ],
        ),
        (
            EventScaler(triggers=[CPU], maximum=2, fallback=Fallback(replicas=1)),
            [
                (
                    "minimum",
                    "without pods there is no use of CPU or memory, so nothing would ask for a first one",
                ),
                ("fallback", "use of CPU and memory has no fallback"),
            ],
        ),
        (
            EventScaler(triggers=[CPU], minimum=1, maximum=2, idle_to_zero=True, cooldown_seconds=1),
            [
                (
                    "idle_to_zero",
                    "without pods there is no use of CPU or memory, so nothing would ask for a first one",
                )
            ],
        ),
        (EventScaler(triggers=[CPU, KAFKA.evolve(cached=True)], minimum=1, maximum=2, polling_seconds=1), []),
        (Bandwidth(), [("egress", "nothing is limited")]),
        (CanaryRelease(steps=[]), [("steps", "there is no step, so nothing is tried first")]),
        (
            CanaryRelease(steps=[Step(50), Step(50)]),
            [("steps", "the step of 50 % follows the one of 50 %")],
        ),
        (CanaryRelease(steps=[Step(1), Step(100)]), []),
        (canary(MetricCheck("a", query="a", at_least=1), MetricCheck("b", query="b", at_most=1)), []),
        (canary(MetricCheck("a", query="a", at_least=1, at_most=1)), []),
        (
            canary(MetricCheck("a", query="a", at_least=1), MetricCheck("a", query="b", at_least=1)),
            [("checks", "two checks are called `a`")],
        ),
        (
            canary(MetricCheck("a", query="a")),
            [("checks", "check `a` has no bound, so it never fails")],
        ),
        (
            canary(MetricCheck("a", query="a", at_least=2, at_most=1)),
            [("checks", "no number is at least 2 and at most 1, as check `a` wants")],
        ),
        (Certificate(hosts=[], secret=NAME), [("hosts", "it is for no host")]),
        (
            Certificate(hosts=["a"], secret=NAME, duration_hours=1, renew_before_hours=1),
            [
                (
                    "renew_before_hours",
                    "1 h before its end is before its start, as it is valid for 1 h",
                )
            ],
        ),
        (DaprSidecar(app_port=3500), [("app_port", "Dapr itself listens on 3500")]),
        (DaprSidecar(app_port=9090), [("app_port", "Dapr itself listens on 9090")]),
        (DaprSidecar(app_port=9090, metrics=False), []),
        (ExternalSecret("a", keys={}), [("keys", "no secret is asked for")]),
        (NetworkIsolation(), [("allow_from", "nothing is isolated")]),
        (NetworkIsolation(allow_to=[]), []),
        (
            NetworkIsolation(allow_to=[Peer(addresses="10.0.0.0/8", component="a")]),
            [("allow_to", "a peer is a component or a namespace, a range of addresses, or anybody")],
        ),
        (RawPatch(), [("merge", "there is no patch")]),
        (
            RawPatch(api_version="v1", operations=[{"op": "test"}]),
            [
                ("api_version", "an API version goes with a kind"),
                ("operations", "what another trait makes is not known here, so operations cannot be tried"),
            ],
        ),
        (
            ServiceAccess(permissions=[Permission(["pods"])], token=False),
            [("token", "without a token no permission is of use")],
        ),
        (ServiceAccess(token=False), []),
        (TrafficSplit(shares=[]), [("shares", "nobody gets a share")]),
        (
            TrafficSplit(shares=[Share("a", weight=1), Share("a", weight=0)]),
            [("shares", "`a` has two shares")],
        ),
        (
            VolumeMounter("a", mount_path="/a"),
            [("size", "a volume is of one kind, and nothing says which")],
        ),
        (
            VolumeMounter("a", mount_path="/a", size="1Gi", scratch=True),
            [("scratch", "a volume is of one kind, and `size` and `scratch` says which")],
        ),
        (
            VolumeMounter("a", mount_path="/a", scratch=True, shared=True, storage_class="fast"),
            [
                ("storage_class", "`storage_class` is of a disk of its own, which has a `size`"),
                ("shared", "`shared` is of a disk of its own, which has a `size`"),
            ],
        ),
        (
            NetworkIsolation(allow_from=[Peer(ports=[80])]),
            [("allow_from", "a peer is nobody in particular, which would let everybody in")],
        ),
        (
            NetworkIsolation(allow_from=[Peer(anybody=True, namespace="a")]),
            [
                (
                    "allow_from",
                    "a peer is a component or a namespace, a range of addresses, or anybody",
                )
            ],
        ),
        *(
            (
                NetworkIsolation(allow_to=[Peer(addresses=given, except_addresses=[without])]),
                [("allow_to", f"{without} is no part of {given}")],
            )
            for given, without in (
                ("10.0.0.0/8", "11.0.0.0/16"),
                ("10.0.0.0/8", "10.0.0.0/8"),
                ("10.0.0.0/16", "10.0.0.0/8"),
                ("10.0.0.0/8", "fd00::/8"),
            )
        ),
        (
            NetworkIsolation(allow_to=[Peer(component="a", except_addresses=["10.0.0.0/8"])]),
            [("allow_to", "10.0.0.0/8 is no part of its addresses")],
        ),
        (NetworkIsolation(allow_to=[Peer(addresses="10.0.0.0/8", except_addresses=["10.1.0.0/16"])]), []),
        (
            Placement(tolerations=[Toleration("", value="a")]),
            [("tolerations", "a value is of a taint's key")],
        ),
        (Placement(tolerations=[Toleration("", effect="NoSchedule")]), []),
        (
            Placement(tolerations=[Toleration("a", seconds=1)]),
            [("tolerations", "only a taint with the effect NoExecute ends pods after a time")],
        ),
        (
            Placement(spread=[Spread("zone", min_domains=2)]),
            [("spread", "`min_domains` is of a spread that is required")],
        ),
        (
            Certificate(hosts=["a.b"], secret=NAME, key_size=256),
            [("key_size", "whoever chooses the algorithm of the key chooses its size")],
        ),
        (
            Certificate(hosts=["a.b"], secret=NAME, key_algorithm="RSA", key_size=256),
            [("key_size", "a key of RSA is not of 256 bits")],
        ),
        (
            Certificate(hosts=["a.b"], secret=NAME, issuer_kind="Issuer"),
            [("issuer_kind", "the platform's issuer has its own kind")],
        ),
        (
            ExternalSecret("a", keys={"A": "a"}, store_kind="SecretStore"),
            [("store_kind", "the platform's store has its own kind")],
        ),
        (
            ServiceAccess(account="shared", annotations={"a": "b"}),
            [("annotations", "ServiceAccount `shared` is somebody else's")],
        ),
        (
            VolumeMounter("a", mount_path="/a", size="1Gi", shared=True, one_pod=True),
            [("one_pod", "a disk that is shared is not one pod's")],
        ),
        (VolumeMounter("a", mount_path="/a", claim="b"), []),
        (VerticalScaler(minimum={"cpu": Secret("1")}, maximum={"cpu": "1m"}), []),
        (
            VerticalScaler(update="initial", minimum_replicas=1),
            [("minimum_replicas", "by `update='initial'` no pod is ended, however many run")],
        ),
        (VerticalScaler(resources=[]), [("resources", "no resource is decided")]),
        (
            VerticalScaler(
                maximum={"cpu": "1"},
                containers=[
                    ScaledContainer("web", minimum={"cpu": "2"}),
                    ScaledContainer("log"),
                    ScaledContainer("log"),
                ],
            ),
            [
                ("containers", "container `log` is there 2 times"),
                ("containers", "container `web`: the maximum of cpu, 1, is below its minimum, 2"),
            ],
        ),
        (
            VerticalScaler(minimum={"cpu": "2"}, maximum={"cpu": "500m"}),
            [("maximum", "the maximum of cpu, 500m, is below its minimum, 2")],
        ),
        (
            VerticalScaler(resources=["cpu"], maximum={"memory": "1Gi"}),
            [("maximum", "it bounds memory, which `resources` leaves alone")],
        ),
    ],
    ids=repr,
)
def test_parameters_that_do_not_go_together_are_refused(trait, expected):
    assert not trait.faults
    assert [(one.parameter, one.why) for one in trait.refusals()] == expected


@pytest.mark.parametrize(
    ("trait", "parameter"),
    [
        (VerticalScaler(resources=["disk"]), "resources"),
        (VerticalScaler(maximum={"disk": "1"}), "maximum"),
        (VerticalScaler(maximum={"cpu": "much"}), "maximum"),
        (PodMetric("requests", average="many"), "average"),
        (Window("", start="0 6 * * *", end="0 7 * * *", replicas=1), "name"),
        (Bandwidth(egress="10"), "egress"),
        (Bandwidth(egress="2P"), "egress"),
        (Bandwidth(ingress="fast"), "ingress"),
        (Peer(addresses="10.0.0.1/8"), "addresses"),
        (Permission(["pods"], verbs=["read"]), "verbs"),
        (DaprSidecar(app_id="Shop"), "app_id"),
        (DaprSidecar(cpu="100 millicores"), "cpu"),
        (Ingress(host="Shop.example.com"), "host"),
        (Ingress(host="https://example.com"), "host"),
        (Certificate(hosts=["*.example.com", "shop_1.example.com"], secret=NAME), "hosts"),
        (Certificate(hosts=["example.com"], secret="S_1"), "secret"),  # noqa: S106 - a Secret's name
        (ExternalSecret("a", keys={"A B": "a"}), "keys"),
        (Peer(anybody=True, ports=[0]), "ports"),
        (Peer(anybody=True, udp_ports=[70000]), "udp_ports"),
        (Peer(component="a b"), "component"),
        (Permission([]), "resources"),
        (Permission(["Config Maps"]), "resources"),
        (Permission(["pods"], verbs=[]), "verbs"),
        (Placement(nodes={"bad key!": "a"}), "nodes"),
        (Placement(nodes={"a": "v v"}), "nodes"),
        (Spread("Zone"), "over"),
        (Spread("a b"), "over"),
        (Neighbour("a", within="Node"), "within"),
        (Toleration("a b"), "key"),
        (Toleration("a", value="v v"), "value"),
        (VolumeMounter("a", mount_path="/d:x", scratch=True), "mount_path"),
        (VolumeMounter("a", mount_path="/d", claim="X Y"), "claim"),
        (VolumeMounter("a", mount_path="/d", scratch=True, sub_path="/a"), "sub_path"),
        (VolumeMounter("a", mount_path="/d", scratch=True, sub_path="a/../b"), "sub_path"),
    ],
    ids=repr,
)
def test_values_outside_of_their_bounds_are_faults(trait, parameter):
    assert [fault.parameter for fault in trait.faults] == [parameter]
