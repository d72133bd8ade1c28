"""Containers with an identity: each pod keeps its name and its disks."""

from typing import Any, Self

from oamdsl.kubernetes.path import Path
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.workload import Context, RenderedObject, RenderedWorkload, workload
from oamdsl.workloads.container import Container, Port
from oamdsl.workloads.pod_workload import PodWorkload
from oamdsl.workloads.volume import Disk


@workload
class StatefulWorkload(PodWorkload):
    """Pods that keep their name and their disks: a StatefulSet with a headless Service.

    Each pod has its own disk for each `Disk`; Kubernetes keeps the disks when the workload goes.

    Source: Kubernetes, StatefulSets.
    """

    @classmethod
    def example(cls) -> Self:
        """A database."""
        disk = Disk("database", mount_path="/var/lib/postgresql", size="10Gi")
        return cls([Container("postgres", image="postgres:18", ports=[Port(5432)], volumes=[disk])])

    def render(self, context: Context) -> RenderedWorkload:
        """A StatefulSet, its headless Service and settings."""
        pod = self.pod(context, claims_in_template=True)
        templates = pod.claim_templates()
        spec: dict[str, Any] = {
            "serviceName": context.component,
            "selector": {"matchLabels": context.selector},
            "template": pod.template(),
            **({"volumeClaimTemplates": templates} if templates else {}),
        }
        stateful_set = {
            "apiVersion": "apps/v1",
            "kind": "StatefulSet",
            "metadata": context.metadata(),
            "spec": spec,
        }
        characteristics = {
            Characteristic.POD_TEMPLATED,
            Characteristic.LONG_RUNNING,
            Characteristic.REPLICABLE,
        }
        if pod.ports:
            characteristics.add(Characteristic.EXPOSED)
        origins = (
            *pod.origins(Path(("spec", "template"))),
            *((Path(("spec", "volumeClaimTemplates")), disk.origin) for disk in pod.disks[:1]),
        )
        return RenderedWorkload(
            context=context,
            objects=(
                RenderedObject(stateful_set, self.origin, origins),
                *pod.service(headless=True),
                *pod.settings(),
            ),
            characteristics=frozenset(characteristics),
        )
