"""What can be wrong with the call that builds a declared value."""

import enum
import typing

import attrs

from oamdsl.diagnostics.origin import Location


class FaultKind(enum.Enum):
    """In which way a constructor was called wrongly."""

    UNKNOWN = "unknown"
    MISSING = "missing"
    MISTYPED = "mistyped"
    OUT_OF_RANGE = "out of range"
    FIXED = "fixed"
    INVALID_DEFAULT = "invalid default"
    UNTYPED = "untyped"
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
        location: The argument, or the part of it that is wrong; the call when the argument is missing.
        declared: Where the user's files declare the parameter; None when oamdsl does, or nobody knows.
        remedy: What to write in place of the value, as an imperative; empty where nobody can tell.
        confidential: Whether the value is a secret, or has one in it, so that its line is not shown.
    """

    kind: FaultKind
    parameter: str
    at: str
    seen: str
    allowed: str
    reason: str
    location: Location
    declared: Location | None
    remedy: str = ""
    confidential: bool = False


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
