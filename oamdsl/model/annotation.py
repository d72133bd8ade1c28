"""A type annotation as a test at program time, for programs that no type checker has read."""

import collections.abc
import enum
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, cast, get_args, get_origin

import attrs

from oamdsl.model.remedy import Wanted, described, noun, remedy
from oamdsl.model.value import Deferred, Mapped, Secret, StackSecret, is_opaque, shown

Test = Callable[[object], bool]

_NAMES: Final[Mapping[Any, str]] = {
    int: "an integer",
    float: "a number",
    str: "a string",
    bool: "True or False",
    type(None): "None",
}
SEQUENCES: Final = (
    list,
    tuple,
    collections.abc.Sequence,
    collections.abc.Iterable,
    collections.abc.Collection,
)
MAPPINGS: Final = (dict, collections.abc.Mapping)
OPAQUE: Final[Mapping[Any, str]] = {
    Secret: "a secret",
    StackSecret: "a secret of the stack",
    Deferred: "an output",
    Mapped: "a mapped value",
}


@attrs.frozen
class Mismatch:
    """The innermost value that has the wrong type.

    Attributes:
        at: Where in the value, such as ``['PATH']`` or ``[0]``; empty for the value itself.
        seen: The value, as text fit for printing.
        expected: The types allowed there, in words.
        remedy: What to write in its place, as an imperative; empty where nobody can tell.
        steps: The indexes and keys of *at*.
    """

    at: str
    seen: str
    expected: str
    remedy: str = ""
    steps: tuple[object, ...] = ()

    def below(self, step: object) -> "Mismatch":
        """The same one, seen from the list or the mapping that has it under *step*."""
        return attrs.evolve(self, at=f"[{step!r}]{self.at}", steps=(step, *self.steps))


@attrs.frozen
class AnnotatedType:
    """What values an annotation admits. Opaque values are admitted wherever they stand.

    Attributes:
        text: The annotation in words: ``an integer or None``.
        accepts: Whether a plain value is admitted.
        frozen: A copy that nobody else can change: sequences become tuples, mappings new dicts.
        inner: The mismatches inside a container that is of the right kind itself.
        kind: The class, where it is one.
    """

    text: str
    accepts: Test
    frozen: Callable[[Any], Any]
    inner: Callable[[Any], Iterator[Mismatch]]
    kind: type | None = None

    def kept(self, value: object) -> object:
        """*value*, which is admitted, frozen; itself where it is opaque."""
        return value if is_opaque(value) else self.frozen(value)

    def mismatch(self, value: object) -> Mismatch | None:
        """The first thing in *value* that the annotation does not admit."""
        if self.accepts(value) or is_opaque(value):
            return None
        for found in self.inner(value):
            return found
        return _whole(value, self)


def annotated_type(annotation: Any) -> AnnotatedType:
    """The test that *annotation* stands for.

    Understands plain classes, enums, unions, ``Literal``, sequences, tuples, mappings, named types and
    `Value`; anything else (a type variable, a protocol) admits every value.
    """
    annotation = unnamed(annotation)
    origin = get_origin(annotation)
    arguments = get_args(annotation)
    kind = origin or annotation
    if origin in (typing.Union, types.UnionType):
        plain = [one for one in arguments if (get_origin(one) or one) not in OPAQUE]
        return _union([annotated_type(one) for one in plain or arguments])
    if origin is Literal:
        return _literal(arguments)
    if origin is tuple and arguments and arguments[-1] is not Ellipsis:
        return _tuple([annotated_type(one) for one in arguments])
    if kind in SEQUENCES:
        return _sequence(annotated_type(arguments[0] if arguments else Any))
    if kind in MAPPINGS:
        return _mapping(*map(annotated_type, arguments or (Any, Any)))
    return _class(type(None) if annotation is None else kind)


def unnamed(annotation: Any) -> Any:
    """What *annotation* names, when it is a `NewType` or of the statement ``type``; otherwise itself."""
    for name_of in ("__supertype__", "__value__"):  # of NewType, and of the statement `type`
        if hasattr(annotation, name_of):
            return unnamed(getattr(annotation, name_of))
    return annotation


def _nothing(_: object) -> Iterator[Mismatch]:
    return iter(())


def _same(value: object) -> object:
    return value


def _leaf(text: str, accepts: Test, kind: type | None = None) -> AnnotatedType:
    return AnnotatedType(text, accepts, _same, _nothing, kind)


def _class(kind: Any) -> AnnotatedType:
    if kind in OPAQUE:
        return _leaf(OPAQUE[kind], lambda _: False)
    if not isinstance(kind, type) or kind in {object, Any} or _is_unchecked_protocol(kind):
        return AnnotatedType("a value of any type", lambda _: True, _copied, _nothing)
    classes = (int, float) if kind is float else (kind,)
    is_number = kind in {int, float}

    def accepts(value: object) -> bool:
        return isinstance(value, classes) and not (is_number and isinstance(value, bool))

    return _leaf(_NAMES.get(kind) or _noun(kind), accepts, kind)


def _noun(kind: type[Any]) -> str:
    if issubclass(kind, enum.Enum):
        return f"one of {', '.join(str(member) for member in kind)}"
    return noun(kind)


def _is_unchecked_protocol(kind: type) -> bool:
    return getattr(kind, "_is_protocol", False) and not getattr(kind, "_is_runtime_protocol", False)


def _copied(value: object) -> object:
    """A copy of *value* whose lists and mappings nobody else can change; lists stay lists."""
    if type(value) is dict:
        entries = cast("Mapping[object, object]", value)
        return {name: _copied(one) for name, one in entries.items()}
    if type(value) is list:
        return [_copied(one) for one in cast("Sequence[object]", value)]
    return value


def _literal(values: tuple[object, ...]) -> AnnotatedType:
    return _leaf(
        " or ".join(repr(one) for one in values),
        lambda value: any(type(one) is type(value) and one == value for one in values),
    )


def _union(members: list[AnnotatedType]) -> AnnotatedType:
    if len(members) == 1:
        return members[0]

    def frozen(value: object) -> object:
        return next(member for member in members if member.accepts(value)).frozen(value)

    def inner(value: object) -> Iterator[Mismatch]:
        for member in members:
            yield from member.inner(value)

    return AnnotatedType(
        " or ".join(dict.fromkeys(member.text for member in members)),
        lambda value: any(member.accepts(value) for member in members),
        _same if all(member.frozen is _same for member in members) else frozen,
        inner,
    )


def _sequence(item: AnnotatedType) -> AnnotatedType:
    def accepts(value: object) -> bool:
        found = _items(value)
        return found is not None and all(item.accepts(one) or is_opaque(one) for one in found)

    def inner(value: object) -> Iterator[Mismatch]:
        for index, one in enumerate(_items(value) or ()):
            found = item.mismatch(one)
            if found is not None:
                yield found.below(index)

    return AnnotatedType(
        f"a list of {_plural(item.text)}",
        accepts,
        tuple if item.frozen is _same else lambda value: tuple(map(item.kept, value)),
        inner,
    )


def _tuple(items: list[AnnotatedType]) -> AnnotatedType:
    def pairs(value: object) -> list[tuple[AnnotatedType, object]] | None:
        found = _items(value)
        fits = found is not None and len(found) == len(items)
        return list(zip(items, found, strict=True)) if found is not None and fits else None

    def accepts(value: object) -> bool:
        found = pairs(value)
        return found is not None and all(item.accepts(one) or is_opaque(one) for item, one in found)

    def inner(value: object) -> Iterator[Mismatch]:
        for index, (item, one) in enumerate(pairs(value) or ()):
            found = item.mismatch(one)
            if found is not None:
                yield found.below(index)

    return AnnotatedType(
        f"a tuple of {', '.join(item.text for item in items)}",
        accepts,
        lambda value: tuple(item.kept(one) for item, one in zip(items, value, strict=True)),
        inner,
    )


def _items(value: object) -> Sequence[object] | None:
    """The items of a list or a tuple. A set is neither: its order differs from run to run."""
    return cast("Sequence[object]", value) if isinstance(value, (list, tuple, range)) else None


def _entries(value: object) -> Mapping[object, object] | None:
    return cast("Mapping[object, object]", value) if isinstance(value, Mapping) else None


def _mapping(key: AnnotatedType, value: AnnotatedType) -> AnnotatedType:
    def accepts(mapping: object) -> bool:
        found = _entries(mapping)
        return found is not None and all(
            key.accepts(name) and (value.accepts(one) or is_opaque(one)) for name, one in found.items()
        )

    def inner(mapping: object) -> Iterator[Mismatch]:
        for name, one in (_entries(mapping) or {}).items():
            if not key.accepts(name):
                yield attrs.evolve(_whole(name, key), at=f" key {shown(name)}")
            found = value.mismatch(one)
            if found is not None:
                yield found.below(name)

    return AnnotatedType(
        f"a mapping of {_plural(key.text)} to {_plural(value.text)}",
        accepts,
        dict
        if value.frozen is _same
        else lambda mapping: {name: value.kept(one) for name, one in mapping.items()},
        inner,
    )


def _whole(value: object, type_: AnnotatedType) -> Mismatch:
    return Mismatch("", described(value), type_.text, remedy(value, Wanted(type_.accepts, type_.kind)))


def _plural(text: str) -> str:
    """``strings or integers`` for ``a string or an integer``."""
    many = (re.sub(r"^an? (\w+)", r"\1s", one) for one in text.split(" or "))
    return " or ".join(re.sub(r"^(\w*[^\Waeiou])ys\b", r"\1ies", one) for one in many)
