"""What the containers of a pod request and may use, those that webhooks add to it included."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from oamdsl.checks.places import field_place
from oamdsl.checks.pods import Pod
from oamdsl.diagnostics.finding import Place
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.tree import as_map

_INJECTED: Final = "dapr.io/enabled"


@attrs.frozen(eq=False)
class Amounts:
    """What one container requests of resources, and may use of them.

    Attributes:
        pod: The pod that it is in.
        label: How messages call the container.
        made: What makes it: its entry, or the annotation by which a webhook adds it.
        keeps_running: Whether it runs beside the others.
        requests: {resource: amount}; as the API server completes it, what is limited is requested as much.
        limits: {resource: amount}.
        help: How to give it amounts, an imperative.
    """

    pod: Pod
    label: str
    made: FieldRef
    keeps_running: bool
    requests: Mapping[str, Any]
    limits: Mapping[str, Any]
    help: str

    @property
    def place(self) -> Place:
        """The line that has the container."""
        return field_place(self.pod.composed, self.made, f"{self.label} is made here")


def amounts(pod: Pod) -> Iterator[Amounts]:
    """What each container of *pod* requests and may use; those that run for a moment only included."""
    for container in pod.containers:
        given = as_map(container.body.get("resources"))
        limits = as_map(given.get("limits"))
        yield Amounts(
            pod=pod,
            label=container.label,
            made=pod.field_in(container),
            keeps_running=container.keeps_running,
            requests={**limits, **as_map(given.get("requests"))},
            limits=limits,
            help=f"give {container.label} resources",
        )
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
    return Amounts(
        pod=pod,
        label="container `daprd`",
        made=FieldRef(pod.ref, pod.path / "metadata" / "annotations" / _INJECTED),
        keeps_running=True,
        requests={**limits, **requests},
        limits=limits,
        help="give `DaprSidecar` resources",
    )
