"""A graph for programs: one JSON object."""

import json
from pathlib import Path
from typing import Any, Final

from oamdsl.graph.graph import Edge, Graph, Node

SCHEMA_VERSION: Final = 1


def write(graph: Graph, *, base: Path) -> str:
    """*graph* as ``{schema_version, environment, nodes: [...], edges: [...]}``.

    A node is ``{id, kind, name, type, application, component, api_version, namespace, file, line}``, an edge
    ``{kind, from, to, fields: [{field, text}]}``. What a node does not have is null.

    Args:
        graph: What to write.
        base: Files below it are given relative to it.
    """
    content = {
        "schema_version": SCHEMA_VERSION,
        "environment": graph.environment,
        "nodes": [_node(node, base) for node in graph.nodes],
        "edges": [_edge(edge) for edge in graph.edges],
    }
    return json.dumps(content, indent=2, sort_keys=True) + "\n"


def _node(node: Node, base: Path) -> dict[str, Any]:
    place = node.location.relative_to(base) if node.location else None
    return {
        "id": node.id,
        "kind": node.kind.value,
        "name": node.name,
        "type": node.type or None,
        "application": node.application or None,
        "component": node.component or None,
        "api_version": node.api_version or None,
        "namespace": node.namespace or None,
        "file": place.file if place else None,
        "line": place.line if place else None,
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "kind": edge.kind.value,
        "from": edge.source,
        "to": edge.target,
        "fields": [{"field": one.field, "text": one.text} for one in edge.fields],
    }
