"""Containers that run on every node."""

import re
from collections.abc import Iterator
from typing import Any, Final, Self

from oamdsl.kubernetes.path import Path
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.workload import Context, RenderedObject, RenderedWorkload, workload
from oamdsl.workloads.container import Container
from oamdsl.workloads.pod_workload import PodWorkload
from oamdsl.workloads.volume import HostPath

_PERCENTAGE: Final = re.compile(r"([1-9][0-9]?|100)%")


def _share(value: object) -> str | None:
    """What is wrong with a number of pods, or a share of them."""
    if isinstance(value, str):
        return None if _PERCENTAGE.fullmatch(value) else "is no share of the pods: write 1% to 100%"
    return None if isinstance(value, int) and value > 0 else "is less than 1"


@workload
class DaemonWorkload(PodWorkload):
    """One pod on every node: a DaemonSet, and a Service when there are ports.

    How many pods run follows from the nodes; no trait scales it.

    Attributes:
        every_node: Whether it also runs on nodes that repel other pods, such as those of the control plane.
        host_network: Whether its pods use the node's network, so that their ports are the node's.
        host_processes: Whether its pods see the processes of the node.
        update: Whether an update replaces the pods by and by, or each when somebody deletes it.
        max_unavailable: Nodes that an update leaves without their pod at once, as a number or a share such
            as ``"10%"``; None for one.
        max_surge: Nodes on which an update starts the new pod before it stops the old one, as a number or a
            share; None for an update that stops the old pod first.

    Source: Kubernetes, DaemonSet; Perform a Rolling Update on a DaemonSet.
    """

    every_node: bool = parameter(default=False)
    host_network: bool = parameter(default=False)
    host_processes: bool = parameter(default=False)
    update: str = parameter(default="RollingUpdate", choices=("RollingUpdate", "OnDelete"))
    max_unavailable: int | str | None = parameter(default=None, problem=_share)
    max_surge: int | str | None = parameter(default=None, problem=_share)

    @classmethod
    def example(cls) -> Self:
        """A collector of the nodes' logs."""
        logs = HostPath("logs", mount_path="/var/log", path="/var/log", read_only=True)
        return cls([Container("agent", image="fluent-bit:4.2", volumes=[logs])], every_node=True)

    def refusals(self) -> Iterator[Refuse]:
        """An update goes one way.

        Source: kubernetes v1.37, ``pkg/apis/apps/validation``, ``ValidateRollingUpdateDaemonSet``.
        """
        yield from super().refusals()
        if self.max_surge is not None and self.max_unavailable is not None:
            yield Refuse(
                "max_surge",
                why="an update that starts new pods first leaves no node without one",
                help="give `max_surge` or `max_unavailable`, not both",
            )
        for name in ("max_unavailable", "max_surge"):
            if self.update == "OnDelete" and getattr(self, name) is not None:
                yield Refuse(
                    name,
                    why='with `update="OnDelete"` whoever deletes the pods sets the pace',
                    help=f"remove `{name}`, or use `RollingUpdate`",
                )

    def render(self, context: Context) -> RenderedWorkload:
        """A DaemonSet, its Service, claims and settings."""
        pod = self.pod(context)
        template = pod.template()
        template["spec"] |= {
            **({"hostNetwork": True, "dnsPolicy": "ClusterFirstWithHostNet"} if self.host_network else {}),
            **({"hostPID": True} if self.host_processes else {}),
            **({"tolerations": [{"operator": "Exists"}]} if self.every_node else {}),
        }
        strategy = self._strategy()
        daemon_set = {
            "apiVersion": "apps/v1",
            "kind": "DaemonSet",
            "metadata": context.metadata(),
            "spec": {
                "selector": {"matchLabels": context.selector},
                **({"updateStrategy": strategy} if strategy else {}),
                "template": template,
            },
        }
        characteristics = {Characteristic.POD_TEMPLATED, Characteristic.LONG_RUNNING}
        if pod.ports:
            characteristics.add(Characteristic.EXPOSED)
        return RenderedWorkload(
            context=context,
            objects=(
                RenderedObject(daemon_set, self.origin, pod.origins(Path(("spec", "template")))),
                *pod.service(),
                *pod.settings(),
                *pod.claims(),
            ),
            characteristics=frozenset(characteristics),
        )

    def _strategy(self) -> dict[str, Any]:
        """``updateStrategy``; empty for Kubernetes' own, one node after the other."""
        if self.update == "OnDelete":
            return {"type": "OnDelete"}
        if self.max_surge is not None:
            return {
                "type": "RollingUpdate",
                "rollingUpdate": {"maxSurge": self.max_surge, "maxUnavailable": 0},
            }
        if self.max_unavailable is not None:
            return {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": self.max_unavailable}}
        return {}
