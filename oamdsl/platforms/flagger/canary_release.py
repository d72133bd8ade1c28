"""CanaryRelease by Flagger."""

from collections.abc import Iterator
from typing import Final

from oamdsl.kubernetes.object import ObjectRef
from oamdsl.model.effect import Create, Delegate, Effect, Refuse, Rewrite
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.one_at_a_time import refused_canary
from oamdsl.traits.canary_release import CanaryRelease

_KINDS: Final = frozenset({"Deployment"})
_FAILED_CHECKS: Final = 5
"""In a row, after which Flagger goes back to the old release."""


def canary(*, provider: str) -> Implementation[CanaryRelease]:
    """A Canary.

    Args:
        provider: Who shifts the traffic, as Flagger calls it: ``istio``, ``gatewayapi:v1``, ``traefik``.
    """

    @implements(CanaryRelease)
    def flagger_canary(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
        """A Canary; Flagger runs a copy of the Deployment, and takes over its Service and its replicas.

        Source: Flagger v1.44, How it works; Canary custom resource.
        """
        refusals = [*refused_canary(workload, _KINDS), *_refusals(trait, workload)]
        yield from refusals
        if refusals:
            return
        yield Delegate(workload.replicas, to="Flagger Canary", initial=1)
        service = next(one.ref for one in workload.objects if one.ref.api.kind == "Service")
        yield from _taken_over(service)
        port = workload.service_ports[0]
        yield Create(
            "flagger.app/v1beta1",
            "Canary",
            workload.name,
            {
                "spec": {
                    "provider": provider,
                    "targetRef": workload.reference,
                    "service": {"port": port["port"], "targetPort": port["targetPort"]},
                    "analysis": {
                        "interval": f"{trait.steps[0].pause_seconds}s",
                        "threshold": _FAILED_CHECKS,
                        "stepWeights": [step.weight for step in trait.steps],
                    },
                }
            },
        )

    return flagger_canary


def _taken_over(service: ObjectRef) -> Iterator[Effect]:
    for field in ("selector", "ports"):
        yield Rewrite(service / "spec" / field, by="Flagger Canary")


def _refusals(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Refuse]:
    if len(workload.service_ports) != 1:
        yield Refuse(
            "steps",
            why=f"Flagger shifts the traffic of one port, not of {len(workload.service_ports)}",
            help="give the component one port",
        )
    pauses = {step.pause_seconds for step in trait.steps}
    if None in pauses or len(pauses) > 1:
        yield Refuse(
            "steps",
            why="Flagger takes the same time for each step, and waits for nobody",
            help="give each step the same `pause_seconds`",
        )
