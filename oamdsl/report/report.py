"""What is on the page."""

import attrs

from oamdsl.diagnostics.finding import Finding
from oamdsl.report.comparison import Comparison
from oamdsl.report.ledger import ComponentLedger
from oamdsl.report.together import TraitPair
from oamdsl.report.topology import ApplicationTopology


@attrs.frozen(kw_only=True)
class Report:
    """All that a reviewer is shown.

    Attributes:
        made_from: Which state of the files it was made from, ``commit 3a634b9 of 2026-08-25``; empty where
            that is not known.
        environments: Names of the environments, in the order declared.
        findings: What is wrong, also what comments accept.
        comparison: What differs between the environments, and what does not.
        topology: The applications drawn.
        ledger: Who decides which field.
        pairs: Traits that conflict, or build on each other.
    """

    made_from: str
    environments: tuple[str, ...]
    findings: tuple[Finding, ...]
    comparison: Comparison
    topology: tuple[ApplicationTopology, ...]
    ledger: tuple[ComponentLedger, ...]
    pairs: tuple[TraitPair, ...]
