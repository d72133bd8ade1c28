from oamdsl import KubernetesObjects, KubernetesWorkload
from tests.checks.composing import plan_of
from tests.workloads.rendering import bodies, context

DEPLOYMENT = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": {}}}}
SERVICE = {"apiVersion": "v1", "kind": "Service", "spec": {"ports": [{"port": 80}]}}


def test_a_list_of_objects_is_an_object_with_further_ones():
    listed, apart = (
        KubernetesObjects([DEPLOYMENT, SERVICE]),
        KubernetesWorkload(DEPLOYMENT, objects=[SERVICE]),
    )
    assert bodies(listed) == bodies(apart)
    assert listed.render(context()).characteristics == apart.render(context()).characteristics


def test_traits_address_the_first():
    assert str(KubernetesObjects([SERVICE, DEPLOYMENT]).render(context()).ref) == "Service/web"


def test_no_object_is_no_workload():
    (failure,) = plan_of(KubernetesObjects([])).components[0].failures
    assert (failure.function, failure.error) == ("KubernetesObjects.render()", "it has no object")
