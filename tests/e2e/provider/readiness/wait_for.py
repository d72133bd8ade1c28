"""Readiness that the program spells out in the annotation `pulumi.com/waitFor`.

Understood are `condition=TYPE[=STATUS]` and `jsonpath={.plain.path}[=VALUE]`; the official provider
understands filters and wildcards too.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tests.e2e.kubernetes_api import Manifest
from tests.e2e.provider.readiness.workloads import condition

_JSONPATH: Final = re.compile(r"jsonpath=\{((?:\.[\w-]+)+)\}(?:=(.*))?")
_CONDITION: Final = re.compile(r"condition=([^=]+)(?:=(.*))?")


def missing(live: Manifest, annotation: str) -> Iterator[str]:
    """Say which of the annotation's expressions *live* does not meet.

    Raises:
        ValueError: An expression is not understood.
    """
    for expression in _expressions(annotation):
        if found := _JSONPATH.fullmatch(expression):
            met = _is_met(_value(live, found[1].split(".")[1:]), found[2])
        elif found := _CONDITION.fullmatch(expression):
            met = condition(live, found[1]).get("status", "") == (found[2] or "True")
        else:
            message = f"The stand-in does not understand pulumi.com/waitFor: {expression!r}."
            raise ValueError(message)
        if not met:
            yield f"Waiting for {expression}."


def _expressions(annotation: str) -> Sequence[str]:
    try:
        values = json.loads(annotation)
    except ValueError:
        return [annotation]
    return [str(each) for each in values] if isinstance(values, list) else [annotation]


def _value(live: Manifest, names: Sequence[str]) -> Any:
    value: Any = live
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _is_met(value: Any, wanted: str | None) -> bool:
    if wanted is None:
        return value is not None
    text = json.dumps(value) if isinstance(value, bool | int | float) else str(value)
    return text == wanted
