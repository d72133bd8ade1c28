"""A graph as a picture: SVG without scripts or fonts of its own, for light and dark pages."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from oamdsl.graph import layout, overview
from oamdsl.graph.graph import Edge, EdgeKind, Graph, NodeKind
from oamdsl.graph.layout import LEGEND_WIDTH, LINE, MARGIN, Box, Lane, Layout, Passage

_FONT: Final = '12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace'
_LIGHT: Final = {
    "text": f"font: {_FONT}; fill: #1f2328",
    ".page": "fill: #ffffff",
    ".frame": "fill: #f6f8fa; stroke: #d1d9e0",
    ".box": "fill: #ffffff; stroke: #59636e",
    ".application": "stroke: #0969da; stroke-width: 2",
    ".component": "stroke: #0969da; stroke-width: 2",
    ".trait": "stroke: #8250df",
    ".controller": "stroke: #9a6700",
    ".kind": "fill: #59636e",
    ".name": "font-weight: bold",
    ".edge": "fill: none; stroke: #59636e",
    ".contains": "stroke: #0969da",
    ".binds": "stroke: #8250df",
    ".claims": "stroke: #8250df; stroke-width: 2",
    ".depends_on": "stroke-dasharray: 6 4",
    ".delegates": "stroke: #9a6700; stroke-dasharray: 2 3",
    ".head": "fill: #59636e",
}
_DARK: Final = {
    "text": "fill: #f0f6fc",
    ".page": "fill: #0d1117",
    ".frame": "fill: #151b23; stroke: #3d444d",
    ".box": "fill: #0d1117; stroke: #9198a1",
    ".application": "stroke: #4493f8",
    ".component": "stroke: #4493f8",
    ".trait": "stroke: #ab7df8",
    ".controller": "stroke: #d29922",
    ".kind": "fill: #9198a1",
    ".edge": "stroke: #9198a1",
    ".contains": "stroke: #4493f8",
    ".binds": "stroke: #ab7df8",
    ".claims": "stroke: #ab7df8",
    ".delegates": "stroke: #d29922",
    ".head": "fill: #9198a1",
}
_MEANINGS: Final = {
    EdgeKind.CONTAINS: "an application contains a component",
    EdgeKind.BINDS: "a component binds a trait",
    EdgeKind.MAKES: "a component or a trait makes an object",
    EdgeKind.CLAIMS: "a trait decides fields of an object",
    EdgeKind.DEPENDS_ON: "one depends on another",
    EdgeKind.DELEGATES: "an object leaves fields to a controller",
}
"""What each line says, by the legend."""
_BULGE: Final = 44
_HEADING: Final = 40
"""Height of the title, which a page has in a heading of its own."""
_ABOVE_LEGEND: Final = 36
"""Space between the last frame and the legend, which a page has elsewhere."""


def write(graph: Graph) -> str:
    """*graph* as one SVG document; screen readers get its title, and how much is in it."""
    placed = _laid_out(graph)
    kinds = [kind for kind in EdgeKind if any(edge.kind is kind for edge in placed.graph.edges)]
    width, height = placed.width, placed.legend + LINE * len(kinds) + MARGIN
    lines = [
        _start("oamdsl", f"0 0 {width} {height}", width, height),
        *_told("oamdsl", graph.title, graph.description),
        "<style>",
        *style(),
        "</style>",
        _arrow("oamdsl"),
        f'<rect class="page" width="{width}" height="{height}"/>',
        f'<text class="name" x="24" y="36">{escape(graph.title)}</text>',
        *_content(placed, "oamdsl", {}),
        *_legend(kinds, placed.legend, "oamdsl"),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def fragment(graph: Graph, *, id: str, title: str, links: Mapping[str, str]) -> str:
    """*graph* as a picture inside a page of HTML, which has `style` once, and a heading and a `legend`.

    Args:
        graph: What to draw.
        id: What the ids in it begin with; no other picture of the page has it.
        title: What screen readers call it.
        links: Where nodes lead to: {id of the node: anchor}. For pointers alone, since a picture is one thing
            to keyboards and screen readers: the page has the same links elsewhere.
    """
    placed = _laid_out(graph)
    height = placed.legend - _HEADING - _ABOVE_LEGEND
    lines = [
        _start(id, f"0 {_HEADING} {placed.width} {height}", placed.width, height),
        *_told(id, title, graph.description),
        _arrow(id),
        *_content(placed, id, links),
        "</svg>",
    ]
    return "\n".join(lines)


def legend(*, id: str) -> str:
    """What the lines of pictures mean, as a picture inside a page of HTML; *id* as for `fragment`."""
    height = LINE * (len(EdgeKind) + 1)
    told = "; ".join(_MEANINGS.values())
    lines = [
        _start(id, f"0 0 {LEGEND_WIDTH} {height}", LEGEND_WIDTH, height),
        *_told(id, "What the lines mean", told),
        _arrow(id),
        *_legend([*EdgeKind], LINE, id),
        "</svg>",
    ]
    return "\n".join(lines)


def style() -> Iterator[str]:
    """Style sheet rules for pictures alone: one that stands in a page shares the page's."""
    yield from _rules(_LIGHT)
    yield "@media (prefers-color-scheme: dark) {"
    yield from _rules(_DARK)
    yield "}"


def _rules(rules: Mapping[str, str]) -> Iterator[str]:
    for selector, declarations in rules.items():
        yield f".oamdsl-graph {selector} {{ {declarations} }}"


def _start(id: str, box: str, width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="{box}" class="oamdsl-graph" role="img"'
        f' aria-labelledby="{id}-title {id}-description">'
    )


def _told(id: str, title: str, description: str) -> Iterator[str]:
    yield f'<title id="{id}-title">{escape(title)}</title>'
    yield f'<desc id="{id}-description">{escape(description)}</desc>'


def _arrow(id: str) -> str:
    return (
        f'<defs><marker id="{id}-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8"'
        ' markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>'
    )


def _laid_out(graph: Graph) -> Layout:
    is_overview = all(node.kind in (NodeKind.APPLICATION, NodeKind.COMPONENT) for node in graph.nodes)
    return overview.laid_out(graph) if is_overview else layout.laid_out(graph)


def _content(layout: Layout, id: str, links: Mapping[str, str]) -> Iterator[str]:
    for one in layout.frames:
        place = f'x="{one.x}" y="{one.y}" width="{one.width}" height="{one.height}"'
        yield f'<rect class="frame" {place} rx="8"/>'
    yield from _edges(layout, id)
    for box in layout.boxes.values():
        link = links.get(box.node.id)
        drawn = _box(box)
        yield f'<a href="#{link}" tabindex="-1">{drawn}</a>' if link else drawn


def _edges(layout: Layout, id: str) -> Iterator[str]:
    in_lanes = {(lane.edge.source, lane.edge.target, lane.edge.kind) for lane in layout.lanes}
    for edge in layout.graph.edges:
        if (edge.source, edge.target, edge.kind) not in in_lanes:
            source, target = layout.boxes[edge.source], layout.boxes[edge.target]
            if edge.kind is EdgeKind.DEPENDS_ON:
                shape = _dependency(source, target, layout.passages.get(edge, ()))
            else:
                shape = _branch(source, target)
            yield _path(edge, shape, layout, id)
    for lane in layout.lanes:
        target = layout.boxes[lane.edge.target]
        yield _path(lane.edge, _past_the_label(lane, target), layout, id)
        if layout.boxes[lane.edge.source].node.kind is not NodeKind.COMPONENT:
            yield from _label(lane)


def _branch(source: Box, target: Box) -> str:
    """From the right of one box over a common trunk to the left of the other."""
    trunk = source.right + 20
    return f"M{source.right} {source.middle}H{trunk}V{target.middle}H{target.x}"


def _dependency(source: Box, target: Box, passages: Sequence[Passage]) -> str:
    """To a column further right; within one, in an arc: of components on their left, else on their right."""
    if source.right < target.x:
        return "".join(_through(source, passages, target))
    if source.node.kind is NodeKind.COMPONENT:
        start, end, bulge, shift = source.x, target.x, target.x - _BULGE, 10
    else:
        start, end, bulge, shift = source.right, target.right, source.right + _BULGE, 0
    top, bottom = source.middle + shift, target.middle + shift
    return f"M{start} {top}C{bulge} {top} {bulge} {bottom} {end} {bottom}"


def _through(source: Box, passages: Sequence[Passage], target: Box) -> Iterator[str]:
    x, y = source.right, source.middle
    yield f"M{x} {y}"
    for passage in passages:
        yield f"{_bend(x, y, passage.x, passage.y)}H{passage.right}"
        x, y = passage.right, passage.y
    yield _bend(x, y, target.x, target.middle)


def _past_the_label(lane: Lane, target: Box) -> str:
    return f"M{lane.x} {lane.y}H{lane.right}{_bend(lane.right, lane.y, target.x, target.middle)}"


def _bend(x: int, y: int, to_x: int, to_y: int) -> str:
    half = (x + to_x) // 2
    return f"C{half} {y} {half} {to_y} {to_x} {to_y}"


def _path(edge: Edge, shape: str, layout: Layout, id: str) -> str:
    source, target = layout.boxes[edge.source].node, layout.boxes[edge.target].node
    told = f"{source.text} {edge.kind.value} {target.text}"
    return (
        f'<path class="edge {edge.kind.name.lower()}" marker-end="url(#{id}-arrow)" d="{shape}">'
        f"<title>{escape(told)}</title></path>"
    )


def _label(lane: Lane) -> Iterator[str]:
    lines = lane.edge.lines
    for number, line in enumerate(lines):
        y = lane.y - 4 - LINE * (len(lines) - 1 - number)
        yield f'<text x="{lane.x + 12}" y="{y}">{escape(line)}</text>'


def _box(box: Box) -> str:
    node = box.node
    radius = 12 if node.kind is NodeKind.TRAIT else 3
    return (
        f"<g><title>{escape(node.text)}</title>"
        f'<rect class={quoteattr(f"box {node.kind.value}")} x="{box.x}" y="{box.y}"'
        f' width="{box.width}" height="{box.height}" rx="{radius}"/>'
        f'<text class="kind" x="{box.x + 12}" y="{box.y + 16}">{escape(node.title)}</text>'
        f'<text x="{box.x + 12}" y="{box.y + 32}">{escape(node.name)}</text></g>'
    )


def _legend(kinds: Sequence[EdgeKind], top: int, id: str) -> Iterator[str]:
    for number, kind in enumerate(kinds):
        y = top + LINE * number
        yield (
            f'<path class="edge {kind.name.lower()}" marker-end="url(#{id}-arrow)" d="M24 {y}H64"/>'
            f'<text x="76" y="{y + 4}">{_MEANINGS[kind]}</text>'
        )
