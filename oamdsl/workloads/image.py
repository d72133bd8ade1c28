"""What the workloads that are written by their image have in common."""

import abc
from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs

from oamdsl.diagnostics.origin import Origin
from oamdsl.kubernetes.path import Path
from oamdsl.model.effect import Refuse
from oamdsl.model.element import fields_of
from oamdsl.model.parameter import parameter
from oamdsl.model.value import Value
from oamdsl.model.workload import Context, workload
from oamdsl.workloads.container import Container, ContainerSettings, Port
from oamdsl.workloads.pod import Pod
from oamdsl.workloads.pod_workload import PodWorkload
from oamdsl.workloads.resources import Quantity, Resources

_FIELDS: Final = {
    "container_name": Path(("name",)),
    "image": Path(("image",)),
    "image_pull_policy": Path(("imagePullPolicy",)),
    "command": Path(("command",)),
    "args": Path(("args",)),
    "working_dir": Path(("workingDir",)),
    "env": Path(("env",)),
    "security_context": Path(("securityContext",)),
    "cpu": Path(("resources", "requests", "cpu")),
    "memory": Path(("resources", "requests", "memory")),
}
"""Where in its container a parameter ends up; the parts of a container know their own places."""


@workload
class ImageWorkload(PodWorkload, ContainerSettings, abc.ABC):
    """Base of the workloads that are written by the image they run.

    One container runs it; what is set here is that container's, as `Container` has it.

    Attributes:
        container_name: Name of that container; empty for the component's name.
        cpu: Cores that it requires, such as ``"500m"``: short for ``resources=Resources(cpu=...)``. Unlike
            KubeVela's ``cpu`` it limits nothing.
        memory: Memory that it requires, such as ``"256Mi"``: short for ``resources=Resources(memory=...)``.
        containers: Further containers, which run beside it.

    Source: KubeVela, built-in component types (image, cmd, env, cpu, memory, volumeMounts, probes).
    """

    container_name: str = parameter(default="")
    cpu: Value[Quantity] | None = parameter(default=None)
    memory: Value[Quantity] | None = parameter(default=None)
    containers: Sequence[Container] = parameter(default=())

    @property
    def main_ports(self) -> tuple[Port, ...]:
        """Ports of the container that runs the image."""
        return ()

    def refusals(self) -> Iterator[Refuse]:
        """CPU and memory are given once each."""
        yield from super().refusals()
        for name in ("cpu", "memory"):
            if getattr(self, name) is not None and getattr(self.resources, name) is not None:
                yield Refuse(
                    name,
                    why=f"`resources` has `{name}` already",
                    help=f"remove `{name}`, or the one in `resources`",
                )

    def pod(self, context: Context, *, restart_policy: str = "", claims_in_template: bool = False) -> Pod:
        """The pods, with the container that runs the image before the others."""
        pod = super().pod(context, restart_policy=restart_policy, claims_in_template=claims_in_template)
        return attrs.evolve(
            pod,
            containers=(self._main(context), *self.containers),
            main_origins=tuple(self._main_origins()),
        )

    def _main(self, context: Context) -> Container:
        settings: dict[str, Any] = {name: getattr(self, name) for name in fields_of(ContainerSettings)}
        settings["resources"] = self._all_resources()
        name = self.container_name or context.component
        return Container(name, **settings, ports=self.main_ports).built_at(self.origin)

    def _all_resources(self) -> Resources:
        """`resources`, with what is given beside it."""
        amounts = {"cpu": self.cpu, "memory": self.memory}
        short = {name: amount for name, amount in amounts.items() if amount is not None}
        origin = self.resources.origin if "resources" in self.given else self.origin
        return self.resources.evolve(**short).built_at(origin)

    def _main_origins(self) -> Iterator[tuple[Path, Origin]]:
        for name, below in _FIELDS.items():
            if name in self.given:
                yield below, self.origin.of_argument(name)
