"""Declared values in words, for people who do not read Python."""

import enum
from collections.abc import Mapping

from oamdsl.kubernetes.schedule_words import with_words
from oamdsl.kubernetes.tree import is_list, is_map
from oamdsl.model.element import Element, fields_of
from oamdsl.model.fault import Unset
from oamdsl.model.value import is_opaque, shown


def words(value: object) -> str:
    """*value* as a reviewer reads it, without quotes and brackets; a word in its place when it is opaque."""
    match value:
        case Unset():
            said = "wrong, see the findings"
        case _ if is_opaque(value):
            said = shown(value)
        case enum.Enum():
            said = words(value.value)
        case bool():
            said = "yes" if value else "no"
        case str():
            said = with_words(value)
        case Element():
            said = _element(value)
        case _ if is_map(value):
            said = _pairs({str(key): words(one) for key, one in value.items()})
        case _ if is_list(value):
            several = [words(one) for one in value]
            said = ("; " if any(", " in one for one in several) else ", ").join(several)
        case _:
            said = "" if value is None else shown(value)
    return said or "none"


def given_to(element: Element) -> dict[str, str]:
    """What was given to *element*: {parameter: value in words}."""
    given = (name for name in fields_of(type(element)) if name in element.given)
    return {name: words(getattr(element, name)) for name in given}


def listed(parameters: Mapping[str, str]) -> str:
    """*parameters*, as of `given_to`, in one line: ``minimum: 2, on pods: no``."""
    return _pairs({name.replace("_", " "): value for name, value in parameters.items()})


def _element(element: Element) -> str:
    """A part of a declared value, by its name where it has one."""
    given = given_to(element)
    name = given.pop("name", type(element).__name__)
    return f"{name} ({listed(given)})" if given else name


def _pairs(named: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in named.items())
