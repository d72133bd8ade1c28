"""Parts of a graph that can be drawn alone."""

from oamdsl.graph.graph import EdgeKind, Graph, NodeKind
from oamdsl.graph.parts import Depth, by_application, by_component, down_to
from tests.graph.graphs import DB, DEPLOYMENT, GRAPH, NAMESPACE, SHOP, WEB


def test_a_graph_goes_as_far_as_is_wanted():
    everything = down_to(Depth.OBJECTS, GRAPH)
    assert everything == GRAPH
    traits = down_to(Depth.TRAITS, GRAPH)
    assert {node.kind for node in traits.nodes} == {
        NodeKind.APPLICATION,
        NodeKind.COMPONENT,
        NodeKind.TRAIT,
    }
    assert {edge.kind for edge in traits.edges} == {EdgeKind.CONTAINS, EdgeKind.BINDS, EdgeKind.DEPENDS_ON}
    components = down_to(Depth.COMPONENTS, GRAPH)
    assert components.nodes == (SHOP, DB, WEB)
    assert [edge.kind for edge in components.edges] == [
        EdgeKind.CONTAINS,
        EdgeKind.CONTAINS,
        EdgeKind.DEPENDS_ON,
    ]


def test_an_application_has_what_belongs_to_it():
    (name,) = by_application(GRAPH)
    part = by_application(GRAPH)[name]
    assert (name, part.environment) == ("shop", "prod")
    assert set(GRAPH.nodes) - set(part.nodes) == {NAMESPACE}
    assert part.edges == GRAPH.edges


def test_a_component_has_what_belongs_to_it_and_its_application():
    parts = by_component(by_application(GRAPH)["shop"])
    assert [*parts] == ["db", "web"]
    assert parts["web"].nodes[:2] == (SHOP, WEB)
    assert DEPLOYMENT in parts["web"].nodes
    assert {node.component for node in parts["db"].nodes} == {"", "db"}


def test_what_leads_to_another_component_is_left_out():
    for part in by_component(by_application(GRAPH)["shop"]).values():
        ids = {node.id for node in part.nodes}
        assert {end for edge in part.edges for end in (edge.source, edge.target)} <= ids


def test_edges_to_what_is_not_there_are_left_out():
    without = Graph("prod", tuple(one for one in GRAPH.nodes if one is not DB), GRAPH.edges)
    part = by_application(without)["shop"]
    assert DB.id not in {end for edge in part.edges for end in (edge.source, edge.target)}
    assert [node.kind for node in by_component(part)["web"].nodes].count(NodeKind.COMPONENT) == 1
