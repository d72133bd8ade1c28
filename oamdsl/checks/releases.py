"""What a component's objects say of its releases, step by step."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from oamdsl.checks.pods import Pod
from oamdsl.checks.shape import integer
from oamdsl.compose.folded import FoldedObject
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, at, maps_in

_CANARY: Final = Path(("spec", "strategy", "canary"))
_ROLLOUT: Final = ("argoproj.io", "Rollout")
"""Argo Rollouts' workload, which says itself how it is released."""
_REFERRING: Final = {
    ("flagger.app", "Canary"): (Path(("spec", "targetRef")), Path(("spec", "analysis"))),
    ("rollouts.kruise.io", "Rollout"): (Path(("spec", "workloadRef")), _CANARY),
}
"""Other objects that say it: ``{(group, kind): (where they name the workload, where the steps are)}``."""


@attrs.frozen(eq=False)
class Release:
    """How new releases of some pods are tried.

    Attributes:
        folded: The object that says so.
        path: Where in it the steps are.
        pod: The pods.
    """

    folded: FoldedObject
    path: Path
    pod: Pod

    @property
    def field(self) -> FieldRef:
        """Where the steps are."""
        return FieldRef(self.folded.ref, self.path)

    @property
    def shares_of_pods(self) -> Iterator[int]:
        """Percent of the pods that the steps update; none where a route shifts the load."""
        steps = as_map(at(self.folded.body, self.path))
        if not steps.keys() & {"trafficRouting", "trafficRoutings"}:
            for step in maps_in(steps.get("steps")):
                share = _share(step)
                if share is not None:
                    yield share


def releases(pods: Sequence[Pod]) -> Iterator[Release]:
    """The releases step by step of a component's *pods*."""
    for pod in pods:
        for folded in pod.composed.objects:
            kind = (folded.ref.api.group, folded.ref.api.kind)
            if kind == _ROLLOUT and folded is pod.folded and at(folded.body, _CANARY) is not None:
                yield Release(folded, _CANARY, pod)
            elif kind in _REFERRING:
                reference, steps = _REFERRING[kind]
                target = as_map(at(folded.body, reference))
                if (target.get("kind"), target.get("name")) == (pod.ref.api.kind, pod.ref.name):
                    yield Release(folded, steps, pod)


def _share(step: Mapping[str, Any]) -> int | None:
    """``replicas`` of OpenKruise, a share or a number, or ``setWeight`` of Argo Rollouts."""
    replicas = str(step.get("replicas"))
    number = replicas.removesuffix("%")
    if number != replicas and number.isdecimal():
        return int(number)
    return integer(step.get("setWeight"))
