"""All rules over a plan."""

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from oamdsl.checks.callers import with_callers
from oamdsl.checks.catalogue import CATALOGUE, RULES
from oamdsl.checks.confidential import without_secrets
from oamdsl.checks.distributions import with_distributions
from oamdsl.checks.rules.invalid_suppression import invalid_suppression
from oamdsl.checks.rules.unused_suppression import unused_suppression
from oamdsl.checks.suppressing import Suppressions, comments_of, suppressed
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Finding, merged

_NAMES: Final = {rule.code: rule.name for rule in CATALOGUE}


def check(plan: Plan) -> list[Finding]:
    """Every finding about *plan*, in the order of the rules, each with the comment that suppresses it.

    Whether a comment is of no use shows only over all environments: see `unused_suppressions`.
    """
    codes = _suppressible()
    found = suppressed((finding for rule in RULES for finding in rule(plan)), codes)
    comments = Suppressions(comments=comments_of([plan]), findings=found, codes=codes, names=_NAMES)
    named = _named([*found, *invalid_suppression(comments)], [plan])
    return without_secrets(with_callers(with_distributions(named, plan), plan), plan)


def unused_suppressions(plans: Sequence[Plan], findings: Sequence[Finding]) -> list[Finding]:
    """What is said of comments in the files of *plans* that suppress none of the *findings* about them."""
    comments = Suppressions(
        comments=comments_of(plans), findings=findings, codes=_suppressible(), names=_NAMES
    )
    return _named(unused_suppression(comments), plans)


def check_all(plans: Sequence[Plan], *, whole: bool) -> list[Finding]:
    """What is wrong in any of *plans*, sorted by place, each finding once with its environments.

    Args:
        plans: One for each environment.
        whole: Whether they are the whole project, so that comments that suppress nothing are of no use.
    """
    findings = [finding for plan in plans for finding in check(plan)]
    return merged([*findings, *(unused_suppressions(plans, findings) if whole else ())])


def _suppressible() -> dict[str, bool]:
    return {rule.code: rule.suppressible for rule in CATALOGUE}


def _named(findings: Iterable[Finding], plans: Sequence[Plan]) -> list[Finding]:
    environments = tuple(plan.environment.name for plan in plans)
    return [attrs.evolve(finding, environments=environments) for finding in findings]
