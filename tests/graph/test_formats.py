"""Graphs as text. Golden files are reviewed like code; `python -m tests.graph.graphs` writes them anew."""

import json as standard_json
import re
from xml.etree import ElementTree as ET

import attrs
import pytest

from oamdsl.graph import dot, mermaid, svg
from oamdsl.graph.graph import EdgeKind, Graph
from tests.graph.graphs import DB, EXPECTED, GRAPH, SHOP, WEB, WRITTEN

SVG = "{http://www.w3.org/2000/svg}"
EMPTY = Graph("prod", (), ())


@pytest.mark.parametrize("name", WRITTEN)
def test_a_graph_is_written_as_expected(name):
    assert WRITTEN[name](GRAPH) == (EXPECTED / name).read_text(encoding="utf-8")


def test_a_graph_says_what_is_in_it():
    assert GRAPH.title == "shop in prod"
    assert GRAPH.description == ("1 application, 2 components, 2 traits, 4 objects, 1 controller")
    assert EMPTY.title == "prod"


@pytest.mark.parametrize("name", WRITTEN)
def test_an_empty_graph_can_be_written(name):
    assert WRITTEN[name](EMPTY)


def test_mermaid_has_none_of_its_own_characters_in_a_label():
    (line,) = (line for line in mermaid.write(GRAPH).splitlines() if "sets" in line)
    label = line.partition('|"')[2].partition('"|')[0]
    assert label == "sets spec.paused<br/>sets spec.#lt;b#gt;[#quot;a#35;b#amp;c#96;\\n#quot;]"


def test_mermaid_is_too_large_by_edges_or_by_characters():
    text = mermaid.write(GRAPH)
    many = attrs.evolve(GRAPH, edges=GRAPH.edges[:1] * (mermaid.MOST_EDGES + 1))
    assert not mermaid.too_large(GRAPH, text)
    assert mermaid.too_large(many, text)
    assert mermaid.too_large(GRAPH, "x" * (mermaid.MOST_CHARACTERS + 1))


def test_dot_escapes_quotes_and_backslashes():
    assert r'sets spec.<b>[\"a#b&c`\\n\"]"' in dot.write(GRAPH)


def test_json_has_null_for_what_a_node_does_not_have():
    content = standard_json.loads(WRITTEN["graph.json"](GRAPH))
    assert content["schema_version"] == 1
    nodes = {node["id"]: node for node in content["nodes"]}
    assert nodes[WEB.id]["file"] == "shop/application.py"
    assert (nodes[DB.id]["file"], nodes[SHOP.id]["component"]) == (None, None)


def elements(graph):
    return ET.fromstring(svg.write(graph))  # noqa: S314 - what was just written


def test_svg_has_its_texts_whole_and_a_title_for_screen_readers():
    root = elements(GRAPH)
    texts = [one.text for one in root.iter(f"{SVG}text")]
    assert 'sets spec.<b>["a#b&c`\\n"]' in texts
    assert root.get("aria-labelledby") == "oamdsl-title oamdsl-description"
    assert root.findtext(f"{SVG}title") == "shop in prod"
    assert root.findtext(f"{SVG}desc") == GRAPH.description


def test_svg_has_every_edge_once_with_what_it_says():
    told = [one.findtext(f"{SVG}title") for one in elements(GRAPH).iter(f"{SVG}path")]
    assert sorted(filter(None, told)) == sorted(
        [
            "application shop contains component db",
            "component db makes StatefulSet/db",
            "application shop contains component web",
            "component web depends on component db",
            "component web binds trait AutoScaler",
            "component web binds trait SecurityPolicy",
            "component web makes Deployment/web",
            "trait AutoScaler makes HorizontalPodAutoscaler/web",
            "trait AutoScaler decides fields of Deployment/web",
            "trait SecurityPolicy decides fields of Deployment/web",
            "HorizontalPodAutoscaler/web depends on Deployment/web",
            "Deployment/web leaves fields to controller HorizontalPodAutoscaler",
        ]
    )


def test_svg_follows_the_readers_choice_of_light_or_dark():
    assert "@media (prefers-color-scheme: dark)" in svg.write(GRAPH)


def test_svg_styles_nothing_of_the_page_that_it_stands_in():
    style = elements(GRAPH).findtext(f"{SVG}style")
    rules = [line for line in style.splitlines() if line.endswith(" }")]
    assert rules
    assert all(line.startswith(".oamdsl-graph ") for line in rules)


def test_svg_in_a_page_has_ids_of_its_own_and_leaves_the_rest_to_the_page():
    root = ET.fromstring(svg.fragment(GRAPH, id="one", title="the shop", links={}))  # noqa: S314 - what was just written
    assert root.get("aria-labelledby") == "one-title one-description"
    assert root.findtext(f"{SVG}title") == "the shop"
    assert root.findtext(f"{SVG}desc") == GRAPH.description
    assert [one.get("id") for one in root.iter() if one.get("id")] == [
        "one-title",
        "one-description",
        "one-arrow",
    ]
    assert {one.get("marker-end") for one in root.iter(f"{SVG}path")} == {None, "url(#one-arrow)"}
    assert root.find(f"{SVG}style") is None
    assert len(list(root.iter(f"{SVG}path"))) < len(list(elements(GRAPH).iter(f"{SVG}path")))


def test_the_legend_of_a_page_says_what_each_line_means():
    root = ET.fromstring(svg.legend(id="legend"))  # noqa: S314 - what was just written
    texts = [one.text for one in root.iter(f"{SVG}text")]
    assert root.findtext(f"{SVG}desc") == "; ".join(texts)
    lines = [one.get("class") for one in root.iter(f"{SVG}path") if one.get("class") != "head"]
    assert lines == [f"edge {kind.name.lower()}" for kind in EdgeKind]
    assert len(set(texts)) == len(EdgeKind)


def test_each_line_looks_different():
    """By its colour, its width or its dashes, on light pages and on dark ones."""
    light, dark = "\n".join(svg.style()).split("@media")

    def look(kind, rules):
        return tuple(re.findall(rf"\.{kind.name.lower()} {{ (.*?) }}", rules))

    assert len({look(kind, light) for kind in EdgeKind}) == len(EdgeKind)
    assert len({look(kind, light) + look(kind, dark) for kind in EdgeKind}) == len(EdgeKind)
