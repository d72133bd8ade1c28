"""From a plan to its graph."""

from oamdsl import (
    Application,
    AutoScaler,
    Component,
    Environment,
    Metadata,
    Secret,
    SecurityPolicy,
    VolumeMounter,
    WebService,
    Worker,
    component,
)
from oamdsl.compose.compose import compose
from oamdsl.graph.graph import EdgeKind, NodeKind
from oamdsl.graph.graph_of import graph_of
from oamdsl.platforms.kubernetes import KUBERNETES


@component
class Web(Component):
    def workload(self):
        return WebService(image="web:1", port=80, cpu="1", env={"PASSWORD": Secret("hunter2")})


@component
class Mailer(Component):
    def workload(self):
        return Worker(image="mailer:1")


def graph(*components, **environment):
    prod = Environment("prod", platform=KUBERNETES, namespace="shop", **environment)
    return graph_of(compose(prod, [Application("shop", components)]))


def ids(graph, kind):
    return [node.id for node in graph.nodes if node.kind is kind]


def edges(graph, kind):
    return [(one.source, one.target) for one in graph.edges if one.kind is kind]


DEPLOYMENT = "object:apps/v1/Deployment/shop/web"
HPA = "object:autoscaling/v2/HorizontalPodAutoscaler/shop/web"


def test_a_component_makes_its_own_objects_and_traits_make_theirs():
    found = graph(Web("web", traits=[AutoScaler(maximum=3)]))
    assert ids(found, NodeKind.APPLICATION) == ["application:shop"]
    assert ids(found, NodeKind.COMPONENT) == ["component:shop/web"]
    assert ids(found, NodeKind.TRAIT) == ["trait:shop/web/AutoScaler"]
    assert edges(found, EdgeKind.CONTAINS) == [("application:shop", "component:shop/web")]
    assert edges(found, EdgeKind.BINDS) == [("component:shop/web", "trait:shop/web/AutoScaler")]
    assert edges(found, EdgeKind.MAKES) == [
        ("component:shop/web", DEPLOYMENT),
        ("component:shop/web", "object:v1/Service/shop/web"),
        ("component:shop/web", "object:v1/Secret/shop/web-secret"),
        ("trait:shop/web/AutoScaler", HPA),
    ]
    assert edges(found, EdgeKind.DEPENDS_ON) == [
        (DEPLOYMENT, "object:v1/Secret/shop/web-secret"),
        (HPA, DEPLOYMENT),
    ]


def test_a_field_that_a_controller_decides_leads_to_it():
    found = graph(Web("web", traits=[AutoScaler(maximum=3)]))
    controller = "controller:shop/web/HorizontalPodAutoscaler"
    assert ids(found, NodeKind.CONTROLLER) == [controller]
    (claim,) = (one for one in found.edges if one.kind is EdgeKind.CLAIMS)
    assert (claim.source, claim.target) == ("trait:shop/web/AutoScaler", DEPLOYMENT)
    assert claim.lines == ("leaves spec.replicas to the HorizontalPodAutoscaler",)
    (left,) = (one for one in found.edges if one.kind is EdgeKind.DELEGATES)
    assert (left.source, left.target) == (DEPLOYMENT, controller)
    assert [(one.field, one.text) for one in left.fields] == [("spec.replicas", "leaves spec.replicas to")]


def test_every_field_that_a_trait_decides_is_on_its_edge():
    policy = SecurityPolicy(allow_privilege_escalation=False)
    found = graph(Web("web", traits=[policy, Metadata(labels={"team": "a"})]))
    lines = {one.source: one.lines for one in found.edges if one.kind is EdgeKind.CLAIMS}
    assert lines == {
        "trait:shop/web/SecurityPolicy": (
            "sets spec.template.spec.containers[name=web].securityContext.allowPrivilegeEscalation",
        ),
        "trait:shop/web/Metadata": ("adds metadata.labels.team",),
    }


def test_traits_of_one_class_are_told_apart_by_their_lines():
    data = VolumeMounter("data", mount_path="/data", size="1Gi", shared=True)
    cache = VolumeMounter("cache", mount_path="/cache", size="1Gi", shared=True)
    found = graph(Web("web", traits=[data, cache]))
    one, other = "trait:shop/web/VolumeMounter", "trait:shop/web/VolumeMounter#2"
    assert ids(found, NodeKind.TRAIT) == [one, other]
    made = dict(reversed(pair) for pair in edges(found, EdgeKind.MAKES))
    assert made["object:v1/PersistentVolumeClaim/shop/web-data"] == one
    assert made["object:v1/PersistentVolumeClaim/shop/web-cache"] == other


def test_traits_that_one_line_builds_are_one_node_that_counts_them():
    mounters = [
        VolumeMounter(name, mount_path=f"/{name}", size="1Gi", shared=True) for name in ("data", "cache")
    ]
    found = graph(Web("web", traits=mounters))
    (trait,) = (node for node in found.nodes if node.kind is NodeKind.TRAIT)
    assert trait.name == "VolumeMounter (2 times)"
    assert [source for source, _ in edges(found, EdgeKind.MAKES)].count(trait.id) == 2
    assert edges(found, EdgeKind.BINDS) == [("component:shop/web", trait.id)]


def test_components_depend_on_components():
    web = Web("web")
    found = graph(web, Mailer("mailer", depends_on=[web]))
    assert ("component:shop/mailer", "component:shop/web") in edges(found, EdgeKind.DEPENDS_ON)


def test_a_namespace_that_the_environment_makes_belongs_to_no_component():
    found = graph(create_namespace=True)
    assert [node.text for node in found.nodes] == ["Namespace/shop", "application shop"]
    assert found.outside == found.nodes
    assert found.edges == ()


def test_nodes_know_their_objects_and_their_lines():
    found = graph(Web("web"))
    nodes = {node.id: node for node in found.nodes}
    deployment = nodes[DEPLOYMENT]
    assert (deployment.api_version, deployment.namespace, deployment.component) == ("apps/v1", "shop", "web")
    assert deployment.location is None
    assert nodes["component:shop/web"].type == "Web"
    assert nodes["component:shop/web"].location.file == __file__


def test_no_value_is_in_a_graph():
    assert "hunter2" not in repr(graph(Web("web")))


def test_every_edge_leads_from_a_node_to_a_node_and_ids_are_unique():
    found = graph(Web("web", traits=[AutoScaler(maximum=3)]), Mailer("mailer", depends_on=["web"]))
    ids_ = [node.id for node in found.nodes]
    assert len(ids_) == len(set(ids_))
    assert {end for one in found.edges for end in (one.source, one.target)} <= set(ids_)
