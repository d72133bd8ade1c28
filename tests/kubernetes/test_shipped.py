"""The snapshots of plain Kubernetes that ship with the library."""

import pytest

from oamdsl.kubernetes.api import BUILTIN, is_namespaced
from oamdsl.kubernetes.list_keys import list_keys
from oamdsl.kubernetes.path import EACH, Path
from oamdsl.kubernetes.shipped import FOLDER, OLDEST, shipped
from oamdsl.kubernetes.snapshot import Snapshot

RECORDED = sorted(file.name.removesuffix(".json.gz") for file in FOLDER.iterdir())
_ELSEWHERE = {"metadata", "status", "openAPIV3Schema"}
"""Fields of templates that controllers write, and schemas, which hold schemas to any depth."""
EVERY_RECORDED = pytest.mark.parametrize("minor", RECORDED)


def test_the_newest_versions_are_shipped_without_a_gap():
    minors = list(BUILTIN)
    assert minors[minors.index(OLDEST) :] == RECORDED


@EVERY_RECORDED
def test_one_is_small(minor):
    assert (FOLDER / f"{minor}.json.gz").stat().st_size < 30_000


@EVERY_RECORDED
def test_one_serves_what_is_known_of_its_version(minor):
    recorded = Snapshot.read(FOLDER / f"{minor}.json.gz")
    assert recorded.minor == minor
    assert recorded.apis == BUILTIN[minor]
    assert {api for api, one in recorded.resources.items() if one.namespaced != is_namespaced(api)} == set()
    assert all(resource.definition in recorded.encoded for resource in recorded.resources.values())


@pytest.mark.parametrize("minor", BUILTIN)
def test_every_version_has_one_that_serves_no_more_than_it(minor):
    assert shipped(minor).apis == BUILTIN[minor]


def test_the_table_of_keyed_lists_agrees_with_the_newest():
    snapshot = shipped(RECORDED[-1])
    differing = []
    for api in sorted(snapshot.apis, key=str):
        body = {"apiVersion": api.api_version, "kind": api.kind}
        for shape, keys in snapshot.keyed_lists(api).items():
            path = Path(tuple(EACH if name == "*" else name for name in shape))
            written_by_people = shape[0] == "spec" and _ELSEWHERE.isdisjoint(shape)
            if written_by_people and list_keys(body, path) != keys:
                differing.append((str(api), str(path), keys))
    assert differing == []
