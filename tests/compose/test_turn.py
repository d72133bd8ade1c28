"""The order of things some of which shall stand after others."""

from graphlib import CycleError, TopologicalSorter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oamdsl.compose.folding.turn import in_turn

NAMES = st.sampled_from("abcde")
GRAPHS = st.dictionaries(NAMES, st.sets(NAMES, max_size=3), max_size=5)


@pytest.mark.parametrize(
    ("after", "order", "circles"),
    [
        ({}, [], []),
        ({"a": (), "b": (), "c": ()}, ["a", "b", "c"], []),
        ({"a": ("c",), "b": (), "c": ()}, ["b", "c", "a"], []),
        ({"a": ("c",), "b": ("a",), "c": ()}, ["c", "a", "b"], []),
        ({"a": ("x",)}, ["a"], []),
        ({"a": ("a",), "b": ()}, ["b", "a"], [["a"]]),
        ({"a": ("b",), "b": ("a",)}, ["a", "b"], [["a", "b"]]),
        ({"a": ("c",), "b": ("c",), "c": ("b",)}, ["b", "c", "a"], [["b", "c"]]),
        (
            {"a": ("b",), "b": ("a",), "c": ("d",), "d": ("c",)},
            ["a", "b", "c", "d"],
            [["a", "b"], ["c", "d"]],
        ),
    ],
)
def test_each_stands_after_those_that_it_names_else_as_given(after, order, circles):
    assert in_turn(after) == (order, circles)


@given(GRAPHS)
def test_every_name_has_one_place_and_is_out_of_turn_in_circles_alone(after):
    order, circles = in_turn(after)
    assert sorted(order) == sorted(after)
    in_circles = {name for circle in circles for name in circle}
    for name, before in after.items():
        late = {one for one in before & after.keys() if order.index(one) >= order.index(name)}
        assert not late or name in in_circles
    for circle in circles:
        for name, following in zip(circle, [*circle[1:], circle[0]], strict=True):
            assert following in after[name]


@given(GRAPHS)
def test_there_is_a_circle_where_there_is_no_order(after):
    try:
        TopologicalSorter({name: before & after.keys() for name, before in after.items()}).prepare()
    except CycleError:
        assert in_turn(after)[1]
    else:
        assert not in_turn(after)[1]
