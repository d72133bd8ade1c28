"""Waits for something to become true, with a bound and a reason when it does not."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")

PAUSE: Final = 0.1
"""Seconds between two looks."""


def until(
    look: Callable[[], T | None],
    *,
    what: str,
    seconds: float = 60.0,
    explain: Callable[[], str] = str,
) -> T:
    """Return the first result of *look* that is true.

    Args:
        look: Called again and again; what it raises ends the wait.
        what: What is waited for, such as `the API server to be ready`; the error begins with it.
        seconds: The bound.
        explain: Asked for more to say once the bound is reached, such as the tail of a log.

    Raises:
        TimeoutError: It did not become true in time.
    """
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            message = f"Waited {seconds:g} s for {what}.\n{explain()}".rstrip()
            raise TimeoutError(message)
        time.sleep(PAUSE)
