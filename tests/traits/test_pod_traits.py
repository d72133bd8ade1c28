"""What traits on pods refuse of their own parameters."""

import pytest

from oamdsl import (
    Container,
    ContainerResources,
    DisruptionBudget,
    GracefulShutdown,
    HttpProbe,
    InitContainer,
    Placement,
    PodSecurityLevel,
    Probes,
    QualityOfService,
    SecurityPolicy,
    Spread,
)

SLOW = HttpProbe(port=80, success_threshold=3)
RESTRICTED = PodSecurityLevel.RESTRICTED


@pytest.mark.parametrize(
    ("trait", "expected"),
    [
        (ContainerResources(), [("cpu", "no resource is given, so nothing is decided")]),
        (ContainerResources(memory_limit="1Gi"), []),
        (ContainerResources(gpu=0), []),
        (ContainerResources(extended={"example.com/dongle": 1}), []),
        (
            ContainerResources(cpu="1", gpu_resource="amd.com/gpu"),
            [("gpu_resource", "no GPUs are given")],
        ),
        (
            ContainerResources(gpu=1, extended={"nvidia.com/gpu": 2}),
            [("extended", "nvidia.com/gpu is given by `gpu` too")],
        ),
        (
            DisruptionBudget(),
            [("maximum_unavailable", "a budget needs a bound")],
        ),
        (
            DisruptionBudget(minimum_available=1, maximum_unavailable=1),
            [("maximum_unavailable", "a budget has one bound, not two")],
        ),
        (DisruptionBudget(minimum_available="100%"), []),
        (
            GracefulShutdown(seconds=5, wait_seconds=5),
            [("wait_seconds", "waiting 5 s of 5 s leaves no time to end")],
        ),
        (GracefulShutdown(seconds=6, wait_seconds=5), []),
        (
            InitContainer(Container("wait", image="w", liveness=SLOW, startup=SLOW)),
            [("container", "a container that runs to completion has no liveness and no startup probe")],
        ),
        (InitContainer(Container("wait", image="w")), []),
        (Placement(), [("spread", "nothing is placed")]),
        (
            Placement(spread=[Spread("zone"), Spread("topology.kubernetes.io/zone", max_skew=2)]),
            [("spread", "the pods are spread over `topology.kubernetes.io/zone` twice")],
        ),
        (Placement(spread=[Spread("zone"), Spread("zone", required=True), Spread("node")]), []),
        (Probes(), [("readiness", "there is no probe, so nothing is asked")]),
        (
            Probes(liveness=SLOW, readiness=SLOW),
            [("liveness", "a liveness probe succeeds at its first success, not its 3th")],
        ),
        (
            Probes(startup=SLOW),
            [("startup", "a startup probe succeeds at its first success, not its 3th")],
        ),
        (QualityOfService(), [("level", "neither a level nor a priority is given")]),
        (QualityOfService(priority_class="high"), []),
        *(
            (
                SecurityPolicy(level=RESTRICTED, **field),
                [(name, f"the level RESTRICTED does not allow `{name}={value!r}`")],
            )
            for field in (
                {"allow_privilege_escalation": True},
                {"run_as_non_root": False},
                {"run_as_user": 0},
                {"drop_capabilities": ("NET_RAW",)},
                {"seccomp_profile": "Unconfined"},
            )
            for name, value in field.items()
        ),
        (SecurityPolicy(level=RESTRICTED, run_as_user=1000, drop_capabilities=["ALL"]), []),
        (SecurityPolicy(level=PodSecurityLevel.BASELINE, run_as_user=0), []),
    ],
    ids=repr,
)
def test_parameters_that_do_not_go_together_are_refused(trait, expected):
    assert not trait.faults
    assert [(one.parameter, one.why) for one in trait.refusals()] == expected


@pytest.mark.parametrize("bound", [-1, "101%", "half", "1.5%", ""])
def test_a_budget_is_a_number_of_pods_or_a_share(bound):
    (fault,) = DisruptionBudget(maximum_unavailable=bound).faults
    assert fault.parameter == "maximum_unavailable"
