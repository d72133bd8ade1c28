"""Parts of a graph that can be drawn alone."""

import enum
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from oamdsl.graph.graph import Edge, Graph, Node, NodeKind

K = TypeVar("K")


class Depth(enum.Enum):
    """How far a graph goes."""

    COMPONENTS = "components"
    """Applications and components."""
    TRAITS = "traits"
    """Their traits, too."""
    OBJECTS = "objects"
    """All there is."""


_KINDS: Final = {
    Depth.COMPONENTS: {NodeKind.APPLICATION, NodeKind.COMPONENT},
    Depth.TRAITS: {NodeKind.APPLICATION, NodeKind.COMPONENT, NodeKind.TRAIT},
    Depth.OBJECTS: set(NodeKind),
}


def down_to(depth: Depth, graph: Graph) -> Graph:
    """*graph* without what is below *depth*, and without the edges to it."""
    nodes = tuple(node for node in graph.nodes if node.kind in _KINDS[depth])
    known = {node.id for node in nodes}
    edges = tuple(edge for edge in graph.edges if {edge.source, edge.target} <= known)
    return Graph(graph.environment, nodes, edges)


def by_application(graph: Graph) -> Mapping[str, Graph]:
    """The part of each application, by its name; what belongs to none is in no part."""
    return _split(graph, lambda node: node.application or None)


def by_component(application: Graph) -> Mapping[str, Graph]:
    """The part of each component, by its name, of a graph that has one application.

    The application stands in each of them; what a component depends on in another one is in none.
    """
    root = [node for node in application.nodes if node.kind is NodeKind.APPLICATION]
    contains = {edge.target: edge for edge in application.edges if edge.source in {one.id for one in root}}
    return {
        name: Graph(
            part.environment,
            (*root, *part.nodes),
            (*(contains[node.id] for node in part.nodes if node.id in contains), *part.edges),
        )
        for name, part in _split(application, lambda node: node.component or None).items()
    }


def _split(graph: Graph, key_of: Callable[[Node], K | None]) -> dict[K, Graph]:
    """The nodes of each key, and the edges between two of the same key."""
    keys = {node.id: key_of(node) for node in graph.nodes}
    nodes: dict[K, list[Node]] = {}
    edges: dict[K, list[Edge]] = {}
    for node in graph.nodes:
        key = keys[node.id]
        if key is not None:
            nodes.setdefault(key, []).append(node)
    for edge in graph.edges:
        key = keys.get(edge.source)
        if key is not None and keys.get(edge.target) == key:
            edges.setdefault(key, []).append(edge)
    return {
        key: Graph(graph.environment, tuple(own), tuple(edges.get(key, ()))) for key, own in nodes.items()
    }
