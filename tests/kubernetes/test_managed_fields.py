"""Managers of live objects, as the API server writes them down."""

from oamdsl.kubernetes.managed_fields import Managed, Operation, managed, managers_of
from oamdsl.kubernetes.path import Path

CONTAINER = 'k:{"name":"web"}'
PORT = 'k:{"protocol":"TCP","containerPort":80}'
LIVE = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {
        "name": "web",
        "managedFields": [
            {
                "manager": "pulumi-kubernetes-1",
                "operation": "Apply",
                "fieldsV1": {
                    "f:metadata": {
                        "f:annotations": {".": {}, "f:example.com/a": {}},
                        "f:finalizers": {".": {}, 'v:"a"': {}},
                    },
                    "f:spec": {
                        "f:selector": {},
                        "f:template": {
                            "f:spec": {
                                "f:containers": {
                                    CONTAINER: {
                                        ".": {},
                                        "f:name": {},
                                        "f:ports": {PORT: {".": {}, "f:containerPort": {}}},
                                    }
                                }
                            }
                        },
                    },
                },
            },
            {"manager": "kubectl", "operation": "Update", "fieldsV1": {"f:spec": {"f:replicas": {}}}},
            {"manager": "c", "operation": "Update", "subresource": "status", "fieldsV1": {"f:status": {}}},
        ],
    },
}


def test_fields_are_read_as_paths():
    ours, kubectl, controller = managed(LIVE)
    assert (ours.manager, ours.operation) == ("pulumi-kubernetes-1", Operation.APPLY)
    assert list(map(str, ours.fields)) == [
        "metadata.annotations",
        'metadata.annotations["example.com/a"]',
        "metadata.finalizers",
        "spec.selector",
        "spec.template.spec.containers[name=web]",
        "spec.template.spec.containers[name=web].name",
        "spec.template.spec.containers[name=web].ports[containerPort=80,protocol=TCP]",
        "spec.template.spec.containers[name=web].ports[containerPort=80,protocol=TCP].containerPort",
    ]
    assert kubectl == Managed("kubectl", Operation.UPDATE, (Path.parse("spec.replicas"),))
    assert controller == Managed("c", Operation.UPDATE, (Path.parse("status"),), "status")


def test_an_object_that_nobody_manages_has_no_managers():
    assert managed({"apiVersion": "v1", "kind": "Secret"}) == ()


def test_the_managers_of_one_field():
    assert managers_of(LIVE, Path.parse("spec.replicas")) == {"kubectl"}
    assert managers_of(LIVE, Path.parse("spec.paused")) == frozenset()
