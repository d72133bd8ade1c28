"""Merge patches: what makes one object of another."""

import pytest

from oamdsl.kubernetes.merge_patch import merge_patch
from tests.api_server import patched


@pytest.mark.parametrize(
    ("before", "after", "patch"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 2}}, {}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}}, {"a": {"c": None}}),
        ({"a": [1, 2]}, {"a": [2]}, {"a": [2]}),
        ({"a": {"b": 1}}, {"a": 1, "d": {}}, {"a": 1, "d": {}}),
        ({"a": 1}, {"a": {"b": 1}}, {"a": {"b": 1}}),
        ({"a": 1}, {}, {"a": None}),
    ],
)
def test_a_patch_has_what_differs(before, after, patch):
    assert merge_patch(before, after) == patch
    assert patched(before, patch) == after
