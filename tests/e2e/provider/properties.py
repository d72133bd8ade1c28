"""Pulumi's property values as Python values: what is secret, and what is not known yet."""

from collections.abc import Mapping
from typing import Any, Final

import attrs
from google.protobuf.struct_pb2 import ListValue, NullValue, Struct, Value
from pulumi.runtime import rpc

KEY: Final = rpc._special_sig_key
SECRET: Final = rpc._special_secret_sig
OUTPUT: Final = rpc._special_output_value_sig


@attrs.frozen
class Secret:
    """A value that is kept encrypted in the state.

    Attributes:
        value: What is kept.
    """

    value: Any = attrs.field(repr=False)


@attrs.frozen
class Unknown:
    """A value that is known only once another resource exists; in previews alone."""


UNKNOWN: Final = Unknown()

X_KUBERNETES: Final = (
    "embedded_resource",
    "int_or_string",
    "list_map_keys",
    "list_type",
    "map_type",
    "preserve_unknown_fields",
    "validations",
)
"""Fields of schemas that Pulumi's SDKs spell with underscores, after `x_kubernetes_`."""

TO_KUBERNETES: Final = {
    f"x_kubernetes_{name}": f"x-kubernetes-{name.replace('_', '-')}" for name in X_KUBERNETES
}
TO_PULUMI: Final = {kubernetes: pulumi for pulumi, kubernetes in TO_KUBERNETES.items()}


def decode(properties: Struct) -> dict[str, Any]:
    """Return the properties of a request; secrets stay wrapped, fields are in Kubernetes' terms."""
    return {TO_KUBERNETES.get(name, name): _decode(value) for name, value in properties.fields.items()}


def _decode(value: Value) -> Any:
    match value.WhichOneof("kind"):
        case "struct_value":
            return _decode_struct(value.struct_value)
        case "list_value":
            return [_decode(each) for each in value.list_value.values]
        case "number_value":
            number = value.number_value
            return int(number) if number.is_integer() else number
        case "string_value":
            return UNKNOWN if value.string_value == rpc.UNKNOWN else value.string_value
        case "bool_value":
            return value.bool_value
        case _:
            return None


def _decode_struct(struct: Struct) -> Any:
    signature = struct.fields[KEY].string_value if KEY in struct.fields else ""
    if not signature:
        return decode(struct)
    if signature == SECRET:
        return Secret(_decode(struct.fields["value"]))
    if signature == OUTPUT:
        inner = _decode(struct.fields["value"]) if "value" in struct.fields else UNKNOWN
        is_secret = "secret" in struct.fields and struct.fields["secret"].bool_value
        return Secret(inner) if is_secret else inner
    message = "Assets, archives and resources are no part of a Kubernetes object."
    raise ValueError(message)


def encode(properties: Mapping[str, Any]) -> Struct:
    """Return *properties* as a response carries them."""
    fields = {TO_PULUMI.get(name, name): _encode(value) for name, value in properties.items()}
    return Struct(fields=fields)


def _encode(value: Any) -> Value:  # noqa: PLR0911 - JSON; one line a kind
    match value:
        case Secret(inner):
            marked = {KEY: Value(string_value=SECRET), "value": _encode(inner)}
            return Value(struct_value=Struct(fields=marked))
        case Unknown():
            return Value(string_value=rpc.UNKNOWN)
        case bool():
            return Value(bool_value=value)
        case int() | float():
            return Value(number_value=value)
        case str():
            return Value(string_value=value)
        case dict():
            return Value(struct_value=encode(value))
        case list():
            return Value(list_value=ListValue(values=[_encode(each) for each in value]))
        case _:
            return Value(null_value=NullValue.NULL_VALUE)


def reveal(value: Any) -> Any:
    """Return *value* without the wrappers of secrets."""
    match value:
        case Secret(inner):
            return reveal(inner)
        case dict():
            return {name: reveal(each) for name, each in value.items()}
        case list():
            return [reveal(each) for each in value]
        case _:
            return value


def has_unknowns(value: Any) -> bool:
    """Say whether a part of *value* is not known yet."""
    return _contains(value, Unknown)


def has_secrets(value: Any) -> bool:
    """Say whether a part of *value* is secret."""
    return _contains(value, Secret)


def _contains(value: Any, kind: type) -> bool:
    match value:
        case _ if isinstance(value, kind):
            return True
        case Secret(inner):
            return _contains(inner, kind)
        case dict():
            return any(_contains(each, kind) for each in value.values())
        case list():
            return any(_contains(each, kind) for each in value)
        case _:
            return False


def mark_secrets(plain: Mapping[str, Any], like: Mapping[str, Any]) -> dict[str, Any]:
    """Return *plain* with those fields secret that are secret in *like*.

    A list that holds a secret anywhere is secret as a whole, since its order may change. The data
    of a Secret is secret whatever the program said.
    """
    marked = dict(plain)
    if marked.get("kind") == "Secret":
        for name in ("data", "stringData"):
            if name in marked:
                marked[name] = Secret(marked[name])
        return marked
    for name, model in like.items():
        if name not in marked:
            continue
        if isinstance(marked[name], dict) and isinstance(model, dict):
            marked[name] = mark_secrets(marked[name], model)
        elif has_secrets(model):
            marked[name] = Secret(marked[name])
    return marked
