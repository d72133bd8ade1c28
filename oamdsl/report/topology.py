"""Applications drawn; environments that look the same share a picture, and large applications have many."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from oamdsl.compose.plan import Plan
from oamdsl.graph.graph import EdgeKind, FieldClaim, Graph
from oamdsl.graph.graph_of import graph_of
from oamdsl.graph.parts import Depth, by_application, by_component, down_to
from oamdsl.kubernetes.path import Path

MOST_TOGETHER: Final = 8
"""Components that one picture has at most with all that belongs to them: about two screens of them."""

_LABELLED: Final = 2
"""Segments of a path that a label has at most."""


@attrs.frozen(kw_only=True)
class Picture:
    """One graph, for the environments that it is the same in.

    Attributes:
        graph: What is drawn; labels have the ends of long paths.
        environments: Names of those environments; empty for all.
        relations: The same in words: each edge as a sentence without a full stop.
    """

    graph: Graph
    environments: tuple[str, ...]
    relations: tuple[str, ...]


@attrs.frozen
class ComponentPictures:
    """One component with all that belongs to it.

    Attributes:
        name: Its name.
        pictures: One, or several where environments differ.
    """

    name: str
    pictures: tuple[Picture, ...]


@attrs.frozen
class Dependencies:
    """What one component depends on, in any environment.

    Attributes:
        name: Its name.
        on: Names of the others.
    """

    name: str
    on: tuple[str, ...]


@attrs.frozen(kw_only=True)
class ApplicationTopology:
    """One application.

    Attributes:
        name: Its name.
        size: How many components it has, in the environment that has most.
        whole: The whole of it: one picture, or several where environments differ. Of a large application it
            has the components alone.
        components: Each component of a large application by itself; empty for others.
        dependencies: What the pictures of the whole of a large application say, in words.
    """

    name: str
    size: int
    whole: tuple[Picture, ...]
    components: tuple[ComponentPictures, ...] = ()
    dependencies: tuple[Dependencies, ...] = ()


def topology_of(plans: Sequence[Plan]) -> tuple[ApplicationTopology, ...]:
    """The applications of *plans*, one for each environment."""
    drawn: dict[str, dict[str, Graph]] = {}
    for plan in plans:
        for name, graph in by_application(_without_instructions(graph_of(plan))).items():
            drawn.setdefault(name, {})[plan.environment.name] = graph
    return tuple(_application(name, graphs) for name, graphs in drawn.items())


def _without_instructions(graph: Graph) -> Graph:
    """*graph* without what is for Pulumi and not for the cluster; the ledger says what that is."""
    left = (
        (edge, tuple(one for one in edge.fields if not one.field.startswith(_FOR_PULUMI)))
        for edge in graph.edges
    )
    edges = (attrs.evolve(edge, fields=fields) for edge, fields in left if fields or not edge.fields)
    return attrs.evolve(graph, edges=tuple(edges))


_FOR_PULUMI: Final = 'metadata.annotations["pulumi.com/'


def _application(name: str, graphs: Mapping[str, Graph]) -> ApplicationTopology:
    size = max(len(graph.blocks) for graph in graphs.values())
    if size <= MOST_TOGETHER:
        return ApplicationTopology(name=name, size=size, whole=tuple(_pictures(graphs)))
    overviews = {environment: down_to(Depth.COMPONENTS, graph) for environment, graph in graphs.items()}
    return ApplicationTopology(
        name=name,
        size=size,
        whole=tuple(_pictures(overviews)),
        components=tuple(_components(graphs)),
        dependencies=tuple(_dependencies([*overviews.values()])),
    )


def _components(graphs: Mapping[str, Graph]) -> Iterator[ComponentPictures]:
    drawn: dict[str, dict[str, Graph]] = {}
    for environment, graph in graphs.items():
        for name, part in by_component(graph).items():
            drawn.setdefault(name, {})[environment] = part
    for name, parts in drawn.items():
        yield ComponentPictures(name, tuple(_pictures(parts)))


def _pictures(graphs: Mapping[str, Graph]) -> Iterator[Picture]:
    """The graphs that differ, each with the environments that have it."""
    same: dict[_Look, list[str]] = {}
    for environment, graph in graphs.items():
        same.setdefault(_look(graph), []).append(environment)
    for (_, relations), environments in same.items():
        everywhere = len(environments) == len(graphs)
        yield Picture(
            graph=_with_short_labels(graphs[environments[0]]),
            environments=() if everywhere else tuple(environments),
            relations=relations,
        )


_Look = tuple[tuple[str, ...], tuple[str, ...]]


def _look(graph: Graph) -> _Look:
    """What of a graph is seen: its nodes and its edges in words, which have no namespace and no line."""
    return tuple(f"{node.title} {node.text}" for node in graph.nodes), tuple(_relations(graph))


def _relations(graph: Graph) -> Iterator[str]:
    texts = {node.id: node.text for node in graph.nodes}
    for edge in graph.edges:
        what = "; ".join(edge.lines) if edge.fields else ""
        yield f"{texts[edge.source]} {edge.kind.value} {texts[edge.target]}{what and f': {what}'}"


def _with_short_labels(graph: Graph) -> Graph:
    """*graph* as wide as a page: the whole paths are in the words beside it."""
    edges = (attrs.evolve(edge, fields=tuple(_short(one) for one in edge.fields)) for edge in graph.edges)
    return attrs.evolve(graph, edges=tuple(edges))


def _short(claim: FieldClaim) -> FieldClaim:
    segments = Path.parse(claim.field).segments
    if len(segments) <= _LABELLED:
        return claim
    end = f"…{Path(segments[-_LABELLED:])}"
    return attrs.evolve(claim, text=claim.text.replace(claim.field, end))


def _dependencies(graphs: Sequence[Graph]) -> Iterator[Dependencies]:
    names = {node.id: node.name for graph in graphs for node in graph.nodes}
    found: dict[str, dict[str, None]] = {}
    for graph in graphs:
        for edge in graph.edges:
            if edge.kind is EdgeKind.DEPENDS_ON:
                found.setdefault(names[edge.source], {})[names[edge.target]] = None
    return (Dependencies(name, tuple(on)) for name, on in found.items())
