"""A graph that has everything once, and what it is written as."""

from pathlib import Path

from oamdsl.diagnostics.origin import Location
from oamdsl.graph import dot, json, mermaid, svg
from oamdsl.graph.graph import Edge, EdgeKind, FieldClaim, Graph, Node, NodeKind

EXPECTED = Path(__file__).parent / "expected"


def node(kind, name, type="", component="", **more):
    id_ = f"{kind.value}:{component}/{type}/{name}"
    application = "shop" if component or kind is NodeKind.APPLICATION else ""
    return Node(id=id_, kind=kind, name=name, type=type, application=application, component=component, **more)


def edge(kind, source, target, *fields):
    claims = tuple(FieldClaim(field, text) for field, text in fields)
    return Edge(kind=kind, source=source.id, target=target.id, fields=claims)


PLACE = Location("/project/shop/application.py", 12, 5, 14, 6)
NAMESPACE = node(NodeKind.OBJECT, "prod", "Namespace", api_version="v1")
SHOP = node(NodeKind.APPLICATION, "shop")
DB = node(NodeKind.COMPONENT, "db", "Database", component="db")
DB_SET = node(NodeKind.OBJECT, "db", "StatefulSet", component="db", api_version="apps/v1", namespace="prod")
WEB = node(NodeKind.COMPONENT, "web", "Web", component="web", location=PLACE)
SCALER = node(NodeKind.TRAIT, "AutoScaler", component="web", location=PLACE)
POLICY = node(NodeKind.TRAIT, "SecurityPolicy", component="web", location=PLACE)
DEPLOYMENT = node(
    NodeKind.OBJECT, "web", "Deployment", component="web", api_version="apps/v1", namespace="prod"
)
HPA = node(
    NodeKind.OBJECT,
    "web",
    "HorizontalPodAutoscaler",
    component="web",
    api_version="autoscaling/v2",
    namespace="prod",
)
CONTROLLER = node(NodeKind.CONTROLLER, "HorizontalPodAutoscaler", component="web")
ODD = 'spec.<b>["a#b&c`\\n"]'
GRAPH = Graph(
    "prod",
    (NAMESPACE, SHOP, DB, DB_SET, WEB, SCALER, POLICY, DEPLOYMENT, HPA, CONTROLLER),
    (
        edge(EdgeKind.CONTAINS, SHOP, DB),
        edge(EdgeKind.MAKES, DB, DB_SET),
        edge(EdgeKind.CONTAINS, SHOP, WEB),
        edge(EdgeKind.DEPENDS_ON, WEB, DB),
        edge(EdgeKind.BINDS, WEB, SCALER),
        edge(EdgeKind.BINDS, WEB, POLICY),
        edge(EdgeKind.MAKES, WEB, DEPLOYMENT),
        edge(EdgeKind.MAKES, SCALER, HPA),
        edge(
            EdgeKind.CLAIMS,
            SCALER,
            DEPLOYMENT,
            ("spec.replicas", "leaves spec.replicas to the HorizontalPodAutoscaler"),
        ),
        edge(
            EdgeKind.CLAIMS,
            POLICY,
            DEPLOYMENT,
            ("spec.paused", "sets spec.paused"),
            (ODD, f"sets {ODD}"),
        ),
        edge(EdgeKind.DEPENDS_ON, HPA, DEPLOYMENT),
        edge(EdgeKind.DELEGATES, DEPLOYMENT, CONTROLLER, ("spec.replicas", "leaves spec.replicas to")),
    ),
)
WRITTEN = {
    "graph.mermaid": mermaid.write,
    "graph.dot": dot.write,
    "graph.svg": svg.write,
    "graph.json": lambda graph: json.write(graph, base=Path("/project")),
}

if __name__ == "__main__":  # python -m tests.graph.graphs: after a change that is meant to change them
    for name, write in WRITTEN.items():
        (EXPECTED / name).write_text(write(GRAPH), encoding="utf-8")
