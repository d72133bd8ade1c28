"""A check with a stable code, and its documentation: the docstring is the page that `explain` prints."""

import inspect
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import attrs

from oamdsl.diagnostics.finding import Finding, Severity, Violation
from oamdsl.diagnostics.page import Page

T = TypeVar("T")

Check = Callable[[T], Iterator[Violation]]


@attrs.frozen
class Rule(Generic[T]):
    """One check of a `T`; call it like the function that it wraps.

    Attributes:
        code: Stable code, never reused, such as ``OAM202``.
        check: Yields the violations of one subject.
        severity: What its findings weigh.
        source: The clause that it enforces.
        suppressible: Whether a comment may accept its findings. Not where nothing definite is left to
            deploy, such as a field that two traits decide.
    """

    code: str
    check: Check[T]
    severity: Severity
    source: str
    suppressible: bool = True

    @property
    def name(self) -> str:
        """The problem in kebab case: ``contested-field``."""
        return self.check.__name__.replace("_", "-")

    def __call__(self, subject: T) -> Iterator[Finding]:
        """The findings of this rule about *subject*."""
        for violation in self.check(subject):
            yield Finding(code=self.code, rule=self.name, severity=self.severity, violation=violation)

    @property
    def page(self) -> Page:
        """The rule's documentation, from its docstring."""
        return Page.parse(inspect.getdoc(self.check) or "")


def rule(
    code: str, *, source: str, severity: Severity = Severity.ERROR, suppressible: bool = True
) -> Callable[[Check[T]], Rule[T]]:
    """Make a rule of a function that yields violations.

    Args:
        code: Stable code.
        source: The clause of OAM, KubeVela or Kubernetes that it enforces.
        severity: What its findings weigh.
        suppressible: Whether a comment may accept its findings.
    """

    def wrap(check: Check[T]) -> Rule[T]:
        return Rule(code, check, severity, source, suppressible)

    return wrap
