"""A graph as Mermaid: GitHub and GitLab draw it in pull requests and pages."""

import json
from collections.abc import Iterator
from typing import Final

from oamdsl.graph.graph import Edge, EdgeKind, Graph, Node, NodeKind

MOST_EDGES: Final = 500
"""What GitHub draws at most. Source: Mermaid, configuration, ``maxEdges``, which a page may not raise."""
MOST_CHARACTERS: Final = 50_000
"""What GitHub reads at most. Source: Mermaid, configuration, ``maxTextSize``."""

_SHAPES: Final = {
    NodeKind.APPLICATION: ("([", "])"),
    NodeKind.COMPONENT: ("[", "]"),
    NodeKind.TRAIT: ("(", ")"),
    NodeKind.OBJECT: ("[[", "]]"),
    NodeKind.CONTROLLER: ("{{", "}}"),
}
_ARROWS: Final = {
    EdgeKind.CONTAINS: "-->",
    EdgeKind.BINDS: "-->",
    EdgeKind.MAKES: "-->",
    EdgeKind.CLAIMS: "==>",
    EdgeKind.DEPENDS_ON: "-.->",
    EdgeKind.DELEGATES: "-.->",
}
_SPECIAL: Final = {
    "#": "#35;",
    "&": "#amp;",
    "<": "#lt;",
    ">": "#gt;",
    '"': "#quot;",
    "`": "#96;",
    "\n": " ",
}


def write(graph: Graph) -> str:
    """*graph* as a Mermaid flowchart, one subgraph a component."""
    ids = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = [
        "---",
        f"title: {json.dumps(graph.title)}",
        "---",
        "flowchart LR",
        f"    accTitle: {_text(graph.title)}",
        f"    accDescr: {_text(graph.description)}",
        *(f"    {_node(node, ids)}" for node in graph.outside),
        *_applications(graph, ids),
        *(f"    {_edge(edge, ids)}" for edge in graph.edges),
    ]
    return "\n".join(lines) + "\n"


def too_large(graph: Graph, text: str) -> bool:
    """Whether GitHub refuses to draw *graph*, which *text* is."""
    return len(graph.edges) > MOST_EDGES or len(text) > MOST_CHARACTERS


def _applications(graph: Graph, ids: dict[str, str]) -> Iterator[str]:
    for component, parts in graph.blocks:
        yield f'    subgraph c{ids[component.id]}["{_text(component.name)}"]'
        for node in (component, *parts):
            yield f"        {_node(node, ids)}"
        yield "    end"


def _node(node: Node, ids: dict[str, str]) -> str:
    opening, closing = _SHAPES[node.kind]
    return f'{ids[node.id]}{opening}"{_text(node.title)}<br/>{_text(node.name)}"{closing}'


def _edge(edge: Edge, ids: dict[str, str]) -> str:
    label = "<br/>".join(_text(line) for line in edge.lines)
    return f'{ids[edge.source]} {_ARROWS[edge.kind]}|"{label}"| {ids[edge.target]}'


def _text(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in text)
