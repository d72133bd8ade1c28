"""A graph as DOT, for Graphviz."""

from collections.abc import Iterator
from typing import Final

from oamdsl.graph.graph import Edge, EdgeKind, Graph, Node, NodeKind

_SHAPES: Final = {
    NodeKind.APPLICATION: 'shape=box, style="rounded,bold"',
    NodeKind.COMPONENT: "shape=box, style=bold",
    NodeKind.TRAIT: "shape=box, style=rounded",
    NodeKind.OBJECT: "shape=note",
    NodeKind.CONTROLLER: "shape=hexagon",
}
_STYLES: Final = {
    EdgeKind.CONTAINS: "style=solid",
    EdgeKind.BINDS: "style=solid",
    EdgeKind.MAKES: "style=solid",
    EdgeKind.CLAIMS: "style=bold",
    EdgeKind.DEPENDS_ON: "style=dashed",
    EdgeKind.DELEGATES: "style=dotted",
}


def write(graph: Graph) -> str:
    """*graph* as a DOT digraph, one cluster a component."""
    lines = [
        f"digraph {_quoted(graph.title)} {{",
        f"    graph [rankdir=LR, label={_quoted(graph.title)}, labelloc=t]",
        *(f"    {_node(node)}" for node in graph.outside),
        *_clusters(graph),
        *(f"    {_edge(edge)}" for edge in graph.edges),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _clusters(graph: Graph) -> Iterator[str]:
    for component, parts in graph.blocks:
        yield f"    subgraph {_quoted(f'cluster {component.id}')} {{"
        yield f"        label={_quoted(component.name)}"
        for node in (component, *parts):
            yield f"        {_node(node)}"
        yield "    }"


def _node(node: Node) -> str:
    return f"{_quoted(node.id)} [label={_quoted(node.title, node.name)}, {_SHAPES[node.kind]}]"


def _edge(edge: Edge) -> str:
    ends = f"{_quoted(edge.source)} -> {_quoted(edge.target)}"
    return f"{ends} [label={_quoted(*edge.lines)}, {_STYLES[edge.kind]}]"


def _quoted(*lines: str) -> str:
    r"""*lines* as one quoted string.

    Source: Graphviz, DOT language: in quotes, ``\"`` is a quote; and in labels, ``\\`` is a backslash and
    ``\n`` ends a centred line.
    """
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") for line in lines)
    return '"' + "\\n".join(escaped) + '"'
