"""All rules over a plan."""

import attrs

from oamdsl.checks.catalogue import RULES
from oamdsl.checks.confidential import without_secrets
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Finding


def check(plan: Plan) -> list[Finding]:
    """Every finding about *plan*, in the order of the rules."""
    findings = [
        attrs.evolve(finding, environments=(plan.environment.name,))
        for rule in RULES
        for finding in rule(plan)
    ]
    return without_secrets(findings, plan)
