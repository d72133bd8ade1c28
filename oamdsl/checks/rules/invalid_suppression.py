"""OAM502."""

from collections.abc import Iterator

from oamdsl.checks.suppressing import Suppressions
from oamdsl.diagnostics.codes import meant
from oamdsl.diagnostics.finding import Place, Suppression, Violation
from oamdsl.diagnostics.rule import rule


@rule("OAM502", source="oamdsl: a suppression says what it accepts, and why", suppressible=False)
def invalid_suppression(suppressions: Suppressions) -> Iterator[Violation]:
    """A comment suppresses nothing: it lacks a code or a reason, or has a code that cannot be suppressed.

    Why: reviewers must see what was accepted and why. Where nothing definite is left to deploy, such as a
    field that two traits decide, no reason can make up for it.

    Example:
        Web("web", traits=[AutoScaler(maximum=9)])  # oamdsl: ignore[OAM207]

    Use instead:
        Web("web", traits=[AutoScaler(maximum=9)])
    """
    for comment in suppressions.comments:
        for message, help_ in _problems(comment, suppressions):
            yield Violation(message=message, places=(Place(comment.location),), subject=(), help=help_)


def _problems(comment: Suppression, suppressions: Suppressions) -> Iterator[tuple[str, str]]:
    codes = suppressions.codes
    if comment.misspelt:
        yield (
            f"the comment says `{comment.misspelt}`, so it suppresses nothing",
            "write `ignore` in its place",
        )
        return
    if not comment.codes:
        yield (
            "the comment names no code, so it suppresses nothing",
            "write `# oamdsl: ignore[CODE] reason`, with the code of the finding",
        )
    for code in comment.codes:
        if code not in codes:
            help_ = meant(code, suppressions.names) or "write the code that the finding has"
            yield f"`{code}` is no code of a finding, so it suppresses nothing", help_
        elif not codes[code]:
            yield (
                f"`{code}` cannot be suppressed: it leaves nothing definite to deploy",
                f"mend what `oamdsl explain {code}` describes, and remove the comment",
            )
    if not comment.reason:
        yield (
            "the comment gives no reason, so it suppresses nothing",
            "write the reason behind the bracket: `# oamdsl: ignore[CODE] reason`",
        )
