"""A declared class in words: what it is, and what its parameters are."""

import enum
import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from oamdsl.kubernetes.tree import is_list
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
    documentation = inspect.getdoc(cls) or ""
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
        _, _, rest = inspect.cleandoc(base.__doc__ or "").partition("\nAttributes:\n")
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


def _text(value: Any) -> str:
    if isinstance(value, Element):
        return call(value)
    if is_list(value):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, enum.Enum):
        return str(value)
    return shown(value)
