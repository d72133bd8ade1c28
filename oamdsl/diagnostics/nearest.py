"""The nearest valid name to a misspelt one."""

import difflib
from collections.abc import Iterable


def nearest(name: str, candidates: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The candidate that *name* was probably meant to be; empty when none is as close as *cutoff*, 0 to 1."""
    matches = difflib.get_close_matches(name, sorted(candidates), n=1, cutoff=cutoff)
    return matches[0] if matches else ""


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """``did you mean `x`?``, or the empty string when no candidate is close to *name*."""
    match = nearest(name, candidates)
    return f"did you mean `{match}`?" if match else ""
