"""What an OpenAPI schema demands of a single value: bounds, lengths, patterns and formats.

Source: OpenAPI 3.0, Schema Object; Kubernetes, CustomResourceDefinition, "Validation" and its formats.
"""

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import attrs

from oamdsl.kubernetes.tree import is_list, is_map

Test = Callable[[Any], bool]


@attrs.frozen(eq=False)
class Limit:
    """One demand on a value.

    Attributes:
        allowed: What meets it, a phrase: ``at least 1``.
        admits: Whether a value meets it; one of a type that it does not speak of does.
        choices: The texts that alone meet it; nothing when it is no choice.
    """

    allowed: str
    admits: Test
    choices: tuple[str, ...] = ()


def limits(schema: Mapping[str, Any], *, built_in: bool) -> Iterator[Limit]:
    """The demands of *schema* on the value itself, not on what is in it.

    Args:
        schema: The schema.
        built_in: Whether it describes a Go type, which takes empty text for a value that is left out.
    """
    if is_list(choices := schema.get("enum")):
        yield _choice(choices, built_in=built_in)
    for keyword, number in schema.items():
        bound = _BOUNDS.get(keyword)
        if bound is not None and _is_number(number):
            yield bound(number, schema)
    if isinstance(pattern := schema.get("pattern"), str):
        with suppress(re.error):  # Go's expressions have words that Python's lack: not judged
            expression = re.compile(pattern)
            yield Limit(f"text that matches {pattern}", _of_text(lambda text: bool(expression.search(text))))
    if schema.get("format") in _FORMATS:
        yield _FORMATS[schema["format"]]


def _choice(choices: Sequence[Any], *, built_in: bool) -> Limit:
    shown = ", ".join(_shown(one) for one in choices)
    admitted = [*choices, ""] if built_in else choices
    return Limit(
        shown if len(choices) == 1 else f"one of {shown}",
        lambda value: (
            value is None
            or any(value == one and (type(value) is bool) == (type(one) is bool) for one in admitted)
        ),
        tuple(one for one in choices if isinstance(one, str)),
    )


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, str) else str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _of_numbers(test: Test) -> Test:
    return lambda value: not _is_number(value) or test(value)


def _of_text(test: Callable[[str], bool]) -> Test:
    return lambda value: not isinstance(value, str) or test(value)


def _of_lists(test: Callable[[Any], bool]) -> Test:
    return lambda value: not is_list(value) or test(value)


def _of_maps(test: Callable[[Any], bool]) -> Test:
    return lambda value: not is_map(value) or test(value)


_Bound = Callable[[Any, Mapping[str, Any]], Limit]


def _minimum(bound: Any, schema: Mapping[str, Any]) -> Limit:
    if schema.get("exclusiveMinimum") is True:
        return Limit(f"more than {bound}", _of_numbers(lambda value: value > bound))
    return Limit(f"at least {bound}", _of_numbers(lambda value: value >= bound))


def _maximum(bound: Any, schema: Mapping[str, Any]) -> Limit:
    if schema.get("exclusiveMaximum") is True:
        return Limit(f"less than {bound}", _of_numbers(lambda value: value < bound))
    return Limit(f"at most {bound}", _of_numbers(lambda value: value <= bound))


def _counted(
    words: str, noun: tuple[str, str], of: Callable[[Test], Test], test: Callable[..., bool]
) -> _Bound:
    def make(bound: Any, _: Mapping[str, Any]) -> Limit:
        return Limit(
            f"{words} {bound} {noun[0] if bound == 1 else noun[1]}",
            of(lambda value: test(len(value), bound)),
        )

    return make


_CHARACTERS: Final = ("character", "characters")
_ENTRIES: Final = ("entry", "entries")
_FIELDS: Final = ("field", "fields")

_BOUNDS: Final[Mapping[str, _Bound]] = {
    "minimum": _minimum,
    "maximum": _maximum,
    "multipleOf": lambda bound, _: Limit(
        f"a multiple of {bound}", _of_numbers(lambda value: value % bound == 0)
    ),
    "minLength": _counted("at least", _CHARACTERS, _of_text, int.__ge__),
    "maxLength": _counted("at most", _CHARACTERS, _of_text, int.__le__),
    "minItems": _counted("at least", _ENTRIES, _of_lists, int.__ge__),
    "maxItems": _counted("at most", _ENTRIES, _of_lists, int.__le__),
    "minProperties": _counted("at least", _FIELDS, _of_maps, int.__ge__),
    "maxProperties": _counted("at most", _FIELDS, _of_maps, int.__le__),
}


def _is_base64(text: str) -> bool:
    with suppress(binascii.Error, ValueError):
        base64.b64decode(re.sub(r"[\r\n]", "", text), validate=True)
        return True
    return False


def _parsed_by(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def parses(text: str) -> bool:
        with suppress(ValueError):
            parse(text)
            return True
        return False

    return parses


_DATE_TIME: Final = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
    r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)\Z"
)

_FORMATS: Final[Mapping[str, Limit]] = {
    "int32": Limit("an integer of 32 bits", _of_numbers(lambda value: -(2**31) <= value < 2**31)),
    "int64": Limit("an integer of 64 bits", _of_numbers(lambda value: -(2**63) <= value < 2**63)),
    "byte": Limit("text in base64", _of_text(_is_base64)),
    "date-time": Limit(
        "a time as of RFC 3339, such as 2026-01-31T12:00:00Z",
        _of_text(lambda text: _DATE_TIME.match(text) is not None),
    ),
    "ipv4": Limit("an IPv4 address", _of_text(_parsed_by(ipaddress.IPv4Address))),
    "ipv6": Limit("an IPv6 address", _of_text(_parsed_by(ipaddress.IPv6Address))),
    "cidr": Limit(
        "a range of addresses, such as 10.0.0.0/8",
        _of_text(
            lambda text: "/" in text and _parsed_by(lambda one: ipaddress.ip_network(one, strict=False))(text)
        ),
    ),
}
"""The formats that are judged; others are the API server's alone."""
