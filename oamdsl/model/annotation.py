"""A type annotation as a test at program time, for programs that no type checker has read."""

import collections.abc
import enum
import functools
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal, get_args, get_origin

import attrs

from oamdsl.model.value import Deferred, Mapped, Secret, StackSecret, is_opaque, shown

Test = Callable[[object], bool]

_NAMES: Final = {
    int: "an integer",
    float: "a number",
    str: "a string",
    bool: "True or False",
    type(None): "None",
}
_SEQUENCES: Final = (
    list,
    tuple,
    collections.abc.Sequence,
    collections.abc.Iterable,
    collections.abc.Collection,
)
_MAPPINGS: Final = (dict, collections.abc.Mapping)


@attrs.frozen
class Mismatch:
    """The innermost value that has the wrong type.

    Attributes:
        at: Where in the value, such as ``['PATH']`` or ``[0]``; empty for the value itself.
        seen: The value, as text fit for printing.
        expected: The types allowed there, in words.
    """

    at: str
    seen: str
    expected: str


@attrs.frozen
class AnnotatedType:
    """What values an annotation admits. Opaque values are admitted wherever they stand.

    Attributes:
        text: The annotation in words: ``an integer or None``.
        accepts: Whether a plain value is admitted.
        frozen: A copy that nobody else can change: sequences become tuples, mappings new dicts.
        inner: The mismatches inside a container that is of the right kind itself.
    """

    text: str
    accepts: Test
    frozen: Callable[[Any], Any]
    inner: Callable[[Any], Iterator[Mismatch]]

    def mismatch(self, value: object) -> Mismatch | None:
        """The first thing in *value* that the annotation does not admit."""
        if is_opaque(value) or self.accepts(value):
            return None
        for found in self.inner(value):
            return found
        return Mismatch("", f"{shown(value)} ({type(value).__name__})", self.text)


@functools.cache
def annotated_type(annotation: Any) -> AnnotatedType:  # noqa: ANN401 - annotations have no common type
    """The test that *annotation* stands for.

    Understands plain classes, enums, unions, ``Literal``, sequences, mappings and `Value`; anything else
    (a type variable, a callable's signature) admits every value.
    """
    origin = get_origin(annotation)
    arguments = get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return _union([annotated_type(one) for one in arguments if not _is_opaque_type(one)])
    if origin is Literal:
        return _leaf(" or ".join(repr(one) for one in arguments), lambda value: value in arguments)
    if origin in _SEQUENCES:
        return _sequence(annotated_type(arguments[0] if arguments else Any))
    if origin in _MAPPINGS:
        key, value = arguments or (Any, Any)
        return _mapping(annotated_type(key), annotated_type(value))
    kind = origin or annotation
    if annotation is None:
        kind = type(None)
    if not isinstance(kind, type) or kind is object:
        return _leaf("any value", lambda _: True)
    return _class(kind)


def _is_opaque_type(annotation: object) -> bool:
    return (get_origin(annotation) or annotation) in (Secret, StackSecret, Deferred, Mapped)


def _nothing(_: object) -> Iterator[Mismatch]:
    return iter(())


def _same(value: object) -> object:
    return value


def _leaf(text: str, accepts: Test) -> AnnotatedType:
    return AnnotatedType(text, accepts, _same, _nothing)


def _class(kind: type) -> AnnotatedType:
    if kind in _SEQUENCES:
        return _sequence(annotated_type(Any))
    if kind in _MAPPINGS:
        return _mapping(annotated_type(Any), annotated_type(Any))
    if kind is int:
        return _leaf(_NAMES[int], lambda value: isinstance(value, int) and value is not True and value is not False)
    if kind is float:
        return _leaf(_NAMES[float], lambda value: isinstance(value, (int, float)) and value is not True and value is not False)
    if issubclass(kind, enum.Enum):
        members = ", ".join(str(member) for member in kind)
        return _leaf(f"one of {members}", lambda value: isinstance(value, kind))
    return _leaf(_NAMES.get(kind, f"a {kind.__name__}"), lambda value: isinstance(value, kind))


def _union(members: list[AnnotatedType]) -> AnnotatedType:
    if len(members) == 1:
        return members[0]

    def frozen(value: object) -> object:
        for member in members:
            if member.accepts(value):
                return member.frozen(value)
        return value

    def inner(value: object) -> Iterator[Mismatch]:
        for member in members:
            yield from member.inner(value)

    return AnnotatedType(
        " or ".join(dict.fromkeys(member.text for member in members)),
        lambda value: any(member.accepts(value) for member in members),
        frozen,
        inner,
    )


def _sequence(item: AnnotatedType) -> AnnotatedType:
    def is_sequence(value: object) -> bool:
        return isinstance(value, collections.abc.Iterable) and not isinstance(
            value, (str, bytes, Mapping)
        )

    def accepts(value: object) -> bool:
        return isinstance(value, (list, tuple, set, frozenset)) and all(
            item.accepts(one) or is_opaque(one) for one in value
        )

    def inner(value: Any) -> Iterator[Mismatch]:  # noqa: ANN401 - a value of any type is examined
        if not is_sequence(value):
            return
        for index, one in enumerate(value):
            found = item.mismatch(one)
            if found is not None:
                yield attrs.evolve(found, at=f"[{index}]{found.at}")

    return AnnotatedType(
        f"a list of {_plural(item.text)}",
        accepts,
        lambda value: tuple(one if is_opaque(one) else item.frozen(one) for one in value),
        inner,
    )


def _mapping(key: AnnotatedType, value: AnnotatedType) -> AnnotatedType:
    def accepts(mapping: object) -> bool:
        return isinstance(mapping, Mapping) and all(
            key.accepts(name) and (value.accepts(one) or is_opaque(one))
            for name, one in mapping.items()
        )

    def inner(mapping: Any) -> Iterator[Mismatch]:  # noqa: ANN401 - a value of any type is examined
        if not isinstance(mapping, Mapping):
            return
        for name, one in mapping.items():
            found = key.mismatch(name)
            if found is not None:
                yield attrs.evolve(found, at=f" key {found.seen}")
            found = value.mismatch(one)
            if found is not None:
                yield attrs.evolve(found, at=f"[{name!r}]{found.at}")

    return AnnotatedType(
        f"a mapping of {_plural(key.text)} to {_plural(value.text)}",
        accepts,
        lambda mapping: {
            name: one if is_opaque(one) else value.frozen(one) for name, one in mapping.items()
        },
        inner,
    )


def _plural(text: str) -> str:
    words = {
        "an integer": "integers",
        "a number": "numbers",
        "a string": "strings",
        "any value": "any values",
    }
    if text in words:
        return words[text]
    return f"{text[2:]}s" if text.startswith("a ") and " " not in text[2:] else text
