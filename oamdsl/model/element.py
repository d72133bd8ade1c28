"""The constructor that all declared values share: it records what was given wrongly, and where, and goes on.

So one run reports every mistake of a program, not only the first. Nothing built from a faulty value is ever
deployed: a fault is a finding, and findings stop the deployment.
"""

import enum
import inspect
import sys
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

import attrs

from oamdsl.diagnostics.origin import Location, Origin
from oamdsl.model.annotation import AnnotatedType, annotated_type
from oamdsl.model.parameter import OWN_PACKAGES, Constraint, constraint_of, parameter
from oamdsl.model.value import REDACTED, Secret, is_known_secret, is_opaque, shown


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

    def __str__(self) -> str:
        """``(no name)``, for messages."""
        return f"(no {self.parameter})"

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
        default_problem: What is wrong with the default, as a phrase that follows it; empty for nothing.
        constraint: What it was declared with; None when operators may not set it.
        positional: Whether it is given by position.
    """

    name: str
    type: AnnotatedType
    default: Any
    default_problem: str
    constraint: Constraint | None
    positional: bool

    @classmethod
    def of(cls, attribute: "attrs.Attribute[Any]", annotation: object) -> "Field":
        """The field for an attribute, whose *annotation* is no longer text."""
        type_ = annotated_type(annotation)
        constraint = constraint_of(attribute)
        default = attribute.default
        problem = None
        if default is not attrs.NOTHING:
            if type_.mismatch(default) is not None:
                problem = f"is not {type_.text}"
            elif constraint is not None:
                problem = constraint.violated_by(default)
        return cls(attribute.name, type_, default, problem or "", constraint, not attribute.kw_only)

    @property
    def is_secret(self) -> bool:
        """Whether its value is a secret, whoever gives it."""
        return self.constraint is not None and self.constraint.secret

    def kept(self, value: object) -> object:
        """*value*, which the type admits, as an element keeps it: frozen, and sealed when it is a secret."""
        if not is_opaque(value):
            value = self.type.frozen(value)
        if self.is_secret and value is not None and not is_known_secret(value):
            return Secret(value)
        return value


def fields_of(cls: type["Element"]) -> Mapping[str, Field]:
    """The fields of an element class in the order of declaration: {name: field}."""
    found: Mapping[str, Field] | None = cls.__dict__.get(_FIELDS)
    if found is None:
        inherited: dict[str, Field] = {}
        for base in reversed(cls.__mro__[1:]):
            if issubclass(base, Element):
                inherited |= fields_of(base)
        declared = "__attrs_attrs__" in cls.__dict__
        found = {
            attribute.name: inherited[attribute.name]
            if attribute.inherited or not declared
            else Field.of(attribute, _annotation(cls, attribute))
            for attribute in _attributes(cls)
        }
        setattr(cls, _FIELDS, found)
    return found


_FIELDS: Final = "__oamdsl_fields__"


def _attributes(cls: type["Element"]) -> tuple[Any, ...]:  # attrs' stubs lack `Attribute.inherited`
    return getattr(cls, "__attrs_attrs__", ())


def _annotation(cls: type["Element"], attribute: "attrs.Attribute[Any]") -> object:
    """The annotation of one of the class' own attributes; any value when type checkers alone know it."""
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
    """

    origin: Origin
    faults: tuple[Fault, ...]
    given: frozenset[str]

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Fill the fields; what cannot be filled becomes a fault and takes its default."""
        origin = Origin.of_caller(OWN_PACKAGES)
        cls = type(self)
        call = _Call(fields_of(cls), origin, args, kwargs)
        state = self.__dict__
        state["origin"] = origin
        state.update(call.values())
        state["given"] = frozenset(call.given)
        state["faults"] = tuple(call.faults)
        if "__attrs_attrs__" not in cls.__dict__:
            state["faults"] = (_undeclared_class(cls, origin),)

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
    elif isinstance(value, (tuple, list)):
        for one in typing.cast("Sequence[object]", value):
            yield from parts_of(one)
    elif isinstance(value, dict):
        for one in typing.cast("Mapping[object, object]", value).values():
            yield from parts_of(one)


_INTERNAL: Final = frozenset({"origin", "faults", "given"})

E = TypeVar("E", bound=Element)


@typing.dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(parameter,))
def declare(cls: type[E]) -> type[E]:
    """Make *cls* a frozen value whose annotated names are its fields.

    The decorators `component`, `trait` and `workload` are this function, named by what they decorate.
    """
    made = attrs.frozen(init=False, slots=False, kw_only=True)(cls)
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


class _Call:
    """One call of an element class, being bound.

    Attributes:
        given: Arguments that name a field: {name: value}.
        faults: What is wrong with it, as far as it is bound.
    """

    def __init__(
        self,
        fields: Mapping[str, Field],
        origin: Origin,
        args: tuple[object, ...],
        kwargs: Mapping[str, object],
    ) -> None:
        self.fields = fields
        self.origin = origin
        self.faults: list[Fault] = []
        self.given = self._by_position(args, kwargs) if args else {}
        for name, value in kwargs.items():
            if name not in fields:
                self._fault(FaultKind.UNKNOWN, name, value, allowed=", ".join(fields))
            else:
                self.given[name] = value

    def values(self) -> dict[str, object]:
        """``{field: value}`` for every field; faults are collected on the way."""
        given = self.given
        return {
            name: self._value(field, given[name]) if name in given else self._default(field)
            for name, field in self.fields.items()
        }

    def _by_position(self, args: tuple[object, ...], kwargs: Mapping[str, object]) -> dict[str, object]:
        names = [name for name, field in self.fields.items() if field.positional]
        for number, extra in enumerate(args[len(names) :], len(names) + 1):
            self._fault(
                FaultKind.UNKNOWN,
                f"argument {number}",
                extra,
                allowed=f"{len(names)} by position ({', '.join(names)}), the rest by name",
            )
        bound = dict(zip(names, args, strict=False))
        for name in bound:
            if name in kwargs:
                self._fault(FaultKind.UNKNOWN, name, kwargs[name], reason="is given twice")
        return bound

    def _value(self, field: Field, value: object) -> object:
        if isinstance(value, Unset):  # copied from a faulty element, as `attrs.evolve` does
            return self._default(field)
        constraint = field.constraint
        if constraint is None:
            default = self._default(field, missing=False)
            if is_opaque(value) or is_opaque(default) or value != default:
                self._fault(FaultKind.FIXED, field.name, value)
            return default
        if isinstance(value, Iterator):
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
        reason = constraint.violated_by(value)
        if reason is not None:
            self._fault(FaultKind.OUT_OF_RANGE, field.name, value, allowed=constraint.allowed, reason=reason)
        return field.kept(value)

    def _default(self, field: Field, *, missing: bool = True) -> object:
        if field.default is attrs.NOTHING:
            if missing:
                self._fault(FaultKind.MISSING, field.name, None, allowed=field.type.text)
            return Unset(field.name)
        if not field.default_problem:
            return field.kept(field.default)
        self._fault(
            FaultKind.INVALID_DEFAULT,
            field.name,
            field.default,
            allowed=(field.constraint.allowed if field.constraint else "") or field.type.text,
            reason=field.default_problem,
        )
        return Secret(field.default) if field.is_secret else field.default

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
        # An unknown name may be a secret's, misspelt.
        is_secret = field.is_secret if field else any(one.is_secret for one in self.fields.values())
        if kind is FaultKind.MISSING:
            text = ""
        elif is_secret:
            text = REDACTED
        else:
            text = shown(value) if seen is None else seen
        self.faults.append(
            Fault(
                kind=kind,
                parameter=name,
                at="" if is_secret else at,
                seen=text,
                allowed=allowed,
                reason=reason,
                location=self.origin.argument(name),
                declared=field.constraint.origin.location if field and field.constraint else None,
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
