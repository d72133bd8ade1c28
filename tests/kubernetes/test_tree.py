"""Reading, copying and writing fields of plain trees by path."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oamdsl.kubernetes.path import Entry, Path
from oamdsl.kubernetes.tree import (
    as_map,
    at,
    blocking,
    copied,
    leaf_values,
    maps_in,
    missing_entry,
    with_field,
    without_field,
)

NAMES = st.sampled_from(["spec", "template", "containers", "example.com/team"])
ENTRIES = st.sampled_from(["web", "log"]).map(lambda name: Entry((("name", name),)))
PATHS = st.lists(st.one_of(NAMES, st.tuples(NAMES, ENTRIES)), min_size=1, max_size=5).map(
    lambda parts: Path(tuple(one for part in parts for one in (part if isinstance(part, tuple) else (part,))))
)
TREES = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(PATHS, st.integers())
def test_what_is_put_is_found(path, value):
    field = path if isinstance(path.segments[-1], str) else path / "value"
    body = with_field({}, field, value)
    assert at(body, field) == value
    assert missing_entry(body, path) is None
    assert blocking(body, path) is None


def test_nothing_may_be_put_where_nothing_is():
    assert with_field({"spec": {}}, Path(("spec", "emptyDir")), None) == {"spec": {"emptyDir": None}}


@given(TREES.filter(lambda tree: isinstance(tree, dict)), PATHS, TREES)
def test_what_is_written_changes_nothing_beside_it_and_no_original(tree, path, value):
    before = copy.deepcopy(tree)
    field = path if isinstance(path.segments[-1], str) else path / "value"
    made = with_field(tree, field, value)
    assert tree == before
    assert at(made, field) == copied(value)
    assert {name: one for name, one in made.items() if name != path.segments[0]} == {
        name: one for name, one in tree.items() if name != path.segments[0]
    }
    kept = copy.deepcopy(made)
    assert at(without_field(made, field), field) is None
    assert made == kept


@given(TREES)
def test_a_copy_is_equal_and_shares_no_map_or_list(tree):
    before = copy.deepcopy(tree)
    made = copied(tree)
    assert made == tree
    if isinstance(made, list):
        made.append(0)
    elif isinstance(made, dict):
        made["new"] = 0
    assert tree == before


def test_a_tuple_is_copied_as_a_list():
    assert copied({"drop": ("ALL",)}) == {"drop": ["ALL"]}


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ({"spec": {"replicas": 3}}, "spec.replicas", 3),
        ({"spec": {"replicas": 3}}, "spec.paused", None),
        ({"spec": 3}, "spec.replicas", None),
        ({"containers": [{"name": "web", "image": "w"}]}, "containers[name=web].image", "w"),
        ({"containers": [{"name": "web"}]}, "containers[name=log]", None),
        ({"containers": {"name": "web"}}, "containers[name=web]", None),
        ({"containers": ["web"]}, "containers[name=web]", None),
        ({"containers": [{"name": "web"}]}, "containers[*]", None),
    ],
)
def test_a_field_is_found_by_names_and_keys(body, path, expected):
    assert at(body, Path.parse(path)) == expected


@pytest.mark.parametrize(
    ("path", "parent"),
    [
        ("spec.replicas", None),
        ("spec.name.first", "spec.name"),
        ("spec.name[name=web].image", "spec.name"),
        ("spec.list[name=web].image", None),
        ("spec.nothing.below", None),
    ],
)
def test_a_parent_without_fields_blocks_what_is_below(path, parent):
    body = {"spec": {"replicas": 3, "name": "text", "list": [{"name": "log"}], "nothing": None}}
    assert blocking(body, Path.parse(path)) == (parent and Path.parse(parent))


def test_the_entry_that_a_path_goes_through_and_nobody_made():
    body = {"containers": [{"name": "web"}]}
    path = Path.parse("containers[name=log].env[name=A]")
    assert missing_entry(body, path) == Path.parse("containers[name=log]")


def test_what_has_no_fields_or_entries_counts_as_empty():
    assert as_map(None) == {}
    assert as_map({"a": 1}) == {"a": 1}
    assert maps_in("text") == ()
    assert maps_in([{"a": 1}, "text", None]) == [{"a": 1}]


def test_the_leaves_of_a_tree_are_its_values_that_have_none_below():
    tree = {"a": [1, {"b": None}], "c": {}, "d": "text"}
    assert list(leaf_values(tree)) == [1, None, "text"]
    assert list(leaf_values("text")) == ["text"]
