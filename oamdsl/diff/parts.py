"""Parts of objects that several comparisons look at: containers, and claims of volumes."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.pod_template import pod_template
from oamdsl.kubernetes.tree import as_map, at, maps_in

CLAIMS: Final = Path(("spec", "volumeClaimTemplates"))
"""Where a StatefulSet has the claims that are made for each of its pods."""
SIZE: Final = Path(("spec", "resources", "requests", "storage"))
"""Where a claim has its size."""


def pod_of(body: Object) -> Mapping[str, Any]:
    """The ``spec`` of the pods that *body* makes; empty where it makes none."""
    template = pod_template(body)
    return as_map(None if template is None else at(body, template / "spec"))


def containers_of(body: Object) -> Iterator[Mapping[str, Any]]:
    """The containers of the pods that *body* makes, those that initialise first."""
    pod = pod_of(body)
    yield from maps_in(pod.get("initContainers"))
    yield from maps_in(pod.get("containers"))
