"""A declared class in words: what it is, and what its parameters are."""

import enum
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from oamdsl.kubernetes.tree import is_list, is_map
from oamdsl.model.element import Element, fields_of
from oamdsl.model.value import shown

_SECTION: Final = re.compile(r"^(Attributes|Class attributes|Source|Raises|Args):", re.MULTILINE)
_ENTRY: Final = re.compile(r"^    (\w+): ", re.MULTILINE)


@attrs.frozen
class Parameter:
    """One parameter of a class.

    Attributes:
        name: Its name.
        type: The values that it takes, in words.
        allowed: Which of them; empty for all.
        default: Its default value, as text; None when one must be given.
        description: What it is.
    """

    name: str
    type: str
    allowed: str
    default: str | None
    description: str


@attrs.frozen
class Description:
    """A declared class.

    Attributes:
        name: Its name.
        summary: One sentence.
        details: What its docstring says besides.
        source: Where it comes from; empty when it does not say.
        parameters: What whoever builds one may give.
    """

    name: str
    summary: str
    details: str
    source: str
    parameters: tuple[Parameter, ...]


def described(cls: type[Element]) -> Description:
    """*cls* in words, from its docstring and its fields."""
    documentation = _plain(inspect.getdoc(cls) or "")
    head, *sections = _SECTION.split(documentation)
    summary, _, details = head.strip().partition("\n\n")
    by_name = dict(zip(sections[::2], sections[1::2], strict=True))
    return Description(
        cls.__name__,
        " ".join(summary.split()),
        details.strip(),
        " ".join(by_name.get("Source", "").split()),
        tuple(_parameters(cls)),
    )


def _plain(documentation: str) -> str:
    """*documentation* with code and names of parameters between single backticks."""
    marked = r"``([^`]+)``|(?<![\w*])\*(\w+)\*(?!\w)"
    return re.sub(marked, lambda found: f"`{found[1] or found[2]}`", documentation)


def _parameters(cls: type[Element]) -> Iterator[Parameter]:
    texts = documented(cls)
    for name, field in fields_of(cls).items():
        constraint = field.constraint
        if constraint is not None:
            yield Parameter(
                name,
                field.type.text,
                constraint.allowed,
                None if field.default is attrs.NOTHING else _text(field.default),
                constraint.description or texts.get(name, ""),
            )


def documented(cls: type[Element]) -> Mapping[str, str]:
    """What the docstrings of *cls* and of its bases say of its attributes: {name: text}."""
    found: dict[str, str] = {}
    for base in cls.__mro__:
        _, _, rest = _plain(inspect.cleandoc(base.__doc__ or "")).partition("\nAttributes:\n")
        section = _SECTION.split(rest)[0]
        names = _ENTRY.split(section)[1:]
        for name, text in zip(names[::2], names[1::2], strict=True):
            found.setdefault(name, " ".join(text.split()))
    return found


def call(element: Element) -> str:
    """The call that builds *element*, with the arguments that were given."""
    given = {name: field for name, field in fields_of(type(element)).items() if name in element.given}
    first = [_text(getattr(element, name)) for name, field in given.items() if field.positional]
    named = [
        f"{name}={_text(getattr(element, name))}" for name, field in given.items() if not field.positional
    ]
    return f"{type(element).__name__}({', '.join([*first, *named])})"


def program(element: Element) -> str:
    """Lines that build *element* when they are run: what they import, and its call."""
    modules: dict[str, set[str]] = {}
    for cls in _classes(element):
        modules.setdefault(_importable(cls), set()).add(cls.__name__)
    imports = [
        f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(modules.items())
    ]
    return "\n".join([*imports, "", call(element)])


def _classes(value: Any) -> Iterator[type[object]]:
    """The classes that the call of *value* names."""
    if isinstance(value, Element):
        yield type(value)
        for name in value.given:
            yield from _classes(getattr(value, name))
    elif is_list(value):
        for one in value:
            yield from _classes(one)
    elif is_map(value):
        for one in value.values():
            yield from _classes(one)
    elif isinstance(value, enum.Enum):
        yield type(value)


def _importable(cls: type[object]) -> str:
    """The module from which people import *cls*: its package where that has it, otherwise its own."""
    package = cls.__module__.partition(".")[0]
    return package if getattr(sys.modules.get(package), cls.__name__, None) is cls else cls.__module__


def _text(value: Any) -> str:
    if isinstance(value, Element):
        return call(value)
    if is_list(value):
        return f"[{', '.join(map(_text, value))}]"
    if is_map(value):
        return f"{{{', '.join(f'{key!r}: {_text(one)}' for key, one in value.items())}}}"
    if isinstance(value, enum.Enum):
        return str(value)
    return shown(value)
