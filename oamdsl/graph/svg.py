"""A graph as a picture: SVG without scripts or fonts of its own, for light and dark pages."""

from collections.abc import Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from oamdsl.graph.graph import Edge, EdgeKind, Graph, NodeKind
from oamdsl.graph.layout import LINE, Box, Lane, Layout, laid_out

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
    ".claims": "stroke: #ab7df8",
    ".delegates": "stroke: #d29922",
    ".head": "fill: #9198a1",
}
_BULGE: Final = 44
_HEADING: Final = 40
"""Height of the title, which a page has in a heading of its own."""
_ABOVE_LEGEND: Final = 36
"""Space between the last frame and the legend, which a page has elsewhere."""


def write(graph: Graph) -> str:
    """*graph* as one SVG document; screen readers get its title, and how much is in it."""
    layout = laid_out(graph)
    width, height = layout.width, layout.height
    lines = [
        _start("oamdsl", f"0 0 {width} {height}", width, height),
        *_told("oamdsl", graph.title, graph.description),
        "<style>",
        *style(),
        "</style>",
        _arrow("oamdsl"),
        f'<rect class="page" width="{width}" height="{height}"/>',
        f'<text class="name" x="24" y="36">{escape(graph.title)}</text>',
        *_content(layout, "oamdsl"),
        *_legend(layout.legend, "oamdsl"),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def fragment(graph: Graph, *, id: str, title: str) -> str:
    """*graph* as a picture inside a page of HTML, which has `style` once, and a heading and a `legend`.

    Args:
        graph: What to draw.
        id: What the ids in it begin with; no other picture of the page has it.
        title: What screen readers call it.
    """
    layout = laid_out(graph)
    height = layout.legend - _HEADING - _ABOVE_LEGEND
    lines = [
        _start(id, f"0 {_HEADING} {layout.width} {height}", layout.width, height),
        *_told(id, title, graph.description),
        _arrow(id),
        *_content(layout, id),
        "</svg>",
    ]
    return "\n".join(lines)


def legend(*, id: str) -> str:
    """What the lines of pictures mean, as a picture inside a page of HTML; *id* as for `fragment`."""
    height = LINE * (len(EdgeKind) + 1)
    told = ", ".join(kind.value for kind in EdgeKind)
    lines = [
        _start(id, f"0 0 240 {height}", 240, height),
        *_told(id, "What the lines mean", told),
        _arrow(id),
        *_legend(LINE, id),
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


def _content(layout: Layout, id: str) -> Iterator[str]:
    for one in layout.frames:
        place = f'x="{one.x}" y="{one.y}" width="{one.width}" height="{one.height}"'
        yield f'<rect class="frame" {place} rx="8"/>'
    yield from _edges(layout, id)
    yield from (_box(box) for box in layout.boxes.values())


def _edges(layout: Layout, id: str) -> Iterator[str]:
    in_lanes = {(lane.edge.source, lane.edge.target, lane.edge.kind) for lane in layout.lanes}
    for edge in layout.graph.edges:
        if (edge.source, edge.target, edge.kind) not in in_lanes:
            source, target = layout.boxes[edge.source], layout.boxes[edge.target]
            shape = _arc if edge.kind is EdgeKind.DEPENDS_ON else _branch
            yield _path(edge, shape(source, target), layout, id)
    for lane in layout.lanes:
        target = layout.boxes[lane.edge.target]
        yield _path(lane.edge, _past_the_label(lane, target), layout, id)
        if layout.boxes[lane.edge.source].node.kind is not NodeKind.COMPONENT:
            yield from _label(lane)


def _branch(source: Box, target: Box) -> str:
    """From the right of one box over a common trunk to the left of the other."""
    trunk = source.right + 20
    return f"M{source.right} {source.middle}H{trunk}V{target.middle}H{target.x}"


def _arc(source: Box, target: Box) -> str:
    """Between two boxes of one column: components to their left, objects to their right."""
    if source.node.kind is NodeKind.COMPONENT:
        x, bulge, shift = source.x, source.x - _BULGE, 10
    else:
        x, bulge, shift = source.right, source.right + _BULGE, 0
    start, end = source.middle + shift, target.middle + shift
    return f"M{x} {start}C{bulge} {start} {bulge} {end} {x} {end}"


def _past_the_label(lane: Lane, target: Box) -> str:
    half = (lane.right + target.x) // 2
    start = f"M{lane.x} {lane.y}H{lane.right}"
    return f"{start}C{half} {lane.y} {half} {target.middle} {target.x} {target.middle}"


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


def _legend(top: int, id: str) -> Iterator[str]:
    for number, kind in enumerate(EdgeKind):
        y = top + LINE * number
        yield (
            f'<path class="edge {kind.name.lower()}" marker-end="url(#{id}-arrow)" d="M24 {y}H64"/>'
            f'<text x="76" y="{y + 4}">{kind.value}</text>'
        )
