import collections.abc
import enum
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, NewType, Optional, Protocol, TypeVar, runtime_checkable

import attrs
import pytest
import typing_extensions
from hypothesis import given
from hypothesis import strategies as st

from oamdsl.model.annotation import Mismatch, annotated_type
from oamdsl.model.value import Deferred, Mapped, Secret, StackSecret, Value
from tests.outputs import output


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Number(enum.IntEnum):
    ONE = 1


class Engine:
    pass


class Policy:
    pass


class Disk:
    pass


class Named(Protocol):
    name: str


@runtime_checkable
class Sized(Protocol):
    def __len__(self) -> int: ...


UserId = NewType("UserId", int)
AdministratorId = NewType("AdministratorId", UserId)
Text = typing_extensions.TypeAliasType("Text", str | int)
T = TypeVar("T")

OPAQUE = [
    Secret("hunter2"),
    StackSecret("password"),
    Mapped(Secret(1), str),
    output(1),
]

LEAVES = {
    int: st.integers(),
    float: st.floats() | st.integers(),
    str: st.text(),
    bool: st.booleans(),
    None: st.none(),
    Colour: st.sampled_from(Colour),
    Literal["a", 1]: st.sampled_from(["a", 1]),
    UserId: st.integers(),
    Disk: st.builds(Disk),
    Any: st.booleans() | st.text() | st.lists(st.integers()),
}


def containers(admitted):
    """Pairs of an annotation and of values for it, around such pairs."""
    annotation, values = admitted
    items = values | st.sampled_from(OPAQUE)
    return st.sampled_from(
        [
            (Sequence[annotation], st.lists(items) | st.lists(items).map(tuple)),
            (list[annotation], st.lists(items)),
            (tuple[annotation, ...], st.lists(items).map(tuple)),
            (tuple[annotation, int], st.tuples(items, st.integers())),
            (Mapping[str, annotation], st.dictionaries(st.text(), items)),
            (dict[int, annotation], st.dictionaries(st.integers(), items)),
            (annotation | None if annotation else None, values | st.none()),
            (Value[annotation], items),
        ]
    )


ADMITTED = st.recursive(st.sampled_from(list(LEAVES.items())), lambda inner: inner.flatmap(containers))
CASES = ADMITTED.flatmap(lambda pair: st.tuples(st.just(pair[0]), pair[1]))


def plain(value):
    """*value* with lists for sequences."""
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value


@given(CASES)
def test_a_value_made_for_an_annotation_is_accepted_and_kept(case):
    annotation, value = case
    type_ = annotated_type(annotation)
    assert type_.accepts(value) or value in OPAQUE
    assert type_.mismatch(value) is None
    if type_.accepts(value):
        frozen = type_.frozen(value)
        assert repr(plain(frozen)) == repr(plain(value))
        assert type_.frozen(frozen) is frozen or repr(type_.frozen(frozen)) == repr(frozen)


@given(ADMITTED, st.sampled_from(OPAQUE))
def test_an_opaque_value_is_admitted_everywhere(admitted, value):
    assert annotated_type(admitted[0]).mismatch(value) is None


@given(st.lists(st.integers(), min_size=1), st.data())
def test_the_place_of_a_wrong_item_is_said(numbers, data):
    index = data.draw(st.integers(0, len(numbers) - 1))
    items = [*numbers[:index], "wrong", *numbers[index + 1 :]]
    assert annotated_type(Mapping[str, Sequence[int]]).mismatch({"a": [], "b": items}) == Mismatch(
        f"['b'][{index}]", "'wrong' (str)", "an integer", steps=("b", index)
    )


@pytest.mark.parametrize(
    ("annotation", "value", "mismatch"),
    [
        (int, "4096", Mismatch("", "'4096' (str)", "an integer")),
        (int, True, Mismatch("", "True (bool)", "an integer")),
        (int, 1.0, Mismatch("", "1.0 (float)", "an integer")),
        (float, False, Mismatch("", "False (bool)", "a number")),
        (float, "1", Mismatch("", "'1' (str)", "a number")),
        (bool, 1, Mismatch("", "1 (int)", "True or False")),
        (str, b"x", Mismatch("", "b'x' (bytes)", "a string")),
        (str, None, Mismatch("", "None", "a string")),
        (None, 0, Mismatch("", "0 (int)", "None")),
        (int | None, "1", Mismatch("", "'1' (str)", "an integer or None")),
        (typing.Union[str, int], 1.5, Mismatch("", "1.5 (float)", "a string or an integer")),  # noqa: UP007
        (Colour, "red", Mismatch("", "'red' (str)", "one of Colour.RED, Colour.BLUE")),
        (Literal["TCP", 1], "tcp", Mismatch("", "'tcp' (str)", "'TCP' or 1")),
        (Literal["TCP", 1], True, Mismatch("", "True (bool)", "'TCP' or 1")),
        (Disk, None, Mismatch("", "None", "a Disk")),
        (Engine, None, Mismatch("", "None", "an Engine")),
        (type[Disk], 1, Mismatch("", "1 (int)", "a type")),
        (Sized, 1, Mismatch("", "1 (int)", "a Sized")),
        (Callable[[int], int], 1, Mismatch("", "1 (int)", "a Callable")),
        (Sequence[str], "abc", Mismatch("", "'abc' (str)", "a list of strings")),
        (Sequence[str], {"a"}, Mismatch("", "{'a'} (set)", "a list of strings")),
        (Sequence[str], {"a": 1}, Mismatch("", "{'a': 1} (dict)", "a list of strings")),
        (Sequence[str | int], 1, Mismatch("", "1 (int)", "a list of strings or integers")),
        (Sequence[Sequence[Disk]], 1, Mismatch("", "1 (int)", "a list of lists of Disks")),
        (Sequence[Policy], 1, Mismatch("", "1 (int)", "a list of Policies")),
        (Sequence[int], [1, "2"], Mismatch("[1]", "'2' (str)", "an integer")),
        (tuple[int, str], 1, Mismatch("", "1 (int)", "a tuple of an integer, a string")),
        (tuple[int, str], (1,), Mismatch("", "(1,) (tuple)", "a tuple of an integer, a string")),
        (tuple[int, str], (1, 2), Mismatch("[1]", "2 (int)", "a string")),
        (Mapping[str, int], [1], Mismatch("", "[1] (list)", "a mapping of strings to integers")),
        (Mapping[str, int], {"PATH": "x"}, Mismatch("['PATH']", "'x' (str)", "an integer")),
        (Mapping[str, int], {1: 1}, Mismatch(" key 1", "1 (int)", "a string")),
        (Mapping[str, int], {Secret("k"): 1}, Mismatch(" key [secret]", "[secret] (Secret)", "a string")),
        (
            Mapping[str, Mapping[str, int]],
            {"a": {"b": None}},
            Mismatch("['a']['b']", "None", "an integer"),
        ),
        (
            Sequence[str] | Mapping[str, int],
            {"a": "b"},
            Mismatch("['a']", "'b' (str)", "an integer"),
        ),
        (Sequence, 1, Mismatch("", "1 (int)", "a list of values of any type")),
        (list, 1, Mismatch("", "1 (int)", "a list of values of any type")),
        (dict, 1, Mismatch("", "1 (int)", "a mapping of values of any type to values of any type")),
        (Value[int], "1", Mismatch("", "'1' (str)", "an integer")),
        (Mapping[str, Value[int]], {"a": "1"}, Mismatch("['a']", "'1' (str)", "an integer")),
        (Secret[int], 1, Mismatch("", "1 (int)", "a secret")),
        (StackSecret, 1, Mismatch("", "1 (int)", "a secret of the stack")),
        (Secret[int] | Deferred[int], 1, Mismatch("", "1 (int)", "a secret or an output")),
        (AdministratorId, "root", Mismatch("", "'root' (str)", "an integer")),
        (Text, 1.5, Mismatch("", "1.5 (float)", "a string or an integer")),
    ],
)
def test_a_mismatch_says_where_and_what_is_allowed(annotation, value, mismatch):
    found = annotated_type(annotation).mismatch(value)
    assert found is not None
    assert attrs.evolve(found, remedy="", steps=()) == mismatch


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        (float, 1),
        (int, Number.ONE),
        (Optional[int], None),  # noqa: UP045
        (Iterable[int], range(3)),
        (collections.abc.Collection[int], (1, 2)),
        (tuple[int, ...], [1, 2]),
        (typing.List[int], [1, 2]),  # noqa: UP006
        (typing.Dict[str, int], {"a": 1}),  # noqa: UP006
        (tuple[()], ()),
        (type[Disk], Disk),
        (Sized, "abc"),
        (Callable[[int], int], abs),
    ],
)
def test_what_type_checkers_admit_is_admitted(annotation, value):
    assert annotated_type(annotation).mismatch(value) is None


@pytest.mark.parametrize("annotation", [Any, object, T, Named, Value, "unresolved"], ids=str)
@pytest.mark.parametrize("value", [None, 1, "x", [1], {"a": 1}], ids=str)
def test_an_annotation_without_a_test_admits_everything(annotation, value):
    assert annotated_type(annotation).mismatch(value) is None


def test_containers_are_copied_when_frozen():
    items, entries = [1], {"a": [1]}
    frozen_items = annotated_type(Sequence[int]).frozen(items)
    frozen_entries = annotated_type(Mapping[str, Sequence[int]] | None).frozen(entries)
    items.append(2)
    entries["a"].append(2)
    entries["b"] = []
    assert frozen_items == (1,)
    assert frozen_entries == {"a": (1,)}


def test_kubernetes_own_fields_are_copied_as_they_are():
    body = {"spec": {"args": ["a", {"b": ("c",)}]}}
    frozen = annotated_type(Mapping[str, Any]).frozen(body)
    assert frozen == body
    body["spec"]["args"][1]["b"] = ()
    body["spec"]["args"].append("d")
    assert frozen == {"spec": {"args": ["a", {"b": ("c",)}]}}


@pytest.mark.parametrize(
    "annotation", [Sequence[int], tuple[int, int], Sequence[Any], Any, Mapping[str, int]], ids=str
)
@pytest.mark.parametrize("opaque", OPAQUE, ids=["secret", "stack secret", "mapped secret", "output"])
def test_opaque_items_stay_themselves(annotation, opaque):
    value = {"a": opaque} if annotation == Mapping[str, int] else [1, opaque]
    assert annotated_type(annotation).mismatch(value) is None
    frozen = annotated_type(annotation).frozen(value)
    assert (frozen["a"] if isinstance(frozen, dict) else frozen[1]) is opaque
