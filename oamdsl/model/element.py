"""The constructor that all declared values share: it records what was given wrongly, and where, and goes on.

So one run reports every mistake of a program, not only the first. Nothing built from a faulty value is ever
deployed: a fault is a finding, and findings stop the deployment.
"""

import copy
import functools
import inspect
import sys
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final, Self, TypeVar

import attrs

from oamdsl.diagnostics.origin import Location, Origin
from oamdsl.kubernetes.tree import SCALARS
from oamdsl.model.call import Call
from oamdsl.model.fault import Fault, FaultKind
from oamdsl.model.field import Field, Fields
from oamdsl.model.parameter import CONSTRUCTORS, constraint_of, parameter
from oamdsl.model.value import Secret


def fields_of(cls: type["Element"]) -> Fields:
    """The fields of an element class in the order of declaration: {name: field}."""
    found: Fields | None = cls.__dict__.get(_FIELDS)
    if found is None:
        inherited: dict[str, Field] = {}
        for base in reversed(cls.__mro__[1:]):
            if issubclass(base, Element):
                inherited |= fields_of(base)
        declared = "__attrs_attrs__" in cls.__dict__
        typed = inspect.get_annotations(cls)
        found = Fields(
            (
                attribute.name,
                inherited[attribute.name]
                if attribute.inherited or not declared
                else Field.of(attribute, _annotation(cls, attribute), is_typed=attribute.name in typed),
            )
            for attribute in _attributes(cls)
        )
        setattr(cls, _FIELDS, found)
    return found


_FIELDS: Final = "__oamdsl_fields__"


def _attributes(cls: type["Element"]) -> tuple[Any, ...]:  # attrs' stubs lack `Attribute.inherited`
    return getattr(cls, "__attrs_attrs__", ())


def _annotation(cls: type["Element"], attribute: "attrs.Attribute[Any]") -> object:
    """The annotation of one of the class' own attributes; any value when type checkers alone know it."""
    if attribute.name not in inspect.get_annotations(cls):
        return Any
    module = sys.modules.get(cls.__module__)
    holder = types.SimpleNamespace(__annotations__={"it": attribute.type})
    try:
        return typing.get_type_hints(holder, vars(module) if module else {})["it"]
    except NameError:  # imported under `if TYPE_CHECKING`, or local to a function
        return Any


class Element:
    """A declared value that knows where it was built and what was wrong with the call.

    Two elements are equal when their fields are; where they were built does not count.

    Attributes:
        origin: The call that built it.
        faults: What was wrong with the call.
        given: Names of the fields that the call gave a value, right or wrong.

    Class attributes:
        references: Names of the fields that point at other elements, which are no parts of it.
    """

    references: ClassVar[frozenset[str]] = frozenset()

    origin: Origin
    faults: tuple[Fault, ...]
    given: frozenset[str]

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Fill the fields; what cannot be filled becomes a fault and takes its default."""
        origin = Origin.of_caller(CONSTRUCTORS)
        cls = type(self)
        call = Call(fields_of(cls), origin, args, kwargs)
        state = self.__dict__
        state["origin"] = origin
        state.update(call.values())
        state["given"] = frozenset(call.given)
        state["faults"] = tuple(call.faults)
        if "__attrs_attrs__" not in cls.__dict__:
            state["faults"] = (_undeclared_class(cls, origin),)

    def __eq__(self, other: object) -> bool:
        """Whether *other* is of the same class and all fields are equal."""
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in fields_of(type(self)))

    def __hash__(self) -> int:
        """By class and fields; an element that holds a mapping has none."""
        return hash((type(self), *(getattr(self, name) for name in fields_of(type(self)))))

    def __repr__(self) -> str:
        """The call that would build an equal one; secrets show no value."""
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in fields_of(type(self)))
        return f"{type(self).__name__}({fields})"

    def evolve(self, **changes: object) -> Self:
        """A copy with *changes*, built on the caller's line; what was wrong with the rest stays wrong."""
        fields = {name: getattr(self, name) for name in self.given - changes.keys()}
        made = type(self)(**fields | changes)
        kept = tuple(fault for fault in self.faults if fault.parameter not in changes)
        made.__dict__["faults"] = (*kept, *(one for one in made.faults if one.parameter in changes))
        return made

    def built_at(self, origin: Origin) -> Self:
        """This one as if *origin* had built it: for what one element makes of another's parameters."""
        made = copy.copy(self)
        made.__dict__["origin"] = origin
        return made

    @functools.cached_property
    def is_sound(self) -> bool:
        """Whether nothing was wrong with its call, nor with those of its parts."""
        if self.faults:
            return False
        state, apart = self.__dict__, self.references
        for name in self.given | fields_of(type(self)).composite:  # the others have nothing in them
            value = state[name]
            if value.__class__ not in SCALARS and name not in apart and not _is_sound(value):
                return False
        return True

    @property
    def location(self) -> Location:
        """The call that built it."""
        return self.origin.location

    def location_of(self, parameter: str) -> Location:
        """The argument *parameter* of the call that built it; the call when it was not given by name."""
        return self.origin.argument(parameter)


def parts_of(value: object) -> Iterator[Element]:
    """All elements that *value* is made of, itself included, depth first; not those that it refers to."""
    if isinstance(value, Element):
        yield value
    for one in _contents(value):
        yield from parts_of(one)


def faulty_parts_of(value: object) -> Iterator[Element]:
    """Those of `parts_of` *value* whose calls were wrong."""
    return iter(()) if _is_sound(value) else (one for one in parts_of(value) if one.faults)


def _is_sound(value: object) -> bool:
    if isinstance(value, Element):
        return value.is_sound
    return all(map(_is_sound, _contents(value)))


def _contents(value: object) -> Iterable[object]:
    """What *value* holds directly that may be an element, or hold one."""
    if isinstance(value, Element):
        fields, apart = fields_of(type(value)), value.references
        return [value.__dict__[name] for name in fields if name not in apart]
    if isinstance(value, (tuple, list)):
        return typing.cast("Sequence[object]", value)
    return typing.cast("Mapping[object, object]", value).values() if isinstance(value, dict) else ()


E = TypeVar("E", bound=Element)


@typing.dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(parameter,))
def declare(cls: type[E]) -> type[E]:
    """Make *cls* a frozen value whose annotated names are its fields.

    The decorators `component`, `trait` and `workload` are this function, named by what they decorate.
    """
    made = attrs.frozen(init=False, slots=False, kw_only=True, eq=False, repr=False)(cls)
    # A class that lacks a method is declared all the same: what fails for it is told with everything else.
    made.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    # What inspect and editors show.
    made.__signature__ = _signature(made)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    return made


def _signature(cls: type[Element]) -> inspect.Signature:
    attributes = sorted(_attributes(cls), key=lambda attribute: attribute.kw_only)
    return inspect.Signature(
        [
            inspect.Parameter(
                attribute.name,
                inspect.Parameter.KEYWORD_ONLY
                if attribute.kw_only
                else inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=_shown_default(attribute),
                annotation=attribute.type,
            )
            for attribute in attributes
        ]
    )


def _shown_default(attribute: "attrs.Attribute[Any]") -> object:
    constraint = constraint_of(attribute)
    if attribute.default is attrs.NOTHING:
        return inspect.Parameter.empty
    return Secret(attribute.default) if constraint and constraint.secret else attribute.default


def _undeclared_class(cls: type, origin: Origin) -> Fault:
    base = next(one for one in cls.__mro__ if "__attrs_attrs__" in one.__dict__ or one is Element)
    return Fault(
        kind=FaultKind.UNDECLARED_CLASS,
        parameter=cls.__name__,
        at="",
        seen="",
        allowed="",
        reason=f"derives from {base.__name__} and is not decorated",
        location=origin.location,
        declared=None,
    )
