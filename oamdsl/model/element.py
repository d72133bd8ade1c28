"""The constructor that all declared values share: it records what was given wrongly, and where, and goes on.

So one run reports every mistake of a program, not only the first. Nothing built from a faulty value is ever
deployed: a fault is a finding, and findings stop the deployment.
"""

import enum
import functools
import inspect
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar

import attrs

from oamdsl.diagnostics.origin import Location, Origin
from oamdsl.model.annotation import AnnotatedType, annotated_type
from oamdsl.model.parameter import OWN_PACKAGES, Constraint, constraint_of, parameter
from oamdsl.model.value import REDACTED, Secret, is_opaque, shown


class FaultKind(enum.Enum):
    """In which way a constructor was called wrongly."""

    UNKNOWN = "unknown"
    MISSING = "missing"
    MISTYPED = "mistyped"
    OUT_OF_RANGE = "out of range"
    FIXED = "fixed"
    INVALID_DEFAULT = "invalid default"
    UNDECLARED_CLASS = "undeclared class"


@attrs.frozen
class Fault:
    """One thing wrong with the call that built an element.

    Attributes:
        kind: In which way.
        parameter: Name of the parameter, as it was given.
        at: Where in its value, such as ``['PATH']``; empty for the whole.
        seen: The value, as text; empty when there is none.
        allowed: What is allowed there, in words; for an unknown parameter, the known ones.
        reason: What is wrong with the value, as a phrase that follows it; empty for a wrong type.
        location: The argument, or the call when the argument is missing.
        declared: Where the developer declared the parameter, when known.
    """

    kind: FaultKind
    parameter: str
    at: str
    seen: str
    allowed: str
    reason: str
    location: Location
    declared: Location | None


@attrs.frozen
class Unset:
    """What stands for a value that is required and was not given, or not rightly; opaque to checks."""

    parameter: str

    def future(self, with_unknowns: bool | None = None) -> typing.NoReturn:  # noqa: FBT001 - the signature of Deferred
        """Never known."""
        raise LookupError(self.parameter)

    def is_secret(self) -> typing.NoReturn:
        """Never known."""
        raise LookupError(self.parameter)


@attrs.frozen
class Field:
    """One field of an element class, ready to be filled.

    Attributes:
        name: Its name.
        type: What its annotation admits.
        default: Its default value, or ``attrs.NOTHING``.
        constraint: What it was declared with; None when operators may not set it.
        positional: Whether it is given by position.
    """

    name: str
    type: AnnotatedType
    default: Any
    constraint: Constraint | None
    positional: bool


@functools.cache
def fields_of(cls: type["Element"]) -> Mapping[str, Field]:
    """The fields of an element class in the order of declaration: {name: field}."""
    annotations = typing.get_type_hints(cls)
    return {
        attribute.name: Field(
            name=attribute.name,
            type=annotated_type(annotations[attribute.name]),
            default=attribute.default,
            constraint=constraint_of(attribute),
            positional=not attribute.kw_only,
        )
        for attribute in attrs.fields(cls)
    }


class Element:
    """A declared value that knows where it was built and what was wrong with the call.

    Two elements are equal when their fields are; where they were built does not count.
    """

    origin: Origin
    faults: tuple[Fault, ...]
    given: frozenset[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill the fields; what cannot be filled becomes a fault and takes its default."""
        origin = Origin.of_caller(OWN_PACKAGES)
        state = self.__dict__
        state["origin"] = origin
        cls = type(self)
        if "__attrs_attrs__" not in cls.__dict__:
            state["faults"] = (_undeclared_class(cls, origin),)
            state["given"] = frozenset()
            return
        call = _Call(cls.__name__, fields_of(cls), origin)
        state.update(call.bound(args, kwargs))
        state["faults"] = tuple(call.faults)
        state["given"] = frozenset(kwargs)

    @property
    def location(self) -> Location:
        """The call that built it."""
        return self.origin.location

    def location_of(self, parameter: str) -> Location:
        """The argument *parameter* of the call that built it; the call when it was not given by name."""
        return self.origin.argument(parameter)


def parts_of(value: object) -> Iterator[Element]:
    """All elements in *value*, itself included, depth first."""
    if isinstance(value, Element):
        yield value
        for name, content in value.__dict__.items():
            if name not in _INTERNAL:
                yield from parts_of(content)
    elif isinstance(value, tuple):
        for one in value:
            yield from parts_of(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from parts_of(one)


_INTERNAL: Final = frozenset({"origin", "faults", "given"})

E = TypeVar("E", bound=Element)


@typing.dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(parameter,)
)
def declare(cls: type[E]) -> type[E]:
    """Make *cls* a frozen value whose annotated names are its fields.

    The decorators `component`, `trait` and `workload` are this function, named by what they decorate.
    """
    made = attrs.frozen(init=False, slots=False, kw_only=True)(cls)
    made.__signature__ = _signature(made)  # type: ignore[attr-defined]  # what inspect and editors show
    return made


def _signature(cls: type[Element]) -> inspect.Signature:
    attributes = sorted(attrs.fields(cls), key=lambda attribute: attribute.kw_only)
    return inspect.Signature(
        [
            inspect.Parameter(
                attribute.name,
                inspect.Parameter.KEYWORD_ONLY
                if attribute.kw_only
                else inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=inspect.Parameter.empty
                if attribute.default is attrs.NOTHING
                else attribute.default,
                annotation=attribute.type,
            )
            for attribute in attributes
        ]
    )


class _Call:
    """One call of an element class, being bound."""

    def __init__(self, callee: str, fields: Mapping[str, Field], origin: Origin) -> None:
        self.callee = callee
        self.fields = fields
        self.origin = origin
        self.faults: list[Fault] = []

    def bound(self, args: tuple[object, ...], kwargs: dict[str, object]) -> dict[str, object]:
        """``{field: value}`` for every field; faults are collected on the way."""
        arguments = {**self._by_position(args, kwargs), **kwargs}
        for name in arguments.keys() - self.fields.keys():
            self._fault(FaultKind.UNKNOWN, name, arguments[name], allowed=", ".join(self.fields))
        return {
            name: self._value(field, arguments[name])
            if name in arguments and self._may_set(field, arguments[name])
            else self._default(field, missing=name not in arguments)
            for name, field in self.fields.items()
        }

    def _by_position(
        self, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> dict[str, object]:
        names = [name for name, field in self.fields.items() if field.positional]
        for extra in args[len(names) :]:
            self._fault(
                FaultKind.UNKNOWN,
                f"argument {args.index(extra) + 1}",
                extra,
                allowed=f"{len(names)} by position ({', '.join(names)}), the rest by name",
            )
        bound = dict(zip(names, args, strict=False))
        for name in bound.keys() & kwargs.keys():
            self._fault(FaultKind.UNKNOWN, name, kwargs[name], reason="is given twice")
        return bound

    def _may_set(self, field: Field, value: object) -> bool:
        if field.constraint is None:
            self._fault(FaultKind.FIXED, field.name, value)
        return field.constraint is not None

    def _value(self, field: Field, value: object) -> object:
        if hasattr(value, "__next__"):
            value = tuple(typing.cast("Iterator[object]", value))
        mismatch = field.type.mismatch(value)
        if mismatch is not None:
            self._fault(
                FaultKind.MISTYPED,
                field.name,
                value,
                at=mismatch.at,
                seen=mismatch.seen,
                allowed=mismatch.expected,
            )
            return self._default(field, missing=False)
        if is_opaque(value):
            return value
        value = field.type.frozen(value)
        constraint = field.constraint
        if constraint is not None and value is not None:
            reason = constraint.violated_by(value)
            if reason is not None:
                self._fault(
                    FaultKind.OUT_OF_RANGE,
                    field.name,
                    value,
                    allowed=constraint.allowed,
                    reason=reason,
                )
            if constraint.secret:
                return Secret(value)
        return value

    def _default(self, field: Field, *, missing: bool) -> object:
        if field.default is attrs.NOTHING:
            if missing:
                self._fault(FaultKind.MISSING, field.name, None, allowed=field.type.text)
            return Unset(field.name)
        constraint = field.constraint
        value = field.default
        if is_opaque(value):
            return value
        mismatch = field.type.mismatch(value)
        reason = mismatch and f"is not {mismatch.expected}"
        if reason is None and constraint is not None and value is not None:
            reason = constraint.violated_by(value)
        if reason is not None:
            self._fault(
                FaultKind.INVALID_DEFAULT,
                field.name,
                value,
                allowed=(constraint.allowed if constraint else "") or field.type.text,
                reason=reason,
            )
            return value
        value = field.type.frozen(value)
        return Secret(value) if constraint is not None and constraint.secret and value is not None else value

    def _fault(
        self,
        kind: FaultKind,
        name: str,
        value: object,
        *,
        at: str = "",
        seen: str | None = None,
        allowed: str = "",
        reason: str = "",
    ) -> None:
        field = self.fields.get(name)
        constraint = field.constraint if field else None
        if kind is FaultKind.MISSING:
            text = ""
        elif constraint is not None and constraint.secret:
            text = REDACTED
        else:
            text = shown(value) if seen is None else seen
        self.faults.append(
            Fault(
                kind=kind,
                parameter=name,
                at=at,
                seen=text,
                allowed=allowed,
                reason=reason,
                location=self.origin.argument(name),
                declared=constraint.origin.location if constraint else None,
            )
        )


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
