"""What the VerticalPodAutoscaler decides, of which containers."""

from oamdsl import ScaledContainer, VerticalScaler
from oamdsl.platforms.vertical_pod_autoscaler import vertical_pod_autoscaler
from tests.platforms.implementing import POD, effects

WEB = f"Deployment/web {POD}.containers[name=web]"


def policies(trait):
    *_, made = effects(vertical_pod_autoscaler, trait)
    return made[-1]["spec"]["resourcePolicy"]["containerPolicies"]


def test_it_decides_requests_and_limits_of_all_containers():
    _, *changed, _ = effects(vertical_pod_autoscaler, VerticalScaler(resources=["cpu"]))
    each = f"Deployment/web {POD}.containers[*].resources"
    assert [line[1] for line in changed] == [f"{each}.requests.cpu", f"{each}.limits.cpu"]
    assert policies(VerticalScaler(resources=["cpu"], minimum={"cpu": "1"})) == [
        {"containerName": "*", "controlledResources": ["cpu"], "minAllowed": {"cpu": "1"}}
    ]


def test_it_leaves_limits_and_other_containers_alone_when_it_is_told_to():
    trait = VerticalScaler(
        resources=["memory"],
        minimum={"memory": "1Gi"},
        maximum={"memory": "2Gi"},
        containers=[ScaledContainer("web", maximum={"memory": "4Gi"})],
        scale_limits=False,
    )
    _, *found, _ = effects(vertical_pod_autoscaler, trait)
    assert [line[:2] for line in found] == [
        ("read", f"{WEB}.name"),
        ("rewrite", f"{WEB}.resources.requests.memory"),
    ]
    assert policies(trait) == [
        {
            "containerName": "web",
            "controlledResources": ["memory"],
            "controlledValues": "RequestsOnly",
            "minAllowed": {"memory": "1Gi"},
            "maxAllowed": {"memory": "4Gi"},
        },
        {"containerName": "*", "mode": "Off"},
    ]
