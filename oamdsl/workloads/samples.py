"""Workloads of each kind, for traits to be bound to."""

from collections.abc import Iterator

from oamdsl.model.opinion import Opinions
from oamdsl.model.workload import Context, RenderedWorkload, Workload
from oamdsl.workloads.batch import BatchWorkload
from oamdsl.workloads.container import Container, Port
from oamdsl.workloads.containerized import ContainerizedWorkload
from oamdsl.workloads.resources import Resources
from oamdsl.workloads.stateful import StatefulWorkload


def sample_workloads(component: str = "web", *, requests: bool = True) -> Iterator[RenderedWorkload]:
    """A service, a stateful service, a job and a scheduled job, as the component *component*.

    Args:
        component: Name of the component.
        requests: Whether their containers request resources.
    """
    context = Context(application="shop", component=component, namespace="prod", opinions=Opinions())
    return (workload.render(context) for workload in declared_samples(requests=requests))


def declared_samples(*, requests: bool = True) -> tuple[Workload, ...]:
    """What `sample_workloads` renders, as developers declare it."""
    resources = Resources(cpu="1", memory="256Mi") if requests else Resources()
    container = Container("web", image="example.com/web:1.0.0", ports=[Port(80)], resources=resources)
    job = Container("web", image="example.com/web:1.0.0", resources=resources)
    return (
        ContainerizedWorkload([container]),
        StatefulWorkload([container]),
        BatchWorkload([job]),
        BatchWorkload([job], schedule="0 3 * * *"),
    )
