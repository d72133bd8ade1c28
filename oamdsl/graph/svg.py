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
_ARROW: Final = (
    '<marker id="oamdsl-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8"'
    ' markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker>'
)
_BULGE: Final = 44


def write(graph: Graph) -> str:
    """*graph* as one SVG document; screen readers get its title, and how much is in it."""
    layout = laid_out(graph)
    width, height = layout.width, layout.height
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" class="oamdsl-graph" role="img"'
        ' aria-labelledby="oamdsl-title oamdsl-description">',
        f'<title id="oamdsl-title">{escape(graph.title)}</title>',
        f'<desc id="oamdsl-description">{escape(graph.description)}</desc>',
        "<style>",
        *_style(_LIGHT),
        "@media (prefers-color-scheme: dark) {",
        *_style(_DARK),
        "}",
        "</style>",
        f"<defs>{_ARROW}</defs>",
        f'<rect class="page" width="{width}" height="{height}"/>',
        f'<text class="name" x="24" y="36">{escape(graph.title)}</text>',
        *(
            f'<rect class="frame" x="{one.x}" y="{one.y}" width="{one.width}" height="{one.height}" rx="8"/>'
            for one in layout.frames
        ),
        *_edges(layout),
        *(_box(box) for box in layout.boxes.values()),
        *_legend(layout.legend),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _style(rules: Mapping[str, str]) -> Iterator[str]:
    """Style sheet rules for this picture alone: one that stands in a page shares the page's."""
    for selector, declarations in rules.items():
        yield f".oamdsl-graph {selector} {{ {declarations} }}"


def _edges(layout: Layout) -> Iterator[str]:
    in_lanes = {(lane.edge.source, lane.edge.target, lane.edge.kind) for lane in layout.lanes}
    for edge in layout.graph.edges:
        if (edge.source, edge.target, edge.kind) not in in_lanes:
            source, target = layout.boxes[edge.source], layout.boxes[edge.target]
            shape = _arc if edge.kind is EdgeKind.DEPENDS_ON else _branch
            yield _path(edge, shape(source, target), layout)
    for lane in layout.lanes:
        target = layout.boxes[lane.edge.target]
        yield _path(lane.edge, _past_the_label(lane, target), layout)
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


def _path(edge: Edge, shape: str, layout: Layout) -> str:
    source, target = layout.boxes[edge.source].node, layout.boxes[edge.target].node
    told = f"{source.text} {edge.kind.value} {target.text}"
    return (
        f'<path class="edge {edge.kind.name.lower()}" marker-end="url(#oamdsl-arrow)" d="{shape}">'
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


def _legend(top: int) -> Iterator[str]:
    for number, kind in enumerate(EdgeKind):
        y = top + LINE * number
        yield (
            f'<path class="edge {kind.name.lower()}" marker-end="url(#oamdsl-arrow)" d="M24 {y}H64"/>'
            f'<text x="76" y="{y + 4}">{kind.value}</text>'
        )
