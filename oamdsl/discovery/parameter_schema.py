"""The parameters of a declared class as an OpenAPI v3 schema: types, ranges, choices, defaults, parts."""

import enum
import math
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, get_args, get_origin

import attrs

from oamdsl.discovery.description import documented
from oamdsl.kubernetes.tree import is_list, is_map
from oamdsl.model.annotation import MAPPINGS, OPAQUE, SEQUENCES, unnamed
from oamdsl.model.element import Element, fields_of
from oamdsl.model.field import Field
from oamdsl.model.parameter import Constraint

Schema = Mapping[str, Any]

_OPEN: Final[Schema] = {"x-kubernetes-preserve-unknown-fields": True}
_NAMES: Final[Mapping[Any, str]] = {int: "integer", float: "number", str: "string", bool: "boolean"}


def parameter_schema(cls: type[Element]) -> Schema:
    """What whoever builds a *cls* may give, as an object's schema; its parts stand under ``definitions``."""
    parts: dict[str, Schema] = {}
    left = [*_parts(cls)]
    while left:
        part = left.pop()
        if part.__name__ not in parts:
            parts[part.__name__] = _object(part)
            left.extend(_parts(part))
    definitions = {"definitions": dict(sorted(parts.items()))} if parts else {}
    return {**_object(cls), **definitions}


def _parts(cls: type[Element]) -> Iterator[type[Element]]:
    """The declared classes that the parameters of *cls* are made of."""
    left = [field.annotation for field in fields_of(cls).values() if field.constraint is not None]
    while left:
        annotation = unnamed(left.pop())
        if _is_part(annotation):
            yield annotation
        left.extend(get_args(annotation))


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Element) and bool(fields_of(kind))


def _object(cls: type[Element]) -> Schema:
    texts = documented(cls)
    fields = [(field, field.constraint) for field in fields_of(cls).values() if field.constraint is not None]
    return {
        "type": "object",
        "properties": {
            field.name: {
                **_type(field.annotation),
                **_limits(constraint),
                **_default(field),
                "description": constraint.description or texts.get(field.name, ""),
            }
            for field, constraint in fields
        },
        "required": [field.name for field, _ in fields if field.default is attrs.NOTHING],
    }


def _type(annotation: Any) -> Schema:
    """The schema of what *annotation* admits; open where a schema has no name for it."""
    annotation = unnamed(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    kind = origin or annotation
    found = _OPEN
    if origin in (typing.Union, types.UnionType):
        found = _union(arguments)
    elif origin is Literal:
        found = {"type": "string", "enum": list(arguments)}
    elif kind in SEQUENCES:
        found = {"type": "array", "items": _type(arguments[0]) if arguments else _OPEN}
    elif kind in MAPPINGS:
        found = {"type": "object", "additionalProperties": _type(arguments[1]) if arguments else _OPEN}
    elif kind in _NAMES:
        found = {"type": _NAMES[kind]}
    elif isinstance(kind, type) and issubclass(kind, enum.Enum):
        found = {"type": "string", "enum": [member.value for member in kind]}
    elif _is_part(kind):
        found = {"allOf": [{"$ref": f"#/definitions/{kind.__name__}"}]}
    return found


def _union(members: tuple[Any, ...]) -> Schema:
    """One of several types, what is opaque and None aside."""
    plain = [one for one in members if (get_origin(one) or one) not in OPAQUE and one is not type(None)]
    nullable = {"nullable": True} if type(None) in members else {}
    schemas = [_type(one) for one in plain]
    if {one.get("type") for one in schemas} == {"integer", "string"}:
        return {"x-kubernetes-int-or-string": True, **nullable}
    return {**(schemas[0] if len(schemas) == 1 else {"anyOf": schemas}), **nullable}


def _limits(constraint: Constraint) -> Schema:
    found: dict[str, Any] = {}
    if constraint.ge is not None:
        found["minimum"] = constraint.ge
    if constraint.le is not None:
        found["maximum"] = constraint.le
    if constraint.choices:
        found["enum"] = list(constraint.choices)
    if constraint.pattern is not None:
        found["pattern"] = f"^(?:{constraint.pattern.pattern})$"
    return found


def _default(field: Field) -> Schema:
    """The default, where it is one that JSON has."""
    value = _NONE_SUCH if field.default is attrs.NOTHING else _json(field.default)
    return {} if value is _NONE_SUCH else {"default": value}


_NONE_SUCH: Final = object()


def _json(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, float) and not math.isfinite(value):
        return _NONE_SUCH
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if is_list(value):
        entries = [_json(one) for one in value]
        return _NONE_SUCH if any(one is _NONE_SUCH for one in entries) else entries
    if is_map(value):
        found = {str(name): _json(one) for name, one in value.items()}
        return _NONE_SUCH if any(one is _NONE_SUCH for one in found.values()) else found
    return _NONE_SUCH
