"""Workloads of which two releases may not run at once."""

from collections.abc import Iterator

from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import at
from oamdsl.model.effect import Refuse
from oamdsl.model.workload import RenderedWorkload


def refused_canary(workload: RenderedWorkload, kinds: frozenset[str]) -> Iterator[Refuse]:
    """Why a release step by step cannot be; nothing when it can.

    Args:
        workload: The workload.
        kinds: Kinds that the technology releases.
    """
    kind = workload.ref.api.kind
    if kind not in kinds:
        yield Refuse(
            "steps",
            why=f"it releases {', '.join(sorted(kinds))}, and {workload.ref} is none",
            help="remove `CanaryRelease`",
        )
    if at(workload.body, Path(("spec", "strategy", "type"))) == "Recreate":
        yield Refuse(
            "steps",
            why=f"{workload.ref} ends the old release before it starts the new one, so two never run at once",
            help="remove `CanaryRelease`, or let the disk be shared",
        )
