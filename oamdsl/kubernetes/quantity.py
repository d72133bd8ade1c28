"""Amounts of a resource as Kubernetes spells them: ``500m``, ``1.5Gi``, ``2e3``."""

import math
import re
from decimal import ROUND_UP, Context, Decimal, localcontext
from functools import lru_cache
from typing import Final

_SUFFIXES: Final = {
    "": Decimal(1),
    "n": Decimal("1e-9"),
    "u": Decimal("1e-6"),
    "m": Decimal("1e-3"),
    "k": Decimal("1e3"),
    "M": Decimal("1e6"),
    "G": Decimal("1e9"),
    "T": Decimal("1e12"),
    "P": Decimal("1e15"),
    "E": Decimal("1e18"),
    "Ki": Decimal(2**10),
    "Mi": Decimal(2**20),
    "Gi": Decimal(2**30),
    "Ti": Decimal(2**40),
    "Pi": Decimal(2**50),
    "Ei": Decimal(2**60),
}
_NUMBER: Final = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_NANO: Final = Decimal("1e-9")
_LARGEST_BINARY: Final = Decimal(2**63 - 1)
_FARTHEST_EXPONENT: Final = 1000
_LONGEST: Final = 100
_EXACT: Final = Context(prec=_FARTHEST_EXPONENT + 2 * _LONGEST)
_FORMS: Final = 'write a number with an optional suffix, like "500m", "2", "1.5Gi" or "1e3"'
_UNITS: Final = frozenset({"b", "byte", "bytes", "core", "cores", "cpu", "cpus"})
_CACHED: Final = 4096


def quantity(text: str | float) -> Decimal:
    """The amount that *text* spells, in base units: cores, bytes, pieces.

    The value is the one that the API server computes: what is finer than a nano is rounded
    away from zero to a nano, and a binary amount stops at 2**63 - 1.

    Args:
        text: A Kubernetes quantity, at most 100 characters: a sign, decimals, and a suffix (``n u m
            k M G T P E``, powers of 1000, or ``Ki Mi Gi Ti Pi Ei``, powers of 1024) or an exponent
            from -1000 to 1000 (``e3``, ``E3``). A number counts as its own decimal text. At least
            one digit is needed, although the API server takes ``Mi`` for 0.

    Raises:
        ValueError: *text* is no quantity; the message says why, gives the allowed forms and, where
            obvious, the nearest valid spelling.

    Source: Kubernetes API, ``resource.Quantity``; k8s.io/apimachinery 0.37.2, ``ParseQuantity``.
    """
    if isinstance(text, str):
        return _parse(text)
    if isinstance(text, bool) or not math.isfinite(text):
        message = f"{text} is not a quantity: {_FORMS}"
        raise ValueError(message)
    return _parse(str(text))


def wrong_quantity(text: str | float) -> str | None:
    """What is wrong with an amount, a phrase that follows it; None when it is a `quantity`."""
    try:
        quantity(text)
    except ValueError as error:
        _, wrong, forms = str(error).partition("is not a quantity")
        return wrong + forms
    return None


def same_quantity(one: object, other: object) -> bool:
    """Whether two amounts are equal, however they are spelt; what is no amount equals itself alone."""
    if isinstance(one, (str, int, float)) and isinstance(other, (str, int, float)):
        try:
            return quantity(one) == quantity(other)
        except ValueError:
            return one == other
    return one == other


@lru_cache(maxsize=_CACHED)  # thousands of containers share a handful of spellings
def _parse(text: str) -> Decimal:
    stripped = text.strip()  # the API server's JSON decoder strips too
    match = re.fullmatch(rf"({_NUMBER})(?:([a-zA-Z]*)|[eE]([+-]?[0-9]+))", stripped, re.ASCII)
    if match is None or len(stripped) > _LONGEST:
        raise ValueError(_message(text))
    number, suffix, exponent = match.groups()
    with localcontext(_EXACT):
        if exponent is not None:
            if abs(int(exponent)) > _FARTHEST_EXPONENT:
                raise ValueError(_message(text))
            return _rounded(Decimal(number).scaleb(int(exponent)))
        if suffix not in _SUFFIXES:
            raise ValueError(_message(text))
        value = _rounded(Decimal(number) * _SUFFIXES[suffix])
        if suffix.endswith("i"):
            return max(-_LARGEST_BINARY, min(_LARGEST_BINARY, value))
        return value


def _rounded(value: Decimal) -> Decimal:
    if value == value.quantize(_NANO, rounding=ROUND_UP):
        return value
    return value.quantize(_NANO, rounding=ROUND_UP)


def _message(text: str) -> str:
    if not text.strip():
        return f"an empty text is not a quantity: {_FORMS}"
    shown = text if len(text) <= _LONGEST else f"{text[:20]}..."
    nearest = _nearest(text)
    hint = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
    return f'"{shown}" is not a quantity: {_FORMS}{hint}'


def _nearest(text: str) -> tuple[str, ...]:
    """The valid spellings that *text* most likely stands for: ``500mb`` for ``500M``, ``500Mi``."""
    match = re.fullmatch(rf"\s*({_NUMBER}|[+-]?[0-9]+,[0-9]{{1,2}})\s*([a-zA-Z]*)\s*", text, re.ASCII)
    if match is None or len(text) > _LONGEST:
        return ()
    number, unit = match[1].replace(",", "."), match[2].lower()
    binary, decimal = f"{unit[:1].upper()}i", unit[:1] if unit[:1] == "k" else unit[:1].upper()
    suffixes: tuple[str, ...] = ()
    if match[2] in _SUFFIXES:
        suffixes = (match[2],)
    elif unit in _UNITS:
        suffixes = ("",)
    elif binary in _SUFFIXES and unit[1:] in ("i", "ib"):
        suffixes = (binary,)
    elif binary in _SUFFIXES and unit[1:] in ("", "b"):
        suffixes = (binary, decimal)
    elif unit in _SUFFIXES:
        suffixes = (unit,)
    return tuple(f'"{number}{suffix}"' for suffix in suffixes)
