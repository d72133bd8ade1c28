"""What a component lets operators choose, and what a trait lets them set."""

import re
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from typing import Any, Final, TypeVar, overload

import attrs

from oamdsl.diagnostics.origin import Origin
from oamdsl.model.value import is_opaque

T = TypeVar("T")

CONSTRUCTORS: Final = ("oamdsl.model.", "attr.", "attrs.")
"""Modules whose frames are never the line that declared or built a value."""

_METADATA_KEY: Final = "oamdsl"


@attrs.frozen(eq=False, slots=False)
class Constraint:
    """What a parameter's value must satisfy beyond its type.

    Attributes:
        ge: Least value allowed.
        le: Greatest value allowed.
        choices: The only values allowed; empty for any.
        pattern: Regular expression that the whole of a string must match.
        problem: A function from a value to what is wrong with it, or None, for rules of a grammar. What it
            says of a secret is not shown.
        description: One sentence for people who set it; empty to take it from the class' docstring.
        secret: Whether its value is a secret whoever gives it.
        origin: Where it is declared.
    """

    origin: Origin
    ge: float | None = None
    le: float | None = None
    choices: tuple[object, ...] = ()
    pattern: re.Pattern[str] | None = None
    problem: Callable[[Any], str | None] | None = None
    description: str = ""
    secret: bool = False

    @cached_property
    def is_free(self) -> bool:
        """Whether any value of the type will do."""
        bounds = (self.ge, self.le, self.pattern, self.problem)
        return not self.choices and all(bound is None for bound in bounds)

    def violated_by(self, value: Any) -> str | None:
        """What is wrong with *value*, or None. An opaque or absent value violates nothing."""
        if self.is_free or value is None or is_opaque(value):
            return None
        if self.choices and value not in self.choices:
            return f"is not one of {self.allowed}"
        if self.ge is not None and not value >= self.ge:  # a NaN is neither
            return f"is less than {self.ge}"
        if self.le is not None and not value <= self.le:
            return f"is greater than {self.le}"
        if self.pattern is not None and not self.pattern.fullmatch(value):
            return f"does not match {self.pattern.pattern}"
        reason = None if self.problem is None else self.problem(value)
        return "is not valid" if reason and self.secret else reason

    @property
    def allowed(self) -> str:
        """The values allowed, in words; empty when the type says it all."""
        if self.choices:
            return ", ".join(repr(choice) for choice in self.choices)
        if self.ge is not None and self.le is not None:
            return f"{self.ge} to {self.le}"
        if self.ge is not None:
            return f"{self.ge} or more"
        if self.le is not None:
            return f"{self.le} or less"
        return f"text that matches {self.pattern.pattern}" if self.pattern else ""


@overload
def parameter(
    *,
    ge: float | None = None,
    le: float | None = None,
    choices: Collection[object] = (),
    pattern: str | None = None,
    problem: Callable[[Any], str | None] | None = None,
    description: str = "",
    secret: bool = False,
    kw_only: bool = True,
) -> Any: ...
@overload
def parameter(
    *,
    default: T,
    ge: float | None = None,
    le: float | None = None,
    choices: Collection[object] = (),
    pattern: str | None = None,
    problem: Callable[[Any], str | None] | None = None,
    description: str = "",
    secret: bool = False,
    kw_only: bool = True,
) -> T: ...
def parameter(
    *,
    default: Any = attrs.NOTHING,
    ge: float | None = None,
    le: float | None = None,
    choices: Collection[object] = (),
    pattern: str | None = None,
    problem: Callable[[Any], str | None] | None = None,
    description: str = "",
    secret: bool = False,
    kw_only: bool = True,
) -> Any:
    """A parameter of a component, trait or workload class; whoever builds one gives its value.

    The annotation is its type. Annotate ``Value[int]`` where a `pulumi.Output` or a secret may stand.

    Args:
        default: Value when none is given; without it the parameter is required.
        ge: Least value allowed.
        le: Greatest value allowed.
        choices: The only values allowed.
        pattern: Regular expression that the whole of a string must match.
        problem: Says what is wrong with a value, as a phrase that follows it, or None when nothing is.
        description: One sentence for people who set it; by default the class' docstring has it
            under ``Attributes:``.
        secret: Whether its value is a secret, whoever gives it.
        kw_only: Whether it must be named in the call; names of things are given by position.

    Source: OAM v1alpha1, Component, ``parameters`` (name, description, type, required, default).
    """
    constraint = Constraint(
        origin=Origin.of_caller(CONSTRUCTORS),
        ge=ge,
        le=le,
        choices=tuple(choices),
        pattern=re.compile(pattern) if pattern is not None else None,
        problem=problem,
        description=description,
        secret=secret,
    )
    return attrs.field(default=default, kw_only=kw_only, metadata={_METADATA_KEY: constraint})


def optional(problem: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """*problem* of a text that may be left empty."""
    return lambda text: problem(text) if text else None


def each(problem: Callable[[Any], str | None]) -> Callable[[Iterable[Any]], str | None]:
    """*problem* of the first entry of a list that has one; what is opaque is skipped."""

    def first(entries: Iterable[Any]) -> str | None:
        found = ((one, problem(one)) for one in entries if not is_opaque(one))
        return next((f"has {one!r}, which {wrong}" for one, wrong in found if wrong), None)

    return first


def constraint_of(attribute: "attrs.Attribute[Any]") -> Constraint | None:
    """What *attribute* was declared with; None for a field that is no parameter."""
    found: Constraint | None = attribute.metadata.get(_METADATA_KEY)
    return found
