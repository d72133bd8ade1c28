"""What the workloads made of pods have in common."""

import abc
from collections.abc import Iterator, Sequence

from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.workload import Context, Workload, workload
from oamdsl.workloads.container import Container, unread_protocols
from oamdsl.workloads.pod import Pod


@workload
class PodWorkload(Workload, abc.ABC):
    """Base of the workloads that run containers in pods.

    Attributes:
        containers: Its containers, the main one first.
        init_containers: Containers that run to completion before those start.
        image_pull_secrets: Names of Secrets with registry credentials.
        os: Operating system of the nodes; empty for any.
        arch: Processor of the nodes, such as ``amd64`` or ``arm64``; empty for any.

    Source: OAM v1alpha2, core workload ContainerizedWorkload (osType, arch, containers).
    """

    containers: Sequence[Container] = parameter(kw_only=False)
    init_containers: Sequence[Container] = parameter(default=())
    image_pull_secrets: Sequence[str] = parameter(default=())
    os: str = parameter(default="", choices=("", "linux", "windows"))
    arch: str = parameter(default="", choices=("", "386", "amd64", "arm", "arm64"))

    def refusals(self) -> Iterator[Refuse]:
        """The ports of init containers are nobody's to reach."""
        yield from super().refusals()
        yield from unread_protocols(self.init_containers, "init_containers")

    def pod(self, context: Context, *, restart_policy: str = "", claims_in_template: bool = False) -> Pod:
        """The pods, for *context*; the rest as `Pod` has it."""
        return Pod(
            context=context,
            origin=self.origin,
            containers=self.containers,
            init_containers=self.init_containers,
            image_pull_secrets=self.image_pull_secrets,
            os=self.os,
            arch=self.arch,
            restart_policy=restart_policy,
            claims_in_template=claims_in_template,
        )
