"""Any Kubernetes objects as a workload."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from oamdsl.model.parameter import parameter
from oamdsl.model.workload import Context, RenderedWorkload, Workload, workload
from oamdsl.workloads.kubernetes_object import rendered_as_they_are


@workload
class KubernetesObjects(Workload):
    """Kubernetes objects, given as they are: `KubernetesWorkload` for those who have them in one list.

    Attributes:
        objects: The objects, in the API's own field names; traits address the first one.

    Source: KubeVela, component type ``k8s-objects``.
    """

    objects: Sequence[Mapping[str, Any]] = parameter(kw_only=False)

    @classmethod
    def example(cls) -> Self:
        """Settings that other components read."""
        return cls([{"apiVersion": "v1", "kind": "ConfigMap", "data": {"currency": "EUR"}}])

    def render(self, context: Context) -> RenderedWorkload:
        """The objects with name and namespace filled in."""
        return rendered_as_they_are(self.objects, context, self.origin)
