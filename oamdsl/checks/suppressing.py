"""Comments that accept findings: which apply to a plan, and which to nothing."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Finding, Suppression
from oamdsl.diagnostics.suppression import suppressions_in
from oamdsl.model.element import Element


@attrs.frozen(kw_only=True)
class Suppressions:
    """The suppressing comments of a program, and what came of them.

    Attributes:
        comments: All that the program's files have.
        findings: What was found in it, accepted or not.
        codes: For the code of each rule, whether a comment may accept its findings.
        names: The rules' names, {code: name}.
    """

    comments: tuple[Suppression, ...]
    findings: Sequence[Finding]
    codes: Mapping[str, bool]
    names: Mapping[str, str]

    def is_valid(self, comment: Suppression) -> bool:
        """Whether it gives a reason, and codes that may be suppressed."""
        is_complete = bool(comment.reason and comment.codes and not comment.misspelt)
        return is_complete and all(self.codes.get(code, False) for code in comment.codes)

    @property
    def unused(self) -> Iterator[Suppression]:
        """Those that accept nothing, although they could."""
        used = {finding.suppression for finding in self.findings}
        return (one for one in self.comments if one not in used and self.is_valid(one))


def suppressed(findings: Iterable[Finding], codes: Mapping[str, bool]) -> list[Finding]:
    """*findings*, each with the comment that accepts it.

    Args:
        findings: What may be accepted.
        codes: For the code of each rule, whether a comment may accept its findings.
    """
    comments_in = functools.cache(suppressions_in)
    return [
        attrs.evolve(finding, suppression=_suppression_of(finding, comments_in))
        if codes.get(finding.code, False)
        else finding
        for finding in findings
    ]


def _suppression_of(
    finding: Finding, comments_in: Callable[[str], tuple[Suppression, ...]]
) -> Suppression | None:
    return next(
        (
            comment
            for place in finding.violation.places
            for comment in comments_in(place.location.file)
            if comment.line in {place.location.line, place.location.end_line}
            and finding.code in comment.codes
            and comment.reason
            and not comment.misspelt
        ),
        None,
    )


def comments_of(plans: Sequence[Plan]) -> tuple[Suppression, ...]:
    """The suppressing comments in the files that declare what *plans* consist of."""
    files = {element.origin.code.co_filename for plan in plans for element in _declared(plan)}
    classes = {type(composed.component) for plan in plans for composed in plan.components}
    files |= {cls.workload.__code__.co_filename for cls in classes if hasattr(cls.workload, "__code__")}
    return tuple(comment for file in sorted(files) for comment in suppressions_in(file))


def _declared(plan: Plan) -> Iterator[Element]:
    yield plan.environment
    yield from plan.applications
    for composed in plan.components:
        yield composed.component
        yield from composed.component.traits
