import pytest

from oamdsl.compose.edges import in_order, references
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef


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


def test_an_object_that_several_refer_to_stands_once():
    shared = body("ConfigMap", "web")
    one, two = (body("Deployment", name, spec={"configMapRef": {"name": "web"}}) for name in ("one", "two"))
    assert order(one, two, shared) == [
        ("ConfigMap/web", []),
        ("Deployment/one", ["ConfigMap/web"]),
        ("Deployment/two", ["ConfigMap/web"]),
    ]
