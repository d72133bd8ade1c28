import pytest

from oamdsl import (
    Add,
    AutoScaler,
    Component,
    Container,
    ContainerizedWorkload,
    Metadata,
    Platform,
    Port,
    Resources,
    SecurityPolicy,
    component,
    implements,
    parameter,
)
from oamdsl.compose.ownership import owned_fields
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.merge import leaves
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.compose.composing import POD, WEB, A, composed, deployment


@component
class Shop(Component):
    """A web server with a parameter to leave and one to set."""

    image: str = parameter(default="web:1")
    workers: int = parameter(default=4)

    def workload(self):
        web = Container(
            "web",
            image=self.image,
            env={"WORKERS": self.workers},
            ports=[Port(80)],
            resources=Resources(cpu="100m"),
        )
        return ContainerizedWorkload([web])


SHOP = Shop(
    "web",
    workers=8,
    traits=[
        AutoScaler(maximum=9),
        Metadata(annotations={"team": "shop"}),
        SecurityPolicy(run_as_non_root=True),
    ],
)


def owned(one, platform=KUBERNETES, below=None):
    return {
        (str(field.claim.field.object), str(field.claim.field.path)): (
            field.value,
            field.claim.owner.name,
            field.claim.verb.name,
        )
        for field in owned_fields(composed(one, platform), below)
    }


def test_every_field_has_its_owner_and_how_it_came_by_it():
    fields = owned(SHOP)
    web = "Deployment/web"
    expected = {
        (web, "apiVersion"): ("apps/v1", "Shop", "WROTE"),
        (web, "metadata.namespace"): ("prod", "environment prod", "PLACED"),
        (web, 'metadata.labels["app.kubernetes.io/part-of"]'): ("shop", "application shop", "PLACED"),
        (web, "metadata.annotations.team"): ("shop", "Metadata", "ADDED"),
        (web, "spec.replicas"): (1, "AutoScaler", "DELEGATED"),
        (web, "spec.selector"): (
            {"matchLabels": {"app.kubernetes.io/name": "web"}},
            "Shop",
            "WROTE",
        ),
        (web, f"{WEB}.image"): ("web:1", "image", "DEFAULTED"),
        (web, f"{WEB}.env[name=WORKERS].value"): ("8", "workers", "OVERRODE"),
        (web, f"{WEB}.securityContext.runAsNonRoot"): (True, "SecurityPolicy", "SET"),
        (web, f"{WEB}.ports[containerPort=80,protocol=TCP].name"): ("port-80", "Shop", "WROTE"),
        ("Service/web", "spec.ports[port=80,protocol=TCP].port"): (80, "Shop", "WROTE"),
        ("HorizontalPodAutoscaler/web", "spec.maxReplicas"): (9, "AutoScaler", "CREATED"),
    }
    assert {key: fields.get(key) for key in expected} == expected


def test_every_field_is_listed_once_with_the_line_of_its_owner():
    found = list(owned_fields(composed(SHOP, KUBERNETES)))
    keys = [(str(one.claim.field.object), str(one.claim.field.path)) for one in found]
    assert len(keys) == len(set(keys))
    lines = {one.claim.owner.name: one.claim.owner.origin for one in found}
    autoscaler, metadata, policy = SHOP.traits
    assert lines["AutoScaler"] == autoscaler.origin
    assert lines["Metadata"] == metadata.origin
    assert lines["SecurityPolicy"] == policy.origin
    assert lines["workers"] == SHOP.origin


def test_a_developers_field_has_the_line_of_the_innermost_part_that_it_is_in():
    found = {
        str(one.claim.field.path): one.claim.owner.origin.location.line
        for one in owned_fields(composed(SHOP))
    }
    container, port = found[f"{WEB}.name"], found[f"{WEB}.ports[containerPort=80,protocol=TCP].name"]
    assert container < port < found[f"{WEB}.resources.requests.cpu"] < found["spec.selector"]


@pytest.mark.parametrize(
    "below",
    [
        f"{WEB}.securityContext",
        f"{WEB}.securityContext.runAsNonRoot",
        f"{WEB}.securityContext.runAsNonRoot.x",
    ],
)
def test_fields_may_be_asked_for_at_below_and_above_a_path(below):
    assert list(owned(SHOP, below=Path.parse(below))) == [
        ("Deployment/web", f"{WEB}.securityContext.runAsNonRoot")
    ]


def test_an_added_entry_is_its_owners_with_all_that_is_in_it():
    @implements(A)
    def volume(_trait, workload):
        yield Add(workload.pod_spec / "volumes", None, {"name": "data", "emptyDir": {}})

    fields = owned(Shop("web", traits=[A()]), Platform("p", [volume]))
    assert fields["Deployment/web", f"{POD}.volumes[name=data].emptyDir"] == ({}, "A", "ADDED")


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"a": 1, "b": {"c": 2}}, {"spec.a": 1, "spec.b.c": 2}),
        ({"a": {}, "b": []}, {"spec.a": {}, "spec.b": []}),
        ({"selector": {"matchLabels": {"a": "b"}}}, {"spec.selector": {"matchLabels": {"a": "b"}}}),
        ({"tolerations": [{"key": "a"}]}, {"spec.tolerations": [{"key": "a"}]}),
        (
            {"template": {"spec": {"volumes": [{"name": "a"}, {"name": "b"}]}}},
            {f"{POD}.volumes[name=a].name": "a", f"{POD}.volumes[name=b].name": "b"},
        ),
        ({"template": {"spec": {"volumes": []}}}, {f"{POD}.volumes": []}),
        ({"template": {"spec": {"volumes": [{"x": 1}]}}}, {f"{POD}.volumes": [{"x": 1}]}),
        ({"template": {"spec": {"volumes": ["odd"]}}}, {f"{POD}.volumes": ["odd"]}),
    ],
)
def test_a_leaf_is_what_has_one_owner(spec, expected):
    body = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": spec}
    assert {str(path): value for path, value in leaves(body, Path.parse("spec"))} == expected


def test_an_object_that_the_component_does_not_have_has_no_owner():
    one = composed(SHOP)
    nothing = ObjectRef(Api("v1", "Secret"), "web", "prod")
    with pytest.raises(LookupError, match="component 'web' has no Secret/web"):
        one.claim_on(FieldRef(nothing, Path()))


def test_an_odd_object_of_the_developers_is_explained_all_the_same():
    @component
    class Odd(Component):
        def workload(self):
            return deployment({"template": {"spec": {"containers": [{"image": "nameless"}]}}})

    assert owned(Odd("web"))["Deployment/web", f"{POD}.containers"][0] == [{"image": "nameless"}]
