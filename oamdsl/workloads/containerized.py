"""The core workload of OAM: containers that run until they are stopped."""

from typing import Any, Self

from oamdsl.kubernetes.path import Path
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.workload import Context, RenderedObject, RenderedWorkload, workload
from oamdsl.workloads.container import Container, Port
from oamdsl.workloads.pod_workload import PodWorkload


@workload
class ContainerizedWorkload(PodWorkload):
    """Containers that run until they are stopped: a Deployment, and a Service when there are ports.

    How many replicas run is no part of it: a trait's, or one.

    Source: OAM v1alpha2, core workload ContainerizedWorkload (osType, arch, containers).
    """

    @classmethod
    def example(cls) -> Self:
        """A web server."""
        return cls([Container("nginx", image="nginx:1.29.3", ports=[Port(80)])])

    def render(self, context: Context) -> RenderedWorkload:
        """A Deployment, its Service, claims and settings."""
        pod = self.pod(context)
        exclusive = any(not disk.shared for disk in pod.disks)
        one_at_a_time = exclusive or self.single_instance or context.opinions.single_instance
        spec: dict[str, Any] = {
            "selector": {"matchLabels": context.selector},
            **({"strategy": {"type": "Recreate"}} if one_at_a_time else {}),
            "template": pod.template(),
        }
        deployment = {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": context.metadata(),
            "spec": spec,
        }
        template = Path(("spec", "template"))
        characteristics = {Characteristic.POD_TEMPLATED, Characteristic.LONG_RUNNING}
        if not exclusive and not self.single_instance:
            characteristics.add(Characteristic.REPLICABLE)
        if pod.ports:
            characteristics.add(Characteristic.EXPOSED)
        return RenderedWorkload(
            context=context,
            objects=(
                RenderedObject(deployment, self.origin, pod.origins(template)),
                *pod.service(),
                *pod.settings(),
                *pod.claims(),
            ),
            characteristics=frozenset(characteristics),
        )
