"""The port that a component tells its metrics on."""

from collections.abc import Iterator

from oamdsl.model.effect import Add, Effect, Refuse
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.container_ports import container_ports
from oamdsl.traits.metrics import Metrics


def declared_port(trait: Metrics, workload: RenderedWorkload) -> Iterator[Effect]:
    """The port in the container that listens there without saying so; nothing when none is named."""
    if not trait.container:
        return
    declaring = [one.container for one in container_ports(workload) if one.number == trait.port]
    if declaring:
        yield Refuse(
            "container",
            why=f"container `{declaring[0]}` declares port {trait.port} already",
            help="leave `container` out",
        )
    else:
        ports = workload.container(trait.container) / "ports"
        yield Add(ports, None, {"containerPort": trait.port})
