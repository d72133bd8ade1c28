"""What implementations of traits see of a workload."""

import pytest

from oamdsl import KubernetesWorkload, Opinions, Workload, workload
from oamdsl.model.workload import Context

CONTEXT = Context(application="shop", component="web", namespace="prod", opinions=Opinions())


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (lambda workload: workload.replicas, "ConfigMap/web has no replicas"),
        (lambda workload: workload.each_container, "ConfigMap/web has no pod template"),
        (lambda workload: workload.service_name, "ConfigMap/web has no Service"),
    ],
)
def test_what_a_workload_lacks_cannot_be_addressed(address, message):
    workload = KubernetesWorkload({"apiVersion": "v1", "kind": "ConfigMap"}).render(CONTEXT)
    with pytest.raises(LookupError, match=message):
        address(workload)


def test_fields_are_addressed_by_division():
    body = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": {"containers": []}}}}
    workload = KubernetesWorkload(body).render(CONTEXT)
    assert str(workload / "spec" / "paused") == "Deployment/web spec.paused"
    assert str(workload.container("web") / "image") == (
        "Deployment/web spec.template.spec.containers[name=web].image"
    )
    assert workload.reference == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}


def test_a_workload_without_required_parameters_is_its_own_example():
    @workload
    class Plain(Workload):
        def render(self, context):
            return KubernetesWorkload({"apiVersion": "v1", "kind": "ConfigMap"}).render(context)

    assert Plain.example() == Plain()
    assert list(Plain().refusals()) == []
    assert [one.body["kind"] for one in Plain.example().render(CONTEXT).objects] == ["ConfigMap"]
