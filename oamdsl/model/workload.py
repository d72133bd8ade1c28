"""What runs: the part of a component that becomes Kubernetes objects."""

import abc
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar, Final, Self, TypeVar, dataclass_transform

import attrs

from oamdsl.diagnostics.origin import Origin
from oamdsl.kubernetes.api import Api, is_namespaced
from oamdsl.kubernetes.object import FieldRef, Object, ObjectRef
from oamdsl.kubernetes.path import EACH, Entry, Path, Segment
from oamdsl.kubernetes.pod_template import pod_template, replicas
from oamdsl.kubernetes.snapshot import Snapshot
from oamdsl.kubernetes.tree import as_map, at, maps_in, without_field
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse, Replace
from oamdsl.model.element import Element, declare
from oamdsl.model.opinion import Opinions
from oamdsl.model.parameter import parameter

COMPONENT_LABEL: Final = "app.kubernetes.io/component"
"""The label by which traits find the pods of a component: no controller of releases changes it."""
_EACH_CONTAINER: Final = Path(("containers", EACH))
SERVICE: Final = Api("v1", "Service")
"""What exposes a workload; other groups have kinds of the same name."""


def _identity(rendered: "RenderedObject") -> ObjectRef:
    return ObjectRef.of(rendered.body)


@attrs.frozen
class RenderedObject:
    """A Kubernetes object that a workload consists of, and who wrote which part of it.

    Attributes:
        body: The object, complete.
        origin: Where what it comes from was built.
        origins: More exact places of fields below a path, innermost last: ``(path, origin)``.
        ref: The object's identity.

    Raises:
        ValueError: The body has no ``apiVersion`` or ``kind``.
    """

    body: Object
    origin: Origin
    origins: tuple[tuple[Path, Origin], ...] = ()
    ref: ObjectRef = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_identity, takes_self=True)
    )


@attrs.frozen(kw_only=True)
class Context:
    """What a workload must know of the place it is rendered for.

    Attributes:
        application: Name of the application.
        component: Name of the component; its objects are named after it.
        namespace: Namespace of the environment.
        opinions: The developer's demands, as far as the objects can honour them.
        cluster: What is known of the cluster by its snapshot; None when there is none.
    """

    application: str
    component: str
    namespace: str
    opinions: Opinions
    cluster: Snapshot | None = None

    def is_namespaced(self, api: Api) -> bool:
        """Whether objects of *api* live in a namespace: as the cluster says, else as is known of the kind."""
        resource = self.cluster.resources.get(api) if self.cluster else None
        return is_namespaced(api) if resource is None else resource.namespaced

    @property
    def selector(self) -> dict[str, str]:
        """The one label by which workloads and Services select the component's pods; it may never change."""
        return {"app.kubernetes.io/name": self.component}

    @property
    def labels(self) -> dict[str, str]:
        """The labels of every object of the component, its pods included."""
        return {
            **self.selector,
            COMPONENT_LABEL: self.component,
            "app.kubernetes.io/part-of": self.application,
        }

    def metadata(self, name: str = "") -> dict[str, Any]:
        """``metadata`` of an object of the component, named after it unless *name* is given."""
        return {
            "name": name or self.component,
            "namespace": self.namespace,
            "labels": self.labels,
        }


@attrs.frozen(kw_only=True, slots=False)
class RenderedWorkload:
    """A workload as Kubernetes objects: what implementations of traits see and address.

    Attributes:
        context: What it was rendered for.
        objects: Its objects; the first one is the workload itself, which traits address.
        characteristics: What it is like.
    """

    context: Context
    objects: tuple[RenderedObject, ...]
    characteristics: frozenset[Characteristic]

    def replaced(self, replace: Replace) -> "RenderedWorkload":
        """This workload as the kind that *replace* makes of it."""
        first, *others = self.objects
        body = {**first.body, "apiVersion": replace.api_version, "kind": replace.kind}
        for path in replace.dropped:
            if at(body, path) is not None:
                body = without_field(body, path)
        return attrs.evolve(self, objects=(attrs.evolve(first, body=body), *others))

    @property
    def name(self) -> str:
        """Name of the component, and of objects that a trait makes for it."""
        return self.context.component

    def named(self, name: str) -> str:
        """Name of an object that a trait calls *name*: the component's, and after it that one, if any."""
        return f"{self.name}-{name}" if name else self.name

    @property
    def body(self) -> Object:
        """The workload object itself."""
        return self.objects[0].body

    @property
    def ref(self) -> ObjectRef:
        """Identity of the workload object."""
        return self.objects[0].ref

    @property
    def reference(self) -> dict[str, str]:
        """The workload for a ``scaleTargetRef`` or ``targetRef``: apiVersion, kind, name."""
        return {
            "apiVersion": self.ref.api.api_version,
            "kind": self.ref.api.kind,
            "name": self.ref.name,
        }

    def __truediv__(self, segment: Segment | Path) -> FieldRef:
        """A field of the workload object: ``workload / "spec" / "replicas"``."""
        return self.ref / segment

    @property
    def replicas(self) -> FieldRef:
        """The field that says how many replicas run.

        Raises:
            LookupError: It has none; a trait that needs one ``applies_to`` REPLICABLE.
        """
        path = replicas(self.body)
        if path is None:
            message = f"{self.ref} has no replicas"
            raise LookupError(message)
        return FieldRef(self.ref, path)

    @property
    def pod_template(self) -> FieldRef:
        """The pod template of the workload object.

        Raises:
            LookupError: It has none; a trait that needs one ``applies_to`` POD_TEMPLATED.
        """
        path = pod_template(self.body)
        if path is None:
            message = f"{self.ref} has no pod template"
            raise LookupError(message)
        return FieldRef(self.ref, path)

    @cached_property
    def pod_spec(self) -> FieldRef:
        """The pod spec in the pod template."""
        return self.pod_template / "spec"

    @property
    def pod_labels(self) -> FieldRef:
        """The labels in the pod template."""
        return self.pod_template / "metadata" / "labels"

    @property
    def selector(self) -> dict[str, Any]:
        """The labels by which the workload itself finds its pods; all of theirs where it does not say."""
        selected = as_map(at(self.body, Path(("spec", "selector", "matchLabels"))))
        return dict(selected or as_map(at(self.body, self.pod_labels.path)))

    @property
    def pod_selector(self) -> dict[str, Any]:
        """The labels by which traits find the pods: what no controller changes, where the pods have it."""
        mark = {COMPONENT_LABEL: self.name}
        labels = as_map(at(self.body, self.pod_labels.path))
        return mark if mark.items() <= labels.items() else self.selector

    @property
    def each_container(self) -> FieldRef:
        """Every container of the pod, those that other traits add included."""
        return self.pod_spec / _EACH_CONTAINER

    @property
    def container_names(self) -> tuple[str, ...]:
        """Names of the containers that the developer wrote, the main one first."""
        containers = maps_in(at(self.body, (self.pod_spec / "containers").path))
        names = (container.get("name") for container in containers)
        return tuple(name for name in names if isinstance(name, str))

    def container(self, name: str) -> FieldRef:
        """The container called *name*."""
        return self.pod_spec / Path(("containers", Entry((("name", name),))))

    @property
    def service(self) -> Object | None:
        """The Service that exposes the workload, or None."""
        found = self._service
        return found.body if found else None

    @property
    def _service(self) -> RenderedObject | None:
        return next((one for one in self.objects if one.ref.api == SERVICE), None)

    @property
    def service_ref(self) -> ObjectRef:
        """Identity of the Service.

        Raises:
            LookupError: It has none; a trait that needs one ``applies_to`` EXPOSED.
        """
        found = self._service
        if found is None:
            message = f"{self.ref} has no Service"
            raise LookupError(message)
        return found.ref

    @property
    def service_name(self) -> str:
        """Name of the Service.

        Raises:
            LookupError: It has none; a trait that needs one ``applies_to`` EXPOSED.
        """
        return self.service_ref.name

    @property
    def service_ports(self) -> tuple[Mapping[str, Any], ...]:
        """``spec.ports`` of the Service: ``{"name", "port", "targetPort", "protocol"}`` each."""
        return tuple((self.service or {}).get("spec", {}).get("ports", ()))


class Workload(Element, abc.ABC):
    """Base of all workloads.

    Class attributes:
        single_instance: Whether never two may run at once, as `Opinions` may demand of any workload.

    Source: OAM v1alpha2, WorkloadDefinition; v1alpha1, core workloads, "replicable".
    """

    single_instance: ClassVar[bool] = False

    def refusals(self) -> Iterator[Refuse]:
        """What is wrong between its parameters; what is wrong with one of them, `parameter` says."""
        return iter(())

    @classmethod
    def example(cls) -> Self:
        """A valid and typical one, as catalogues show it; one with required parameters gives its own."""
        return cls()

    @abc.abstractmethod
    def render(self, context: Context) -> RenderedWorkload:
        """The workload's Kubernetes objects, its characteristics and the lines that they come from."""


W = TypeVar("W", bound=Element)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(parameter,))
def workload(cls: type[W]) -> type[W]:
    """Make *cls* a workload, or a part of one, that people declare."""
    return declare(cls)
