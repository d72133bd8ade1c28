"""OAM501."""

from collections.abc import Iterator

from oamdsl.checks.suppressing import Suppressions
from oamdsl.diagnostics.finding import Place, Severity, Violation
from oamdsl.diagnostics.rule import rule


@rule(
    "OAM501",
    source="oamdsl: a suppression is reviewed as long as it is needed",
    severity=Severity.WARNING,
    suppressible=False,
)
def unused_suppression(suppressions: Suppressions) -> Iterator[Violation]:
    """A comment suppresses a finding that is not there.

    Why: it would hide the next mistake on its line, which nobody has looked at.

    Example:
        Web("web", traits=[AutoScaler(maximum=9)])  # oamdsl: ignore[OAM207] the mesh sets the requests

    Use instead:
        Web("web", traits=[AutoScaler(maximum=9)])
    """
    for comment in suppressions.unused:
        codes = ", ".join(comment.codes)
        yield Violation(
            message=f"nothing is suppressed here, although {codes} may be",
            places=(Place(comment.location),),
            subject=(),
            help="remove the comment, or put it on the line that the finding names",
        )
