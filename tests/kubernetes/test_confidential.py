"""What nobody may read of an object."""

import pytest

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.confidential import content_in, content_of, decoded, is_confidential, is_secret
from oamdsl.kubernetes.path import Path

SECRET = Api("v1", "Secret")


@pytest.mark.parametrize(
    ("api", "path", "expected"),
    [
        (SECRET, "data.a", True),
        (SECRET, "stringData", True),
        (SECRET, "metadata.name", False),
        (SECRET, "", False),
        (Api("v1", "ConfigMap"), "data.a", False),
        (Api("example.com/v1", "Secret"), "data.a", False),
    ],
)
def test_the_content_of_a_secret_is_confidential(api, path, expected):
    assert is_confidential(api, Path.parse(path) if path else Path()) is expected


def test_a_secret_is_one_of_the_core_group():
    assert is_secret({"apiVersion": "v1", "kind": "Secret"})
    assert not is_secret({"apiVersion": "example.com/v1", "kind": "Secret"})


def test_what_a_secret_keeps_is_found_decoded_too():
    body = {
        "apiVersion": "v1",
        "kind": "Secret",
        "data": {"a": "aHVudGVyMg==", "odd": ["?", None]},
        "stringData": {"b": "plain"},
    }
    assert list(content_of(body)) == ["aHVudGVyMg==", "hunter2", "?", "?", "plain"]
    assert list(content_of({**body, "kind": "ConfigMap"})) == []


@pytest.mark.parametrize("value", ["not base64", "////", 7])
def test_what_is_no_text_in_base64_stays_as_it_is(value):
    assert decoded(value) == value


@pytest.mark.parametrize(
    ("value", "of_secret", "expected"),
    [
        ({"stringData": {"a": "x"}}, False, ["x"]),
        ({"data": {"a": "x"}}, False, []),
        ({"data": {"a": "eA=="}}, True, ["eA==", "x"]),
        ([{"apiVersion": "v1", "kind": "Secret", "data": {"a": "?"}}, "text"], False, ["?", "?"]),
        ({"metadata": {"stringData": ["x"]}}, False, ["x"]),
        ({"op": "add", "path": "/stringData/a", "value": "x"}, False, ["x"]),
        ({"op": "add", "path": "/data", "value": {"a": "eA=="}}, True, ["eA==", "x"]),
        ({"op": "add", "path": "/data", "value": {"a": "eA=="}}, False, []),
        ({"path": "stringData", "value": "x"}, False, []),
    ],
)
def test_what_a_patch_says_that_a_secret_keeps_is_found(value, of_secret, expected):
    assert list(content_in(value, of_secret=of_secret)) == expected
