"""From plans to the report."""

from collections.abc import Sequence
from pathlib import Path

from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Finding
from oamdsl.report.comparison import comparison_of
from oamdsl.report.ledger import ledger_of
from oamdsl.report.report import Report
from oamdsl.report.together import pairs_of
from oamdsl.report.topology import topology_of


def report_of(
    plans: Sequence[Plan], findings: Sequence[Finding], *, base: Path, made_from: str = ""
) -> Report:
    """The report on *plans*.

    Args:
        plans: One for each environment, at least one.
        findings: What is wrong with them, in the order to show.
        base: Files below it are named relative to it.
        made_from: Which state of the files they are, where it is known.
    """
    return Report(
        made_from=made_from,
        environments=tuple(str(plan.environment.name) for plan in plans),
        findings=tuple(findings),
        comparison=comparison_of(plans),
        topology=topology_of(plans),
        ledger=ledger_of(plans, base),
        pairs=pairs_of(plans),
    )
