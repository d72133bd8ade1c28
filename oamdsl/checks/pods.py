"""The pods of a plan: their templates, containers and volumes, wherever an object keeps them."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

import attrs

from oamdsl.checks.places import field_place
from oamdsl.checks.shape import address
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.path import Path, Segment
from oamdsl.kubernetes.pod_template import pod_template
from oamdsl.kubernetes.tree import as_map, at, maps_in

NAME: Final = ("name",)
"""What tells containers, volumes and environment variables apart."""
PORT: Final = ("containerPort", "protocol")
"""What tells the ports of a container apart."""


@attrs.frozen(eq=False)
class PodContainer:
    """One container of a pod.

    Attributes:
        field: The list that it stands in: ``containers``, ``initContainers``, ``ephemeralContainers``.
        body: Its fields.
    """

    field: str
    body: Mapping[str, Any]

    @property
    def label(self) -> str:
        """How messages call it."""
        name = self.body.get("name")
        return f"container `{name}`" if isinstance(name, str) else "a container"

    @property
    def keeps_running(self) -> bool:
        """Whether it runs beside the others: no init container, or one that is a sidecar."""
        return self.field != "initContainers" or self.body.get("restartPolicy") == "Always"


@attrs.frozen(eq=False)
class Pod:
    """The template of a component's pods.

    Attributes:
        composed: Whose pods they are.
        folded: The object that has the template.
        path: Where in it.
        template: The template.
        containers: Its containers, init containers first.
        volumes: Its volumes.
    """

    composed: ComposedComponent
    folded: FoldedObject
    path: Path
    template: Mapping[str, Any]
    containers: tuple[PodContainer, ...]
    volumes: tuple[Mapping[str, Any], ...]

    @property
    def ref(self) -> ObjectRef:
        """The object that has the template."""
        return self.folded.ref

    @property
    def spec(self) -> Mapping[str, Any]:
        """``spec`` of the template."""
        return as_map(self.template.get("spec"))

    @property
    def labels(self) -> Mapping[str, Any]:
        """Labels of the pods."""
        return as_map(as_map(self.template.get("metadata")).get("labels"))

    @property
    def claim_templates(self) -> tuple[Mapping[str, Any], ...]:
        """``volumeClaimTemplates`` of a StatefulSet: each names one more volume."""
        return tuple(maps_in(as_map(self.folded.body.get("spec")).get("volumeClaimTemplates")))

    def field(self, *segments: Segment) -> FieldRef:
        """A field below ``spec`` of the template."""
        return FieldRef(self.ref, Path((*self.path.segments, "spec", *segments)))

    def field_in(self, container: PodContainer, *segments: Segment) -> FieldRef:
        """A field of *container*."""
        return self.field(container.field, address(NAME, container.body), *segments)

    def entry(
        self,
        container: PodContainer | None,
        field: str,
        keys: tuple[str, ...],
        body: Mapping[str, Any],
    ) -> FieldRef:
        """The entry *body* of a list of *container*, or of the pod itself.

        Args:
            container: The container; None for the pod.
            field: The list.
            keys: What tells its entries apart.
            body: The entry.
        """
        if container is None:
            return self.field(field, address(keys, body))
        return self.field_in(container, field, address(keys, body))

    def place_in(self, container: PodContainer, label: str, *segments: Segment) -> Place:
        """Who wrote a field of *container*."""
        return field_place(self.composed, self.field_in(container, *segments), label)


@lru_cache(maxsize=1)  # all rules are run on one plan before the next
def pods_by_component(plan: Plan) -> tuple[tuple[ComposedComponent, tuple[Pod, ...]], ...]:
    """Every component of *plan* with the templates of its pods."""
    return tuple((composed, tuple(_pods_of(composed))) for composed in plan.components)


@lru_cache(maxsize=1)
def pods(plan: Plan) -> tuple[Pod, ...]:
    """The templates of all pods of *plan*."""
    return tuple(pod for _, its_pods in pods_by_component(plan) for pod in its_pods)


def _pods_of(composed: ComposedComponent) -> Iterator[Pod]:
    for folded in composed.objects:
        path = pod_template(folded.body)
        if path is None:
            continue
        template = as_map(at(folded.body, path))
        spec = as_map(template.get("spec"))
        yield Pod(
            composed=composed,
            folded=folded,
            path=path,
            template=template,
            containers=tuple(
                PodContainer(field, body)
                for field in ("initContainers", "containers", "ephemeralContainers")
                for body in maps_in(spec.get(field))
            ),
            volumes=tuple(maps_in(spec.get("volumes"))),
        )
