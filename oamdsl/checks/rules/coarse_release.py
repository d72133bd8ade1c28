"""OAM425."""

from collections.abc import Iterator
from math import ceil
from typing import Final

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import pods_by_component
from oamdsl.checks.releases import Release, releases
from oamdsl.checks.shape import integer
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Severity, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import at

_REPLICAS: Final = Path(("spec", "replicas"))
_WHOLE: Final = 100


@rule(
    "OAM425",
    source="Argo Rollouts, Canary; OpenKruise Rollouts, multi-batch update: by the number of pods",
    severity=Severity.WARNING,
)
def coarse_release(plan: Plan) -> Iterator[Violation]:
    """A step gives a new release less of the load than one pod has.

    Why: where no route shifts the load, it follows the number of pods. One of two pods has half of it,
    whatever the step says.

    Example:
        Web(
            "web",
            traits=[
                CanaryRelease(steps=[Step(10, pause_seconds=600)]),
                ManualScaler(replicas=2),
                Probes(readiness=HttpProbe(path="/healthz", port=80)),
            ],
        )

    Use instead:
        Web(
            "web",
            traits=[
                CanaryRelease(steps=[Step(10, pause_seconds=600)]),
                ManualScaler(replicas=10),
                Probes(readiness=HttpProbe(path="/healthz", port=80)),
            ],
        )
    """
    for composed, its_pods in pods_by_component(plan):
        for release in releases(its_pods):
            number = _replicas(release)
            share = min(release.shares_of_pods, default=_WHOLE)
            if number is None or number * share >= _WHOLE:
                continue
            pods = release.pod.ref
            yield Violation(
                message=(
                    f"{release.folded.ref} tries new releases of component `{composed.component.name}` on"
                    f" {share} % of its pods, which is less than one pod of {number}"
                ),
                places=(
                    field_place(composed, release.field, f"a step has {share} %"),
                    field_place(composed, FieldRef(pods, _REPLICAS), f"{pods} starts with {number} pods"),
                    component_place(composed),
                ),
                subject=(*composed.subject, str(release.folded.ref)),
                seen=f"{number} pods",
                allowed=f"{ceil(_WHOLE / share)} or more",
                help=(
                    f"run at least {ceil(_WHOLE / share)} replicas, or use a platform whose `CanaryRelease`"
                    " shifts the traffic of a route"
                ),
            )


def _replicas(release: Release) -> int | None:
    """How many pods there are to begin with; None when it is not known, or none."""
    number = at(release.pod.folded.body, _REPLICAS)
    return 1 if number is None else integer(number) or None
