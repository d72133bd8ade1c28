"""What is wrong with a name, as `oamdsl.kubernetes.names` puts it, taken apart for a finding."""

import re
from collections.abc import Callable

import attrs

Test = Callable[[str], str | None]
"""What is wrong with a name, a phrase that follows it, or None."""


@attrs.frozen
class Problem:
    """A name that is refused.

    Attributes:
        text: The name.
        wrong: What is wrong with it, a phrase that follows it: ``has "_"``.
        allowed: What is accepted; empty when *wrong* says it.
        suggestion: A name like it that is accepted; empty when none is near.
    """

    text: str
    wrong: str
    allowed: str
    suggestion: str

    @classmethod
    def of(cls, text: object, test: Test) -> "Problem | None":
        """What *test* has against *text*, or None; nothing against what is no text yet."""
        if not isinstance(text, str):
            return None
        phrase = test(text)
        if phrase is None:
            return None
        wrong, _, allowed = phrase.partition("; ")
        spelt = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        return cls(
            text=text,
            wrong=wrong,
            allowed=allowed.removeprefix("it must be ").partition(", and this has ")[0],
            suggestion=spelt if test(spelt) is None else "",
        )

    @property
    def renaming(self) -> str:
        """``rename it, to `my-web` for example``."""
        return f"rename it, to `{self.suggestion}` for example" if self.suggestion else "rename it"
