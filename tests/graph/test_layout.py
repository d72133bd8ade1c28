"""Nothing in a picture overlaps, whatever the graph."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from oamdsl.graph.graph import EdgeKind, Graph, NodeKind
from oamdsl.graph.layout import LINE, laid_out, text_width
from tests.graph.graphs import GRAPH, NAMESPACE, edge, node

NAMES = st.text("ab-", min_size=1, max_size=63)
PARTS = st.lists(NAMES, max_size=3, unique=True)
LINES = st.lists(st.text("ab.[]", min_size=1, max_size=90), min_size=1, max_size=4)


@st.composite
def graphs(draw):
    application = node(NodeKind.APPLICATION, draw(NAMES))
    nodes, edges = [*draw(st.sampled_from([[], [NAMESPACE]])), application], []
    components = []
    for number in range(draw(st.integers(0, 4))):
        name = f"{draw(NAMES)}{number}"
        component = node(NodeKind.COMPONENT, name, "Web", component=name)
        parts = {
            kind: [
                node(kind, f"{draw(NAMES)}{n}", "Kind", component=name)
                for n in range(draw(st.integers(0, 3)))
            ]
            for kind in (NodeKind.TRAIT, NodeKind.OBJECT, NodeKind.CONTROLLER)
        }
        nodes += [component, *itertools.chain(*parts.values())]
        edges.append(edge(EdgeKind.CONTAINS, application, component))
        edges += [edge(EdgeKind.DEPENDS_ON, component, other) for other in components if draw(st.booleans())]
        components.append(component)
        edges += [edge(EdgeKind.BINDS, component, one) for one in parts[NodeKind.TRAIT]]
        for made in parts[NodeKind.OBJECT]:
            maker = draw(st.sampled_from([component, *parts[NodeKind.TRAIT]]))
            edges.append(edge(EdgeKind.MAKES, maker, made))
            for trait in parts[NodeKind.TRAIT]:
                if draw(st.booleans()):
                    fields = [(line, line) for line in draw(LINES)]
                    edges.append(edge(EdgeKind.CLAIMS, trait, made, *fields))
            for controller in parts[NodeKind.CONTROLLER]:
                fields = [(line, line) for line in draw(LINES)]
                edges.append(edge(EdgeKind.DELEGATES, made, controller, *fields))
    return Graph("prod", tuple(nodes), tuple(edges))


def rectangles(layout):
    """What takes space: ``(left, top, right, bottom)`` of nodes, and of the lines of labels."""
    for box in layout.boxes.values():
        yield box.x, box.y, box.right, box.y + box.height
    for lane in layout.lanes:
        if layout.boxes[lane.edge.source].node.kind is not NodeKind.COMPONENT:
            lines = lane.edge.lines
            width = max(map(text_width, lines))
            yield lane.x + 12, lane.y - LINE * len(lines), lane.x + 12 + width, lane.y


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def is_sound(layout):
    found = list(rectangles(layout))
    assert not [pair for pair in itertools.combinations(found, 2) if overlap(*pair)]
    for left, top, right, bottom in found:
        assert left >= 0
        assert top >= 0
        assert right <= layout.width
        assert bottom <= layout.legend
    assert set(layout.boxes) == {one.id for one in layout.graph.nodes}
    for box in layout.boxes.values():
        assert max(text_width(box.node.title), text_width(box.node.name)) <= box.width


@settings(max_examples=200)
@given(graphs())
def test_nothing_overlaps_and_all_is_in_the_picture(graph):
    is_sound(laid_out(graph))


def test_the_graph_of_the_golden_files_is_sound():
    is_sound(laid_out(GRAPH))


def test_labels_end_before_the_lines_turn():
    layout = laid_out(GRAPH)
    for lane in layout.lanes:
        assert lane.right < layout.boxes[lane.edge.target].x
        if layout.boxes[lane.edge.source].node.kind is not NodeKind.COMPONENT:
            assert lane.x + 12 + max(map(text_width, lane.edge.lines)) <= lane.right


def test_frames_are_around_what_belongs_to_a_component():
    layout = laid_out(GRAPH)
    for frame, (component, parts) in zip(layout.frames, GRAPH.blocks, strict=True):
        for box in (layout.boxes[one.id] for one in (component, *parts)):
            assert frame.x < box.x
            assert box.right < frame.x + frame.width
            assert frame.y < box.y
            assert box.y + box.height < frame.y + frame.height
    one, other = layout.frames
    assert one.y + one.height <= other.y


def test_wide_characters_take_two_columns():
    assert text_width("ab") == text_width("店")
