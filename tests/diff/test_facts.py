"""What reviewers ask of objects first."""

import pytest

from oamdsl.diff.facts import facts_of
from tests.diff.states import claim, deployment


def body(kind, spec, name="web"):
    return {"apiVersion": "x/v1", "kind": kind, "metadata": {"name": name}, "spec": spec}


def test_a_workload_has_images_resources_and_replicas():
    pod = {
        "initContainers": [{"name": "init", "image": "i:1"}],
        "containers": [
            {
                "name": "web",
                "image": "w:1",
                "resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "2", "memory": "1Gi"}},
            }
        ],
    }
    assert facts_of([deployment(replicas=3, template={"spec": pod})]) == {
        "replicas": "3",
        "image of init": "i:1",
        "image of web": "w:1",
        "cpu of web": "1 requested, 2 at most",
        "memory of web": "none requested, 1Gi at most",
    }


@pytest.mark.parametrize(
    ("scaler", "expected"),
    [
        (body("HorizontalPodAutoscaler", {"minReplicas": 2, "maxReplicas": 9}), "2 to 9 by load"),
        (body("HorizontalPodAutoscaler", {"maxReplicas": 9}), "1 to 9 by load"),
        (
            body("ScaledObject", {"maxReplicaCount": 5, "triggers": [{"type": "cron"}, {"type": "cpu"}]}),
            "0 to 5 by cpu, cron",
        ),
        (
            body(
                "CronHorizontalPodAutoscaler",
                {
                    "jobs": [
                        {"targetSize": 9, "schedule": "0 0 6 * * *"},
                        {"targetSize": 1, "schedule": "0 0 19 * * *"},
                    ]
                },
            ),
            "1 at 0 0 19 * * *, 9 at 0 0 6 * * *",
        ),
    ],
)
def test_a_scaler_says_how_many_replicas_whatever_the_workload_starts_with(scaler, expected):
    assert facts_of([deployment(replicas=4), scaler])["replicas"] == expected


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (
            body(
                "Ingress",
                {"rules": [{"host": "a.example", "http": {"paths": [{"path": "/x"}, {}]}}, {"http": {}}]},
            ),
            "a.example/, a.example/x",
        ),
        (
            body(
                "HTTPRoute",
                {
                    "hostnames": ["a.example", "b.example"],
                    "rules": [{"matches": [{"path": {"value": "/x"}}]}, {}],
                },
            ),
            "a.example/, a.example/x, b.example/, b.example/x",
        ),
        (body("HTTPRoute", {"rules": [{}]}), "*/"),
        (
            body(
                "VirtualService",
                {"hosts": ["a.example"], "http": [{"match": [{"uri": {"prefix": "/x"}}]}, {}]},
            ),
            "a.example/, a.example/x",
        ),
    ],
)
def test_a_route_is_a_host_and_a_path_whatever_serves_it(route, expected):
    assert facts_of([route]) == {"routes": expected}


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (claim("2Gi"), {"disk web-data": "2Gi"}),
        (
            body("Service", {"ports": [{"port": 80}, {"port": 53, "protocol": "UDP"}]}),
            {"service ports": "53/UDP, 80/TCP"},
        ),
        (
            body("CronJob", {"schedule": "@daily", "timeZone": "Etc/UTC"}),
            {"schedule": "@daily Etc/UTC"},
        ),
        (deployment(replicas=None), {"image of web": "web:1"}),
        (body("ConfigMap", {}), {}),
    ],
)
def test_other_objects_have_facts_of_their_own(one, expected):
    assert facts_of([one]) == expected
