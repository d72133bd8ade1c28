"""Components drawn alone: what depends on what is seen, and nothing overlaps, whatever the graph."""

import itertools
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from oamdsl.graph import svg
from oamdsl.graph.clusters import clusters_of
from oamdsl.graph.graph import Edge, EdgeKind, Graph, Node, NodeKind
from oamdsl.graph.layout import text_width
from oamdsl.graph.overview import laid_out
from oamdsl.graph.parts import Depth, down_to
from tests.graph.graphs import GRAPH
from tests.graph.test_layout import overlap

SVG = "{http://www.w3.org/2000/svg}"


def component(name, application="shop"):
    return Node(
        id=f"{application}/{name}",
        kind=NodeKind.COMPONENT,
        name=name,
        type="Web",
        application=application,
        component=name,
    )


def depends(source, target):
    return Edge(kind=EdgeKind.DEPENDS_ON, source=source.id, target=target.id)


def drawn(dependencies, application="shop"):
    """``{name: names that it depends on}`` as a graph of one application."""
    nodes = {name: component(name, application) for name in dependencies}
    edges = [depends(nodes[one], nodes[other]) for one, others in dependencies.items() for other in others]
    root = Node(id=application, kind=NodeKind.APPLICATION, name=application, application=application)
    contains = [Edge(kind=EdgeKind.CONTAINS, source=root.id, target=node.id) for node in nodes.values()]
    return Graph("prod", (root, *nodes.values()), (*contains, *edges))


NUMBERS = st.integers(0, 11)
ACYCLIC = st.sets(st.tuples(NUMBERS, NUMBERS).filter(lambda pair: pair[0] < pair[1]), max_size=24)
ANY = st.sets(st.tuples(NUMBERS, NUMBERS), max_size=24)


def numbered(pairs, application="shop"):
    """Twelve components, of which those in *pairs* depend on each other."""
    return drawn(
        {f"c{one}": [f"c{other}" for start, other in sorted(pairs) if start == one] for one in range(12)},
        application,
    )


def columns_of(graph):
    """``{id: (cluster, column)}`` of nodes, and ``{edge: columns}`` of what passes columns."""
    nodes = [one for one in graph.nodes if one.kind is NodeKind.COMPONENT]
    places, passed = {}, {}
    for number, cluster in enumerate(clusters_of(nodes, graph.edges)):
        for column, slots in enumerate(cluster.columns):
            for one in slots:
                if isinstance(one, Node):
                    assert one.id not in places
                    places[one.id] = number, column
                else:
                    passed.setdefault(one, []).append(column)
    return places, passed


@given(ACYCLIC)
def test_whatever_depends_on_something_stands_to_its_left(pairs):
    graph = numbered(pairs)
    places, passed = columns_of(graph)
    assert set(places) == {one.id for one in graph.nodes if one.component}
    for edge in graph.edges:
        if edge.kind is EdgeKind.DEPENDS_ON:
            (cluster, start), (other, end) = places[edge.source], places[edge.target]
            assert cluster == other
            assert start < end
            assert passed.get(edge, []) == [*range(start + 1, end)]


@given(ANY)
def test_what_hangs_together_is_together_also_in_a_circle(pairs):
    graph = numbered(pairs)
    places, _ = columns_of(graph)
    assert set(places) == {one.id for one in graph.nodes if one.component}
    joined = {one: {one} for one in places}
    for edge in graph.edges:
        if edge.kind is EdgeKind.DEPENDS_ON:
            union = joined[edge.source] | joined[edge.target]
            for one in union:
                joined[one] = union
    for one, other in itertools.combinations(places, 2):
        assert (places[one][0] == places[other][0]) is (other in joined[one])


def test_what_nothing_depends_on_stands_beside_what_it_depends_on():
    places, _ = columns_of(drawn({"web": ["api"], "report": ["db"], "api": ["db"], "db": []}))
    assert {name: column for name, (_, column) in places.items()} == {
        "shop/web": 0,
        "shop/api": 1,
        "shop/report": 1,
        "shop/db": 2,
    }


def test_lines_do_not_cross_where_they_need_not():
    """Each in the row of what depends on it, whatever the order declared."""
    graph = drawn({"a": ["y"], "b": ["x"], "x": ["z"], "y": ["z"], "z": []})
    nodes = [one for one in graph.nodes if one.component]
    (cluster,) = clusters_of(nodes, graph.edges)
    assert [[one.name for one in column] for column in cluster.columns] == [["a", "b"], ["y", "x"], ["z"]]


@given(st.lists(ANY, max_size=2))
def test_nothing_overlaps_and_all_is_in_its_frame(applications):
    graphs = [numbered(pairs, f"app{number}") for number, pairs in enumerate(applications)]
    nodes = tuple(node for graph in graphs for node in graph.nodes)
    layout = laid_out(Graph("prod", nodes, tuple(edge for graph in graphs for edge in graph.edges)))
    assert set(layout.boxes) == {node.id for node in nodes}
    boxes = [(box.x, box.y, box.right, box.y + box.height) for box in layout.boxes.values()]
    passages = [(one.x, one.y, one.right, one.y + 1) for edge in layout.passages.values() for one in edge]
    assert not [pair for pair in itertools.combinations([*boxes, *passages], 2) if overlap(*pair)]
    frames = [(one.x, one.y, one.x + one.width, one.y + one.height) for one in layout.frames]
    assert not [pair for pair in itertools.combinations(frames, 2) if overlap(*pair)]
    assert len(frames) == len(graphs)
    for left, top, right, bottom in [*boxes, *passages]:
        assert any(x < left and y < top and right < x2 and bottom < y2 for x, y, x2, y2 in frames)
    for _, _, right, bottom in frames:
        assert right <= layout.width
        assert bottom <= layout.legend
    for box in layout.boxes.values():
        assert max(text_width(box.node.title), text_width(box.node.name)) <= box.width


def test_hundreds_of_components_fit_the_width_of_a_page():
    pairs = {f"web-{n}": [f"store-{n}"] for n in range(75)} | {f"store-{n}": [] for n in range(75)}
    layout = laid_out(drawn(pairs | {f"night-{n}": [] for n in range(150)}))
    assert layout.width <= 925
    assert layout.legend <= 3100


def test_an_empty_graph_has_a_title_alone():
    assert laid_out(Graph("prod", (), ())).frames == ()


def paths(graph):
    root = ET.fromstring(svg.write(graph))  # noqa: S314 - what was just written
    return {
        title.text: path.get("d") for path in root.iter(f"{SVG}path") for title in path.iter(f"{SVG}title")
    }


def test_a_frame_stands_in_the_place_of_lines_to_components():
    assert paths(down_to(Depth.COMPONENTS, GRAPH)).keys() == {"component web depends on component db"}


def test_a_line_goes_around_what_it_passes():
    found = paths(drawn({"web": ["api", "db"], "api": ["db"], "db": []}))
    layout = laid_out(drawn({"web": ["api", "db"], "api": ["db"], "db": []}))
    (passage,) = layout.passages[
        next(one for one in layout.graph.edges if (one.source, one.target) == ("shop/web", "shop/db"))
    ]
    path = found["component web depends on component db"]
    assert f"{passage.x} {passage.y}H{passage.right}" in path
    assert "H" not in found["component api depends on component db"]


def test_a_circle_is_drawn():
    assert len(paths(drawn({"web": ["api"], "api": ["web"]}))) == 2


def test_the_legend_has_the_lines_that_there_are():
    root = ET.fromstring(svg.write(drawn({"web": ["api"], "api": []})))  # noqa: S314 - what was just written
    texts = [one.text for one in root.iter(f"{SVG}text")]
    assert texts[-1] == "one depends on another"
    assert "a component binds a trait" not in texts
