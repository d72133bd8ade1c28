"""What reviewers ask of pods besides images and replicas."""

import pytest

from oamdsl.diff.details import details_of, shortened
from tests.diff.states import change, claim, component, deployment, told


def pod(**container):
    return deployment(
        template={
            "spec": {
                "containers": [{"name": "web", **container}],
                "volumes": [
                    {"name": "data", "persistentVolumeClaim": {"claimName": "web-data"}},
                    {"name": "scratch", "emptyDir": {}},
                ],
            }
        }
    )


def test_variables_commands_ports_and_mounts_are_told():
    body = pod(
        command=["nginx"],
        args=["-g", "x"],
        env=[
            {"name": "A", "value": "1"},
            {"name": "B", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
            {"name": "C"},
        ],
        ports=[{"containerPort": 80}],
        volumeMounts=[
            {"name": "data", "mountPath": "/data"},
            {"name": "scratch", "mountPath": "/scratch"},
            {"name": "own", "mountPath": "/own"},
            {"name": "config", "mountPath": "/etc/x", "subPath": "x"},
        ],
    )
    assert details_of([body]) == {
        "command of web": "nginx",
        "args of web": "-g x",
        "variable A of web": "'1'",
        "variable B of web": "from secretKeyRef s/k",
        "variable C of web": "from",
        "port 80 of web": "TCP",
        "/data of web": "persistentVolumeClaim web-data",
        "/scratch of web": "emptyDir",
        "/own of web": "a claim own of each pod",
    }


def test_disks_of_each_pod_and_files_are_told():
    stateful = deployment(kind="StatefulSet", volumeClaimTemplates=[claim("1Gi", "data"), {"spec": {}}])
    files = {"kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": "x\n"}}
    found = details_of([stateful, files])
    assert found == {"disk data of each pod": "1Gi", "disk None of each pod": "", "file a of c": "x\n"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a\n", "b\n", ("a", "b")),
        ("", "b", ("", "b")),
        ("a\nb\n", "", ("2 lines", "")),
        ("", "a\nb\n", ("", "2 lines")),
        ("a\nb\nc\n", "a\nx\n", ("3 lines", "2 lines: 1 added, 2 removed")),
        ("a" * 61, "b", ("1 line", "1 line: 1 added, 1 removed")),
    ],
)
def test_a_long_value_is_told_by_its_lines(before, after, expected):
    assert shortened(before, after) == expected


def test_what_differs_is_among_the_facts():
    before, after = (component(pod(env=[{"name": "A", "value": value}])) for value in "12")
    assert told(change(before, after).facts) == [("variable A of web", "'1'", "'2'")]
