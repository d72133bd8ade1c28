import copy
import inspect

import attrs
import pytest

from oamdsl import Component, ManualScaler, component
from oamdsl.diagnostics.origin import Location
from oamdsl.model.element import Element, declare, fields_of, parts_of
from oamdsl.model.fault import Fault, FaultKind, Unset
from oamdsl.model.parameter import parameter
from oamdsl.model.value import Mapped, Secret, StackSecret
from tests.diagnostics.user_program import excerpt, run
from tests.outputs import output

CLASSES = """
from collections.abc import Mapping, Sequence
from oamdsl import Value
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter

@declare
class Part(Element):
    name: str = parameter(kw_only=False)

@declare
class Thing(Element):
    name: str = parameter(kw_only=False)
    size: int = parameter(default=1, ge=1, le=9)
    parts: Sequence[Part] = parameter(default=())
    labels: Mapping[str, str] = parameter(default={})
    host: Value[str] = parameter(default="")
    order: str = "fixed"

@declare
class Vault(Element):
    password: Value[str] = parameter(secret=True, problem=lambda value: value if "!" in value else None)
    keys: Mapping[str, str] = parameter(default={}, secret=True)
    token: str | None = parameter(default=None, secret=True, choices=("one", "two"))
"""


@declare
class Part(Element):
    name: str = parameter(kw_only=False)


@declare
class Thing(Element):
    name: str = parameter(kw_only=False)
    size: int = parameter(default=1, ge=1, le=9)
    parts: "tuple[Part, ...]" = parameter(default=())
    order: str = "fixed"


def made(folder, source, classes=CLASSES):
    """What a user's program assigns to ``made``, after the classes above."""
    return run(folder, f"{classes}\n{source}").made


def told(element):
    """The faults of *element*, locations as the text that they cover."""
    return [
        attrs.evolve(
            fault,
            location=excerpt(fault.location),
            declared=None if fault.declared is None else excerpt(fault.declared),
        )
        for fault in element.faults
    ]


def fault(kind, parameter, location, declared=None, **others):
    empty = {"at": "", "seen": "", "allowed": "", "reason": ""}
    return Fault(kind, parameter, location=location, declared=declared, **empty | others)


SIZE = "parameter(default=1, ge=1, le=9)"
NAME = "parameter(kw_only=False)"


def test_a_right_call_has_its_values_and_no_fault(tmp_path):
    thing = made(tmp_path, 'made = Thing("one", size=2, parts=[Part("a")], labels={"x": "y"}, host="h")')
    assert (thing.name, thing.size, thing.labels, thing.host) == ("one", 2, {"x": "y"}, "h")
    assert [part.name for part in thing.parts] == ["a"]
    assert thing.order == "fixed"
    assert thing.faults == ()
    assert thing.given == {"name", "size", "parts", "labels", "host"}


def test_it_knows_where_it_was_built(tmp_path):
    thing = made(tmp_path, 'made = Thing(\n    "one",\n    size=2,\n)\n', classes=CLASSES.strip())
    line = CLASSES.strip().count("\n") + 2
    file = thing.location.file
    assert thing.location == Location(file, line, 8, line + 3, 2)
    assert thing.location_of("size") == Location(file, line + 2, 5, line + 2, 11)
    assert thing.location_of("name") == thing.location


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (
            'Thing("one", sise=2)',
            fault(
                FaultKind.UNKNOWN,
                "sise",
                "sise=2",
                seen="2",
                allowed="name, size, parts, labels, host",
            ),
        ),
        ("Thing()", fault(FaultKind.MISSING, "name", "Thing()", NAME, allowed="a string")),
        (
            'Thing("one", size="2")',
            fault(
                FaultKind.MISTYPED,
                "size",
                'size="2"',
                SIZE,
                seen="'2' (str)",
                allowed="an integer",
                remedy="write `2`, without quotes, or convert it by `int()`",
            ),
        ),
        (
            'Thing("one", labels={"x": 1})',
            fault(
                FaultKind.MISTYPED,
                "labels",
                "1",
                "parameter(default={})",
                at="['x']",
                seen="1 (int)",
                allowed="a string",
                remedy='write `"1"`, in quotes, or convert it by `str()`',
            ),
        ),
        (
            "Thing(1)",
            fault(
                FaultKind.MISTYPED,
                "name",
                "1",
                NAME,
                seen="1 (int)",
                allowed="a string",
                remedy='write `"1"`, in quotes, or convert it by `str()`',
            ),
        ),
        (
            'Thing("one", size=10)',
            fault(
                FaultKind.OUT_OF_RANGE,
                "size",
                "size=10",
                SIZE,
                seen="10",
                allowed="1 to 9",
                reason="is greater than 9",
            ),
        ),
        (
            'Thing("one", order="mine")',
            fault(FaultKind.FIXED, "order", 'order="mine"', seen="'mine'"),
        ),
        (
            'Thing("one", name="two")',
            fault(FaultKind.UNKNOWN, "name", 'name="two"', NAME, seen="'two'", reason="is given twice"),
        ),
    ],
)
def test_a_wrong_call_has_a_fault_at_the_argument(tmp_path, call, expected):
    assert told(made(tmp_path, f"made = {call}\n")) == [expected]


def test_too_many_by_position_are_counted(tmp_path):
    thing = made(tmp_path, 'made = Thing("one", "one", 3)\n')
    allowed = "1 by position (name), the rest by name"
    assert told(thing) == [
        fault(
            FaultKind.UNKNOWN,
            "argument 2",
            '"one"',
            seen="'one'",
            allowed=allowed,
            remedy="name it: `host='one'`",
        ),
        fault(FaultKind.UNKNOWN, "argument 3", "3", seen="3", allowed=allowed, remedy="name it: `size=3`"),
    ]


def test_every_fault_of_a_call_is_found_and_what_is_right_is_kept(tmp_path):
    thing = made(
        tmp_path,
        'made = Thing(zzz=1, size="2", parts=[1], aaa=2, labels={"x": "y"}, order="mine")\n',
    )
    assert [(fault.kind, fault.parameter) for fault in thing.faults] == [
        (FaultKind.UNKNOWN, "zzz"),
        (FaultKind.UNKNOWN, "aaa"),
        (FaultKind.MISSING, "name"),
        (FaultKind.MISTYPED, "size"),
        (FaultKind.MISTYPED, "parts"),
        (FaultKind.FIXED, "order"),
    ]
    assert (thing.name, thing.size, thing.parts, thing.order) == (Unset("name"), 1, (), "fixed")
    assert thing.labels == {"x": "y"}
    assert thing.given == {"size", "parts", "labels", "order"}


def test_a_value_out_of_range_is_kept_as_it_is(tmp_path):
    assert made(tmp_path, 'made = Thing("one", size=10)').size == 10


def test_a_mistyped_value_without_a_default_is_unset(tmp_path):
    assert made(tmp_path, "made = Thing(1)").name == Unset("name")


@pytest.mark.parametrize(
    "items",
    ["[Part('a'), Part('b')]", "(Part('a'), Part('b'))", "(Part(one) for one in 'ab')", "map(Part, 'ab')"],
)
def test_any_iterable_becomes_a_tuple(tmp_path, items):
    thing = made(tmp_path, f"made = Thing('one', parts={items})")
    assert thing.faults == ()
    assert isinstance(thing.parts, tuple)
    assert [part.name for part in thing.parts] == ["a", "b"]


def test_what_the_program_changes_later_does_not_change_the_element(tmp_path):
    thing = made(tmp_path, "labels = {}\nmade = Thing('one', labels=labels)\nlabels['x'] = 'y'")
    assert thing.labels == {}


def test_defaults_are_not_shared(tmp_path):
    one, other = made(tmp_path, "made = Thing('one'), Thing('two')")
    assert one.labels is not other.labels


def test_opaque_values_are_kept_as_they_are():
    @declare
    class Opaque(Element):
        size: int = parameter(ge=1)

    for value in (output(0), StackSecret("size"), Mapped(Secret(0), str)):
        element = Opaque(size=value)
        assert element.size is value
        assert element.faults == ()


def test_a_fixed_value_that_is_opaque_is_not_compared():
    @declare
    class Fixed(Element):
        host: object = Secret("one")

    assert [fault.kind for fault in Fixed(host=Secret("one")).faults] == [FaultKind.FIXED]
    assert Fixed().faults == ()


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        (
            "size: int = parameter(default='1', ge=1)",
            {"seen": "'1'", "allowed": "1 or more", "reason": "is not an integer"},
        ),
        (
            "size: int = parameter(default=0, ge=1)",
            {"seen": "0", "allowed": "1 or more", "reason": "is less than 1"},
        ),
        (
            "size: int = parameter(default=0, secret=True, choices=(1,))",
            {"seen": "[secret]", "allowed": "1", "reason": "is not one of 1", "confidential": True},
        ),
    ],
)
def test_a_default_that_breaks_its_declaration_is_a_fault_when_it_is_used(tmp_path, declaration, expected):
    classes = f"{CLASSES}\n@declare\nclass Bad(Element):\n    {declaration}\n"
    bad, given = made(tmp_path, "made = Bad(), Bad(size=1)", classes)
    declared = declaration.removeprefix("size: int = ")
    assert told(bad) == [fault(FaultKind.INVALID_DEFAULT, "size", "Bad()", declared, **expected)]
    assert given.faults == ()


def test_a_fixed_value_of_the_wrong_type_is_a_fault(tmp_path):
    classes = f"{CLASSES}\n@declare\nclass Bad(Element):\n    size: int = 'one'\n"
    assert told(made(tmp_path, "made = Bad()", classes)) == [
        fault(
            FaultKind.INVALID_DEFAULT,
            "size",
            "Bad()",
            seen="'one'",
            allowed="an integer",
            reason="is not an integer",
        )
    ]


def test_a_class_that_is_not_decorated_is_a_fault_and_has_its_base_s_values(tmp_path):
    source = """
class Box(Thing):
    depth: int = parameter()

class Crate(Box):
    pass

made = Crate("one", size=2, depth=3)
"""
    box = made(tmp_path, source)
    assert told(box) == [
        fault(
            FaultKind.UNDECLARED_CLASS,
            "Crate",
            'Crate("one", size=2, depth=3)',
            reason="derives from Thing and is not decorated",
        )
    ]
    assert (box.name, box.size) == ("one", 2)


def test_a_class_of_nothing_declared_is_a_fault(tmp_path):
    lone = made(tmp_path, "class Lone(Element):\n    pass\n\nmade = Lone(1, size=2)")
    assert [fault.reason for fault in lone.faults] == ["derives from Element and is not decorated"]


def test_a_subclass_adds_fields_to_its_base_s(tmp_path):
    source = """
@declare
class Box(Thing):
    depth: int = parameter(ge=1)
    order: str = parameter(default="free")

made = Box("one", size=0, depth=0, order="mine")
"""
    box = made(tmp_path, source)
    assert list(fields_of(type(box))) == ["name", "size", "parts", "labels", "host", "depth", "order"]
    assert [(fault.parameter, fault.reason) for fault in box.faults] == [
        ("size", "is less than 1"),
        ("depth", "is less than 1"),
    ]
    assert box.order == "mine"


def test_annotations_may_be_text(tmp_path):
    classes = f"""\
from __future__ import annotations
from typing import TYPE_CHECKING, ClassVar
{CLASSES}
if TYPE_CHECKING:
    from decimal import Decimal

@declare
class Box(Thing):
    kind: ClassVar[Decimal]
    inner: Box | None = parameter(default=None)
    price: Decimal = parameter(default=0)
"""
    box = made(tmp_path, "made = Box('one', inner=Box('two', price='any'), size='2', parts=['a'])", classes)
    assert [(fault.parameter, fault.seen, fault.allowed) for fault in box.faults] == [
        ("size", "'2' (str)", "an integer"),
        ("parts", "'a' (str)", "a Part"),
    ]
    assert box.inner.faults == ()
    assert fields_of(type(box))["inner"].type.text == "a Box or None"


def test_annotations_of_a_module_that_is_gone_admit_everything():
    @declare
    class Orphan(Element):
        size: "Nowhere" = parameter()  # noqa: F821 - that is the point

    Orphan.__module__ = "gone"
    assert Orphan(size=1).faults == ()


def test_equality_is_of_fields_and_ignores_where():
    one = Thing("one", size=2, parts=[Part("a")])
    same = Thing(size=2, name="one", parts=(Part("a"),))
    assert one == same
    assert one.location != same.location
    assert one != Thing("one", size=3, parts=[Part("a")])
    assert Part("one") != Thing("one")


def test_an_element_cannot_be_changed():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Thing("one").size = 2


def test_evolve_keeps_values_and_takes_its_own_line():
    one = Thing("one", size=2, parts=[Part("a")])
    other = attrs.evolve(one, size=3)
    assert (other.name, other.size, other.parts, other.order) == ("one", 3, one.parts, "fixed")
    assert other.faults == ()
    assert excerpt(other.location) == "attrs.evolve(one, size=3)"
    assert excerpt(other.location_of("size")) == "size=3"


def test_evolve_does_not_hide_what_is_missing():
    assert [fault.kind for fault in attrs.evolve(Thing(), size=3).faults] == [FaultKind.MISSING]


def test_a_copy_is_equal():
    thing = Thing("one", parts=[Part("a")])
    assert copy.copy(thing) == copy.deepcopy(thing) == thing


def test_parts_are_found_depth_first():
    @declare
    class Tree(Element):
        name: str = parameter(kw_only=False)
        below: "tuple[object, ...]" = parameter(default=())
        named: dict[str, object] = parameter(default={})
        raw: object = parameter(default=None)

    tree = Tree(
        "a",
        below=[Tree("b", below=[Tree("c")]), 1, Secret(Tree("hidden"))],
        named={"x": Tree("d"), "y": "text"},
        raw=[{"z": Tree("e")}],
    )
    assert [part.name for part in parts_of(tree)] == ["a", "b", "c", "d", "e"]
    assert [part.name for part in parts_of((tree.below, tree.raw))] == ["b", "c", "e"]
    assert list(parts_of("text")) == []


def test_a_secret_parameter_seals_what_it_is_given(tmp_path):
    vault = made(tmp_path, "made = Vault(password='hunter2!', keys={'a': 'b'}, token='one')")
    assert (vault.password, vault.keys) == (Secret("hunter2!"), Secret({"a": "b"}))
    assert repr(vault) == "Vault(password=Secret(...), keys=Secret(...), token=Secret(...))"


def test_a_secret_is_sealed_once(tmp_path):
    stored = made(tmp_path, "from oamdsl.model.value import *\nmade = Vault(password=StackSecret('key'))")
    assert stored.password == StackSecret("key")
    assert stored.token is None
    again = attrs.evolve(made(tmp_path, "made = Vault(password='x')"))
    assert (again.password, again.keys) == (Secret("x"), Secret({}))


def test_an_output_given_to_a_secret_parameter_is_a_secret():
    @declare
    class Sealed(Element):
        password: str = parameter(secret=True)

    later = output("hunter2")
    assert Sealed(password=later).password.value is later


@pytest.mark.parametrize(
    "call",
    [
        "Vault(password=['hunter2'])",
        "Vault(pasword='hunter2')",
        "Vault('hunter2', password='x')",
        "Vault(password='hunter2!')",
        "Vault(password='x', token='hunter2')",
        "Vault(password='x', keys={'hunter2': 1})",
        "Vault(password='x', keys={1: 'hunter2'})",
    ],
)
def test_no_fault_and_no_representation_has_a_secret(tmp_path, call):
    vault = made(tmp_path, f"made = {call}\n")
    assert vault.faults
    assert "hunter2" not in repr(vault.faults)
    assert "hunter2" not in repr(vault)


def test_the_signature_is_that_of_the_fields():
    @declare
    class Vault(Element):
        size: int = parameter()
        name: str = parameter(kw_only=False)
        token: str = parameter(default="hunter2", secret=True)

    assert str(inspect.signature(Vault)) == "(name: str, *, size: int, token: str = Secret(...))"


def test_fields_say_what_they_were_declared_with():
    fields = fields_of(Thing)
    assert [(one.name, one.positional, one.type.text) for one in fields.values()] == [
        ("name", True, "a string"),
        ("size", False, "an integer"),
        ("parts", False, "a list of Parts"),
        ("order", False, "a string"),
    ]
    assert fields["size"].constraint.allowed == "1 to 9"
    assert fields["order"].constraint is None
    assert fields_of(Thing) is fields


def test_what_an_element_refers_to_is_no_part_of_it():
    @component
    class Service(Component):
        def workload(self):
            raise AssertionError

    database = Service("database", traits=[ManualScaler(replicas=1)])
    web = Service("web", depends_on=[database], traits=[ManualScaler(replicas=2)])
    assert list(parts_of(web)) == [web, *web.traits]
