"""What the containers of a pod request and may use, those that webhooks add to it included."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from oamdsl.checks.places import field_place
from oamdsl.checks.pods import Pod, PodContainer
from oamdsl.diagnostics.finding import Place
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.tree import as_map

_INJECTED: Final = "dapr.io/enabled"


@attrs.frozen(eq=False)
class Amounts:
    """What one container requests of resources, and may use of them.

    Attributes:
        pod: The pod that it is in.
        container: The container; None for the sidecar that Dapr's injector adds.
        requests: {resource: amount}; as the API server completes it, what is limited is requested as much.
        limits: {resource: amount}.
    """

    pod: Pod
    container: PodContainer | None
    requests: Mapping[str, Any]
    limits: Mapping[str, Any]

    @property
    def label(self) -> str:
        """How messages call the container."""
        return self.container.label if self.container else "container `daprd`"

    @property
    def made(self) -> FieldRef:
        """What makes it: its entry, or the annotation by which a webhook adds it."""
        if self.container:
            return self.pod.field_in(self.container)
        return FieldRef(self.pod.ref, self.pod.path / "metadata" / "annotations" / _INJECTED)

    @property
    def keeps_running(self) -> bool:
        """Whether it runs beside the others."""
        return self.container is None or self.container.keeps_running

    @property
    def help(self) -> str:
        """How to give it amounts, an imperative."""
        return f"give {self.label} resources" if self.container else "give `DaprSidecar` resources"

    @property
    def place(self) -> Place:
        """The line that has the container."""
        return field_place(self.pod.composed, self.made, f"{self.label} is made here")


def amounts(pod: Pod) -> Iterator[Amounts]:
    """What each container of *pod* requests and may use; those that run for a moment only included."""
    for container in pod.containers:
        given = as_map(container.body.get("resources"))
        limits = as_map(given.get("limits"))
        yield Amounts(pod, container, {**limits, **as_map(given.get("requests"))}, limits)
    annotations = as_map(as_map(pod.template.get("metadata")).get("annotations"))
    if annotations.get(_INJECTED) == "true":
        yield _of_dapr(pod, annotations)


def _of_dapr(pod: Pod, annotations: Mapping[str, Any]) -> Amounts:
    """The sidecar that Dapr's injector adds, by its annotations.

    Source: Dapr v1.18, "Dapr arguments and annotations".
    """
    requests, limits = (
        {
            resource: amount
            for resource in ("cpu", "memory")
            if (amount := annotations.get(f"dapr.io/sidecar-{resource}-{kind}")) is not None
        }
        for kind in ("request", "limit")
    )
    return Amounts(pod, None, {**limits, **requests}, limits)
