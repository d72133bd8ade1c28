"""What the tests of changes and failures deploy: small components, and a platform to deploy them on."""

from collections.abc import Iterator
from typing import ClassVar, Final

from oamdsl import (
    Characteristic,
    Component,
    ConfigFile,
    Container,
    ContainerizedWorkload,
    Disk,
    Opinions,
    Port,
    Resources,
    Set,
    StatefulWorkload,
    Trait,
    component,
    implements,
    parameter,
    trait,
)
from oamdsl.model.effect import Effect
from oamdsl.model.workload import RenderedWorkload
from stacks.platforms import GATEWAY
from tests.e2e.gates import OPEN
from tests.e2e.images import IMAGE


@component
class Web(Component):
    """A web server: a Deployment, a Service and a ConfigMap.

    Attributes:
        image: What runs.
        greeting: In its config file.
    """

    image: str = parameter(default=IMAGE)
    greeting: str = parameter(default="hello")

    def workload(self) -> ContainerizedWorkload:
        """One container on port 80."""
        web = Container(
            "web",
            image=self.image,
            ports=[Port(80)],
            config=[ConfigFile("/etc/web.conf", f"greeting = {self.greeting}\n")],
            resources=Resources(cpu="0.5", memory="1024Mi"),
        )
        return ContainerizedWorkload([web])


@component
class Worker(Component):
    """A Deployment alone.

    Attributes:
        image: What runs.
    """

    image: str = parameter(default=IMAGE)

    def workload(self) -> ContainerizedWorkload:
        """One container without ports."""
        worker = Container("worker", image=self.image, resources=Resources(cpu="100m", memory="64Mi"))
        return ContainerizedWorkload([worker])


@component
class Archive(Component):
    """A Deployment with a volume whose data must survive.

    Attributes:
        image: What runs.
        size: Of the volume.
        storage_class: Of the volume.
    """

    opinions = Opinions(keeps_data=True)

    image: str = parameter(default=IMAGE)
    size: str = parameter(default="1Gi")
    storage_class: str = parameter(default="standard")

    def workload(self) -> ContainerizedWorkload:
        """One container and its disk."""
        disk = Disk("data", mount_path="/data", size=self.size, storage_class=self.storage_class)
        return ContainerizedWorkload([Container("archive", image=self.image, volumes=[disk])])


@component
class Store(Component):
    """A StatefulSet with a volume whose data must survive.

    Attributes:
        image: What runs.
    """

    opinions = Opinions(keeps_data=True)

    image: str = parameter(default=IMAGE)

    def workload(self) -> StatefulWorkload:
        """One container and its disk."""
        disk = Disk("data", mount_path="/data", size="1Gi")
        store = Container("store", image=self.image, ports=[Port(5432)], volumes=[disk])
        return StatefulWorkload([store])


@trait
class Gated(Trait):
    """Its pods wait until a test opens the nodes."""

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})


@implements(Gated)
def node_selector(trait: Gated, workload: RenderedWorkload) -> Iterator[Effect]:
    """The node selector of the pods."""
    yield Set(workload.pod_spec / "nodeSelector", OPEN)


PLATFORM: Final = GATEWAY.offering(node_selector, name="e2e")
