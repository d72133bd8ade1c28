"""Which fields of two objects differ."""

import hypothesis.strategies as st
from hypothesis import given

from oamdsl.diff.fields import ABSENT, field_changes
from oamdsl.kubernetes.merge import leaves
from oamdsl.kubernetes.tree import copied
from tests.diff.states import claim, deployment


def changed(before, after):
    return [(str(one.path), one.before, one.after) for one in field_changes(before, after)]


def with_containers(*containers):
    return deployment(template={"spec": {"containers": list(containers)}})


WEB, LOG = {"name": "web", "image": "w:1"}, {"name": "log", "image": "l:1"}


def test_entries_of_keyed_lists_are_told_apart_by_key_wherever_they_stand():
    assert changed(with_containers(WEB, LOG), with_containers(LOG, WEB)) == []
    assert changed(with_containers(WEB, LOG), with_containers(LOG, {**WEB, "image": "w:2"})) == [
        ("spec.template.spec.containers[name=web].image", "w:1", "w:2")
    ]


def test_what_comes_and_goes_is_absent_on_one_side():
    pod = "spec.template.spec.containers"
    assert changed(with_containers(WEB), with_containers(WEB, LOG)) == [
        (f"{pod}[name=log].name", ABSENT, "log"),
        (f"{pod}[name=log].image", ABSENT, "l:1"),
    ]
    assert changed(with_containers(WEB, LOG), with_containers(WEB)) == [
        (f"{pod}[name=log].name", "log", ABSENT),
        (f"{pod}[name=log].image", "l:1", ABSENT),
    ]


def test_an_atomic_list_is_one_field():
    one, other = ({"apiVersion": "v1", "kind": "Foo", "spec": {"hosts": hosts}} for hosts in (["a"], ["b"]))
    assert changed(one, other) == [("spec.hosts", ["a"], ["b"])]


def test_amounts_are_equal_however_they_are_spelt():
    assert changed(claim("1Gi"), claim("1024Mi")) == []
    assert changed(claim("1Gi"), claim("1G")) == [("spec.resources.requests.storage", "1Gi", "1G")]
    assert changed(claim("1Gi"), claim("[secret]")) != []


def test_text_that_is_no_amount_is_compared_as_it_is():
    one, other = ({"apiVersion": "v1", "kind": "Foo", "spec": {"a": text}} for text in ("1", "1.0"))
    assert changed(one, other) == [("spec.a", "1", "1.0")]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)
BODIES = st.dictionaries(st.sampled_from(["spec", "data"]), VALUES).map(
    lambda body: {"apiVersion": "v1", "kind": "Foo", **body}
)


@given(BODIES)
def test_nothing_differs_from_itself(body):
    assert field_changes(body, copied(body)) == ()


@given(BODIES, BODIES)
def test_what_is_not_named_is_equal(before, after):
    named = {one.path for one in field_changes(before, after)}
    old, new = dict(leaves(before)), dict(leaves(after))
    assert all(old[path] == new[path] for path in old.keys() & new.keys() - named)
    assert old.keys() - named == new.keys() - named
