"""How entries of lists are addressed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oamdsl.kubernetes.entry import ITSELF, address, matches
from oamdsl.kubernetes.path import Entry, Path

TOLERATION = ("key", "operator", "value", "effect")
SCALARS = st.text(max_size=3) | st.integers()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
MAPS = st.dictionaries(st.text(max_size=3), VALUES, max_size=2)


@pytest.mark.parametrize(
    ("keys", "entry", "expected"),
    [
        (("name",), {"image": "w", "name": "web"}, "[name=web]"),
        (
            ("containerPort", "protocol"),
            {"protocol": "UDP", "containerPort": 53},
            "[containerPort=53,protocol=UDP]",
        ),
        (("port", "protocol"), {"port": 80}, "[port=80,protocol=TCP]"),
        (TOLERATION, {"key": "gpu", "operator": "Exists"}, '[key=gpu,operator=Exists,value="",effect=""]'),
        (TOLERATION, {"key": "gpu", "value": "a"}, '[key=gpu,operator=Equal,value=a,effect=""]'),
        (ITSELF, "NET_RAW", "[=NET_RAW]"),
        (ITSELF, 2000, "[=2000]"),
        (ITSELF, {"b": [1], "a": "x"}, r'[="{\"a\":\"x\",\"b\":[1]}"]'),
    ],
)
def test_an_entry_is_addressed_by_its_key_fields_in_order(keys, entry, expected):
    found = address(keys, entry)
    assert str(found) == expected
    assert Path.parse(expected).segments == (found,)
    assert matches(entry, found)


@pytest.mark.parametrize(
    ("keys", "entry"),
    [
        (("name",), {}),
        (("name",), {"name": object()}),
        (("name",), {"name": True}),
        (("name",), "web"),
        (ITSELF, True),
        (ITSELF, {"a": object()}),
    ],
)
def test_an_entry_without_a_usable_key_has_no_address(keys, entry):
    assert address(keys, entry) is None


def test_an_entry_of_another_shape_is_not_the_one():
    assert not matches("web", Entry((("name", "web"),)))
    assert not matches({"name": "web"}, Entry((("name", "log"),)))
    assert not matches("", Entry((("key", ""),)))


def test_an_absent_protocol_is_tcp():
    assert matches({"containerPort": 80}, Entry((("containerPort", 80), ("protocol", "TCP"))))
    assert not matches({"containerPort": 80}, Entry((("containerPort", 80), ("protocol", "UDP"))))


@given(st.tuples(SCALARS, SCALARS) | st.tuples(MAPS, MAPS))
def test_entries_that_are_their_own_key_are_told_apart_by_what_they_are(entries):
    one, other = entries
    assert matches(one, address(ITSELF, one))
    assert matches(other, address(ITSELF, one)) == (one == other)
