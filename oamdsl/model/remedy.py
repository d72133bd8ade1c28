"""What to write in place of a value of the wrong type, where it is plain what was meant."""

import ast
import inspect
from collections.abc import Callable, Iterable, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from typing import Any, Final, cast

import attrs

from oamdsl.model.value import is_opaque, shown

_SHORT: Final = 40
"""Characters of a value that is written out as code."""
_LONG: Final = 120
"""Characters of a value in a sentence."""


def noun(kind: type[Any]) -> str:
    """``an AutoScaler`` for the class."""
    return f"{'an' if kind.__name__[0] in 'AEIOU' else 'a'} {kind.__name__}"


def described(value: object) -> str:
    """*value* as a message says it: with its type, unless that is plain to see."""
    if value is None:
        return "None"
    if isinstance(value, type):
        return f"the class `{value.__name__}`"
    if inspect.isroutine(value):
        return f"the function `{value.__name__}`"
    text = abridged(value)
    return text if _is_declared(value) else f"{text} ({type(value).__name__})"


def abridged(value: object) -> str:
    """*value*, as much of it as a sentence bears."""
    text = noun(type(value)) if _is_declared(value) else shown(value)
    return text if len(text) <= _LONG else f"{text[: _LONG - 3]}..."


def _is_declared(value: object) -> bool:
    return attrs.has(type(value)) and not is_opaque(value)


def brief(value: object) -> str:
    """*value* as code, as far as it is short."""
    if _is_declared(value):
        return f"{type(value).__name__}(...)"
    text = shown(value)
    return text if len(text) <= _SHORT else "..."


@attrs.frozen
class Wanted:
    """The type that a value should have.

    Attributes:
        accepts: Whether a value has it.
        kind: The class, where it is one.
    """

    accepts: Callable[[object], bool]
    kind: type | None


def remedy(value: object, wanted: Wanted) -> str:
    """What to write in place of *value*, as an imperative; empty where nobody can tell what was meant."""
    return next((found for meant in _MEANT if (found := meant(value, wanted))), "")


def _an_instance(value: object, wanted: Wanted) -> str:
    if not isinstance(value, type) or not attrs.has(value) or inspect.isabstract(value):
        return ""
    instance: object = object.__new__(value)  # of the type that it asks for, and with nothing in it
    call = f"{value.__name__}(...)"
    if wanted.accepts(instance):
        return f"build one: `{call}`"
    return f"build one, in a list: `[{call}]`" if wanted.accepts([instance]) else ""


def _a_call(value: object, _: Wanted) -> str:
    return f"call it: `{value.__name__}(...)`" if inspect.isroutine(value) else ""


def _a_list(value: object, wanted: Wanted) -> str:
    if isinstance(value, (AbstractSet, ValuesView)):
        in_order = list(cast("Iterable[object]", value))
        return "give a list, which has an order: `[...]`" if wanted.accepts(in_order) else ""
    return f"put it in a list: `[{brief(value)}]`" if wanted.accepts([value]) else ""


def _its_only_item(value: object, wanted: Wanted) -> str:
    items = list(cast("Sequence[object]", value)) if isinstance(value, (list, tuple)) else []
    is_meant = len(items) == 1 and wanted.accepts(items[0])
    return f"write `{brief(items[0])}`, without the brackets" if is_meant else ""


def _what_is_made_of_it(value: object, wanted: Wanted) -> str:
    kind: Any = wanted.kind
    if not isinstance(value, (int, float)) or not attrs.has(kind) or inspect.isabstract(kind):
        return ""
    fields = attrs.fields(kind)
    if all(one.kw_only for one in fields):
        return ""
    required = sum(one.default is attrs.NOTHING for one in fields)
    return f"write `{kind.__name__}({brief(value)}{', ...' if required > 1 else ''})`"


def _what_the_text_says(value: object, wanted: Wanted) -> str:
    if not isinstance(value, str):
        return ""
    try:
        meant: object = ast.literal_eval(value.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        meant = {"true": True, "false": False}.get(value.lower())
    if not wanted.accepts(meant):
        return ""
    return f"write `{brief(meant)}`, without quotes{_or_convert(type(meant))}"


def _another_number_or_text(value: object, wanted: Wanted) -> str:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer() and wanted.accepts(int(value)):
        return f"write `{int(value)}`, without a point"
    return f'write `"{value}"`, in quotes{_or_convert(str)}' if wanted.accepts(str(value)) else ""


def _or_convert(kind: type) -> str:
    """What to do where the value is not spelt out in the call."""
    return f", or convert it by `{kind.__name__}()`" if kind in {int, float, str} else ""


_MEANT: Final = (
    _an_instance,
    _a_call,
    _a_list,
    _its_only_item,
    _what_is_made_of_it,
    _what_the_text_says,
    _another_number_or_text,
)
