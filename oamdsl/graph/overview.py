"""Where components go when they are drawn alone: those that hang together side by side, the rest in rows.

Whoever depends on something stands to the left of it. Clusters fill rows, so that a picture of hundreds of
components is about as wide as a page.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from oamdsl.graph.clusters import Cluster, clusters_of
from oamdsl.graph.graph import Edge, EdgeKind, Graph, Node
from oamdsl.graph.layout import (
    BOX,
    LEGEND_WIDTH,
    MARGIN,
    PADDING,
    TITLE,
    Box,
    Frame,
    Layout,
    Passage,
    text_width,
)
from oamdsl.graph.parts import by_application

_ROW: Final = 850
"""Pixels that a row is wide at most, unless one cluster alone is: what a page of 1200 has beside its menu."""
_SPACE: Final = 12
_APART: Final = 28
"""Between clusters, and between applications."""
_EDGES: Final = 48
"""Between two columns of a cluster."""


def laid_out(graph: Graph) -> Layout:
    """*graph*, which has applications and components alone, with the place of everything in it.

    An application has a frame in place of the edges to its components.
    """
    dependencies = tuple(edge for edge in graph.edges if edge.kind is EdgeKind.DEPENDS_ON)
    placed: list[_Application] = []
    y = MARGIN + TITLE
    for part in by_application(attrs.evolve(graph, edges=dependencies)).values():
        placed.append(_placed(part.nodes[0], part.nodes[1:], part.edges, y))
        y = placed[-1].frame.y + placed[-1].frame.height + _APART
    right = max((one.frame.x + one.frame.width for one in placed), default=0)
    return Layout(
        graph=attrs.evolve(graph, edges=dependencies),
        boxes={box.node.id: box for one in placed for box in one.boxes},
        lanes=(),
        frames=tuple(one.frame for one in placed),
        passages={edge: tuple(passages) for one in placed for edge, passages in one.passages.items()},
        width=max(right + MARGIN, 2 * MARGIN + text_width(graph.title), LEGEND_WIDTH),
        legend=y + MARGIN,
    )


@attrs.frozen
class _Application:
    """An application with its components, placed.

    Attributes:
        frame: What is around them.
        boxes: It and they.
        passages: Where edges pass columns, from left to right.
    """

    frame: Frame
    boxes: list[Box]
    passages: dict[Edge, list[Passage]]


def _placed(
    application: Node, components: Sequence[Node], dependencies: Sequence[Edge], top: int
) -> _Application:
    """*application* and below it its *components*, from *top* on: first those that hang together."""
    left = MARGIN + PADDING
    names = (text for node in (application, *components) for text in (node.title, node.name))
    width = max(map(text_width, names)) + 2 * PADDING
    boxes = [Box(node=application, x=left, y=top, width=width, height=BOX)]
    passages: dict[Edge, list[Passage]] = {}
    right, bottom = left + width, top + BOX
    clusters = clusters_of(components, dependencies)
    together = [one for one in clusters if len(one.columns) > 1]
    alone = [one for one in clusters if len(one.columns) == 1]
    for some, apart in ((together, _APART), (alone, _SPACE)):
        for cluster, x, y in [*_in_rows(some, width, apart, left, bottom + _APART)]:
            for one, place in _places(cluster, x, y, width):
                if isinstance(one, Node):
                    boxes.append(Box(node=one, x=place[0], y=place[1], width=width, height=BOX))
                else:
                    passage = Passage(x=place[0], right=place[0] + width, y=place[1] + BOX // 2)
                    passages.setdefault(one, []).append(passage)
            right = max(right, x + _wide(cluster, width))
            bottom = max(bottom, y + _high(cluster))
    frame = Frame(
        x=left - PADDING,
        y=top - PADDING,
        width=right - left + 2 * PADDING,
        height=bottom - top + 2 * PADDING,
    )
    return _Application(frame, boxes, passages)


def _in_rows(
    clusters: Sequence[Cluster], width: int, apart: int, left: int, top: int
) -> Iterator[tuple[Cluster, int, int]]:
    """Each cluster, of boxes *width* wide, with its left and top: from left to right, row below row."""
    x, y, below = left, top, top
    for cluster in clusters:
        taken = _wide(cluster, width)
        if x > left and x + taken > left + _ROW:
            x, y = left, below
        yield cluster, x, y
        x += taken + apart
        below = max(below, y + _high(cluster) + apart)


def _places(cluster: Cluster, x: int, y: int, width: int) -> Iterator[tuple[Node | Edge, tuple[int, int]]]:
    for number, column in enumerate(cluster.columns):
        for row, one in enumerate(column):
            yield one, (x + number * (width + _EDGES), y + row * (BOX + _SPACE))


def _wide(cluster: Cluster, width: int) -> int:
    return len(cluster.columns) * (width + _EDGES) - _EDGES


def _high(cluster: Cluster) -> int:
    return cluster.rows * (BOX + _SPACE) - _SPACE
