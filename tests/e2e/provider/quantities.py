"""When two spellings of a quantity are the same amount: `0.5` and `500m`, `1024Mi` and `1Gi`."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

HOLDERS: Final = frozenset(
    {
        "averageValue",
        "capacity",
        "default",
        "defaultRequest",
        "divisor",
        "hard",
        "limits",
        "max",
        "maxLimitRequestRatio",
        "min",
        "overhead",
        "podFixed",
        "requests",
        "sizeLimit",
        "value",
    }
)
"""Fields that hold quantities, themselves or by the names of resources."""

FACTORS: Final = {
    "n": Decimal("1e-9"),
    "u": Decimal("1e-6"),
    "m": Decimal("1e-3"),
    "": Decimal(1),
    **{unit: Decimal(1000) ** power for power, unit in enumerate("kMGTPE", start=1)},
    **{f"{unit}i": Decimal(1024) ** power for power, unit in enumerate("KMGTPE", start=1)},
}

_QUANTITY: Final = re.compile(r"([+-]?\d*\.?\d+(?:[eE][+-]?\d+)?)(n|u|m|k|[KMGTPE]i?|)")


def amount(text: str) -> Decimal | None:
    """Return the amount that *text* says, None when it is no quantity."""
    found = _QUANTITY.fullmatch(text)
    return Decimal(found[1]) * FACTORS[found[2]] if found else None


def same_amount(path: Sequence[str | int], one: Any, other: Any) -> bool:
    """Say whether the values at *path* are quantities and equal as such."""
    if not HOLDERS.intersection(path[-2:]):
        return False
    if not isinstance(one, str | int | float) or not isinstance(other, str | int | float):
        return False
    first = amount(str(one))
    return first is not None and first == amount(str(other))
