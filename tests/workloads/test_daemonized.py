import pytest

from oamdsl import ConfigFile, Container, DaemonWorkload, Disk, Port, Refuse
from tests.workloads.rendering import LABELS, SELECTOR, bodies, characteristics, context, metadata

AGENT = Container("agent", image="agent:1")


def test_it_is_a_daemon_set():
    rendered = DaemonWorkload([AGENT]).render(context())
    assert [one.body for one in rendered.objects] == [
        {
            "apiVersion": "apps/v1",
            "kind": "DaemonSet",
            "metadata": metadata(),
            "spec": {
                "selector": {"matchLabels": SELECTOR},
                "template": {
                    "metadata": {"labels": LABELS},
                    "spec": {"containers": [{"name": "agent", "image": "agent:1"}]},
                },
            },
        }
    ]
    assert characteristics(rendered) == {"pod-templated", "long-running"}


def test_it_has_its_service_settings_and_claims():
    agent = Container(
        "agent",
        image="agent:1",
        ports=[Port(80)],
        config=[ConfigFile("/a", "x")],
        volumes=[Disk("d", mount_path="/d", size="1Gi", shared=True)],
    )
    rendered = DaemonWorkload([agent]).render(context())
    kinds = [one.body["kind"] for one in rendered.objects]
    assert kinds == ["DaemonSet", "Service", "ConfigMap", "PersistentVolumeClaim"]
    assert characteristics(rendered) == {"pod-templated", "long-running", "exposed"}


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"every_node": True}, {"tolerations": [{"operator": "Exists"}]}),
        ({"host_network": True}, {"hostNetwork": True, "dnsPolicy": "ClusterFirstWithHostNet"}),
        ({"host_processes": True}, {"hostPID": True}),
    ],
)
def test_its_pods_get_of_the_node_what_they_need(parameters, expected):
    spec = bodies(DaemonWorkload([AGENT], **parameters))[0]["spec"]["template"]["spec"]
    assert {name: value for name, value in spec.items() if name != "containers"} == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"update": "OnDelete"}, {"type": "OnDelete"}),
        (
            {"max_unavailable": "10%"},
            {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}},
        ),
        (
            {"max_surge": 2},
            {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 2, "maxUnavailable": 0}},
        ),
    ],
)
def test_an_update_goes_as_it_says(parameters, expected):
    assert bodies(DaemonWorkload([AGENT], **parameters))[0]["spec"]["updateStrategy"] == expected
    assert not list(DaemonWorkload([AGENT], **parameters).refusals())


def test_an_update_goes_one_way():
    assert list(DaemonWorkload([AGENT], max_surge=1, max_unavailable=1).refusals()) == [
        Refuse(
            "max_surge",
            why="an update that starts new pods first leaves no node without one",
            help="give `max_surge` or `max_unavailable`, not both",
        )
    ]


@pytest.mark.parametrize("name", ["max_surge", "max_unavailable"])
def test_who_deletes_the_pods_sets_the_pace(name):
    assert list(DaemonWorkload([AGENT], update="OnDelete", **{name: 1}).refusals()) == [
        Refuse(
            name,
            why='with `update="OnDelete"` whoever deletes the pods sets the pace',
            help=f"remove `{name}`, or use `RollingUpdate`",
        )
    ]


@pytest.mark.parametrize("wrong", [0, -1, "0%", "101%", "ten", ""])
def test_a_number_of_pods_is_positive_or_a_share(wrong):
    assert [fault.parameter for fault in DaemonWorkload([AGENT], max_surge=wrong).faults] == ["max_surge"]
