"""Manifests are compared with what people reviewed, and never with something else."""

import re

import pytest

from oamdsl.testing import ManifestsSnapshot, stack_of
from oamdsl.testing.manifests_snapshot import Comparisons, shown
from tests.testing.test_stack import CONFLICT

SERVICE = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"ports": []}}
SECRET = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key"}, "stringData": {"a": "b"}}


def snapshot(folder, *, update=False, test="test_it", run=None):
    return ManifestsSnapshot(folder / "snapshots/test_shop", test, update, folder, run or Comparisons())


def failure(folder, manifests, name="", **more):
    with pytest.raises(AssertionError) as caught:
        snapshot(folder, **more)(manifests, name)
    return str(caught.value)


def test_one_manifest_or_several(tmp_path):
    snapshot(tmp_path, update=True)(SERVICE)
    text = (tmp_path / "snapshots/test_shop/test_it.yaml").read_text(encoding="utf-8")
    assert text.splitlines()[1:4] == ["apiVersion: v1", "kind: Service", "metadata:"]
    snapshot(tmp_path)(SERVICE)
    snapshot(tmp_path)([SERVICE])
    snapshot(tmp_path, update=True)(one for one in (SERVICE, SECRET))
    snapshot(tmp_path)([SERVICE, SECRET])


def test_the_difference_names_the_object_that_it_is_in(tmp_path):
    snapshot(tmp_path, update=True)([SERVICE, SECRET])
    changed = {**SECRET, "stringData": {"a": "c"}}
    assert failure(tmp_path, [SERVICE, changed]).splitlines()[1:] == [
        "--- reviewed",
        "+++ now",
        "@@ Secret/key, line 14 @@",
        " metadata:",
        "   name: key",
        " stringData:",
        "-  a: b",
        "+  a: c",
        "If this is meant, run `pytest --oam-update` and review what it changes.",
    ]
    assert "@@ Secret/key, line 8 @@" in failure(tmp_path, [SERVICE])
    snapshot(tmp_path, update=True)(SERVICE)
    assert "@@ Secret/key, line 8 @@" in failure(tmp_path, [SERVICE, SECRET])
    assert "@@ Service/web, line 2 @@" in failure(tmp_path, [])


def test_a_stack_with_errors_is_never_taken_for_reviewed(user):
    user.write(application=CONFLICT)
    said = failure(user.root, stack_of("dev"), update=True)
    assert said.startswith("dev has errors, and would not be deployed:\nerror[OAM202]: ")
    assert not (user.root / "snapshots").exists()


@pytest.mark.parametrize(
    ("test", "file"),
    [
        ("test_it[prod]", "test_it-prod"),
        ("TestShop.test_it[a/b-c d]", "TestShop.test_it-a-b-c-d"),
        ("test_it[ä]", "test_it"),
    ],
)
def test_a_file_is_named_after_its_test(tmp_path, test, file):
    snapshot(tmp_path, test=test, update=True)(SERVICE)
    assert [path.stem for path in tmp_path.rglob("*.yaml")] == [file]


def test_two_comparisons_never_share_a_file(tmp_path):
    run = Comparisons()
    snapshot(tmp_path, run=run, update=True, test="test_it[a b]")(SERVICE)
    snapshot(tmp_path, run=run, update=True, test="test_it[a b]")(SERVICE, "other")
    said = failure(tmp_path, SERVICE, run=run, update=True, test="test_it[a-b]")
    assert said == "test_it[a b] compares with test_it-a-b.yaml already: give one of them a `name`"
    again = snapshot(tmp_path, run=run, test="test_it[a b]")
    again(SERVICE)
    with pytest.raises(AssertionError, match="already: give one of them"):
        again(SERVICE)


def test_what_is_no_name_of_a_file(tmp_path):
    said = failure(tmp_path, SERVICE, "../shop")
    assert said == "'../shop' is no name for a file: use letters, digits, dots, hyphens and underscores"


def test_what_is_no_manifest(tmp_path):
    assert failure(tmp_path, {"kind": object()}).startswith("this is no manifest: ")


@pytest.mark.parametrize(
    "manifests", ["kind: Service\n", "", {"shop/web": [SERVICE]}, [[SERVICE]], [SERVICE, "kind: Service"]]
)
def test_what_only_holds_manifests_is_none(tmp_path, manifests):
    said = failure(tmp_path, manifests, update=True)
    assert said.startswith("these are no manifests, which are mappings with a `kind`: give a stack, ")
    assert not (tmp_path / "snapshots").exists()


def test_a_file_that_cannot_be_read_or_written(tmp_path):
    (tmp_path / "snapshots").write_text("a file", encoding="utf-8")
    said = failure(tmp_path, SERVICE, update=True)
    assert re.match(r"snapshots/test_shop/test_it.yaml cannot be used: .*", said)
    assert shown(tmp_path, tmp_path / "elsewhere") == tmp_path.as_posix()
