"""Values that the program may not look into: secrets, and values that Pulumi knows later."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Final, Generic, Protocol, TypeAlias, TypeGuard, TypeVar

import attrs

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

REDACTED: Final = "[secret]"
UNKNOWN: Final = "[known after deployment]"


class Deferred(Protocol[T_co]):
    """A value that is known later: what `pulumi.Output` is, without importing pulumi."""

    def future(self, with_unknowns: bool | None = None) -> Awaitable[T_co | None]:  # noqa: FBT001 - pulumi's signature
        """The value, once known."""
        ...

    def is_secret(self) -> Awaitable[bool]:
        """Whether the value is a secret."""
        ...


class _Sealed:
    """Refuses to become text, so that no secret ends up in a string that is deployed or printed."""

    def __format__(self, specification: str) -> str:
        message = (
            "a secret has no text while the program runs; "
            "give it as a whole value, or combine it in the container: env={'URL': 'db:$(PASSWORD)'}"
        )
        raise TypeError(message)

    def __str__(self) -> str:
        return REDACTED


@attrs.frozen(repr=False)
class Secret(_Sealed, Generic[T]):
    """A value that no output shows and that Pulumi keeps encrypted.

    Attributes:
        value: The plain value.
    """

    value: T

    def __repr__(self) -> str:
        """Never the value."""
        return "Secret(...)"


@attrs.frozen(repr=False)
class StackSecret(_Sealed):
    """A secret of the stack's configuration: ``pulumi config set --secret KEY``.

    Attributes:
        key: The configuration key, in the project's namespace unless it has one of its own.

    Source: Pulumi, "Secrets handling", ``Config.require_secret``.
    """

    key: str

    def __repr__(self) -> str:
        """The key; its value is not in the program."""
        return f"StackSecret({self.key!r})"


@attrs.frozen
class Mapped:
    """A function of an opaque value, applied when the value is known.

    Attributes:
        source: The opaque value.
        function: What to make of it; pure.
    """

    source: object
    function: Callable[[Any], Any]


Value: TypeAlias = T | Secret[T] | Deferred[T] | StackSecret
"""A `T`, or something that will be one: a secret, a secret of the stack, a `pulumi.Output`."""

_PLAIN: Final = (str, int, float, bool, type(None), list, tuple, dict)
_PLAIN_KINDS: Final = frozenset(_PLAIN)  # to look a class up is faster than to ask for its bases
_OPAQUE: Final = (Secret, StackSecret, Mapped)


def is_opaque(value: object) -> bool:
    """Whether checks and printed texts must not look into *value*.

    Known by its type alone: a `pulumi.Output` answers any attribute with another Output.
    """
    if value.__class__ in _PLAIN_KINDS or isinstance(value, _PLAIN):
        return False
    if isinstance(value, _OPAQUE):
        return True
    kind = type(value)
    return hasattr(kind, "future") and hasattr(kind, "is_secret")


def is_secret(value: object) -> TypeGuard[Secret[Any]]:
    """Whether *value* is a secret that the program holds."""
    return isinstance(value, Secret)


def is_known_secret(value: object) -> bool:
    """Whether *value* is certainly a secret; a `pulumi.Output` may be one without telling."""
    if isinstance(value, Mapped):
        return is_known_secret(value.source)
    return isinstance(value, (Secret, StackSecret))


def revealed(secret: object) -> object:
    """What *secret* stands for: its plain value; itself where the program does not hold that.

    For whoever writes it to where secrets are kept, or tells whether two are the same.
    """
    if isinstance(secret, Mapped):
        source = revealed(secret.source)
        return secret if is_opaque(source) else secret.function(source)
    return secret.value if is_secret(secret) else secret


def shown(value: object) -> str:
    """*value* for a message: its repr, or a word in its place when it is opaque."""
    if is_known_secret(value):
        return REDACTED
    if is_opaque(value):
        return UNKNOWN
    if isinstance(value, str):
        return repr(value)
    return re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))  # an address differs from run to run
