"""Parts of a graph that can be drawn alone."""

from oamdsl.graph.graph import Graph, NodeKind
from oamdsl.graph.parts import by_application, by_component
from tests.graph.graphs import DB, DEPLOYMENT, GRAPH, NAMESPACE, SHOP, WEB


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
