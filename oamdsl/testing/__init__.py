"""For people who test their own traits and applications: public and stable.

``pytest`` finds the fixtures of `pytest_oamdsl` by itself.
"""

from oamdsl.testing.conformance_kit import Check, conformance
from oamdsl.testing.manifests_snapshot import ManifestsSnapshot
from oamdsl.testing.stack import Stack, Stacks, stack_of
from oamdsl.workloads.samples import sample_workloads

__all__ = [
    "Check",
    "ManifestsSnapshot",
    "Stack",
    "Stacks",
    "conformance",
    "sample_workloads",
    "stack_of",
]
