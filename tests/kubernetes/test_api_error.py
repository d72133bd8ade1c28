"""Fields are found in what the API server says."""

import pytest

from oamdsl.kubernetes.api_error import named_fields, quoted_images

DEPLOYMENT = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "annotations": {"example.com/team": "shop"}},
    "spec": {
        "replicas": 3,
        "template": {
            "spec": {
                "containers": [
                    {"name": "web", "image": "", "args": ["a", "b"]},
                    {"name": "side", "ports": [{"containerPort": 80, "protocol": "TCP"}]},
                ]
            }
        },
    },
}


@pytest.mark.parametrize(
    ("message", "fields"),
    [
        (
            'Deployment.apps "web" is invalid: spec.template.spec.containers[0].image: Required value',
            ["spec.template.spec.containers[name=web].image"],
        ),
        (
            "spec.template.spec.containers[1].image: Required value",
            ["spec.template.spec.containers[name=side].image"],
        ),
        (
            'Apply failed with 2 conflicts: conflicts with "kubectl" using apps/v1:\n- .spec.replicas\n'
            '- .spec.template.spec.containers[name="web"].image',
            ["spec.replicas", "spec.template.spec.containers[name=web].image"],
        ),
        (
            '.spec.template.spec.containers[name="side"].ports[containerPort=80,protocol="TCP"].name',
            ["spec.template.spec.containers[name=side].ports[containerPort=80,protocol=TCP].name"],
        ),
        (
            "metadata.annotations[example.com/team]: Invalid value",
            ['metadata.annotations["example.com/team"]'],
        ),
        ("spec.replicas: too many; spec.replicas: really", ["spec.replicas"]),
        ("spec.template.spec.containers[0].args[1]: no", ["spec.template.spec.containers[name=web].args"]),
        ("spec.template.spec.containers[7].image: no", ["spec.template.spec.containers"]),
        ('spec.template.spec.containers[name="none"].image: no', ["spec.template.spec.containers"]),
        ("spec.replicas.none: no", ["spec.replicas"]),
        ("exceeded quota: few, requested: services=1 at quota.example.com/v1.few, or spec", []),
        ('a webhook at https://spec.replicas.svc "denied" it; see other/spec.replicas', []),
    ],
)
def test_fields_are_named_as_far_as_the_object_has_them(message, fields):
    assert [str(path) for path in named_fields(message, DEPLOYMENT)] == fields


def test_images_are_found_that_a_message_quotes():
    containers = [{"name": "web", "image": "shop:1"}, {"name": "side", "image": "shop:12"}, {"name": "none"}]
    spec = {"containers": containers, "initContainers": [{"name": "first", "image": "shop:1"}]}
    job = {"apiVersion": "batch/v1", "kind": "Job", "spec": {"template": {"spec": spec}}}

    assert [str(path) for path in quoted_images('Back-off pulling image "shop:1"', job)] == [
        "spec.template.spec.initContainers[name=first].image",
        "spec.template.spec.containers[name=web].image",
    ]
    assert quoted_images('Back-off pulling image "shop:1"', {"apiVersion": "v1", "kind": "Service"}) == []
