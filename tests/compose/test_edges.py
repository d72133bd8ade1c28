import pytest

from oamdsl.compose.edges import in_order, references
from oamdsl.compose.folded import Reserved
from oamdsl.compose.ledger import Claim, Owner, Role, Verb
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.path import Path
from tests.compose.composing import A


def body(kind, name, **fields):
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "namespace": "prod"}, **fields}


def ref(kind, name):
    return ObjectRef(Api("v1", kind), name, "prod")


def order(*bodies):
    return [
        (str(ObjectRef.of(one)), [str(before) for before in befores]) for one, befores in in_order(bodies)
    ]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"volumes": [{"persistentVolumeClaim": {"claimName": "a"}}]}, ("PersistentVolumeClaim", "a")),
        ({"volumes": [{"secret": {"secretName": "a"}}]}, ("Secret", "a")),
        ({"volumes": [{"configMap": {"name": "a"}}]}, ("ConfigMap", "a")),
        ({"volumes": [{"projected": {"sources": [{"secret": {"name": "a"}}]}}]}, ("Secret", "a")),
        ({"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "a", "key": "k"}}}]}, ("Secret", "a")),
        ({"env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "a"}}}]}, ("ConfigMap", "a")),
        ({"envFrom": [{"configMapRef": {"name": "a"}}]}, ("ConfigMap", "a")),
        ({"envFrom": ({"secretRef": {"name": "a"}},)}, ("Secret", "a")),
        ({"imagePullSecrets": [{"name": "a"}]}, ("Secret", "a")),
        ({"serviceAccountName": "a"}, ("ServiceAccount", "a")),
        ({"priorityClassName": "a"}, ("PriorityClass", "a")),
        ({"backend": {"service": {"name": "a", "port": {"number": 80}}}}, ("Service", "a")),
        ({"backendRefs": [{"name": "a", "port": 80}]}, ("Service", "a")),
        (
            {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "a"}},
            ("Deployment", "a"),
        ),
    ],
)
def test_an_object_is_referred_to_by_kind_and_name(part, expected):
    assert list(references(part)) == [expected]


@pytest.mark.parametrize(
    "part",
    [
        {"containers": [{"name": "a"}]},
        {"volumes": [{"secret": {"secretName": object()}}]},
        {"livenessProbe": {"grpc": {"service": "a"}}},
        {"kind": "Deployment"},
        "text",
    ],
)
def test_other_names_refer_to_nothing(part):
    assert list(references(part)) == []


def test_every_object_stands_after_those_it_refers_to():
    scaler = body("Scaler", "web", spec={"target": {"kind": "Deployment", "name": "web"}})
    deployment = body("Deployment", "web", spec={"volumes": [{"configMap": {"name": "web"}}]})
    config = body("ConfigMap", "web", data={"secretName": "web", "a": {"kind": "Secret", "name": "web"}})
    secret = body("Secret", "web")
    assert order(scaler, deployment, config, secret) == [
        ("ConfigMap/web", []),
        ("Deployment/web", ["ConfigMap/web"]),
        ("Scaler/web", ["Deployment/web"]),
        ("Secret/web", []),
    ]


def test_a_reference_outside_of_the_spec_counts():
    role = {"kind": "Role", "name": "web"}
    assert order(body("RoleBinding", "web", roleRef=role), body("Role", "web")) == [
        ("Role/web", []),
        ("RoleBinding/web", ["Role/web"]),
    ]


def test_an_object_that_refers_to_itself_or_to_strangers_waits_for_nobody():
    me = body(
        "Deployment", "web", spec={"a": {"kind": "Deployment", "name": "web"}, "serviceAccountName": "x"}
    )
    assert order(me) == [("Deployment/web", [])]


def test_a_circle_is_cut_where_it_closes():
    first = body("A", "a", spec={"to": {"kind": "B", "name": "b"}})
    second = body("B", "b", spec={"to": {"kind": "A", "name": "a"}})
    assert order(first, second) == [("B/b", []), ("A/a", ["B/b"])]
    assert order(second, first) == [("A/a", []), ("B/b", ["A/a"])]


def reserved(kind, name, of):
    owner = Owner(Role.APPLICATION_OPERATOR, "A", A().origin)
    claim = Claim(FieldRef(ref(kind, name), Path()), owner, Verb.RESERVED, "Controller")
    return Reserved(claim, of)


def test_what_refers_to_an_object_that_a_controller_makes_stands_after_what_it_is_made_of():
    deployment = body("Deployment", "web", spec={"env": [{"valueFrom": {"secretKeyRef": {"name": "key"}}}]})
    source = body("ExternalSecret", "web", spec={"target": {"name": "key"}})
    made = [
        reserved("Secret", "key", ref("ExternalSecret", "web")),
        reserved("Secret", "other", ref("ExternalSecret", "elsewhere")),
    ]
    found = in_order([deployment, source], made)
    assert [(str(ObjectRef.of(one)), [str(before) for before in befores]) for one, befores in found] == [
        ("ExternalSecret/web", []),
        ("Deployment/web", ["ExternalSecret/web"]),
    ]


def test_an_object_of_the_plan_goes_before_one_of_its_name_that_a_controller_makes():
    deployment = body("Deployment", "web", spec={"volumes": [{"secret": {"secretName": "key"}}]})
    secret, source = body("Secret", "key"), body("ExternalSecret", "web")
    made = [reserved("Secret", "key", ref("ExternalSecret", "web"))]
    befores = {ObjectRef.of(one): before for one, before in in_order([deployment, secret, source], made)}
    assert befores[ref("Deployment", "web")] == (ref("Secret", "key"),)


def test_two_objects_that_are_made_of_one_are_waited_for_once():
    backends = [{"name": "web-primary", "port": 80}, {"name": "web-canary", "port": 80}]
    route = body("Route", "web", spec={"backendRefs": backends})
    canary = body("Canary", "web")
    made = [reserved("Service", f"web-{name}", ref("Canary", "web")) for name in ("primary", "canary")]
    (_, (_, befores)) = in_order([route, canary], made)
    assert befores == (ref("Canary", "web"),)


def test_an_object_that_several_refer_to_stands_once():
    shared = body("ConfigMap", "web")
    one, two = (body("Deployment", name, spec={"configMapRef": {"name": "web"}}) for name in ("one", "two"))
    assert order(one, two, shared) == [
        ("ConfigMap/web", []),
        ("Deployment/one", ["ConfigMap/web"]),
        ("Deployment/two", ["ConfigMap/web"]),
    ]
