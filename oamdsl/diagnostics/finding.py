"""A coded diagnostic: data only; the formats beside this module show it."""

import enum
import hashlib
import re
from collections.abc import Iterable
from typing import Final

import attrs

from oamdsl.diagnostics.origin import Location
from oamdsl.diagnostics.plural import plural


class Severity(enum.Enum):
    """How much a finding weighs: an error stops a deployment, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@attrs.frozen
class Suppression:
    """A comment that accepts findings: ``# oamdsl: ignore[OAM413] the operator adds the selector``.

    Attributes:
        location: The comment.
        line: The line of code that it speaks for: its own, or the next one where it stands alone.
        codes: Codes of the rules whose findings it accepts.
        reason: Why they are accepted.
        misspelt: What stands in place of ``ignore``, so that it accepts nothing; empty for ``ignore``.
    """

    location: Location
    line: int
    codes: tuple[str, ...]
    reason: str
    misspelt: str = ""


_LINE_NUMBER: Final = re.compile(r"(?<=\.py):\d+(:\d+)?|(?<=\bline )\d+")


_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What ends a line, moves a cursor, or turns the order of characters round."""


def on_one_line(text: str) -> str:
    """*text* with escapes in place of what is no character to read, since names may be anything."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _each_on_one_line(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(on_one_line, texts))


@attrs.frozen
class Place:
    """A place in the user's files that a finding is about.

    Attributes:
        location: Where.
        label: What is there, a few words without a full stop.
        confidential: Whether the line holds a secret, so that it is named and not shown.
    """

    location: Location
    label: str = attrs.field(default="", converter=on_one_line)
    confidential: bool = False


@attrs.frozen(kw_only=True)
class Violation:
    """What a rule yields: one breach of it, before the rule adds its own name.

    Attributes:
        message: One sentence that stands alone: no full stop, the user's names in backquotes.
        places: Every place involved, the one to change first.
        subject: What it is about, outermost first: application, component, trait or parameter.
        seen: The value seen, as text; empty for none. Never a secret.
        allowed: What would be accepted; empty where the message says it.
        notes: Further facts.
        help: What to do, as an imperative that can be followed.
    """

    message: str = attrs.field(converter=on_one_line)
    places: tuple[Place, ...]
    subject: tuple[str, ...] = attrs.field(converter=_each_on_one_line)
    help: str
    seen: str = ""
    allowed: str = ""
    notes: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Finding:
    """One breach of one rule.

    Attributes:
        code: The rule's stable code, such as ``OAM202``.
        rule: The rule's name, such as ``contested-field``.
        severity: Error or warning.
        violation: What is wrong, and where.
        environments: Names of the environments in which it is wrong, in the order checked.
        suppression: The comment that accepts it; None when it counts.
    """

    code: str
    rule: str
    severity: Severity
    violation: Violation
    environments: tuple[str, ...] = ()
    suppression: Suppression | None = None

    @property
    def is_error(self) -> bool:
        """Whether it stops a deployment."""
        return self.severity is Severity.ERROR and self.suppression is None

    @property
    def fingerprint(self) -> str:
        """The same from run to run while code, subject and message are, wherever the lines move."""
        message = _LINE_NUMBER.sub("", self.violation.message)
        identity = "\0".join((self.code, *self.violation.subject, message))
        return hashlib.sha256(identity.encode()).hexdigest()[:16]

    @property
    def sort_key(self) -> tuple[object, ...]:
        """By file, line and column of the first place, then code and message."""
        places = self.violation.places
        first = places[0].location if places else Location("", 0)
        return (first, self.code, self.violation.subject, self.violation.message)


def merged(findings: list[Finding]) -> list[Finding]:
    """*findings* sorted by place; one of several environments stands once, with all their names."""
    environments: dict[Finding, list[str]] = {}
    for finding in findings:
        names = environments.setdefault(attrs.evolve(finding, environments=()), [])
        names.extend(name for name in finding.environments if name not in names)
    return sorted(
        (attrs.evolve(finding, environments=tuple(names)) for finding, names in environments.items()),
        key=lambda finding: finding.sort_key,
    )


def counted(findings: Iterable[Finding]) -> str:
    """How many there are, in words: ``2 errors and 1 warning (1 suppressed)``."""
    found = list(findings)
    numbers = {
        severity: sum(finding.severity is severity and finding.suppression is None for finding in found)
        for severity in Severity
    }
    suppressed = sum(finding.suppression is not None for finding in found)
    listed = " and ".join(plural(number, severity.value) for severity, number in numbers.items() if number)
    return (listed or "nothing") + (f" ({suppressed} suppressed)" if suppressed else "")
