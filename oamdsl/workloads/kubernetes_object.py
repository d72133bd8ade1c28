"""Any Kubernetes object as a workload."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Self

from oamdsl.diagnostics.origin import Origin
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.pod_template import pod_template, replicas
from oamdsl.kubernetes.tree import as_map
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.parameter import parameter
from oamdsl.model.workload import SERVICE, Context, RenderedObject, RenderedWorkload, Workload, workload

_BATCH_KINDS = frozenset({"Job", "CronJob", "ScaledJob"})
_UNREACHED: Final = frozenset({"serving.knative.dev"})
"""API groups whose controllers make Deployments of their own of a template, which traits would not find."""


@workload
class KubernetesWorkload(Workload):
    """A Kubernetes object, given as it is; what it is like is read off its content.

    It is named after the component and put in the environment's namespace unless it says otherwise; nothing
    else is added or changed. It is replicable when it has a scale, exposed when one of the objects is a
    Service of Kubernetes' own, and a batch job when its kind runs to completion.

    Attributes:
        body: The object, in the API's own field names; traits address this one.
        objects: Further objects that belong to it, such as its Service.

    Source: OAM v1alpha2, Component ``spec.workload``; oam-dev/spec#425.
    """

    body: Mapping[str, Any] = parameter(kw_only=False)
    objects: Sequence[Mapping[str, Any]] = parameter(default=())

    @classmethod
    def example(cls) -> Self:
        """A class of Ingress controllers."""
        return cls(
            {
                "apiVersion": "networking.k8s.io/v1",
                "kind": "IngressClass",
                "spec": {"controller": "k8s.io/ingress-nginx"},
            }
        )

    def render(self, context: Context) -> RenderedWorkload:
        """The objects with name and namespace filled in."""
        return rendered_as_they_are((self.body, *self.objects), context, self.origin)


def rendered_as_they_are(bodies: Iterable[Object], context: Context, origin: Origin) -> RenderedWorkload:
    """Objects that somebody gave on the line *origin*, with name and namespace filled in.

    Raises:
        ValueError: A name or a namespace is no text, or an object has no kind.
    """
    placed = [_placed(body, context) for body in bodies]
    return RenderedWorkload(
        context=context,
        objects=tuple(RenderedObject(body, origin) for body in placed),
        characteristics=frozenset(_characteristics(placed)),
    )


def _placed(body: Object, context: Context) -> dict[str, Any]:
    own = as_map(body.get("metadata"))
    for field in ("name", "namespace"):
        if not isinstance(own.get(field, ""), str):
            message = f"the object's metadata.{field} is no text"
            raise ValueError(message)  # noqa: TRY004 - what is wrong is the value of an argument
    metadata: dict[str, Any] = {"name": context.component, **own}
    if context.is_namespaced(Api.of(body)):
        metadata.setdefault("namespace", context.namespace)
    head = {key: body[key] for key in ("apiVersion", "kind") if key in body}
    return {**head, "metadata": metadata, **{k: v for k, v in body.items() if k not in {*head, "metadata"}}}


def _characteristics(bodies: Sequence[Object]) -> Iterator[Characteristic]:
    main: Object = bodies[0] if bodies else {}
    batch = main.get("kind") in _BATCH_KINDS
    template = pod_template(main)
    if template is not None:
        yield Characteristic.BATCH if batch else Characteristic.LONG_RUNNING
        if Api.of(main).group not in _UNREACHED:
            yield Characteristic.POD_TEMPLATED
    if replicas(main) is not None and not batch:
        yield Characteristic.REPLICABLE
    if any(Api.of(body) == SERVICE for body in bodies):
        yield Characteristic.EXPOSED
