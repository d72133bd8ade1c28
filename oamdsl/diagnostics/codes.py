"""Codes of findings, as people type them."""

from collections.abc import Mapping
from typing import Final

from oamdsl.diagnostics.nearest import nearest

_LISTED: Final = 8
"""Codes that are listed at most."""


def meant(typed: str, known: Mapping[str, str]) -> str:
    """What *typed* was probably meant to be, as a question; empty when nobody can tell.

    A number that no finding has is a mistake of memory, not of typing: nothing is near to it.

    Args:
        typed: What is no code.
        known: The codes there are, and the names of their rules: {code: name}.
    """
    upper = typed.upper()
    codes = {name: code for code, name in known.items()}
    spelt = upper[:3] + upper[3:].replace("O", "0")
    for one in (upper, spelt, f"OAM{upper}"):
        if one in known:
            return f"did you mean `{one}`?"
    beginning = [code for code in known if len(upper) > 3 and code.startswith(spelt)]  # noqa: PLR2004 - OAM
    if beginning:
        more = ", ..." if len(beginning) > _LISTED else ""
        return f"did you mean one of {', '.join(beginning[:_LISTED])}{more}?"
    if name := nearest(typed.lower(), codes, cutoff=0.75):
        return f"did you mean `{codes[name]}`, {name}?"
    twice_first = sorted(range(1, len(spelt)), key=lambda at: spelt[at] != spelt[at - 1])
    shorter = (spelt[:at] + spelt[at + 1 :] for at in twice_first)
    return next((f"did you mean `{one}`?" for one in shorter if one in known), "")
