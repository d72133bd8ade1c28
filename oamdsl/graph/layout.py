"""Where the nodes and labels of a graph go: columns from the application to the controllers.

Each node is as tall as the labels of the edges that leave it to the right, and each label has a lane of its
own beside its node. So no free space is searched for: a label cannot meet another one, whatever the graph,
and placing takes time in proportion to its size.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from oamdsl.graph.graph import Edge, EdgeKind, Graph, Node, NodeKind

CHARACTER: Final = 7.3
"""Width of one character: of a monospaced font of 12 pixels, 0.6 em and a little to spare."""
LINE: Final = 16
"""Height of one line of text."""
BOX: Final = 40
"""Least height of a node: two lines."""

MARGIN: Final = 24
"""Around the whole picture."""
PADDING: Final = 12
"""Around the text of a box, and around what a frame holds."""
TITLE: Final = 32
"""Height of the title."""
_SPACE: Final = 12
_BLOCK_SPACE: Final = 28
_LANE_SPACE: Final = 8
_TRUNK: Final = 56
_CURVE: Final = 72
_ARC: Final = 48
_OWN_LANE: Final = 8
_BELOW_OWN_LANE: Final = 20
LEGEND_WIDTH: Final = 400
"""Width of the legend, and the space around it."""

_COLUMNS: Final = (
    NodeKind.APPLICATION,
    NodeKind.COMPONENT,
    NodeKind.TRAIT,
    NodeKind.OBJECT,
    NodeKind.CONTROLLER,
)
_LABELLED: Final = {
    NodeKind.TRAIT: (EdgeKind.MAKES, EdgeKind.CLAIMS),
    NodeKind.OBJECT: (EdgeKind.DELEGATES,),
}
"""The edges whose labels stand to the right of the nodes of a column."""


@attrs.frozen(kw_only=True)
class Box:
    """A node with its place.

    Attributes:
        node: The node.
        x: Left.
        y: Top.
        width: Width.
        height: Height.
    """

    node: Node
    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Right."""
        return self.x + self.width

    @property
    def middle(self) -> int:
        """Half way down."""
        return self.y + self.height // 2


@attrs.frozen(kw_only=True)
class Lane:
    """The label of an edge with its place: above a line that leads from a node past the label.

    Attributes:
        edge: The edge.
        x: Left.
        y: Of the line.
        right: Where the line leaves the lane.
    """

    edge: Edge
    x: int
    y: int
    right: int


@attrs.frozen(kw_only=True)
class Passage:
    """Where a line passes a column between the two nodes that it joins.

    Attributes:
        x: Left.
        right: Right.
        y: Of the line.
    """

    x: int
    right: int
    y: int


@attrs.frozen(kw_only=True)
class Frame:
    """What is around a component and all that belongs to it."""

    x: int
    y: int
    width: int
    height: int


@attrs.frozen(kw_only=True)
class Layout:
    """A graph with the place of everything in it.

    Attributes:
        graph: The graph.
        boxes: Its nodes: {id: box}.
        lanes: The labels: one for each edge that has one.
        frames: What is around the components.
        passages: Where edges pass columns: {edge: one for each column, from left to right}.
        width: Width of the picture.
        legend: Where the legend begins, which is below all else.
    """

    graph: Graph
    boxes: dict[str, Box]
    lanes: tuple[Lane, ...]
    frames: tuple[Frame, ...]
    passages: Mapping[Edge, tuple[Passage, ...]] = {}
    width: int
    legend: int


@attrs.frozen(kw_only=True)
class _Column:
    """One column of nodes, with the labels to the right of it."""

    x: int
    width: int
    labels: int


def text_width(text: str) -> int:
    """Pixels that *text* takes at most."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return round((len(text) + wide) * CHARACTER)


def laid_out(graph: Graph) -> Layout:
    """*graph* with the place of everything in it."""
    leaving: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        leaving.setdefault(edge.source, []).append(edge)
    placing = _Placing(graph, leaving, _columns(graph, leaving))
    return placing.layout()


class _Placing:
    """Boxes and lanes, placed from the top down."""

    def __init__(
        self, graph: Graph, leaving: dict[str, list[Edge]], columns: dict[NodeKind, _Column]
    ) -> None:
        self.graph = graph
        self.leaving = leaving
        self.columns = columns
        self.boxes: dict[str, Box] = {}
        self.lanes: list[Lane] = []
        self.frames: list[Frame] = []
        last = columns[_COLUMNS[-1]]
        self.right = last.x + last.width + MARGIN

    def layout(self) -> Layout:
        y = MARGIN + TITLE
        blocks: dict[str, list[tuple[Node, tuple[Node, ...]]]] = {}
        for component, parts in self.graph.blocks:
            blocks.setdefault(component.application, []).append((component, parts))
        for node in self.graph.outside:
            self._box(node, NodeKind.APPLICATION, y)
            own = blocks.get(node.application, []) if node.kind is NodeKind.APPLICATION else []
            bottom = y + BOX + _SPACE
            for component, parts in own:
                y = self._block(component, parts, y) + _BLOCK_SPACE
            y = max(y, bottom)
        width = max(
            self.right,
            2 * MARGIN + text_width(self.graph.title),
            LEGEND_WIDTH,
        )
        return Layout(
            graph=self.graph,
            boxes=self.boxes,
            lanes=tuple(self.lanes),
            frames=tuple(self.frames),
            width=width,
            legend=y + MARGIN,
        )

    def _block(self, component: Node, parts: Sequence[Node], top: int) -> int:
        """Place a component and its parts from *top* on; where they end."""
        makes = any(edge.kind is EdgeKind.MAKES for edge in self.leaving.get(component.id, ()))
        bottoms = [self._box(component, NodeKind.COMPONENT, top)]
        for kind in (NodeKind.TRAIT, NodeKind.OBJECT, NodeKind.CONTROLLER):
            y = top + (_BELOW_OWN_LANE if makes and kind is NodeKind.TRAIT else 0)
            for node in parts:
                if node.kind is kind:
                    y = self._box(node, kind, y) + _SPACE
                    bottoms.append(y - _SPACE)
        x = self.columns[NodeKind.COMPONENT].x - PADDING
        frame = Frame(
            x=x,
            y=top - PADDING,
            width=self.right - PADDING - x,
            height=max(bottoms) - top + 2 * PADDING,
        )
        self.frames.append(frame)
        if makes:
            self._own_lane(component, top)
        return max(bottoms)

    def _own_lane(self, component: Node, top: int) -> None:
        """A line above the traits, on which a component reaches its objects."""
        start = self.boxes[component.id].right
        end = self.columns[NodeKind.OBJECT].x - _CURVE
        self.lanes += (
            Lane(edge=edge, x=start, y=top + _OWN_LANE, right=end)
            for edge in self.leaving[component.id]
            if edge.kind is EdgeKind.MAKES
        )

    def _box(self, node: Node, kind: NodeKind, y: int) -> int:
        """Place *node* at *y*, with the labels of its edges; where it ends."""
        column = self.columns[kind]
        edges = _labelled(node, self.leaving)
        below = y
        for edge in edges:
            below += LINE * len(edge.lines) + _LANE_SPACE
            lane = Lane(edge=edge, x=column.x + column.width, y=below - _LANE_SPACE // 2, right=column.labels)
            self.lanes.append(lane)
        height = max(BOX, below - y)
        self.boxes[node.id] = Box(node=node, x=column.x, y=y, width=column.width, height=height)
        return y + height


def _columns(graph: Graph, leaving: dict[str, list[Edge]]) -> dict[NodeKind, _Column]:
    columns: dict[NodeKind, _Column] = {}
    x = MARGIN
    for kind in _COLUMNS:
        inner = [node for node in graph.nodes if node.kind is kind and node.component]
        nodes = graph.outside if kind is NodeKind.APPLICATION else inner
        width = _widest(text for node in nodes for text in (node.title, node.name))
        labels = _widest(line for node in nodes for edge in _labelled(node, leaving) for line in edge.lines)
        right = x + width
        label_end = right + labels
        columns[kind] = _Column(x=x, width=width, labels=label_end)
        x = label_end + _gap(kind, is_empty=not nodes)
    return columns


def _gap(kind: NodeKind, *, is_empty: bool) -> int:
    """Space between a column with its labels and the next one."""
    if kind in (NodeKind.APPLICATION, NodeKind.COMPONENT):
        return _TRUNK
    if kind is NodeKind.TRAIT:
        return _CURVE
    return 0 if is_empty else _CURVE


def _labelled(node: Node, leaving: dict[str, list[Edge]]) -> list[Edge]:
    kinds = _LABELLED.get(node.kind, ())
    return [edge for edge in leaving.get(node.id, ()) if edge.kind in kinds]


def _widest(texts: Iterable[str]) -> int:
    """Width of the widest of *texts* with space around it; 0 for none."""
    return max((text_width(text) + 2 * PADDING for text in texts), default=0)
