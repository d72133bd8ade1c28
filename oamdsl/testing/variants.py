"""Traits like a given one, each with another value somewhere."""

from collections.abc import Iterator
from typing import Any, Final, TypeVar

from oamdsl.compose.developer_claim import other_values
from oamdsl.kubernetes.tree import is_list
from oamdsl.model.element import Element, fields_of
from oamdsl.model.value import is_opaque

E = TypeVar("E", bound=Element)

_PLAIN: Final = (None, True, 1, "1", "x", "/x")
"""Values that some parameter of each type admits."""


def variants(element: E) -> Iterator[tuple[str, E]]:
    """Valid elements that differ from *element* in one parameter each: ``(parameter, element)``.

    A parameter of a part of it counts as one of its own, named with dots: ``windows.start``.
    """
    for name, field in fields_of(type(element)).items():
        if field.constraint is None:
            continue
        value = getattr(element, name)
        for other in (*other_values(field, value), *_PLAIN):
            if not is_opaque(other) and other != value:
                yield from _valid(name, element.evolve(**{name: other}))
        yield from _parts(element, name, value)


def _parts(element: E, name: str, value: Any) -> Iterator[tuple[str, E]]:
    if isinstance(value, Element):
        for below, part in variants(value):
            yield from _valid(f"{name}.{below}", element.evolve(**{name: part}))
    elif is_list(value):
        for index, one in enumerate(value):
            if isinstance(one, Element):
                for below, part in variants(one):
                    changed = [*value[:index], part, *value[index + 1 :]]
                    yield from _valid(f"{name}.{below}", element.evolve(**{name: changed}))


def _valid(name: str, element: E) -> Iterator[tuple[str, E]]:
    if element.is_sound:
        yield name, element


def parameters(element: Element) -> Iterator[str]:
    """The parameters of *element*, and those that its parts have a value for, named as `variants` does."""
    for name, field in fields_of(type(element)).items():
        if field.constraint is not None:
            yield name
            value = getattr(element, name)
            for one in value if is_list(value) else [value]:
                if isinstance(one, Element):
                    yield from (f"{name}.{below}" for below in parameters(one) if _has(one, below))


def _has(element: Element, name: str) -> bool:
    return "." in name or getattr(element, name) is not None


def differing(one: Element, other: Element) -> Iterator[str]:
    """The parameters in which two elements of one class differ, named as `variants` does."""
    for name in fields_of(type(one)):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine == theirs:
            continue
        inner = list(_inner(mine, theirs))
        yield from (f"{name}.{below}" for below in inner) if inner else (name,)


def _inner(one: Any, other: Any) -> Iterator[str]:
    if isinstance(one, Element) and type(one) is type(other):
        yield from differing(one, other)
    elif is_list(one) and is_list(other) and len(one) == len(other):
        for mine, theirs in zip(one, other, strict=True):
            yield from _inner(mine, theirs)
