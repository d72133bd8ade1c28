"""What the containers of a pod request and may use, those that webhooks add to it included."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from oamdsl.checks.places import field_place
from oamdsl.checks.pods import Pod
from oamdsl.diagnostics.finding import Place
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.tree import as_map

_KINDS: Final = {"requests": "request", "limits": "limit"}
_RESOURCES: Final = ("cpu", "memory")
_INJECTED: Final = "dapr.io/enabled"


@attrs.frozen(eq=False)
class Amounts:
    """What one container requests of resources, and may use of them.

    Attributes:
        label: How messages call the container.
        keeps_running: Whether it runs beside the others.
        requests: {resource: amount}; as the API server completes it, what is limited is requested as much.
        limits: {resource: amount}.
        place: The line that has the container.
        resources: Where its resources stand; None for a container that a webhook adds.
        help: How to give it amounts, an imperative.
    """

    label: str
    keeps_running: bool
    requests: Mapping[str, Any]
    limits: Mapping[str, Any]
    place: Place
    resources: FieldRef | None
    help: str


def amounts(pod: Pod) -> Iterator[Amounts]:
    """What each container of *pod* requests and may use; those that run for a moment only included."""
    for container in pod.containers:
        given = as_map(container.body.get("resources"))
        limits = as_map(given.get("limits"))
        yield Amounts(
            label=container.label,
            keeps_running=container.keeps_running,
            requests={**limits, **as_map(given.get("requests"))},
            limits=limits,
            place=pod.place_in(container, f"{container.label} is made here"),
            resources=pod.field_in(container, "resources"),
            help=f"give {container.label} resources",
        )
    annotations = as_map(as_map(pod.template.get("metadata")).get("annotations"))
    if annotations.get(_INJECTED) == "true":
        yield _of_dapr(pod, annotations)


def _of_dapr(pod: Pod, annotations: Mapping[str, Any]) -> Amounts:
    """The sidecar that Dapr's injector adds, by its annotations.

    Source: Dapr v1.18, "Dapr arguments and annotations".
    """
    given = {
        kind: {
            resource: amount
            for resource in _RESOURCES
            if (amount := annotations.get(f"dapr.io/sidecar-{resource}-{word}")) is not None
        }
        for kind, word in _KINDS.items()
    }
    field = FieldRef(pod.ref, pod.path / "metadata" / "annotations" / _INJECTED)
    return Amounts(
        label="container `daprd`",
        keeps_running=True,
        requests={**given["limits"], **given["requests"]},
        limits=given["limits"],
        place=field_place(pod.composed, field, "Dapr adds container `daprd` to the pod because of this"),
        resources=None,
        help="give `DaprSidecar` resources",
    )
