"""Which implementations come with the library, by technology."""

import importlib
import pkgutil
import typing
from collections.abc import Iterator
from types import ModuleType
from typing import Any, cast, get_args, get_origin

from oamdsl.model.platform import Implementation
from oamdsl.model.trait import Trait

_PACKAGE = __name__.rpartition(".")[0]


def technologies() -> Iterator[tuple[str, ModuleType]]:
    """The technologies, each a package that lists its implementations in ``__all__``: ``(name, package)``."""
    for module in pkgutil.iter_modules(importlib.import_module(_PACKAGE).__path__):
        if module.ispkg:
            yield module.name, importlib.import_module(f"{_PACKAGE}.{module.name}")


def implementations_of(trait: type[Trait]) -> tuple[str, ...]:
    """Names of the implementations of *trait*, and of functions that make one: ``keda.cron_triggers``."""
    return tuple(
        f"{technology}.{name}"
        for technology, package in technologies()
        for name in package.__all__
        if trait in implemented(getattr(package, name))
    )


def implemented(one: object) -> tuple[type[Trait], ...]:
    """The trait that an implementation implements, or that a function returns an implementation of."""
    if isinstance(one, Implementation):
        return (cast("type[Trait]", one.trait),)
    if callable(one) and not isinstance(one, type):
        returned = _returned(one)
        return get_args(returned) if get_origin(returned) is Implementation else ()
    return ()


def _returned(function: Any) -> object:
    try:
        return typing.get_type_hints(function).get("return")
    except (NameError, TypeError):
        return None
